"""Review sheets and the decision log: out and back without loss, in any order; what can't be used is named."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themes.coding.codebook import Code, Codebook
from themes.coding.decisions import BACKUP, LOG, UnitFinder, read_decisions, read_log, record_decisions
from themes.coding.sheets import (
    LISTS,
    NAME_CELL,
    READ_ME,
    REVIEW,
    draw_sample,
    read_review_sheet,
    write_double_coding,
    write_review_sheet,
)
from themes.problems import InvalidTable
from themes.records import NO_CODE, Coding, Unit, digest

BOOK = Codebook(
    (
        Code("vervoer", "Vervoer", "Ergens kunnen komen.", include="bus, fiets", exclude="telefoon"),
        Code("wonen", "Wonen", "Huizen en buurten."),
        Code("jeugd", "Jeugd en school", "Kinderen en ouders."),
    )
)
TEXTS = [
    "De bus rijdt na zes uur niet meer naar het dorp.",
    "Huurhuizen voor starters zijn er amper.",
    "=SOM(A1:A9) stond er op het bord",
    "- tien procent minder leerlingen in de brugklas",
    "Kinderen fietsen langs een drukke weg naar school.",
    "De koffie was lekker.",
]


def make_unit(number: int, text: str, **changes: object) -> Unit:
    unit = Unit(
        unit_id=digest("a.txt", number, text), document_id="d1", source="a.txt", kind="statement", text=text,
        clean_text=text, line_start=number + 1, line_end=number + 1, page_start=None, page_end=None, section="Kop",
    )  # fmt: skip
    return dataclasses.replace(unit, **changes)


UNITS = [make_unit(number, text) for number, text in enumerate(TEXTS)]
MACHINE = [
    Coding(UNITS[0].unit_id, "vervoer", "rules", 0.9, "bus"),
    Coding(UNITS[4].unit_id, "jeugd", "rules", 0.9, "Kinderen"),
    Coding(UNITS[4].unit_id, "vervoer", "rules", 0.9, "fietsen"),
]


def fill(path: Path, answers: dict[int, dict[str, str]]) -> None:
    """Fill in cells by row (of the statements, from 0) and title of the column."""
    book = openpyxl.load_workbook(path)
    sheet = book[REVIEW]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row, values in answers.items():
        for title, value in values.items():
            sheet.cell(row + 2, titles[title], value)
    book.save(path)


def decided(codings: list[Coding]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for coding in codings:
        found.setdefault(coding.unit_id, set()).add(coding.code_id)
    return found


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "blad.xlsx"
    assert write_review_sheet(path, UNITS, MACHINE, BOOK, coder="Anna") == len(UNITS)
    return path


def test_decisions_come_back(sheet):
    fill(
        sheet,
        {
            0: {"Oordeel (invullen)": "klopt"},
            1: {"Code 1 (invullen)": "Wonen", "Opmerking (invullen)": "starters"},
            4: {"Oordeel (invullen)": "klopt", "Code 1 (invullen)": "wonen"},
            5: {"Code 1 (invullen)": "geen code"},
        },
    )
    codings, findings = read_review_sheet(sheet, UNITS, BOOK, decided_on="2024-03-01")
    assert findings == []
    assert decided(codings) == {
        UNITS[0].unit_id: {"vervoer"},
        UNITS[1].unit_id: {"wonen"},
        UNITS[4].unit_id: {"vervoer", "jeugd", "wonen"},
        UNITS[5].unit_id: {NO_CODE},
    }
    assert {coding.coder for coding in codings} == {"Anna"}
    assert {coding.decided_on for coding in codings} == {"2024-03-01"}
    assert codings[1].why == "starters"
    texts = {unit.unit_id: unit.text for unit in UNITS}
    assert all(coding.quote in texts[coding.unit_id] for coding in codings)


def test_an_untouched_sheet_decides_nothing(sheet):
    assert read_review_sheet(sheet, UNITS, BOOK) == ([], [])


def test_the_sheet_is_ready_for_use(sheet):
    book = openpyxl.load_workbook(sheet)
    page = book[REVIEW]
    titles = {cell.value: cell.column_letter for cell in page[1]}
    assert page.freeze_panes == "F2"
    assert page.auto_filter.ref.startswith("A1:")
    assert all(page.column_dimensions[titles[name]].hidden for name in ("id", "controle", "voorstel id"))
    assert book[LISTS].sheet_state == "hidden"
    assert [cell.value for cell in book[LISTS]["A"]] == ["geen code", "Vervoer", "Wonen", "Jeugd en school"]
    covered = {str(area) for check in page.data_validations.dataValidation for area in check.sqref.ranges}
    assert f"{titles['Code 1 (invullen)']}2:{titles['Code 1 (invullen)']}7" in covered
    assert page.cell(4, 5).value == TEXTS[2]
    assert page.cell(4, 5).data_type == "s"
    assert book["Codeboek"]["B2"].value == "Ergens kunnen komen."
    assert page.cell(2, 6).value == "Vervoer"


@given(st.permutations(range(len(UNITS))), st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_row_order_extra_and_dropped_rows_do_not_matter(tmp_path, order, data):
    path = tmp_path / "blad.xlsx"
    write_review_sheet(path, UNITS, MACHINE, BOOK, coder="Anna")
    answers = {i: data.draw(st.sampled_from(["", "Vervoer", "wonen", "geen code"])) for i in range(len(UNITS))}
    fill(path, {i: {"Code 2 (invullen)": value} for i, value in answers.items() if value})
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book[REVIEW].iter_rows(min_row=2)]
    book[REVIEW].delete_rows(2, len(rows))
    book[REVIEW].append(["eigen kladregel"])
    for i in order[:-1]:
        book[REVIEW].append(rows[i])
    book.save(path)
    codings, findings = read_review_sheet(path, UNITS, BOOK)
    names = {"Vervoer": "vervoer", "wonen": "wonen", "geen code": NO_CODE}
    assert findings == []
    assert decided(codings) == {
        UNITS[i].unit_id: {names[answers[i]]} for i in order[:-1] if answers[i]
    }  # fmt: skip


def test_columns_may_be_moved(sheet):
    fill(sheet, {1: {"Code 1 (invullen)": "Wonen"}})
    book = openpyxl.load_workbook(sheet)
    rows = [[cell.value for cell in row][::-1] for row in book[REVIEW].iter_rows()]
    book[REVIEW].delete_rows(1, len(rows))
    for row in rows:
        book[REVIEW].append(row)
    book.save(sheet)
    assert decided(read_review_sheet(sheet, UNITS, BOOK)[0]) == {UNITS[1].unit_id: {"wonen"}}


def test_unknown_values_are_named_by_row_and_the_row_waits(sheet):
    fill(
        sheet,
        {
            0: {"Code 1 (invullen)": "Vervoor", "Code 2 (invullen)": "Wonen"},
            1: {"Code 1 (invullen)": "Wonen", "Code 2 (invullen)": "geen code"},
            2: {"Oordeel (invullen)": "misschien"},
            3: {"Code 1 (invullen)": "  jeugd EN school "},
        },
    )
    codings, findings = read_review_sheet(sheet, UNITS, BOOK)
    assert decided(codings) == {UNITS[3].unit_id: {"jeugd"}}
    assert [finding.key for finding in findings] == ["rij 2", "rij 3", "rij 4"]
    assert "Vervoor" in findings[0].message
    assert findings[0].remedy == "Bedoelt u 'Vervoer'?"


def test_two_rows_that_contradict_each_other_count_for_nothing(sheet):
    fill(sheet, {1: {"Code 1 (invullen)": "Wonen"}})
    book = openpyxl.load_workbook(sheet)
    row = [cell.value for cell in book[REVIEW][3]]
    row[[cell.value for cell in book[REVIEW][1]].index("Code 1 (invullen)")] = "Vervoer"
    book[REVIEW].append(row)
    book.save(sheet)
    codings, findings = read_review_sheet(sheet, UNITS, BOOK)
    assert codings == []
    assert "rij 3" in findings[0].message


def test_whose_sheet_is_it(tmp_path):
    path = tmp_path / "blad.xlsx"
    write_review_sheet(path, UNITS, MACHINE, BOOK)
    with pytest.raises(InvalidTable, match="van wie"):
        read_review_sheet(path, UNITS, BOOK)
    book = openpyxl.load_workbook(path)
    book[READ_ME][NAME_CELL] = " Bram "
    book.save(path)
    fill(path, {0: {"Code 1 (invullen)": "Wonen"}})
    assert read_review_sheet(path, UNITS, BOOK)[0][0].coder == "Bram"
    assert read_review_sheet(path, UNITS, BOOK, coder="Cees")[0][0].coder == "Cees"


def test_other_files_are_refused(tmp_path):
    (tmp_path / "x.xlsx").write_text("geen werkblad")
    with pytest.raises(InvalidTable, match="leesbaar"):
        read_review_sheet(tmp_path / "x.xlsx", UNITS, BOOK)
    openpyxl.Workbook().save(tmp_path / "y.xlsx")
    with pytest.raises(InvalidTable, match="ontbreekt"):
        read_review_sheet(tmp_path / "y.xlsx", UNITS, BOOK)


def test_earlier_decisions_are_filled_in_however_many(tmp_path):
    codes = tuple(Code(f"c{i}", f"Code nummer {i}", "Iets.") for i in range(8))
    own = [Coding(UNITS[0].unit_id, code.id, "Anna", 1.0, UNITS[0].text) for code in codes]
    path = tmp_path / "blad.xlsx"
    write_review_sheet(path, UNITS, own, Codebook(codes), coder="Anna")
    codings, _ = read_review_sheet(path, UNITS, Codebook(codes))
    assert decided(codings) == {UNITS[0].unit_id: {code.id for code in codes}}


def test_a_blind_sheet_shows_nothing_of_others(tmp_path):
    paths = write_double_coding(tmp_path, UNITS, BOOK, ["Anna B.", "Bram"], sample=3, seed=4)
    assert [path.name for path in paths] == ["codering_anna-b-.xlsx", "codering_bram.xlsx"]
    pages = [openpyxl.load_workbook(path)[REVIEW] for path in paths]
    titles = [cell.value for cell in pages[0][1]]
    assert "Voorstel van het programma" not in titles
    assert "voorstel id" not in titles
    at = titles.index("id") + 1
    assert [row[at - 1].value for row in pages[0].iter_rows(min_row=2)] == [
        row[at - 1].value for row in pages[1].iter_rows(min_row=2)
    ]
    assert pages[0].max_row == 4


def test_the_sample_does_not_depend_on_order_and_has_no_repeats():
    units = [*UNITS, make_unit(9, TEXTS[0], repeat_of=UNITS[0].unit_id)]
    drawn = draw_sample(units, 4, seed=1)
    shuffled = units.copy()
    random.Random(2).shuffle(shuffled)
    assert {unit.unit_id for unit in draw_sample(shuffled, 4, seed=1)} == {unit.unit_id for unit in drawn}
    assert len(drawn) == 4
    assert {unit.unit_id for unit in draw_sample(units, 99, seed=1)} == {unit.unit_id for unit in UNITS}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_it_without_loss(sheet, tmp_path):
    fill(sheet, {0: {"Oordeel (invullen)": "klopt"}, 2: {"Code 1 (invullen)": "Wonen"}})
    out = tmp_path / "lo"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx",
         "--outdir", str(out), str(sheet)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    codings, findings = read_review_sheet(out / sheet.name, UNITS, BOOK)
    assert findings == []
    assert decided(codings) == {UNITS[0].unit_id: {"vervoer"}, UNITS[2].unit_id: {"wonen"}}
    page = openpyxl.load_workbook(out / sheet.name)[REVIEW]
    assert page["E4"].value == TEXTS[2]
    assert page["E4"].data_type == "s"
    assert page.data_validations.dataValidation  # without a screen LibreOffice drops frozen panes, so not those


# -- the log ----------------------------------------------------------------------------------------------------


def by(who: str, unit: Unit, *codes: str, why: str = "", when: str = "2024-01-01") -> list[Coding]:
    return [
        Coding(unit.unit_id, code, who, 1.0, "" if code == NO_CODE else unit.text, when, why)
        for code in codes or (NO_CODE,)
    ]


def test_the_log_keeps_who_when_old_new_and_why(tmp_path):
    assert record_decisions(tmp_path, by("Anna", UNITS[0], "vervoer"), UNITS) == 1
    assert record_decisions(tmp_path, by("Anna", UNITS[0], "vervoer"), UNITS) == 0
    later = by("Anna", UNITS[0], "wonen", why="toch niet", when="2024-02-02")
    assert record_decisions(tmp_path, [*later, *by("Bram", UNITS[0]), *MACHINE], UNITS) == 2
    rows = [json.loads(line) for line in (tmp_path / LOG).read_text("utf-8").splitlines()]
    assert [(row["who"], row["old"], row["new"]) for row in rows] == [
        ("Anna", None, ["vervoer"]),
        ("Anna", ["vervoer"], ["wonen"]),
        ("Bram", None, []),
    ]
    assert (rows[1]["when"], rows[1]["why"]) == ("2024-02-02", "toch niet")
    assert len((tmp_path / BACKUP).read_text("utf-8").splitlines()) == 1
    codings, findings = read_decisions(tmp_path, UNITS)
    assert findings == []
    assert {(c.coder, c.code_id) for c in codings} == {("Anna", "wonen"), ("Bram", NO_CODE)}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_log_no_decisions(tmp_path):
    assert read_decisions(tmp_path, UNITS) == ([], [])


def test_a_damaged_line_is_reported_and_kept(tmp_path):
    record_decisions(tmp_path, by("Anna", UNITS[0], "vervoer"), UNITS)
    with (tmp_path / LOG).open("a", encoding="utf-8") as file:
        file.write("{half een regel\n")
    record_decisions(tmp_path, by("Anna", UNITS[1], "wonen"), UNITS)
    codings, findings = read_decisions(tmp_path, UNITS)
    assert len(codings) == 2
    assert findings[0].key == "2"
    assert "{half een regel" in (tmp_path / LOG).read_text("utf-8")


def test_a_failed_write_leaves_the_log_as_it_was(tmp_path, monkeypatch):
    record_decisions(tmp_path, by("Anna", UNITS[0], "vervoer"), UNITS)
    before = (tmp_path / LOG).read_bytes()

    def fail(*_: object) -> None:
        raise OSError("schijf vol")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="vol"):
        record_decisions(tmp_path, by("Anna", UNITS[1], "wonen"), UNITS)
    assert (tmp_path / LOG).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [LOG, BACKUP]


def test_decisions_follow_the_words_when_ids_change(tmp_path):
    record_decisions(
        tmp_path,
        [*by("Anna", UNITS[0], "vervoer"), *by("Anna", UNITS[1], "wonen"), *by("Anna", UNITS[5], "jeugd")],
        UNITS,
    )
    moved = make_unit(40, TEXTS[0])
    nearly = make_unit(41, TEXTS[1].replace("amper", "amper."))
    codings, findings = read_decisions(tmp_path, [moved, nearly])
    assert decided(codings) == {moved.unit_id: {"vervoer"}, nearly.unit_id: {"wonen"}}
    assert [finding.key for finding in findings] == [UNITS[5].unit_id]
    assert "koffie" in findings[0].message


def test_a_decision_on_words_that_changed_a_little_is_placed_and_told(tmp_path):
    record_decisions(tmp_path, by("Anna", UNITS[0], "vervoer"), UNITS)
    changed = make_unit(0, TEXTS[0].replace("zes", "zeven"))
    codings, findings = read_decisions(tmp_path, [changed])
    assert decided(codings) == {changed.unit_id: {"vervoer"}}
    assert [(f.severity, f.key) for f in findings] == [("note", changed.unit_id)]
    assert "zes uur" in findings[0].message and "zeven uur" in findings[0].message
    other = make_unit(0, TEXTS[0].replace("De bus rijdt na zes uur", "De trein stopt"))
    codings, findings = read_decisions(tmp_path, [other])
    assert codings == [] and findings[0].severity == "warning"


def test_a_remark_without_a_code_is_told(sheet):
    fill(sheet, {1: {"Opmerking (invullen)": "hier twijfel ik over"}})
    codings, findings = read_review_sheet(sheet, UNITS, BOOK)
    assert codings == []
    assert findings[0].key == "rij 3" and "twijfel" in findings[0].message


def test_the_same_words_twice_go_to_the_nearest_place():
    here = make_unit(10, TEXTS[0], source="b.txt")
    near, far = make_unit(11, TEXTS[0]), make_unit(90, TEXTS[0])
    found = UnitFinder([here, far, near]).find("gone", TEXTS[0], "a.txt", 14)
    assert found == near
    assert UnitFinder([here]).find("gone", TEXTS[0], "a.txt", 14) == here
    assert UnitFinder([here]).find("gone", "Iets heel anders.", "a.txt", 14) is None


def test_a_sheet_from_before_a_changed_extraction_still_counts(sheet):
    fill(sheet, {0: {"Code 1 (invullen)": "Vervoer"}, 5: {"Code 1 (invullen)": "geen code"}})
    moved = make_unit(40, TEXTS[0])
    codings, findings = read_review_sheet(sheet, [moved], BOOK)
    assert decided(codings) == {moved.unit_id: {"vervoer"}}
    assert findings[0].key == "rij 7"


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sets(st.sampled_from(["vervoer", "wonen", "jeugd"]))), min_size=1, max_size=8
    )
)
@settings(max_examples=25, deadline=None)
def test_the_last_word_of_a_person_stands(tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("log")
    expected = {}
    for number, codes in acts:
        record_decisions(folder, by("Anna", UNITS[number], *sorted(codes)), UNITS)
        expected[UNITS[number].unit_id] = codes or {NO_CODE}
    assert decided(read_decisions(folder, UNITS)[0]) == expected
    assert len(read_log(folder)[0]) <= len(acts)
