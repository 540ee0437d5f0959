"""Plain text and Markdown to a `Source`: lines as they stand, pages from form feeds or a leading space."""

from __future__ import annotations

import codecs
import dataclasses
import re

from themes.records import Line

FORM_FEED = "\f"

# letters and signs outside ASCII that Dutch office text holds; what a wrong code page gives is mostly not in here
_DUTCH = frozenset("éëïöüèàçáíóúäêîôûñåøâÉËÏÖÜÈÀÇÁÍÓÚÄÊÎÔÛßìòù‘’“”„–—…€•·°½¼¾²³§£©®™´`¨«»×÷±µ¹º¿¡†‰›‹\u00a0\u00ad")
_CODE_PAGES = ("cp1252", "cp850", "mac_roman")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    A byte order mark decides; then UTF-8 when it fits; then UTF-16 when every second byte is nul; then the code page
    whose signs are most often those of Dutch text; at last charset-normalizer. Never raises.

    >>> decode("café".encode("cp1252"))
    ('café', 'cp1252')
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    sample = data[:4000]
    if len(sample) > 3:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if sample[offset::2].count(0) > 0.6 * len(sample[offset::2]):
                return data.decode(encoding, "replace"), encoding
    best = max(_CODE_PAGES, key=lambda page: (_plausible(data, page), -_CODE_PAGES.index(page)))
    if _plausible(data, best) >= 0.7:
        return data.decode(best, "replace"), best
    from charset_normalizer import from_bytes

    match = from_bytes(data[:200_000]).best()
    encoding = match.encoding if match is not None else "cp1252"
    return data.decode(encoding, "replace"), encoding


def _plausible(data: bytes, code_page: str) -> float:
    """Share of the signs outside ASCII that are usual in Dutch when the bytes are read in this code page."""
    high = bytes(byte for byte in data[:200_000] if byte >= 128)
    if not high:
        return 1.0
    text = high.decode(code_page, "replace")
    return sum(char in _DUTCH for char in text) / len(text)


def clean_controls(text: str) -> str:
    """Control characters and lone surrogates as U+FFFD: no table format can hold them, and nothing vanishes."""
    return _CONTROL.sub("\ufffd", text)


def text_lines(text: str) -> tuple[tuple[Line, ...], int | None]:
    """The lines of a text, numbered from 1, and the number of pages when the text shows any.

    A page starts at a form feed or, in text converted from PDF, at a line that begins with exactly one space
    when at least one such line follows text. Lines keep their text verbatim (the form feed is taken out).
    """
    raw = clean_controls(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    feeds = any(FORM_FEED in line for line in raw)
    spaced = not feeds and any(_starts_page(line) for line in raw)
    page, lines = 1, []
    for number, line in enumerate(raw, 1):
        if feeds:
            page += line.count(FORM_FEED)
        elif spaced and number > 1 and _starts_page(line):
            page += 1
        lines.append(Line(number, line.replace(FORM_FEED, ""), page if feeds or spaced else None))
    last = max((line.page or 1 for line in lines if line.text.strip()), default=page)  # a last form feed ends a page
    return tuple(lines), last if feeds or spaced else None


def _starts_page(line: str) -> bool:
    return len(line) > 1 and line[0] == " " and not line[1].isspace()


_HEADING = re.compile(r"^(#{1,6})\s+\S")
_BOLD_LINE = re.compile(r"^(\*\*|__)(?!\s).+(?<!\s)\1\s*$")


def mark_markdown(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Markdown headings ('# ') and lines wholly in bold get a size and bold; the text stays as it is."""
    marked = []
    for line in lines:
        heading = _HEADING.match(line.text)
        if heading:
            line = dataclasses.replace(line, bold=True, size=heading_size(len(heading[1])))
        elif _BOLD_LINE.match(line.text):
            line = dataclasses.replace(line, bold=True, size=BODY_SIZE)
        elif line.text.strip():
            line = dataclasses.replace(line, size=BODY_SIZE)
        marked.append(line)
    return tuple(marked)


BODY_SIZE = 11.0


def heading_size(level: int) -> float:
    """Font size in points that stands for a heading of this level (1 = top) where the file gives none.

    >>> heading_size(1), heading_size(6)
    (20.0, 12.5)
    """
    return 20.0 - 1.5 * (min(max(level, 1), 6) - 1)
