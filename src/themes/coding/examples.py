"""Codes by example: what a statement looks like when its words are in no pattern.

`data/examples.jsonl` holds made-up statements of meetings, letters and plans with the codes that a reader gave them,
for this codebook, most of them with a field of social policy too (see `themes.policy.fields`). `data/examples.npz`
holds a logistic regression per code trained on them (`themes.coding.train`), on lemmas, compound parts, letter groups,
pairs of words and related words. Here a text gets log odds by its own words; `themes.coding.bars` makes a chance of
them in a document, and says which add a code and under which a code by pattern falls away.

A code counts as known while its definition is the one the examples were coded by; a changed definition makes the
examples silent for that code.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import zlib
from collections.abc import MutableMapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from themes.coding.codebook import Code, Codebook
from themes.coding.columns import Places, row
from themes.records import digest

if TYPE_CHECKING:
    from themes.language import Pipeline

FEWEST_WORDS = 1  # that count: on less nothing is said
LOWEST = -4.0  # log odds under which a code is not told
PLACED = -0.5  # log odds from which the word that carries a code is looked for


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
    """A code that a text may have: its log odds were half of all texts to have it, and the word that carries it most
    (start, end in the text; the whole text when none does or the odds are low)."""

    code_id: str
    odds: float
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
    """A trained model: `rarity` (columns,), `table` (columns, codes), `bias` (codes,).

    `share` (codes,) says how many of the examples have a code. `definitions` are digests of the codes' definitions,
    `patterns` checksums of the patterns that the project ships.
    """

    codes: tuple[str, ...]
    definitions: tuple[str, ...]
    rarity: Any
    table: Any
    bias: Any
    share: Any
    patterns: frozenset[int]


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
            kept["share"],
            frozenset(kept["patterns"].tolist()),
        )


def definition_digest(definition: str) -> str:
    return digest(" ".join(definition.split()))


def pattern_checksums(code: Code) -> dict[int, str]:
    """Checksum -> pattern as written, of the patterns of a code."""
    written = (pattern.strip() for pattern in code.patterns)
    return {zlib.crc32(f"{code.id} {pattern}".encode()): pattern for pattern in written}


def own_patterns(codebook: Codebook) -> set[tuple[str, str]]:
    """Code and pattern as written, of the patterns that a codebook has beside those that the project ships."""
    shipped = weights().patterns
    return {
        (code.id, pattern)
        for code in codebook.codes
        for checksum, pattern in pattern_checksums(code).items()
        if checksum not in shipped
    }


def known_codes(codebook: Codebook) -> set[str]:
    """The codes that the examples speak of: their definition is the one the examples were coded by."""
    model = weights()
    now = {code.id: definition_digest(code.definition) for code in codebook.codes}
    return {code for code, own in zip(model.codes, model.definitions, strict=True) if now.get(code) == own}


def guesses(
    texts: Sequence[str], codebook: Codebook, pipeline: Pipeline, known: MutableMapping[str, list[Guess]] | None = None
) -> list[list[Guess]]:
    """Per text the codes that it may have, each with its log odds, in the order of the codebook.

    `known` are guesses by text, of all codes of the model; those that are missing are added.
    """
    model = weights()
    same = known_codes(codebook)
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


def _guesses(text: str, pipeline: Pipeline, model: Weights) -> list[Guess]:
    """The codes of the model that a text may have."""
    import numpy as np

    at, values, place = row(text, pipeline, model.rarity)
    if len(set(place.values())) < FEWEST_WORDS:
        return []
    table = model.table[at]
    odds = values @ table + model.bias
    found = []
    for column in np.flatnonzero(odds >= LOWEST):
        carried = odds[column] >= PLACED
        start, end = _carrying(at, values * table[:, column], place, len(text)) if carried else (0, len(text))
        found.append(Guess(model.codes[column], round(float(odds[column]), 2), start, end))
    return found


def _carrying(at: Any, shares: Any, place: Places, length: int) -> tuple[int, int]:
    """The place of the word that adds most to a code; the whole text when no word does."""
    best = max(
        ((float(share), -int(c)) for c, share in zip(at, shares, strict=True) if int(c) in place), default=(0.0, 0)
    )
    return place[-best[1]] if best[0] > 0 else (0, length)
