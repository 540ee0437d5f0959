"""Coding measured: rules beside other ways, on the same statements, and what reviewed statements add.

    python benchmarks/coding.py [--documents DIR --reference DIR] [--draws 8]

DIR with documents and DIR with codes_*.jsonl ({text, codes, maybe}); without options our made-up corpus. Statements
are matched by their text; where two readers differed ('maybe') either answer counts as right. 'Held out' means: for
every document a model that saw only the other documents. Prints Markdown.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from themes.coding import read_codebook
from themes.coding.codebook import Codebook
from themes.coding.learned import definition_scores, features, probabilities
from themes.coding.rules import code_units
from themes.coding.suggest import Proposal, apply_proposals, propose_changes
from themes.documents import read_source, split_documents
from themes.language import Pipeline, encode, pipeline
from themes.records import Coding, Unit
from themes.statements import split_units

ROOT = Path(__file__).parents[1]
Table = np.ndarray  # (n, c) bool


@dataclasses.dataclass(frozen=True)
class Set:
    """Coded statements: units, what readers gave, where they differed, and the document of each."""

    units: list[Unit]
    rows: list[int]  # place in `units` of each coded statement
    truth: Table
    maybe: Table
    documents: np.ndarray
    all_units: list[Unit]


def key(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def read_set(documents: Path, reference: Path, codebook: Codebook, pipe: Pipeline) -> Set:
    coded: dict[str, tuple[str, set[str], set[str]]] = {}
    for path in sorted(reference.glob("codes_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                coded.setdefault(key(row["text"]), (path.stem, set(row["codes"]), set(row.get("maybe", ()))))
    stems = {stem.removeprefix("codes_") for stem, _, _ in coded.values()}
    units: list[Unit] = []
    for path in sorted(documents.iterdir()):
        if path.is_file() and path.name.startswith(tuple(stems)):
            source = read_source(path, root=documents)
            units.extend(split_units(source, split_documents(source), pipe))
    found: dict[str, int] = {}
    for at, unit in enumerate(units):
        if unit.kind in ("statement", "question"):
            found.setdefault(key(unit.text), at)
    names = [k for k in coded if k in found]
    ids = [code.id for code in codebook.codes]
    truth = np.array([[code in coded[k][1] for code in ids] for k in names])
    maybe = np.array([[code in coded[k][2] for code in ids] for k in names])
    rows = [found[k] for k in names]
    where = np.array([coded[k][0] for k in names])
    print(f"{len(names)} of {len(coded)} coded statements found as units, {len(set(where))} documents\n")
    return Set([units[at] for at in rows], rows, truth, maybe, where, units)


def scores(data: Set, given: Table, rows: np.ndarray | None = None) -> tuple[float, float, float, float]:
    """Micro-F1, macro-F1, precision, recall."""
    rows = np.arange(len(data.units)) if rows is None else rows
    truth, given = data.truth[rows], given[rows] & ~data.maybe[rows]
    both, n_given, n_true = (truth & given).sum(0), given.sum(0), truth.sum(0)
    each = [2 * b / (g + t) for b, g, t in zip(both, n_given, n_true, strict=True) if t]
    p, r = both.sum() / max(1, n_given.sum()), both.sum() / max(1, n_true.sum())
    return 2 * p * r / max(1e-9, p + r), float(np.mean(each)), p, r


def as_table(data: Set, codings: Sequence[Coding], codebook: Codebook) -> Table:
    row = {unit.unit_id: at for at, unit in enumerate(data.units)}
    column = {code.id: at for at, code in enumerate(codebook.codes)}
    table = np.zeros(data.truth.shape, dtype=bool)
    for coding in codings:
        if coding.unit_id in row and coding.code_id in column:
            table[row[coding.unit_id], column[coding.code_id]] = True
    return table


def held_out(data: Set, make: Callable[[np.ndarray, np.ndarray], Table]) -> Table:
    """`make(train rows, test rows)` gives the test rows' codes, once for every document."""
    table = np.zeros(data.truth.shape, dtype=bool)
    for document in sorted(set(data.documents)):
        test = np.flatnonzero(data.documents == document)
        table[test] = make(np.flatnonzero(data.documents != document), test)
    return table


