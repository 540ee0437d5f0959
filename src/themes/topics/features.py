"""What a topic model sees of a statement: its sentence vector, its words, and half-weighted the codes it has."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from themes.coding.agreement import MACHINES, NO_CODE
from themes.kept import Keep, keep_nothing
from themes.problems import ThemesError
from themes.records import Coding, Unit, digest
from themes.topics.graph import unit_rows
from themes.topics.words import Words, gather_words, have_something_in_common
from themes.words import running
from themes.words import topics as words

CONTENT = ("statement", "question")
ALIKE = 0.3  # centred cosine from which two statements without a common word still say something alike


@dataclasses.dataclass(frozen=True)
class Prepared:
    """Content units in the order of their ids, with all that clustering and description need.

    `units` are those that are clustered (first of each repeated statement), `repeats` maps a repeat's id to its
    first's id; `rows` (n, d) features; `apart` (n,) bool: nothing in common with any other.
    """

    units: tuple[Unit, ...]
    repeats: dict[str, str]
    words: Words
    rows: np.ndarray
    apart: np.ndarray

    @property
    def texts(self) -> list[str]:
        """Content lemmas of each unit as one string, as BERTopic counts them."""
        return [" ".join(lemmas) for lemmas in self.words.lemmas]


def prepare(
    units: Sequence[Unit],
    vectors: np.ndarray,
    pipeline: Any,
    codings: Iterable[Coding] = (),
    *,
    guidance: float = 0.5,
    names: Iterable[str] = (),
    keep: Keep = keep_nothing,
) -> Prepared:
    """Content units with features [centred vector | LSA 50 of lemmas and compound parts | `guidance` x code hits].

    `vectors` (n, d) has a row for each unit in `units`, in that order. Raises ThemesError when it has not. `keep` gives
    what an earlier run made of the same words.
    """
    vectors = np.asarray(vectors, dtype=np.float32)
    if len(vectors) != len(units) or vectors.ndim != 2:
        raise ThemesError(
            words.TEXTS_AND_VECTORS.format(n=len(units), n_vectors=len(vectors)),
            where="topics",
            remedy=words.ONE_VECTOR_EACH,
        )
    place = {unit.unit_id: row for row, unit in enumerate(units)}
    content = {unit.unit_id: unit for unit in units if unit.kind in CONTENT}
    repeats = {unit.unit_id: first for unit in content.values() if (first := _first_of(unit, content)) != unit.unit_id}
    kept = tuple(content[unit_id] for unit_id in sorted(content) if unit_id not in repeats)
    texts, names = [unit.clean_text or unit.text for unit in kept], list(names)

    def make() -> dict[str, Any]:
        made = gather_words(texts, pipeline, names)
        return {"words": made.packed, "lsa": lsa(made.spread)}

    by_words = keep("topic-words", {running.STATEMENTS: digest(texts), running.MUNICIPALITIES: digest(names)}, make)
    gathered = Words.unpacked(by_words["words"])
    if not kept:
        return Prepared((), repeats, gathered, np.zeros((0, 1), np.float32), np.zeros(0, bool))
    own = vectors[[place[unit.unit_id] for unit in kept]].astype(np.float64)
    own = unit_rows(own - own.mean(axis=0))
    parts = [own, by_words["lsa"]]
    hits = code_hits([unit.unit_id for unit in kept], codings)
    if hits.shape[1] and guidance > 0:
        parts.append(guidance * unit_rows(hits))
    rows = np.round(np.hstack(parts), 4).astype(np.float32)
    return Prepared(kept, repeats, gathered, rows, _apart(gathered, own))


def _first_of(unit: Unit, content: dict[str, Unit]) -> str:
    """The id that a repeated unit goes back to, itself when it is none or when that one is no content."""
    seen = {unit.unit_id}
    while unit.repeat_of and unit.repeat_of in content and unit.repeat_of not in seen:
        unit = content[unit.repeat_of]
        seen.add(unit.unit_id)
    return unit.unit_id


def lsa(documents: Sequence[Sequence[str]], dims: int = 50) -> np.ndarray:
    """Latent semantic analysis (Deerwester et al. 1990): (n, dims) unit rows from the words of each document."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    count: dict[str, int] = defaultdict(int)
    for row in documents:
        for word in set(row):
            count[word] += 1
    vocabulary = sorted(word for word, found in count.items() if found > 1)
    if len(vocabulary) < 3:
        return np.zeros((len(documents), 1))
    table = TfidfVectorizer(analyzer=_as_it_is, vocabulary=vocabulary, sublinear_tf=True).fit_transform(documents)
    dims = min(dims, len(vocabulary) - 1, len(documents) - 1)
    return unit_rows(TruncatedSVD(dims, random_state=0).fit_transform(table))


def _as_it_is(words: Sequence[str]) -> Sequence[str]:
    return words


def standing_codings(codings: Iterable[Coding]) -> dict[str, dict[str, float]]:
    """Codes of each unit with their score: a person's decisions on a unit put the machine's aside."""
    by_unit: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        by_unit[coding.unit_id].append(coding)
    result: dict[str, dict[str, float]] = {}
    for unit_id, own in by_unit.items():
        people = [coding for coding in own if coding.coder not in MACHINES]
        scores: dict[str, float] = {}
        for coding in people or own:
            if coding.score > 0 and coding.code_id not in ("", NO_CODE):
                scores[coding.code_id] = max(coding.score, scores.get(coding.code_id, 0.0))
        result[unit_id] = scores
    return result


def code_hits(unit_ids: Sequence[str], codings: Iterable[Coding]) -> np.ndarray:
    """(n, c) table of scores of the codes on these units; a column per code that occurs, in order of code id."""
    standing = standing_codings(codings)
    codes = sorted({code for unit_id in unit_ids for code in standing.get(unit_id, {})})
    column = {code: number for number, code in enumerate(codes)}
    table = np.zeros((len(unit_ids), len(codes)))
    for row, unit_id in enumerate(unit_ids):
        for code, score in standing.get(unit_id, {}).items():
            table[row, column[code]] = score
    return table


def _apart(words: Words, own: np.ndarray) -> np.ndarray:
    """(n,) bool: no word in common with any other statement and no sentence vector that comes near."""
    alone = np.flatnonzero(~np.array(have_something_in_common(words.spread)))
    result = np.zeros(len(own), dtype=bool)
    for row in alone:
        alike = own @ own[row]
        alike[row] = -1
        result[row] = round(float(alike.max()), 3) < ALIKE if len(alike) > 1 else True
    return result
