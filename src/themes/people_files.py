"""How a file of people is changed: the new one takes its place in one move, and the old one is kept beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def keep_version(path: Path) -> None:
    """Copy a file that holds something to NAME.bak beside it. Raises OSError."""
    if path.exists() and path.stat().st_size:
        shutil.copy2(path, path.with_name(path.name + ".bak"))


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to a file of people and keep the version before it; folders are made.

    The new file is complete on the disk before it takes the old one's place, with the same permissions: whatever fails
    or is killed, people have the old file or the new one, never half of it. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    keep_version(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
