"""Ruled tables of a page to cells; frames with one column to boxes.

The grid comes from pdfplumber's table finder, fed with the ruling lines that the page draws. The measures were set on
public Dutch PDFs: a third of what the finder gives is a usable grid as it comes, a third is a box with one column, and
merging narrow columns that are never filled beside their neighbour makes most of the rest usable.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from themes.documents.glyphs import Glyph
from themes.documents.pagelines import Box

MAX_POSITIONS = 250  # different ruling lines in one direction; more is a drawing, not a table
MAX_CROSSINGS = 6_000  # crossings of ruling lines; the finder takes seconds above this
NARROW = 14.0  # points; a column narrower than this is often a gap between double rules
SNAP = 3.0  # points within which ruling lines are one


@dataclasses.dataclass(slots=True)
class Grid:
    """A ruled table: cell boxes by row; None where a cell is part of a larger one."""

    box: Box
    rows: list[list[Box | None]]
    edges: tuple[float, ...]  # left edges of the columns

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return len(self.edges)


def find_grids(page: Any, vertical: Sequence[Box], horizontal: Sequence[Box]) -> list[Grid]:
    """Tables that the ruling lines of a page make, top to bottom; none when there are too many lines to be a table."""
    vertical, horizontal = _merged(vertical, 0), _merged(horizontal, 1)
    columns, rows = len({round(box[0] / SNAP) for box in vertical}), len({round(box[1] / SNAP) for box in horizontal})
    if columns < 2 or rows < 2 or columns > MAX_POSITIONS or rows > MAX_POSITIONS or columns * rows > MAX_CROSSINGS:
        return []
    if len(vertical) * len(horizontal) > 60 * MAX_CROSSINGS:
        return []
    from pdfplumber.table import TableFinder

    finder = TableFinder(
        page,
        {
            "vertical_strategy": "explicit",
            "horizontal_strategy": "explicit",
            "explicit_vertical_lines": [_ruling(box) for box in vertical],
            "explicit_horizontal_lines": [_ruling(box) for box in horizontal],
        },
    )
    grids = []
    for table in finder.tables:
        if len(table.cells) > 3_000:
            continue
        rows_of_cells = [[_box(cell) if cell else None for cell in row.cells] for row in table.rows]
        lefts = sorted({cell[0] for cell in table.cells})
        grids.append(Grid(_box(table.bbox), rows_of_cells, tuple(lefts)))
    grids = _outermost(grids, float(page.width) * float(page.height))
    grids.sort(key=lambda grid: (grid.box[1], grid.box[0]))
    return grids


def _outermost(grids: list[Grid], page_area: float) -> list[Grid]:
    """Grids without those in a cell of another table (a marked word, a table in a cell).

    When the outer one only divides the page (a cell of over 30% of it), the inner tables are the tables.
    """
    dropped: set[int] = set()
    for inner in range(len(grids)):
        for outer in range(len(grids)):
            if inner == outer or grids[outer].n_columns < 2 or outer in dropped:
                continue
            cells = [cell for row in grids[outer].rows for cell in row if cell and _within(grids[inner].box, cell)]
            if not cells:
                continue
            area = (cells[0][2] - cells[0][0]) * (cells[0][3] - cells[0][1])
            real = grids[inner].n_columns >= 2 and len(grids[inner].rows) >= 2
            dropped.add(outer if real and area > 0.3 * page_area else inner)
    return [grid for at, grid in enumerate(grids) if at not in dropped]


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 2 and inner[1] >= outer[1] - 2 and inner[2] <= outer[2] + 2 and inner[3] <= outer[3] + 2
    )


def _box(values: Sequence[float]) -> Box:
    x0, top, x1, bottom = values
    return (float(x0), float(top), float(x1), float(bottom))


def _ruling(box: Box) -> dict[str, Any]:
    x0, top, x1, bottom = box
    return {
        "object_type": "line",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _merged(lines: Sequence[Box], axis: int) -> list[Box]:
    """Ruling lines of one direction without doubles; pieces in each other's line are joined."""
    across = 1 - axis
    groups: dict[int, list[Box]] = {}
    for line in lines:
        groups.setdefault(round(line[axis] * 2), []).append(line)
    result: list[Box] = []
    for key in sorted(groups):
        pieces = sorted(groups[key], key=lambda line: line[across])
        start, end, place = pieces[0][across], pieces[0][across + 2], pieces[0][axis]
        for piece in pieces[1:]:
            if piece[across] <= end + SNAP:
                end = max(end, piece[across + 2])
            else:
                result.append(_line_at(place, start, end, axis))
                start, end = piece[across], piece[across + 2]
        result.append(_line_at(place, start, end, axis))
    return result


