"""The neighbour graph of statements and the clusterer that finds topics in it.

Exact cosine neighbours, a weighted graph, Leiden (Traag, Waltman and Van Eck 2019, as `graspologic-native`), and
a consensus over many runs (after Lancichinetti and Fortunato 2012) so that the outcome hardly depends on the seed.
Everything here takes arrays and gives arrays; rows are statements in a fixed order.
"""

from __future__ import annotations

import math
from collections.abc import Callable
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
        key = order - block * m  # smaller is nearer, and no two are equal
        best = np.argpartition(key, k - 1, axis=1)[:, :k] if k < m else np.broadcast_to(order, (len(block), m))
        best = np.take_along_axis(best, np.argsort(np.take_along_axis(key, best, axis=1), axis=1), axis=1)
        positions[start : start + step] = best
        cosines[start : start + step] = np.take_along_axis(block, best, axis=1) / 10_000
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


def leiden(graph: csr_matrix, resolution: float, seed: int, *, trials: int = 10, iterations: int = 1) -> np.ndarray:
    """Community (n,) of each row by Leiden on modularity, the best of `trials`."""
    import graspologic_native

    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        seed=seed,
        trials=trials,
        iterations=iterations,
    )
    return np.array([found[row] for row in range(graph.shape[0])], dtype=np.int64)


def consensus_graph(graph: csr_matrix, resolution: float, seed: int, runs: int, workers: int = 1) -> csr_matrix:
    """The graph with each edge weighed by the squared share of `runs` in which both ends fell in one community."""
    from scipy.sparse import csr_matrix

    edges = graph.tocoo()

    def together(run: int) -> np.ndarray:
        found = leiden(graph, resolution, seed * 10_007 + run, trials=1)
        return found[edges.row] == found[edges.col]

    total = np.zeros(len(edges.data))
    with ThreadPoolExecutor(max(1, workers)) as pool:  # the library lets go of the interpreter while it counts
        for same in pool.map(together, range(runs)):
            total += same
    weights = edges.data * np.maximum(total / runs, 0.01) ** 2
    result = csr_matrix((weights, (edges.row, edges.col)), shape=graph.shape)
    result.sort_indices()
    return result


def choose_resolution(graph: csr_matrix, n_topics: float) -> float:
    """The resolution at which one Leiden run gives about `n_topics` communities (bisection, fixed seed)."""
    low, high, best, miss = 0.05, 40.0, 1.0, math.inf
    for _ in range(9):
        middle = math.sqrt(low * high)
        found = int(leiden(graph, middle, 0, trials=1).max()) + 1
        if abs(found - n_topics) < miss:
            best, miss = middle, abs(found - n_topics)
        if miss <= 0.02 * n_topics:
            break
        if found < n_topics:
            low = middle
        else:
            high = middle
    return round(best, 4)


class LeidenClusterer:
    """Topics as communities of the neighbour graph; has what BERTopic asks of a clusterer (fit, predict, labels_).

    Parameters
    ----------
    n_topics : number of topics to aim at; None takes the square root of the number of rows.
    resolution : Leiden's resolution; given, it overrules `n_topics`.
    seed : of all runs. neighbours : of each row in the graph. trials : of the last run; the best counts.
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
        trials: int = 4,
        min_size: int = 4,
        apart: np.ndarray | None = None,
        workers: int = 1,
    ) -> None:
        self.n_topics = n_topics
        self.resolution = resolution
        self.seed = seed
        self.neighbours = neighbours
        self.trials = trials
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
        self.labels_ = np.full(n, -1, dtype=np.int64)
        self.labels_[joined] = self.cluster(self.seed)
        if len(rest):
            self.labels_[rest] = vote(self.rows_[rest], self.rows_[joined], self.labels_[joined], self.neighbours)
        return self

    def cluster(self, seed: int, keep: np.ndarray | None = None, *, again: bool = False) -> np.ndarray:
        """Labels of the joined rows (of those in `keep`, (m,) bool, when given) with another seed; after `fit`.

        `again`: half of the runs, on one thread, to measure how steady the topics are. Two such outcomes differ rather
        more than two whole ones do, so that what is reported errs on the side of caution.
        """
        graph = self._graph(keep)
        if self.resolution is None and not hasattr(self, "resolution_"):
            aim = self.n_topics or math.sqrt(graph.shape[0])
            self.resolution_ = choose_resolution(graph, aim)
        elif self.resolution is not None:
            self.resolution_ = self.resolution
        runs = min(80, max(20, 40_000 // graph.shape[0]))
        trials, workers = self.trials, self.workers
        if again:
            runs, trials, workers = runs // 2, max(1, trials // 2), 1
        agreed = consensus_graph(graph, self.resolution_, seed, runs, workers)
        return drop_small(leiden(agreed, self.resolution_, seed, trials=trials, iterations=2), self.min_size)

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
