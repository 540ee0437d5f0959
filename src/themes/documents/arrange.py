"""One page to lines in reading order: tables and boxes first, then columns, then rows."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

from themes.documents.aligned import aligned_grids
from themes.documents.columns import Orderer, Row, rows_of
from themes.documents.glyphs import Glyph, Segment, compose, segments_of, turn_box, turned
from themes.documents.opentable import edges_in, rule_groups
from themes.documents.pagelines import PAGE_NUMBER, Box, PageContent, PageLine, PageTable
from themes.documents.symbols import BULLET
from themes.documents.table import MAX_POSITIONS, Filled, fill_grids, find_grids, without_gaps

_CODE = re.compile(r"(\(cid:\d+\))\s")
BAND_TOP, BAND_BOTTOM = 0.14, 0.88  # parts of the page height where running heads and footers stand
BAND_GAP = 3.0  # em; in those bands a wider gap beside a page number makes it a line of its own
PAGE_FRAME = 0.6  # a box larger than this part of the page is a frame around the page


class Arranger:
    """Collects the lines of one page; blocks are numbered as they come."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.block = 0
        self.tables: list[PageTable] = []
        self.doubled = 0
        self.mixed = 0
        self.orderer = Orderer()

    def segments(self, glyphs: Sequence[Glyph]) -> list[Segment]:
        """Segments of upright glyphs; counts what was drawn twice or laid over other text."""
        segments, doubled = segments_of(glyphs)
        self.count(segments, doubled)
        return segments

    def count(self, segments: Sequence[Segment], doubled: int) -> None:
        """Add to what was drawn twice or laid over other text."""
        self.doubled += doubled
        self.mixed += sum(segment.mixed for segment in segments)

    def table_lines(self, filled: Filled, *, ruled: bool = True) -> list[PageLine]:
        """The cells of a table row by row; the lines of one cell stand together, each cell is a block."""
        number = len(self.tables) + 1
        self.tables.append(PageTable(filled.grid.box, filled.grid.edges, filled.n_rows, ruled))
        lines: list[PageLine] = []
        for (row, column), glyphs in sorted(filled.cells.items()):
            self.block += 1
            for one in rows_of(self.segments(glyphs)):
                lines.append(self._line(one.segments, (number, row, column, False)))
        return _with_header(lines)

    def box_lines(self, glyphs: Sequence[Glyph]) -> list[PageLine]:
        """The text of a frame, as a block of its own."""
        self.block += 1
        return [self._line(row.segments) for row in Orderer().order(self.segments(glyphs))]

    def row_lines(self, row: Row, role: str = "body") -> list[PageLine]:
        """A row as one line; in the head and foot of the page a page number far from the rest is its own line."""
        middle = row.segments[0].middle[1]
        if BAND_TOP * self.height < middle < BAND_BOTTOM * self.height:
            return [self._line(row.segments, role=role)]
        parts = [[row.segments[0]]]
        for segment in row.segments[1:]:
            before = parts[-1][-1]
            far = segment.x0 - before.x1 > BAND_GAP * segment.size
            if far and (_is_number(segment.text) or _is_number(before.text)):
                parts.append([segment])
            else:
                parts[-1].append(segment)
        return [self._line(part, role=role) for part in parts]

    def _line(
        self, segments: Sequence[Segment], cell: tuple[int, int, int, bool] | None = None, role: str = "body"
    ) -> PageLine:
        main = max(segments, key=lambda one: len(one.text))
        box = (
            min(one.x0 for one in segments),
            min(one.top for one in segments),
            max(one.x1 for one in segments),
            max(one.bottom for one in segments),
        )
        text = compose(" ".join(one.text for one in segments))
        bold = all(one.bold for one in segments)
        return PageLine(text.strip(" "), box, main.size, main.font, bold, role, self.block, cell)


def _is_number(text: str) -> bool:
    return any(char.isdigit() for char in text) and PAGE_NUMBER.match(text.strip()) is not None


