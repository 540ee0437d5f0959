"""Contradictions in a plan itself, listed as findings for people to judge; nothing is corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from themes.policy.anchors import anchor_of
from themes.records import Finding, Goal, Unit
from themes.words import policy as words

_UP = re.compile(r"\b(?:meer|stijg\w*|toename|neemt\s+toe|nemen\s+toe|vergroten|hoger|groei\w*|beter)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:minder|da(?:al|l)\w*|afname|neemt\s+af|nemen\s+af|verkleinen|verminder\w*|lager)\b", re.IGNORECASE
)
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
_PERCENT = re.compile(rf"(?:(?P<label>[A-Z][a-zé]+)\s*:?\s*\(?\s*)?(?P<value>{_NUMBER})\s?%")
_PEOPLE = (
    r"(?:inwoners|kinderen|personen|mensen|huishoudens|jongeren|ouderen|leerlingen|gezinnen|deelnemers|volwassenen)"
)
_SHARE_OF = re.compile(
    rf"(?P<part>{_NUMBER})\s+(?:{_PEOPLE}\s+)?\((?P<percent>{_NUMBER})\s?%\s+van\s+(?:de\s+)?(?P<whole>{_NUMBER})\)"
)
_PART_OF = re.compile(
    rf"(?P<percent>{_NUMBER})\s?%[^()%]{{0,80}}\((?:ca\.?\s*|circa\s+)?"
    rf"(?P<part>{_NUMBER})\s+van\s+(?:de\s+)?(?P<whole>{_NUMBER})[^()]*\)"
)
_PROMISED = re.compile(
    r"\b(?:onderstaande|volgende|hiernavolgende)\s+tabel\b|\btabel\s+(?:hieronder|op\s+de\s+volgende\s+pagina)\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"\b(activiteiten|resultaten|indicatoren)\b", re.IGNORECASE)
SAME_TITLE = 0.5  # share of words from which two titles name one goal
AHEAD = 80  # lines after a promise in which its table must stand


def check_plan(goals: Sequence[Goal], units: Sequence[Unit]) -> list[Finding]:
    """What in a plan doesn't agree with itself: titles, targets, sums and promised tables; in reading order."""
    documents = {goal.document_id for goal in goals}
    own = sorted(
        (unit for unit in units if unit.document_id in documents),
        key=lambda unit: (unit.source, unit.line_start, unit.unit_id),
    )
    found = [*_titles(goals, own), *_targets(goals), *_sums(goals, own), *_tables(goals, own)]
    return sorted(found, key=lambda finding: (finding.table, finding.key, finding.message))


def _place(source: str, line: int) -> str:
    return words.PLACE.format(source=source, line=line)


def _titles(goals: Sequence[Goal], units: Sequence[Unit]) -> Iterator[Finding]:
    """A goal's heading that carries another goal's title."""
    for unit in units:
        anchor = anchor_of(unit.text if unit.kind != "heading" or not unit.item else f"{unit.item} {unit.text}")
        if anchor is None or anchor.level != "goal" or not anchor.number or anchor.council:
            continue
        for goal in goals:
            if goal.document_id == unit.document_id and goal.level == "goal" and goal.number == anchor.number:
                if anchor.rest and _shared(anchor.rest, goal.text) < SAME_TITLE:
                    yield Finding(
                        "warning",
                        "goals",
                        goal.goal_id,
                        words.OTHER_TITLE.format(
                            heading=unit.text,
                            place=_place(unit.source, unit.line_start),
                            goal=goal.text,
                            line=goal.line_start,
                        ),
                        words.WHICH_TITLE,
                    )
                break


def _content(text: str) -> set[str]:
    return {
        word for word in re.findall(r"[a-zà-ÿ]{4,}", text.lower()) if word not in {"inwoners", "meer", "voor", "door"}
    }


