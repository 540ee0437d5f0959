"""How a whole run in partitions grows: made-up reports beside the plans of our corpus, one process a size.

    python benchmarks/scale.py [--sizes 1000 10000 100000] [--each 100] [--reports] [--cluster local]

Statements are made by putting parts of sentences of our made-up corpus together with a number of their own, so that
hardly two are equal; `--each` of them make a report (a text file). Each size is a folder with those reports and our two
programmes, and `themes run --partitions --no-reports` over it in a process of its own, with an empty store of vectors.
`Peak` is the largest sum of the resident memory of that process and all its children, looked at four times a second;
`CPU` is their processor time, which other work on the machine changes less than the seconds on the clock. Prints
Markdown: a row a size, then the seconds of each step.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from run import ROOT, machine

HEAD = "Verslag gespreksavond {number}\nAanwezig: inwoners van Wierdijk\nDatum: 3 maart 2025\n\n"
PLANS = ("10_programma_gezond_en_verbonden.pdf", "11_programma_iedereen_doet_mee.pdf")


def parts() -> tuple[list[str], list[str]]:
    """First and last halves of the statements of the made-up corpus."""
    from themes.steps import read_documents, split_units

    first, last = [], []
    for unit in split_units(read_documents(ROOT / "corpus")):
        words = unit.clean_text.rstrip(".?!").split()
        if unit.kind == "statement" and 6 <= len(words) <= 30:
            first.append(" ".join(words[: len(words) // 2]))
            last.append(" ".join(words[len(words) // 2 :]))
    return sorted(set(first)), sorted(set(last))


def reports(size: int, each: int) -> Iterator[str]:
    """Texts of reports with `each` statements, `size` in all."""
    first, last = parts()
    draw = random.Random(7)
    for number, start in enumerate(range(0, size, each), 1):
        said = (
            f"- {draw.choice(first)} {draw.choice(last)} bij {draw.randrange(10**6)} mensen."
            for _ in range(min(each, size - start))
        )
        yield HEAD.format(number=number) + "\n\n".join(said) + "\n"


def make_corpus(folder: Path, size: int, each: int) -> None:
    """A folder with reports of `size` statements, and our programmes."""
    folder.mkdir(parents=True)
    for number, text in enumerate(reports(size, each)):
        (folder / f"verslag_{number:06d}.txt").write_text(text, encoding="utf-8")
    for name in PLANS:
        shutil.copy(ROOT / "corpus" / name, folder)
    (folder / "themes.toml").write_text('[roles]\n"verslag_*.txt" = "input"\n', encoding="utf-8")


def memory_of(process: Any) -> int:
    """Resident bytes of a process and all its children."""
    import psutil

    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            try:
                total += each.memory_info().rss
            except psutil.Error:
                continue
    except psutil.Error:
        return total
    return total


def measure(size: int, each: int, more: list[str], folder: Path) -> dict[str, Any]:
    """Seconds, processor time, peak memory and size on disk of a run over `size` statements."""
    import psutil

    corpus, out = folder / "corpus", folder / "out"
    make_corpus(corpus, size, each)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "themes", "run", str(corpus), "--out", str(out), "--partitions", *more]
    environment = {**os.environ, "THEMES_CACHE": str(folder / "cache")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        seen, peak = psutil.Process(process.pid), 0
        while process.poll() is None:
            peak = max(peak, memory_of(seen))
            time.sleep(0.25)
        assert process.stderr is not None
        complaint = process.stderr.read().decode()
    if process.returncode:
        raise SystemExit(f"the run of {size} statements failed:\n{complaint}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {
        "statements": manifest["ledger"]["input_by_kind"]["statement"],
        "seconds": time.perf_counter() - start,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "peak": peak / 2**20,
        "tables": disk(out / "tables"),
        "work": disk(out / ".parts"),
        "topics": manifest["counts"]["topics"],
        "steps": {step["step"]: step["seconds"] for step in manifest["steps"]},
    }


def disk(folder: Path) -> float:
    """Size of a folder in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--reports", action="store_true")
    parser.add_argument("--cluster")
    arguments = parser.parse_args()
    more = [] if arguments.reports else ["--no-reports"]
    more += ["--cluster", arguments.cluster] if arguments.cluster else []
    print(f"Machine: {machine()}. Reports of {arguments.each} statements; options: {' '.join(more) or 'none'}.\n")
    print("| Statements | Clock (s) | CPU (s) | CPU each (ms) | Peak (MB) | Tables (MB) | Kept beside (MB) | Topics |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    rows = []
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as name:
            row = measure(size, arguments.each, more, Path(name))
        rows.append(row)
        print(
            f"| {row['statements']:,} | {row['seconds']:.0f} | {row['cpu']:.0f} | "
            f"{1000 * row['cpu'] / row['statements']:.2f} | {row['peak']:.0f} | {row['tables']:.0f} | "
            f"{row['work']:.0f} | {row['topics']} |",
            flush=True,
        )
    heads = " | ".join(format(row["statements"], ",") for row in rows)
    print(f"\n| Step (s) | {heads} |\n|---{'|---' * len(rows)}|")
    for step in rows[0]["steps"]:
        cells = " | ".join(format(row["steps"][step], ".1f") for row in rows)
        print(f"| {step} | {cells} |")


if __name__ == "__main__":
    main()
