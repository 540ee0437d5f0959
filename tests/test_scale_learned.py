"""What reviewed statements teach is used by a run in partitions as by a run as a whole."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import pytest

import themes
from test_scale import CORPUS, SMALL, different
from themes.coding.decisions import record_decisions
from themes.policy.people import REACTIONS, Reaction, add_rows
from themes.records import Coding
from themes.report.run_tables import RunTables
from themes.scale import sizes
from themes.topics import large

ORGAN = (
    "Het orgel {} heeft een nieuwe blaasbalg nodig.",
    "Op het orgel {} zit veel stof.",
    "Wie stemt het orgel {}?",
    "Het orgel {} klinkt vals.",
    "Er is een pijp van het orgel {} zoek.",
)
OTHER = (
    "Het plein {} is in de winter erg glad.",
    "De klok {} loopt al weken achter.",
    "Er ligt grind op de stoep {}.",
    "De vergadering {} duurde te lang.",
    "Het dak {} lekt bij harde regen.",
)
PLACES = ("bij de molen", "aan de vaart", "achter de kerk", "op de terp", "naast de haven", "in het dorp")


def report(folder: Path, name: str, lines: list[str]) -> None:
    """Minutes with a point a line."""
    points = "\n".join(f"* {line}" for line in lines)
    head = f"# Verslag thematafel {name}\n\nDatum: woensdag 14 mei 2025\n\n8 deelnemers\n\n## Wat is gezegd\n\n"
    (folder / f"{name}.md").write_text(f"{head}{points}\n", "utf-8")


def corpus_with_organs(folder: Path) -> Path:
    """A few shipped documents, and minutes of which every other point is about an organ, that no pattern knows."""
    folder.mkdir()
    for name in SMALL:
        shutil.copy(CORPUS / name, folder)
    for at, place in enumerate(PLACES):
        said = [text for own in zip(ORGAN * 2, OTHER * 2, strict=True) for text in own]
        lines = [text.format(f"{place} {('nu', 'straks')[number // 2 % 2]}") for number, text in enumerate(said)]
        report(folder, f"2{at}_verslag", lines)
    report(folder, "30_verslag", [text.format(place) for place in PLACES[:3] for text in OTHER])
    return folder


def review(tables: RunTables) -> list[Coding]:
    """Decisions on some hundred statements: an organ is 'taboe', the last minutes are about 'wonen', elsewhere the
    patterns are right and the codes by example are not."""
    by_rules: dict[str, set[str]] = {}
    for coding in tables.codings:
        by_rules.setdefault(coding.unit_id, set()).update({coding.code_id} if coding.coder == "rules" else set())
    made = []
    for name in sorted({unit.source for unit in tables.units}):
        own = [unit for unit in tables.units if unit.source == name and unit.kind in ("statement", "question")]
        for unit in own[: 10 if name[0] != "3" else 8]:
            codes = by_rules.get(unit.unit_id, set())
            if name[0] == "2":
                codes = {"taboe"} if "orgel" in unit.text else set()
            elif name[0] == "3":
                codes = {"wonen"}
            made += [Coding(unit.unit_id, code, "Noor", 1.0, unit.text, "2026-01-02") for code in sorted(codes) or [""]]
    return made


def test_what_review_teaches_is_used_in_partitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars, subject and classifier all change codes, and tables and figures are those of the run as a whole; also
    after a report was changed, which codes its own partition again."""
    monkeypatch.setattr(sizes, "MEAN_STATEMENTS", 60)
    monkeypatch.setattr(large, "BLOCK", 80)
    corpus = corpus_with_organs(tmp_path / "corpus")
    themes.run(corpus, tmp_path / "whole", reports=False)
    before = RunTables(tmp_path / "whole")
    record_decisions(corpus, review(before), before.units)

    def compare() -> tuple[Any, Any]:
        whole = themes.run(corpus, tmp_path / "whole", reports=False)
        parts = themes.run(corpus, tmp_path / "parts", partitions=True, reports=False)
        assert different(tmp_path / "whole", tmp_path / "parts") == []
        assert parts.manifest["model_coder"] == whole.manifest["model_coder"]
        return whole, parts

    whole, parts = compare()
    figures = whole.manifest["model_coder"]
    assert figures["bars"]["used"] and figures["codes"]["taboe"]["used"]
    assert [row["code"] for row in figures["subjects"] if row["used"]] == ["wonen"]
    added = {(coding.code_id, coding.why[:8]) for coding in parts.tables["codings"] if coding.coder == "model"}
    assert added == {("taboe", "lijkt op"), ("wonen", "onderwer")}, "the codes by example are gone, these are new"
    assert {coding.coder for coding in before.codings} == {"rules", "model"}
    last = corpus / "25_verslag.md"
    last.write_text(last.read_text("utf-8") + "* Naast het orgel hangt een klok.\n", "utf-8")
    _, parts = compare()
    again = next(step for step in parts.manifest["steps"] if step["step"] == "coderen")
    assert again["made"] > 0 < again["reused"]


def test_reactions_that_lost_their_place_are_findings_in_partitions_too(tmp_path: Path) -> None:
    """A reaction to a statement that is gone, and one whose statement stands, with the words of the plan changed."""
    corpus = corpus_with_organs(tmp_path / "corpus")
    tables = RunTables(themes.run(corpus, tmp_path / "whole", reports=False).folder)
    point, n_before = tables.points[0].unit, len(tables.findings)
    later = Reaction("weg", REACTIONS[-1], "Noor", "2026-01-02", "Een zin die nergens meer staat.", reason="Volgt.")
    stands = dataclasses.replace(later, about=point.unit_id, text=point.text, policy_text="Iets anders.")
    add_rows(corpus, [stands.with_digests(), later.with_digests()])
    whole = themes.run(corpus, tmp_path / "whole", reports=False)
    themes.run(corpus, tmp_path / "parts", partitions=True, reports=False)
    assert len(whole.findings) == n_before + 2
    assert different(tmp_path / "whole", tmp_path / "parts") == []
