"""How good and how steady topics are: coherence, diversity, stability over seeds and over subsamples."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np


def coherence(terms: Sequence[Sequence[str]], documents: Sequence[Collection[str]]) -> float | None:
    """Mean normalised pointwise mutual information of the terms of each topic (NPMI, Bouma 2009; Lau et al. 2014).

    `terms` are the words of each topic, `documents` the words of each statement; two words occur together when they
    stand in one statement. -1 means never together, 0 by chance, 1 always. None when no topic has two terms.

    >>> coherence([["bus", "halte"]], [["bus", "halte"], ["bus", "halte"], ["boom"], ["boom"]])
    1.0
    """
    wanted = {word for row in terms for word in row}
    single, pairs = Counter[str](), Counter[tuple[str, str]]()
    for row in documents:
        here = sorted(wanted.intersection(row))
        single.update(here)
        pairs.update(itertools.combinations(here, 2))
    n, means = len(documents), []
    for row in terms:
        values = []
        for first, second in itertools.combinations(sorted(set(row)), 2):
            both = pairs[first, second] / n
            if both == 0:
                values.append(-1.0)
            elif both == 1:
                values.append(1.0)
            else:
                values.append(math.log(both / (single[first] / n * single[second] / n)) / -math.log(both))
        if values:
            means.append(sum(values) / len(values))
    return round(sum(means) / len(means), 4) if means else None


def diversity(terms: Sequence[Sequence[str]]) -> float | None:
    """Share of different words among the terms of all topics (Dieng et al. 2020).

    >>> diversity([["bus", "halte"], ["bus", "geld"]])
    0.75
    """
    words = [word for row in terms for word in row]
    return round(len(set(words)) / len(words), 4) if words else None


def rand_index(first: np.ndarray, second: np.ndarray) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985) of two labellings of the same rows; label -1 is a group too."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(first, second))


def moved(first: np.ndarray, second: np.ndarray) -> int:
    """Rows that change topic between two labellings, topics paired so that as few as possible do (Kuhn 1955).

    >>> moved(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]))
    1
    """
    from scipy.optimize import linear_sum_assignment

    left, right = np.unique(first, return_inverse=True)[1], np.unique(second, return_inverse=True)[1]
    table = np.zeros((left.max() + 1, right.max() + 1), dtype=np.int64)
    np.add.at(table, (left, right), 1)
    rows, columns = linear_sum_assignment(-table)
    return int(len(first) - table[rows, columns].sum())


def seed_stability(parts: Sequence[np.ndarray]) -> dict[str, float | int | None]:
    """Adjusted Rand index of outcomes that no run is shared by, each pair of them, and statements that change topic.

    `parts` are labels (n,) of the same rows. `stability_seeds` is the mean, `lowest_seeds` the lowest of the pairs.
    """
    if len(parts) < 2:
        return {"stability_seeds": None, "lowest_seeds": None, "moved_seeds": None, "n_seeds": 1}
    return {**_against(list(itertools.combinations(parts, 2)), "seeds"), "n_seeds": len(parts)}


def subsamples(n: int, seed: int, rounds: int, share: float = 0.1) -> list[np.ndarray]:
    """`rounds` draws that each leave out `share` of n rows: (n,) bool, which are kept."""
    draw, kept = np.random.default_rng(seed), np.ones((rounds, n), dtype=bool)
    for keep in kept:
        keep[draw.choice(n, max(1, round(share * n)), replace=False)] = False
    return list(kept)


def subsample_stability(
    labels: np.ndarray, kept: Sequence[np.ndarray], others: Sequence[np.ndarray]
) -> dict[str, float | int | None]:
    """What leaving out statements does to the topics of the others.

    `labels` (n,) are those shown, `others` those of only the rows in `kept`, (n,) bool each. `moved_subsamples` is the
    mean number of statements (of those kept) that change topic, `lowest_subsamples` the lowest adjusted Rand index.
    """
    if not others:
        return {"stability_subsamples": None, "lowest_subsamples": None, "moved_subsamples": None, "n_subsamples": 0}
    pairs = [(labels[keep], other) for keep, other in zip(kept, others, strict=True)]
    return {**_against(pairs, "subsamples"), "n_subsamples": len(others)}


def _against(pairs: Sequence[tuple[np.ndarray, np.ndarray]], over: str) -> dict[str, float | int | None]:
    indexes = [rand_index(a, b) for a, b in pairs]
    changes = [moved(a, b) for a, b in pairs]
    return {
        f"stability_{over}": round(sum(indexes) / len(indexes), 4),
        f"lowest_{over}": round(min(indexes), 4),
        f"moved_{over}": round(sum(changes) / len(changes)),
    }
