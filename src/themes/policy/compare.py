"""Two versions of a plan side by side, and two traces: what was added, removed or reworded, which statements moved.

Texts that are the same letter for letter are the same wherever they stand; what is left is paired by likeness, within
one kind and best pairs first, and shown with both wordings. A move of a passage is no change. Statements of two runs
are matched by id, else by their words; a statement moved when the plan now speaks of it in another degree.
"""

from __future__ import annotations

import collections
import dataclasses
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from themes.records import Goal, Trace, Unit

_ALIKE = 0.6  # share of equal characters from which two texts are wordings of one
_ALIKE_HERE = 0.35  # the same for texts at the same place: between the same texts that both have
_LONG = 20  # letters from which a text can be other texts in one
_CANDIDATES = 12  # texts compared letter by letter for each that is left
_LEFT_OUT = ("noise",)
_FEW = 3  # words of a cell from which it is compared although a goal has them too
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$|^inhoud(?:sopgave)?$", re.IGNORECASE)  # lines of a list of contents
_REACH = 12  # lines around a goal where cells of its row can stand


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of a plan. `level` is that of a goal, or 'passage'."""

    kind: str  # added, removed, changed
    level: str
    old: str | None
    new: str | None
    old_id: str | None  # goal or unit
    new_id: str | None
    plan: str  # title of the plan
    old_line: int | None = None
    new_line: int | None = None
    old_page: int | None = None
    new_page: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """A statement that the plan speaks of in another degree than before; None where one run doesn't have it."""

    unit_id: str
    text: str
    before: str | None
    after: str | None
    old_quote: str | None
    new_quote: str | None
    reworded: bool | None = None  # whether the passage that it rests on now, or rested on, changed; None: not known

    @property
    def newly_found(self) -> bool:
        """Whether it moved from none to a place in the plan."""
        return self.before == "none" and self.after in ("result", "approach", "partly")


@dataclasses.dataclass(frozen=True, slots=True)
class _Item:
    """A text of a plan: what it says, its kind, and where it stands."""

    level: str
    text: str
    key: str
    id: str
    line: int
    page: int | None
    number: int


def compare_plans(
    old_units: Sequence[Unit],
    old_goals: Sequence[Goal],
    new_units: Sequence[Unit],
    new_goals: Sequence[Goal],
    *,
    plan: str = "",
) -> list[Change]:
    """Differences between two versions of one plan, in the order of the new one; what went is put where it stood.

    A goal is compared with its baseline, target and source; a text that is (part of) a goal isn't compared again.
    """
    before, after = _items(old_units, old_goals), _items(new_units, new_goals)
    rest_before, rest_after = _without_equal(before, after)
    rest_before, rest_after = _without_joined(rest_before, rest_after)
    rest_after, rest_before = _without_joined(rest_after, rest_before)
    pairs = _pairs(rest_before, rest_after)
    pairs += _pairs_here(before, after, rest_before, rest_after, pairs)
    partner = {new.number: old for old, new in pairs}
    paired = {old.number for old, _ in pairs}
    follows = _following(before, after, rest_before, pairs)
    rows: list[tuple[float, int, Change]] = []
    for item in rest_after:
        rows.append((float(item.number), 1, _change(plan, partner.get(item.number), item)))
    for item in rest_before:
        if item.number not in paired:
            rows.append((follows[item.number] + 0.5, item.number, _change(plan, item, None)))
    return [change for _, _, change in sorted(rows, key=lambda row: (row[0], row[1]))]


def _change(plan: str, old: _Item | None, new: _Item | None) -> Change:
    kind = "changed" if old and new else "added" if new else "removed"
    return Change(
        kind,
        (new or old).level,  # type: ignore[union-attr]
        old.text if old else None,
        new.text if new else None,
        old.id if old else None,
        new.id if new else None,
        plan,
        old.line if old else None,
        new.line if new else None,
        old.page if old else None,
        new.page if new else None,
    )


