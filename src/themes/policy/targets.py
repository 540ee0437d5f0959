"""A municipality's plans made ready for the trace: their words (see `plan_words`) and the codes they carry."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from themes.policy.evidence import Query
from themes.policy.measures import Keep, Measures, keep_nothing
from themes.policy.passages import Passage
from themes.policy.plan_words import INDICATOR, PlanWords, most_beside
from themes.policy.ranking import (
    BESIDE,
    BLOCK,
    MEASURES,
    TIE,
    WEIGHT_BESIDE,
    WEIGHTS,
    Encoder,
    Matrix,
    code_matrix,
    rarity,
    rounded,
    terms_of,
)
from themes.records import Goal

if TYPE_CHECKING:
    from themes.coding import Codebook
    from themes.language import Pipeline

# mean and spread of the measures between passages and goals of three programmes of about seventy pages, for small plans
USUAL = {
    "words": (1.3, 2.6), "letters": (0.09, 0.07), "meaning": (0.07, 0.11), "codes": (0.12, 0.19), "groups": (0.08, 0.2),
    "cover": (0.09, 0.19), "fields": (0.17, 0.14),
}  # fmt: skip
FRAME = 0.5  # how much the subject of a meeting adds to a code that statement and goal share


@dataclasses.dataclass(frozen=True)
class Scores:
    """Scores of a block of statements. `total` (n, targets) ranks, `tie` (n, targets) says whether anything is near and
    `own` the same by the statement's own words, without what was said beside it; `parts` holds the measures before
    scaling and `words` all that comes of words alone."""

    total: Matrix
    tie: Matrix
    own: Matrix
    parts: Mapping[str, Matrix]
    words: Measures


class Plan:
    """The plans of one municipality with their codes."""

    def __init__(self, words: PlanWords, codebook: Codebook) -> None:
        from themes.coding import code_texts

        self.words, self.codebook, self.pipeline = words, codebook, words.pipeline
        read = code_texts(words.texts, codebook, self.pipeline)
        self.node_codes: list[dict[str, float]] = [
            dict.fromkeys(node.goal.codes.split() if node.goal.codes else codes, 1.0)
            for node, codes in zip(words.nodes, read, strict=True)
        ]
        self.target_codes: list[dict[str, float]] = [{} for _ in words.targets]
        for node, codes in zip(words.nodes, self.node_codes, strict=True):
            for code in codes:
                self.target_codes[node.target][code] = max(node.weight, self.target_codes[node.target].get(code, 0.0))
        central = [{code: weight for code, weight in own.items() if weight >= INDICATOR} for own in self.target_codes]
        self.rare = rarity(central)
        searched = [passage.search for passage in words.passages]
        self.passage_codes = [dict.fromkeys(codes, 1.0) for codes in code_texts(searched, codebook, self.pipeline)]

        self._quoted: dict[str, frozenset[str]] = {}

    def quoted(self, quote: str) -> frozenset[str]:
        """The content words and compound parts of the words that carry a code."""
        if quote not in self._quoted:
            self._quoted[quote] = frozenset(terms_of(quote, self.pipeline))
        return self._quoted[quote]

    @property
    def passages(self) -> list[Passage]:
        """Where the plan can speak of a statement, in reading order."""
        return self.words.passages

    @property
    def targets(self) -> list[Goal]:
        """The nodes that a statement can be tied to."""
        return self.words.targets

    @cached_property
    def own_parts(self) -> Mapping[str, Matrix] | None:
        """The measures of the plan's own sentences, unscaled; None when there are too few to say anything."""
        by_words = self.words.own_parts
        if by_words is None:
            return None
        chosen = self.words.own_sentences
        codes = [
            code_matrix([self.passage_codes[at] for at in chosen[start : start + BLOCK]], self.target_codes, self.rare)
            for start in range(0, len(chosen), BLOCK)
        ]
        return {**by_words, "codes": np.vstack(codes)}

    @cached_property
    def scale(self) -> Mapping[str, tuple[float, float]]:
        """Mean and spread of each measure between the plan's own sentences and its targets."""
        parts = self.own_parts
        if parts is None:
            return USUAL
        return {name: (float(parts[name].mean()), max(float(parts[name].std()), 1e-3)) for name in MEASURES}

    def score(self, queries: Sequence[Query], about: str = "") -> Scores:
        """Scores of statements against every target and passage; `about` says which statements they are."""
        words = self.words.measure(queries, about)
        codes = code_matrix(
            [{code: score for code, (score, _) in query.codes.items()} for query in queries],
            self.target_codes,
            self.rare,
        )
        # what a meeting was about strengthens a shared code, by half at most; alone it ties nothing
        frame = code_matrix([query.frame for query in queries], self.target_codes, self.rare)
        codes = (codes + FRAME * np.minimum(codes, frame)).astype(np.float32)
        parts = {name: codes if name == "codes" else words.parts[name] for name in MEASURES}
        beside = {"codes": self._beside(queries), "groups": words.beside}
        total = self.summed(parts, WEIGHTS) + WEIGHT_BESIDE * self._summed_beside(beside, WEIGHTS)
        own = self.summed(parts, TIE)
        tie = own + WEIGHT_BESIDE * self._summed_beside(beside, TIE)
        return Scores(rounded(total), rounded(tie), rounded(own), parts, words)

    def summed(self, parts: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
        """The measures on the plan's scale, weighted and summed."""
        return np.asarray(
            sum(weight * (parts[name] - self.scale[name][0]) / self.scale[name][1] for name, weight in weights.items()),
            dtype=np.float32,
        )

    def _summed_beside(self, beside: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
        return np.asarray(sum(weights[name] * beside[name] / self.scale[name][1] for name in BESIDE), dtype=np.float32)

    def _beside(self, queries: Sequence[Query]) -> Matrix:
        """Codes that the texts beside each statement share with each target: of each target the most."""
        from themes.coding import code_texts

        texts = list(dict.fromkeys(text for query in queries for text in query.beside))
        codes = [dict.fromkeys(found, 1.0) for found in code_texts(texts, self.codebook, self.pipeline)]
        return most_beside(queries, texts, code_matrix(codes, self.target_codes, self.rare))


def build_plan(
    passages: Sequence[Passage],
    goals: Sequence[Goal],
    codebook: Codebook,
    pipeline: Pipeline,
    vectors: Encoder,
    keep: Keep = keep_nothing,
) -> Plan:
    """Index the passages and goals of one municipality."""
    return Plan(PlanWords(passages, goals, pipeline, vectors, keep), codebook)
