"""Codes by example: what a statement looks like when its words are in no pattern.

`data/examples.jsonl` holds made-up statements of meetings, letters and plans with the codes that a reader gave them,
for this codebook, most of them with a field of social policy too (see `themes.policy.fields`). `data/examples.npz`
holds a logistic regression per code trained on them (`themes.coding.train`), on lemmas, compound parts, letter groups,
pairs of words and related words. It only adds codes: patterns lead, and one that a person wrote is never overruled. It
adds a code only above the chance at which, on examples kept apart, half of what it says beside the rules is right; a
code for which no such chance was found is left to the rules.

A code counts as known while its definition is the one the examples were coded by; a changed definition makes the
examples silent for that code.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import MutableMapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from themes.coding.codebook import Codebook
from themes.coding.columns import Places, row
from themes.records import digest

if TYPE_CHECKING:
    from themes.language import Pipeline

FEWEST_WORDS = 1  # that count: on less nothing is said
LOWEST = 0.02  # chance under which a code is not told
PLACED = 0.4  # chance from which the word that carries a code is looked for


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """A made-up statement, its codes, codes that a reader doubted, the report it was written for, and the field of
    social policy that it is about; empty where nobody said."""

    text: str
    codes: frozenset[str]
    maybe: frozenset[str]
    group: str
    field: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """A code that a text may have: the chance (0 to 1), and the word that carries it most (start, end in the text; the
    whole text when none does or the chance is low)."""

    code_id: str
    chance: float
    start: int
    end: int


def read_examples() -> list[Example]:
    """The examples that ship with the package."""
    text = resources.files("themes.coding").joinpath("data/examples.jsonl").read_text(encoding="utf-8")
    told = [json.loads(line) for line in text.splitlines()]
    return [
        Example(own["text"], frozenset(own["codes"]), frozenset(own["maybe"]), own["group"], own["field"])
        for own in told
    ]


@dataclasses.dataclass(frozen=True)
class Weights:
    """A trained model: `rarity` (columns,), `table` (columns, codes), `bias` (codes,), `bar` (codes,).

    `bar` is the chance from which a code is added, above 1: never. `definitions` are digests of the codes' definitions.
    """

    codes: tuple[str, ...]
    definitions: tuple[str, ...]
    rarity: Any
    table: Any
    bias: Any
    bar: Any


@functools.cache
def weights() -> Weights:
    """The model that ships with the package."""
    import numpy as np

    with (
        resources.as_file(resources.files("themes.coding").joinpath("data/examples.npz")) as path,
        np.load(path) as kept,
    ):
        return Weights(
            tuple(str(code) for code in kept["codes"]),
            tuple(str(each) for each in kept["definitions"]),
            kept["rarity"].astype(np.float32),
            kept["table"].astype(np.float32),
            kept["bias"],
            kept["bar"],
        )


def definition_digest(definition: str) -> str:
    return digest(" ".join(definition.split()))


def guesses(
    texts: Sequence[str], codebook: Codebook, pipeline: Pipeline, known: MutableMapping[str, list[Guess]] | None = None
) -> list[list[Guess]]:
    """Per text the codes that it may have, each with its chance, in the order of the codebook.

    `known` are guesses by text, of all codes of the model; those that are missing are added.
    """
    model = weights()
    now = {code.id: definition_digest(code.definition) for code in codebook.codes}
    same = {code for code, own in zip(model.codes, model.definitions, strict=True) if now.get(code) == own}
    order = {code.id: at for at, code in enumerate(codebook.codes)}
    known = {} if known is None else known
    result: list[list[Guess]] = []
    for text in texts:
        found = known.get(text)
        if found is None:
            found = known[text] = _guesses(text, pipeline, model)
        own = [guess for guess in found if guess.code_id in same]
        result.append(sorted(own, key=lambda guess: order[guess.code_id]))
    return result


def counts(guess: Guess, add: float | None = None) -> bool:
    """Whether a code is added: from the chance `add`, or from the code's own bar."""
    return guess.chance >= (_bars()[guess.code_id] if add is None else add)


@functools.cache
def _bars() -> dict[str, float]:
    return dict(zip(weights().codes, map(float, weights().bar), strict=True))


def _guesses(text: str, pipeline: Pipeline, model: Weights) -> list[Guess]:
    """The codes of the model that a text may have."""
    import numpy as np

    at, values, place = row(text, pipeline, model.rarity)
    if len(set(place.values())) < FEWEST_WORDS:
        return []
    table = model.table[at]
    chance = 1.0 / (1.0 + np.exp(-(values @ table + model.bias)))
    found = []
    for column in np.flatnonzero(chance >= LOWEST):
        carried = chance[column] >= PLACED
        start, end = _carrying(at, values * table[:, column], place, len(text)) if carried else (0, len(text))
        found.append(Guess(model.codes[column], round(float(chance[column]), 3), start, end))
    return found


def _carrying(at: Any, shares: Any, place: Places, length: int) -> tuple[int, int]:
    """The place of the word that adds most to a code; the whole text when no word does."""
    best = max(
        ((float(share), -int(c)) for c, share in zip(at, shares, strict=True) if int(c) in place), default=(0.0, 0)
    )
    return place[-best[1]] if best[0] > 0 else (0, length)