def _items(units: Sequence[Unit], goals: Sequence[Goal]) -> list[_Item]:
    """Goals and passages of a plan in reading order, each text once where goals and units both hold it."""
    found: list[tuple[int, int, str, str, str, int | None]] = []
    told: list[tuple[int, int, str]] = []  # lines of a goal, and all that it says
    for goal in goals:
        if goal.level == "programme":
            continue
        fields = (("nulmeting", goal.baseline), ("streefwaarde", goal.target), ("bron", goal.measured_by))
        more = [f"{name}: {value}" for name, value in fields if value]
        text = f"{goal.text} ({'; '.join(more)})" if more else goal.text
        found.append((goal.line_start, 0, goal.level, text, goal.goal_id, goal.page_start))
        told.append((goal.line_start - _REACH, goal.line_end + _REACH, "|".join([_key(goal.text), *map(_key, more)])))
    for unit in units:
        key = _key(unit.text)
        if unit.kind in _LEFT_OUT or not key or _CONTENTS.search(unit.text):
            continue
        if any(first <= unit.line_start <= last and key in said for first, last, said in told):
            continue
        if unit.kind == "table_cell" and len(unit.text.split()) < _FEW and any(key in said for _, _, said in told):
            continue  # a piece of a cell
        found.append((unit.line_start, 1, "passage", unit.text, unit.unit_id, unit.page_start))
    found.sort(key=lambda row: row[:2])
    return [
        _Item(level, text, _key(text), name, line, page, n)
        for n, (line, _, level, text, name, page) in enumerate(found)
    ]


def _key(text: str) -> str:
    """Letters, digits, percent and the sign of a number, lower case: spacing, marks and list signs are no change."""
    signed = re.sub(r"(?<![\w.,])[-+−](?=\d)", lambda sign: "plus" if sign[0] == "+" else "min", text.lower())
    return re.sub(r"[^\w%]+|_", "", signed)


