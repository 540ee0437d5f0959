"""The neighbour graph of statements and the clusterer that finds topics in it.

Exact cosine neighbours, a weighted graph, Leiden (Traag, Waltman and Van Eck 2019, as `graspologic-native`), and
a consensus over many runs (after Lancichinetti and Fortunato 2012) so that the outcome hardly depends on the seed.
Everything here takes arrays and gives arrays; rows are statements in a fixed order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

BLOCK = 8_000_000  # similarities held at once
MOST = 60_000  # rows that are compared pair by pair; of more, a sample is
SAMPLE = 50_000


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a row of zeros stays zero.

    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(length > 0, length, 1.0)


def nearest(rows: np.ndarray, k: int, among: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Exact cosine neighbours of each row, best first.

    Parameters
    ----------
    rows : (n, d) rows of any length.
    k : number of neighbours; fewer when there are fewer other rows.
    among : (m, d) rows to look in; None looks in `rows` itself and leaves each row's own place out.

    Returns
    -------
    positions (n, k) and cosines (n, k). Cosines count in steps of 0.0001 and ties go to the lower position, so that
    the last bits of a matrix product never decide.
    """
    own = among is None
    rows = unit_rows(np.asarray(rows, dtype=np.float32))
    others = rows if among is None else unit_rows(np.asarray(among, dtype=np.float32))
    n, m = len(rows), len(others)
    k = min(k, m - own)
    positions = np.empty((n, k), dtype=np.int64)
    cosines = np.empty((n, k), dtype=np.float64)
    kind: Any = np.int32 if m <= MOST else np.int64  # 30,000 x MOST fits in 32 bits, which sort faster
    order = np.arange(m, dtype=kind)
    step = max(1, min(512, BLOCK // max(1, m)))
    for start in range(0, n, step):
        block = np.rint((rows[start : start + step] @ others.T) * 10_000).astype(kind)
        if own:
            here = np.arange(len(block))
            block[here, start + here] = -30_000
        key = order - block * m  # smaller is nearer, and no two are equal: place and cosine can be read from it
        best = np.sort(np.partition(key, k - 1, axis=1)[:, :k], axis=1)
        positions[start : start + step] = places = best % m
        cosines[start : start + step] = (places - best) // m / 10_000
    return positions, cosines


def neighbour_graph(positions: np.ndarray, cosines: np.ndarray) -> csr_matrix:
    """Symmetric weighted graph (n, n): an edge weighs the cosine, twice when both are neighbours of each other."""
    from scipy.sparse import csr_matrix

    n, k = positions.shape
    weights = np.maximum(cosines, 0.001).ravel()
    graph = csr_matrix((weights, (np.repeat(np.arange(n), k), positions.ravel())), shape=(n, n))
    graph = (graph + graph.T).tocsr()
    graph.sort_indices()
    return graph


def leiden(graph: csr_matrix, resolution: float, seed: int, *, iterations: int = 1) -> np.ndarray:
    """Community (n,) of each row by Leiden on modularity."""
    import graspologic_native

    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        seed=seed,
        iterations=iterations,
    )
    return np.fromiter(map(found.__getitem__, range(graph.shape[0])), dtype=np.int64)


def leiden_runs(graph: csr_matrix, resolution: float, seed: int, runs: int, workers: int = 1) -> list[np.ndarray]:
    """Communities of `runs` runs, each with a seed of its own."""
    with ThreadPoolExecutor(max(1, workers)) as pool:  # the library lets go of the interpreter while it counts
        return list(pool.map(lambda run: leiden(graph, resolution, seed * 10_007 + run), range(runs)))


def consensus(graph: csr_matrix, runs: Sequence[np.ndarray], resolution: float, seed: int) -> np.ndarray:
    """Community (n,) of each row in the graph with each edge weighed by the squared share of the runs in which both
    ends fell in one community."""
    ends = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr)), graph.indices
    together = sum(run[ends[0]] == run[ends[1]] for run in runs) / len(runs)
    agreed = graph.copy()
    agreed.data *= together**2
    agreed.eliminate_zeros()
    return leiden(agreed, resolution, seed, iterations=2) if agreed.nnz else runs[0]  # there each row is alone


