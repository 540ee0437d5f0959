"""Topics side by side on one corpus: ours, NMF, LDA, KeyNMF-style, and BERTopic with its defaults.

    OMP_NUM_THREADS=1 python benchmarks/topics.py [FOLDER ...] [--seeds 5]
    OMP_NUM_THREADS=1 python benchmarks/topics.py FOLDER ... --speed [--statements 3000]

The first prints a Markdown table. All methods get the same statements, vectors and Dutch lemmas, and about the same
number of topics; BERTopic's defaults find their own number. Coherence is NPMI of ten terms over the same statements.
Stability is the mean adjusted Rand index between seeds. Seconds are of the fastest warm fit, vectors at hand. The rows
with UMAP appear when umap-learn is installed. `--speed` times a fit of a drawn number of statements instead, vectors
and codes at hand: ours with and without its measuring of stability, and BERTopic as it comes and with UMAP's seed set,
in turn, with how many times ours each takes on the clock and in processor time (of all threads).
"""

from __future__ import annotations

import argparse
import itertools
import math
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from themes.coding import code_units, read_codebook
from themes.documents import read_corpus, split_documents
from themes.language import encode, pipeline
from themes.records import Unit
from themes.statements import split_units
from themes.topics import fit_topics
from themes.topics.features import CONTENT, Prepared, prepare
from themes.topics.quality import coherence, diversity, rand_index
from themes.topics.words import choose_terms

N_TERMS = 10
Result = tuple[np.ndarray, list[list[str]]]  # labels (n,), -1 for none; terms of each topic


def read_statements(folder: Path) -> list[Unit]:
    """All statements and questions of a folder."""
    from themes.documents import Limits

    sources, _ = read_corpus(folder, limits=Limits())
    dutch = pipeline()
    units = [unit for source in sources for unit in split_units(source, split_documents(source), dutch)]
    return [unit for unit in units if unit.kind in CONTENT]


def c_tf_idf(ready: Prepared, labels: np.ndarray) -> list[list[str]]:
    """Terms of each label by BERTopic's c-TF-IDF, chosen as ours are."""
    from themes.topics.model import _describe, _terms

    described = _describe(ready.texts, ready.rows, None, None, labels)
    found = np.asarray(described.topics_)
    members = {int(label): np.flatnonzero(found == label).tolist() for label in set(found.tolist())}
    return [terms for label, terms in _terms(ready, described, members).items() if label >= 0]


