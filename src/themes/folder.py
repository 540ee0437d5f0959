"""The output folder of a run: one run at a time, and the last complete run stays readable whatever happens.

A run writes its tables and reports in a folder beside the finished ones and moves them into place at the end. A run
that is killed leaves either the old set or the new one; `complete_tables` finds it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from themes.problems import ThemesError

MANIFEST = "manifest.json"
_NEXT, _PREVIOUS, _LOCK = ".next", ".previous", ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one run. Raises ThemesError when it can't be written or another run has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("a+")
    except OSError as error:
        raise ThemesError(
            "In deze map kan niet worden geschreven.",
            where=str(folder),
            remedy=f"Kies een andere map met --out ({error.strerror}).",
        ) from error
    with lock:
        if not _take(lock):
            raise ThemesError(
                "Er draait al een run in deze map.",
                where=str(folder),
                remedy="Wacht tot die klaar is of kies een andere map.",
            )
        _mend(folder)
        yield


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
    """Finish or undo the move that a killed run was in."""
    if (folder / _PREVIOUS).exists():
        if not (folder / MANIFEST).exists():
            _swap_in(folder / _PREVIOUS, folder)
        shutil.rmtree(folder / _PREVIOUS, ignore_errors=True)
    shutil.rmtree(folder / _NEXT, ignore_errors=True)


def next_folder(folder: Path) -> Path:
    """An empty folder to make the coming run in."""
    fresh = folder / _NEXT
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    return fresh


def publish(folder: Path) -> None:
    """Put the run made in `next_folder` in the place of the last one. The manifest moves first out and last in."""
    fresh, old = folder / _NEXT, folder / _PREVIOUS
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    names = sorted(path.name for path in fresh.iterdir())
    for name in sorted(names, key=lambda name: name != MANIFEST):
        if (folder / name).exists():
            (folder / name).rename(old / name)
    _swap_in(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(fresh, ignore_errors=True)


def _swap_in(origin: Path, folder: Path) -> None:
    for path in sorted(origin.iterdir(), key=lambda path: path.name == MANIFEST):
        target = folder / path.name
        if target.is_dir():
            shutil.rmtree(target)
        path.replace(target)


def complete_folder(folder: Path) -> Path:
    """Where the last complete run lies: the folder itself, or what a killed run had put aside.

    Raises ThemesError when there is no complete run.
    """
    for place in (folder, folder / _PREVIOUS):
        if (place / MANIFEST).exists():
            return place
    raise ThemesError(
        "Hier staat geen afgeronde run.", where=str(folder), remedy="Draai eerst: themes run CORPUS --out MAP"
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    """manifest.json of the last complete run."""
    return json.loads((complete_folder(folder) / MANIFEST).read_text(encoding="utf-8"))  # type: ignore[no-any-return]
