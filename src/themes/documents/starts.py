"""Where the logical documents of one file start.

A new document starts where the form says so: a letterhead with a salutation, the header of a meeting report, an annex
that the first letter announced by title, page numbers that begin again, or an introduction on a new page after which
the numbering begins at 1 again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from themes.documents.annexes import NUMBERED, Announced, announced_as
from themes.documents.metadata import FIELD, MEETING_NOUN, SALUTATION, SUBJECT, dates, looks_like_title, wraps
from themes.records import Line, Source

_INTRODUCTION = re.compile(r"^\W*(?:1\.?\s+)?(?:inleiding|voorwoord|ten geleide)\s*:?\s*$", re.IGNORECASE)
_END_MATTER = re.compile(
    r"^\W*(?:begrippen\w*|begrippen- en \w+|afkortingen\w*|bronnen|literatuur\w*|bijlagen?\b.*|"
    r"met vriendelijke groet\w*,?.*|hoogachtend,?)\W*$",
    re.IGNORECASE,
)
_REPORT_TITLE = re.compile(
    rf"^\W*(?:(?:gespreks)?verslag|terugkoppeling|impressie|notulen|samenvatting|opbrengst(?:en)?)\b.{{0,40}}\b{MEETING_NOUN}",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(
    r"\bpag(?:ina|\.)?\s*(\d+)\s*(?:van|/)\s*(\d+)\b|^\s*(\d+)\s*(?:van|/)\s*(\d+)\s*$", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$|\t\d{1,3}\s*$")
_CONTENTS_HEAD = re.compile(r"^\W*inhoud(?:sopgave|soverzicht)?\W*$", re.IGNORECASE)
_MEETING_FIELDS = {"locatie", "plaats", "tijd", "tijdstip", "aanwezig", "aanwezigen", "deelnemers"}
_MIN_BODY = 120  # words before an introduction can start another document: less is a title page
_MIN_LETTER = 40  # the same when those words are a letter
_MIN_ANY = 12  # words that any document has: less is a letterhead or a running head
_ENOUGH = max(_MIN_ANY, _MIN_BODY, _MIN_LETTER, 31)  # more words change no answer here


def document_starts(source: Source, announced: Sequence[Announced]) -> list[int]:
    """Indexes into the lines where a logical document starts; the first is 0."""
    lines = source.lines
    starts = [0]
    paged = any(line.page not in (None, 1) for line in lines)
    for index in range(1, len(lines)):
        since = lines[starts[-1] : index]
        if not _is_body(lines[index]) or not _may_start(lines, index, paged):
            continue
        begins = (
            _is_letter(lines, index)
            or _is_report(lines, index, since)
            or (paged and _pages_restart(lines, index))
            or _is_announced(lines, index, announced, since)
            or _restarts(lines, index, since)
        )
        if begins and (_words(since) >= _MIN_ANY or (paged and _body_pages(since))):
            starts.append(_page_top(lines, index))
    return starts


def _page_top(lines: Sequence[Line], index: int) -> int:
    """The running heads above the first text of a page belong to the document that starts there."""
    top = index
    while top > 0 and lines[top - 1].page == lines[index].page and not _is_body(lines[top - 1]):
        if lines[top - 1].page is None or not lines[top - 1].text.strip():
            break
        top -= 1
    return top


def _is_body(line: Line) -> bool:
    """Whether a line is text of the document: not blank, a running head or a page number."""
    return bool(line.text.strip()) and (line.role == "body" or bool(_INTRODUCTION.match(line.text)))


def _body_pages(lines: Sequence[Line]) -> bool:
    """Whether lines fill at least a whole page: the next page isn't the first one going on."""
    pages = {line.page for line in lines if _is_body(line)}
    return len(pages) > 1


def _may_start(lines: Sequence[Line], index: int, paged: bool) -> bool:
    """The first text on a page; in a file without pages, and for reports, also a line after a blank one."""
    before = index - 1
    while before >= 0 and not _is_body(lines[before]):
        before -= 1
    if before < 0:
        return False
    if paged and lines[before].page != lines[index].page:
        return True
    return (before < index - 1 or lines[index].size is not None or not paged) and (
        not paged or bool(_REPORT_TITLE.match(lines[index].text))
    )


def _ahead(lines: Sequence[Line], index: int, count: int) -> list[Line]:
    found: list[Line] = []
    for line in lines[index:]:
        if _is_body(line):
            found.append(line)
            if len(found) == count:
                break
    return found


def _is_letter(lines: Sequence[Line], index: int) -> bool:
    """Head fields and then a salutation, with only an address and such between; or a memo's row of fields."""
    top = _ahead(lines, index, 25)
    fields = 0
    for number, line in enumerate(top):
        text = line.text.strip()
        if FIELD.match(text) or (number == 0 and SUBJECT.match(text)):
            fields += 1
        elif SALUTATION.match(text) and number:
            return fields >= 1
        elif len(text) > 75 and not fields:
            return False
    first = FIELD.match(top[0].text.strip()) if top else None
    names = {match[1].lower() for line in top[:8] if (match := FIELD.match(line.text.strip()))}
    return bool(first) and len(names & {"aan", "van", "datum", "betreft", "onderwerp"}) >= 3