def best_threshold(data: Set, score: np.ndarray, rows: np.ndarray) -> float:
    options = np.quantile(score, np.linspace(0.8, 0.995, 40))
    return float(max(options, key=lambda t: scores(data, score >= t, rows)[0]))


def without_patterns(codebook: Codebook) -> Codebook:
    return dataclasses.replace(codebook, codes=tuple(dataclasses.replace(code, patterns=()) for code in codebook.codes))


def zero_shot(data: Set, codebook: Codebook, vectors: np.ndarray, *, centred: bool) -> Callable[..., Table]:
    """Codes by BERTopic's own zero-shot topics: a topic a code, its label and definition as text, at most one each.

    It is fitted on all statements once for each of a row of `zeroshot_min_similarity`; which of these counts for a
    document is chosen on the other documents. `centred` takes the mean of the statements off the vectors of both
    sides, as our own comparison with definitions does. The rest would be clustered without labels; that has no say in
    the codes and is left out.
    """
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    mean = vectors.mean(axis=0) if centred else np.zeros(vectors.shape[1])
    phrases = [f"{code.label}: {code.definition}" for code in codebook.codes]

    class Ours(BaseEmbedder):  # type: ignore[misc]
        def embed(self, documents: list[str], verbose: bool = False) -> np.ndarray:
            return np.asarray(encode(documents), dtype=np.float64) - mean

    class Rest:
        def fit(self, rows: np.ndarray, y: object = None) -> Rest:
            self.labels_ = np.full(len(rows), -1)
            return self

    def given(least: float) -> Table:
        model = BERTopic(
            embedding_model=Ours(),
            umap_model=BaseDimensionalityReduction(),
            hdbscan_model=Rest(),
            vectorizer_model=CountVectorizer(),
            zeroshot_topic_list=phrases,
            zeroshot_min_similarity=least,
        )
        topics, _ = model.fit_transform([unit.clean_text for unit in data.units], embeddings=vectors - mean)
        column = {topic: phrases.index(label) for topic, label in model.topic_labels_.items() if label in phrases}
        table = np.zeros(data.truth.shape, dtype=bool)
        for row, topic in enumerate(topics):
            if topic in column:
                table[row, column[topic]] = True
        return table

    tables = [given(least) for least in np.arange(0.05, 0.61, 0.05)]

    def make(train: np.ndarray, test: np.ndarray) -> Table:
        return max(tables, key=lambda table: scores(data, table, train)[0])[test]

    return make


def compare(data: Set, codebook: Codebook, pipe: Pipeline, vectors: np.ndarray) -> None:
    def encoder(texts: Sequence[str]) -> np.ndarray:
        return encode(texts)

    bare = [
        dataclasses.replace(unit, section="", lead_in=None, item=None, line_start=0, line_end=0) for unit in data.units
    ]
    alone = [code_units([unit], codebook, pipe) for unit in bare]
    words = without_patterns(codebook)
    near = definition_scores(vectors, codebook, encoder)
    table = features([unit.clean_text for unit in data.units], vectors, pipe)

    def by_vectors(train: np.ndarray, test: np.ndarray) -> Table:
        return near[test] >= best_threshold(data, near, train)

    def by_classifier(train: np.ndarray, test: np.ndarray) -> Table:
        chance = probabilities(table, data.truth, rows=train)
        return chance[test] >= best_threshold(data, chance, train)

    whole = as_table(data, list(code_units(data.all_units, codebook, pipe)), codebook)
    defined = as_table(data, list(code_units(data.all_units, words, pipe)), codebook)
    ways: list[tuple[str, Table]] = [
        ("patterns and examples, with context", whole),
        ("patterns and examples, own words only", as_table(data, [c for row in alone for c in row], codebook)),
        ("words of the definitions and examples", defined),
        ("vectors to definitions (threshold from other documents)", held_out(data, by_vectors)),
        ("TF-IDF and vectors, logistic regression (held out)", held_out(data, by_classifier)),
        *(
            (f"BERTopic zero-shot, {what} (threshold from other documents)", held_out(data, make))
            for what, make in (
                ("vectors as they are", zero_shot(data, codebook, vectors, centred=False)),
                ("mean taken off", zero_shot(data, codebook, vectors, centred=True)),
            )
        ),
    ]
    print("| way | micro-F1 | macro-F1 | precision | recall |\n| --- | --- | --- | --- | --- |")
    for name, given in ways:
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in scores(data, given)) + " |")
    print("\n| document | statements | micro-F1 of patterns and examples |\n| --- | --- | --- |")
    for document in sorted(set(data.documents)):
        rows = np.flatnonzero(data.documents == document)
        print(f"| {document} | {len(rows)} | {scores(data, ways[0][1], rows)[0]:.3f} |")


