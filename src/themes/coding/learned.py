"""The coder 'model': sentence vectors and, where people reviewed, labels. It weighs, ranks and proposes.

Measured on our own and the public example documents (benchmarks/coding.py): nearness to a definition can't find a code
by itself, and as a veto it takes away more right codings than wrong ones. So vectors give and take no codes; they move
a score a little and order the review. A classifier trained on the hits of the rules and on people's decisions finds
what the rules miss and what they have wrong (weak supervision, Ratner et al., VLDB 2017).

Where the model codes by itself is in `themes.coding.model_coder`.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from themes.coding.agreement import MACHINES, NO_CODE
from themes.coding.codebook import Codebook
from themes.records import Coding, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.language import Pipeline

Floats = NDArray[np.float64]
Encoder = Callable[[Sequence[str]], Any]  # texts -> (n, d) vectors of unit length

MODEL = "model"
LARGEST_SHIFT = 0.05  # how far nearness moves the score of a pattern
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


def features(units: Sequence[Unit], vectors: Floats, pipeline: Pipeline) -> Any:
    """(n, d) sparse table: the centred sentence vector beside TF-IDF of lemmas and compound parts."""
    import scipy.sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" ".join(_terms(unit.clean_text, pipeline)) for unit in units]
    words = TfidfVectorizer(token_pattern=r"\S+", min_df=1, sublinear_tf=True, norm="l2")
    try:
        table = words.fit_transform(texts)
    except ValueError:  # no words at all
        table = scipy.sparse.csr_matrix((len(texts), 0))
    dense = _unit(vectors - vectors.mean(axis=0)) if len(vectors) else vectors
    return scipy.sparse.csr_matrix(scipy.sparse.hstack([scipy.sparse.csr_matrix(dense), table]))


def _terms(text: str, pipeline: Pipeline) -> list[str]:
    found = []
    for token in pipeline.tokens(text):
        if token.is_word and not token.is_stop:
            found.append(token.lemma)
            found.extend(part for part in token.parts if part != token.lemma)
    return found


def probabilities(table: Any, labels: NDArray[np.bool_], weights: Floats | None = None, *, rows: Any = None) -> Floats:
    """(n, c) chance of each code for every row of `table`, by logistic regression on `rows` (all when None).

    labels (n, c) bool; weights (n,). A code that no or every training row has gets its share as chance.
    """
    from sklearn.linear_model import LogisticRegression

    train = np.arange(table.shape[0]) if rows is None else np.asarray(rows)
    result = np.zeros(labels.shape)
    for at in range(labels.shape[1]):
        own = labels[train, at]
        if not len(train) or own.all() or not own.any():
            result[:, at] = own.mean() if len(train) else 0.0
            continue
        model = LogisticRegression(C=8.0, class_weight="balanced", solver="liblinear", random_state=0, max_iter=200)
        model.fit(table[train], own, sample_weight=None if weights is None else weights[train])
        result[:, at] = model.predict_proba(table)[:, 1]
    return np.round(result, 4)


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
    table = features(units, dense, pipeline)
    part = np.arange(len(units)) % 5
    chance = np.zeros(given.shape)
    for fold in range(5):
        rows = np.flatnonzero(part != fold)
        if len(rows):
            chance[part == fold] = probabilities(table, given, weights, rows=rows)[part == fold]
    return chance, given
