"""Statements that are made more than once, over a whole corpus, as numbers instead of objects.

The same answer as `themes.statements.mark_repeats`: a unit repeats the first unit (by source and place) that itself
repeats none and shares words with it to a Jaccard index of 0.8. Words are 64-bit digests; two different words with
one digest would need billions of words. Candidates come from the prefix filter (Chaudhuri, Ganti and Kaushik 2006)
and are sieved by bit signatures: bits in which two signatures differ are words that only one of the two has, so a pair
with more of them than the threshold allows can be passed over without comparing words.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from themes.records import Unit
from themes.statements.repeats import THRESHOLD, _start, _tokens

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST = 3  # content words under which a unit is left alone


def token_table(units: Sequence[Unit]) -> pa.Table:
    """The units that can repeat or be repeated, in reading order: `row` in the partition, `unit_id`, `words`."""
    import pyarrow as pa

    rows, ids, words = [], [], []
    order = sorted(
        range(len(units)), key=lambda at: (units[at].source, units[at].line_start, _start(units[at]), units[at].unit_id)
    )
    for at in order:
        found = _tokens(units[at])
        if len(found) >= FEWEST:
            rows.append(at)
            ids.append(units[at].unit_id)
            words.append(sorted(_number(word) for word in found))
    return pa.table(
        {
            "row": pa.array(rows, pa.int32()),
            "unit_id": pa.array(ids, pa.string()),
            "words": pa.array(words, pa.list_(pa.uint64())),
        }
    )


def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def find_repeats(starts: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Per unit the position of the unit that it repeats, -1 for none.

    Parameters
    ----------
    starts : (n + 1,) where the words of each unit start in `words`; units in reading order.
    words : (m,) uint64, each word once a unit.

    Returns (n,) int64. Time grows with the number of pairs that share a rare word; memory with m.
    """
    n = len(starts) - 1
    result = np.full(n, -1, dtype=np.int64)
    if not n:
        return result
    _, word, count = np.unique(words, return_inverse=True, return_counts=True)
    rarity = np.empty(len(count), dtype=np.int32)
    rarity[np.argsort(count, kind="stable")] = np.arange(len(count), dtype=np.int32)
    sizes = np.diff(starts)
    unit = np.repeat(np.arange(n, dtype=np.int32), sizes)
    ranked = rarity[word]
    signatures = np.bitwise_or.reduceat(np.uint64(1) << (words >> np.uint64(58)), starts[:-1])
    ranked = ranked[np.lexsort((ranked, unit))]
    alone = int((count == 1).sum())  # the rarest words, which no other unit has, come first
    del word, unit
    firsts: dict[int, array[int]] = {}
    for at in range(n):
        own = ranked[starts[at] : starts[at + 1]].tolist()
        size = len(own)
        prefix = [rare for rare in own[: size - math.ceil(THRESHOLD * size) + 1] if rare >= alone]
        near = _sieved([firsts[rare] for rare in prefix if rare in firsts], at, signatures, sizes)
        mine = set(own)
        for other in near:
            shared = len(mine.intersection(ranked[starts[other] : starts[other + 1]].tolist()))
            if shared >= THRESHOLD * (size + int(sizes[other]) - shared):
                result[at] = other
                break
        else:
            for rare in prefix:
                firsts.setdefault(rare, array("i")).append(at)
    return result


def _sieved(lists: list[array[int]], at: int, signatures: np.ndarray, sizes: np.ndarray) -> list[int]:
    """Candidates in rising order, without those whose signature shows that too many words differ."""
    if not lists:
        return []
    near = np.concatenate([np.frombuffer(own, dtype=np.int32) for own in lists])
    apart = np.bitwise_count(signatures[near] ^ signatures[at])
    most = (1 - THRESHOLD) / (1 + THRESHOLD) * (sizes[near] + sizes[at]) + 1e-6
    return np.unique(near[apart <= most]).tolist()