def arrange(
    number: int,
    width: float,
    height: float,
    glyphs: Sequence[Glyph],
    vertical: Sequence[Box],
    horizontal: Sequence[Box],
    images: Sequence[Box],
    page: Any,
) -> PageContent:
    """The lines of one page in reading order.

    Parameters
    ----------
    glyphs : all glyphs in drawing order.
    vertical, horizontal : ruling lines.
    images : boxes of images.
    page : pdfplumber page for the table finder; None to look for no tables.
    """
    arranger = Arranger(width, height)
    upright = [glyph for glyph in glyphs if glyph.angle == 0 and not glyph.hidden]
    groups: list[tuple[float, float, list[PageLine]]] = []  # (top, bottom, lines) of tables and boxes
    rest: list[Glyph] = upright
    if page is not None and horizontal:
        stacks = rule_groups(horizontal, vertical, height) if len(horizontal) <= 2 * MAX_POSITIONS else []
        loose = segments_of(upright)[0] if stacks else []
        vertical = [*vertical, *(edge for stack in stacks for edge in edges_in(stack, loose))]
        if vertical:
            rest, groups = _grids(arranger, page, vertical, horizontal, upright)
    segments, doubled = segments_of(rest)
    shown = aligned_grids(rest, segments, (BAND_TOP * height if number == 1 else 0.0, BAND_BOTTOM * height))
    if shown:
        filled, rest = fill_grids(shown, rest)
        groups += [(one.grid.box[1], one.grid.box[3], arranger.table_lines(one, ruled=False)) for one in filled]
        segments, doubled = segments_of(rest)
    arranger.count(segments, doubled)
    lines = _merge(arranger, segments, groups)
    lines += _rotated(arranger, [glyph for glyph in glyphs if glyph.angle != 0 and not glyph.hidden])
    lines += _hidden(arranger, [glyph for glyph in glyphs if glyph.hidden])
    lines = _with_bullets(lines)
    area = max(width * height, 1.0)
    image_share = sum(max(x1 - x0, 0) * max(bottom - top, 0) for x0, top, x1, bottom in images) / area
    facts = {
        "doubled": arranger.doubled,
        "mixed": arranger.mixed,
        "columns": arranger.orderer.columns,
        "images": round(min(image_share, 9.0), 3),
        "order": agreement(lines, glyphs),
    }
    return PageContent(
        number, width, height, tuple(line for line in lines if line.text), tuple(arranger.tables), facts=facts
    )


def _grids(
    arranger: Arranger, page: Any, vertical: Sequence[Box], horizontal: Sequence[Box], glyphs: list[Glyph]
) -> tuple[list[Glyph], list[tuple[float, float, list[PageLine]]]]:
    """Glyphs outside tables and boxes, and the lines of the tables and boxes."""
    area = arranger.width * arranger.height
    grids = find_grids(page, vertical, horizontal)

    filled, outside = fill_grids(grids, glyphs)
    groups = []
    for one in filled:
        table = without_gaps(one)
        inside = [glyph for cell in one.cells.values() for glyph in cell]
        if not table.cells:
            outside += inside
            continue
        x0, top, x1, bottom = one.grid.box
        filled_columns = len({column for _, column in table.cells})
        if filled_columns >= 2 or (table.n_columns >= 2 and table.n_rows >= 2):
            groups.append((top, bottom, arranger.table_lines(table)))
        elif (x1 - x0) * (bottom - top) < PAGE_FRAME * area:
            kept = {id(glyph) for cell in table.cells.values() for glyph in cell}
            outside += [glyph for glyph in inside if id(glyph) not in kept]
            groups.append((top, bottom, arranger.box_lines(_in_order(table, glyphs))))
        else:
            outside += inside
    if len(outside) != len(glyphs):
        chosen = {id(glyph) for glyph in outside}
        outside = [glyph for glyph in glyphs if id(glyph) in chosen]  # drawing order
    return outside, groups


def _in_order(table: Filled, glyphs: Sequence[Glyph]) -> list[Glyph]:
    chosen = {id(glyph) for cell in table.cells.values() for glyph in cell}
    return [glyph for glyph in glyphs if id(glyph) in chosen]


def _merge(
    arranger: Arranger, segments: list[Segment], groups: Sequence[tuple[float, float, list[PageLine]]]
) -> list[PageLine]:
    """Body rows in reading order, with each table and box at its height."""
    lines: list[PageLine] = []
    arranger.block += 1
    body = arranger.block
    left = list(segments)
    for top, _, group in sorted(groups, key=lambda one: one[0]):
        above = [one for one in left if one.middle[1] < top]
        left = [one for one in left if one.middle[1] >= top]
        lines += _body(arranger, above, body)
        lines += group
    return lines + _body(arranger, left, body)


