"""Tables without ruling lines: short texts that keep the same columns over several rows.

A stretch of rows is a table when white strips part it into columns, each column keeps one edge (left, right or
middle), most cells are filled, and the text is no prose set in columns, no table of contents, no list with its marks
and no labels with their values. What is found is handed on as a grid, as if the page had drawn it. The measures were
set on public Dutch PDFs, where a missed table costs less than prose cut into cells.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Sequence

from themes.documents.columns import Row, rows_of
from themes.documents.glyphs import Glyph, Segment, segments_of
from themes.documents.pagelines import Box
from themes.documents.table import Grid

MIN_STRIP = 7.0  # points of white between two columns
MIN_ROWS = 3  # rows of the table, its head included
CELL_GAP = 0.75  # em between two glyphs that may part two cells
ROW_GAP = 3.2  # line heights without text that end a table
SAME_EDGE = 3.0  # points
SHORT_CELL = 4  # words on a line; columns with longer lines are prose
FILLED = 0.6  # part of the cells that hold something
MAX_ROWS = 400  # lines of a page; with more it is no page that people made
MARK = re.compile(r"^(?:[^\w\s]{1,2}|o|\(?\d{1,2}[.)]{0,2}|\(?[a-z][.)])$")
GOES_ON = re.compile(r"^(?!\(?[a-z]\d?[.)])[a-zà-ÿ]")  # lower case, but no list letter
FIELD = re.compile(
    r"^(?:datum|(?:ons |uw )?kenmerk|onderwerp|betreft|inzake|aan|van|voor|cc|zaaknr|zaaknummer|telefoon|e-?mail|"
    r"bijlagen?|afdeling|contactpersoon|behandeld door|auteur|versie|status|adres|postadres|bezoekadres)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(slots=True)
class _Band:
    """Rows with the white strips between their columns: `edges` are the left edges of the columns."""

    rows: list[Row]
    strips: list[tuple[float, float]]

    def column(self, segment: Segment) -> int:
        """Number of the column that a segment stands in."""
        middle = segment.middle[0]
        return sum(middle > (low + high) / 2 for low, high in self.strips)


def aligned_grids(glyphs: Sequence[Glyph], segments: Sequence[Segment], body: tuple[float, float]) -> list[Grid]:
    """The tables that the text itself shows, top to bottom.

    Parameters
    ----------
    glyphs : upright glyphs outside ruled tables, in drawing order.
    segments : the same as pieces of lines; without three rows of several pieces there is no table.
    body : (top, bottom) in points; what stands wholly above or below it (a letterhead, a colophon) is no table.
    """
    lines = rows_of(segments)
    wide = [row for row in lines if len(row.segments) > 1]
    if len(wide) < MIN_ROWS or len(lines) > MAX_ROWS:
        return []
    top, bottom = min(row.segments[0].top for row in wide) - 40, max(row.segments[0].bottom for row in wide) + 40
    near = [glyph for glyph in glyphs if top <= glyph.base <= bottom]
    rows = [_without_marks(row) for row in rows_of(segments_of(near, CELL_GAP)[0])]
    grids: list[Grid] = []
    at = 0
    while at < len(rows):
        band = _grow(rows, at) if len(rows[at].segments) > 1 else None
        grid = _grid(band) if band is not None else None
        if band is None or grid is None or grid.box[3] < body[0] or grid.box[1] > body[1]:
            at += 1
        else:
            grids.append(grid)
            at += len(band.rows)
    return grids


def _without_marks(row: Row) -> Row:
    """The row with a list mark taken into the piece behind it."""
    kept: list[Segment] = []
    for segment in row.segments:
        if kept and MARK.match(kept[-1].text) and segment.x0 - kept[-1].x1 < 3 * segment.size and not kept[:-1]:
            before = kept.pop()
            segment = dataclasses.replace(segment, text=f"{before.text} {segment.text}", x0=before.x0)
        kept.append(segment)
    return Row(kept, row.flow, row.cut)


def _grow(rows: Sequence[Row], at: int) -> _Band | None:
    """The longest stretch from this row on that keeps its columns; None when it has fewer rows than a table."""
    taken = [rows[at]]
    strips = _strips(taken)
    for row in rows[at + 1 :]:
        before, first = taken[-1].segments[0], row.segments[0]
        if first.base - before.base > ROW_GAP * max(before.size, first.size):
            break
        left = _strips([*taken, row])
        if len(left) < len(strips):
            break
        taken.append(row)
        strips = left
    band = _Band(taken, _strips(taken))
    while len(taken) > 1 and len(taken[-1].segments) < 2 and not _wraps(band):
        taken.pop()
    return _Band(taken, _strips(taken)) if len(taken) >= MIN_ROWS else None


def _wraps(band: _Band) -> bool:
    """True when the last row, a single piece, goes on from the cell right above it."""
    above, last = band.rows[-2], band.rows[-1].segments[0]
    column = band.column(last)
    over = [one for one in above.segments if band.column(one) == column]
    tight = bool(over) and last.base - over[0].base < 1.5 * last.size and abs(over[0].x0 - last.x0) <= SAME_EDGE
    return tight and (column > 0 or bool(GOES_ON.match(last.text)))


def _strips(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The white between columns: strips of some width that no piece of text crosses."""
    reach = sorted((one.x0, one.x1) for row in rows for one in row.segments)
    strips, end = [], reach[0][1]
    for x0, x1 in reach[1:]:
        if x0 - end >= MIN_STRIP:
            strips.append((end, x0))
        end = max(end, x1)
    return strips