def _is_report(lines: Sequence[Line], index: int, since: Sequence[Line]) -> bool:
    """A title such as 'Verslag thematafel X', or any title with date and place right under it."""
    text = lines[index].text.strip()
    under = [line for line in _ahead(lines, index, 8)[1:] if line.page == lines[index].page]
    if not looks_like_title(text) or wraps(lines[index], under[0] if under else None):
        return False
    names = {
        match[1].lower()
        for line in under
        for piece in re.split(r",\s+", line.text.strip())
        if (match := FIELD.match(piece))
    }
    if _REPORT_TITLE.match(text):
        dated = "datum" in names or any(True for line in under[:6] for _ in dates(line.text, 2000))
        return dated or _words(since) >= _MIN_BODY
    return "datum" in names and bool(names & _MEETING_FIELDS) and _words(since) > 30


def _pages_restart(lines: Sequence[Line], index: int) -> bool:
    """The printed page number is 1 (of N) again, after the last page of another count."""
    here = _printed_page(lines, lines[index].page)
    if here is None or here[0] != 1:
        return False
    before = _printed_page(lines, (lines[index].page or 1) - 1)
    return before is not None and before[0] > 1 and before[0] == before[1]


def _printed_page(lines: Sequence[Line], page: int | None) -> tuple[int, int] | None:
    on_page = [line for line in lines if line.page == page and line.text.strip()] if page else []
    for line in [*on_page[:2], *on_page[-2:]]:
        match = _PAGE_OF.search(line.text)
        if match and len(line.text.strip()) < 60:
            return int(match[1] or match[3]), int(match[2] or match[4])
        if line.role == "page_number" and (bare := re.fullmatch(r"\D{0,8}(\d{1,3})\D{0,3}", line.text.strip())):
            return int(bare[1]), 0
    return None


def _is_announced(lines: Sequence[Line], index: int, announced: Sequence[Announced], since: Sequence[Line]) -> bool:
    """The first line carries a title that the letter announced, as a title and not as a numbered chapter."""
    text = lines[index].text.strip()
    if not announced or not looks_like_title(text) or NUMBERED.match(text) or _words(since) < _MIN_BODY // 2:
        return False
    return announced_as(text, announced) is not None


def _restarts(lines: Sequence[Line], index: int, since: Sequence[Line]) -> bool:
    """An unnumbered introduction opens the page (maybe under a title), and the numbering is back at 1 after it."""
    letter = any(SALUTATION.match(line.text) for line in _ahead(since, 0, 20))
    if _words(since) < (_MIN_LETTER if letter else _MIN_BODY):
        return False
    top = _ahead(lines, index, 12)
    if NUMBERED.match(top[0].text.strip()) and not _INTRODUCTION.match(top[0].text):
        return False
    at = next((number for number, line in enumerate(top) if _INTRODUCTION.match(line.text)), None)
    if at is None or (at and not looks_like_title(top[0].text.strip())):
        return False
    if any(len(line.text.strip()) > 100 or re.search(r"[.,;]$", line.text.strip()) for line in top[:at]):
        return False
    if _paged_on(lines, index):
        return False
    since = _without_contents(since)
    had = [
        int(match[1])
        for line, after in zip(since, [*since[1:], None], strict=True)
        if (match := NUMBERED.match(line.text)) and _heading_like(line) and not wraps(line, after)
    ]
    ended = any(_END_MATTER.match(line.text) for line in since)
    had_introduction = any(_INTRODUCTION.match(line.text) for line in since)
    after = {_next_number(lines, index + 1), _next_number(_beyond(lines, index), 0)}
    return (ended or had_introduction or max(had, default=0) >= 2) and (1 in after or (after == {None} and ended))


def _paged_on(lines: Sequence[Line], index: int) -> bool:
    """Whether the printed page numbers go on: 7 of 24, then 8 of 24."""
    here, before = _printed_page(lines, lines[index].page), _printed_page(lines, (lines[index].page or 1) - 1)
    return here is not None and before is not None and here[0] == before[0] + 1 and here[1] == before[1]


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without those of a page that lists the contents."""
    listing = {line.page for line in lines if line.page is not None and _CONTENTS_HEAD.match(line.text)}
    return [line for line in lines if line.page not in listing and not _CONTENTS.search(line.text)]


def _heading_like(line: Line) -> bool:
    text = line.text.strip()
    return len(text) <= 110 and not re.search(r"[.,;:]$", text)


def _beyond(lines: Sequence[Line], index: int) -> Sequence[Line]:
    """The lines after this page: a list of contents shows numbers as well."""
    end = next((at for at in range(index, len(lines)) if lines[at].page != lines[index].page), len(lines))
    return lines[end : end + 400]


def _next_number(lines: Sequence[Line], index: int) -> int | None:
    for line in _ahead(lines, index, 150):
        match = NUMBERED.match(line.text)
        if match and _heading_like(line):
            return int(match[1])
    return None


def _words(lines: Sequence[Line]) -> int:
    """Words of the text, counted until there are enough for every test; lines of a table of contents don't count."""
    count = 0
    for line in lines:
        if _is_body(line) and not _CONTENTS.search(line.text):
            count += len(line.text.split())
            if count >= _ENOUGH:
                break
    return count
