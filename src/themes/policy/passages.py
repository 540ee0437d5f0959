"""What a plan says, passage by passage: its goals (degree 'result') and the text around them (degree 'approach')."""

from __future__ import annotations

import bisect
import collections
import dataclasses
import re
from collections.abc import Mapping, Sequence

from themes.records import Document, Goal, Unit

RESULT_LEVELS = frozenset({"goal", "elaboration", "result", "indicator"})
KINDS = frozenset({"statement", "question", "lead_in", "heading", "table_cell"})


@dataclasses.dataclass(frozen=True, slots=True)
class Passage:
    """A goal or a unit of a policy document. `level` is 'result' or 'approach'; `goal_id` the goal or the section's."""

    level: str
    text: str  # as in the source; the whole wording for a goal
    search: str  # cleaned, with how a result is measured
    goal_id: str | None
    unit_id: str | None
    programme_id: str
    document_id: str
    source: str
    municipality: str | None
    line_start: int
    page_start: int | None
    is_goal: bool


def passages(units: Sequence[Unit], goals: Sequence[Goal], documents: Sequence[Document]) -> list[Passage]:
    """Every goal, then every content unit of the policy documents that is no part of goals, in reading order.

    A heading or lead-in that restates a goal has the goal's degree. Items that restate a goal of another programme
    (the lists of sibling goals) are left out: they say nothing about this plan.
    """
    plans = {document.document_id: document for document in documents if document.role == "policy"}
    programme = {goal.document_id: goal.programme_id for goal in goals}
    own: dict[str, list[Goal]] = collections.defaultdict(list)
    for goal in goals:
        own[goal.document_id].append(goal)
    by_document: dict[str, list[Unit]] = collections.defaultdict(list)
    for unit in units:
        if unit.document_id in plans and unit.kind in KINDS:
            by_document[unit.document_id].append(unit)
    wordings = {_key(goal.text): goal for goal in goals if goal.level in {"goal", "elaboration"}}
    found: list[Passage] = []
    for document_id in sorted(plans, key=lambda name: (plans[name].source, plans[name].line_start)):
        document = plans[document_id]
        listed = sorted(by_document[document_id], key=lambda unit: (unit.line_start, unit.line_end, unit.unit_id))
        found.extend(_goal_passages(own[document_id], listed, document))
        found.extend(
            _text_passages(own[document_id], listed, document, programme.get(document_id, document_id), wordings)
        )
    return found


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _goal_passages(goals: Sequence[Goal], units: Sequence[Unit], document: Document) -> list[Passage]:
    result = []
    for goal in goals:
        if goal.level == "programme":
            continue
        unit = next(
            (unit for unit in units if unit.line_start <= goal.line_end and unit.line_end >= goal.line_start), None
        )
        search = " ; ".join(part for part in (goal.text, goal.measured_by, goal.target) if part)
        result.append(
            Passage(
                level="result" if goal.level in RESULT_LEVELS else "approach",
                text=goal.text,
                search=search,
                goal_id=goal.goal_id,
                unit_id=unit.unit_id if unit else None,
                programme_id=goal.programme_id,
                document_id=goal.document_id,
                source=goal.source,
                municipality=document.municipality,
                line_start=goal.line_start,
                page_start=goal.page_start,
                is_goal=True,
            )
        )
    return result


def _text_passages(
    goals: Sequence[Goal], units: Sequence[Unit], document: Document, programme_id: str, wordings: Mapping[str, Goal]
) -> list[Passage]:
    spans = [(goal.line_start, goal.line_end) for goal in goals if goal.level in RESULT_LEVELS]
    covered = {line for start, end in spans for line in range(start, end + 1)}
    heads = sorted((goal.line_start, goal.goal_id) for goal in goals if goal.level in {"goal", "elaboration"})
    starts = [start for start, _ in heads]
    result = []
    for unit in units:
        if covered.issuperset(range(unit.line_start, unit.line_end + 1)):
            continue
        level, goal_id = "approach", None
        at = bisect.bisect_right(starts, unit.line_start)
        if at:
            goal_id = heads[at - 1][1]
        restated = _restated(unit, wordings)
        if restated is not None:
            if restated.document_id != unit.document_id:
                continue
            level, goal_id = "result", restated.goal_id
        result.append(
            Passage(
                level=level,
                text=unit.text,
                search=unit.clean_text or unit.text,
                goal_id=goal_id,
                unit_id=unit.unit_id,
                programme_id=programme_id,
                document_id=unit.document_id,
                source=unit.source,
                municipality=document.municipality,
                line_start=unit.line_start,
                page_start=unit.page_start,
                is_goal=False,
            )
        )
    return result


def _restated(unit: Unit, wordings: Mapping[str, Goal]) -> Goal | None:
    """The goal that a unit restates: the same letters, a goal's label or a bracketed programme around it apart."""
    key = _key(re.sub(r"\([^()]*\b(?:opgave|programma)\b[^()]*\)?", "", unit.text))
    if len(key) < 15:
        return None
    if key in wordings:
        return wordings[key]
    for wording, goal in wordings.items():
        if len(wording) > 15 and wording in key and len(wording) > 0.7 * len(key):
            return goal
    return None


def current_programmes(goals: Sequence[Goal], documents: Sequence[Document]) -> set[str]:
    """Programmes to trace against: of versions of one plan the latest that was decided on, and of all others each.

    Two programmes of one municipality are versions of one plan when their titles are the same but for words as
    'concept' or a year, or when most of their goals are word for word the same. A plan without elaborations, results or
    indicators (a founding paper, an intention) counts only where the municipality has no plan that has them.
    """
    by_id = {document.document_id: document for document in documents}
    roots = [goal for goal in goals if goal.level == "programme"]
    texts: dict[str, set[str]] = collections.defaultdict(set)
    worked: set[str] = set()
    for goal in goals:
        if goal.level in {"goal", "elaboration"}:
            texts[goal.programme_id].add(_key(goal.text))
        if goal.level in {"elaboration", "result", "indicator"}:
            worked.add(goal.programme_id)
    kept: list[Goal] = []
    for root in sorted(roots, key=lambda goal: _rank(by_id.get(goal.document_id)), reverse=True):
        same = [
            other
            for other in kept
            if other.municipality == root.municipality
            and other.document_id != root.document_id
            and (
                _title(other.text) == _title(root.text)
                or _overlap(texts[other.programme_id], texts[root.programme_id]) > 0.6
            )
        ]
        if not same:
            kept.append(root)
    with_results = {root.municipality for root in kept if root.programme_id in worked}
    return {root.programme_id for root in kept if root.programme_id in worked or root.municipality not in with_results}


def _rank(document: Document | None) -> tuple[int, str, str]:
    if document is None:
        return (0, "", "")
    decided = {"vastgesteld": 2, "concept": 0}.get(document.version or "", 1)
    return (decided, document.held_on or "", document.source)


def _title(text: str) -> str:
    return _key(
        re.sub(r"\b(?:concept|ontwerp|definitief|definitieve|vastgesteld|versie|20\d\d|\d+)\b", "", text.lower())
    )


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
