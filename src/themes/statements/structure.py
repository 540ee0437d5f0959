"""Where each block stands: the headings above it, its group, the lead-in it hangs under, and its depth in a list."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from themes.statements.blocks import Block
from themes.statements.cues import FIXED_HEADS, GROUP_HEAD, REPORT_HEAD, finished, words


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Section path (headings above joined by ' > '), group, text of the lead-in or parent item, and depth."""

    section: str
    group: str | None
    lead_in: str | None
    depth: int


def place_blocks(blocks: Sequence[Block]) -> list[Place]:
    """The place of each block. A heading's own path holds the headings above it, its depth is its level."""
    stack: list[tuple[int, str]] = []
    lists: list[tuple[str, float, str]] = []  # family, indent, text of the items that are open
    lead: str | None = None
    lead_used = False
    places: list[Place] = []
    text_seen = False
    grouped = any(block.kind == "heading" and GROUP_HEAD.match(block.text) and block.level == 2 for block in blocks)
    for block in blocks:
        if block.tag != "flow":
            places.append(Place(_path(stack), _group(stack), None, 0))
            continue
        text = block.text.strip()
        if block.kind == "heading":
            level = _rank(block, stack, text_seen=text_seen, grouped=grouped)
            while stack and stack[-1][0] >= level:
                stack.pop()
            places.append(Place(_path(stack), _group(stack), None, len(stack) + 1))
            if level < 99:
                stack.append((level, _clean(block)))
            lists, lead, lead_used = [], None, False
            continue
        text_seen = text_seen or finished(text)
        if block.kind == "meta":
            places.append(Place(_path(stack[:1]) if _at_end(block) else _path(stack), _group(stack), None, 0))
            continue
        if block.marker is None and lists and lists[-1][2].endswith(":") and not finished(text) and len(text) <= 110:
            places.append(
                Place(_path(stack), _group(stack), lists[-1][2], len(lists) + 1)
            )  # an item without its marker
            continue
        after_item = bool(lists)
        depth, parent = _list_depth(block, lists)
        if block.marker is None:
            if lead_used and (finished(text) or len(text) > 110 or after_item):
                lead = None
            hang = lead if lead and not text.endswith(":") else None
            places.append(Place(_path(stack), _group(stack), hang, 1 if hang else 0))
            lead_used = lead_used or hang is not None
        else:
            places.append(Place(_path(stack), _group(stack), parent or lead, depth))
            lead_used = lead_used or lead is not None
        if text.endswith(":") and block.marker is None:
            lead, lead_used = _last_sentence(text), False
    return places


def _at_end(block: Block) -> bool:
    return block.gap == 2 and len(block.text) > 120


def _clean(block: Block) -> str:
    marker = f"{block.marker.text} " if block.marker and block.marker.family in {"number", "roman"} else ""
    return (marker + " ".join(block.text.split())).strip(" #*_").rstrip(":") or block.text.strip()


def _rank(block: Block, stack: Sequence[tuple[int, str]], *, text_seen: bool, grouped: bool) -> int:
    """Rank of a heading for the stack: what shows no rank goes under the last one that does."""
    if not stack and not text_seen and block.level != 8 and block.text.strip(" :.").lower() not in FIXED_HEADS:
        return 1  # the title
    if block.level == 9 and not text_seen and len(stack) == 1:
        return 99  # a subtitle: part of no path
    if re.match(r"^(?:figuur|tabel|afbeelding|grafiek|kaart)\s+\d", block.text, re.IGNORECASE):
        return 99
    if block.level < 7:
        return block.level
    return {7: 15, 8: 20, 9: 21 if grouped else 20}[block.level]


def _path(stack: Sequence[tuple[int, str]]) -> str:
    return " > ".join(text for _, text in stack)


def _group(stack: Sequence[tuple[int, str]]) -> str | None:
    for _, text in reversed(stack):
        if GROUP_HEAD.match(text) or REPORT_HEAD.match(text):
            return text
    return None


def _list_depth(block: Block, lists: list[tuple[str, float, str]]) -> tuple[int, str | None]:
    """Depth of a list item (1 = outer) and the text of its parent item; `lists` is kept up to date."""
    if block.marker is None:
        if not (lists and block.text.strip()[:1].islower()):
            lists.clear()
        return 0, None
    family, indent = block.marker.family, block.rows[0].indent
    if family in {"ocr", "slash", "ocr-glued", "ocr-capital"} or (family == "sign" and block.marker.text not in "*#+"):
        family = "bullet"
    at = next((i for i, (name, left, _) in enumerate(lists) if name == family and abs(left - indent) < 2), -1)
    if at >= 0:
        del lists[at:]
    elif lists and not (indent > lists[-1][1] + 1 or lists[-1][2].endswith(":")):
        while lists and indent < lists[-1][1] - 1:
            lists.pop()
        if lists and not lists[-1][2].endswith(":"):
            lists.pop()
    parent = lists[-1][2] if lists else None
    lists.append((family, indent, " ".join(block.text.split())))
    return len(lists), parent


def _last_sentence(text: str) -> str:
    cut = max(text.rfind(mark, 0, len(text) - 1) for mark in (". ", "? ", "! "))
    rest = " ".join(text[cut + 2 if cut >= 0 else 0 :].split())
    return rest if len(words(rest)) > 1 else " ".join(text.split())
