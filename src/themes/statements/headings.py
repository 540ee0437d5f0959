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
import statistics
from collections.abc import Sequence

from themes.statements.blocks import Block
from themes.statements.cues import (
    DATE,
    FIELD,
    FIXED_HEADS,
    GROUP_HEAD,
    LINK,
    REPORT_HEAD,
    finished,
    has_finite_verb,
    words,
)
from themes.statements.meta import is_meta_sentence
from themes.statements.rows import NO_GAP

_MARKDOWN = re.compile(r"^(#{1,6})\s+\S")
_SETEXT = re.compile(r"^(\*\*|__)(?P<text>[^*]+)\1:?$")
_PARTS = re.compile(r"^(\d{1,2}(?:\s?\.\s?\d{1,2}){1,3})\.?\s+(?=[^\W\d_]|[‘“\"'(])")
_LABEL = re.compile(
    r"^bijlage bij\b|^(?:hoofdstuk|paragraaf|deel|bijlage|thema|onderwerp|opgave|doel|spoor|pijler|fase|"
    r"stap|figuur|tabel)\s+(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,4})\b",
    re.I,
)
_GOAL_NUMBER = re.compile(r"^\d{1,2}\s?\.?\s+(?:doel|opgave|thema|pijler|hoofdstuk)\b", re.I)
_QUOTE = "‘“\"„'«"
MAX_HEAD = 130


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """How a document is written: the size of its body text and the usual length of its loose paragraphs."""

    size: float
    bold: bool
    markdown: bool
    loose: dict[int, str]  # block index -> 'notes', 'short' or 'prose': what the blocks around it are
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
    weak = _weak_heads(blocks, flow, strong, style) - numbered
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
    return Style(size, bold > plain, media == "markdown" or marks > 0, _loose(blocks), _repeated(blocks))


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


def _loose(blocks: Sequence[Block], window: int = 12, limit: int = 78) -> dict[int, str]:
    """For each block what the blocks around it are: 'notes', 'short' or 'prose'.

    'notes': the complete unmarked blocks are short and fragments stand among them, each followed by a note rather
    than by a list or a quotation. 'short': short, but hardly any such fragments, so that one may well be a heading.
    """
    flow = [index for index, block in enumerate(blocks) if block.tag == "flow"]
    unmarked = [blocks[index].marker is None for index in flow]
    complete = [finished(blocks[index].text) for index in flow]
    fragment = [unmarked[at] and not complete[at] and _note_follows(blocks, flow, at, limit) for at in range(len(flow))]
    result: dict[int, str] = {}
    for at, index in enumerate(flow):
        near = range(max(0, at - window), min(len(flow), at + window + 1))
        lengths = [len(blocks[flow[one]].text) for one in near if unmarked[one] and complete[one]]
        fragments = sum(fragment[one] for one in near)
        if len(lengths) >= 3:
            short = statistics.median_low(lengths) < limit
            loose = fragments >= 0.2 * sum(unmarked[one] for one in near)
            result[index] = "prose" if not short else "notes" if loose else "short"
        else:
            result[index] = "notes" if fragments > 0.5 * len(near) and len(near) > window else "prose"
    return result


def _note_follows(blocks: Sequence[Block], flow: Sequence[int], at: int, limit: int) -> bool:
    """Whether a short unmarked text comes after a fragment that is no fixed head."""
    if blocks[flow[at]].text.strip(" :.").lower() in FIXED_HEADS or at + 1 >= len(flow):
        return False
    after = blocks[flow[at + 1]]
    return after.marker is None and len(after.text) < limit and after.text[:1] not in _QUOTE


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
        return 0
    if block.marker is None and not finished(joined) and joined[-1] not in ";,":
        if (
            REPORT_HEAD.match(joined)
            and not DATE.search(joined)
            and len(words(joined)) <= 9
            and not has_finite_verb(joined)
        ):
            return 1
        named = re.match(r"^\W*\w*(?:tafel|sessie|groep|workshop|ronde)\s+(?:\d{1,2}|[A-Z])\b", joined, re.I)
        if GROUP_HEAD.match(joined) and (named or not has_finite_verb(joined) or len(words(joined)) <= 6):
            return 2
        if _LABEL.match(joined) and not has_finite_verb(joined[:40]):
            return 8
    if block.marker is None and index in style.repeated:
        return 8
    if block.marker is None and joined.strip(" :.*_").lower() in FIXED_HEADS and joined[-1] not in ".,;":
        return 8
    if (
        block.marker is not None
        and block.marker.family in {"number", "dash", "sign", "roman"}
        and _single_number_head(blocks, index)
    ):
        return 2 if block.marker.family in {"number", "roman"} else 7
    if _is_capitals(joined) and not (block.marker and block.marker.family != "number"):
        return 7
    bold = _SETEXT.match(joined)
    if bold and not finished(bold.group("text")):
        return 8
    return _font_level(block, joined, style)


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