def _grid(band: _Band) -> Grid | None:
    """The grid of a stretch of rows, None when it is no table."""
    n_columns = len(band.strips) + 1
    columns = [[one for row in band.rows for one in row.segments if band.column(one) == at] for at in range(n_columns)]
    if n_columns < 2 or not all(_keeps_edge(column) for column in columns):
        return None
    groups = _table_rows(band)
    headed = _has_bold_head(groups)
    sure = headed and n_columns > 2
    if _is_text(columns, sure) or len(groups) < (2 if sure else MIN_ROWS + (n_columns == 2)):
        return None
    cells = [{band.column(one) for row in group for one in row.segments} for group in groups]
    if sum(map(len, cells)) < FILLED * n_columns * len(groups):
        return None
    if any(sum(at in filled for filled in cells) < 0.4 * len(groups) for at in range(n_columns)):
        return None
    if _is_contents(columns) or _is_labels(columns) or _runs_on(band, groups) or (n_columns == 2 and not headed):
        return None
    return _boxes(band, groups, columns)


def _keeps_edge(column: Sequence[Segment]) -> bool:
    """True when most pieces share their left edge, their right edge or their middle."""
    for places in ([one.x0 for one in column], [one.x1 for one in column], [one.middle[0] for one in column]):
        most = max(sum(abs(place - other) <= SAME_EDGE for other in places) for place in places)
        if most >= 0.75 * len(places):
            return True
    return False


def _words(column: Sequence[Segment]) -> float:
    return statistics.median(len(one.text.split()) for one in column)


def _is_text(columns: Sequence[Sequence[Segment]], sure: bool) -> bool:
    """True for prose in columns, or beside a margin: long lines in more than one column, or beside a single one.

    Under a bold head of three columns or more (`sure`) it takes long lines in all columns.
    """
    long = sum(_words(column) > SHORT_CELL for column in columns)
    return long == len(columns) if sure else long > 1 or (long == 1 and len(columns) == 2)


def _table_rows(band: _Band) -> list[list[Row]]:
    """Lines by row of the table: parted by wider gaps where there are some, else where a line starts new cells."""
    steps = [after.segments[0].base - before.segments[0].base for before, after in itertools.pairwise(band.rows)]
    line = min(steps)
    wide = [step > 1.22 * line for step in steps]
    groups: list[list[Row]] = [[band.rows[0]]]
    by_gap = sum(wide) >= 2 and not all(wide) and _starts_at_gaps(band, wide)
    firsts = [row.segments[0].text for row in band.rows if band.column(row.segments[0]) == 0]
    small = sum(bool(GOES_ON.match(text)) for text in firsts) > 0.6 * len(
        firsts
    )  # first cells in lower case throughout
    for at, row in enumerate(band.rows[1:]):
        starts = wide[at] if by_gap else _starts_row(band, row, small)
        if starts:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _starts_at_gaps(band: _Band, wide: Sequence[bool]) -> bool:
    """True when the lines after the wide gaps fill more cells than the others, and those are no whole rows."""
    after = [len(row.segments) for row, gap in zip(band.rows[1:], wide, strict=True) if gap]
    within = [row for row, gap in zip(band.rows[1:], wide, strict=True) if not gap]
    whole = sum(_is_whole(band, row) for row in within)
    return statistics.mean(after) > statistics.mean(len(row.segments) for row in within) and whole < 0.5 * len(within)


