"""The workbook: what it holds, that it comes back without loss, and that a text is never a formula."""

from __future__ import annotations

import csv
import datetime
import random
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_maker import SAID, write_run
from themes.coding import write_review_sheet
from themes.policy.people import read_reactions, read_verdicts
from themes.problems import InvalidTable
from themes.report import read_back, read_people, read_workbook, write_workbook
from themes.report.cells import fitting, guarded, unguarded
from themes.report.people import LOG, UNREAD
from themes.report.run_tables import RunTables
from themes.report.sheets import LAYOUTS
from themes.report.work_rows import work_rows
from themes.words.workbook import WIPE

TODAY = datetime.date.today().isoformat()


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> RunTables:
    return write_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def issued(tables: RunTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "werkboek.xlsx"
    write_workbook(tables, path)
    return path


@pytest.fixture
def book(issued: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(issued, tmp_path / "terug.xlsx"))


def heads(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def fill(path: Path, cells: list[tuple[str, int, str, Any]], *, name: str = "Ans") -> None:
    """Fill in (sheet, row, heading, value) as a person would."""
    made = openpyxl.load_workbook(path)
    for sheet, row, heading, value in cells:
        made[sheet].cell(row, heads(made[sheet])[heading]).value = value
    for row in made["Leesmij"].iter_rows():
        if str(row[0].value).startswith("Uw naam"):
            row[1].value = name
    made.save(path)


def test_keywords_of_the_codebook_make_no_row_higher(issued: Path) -> None:
    """Thousands of characters of patterns would print as a page a code."""
    sheet = openpyxl.load_workbook(issued)["Codeboek"]
    at = heads(sheet)["Trefwoorden (hulp)"]
    longest = max(range(2, sheet.max_row + 1), key=lambda row: len(sheet.cell(row, at).value or ""))
    assert len(sheet.cell(longest, at).value) > 500
    assert sheet.row_dimensions[longest].height < 150


def test_every_sheet_is_a_table_with_filter_frozen_panes_and_print_titles(issued: Path) -> None:
    made = openpyxl.load_workbook(issued)
    assert made.sheetnames == ["Leesmij", *(layout.name for layout in LAYOUTS), "Lijsten"]
    assert made["Lijsten"].sheet_state == "hidden"
    for layout in LAYOUTS:
        sheet = made[layout.name]
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None
        assert sheet.freeze_panes is not None and sheet.freeze_panes.endswith("2")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1) and sheet.sheet_properties.pageSetUpPr.fitToPage
        seen = [column.width for column in layout.columns if not column.hidden and column.key not in ("alert", "still")]
        assert sum(seen) <= 240  # more can't be read on one A4
        assert not sheet.merged_cells.ranges
        for at, column in enumerate(layout.columns, 1):
            cell = sheet.cell(1, at)
            assert cell.value == column.heading
            wide = [size for size in sheet.column_dimensions.values() if (size.min or 0) <= at <= (size.max or 0)]
            unseen = column.hidden or column.key in ("alert", "still")  # nobody decided on anything yet
            assert any(size.hidden for size in wide) == unseen
            tint = sheet.cell(2, at).fill.fgColor.rgb == "FFFFF2CC"
            assert tint == heading_is_filled_in(column.heading)


def heading_is_filled_in(heading: str) -> bool:
    return heading.endswith("(invullen)")


def test_counts_are_those_of_the_run(issued: Path, tables: RunTables) -> None:
    made = openpyxl.load_workbook(issued)
    n = tables.manifest["ledger"]["input_by_kind"]["statement"]
    for name in ("Reactietabel", "Controlelijst ASD"):
        sheet = made[name]
        texts = [sheet.cell(row, heads(sheet)["Nr"]).value for row in range(2, sheet.max_row + 1)]
        assert sorted(texts) == [point.number for point in tables.points]
        assert len(texts) == n
    sheet = made["Controlelijst ASD"]  # by theme: each first theme in one piece
    numbers = [sheet.cell(row, heads(sheet)["Nr"]).value for row in range(2, sheet.max_row + 1)]
    order = {number: at for at, number in enumerate(numbers)}
    theme = next(row for row in work_rows(tables).page.themes)
    assert sorted(order[point.number] for point in theme.points) == list(range(len(theme.points)))
    assert made["Niet gevonden"].max_row - 1 == sum(point.found == "none" for point in tables.points)
    assert made["Niet meegeteld"].max_row - 1 == 1  # the question
    themes = made["Thema's"]
    for row in themes.iter_rows(min_row=2, values_only=True):
        assert row[2] == sum(row[5:10])


def test_dropdowns_take_their_values_from_the_hidden_sheet(issued: Path) -> None:
    made = openpyxl.load_workbook(issued)
    lists = made["Lijsten"]
    found = {}
    for layout in LAYOUTS:
        for check in made[layout.name].data_validations.dataValidation:
            column = check.formula1.split("$")[1]
            heading = made[layout.name].cell(1, next(iter(check.sqref.ranges)).min_col).value
            found[heading] = [cell.value for cell in lists[column] if cell.value]
    assert found["Ons oordeel (invullen)"] == ["Eens", "Deels eens", "Niet eens", "Bespreken"]
    assert found["Verwerking (invullen)"][0] == "Overgenomen" and len(found["Verwerking (invullen)"]) == 6
    assert {"Klopt dit? (invullen)", "Is het goed dat dit niet in het plan staat? (invullen)"} <= set(found)


def test_nothing_is_a_formula_a_link_or_a_number_that_was_text(tmp_path: Path) -> None:
    import dataclasses

    tables = write_run(tmp_path, repeat=2)
    bad = ["=1+1", "-10% minder bussen", "@huis", "+31 bussen", "https://voorbeeld.example/bus", "'s avonds",
           " <b>veld</b> &amp; _x0041_\nhof "]  # fmt: skip
    changed = [dataclasses.replace(u, text=bad[at]) if at < len(bad) else u for at, u in enumerate(tables.units)]
    vars(tables)["units"] = type(tables.units)(tables.units.record_type, changed)
    write_workbook(tables, tmp_path / "w.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "w.xlsx")["Reactietabel"]
    at = heads(sheet)["Inbreng (letterlijk)"]
    cells = {sheet.cell(row, at).value: sheet.cell(row, at) for row in range(2, sheet.max_row + 1)}
    for text in bad:
        cell = cells[text]
        assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None)
        assert cell.quotePrefix == text.startswith(tuple("=+-@'"))


def test_round_trip_reordered_filtered_extra_rows_and_a_wrong_value(
    book: Path, tables: RunTables, tmp_path: Path
) -> None:
    """All that was filled in comes back by id; what can't be used is named and kept."""
    fill(
        book,
        [
            ("Reactietabel", 2, "Verwerking (invullen)", " overgenomen"),
            ("Reactietabel", 2, "Wat is aangepast en waar (invullen)", "doel 1, resultaat 2"),
            ("Reactietabel", 3, "Reactie gemeente (invullen)", "=goed punt"),
            ("Reactietabel", 4, "Verwerking (invullen)", "Niet overgenomn"),
            ("Reactietabel", 5, "Gecontroleerd door, datum (invullen)", datetime.date(2026, 2, 3)),
            ("Controlelijst ASD", 2, "Ons oordeel (invullen)", "Niet eens"),
            ("Controlelijst ASD", 2, "Onze vraag of opmerking (invullen)", "Waarom staat dit er niet?"),
            ("Adviezen en antwoorden", 3, "Ons oordeel (invullen)", "Bespreken"),
            ("Niet gevonden", 2, "Is het goed dat dit niet in het plan staat? (invullen)", "Nee"),
            ("Steekproef", 2, "Klopt dit? (invullen)", "Klopt"),
        ],
    )
    made = openpyxl.load_workbook(book)
    sheet = made["Reactietabel"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    random.Random(3).shuffle(rows)
    dropped = next(row for row in rows if row[0] == "1.5")
    rows.remove(dropped)  # nothing was filled in there
    rows.insert(1, [None, None, "Een punt van mijzelf"] + [None] * (len(rows[0]) - 3))
    for number, values in enumerate(rows, 2):
        for at, value in enumerate(values, 1):
            sheet.cell(number, at).value = value
    sheet.cell(1, sheet.max_column + 1).value = "Mijn kolom"
    sheet.cell(2, sheet.max_column).value = "eigen aantekening"
    made.save(book)
    corpus = tmp_path / "corpus"
    counts, findings = read_back(book, tables, corpus)
    people = read_people(corpus, work_rows(tables).items)
    ids = {point.number: point.unit.unit_id for point in tables.points}
    assert people.value("reaction", ids["1.1"], "handling") == "Overgenomen"
    assert people.value("reaction", ids["1.1"], "changed") == "doel 1, resultaat 2"
    assert people.value("reaction", ids["1.2"], "reaction") == "=goed punt"
    assert people.value("reaction", ids["1.4"], "checked") == "2026-02-03"
    assert people.value("verdict", ids["1.3"], "opinion") == "Niet eens"
    assert people.value("verdict", "B", "opinion") == "Bespreken"
    assert people.value("gap", ids["1.2"], "accepted") == "Nee"
    assert people.last("verdict", ids["1.3"], "remark").who == "Ans"  # type: ignore[union-attr]
    assert people.last("verdict", ids["1.3"], "remark").when == TODAY  # type: ignore[union-attr]
    at = next(number for number, row in enumerate(rows, 2) if row[0] == "1.3")
    wrong = next(row for row in findings if "Niet overgenomn" in row.message)
    assert wrong.key == f"Reactietabel, rij {at}, Verwerking (invullen)" and "Niet overgenomen" in wrong.remedy
    kept = (corpus / UNREAD).read_text("utf-8-sig")
    assert all(text in kept for text in ("Niet overgenomn", "Een punt van mijzelf", "eigen aantekening"))
    assert counts[LOG] == 9 and counts[UNREAD] == 3
    reactions, _ = read_reactions(corpus)
    assert [(row.about, row.value, row.where) for row in reactions] == [
        (ids["1.1"], "Overgenomen", "doel 1, resultaat 2")
    ]
    assert {row.value for row in read_verdicts(corpus)[0]} == {"Niet eens", "Bespreken"}
    again, _ = read_back(book, tables, corpus)
    assert again == {}  # the same workbook read twice adds nothing


def test_earlier_answers_stand_in_the_next_workbook_and_an_old_one_overwrites_nothing(
    book: Path, issued: Path, tables: RunTables, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    fill(book, [("Controlelijst ASD", 2, "Ons oordeel (invullen)", "Eens")])
    read_back(book, tables, corpus)
    second = tmp_path / "tweede.xlsx"
    write_workbook(tables, second, people=read_people(corpus, work_rows(tables).items))
    sheet = openpyxl.load_workbook(second)["Controlelijst ASD"]
    at = heads(sheet)["Ons oordeel (invullen)"]
    assert sheet.cell(2, at).value == "Eens"
    assert read_back(second, tables, corpus) == ({}, [])
    assert read_back(issued, tables, corpus) == ({}, [])  # empty cells take nothing away
    old = Path(shutil.copy(second, tmp_path / "oud.xlsx"))
    fill(second, [("Controlelijst ASD", 2, "Ons oordeel (invullen)", "Niet eens")], name="Bas")
    read_back(second, tables, corpus)
    fill(old, [("Controlelijst ASD", 2, "Ons oordeel (invullen)", "Bespreken")], name="Cor")
    _, findings = read_back(old, tables, corpus)
    assert any("Bas" in row.message and "Niet eens" in row.message for row in findings)
    with (corpus / LOG).open(encoding="utf-8-sig", newline="") as file:
        said = [row["waarde"] for row in csv.DictReader(file, delimiter=";")]
    assert said == ["Eens", "Niet eens", "Bespreken"]


def test_an_answer_is_taken_away_only_when_someone_says_so(book: Path, tables: RunTables, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    fill(book, [("Controlelijst ASD", 2, "Onze vraag of opmerking (invullen)", "Hoezo?")])
    read_back(book, tables, corpus)
    fill(book, [("Controlelijst ASD", 2, "Onze vraag of opmerking (invullen)", WIPE)])
    read_back(book, tables, corpus)
    people = read_people(corpus, work_rows(tables).items)
    assert people.value("verdict", tables.points[0].unit.unit_id, "remark") == ""


def test_rows_that_people_add_to_their_files_by_hand_count(tables: RunTables, tmp_path: Path) -> None:
    unit = tables.points[1].unit
    line = f"{unit.unit_id};Was al beleid;staat in het oude plan;;Els;2026-01-01;{unit.text}\r\n"
    (tmp_path / "reacties.csv").write_text("id;waarde;reden;waar aangepast;wie;datum;tekst\r\n" + line, "utf-8-sig")
    people = read_people(tmp_path, work_rows(tables).items)
    assert people.value("reaction", unit.unit_id, "handling") == "Was al beleid"
    assert people.value("reaction", unit.unit_id, "reason") == "staat in het oude plan"


def test_a_coding_sheet_is_read_too_and_another_file_is_refused(tables: RunTables, tmp_path: Path) -> None:
    sheet = tmp_path / "codes.xlsx"
    units = [point.unit for point in tables.points]
    write_review_sheet(sheet, units, tables.codings, tables.codebook, coder="Dee")
    made = openpyxl.load_workbook(sheet)
    page = made["Beoordelen"]
    page.cell(2, heads(page)["Oordeel (invullen)"]).value = "klopt"
    made.save(sheet)
    counts, findings = read_back(sheet, tables, tmp_path)
    assert counts == {"coding_log.jsonl": 1} and findings == []
    openpyxl.Workbook().save(tmp_path / "anders.xlsx")
    with pytest.raises(InvalidTable, match="geen werkboek"):
        read_back(tmp_path / "anders.xlsx", tables, tmp_path)
    (tmp_path / "tekst.xlsx").write_text("geen zip")
    with pytest.raises(InvalidTable, match="geen leesbaar"):
        read_back(tmp_path / "tekst.xlsx", tables, tmp_path)


def test_a_workbook_without_its_hidden_column_is_reported(book: Path, tables: RunTables) -> None:
    made = openpyxl.load_workbook(book)
    sheet = made["Reactietabel"]
    sheet.cell(1, heads(sheet)["id"]).value = "weg"
    made.save(book)
    _, _, findings = read_workbook(book, tables)
    assert any("‘id’ ontbreekt" in row.message for row in findings)


def test_the_same_run_gives_the_same_bytes(issued: Path, tables: RunTables, tmp_path: Path) -> None:
    write_workbook(RunTables(tables.folder), tmp_path / "w.xlsx")
    assert (tmp_path / "w.xlsx").read_bytes() == issued.read_bytes()
    assert len(SAID) == len(tables.points)


@given(st.text())
def test_cells_keep_their_text(text: str) -> None:
    """A guarded cell is never a formula and comes back as it was; what a file can't hold is marked, not dropped."""
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(fitting(text)) <= 32_767
