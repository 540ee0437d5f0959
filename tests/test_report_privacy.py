"""Names are proposed by the program and decided on by a person; the public copy holds none that were taken out."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
import zipfile
from pathlib import Path

import pytest

from test_report_page import write_run
from themes.problems import ThemesError
from themes.report import write_public
from themes.report.name_rules import HIDE, KEEP, Hit, find_hits, pattern
from themes.report.privacy import LOG, NAMES, PROPOSAL, PUBLIC, Cleaner, read_names
from themes.report.run_tables import RunTables

PLANTED = (
    "Mevrouw T. van der Kolk leest voor. Bel Ans op 06 - 1234 5678 of mail ans.bakker@thuis.example. "
    "Stichting De Brug en de GGD doen mee. Vragen? info@gemeente.example"
)
REFERENCE = Path(__file__).parent / "reference" / "names.json"


def shown(hits: list[Hit], proposal: str = HIDE) -> set[str]:
    return {hit.text for hit in hits if hit.proposal == proposal}


def decide(run: Path, corpus: Path, **chosen: str) -> None:
    """Fill in the list as a person would: the proposal, or what is chosen."""
    with (run / PROPOSAL).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for row in rows:
        row["besluit (invullen)"] = chosen.get(row["tekst"], row["voorstel"])
        row["besloten door (invullen)"] = "Els"
    with (corpus / NAMES).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def content(path: Path) -> str:
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as file:
            return "\n".join(
                re.sub(r"<[^>]+>", " ", file.read(name).decode("utf-8", "ignore"))
                for name in file.namelist()
                if name.endswith((".xml", ".rels"))
            )
    return path.read_text("utf-8")


@pytest.fixture
def tables(tmp_path: Path) -> RunTables:
    """The small run with names in the first point, said again in the plan's quote and a decision of a person."""
    made = write_run(tmp_path / "run")
    units = [dataclasses.replace(u, text=PLANTED, clean_text=PLANTED) if u.unit_id == "u0-0" else u for u in made.units]
    vars(made)["units"] = type(made.units)(made.units.record_type, units)
    from themes.tables import write_table

    write_table(made.units, tmp_path / "run" / "tables", "units")
    return RunTables(tmp_path / "run")


def test_rules_find_names_addresses_and_phones_and_leave_organisations() -> None:
    hits = find_hits([(PLANTED, "a.txt, regel 1"), ("Kolk zei dat ook.", "b.txt, regel 9")], recogniser=False)
    assert {"T. van der Kolk", "Kolk", "06 - 1234 5678", "ans.bakker@thuis.example"} <= shown(hits)
    assert shown(hits, KEEP) == {"info@gemeente.example"}
    assert not {"Stichting", "De Brug", "Brug", "GGD", "Mevrouw"} & shown(hits)
    kolk = next(hit for hit in hits if hit.text == "Kolk")
    assert kolk.count == 2 and "deel van" in kolk.ground


def test_words_are_taken_out_as_whole_words_over_line_ends() -> None:
    clean = Cleaner([Hit("naam", "Ans Bos", HIDE, ""), Hit("naam", "Ans", HIDE, "")])
    assert clean("Ans\nBos en Ans, niet Hans of Anselm.") == "[naam] en [naam], niet Hans of Anselm."


def test_the_public_copy_is_refused_while_a_name_waits(tables: RunTables, tmp_path: Path) -> None:
    out, corpus = tmp_path / "uit", tmp_path / "corpus"
    corpus.mkdir()
    with pytest.raises(ThemesError, match="niet gemaakt"):
        write_public(tables, out, corpus=corpus, recogniser=False)
    assert (out / PROPOSAL).exists() and not (out / PUBLIC).exists()
    decide(out, corpus)
    lines = (corpus / NAMES).read_text("utf-8-sig").replace("weghalen;weghalen", "weghalen;", 1)
    (corpus / NAMES).write_text(lines, "utf-8-sig")
    with pytest.raises(ThemesError, match="over 1 namen"):
        write_public(tables, out, corpus=corpus, recogniser=False)
    (corpus / NAMES).write_text(lines.replace("weghalen;;", "weghalen;misschien;", 1), "utf-8-sig")
    with pytest.raises(ThemesError, match="misschien"):
        read_names(corpus)


def test_no_public_file_holds_what_was_taken_out_and_the_log_says_why(tables: RunTables, tmp_path: Path) -> None:
    out, corpus = tmp_path / "uit", tmp_path / "corpus"
    corpus.mkdir()
    with pytest.raises(ThemesError):
        write_public(tables, out, corpus=corpus, recogniser=False)
    decide(out, corpus)
    files = write_public(tables, out, corpus=corpus, recogniser=False)
    assert {path.name for path in files} >= {"overzicht.html", "werkboek.xlsx", "reactienota.docx", "thematabel.csv"}
    gone = ["T. van der Kolk", "Kolk", "06 - 1234 5678", "ans.bakker@thuis.example"]
    for path in files:
        text = content(path)
        assert not [word for word in gone if pattern(word).search(text)], path.name
    page = content(out / PUBLIC / "overzicht.html")
    assert "[naam]" in page and "Stichting De Brug en de GGD doen mee" in page
    assert "openbare versie, namen weggehaald" in page
    assert "openbare versie, namen weggehaald" in content(out / PUBLIC / "reactienota.docx")
    with (out / LOG).open(encoding="utf-8-sig", newline="") as file:
        log = {row["tekst"]: row for row in csv.DictReader(file, delimiter=";")}
    assert set(gone) <= set(log) and log["T. van der Kolk"]["besloten door"] == "Els"
    assert not (out / PUBLIC / LOG).exists()
    assert PLANTED in [unit.text for unit in RunTables(tables.folder).units]  # the internal run stays full


def test_a_person_may_let_a_name_stay(tables: RunTables, tmp_path: Path) -> None:
    out, corpus = tmp_path / "uit", tmp_path / "corpus"
    corpus.mkdir()
    with pytest.raises(ThemesError):
        write_public(tables, out, corpus=corpus, recogniser=False)
    decide(out, corpus, **{"T. van der Kolk": KEEP, "Kolk": KEEP})
    write_public(tables, out, corpus=corpus, recogniser=False)
    assert "T. van der Kolk leest voor" in content(out / PUBLIC / "overzicht.html")


@pytest.mark.slow
def test_recall_on_the_planted_names_of_the_shipped_corpus(demo: Path) -> None:
    """At least 0.98 of the names, all addresses and phones are proposed; organisations are left alone."""
    planted = json.loads(REFERENCE.read_text("utf-8"))
    hits = find_hits([(unit.text, unit.source) for unit in RunTables(demo).units])
    clean = Cleaner(hit for hit in hits if hit.proposal == HIDE)
    names = [row["text"] for row in planted["names"]]
    missed = [name for name in names if name in clean(name)]
    assert 1 - len(missed) / len(names) >= 0.98, missed
    assert not [
        row["text"] for key in ("emails", "phones") for row in planted[key] if row["text"] == clean(row["text"])
    ]
    assert not [name for name in planted["organisations"] if clean(name) != name]
