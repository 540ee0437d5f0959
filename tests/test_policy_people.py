"""Decisions of people: nothing is lost, wrong values are named, changed texts ask again."""

from __future__ import annotations

import csv
import dataclasses
import io
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.policy.people import (
    REACTIONS,
    VERDICTS,
    AcceptedGap,
    Reaction,
    Verdict,
    add_rows,
    end_digest,
    read_accepted,
    read_reactions,
    read_verdicts,
)
from themes.policy.placing import last_rows, place_rows
from themes.problems import InvalidTable
from themes.project import run
from themes.report import read_back, read_people, write_workbook
from themes.report.people import LOG, Entry, Item, People, add_entries
from themes.report.run_tables import RunTables
from themes.report.work_rows import work_rows

WORDS = st.text(alphabet="abé€ '\"=+-@;,\t\r\n|ïü0", max_size=12)
ROW = st.builds(
    lambda about, value, who, when, text, reason: Reaction(
        about, value, who, when, text, end_digest(text), reason=f"omdat {reason}", where=f"doel {reason}"
    ),
    st.sampled_from(["u1", "u2", "u3"]),
    st.sampled_from(REACTIONS),
    st.sampled_from(["Anna", "Wim de Boer", ""]),
    st.sampled_from(["2026-01-02", "2026-03-04"]),
    WORDS,
    WORDS,
)


def raw_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=4), max_size=6))
def test_nothing_is_ever_lost(batches: list[list[Reaction]]) -> None:
    """After any series of additions, every decision is there once, in order, word for word."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected: list[Reaction] = []
        for batch in batches:
            before = (folder / "reacties.csv").read_bytes() if expected else b""
            added = add_rows(folder, batch)
            last = {(row.about, row.who): row for row in expected}
            fresh = []
            for row in batch:
                known = last.get((row.about, row.who))
                if known is None or dataclasses.replace(known, when=row.when) != row:
                    fresh.append(row)
                    last[row.about, row.who] = row
            expected += fresh
            assert added == len(fresh)
            rows, findings = read_reactions(folder)
            assert rows == expected
            assert findings == []
            assert (folder / "reacties.csv").read_bytes().startswith(before)
            if before and fresh:
                assert (folder / "reacties.csv.bak").read_bytes() == before


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5), st.lists(ROW, min_size=1, max_size=3), st.permutations(range(12)))
def test_columns_in_another_order_and_extra_ones_stay(
    first: list[Reaction], more: list[Reaction], order: list[int]
) -> None:
    """A person who reorders columns and adds one loses nothing when rows are added."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "reacties.csv"
        add_rows(Path(name), first)
        table = raw_rows(path)
        places = [at for at in order if at < len(table[0])]
        shuffled = [["eigen notitie" if not n else f"n{n}", *(row[at] for at in places)] for n, row in enumerate(table)]
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=";").writerows(shuffled)
        path.write_bytes(buffer.getvalue().encode("utf-8-sig"))
        known, _ = read_reactions(path)
        added = add_rows(Path(name), more)
        rows, _ = read_reactions(path)
        assert rows[: len(known)] == known
        assert len(rows) == len(known) + added
        assert [row[0] for row in raw_rows(path)[: len(table)]] == [row[0] for row in shuffled]


def test_formulas_are_never_written(tmp_path: Path) -> None:
    add_rows(tmp_path, [Verdict("u1", "Bespreken", "Anna", "2026-01-01", "-10% vraag", remark="=1+1")])
    cells = raw_rows(tmp_path / "oordelen.csv")[1]
    assert not any(cell.startswith(("=", "-", "+", "@")) for cell in cells)
    rows, _ = read_verdicts(tmp_path)
    assert (rows[0].text, rows[0].remark) == ("-10% vraag", "=1+1")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Reaction("u1", "Overgenomen", "Anna"), "waar het plan is aangepast"),
        (Reaction("u1", "Niet overgenomen", "Anna"), "ontbreekt de reden"),
        (Reaction("u1", "Mooi", "Anna", reason="x"), "geen bekende waarde"),
        (Verdict("", "Eens", "Anna"), "waar de regel over gaat"),
        (AcceptedGap("u1", "Geaccepteerd", reason="te duur"), "de naam en de datum"),
    ],
)
def test_incomplete_rows_are_refused_and_nothing_is_written(tmp_path: Path, row: Reaction, words: str) -> None:
    with pytest.raises(InvalidTable, match=words):
        add_rows(tmp_path, [row])
    assert list(tmp_path.iterdir()) == []


