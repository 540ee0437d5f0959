"""Goals that a person corrected or added: corpus/goals.csv goes before what was read, and is never written by a run."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from themes.policy.goals import alike
from themes.records import LEVELS, Finding, Goal, Level, digest
from themes.words import policy as words

# column in the file (Dutch or the table's own name) -> field
COLUMNS: Mapping[str, str] = {
    "goal_id": "goal_id", "doel_id": "goal_id", "handeling": "act", "niveau": "level", "level": "level",
    "tekst": "text", "text": "text", "tekst_in_plan": "old_text", "old_text": "old_text",
    "bovenliggend": "parent", "parent_id": "parent", "nulmeting": "baseline", "baseline": "baseline",
    "streefwaarde": "target", "target": "target", "gemeten_met": "measured_by", "measured_by": "measured_by",
    "nummer": "number", "number": "number", "codes": "codes", "bron": "source", "source": "source",
    "regel": "line", "line_start": "line", "door": "coder", "coder": "coder",
}  # fmt: skip
ACTS = ("wijzigen", "toevoegen", "vervallen")
SAME = 0.9  # share of letters that a goal must keep to be the one that a person meant


def correct_goals(goals: Sequence[Goal], path: Path) -> tuple[list[Goal], list[Finding]]:
    """Apply a person's corrections; every row that can't be placed is a finding.

    The file is CSV (comma or semicolon, UTF-8) with the columns of `COLUMNS`. `handeling` is wijzigen (the default),
    toevoegen or vervallen. A goal is found by its id, else by its text in the plan (`tekst_in_plan`), so that a
    correction survives a new extraction. An empty cell changes nothing. Parents stay before children.
    """
    if not path.exists():
        return list(goals), []
    rows, findings = _read(path)
    corrected = {goal.goal_id: goal for goal in goals}
    added: list[Goal] = []
    for number, row in rows:
        key = words.ROW.format(number=number)
        act = row.get("act") or "wijzigen"
        if act not in ACTS:
            findings.append(
                _finding(key, words.NO_SUCH_ACT.format(act=act), words.CHOOSE_FROM.format(names=", ".join(ACTS)))
            )
            continue
        if not row.get("coder"):
            findings.append(_finding(key, words.WHO_CHANGED_IT, words.FILL_IN_WHO, "note"))
        if act == "toevoegen":
            problem = _add(row, [*corrected.values(), *added], added)
        else:
            goal = _meant(row, list(corrected.values()))
            problem = None if goal else words.GOAL_NOT_FOUND
            if goal and act == "vervallen":
                corrected, added = _without(corrected, goal.goal_id), _lifted(added, goal)
            elif goal:
                problem = _change(row, goal, corrected, added)
        if problem:
            findings.append(_finding(key, problem, words.CHECK_GOAL))
    return _ordered([*corrected.values(), *added]), findings


def _read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[Finding]]:
    text = path.read_text(encoding="utf-8-sig")
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    known = {
        name: COLUMNS[name.strip().lower()]
        for name in reader.fieldnames or ()
        if name and name.strip().lower() in COLUMNS
    }
    findings = [
        _finding(
            "kolommen",
            words.COLUMN_NOT_READ.format(name=name),
            words.COLUMNS_KNOWN.format(names=", ".join(COLUMNS)),
            "note",
        )
        for name in reader.fieldnames or ()
        if name and name not in known and name.strip().lower() not in {"datum", "toelichting", "reden"}
    ]
    rows = []
    for number, raw in enumerate(reader, 2):
        row = {field: (raw.get(name) or "").strip() for name, field in known.items()}
        if any(row.values()):
            rows.append((number, row))
    return rows, findings


def _finding(key: str, message: str, remedy: str, severity: str = "warning") -> Finding:
    from themes.records import Severity

    return Finding(cast("Severity", severity), "goals.csv", key, message, remedy)


def _meant(row: Mapping[str, str], goals: Sequence[Goal]) -> Goal | None:
    for goal in goals:
        if row.get("goal_id") and goal.goal_id == row["goal_id"]:
            return goal
    old = row.get("old_text") or ("" if row.get("goal_id") else row.get("text", ""))
    same = [
        goal
        for goal in goals
        if old and (not row.get("level") or goal.level == row["level"]) and alike(goal.text, old) >= SAME
    ]
    return max(same, key=lambda goal: (alike(goal.text, old), goal.goal_id), default=None)


def _parent(value: str, goals: Sequence[Goal]) -> Goal | None:
    exact = [goal for goal in goals if goal.goal_id == value]
    return (
        exact[0]
        if exact
        else max(
            (goal for goal in goals if alike(goal.text, value) >= SAME),
            key=lambda goal: alike(goal.text, value),
            default=None,
        )
    )


def _change(row: Mapping[str, str], goal: Goal, corrected: dict[str, Goal], added: Sequence[Goal]) -> str | None:
    changes: dict[str, str | None] = {
        name: row[name] for name in ("text", "baseline", "target", "measured_by", "number", "codes") if row.get(name)
    }
    if row.get("level"):
        if row["level"] not in LEVELS:
            return words.NO_SUCH_LEVEL.format(level=row["level"], names=", ".join(LEVELS))
        changes["level"] = row["level"]
    if row.get("parent"):
        parent = _parent(row["parent"], [*corrected.values(), *added])
        if parent is None or parent.goal_id == goal.goal_id:
            return words.NO_SUCH_PARENT.format(parent=row["parent"])
        changes["parent_id"] = parent.goal_id
    corrected[goal.goal_id] = dataclasses.replace(goal, **changes, coder=row.get("coder") or "mens")  # type: ignore[arg-type]
    return None


def _add(row: Mapping[str, str], goals: Sequence[Goal], added: list[Goal]) -> str | None:
    if not row.get("text") or row.get("level") not in LEVELS:
        return words.NEW_GOAL_NEEDS.format(names=", ".join(LEVELS))
    parent = _parent(row["parent"], goals) if row.get("parent") else None
    if parent is None and row["level"] != "programme":
        return words.NO_SUCH_PARENT.format(parent=row.get("parent", ""))
    line = int(row["line"]) if row.get("line", "").isdigit() else (parent.line_start if parent else 1)
    source = row.get("source") or (parent.source if parent else "")
    goal_id = digest("goal", source, row["level"], parent.goal_id if parent else "", row["text"], "added")
    added.append(
        Goal(
            goal_id=goal_id,
            parent_id=parent.goal_id if parent else None,
            level=cast("Level", row["level"]),
            text=row["text"],
            baseline=row.get("baseline") or None,
            target=row.get("target") or None,
            measured_by=row.get("measured_by") or None,
            document_id=parent.document_id if parent else "",
            source=source,
            line_start=line,
            line_end=line,
            page_start=parent.page_start if parent else None,
            programme_id=parent.programme_id if parent else goal_id,
            number=row.get("number") or None,
            municipality=parent.municipality if parent else None,
            coder=row.get("coder") or "mens",
            codes=row.get("codes", ""),
        )
    )
    return None


def _without(goals: Mapping[str, Goal], goal_id: str) -> dict[str, Goal]:
    """All but one goal; what hung under it hangs under its parent."""
    parent = goals[goal_id].parent_id
    return {
        key: dataclasses.replace(goal, parent_id=parent) if goal.parent_id == goal_id else goal
        for key, goal in goals.items()
        if key != goal_id
    }


def _lifted(goals: Sequence[Goal], gone: Goal) -> list[Goal]:
    """Added goals that hung under a goal that lapsed hang under its parent."""
    return [
        dataclasses.replace(goal, parent_id=gone.parent_id) if goal.parent_id == gone.goal_id else goal
        for goal in goals
    ]


def _ordered(goals: Sequence[Goal]) -> list[Goal]:
    """Parents before children, otherwise as they came."""
    by_id = {goal.goal_id: goal for goal in goals}
    order: dict[str, Goal] = {}

    def add(goal: Goal, above: frozenset[str]) -> None:
        parent = by_id.get(goal.parent_id or "")
        if parent is not None and parent.goal_id not in order and parent.goal_id not in above:
            add(parent, above | {goal.goal_id})
        order.setdefault(goal.goal_id, goal)

    for goal in goals:
        add(goal, frozenset())
    return list(order.values())
