"""The lines of a plan that can carry goals: without page numbers, running heads, contents, notes and end matter."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from themes.language.listed import listed
from themes.policy.anchors import END_MATTER, NUMBERED_HEAD, anchor_of
from themes.records import Document, Line, Source

_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}\s*$|…+\s*\d{1,3}\s*$")
_CONTENTS = re.compile(r"^(?:inhoud|inhoudsopgave|inhoudsoverzicht)\s*:?$", re.IGNORECASE)
_PAGE_AT_END = re.compile(r"\S\s+\d{1,3}$")
_NOTE = re.compile(r"^\d{1,2}\s?(?:https?://|www\.|[A-ZÀ-Ý\"‘“].{3,})")
_STRAY = re.compile(r"^(?:\d{1,3}|[VY]{3,}|[^\w%]{1,4}|[a-zé][:.]?)$")
FUNCTION_WORDS = listed(
    """
    aan als bij dan dat de deze die dit door een en er het hun in is maar met na naar niet of om onder op over te tot
    uit van voor waar wat wordt worden zijn zich zo en/of hebben heeft kunnen kan meer
    """
)


@dataclasses.dataclass(frozen=True, slots=True)
class PlanLine:
    """A line that counts: `gap` tells that white space stands above it, `turn` that a page starts with it."""

    number: int
    text: str
    page: int | None
    gap: bool
    turn: bool
    line: Line


def plan_lines(source: Source, document: Document) -> list[PlanLine]:
    """The lines of one document in order, stripped, blank ones and the ones that can carry no goal left out.

    Left out: running heads, page numbers, foot notes and hidden text as layout marked them, stray marks, a table of
    contents, and everything from a list of terms or of literature on until the next label of a goal.
    """
    raw = [line for line in source.lines if document.line_start <= line.number <= document.line_end]
    contents = _contents(raw)
    notes = _notes(raw)
    kept: list[PlanLine] = []
    gap, ended = True, False
    page: int | None = None
    section: tuple[int, ...] = ()
    for line in raw:
        text = " ".join(line.text.split())
        turn = line.page is not None and line.page != page
        if not text:
            gap = True
            continue
        page = line.page
        if END_MATTER.match(text) and line.cell is None:
            ended = True
        elif ended and (anchor := anchor_of(text)) and anchor.level in {"goal", "elaboration"}:
            ended = False
        lone = not text.isdigit() or gap or turn  # a figure in a table stands against other lines, a page number alone
        if (
            ended
            or line.number in contents
            or line.number in notes
            or line.role != "body"
            or (lone and _STRAY.match(text))
        ):
            gap = True
            continue
        own = PlanLine(line.number, text, line.page, gap or turn, turn, line)
        kept.extend(_unglued(own, section))
        heading = NUMBERED_HEAD.match(kept[-1].text)
        if heading and kept[-1].gap:
            section = tuple(int(part) for part in re.findall(r"\d+", heading["section"]))
        gap = False
    return kept


def _unglued(line: PlanLine, section: tuple[int, ...]) -> list[PlanLine]:
    """A heading that text conversion printed on the line of a table's last cell becomes a line of its own.

    Only when its number is the next one after the section that is open, so that figures in cells stay where they are.
    """
    for found in re.finditer(r"(?<=\S)\s+(\d{1,2}(?:\.\d{1,2})+)\.?\s+(?=[A-ZÀ-Ý])", line.text):
        number = tuple(int(part) for part in found.group(1).split("."))
        follows = len(number) <= len(section) and number == (*section[: len(number) - 1], section[len(number) - 1] + 1)
        if follows and line.line.cell is None:
            return [
                dataclasses.replace(line, text=line.text[: found.start()]),
                dataclasses.replace(line, text=line.text[found.start() :].strip(), gap=True, turn=False),
            ]
    return [line]


def _contents(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines of a table of contents: with leaders, or under 'Inhoud' while they end in a page number."""
    found: set[int] = set()
    inside = misses = 0
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if _CONTENTS.match(text):
            inside, misses = 1, 0
            found.add(line.number)
        elif _LEADER.search(text):
            found.add(line.number)
        elif inside:
            if _PAGE_AT_END.search(text) and len(text) < 140:
                found.add(line.number)
                misses = 0
            else:
                misses += 1
                inside = int(misses < 2)
    return found


def _notes(lines: Sequence[Line]) -> set[int]:
    """Foot notes in flattened text: numbered lines at the foot of a page, up to six lines before the page turns."""
    found: set[int] = set()
    by_page: dict[int | None, list[Line]] = {}
    for line in lines:
        if line.text.strip():
            by_page.setdefault(line.page, []).append(line)
    for page, own in by_page.items():
        if page is None or len(own) < 8:
            continue
        foot = own[-8:]
        starts = [line for line in foot if _NOTE.match(line.text.strip()) and line.cell is None]
        if starts and not re.match(r"^\d{1,2}\s?(?:\.|jaar|%)", starts[0].text.strip()) and _glued(own, starts[0]):
            found.update(line.number for line in foot if line.number >= starts[0].number)
    return found


def _glued(page: Sequence[Line], note: Line) -> bool:
    """Whether the note's number is glued to a word or figure earlier on the page, or the note starts with a link."""
    number = re.match(r"\d{1,2}", note.text.strip())
    if "http" in note.text[:14] or "www." in note.text[:14]:
        return True
    mark = re.compile(rf"[^\s\d]{number.group()}(?:\s|$|[.,])" if number else "$^")
    return any(mark.search(line.text) for line in page if line.number < note.number)


def join_lines(texts: Sequence[str]) -> str:
    """Wrapped lines as one text: a hyphen at a line end is resolved, everything else joined with a space."""
    from themes.language import join_hyphen

    result = ""
    for text in texts:
        part = text.strip()
        if not part:
            continue
        if result.endswith("-") and len(result) > 1 and result[-2].isalpha() and part[0].islower():
            head, _, left = result.rpartition(" ")
            word, _, rest = part.partition(" ")
            joined = join_hyphen(left, word)
            result = " ".join(piece for piece in (head, joined, rest) if piece)
        else:
            result = f"{result} {part}" if result else part
    return result


def starts_small(text: str) -> bool:
    """Whether a line begins with a small letter; an 'l' before a consonant is a misread capital I ('ln', 'lnwoners').

    >>> starts_small("van de gemeente"), starts_small("ln elk dorp")
    (True, False)
    """
    return text[:1].islower() and not re.match(r"l[bcdfghjkmnpqrstvwxz]", text)


VERBS = frozenset({"is", "zijn", "heeft", "hebben", "wordt", "worden", "kan", "kunnen"})
_ADVERB = re.compile(r"\b(?:daar|hier|er)\s+(?:aan|bij|in|mee|naar|om|op|over|toe|uit|van|voor)\W*$", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:dat|die|waar|wie)\s+(?:\w+\s+){1,5}\w+$", re.IGNORECASE)


def unfinished(text: str) -> bool:
    """Whether a text plainly goes on: it ends in a function word, a comma or hyphen, or has an open bracket.

    >>> unfinished("Inwoners doen mee door te werken of"), unfinished("Inwoners doen mee")
    (True, False)
    """
    last = text.rstrip().rsplit(" ", 1)[-1].lower()
    closes = last in VERBS and bool(_CLAUSE.search(text))  # '% inwoners dat eenzaam is': the verb ends its clause
    closes = closes or bool(_ADVERB.search(text))
    return (
        (last in FUNCTION_WORDS and not closes)
        or last[-1:] in {",", "-", "/", "("}
        or text.count("(") > text.count(")")
    )