def test_a_file_filled_in_by_hand(tmp_path: Path) -> None:
    """Commas, old Excel, other case, a typing error: what can be read counts, the rest is named with its row."""
    lines = [
        "ID,Waarde,Reden,Wie",
        "u1,was al BELEID,loopt sinds 2020,Renée",
        "u2,Niet overgenome,,Wim",
        "u3,Niet overgenomen,,Wim",
    ]
    lines += ['u4,"Valt buiten dit plan, doorgegeven aan het Rijk",geen taak,Wim', ",Overgenomen,,"]
    path = tmp_path / "reacties.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    rows, findings = read_reactions(path)
    assert [(row.about, row.value, row.where) for row in rows] == [
        ("u1", "Was al beleid", ""),
        ("u3", "Niet overgenomen", ""),
        ("u4", "Valt buiten dit plan", "doorgegeven aan het Rijk"),
    ]
    assert rows[0].who == "Renée"
    assert [finding.key for finding in findings] == ["rij 3", "rij 4", "rij 6"]
    assert "'Niet overgenomen'?" in findings[0].message
    before = path.read_bytes()
    add_rows(tmp_path, [Reaction("u5", "Was al beleid", "Wim", reason="ja")])
    after, _ = read_reactions(path)
    assert len(after) == 4
    assert "\r\n".join(lines[1:]).encode("cp1252") in path.read_bytes()
    assert (tmp_path / "reacties.csv.bak").read_bytes() == before


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    """An open quotation mark would swallow what is added, so nothing is written."""
    path = tmp_path / "oordelen.csv"
    path.write_text('id;waarde\nu1;"Eens\n', encoding="utf-8")
    with pytest.raises(InvalidTable, match="beschadigd"):
        add_rows(tmp_path, [Verdict("u2", "Eens", "Wim")])
    assert path.read_text(encoding="utf-8") == 'id;waarde\nu1;"Eens\n'
    assert [each.name for each in tmp_path.iterdir()] == ["oordelen.csv"]


def test_file_without_its_head(tmp_path: Path) -> None:
    (tmp_path / "oordelen.csv").write_text("u1;Eens\n", encoding="utf-8")
    rows, findings = read_verdicts(tmp_path)
    assert rows == []
    assert findings[0].severity == "error"


def test_no_file_and_accepted_gaps(tmp_path: Path) -> None:
    assert read_accepted(tmp_path) == ([], [])
    gap = AcceptedGap("vervoer", "Geaccepteerd", "Anna", "2026-02-03", reason="ligt bij de provincie")
    assert add_rows(tmp_path, [gap]) == 1
    assert add_rows(tmp_path, [dataclasses.replace(gap, when="2026-05-06")]) == 0
    rows, _ = read_accepted(tmp_path)
    assert [row.reason for row in rows] == ["ligt bij de provincie"]
    (tmp_path / "geaccepteerd.csv").write_text("id;reden\nhuis;duur\n", encoding="utf-8")
    rows, findings = read_accepted(tmp_path)
    assert rows[0].value == "Geaccepteerd"
    assert "de naam en de datum" in findings[0].message


TEXTS = {"u1": "De bus rijdt te weinig in de avond.", "u2": "Er is geen zwembad meer in het dorp."}
PLAN = {"u1": "Wij verbeteren het vervoer.", "u2": None}


def decided(about: str, text: str, policy: str = "", value: str = "Eens", who: str = "Anna") -> Verdict:
    return Verdict(about, value, who, "2026-01-01", text, policy_text=policy).with_digests()


def test_unchanged_ends_are_not_suspect() -> None:
    rows = [decided("u1", TEXTS["u1"], "Wij  verbeteren het\nvervoer."), decided("u2", TEXTS["u2"])]
    placed, findings = place_rows(rows, TEXTS, PLAN)
    assert [(each.about, each.suspect) for each in placed] == [("u1", False), ("u2", False)]
    assert findings == []