def _line_at(place: float, start: float, end: float, axis: int) -> Box:
    return (place, start, place, end) if axis == 0 else (start, place, end, place)


@dataclasses.dataclass(slots=True)
class Filled:
    """A grid with the glyphs of each cell, by (row, column); empty cells are left out."""

    grid: Grid
    cells: dict[tuple[int, int], list[Glyph]]
    n_rows: int
    n_columns: int


def fill_grids(grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> tuple[list[Filled], list[Glyph]]:
    """Glyphs put into the cells that they stand in (the smallest one), and the glyphs outside all grids."""
    places: list[tuple[float, int, int, int, Box]] = []
    for at, grid in enumerate(grids):
        for row, cells in enumerate(grid.rows):
            for cell in cells:
                if cell is not None:
                    column = _column(cell, grid.edges)
                    places.append(((cell[2] - cell[0]) * (cell[3] - cell[1]), at, row, column, cell))
    places.sort(key=lambda place: place[:4])
    filled = [Filled(grid, {}, len(grid.rows), grid.n_columns) for grid in grids]
    outside: list[Glyph] = []
    if not places:
        return filled, list(glyphs)
    frames = [grid.box for grid in grids]
    last: tuple[float, int, int, int, Box] | None = None
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in frames):
            outside.append(glyph)
            continue
        if last is None or len(grids) > 1 or not _holds(last[4], x, y):
            last = next((place for place in places if _holds(place[4], x, y)), None)
        if last is None or not _holds(last[4], x, y):
            last = _nearest(places, grids, x, y)
        if last is None:
            outside.append(glyph)
        else:
            filled[last[1]].cells.setdefault((last[2], last[3]), []).append(glyph)
    return filled, outside


def _nearest(
    places: Sequence[tuple[float, int, int, int, Box]], grids: Sequence[Grid], x: float, y: float
) -> tuple[float, int, int, int, Box] | None:
    """The cell beside or above a hole in a grid: text that stands in the frame belongs to the table."""
    best, distance = None, 40.0
    for place in places:
        box = place[4]
        if grids[place[1]].n_columns < 2 or not _holds(grids[place[1]].box, x, y):
            continue
        away = max(box[0] - x, x - box[2], 0.0) * 3 + max(box[1] - y, y - box[3], 0.0)
        if away < distance:
            best, distance = place, away
    return best


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _column(cell: Box, edges: Sequence[float]) -> int:
    return max((at for at, edge in enumerate(edges) if edge <= cell[0] + 0.5), default=0)


def without_gaps(filled: Filled) -> Filled:
    """The table without rows and columns that hold nothing and with narrow or exclusive columns merged.

    Two neighbouring columns are one when no row has text in both and one of them is narrower than 14 pt. Nothing is
    dropped: cells only move to a lower column number.
    """
    solid = {key: glyphs for key, glyphs in filled.cells.items() if any(not glyph.text.isspace() for glyph in glyphs)}
    edges = list(filled.grid.edges)
    widths = [right - left for left, right in zip(edges, [*edges[1:], filled.grid.box[2]], strict=True)]
    by_column: list[tuple[set[int], float]] = []
    moved: dict[int, int] = {}
    lefts: list[float] = []
    for column, width in enumerate(widths):
        rows = {row for row, at in solid if at == column}
        if by_column and not rows & by_column[-1][0] and min(width, by_column[-1][1]) < NARROW:
            by_column[-1] = (by_column[-1][0] | rows, by_column[-1][1] + width)
        elif by_column and not rows and not by_column[-1][0]:
            by_column[-1] = (set(), by_column[-1][1] + width)
        else:
            by_column.append((rows, width))
            lefts.append(edges[column])
        moved[column] = len(by_column) - 1
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for (row, column), glyphs in sorted(solid.items()):
        cells.setdefault((row, moved[column]), []).extend(glyphs)
    grid = Grid(filled.grid.box, filled.grid.rows, tuple(lefts))
    return Filled(grid, cells, filled.n_rows, len(lefts))
