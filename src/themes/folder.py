"""The output folder of a run: one run at a time, and the last complete run stays readable whatever happens.

A run writes its tables and reports in a folder beside the finished ones and moves them into place at the end. A run
that is killed leaves either the old set or the new one; `complete_tables` finds it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from themes.problems import ThemesError
from themes.words import running as words

MANIFEST = "manifest.json"
_NEXT, _PREVIOUS, _ASIDE, _LOCK = ".next", ".previous", ".aside", ".lock"
_locks: set[Any] = set()  # open files of the folders that this process holds


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one run. Raises ThemesError when it can't be written or another run has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("a+")
    except OSError as error:
        raise ThemesError(
            words.CANNOT_WRITE, where=str(folder), remedy=words.OTHER_FOLDER.format(reason=error.strerror)
        ) from error
    with lock:
        if not _take(lock):
            raise ThemesError(words.ALREADY_RUNNING, where=str(folder), remedy=words.WAIT_OR_OTHER_FOLDER)
        _locks.add(lock)
        try:
            _mend(folder)
            yield
        finally:
            _locks.discard(lock)


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """A disk that is full or turned read-only is said in plain words; the last complete run is still there."""
    try:
        yield
    except OSError as error:
        full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        if error.errno not in (*full, errno.EROFS):
            raise
        raise ThemesError(
            words.DISK_FULL if error.errno in full else words.DISK_READ_ONLY,
            where=str(folder),
            remedy=words.LAST_RUN_IS_THERE,
        ) from error


def _let_go() -> None:
    """In a copy of this process: the lock is not its own, and must not outlive the process that has it."""
    for lock in _locks:
        lock.close()
    _locks.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def _take(lock: Any) -> bool:
    """An exclusive lock that the system lets go when this process ends, however it ends."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _mend(folder: Path) -> None:
    """Undo the publishing that a killed run was in. Killed halfway, it can be done again."""
    if (folder / _PREVIOUS).exists():
        if not (folder / MANIFEST).exists():
            _copy_in(folder / _PREVIOUS, folder)
        shutil.rmtree(folder / _PREVIOUS, ignore_errors=True)
    for name in (_NEXT, _ASIDE):
        shutil.rmtree(folder / name, ignore_errors=True)


def next_folder(folder: Path) -> Path:
    """An empty folder to make the coming run in."""
    fresh = folder / _NEXT
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    return fresh


def publish(folder: Path) -> None:
    """Put the run made in `next_folder` in the place of the last one.

    At each moment one of two places holds a whole run with its manifest: first the folder; from the moment that the
    old set is whole in `.previous` (as hard links, so without copying), that; and the folder again when the new
    manifest, which moves last, is in.
    """
    fresh, old, aside = folder / _NEXT, folder / _PREVIOUS, folder / _ASIDE
    for stale in (old, aside):
        shutil.rmtree(stale, ignore_errors=True)
    if (folder / MANIFEST).exists():
        aside.mkdir()
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("."):
                _copy(path, aside / path.name)
        aside.rename(old)
        (folder / MANIFEST).unlink()
    for path in _manifest_last(fresh):
        target = folder / path.name
        if target.is_dir():
            shutil.rmtree(target)
        path.replace(target)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)


def _manifest_last(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: (path.name == MANIFEST, path.name))


def _copy_in(origin: Path, folder: Path) -> None:
    """Put a copy of `origin` in `folder`, the manifest last; `origin` stays whole meanwhile."""
    for path in _manifest_last(origin):
        target = folder / path.name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)
        _copy(path, target)


def _copy(origin: Path, target: Path) -> None:
    """The same file or folder at another place: hard links where the disk knows them, else copies."""
    if origin.is_dir():
        shutil.copytree(origin, target, copy_function=_link)
    else:
        _link(origin, target)


def _link(origin: str | Path, target: str | Path) -> None:
    try:
        os.link(origin, target)
    except OSError:
        shutil.copy2(origin, target)


def complete_folder(folder: Path) -> Path:
    """Where the last complete run lies: the folder itself, or what a killed run had put aside.

    Raises ThemesError when there is no complete run.
    """
    for place in (folder, folder / _PREVIOUS):
        if (place / MANIFEST).exists():
            return place
    raise ThemesError(words.NO_FINISHED_RUN, where=str(folder), remedy=words.RUN_FIRST)


def read_manifest(folder: Path) -> dict[str, Any]:
    """manifest.json of the last complete run."""
    return json.loads((complete_folder(folder) / MANIFEST).read_text(encoding="utf-8"))  # type: ignore[no-any-return]