def test_changed_ends_ask_again() -> None:
    rows = [
        decided("u1", TEXTS["u1"], "Wij onderzoeken het vervoer."),
        decided("u2", "Er is geen zwembad meer in dit dorp."),
    ]
    placed, findings = place_rows(rows, TEXTS, PLAN)
    assert [each.changed for each in placed] == ["de tekst in het plan", "de inbreng"]
    assert len(findings) == 2
    again = decided("u1", TEXTS["u1"], "Wij verbeteren het vervoer.")
    placed, findings = place_rows([*rows, again], TEXTS, PLAN)
    assert [each.suspect for each in last_rows(placed)] == [True, False]
    assert len(findings) == 1


def test_placed_by_words_when_ids_change() -> None:
    """The exact words win over an id that now stands for something else; nearly the same words are found too."""
    rows = [decided("u1", TEXTS["u2"]), decided("weg", "De bus rijdt te weinig in de avonden.")]
    placed, _findings = place_rows(rows, TEXTS, PLAN)
    assert [each.about for each in placed] == ["u2", "u1"]
    assert not placed[0].suspect
    assert placed[1].suspect


def test_what_cannot_be_placed_is_told_in_dutch() -> None:
    placed, findings = place_rows([decided("weg", "Iets heel anders over fietsen.", value=VERDICTS[2])], TEXTS, PLAN)
    assert placed == []
    assert findings[0].message.startswith("Het oordeel 'Niet eens' van Anna bij 'Iets heel anders")
    assert "oordelen.csv" in findings[0].remedy


@given(st.lists(st.sampled_from(["u1", "u2", "weg"]), max_size=8))
def test_every_row_is_placed_or_told(abouts: list[str]) -> None:
    rows = [decided(about, TEXTS.get(about, "Niet te vinden woorden")) for about in abouts]
    placed, findings = place_rows(rows, TEXTS, {})
    lost = [finding for finding in findings if finding.severity == "warning"]
    assert len(placed) + len(lost) == len(rows)


def test_last_row_counts_per_person() -> None:
    rows = [
        decided("u1", TEXTS["u1"]),
        decided("u1", TEXTS["u1"], value="Niet eens", who="Wim"),
        decided("u1", TEXTS["u1"]),
    ]
    placed, _ = place_rows(rows, TEXTS, {})
    assert [each.row.who for each in last_rows(placed)] == ["Anna"]
    assert [each.row.who for each in last_rows(placed, by_person=True)] == ["Wim", "Anna"]


REPORT = """Aan: Deelnemers gespreksavond Buurten
Van: Gemeenteraad van Wierdijk
Datum: 3 maart 2025

a) De bus rijdt na zes uur niet meer naar het dorp.

b) Een buurthuis waar je zonder afspraak binnen kunt lopen.
"""
POLICY = """Beleidsplan Samen Thuis

Inleiding

In dit beleidsplan staat wat de gemeente Wierdijk wil bereiken.

1. Ouderen

In elk dorp komt een buurthuis waar ouderen zonder afspraak binnenlopen.
"""


def answered(book: Path, sheet: str, words: str, cells: dict[str, str]) -> None:
    """Fill in cells of the row of a sheet that holds some words, as a person would."""
    made = openpyxl.load_workbook(book)
    page = made[sheet]
    heads = {str(cell.value): cell.column for cell in page[1]}
    row = next(row[0].row for row in page.iter_rows(min_row=2) if any(words in str(cell.value) for cell in row))
    for head, value in cells.items():
        page.cell(row, heads[head]).value = value
    made.save(book)


def asks_again(sheet: Any) -> bool:
    """Whether the column 'Let op' is in view."""
    cell = next(cell for cell in sheet[1] if cell.value == "Let op")
    return not sheet.column_dimensions[cell.column_letter].hidden