def choose_resolution(graph: csr_matrix, n_topics: float) -> float:
    """The resolution at which one Leiden run gives about `n_topics` communities.

    Their number grows with about the square root of the resolution; where that leads outside what is known to be too
    low or too high, the middle is taken instead. The seed is fixed.
    """
    low, high, best, miss = 0.05, 40.0, 1.0, math.inf
    guess = 2.0
    for _ in range(9):
        found = int(leiden(graph, guess, 0).max()) + 1
        if abs(found - n_topics) < miss:
            best, miss = guess, abs(found - n_topics)
        if miss <= max(0.5, 0.03 * n_topics):
            break
        low, high = (guess, high) if found < n_topics else (low, guess)
        guess *= (n_topics / found) ** 2
        if not low < guess < high:
            guess = math.sqrt(low * high)
    return round(best, 4)


class LeidenClusterer:
    """Topics as communities of the neighbour graph; has what BERTopic asks of a clusterer (fit, predict, labels_).

    Parameters
    ----------
    n_topics : number of topics to aim at; None takes the square root of the number of rows.
    resolution : Leiden's resolution; given, it overrules `n_topics`.
    seed : of all runs. neighbours : of each row in the graph.
    min_size : a smaller community is no topic: its rows get label -1.
    apart : (n,) bool, rows that have nothing in common with others: label -1, no part of the graph.
    """

    def __init__(
        self,
        *,
        n_topics: int | None = None,
        resolution: float | None = None,
        seed: int = 7,
        neighbours: int = 15,
        min_size: int = 4,
        apart: np.ndarray | None = None,
        workers: int = 1,
    ) -> None:
        self.n_topics = n_topics
        self.resolution = resolution
        self.seed = seed
        self.neighbours = neighbours
        self.min_size = min_size
        self.apart = apart
        self.workers = workers

    def fit(self, rows: np.ndarray, y: object = None) -> LeidenClusterer:
        """Cluster (n, d) rows; sets labels_ (n,), resolution_, joined_ (rows of the graph), near_ (their neighbours).

        Above 60,000 rows a sample of 50,000 makes the graph and the others follow their nearest rows in it.
        """
        n = len(rows)
        joined = np.arange(n) if self.apart is None else np.flatnonzero(~self.apart)
        rest = joined[:0]
        if len(joined) > MOST:
            drawn = np.random.default_rng(self.seed).permutation(len(joined))
            rest, joined = joined[np.sort(drawn[SAMPLE:])], joined[np.sort(drawn[:SAMPLE])]
        self.rows_ = np.asarray(rows)
        self.joined_ = joined
        self.near_ = nearest(self.rows_[joined], 2 * self.neighbours)
        self.graph_ = self._graph(None)
        self.resolution_ = self.resolution or choose_resolution(self.graph_, self.n_topics or math.sqrt(len(joined)))
        number = min(80, max(20, 40_000 // len(joined)))
        self.runs_ = leiden_runs(self.graph_, self.resolution_, self.seed, number, self.workers)
        self.labels_ = np.full(n, -1, dtype=np.int64)
        self.labels_[joined] = self._agreed(self.graph_, self.runs_, self.seed)
        if len(rest):
            self.labels_[rest] = vote(self.rows_[rest], self.rows_[joined], self.labels_[joined], self.neighbours)
        return self

    def part(self, number: int, of: int) -> np.ndarray:
        """Labels of the joined rows by one of the `of` parts of the runs; after `fit`.

        No run is in two parts, so what they differ in is what other seeds would do, and rather more: each has but a
        part of the runs. What is reported errs on the side of caution.
        """
        return self._agreed(self.graph_, self.runs_[number::of], self.seed + number)

    def without(self, keep: np.ndarray) -> np.ndarray:
        """Labels of the joined rows in `keep`, (m,) bool, as if there were no others: by a third of the runs."""
        graph = self._graph(keep)
        runs = leiden_runs(graph, self.resolution_, self.seed, len(self.runs_) // 3)
        return self._agreed(graph, runs, self.seed)

    def _agreed(self, graph: csr_matrix, runs: Sequence[np.ndarray], seed: int) -> np.ndarray:
        return drop_small(consensus(graph, runs, self.resolution_, seed), self.min_size)

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """Topic (n,) of new rows: the weighted vote of their nearest clustered rows."""
        return vote(rows, self.rows_, self.labels_, self.neighbours)

    def _graph(self, keep: np.ndarray | None) -> csr_matrix:
        positions, cosines = self.near_
        if keep is None:
            return neighbour_graph(positions[:, : self.neighbours], cosines[:, : self.neighbours])
        # twice the neighbours are at hand: leave out the dropped rows and take the first that remain
        places = np.cumsum(keep) - 1
        positions, cosines = positions[keep], cosines[keep]
        remain = keep[positions]
        order = np.argsort(~remain, axis=1, kind="stable")[:, : self.neighbours]
        fit = np.take_along_axis(remain, order, axis=1)
        chosen = np.take_along_axis(positions, order, axis=1)
        weights = np.where(fit, np.take_along_axis(cosines, order, axis=1), 0.0)
        own = np.arange(len(chosen))[:, None]
        return neighbour_graph(np.where(fit, places[chosen], own), weights)


def drop_small(labels: np.ndarray, min_size: int) -> np.ndarray:
    """Labels with every community under `min_size` turned into -1.

    >>> drop_small(np.array([0, 0, 0, 1]), 2).tolist()
    [0, 0, 0, -1]
    """
    values, index, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return np.where((sizes[index] < min_size) | (values[index] < 0), -1, labels)


def vote(rows: np.ndarray, among: np.ndarray, labels: np.ndarray, k: int = 15) -> np.ndarray:
    """Label (n,) of each row by the cosine-weighted vote of its nearest labelled rows in `among`."""
    labelled = np.flatnonzero(labels >= 0)
    if not len(labelled) or not len(rows):
        return np.full(len(rows), -1, dtype=np.int64)
    positions, cosines = nearest(rows, k, among[labelled])
    votes = np.zeros((len(rows), int(labels.max()) + 1))
    for column in range(positions.shape[1]):
        np.add.at(votes, (np.arange(len(rows)), labels[labelled[positions[:, column]]]), cosines[:, column] + 1e-9)
    return votes.argmax(axis=1)


def make_clusterer(
    name: str | Any,
    *,
    n_rows: int,
    resolution: float | None,
    seed: int,
    neighbours: int,
    apart: np.ndarray,
    workers: int,
) -> tuple[Any, Callable[[int], Any] | None]:
    """Clusterer and dimension reducer by name: 'leiden', 'umap' (UMAP and HDBSCAN), 'kmeans'; or an object of yours.

    Returns the clusterer and, for 'umap', a function from a seed to a UMAP model. Raises MissingExtra when umap-learn
    is not installed and ValueError for an unknown name.
    """
    if not isinstance(name, str):
        return name, None
    if name == "leiden":
        return (
            LeidenClusterer(resolution=resolution, seed=seed, neighbours=neighbours, apart=apart, workers=workers),
            None,
        )
    if name == "kmeans":
        from sklearn.cluster import KMeans

        return KMeans(max(2, round(math.sqrt(n_rows))), random_state=seed, n_init=3), None
    if name in ("umap", "hdbscan"):
        from importlib.util import find_spec

        from themes.problems import MissingExtra

        if find_spec("umap") is None:
            raise MissingExtra("umap-learn", "umap")
        from sklearn.cluster import HDBSCAN
        from umap import UMAP

        def reducer(seed: int) -> Any:
            return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1)

        return HDBSCAN(min_cluster_size=max(5, n_rows // 80), min_samples=2, copy=True), reducer
    message = f"clusterer must be 'leiden', 'umap', 'kmeans' or an object with fit and labels_; got {name!r}"
    raise ValueError(message)
