"""Decisions of people beside those of the machine: on a unit that a person reviewed, the machine keeps silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from themes.records import Coding


def with_people(machine: Sequence[Coding], people: Sequence[Coding], order: Mapping[str, int]) -> list[Coding]:
    """All decisions of people, and the machine's codings of the units that nobody decided on.

    A person's rows stand where the machine's rows of the unit stood; units without machine codings come last, in the
    order of their ids. Where people differ, all their rows stay: agreement needs them.
    """
    decided: dict[str, list[Coding]] = {}
    for coding in people:
        decided.setdefault(coding.unit_id, []).append(coding)
    for rows in decided.values():
        rows.sort(key=lambda row: (order.get(row.code_id, len(order)), row.code_id, row.coder))
    result: list[Coding] = []
    placed: set[str] = set()
    for coding in machine:
        rows = decided.get(coding.unit_id, [])
        if not rows:
            result.append(coding)
        elif coding.unit_id not in placed:
            placed.add(coding.unit_id)
            result.extend(rows)
    for unit_id in sorted(decided.keys() - placed):
        result.extend(decided[unit_id])
    return result