def test_a_changed_plan_asks_again_and_loses_nothing(tmp_path: Path) -> None:
    """Reaction, verdict and accepted gap come in through the workbook; after a change of the plan the first two ask
    again, and a person who says that a decision still holds is not asked twice."""
    corpus, out, book = tmp_path / "corpus", tmp_path / "out", tmp_path / "terug.xlsx"
    corpus.mkdir()
    (corpus / "verslag.txt").write_text(REPORT, encoding="utf-8")
    (corpus / "plan.txt").write_text(POLICY, encoding="utf-8")

    def rerun() -> tuple[RunTables, People, list[str]]:
        result = run(corpus, out, reports=False)
        tables = RunTables(out)
        people = read_people(corpus, work_rows(tables).items)
        write_workbook(tables, book, people=people)
        return (
            tables,
            people,
            [f.message for f in result.findings if f.table in ("reacties", "oordelen", "geaccepteerd")],
        )

    tables, people, _ = rerun()
    fill = " (invullen)"
    cells = {f"Verwerking{fill}": "Was al beleid", f"Reden{fill}": "staat in het plan"}
    answered(book, "Reactietabel", "buurthuis", cells)
    answered(book, "Controlelijst ASD", "buurthuis", {f"Ons oordeel{fill}": "Eens"})
    gap = {f"Is het goed dat dit niet in het plan staat?{fill}": "Ja", f"Waarom{fill}": "ligt bij de provincie"}
    answered(book, "Niet gevonden", "bus rijdt", gap)
    made = openpyxl.load_workbook(book)
    for row in made["Leesmij"].iter_rows():
        if str(row[0].value).startswith("Uw naam"):
            row[1].value = "Ans"
    made.save(book)
    counts, _ = read_back(book, tables, corpus)
    assert {name: counts[name] for name in ("reacties.csv", "oordelen.csv", "geaccepteerd.csv")} == {
        "reacties.csv": 1,
        "oordelen.csv": 1,
        "geaccepteerd.csv": 1,
    }
    hall = next(unit.unit_id for unit in tables.units if "buurthuis waar je" in unit.text)
    bus = next(unit.unit_id for unit in tables.units if unit.text.startswith("De bus"))
    _, people, findings = rerun()
    assert (people.changed("reaction", hall), people.changed("verdict", hall), findings) == ("", "", [])

    (corpus / "plan.txt").write_text(POLICY.replace("een buurthuis", "een klein buurthuis"), encoding="utf-8")
    kept = (corpus / "reacties.csv").read_bytes()
    tables, people, findings = rerun()
    assert people.changed("reaction", hall) == people.changed("verdict", hall) == "de tekst in het plan"
    assert people.changed("gap", bus) == ""
    assert people.value("reaction", hall, "handling") == "Was al beleid"
    assert people.value("gap", bus, "why") == "ligt bij de provincie"
    assert sum("daarna veranderd" in message for message in findings) == 2
    assert bus in {row.unit_id for row in tables.trace if row.found == "none"}  # an accepted gap stays a row

    made = openpyxl.load_workbook(book)
    sheet = made["Reactietabel"]
    assert (asks_again(sheet), asks_again(made["Niet gevonden"])) == (True, False)
    head = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    shown = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if "buurthuis waar je" in str(row[2]))
    assert shown[head.index("Let op")] == "Veranderd na uw keuze: de tekst in het plan. Klopt uw keuze nog?"
    answered(book, "Reactietabel", "buurthuis", {f"Klopt dit nog?{fill}": "Ja"})
    read_back(book, tables, corpus)
    _, people, findings = rerun()
    assert (people.changed("reaction", hall), people.changed("verdict", hall)) == ("", "de tekst in het plan")
    assert sum("daarna veranderd" in message for message in findings) == 1
    assert (corpus / "reacties.csv").read_bytes().startswith(kept)


def test_a_log_of_before_gets_the_new_columns_and_keeps_its_rows(tmp_path: Path) -> None:
    head = "soort;wanneer;wie;nr;id;kolom;waarde;eerder;tekst;bron;regel\r\n"
    old = head + "reaction;2026-01-01;Ans;1.1;u1;handling;Was al beleid;;De bus;a.txt;3\r\n"
    (tmp_path / LOG).write_text(old, encoding="utf-8-sig", newline="")
    item = Item("u1", "1.1", "De bus", "a.txt", 3, "Wij verbeteren de bus.")
    add_entries(tmp_path, [Entry("reaction", "u1", "reason", "loopt al", "Ans", "2026-02-01").seen(item, {})])
    people = read_people(tmp_path, [item])
    assert people.value("reaction", "u1", "handling") == "Was al beleid"
    assert people.changed("reaction", "u1") == ""
    assert read_people(tmp_path, [dataclasses.replace(item, policy_text="Weg.")]).changed("reaction", "u1")
    assert old.split("\r\n")[1] in (tmp_path / LOG).read_text(encoding="utf-8-sig")