def _without_equal(before: Sequence[_Item], after: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
    """What is left when texts that both have are taken away, as often as both have them."""
    shared = collections.Counter((x.level, x.key) for x in before) & collections.Counter(
        (x.level, x.key) for x in after
    )

    def left(items: Sequence[_Item]) -> list[_Item]:
        free = collections.Counter(shared)
        kept = []
        for item in items:
            if free[item.level, item.key]:
                free[item.level, item.key] -= 1
            else:
                kept.append(item)
        return kept

    return left(before), left(after)


def _without_joined(parts: Sequence[_Item], whole: Sequence[_Item]) -> tuple[list[_Item], list[_Item]]:
    """What is left when texts that the other side has in one, a footnote number between them or not, are taken away."""
    at = {item.number: item for item in parts if item.level == "passage"}
    used: set[int] = set()
    joined: set[int] = set()
    for item in whole:
        if item.level != "passage" or len(item.key) < _LONG:
            continue
        for first in sorted(at.keys() - used):
            rest, number, own = item.key, first, []
            while rest and number in at and number not in used and rest.startswith(at[number].key):
                rest = rest[len(at[number].key) :]
                own.append(number)
                number += 1
            if not rest and len(own) > 1:
                used.update(own)
                joined.add(item.number)
                break
    return [x for x in parts if x.number not in used], [x for x in whole if x.number not in joined]


def _pairs_here(
    before: Sequence[_Item],
    after: Sequence[_Item],
    gone: Sequence[_Item],
    come: Sequence[_Item],
    pairs: Sequence[tuple[_Item, _Item]],
) -> list[tuple[_Item, _Item]]:
    """Wordings of one text that differ much and stand at the same place, in order."""
    paired_old, paired_new = {old.number for old, _ in pairs}, {new.number for _, new in pairs}
    gap_old = _following(before, after, gone, pairs)
    fresh = {item.number for item in come if item.number not in paired_new}
    gap_new: dict[int, float] = {}
    last = -1.0
    for item in after:
        if item.number in fresh:
            gap_new[item.number] = last
        else:
            last = float(item.number)
    found: list[tuple[_Item, _Item]] = []
    taken: set[int] = set()
    for old in (item for item in gone if item.number not in paired_old):
        here = [
            (score, -new.number, new)
            for new in come
            if new.number in fresh - taken
            and new.level == old.level
            and gap_new[new.number] == gap_old[old.number]
            and _words(old.text) & _words(new.text)
            and (score := _likeness(old.text, new.text, _ALIKE_HERE)) >= _ALIKE_HERE
        ]
        if here:
            new = max(here)[2]
            taken.add(new.number)
            found.append((old, new))
    return found


def _pairs(before: Sequence[_Item], after: Sequence[_Item]) -> list[tuple[_Item, _Item]]:
    """Wordings of one text, best pairs first; each text in at most one pair."""
    words: dict[str, list[_Item]] = collections.defaultdict(list)
    for item in after:
        for word in sorted(set(re.findall(r"\w{3,}", item.text.lower()))):
            words[word].append(item)
    scored: list[tuple[float, int, int]] = []
    by_number = {item.number: item for item in after}
    for old in before:
        shared = collections.Counter(
            item.number
            for word in sorted(set(re.findall(r"\w{3,}", old.text.lower())))
            for item in words.get(word, ())
            if item.level == old.level
        )
        nearest = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        scored += [
            (score, old.number, n) for n in nearest if (score := _likeness(old.text, by_number[n].text)) >= _ALIKE
        ]
    by_old = {item.number: item for item in before}
    used_old: set[int] = set()
    used_new: set[int] = set()
    result = []
    for _, old_number, new_number in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if old_number not in used_old and new_number not in used_new:
            used_old.add(old_number)
            used_new.add(new_number)
            result.append((by_old[old_number], by_number[new_number]))
    return result


def _words(text: str) -> set[str]:
    """Words that are long enough to say something."""
    return set(re.findall(r"\w{5,}", text.lower()))


def _likeness(one: str, two: str, least: float = _ALIKE) -> float:
    """Share of equal characters; 0 for what can't reach `least`."""
    if 2 * min(len(one), len(two)) < least * (len(one) + len(two)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, one.lower(), two.lower(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


def _following(
    before: Sequence[_Item], after: Sequence[_Item], gone: Sequence[_Item], pairs: Sequence[tuple[_Item, _Item]]
) -> dict[int, float]:
    """For each text that went: the number of the text in the new version after which it would have stood."""
    place: dict[tuple[str, str], int] = {}
    for item in after:
        place.setdefault((item.level, item.key), item.number)
    moved: Mapping[int, int] = {old.number: new.number for old, new in pairs}
    wanted = {item.number for item in gone}
    result: dict[int, float] = {}
    last = -1.0
    for item in before:
        if item.number in wanted and item.number not in moved:
            result[item.number] = last
        else:
            last = float(moved.get(item.number, place.get((item.level, item.key), int(last))))
    return result


def with_cause(moves: Iterable[Move], changes: Iterable[Change]) -> list[Move]:
    """Moves, each with whether the passage that it rests on now, or rested on before, is one that changed."""
    new = [_key(change.new) for change in changes if change.new]
    old = [_key(change.old) for change in changes if change.old]

    def among(quote: str | None, texts: Sequence[str]) -> bool:
        key = _key(quote or "")
        return bool(key) and any(key in text or (len(text) >= _LONG and text in key) for text in texts)

    return [
        dataclasses.replace(move, reworded=among(move.new_quote, new) or among(move.old_quote, old)) for move in moves
    ]


def compare_traces(
    old_trace: Iterable[Trace], old_units: Iterable[Unit], new_trace: Iterable[Trace], new_units: Iterable[Unit]
) -> list[Move]:
    """Statements that are found in another degree than before, in the order of the new trace; then those that went.

    Statements are matched by id, else by source and words. One that only one run has is listed with None.
    """
    old_rows = {row.unit_id: row for row in old_trace}
    new_rows = {row.unit_id: row for row in new_trace}
    texts = {unit.unit_id: unit.text for unit in old_units if unit.unit_id in old_rows}
    by_words: dict[str, list[str]] = collections.defaultdict(list)
    for unit_id in old_rows:
        if unit_id not in new_rows:
            by_words[_key(texts.get(unit_id, ""))].append(unit_id)
    moves: list[Move] = []
    matched: set[str] = set()
    names = {unit.unit_id: unit.text for unit in new_units if unit.unit_id in new_rows}
    for unit_id, row in new_rows.items():
        text = names.get(unit_id, "")
        waiting = by_words.get(_key(text), [])
        old_id = unit_id if unit_id in old_rows else (waiting.pop(0) if text and waiting else None)
        before = old_rows[old_id] if old_id is not None else None
        if old_id is not None:
            matched.add(old_id)
        if before is None or before.found != row.found:
            quote = before.plan_quote if before else None
            moves.append(Move(unit_id, text, before.found if before else None, row.found, quote, row.plan_quote))
    for unit_id, row in old_rows.items():
        if unit_id not in matched:
            moves.append(Move(unit_id, texts.get(unit_id, ""), row.found, None, row.plan_quote, None))
    return moves
