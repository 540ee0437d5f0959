"""Tables without ruling lines, and what only looks like one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pdf_maker import LEFT, RIGHT, aligned_page, draw, paragraph
from themes.documents import read_source
from themes.records import Source

XS = (60.0, 210.0, 400.0)
ROWS = (
    ("Ontmoeten", "Elke wijk krijgt een plek|waar mensen kunnen lopen", "Welzijn|Noord"),
    ("Vervoer", "Een belbus in de avond", "Gemeente"),
    ("Wonen", "Starters helpen|met advies", "Corporatie"),
)
HEAD = ("DOEL", "Wat we doen", "Wie")
Page = list[tuple[float, float, str, str, float]]


def read(path: Path, pages: Sequence[Page]) -> Source:
    draw(path, pages)
    return read_source(path, root=path.parent)


def cells_of(source: Source) -> dict[tuple[int, int, int], str]:
    """Text of each cell by table, row and column."""
    cells: dict[tuple[int, int, int], str] = {}
    for line in source.lines:
        if line.cell:
            key = (line.cell.table, line.cell.row, line.cell.column)
            cells[key] = f"{cells.get(key, '')} {line.text}".strip()
    return cells


def test_aligned_texts_are_cells(tmp_path: Path) -> None:
    cells = cells_of(read(tmp_path / "a.pdf", [aligned_page(ROWS, XS)]))
    assert cells[1, 0, 1] == "Elke wijk krijgt een plek waar mensen kunnen lopen"
    assert cells[1, 0, 2] == "Welzijn Noord"
    assert cells[1, 2, 0] == "Wonen"
    assert len(cells) == 9


def test_text_around_stays_outside(tmp_path: Path) -> None:
    page = [*paragraph(60, 120, LEFT[:4]), *aligned_page(ROWS, XS), *paragraph(60, 330, RIGHT[:4])]
    source = read(tmp_path / "a.pdf", [page])
    assert [line.text for line in source.lines if line.cell is None] == [*LEFT[:4], *RIGHT[:4]]


def test_a_bold_head_is_the_header_and_needs_one_row(tmp_path: Path) -> None:
    source = read(tmp_path / "a.pdf", [aligned_page([HEAD, *ROWS[:1]], XS)])
    assert [line.text for line in source.lines if line.cell and line.cell.header] == list(HEAD)
    assert cells_of(source)[1, 1, 0] == "Ontmoeten"


def test_rows_whose_first_cell_is_left_open(tmp_path: Path) -> None:
    rows = [("JAAR", "Actie", "Wie"), ("Jeugd", "Sportdag houden", "Clubs"), ("", "Cursus koken", "Welzijn")]
    cells = cells_of(read(tmp_path / "a.pdf", [aligned_page(rows, XS)]))
    assert cells[1, 2, 1] == "Cursus koken"
    assert (1, 2, 0) not in cells


def test_figures_at_their_right_edge_make_columns(tmp_path: Path) -> None:
    rows = [("Post", "2024", "2025"), ("Vervoer", "1.200", "900"), ("Ontmoeting in de wijk", "80", "1.100")]
    page = [
        (x - (5.56 * sum(char != "." for char in text) if at else 0), 200.0 + 15 * row, text, "Helvetica", 10.0)
        for row, cells in enumerate(rows)
        for at, (x, text) in enumerate(zip((60, 320, 420), cells, strict=True))
    ]
    cells = cells_of(read(tmp_path / "a.pdf", [page]))
    assert [cells[1, row, 2] for row in range(3)] == ["2025", "900", "1.100"]


def test_table_goes_on_over_the_page_and_a_cut_row_is_one(tmp_path: Path) -> None:
    upper = [*ROWS, ("Sport", "Een fonds voor kleine clubs", "Sportraad|en de")]
    lower = [
        ("", "die geen geld hebben", "gemeente"),
        ("Zorg", "Een maatje", "Welzijn"),
        ("Jeugd", "Een veld", "Clubs"),
    ]
    cells = cells_of(read(tmp_path / "a.pdf", [aligned_page(upper, XS, 690), aligned_page(lower, XS, 60)]))
    assert cells[1, 3, 1] == "Een fonds voor kleine clubs die geen geld hebben"
    assert cells[1, 3, 2] == "Sportraad en de gemeente"
    assert cells[1, 5, 0] == "Zorg"


BOXES = (
    ("De bus rijdt", "Ouderen zoeken", "Jongeren willen"),
    ("niet meer in het", "een plek waar", "een veld om te"),
    ("weekend en dat", "zij koffie drinken", "voetballen na"),
    ("is lastig", "met elkaar", "schooltijd"),
)
CONTENTS = (("1", "Inleiding", "3"), ("2", "Vervoer in de dorpen", "5"), ("3", "Wonen", "9"), ("4", "Zorg", "12"))
LETTER = (
    ("Datum", "3 mei 2024", "Telefoon", "14 0500"),
    ("Kenmerk", "24-12", "E-mail", "post"),
    ("Betreft", "Bus", "", ""),
)
SIGNED = (("namens het college", "namens de raad", "namens de club"), ("A. de Boer", "K. Smit", "P. Jansen"))
NUMBERED = (("1.1", "De bus rijdt in het weekend niet meer langs het dorp en dat is lastig"),) * 5


@pytest.mark.parametrize("rows", [BOXES, CONTENTS, LETTER, SIGNED, NUMBERED])
def test_no_table(tmp_path: Path, rows: Sequence[Sequence[str]]) -> None:
    page = [
        (x, 200.0 + 13 * at, text, "Helvetica", 10.0)
        for at, row in enumerate(rows)
        for x, text in zip((60, 170, 330, 440), row, strict=False)
        if text
    ]
    assert not cells_of(read(tmp_path / "a.pdf", [page]))


def test_prose_in_three_columns_is_no_table(tmp_path: Path) -> None:
    columns = [LEFT, RIGHT, LEFT]
    page = [one for x, lines in zip((40, 220, 400), columns, strict=True) for one in paragraph(x, 160, lines, 8)]
    source = read(tmp_path / "a.pdf", [page])
    assert not cells_of(source)
    assert [line.text for line in source.lines] == [*LEFT, *RIGHT, *LEFT]
