"""A plan becomes a tree: programme, societal effect, goal, indicator, elaboration, result and activity.

The plan is read once, top to bottom. Labels (see `anchors`) open goals and elaborations, tables (see `goal_tables`)
give indicators and results to the goal or elaboration that is open. A goal's text is the wording that the council
set: 'vastgesteld door de raad' goes before the goal's own heading, since headings carry another goal's title at times.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from themes.policy.plan_lines import PlanLine, plan_lines
from themes.policy.plan_reader import Draft, PlanReader, alike, key_of
from themes.records import Document, Goal, Source, Unit, digest

if TYPE_CHECKING:
    from themes.language import Pipeline

__all__ = ["alike", "programme_title", "read_goals"]


def read_goals(
    source: Source, document: Document, units: Sequence[Unit], pipeline: Pipeline | None = None
) -> list[Goal]:
    """The goals of one policy document, parents before children, in reading order.

    Parameters
    ----------
    source, document : the file and the stretch of it that is this plan.
    units : units of the document; headings among them give the programme's title when the document has none.
    pipeline : not needed for reading; kept so that all steps are called alike.
    """
    reader = PlanReader(plan_lines(source, document))
    reader.read()
    title = programme_title(document, units, reader.lines)
    return _records(reader.drafts, title, source, document)


def programme_title(document: Document, units: Sequence[Unit], lines: Sequence[PlanLine]) -> str:
    """The programme's name: the document's title, else the name that its own text gives it, else its first heading."""
    if document.title:
        return document.title
    named: collections.Counter[str] = collections.Counter()
    for line in lines[:80]:
        for found in re.finditer(r"\b[Dd]it\s+(uitvoerings(?:programma|plan)\s+(?:[A-Z][\w-]+\s?){1,3})", line.text):
            named[found.group(1).strip()] += 2
        for found in re.finditer(
            r"\b[Hh]et\s+(uitvoerings(?:programma|plan)\s+(?:[A-Z][\w-]+\s?){1,3})\s*(?:omvat|versterken)",
            line.text,
            re.IGNORECASE,
        ):
            named[found.group(1).strip()] += 1
    if named:
        best = max(named, key=lambda name: (named[name], -len(name)))
        return best[:1].upper() + best[1:]
    heads = [unit.text for unit in units if unit.document_id == document.document_id and unit.kind == "heading"]
    return heads[0] if heads else (lines[0].text if lines else document.source)


def _records(drafts: Sequence[Draft], title: str, source: Source, document: Document) -> list[Goal]:
    programme_id = digest("goal", source.path, "programme", key_of(title))
    first = document.line_start
    goals = [
        Goal(
            programme_id, None, "programme", title, None, None, None, document.document_id, source.path, first, first,
            document.page_start, programme_id=programme_id, municipality=document.municipality,
        )
    ]  # fmt: skip
    ids: dict[int, str] = {}
    seen: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for draft in _parents_first(drafts):
        if (
            draft.level == "goal"
            and max(weight for weight, *_ in draft.wordings) == 0
            and not _has_children(draft, drafts)
        ):
            continue  # a heading alone, with nothing under it
        parent_id = ids.get(id(draft.parent), programme_id) if draft.parent is not None else programme_id
        where = (draft.level, parent_id, key_of(draft.text))
        if draft.level == "result" and seen[where]:
            continue
        goal_id = digest("goal", source.path, *where, seen[where])
        seen[where] += 1
        ids[id(draft)] = goal_id
        _, text, line, last = draft.chosen
        goals.append(
            Goal(
                goal_id, parent_id, draft.level, text, draft.baseline, draft.target, draft.measured_by,
                document.document_id, source.path, line.number, last, line.page,
                programme_id=programme_id, number=draft.number, municipality=document.municipality,
            )
        )  # fmt: skip
    return goals


def _parents_first(drafts: Sequence[Draft]) -> list[Draft]:
    """Reading order, but an effect that is named under its goal's heading comes before the goal."""
    order: list[Draft] = []
    done: set[int] = set()

    def add(draft: Draft) -> None:
        if id(draft) in done:
            return
        done.add(id(draft))
        if draft.parent is not None:
            add(draft.parent)
        order.append(draft)

    for draft in drafts:
        add(draft)
    return order


def _has_children(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(other.parent is draft for other in drafts)
