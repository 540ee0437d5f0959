"""Codes by example: what a statement looks like when its words are in no pattern.

`data/examples.jsonl` holds made-up statements of meetings, letters and plans with the codes that a reader gave them,
for this codebook. `data/examples.npz` holds a logistic regression per code trained on them (`themes.coding.train`), on
lemmas, compound parts and letter groups. It only adds codes: taking codes of the rules away cost more right than wrong
ones. It adds a code only above the chance at which, on examples kept apart, eight in ten of what it said was right; a
code for which no such chance was found is left to the rules.

A code counts as known while its definition is the one the examples were coded by; a changed definition makes the
examples silent for that code.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import re
import zlib
from collections.abc import MutableMapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from themes.coding.codebook import Codebook
from themes.records import digest

if TYPE_CHECKING:
    from themes.language import Pipeline

WORDS, LETTERS = 1 << 13, 1 << 15  # numbers of columns for lemmas and parts, and for letter groups
LETTERS_WEIGHT = 0.7
FEWEST_WORDS = 3  # that count: on less nothing is added
SIZES = (3, 4, 5)  # of letter groups


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """A made-up statement, its codes, codes that a reader doubted, and the file it was written for."""

    text: str
    codes: frozenset[str]
    maybe: frozenset[str]
    group: str


@dataclasses.dataclass(frozen=True, slots=True)
class Guess:
    """A code that a text looks like: the chance (0 to 1) and the words that carry it most (start, end in the text)."""

    code_id: str
    chance: float
    start: int
    end: int


def read_examples() -> list[Example]:
    """The examples that ship with the package."""
    text = resources.files("themes.coding").joinpath("data/examples.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return [Example(row["text"], frozenset(row["codes"]), frozenset(row["maybe"]), row["group"]) for row in rows]


def terms(text: str, pipeline: Pipeline) -> list[tuple[str, int, int]]:
    """Lemmas and compound parts of the words that count, each with the place of its word in the text."""
    found = []
    for token in pipeline.tokens(text):
        if token.is_word and not token.is_stop:
            for form in dict.fromkeys((token.lemma.lower(), *(part.lower() for part in token.parts))):
                found.append((form, token.start, token.start + len(token.text)))
    return found


@functools.lru_cache(maxsize=50_000)
def _letter_columns(word: str) -> tuple[int, ...]:
    raw = f" {word} ".encode()
    return tuple(
        zlib.crc32(raw[at : at + size]) % LETTERS for size in SIZES for at in range(max(1, len(raw) - size + 1))
    )


def columns(text: str, pipeline: Pipeline) -> tuple[dict[int, float], dict[int, float], dict[int, tuple[int, int]]]:
    """Weights of a text before rarity counts: word columns, letter columns, and where a word column's word stands.

    A count n weighs 1 + ln n. Columns are checksums, so no list of words is kept (Weinberger et al., ICML 2009).
    """
    words: dict[int, float] = {}
    place: dict[int, tuple[int, int]] = {}
    for form, start, end in terms(text, pipeline):
        column = zlib.crc32(form.encode()) % WORDS
        words[column] = words.get(column, 0.0) + 1.0
        place.setdefault(column, (start, end))
    letters: dict[int, float] = {}
    for word in re.findall(r"\w+", text.lower()):
        for column in _letter_columns(word):
            letters[column] = letters.get(column, 0.0) + 1.0
    return {c: 1 + math.log(n) for c, n in words.items()}, {c: 1 + math.log(n) for c, n in letters.items()}, place


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


def row(text: str, pipeline: Pipeline, rarity: Any) -> tuple[Any, Any, dict[int, tuple[int, int]]]:
    """Column numbers and values of a text, words and letters each of length 1, and the places of its words."""
    import numpy as np

    words, letters, place = columns(text, pipeline)
    parts = []
    for own, offset, weight in ((words, 0, 1.0), (letters, WORDS, LETTERS_WEIGHT)):
        at = np.fromiter(own, dtype=np.int64, count=len(own)) + offset
        values = np.fromiter(own.values(), dtype=np.float32, count=len(own)) * rarity[at]
        length = float(np.sqrt((values * values).sum()))
        parts.append((at, values * (weight / length) if length else values))
    at = np.concatenate([part[0] for part in parts])
    return at, np.concatenate([part[1] for part in parts]), place


def guesses(
    texts: Sequence[str], codebook: Codebook, pipeline: Pipeline, known: MutableMapping[str, list[Guess]] | None = None
) -> list[list[Guess]]:
    """Per text the codes that it looks like, each above its own bar, in the order of the codebook.

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


def _guesses(text: str, pipeline: Pipeline, model: Weights) -> list[Guess]:
    """The codes of the model that a text looks like."""
    import numpy as np

    at, values, place = row(text, pipeline, model.rarity)
    if len(set(place.values())) < FEWEST_WORDS:
        return []
    chance = 1.0 / (1.0 + np.exp(-(values @ model.table[at] + model.bias)))
    found = []
    for column in np.flatnonzero(chance >= model.bar):
        start, end = _carrying(at, values * model.table[at, column], place, len(text))
        found.append(Guess(model.codes[column], round(float(chance[column]), 3), start, end))
    return found


def _carrying(at: Any, shares: Any, place: dict[int, tuple[int, int]], length: int) -> tuple[int, int]:
    """The place of the word that adds most to a code; the whole text when no word does."""
    best = max(
        ((float(share), -int(c)) for c, share in zip(at, shares, strict=True) if int(c) in place), default=(0.0, 0)
    )
    return place[-best[1]] if best[0] > 0 else (0, length)