def _shared(one: str, other: str) -> float:
    """Share of the words of the shorter of two titles that the other has."""
    left, right = _content(one), _content(other)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _value(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def _percentages(text: str | None) -> dict[str, float]:
    """Percentages by the word in front of them ('Jongeren 77%'); '' for the first without one."""
    found: dict[str, float] = {}
    for match in _PERCENT.finditer(text or ""):
        label = (match["label"] or "").lower()
        found.setdefault(
            label if label not in {"maximaal", "minimaal", "landelijk", "tussen", "een", "de"} else "",
            _value(match["value"]),
        )
    return found


def _direction(goal: Goal, goals: Sequence[Goal]) -> int:
    """1 when the plan wants the figure up, -1 when down, 0 when neither its nor its elaboration's words tell."""
    texts = [goal.text]
    for other in goals:
        near = other.level == "elaboration" and other.parent_id == goal.parent_id
        if near and len(_content(goal.text) & _content(other.text)) >= 2:
            texts.append(other.text)
    text = " ".join(texts)
    return int(bool(_UP.search(text))) - int(bool(_DOWN.search(text)))


def _targets(goals: Sequence[Goal]) -> Iterator[Finding]:
    """A target on the wrong side of its baseline."""
    for goal in goals:
        if goal.level != "indicator" or not goal.target:
            continue
        before, after, way = _percentages(goal.baseline), _percentages(goal.target), _direction(goal, goals)
        for label, value in after.items():
            if label in before and way and (value - before[label]) * way < 0:
                wanted = words.TARGET_TOO_LOW if way > 0 else words.TARGET_TOO_HIGH
                message = wanted.format(
                    which=words.FOR_GROUP.format(group=label) if label else "",
                    target=f"{value:g}",
                    baseline=f"{before[label]:g}",
                    goal=goal.text,
                    place=_place(goal.source, goal.line_start),
                )
                yield Finding("warning", "goals", goal.goal_id, message, words.WHICH_NUMBER)


def _sums(goals: Sequence[Goal], units: Sequence[Unit]) -> Iterator[Finding]:
    """A percentage that the numbers beside it don't give."""
    texts = [("units", unit.unit_id, unit.source, unit.line_start, unit.text) for unit in units]
    for goal in goals:
        for text in (goal.baseline, goal.target):
            if text:
                texts.append(("goals", goal.goal_id, goal.source, goal.line_start, text))
    seen: set[str] = set()
    for table, key, source, line, text in texts:
        for pattern in (_SHARE_OF, _PART_OF):
            for match in pattern.finditer(text):
                part, whole, percent = (_value(match[name]) for name in ("part", "whole", "percent"))
                if not whole or match.group() in seen:
                    continue
                real = 100 * part / whole
                if abs(real - percent) > max(0.6, 0.06 * percent):
                    seen.add(match.group())
                    given = f"{real:.1f}".replace(".", ",")
                    yield Finding(
                        "warning",
                        table,
                        key,
                        words.WRONG_SUM.format(
                            words=match.group(),
                            part=match["part"],
                            whole=match["whole"],
                            real=given,
                            place=_place(source, line),
                        ),
                        words.NUMBER_OR_MISREAD,
                    )


def _tables(goals: Sequence[Goal], units: Sequence[Unit]) -> Iterator[Finding]:
    """A table that the text promises and that isn't there, or that holds something else than was promised."""
    levels = {"activiteiten": "activity", "resultaten": "result", "indicatoren": "indicator"}
    for unit in units:
        promise = _PROMISED.search(unit.text)
        if promise is None:
            continue
        end = unit.line_end + AHEAD
        named = [match.group(1).lower() for match in _OF_WHAT.finditer(unit.text[: promise.start()])]
        what = named[-1] if named else ""
        level = levels.get(what)
        ahead = [goal for goal in goals if goal.source == unit.source and unit.line_end <= goal.line_start <= end]
        cells = any(
            other.kind == "table_cell" and other.source == unit.source and unit.line_end <= other.line_start <= end
            for other in units
        )
        if level and not any(goal.level == level for goal in ahead):
            message = words.TABLE_OF_PROMISED.format(what=what)
        elif not level and not cells and not any(goal.level in {"result", "indicator", "activity"} for goal in ahead):
            message = words.TABLE_PROMISED
        else:
            continue
        yield Finding(
            "warning",
            "units",
            unit.unit_id,
            words.PROMISE_AT.format(message=message, place=_place(unit.source, unit.line_start), text=unit.text),
            words.ASK_FOR_TABLE,
        )
