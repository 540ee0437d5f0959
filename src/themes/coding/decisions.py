"""Decisions of people: kept for good in a log beside the documents, and put back on the units of a later run.

`coding_log.jsonl` in the corpus folder has a line per decision: who, when, old, new, why, and the place and words of
the unit. Lines are only added. The last line of a person about a unit is that person's decision.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.agreement import MACHINES
from themes.people_files import replace_file
from themes.records import NO_CODE, Coding, Finding, Unit
from themes.words import coding as words

LOG = "coding_log.jsonl"
BACKUP = f"{LOG}.bak"
ALIKE = 0.9  # share of equal characters from which a text counts as the same unit, read a little differently
CANDIDATES = 20  # texts compared letter by letter for each decision that lost its unit


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a unit. `new` () means that no code fits; `old` None that there was nothing yet.

    `quotes` has the words that carry a code, where known; `text`, `source` and `line_start` are of the unit as it was.
    """

    who: str
    when: str
    unit_id: str
    new: tuple[str, ...]
    old: tuple[str, ...] | None = None
    why: str = ""
    text: str = ""
    source: str = ""
    line_start: int = 0
    quotes: tuple[tuple[str, str], ...] = ()


def record_decisions(folder: Path, codings: Iterable[Coding], units: Sequence[Unit]) -> int:
    """Add the decisions in codings of people to the log in `folder`; gives the number of lines added.

    A decision that is already the person's last about that unit adds nothing. The log is written whole beside itself
    and moved into place, with the version before it kept as `coding_log.jsonl.bak`. Rows of `rules` and `model` are
    no decisions and are left out. Raises KeyError for a coding of a unit that is not in `units`.
    """
    by_id = {unit.unit_id: unit for unit in units}
    known, _ = read_log(folder)
    last = {(decision.who, decision.unit_id): decision for decision in known}
    added = []
    for decision in decisions_of(codings, by_id):
        before = last.get((decision.who, decision.unit_id))
        if before is not None and (set(before.new), before.why) == (set(decision.new), decision.why):
            continue
        decision = dataclasses.replace(decision, old=None if before is None else before.new)
        last[decision.who, decision.unit_id] = decision
        added.append(decision)
    if added:
        _add_lines(folder / LOG, [_as_line(decision) for decision in added])
    return len(added)


def decisions_of(codings: Iterable[Coding], units: Mapping[str, Unit]) -> Iterator[Decision]:
    """People's codings gathered per person and unit, in the order in which they first occur."""
    gathered: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.coder not in MACHINES:
            gathered[coding.coder, coding.unit_id].append(coding)
    for (who, unit_id), own in gathered.items():
        unit = units[unit_id]
        codes = [coding for coding in own if coding.code_id not in (NO_CODE, "")]
        yield Decision(
            who=who,
            when=max(coding.decided_on or "" for coding in own),
            unit_id=unit_id,
            new=tuple(dict.fromkeys(coding.code_id for coding in codes)),
            why=next((coding.why for coding in own if coding.why), ""),
            text=unit.text,
            source=unit.source,
            line_start=unit.line_start,
            quotes=tuple((coding.code_id, coding.quote) for coding in codes if coding.quote not in ("", unit.text)),
        )


def codings_of(decision: Decision, unit: Unit) -> list[Coding]:
    """The codings that a decision makes on a unit: one per code, or one with 'geen-code'."""
    quotes = dict(decision.quotes)
    rows = []
    for code in decision.new or (NO_CODE,):
        quote = quotes.get(code, unit.text)
        quote = quote if quote in unit.text else unit.text
        if code == NO_CODE:
            quote = ""
        rows.append(Coding(unit.unit_id, code, decision.who, 1.0, quote, decision.when or None, decision.why))
    return rows


def read_decisions(folder: Path, units: Sequence[Unit]) -> tuple[list[Coding], list[Finding]]:
    """People's decisions from the log in `folder`, on the units of now, and what can't be read or placed.

    A decision whose unit is gone goes to the unit with the same text (in the same file and nearest to the old line
    first), else to the one whose text is at least 0.9 alike. Each that can't be placed is a finding; it stays in the
    log. One whose words are a little different now is placed, and a note asks to look again.
    """
    decisions, findings = read_log(folder)
    if not decisions:
        return [], findings
    last = {(decision.who, decision.unit_id): decision for decision in decisions}
    by_id = {unit.unit_id: unit for unit in units}
    finder = UnitFinder(units)
    placed: dict[tuple[str, str], Decision] = {}
    for decision in last.values():
        unit = finder.find(decision.unit_id, decision.text, decision.source, decision.line_start)
        if unit is None:
            findings.append(_lost(decision))
            continue
        key = (decision.who, unit.unit_id)
        if key not in placed or placed[key].unit_id != unit.unit_id:  # a decision on the unit itself comes first
            placed[key] = decision
    for (_, unit_id), decision in sorted(placed.items()):
        if decision.text and _words(decision.text) != _words(by_id[unit_id].text):
            findings.append(_suspect(decision, by_id[unit_id]))
    rows = [row for (_, unit_id), decision in sorted(placed.items()) for row in codings_of(decision, by_id[unit_id])]
    return rows, findings


