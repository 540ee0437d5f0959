"""Memory while one long PDF is read: the child process that parses it, page by page, and the process that collects.

    python benchmarks/memory.py [FILE.pdf] [--pages 500 2000]

The pages of FILE (standard: the largest PDF of the shipped corpus) are repeated until there are so many; the file that
this gives is read by `read_source` as a run does. The largest resident memory of the child (`/proc`, Linux only)
should not depend on the number of pages; that of the parent grows with the text that it holds.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from pathlib import Path

import pikepdf

from themes.documents import read_source

CORPUS = Path(__file__).parents[1] / "corpus"


def repeated(source: Path, pages: int, target: Path) -> None:
    """Write a PDF of `pages` pages: those of `source` over and over."""
    with pikepdf.open(source) as own, pikepdf.new() as made:
        for at in range(pages):
            made.pages.append(own.pages[at % len(own.pages)])
        made.save(target)


def children_mb() -> float:
    """Resident memory of the largest child process of this one, in megabytes (2**20 bytes); 0 without one."""
    found = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it ended between the listing and the reading
            continue
        if int(told["PPid"]) == os.getpid() and "VmRSS" in told:
            found.append(int(told["VmRSS"].split()[0]))
    return max(found) / 1024


def measured(path: Path) -> tuple[int, float, list[float]]:
    """Lines read, seconds, and the child's largest memory in each of ten equal parts of the time."""
    seen: list[tuple[float, float]] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            seen.append((time.perf_counter(), children_mb()))

    watcher = threading.Thread(target=watch, daemon=True)
    begin = time.perf_counter()
    watcher.start()
    source = read_source(path, root=path.parent)
    done.set()
    watcher.join()
    seconds = time.perf_counter() - begin
    parts = [[mb for at, mb in seen if int(10 * (at - begin) / seconds) == part] for part in range(10)]
    return len(source.lines), seconds, [max(part, default=0.0) for part in parts]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[500, 2000])
    asked = parser.parse_args()
    file = asked.file or max(CORPUS.glob("*.pdf"), key=lambda path: path.stat().st_size)
    print(f"| pages of {file.name} | lines | seconds | child, MB in ten parts of the time | parent at most, MB |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for pages in asked.pages:
            path = Path(folder) / f"{pages}.pdf"
            repeated(file, pages, path)
            lines, seconds, parts = measured(path)
            parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {pages} | {lines} | {seconds:.0f} | {' '.join(f'{mb:.0f}' for mb in parts)} | {parent:.0f} |")


if __name__ == "__main__":
    main()
