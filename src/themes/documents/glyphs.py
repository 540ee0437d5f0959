"""Glyphs of a page to text segments: pieces of a line without a wide gap in them. Pure functions on positions.

A segment is built from runs, stretches of glyphs that the page draws one after another on one baseline. Runs are kept
whole when pieces of text overlap, so that covered text on slides isn't braided letter by letter. All positions are in
points from the top-left corner of the page, as it is read (rotated text is turned first, see `turned`).
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from themes.documents.symbols import NOTE_SPACE, SYMBOLS, is_private

WORD_GAP = 0.22  # em between two glyphs that makes a new word
SEGMENT_GAP = 1.4  # em between two glyphs that makes a new segment

LIGATURES = {"ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬁ": "fi", "ﬂ": "fl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ"}
ACCENTS = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "¸": "\u0327", "ˇ": "\u030c"}
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b|-b$", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


class Glyph(NamedTuple):
    """One character as drawn. `base` is the baseline (from the top); `angle` 0, 90, 180, 270 or another direction."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    base: float
    font: str
    angle: int = 0
    hidden: bool = False


@dataclasses.dataclass(slots=True)
class Segment:
    """A piece of one line. `mixed` tells that it was laid over another piece."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    font: str
    bold: bool
    hidden: bool = False
    angle: int = 0
    mixed: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom)."""
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def middle(self) -> tuple[float, float]:
        """Centre of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def is_bold(font: str) -> bool:
    """True when the font's name says bold.

    >>> is_bold("ABCDEF+Calibri-Bold"), is_bold("ArialMT"), is_bold("Arial,Bold")
    (True, False, True)
    """
    return bool(_BOLD.search(font))


def runs_of(glyphs: Sequence[Glyph], gap: float = SEGMENT_GAP) -> tuple[list[list[Glyph]], int]:
    """Glyphs in drawing order, cut where the baseline, the font size or the place jumps.

    A glyph drawn again on top of itself is given once; the second value counts those.
    """
    runs: list[list[Glyph]] = []
    doubled = 0
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and glyph.hidden == before.hidden:
            size, step = before.size, glyph.x0 - before.x0
            level = abs(glyph.base - before.base) <= 0.08 * size and 0.8 < glyph.size / size < 1.25
            if level and glyph.text == before.text and abs(step) < 0.08 * size and not glyph.text.isspace():
                doubled += 1
                continue
            if level and step >= -0.1 * size and glyph.x0 - before.x1 < gap * size:
                runs[-1].append(glyph)
                before = glyph
                continue
        runs.append([glyph])
        before = glyph
    return [run for run in runs if any(not glyph.text.isspace() for glyph in run)], doubled


class _Run:
    """A run with its measures, so that they are computed once."""

    __slots__ = ("base", "bottom", "glyphs", "key", "size", "top", "x0", "x1")

    def __init__(self, glyphs: list[Glyph]) -> None:
        while glyphs[0].text.isspace():
            glyphs = glyphs[1:]
        while glyphs[-1].text.isspace():
            glyphs = glyphs[:-1]
        self.glyphs = glyphs
        self.x0, self.x1 = glyphs[0].x0, max(glyph.x1 for glyph in glyphs)
        self.top, self.bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
        self.size, self.base = glyphs[0].size, glyphs[0].base
        self.key = "".join(glyph.text for glyph in glyphs)


def segments_of(glyphs: Sequence[Glyph], gap: float = SEGMENT_GAP) -> tuple[list[Segment], int]:
    """Segments of upright glyphs, top to bottom and left to right, and how many doubled runs were left out.

    A run drawn twice at nearly the same place (a shadow, or bold by drawing twice) is given once. `gap` is the white,
    in em, that parts two segments.
    """
    pieces, twice = runs_of(glyphs, gap)
    runs, doubled = _single([_Run(run) for run in pieces])
    segments = []
    for line in _rows(runs):
        line.sort(key=lambda run: run.x0)
        for piece in _pieces(line, gap):
            segments.append(_segment(piece))
    segments.sort(key=lambda segment: (round(segment.base, 1), segment.x0))
    return segments, doubled + twice


def _single(runs: list[_Run]) -> tuple[list[_Run], int]:
    """Runs without those that repeat another at (nearly) the same place."""
    places: dict[tuple[str, int, int], list[_Run]] = {}
    kept, doubled = [], 0
    for run in runs:
        column, row = int(run.x0 // 4), int(run.base // 4)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in places.get((run.key, column + dx, row + dy), ())
        )
        if any(abs(o.x0 - run.x0) < 0.2 * run.size and abs(o.base - run.base) < 0.2 * run.size for o in near):
            doubled += 1
            continue
        places.setdefault((run.key, column, row), []).append(run)
        kept.append(run)
    return kept, doubled


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """Runs that stand on one line: same baseline, or raised and smaller beside a larger run."""
    rows: list[tuple[float, float, list[_Run]]] = []  # (baseline, size, runs), in order of baseline
    for run in sorted(runs, key=lambda run: (run.base, run.x0)):
        for base, size, members in reversed(rows[-3:]):
            if abs(run.base - base) <= 0.25 * min(run.size, size):
                members.append(run)
                break
        else:
            rows.append((run.base, run.size, [run]))
    # raised marks: a few small glyphs beside a larger run of a row just above or below
    moves: list[tuple[_Run, int, int]] = []
    for at, (base, _, members) in enumerate(rows):
        for run in members:
            home = _home(run, base, rows, at) if len(run.key) <= 4 else None
            if home is not None:
                moves.append((run, at, home))
    for run, at, home in moves:
        rows[at][2].remove(run)
        rows[home][2].append(run)
    return [members for _, _, members in rows if members]


def _home(run: _Run, base: float, rows: list[tuple[float, float, list[_Run]]], at: int) -> int | None:
    """The row that a raised or lowered small run belongs to: larger, next to it, overlapping in height."""
    for other in (at + 1, at - 1, at + 2, at - 2):
        if not 0 <= other < len(rows):
            continue
        for member in rows[other][2]:
            if run.size >= 0.8 * member.size or abs(member.base - base) > 0.6 * member.size:
                continue
            behind = -0.3 * member.size <= run.x0 - member.x1 <= 0.4 * member.size
            before = -0.1 * member.size <= member.x0 - run.x1 <= 0.6 * member.size
            inside = member.x0 <= run.x0 and run.x1 <= member.x1
            if behind or before or inside:
                return other
    return None


def _pieces(line: list[_Run], gap: float) -> list[list[_Run]]:
    """Runs of a line cut at wide gaps."""
    pieces = [[line[0]]]
    right = line[0].x1
    for run in line[1:]:
        if run.x0 - right > gap * max(min(run.size, pieces[-1][-1].size), 4.0):
            pieces.append([run])
        else:
            pieces[-1].append(run)
        right = max(right, run.x1)
    return pieces


def _segment(runs: list[_Run]) -> Segment:
    body = max(runs, key=lambda run: (len(run.glyphs), run.size))
    text, mixed = _join(runs, body)
    glyphs = [glyph for run in runs for glyph in run.glyphs]
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs if not glyph.text.isspace())
    fonts = Counter(glyph.font for glyph in glyphs if not glyph.text.isspace())
    letters = sum(fonts.values())
    heavy = sum(count for font, count in fonts.items() if is_bold(font))
    return Segment(
        text=text,
        x0=min(run.x0 for run in runs),
        top=min(run.top for run in runs),
        x1=max(run.x1 for run in runs),
        bottom=max(run.bottom for run in runs),
        base=body.base,
        size=max(sizes.items(), key=lambda item: (item[1], item[0]))[0],
        font=max(fonts.items(), key=lambda item: (item[1], item[0]))[0],
        bold=heavy > 0.8 * letters,
        hidden=all(glyph.hidden for glyph in glyphs),
        mixed=mixed,
    )


def _join(runs: list[_Run], body: _Run) -> tuple[str, bool]:
    """The text of runs side by side; a raised digit is set apart by a hair space."""
    parts: list[str] = []
    mixed = False
    before: _Run | None = None
    mark_before = False
    for run in runs:
        word = run_text(run.glyphs)
        mark = _is_note_mark(run, body)
        if before is not None:
            gap = run.x0 - before.x1
            laid_over = gap < -0.55 * min(before.x1 - before.x0, run.x1 - run.x0)
            if laid_over and min(len(before.glyphs), len(run.glyphs)) > 2 and not (mark or mark_before):
                mixed = True
                parts.append(" ")
            elif mark or (mark_before and word[0].isalnum()):
                parts.append(" " if gap > WORD_GAP * body.size else NOTE_SPACE)
            elif gap > WORD_GAP * min(before.size, run.size):
                parts.append(" ")
        parts.append(word)
        before, mark_before = run, mark
    return "".join(parts), mixed


def _is_note_mark(run: _Run, body: _Run) -> bool:
    """A raised, smaller digit or asterisk: the mark of a footnote."""
    return (
        run is not body
        and run.size < 0.78 * body.size
        and body.base - run.base > 0.1 * body.size
        and all(char.isdigit() or char in "*†‡,)(" for char in run.key)
    )


def run_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a run: spaces where the page has them or leaves a gap, letter-spaced words closed up."""
    threshold = WORD_GAP
    spaced = _tracking(glyphs)
    if spaced is not None:
        glyphs = [glyph for glyph in glyphs if not glyph.text.isspace()]
        threshold = spaced
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            parts.append(" ")
            before = None
            continue
        if before is not None and glyph.x0 - before.x1 > threshold * before.size:
            parts.append(" ")
        if before is not None and before.text in ACCENTS and glyph.x0 < before.x1 - 0.1 * glyph.size:
            parts[-1] = unicodedata.normalize("NFC", glyph.text + ACCENTS[before.text])  # an accent drawn apart
        else:
            parts.append(glyph.text)
        before = glyph
    text = "".join(parts)
    return re.sub(" +", " ", text) if "  " in text else text


