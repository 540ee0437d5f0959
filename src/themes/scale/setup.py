"""What every task of a run needs to know, and what a process keeps between tasks."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from themes.problems import ThemesError
from themes.records import digest
from themes.scale.storage import Storage
from themes.settings import Settings
from themes.store import code_version, pack, unpack
from themes.words import running as words

ROOMS = ("records", "language", "documents", "statements", "coding", "topics", "policy", "scale", "words")
ONE_AT_A_TIME = threading.Lock()  # a worker with several threads: what is remembered of words is not made for that


@dataclasses.dataclass(frozen=True)
class Setup:
    """Plain values that go with every job.

    Attributes
    ----------
    corpus, work : roots of the documents and of what tasks leave behind.
    settings : of the run, with the name of the pipeline filled in.
    codebook : digest of the codebook, which lies in `work`.
    version : digest of the program; a worker with another one refuses.
    threads : that a task may use.
    """

    corpus: str
    work: str
    settings: Settings
    codebook: str
    version: str
    threads: int = 1

    @property
    def storage(self) -> Storage:
        """Where tasks leave what they make."""
        return Storage(self.work)

    def check(self) -> None:
        """Raise ThemesError when this process runs another version of the program than the one that asked."""
        if code_version(*ROOMS) != self.version:
            raise ThemesError(
                words.OTHER_VERSION,
                remedy=words.SAME_VERSION,
            )

    def pipeline(self) -> Any:
        """The pipeline of the settings."""
        from themes.language import pipeline

        return pipeline(self.settings.pipeline)

    def book(self) -> Any:
        """The codebook, read once a process."""
        return _book(self.work, self.codebook)


def keep_codebook(storage: Storage, codebook: Any) -> str:
    """Put a codebook where tasks find it; gives its digest."""
    name = codebook.digest
    if not storage.exists(f"codebook-{name}.json"):
        body = json.dumps(dataclasses.asdict(codebook), ensure_ascii=False)
        storage.write(f"codebook-{name}.json", body.encode())
    return str(name)


@functools.lru_cache(maxsize=2)
def _book(work: str, name: str) -> Any:
    from themes.coding.codebook import Code, Codebook, Theme

    read = json.loads(Storage(work).read(f"codebook-{name}.json"))
    codes = tuple(Code(**{**row, "patterns": tuple(row["patterns"])}) for row in read["codes"])
    return Codebook(codes, tuple(Theme(**row) for row in read["themes"]), read["version"])


def remembered(storage: Storage, name: str, key: str, make: Callable[[], Any]) -> tuple[Any, bool]:
    """What `make` gave the last time for this key, or gives now; and whether it was kept. Records and plain values."""
    file = f"{name}-{key}.json.z"
    with contextlib.suppress(FileNotFoundError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return unpack(json.loads(zlib.decompress(storage.read(file)))), True
    made = make()
    storage.write(file, zlib.compress(json.dumps(pack(made), ensure_ascii=False).encode(), 1))
    return made, False


@contextlib.contextmanager
def fetched(storage: Storage, name: str, data: bytes | None = None) -> Iterator[tuple[Path, Path]]:
    """(root, path) of a file on this computer: itself, or a copy that is gone afterwards."""
    if storage.folder is not None:
        yield storage.folder, storage.folder / name
        return
    with tempfile.TemporaryDirectory(prefix="themes-") as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(storage.read(name) if data is None else data)
        yield Path(folder), path


def file_digest(data: bytes) -> str:
    """The digest by which a run knows a file: that of `themes.project`."""
    return digest(data.hex())
