"""Subjects as a fourth kind of tie: groups of related words (see `themes.language.related`) that two texts share.

A code says which of some twenty themes a text is about; a group is finer, and needs no pattern in the codebook. A group
counts by its rarity among the goals. `cover` asks the reverse: how much of what a statement is about a goal has at all.
"""

from __future__ import annotations

import collections
import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from themes.language.related import SAME, related
from themes.policy.ranking import Matrix, code_matrix, rarity
from themes.policy.wordings import named_by

if TYPE_CHECKING:
    from themes.language import Pipeline

PEOPLE = 0.4  # weight in `cover` of a group that says who or where, not what
CENTRAL = 0.5  # weight of the parts of a goal that a group's rarity is counted on
FULL = 1.5  # a group in a part of two thirds weight is covered in full
LEAST = 0.3  # a statement with less to cover than this is covered no further by one common group


@dataclasses.dataclass(frozen=True)
class Subjects:
    """The groups of the targets of a plan, with how telling each is."""

    targets: tuple[Mapping[str, float], ...]
    rare: Mapping[str, float]  # group -> 0 to 1, among the targets
    weights: Mapping[str, float]  # group -> weight in `cover`, by rarity among the passages; unknown ones weigh 1
    literal: tuple[frozenset[str], ...] = ()  # by target: groups that it names by their own words
    spoken: frozenset[str] = frozenset()  # groups that any passage names, in its own or in other words

    def score(self, groups: Sequence[Mapping[str, float]]) -> Matrix:
        """Shared groups by strength and rarity, shape (len(groups), targets)."""
        return code_matrix(groups, self.targets, self.rare)

    def cover(self, groups: Sequence[Mapping[str, float]]) -> Matrix:
        """Share of each text's groups that a target has, 0 to 1, shape (len(groups), targets)."""
        weights = {name: self._weight(name) for own in groups for name in own}
        mass = np.array([sum(weights[name] * strength for name, strength in own.items()) for own in groups])
        full = [{name: min(1.0, FULL * strength) for name, strength in own.items()} for own in self.targets]
        part = code_matrix(groups, full, weights)
        return (part / np.maximum(mass, LEAST)[:, None]).astype(np.float32)

    def _weight(self, name: str) -> float:
        return self.weights.get(name, PEOPLE if name in related().people else 1.0)


def groups_of(texts: Sequence[str], pipeline: Pipeline) -> list[dict[str, float]]:
    """The groups that each text speaks of, with their strength."""
    known = related()
    return [known.of(text, pipeline) for text in texts]


def named(text: str, pipeline: Pipeline) -> frozenset[str]:
    """The things that a text names by their own words; who or where is no thing."""
    tokens = [token for token in pipeline.tokens(text) if token.is_word]
    return frozenset(name for name, _, _ in named_by(tokens)) - related().people


def subjects(
    parts: Sequence[Sequence[tuple[Mapping[str, float], float]]],
    passages: Sequence[Mapping[str, float]],
    literal: Sequence[frozenset[str]],
) -> Subjects:
    """The subjects of a plan.

    Parameters
    ----------
    parts : for each target the groups of its parts with the weight of the part.
    passages : the groups of every passage of the plan.
    literal : for each target the things that it names by their own words.
    """
    targets: list[dict[str, float]] = []
    for listed in parts:
        own: dict[str, float] = {}
        for groups, weight in listed:
            for name, strength in groups.items():
                own[name] = max(own.get(name, 0.0), strength * weight)
        targets.append(own)
    central = [{name: value for name, value in own.items() if value >= CENTRAL} for own in targets]
    n = len(passages)
    counts = collections.Counter(name for own in passages for name in own)
    people = related().people
    weights = {
        name: math.log(1 + (n - count + 0.5) / (count + 0.5))
        / math.log(1 + 2 * n)
        * (PEOPLE if name in people else 1.0)
        for name, count in counts.items()
    }
    spoken = frozenset(name for own in passages for name, strength in own.items() if strength >= SAME)
    return Subjects(tuple(targets), rarity(central), weights, tuple(literal), spoken)