def _tracking(glyphs: Sequence[Glyph]) -> float | None:
    """Gap (em) that parts words in letter-spaced text, None when the text isn't letter-spaced."""
    solid = [glyph for glyph in glyphs if not glyph.text.isspace()]
    gaps = sorted(
        (right.x0 - left.x1) / left.size
        for left, right in itertools.pairwise(solid)
        if left.text.isalnum() and right.text.isalnum()
    )
    if len(gaps) < 3 or gaps[len(gaps) // 2] < 0.12:
        return None
    middle = gaps[len(gaps) // 2]
    words = [word for word in "".join(glyph.text for glyph in glyphs).split() if word.isalnum()]
    if middle < WORD_GAP and sum(len(word) == 1 for word in words) < 0.6 * len(words):
        return None
    return 1.9 * middle


def shown(text: str, font: str = "") -> str:
    """The characters that a glyph shows: ligatures in letters, symbol-font bullets as signs, no control characters.

    >>> shown("\\ufb01"), shown("\\uf0b7"), shown("\\x01")
    ('fi', '•', '\\ufffd')
    """
    if len(text) == 1 and text < "\x7f" and text >= " ":
        return text
    if text in LIGATURES:
        return LIGATURES[text]
    if len(text) == 1 and is_private(text):
        return SYMBOLS.get(text, text)
    if text in ("\n", "\r", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\xa0"):
        return " "
    return _CONTROL.sub("\ufffd", text)


def compose(text: str) -> str:
    """Letters and their accents as one character (NFC), where accents stand apart."""
    return unicodedata.normalize("NFC", text) if any(unicodedata.combining(char) for char in text) else text


def turned(glyphs: Iterable[Glyph], angle: int, width: float, height: float) -> list[Glyph]:
    """Glyphs of rotated text in the frame of a reader who turns the page: as if they were upright."""
    result = []
    for glyph in glyphs:
        box = turn_box((glyph.x0, glyph.top, glyph.x1, glyph.bottom), angle, width, height)
        base = box[3] - 0.2 * glyph.size
        result.append(glyph._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3], base=base, angle=0))
    return result


def turn_box(
    box: tuple[float, float, float, float], angle: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """The box in the frame in which text of this angle (degrees, counter-clockwise) is upright.

    >>> turn_box((10, 20, 30, 40), 90, 100, 200), turn_box(turn_box((10, 20, 30, 40), 90, 100, 200), 270, 200, 100)
    ((160, 10, 180, 30), (10, 20, 30, 40))
    """
    x0, top, x1, bottom = box
    if angle == 90:
        return (height - bottom, x0, height - top, x1)
    if angle == 270:
        return (top, width - x1, bottom, width - x0)
    if angle == 180:
        return (width - x1, height - bottom, width - x0, height - top)
    return box
