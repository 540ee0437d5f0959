"""`make bench`: the whole run and each step on the shipped corpus, a second run, and what a user would otherwise write.

    python -m benchmarks [CORPUS]

Whole processes, three times each, in turn; prints minimum, median and maximum as Markdown. Seconds say something about
one machine only: quote the ratios. The other files in this folder measure quality and say in their first lines how to
run them.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMES = 3
PLAIN_PDF = """
import sys, pdfplumber
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text(); page.close()
"""
OUR_PDF = """
import sys
from pathlib import Path
from themes.documents import read_source
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    read_source(path, root=Path(sys.argv[1]))
"""


def seconds(command: list[str], **environment: str) -> float:
    """Wall-clock seconds of one process, from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
    return time.perf_counter() - start


def row(name: str, values: list[float], against: float | None = None) -> str:
    """One Markdown row; `against` is the median that the ratio is taken to."""
    middle = statistics.median(values)
    ratio = f"{middle / against:.2f}" if against else ""
    return f"| {name} | {min(values):.2f} | {middle:.2f} | {max(values):.2f} | {ratio} |"


def main() -> None:
    corpus = sys.argv[1] if len(sys.argv) > 1 else "corpus"
    folder = Path(tempfile.mkdtemp())
    run = [sys.executable, "-m", "themes", "run", corpus, "--out"]
    cold, warm, again, plain, ours = [], [], [], [], []
    steps: dict[str, list[float]] = {}
    for turn in range(TIMES):
        cold.append(seconds([*run, str(folder / f"cold{turn}")], THEMES_CACHE=str(folder / f"vectors{turn}")))
        warm.append(seconds([*run, str(folder / f"warm{turn}")], THEMES_CACHE=str(folder / f"vectors{turn}")))
        again.append(seconds([*run, str(folder / f"warm{turn}")], THEMES_CACHE=str(folder / f"vectors{turn}")))
        manifest = json.loads((folder / f"warm{turn}" / "manifest.json").read_text(encoding="utf-8"))
        for step in manifest["steps"]:
            steps.setdefault(step["step"], []).append(step["seconds"])
        plain.append(seconds([sys.executable, "-c", PLAIN_PDF, corpus]))
        ours.append(seconds([sys.executable, "-c", OUR_PDF, corpus]))
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print(f"{machine}; {TIMES} times in turn\n")
    print("| what (seconds, whole process) | min | median | max | ratio |\n| --- | --- | --- | --- | --- |")
    print(row("first run, reports and vectors made", cold))
    print(row("run in a new folder, vectors kept", warm, statistics.median(cold)))
    print(row("nothing changed", again, statistics.median(cold)))
    print(row("PDFs of the corpus: pdfplumber extract_text", plain))
    print(row("PDFs of the corpus: read_source (lines, tables, heads)", ours, statistics.median(plain)))
    print("\n| step of a run | min | median | max | |\n| --- | --- | --- | --- | --- |")
    for name, values in steps.items():
        print(row(name, values))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
