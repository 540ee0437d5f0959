"""Slips of text recognition mended for search ('Hetis', 'ledereen', 'cliént'); the text itself is never touched."""

from __future__ import annotations

from typing import NamedTuple


class Repair(NamedTuple):
    """The mended text and every change as (found, repaired)."""

    text: str
    changes: tuple[tuple[str, str], ...]


QUOTES = str.maketrans({"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"'})


def repair(text: str) -> Repair:
    """Mend a text for search."""
    changes = []
    result = []
    for piece in text.split(" "):
        mended = piece.translate(QUOTES)
        if mended != piece:
            changes.append((piece, mended))
        result.append(mended)
    return Repair(" ".join(result), tuple(changes))
