"""Where files lie: a folder on this computer, or a URL that fsspec knows (memory://, s3://, sftp://, ...).

Only names below one root are used. A write is seen whole or not at all: on disk by a move, in an object store because
that is how it puts an object.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from themes.problems import MissingExtra, ThemesError
from themes.words import running as words

if TYPE_CHECKING:
    import pyarrow as pa


def is_url(place: str | Path) -> bool:
    """Whether a place is a URL that is no folder of this computer; `file://` is one."""
    return "://" in str(place) and not str(place).startswith("file://")


def local_path(place: str | Path) -> Path:
    """The folder that a path or a file:// URL names."""
    text = str(place)
    if not text.startswith("file://"):
        return Path(text)
    from urllib.request import url2pathname  # loads what speaks to a network, which few runs need

    return Path(url2pathname(urlsplit(text).path))


@dataclasses.dataclass(frozen=True)
class Storage:
    """Files below `root`, a folder or a URL. Names are relative, with forward slashes."""

    root: str

    @classmethod
    def at(cls, place: str | Path) -> Storage:
        """The storage of a folder (made absolute, so that another process finds it) or URL."""
        return cls(str(place).rstrip("/") if is_url(place) else str(local_path(place).resolve()))

    def below(self, name: str) -> Storage:
        """The storage of a folder in this one."""
        return Storage(f"{self.root}/{name}")

    @property
    def folder(self) -> Path | None:
        """The folder on this computer; None for a URL."""
        return None if is_url(self.root) else Path(self.root)

    def files(self) -> dict[str, int]:
        """Name -> size in bytes of every file below the root, sorted by name; {} when the root isn't there."""
        if self.folder is not None:
            found = {
                path.relative_to(self.folder).as_posix(): path.stat().st_size
                for path in self.folder.rglob("*")
                if path.is_file()
            }
        else:
            system, root = self._system()
            with remote_errors(self.root):
                try:
                    listed = system.find(root, detail=True)
                except FileNotFoundError:
                    listed = {}
            found = {name[len(root.rstrip("/")) + 1 :]: int(info["size"] or 0) for name, info in listed.items()}
        return dict(sorted(found.items()))

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        if self.folder is not None:
            return (self.folder / name).is_file()
        system, root = self._system()
        with remote_errors(self.root):
            return bool(system.isfile(f"{root}/{name}"))

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError when it isn't there."""
        if self.folder is not None:
            return (self.folder / name).read_bytes()
        system, root = self._system()
        with remote_errors(self.root):
            return bytes(system.cat_file(f"{root}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one move; folders are made."""
        if self.folder is None:
            system, root = self._system()
            with remote_errors(self.root):
                parent = f"{root}/{name}".rsplit("/", 1)[0]
                system.makedirs(parent, exist_ok=True)
                system.pipe_file(f"{root}/{name}", data)
            return
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.{hashlib.sha256(os.urandom(8)).hexdigest()[:6]}.part")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def put(self, path: Path, name: str) -> None:
        """Copy a file of this computer to `name`, without holding it in memory."""
        if self.folder is not None:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            return
        system, root = self._system()
        with remote_errors(self.root):
            system.makedirs(f"{root}/{name}".rsplit("/", 1)[0], exist_ok=True)
            system.put_file(str(path), f"{root}/{name}")

    def remove(self, name: str) -> None:
        """Delete a file; one that isn't there is fine."""
        if self.folder is not None:
            (self.folder / name).unlink(missing_ok=True)
            return
        system, root = self._system()
        with contextlib.suppress(FileNotFoundError), remote_errors(self.root):
            system.rm_file(f"{root}/{name}")

    def read_table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """A Parquet file as an Arrow table, or some of its columns."""
        import pyarrow as pa
        import pyarrow.parquet

        if self.folder is not None:
            return pa.parquet.read_table(self.folder / name, columns=columns)
        return pa.parquet.read_table(pa.BufferReader(self.read(name)), columns=columns)

    def write_table(self, name: str, table: pa.Table) -> None:
        """Write an Arrow table as Parquet (zstd)."""
        import pyarrow as pa
        import pyarrow.parquet

        sink = pa.BufferOutputStream()
        pa.parquet.write_table(table, sink, compression="zstd")
        self.write(name, sink.getvalue().to_pybytes())

    def _system(self) -> tuple[Any, str]:
        """The fsspec file system of the URL and the root in its own terms."""
        try:
            import fsspec
        except ImportError as error:
            raise MissingExtra("fsspec", "cluster") from error
        try:
            system, root = fsspec.core.url_to_fs(self.root)
        except (ImportError, ValueError) as error:
            raise ThemesError(
                words.CANNOT_OPEN_PLACE.format(error=error),
                where=self.root,
                remedy=words.INSTALL_STORAGE,
            ) from error
        system.invalidate_cache()  # other processes put files there: a list that was remembered misses them
        return system, root.rstrip("/") or root


@contextlib.contextmanager
def remote_errors(place: str) -> Any:
    """What a storage elsewhere refuses is said in plain words; a file that isn't there stays FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise ThemesError(
            words.STORAGE_FAILS.format(kind=type(error).__name__, error=error),
            where=place,
            remedy=words.CHECK_ADDRESS,
        ) from error
