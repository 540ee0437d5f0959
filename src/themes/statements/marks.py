"""Raised footnote marks in running text: a hair space and the mark (and a hair space where a word follows), or ¹²³.

The mark stays in `text` as the page shows it. For judging a text it is left out: 'ernstig.' with a mark behind it ends
a sentence, and the mark belongs to the sentence that it stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from themes.documents.symbols import NOTE_SPACE

RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# square metres and carbon dioxide are no notes
MARK = re.compile(
    rf"(?<!\bm)(?<!\bkm)(?<!\bcm)(?<!\bCO){NOTE_SPACE}(?:\d{{1,3}}(?:,\s?\d{{1,3}})*|[*†‡]{{1,3}})(?:{NOTE_SPACE}|(?!\w))"
    rf"|(?<=[^\W\d_]|[.,;:!?)’”'\"])(?<!\bm)(?<!\bkm)(?<!\bcm)[{RAISED}]{{1,3}}"
)


def unmarked(text: str) -> str:
    """The text as it reads without its footnote marks; a hair space that is left becomes nothing.

    >>> unmarked("Het is ernstig.\\u200a1 Dat merken wij\\u200a2, zeggen zij.")
    'Het is ernstig. Dat merken wij, zeggen zij.'
    >>> unmarked("Een zaal van 80 m\\u200a2 is te klein.")
    'Een zaal van 80 m2 is te klein.'
    """
    return _left_out(text)[0].replace(NOTE_SPACE, "") if MARK.search(text) else text.replace(NOTE_SPACE, "")


def split_unmarked(text: str, split: Callable[[str], list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Sentence spans in `text`, found as if its marks were not there; a mark goes with the sentence before it."""
    if not MARK.search(text):
        return split(text)
    bare, origin = _left_out(text)
    result = []
    for start, end in split(bare):
        last = origin[end - 1] + 1
        while mark := MARK.match(text, last):
            last = mark.end()
        result.append((origin[start], len(text[:last].rstrip())))
    return result


def _left_out(text: str) -> tuple[str, list[int]]:
    """The text without its marks, and for each character that is left its place in the text."""
    chars: list[str] = []
    origin: list[int] = []
    at = 0
    for mark in [*MARK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        chars.extend(text[at:end])
        origin.extend(range(at, end))
        if mark is None:
            break
        at = mark.end()
        if mark.group().endswith(NOTE_SPACE) and text[at : at + 1].isalnum():  # the word behind it is another word
            chars.append(" ")
            origin.append(at - 1)
    return "".join(chars), origin
