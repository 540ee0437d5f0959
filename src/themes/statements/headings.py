"""Which blocks are headings, and of which level.

Strong signs are enough alone: Markdown, a number of several parts, capitals, a larger or bold font, the fixed heads
of the genre, 'Tafel 3'. Without any, a short line without a full stop is a heading when prose or a list follows it in
a document that is written in prose; among loose notes the same line is a note.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re
from collections.abc import Sequence

from themes.statements.bare_heads import MAX_HEAD, bare_heads, lost_numbers
from themes.statements.blocks import Block
from themes.statements.cues import (
    DATE,
    FIXED_HEADS,
    GROUP_HEAD,
    LINK,
    REPORT_HEAD,
    finished,
    has_finite_verb,
    words,
)
from themes.statements.rows import NO_GAP

_MARKDOWN = re.compile(r"^(#{1,6})\s+\S")
_SETEXT = re.compile(r"^(\*\*|__)(?P<text>[^*]+)\1:?$")
_PARTS = re.compile(r"^(\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})\.?\s+(?=[^\W\d_]|[‘“\"'(])")
_LABEL = re.compile(
    r"^bijlage bij\b|^(?:hoofdstuk|paragraaf|deel|bijlage|thema|onderwerp|opgave|doel|spoor|pijler|fase|"
    r"stap|figuur|tabel)\s+(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,4})\b",
    re.IGNORECASE,
)
_GROUP_QUESTION = re.compile(
    r"^\W*\w*(?:tafel|sessie|groep|workshop|ronde)\s+(?:\d{1,2}|[A-Z])\s?[:.–—-]\s[^?]+\?$", re.IGNORECASE
)  # 'Tafel 2: hoe bereiken we jongeren?'
_GOAL_NUMBER = re.compile(r"^\d{1,2}\s?\.?\s+(?:doel|opgave|thema|pijler|hoofdstuk)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """How a document is written: the size and weight of its body text, Markdown or not, and which lines come back."""

    size: float
    bold: bool
    markdown: bool
    repeated: frozenset[int]  # indexes of short lines that come back, each with text under it


def mark_headings(blocks: Sequence[Block], *, media: str) -> None:
    """Set `kind` and `level` of the blocks that are headings."""
    style = read_style(blocks, media)
    strong: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.tag != "flow":
            continue
        level = strong_level(blocks, index, style)
        if level:
            strong[index] = level
    flow = [index for index, block in enumerate(blocks) if block.tag == "flow"]
    numbered = lost_numbers(blocks, flow)
    strong = {index: level for index, level in strong.items() if index not in numbered}
    weak = bare_heads(blocks, flow, strong) - numbered
    for index in flow:
        block = blocks[index]
        if index in strong:
            block.kind, block.level = "heading", strong[index]
        elif index in weak:
            block.kind, block.level = "heading", 9


def read_style(blocks: Sequence[Block], media: str) -> Style:
    """Body size by the number of letters set in it, and where the document is made of loose notes."""
    sizes: collections.Counter[float] = collections.Counter()
    bold = plain = 0
    marks = 0
    for block in blocks:
        if block.tag != "flow":
            continue
        for row in block.rows:
            if row.line.size:
                sizes[round(row.line.size, 1)] += len(row.text)
            if row.line.bold:
                bold += len(row.text)
            else:
                plain += len(row.text)
        marks += bool(re.match(r"^#{2,6}\s", block.rows[0].text))
    size = max(sorted(sizes), key=lambda one: sizes[one]) if sizes else 0.0
    return Style(size, bold > plain, media == "markdown" or marks > 0, _repeated(blocks))


def _repeated(blocks: Sequence[Block]) -> frozenset[int]:
    """Short lines that come back three times or more, each time with text under them: heads that chapters share."""
    flow = [index for index, block in enumerate(blocks) if block.tag == "flow"]
    texts = collections.Counter(blocks[index].text.strip() for index in flow)
    found = {
        index
        for index in flow
        if blocks[index].marker is None
        and texts[blocks[index].text.strip()] >= 3
        and len(blocks[index].text) <= 70
        and blocks[index].text[:1].isupper()
        and blocks[index].text.rstrip()[-1] not in ".,;:!"
    }
    after = dict(itertools.pairwise(flow))
    return frozenset(index for index in found if index in after and after[index] not in found)


def strong_level(blocks: Sequence[Block], index: int, style: Style) -> int:
    """Level of a heading that shows itself as one, 0 for anything else. 8: no rank of its own."""
    block = blocks[index]
    full, text = block.rows[0].text, block.text
    joined = " ".join(row.text for row in block.rows)
    if len(joined) > 2.2 * MAX_HEAD or LINK.search(joined):
        return 0
    markdown = _MARKDOWN.match(full)
    if markdown and style.markdown and not text.rstrip().endswith("?"):
        return len(markdown.group(1))
    if len(joined) <= 1.6 * MAX_HEAD and not finished(joined):
        parts = _PARTS.match(joined)
        if parts:
            return 1 + len(re.findall(r"\d+", parts.group(1)))
        if _GOAL_NUMBER.match(joined) and not (block.marker and block.marker.family == "bare-number"):
            return 2
    if len(joined) > MAX_HEAD:
        return 7 if _bold_title(block, style) else 0
    if block.marker is None and not finished(joined) and joined[-1] not in ";,":
        if (
            REPORT_HEAD.match(joined)
            and not DATE.search(joined)
            and len(words(joined)) <= 9
            and not has_finite_verb(joined)
        ):
            return 1
        named = re.match(r"^\W*\w*(?:tafel|sessie|groep|workshop|ronde)\s+(?:\d{1,2}|[A-Z])\b", joined, re.IGNORECASE)
        if GROUP_HEAD.match(joined) and (named or not has_finite_verb(joined) or len(words(joined)) <= 6):
            return 2
        if _LABEL.match(joined) and not has_finite_verb(joined[:40]):
            return 8
    if block.marker is None and joined.endswith("?") and _GROUP_QUESTION.match(joined) and len(words(joined)) <= 14:
        return 2
    if block.marker is None and index in style.repeated:
        return 8
    if block.marker is None and joined.strip(" :.*_").lower() in FIXED_HEADS and joined[-1] not in ".,;":
        return 8
    if block.marker is not None and _may_head(block, style) and _single_number_head(blocks, index):
        return 2 if block.marker.family in {"number", "roman"} else 7
    if _is_capitals(joined) and not (block.marker and block.marker.family != "number"):
        return 7
    bold = _SETEXT.match(joined)
    if bold and not finished(bold.group("text")):
        return 8
    return _font_level(block, joined, style)


def _may_head(block: Block, style: Style) -> bool:
    """Whether a marker can stand before a heading: a number, a dash, or a bullet before words all in bold."""
    assert block.marker is not None
    if block.marker.family == "clear":
        return not style.bold and all(row.line.bold for row in block.rows)
    return block.marker.family in {"number", "dash", "sign", "roman"}


def _font_level(block: Block, joined: str, style: Style) -> int:
    lines = [row.line for row in block.rows]
    if not style.size or (block.marker is not None and not block.marker.family.endswith("number")):
        return 0
    size = min((line.size or 0.0) for line in lines)
    if (
        size >= style.size * 1.12
        and (len(block.rows) <= 3)
        and not (finished(joined) and joined[-1] == "." and len(joined) > 60)
    ):
        return max(1, min(6, 6 - int((size / style.size - 1) / 0.15)))
    numbered = block.marker is not None and not re.search(r"[.!?]\s", block.text)
    alone = not finished(joined) or joined.endswith("?") or numbered
    if (
        all(line.bold for line in lines)
        and not style.bold
        and size >= style.size * 0.95
        and alone
        and len(block.rows) <= 2
    ):
        return 0 if joined.endswith(",") else 7
    return 0


def _bold_title(block: Block, style: Style) -> bool:
    """A long numbered title, all of it bold among plain text: an item of an agenda or a list of decisions."""
    return (
        block.marker is not None
        and block.marker.family.endswith("number")
        and not style.bold
        and 1 < len(block.rows) <= 3
        and all(row.line.bold for row in block.rows)
        and not re.search(r"[.!?;]\s", block.text)
    )


def _is_capitals(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 5 or len(words(text)) > 14:
        return False
    return sum(char.isupper() for char in letters) >= 0.9 * len(letters) and any(len(word) > 4 for word in words(text))


def _single_number_head(blocks: Sequence[Block], index: int) -> bool:
    """A single-numbered or dashed short title: no neighbour in a list, prose after it, no full stop."""
    block = blocks[index]
    text = block.text
    marker = block.marker
    assert marker is not None
    numbered = marker.family in {"number", "roman"}
    limit = 3 if not numbered else 22 if block.gap != NO_GAP and not has_finite_verb(text) else 11
    if len(text) > 160 or text[-1:] in ".;:,?" or len(words(text)) > limit or not text[:1].isupper():
        return False
    after, before = _neighbour(blocks, index, 1), _neighbour(blocks, index, -1)
    if after is None or (before is not None and before.text.rstrip().endswith(":") and before.kind != "heading"):
        return False
    if any(_same_list(one, two) for one, two in ((block, after), (before, block))):
        return False
    return numbered or (after.marker is None and (len(after.text) > 40 or after.text.rstrip().endswith(":")))


def _same_list(one: Block | None, two: Block | None) -> bool:
    """Whether two blocks are items that follow on each other: same kind of marker, and a number one higher."""
    if one is None or two is None or one.marker is None or two.marker is None or one.marker.family != two.marker.family:
        return False
    if one.marker.number is None or two.marker.number is None:
        return True
    return two.marker.number == one.marker.number + 1


def _neighbour(blocks: Sequence[Block], index: int, step: int) -> Block | None:
    at = index + step
    while 0 <= at < len(blocks):
        if blocks[at].tag == "flow":
            return blocks[at]
        at += step
    return None
