"""The coder 'model': sentence vectors and, where people reviewed, labels. It weighs, ranks and proposes.

Measured on our own and the public example documents (benchmarks/coding.py): nearness to a definition can't find a code
by itself, and as a veto it takes away more right codings than wrong ones. So vectors give and take no codes; they move
a score a little and order the review. A classifier trained on the hits of the rules and on people's decisions finds
what the rules miss and what they have wrong (weak supervision, Ratner et al., VLDB 2017).

Where the model codes by itself is in `themes.coding.model_coder`.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from themes.coding.agreement import MACHINES
from themes.coding.codebook import Codebook
from themes.language.vectors import MAX_CHARACTERS
from themes.records import NO_CODE, Coding, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.language import Pipeline

Floats = NDArray[np.float64]
Encoder = Callable[[Sequence[str]], Any]  # texts -> (n, d) vectors of unit length

MODEL = "model"
LARGEST_SHIFT = 0.05  # how far nearness moves the score of a pattern
STEPS = 2.0**36  # to 1 in a sum of vectors: those of a hundred million texts fit in 64 bits
BEST_PHRASES = 3  # a definition is as near as the mean of its nearest phrases


def definition_scores(vectors: Floats, codebook: Codebook, encoder: Encoder) -> Floats:
    """(n, c) z-scores: how near each statement is to each code, beside how near other statements are.

    The mean of the statements is taken off both sides before the cosine, since all sentences of one field lie close
    together.
    """
    phrases: list[str] = []
    owner: list[int] = []
    for at, code in enumerate(codebook.codes):
        for phrase in (code.label, *re.split(r"[;,]", code.definition), code.include):
            if phrase.strip():
                phrases.append(phrase.strip())
                owner.append(at)
    mean = vectors.mean(axis=0) if len(vectors) else 0.0
    near = _unit(vectors - mean) @ _unit(np.asarray(encoder(phrases), dtype=np.float64) - mean).T
    owners = np.array(owner)
    columns = [
        np.sort(near[:, owners == at], axis=1)[:, -BEST_PHRASES:].mean(axis=1) for at in range(len(codebook.codes))
    ]
    table = np.stack(columns, axis=1)
    spread = table.std(axis=0)
    return np.round((table - table.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0), 4)


def _unit(vectors: Floats) -> Floats:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-12)


def weigh(codings: Sequence[Coding], units: Sequence[Unit], codebook: Codebook, encoder: Encoder) -> list[Coding]:
    """The same codings with scores moved at most 0.05 up or down by nearness to the definition."""
    coded = {coding.unit_id for coding in codings}
    content = sorted((unit for unit in units if unit.unit_id in coded), key=lambda unit: unit.unit_id)
    if not content:
        return list(codings)
    near = definition_scores(np.asarray(encoder([u.clean_text for u in content]), dtype=np.float64), codebook, encoder)
    row = {unit.unit_id: at for at, unit in enumerate(content)}
    column = {code.id: at for at, code in enumerate(codebook.codes)}
    result = []
    for coding in codings:
        z = float(near[row[coding.unit_id], column[coding.code_id]])
        score = min(1.0, max(0.05, coding.score + LARGEST_SHIFT * float(np.tanh(z))))
        result.append(dataclasses.replace(coding, score=round(score, 3)))
    return result


def decided(codings: Sequence[Coding]) -> dict[str, frozenset[str]]:
    """Unit -> codes that people gave it; () when they said that no code fits. Where people differ, most of them count,
    and a tie gives the code."""
    rows: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for coding in codings:
        if coding.coder not in MACHINES:
            rows[coding.unit_id][coding.coder].update({coding.code_id} - {NO_CODE, ""})
    result = {}
    for unit_id, by_coder in rows.items():
        votes: dict[str, int] = defaultdict(int)
        for codes in by_coder.values():
            for code in codes:
                votes[code] += 1
        result[unit_id] = frozenset(code for code, n in votes.items() if 2 * n >= len(by_coder))
    return result


@dataclasses.dataclass(frozen=True)
class Common:
    """What the texts of a corpus have in common: how many they are, in how many each term stands, the sum of their
    vectors (d,) in steps of 2**-36. Whole numbers, so that they add up to the same however the texts are divided."""

    n: int
    terms: Mapping[str, int]
    total: NDArray[np.int64]

    @classmethod
    def of(
        cls, texts: Sequence[str], vectors: Floats, pipeline: Pipeline, times: Sequence[int] | None = None
    ) -> Common:
        """Of texts and their vectors (n, d), each text counted `times` (once when None)."""
        weight = np.ones(len(texts), dtype=np.int64) if times is None else np.asarray(times, dtype=np.int64)
        terms: Counter[str] = Counter()
        for text, n in zip(texts, weight.tolist(), strict=True):
            terms.update(dict.fromkeys(_terms(text, pipeline), n))
        steps = np.rint(np.asarray(vectors, dtype=np.float64) * STEPS).astype(np.int64)
        return cls(int(weight.sum()), terms, weight @ steps)

    @classmethod
    def joined(cls, parts: Sequence[Common], n: int) -> Common:
        """Of parts that together are `n` texts, those without a visible sign included."""
        terms: Counter[str] = Counter()
        for part in parts:
            terms.update(part.terms)
        return cls(n, terms, np.sum([part.total for part in parts], axis=0))

    @functools.cached_property
    def mean(self) -> Floats:
        """(d,) the mean vector."""
        return self.total / STEPS / max(1, self.n)

    @functools.cached_property
    def weigher(self) -> Any:
        """TF-IDF of lists of terms; None when there is no term."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        if not self.terms:
            return None
        names = sorted(self.terms)
        made = TfidfVectorizer(analyzer=_as_they_are, vocabulary=names, sublinear_tf=True, norm="l2")
        made.idf_ = np.log((1 + self.n) / (1 + np.array([self.terms[name] for name in names]))) + 1
        return made


