"""A text as a row of numbers: lemmas, letter groups, pairs of words and groups of related words.

Columns are checksums, so no list of words is kept (Weinberger et al., Feature hashing, ICML 2009). Each kind has a
stretch of columns of its own and length 1 before its weight, so that a long text weighs no more than a short one.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.language.related import related

if TYPE_CHECKING:
    from themes.language import Pipeline
    from themes.language.tokens import Token

SIZES = (3, 4, 5)  # of letter groups
Places = dict[int, tuple[int, int]]


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A stretch of columns: from `start`, `size` of them, weighing `weight` together; those of one example count if
    `alone`."""

    start: int
    size: int
    weight: float
    alone: bool = True


WORDS = Kind(0, 1 << 14, 1.0)
LETTERS = Kind(1 << 14, 1 << 15, 0.7, alone=False)
PAIRS = Kind((1 << 14) + (1 << 15), 1 << 15, 0.5, alone=False)
GROUPS = Kind((1 << 14) + (1 << 16), 1 << 10, 1.0)
KINDS = (WORDS, LETTERS, PAIRS, GROUPS)
WIDTH = GROUPS.start + GROUPS.size


def terms(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """Lemmas and compound parts of the words that count, each with the place of its word in the text."""
    found = []
    for token in tokens:
        if token.is_word and not token.is_stop:
            for form in dict.fromkeys((token.lemma.lower(), *(part.lower() for part in token.parts))):
                found.append((form, token.start, token.start + len(token.text)))
    return found


@functools.lru_cache(maxsize=50_000)
def _letter_groups(word: str) -> tuple[int, ...]:
    raw = f" {word} ".encode()
    return tuple(_column(raw[at : at + size], LETTERS) for size in SIZES for at in range(max(1, len(raw) - size + 1)))


def _column(name: bytes, kind: Kind) -> int:
    return kind.start + zlib.crc32(name) % kind.size


def counted(text: str, pipeline: Pipeline) -> tuple[list[Mapping[int, float]], Places]:
    """Of each kind the columns of a text with their weight before rarity, and where a word column's word stands.

    A count n weighs 1 + ln n; a group of related words its strength.
    """
    tokens = pipeline.tokens(text)
    own: list[dict[int, float]] = [{} for _ in KINDS]
    place: Places = {}
    for form, start, end in terms(tokens):
        column = _column(form.encode(), WORDS)
        own[0][column] = own[0].get(column, 0.0) + 1.0
        place.setdefault(column, (start, end))
    for word in re.findall(r"\w+", text.lower()):
        for column in _letter_groups(word):
            own[1][column] = own[1].get(column, 0.0) + 1.0
    for pair in _pairs([token.lemma.lower() for token in tokens if token.is_word]):
        column = _column(pair.encode(), PAIRS)
        own[2][column] = own[2].get(column, 0.0) + 1.0
    for counts in own[:3]:
        for column, n in counts.items():
            counts[column] = 1 + math.log(n)
    for pattern, _, _ in related().hits(tokens):
        column = _column(pattern.group.encode(), GROUPS)
        own[3][column] = max(own[3].get(column, 0.0), pattern.strength)
    return list(own), place


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Each word with the next and with the one after it."""
    for first, second in itertools.pairwise(words):
        yield f"{first} {second}"
    for first, third in zip(words, words[2:], strict=False):
        yield f"{first} * {third}"


def row(text: str, pipeline: Pipeline, rarity: Any) -> tuple[Any, Any, Places]:
    """Column numbers and values of a text, each kind of its own length, and the places of its words.

    `rarity` (WIDTH,) weighs the columns; a column it knows nothing of is left out.
    """
    import numpy as np

    kinds, place = counted(text, pipeline)
    columns, values = [], []
    for kind, own in zip(KINDS, kinds, strict=True):
        at = np.fromiter(own, dtype=np.int64, count=len(own))
        worth = np.fromiter(own.values(), dtype=np.float32, count=len(own)) * rarity[at]
        length = float(np.sqrt((worth * worth).sum()))
        columns.append(at)
        values.append(worth * (kind.weight / length) if length else worth)
    return np.concatenate(columns), np.concatenate(values), place


def rarity_of(texts: Sequence[str], pipeline: Pipeline) -> Any:
    """Inverse document frequency per column (WIDTH,), smoothed: ln((1 + n) / (1 + df)) + 1.

    A column that no text has, or only one text where that counts for nothing, is 0.
    """
    import numpy as np

    count = np.zeros(WIDTH)
    for text in texts:
        for own in counted(text, pipeline)[0]:
            for column in own:
                count[column] += 1
    rarity = np.log((1 + len(texts)) / (1 + count)) + 1
    for kind in KINDS:
        stretch = slice(kind.start, kind.start + kind.size)
        rarity[stretch][count[stretch] < (1 if kind.alone else 2)] = 0
    return rarity.astype(np.float32)


def table_of(texts: Sequence[str], pipeline: Pipeline, rarity: Any) -> Any:
    """The rows of texts as a sparse table (texts, WIDTH)."""
    import numpy as np
    import scipy.sparse as sparse

    at, values, starts = [], [], [0]
    for text in texts:
        own, worth, _ = row(text, pipeline, rarity)
        at.append(own)
        values.append(worth)
        starts.append(starts[-1] + len(own))
    filled = (np.concatenate(values), np.concatenate(at), np.array(starts)) if texts else ([], [], [0])
    return sparse.csr_matrix(filled, shape=(len(texts), WIDTH))
