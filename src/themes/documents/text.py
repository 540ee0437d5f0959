"""Plain text and Markdown to a `Source`: lines as they stand, pages from form feeds or a leading space."""

from __future__ import annotations

from themes.records import Line

FORM_FEED = "\f"


def text_lines(text: str) -> tuple[tuple[Line, ...], int | None]:
    """The lines of a text, numbered from 1, and the number of pages when the text shows any.

    A page starts at a form feed or, in text converted from PDF, at a line that begins with exactly one space
    when at least one such line follows text. Lines keep their text verbatim (the form feed is taken out).
    """
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    feeds = any(FORM_FEED in line for line in raw)
    spaced = not feeds and any(_starts_page(line) for line in raw)
    page, lines = 1, []
    for number, line in enumerate(raw, 1):
        if feeds:
            page += line.count(FORM_FEED)
        elif spaced and number > 1 and _starts_page(line):
            page += 1
        lines.append(Line(number, line.replace(FORM_FEED, ""), page if feeds or spaced else None))
    return tuple(lines), page if feeds or spaced else None


def _starts_page(line: str) -> bool:
    return len(line) > 1 and line[0] == " " and not line[1].isspace()
