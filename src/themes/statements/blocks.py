"""Rows to blocks: a paragraph, a list item, a heading or a cell, each a run of rows with at most one marker.

Two rows belong together when the words of the second go on where the first breaks off. A wrapped line breaks only
where the next word would not have fitted; that test, lower case, and words that can't end a sentence decide.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Sequence

from themes.language.abbreviations import is_abbreviation
from themes.records import Cell
from themes.statements.cues import (
    CLOSES,
    FIELD,
    GLUE_END,
    GREETING,
    LINK,
    MONTHS,
    OPEN_WORDS,
    PRESENT,
    SALUTATION,
    finished,
    is_header_line,
    words,
)
from themes.statements.markers import Marker
from themes.statements.marks import unmarked
from themes.statements.rows import BLANK, NO_GAP, PAGE, Row

_URL_TAIL = re.compile(r"(?:https?://|www\.)\S*[-/_=&?.]$")
_CAPS = re.compile(r"^[^a-zà-ÿ]*[A-ZÀ-Þ]{2}[^a-zà-ÿ]*$")
_DATE_LINE = re.compile(rf"^(?:\w+dag )?\d{{1,2}} {MONTHS} \d{{4}}(?:,|$)", re.IGNORECASE)
_LOWER_WORDS = re.compile(r"^[a-zà-ÿ]+ [a-zà-ÿ]")
_NUMBERED_HEAD = re.compile(r"^\d{1,2}\s?\.\s?\d{1,2}(?:\.\d{1,2})*\.?\s+\S")


@dataclasses.dataclass(slots=True)
class Block:
    """A run of rows that make one text. `tag`: 'flow', 'cell', 'table', 'noise', 'note' or 'meta'."""

    rows: list[Row]
    marker: Marker | None = None
    tag: str = "flow"
    gap: int = BLANK  # before the block, in the flow
    kind: str = ""  # 'heading', 'meta', 'noise', 'table_cell' or '' (its sentences decide)
    level: int = 0
    depth: int = 0

    @property
    def header(self) -> bool:
        """Whether this is the head of a flattened table."""
        return self.tag == "table" and is_header_line(self.rows[0].text)

    @property
    def start(self) -> int:
        """Position of its first character in the source text."""
        return self.rows[0].start

    @property
    def skip(self) -> int:
        """Characters of the first row that belong to the marker; a heading keeps its number."""
        if self.marker is None or (
            self.kind == "heading" and self.marker.family in {"number", "roman", "bare-number", "letter."}
        ):
            return 0
        return self.marker.length

    @property
    def text(self) -> str:
        """The text without the marker, lines joined by a space; for tests of shape, not for output."""
        body = " ".join(row.text for row in self.rows)
        return body[self.marker.length :] if self.marker else body


def build_blocks(
    rows: Sequence[Row], tags: Sequence[str], markers: Sequence[Marker | None], *, style: str
) -> list[Block]:
    """Blocks of all rows in the order of their first row."""
    seen = collections.Counter(row.text for row in rows)
    blocks: list[Block] = []
    cells: dict[Cell, Block] = {}
    current: Block | None = None
    outside: Block | None = None
    between = NO_GAP
    for row, tag, marker in zip(rows, tags, markers, strict=True):
        if row.line.cell is not None and tag == "flow":
            current = None
            cell = cells.get(row.line.cell)
            if cell is not None and marker is None and _cell_goes_on(cell.rows[-1], row):
                cell.rows.append(row)
            else:
                cells[row.line.cell] = cell = Block([row], marker, "cell")
                blocks.append(cell)
            continue
        if tag != "flow":
            if outside is not None and outside.tag == tag and row.gap == NO_GAP and _outside_goes_on(outside, row):
                outside.rows.append(row)
            else:
                outside = Block([row], None, tag)
                blocks.append(outside)
            between = max(between, BLANK, row.gap)
            continue
        outside = None
        gap = max(row.gap, between)
        head = seen[row.text] >= 3 and len(row.text) < 70 and row.text[0].isupper()  # the same line again and again
        if current is not None and marker is None and not head and goes_on(current, row, gap, style=style):
            current.rows.append(row)
        else:
            current = Block([row], marker, "flow", gap)
            blocks.append(current)
        between = NO_GAP
    return blocks


def _outside_goes_on(block: Block, row: Row) -> bool:
    """Outside the flow: a note until the next number, and the lines of one flattened cell."""
    if block.tag == "note":
        return not row.text[:1].isdigit()
    return block.tag == "table" and not block.header and not is_header_line(row.text)


def _cell_goes_on(before: Row, row: Row) -> bool:
    """Within a cell: a finished line followed by a capital after a gap starts a new text."""
    return not (finished(before.text) and row.gap == BLANK)


def goes_on(block: Block, row: Row, gap: int, *, style: str) -> bool:
    """Whether `row` continues the block. `gap` counts what was taken out of the flow in between."""
    last = block.rows[-1]
    text, first = unmarked(last.text) or last.text, row.text
    if last.line.box is not None and not _same_type(last, row):
        return False
    if last.line.bold != row.line.bold and (finished(text) or not row.text[0].islower() or gap != NO_GAP):
        return False
    if _URL_TAIL.search(text) and gap == NO_GAP:
        return True
    if (
        CLOSES.match(first)
        or FIELD.match(first)
        or PRESENT.match(first)
        or (LINK.match(first) and (LINK.match(text) or gap != NO_GAP))
    ):
        return False
    if (
        SALUTATION.match(text)
        or GREETING.match(text)
        or (len(block.rows) == 1 and FIELD.match(text) and not is_full(block, row))
    ):
        return False
    if block.marker is not None and gap == NO_GAP and _lost_marker(block, row):
        return False
    lower = starts_inside(first)
    open_end = text[-1] not in ".!?" and (
        bool(GLUE_END.search(text)) or _last_word(text) in OPEN_WORDS or text[-1] in "-‐"
    )
    if style == "paragraph":
        return not finished(text) and open_end and lower and gap != BLANK
    if _CAPS.match(text) or _CAPS.match(first):
        both = bool(_CAPS.match(text)) and bool(_CAPS.match(first))
        return gap == NO_GAP and is_full(block, row) and (both or not finished(text))
    if _NUMBERED_HEAD.match(first):
        return False
    if _DATE_LINE.match(first) and not open_end and not is_full(block, row):
        return False
    if finished(text):
        return gap == NO_GAP and is_full(block, row) and not _head_lost(text, first)
    if text[-1] in ":;":
        if gap == PAGE and lower and text[-1] == ":" and block.marker is not None:
            return True  # an item that a page end cuts
        return gap == NO_GAP and is_full(block, row) and (lower or text[-1] == ";")
    if gap == NO_GAP:
        return (lower and style == "wrapped") or open_end or is_full(block, row)
    if lower:
        return (
            gap == PAGE
            or open_end
            or last.reach + (1 + len(first.split(maxsplit=1)[0])) * last.unit > 0.85 * last.width
        )
    return open_end and last.reach >= 0.75 * last.width


def _head_lost(text: str, first: str) -> bool:
    """Whether a line in lower case follows a sentence that is over: the words between them are lost."""
    last = text.rsplit(maxsplit=1)[-1]
    ends = last.endswith(".") and last.count(".") == 1 and len(last) > 4 and not is_abbreviation(last[:-1])
    return ends and bool(_LOWER_WORDS.match(first))


def _lost_marker(block: Block, row: Row) -> bool:
    """In a list whose items start in lower case: a line that breaks off early, then another lower-case line."""
    last = block.rows[-1]
    need = last.reach + (1 + len(row.text.split(maxsplit=1)[0])) * last.unit
    return len(block.rows) == 1 and block.text[:1].islower() and row.text[0].islower() and need < 0.7 * last.width


def starts_inside(text: str) -> bool:
    """Whether a line can't be the start of a sentence: it opens in lower case, or with a number and then lower case."""
    if re.match(r"[‘“\"'„(]", text):
        return False
    return bool(re.match(r"[\W\d_]{0,12}[a-zà-ÿ]", text)) or not any(char.isalpha() for char in text)


def is_full(block: Block, row: Row) -> bool:
    """Whether the first word of `row` would not have fitted on the block's last row."""
    last = block.rows[-1]
    need = last.reach + (1 + len(row.text.split(maxsplit=1)[0])) * last.unit
    if len(block.rows) >= 2:
        width = max(one.reach for one in block.rows)
        return need > 0.9 * width and (last.reach > 0.3 * last.width)
    return need > 0.92 * max(last.reach, row.reach, last.width)


def _same_type(last: Row, row: Row) -> bool:
    """Whether two lines of a page are set in the same size, within a twelfth."""
    one, two = last.line.size, row.line.size
    return not (one and two and abs(one - two) > max(one, two) / 12)


def _last_word(text: str) -> str:
    found = words(text[-30:])
    return found[-1] if found and text[-1].isalpha() else ""
