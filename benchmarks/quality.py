"""The figures of docs/quality.md that a scorer gives, as a Markdown table: one run of each corpus, scored.

    python benchmarks/quality.py [--scorer score.py] [--also DOCUMENTS REFERENCE] [--keep DIR]

The shipped corpus is scored against tests/reference, and the two sets of tests/second against their own. `--also` adds
a folder with documents and one with their reference; without it the documents beside the project are taken where they
are there. The scorer is the script that compares the tables of a run with reference files
(`score.py RUN REFERENCE --json OUT [--find FOUND]`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared"
# figure of the scorer -> what is asked of it
ASKED = {
    "segments/all/statement_f1": 0.92,
    "codes/micro_f1": 0.82,
    "codes/macro_f1": 0.78,
    "codes/alpha": None,
    "goals/goal_f1": 0.95,
    "goals/elaboration_f1": 0.98,
    "goals/result_f1": 0.85,
    "goals/indicator_f1": 0.85,
    "goals/baseline": 0.80,
    "goals/target": 0.80,
    "goals/parent": 0.90,
    "links/hit@1": 0.60,
    "links/hit@3": 0.80,
    "links/gap_f1": 0.70,
    "advice/recall": 0.90,
    "advice/answered_or_not": 0.80,
    "find/place_in_plan": 0.85,
    "find/not_wrongly_missing": 0.95,
}
# of several documents the lowest counts
LOWEST = {"statement_f1": 0.92, "content_or_not": 0.97, "characters_kept": 0.999}


def main() -> int:
    """Run, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scorer", type=Path, default=BESIDE / "eval" / "score.py")
    parser.add_argument("--also", type=Path, nargs=2, metavar=("DOCUMENTS", "REFERENCE"))
    parser.add_argument("--keep", type=Path, help="write the runs here, and use what is there already")
    given = parser.parse_args()
    if not given.scorer.exists():
        print(f"No scorer at {given.scorer}: name it with --scorer.", file=sys.stderr)
        return 2
    second = ROOT / "tests" / "second"
    sets = {
        "own": (ROOT / "corpus", ROOT / "tests" / "reference"),
        **{name: (second / name / "docs", second / name / "reference") for name in ("notes", "plan")},
    }
    if given.also:
        sets["also"] = tuple(given.also)
    elif (BESIDE / "eval" / "reference").exists():
        sets["real"] = (BESIDE / "documents", BESIDE / "eval" / "reference")
    with tempfile.TemporaryDirectory() as folder:
        base = given.keep or Path(folder)
        base.mkdir(parents=True, exist_ok=True)
        figures = {name: scored(given.scorer, *paths, base / name) for name, paths in sets.items()}
    print(table(figures))
    return 0


def scored(scorer: Path, documents: Path, reference: Path, out: Path) -> dict[str, float]:
    """Run a corpus into `out` and give the scorer's figures by name."""
    themes = [sys.executable, "-m", "themes"]
    _do([*themes, "run", str(documents), "--out", str(out), "--no-reports"])
    command = [sys.executable, str(scorer), str(out), str(reference), "--json", str(out / "figures.json")]
    topics = reference / "topics.jsonl"
    if topics.exists():
        terms = [json.loads(line)["term"] for line in topics.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = _do([*themes, "find", *terms, "--run", str(out), "--json"])
        (out / "found.json").write_text(found, encoding="utf-8")
        command += ["--find", str(out / "found.json")]
    _do(command)
    figures: dict[str, float] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    return figures


def _do(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])} gave {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout


def table(figures: dict[str, dict[str, float]]) -> str:
    """Figures side by side with what is asked; what falls short is bold.

    >>> print(table({"own": {"links/hit@1": 0.5}}).splitlines()[-1])
    | links/hit@1 | **.500** | .60 |
    """
    lines = [f"| figure | {' | '.join(figures)} | asked |", f"| --- |{' --- |' * (len(figures) + 1)}"]
    for name, asked in LOWEST.items():
        worst = {
            corpus: min(
                (v for key, v in own.items() if key.startswith("segments/") and key.endswith(name)), default=None
            )
            for corpus, own in figures.items()
        }
        if any(value is not None for value in worst.values()):
            lines.append(_row(f"{name}, lowest document", list(worst.values()), asked))
    for name, wanted in ASKED.items():
        values = [own.get(name) for own in figures.values()]
        if any(value is not None for value in values):
            lines.append(_row(name, values, wanted))
    return "\n".join(lines)


def _row(name: str, values: list[float | None], asked: float | None) -> str:
    shown = []
    for value in values:
        text = "" if value is None else f"{value:.3f}".removeprefix("0")
        short = value is not None and asked is not None and value < asked
        shown.append(f"**{text}**" if short else text)
    bar = "" if asked is None else f"{asked:.3f}".removeprefix("0").removesuffix("0")
    return f"| {name} | {' | '.join(shown)} | {bar} |"


if __name__ == "__main__":
    sys.exit(main())
