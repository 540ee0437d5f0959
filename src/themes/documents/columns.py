"""Reading order: pieces of text of one page to rows, with columns read one after the other.

A gutter is a vertical strip without text over several rows. It parts the text in columns when both sides read as prose
(lines of several words that mostly fill their column), and sets a margin column apart when the narrow side doesn't keep
the rows of the wide side. Any other wide gap (a label and its value, a number and its text, a page number in a table of
contents) stays on one row.
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Sequence

from themes.documents.glyphs import Segment

MIN_GUTTER = 8.0  # points
MIN_ROWS = 4  # rows that a gutter must part
MARGIN_SHARE = 0.3  # a margin column is at most this part of the width
MAX_DEPTH = 6


@dataclasses.dataclass(slots=True)
class Row:
    """Pieces on one baseline, left to right. `flow` tells rows of the body (0) from margin columns (1, 2, ...)."""

    segments: list[Segment]
    flow: int = 0
    cut: bool = False  # first row after a change of column


class Orderer:
    """Puts the segments of one region in reading order."""

    def __init__(self) -> None:
        self.margins = 0
        self.columns = 0

    def order(self, segments: Sequence[Segment], depth: int = 0) -> list[Row]:
        """Rows in reading order."""
        segments = list(segments)
        found = find_gutter(segments) if depth < MAX_DEPTH and len(segments) >= 2 * MIN_ROWS else None
        if found is None:
            return rows_of(segments)
        above, left, right, below, kind = found
        result = self.order(above, depth + 1)
        if kind == "columns":
            self.columns += 1
            for side in (left, right):
                rows = self.order(side, depth + 1)
                if rows:
                    rows[0].cut = True
                result += rows
        else:
            main, margin = (right, left) if kind == "left margin" else (left, right)
            result += self.order(main, depth + 1)
            self.margins += 1
            flow = self.margins
            for row in rows_of(margin):
                row.flow = flow
                result.append(row)
        return result + self.order(below, depth + 1)


Parts = tuple[list[Segment], list[Segment], list[Segment], list[Segment], str]


def rows_of(segments: Sequence[Segment]) -> list[Row]:
    """Segments by baseline, top to bottom; each row left to right."""
    rows: list[Row] = []
    for segment in sorted(segments, key=lambda one: (one.base, one.x0)):
        for row in reversed(rows[-3:]):
            first = row.segments[0]
            if abs(first.base - segment.base) <= 0.3 * min(first.size, segment.size) and not any(
                min(one.x1, segment.x1) - max(one.x0, segment.x0) > 0.5 * min(one.x1 - one.x0, segment.x1 - segment.x0)
                for one in row.segments
            ):
                row.segments.append(segment)
                break
        else:
            rows.append(Row([segment]))
    for row in rows:
        row.segments.sort(key=lambda one: one.x0)
    return rows


def find_gutter(segments: Sequence[Segment]) -> Parts | None:
    """(above, left, right, below, kind) for the tallest gutter of the region; None when there is none."""
    best: tuple[float, Parts] | None = None
    for start in _starts(segments):
        for low, high in _open_stretches(segments, start):
            inside = [one for one in segments if low <= one.top and one.bottom <= high]
            left = [one for one in inside if one.x1 <= start]
            right = [one for one in inside if one.x0 >= start - 1.5]
            if len(left) < MIN_ROWS or len(right) < MIN_ROWS:
                continue
            left, right, inside = _overlap(left, right)
            kind = _kind(left, right)
            if kind is None:
                continue
            height = max(one.bottom for one in inside) - min(one.top for one in inside)
            if best is None or height > best[0]:
                top = min(one.top for one in inside)
                chosen = {id(one) for one in inside}
                rest = [one for one in segments if id(one) not in chosen]
                above = [one for one in rest if one.top < top]
                below = [one for one in rest if one.top >= top]
                best = (height, (above, left, right, below, kind))
    return best[1] if best else None


def _starts(segments: Sequence[Segment]) -> list[float]:
    """Left edges that several segments share: where a column may begin."""
    edges = sorted(one.x0 for one in segments)
    starts, at = [], 0
    while at < len(edges):
        end = at
        while end < len(edges) and edges[end] - edges[at] <= 3.0:
            end += 1
        if end - at >= min(MIN_ROWS, 3):
            starts.append(edges[at])
        at = end
    return starts[1:] if len(starts) <= 12 else starts[1:13]


def _open_stretches(segments: Sequence[Segment], start: float) -> list[tuple[float, float]]:
    """Vertical stretches in which no segment crosses the strip to the left of `start`."""
    crossing = sorted((one.top, one.bottom) for one in segments if one.x0 < start - 1.5 and one.x1 > start - MIN_GUTTER)
    stretches, low = [], float("-inf")
    for top, bottom in crossing:
        if top > low:
            stretches.append((low, top + 1.0))
        low = max(low, bottom - 1.0)
    stretches.append((low, float("inf")))
    return stretches


def _overlap(left: list[Segment], right: list[Segment]) -> tuple[list[Segment], list[Segment], list[Segment]]:
    """Both sides as they are, and together."""
    return left, right, [*left, *right]


def _kind(left: Sequence[Segment], right: Sequence[Segment]) -> str | None:
    x0, x1 = min(one.x0 for one in left), max(one.x1 for one in right)
    middle_left, middle_right = max(one.x1 for one in left), min(one.x0 for one in right)
    width = x1 - x0
    if width <= 0 or middle_right - middle_left < MIN_GUTTER:
        return None
    share_left, share_right = (middle_left - x0) / width, (x1 - middle_right) / width
    both_high = min(max(one.bottom for one in left), max(one.bottom for one in right)) - max(
        min(one.top for one in left), min(one.top for one in right)
    )
    if both_high <= 0:
        return None
    if min(share_left, share_right) >= 0.2 and is_prose(left) and is_prose(right):
        return "columns"
    narrow, wide = (left, right) if share_left < share_right else (right, left)
    if min(share_left, share_right) <= MARGIN_SHARE and is_prose(wide) and _own_rows(narrow, wide):
        return "left margin" if narrow is left else "right margin"
    return None


def is_prose(segments: Sequence[Segment]) -> bool:
    """Lines of several words, most of which fill the column."""
    rows = rows_of(segments)
    if len(rows) < MIN_ROWS:
        return False
    words = statistics.median(sum(len(one.text.split()) for one in row.segments) for row in rows)
    x0, x1 = min(one.x0 for one in segments), max(one.x1 for one in segments)
    full = sum(row.segments[-1].x1 - x0 >= 0.7 * (x1 - x0) for row in rows)
    return words >= 3 and full >= 0.45 * len(rows)


def _own_rows(narrow: Sequence[Segment], wide: Sequence[Segment]) -> bool:
    """True when the narrow side goes its own way: it isn't a column of labels, numbers or bullets beside the text."""
    if statistics.median(len(one.text) for one in narrow) < 4:
        return False
    bases = sorted(one.base for one in wide)
    aligned = sum(any(abs(one.base - base) <= 1.0 for base in bases) for one in narrow)
    size_narrow = statistics.median(one.size for one in narrow)
    size_wide = statistics.median(one.size for one in wide)
    if size_narrow <= 0.88 * size_wide and aligned < 0.8 * len(narrow):
        return True
    return aligned < 0.5 * len(narrow)
