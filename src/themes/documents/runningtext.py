"""Running heads and page numbers in text that was converted from PDF: by place on the page and repetition."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence

from themes.documents.layout import NAMED_NUMBER, line_key
from themes.documents.pagelines import PAGE_NUMBER
from themes.records import Line

EDGE = 3  # lines with text at the head and foot of a page that may be running heads
MIN_PAGES = 3


def mark_running(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with role 'running_head' or 'page_number' where they repeat at the edge of pages.

    A line is a running head when the same words (numbers apart) stand among the first or the last three lines of at
    least three pages and of 30% of them, or of half of the odd or the even pages. A bare number at an edge is a page
    number when it keeps step with the pages; 'pagina 3 van 7' on a line of its own always is. Text stays as it is.
    """
    roles: dict[int, str] = {}
    pages: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if not line.text.strip():
            continue
        if NAMED_NUMBER.match(line.text.strip()):
            roles[at] = "page_number"
        if line.page is not None:
            pages[line.page].append(at)
    if len(pages) >= MIN_PAGES:
        _mark_edges(lines, pages, roles)
    return tuple(dataclasses.replace(line, role=roles[at]) if at in roles else line for at, line in enumerate(lines))


def _mark_edges(lines: Sequence[Line], pages: dict[int, list[int]], roles: dict[int, str]) -> None:
    places: dict[tuple[str, bool], dict[int, int]] = defaultdict(dict)  # (words, at the foot) -> page -> line
    steps: Counter[int] = Counter()
    numbers: list[tuple[int, int]] = []
    for page, members in sorted(pages.items()):
        if len(members) <= EDGE:
            continue
        for foot, edge in ((False, members[:EDGE]), (True, members[-EDGE:])):
            for at in edge:
                text = lines[at].text.strip()
                if text.isdigit() and len(text) <= 4:
                    steps[int(text) - page] += 1
                    numbers.append((at, int(text) - page))
                elif text:
                    places[line_key(text), foot].setdefault(page, at)
    for at, step in numbers:
        if steps[step] >= MIN_PAGES:
            roles.setdefault(at, "page_number")
    for (key, _), found in places.items():
        if not (any(char.isalnum() for char in key) or "/" in key) or not _often(sorted(found), len(pages)):
            continue
        for at in found.values():
            number = PAGE_NUMBER.match(lines[at].text.strip())
            roles.setdefault(at, "page_number" if number else "running_head")


def _often(found: Sequence[int], n_pages: int) -> bool:
    if len(found) < MIN_PAGES:
        return False
    if len(found) >= 0.3 * n_pages:
        return True
    return any(sum(page % 2 == parity for page in found) >= 0.5 * ((n_pages + 1) // 2) for parity in (0, 1))