def _as_they_are(terms: list[str]) -> list[str]:
    return terms


def features(texts: Sequence[str], vectors: Floats, pipeline: Pipeline, common: Common | None = None) -> Any:
    """(n, d) sparse table: the centred sentence vector beside TF-IDF of lemmas and compound parts.

    `common` is that of all texts of the corpus; None takes these.
    """
    import scipy.sparse

    common = common or Common.of(texts, vectors, pipeline)
    table = scipy.sparse.csr_matrix((len(texts), 0))
    if common.weigher is not None:
        table = common.weigher.transform([_terms(text, pipeline) for text in texts])
    dense = _unit(np.asarray(vectors, dtype=np.float64) - common.mean) if len(vectors) else vectors
    return scipy.sparse.csr_matrix(scipy.sparse.hstack([scipy.sparse.csr_matrix(dense), table]))


def _terms(text: str, pipeline: Pipeline) -> list[str]:
    found = []
    for token in pipeline.tokens(text[:MAX_CHARACTERS]):
        if token.is_word and not token.is_stop:
            found.append(token.lemma)
            found.extend(part for part in token.parts if part != token.lemma)
    return " ".join(found).lower().split()


@dataclasses.dataclass(frozen=True)
class Classifier:
    """Logistic regressions, one a code: `weights` (d, c), `bias` (c,)."""

    weights: Floats
    bias: Floats

    @classmethod
    def fitted(cls, table: Any, labels: NDArray[np.bool_], weights: Floats | None = None) -> Classifier:
        """Trained on the n rows of `table` (n, d); labels (n, c), weights (n,).

        Of a code that no or every row has, the chance is 0 or 1; without rows it is 0.
        """
        from sklearn.linear_model import LogisticRegression

        made = cls(np.zeros((table.shape[1], labels.shape[1])), np.full(labels.shape[1], -np.inf))
        for at, own in enumerate(labels.T):
            if own.any() and not own.all():
                model = LogisticRegression(
                    C=8.0, class_weight="balanced", solver="liblinear", random_state=0, max_iter=200
                )
                model.fit(table, own, sample_weight=weights)
                made.weights[:, at], made.bias[at] = model.coef_[0], model.intercept_[0]
            elif own.any():
                made.bias[at] = np.inf
        return made

    def chances(self, table: Any) -> Floats:
        """(n, c) chance of each code for every row of `table` (n, d)."""
        from scipy.special import expit

        return np.round(expit(table @ self.weights + self.bias), 4)


