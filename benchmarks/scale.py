"""How reading units, codes, vectors and topics grow: made-up statements in partitions to Parquet.

    python benchmarks/scale.py [--sizes 1000 10000 100000] [--partition 5000] [--topics]

Statements are made by putting parts of sentences of our made-up corpus together with a number of their own, so that
hardly two are equal. Each size runs in a process of its own: a letter of `partition` statements is written as text,
read, split, coded and given vectors, and its tables go to Parquet; then the next. `Peak` is the largest memory of
that process (resident set). `--topics` fits topics on all vectors afterwards (above 20,000 statements on a sample, the
rest are placed). Vectors are not kept between partitions. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from run import ROOT, machine

HEADS = "Aan: Deelnemers\nVan: Gemeenteraad van Wierdijk\nDatum: 3 maart 2025\n\n"


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


def letters(size: int, partition: int) -> Iterator[str]:
    """Texts of letters with `partition` statements each, `size` in all."""
    first, last = parts()
    draw = random.Random(7)
    for start in range(0, size, partition):
        said = (
            f"- {draw.choice(first)} {draw.choice(last)} bij {draw.randrange(10**6)} mensen."
            for _ in range(min(partition, size - start))
        )
        yield HEADS + "\n\n".join(said) + "\n"


def peak_memory() -> float:
    """Largest resident memory of this process so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def measure(size: int, partition: int, topics: bool) -> dict[str, Any]:
    """Seconds per step and peak memory for one size."""
    import numpy as np

    from themes.coding import code_units, read_codebook
    from themes.documents import read_source, split_documents
    from themes.language import pipeline
    from themes.language.vectors import encode
    from themes.records import Coding, Records, Unit
    from themes.statements import split_units
    from themes.tables import write_table

    pipe, codebook = pipeline("auto"), read_codebook()
    spent = dict.fromkeys(("read", "split", "code", "vectors", "write"), 0.0)
    found = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stamp = time.perf_counter()

        def took(step: str) -> None:
            nonlocal stamp
            now = time.perf_counter()
            spent[step] += now - stamp
            stamp = now

        for number, text in enumerate(letters(size, partition)):
            path = folder / f"letter{number:05d}.txt"
            path.write_text(text, encoding="utf-8")
            stamp = time.perf_counter()
            source = read_source(path, root=folder)
            took("read")
            units = split_units(source, split_documents(source), pipe)
            took("split")
            codings = code_units(units, codebook, pipe)
            took("code")
            content = [unit for unit in units if unit.kind in ("statement", "question")]
            vectors = encode([unit.clean_text for unit in content])
            took("vectors")
            out = folder / f"part={number:05d}"
            write_table(Records(Unit, units), out, "units")
            write_table(Records(Coding, list(codings)), out, "codings")
            np.save(out / "vectors.npy", vectors.astype(np.float16))
            took("write")
            found += len(content)
            path.unlink()
        result: dict[str, Any] = {"size": size, "found": found, **spent, "peak": peak_memory()}
        result["disk"] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
        if topics:
            result |= fit(folder, pipe)
    return result


def fit(folder: Path, pipe: Any) -> dict[str, float]:
    """Topics over all partitions: seconds, topics, peak."""
    import numpy as np

    from themes.records import Records, Unit
    from themes.tables import read_table
    from themes.topics.large import fit_large

    units: list[Unit] = []
    vectors = []
    for part in sorted(folder.glob("part=*")):
        read: Records[Unit] = read_table(Unit, part, "units")
        units += [unit for unit in read if unit.kind in ("statement", "question")]
        vectors.append(np.load(part / "vectors.npy"))
    start = time.perf_counter()
    made = fit_large(units, np.concatenate(vectors).astype(np.float32), pipeline=pipe, n_seeds=1, n_subsamples=0)
    return {"topics": time.perf_counter() - start, "n_topics": len(made.topics), "topics_peak": peak_memory()}


def main() -> None:
    """Print the table; with --one, the figures of one size as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--partition", type=int, default=5_000)
    parser.add_argument("--topics", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.partition, arguments.topics)))
        return
    print(f"Machine: {machine()}. Partitions of {arguments.partition:,} statements.\n")
    steps = ("read", "split", "code", "vectors", "write", *(("topics",) if arguments.topics else ()))
    print(f"| Statements | {' | '.join(f'{step} (s)' for step in steps)} | ms each | Peak (MB) | Parquet (MB) |")
    print(f"|---{'|---' * (len(steps) + 3)}|", flush=True)
    for size in arguments.sizes:
        options = ["--one", str(size), "--partition", str(arguments.partition)]
        call = [sys.executable, __file__, *options, *(["--topics"] if arguments.topics else [])]
        row = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
        each = 1000 * sum(row[step] for step in steps if step != "topics") / row["found"]
        peak = f"{row['peak']:.0f}" + (f", topics {row['topics_peak']:.0f}" if arguments.topics else "")
        cells = " | ".join(f"{row[step]:.1f}" for step in steps)
        print(f"| {row['found']:,} | {cells} | {each:.2f} | {peak} | {row['disk']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
