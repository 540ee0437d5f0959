"""What was said in the same breath: the units beside a statement in its own list item, or in the lines around it.

'Die mensen melden zich nergens' says nothing of its subject; the sentence before it does.
"""

from __future__ import annotations

import bisect
import collections
from collections.abc import Sequence

from themes.records import Unit

KINDS = frozenset({"statement", "lead_in", "question"})
LINES, MOST = 3, 3  # lines away at most, and units at most


def units_beside(units: Sequence[Unit], asked: Sequence[Unit]) -> dict[str, tuple[str, ...]]:
    """Unit id -> texts of the units beside it, in reading order; statements alone in their item have none."""
    documents = {unit.document_id for unit in asked}
    items: dict[tuple[str, str, str | None, str | None], list[Unit]] = collections.defaultdict(list)
    for unit in units:
        if unit.document_id in documents and unit.kind in KINDS:
            items[_item(unit)].append(unit)
    for listed in items.values():
        listed.sort(key=lambda unit: (unit.line_start, unit.line_end, unit.unit_id))
    result: dict[str, tuple[str, ...]] = {}
    for unit in asked:
        listed = items[_item(unit)]
        first = bisect.bisect_left(listed, unit.line_start - LINES, key=lambda other: other.line_start)
        after = bisect.bisect_right(listed, unit.line_start + LINES, key=lambda other: other.line_start)
        near = [other.clean_text or other.text for other in listed[first:after] if other.unit_id != unit.unit_id]
        if near:
            result[unit.unit_id] = tuple(near[:MOST])
    return result


def _item(unit: Unit) -> tuple[str, str, str | None, str | None]:
    return (unit.document_id, unit.section, unit.group, unit.item)