def probabilities(table: Any, labels: NDArray[np.bool_], weights: Floats | None = None, *, rows: Any = None) -> Floats:
    """(n, c) chance of each code for every row of `table`, by logistic regression on `rows` (all when None).

    labels (n, c) bool; weights (n,). A code that no or every training row has gets its share as chance.
    """
    train = np.arange(table.shape[0]) if rows is None else np.asarray(rows)
    own = None if weights is None else weights[train]
    return Classifier.fitted(table[train], labels[train], own).chances(table)


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A statement worth a look next; `kind`: 'missed' (a code may be missing), 'wrong' (one may not fit), 'open'."""

    unit_id: str
    kind: str
    code_id: str
    score: float
    reason: str


def next_to_review(
    units: Sequence[Unit],
    codings: Sequence[Coding],
    vectors: Encoder | Floats,
    n: int = 20,
    *,
    codebook: Codebook,
    pipeline: Pipeline,
) -> list[Candidate]:
    """The `n` statements that are most worth a person's look, each once, without those that a person decided on.

    In turn: a code that the model sees and nobody gave, a code that was given and that the model doubts most, and a
    statement without any code. Repeats of a statement are left out. Ties go by unit id, so the order of `units`
    doesn't count.
    """
    done = set(decided(codings))
    content = sorted((u for u in units if u.kind in ("statement", "question")), key=lambda unit: unit.unit_id)
    if not content or n <= 0:
        return []
    dense = np.asarray(vectors([u.clean_text for u in content]) if callable(vectors) else vectors, dtype=np.float64)
    chance, given = _chances(content, codings, dense, codebook, pipeline)
    labels = {code.id: code.label for code in codebook.codes}
    ids = [code.id for code in codebook.codes]
    free = [at for at, unit in enumerate(content) if unit.unit_id not in done and not unit.repeat_of]
    missed, wrong, bare = [], [], []
    for at in free:
        unit_id = content[at].unit_id
        for column, code in enumerate(ids):
            p = float(chance[at, column])
            if given[at, column]:
                reason = words.PERHAPS_WRONG.format(label=labels[code], chance=p)
                wrong.append(Candidate(unit_id, "wrong", code, round(1 - p, 4), reason))
            elif p >= 0.5:
                reason = words.PERHAPS_MISSING.format(label=labels[code], chance=p)
                missed.append(Candidate(unit_id, "missed", code, p, reason))
        if not given[at].any():
            best = int(chance[at].argmax())
            reason = words.NEAREST_CODE.format(label=labels[ids[best]])
            bare.append(Candidate(unit_id, "open", ids[best], float(chance[at, best]), reason))
    queues = [sorted(queue, key=lambda c: (-c.score, c.unit_id, c.code_id)) for queue in (missed, wrong, bare)]
    return _in_turn(queues, n)


def _in_turn(queues: list[list[Candidate]], n: int) -> list[Candidate]:
    taken: list[Candidate] = []
    seen: set[str] = set()
    while len(taken) < n and any(queues):
        for queue in queues:
            while queue and queue[0].unit_id in seen:
                queue.pop(0)
            if queue and len(taken) < n:
                taken.append(queue.pop(0))
                seen.add(taken[-1].unit_id)
    return taken


def _chances(
    units: Sequence[Unit], codings: Sequence[Coding], dense: Floats, codebook: Codebook, pipeline: Pipeline
) -> tuple[Floats, NDArray[np.bool_]]:
    """(n, c) chances, each from a model that did not see that statement, and (n, c) what is given now.

    Five parts by unit id; a decision of a person weighs three times a coding of the rules.
    """
    column = {code.id: at for at, code in enumerate(codebook.codes)}
    row = {unit.unit_id: at for at, unit in enumerate(units)}
    given = np.zeros((len(units), len(column)), dtype=bool)
    people = decided(codings)
    for coding in codings:
        if coding.unit_id in row and coding.code_id in column and coding.unit_id not in people:
            given[row[coding.unit_id], column[coding.code_id]] = True
    weights = np.ones(len(units))
    for unit_id, codes in people.items():
        if unit_id in row:
            weights[row[unit_id]] = 3.0
            for code in codes & column.keys():
                given[row[unit_id], column[code]] = True
    table = features([unit.clean_text for unit in units], dense, pipeline)
    part = np.arange(len(units)) % 5
    chance = np.zeros(given.shape)
    for fold in range(5):
        rows = np.flatnonzero(part != fold)
        if len(rows):
            chance[part == fold] = probabilities(table, given, weights, rows=rows)[part == fold]
    return chance, given
