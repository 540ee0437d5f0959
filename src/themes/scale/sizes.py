"""How many statements files may hold, and the partitions that they are cut in.

A partition is a run of files in the order of their names. Where one ends is decided by the name of its last file and
by size, so that a new file changes only its own partition.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from themes.records import digest

MEAN_STATEMENTS = 4_000  # of a partition, reckoned from the size of its files
MOST_STATEMENTS = 12_000  # after which a partition ends, unless one file alone is larger
# bytes of a file a statement: text is little more than its words, a PDF or Word file holds fonts and pictures
BYTES_EACH = {".txt": 110, ".md": 110, ".csv": 110, ".html": 250, ".htm": 250, ".eml": 250}
OTHER_BYTES_EACH = 1_000
FEWEST_EACH = 20  # statements that a file counts for at least, since opening it costs as well


def reckoned(name: str, size: int) -> float:
    """How many statements a file may hold, by its kind and its size in bytes."""
    return max(FEWEST_EACH, size / BYTES_EACH.get(PurePosixPath(name).suffix.lower(), OTHER_BYTES_EACH))


def cut_parts(files: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Name of a partition -> its files, in order; `files` is name -> size in bytes."""
    parts: dict[str, tuple[str, ...]] = {}
    own: list[str] = []
    weight = 0.0
    for name in sorted(files):
        own.append(name)
        here = reckoned(name, files[name])
        weight += here
        draw = int(digest("part", name)[:8], 16) / 2**32
        if draw < here / MEAN_STATEMENTS or weight > MOST_STATEMENTS:
            parts[digest(own[0])] = tuple(own)
            own, weight = [], 0.0
    if own:
        parts[digest(own[0])] = tuple(own)
    return parts