def _body(arranger: Arranger, segments: list[Segment], body: int) -> list[PageLine]:
    lines: list[PageLine] = []
    flows = {0: body}
    for row in arranger.orderer.order(segments):
        if row.flow not in flows:
            arranger.block += 1
            flows[row.flow] = arranger.block
        role = "margin" if row.flow else "body"
        lines += [dataclasses.replace(line, block=flows[row.flow]) for line in arranger.row_lines(row, role)]
    return lines


def _rotated(arranger: Arranger, glyphs: list[Glyph]) -> list[PageLine]:
    """Lines of text that isn't upright: turned, put in lines, and given the box that they have on the page."""
    lines: list[PageLine] = []
    for angle in sorted({glyph.angle for glyph in glyphs}):
        group = [glyph for glyph in glyphs if glyph.angle == angle]
        arranger.block += 1
        if angle not in (90, 180, 270):
            text = "".join(glyph.text for glyph in group).strip()
            first = group[0]
            box = (
                min(glyph.x0 for glyph in group),
                min(glyph.top for glyph in group),
                max(glyph.x1 for glyph in group),
                max(glyph.bottom for glyph in group),
            )
            lines.append(PageLine(text, box, first.size, first.font, False, "body", arranger.block))
            continue
        width, height = arranger.width, arranger.height
        frame = (height, width) if angle in (90, 270) else (width, height)
        for row in Orderer().order(arranger.segments(turned(group, angle, width, height))):
            line = arranger._line(row.segments)
            back = turn_box(line.box, (360 - angle) % 360, *frame)
            lines.append(dataclasses.replace(line, box=back))
    return lines


def _hidden(arranger: Arranger, glyphs: list[Glyph]) -> list[PageLine]:
    if not glyphs:
        return []
    arranger.block += 1
    level = [glyph._replace(angle=0) for glyph in glyphs]
    return [arranger._line(row.segments, role="hidden") for row in rows_of(arranger.segments(level))]


def _with_header(lines: list[PageLine]) -> list[PageLine]:
    """The first row is the header when all its text is bold and the rest is not all bold."""
    first = [line for line in lines if line.cell and line.cell[1] == min(one.cell[1] for one in lines if one.cell)]
    rest = [line for line in lines if line not in first]
    if not first or not rest or not all(line.bold for line in first) or all(line.bold for line in rest):
        return lines
    heads = {id(line) for line in first}
    return [
        dataclasses.replace(line, cell=(*line.cell[:3], True)) if id(line) in heads and line.cell else line
        for line in lines
    ]


def _with_bullets(lines: list[PageLine]) -> list[PageLine]:
    """A glyph code that starts two or more lines and stands nowhere else is a bullet of a font without names."""
    starts: Counter[str] = Counter()
    for line in lines:
        match = _CODE.match(line.text)
        if match and "(cid:" not in line.text[match.end() :]:
            starts[match[1]] += 1
    bullets = {code for code, count in starts.items() if count >= 2}
    if not bullets:
        return lines
    return [
        dataclasses.replace(line, text=BULLET + line.text[match.end(1) :])
        if (match := _CODE.match(line.text)) and match[1] in bullets
        else line
        for line in lines
    ]


def agreement(lines: Sequence[PageLine], glyphs: Sequence[Glyph]) -> float:
    """How far the reading order is the drawing order: share of lines in the longest rising series, 1 = all."""
    first: dict[tuple[int, int], int] = {}
    for at, glyph in enumerate(glyphs):
        first.setdefault((round(glyph.x0), round(glyph.top)), at)
    places = []
    for line in lines:
        place = first.get((round(line.box[0]), round(line.box[1])))
        if place is not None and line.role == "body":
            places.append(place)
    if len(places) < 8:
        return 1.0
    tails: list[int] = []
    for one in places:
        spot = bisect_right(tails, one)
        tails[spot : spot + 1] = [one]
    return round(len(tails) / len(places), 3)
