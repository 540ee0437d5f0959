"""List markers at the start of a line, as printed or as a scan misread them."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Sequence

from themes.statements.cues import finished
from themes.statements.rows import NO_GAP, Row

BULLETS = "•●▪■□◦○∙·‣⁃➢➤►▶◆♦✓✔❖"  # never letters of a text
_SIGNS = "*»›>¢®©#¤°§+~"  # bullets as scans and converters give them

_MARKDOWN = re.compile(r"^(?P<mark>#{2,6})\s+(?=\S)")
_CLEAR = re.compile(rf"^(?:\(cid:\d+\)|[{BULLETS}\uf000-\uf0ff\u2022]+|[-–—]\s?(?=[{BULLETS}]))\s*")
_SIGN = re.compile(rf"^(?P<mark>[{re.escape(_SIGNS)}])\s+(?=\S)")
_DASH = re.compile(r"^(?P<mark>[-–—−‐])(?:\s+(?=\S)|(?=[^\W\d_]))")
_LETTER = re.compile(r"^(?P<mark>\(?[A-Za-z0-9]\))(?:\s+|(?=[A-ZÀ-Þ]))(?=\S)")
_LETTER_DOT = re.compile(r"^(?P<mark>[A-Za-z])\.\s+(?=\S)")
_NUMBER = re.compile(r"^(?P<mark>\(?\d{1,2}(?:\.\)|[.)])|\d{1,2}\s?\.)\s+(?=\S)")
_BARE_NUMBER = re.compile(r"^(?P<mark>\d{1,2})\s+(?=[A-ZÀ-Þ‘“\"])")
_ROMAN = re.compile(r"^(?P<mark>\(?(?:i{1,3}|iv|vi{0,3}|ix|x)[.)])\s+(?=\S)")
_OCR = re.compile(r"^(?P<mark>[eo])\s+(?=[^\W\d_]|[‘“\"'(\d])")
_OCR_CAPITAL = re.compile(r"^(?P<mark>[PJ])\s+(?=[A-ZÀ-Þ‘“])")
_OCR_SLASH = re.compile(r"^(?P<mark>[eo]?\s?\\)(?:(?=\w)|\s(?=[A-ZÀ-Þ]))")
_OCR_SLASH_BULLET = re.compile(r"^(?P<mark>[eo»*¢>-]\s\\)(?=\w)")
_OCR_GLUED = re.compile(r"^(?P<mark>e)(?=[A-ZÀ-Þ][a-zà-ÿ]|[A-ZÀ-Þ]{2})")
_LOST_NUMBER = re.compile(r"^(?P<mark>\.)\s+(?=[A-ZÀ-Þ])")


@dataclasses.dataclass(frozen=True, slots=True)
class Marker:
    """A list marker: what is printed, how many characters it takes with the blanks after it, and its family."""

    text: str
    length: int
    family: str
    number: int | None = None


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("markdown", _MARKDOWN),
    ("slash", _OCR_SLASH_BULLET),
    ("slash", _OCR_SLASH),
    ("clear", _CLEAR),
    ("letter)", _LETTER),
    ("roman", _ROMAN),
    ("number", _NUMBER),
    ("letter.", _LETTER_DOT),
    ("ocr", _OCR),
    ("ocr-capital", _OCR_CAPITAL),
    ("ocr-glued", _OCR_GLUED),
    ("sign", _SIGN),
    ("dash", _DASH),
    ("lost-number", _LOST_NUMBER),
    ("bare-number", _BARE_NUMBER),
)


def propose(text: str) -> Marker | None:
    """The marker that a line seems to start with, seen alone.

    >>> propose("• Meer bankjes").text, propose("b) Meer bankjes").family, propose("Meer bankjes")
    ('•', 'letter)', None)
    >>> propose("eDe wijkraad helpt").length
    1
    """
    for family, pattern in _PATTERNS:
        match = pattern.match(text)
        if not match or match.end() >= len(text):
            continue
        mark = match.groupdict().get("mark", match.group().strip()) or match.group().strip()
        digits = re.sub(r"\D", "", mark)
        if family == "letter)" and mark.strip("()").isdigit():
            family = "letter)" if mark.strip("()") == "0" else "number"
        return Marker(mark.strip(), match.end(), family, int(digits) if digits and family.endswith("number") else None)
    return None


def find_markers(rows: Sequence[Row], *, wrapped: bool) -> list[Marker | None]:
    """The marker of each row, or None: what one line proposes is accepted when the lines around bear it out.

    A sign that may be part of a text (a dash, a letter `e`, a bare number) needs siblings in the document or a list
    that it opens; a number also has to follow on another, or to stand where no sentence is going on.
    """
    proposed = [propose(row.text) for row in rows]
    counts = collections.Counter(marker.family for marker in proposed if marker)
    ocr = counts["ocr"] + counts["slash"] + counts["ocr-glued"]
    bullets = ocr + counts["sign"] + counts["clear"] + counts["ocr-capital"]
    runs, letters = _number_runs(proposed), _letter_runs(proposed)
    accepted: list[Marker | None] = []
    last_number = 0
    for index, (row, marker) in enumerate(zip(rows, proposed, strict=True)):
        keep = marker
        if marker is not None:
            before = rows[index - 1] if index else None
            inside = before is not None and wrapped and _going_on(before, row)
            if not _holds(marker, row, counts, ocr, bullets, inside, index in runs or index in letters, last_number):
                keep = None
        if keep is not None and keep.number is not None:
            last_number = keep.number
        accepted.append(keep)
    return accepted


def _holds(
    marker: Marker,
    row: Row,
    counts: collections.Counter[str],
    ocr: int,
    bullets: int,
    inside: bool,
    in_run: bool,
    last_number: int,
) -> bool:
    family = marker.family
    if family in {"clear", "slash", "markdown"}:
        return True
    if family == "letter)":
        return not (inside and counts[family] < 2)
    if family == "ocr":
        return ocr >= 2 and not re.match(r"e (?:mail|bike|learning|health|consult)", row.text)
    if family == "ocr-glued":
        return ocr >= 2
    if family == "ocr-capital":
        return bullets - counts["ocr-capital"] >= 1 and bullets >= 2
    if family == "sign":
        return marker.text != ">" or bullets >= 2 or not inside
    if family == "dash":
        return not inside or (counts[family] >= 3 and row.text[marker.length :][:1].isupper())
    if family in {"number", "roman"}:
        return not inside or (marker.number is not None and marker.number == last_number + 1)
    if family == "letter.":
        return in_run and not inside
    if family == "lost-number":
        return not inside
    return in_run  # bare numbers


def _going_on(before: Row, row: Row) -> bool:
    """Whether a sentence seems to run from the row before into this one."""
    return (
        row.gap == NO_GAP
        and not finished(before.text)
        and before.text[-1] not in ":;"
        and before.reach > 0.8 * before.width
    )


def _letter_runs(proposed: Sequence[Marker | None]) -> set[int]:
    """Indexes of letters with a full stop that follow on one another: a. b. c., not the initials of a name."""
    found: set[int] = set()
    before: tuple[int, str] | None = None
    for index, marker in enumerate(proposed):
        if marker is None or marker.family != "letter.":
            continue
        letter = marker.text[0]
        if before is not None and ord(letter) == ord(before[1]) + 1 and index - before[0] < 40:
            found.update((before[0], index))
        before = (index, letter)
    return found


def _number_runs(proposed: Sequence[Marker | None]) -> set[int]:
    """Indexes of bare numbers that count up by one in at least three rows."""
    chain: list[int] = []
    found: set[int] = set()
    for index, marker in enumerate(proposed):
        if marker is None or marker.family != "bare-number" or marker.number is None:
            continue
        previous = proposed[chain[-1]] if chain else None
        step = marker.number - (previous.number or 0) if previous is not None else None
        if chain and (step not in {0, 1, 2} or index - chain[-1] > 12):
            chain = []
        if not chain and marker.number != 1:
            continue
        chain.append(index)
        if len(chain) >= 3:
            found.update(chain)
    return found
