"""Text that goes into cells: what a spreadsheet can hold, and text that it never takes for a formula."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

LONGEST = 32_000  # characters; the file format holds 32,767
LINE_HEIGHT, HIGHEST = 15.0, 400.0  # points
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNUSUAL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def fitting(text: object) -> str:
    """Text as a cell of a workbook or Word file can hold it: no control signs, not too long.

    >>> fitting("a\\x07b")
    'a\ufffdb'
    """
    value = "" if text is None else str(text)
    if _UNUSUAL.search(value):
        value = _UNFIT.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def guarded(text: str) -> str:
    """Text for a CSV cell: an apostrophe before a sign that a spreadsheet would take for a formula.

    >>> guarded("-10% in 2027"), guarded("'s avonds"), guarded("'=1")
    ("'-10% in 2027", "'s avonds", "''=1")
    """
    return "'" + text if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """The inverse of `guarded`.

    >>> unguarded("'-10% in 2027"), unguarded("'s avonds"), unguarded("''=1")
    ('-10% in 2027', "'s avonds", "'=1")
    """
    return text[1:] if _GUARDED.match(text) else text


def row_height(cells: Iterable[tuple[Any, int]]) -> float:
    """Height of a row in points, from its (value, column width in characters): programs differ in fitting it."""
    most = 1
    for value, width in cells:
        text = str(value or "")
        if 1.15 * len(text) <= most * width and "\n" not in text:
            continue  # no higher than what is there
        lines = sum(max(1, math.ceil(1.15 * len(part) / width)) for part in text.split("\n"))
        most = max(most, lines)
    return min(HIGHEST, LINE_HEIGHT * most)
