"""Lines outside the flow of the text: scan rubbish, logos, page numbers, running heads, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from themes.statements.cues import FINISHED, FIXED_HEADS, LINK, WORD
from themes.statements.markers import propose
from themes.statements.rows import NO_GAP, PAGE, Row

FLOW, NOISE, NOTE, META = "flow", "noise", "note", "meta"

PAGE_NUMBER = re.compile(
    r"^[-–—\s|]*(?:(?:pagina|pag\.?|blz\.?|p\.)\s*)?\d{1,4}(?:\s*(?:van|/|\|)\s*\d{1,4})?[-–—\s|]*$", re.I
)
_MASHED_MARKS = re.compile(r"^(?:[YV]{3,}|[•●oevY»>*]{4,}|(.)\1{3,})$")
_ODD = re.compile(r"[\\|~^_<>{}=¬¦§°]{2,}|([^\w\s.])\1{2,}|[\\|~^_¬¦]")
_TAIL = re.compile(r"^(?:€\s?)?\d[\d.,]*\s?%?[.)]+$|^(?:€\s?)?\d[\d.,]*\s?%$|^[a-z]{1,3}[.!?]$")  # ends a sentence
_INNER_DIGIT = re.compile(r"\b[a-zA-Z]*[a-z][01][a-z]+\b")  # 'welk0m': letters of a sign or a poster
_FOOTNOTE = re.compile(r"^(?:\d{1,3}(?:[l1|]{1,2})?|[¹²³⁴⁵⁶⁷⁸⁹⁰*]{1,3})\s*(?=\S)")
_SOURCE_LIKE = re.compile(r"https?://|www\.|\(\d{4}\)|\b(?:19|20)\d{2}\b|\b(?:bron|zie|ibid|p\.|pag\.)\b", re.I)
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
    for index, row in enumerate(rows):
        ends_line = index > 0 and row.gap == NO_GAP and bool(_TAIL.match(row.text)) and rows[index - 1].text[-1] not in ".!?:;"
        if tags[index] == FLOW and row.line.cell is None and not ends_line and is_rubbish(row.text, knows):
            tags[index] = NOISE
    _spread(rows, tags)
    _footnotes(rows, tags)
    return tags


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
    if max(map(len, found)) == 2 and len(text) <= 4 and not (text.isalpha() and (text.isupper() or text.lower() in _SHORT)):
        return True
    if _INNER_DIGIT.search(text) and len(found) <= 6 and not FINISHED.search(text):
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
    for index, row in enumerate(rows):
        if tags[index] != FLOW or row.line.cell is not None or len(row.text) >= 60 or FINISHED.search(row.text):
            continue
        before = index > 0 and row.gap == NO_GAP and tags[index - 1] == NOISE and _is_debris(rows[index - 1].text)
        after = (
            index + 1 < len(rows)
            and rows[index + 1].gap == NO_GAP
            and tags[index + 1] == NOISE
            and _is_debris(rows[index + 1].text)
        )
        share = odd_share(row.text)
        few = len(row.text.split()) <= 2
        if (before or after) and (share >= 0.3 or (few and share >= 0.25)):
            tags[index] = NOISE
        elif re.search(r"\\{2,}|[\\|~^]{3,}", row.text):
            tags[index] = NOISE
    for index in range(len(rows) - 2, -1, -1):
        row, after = rows[index], rows[index + 1]
        if (
            tags[index] == FLOW
            and tags[index + 1] == NOISE
            and after.gap == NO_GAP
            and _is_debris(after.text)
            and odd_share(row.text) >= 0.3
            and len(row.text) < 60
        ):
            tags[index] = NOISE


def _is_debris(text: str) -> bool:
    return not PAGE_NUMBER.match(text)


def _footnotes(rows: Sequence[Row], tags: list[str]) -> None:
    """Notes at the foot of a text page: numbered lines that name a source, just before the next page starts."""
    for index, row in enumerate(rows):
        if index == 0 or row.gap != PAGE or row.line.box is not None:
            continue
        at = index - 1
        notes: list[int] = []
        pending: list[int] = []
        while at >= 0 and index - at <= 14 and tags[at] in {FLOW, NOISE}:
            text = rows[at].text
            if tags[at] == NOISE:
                at -= 1
                continue
            if _FOOTNOTE.match(text) and len(text) > 3:
                block = [text, *(rows[i].text for i in pending)]
                if not any(_SOURCE_LIKE.search(part) for part in block):
                    break
                notes += [at, *pending]
                pending = []
            elif not pending and at + 1 < index and rows[at + 1].gap == NO_GAP or (not pending and at + 1 == index):
                pending.append(at)
            else:
                break
            if rows[at].gap == PAGE:
                break
            at -= 1
        for note in notes:
            tags[note] = NOTE
