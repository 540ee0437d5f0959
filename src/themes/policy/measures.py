"""What texts say, and how statements stand to a plan, by words alone: all of it can be kept as arrays and JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from themes.kept import Keep as Keep
from themes.kept import keep_nothing as keep_nothing
from themes.policy.ranking import BY_WORDS, Matrix, words_of
from themes.policy.subjects import groups_of, named

if TYPE_CHECKING:
    from themes.language import Pipeline


@dataclasses.dataclass(frozen=True)
class Said:
    """The content words of a text, each with the parts of a compound behind it, the groups of related words that it
    speaks of with their strength, and the things that it names by their own words."""

    words: tuple[tuple[str, ...], ...]
    groups: Mapping[str, float]
    things: frozenset[str]

    @cached_property
    def terms(self) -> list[str]:
        """Words and parts in one list."""
        return [term for word in self.words for term in word]

    @cached_property
    def term_set(self) -> frozenset[str]:
        """The different terms."""
        return frozenset(self.terms)

    @property
    def packed(self) -> list[Any]:
        """As JSON values."""
        return [self.words, dict(self.groups), sorted(self.things)]


def read_said(texts: Sequence[str], pipeline: Pipeline) -> list[Said]:
    """What each text says."""
    known: dict[str, Said] = {}
    for text in texts:
        if text not in known:
            (groups,) = groups_of([text], pipeline)
            known[text] = Said(tuple(words_of(text, pipeline)), groups, named(text, pipeline))
    return [known[text] for text in texts]


def unpack_said(packed: Iterable[Sequence[Any]]) -> list[Said]:
    """The inverse of `Said.packed`, row by row."""
    return [Said(tuple(map(tuple, words)), groups, frozenset(things)) for words, groups, things in packed]


@dataclasses.dataclass(frozen=True)
class Measures:
    """A block of n statements against a plan, before codes count and before scaling.

    `parts` holds the measures by words (n, targets), `beside` the groups shared by what was said beside each
    (n, targets), `nodes` (n, nodes) letters plus meaning by node. `near` (n, at most LOOKED_AT) are positions of the
    nearest passages, `nearness` how near; `shown` the few to show of each statement: (position, nearness).
    """

    said: list[Said]
    parts: Mapping[str, Matrix]
    beside: Matrix
    nodes: Matrix
    near: np.ndarray
    nearness: Matrix
    shown: list[list[tuple[int, float]]]

    @property
    def packed(self) -> dict[str, Any]:
        """As arrays and JSON values."""
        return {
            "said": [said.packed for said in self.said],
            "shown": self.shown,
            "beside": self.beside,
            "nodes": self.nodes,
            "near": self.near,
            "nearness": self.nearness,
            **{f"part {name}": self.parts[name] for name in BY_WORDS},
        }

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> Measures:
        """The inverse of `packed`."""
        return cls(
            unpack_said(kept["said"]),
            {name: kept[f"part {name}"] for name in BY_WORDS},
            kept["beside"],
            kept["nodes"],
            kept["near"],
            kept["nearness"],
            [[(int(position), float(score)) for position, score in row] for row in kept["shown"]],
        )