def reviewed(data: Set, rows: Sequence[int], codebook: Codebook) -> list[Coding]:
    """The readers' codes of these statements as decisions of a person."""
    found = []
    for at in rows:
        codes = [code.id for column, code in enumerate(codebook.codes) if data.truth[at, column]]
        unit = data.units[at]
        found.extend(Coding(unit.unit_id, code, "lezer", 1.0, unit.text) for code in codes or ["geen-code"])
    return found


def half(codebook: Codebook) -> Codebook:
    """Every second pattern: a codebook as it is when a municipality has just made it."""
    codes = tuple(dataclasses.replace(code, patterns=code.patterns[::2]) for code in codebook.codes)
    return dataclasses.replace(codebook, codes=codes)


def curve(data: Set, codebook: Codebook, pipe: Pipeline, draws: int, title: str) -> None:
    """F1 on statements that nobody reviewed, after N reviewed ones: accepted proposals and what the model learned."""
    print(f"\n{title}\n\n| held out | 0 reviewed | 50 reviewed | 100 reviewed |\n| --- | --- | --- | --- |")

    def encoder(texts: Sequence[str]) -> np.ndarray:
        return encode(texts)

    for name in ("other statements of the same documents", "other documents"):
        means = []
        for n in (0, 50, 100):
            values = []
            for draw in range(draws):
                rng = random.Random(draw)
                order = list(range(len(data.units)))
                rng.shuffle(order)
                if name == "other documents":
                    groups = sorted(set(data.documents))
                    rng.shuffle(groups)
                    out = set(groups[: max(1, len(groups) // 3)])
                    test = np.array([at for at in order if data.documents[at] in out])
                    pool = [at for at in order if data.documents[at] not in out]
                else:
                    test, pool = np.array(order[: len(order) // 3]), order[len(order) // 3 :]
                taken, people = codebook, reviewed(data, pool[:n], codebook)
                if n:
                    offered = propose_changes(data.all_units, people, codebook, pipe, vectors=encoder)
                    taken = apply_proposals(codebook, [p for p in offered if p.wrong == 0 and accept(p)])
                given = as_table(data, list(code_units(data.all_units, taken, pipe, people=people)), codebook)
                values.append(scores(data, given, test)[0])
            means.append(f"{np.mean(values):.3f} (sd {np.std(values):.3f})")
        print(f"| {name} | " + " | ".join(means) + " |")


def accept(proposal: Proposal) -> bool:
    """A stand-in for the person who confirms: two reviewed statements speak for it, a new word fits the definition."""
    return proposal.right >= 2 and (proposal.action == "drop" or proposal.nearness >= 0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus")
    parser.add_argument("--reference", type=Path, default=ROOT / "tests" / "reference")
    parser.add_argument("--draws", type=int, default=8)
    options = parser.parse_args()
    codebook, pipe = read_codebook(), pipeline()
    data = read_set(options.documents, options.reference, codebook, pipe)
    vectors = np.asarray(encode([unit.clean_text for unit in data.units]), dtype=np.float64)
    compare(data, codebook, pipe, vectors)
    curve(data, codebook, pipe, options.draws, "The codebook as it is:")
    curve(data, half(codebook), pipe, options.draws, "With half of its patterns:")


if __name__ == "__main__":
    main()
