"""Lines outside the flow of the text: scan rubbish, logos, page numbers, running heads, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from themes.statements.cues import FINISHED, FIXED_HEADS, LINK, WORD
from themes.statements.markers import propose
from themes.statements.rows import NO_GAP, PAGE, Row

FLOW, NOISE, NOTE, META = "flow", "noise", "note", "meta"

PAGE_NUMBER = re.compile(
    r"^[-–—\s|]*(?:(?:pagina|pag\.?|blz\.?|p\.)\s*)?\d{1,4}(?:\s*(?:van|/|\|)\s*\d{1,4})?[-–—\s|]*$", re.IGNORECASE
)
_MASHED_MARKS = re.compile(r"^(?:[YV]{3,}|[•●oevY»>*]{4,}|(.)\1{3,})$")
_ODD = re.compile(r"[\\|~^_<>{}=¬¦§°]{2,}|([^\w\s.])\1{2,}|[\\|~^_¬¦]")
_TAIL = re.compile(r"^(?:€\s?)?\d[\d.,]*\s?%?[.)]+$|^(?:€\s?)?\d[\d.,]*\s?%$|^[a-z]{1,3}[.!?]$")  # ends a sentence
_INNER_DIGIT = re.compile(r"\b[a-zA-Z]*[a-z][01][a-z]+\b")  # 'welk0m': letters of a sign or a poster
_LOGO = re.compile(
    r"^(?=.*[0o])[oOQ0]{2,4}$|^[A-Z]{2,}[01][A-Z]{2,}$"
)  # a round sign, a name in capitals with a digit in it
_SCRATCHES = re.compile(r"\\{2,}|[\\|~^]{3,}")
_FOOTNOTE = re.compile(r"^(?:\d{1,3}(?:[l1|]{1,2})?|[¹²³⁴⁵⁶⁷⁸⁹⁰*]{1,3})\s*(?=\S)")
_STAR_NOTE = re.compile(r"^\*(?=[A-ZÀ-Þ])[^*]+$")
_STARRED = re.compile(r"(?<![*\s])(?<=[a-zà-ÿ.,)%\d])\*(?=[\s.,;:)]|$)")
_SOURCE_LIKE = re.compile(
    r"https?://|www\.|\(\d{4}\)|\b(?:19|20)\d{2}\b|\b(?:bron|zie|ibid|p\.|pag\.)\b", re.IGNORECASE
)
_ROLES = {"running_head": NOISE, "page_number": NOISE, "hidden": NOISE, "footnote": NOTE, "margin": META}


def classify_rows(rows: Sequence[Row], *, knows: Callable[[str], bool] | None = None) -> list[str]:
    """For each row: 'flow' when it is part of the running text, else 'noise', 'note' (footnote) or 'meta'.

    `knows` tells whether a word is a Dutch word; without it only the shape of a line counts.
    """
    tags = [_ROLES.get(row.line.role, FLOW) for row in rows]
    for index, row in enumerate(rows):
        if row.line.role == "running_head" and row.text.strip(" :.").lower() in FIXED_HEADS:
            tags[index] = FLOW  # a head that many chapters share stands at the top of several pages
        elif tags[index] == FLOW and row.text[0] in "¹²³⁴⁵⁶⁷⁸⁹":
            tags[index] = NOTE
        elif tags[index] == FLOW and _is_star_note(rows, index):
            for line in range(index, _note_end(rows, index)):
                tags[line] = NOTE
    for index, row in enumerate(rows):
        ends_line = (
            index > 0 and row.gap == NO_GAP and bool(_TAIL.match(row.text)) and rows[index - 1].text[-1] not in ".!?:;"
        )
        if tags[index] == FLOW and row.line.cell is None and not ends_line and is_rubbish(row.text, knows):
            tags[index] = NOISE
    _spread(rows, tags)
    _footnotes(rows, tags)
    return tags


def _is_star_note(rows: Sequence[Row], index: int) -> bool:
    """'*Op basis van ...' with the star at the word, below a text in which a word carries that star."""
    if not _STAR_NOTE.match(rows[index].text) or _STARRED.search(rows[index].text):
        return False
    return any(_STARRED.search(row.text) for row in rows[max(0, index - 60) : index])


def _note_end(rows: Sequence[Row], index: int) -> int:
    """Index after the last line of a note: a finished line, or the last before a gap."""
    end = index + 1
    while end < len(rows) and end < index + 8 and rows[end].gap == NO_GAP and not FINISHED.search(rows[end - 1].text):
        end += 1
    return end


def is_rubbish(text: str, knows: Callable[[str], bool] | None = None) -> bool:
    """Whether a line says nothing: a page number, marks without words, or the debris of a logo.

    >>> is_rubbish("12"), is_rubbish(">~ 4"), is_rubbish("Pagina 3 van 10"), is_rubbish("Meer groen")
    (True, True, True, False)
    """
    if PAGE_NUMBER.match(text) or _MASHED_MARKS.match(text):
        return True
    if LINK.search(text):
        return False
    marker = propose(text)
    if marker is not None and marker.family != "bare-number":
        text = text[marker.length :]
    found = WORD.findall(text)
    if not found or (max(map(len, found)) < 2):
        return True
    if (
        max(map(len, found)) == 2
        and len(text) <= 4
        and not (text.isalpha() and (text.isupper() or text.lower() in _SHORT))
    ):
        return True
    if _INNER_DIGIT.search(text) and len(found) <= 6 and not FINISHED.search(text):
        return True
    if len(text.split()) <= 3 and any(_LOGO.match(token) for token in text.split()) and not FINISHED.search(text):
        return True
    return odd_share(text) >= 0.45 and len(text) < 70 and not _has_known(found, knows)


_SHORT = frozenset({"ja", "nee", "ok"})


def _has_known(found: Sequence[str], knows: Callable[[str], bool] | None) -> bool:
    """Whether words of some length speak for a text: most of them are known words."""
    long = [word for word in found if len(word) > 3]
    if knows is None or len(long) < 3:
        return False
    return sum(knows(word.lower()) for word in long) > 0.8 * len(long)


def odd_share(text: str) -> float:
    """Share of the tokens of a line that no text has: bare signs, signs within words, lone letters, 22X."""
    tokens = text.split()
    if not tokens:
        return 1.0
    return sum(_is_odd(token) for token in tokens) / len(tokens)


def _is_odd(token: str) -> bool:
    if token in {"-", "–", "—", "&", "+", "/", "->", "=>", "→", "…", "...", "%", "€"}:
        return False
    core = token.strip(".,;:!?()[]\"'‘’“”„«»*")
    if not core:
        return True
    if _ODD.search(core) or re.match(r"^[—–]\w|^.*\w[—–]$", core):
        return True
    if len(core) == 1:
        return core not in "aàuUQ0123456789"
    return bool(re.match(r"^\d+[A-Z]{1,3}$", core)) and not re.match(r"^\d[A-D]$", core)


def _spread(rows: Sequence[Row], tags: list[str]) -> None:
    """Noise takes along the lines next to it that are odd as well: a logo is read as a few lines of debris."""
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        for index in order:
            text = rows[index].text
            if tags[index] != FLOW or rows[index].line.cell is not None or len(text) >= 60 or FINISHED.search(text):
                continue
            share = odd_share(text)
            beside = _debris_beside(rows, tags, index)
            few = len(text.split()) <= 2 and share >= 0.25
            if (beside and (share >= 0.3 or few)) or _SCRATCHES.search(text):
                tags[index] = NOISE


def _debris_beside(rows: Sequence[Row], tags: Sequence[str], index: int) -> bool:
    """Whether the line right above or below is noise other than a page number."""
    above = index > 0 and rows[index].gap == NO_GAP and _is_debris(rows[index - 1], tags[index - 1])
    below = index + 1 < len(rows) and rows[index + 1].gap == NO_GAP and _is_debris(rows[index + 1], tags[index + 1])
    return above or below


def _is_debris(row: Row, tag: str) -> bool:
    return tag == NOISE and not PAGE_NUMBER.match(row.text)


def _footnotes(rows: Sequence[Row], tags: list[str]) -> None:
    """Notes at the foot of a text page: numbered lines that name a source, just before the next page starts."""
    for index, row in enumerate(rows):
        if index and row.gap == PAGE and row.line.box is None:
            for note in _notes_before(rows, tags, index):
                tags[note] = NOTE


def _notes_before(rows: Sequence[Row], tags: Sequence[str], page_start: int) -> list[int]:
    """Indexes of the footnote lines that end the page before `page_start`, read upwards from its foot.

    A note starts with a number or star and names a source (a year, an address); it has at most one line more.
    """
    found: list[int] = []
    wrapped: list[int] = []  # a line below a numbered one, not yet known to belong to it
    for at in range(page_start - 1, max(-1, page_start - 15), -1):
        if tags[at] not in {FLOW, NOISE}:
            break
        text = rows[at].text
        if tags[at] == FLOW and _FOOTNOTE.match(text) and len(text) > 3:
            if not any(_SOURCE_LIKE.search(rows[part].text) for part in (at, *wrapped)):
                break
            found += [at, *wrapped]
            wrapped = []
        elif tags[at] == FLOW:
            if wrapped or (at + 1 < page_start and rows[at + 1].gap != NO_GAP):
                break
            wrapped.append(at)
        if rows[at].gap == PAGE:
            break
    return found
