"""What is done for the whole corpus at once, at a million statements: time and memory without reading a document.

    python benchmarks/scale_columns.py [1000000]

The steps per partition use the same memory whatever the size of the corpus; what grows is done here over columns:
repeats, the list of texts to give vectors, the sample, the tables and the account. Partitions of 4,000 made-up
statements (as in `scale.py`) are written first, which is not counted. Prints Markdown: seconds, and the largest
resident memory of the process after each step.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from run import machine
from scale import parts

EACH = 4_000


def write_parts(work: Any, size: int) -> tuple[list[str], list[Any]]:
    """Partitions with units, words and documents, as tasks leave them; their names and documents."""
    from themes.records import Document, Unit
    from themes.scale.columns import table_of
    from themes.scale.repeats import token_table

    first, last = parts()
    draw = random.Random(7)
    names, documents = [], []
    for number, start in enumerate(range(0, size, EACH)):
        source, name = f"verslag_{number:06d}.txt", f"{number:012x}"
        document = Document(name, source, name, None, "input", "Wierdijk", None, None, None, None, 1, EACH, None, None)
        units = []
        for at in range(min(EACH, size - start)):
            text = f"{draw.choice(first)} {draw.choice(last)} bij {draw.randrange(10**6)} mensen."
            key = f"{start + at:012x}"
            units.append(Unit(key, name, source, "statement", text, text, at, at, None, None, spans=f"{at}-{at + 1}"))
        work.write_table(f"parts/{name}/units.parquet", table_of(units, Unit))
        work.write_table(f"parts/{name}/tokens.parquet", token_table(units))
        names.append(name)
        documents.append(document)
    return names, documents


def main() -> None:
    """Print the table."""
    from themes.records import TABLES, Coding, Document, Finding, Trace
    from themes.scale.columns import Writer, table_of
    from themes.scale.counts import count_ledger
    from themes.scale.setup import Setup
    from themes.scale.storage import Storage
    from themes.scale.topics import vector_jobs
    from themes.scale.units import UnitParts, mark_all_repeats
    from themes.settings import Settings
    from themes.topics.large import SAMPLE, draw_sample

    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        work, out = Storage.at(folder), Path(folder) / "tables"
        names, documents = write_parts(work, size)
        units = UnitParts(work, tuple(names), tuple(documents))
        setup = Setup("", work.root, Settings(pipeline="built-in"), "", "")
        print(f"Machine: {machine()}. {size:,} statements in {len(names)} partitions.\n")
        print("| Step | Clock (s) | CPU (s) | Peak so far (MB) |\n|---|---|---|---|", flush=True)

        def timed(what: str, step: Callable[[], Any]) -> Any:
            start, cpu = time.perf_counter(), time.process_time()
            made = step()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
            spent = time.perf_counter() - start, time.process_time() - cpu
            print(f"| {what} | {spent[0]:.1f} | {spent[1]:.1f} | {peak:.0f} |", flush=True)
            return made

        def write(name: str, tables: Any) -> None:
            with Writer(out, name, TABLES[name]) as writer:
                for table in tables:
                    writer.add(table)

        timed("(start)", lambda: None)
        timed("repeats", lambda: mark_all_repeats(work, names))
        ids, jobs, _ = timed("texts in blocks", lambda: vector_jobs(setup, units))
        timed("sample", lambda: draw_sample(ids, SAMPLE, 7))
        del jobs
        timed("table of units", lambda: write("units", units.tables()))
        rest = ("none", None, None, None, 0.0, "[" + "x" * 900 + "]")
        traced = (
            table_of([Trace(key, *rest) for key in ids[at : at + EACH]], Trace)  # type: ignore[arg-type]
            for at in range(0, len(ids), EACH)
        )
        timed("table of traces", lambda: write("trace", traced))
        for name, rows, kind in (
            ("documents", documents, Document),
            ("codings", [], Coding),
            ("findings", [], Finding),
        ):
            write(name, [table_of(rows, kind)])
        timed("account", lambda: count_ledger(len(names), 0, out))


if __name__ == "__main__":
    main()
