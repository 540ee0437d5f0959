"""A block's lines as one text with the place of every character, and its sentences with their spans."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from themes.statements.blocks import Block
from themes.statements.cues import has_finite_verb, words
from themes.statements.marks import split_unmarked

Splitter = Callable[[str], list[tuple[int, int]]]
Joiner = Callable[[str, str], str]

_URL = re.compile(r"(?:https?://|www\.)\S*$")
_EMPHASIS = re.compile(r"\*\*|__")
_RUN_IN = re.compile(r"^(\*\*|__)[^*_]{2,60}\.\1")
_LAST_WORD = re.compile(r"(?:(?<=\s)|^)[a-zà-ÿ]+$")
_FIRST_WORD = re.compile(r"[a-zà-ÿ]+(?=\W|$)")
_HYPHENS = "-‐\u00ad"


@dataclasses.dataclass(frozen=True, slots=True)
class Joined:
    """Text of a block and, for each of its characters, its position in the source (-1 for a blank put in)."""

    text: str
    origin: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block with its spans in the source text (outer white space left out)."""

    text: str
    spans: tuple[tuple[int, int], ...]
    first: int  # index of its first row in the block
    last: int
    quoted: bool = False


def join_rows(block: Block, join_hyphen: Joiner) -> Joined:
    """The rows of a block after its marker: wrapped lines joined by a space, hyphens at line ends resolved."""
    chars: list[str] = []
    origin: list[int] = []
    for index, row in enumerate(block.rows):
        skip = block.skip if index == 0 else 0
        text = row.text[skip:]
        if index:
            keep, blank = _seam("".join(chars[-80:]), text, join_hyphen)
            if not keep:
                chars.pop()
                origin.pop()
            if blank:
                chars.append(" ")
                origin.append(-1)
        chars.extend(text)
        origin.extend(range(row.start + skip, row.end))
    return Joined("".join(chars), tuple(origin))


def _seam(before: str, after: str, join_hyphen: Joiner) -> tuple[bool, bool]:
    """Whether the last character before a line break stays, and whether a blank comes after it."""
    if _URL.search(before) and before[-1:] in "-/_=&?." and not before.endswith(".."):
        return True, False
    if len(before) >= 2 and before[-1].isalpha() and after[:1].islower():
        return True, not _is_cut(before, after)
    if len(before) < 2 or before[-1] not in _HYPHENS or not (before[-2].isalnum()) or not after[:1].isalnum():
        return True, True
    left = re.split(r"\s", before)[-1]
    right = re.match(r"\S+", after)
    joined = join_hyphen(left, right.group() if right else after)
    if len(joined) > len(left) and joined[len(left) : len(left) + 1] == " ":
        return True, True
    return joined.startswith(left), False


def _is_cut(before: str, after: str) -> bool:
    """Whether a line break cuts a word without a hyphen, as in a narrow cell: no part is a word, the whole is one."""
    from themes.language import is_word, join_hyphen

    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if left is None or right is None or len(left.group()) < 4 or is_word(left.group()):
        return False
    if right.group() == "u" or (len(right.group()) > 1 and is_word(right.group())):
        return False
    return join_hyphen(left.group(), right.group()) == left.group() + right.group()


def split_block(
    block: Block, split: Splitter, join_hyphen: Joiner, carried: tuple[bool, bool] = (False, False)
) -> list[Sentence]:
    """Sentences of a block; every character after the marker that is not blank is in exactly one of them.

    `carried` tells whether a quotation is open where the block starts, and whether it is where the block ends.
    """
    joined = join_rows(block, join_hyphen)
    cuts = cover(
        joined.text,
        _past_marks(joined.text, split_unmarked(_EMPHASIS.sub(lambda m: " " * len(m.group()), joined.text), split)),
    )
    cuts = _with_run_in(joined.text, _merge(joined.text, cuts))
    quoted = quoted_ranges(joined.text, *carried)
    result = []
    for start, end in cuts:
        spans, first, last = _spans(block, joined, start, end)
        inside = any(low <= start and end <= high for low, high in quoted)
        result.append(Sentence(joined.text[start:end], spans, first, last, inside))
    return result