def _weak_heads(blocks: Sequence[Block], flow: Sequence[int], strong: dict[int, int], style: Style) -> set[int]:
    """Headings without a mark: decided from the end, since what follows tells most."""
    found: set[int] = set()
    open_list: dict[int, bool] = _after_lead_in(blocks, flow)
    nested = _under_items(blocks, flow, strong)
    for at in range(len(flow) - 1, -1, -1):
        index = flow[at]
        block = blocks[index]
        if index in strong or not _may_be_head(block, blocks, flow, at):
            continue
        if style.loose[index] == "notes" or open_list[index] or index in nested or at + 1 >= len(flow):
            continue
        after_index = flow[at + 1]
        after = blocks[after_index]
        before = blocks[flow[at - 1]] if at else None
        if (
            before is not None
            and flow[at - 1] not in strong
            and not _complete(before)
            and not _may_be_head(before, blocks, flow, at - 1)
        ):
            continue
        if after_index in strong or after_index in found:
            if not has_finite_verb(block.text) or (after_index in strong and strong[after_index] == 8):
                found.add(index)
        elif _is_body(after, block) and (style.loose[index] == "prose" or _is_more_than_a_note(after)):
            found.add(index)
    return found


def _under_items(blocks: Sequence[Block], flow: Sequence[int], strong: dict[int, int]) -> set[int]:
    """Bare lines that hang under a list item: right after it without the blank line that heads have, or in a row."""
    spaced = sum(blocks[index].gap != NO_GAP for index in flow) > 0.15 * len(flow)
    found: set[int] = set()
    at = 0
    while at < len(flow):
        run = at
        while run < len(flow) and _is_bare(blocks[flow[run]]) and flow[run] not in strong:
            run += 1
        if (
            run > at
            and at
            and blocks[flow[at - 1]].marker is not None
            and flow[at - 1] not in strong
            and (spaced or run - at > 1)
        ):
            found.update(flow[at:run])
        at = max(run, at + 1)
    return found


def _is_bare(block: Block) -> bool:
    """A short line without marker, full stop or blank line before it."""
    return block.marker is None and block.gap == NO_GAP and len(block.text) <= MAX_HEAD and not finished(block.text)


def _may_be_head(block: Block, blocks: Sequence[Block], flow: Sequence[int], at: int) -> bool:
    text = block.text.strip()
    if block.marker is not None or len(text) > MAX_HEAD or len(block.rows) > 2 or text[:1] in _QUOTE:
        return False
    if not (text[:1].isupper() or text[:1].isdigit()) or len(words(text)) > 16:
        return False
    if text[-1] in ",;:" or "|" in text or LINK.search(text) or DATE.search(text) or is_meta_sentence(text):
        return False
    if text.endswith("?"):
        after = blocks[flow[at + 1]] if at + 1 < len(flow) else None
        alone = block.gap != NO_GAP and after is not None and after.gap != NO_GAP
        return alone and len(text) <= 90 and "." not in text and "?" not in text[:-1] and _is_prose(after)
    return not finished(text)


def _complete(block: Block) -> bool:
    text = block.text.rstrip()
    if finished(text) or text[-1:] in ":;" or block.marker is not None:
        return True
    return bool(LINK.search(text) or DATE.search(text) or FIELD.match(text) or is_meta_sentence(text))


def _is_prose(block: Block | None) -> bool:
    return block is not None and block.marker is None and finished(block.text) and len(block.text) > 80


def _is_body(after: Block, block: Block) -> bool:
    """Whether a block can stand under a heading: a sentence, a list item, or a lead-in."""
    text = after.text.rstrip()
    if LINK.match(text):
        return False
    if after.marker is not None or FIELD.match(text):
        return True
    return finished(text) or text[-1:] == ":" or len(text) > 1.3 * len(block.text)


def lost_numbers(blocks: Sequence[Block], flow: Sequence[int]) -> set[int]:
    """Items of a numbered list in which a scan lost some numbers: as many bare lines as numbers are missing."""
    found: set[int] = set()
    last = -1
    for at, index in enumerate(flow):
        marker = blocks[index].marker
        if marker is None or marker.number is None:
            continue
        if last >= 0 and at - last > 1:
            first = blocks[flow[last]].marker
            between = [blocks[one] for one in flow[last + 1 : at]]
            short = all(one.marker is None and len(one.text) <= MAX_HEAD and not finished(one.text) for one in between)
            if first is not None and short and marker.number - (first.number or 0) == len(between) + 1:
                found.update(flow[last : at + 1])
        last = at
    return found


def _is_more_than_a_note(block: Block) -> bool:
    """A list item, or a text of more than one sentence."""
    return block.marker is not None or (len(block.text) > 78 and bool(re.search(r"[.!?]\s+[A-ZÀ-Þ]", block.text)))


def _after_lead_in(blocks: Sequence[Block], flow: Sequence[int]) -> dict[int, bool]:
    """Blocks in a list whose markers are lost: short and unmarked, in a row after a block that ends in a colon."""
    result: dict[int, bool] = {}
    listing = False
    for at, index in enumerate(flow):
        block = blocks[index]
        text = block.text.rstrip()
        if at and blocks[flow[at - 1]].text.rstrip().endswith(":") and blocks[flow[at - 1]].marker is None:
            after = blocks[flow[at + 1]] if at + 1 < len(flow) else None
            listing = (
                block.marker is None
                and len(text) <= MAX_HEAD
                and not (after is not None and _is_prose(after) and len(after.text) > 160)
            )
        elif listing and (block.marker is not None or len(text) > MAX_HEAD or finished(text)):
            listing = False
        result[index] = listing
    return result
