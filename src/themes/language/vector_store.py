"""Vectors kept in a folder: each call adds one file of batches, written in one move."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MERGE_FROM = 64  # files of one encoder, after which they become one


class VectorStore:
    """Batches of vectors by key, for one encoder.

    A file is an uncompressed `.npz` with `keys` (text), `sizes` (rows of each batch) and `vectors` (float32). Only
    keys and sizes are read at first. A file that can't be read is passed over: its batches are made again.
    """

    def __init__(self, folder: Path, encoder: str) -> None:
        self._folder = folder
        self._prefix = "vectors-" + hashlib.sha256(encoder.encode("utf-8")).hexdigest()[:8]
        self._places: dict[str, tuple[Path, int, int]] = {}
        self._open: dict[Path, NDArray[np.float32] | None] = {}
        if folder.is_dir():
            for path in self._files():
                self._index(path)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"{self._prefix}-*.npz"))

    def _index(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as file:
                keys, sizes = file["keys"].tolist(), file["sizes"].tolist()
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return
        at = 0
        for key, size in zip(keys, sizes, strict=False):
            self._places.setdefault(key, (path, at, at + size))
            at += size

    def get(self, key: str) -> NDArray[np.float32] | None:
        """The rows of a batch, None when it isn't kept (or its file is damaged)."""
        if key not in self._places:
            return None
        path, start, end = self._places[key]
        if path not in self._open:
            try:
                with np.load(path, allow_pickle=False) as file:
                    self._open[path] = file["vectors"]
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                self._open[path] = None
        vectors = self._open[path]
        if vectors is None or vectors.ndim != 2 or end > len(vectors) or vectors.dtype != np.float32:
            return None
        return vectors[start:end]

    def add(self, batches: dict[str, NDArray[np.float32]]) -> None:
        """Keep batches. A folder that can't be written is no error: they are made again next time."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files = self._files()
            if len(files) >= MERGE_FROM:
                batches = {key: rows for key in self._places if (rows := self.get(key)) is not None} | batches
            self._write(batches)
            if len(files) >= MERGE_FROM:
                for path in files:
                    path.unlink(missing_ok=True)
        except OSError:
            return

    def _write(self, batches: dict[str, NDArray[np.float32]]) -> None:
        arrays: dict[str, Any] = {
            "keys": np.array(list(batches)),
            "sizes": np.array([len(rows) for rows in batches.values()], dtype=np.int64),
            "vectors": np.concatenate(list(batches.values())),
        }
        name = hashlib.sha256("".join(batches).encode("ascii")).hexdigest()[:16]
        handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)
            Path(temporary).replace(self._folder / f"{self._prefix}-{name}.npz")
        finally:
            Path(temporary).unlink(missing_ok=True)
