"""Headings that carry no sign: a short line without a full stop, told from a note by what stands around it.

The same line is a heading in a document of prose or over a list, and a contribution among loose notes or in a list
that lost its markers. What follows it tells most, so the decision runs from the end of the document to its start.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

from themes.statements.blocks import Block
from themes.statements.cues import DATE, FIELD, FIXED_HEADS, LINK, finished, has_finite_verb, words
from themes.statements.meta import is_meta_sentence
from themes.statements.rows import NO_GAP

_QUOTE = "‘“\"„'«"
MAX_HEAD = 130


def bare_heads(blocks: Sequence[Block], flow: Sequence[int], strong: dict[int, int]) -> set[int]:
    """Headings without a mark: decided from the end, since what follows tells most."""
    found: set[int] = set()
    around = _loose(blocks)
    open_list: dict[int, bool] = _after_lead_in(blocks, flow)
    nested = _under_items(blocks, flow, strong)
    for at in range(len(flow) - 1, -1, -1):
        index = flow[at]
        block = blocks[index]
        if index in strong or not _may_be_head(block, blocks, flow, at):
            continue
        if around[index] == "notes" or open_list[index] or index in nested or at + 1 >= len(flow):
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
        elif _is_body(after, block) and (around[index] == "prose" or _is_more_than_a_note(after)):
            found.add(index)
    return found


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


def _under_items(blocks: Sequence[Block], flow: Sequence[int], strong: dict[int, int]) -> set[int]:
    """Bare lines that hang under a list item: right after it without the blank line that heads have, or in a row."""
    spaced = sum(blocks[index].gap != NO_GAP for index in flow) > 0.15 * len(flow)
    found: set[int] = set()
    at = 0
    while at < len(flow):
        if flow[at] in strong and at:
            spaced = blocks[flow[at]].gap != NO_GAP  # as the last head that shows itself as one
        run = at
        while run < len(flow) and _is_bare(blocks[flow[run]]) and flow[run] not in strong:
            run += 1
        under = run > at and at > 0 and blocks[flow[at - 1]].marker is not None and flow[at - 1] not in strong
        if under and (spaced or run - at > 1):
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


def _is_more_than_a_note(block: Block) -> bool:
    """A list item, or a text of more than one sentence."""
    return block.marker is not None or (len(block.text) > 78 and bool(re.search(r"[.!?]\s+[A-ZÀ-Þ]", block.text)))


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
