"""The three layers beside a point: what the program found, what the municipality did, what the council thinks."""

from __future__ import annotations

from collections.abc import Callable

from themes.report.page_rows import PageRows
from themes.report.run_tables import Point
from themes.words import shared

Layers = tuple[str, str, str]  # Zekerheid, Verwerking, Oordeel


def layers_of(rows: PageRows) -> Callable[[Point], Layers]:
    """Gives (certainty, handling with reason, opinion with remark) of a point; the last two only from people."""
    from themes.report.work_rows import work_rows

    work, people = work_rows(rows.tables), rows.people

    def layers(point: Point) -> Layers:
        unit_id = point.unit.unit_id
        handled = [people.value("reaction", unit_id, key) for key in ("handling", "reaction", "changed", "reason")]
        thought = [people.value("verdict", unit_id, key) for key in ("opinion", "remark")]
        return work.certainty(point), _joined(handled), _joined(thought)

    return layers


def _joined(parts: list[str]) -> str:
    return ". ".join(part.rstrip(". ") for part in parts if part.strip()) or shared.NOT_FILLED
