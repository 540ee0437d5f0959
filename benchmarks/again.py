"""A run after a small change: what is made again and how long it takes, page and all other files included.

    python benchmarks/again.py [--statements 3000] [--repeats 3]

Our made-up corpus with reports of made-up statements beside it (see scale.py) to the number asked for. First a run
from nothing, then the same folder with nothing changed, one pattern of the codebook, one document, one goal, and one
verdict. Each run is a process of its own. Beside the seconds on the clock stand those of the processor, of the run and
every process that it starts: on a machine that does other work as well, those tell more. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from run import ROOT, change_a_pattern, machine, processor_command, spread, steps_of
from scale import reports

EACH = 130  # statements of a report
SEEN = ("lezen", "splitsen", "coderen", "onderwerpen", "spoor", "rapporten")


def make_corpus(folder: Path, statements: int) -> None:
    """The shipped corpus and reports to about `statements` in all."""
    shutil.copytree(ROOT / "corpus", folder)
    shutil.copy(ROOT / "src" / "themes" / "coding" / "codebook.yml", folder / "codebook.yml")
    for number, text in enumerate(reports(max(0, statements - 378), EACH)):
        (folder / f"verslag_{number:04d}.txt").write_text(text, encoding="utf-8")
    settings = (folder / "themes.toml").read_text(encoding="utf-8")
    (folder / "themes.toml").write_text(f'{settings}\n[roles]\n"verslag_*.txt" = "input"\n', encoding="utf-8")


def change_a_document(corpus: Path, out: Path, number: int) -> None:
    """One statement more in one report."""
    path = corpus / "verslag_0000.txt"
    said = path.read_text(encoding="utf-8")
    path.write_text(f"{said}\n- Er is {number} keer per week een markt op het plein.\n", encoding="utf-8")


def change_a_goal(corpus: Path, out: Path, number: int) -> None:
    """A person's correction of the first goal: its text with a word more."""
    with (out / "tables" / "goals.csv").open(encoding="utf-8", newline="") as file:
        goal = next(row for row in csv.DictReader(file) if row["level"] == "goal")
    with (corpus / "goals.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["doel_id", "handeling", "tekst_in_plan", "tekst", "door"])
        rows.writerow([goal["goal_id"], "wijzigen", goal["text"], f"{goal['text']} ({number})", "anna"])


def add_a_verdict(corpus: Path, out: Path, number: int) -> None:
    """One opinion of an adviser on one statement."""
    from themes.policy.people import Verdict, add_rows
    from themes.report.run_tables import RunTables

    unit = RunTables(out).points[number].unit
    row = Verdict(unit.unit_id, "Eens", "anna", "2025-04-01", unit.text, source=unit.source, line_start=unit.line_start)
    add_rows(corpus, [row])


CHANGES: dict[str, Callable[[Path, Path, int], None]] = {
    "nothing changed": lambda corpus, out, number: None,
    "one pattern changed": lambda corpus, out, number: change_a_pattern(corpus, number),
    "one document changed": change_a_document,
    "one goal changed": change_a_goal,
    "one verdict more": add_a_verdict,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--statements", type=int, default=3_000)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    print(f"Machine: {machine()}.\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        corpus, out, cache = Path(name) / "corpus", Path(name) / "out", Path(name) / "cache"
        make_corpus(corpus, arguments.statements)
        seconds, busy, manifest = processor_command(corpus, out, cache)
        said = manifest["ledger"]["input_by_kind"]["statement"]
        print(f"{manifest['counts']['documents']} documents, {said} statements of input.\n")
        print(f"| Run | Seconds (min / median / max) | Of the processor | {' | '.join(SEEN)} | made, reused |")
        print(f"|---|---|---|{'---|' * len(SEEN)}---|")
        row("from nothing", [seconds], [busy], [manifest])
        for what, change in CHANGES.items():
            measured = []
            for number in range(arguments.repeats):
                change(corpus, out, number)
                measured.append(processor_command(corpus, out, cache))
            row(what, [one for one, _, _ in measured], [two for _, two, _ in measured], [m for _, _, m in measured])


def row(what: str, seconds: list[float], busy: list[float], manifests: list[dict[str, object]]) -> None:
    """Print one row; the steps are medians on the clock."""
    if what == "nothing changed":  # no step was run: the manifest is that of the run before
        print(f"| {what} | {spread(seconds)} | {spread(busy)} |{' |' * len(SEEN)} 0, all |", flush=True)
        return
    times, made, reused = steps_of(manifests)
    cells = " | ".join(f"{times[step]:.1f}" for step in SEEN)
    print(f"| {what} | {spread(seconds)} | {spread(busy)} | {cells} | {made}, {reused} |", flush=True)


if __name__ == "__main__":
    main()
