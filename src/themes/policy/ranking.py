"""How near a text stands to each goal: words and compound parts, letters, meaning, codes, related words, fields.

Measures of their own nature, each brought to one scale and summed (z-sum). A measure is scaled by how it varies
between the plan's own passages and its goals, so that the scale hangs on the plan alone: another report in the corpus
changes no score of a statement.

Two sums answer two questions. Which goal is nearest (`WEIGHTS`): there codes, related words and fields of policy lead,
which say what a text is about, and what was said beside a short note helps. Whether any goal is near (`TIE`): there
every bridge by words or codes counts alike, and so does the share of what the statement speaks of that the goal has at
all. Meaning by vectors told goals and no goals apart at chance level on three corpora and fields told them no better
than the rest, so they have no say in the second. BM25 after Robertson and Zaragoza (2009), k1 1.2, b 0.75.
"""

from __future__ import annotations

import collections
import dataclasses
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from themes.language import Pipeline

Matrix = NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Any]
MEASURES = ("words", "letters", "meaning", "codes", "groups", "cover", "fields")
WEIGHTS = {"words": 0.5, "letters": 0.5, "meaning": 0.5, "codes": 2.0, "groups": 2.0, "fields": 2.0}
TIE = {"words": 1.0, "letters": 1.0, "codes": 1.0, "groups": 1.0, "cover": 1.0}
BY_WORDS = tuple(name for name in MEASURES if name != "codes")  # those that no codebook changes
BESIDE = ("codes", "groups")  # measures that what was said beside a statement takes part in
WEIGHT_BESIDE = 0.5  # of a measure's own weight
BLOCK = 1024  # rows of one matrix product
# what the wording of every goal shares and says nothing of its subject: 'het percentage ... blijft gelijk'
FORM = re.compile(
    r"\b(?:het\s+|een\s+)?(?:aantal(?:len)?|percentage|aandeel|stijging|daling|toename|afname|indicator|nulmeting|streefwaarde|bron|"
    r"gemeente|inwoners?|vermindering|mate\s+waarin|hoe\s+vaak|cijfers?|minimaal|maximaal|meer|minder|neemt\s+(?:toe|af)|stijgt|daalt|"
    r"blijft\s+(?:gelijk|stabiel))\b|\d+(?:[.,]\d+)*\s?%?|%",
    re.IGNORECASE,
)


def subject(text: str) -> str:
    """A goal's text without the words that measure: what it is about.

    >>> subject("Het aantal inwoners dat fietst stijgt")
    'dat fietst'
    """
    return " ".join(FORM.sub(" ", text).split())


def words_of(text: str, pipeline: Pipeline) -> list[tuple[str, ...]]:
    """The lemma of each content word with the parts of a compound behind it, but for a part that is the lemma."""
    return [
        (token.lemma, *(part for part in token.parts if part != token.lemma and len(part) > 3))
        for token in pipeline.tokens(text)
        if token.is_word and not token.is_stop
    ]


def terms_of(text: str, pipeline: Pipeline) -> list[str]:
    """Content lemmas and the parts of compounds; a part that is itself the lemma stands once."""
    return [term for word in words_of(text, pipeline) for term in word]


@dataclasses.dataclass(frozen=True)
class Index:
    """Inverse document frequencies and term weights of a set of texts, for BM25."""

    weights: Mapping[str, Mapping[int, float]]  # term -> text -> saturated weight times idf
    size: int

    def score(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of one query against every text, shape (size,)."""
        result = np.zeros(self.size, dtype=np.float32)
        for term in sorted(set(terms)):
            for at, weight in self.weights.get(term, {}).items():
                result[at] += weight
        return result


def index(texts: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.75) -> Index:
    """BM25 weights of every term in every text."""
    counts = [collections.Counter(terms) for terms in texts]
    lengths = [sum(count.values()) for count in counts]
    mean = max(1.0, sum(lengths) / max(1, len(lengths)))
    df = collections.Counter(term for count in counts for term in count)
    weights: dict[str, dict[int, float]] = {}
    for at, (count, length) in enumerate(zip(counts, lengths, strict=True)):
        for term, n in count.items():
            idf = math.log(1 + (len(texts) - df[term] + 0.5) / (df[term] + 0.5))
            weights.setdefault(term, {})[at] = idf * n * (k1 + 1) / (n + k1 * (1 - b + b * length / mean))
    return Index(weights, len(texts))


class Letters:
    """TF-IDF of letter groups of three to five within words; blocked cosine against the texts it was made of."""

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        self.matrix = self.vectorizer.fit_transform(list(texts) or [" leeg "])

    def score(self, texts: Sequence[str]) -> Matrix:
        """Cosine, shape (len(texts), number of texts indexed)."""
        if not texts:
            return np.zeros((0, self.matrix.shape[0]), dtype=np.float32)
        return np.asarray((self.vectorizer.transform(list(texts)) @ self.matrix.T).todense(), dtype=np.float32)


def rarity(codes: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How telling a code is among goals, 0 to 1: near 1 for the code of one goal, near 0 for the code of all."""
    n = len(codes)
    df = collections.Counter(code for own in codes for code in own)
    return {code: math.log((n + 1) / (count + 0.5)) / math.log((n + 1) / 0.5) for code, count in df.items()}


def code_matrix(
    statements: Sequence[Mapping[str, float]], targets: Sequence[Mapping[str, float]], weight: Mapping[str, float]
) -> Matrix:
    """Shared codes, each by its strength on both sides and its rarity; shape (statements, targets)."""
    names = sorted({code for own in targets for code in own})
    left, right = _table(statements, names), _table(targets, names)
    return left @ (right * np.array([weight.get(name, 0.0) for name in names], dtype=np.float32)).T


def _table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    return np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float32).reshape(
        len(rows), len(names)
    )


def rounded(values: Matrix) -> Matrix:
    """To four decimals: beyond that the order of a batch shows in vectors."""
    return np.round(values, 4)
