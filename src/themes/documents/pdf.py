"""PDF to pages of lines, in the child process: PDFium looks first, pdfplumber parses, pikepdf repairs.

Each page is parsed once; glyphs, ruling lines and images are taken from that one pass and then let go.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from themes.documents.arrange import arrange
from themes.documents.bounds import PageFull, bound_inflation
from themes.documents.glyphs import Glyph
from themes.documents.limits import Limits
from themes.documents.pagelines import Box, PageContent
from themes.problems import UnreadableDocument
from themes.words import reading as words

Message = dict[str, Any]
CPU_SHARE = 0.45  # part of max_seconds_per_page that pdfplumber gets; the rest is for PDFium


class Opened:
    """A PDF opened by both libraries.

    Attributes
    ----------
    sight : the PDFium document, None when PDFium refuses it.
    plumber : the pdfplumber document, None when it fails or loses pages even after a rewrite.
    pages : the pages as pdfminer finds them, at most max_pages + 1.
    n_pages : number of pages by the better of the two.
    repaired : whether the file had to be rewritten.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.path = path
        self.repaired = False
        self.plumber: Any = None
        self.pages: list[Any] = []
        self.locked = False
        self.cause = ""
        self.sight = self._look(path)
        n_seen = len(self.sight) if self.sight is not None else 0
        self._open(path)
        if self.pages and len(self.pages) >= min(n_seen, limits.max_pages):
            self.n_pages = max(len(self.pages), n_seen)
            return
        self._repair(n_seen)
        self.n_pages = max(len(self.pages), n_seen)
        if len(self.pages) < min(self.n_pages, limits.max_pages):
            self.plumber = None  # it would lose pages; PDFium reads them all

    def _look(self, source: Any) -> Any:
        import pypdfium2

        try:
            return pypdfium2.PdfDocument(source)
        except (pypdfium2.PdfiumError, OSError, ValueError) as problem:
            self.locked = "password" in str(problem).lower()
            return None

    def _open(self, source: Any) -> None:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfminer.pdfpage import PDFPage

        try:
            self.plumber = pdfplumber.open(source)
            self.pages = list(islice(PDFPage.create_pages(self.plumber.doc), self.limits.max_pages + 1))
        except MemoryError:
            raise
        except PageFull:  # a cross-reference stream that unpacks without end
            self.pages = []
        except Exception as problem:  # pdfminer raises anything on a damaged file
            cause = problem.__cause__ or problem.__context__ or problem
            self.locked = self.locked or isinstance(cause, PDFPasswordIncorrect)
            self.cause = f"{type(cause).__name__}: {cause}"[:200]
            self.pages = []

    def _repair(self, n_seen: int) -> None:
        """Rewrite the file once with pikepdf and keep what comes out when that gives more pages."""
        import pikepdf

        before = (self.plumber, self.pages)
        rewritten = io.BytesIO()
        try:
            with pikepdf.open(self.path) as pdf:
                pdf.save(rewritten)
        except pikepdf.PasswordError:
            self.locked = True
            return
        except MemoryError:
            raise
        except Exception:  # qpdf's own errors, of many kinds
            return
        rewritten.seek(0)
        self._open(rewritten)
        if len(self.pages) <= len(before[1]) and before[1]:
            self.plumber, self.pages = before
            return
        self.repaired = bool(self.pages)
        if n_seen == 0:
            self.sight = self._look(rewritten.getvalue())


def read_pages(
    path: Path, limits: Limits, *, first: int = 1, skip: Collection[int] = (), engine: str = "pdfplumber"
) -> Iterator[Message]:
    """Messages about one PDF: {"open": ...} and then {"start": ...}, {"page": ...} per page.

    Parameters
    ----------
    first : page to start at, counted from 1.
    skip : pages that pdfplumber must not parse (it hung on them); PDFium reads them.
    engine : 'pdfplumber', or 'pdfium' for all pages.

    Raises
    ------
    UnreadableDocument
        When neither library opens the file.
    """
    bound_inflation(round(limits.max_decompressed_mb * 2**20))
    opened = Opened(path, limits)
    if not opened.n_pages:
        raise _refusal(path, opened)
    if opened.sight is None and opened.plumber is None:
        raise _refusal(path, opened)
    if opened.plumber is None:
        engine = "pdfium"
    last = min(opened.n_pages, limits.max_pages)
    yield {"open": {"n_pages": opened.n_pages, "last": last, "repaired": opened.repaired, "engine": engine}}
    for number in range(first, last + 1):
        yield {"start": number}
        yield {"page": _read_page(opened, number, "pdfium" if number in skip else engine).message()}