def _with_run_in(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A bold title that runs into its text ('**Naam en kleur.** De drukkerij helpt.') goes with the first sentence."""
    title = _RUN_IN.match(text)
    if len(cuts) < 2 or title is None or title.end() != cuts[0][1] or has_finite_verb(title.group()):
        return cuts
    return [(cuts[0][0], cuts[1][1]), *cuts[2:]]


def _past_marks(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentence spans with the emphasis marks (**) right after them taken in."""
    result = []
    for start, end in spans:
        while end < len(text) and text[end] in "*_":
            end += 1
        result.append((start, end))
    return result


def cover(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, put right so that together they hold every character that is not blank, once, in order."""
    result: list[tuple[int, int]] = []
    at = 0
    for _, end in [*sorted(spans), (0, len(text))]:
        end = min(max(end, at), len(text))
        piece = text[at:end]
        if piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            result.append((start, at + len(piece.rstrip())))
        at = end
    return result


def _merge(text: str, cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put back what a splitter cut too far: signs without a word, and a lone word that only names who spoke."""
    result: list[tuple[int, int]] = []
    for start, end in cuts:
        piece = text[start:end]
        found = words(piece)
        if result:
            before = text[result[-1][0] : result[-1][1]]
            signs = not any(char.isalnum() for char in piece)
            name = (
                len(found) == 1
                and piece[:1].isupper()
                and piece.endswith(".")
                and " " not in piece
                and len(words(before)) > 1
            )
            if signs or (name and not before.endswith("?") and start == cuts[-1][0]):
                result[-1] = (result[-1][0], end)
                continue
            if not any(char.isalnum() for char in before):
                result[-1] = (result[-1][0], end)
                continue
        result.append((start, end))
    return result


def _spans(block: Block, joined: Joined, start: int, end: int) -> tuple[tuple[tuple[int, int], ...], int, int]:
    """The source spans of joined[start:end], one per row, a hyphen that was taken out included."""
    here = [position for position in joined.origin[start:end] if position >= 0]
    low, high = here[0], here[-1] + 1
    spans: list[tuple[int, int]] = []
    first = last = -1
    for index, row in enumerate(block.rows):
        skip = block.skip if index == 0 else 0
        one, two = max(low, row.start + skip), min(high, row.end)
        if one < two:
            spans.append((one, two))
            first = index if first < 0 else first
            last = index
    return tuple(spans), max(first, 0), max(last, 0)


_PAIRS = {"“": "”", "„": "”", "«": "»", '"': '"', "‘": "’"}


def quoted_ranges(text: str, inside: bool = False, stays: bool = False) -> list[tuple[int, int]]:
    """Ranges between quotation marks that hold at least three words, marks and a closing full stop included.

    With `inside` the text starts in a quotation, with `stays` the last one goes on in the next paragraph.

    >>> quoted_ranges('Iemand zei: "Ik kom hier graag."')
    [(12, 32)]
    >>> quoted_ranges("Dat hielp. Nu niet meer.” Zo was het.", inside=True)
    [(0, 25)]
    """
    result: list[tuple[int, int]] = []
    at = 0
    if inside:
        first = min((end for mark in _CLOSES if (end := _closing(text, 0, mark)) >= 0), default=-1)
        at = _with_stops(text, first + 1) if first >= 0 else len(text)
        result.append((0, at))
    while at < len(text):
        close = _PAIRS.get(text[at])
        if close and (at == 0 or not text[at - 1].isalnum()):
            end = _closing(text, at + 1, close)
            if end < 0 and stays and text[at] in _OPENS:
                result.append((at, len(text)))
                break
            if end > 0 and len(words(text[at + 1 : end])) >= 3:
                tail = _with_stops(text, end + 1)
                result.append((at, tail))
                at = tail
                continue
        at += 1
    return result


def _with_stops(text: str, at: int) -> int:
    while at < len(text) and text[at] in ".,!?":
        at += 1
    return at


_OPENS, _CLOSES = "“„«", "”»"  # marks that tell which half they are
MAX_QUOTED = 6  # paragraphs that a quotation may run over


def carried_quotes(blocks: Sequence[Block]) -> dict[int, tuple[bool, bool]]:
    """For the blocks of a quotation that runs over paragraphs: whether it is open at the start and at the end of each.

    Only marks that tell which half they are count; a quotation that is not closed within a few paragraphs is none.
    """
    found: dict[int, tuple[bool, bool]] = {}
    flow = [index for index, block in enumerate(blocks) if block.tag == "flow" and block.kind != "heading"]
    for place, index in enumerate(flow):
        if found.get(index, (False, False))[0] or not _left_open(blocks[index].text):
            continue
        for last in range(place + 1, min(len(flow), place + MAX_QUOTED)):
            text = blocks[flow[last]].text
            opens, closes = (
                min((text.find(mark) for mark in marks if mark in text), default=-1) for marks in (_OPENS, _CLOSES)
            )
            if closes >= 0 and (opens < 0 or closes < opens or opens == 0):
                found[index] = (False, True)
                found.update((flow[between], (True, True)) for between in range(place + 1, last))
                found[flow[last]] = (True, False)
                break
            if opens > 0:
                break
    return found


def _left_open(text: str) -> bool:
    """Whether a quotation opens in the text and doesn't close in it."""
    opened = max(text.rfind(mark) for mark in _OPENS)
    return opened >= 0 and max(text.rfind(mark) for mark in _CLOSES) < opened


def _closing(text: str, at: int, close: str) -> int:
    while True:
        end = text.find(close, at)
        if end < 0:
            return -1
        if end + 1 >= len(text) or not text[end + 1].isalnum():
            return end
        at = end + 1