def counts(ready: Prepared, *, tfidf: bool) -> tuple[Any, np.ndarray]:
    """Table of words (n, words) and the words."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    kind = TfidfVectorizer if tfidf else CountVectorizer
    vectorizer = kind(analyzer=str.split, min_df=2)
    return vectorizer.fit_transform(ready.texts), vectorizer.get_feature_names_out()


def by_components(model: Any, table: Any, words: np.ndarray, ready: Prepared) -> Result:
    """Labels and terms of a model of documents x topics x words."""
    weights = model.fit_transform(table)
    labels = np.where(weights.max(axis=1) > 1e-9, weights.argmax(axis=1), -1)
    from collections import Counter

    terms = []
    for number, row in enumerate(model.components_):
        ranked = [words[i] for i in np.argsort(-row)[:60] if row[i] > 0]
        seen = Counter(word for i in np.flatnonzero(labels == number) for word in set(ready.words.lemmas[i]))
        terms.append(choose_terms(ranked, ready.words, N_TERMS, seen, int((labels == number).sum())))
    return labels, terms


def nmf(ready: Prepared, k: int, seed: int) -> Result:
    """Non-negative matrix factorisation of TF-IDF (Lee and Seung 1999)."""
    from sklearn.decomposition import NMF

    table, words = counts(ready, tfidf=True)
    return by_components(NMF(k, init="nndsvdar", random_state=seed, max_iter=300), table, words, ready)


def lda(ready: Prepared, k: int, seed: int) -> Result:
    """Latent Dirichlet allocation (Blei et al. 2003)."""
    from sklearn.decomposition import LatentDirichletAllocation

    table, words = counts(ready, tfidf=False)
    return by_components(LatentDirichletAllocation(k, random_state=seed, max_iter=20), table, words, ready)


def key_nmf(ready: Prepared, k: int, seed: int, vectors: np.ndarray, word_vectors: dict[str, np.ndarray]) -> Result:
    """NMF of how near the words of a statement are to its vector (after Kardos et al. 2024)."""
    from sklearn.decomposition import NMF

    table, words = counts(ready, tfidf=False)
    table = table.astype(float).tolil()
    place = {word: number for number, word in enumerate(words)}
    for row, text in enumerate(ready.words.lemmas):
        near = {word: float(word_vectors[word] @ vectors[row]) for word in set(text) if word in place}
        for word in set(near):
            table[row, place[word]] = 0
        for word in sorted(near, key=lambda word: -near[word])[:25]:
            table[row, place[word]] = max(near[word], 0)
    model = NMF(k, init="nndsvdar", random_state=seed, max_iter=300)
    return by_components(model, table.tocsr(), words, ready)


def bertopic_defaults(units: Sequence[Unit], vectors: np.ndarray, seed: int | None) -> np.ndarray:
    """Labels of BERTopic as it comes; with a seed for UMAP (its own default has none) seeds can be compared."""
    from bertopic import BERTopic
    from umap import UMAP

    reducer = None
    if seed is not None:
        reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(language="multilingual", umap_model=reducer)
    return np.asarray(model.fit_transform([unit.text for unit in units], embeddings=vectors)[0])


def ours(units: Sequence[Unit], vectors: np.ndarray, codings: Sequence[Any], seed: int, **options: Any) -> np.ndarray:
    """Labels of `fit_topics`, without its own measuring."""
    made = fit_topics(
        units, vectors, pipeline=pipeline(), codings=codings, seed=seed, n_seeds=1, n_subsamples=0, **options
    )
    place = {row.unit_id: row.topic_id for row in made.memberships}
    return np.array([place.get(unit.unit_id, -1) for unit in units])


def measure(name: str, run: Callable[[int], Result], ready: Prepared, seeds: int) -> str:
    """One row of the table; the first run only warms up."""
    run(0)
    results, seconds = [], []
    for seed in range(1, seeds + 1):
        start = time.perf_counter()
        results.append(run(seed))
        seconds.append(time.perf_counter() - start)
    documents = [{*a, *b} for a, b in zip(ready.words.lemmas, ready.words.spread, strict=True)]
    pairs = [rand_index(a, b) for (a, _), (b, _) in itertools.combinations(results, 2)]
    k = [len(set(labels.tolist()) - {-1}) for labels, _ in results]
    score = np.mean([coherence(terms, documents) or math.nan for _, terms in results])
    spread = np.mean([diversity(terms) or math.nan for _, terms in results])
    lost = np.mean([(labels < 0).mean() for labels, _ in results])
    return (
        f"| {name} | {np.mean(k):.0f} | {score:.3f} | {spread:.2f} | {np.mean(pairs):.2f} | {lost:.1%} "
        f"| {min(seconds):.2f} |"
    )


def speed(units: Sequence[Unit], vectors: np.ndarray, codings: Sequence[Any], rounds: int = 3) -> None:
    """Seconds of a fit, the ways in turn; the fastest of `rounds` counts, after one that only warms up."""
    dutch = pipeline()
    ways: dict[str, Callable[[], object]] = {
        "ours, stability measured": lambda: fit_topics(units, vectors, pipeline=dutch, codings=codings),
        "ours, stability not measured": lambda: ours(units, vectors, codings, 7),
    }
    if find_spec("umap"):
        ways["BERTopic defaults"] = lambda: bertopic_defaults(units, vectors, None)
        ways["BERTopic defaults, UMAP's seed set"] = lambda: bertopic_defaults(units, vectors, 7)
    clock: dict[str, list[float]] = {name: [] for name in ways}
    processor: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, run in ways.items():
            start, busy = time.perf_counter(), time.process_time()
            run()
            if number:
                clock[name].append(time.perf_counter() - start)
                processor[name].append(time.process_time() - busy)
    first = next(iter(ways))
    print(f"{len(units)} different statements, the fastest of {rounds}\n")
    print("| way | seconds | processor seconds | times ours, stability measured |\n| --- | --- | --- | --- |")
    for name in ways:
        wall, cpu = min(clock[name]), min(processor[name])
        times = f"{wall / min(clock[first]):.1f} (processor {cpu / min(processor[first]):.1f})"
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {times} |")


def main() -> None:
    """Print the table, or with `--speed` the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", default=[Path(__file__).parents[1] / "corpus"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--speed", action="store_true", help="only time a fit")
    parser.add_argument("--statements", type=int, default=3000, help="how many to draw for --speed")
    given = parser.parse_args()
    dutch = pipeline()
    found = list({unit.unit_id: unit for folder in given.folders for unit in read_statements(folder)}.values())
    vectors = encode([unit.clean_text for unit in found])
    ready = prepare(found, vectors, dutch)
    row_of = {unit.unit_id: row for row, unit in enumerate(found)}
    units, vectors = list(ready.units), vectors[[row_of[unit.unit_id] for unit in ready.units]]
    codings = list(code_units(units, read_codebook(), dutch))
    if given.speed:
        drawn = np.sort(np.random.default_rng(1).permutation(len(units))[: given.statements])
        speed([units[row] for row in drawn], vectors[drawn], codings)
        return
    k = round(math.sqrt(len(units)))
    vocabulary = sorted({word for row in ready.words.lemmas for word in row})
    shown = [ready.words.show(word) for word in vocabulary]
    word_vectors = dict(zip(vocabulary, encode(shown), strict=True))

    def with_terms(labels: np.ndarray) -> Result:
        return labels, c_tf_idf(ready, labels)

    rows: dict[str, Callable[[int], Result]] = {
        "ours": lambda seed: with_terms(ours(units, vectors, codings, seed)),
        "ours without codes": lambda seed: with_terms(ours(units, vectors, (), seed)),
        "ours, all placed": lambda seed: with_terms(ours(units, vectors, codings, seed, place_all=True)),
        f"NMF {k}": lambda seed: nmf(ready, k, seed),
        f"LDA {k}": lambda seed: lda(ready, k, seed),
        f"KeyNMF-style {k}": lambda seed: key_nmf(ready, k, seed, vectors, word_vectors),
    }
    if find_spec("umap"):
        rows["ours with UMAP and HDBSCAN"] = lambda seed: with_terms(
            ours(units, vectors, codings, seed, clusterer="umap")
        )
        rows["BERTopic defaults"] = lambda seed: with_terms(bertopic_defaults(units, vectors, seed))
    print(f"{len(units)} different statements, {given.seeds} seeds\n")
    print("| method | topics | coherence | diversity | stability over seeds | without topic | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, run in rows.items():
        print(measure(name, run, ready, given.seeds), flush=True)
    if not find_spec("umap"):
        print("\numap-learn is not installed: BERTopic's defaults are not in the table.")


if __name__ == "__main__":
    main()
