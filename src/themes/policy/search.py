"""Where the plans speak of a word or phrase: by word, lemma, part of a compound, or the theme that it names."""

from __future__ import annotations

import collections
import dataclasses
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from themes.policy.passages import Passage, passages
from themes.policy.ranking import Encoder
from themes.records import Document, Goal, Unit

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline

ENOUGH = 0.6  # share of a phrase's telling words that a passage must hold to speak of it
PLACES = 12  # places shown of one term
_QUALIFIER = re.compile(r"\([^()]*\)")
_VAGUE = re.compile(
    r"\b(?:in\s+(?:het\s+algemeen|brede\s+zin|de\s+breedte|het\s+bijzonder)|algemeen|overig\w*|mogelijkheden|gekoppeld\s+aan\s+.*"
    r"|in\s+relatie\s+tot\s+.*|van\s+(?:de|het)\s+gemeente|voor\s+(?:de\s+)?inwoners)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    """One content word of a term: the lemma, the parts of a compound, and how telling each is."""

    lemma: str
    parts: tuple[str, ...]
    surface: str


def find(
    terms: Sequence[str],
    units: Sequence[Unit],
    goals: Sequence[Goal],
    documents: Sequence[Document],
    *,
    pipeline: Pipeline,
    vectors: Encoder | None,
    codebook: Codebook | None = None,
) -> list[dict[str, Any]]:
    """For each term how far the plans go into it and where, as TABLES.md describes for `themes find`.

    A slash or 'of' parts alternatives; text in brackets only qualifies. A passage speaks of an alternative when it holds
    all its words, or the most telling of them, counted by rarity: 'verslavingszorg' is met by 'verslaving', since 'zorg'
    is everywhere, and 'cliëntondersteuning' is not met by 'ondersteuning'. When no passage has the words and the term
    is the name of a code, passages that carry the code count. For terms that are found nowhere `nearest` holds the
    three passages nearest in meaning.
    """
    index = _Index(passages(units, goals, documents), pipeline, codebook)
    result = []
    for term in terms:
        hits = index.by_words(term)
        how = "words"
        if not hits and codebook is not None:
            hits, how = index.by_theme(term), "theme"
        result.append(index.shown(term, hits, how, vectors))
    return result


class _Index:
    def __init__(self, listed: Sequence[Passage], pipeline: Pipeline, codebook: Codebook | None) -> None:
        self.passages = list(listed)
        self.pipeline, self.codebook = pipeline, codebook
        self.lemmas: list[frozenset[str]] = []
        self.parts: list[frozenset[str]] = []
        self.folded = [f" {_fold(passage.search)} " for passage in self.passages]
        counts: collections.Counter[str] = collections.Counter()
        for passage in self.passages:
            tokens = [token for token in pipeline.tokens(passage.search) if token.is_word]
            lemmas = frozenset(token.lemma for token in tokens)
            parts = frozenset(part for token in tokens for part in token.parts if len(part) > 3)
            self.lemmas.append(lemmas)
            self.parts.append(parts)
            counts.update(lemmas | parts)
        self.counts = counts
        self.codes: list[frozenset[str]] | None = None

    def weight(self, word: str) -> float:
        """How telling a word is in these plans: most when they never use it."""
        n = len(self.passages)
        return math.log(1 + (n + 0.5) / (self.counts[word] + 0.5))

    def words(self, text: str) -> list[_Word]:
        found = []
        for token in self.pipeline.tokens(text):
            if token.is_word and not token.is_stop:
                parts = tuple(part for part in token.parts if part != token.lemma and len(part) > 3)
                found.append(_Word(token.lemma, parts if len(parts) > 1 else (), token.text.lower()))
        return found

    def by_words(self, term: str) -> list[tuple[int, float]]:
        """(position, strength) of passages that hold an alternative of the term."""
        best: dict[int, float] = {}
        for alternative in alternatives(term):
            words = self.words(alternative)
            phrase = _fold(alternative)
            for at in range(len(self.passages)):
                strength = 1.1 if phrase and f" {phrase} " in self.folded[at] else self._strength(words, at)
                if strength >= ENOUGH:
                    best[at] = max(strength, best.get(at, 0.0))
        return sorted(best.items())

    def _strength(self, words: Sequence[_Word], at: int) -> float:
        """Share of the telling words that a passage holds; a compound counts by its parts when it isn't there whole."""
        whole = met = 0.0
        for word in words:
            parts = word.parts or (word.lemma,)
            weights = [self.weight(part) for part in parts]
            whole += sum(weights)
            if word.lemma in self.lemmas[at] or word.lemma in self.parts[at] or f" {word.surface} " in self.folded[at]:
                met += sum(weights)
            elif word.parts:
                met += sum(
                    weight
                    for part, weight in zip(parts, weights, strict=True)
                    if part in self.lemmas[at] or part in self.parts[at]
                )
        return met / whole if whole else 0.0

    def by_theme(self, term: str) -> list[tuple[int, float]]:
        """Passages that carry the code whose name the term is."""
        from themes.coding import code_texts

        assert self.codebook is not None
        named = {
            code.id
            for code in self.codebook.codes
            for alternative in alternatives(term)
            if self._names(code.label, alternative)
            and code.id in code_texts([alternative], self.codebook, self.pipeline)[0]
        }
        if not named:
            return []
        if self.codes is None:
            read = code_texts([passage.search for passage in self.passages], self.codebook, self.pipeline)
            self.codes = [frozenset(codes) for codes in read]
        return [(at, 0.5) for at, codes in enumerate(self.codes) if codes & named]

    def _names(self, label: str, term: str) -> bool:
        """Whether a term is (a part of) a code's name: all its content words stand in the label."""
        own = {word.lemma for word in self.words(term)}
        return bool(own) and own <= {word.lemma for word in self.words(label)}

    def shown(self, term: str, hits: Sequence[tuple[int, float]], how: str, vectors: Encoder | None) -> dict[str, Any]:
        order = {"result": 0, "approach": 1}
        ranked = sorted(hits, key=lambda hit: (order[self.passages[hit[0]].level], -round(hit[1], 4), hit[0]))
        programmes = {passage.programme_id: "none" for passage in self.passages}
        for at, _ in ranked:
            passage = self.passages[at]
            if programmes[passage.programme_id] != "result":
                programmes[passage.programme_id] = passage.level
        result: dict[str, Any] = {
            "term": term,
            "found": self.passages[ranked[0][0]].level if ranked else "none",
            "how": how if ranked else "none",
            "places": [_place(self.passages[at]) for at, _ in ranked[:PLACES]],
            "n_places": len(ranked),
            "programmes": programmes,
        }
        if not ranked and vectors is not None and self.passages:
            result["nearest"] = self._nearest(term, vectors)
        return result

    def _nearest(self, term: str, vectors: Encoder) -> list[dict[str, Any]]:
        import numpy as np

        encoded = np.asarray(vectors([passage.search for passage in self.passages]), dtype=np.float32)
        mean = encoded.mean(axis=0)
        query = np.asarray(vectors([term]), dtype=np.float32)[0] - mean
        shifted = encoded - mean
        near = np.round(shifted @ query / (np.linalg.norm(shifted, axis=1) * np.linalg.norm(query) + 1e-9), 4)
        return [_place(self.passages[at]) for at in np.lexsort((np.arange(len(near)), -near))[:3]]


def _place(passage: Passage) -> dict[str, Any]:
    return {
        "document_id": passage.document_id,
        "source": passage.source,
        "line_start": passage.line_start,
        "page_start": passage.page_start,
        "level": passage.level,
        "quote": passage.text,
        "goal_id": passage.goal_id,
        "unit_id": passage.unit_id,
    }


def _fold(text: str) -> str:
    """Small letters, words parted by one space: punctuation never decides a match."""
    return " ".join(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.lower()))


def alternatives(term: str) -> list[str]:
    """The alternatives that a term names, without what only qualifies it.

    >>> alternatives("Vervoer / mobiliteit"), alternatives("Dagbesteding (anders dan nu)")
    (['Vervoer', 'mobiliteit'], ['Dagbesteding'])
    """
    bare = _VAGUE.sub(" ", _QUALIFIER.sub(" ", term))
    parts = [" ".join(part.split()) for part in re.split(r"\s*/\s*|\s+of\s+|\s*;\s*", bare)]
    return [part for part in parts if part] or [term]
