"""Two runs, or two versions of a plan in one run, compared: plans paired by name, and the outcome in plain Dutch."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re
from collections.abc import Iterable
from typing import Any, Protocol

from themes.policy.compare import Change, Move, compare_plans, compare_traces, with_cause
from themes.records import Document, Goal, Trace, Unit
from themes.words import policy as words

_VERSION_WORDS = re.compile(
    r"\b(?:concept|ontwerp|definitieve?|versie(?:\s*[\d.]+)?|vastgesteld)\b|\b(?:19|20)\d\d\b", re.IGNORECASE
)


class Tables(Protocol):
    """The tables of a run that are compared."""

    @property
    def documents(self) -> Iterable[Document]: ...
    @property
    def units(self) -> Iterable[Unit]: ...
    @property
    def goals(self) -> Iterable[Goal]: ...
    @property
    def trace(self) -> Iterable[Trace]: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """All differences between two runs, in the order of the plan and of the input."""

    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    pairs: tuple[tuple[str, str], ...]  # the plans compared: old and new, as 'title (source)'
    alone: tuple[str, ...] = ()  # plans that have no other version

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain lists and dicts, for JSON."""
        return {
            "plans": [{"old": old, "new": new} for old, new in self.pairs],
            "plans_without_pair": list(self.alone),
            "changes": [dataclasses.asdict(change) for change in self.changes],
            "moves": [{**dataclasses.asdict(move), "newly_found": move.newly_found} for move in self.moves],
        }

    def text(self) -> str:
        """The comparison in plain Dutch."""
        lines = [words.WHAT_CHANGED, ""]
        lines += [words.COMPARED.format(old=old, new=new) for old, new in self.pairs] or [words.NOTHING_TO_COMPARE]
        lines += [words.NO_OTHER_VERSION.format(name=name) for name in self.alone]
        counts = collections.Counter(change.kind for change in self.changes)
        lines += [
            "",
            words.PLANS_CHANGED.format(changed=counts["changed"], added=counts["added"], removed=counts["removed"]),
        ]
        for change in self.changes:
            lines += ["", *_told(change)]
        found = [move for move in self.moves if move.newly_found]
        lines += ["", words.MOVED.format(n=len(self.moves))]
        lines += [words.NEWLY_FOUND.format(n=len(found))] if found else []
        by_change = [move for move in self.moves if move.reworded]
        others = [move for move in self.moves if not move.reworded]
        lines += ["", words.BY_CHANGE.format(n=len(by_change))] if by_change else []
        lines += [line for move in by_change for line in _moved(move)]
        if others:
            lines += ["", words.WITHOUT_CHANGE.format(n=len(others))]
        lines += [line for move in others for line in _moved(move)]
        return "\n".join(lines)


def _moved(move: Move) -> list[str]:
    before, after = (words.DEGREES.get(each or "", words.NOT_IN_THIS_RUN) for each in (move.before, move.after))
    lines = ["", words.LIST_ITEM.format(text=move.text), words.BEFORE_AND_NOW.format(before=before, after=after)]
    return lines + ([words.IN_THE_PLAN.format(text=move.new_quote)] if move.new_quote else [])


def _told(change: Change) -> list[str]:
    names = {"added": words.NEW, "removed": words.GONE, "changed": words.CHANGED}
    page = change.new_page or change.old_page
    line = change.new_line or change.old_line
    place = words.AT_PAGE.format(page=page) if page else words.AT_LINE.format(line=line) if line else ""
    told = [
        words.TOLD.format(
            what=names[change.kind], level=words.LEVELS.get(change.level, change.level), plan=change.plan, place=place
        )
    ]
    told += [words.BEFORE.format(text=change.old)] if change.old else []
    return told + ([words.NOW.format(text=change.new)] if change.new else [])


def compare_runs(old: Tables, new: Tables) -> Comparison:
    """What changed between two runs: in each plan that both hold in some version, and in where statements are found.

    A plan of the old run is compared with the plan of the new run of the same municipality and name; a word as
    'concept' or a year in the name makes no difference, and of several versions the one that counts as the latest is
    taken. When the two runs hold the same plans, versions of one plan within the new run are compared with each other.
    """
    old_plans, new_plans = _latest(old.documents), _latest(new.documents)
    pairs = [(old_plans[name], new_plans[name]) for name in sorted(old_plans) if name in new_plans]
    alone = [
        _name(plans[name])
        for plans, others in ((old_plans, new_plans), (new_plans, old_plans))
        for name in sorted(plans)
        if name not in others
    ]
    sides = (_Side(old), _Side(new))
    changes = [change for one, other in pairs for change in sides[0].against(sides[1], one, other)]
    if not changes:
        versions = plan_versions(new.documents)
        if versions:
            pairs = versions
            changes = [change for one, other in pairs for change in sides[1].against(sides[1], one, other)]
    moves = with_cause(compare_traces(old.trace, old.units, new.trace, new.units), changes)
    return Comparison(tuple(changes), tuple(moves), tuple((_name(a), _name(b)) for a, b in pairs), tuple(alone))


def plan_versions(documents: Iterable[Document]) -> list[tuple[Document, Document]]:
    """Versions of one plan that stand in one corpus, each with the next: concept first, then by date."""
    versions: dict[str, list[Document]] = collections.defaultdict(list)
    for document in documents:
        if document.role == "policy":
            versions[_plan_key(document)].append(document)
    return [
        pair
        for key in sorted(versions)
        for ordered in [sorted(versions[key], key=_order)]
        for pair in itertools.pairwise(ordered)
    ]


def _latest(documents: Iterable[Document]) -> dict[str, Document]:
    plans = [document for document in documents if document.role == "policy"]
    return {_plan_key(document): document for document in sorted(plans, key=_order)}


def _order(document: Document) -> tuple[int, str, str, int]:
    rank = {"concept": 0, None: 1, "vastgesteld": 2}.get(document.version, 1)
    return rank, document.held_on or "", document.source, document.line_start


def _plan_key(document: Document) -> str:
    """Municipality and name of a plan, without what tells versions apart."""
    name = _VERSION_WORDS.sub(" ", (document.title or "").lower())
    bare = re.sub(r"[\W_]+", "", name)
    return f"{document.municipality or ''}|{bare or document.source}"


def _name(document: Document) -> str:
    version = f", {document.version}" if document.version else ""
    return f"{document.title or words.PLAN_WITHOUT_TITLE} ({document.source}{version})"


class _Side:
    """Units and goals of one run, by document."""

    def __init__(self, tables: Tables) -> None:
        self.units: dict[str, list[Unit]] = collections.defaultdict(list)
        self.goals: dict[str, list[Goal]] = collections.defaultdict(list)
        for unit in tables.units:
            self.units[unit.document_id].append(unit)
        for goal in tables.goals:
            self.goals[goal.document_id].append(goal)

    def against(self, other: _Side, old: Document, new: Document) -> list[Change]:
        """Changes from a plan on this side to a plan on the other."""
        return compare_plans(
            self.units[old.document_id],
            self.goals[old.document_id],
            other.units[new.document_id],
            other.goals[new.document_id],
            plan=new.title or new.source,
        )