def _is_whole(band: _Band, row: Row) -> bool:
    """True when nearly all cells are filled and those after the first start anew."""
    rest = [one.text for one in row.segments if band.column(one)]
    n_filled = len({band.column(one) for one in row.segments})
    return n_filled >= 0.8 * (len(band.strips) + 1) and not any(GOES_ON.match(text) for text in rest)


def _starts_row(band: _Band, row: Row, small: bool) -> bool:
    """True when a line begins a row: its first cell is filled and begins anew, or all of several cells do."""
    first = {band.column(one): one.text for one in reversed(row.segments)}
    anew = all(not GOES_ON.match(text) for text in first.values())
    if 0 in first:
        whole = _is_whole(band, row) or len(first) > len(band.strips)
        return anew or (whole and (small or not GOES_ON.match(first[0])))
    return anew and len(first) >= max(2, len(band.strips))


def _runs_on(band: _Band, groups: Sequence[Sequence[Row]]) -> bool:
    """True when sentences run on from row to row in two columns or more: texts side by side, not rows of a table."""
    running = [0] * (len(band.strips) + 1)
    for above, below in itertools.pairwise(groups):
        ends = {band.column(one): one.text for row in above for one in row.segments}
        starts = {band.column(one): one.text for row in reversed(below) for one in row.segments}
        for column, text in starts.items():
            running[column] += bool(GOES_ON.match(text)) and ends.get(column, ".")[-1:] not in ".!?:;"
    return sum(count > 0.3 * len(groups) for count in running) >= 2


def _is_contents(columns: Sequence[Sequence[Segment]]) -> bool:
    """True for a table of contents: page numbers that only rise in the last column."""
    last = [one.text.strip(" .") for one in sorted(columns[-1], key=lambda one: one.base)]
    numbers = [int(text) for text in last if text.isdigit() and len(text) < 4]
    return len(numbers) >= 0.8 * len(last) and all(low <= high for low, high in itertools.pairwise(numbers))


def _is_labels(columns: Sequence[Sequence[Segment]]) -> bool:
    """True when a column before the last holds labels: its texts end in a colon, or are those of a letter's head."""
    if sum(bool(FIELD.match(one.text)) for one in columns[0]) >= 0.5 * len(columns[0]):
        return True
    return any(
        sum(one.text.rstrip().endswith(":") or one.text.strip() == ":" for one in column) >= 0.4 * len(column)
        for column in columns[:-1]
    )


def _has_bold_head(groups: Sequence[Sequence[Row]]) -> bool:
    """True when the first row is set in bold and the rest isn't."""
    head = [one for row in groups[0] for one in row.segments]
    rest = [one for group in groups[1:] for row in group for one in row.segments]
    return len(head) > 1 and all(one.bold for one in head) and sum(one.bold for one in rest) < 0.5 * len(rest)


def _boxes(band: _Band, groups: Sequence[Sequence[Row]], columns: Sequence[Sequence[Segment]]) -> Grid:
    """The grid with cell borders at the left edges of the columns and halfway the white between rows."""
    edges = [min(one.x0 for one in column) - 2 for column in columns]
    sides = [*edges, max(one.x1 for one in columns[-1]) + 2]
    tops = [min(one.top for row in group for one in row.segments) for group in groups]
    ends = [max(one.bottom for row in group for one in row.segments) for group in groups]
    levels = [tops[0] - 1, *((end + top) / 2 for end, top in zip(ends, tops[1:], strict=False)), ends[-1] + 1]
    rows: list[list[Box | None]] = [
        [(x0, top, x1, bottom) for x0, x1 in itertools.pairwise(sides)] for top, bottom in itertools.pairwise(levels)
    ]
    return Grid((sides[0], levels[0], sides[-1], levels[-1]), rows, tuple(edges))
