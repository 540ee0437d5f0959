"""An advice letter cut into blocks: headings, lead-ins, paragraphs, and list items with the paragraphs that go on.

A paragraph without a mark between two items of one list belongs to the item before it; one after the last item does
when it points back. Sentences inside a quotation that runs over sentences are known as quoted.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from themes.policy.ask_cues import (
    advises,
    closes_letter,
    closes_list,
    is_order,
    is_request,
    label_of,
    list_kind,
    points_back,
    ranks,
)
from themes.records import Unit

Block = list[Unit]
_LONGEST = 12  # sentences that one quotation may hold
_STUCK = re.compile(r"^([a-zP¢*»•])\\?(?=(?:Wij|We|De|Het|Een|In|Er|U|Maak|Geef|Zorg|Betrek|Neem|Laat) )")  # 'oWij'


def cut_blocks(units: Sequence[Unit]) -> list[Block]:
    """Runs of units that make one list item with what goes on about it, one paragraph, or one heading."""
    blocks = list(_runs([_with_mark(unit) for unit in units]))
    joined: list[Block] = []
    item: str | None = None  # kind of mark of the item that is open
    for at, block in enumerate(blocks):
        mark = mark_kind(block[0])
        if mark is None and item is not None and joined and _goes_on(block, joined[-1], item, blocks[at + 1 :]):
            joined[-1] = [*joined[-1], *block]
            continue
        item = mark
        joined.append(block)
    return joined


def _with_mark(unit: Unit) -> Unit:
    """A unit whose misread bullet sticks to its first word, with the bullet as its mark."""
    stuck = _STUCK.match(unit.text) if unit.item is None and unit.kind != "heading" else None
    return dataclasses.replace(unit, item=stuck[1], text=unit.text[stuck.end() :]) if stuck else unit


def quoted_units(units: Sequence[Unit]) -> frozenset[str]:
    """Ids of units that stand in a quotation, those of quotations over several sentences too."""
    found = {unit.unit_id for unit in units if unit.quoted}
    opened: list[str] | None = None
    for unit in units:
        text = unit.text
        if unit.kind == "heading":
            opened = None
        inside = opened is not None
        if opened is not None:
            opened.append(unit.unit_id)
        last_open, last_close = text.rfind("“"), text.rfind("”")
        if last_close > last_open or (inside and last_close >= 0):
            found.update(opened or ())
            opened = None
        if last_open > last_close:
            opened = [unit.unit_id] if not text[:last_open].strip() else []
        if opened is not None and len(opened) > _LONGEST:
            opened = None  # a mark that was never closed
    return frozenset(found)


def mark_kind(unit: Unit) -> str | None:
    """Kind of the list mark of a unit: dash, number or bullet (of any shape, as scans misread them); None without."""
    if unit.item is None:
        return None
    mark = unit.item.strip()
    if mark[:1] in "-–—−":
        return "dash"
    return "number" if re.match(r"^\W?\d{1,2}[.)]?$", mark) else "bullet"


def is_numbered(unit: Unit) -> bool:
    """Whether a unit is an item of a numbered list."""
    return mark_kind(unit) == "number"


def joined_text(block: Sequence[Unit]) -> str:
    """The words of a block as one text."""
    return " ".join(unit.text.strip() for unit in block)


def _runs(units: Sequence[Unit]) -> Iterator[Block]:
    block: Block = []
    for unit in units:
        if unit.kind == "noise" or not unit.text.strip():
            continue
        if block and _begins(unit, block[-1]):
            yield block
            block = []
        block.append(unit)
    if block:
        yield block


def _begins(unit: Unit, before: Unit) -> bool:
    """Whether a unit starts a new item or paragraph."""
    if label_of(unit.text):
        return True
    if "heading" in (unit.kind, before.kind) or unit.kind == "lead_in" or before.kind == "lead_in":
        return True
    if (unit.kind == "meta") != (before.kind == "meta") and (unit.item is None or closes_letter(unit.text)):
        return True
    if unit.item is not None or before.item is not None:
        if unit.item != before.item or unit.section != before.section:
            return True
        return unit.line_start > before.line_end and _holds_marker(unit)
    if unit.section != before.section or (unit.kind == "table_cell") != (before.kind == "table_cell"):
        return True
    return unit.line_start > before.line_end + 1 or before.text.rstrip().endswith(";")


def _holds_marker(unit: Unit) -> bool:
    """Whether the list marker stands in the unit's own span: it is the first of its item."""
    pieces = [tuple(map(int, piece.split("-"))) for piece in unit.spans.split()]
    if not pieces or unit.item is None:
        return True
    covered = sum(end - start for start, end in pieces) + len(pieces) - 1
    return covered - len(unit.text) >= len(unit.item)


def _goes_on(block: Block, item: Block, mark: str, rest: Sequence[Block]) -> bool:
    """Whether a block without a mark belongs to the list item before it."""
    first, text = block[0], joined_text(block)
    if first.kind in ("heading", "meta", "table_cell") or first.section != item[0].section:
        return False
    if closes_list(text) or closes_letter(text) or ranks(text) or item[-1].text.rstrip().endswith(";"):
        return False
    asks = any(is_request(unit.text) for unit in block) or is_order(text)
    if asks and any(is_request(unit.text) or is_order(unit.text) for unit in item):
        return False
    if first.kind == "lead_in" and (list_kind(text) or advises(text)) and not asks:
        return False
    following = next((other for other in rest if mark_kind(other[0]) or other[0].kind == "heading"), None)
    if following is not None and mark_kind(following[0]) == mark and following[0].section == first.section:
        between = rest[: next(at for at, other in enumerate(rest) if other is following)]
        return not any(other[0].kind == "lead_in" for other in between)
    return points_back(text)