def _refusal(path: Path, opened: Opened) -> UnreadableDocument:
    if opened.locked:
        return UnreadableDocument(words.PDF_ENCRYPTED, where=path.name, remedy=words.SAVE_PDF_WITHOUT_PASSWORD)
    return UnreadableDocument(words.PDF_DAMAGED, where=path.name, remedy=words.NEW_COPY)


def _read_page(opened: Opened, number: int, engine: str) -> PageContent:
    """One page by the engine asked for; by PDFium when that fails, and empty when that fails too."""
    failure = ""
    if engine == "pdfplumber" and number <= len(opened.pages):
        try:
            content = _plumb(opened, number)
            if content.facts["full"] != "max_seconds_per_page" and not content.facts["coded"]:
                return content
            other = _glimpse(opened, number)
            return other if other is not None and _letters(other) > _letters(content) else content
        except MemoryError:  # PDFium would only run into the same bound, and dies of it
            return PageContent(number, 0.0, 0.0, (), engine="none", facts={"failure": "max_memory_mb"})
        except Exception as problem:  # pdfminer raises anything on a damaged page
            cause = problem.__cause__ or problem.__context__ or problem
            failure = type(cause).__name__
    other = _glimpse(opened, number)
    if other is not None:
        return other
    return PageContent(number, 0.0, 0.0, (), engine="none", facts={"failure": failure or "unreadable"})


def _letters(content: PageContent) -> int:
    """Letters of a page that aren't part of a glyph code."""
    return sum(char.isalpha() for line in content.lines for char in line.text.replace("(cid:", ""))


def _glimpse(opened: Opened, number: int) -> PageContent | None:
    """One page by PDFium, None when it refuses."""
    if opened.sight is None or number > len(opened.sight):
        return None
    from themes.documents.sight import glimpse

    try:
        glyphs, width, height, cut = glimpse(opened.sight, number - 1, opened.limits.max_chars_per_page)
    except Exception:  # PDFium refuses the page
        return None
    content = arrange(number, width, height, glyphs, [], [], [], None)
    facts = {**content.facts, "full": "max_chars_per_page" if cut else ""}
    return PageContent(number, width, height, content.lines, content.tables, "pdfium", facts)


def _plumb(opened: Opened, number: int) -> PageContent:
    """One page by pdfplumber: parsed once, recorded, arranged, closed."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import Page

    from themes.documents.bounds import time_bound
    from themes.documents.recorder import PageRecorder, glyphs_of, is_scan, rulings_of

    page_object = opened.pages[number - 1]
    limits = opened.limits
    recorder = PageRecorder(opened.plumber.rsrcmgr, limits.max_chars_per_page, limits.max_forms_per_page)
    full = ""
    try:
        with time_bound(CPU_SHARE * limits.max_seconds_per_page):
            PDFPageInterpreter(opened.plumber.rsrcmgr, recorder).process_page(page_object)
    except PageFull as bound:
        full = str(bound)
    page = Page(opened.plumber, page_object, page_number=number)
    try:
        width, height = float(page.width), float(page.height)
        glyphs: list[Glyph] = glyphs_of(recorder, height, _visible(page_object, width, height))
        vertical, horizontal = rulings_of(recorder, height)
        images = [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in recorder.images]
        content = arrange(number, width, height, glyphs, vertical, horizontal, images, page)
        coded = sum(glyph.text.startswith("(cid:") for glyph in glyphs) > 0.2 * len(glyphs)
        facts = {**content.facts, "full": full, "shapes": recorder.n_shapes, "coded": coded, "ocr": is_scan(recorder)}
        return PageContent(number, width, height, content.lines, content.tables, "pdfplumber", facts)
    finally:
        page.close()


def _visible(page: Any, width: float, height: float) -> Box:
    """The part of the page that is shown (its crop box) in points from the top-left corner of the turned page."""
    whole = (0.0, 0.0, width, height)
    try:
        x0, y0, x1, y1 = (float(value) for value in page.cropbox)
        left, low, right, high = (float(value) for value in page.mediabox)
    except (TypeError, ValueError):
        return whole
    corners = []
    for x, y in ((x0, y0), (x1, y1)):
        turned = {90: (y - low, right - x), 180: (right - x, high - y), 270: (high - y, x - left)}
        corners.append(turned.get(page.rotate, (x - left, y - low)))
    xs, ys = sorted(corner[0] for corner in corners), sorted(height - corner[1] for corner in corners)
    box = (max(xs[0], 0.0), max(ys[0], 0.0), min(xs[1], width), min(ys[1], height))
    return box if box[2] - box[0] >= 10 and box[3] - box[1] >= 10 else whole
