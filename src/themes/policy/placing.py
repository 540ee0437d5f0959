"""Decisions of people put back on the rows of a later run, and whether what they were about has changed since.

An id that still stands for the same words is trusted; else the words are looked for, first exactly, then nearly. A
decision whose statement or policy text differs from what the person saw is suspect: it stays, and asks again. That is
computed at every run and never stored. What can't be placed is a finding, and stays in its file.
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Generic

from themes.coding.decisions import ALIKE, flat, likeness
from themes.policy.people import (
    AcceptedGap,
    D,
    Reaction,
    Verdict,
    end_digest,
    read_accepted,
    read_reactions,
    read_verdicts,
)
from themes.records import Advice, Finding, Goal, Trace, Unit
from themes.words import policy as words

_CANDIDATES = 20  # texts that are compared letter by letter for a decision that lost its id
_WORDS = {Reaction: words.THE_REACTION, Verdict: words.THE_VERDICT, AcceptedGap: words.THE_GAP}


@dataclasses.dataclass(frozen=True, slots=True)
class Placed(Generic[D]):
    """A decision at its place in this run: the id it now stands at, and what changed since it was made, in Dutch."""

    row: D
    about: str
    changed: str = ""

    @property
    def suspect(self) -> bool:
        """Whether the statement or the policy text is not what the person decided on."""
        return bool(self.changed)


def place_rows(
    rows: Iterable[D], texts: Mapping[str, str], policy: Mapping[str, str | None]
) -> tuple[list[Placed[D]], list[Finding]]:
    """Each decision at the id that it belongs to in this run, in the order of the file, with what can't be placed.

    Parameters
    ----------
    rows : decisions as read.
    texts : id -> words of everything that can be decided on in this run: statements, advices, themes.
    policy : id -> words of the plan that this run shows beside it (None: it shows none).
    """
    finder = _Finder(texts)
    placed: list[Placed[D]] = []
    findings: list[Finding] = []
    for row in rows:
        about = finder.find(row.about, row.text)
        if about is None:
            findings.append(_lost(row))
        else:
            changed = changed_ends(row.text_digest, row.policy_digest, texts[about], policy.get(about))
            placed.append(Placed(row, about, changed))
    each_their_own = any(isinstance(each.row, Verdict) for each in placed)  # of a verdict, everybody has one
    findings += [_asks_again(each) for each in last_rows(placed, by_person=each_their_own) if each.suspect]
    return placed, findings


def last_rows(placed: Iterable[Placed[D]], *, by_person: bool = False) -> list[Placed[D]]:
    """The decision that counts for each thing (and each person): the last one in the file, in its order."""
    last: dict[tuple[str, str], Placed[D]] = {}
    for each in placed:
        key = (each.about, each.row.who if by_person else "")
        last.pop(key, None)
        last[key] = each
    return list(last.values())


def changed_ends(text_digest: str, policy_digest: str, text: str, shown: str | None) -> str:
    """What differs from what a person saw, in Dutch; a decision without a digest can't be compared on that end.

    Parameters
    ----------
    text_digest, policy_digest : of what it was about and of the words of the plan beside it, as `end_digest` gives
        them; a policy digest of '' beside a text digest means that the plan had no words on it.
    text, shown : the same two as they are now.
    """
    ends = []
    if text_digest and text_digest != end_digest(text):
        ends.append(words.THE_INPUT)
    if (policy_digest or text_digest) and policy_digest != end_digest(shown or ""):
        ends.append(words.THE_PLAN_TEXT)
    return words.AND.join(ends)


def shown_texts(units: Iterable[Unit], goals: Iterable[Goal], advice: Iterable[Advice]) -> dict[str, str]:
    """Everything that people can decide on in a run: id -> its words."""
    texts = {unit.unit_id: unit.text for unit in units if unit.kind == "statement"}
    texts |= {goal.goal_id: goal.text for goal in goals}
    return texts | {row.advice_id: row.text for row in advice}


def shown_policy(trace: Iterable[Trace], advice: Iterable[Advice], units: Iterable[Unit]) -> dict[str, str]:
    """The words that a run shows beside what people decide on: of the plan, and for an advice of the reply as well.

    Nothing is shown of what isn't found.
    """
    shown = {row.unit_id: row.plan_quote or "" for row in trace if row.found != "none"}
    words = {unit.unit_id: unit.text for unit in units}
    for row in advice:
        beside = (row.answer_quote or "", words.get(row.claim_unit_id or "", ""))
        shown[row.advice_id] = "\n".join(text for text in beside if text)
    return shown


def check_people(
    corpus: Path, units: Sequence[Unit], goals: Iterable[Goal], advice: Sequence[Advice], trace: Iterable[Trace]
) -> list[Finding]:
    """What is amiss with people's reactions, verdicts and accepted gaps in a corpus folder, on the rows of this run:
    rows that can't be read or placed, and decisions whose statement or policy text changed since."""
    texts, policy = shown_texts(units, goals, advice), shown_policy(trace, advice, units)
    found: list[Finding] = []
    for read in (read_reactions, read_verdicts, read_accepted):
        rows, wrong = read(corpus)
        if rows or wrong:
            found += [*wrong, *place_rows(rows, texts, policy)[1]]  # type: ignore[type-var]
    return found


def _lost(row: Reaction | Verdict | AcceptedGap) -> Finding:
    quote = words.ABOUT_QUOTE.format(text=_short(row.text)) if row.text else ""
    who = words.BY_PERSON.format(who=row.who) if row.who else ""
    message = words.LOST.format(what=_WORDS[type(row)], value=row.value, who=who, quote=quote)
    remedy = words.IT_STAYS.format(file=row.FILE)
    return Finding("warning", row.TABLE, row.about, message, remedy)


def _asks_again(placed: Placed[D]) -> Finding:
    row = placed.row
    template = words.BOTH_CHANGED if words.AND in placed.changed else words.ONE_CHANGED
    message = template.format(what=_WORDS[type(row)], value=row.value, text=_short(row.text), changed=placed.changed)
    return Finding("note", row.TABLE, placed.about, message, words.DOES_IT_STILL_HOLD)


def _short(text: str, width: int = 80) -> str:
    words = " ".join(text.split())
    return words if len(words) <= width else words[: width - 1] + "…"


class _Finder:
    """Finds the id that an old id, or else its words, stand for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {about: flat(text) for about, text in texts.items()}
        self._by_text: dict[str, list[str]] = collections.defaultdict(list)
        self._by_word: dict[str, list[str]] = collections.defaultdict(list)
        for about, text in self._texts.items():
            self._by_text[text].append(about)
            for word in sorted(set(text.split())):
                self._by_word[word].append(about)

    def find(self, about: str, text: str) -> str | None:
        """The id itself while its words are (nearly) those; else the first with these words; else the nearest.

        An id whose words changed much keeps its row when the old words are nowhere else.
        """
        wanted = flat(text)
        own = self._texts.get(about)
        if own is not None and (not wanted or own == wanted or likeness(own, wanted) >= ALIKE):
            return about
        if wanted and self._by_text.get(wanted):
            return self._by_text[wanted][0]
        nearest = self._nearest(wanted) if wanted else None
        return nearest if nearest is not None else (about if own is not None else None)

    def _nearest(self, wanted: str) -> str | None:
        shared = collections.Counter(about for word in set(wanted.split()) for about in self._by_word.get(word, ()))
        candidates: Sequence[str] = sorted(shared, key=lambda about: (-shared[about], about))[:_CANDIDATES]
        scored = [(likeness(self._texts[about], wanted), about) for about in candidates]
        best = max(scored, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        return best[1] if best[0] >= ALIKE else None
