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

from themes.policy.drafts import Draft, alike, key_of
from themes.policy.plan_lines import PlanLine, plan_lines
from themes.policy.plan_reader import PlanReader
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
    goals = [
        Goal(
            goal_id=programme_id,
            parent_id=None,
            level="programme",
            text=title,
            baseline=None,
            target=None,
            measured_by=None,
            document_id=document.document_id,
            source=source.path,
            line_start=document.line_start,
            line_end=document.line_start,
            page_start=document.page_start,
            programme_id=programme_id,
            municipality=document.municipality,
        )
    ]
    ids: dict[int, str] = {}
    seen: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for draft in _parents_first(drafts):
        if (
            draft.level == "goal"
            and max(wording.weight for wording in draft.wordings) == 0
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
        wording = draft.chosen
        goals.append(
            Goal(
                goal_id=goal_id,
                parent_id=parent_id,
                level=draft.level,
                text=wording.text,
                baseline=draft.baseline,
                target=draft.target,
                measured_by=draft.measured_by,
                document_id=document.document_id,
                source=source.path,
                line_start=wording.first.number,
                line_end=wording.last,
                page_start=wording.first.page,
                programme_id=programme_id,
                number=draft.number,
                municipality=document.municipality,
            )
        )
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
