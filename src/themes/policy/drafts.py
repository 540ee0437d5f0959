"""Nodes of a goal tree while a plan is read: a plan says the same goal in several places, in about the same words."""

from __future__ import annotations

import collections
import dataclasses
import difflib
import re
from typing import NamedTuple

from themes.policy.plan_lines import PlanLine
from themes.records import Level


class Wording(NamedTuple):
    """How a plan puts a node in one place."""

    weight: int  # 2 as the council set it, 1 behind a label, 0 a heading
    text: str
    first: PlanLine
    last: int  # number of the last line


@dataclasses.dataclass
class Draft:
    """A node while the plan is read."""

    level: Level
    wordings: list[Wording]
    parent: Draft | None
    number: str | None = None
    baseline: str | None = None
    target: str | None = None
    measured_by: str | None = None

    @property
    def text(self) -> str:
        """The words that lead, see `chosen`."""
        return self.chosen.text

    @property
    def chosen(self) -> Wording:
        """The wording that leads: of the highest weight the one said most, and of those the first.

        Its place is where it is first said, headings left out.
        """
        top = max(wording.weight for wording in self.wordings)
        own = [wording for wording in self.wordings if wording.weight == top]
        counts = collections.Counter(key_of(wording.text) for wording in own)
        best = max(own, key=lambda wording: (counts[key_of(wording.text)], -wording.first.number))
        place = min(
            (wording for wording in self.wordings if wording.weight and alike(wording.text, best.text) > 0.9),
            key=lambda wording: wording.first.number,
            default=best,
        )
        return Wording(top, best.text, place.first, place.last)


def key_of(text: str) -> str:
    """The letters and digits of a text, in lower case: texts with one key differ in marks and spaces only."""
    return re.sub(r"[\W_]+", "", text.lower())


def alike(one: str, other: str) -> float:
    """Share of letters in common, in order, 0 to 1 (difflib's ratio on letters and digits)."""
    return difflib.SequenceMatcher(None, key_of(one), key_of(other), autojunk=False).ratio()