def read_log(folder: Path) -> tuple[list[Decision], list[Finding]]:
    """All lines of the log, oldest first; a line that can't be read is a finding and stays where it is."""
    path = folder / LOG
    if not path.exists():
        return [], []
    decisions, findings = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            decisions.append(_from_line(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            message = words.BAD_LOG_LINE.format(number=number, file=LOG)
            findings.append(Finding("error", LOG, str(number), message, words.MEND_THE_LINE.format(backup=BACKUP)))
    return decisions, findings


def _from_line(row: Any) -> Decision:
    if not all(isinstance(row[key], str) for key in ("who", "unit_id")) or not isinstance(row["new"], list):
        raise TypeError(row)
    return Decision(
        who=row["who"],
        when=str(row.get("when") or ""),
        unit_id=row["unit_id"],
        new=tuple(str(code) for code in row["new"]),
        old=None if row.get("old") is None else tuple(str(code) for code in row["old"]),
        why=str(row.get("why") or ""),
        text=str(row.get("text") or ""),
        source=str(row.get("source") or ""),
        line_start=int(row.get("line_start") or 0),
        quotes=tuple((str(code), str(quote)) for code, quote in (row.get("quotes") or {}).items()),
    )


def _as_line(decision: Decision) -> str:
    return json.dumps(dataclasses.asdict(decision) | {"quotes": dict(decision.quotes)}, ensure_ascii=False)


def _add_lines(path: Path, lines: Sequence[str]) -> None:
    old = path.read_bytes() if path.exists() else b""
    if old and not old.endswith(b"\n"):
        old += b"\n"
    replace_file(path, old + "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _lost(decision: Decision) -> Finding:
    codes = ", ".join(decision.new) or words.NO_CODE
    message = words.DECISION_LOST.format(who=decision.who, codes=codes, text=_cut(decision.text))
    remedy = words.LOOK_IN_SOURCE.format(source=decision.source or words.THE_SOURCE)
    return Finding("warning", "codings", decision.unit_id, message, remedy)


def _suspect(decision: Decision, unit: Unit) -> Finding:
    codes = ", ".join(decision.new) or words.NO_CODE
    message = words.WORDS_CHANGED.format(
        source=unit.source,
        line=unit.line_start,
        who=decision.who,
        codes=codes,
        then=_cut(decision.text),
        now=_cut(unit.text),
    )
    return Finding("note", "codings", unit.unit_id, message, words.DOES_IT_STILL_HOLD)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


class UnitFinder:
    """Finds the unit that an id, or else a text, belongs to."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._by_id = {unit.unit_id: unit for unit in units}
        self._by_text: dict[str, list[Unit]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)
        self._units = list(units)
        for number, unit in enumerate(units):
            self._by_text[flat(unit.text)].append(unit)
            for word in set(flat(unit.text).split()):
                self._words[word].append(number)

    def find(self, unit_id: str, text: str, source: str = "", line_start: int = 0) -> Unit | None:
        """The unit with this id when its text is (nearly) this text, else with the same text, else the nearest.

        An empty text trusts the id. None when no unit is at least 0.9 alike.
        """
        own, wanted = self._by_id.get(unit_id), flat(text)
        if own is not None and (not wanted or _fits(wanted, flat(own.text))):
            return own
        if not wanted:
            return None
        same = self._by_text.get(wanted)
        if same:
            return min(same, key=lambda unit: _distance(unit, source, line_start))
        shared = Counter(number for word in set(wanted.split()) for number in self._words.get(word, ()))
        nearest = sorted(shared, key=lambda number: (-shared[number], number))[:CANDIDATES]
        scored = [(likeness(wanted, flat(self._units[number].text)), self._units[number]) for number in nearest]
        best = max((score for score, _ in scored), default=0.0)
        if best < ALIKE:
            return None
        return min(
            (unit for score, unit in scored if score == best), key=lambda unit: _distance(unit, source, line_start)
        )


def _fits(wanted: str, text: str) -> bool:
    """Whether a text may be that of the unit itself: (nearly) equal, or cut off by a cell that could hold no more."""
    return wanted == text or (len(wanted) > 1000 and text.startswith(wanted)) or likeness(wanted, text) >= ALIKE


def _distance(unit: Unit, source: str, line_start: int) -> tuple[bool, int, str]:
    return unit.source != source, abs(unit.line_start - line_start), unit.unit_id


def flat(text: str) -> str:
    """Text without differences in case and white space.

    >>> flat("  De  Bus\\nrijdt ")
    'de bus rijdt'
    """
    return re.sub(r"\s+", " ", text).strip().casefold()


def likeness(first: str, second: str) -> float:
    """Share of equal characters in the same order, 0..1."""
    longest = max(len(first), len(second))
    if longest == 0 or 2 * min(len(first), len(second)) < ALIKE * (len(first) + len(second)):
        return 0.0
    return round(difflib.SequenceMatcher(None, first, second, autojunk=False).ratio(), 4)
