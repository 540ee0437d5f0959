"""The lines of one document as rows: stripped, placed in the source text, with the gap before each and its reach."""

from __future__ import annotations

import dataclasses
import itertools
import statistics
from collections.abc import Sequence

from themes.records import Line, Source

NO_GAP, BLANK, PAGE = 0, 1, 2


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A line that holds something. `start`/`end` are positions in the source text without outer white space.

    `gap` tells what lies between this row and the one before it: nothing, a blank line (or a white band on a page),
    or a change of page or column. `reach` is how far the line runs to the right: characters, or points on a page;
    `width` how far lines around it run.
    """

    line: Line
    start: int
    end: int
    text: str
    gap: int
    indent: float
    reach: float
    width: float = 0.0

    @property
    def unit(self) -> float:
        """Mean width of one character in the unit of `reach`."""
        if self.line.box is None or not self.text:
            return 1.0
        return max(0.1, (self.line.box[2] - self.line.box[0]) / len(self.text))


def read_rows(source: Source, starts: Sequence[int], first: int, last: int) -> list[Row]:
    """Rows of the lines `first` to `last` (indexes in `source.lines`, the last included), in reading order."""
    lefts = _left_edges(source.lines[first : last + 1])
    pitch = _line_pitch(source.lines[first : last + 1])
    rows: list[Row] = []
    before: Line | None = None
    blank = False
    for index in range(first, last + 1):
        line = source.lines[index]
        text = line.text.strip()
        if not text:
            blank = True
            continue
        start = starts[index] + len(line.text) - len(line.text.lstrip())
        left = lefts.get((line.page, line.block), 0.0)
        if line.box is None:
            lead = len(line.text) - len(line.text.lstrip())
            indent, reach = float(lead if lead > 1 else 0), float(len(text))
        else:
            indent, reach = line.box[0] - left, line.box[2] - left
        rows.append(Row(line, start, start + len(text), text, _gap(before, line, blank, pitch), indent, reach))
        before, blank = line, False
    return with_widths(rows)


def with_widths(rows: Sequence[Row], window: int = 40) -> list[Row]:
    """Rows with `width` filled: the reach that the rows around stay under, web addresses and the like aside."""
    reaches = [row.reach for row in rows]
    step = 10
    widths: list[float] = []
    for at in range(0, len(rows), step):
        near = sorted(reaches[max(0, at - window) : at + step + window])
        widths.append(_usual_width(near))
    pages: dict[int | None, list[Row]] = {}
    for row in rows:
        if row.line.box is not None and row.line.role == "body" and row.line.cell is None:
            pages.setdefault(row.line.page, []).append(row)
    margins: dict[tuple[int | None, int | None], float] = {}
    return [
        dataclasses.replace(row, width=_column_width(row, pages, margins) or widths[index // step])
        for index, row in enumerate(rows)
    ]


def _usual_width(reaches: Sequence[float]) -> float:
    if not reaches:
        return 0.0
    most, nearly_all = (reaches[min(len(reaches) - 1, int(len(reaches) * share))] for share in (0.9, 0.98))
    return nearly_all if nearly_all <= 1.25 * most else reaches[min(len(reaches) - 1, int(len(reaches) * 0.95))]


def _column_width(
    row: Row, pages: dict[int | None, list[Row]], margins: dict[tuple[int | None, int | None], float]
) -> float:
    """Width of the column that a row of a page stands in, from its left edge; 0 where it is too small to tell.

    A block of lines of one length is a column by itself (text beside a photo); else the right edge that nearly all
    lines of the page that overlap with the block stay within.
    """
    box = row.line.box
    if box is None:
        return 0.0
    key = (row.line.page, row.line.block)
    if key not in margins:
        here = pages.get(row.line.page, [])
        block = [one for one in here if one.line.block == row.line.block]
        reaches = sorted(one.reach for one in block)
        if len(reaches) >= 4 and reaches[len(reaches) // 2] >= 0.85 * reaches[-1]:
            margins[key] = max((one.line.box[2] for one in block if one.line.box), default=0.0)
        else:
            left, right = box[0], max([box[2], *(one.line.box[2] for one in block if one.line.box)])
            edges = sorted(
                one.line.box[2] for one in here if one.line.box and one.line.box[0] < right and one.line.box[2] > left
            )
            margins[key] = max(right, edges[int(len(edges) * 0.9)]) if len(edges) >= 4 else 0.0
    return margins[key] - (box[2] - row.reach) if margins[key] else 0.0


def _gap(before: Line | None, line: Line, blank: bool, pitch: float) -> int:
    if before is None:
        return PAGE
    if before.page != line.page:
        return PAGE
    if before.box is not None and line.box is not None:
        if before.block != line.block or line.box[1] < before.box[1] - 1:
            return PAGE
        size = max(before.size or 0.0, line.size or 0.0)
        wide = max(pitch * 1.35, size * 1.7) if pitch else size * 2.0
        return BLANK if blank or line.box[1] - before.box[1] > wide > 0 else NO_GAP
    return BLANK if blank else NO_GAP


def _left_edges(lines: Sequence[Line]) -> dict[tuple[int | None, int | None], float]:
    edges: dict[tuple[int | None, int | None], float] = {}
    for line in lines:
        if line.box is not None and line.role == "body" and line.cell is None:
            key = (line.page, line.block)
            edges[key] = min(edges.get(key, line.box[0]), line.box[0])
    return edges


def _line_pitch(lines: Sequence[Line]) -> float:
    """The usual distance from line to line, in points; 0 for text."""
    steps = [
        after.box[1] - before.box[1]
        for before, after in itertools.pairwise(lines)
        if before.box and after.box and before.page == after.page and 0 < after.box[1] - before.box[1] < 60
    ]
    return statistics.median_low([round(step, 1) for step in steps]) if steps else 0.0


def line_style(rows: Sequence[Row]) -> str:
    """What a line break means in this document: 'wrapped', 'mixed' or 'paragraph'.

    'wrapped': next to nothing, lines often go on in lower case. 'paragraph': a paragraph ends, lines run as long as
    they like. 'mixed': mostly short notes in which some lines are wrapped; there the width has to bear a join out.
    """
    if any(row.line.box is not None for row in rows):
        return "wrapped"
    pairs = [(a, b) for a, b in itertools.pairwise(rows) if b.gap == NO_GAP and a.line.cell is None]
    if not pairs:
        return "paragraph"
    going_on = sum(a.text[-1].isalnum() and b.text[0].islower() and b.text[1:2] != " " for a, b in pairs)
    longest = max(row.reach for row in rows)
    if longest < 400 and going_on >= max(1, len(pairs) * 0.08):
        return "wrapped"
    return "mixed" if going_on and longest < 140 else "paragraph"
