"""What changed between two versions of a plan that are both in the corpus, with the points that now rest on it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from themes.records import Goal
from themes.report import wording
from themes.report.page_rows import PageRows, shortened
from themes.words import page as words
from themes.words import shared

MOST = 60  # changes shown of a plan; goals and results come first
_LONGEST = 400  # characters of a text that are shown


@dataclasses.dataclass(frozen=True)
class ChangeRow:
    """A change of the plan. `points` are the numbers of the points that were found at the new text."""

    kind: str
    level: str
    old: str
    new: str
    place: str
    points: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class PlanChanges:
    """Two versions of one plan side by side."""

    title: str
    old_version: str
    new_version: str
    rows: tuple[ChangeRow, ...]
    n_rows: int
    n_by_kind: dict[str, int]
    moved: tuple[str, ...]  # numbers of the points that rest on a text that is new or reworded


def plan_changes(rows: PageRows) -> list[PlanChanges]:
    """Every plan in use of which an earlier version is there too."""
    return [_compared(rows, old, new) for old, new in _versions(rows)]


def _versions(rows: PageRows) -> list[tuple[Goal, Goal]]:
    """(earlier version, version in use) of each plan: two that alone leave one plan in use are versions of it."""
    from themes.policy.passages import current_programmes

    goals: dict[str, list[Goal]] = defaultdict(list)
    for goal in rows.tables.goals:
        goals[goal.programme_id].append(goal)
    documents = list(rows.tables.documents)
    made = []
    used = [goal for goal in rows.programmes if goal.programme_id in rows.current]
    for old in (goal for goal in rows.programmes if goal.programme_id not in rows.current):
        for new in used:
            pair = [*goals[old.programme_id], *goals[new.programme_id]]
            alike = old.municipality == new.municipality and _has_results(pair, old) and _has_results(pair, new)
            if alike and current_programmes(pair, documents) == {new.programme_id}:
                made.append((old, new))
                break
    return made


def _has_results(goals: Sequence[Goal], root: Goal) -> bool:
    """Whether a plan has more than goals; a founding paper is no earlier version."""
    worked = {"elaboration", "result", "indicator"}
    return any(goal.programme_id == root.programme_id and goal.level in worked for goal in goals)


def _compared(rows: PageRows, old: Goal, new: Goal) -> PlanChanges:
    from themes.policy.compare import compare_plans

    def texts(root: Goal) -> tuple[list, list]:  # type: ignore[type-arg]
        units = [unit for unit in rows.tables.units if unit.document_id == root.document_id]
        return units, [goal for goal in rows.tables.goals if goal.programme_id == root.programme_id]

    changes = compare_plans(*texts(old), *texts(new), plan=new.text)
    at: dict[str, list[str]] = defaultdict(list)
    for point in rows.points:
        if point.trace is not None and point.found in ("result", "partly", "approach"):
            keys = {point.trace.plan_unit_id, point.trace.goal_id if point.found != "approach" else None} - {None, ""}
            for key in keys:
                at[str(key)].append(point.number)
    made = []
    for change in changes:
        line, page = (change.old_line, change.old_page) if change.new is None else (change.new_line, change.new_page)
        root = old if change.new is None else new
        made.append(
            ChangeRow(
                change.kind,
                shared.LEVEL.get(change.level, shared.LEVEL["approach"]),
                shortened(change.old or "", _LONGEST),
                shortened(change.new or "", _LONGEST),
                wording.place_text(root.source, page, line),
                tuple(at.get(change.new_id or "", ())),
            )
        )
    moved = {number for row in made if row.kind != "removed" for number in row.points}
    shown = sorted(made, key=lambda row: (row.level == shared.LEVEL["approach"], not row.points))[:MOST]
    return PlanChanges(
        new.text,
        rows.version_name(old),
        rows.version_name(new),
        tuple(sorted(shown, key=made.index)),
        len(made),
        {kind: sum(row.kind == kind for row in made) for kind in words.CHANGE_KINDS},
        tuple(point.number for point in rows.points if point.number in moved),
    )
