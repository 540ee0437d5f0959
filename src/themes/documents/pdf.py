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
from themes.documents.glyphs import Glyph
from themes.documents.limits import Limits
from themes.documents.pagelines import Box, PageContent
from themes.problems import UnreadableDocument

Message = dict[str, Any]


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
    """Messages about one PDF: {"open": ...} and then {"page": ...} per page.

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
        return UnreadableDocument(
            "De PDF is met een wachtwoord beveiligd.",
            where=path.name,
            remedy="Bewaar de PDF zonder wachtwoord en probeer het opnieuw.",
        )
    return UnreadableDocument(
        "De PDF is beschadigd en kon ook na herstel niet worden geopend.",
        where=path.name,
        remedy="Vraag de afzender om een nieuwe kopie.",
    )


def _read_page(opened: Opened, number: int, engine: str) -> PageContent:
    """One page by the engine asked for; by PDFium when that fails, and empty when that fails too."""
    failure = ""
    if engine == "pdfplumber" and number <= len(opened.pages):
        try:
            return _plumb(opened, number)
        except MemoryError:
            failure = "max_memory_mb"
        except Exception as problem:  # pdfminer raises anything on a damaged page
            cause = problem.__cause__ or problem.__context__ or problem
            failure = f"{type(cause).__name__}"
    if opened.sight is not None and number <= len(opened.sight):
        from themes.documents.sight import glimpse

        try:
            glyphs, width, height, full = glimpse(opened.sight, number - 1, opened.limits.max_chars_per_page)
            content = arrange(number, width, height, glyphs, [], [], [], None)
            facts = {**content.facts, "failure": failure, "full": "max_chars_per_page" if full else ""}
            return PageContent(number, width, height, content.lines, content.tables, "pdfium", facts)
        except MemoryError:
            failure = "max_memory_mb"
        except Exception as problem:  # PDFium refuses the page
            failure = failure or type(problem).__name__
    return PageContent(number, 0.0, 0.0, (), engine="none", facts={"failure": failure or "unreadable"})


def _plumb(opened: Opened, number: int) -> PageContent:
    """One page by pdfplumber: parsed once, recorded, arranged, closed."""
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import Page

    from themes.documents.recorder import PageFull, PageRecorder, glyphs_of, rulings_of

    page_object = opened.pages[number - 1]
    recorder = PageRecorder(opened.plumber.rsrcmgr, opened.limits.max_chars_per_page)
    full = ""
    try:
        PDFPageInterpreter(opened.plumber.rsrcmgr, recorder).process_page(page_object)
    except PageFull as bound:
        full = str(bound)
    page = Page(opened.plumber, page_object, page_number=number)
    try:
        width, height = float(page.width), float(page.height)
        visible = _visible(page, width, height)
        glyphs: list[Glyph] = glyphs_of(recorder, height, visible)
        vertical, horizontal = rulings_of(recorder, height)
        images = [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in recorder.images]
        content = arrange(number, width, height, glyphs, vertical, horizontal, images, page)
        facts = {**content.facts, "full": full, "shapes": recorder.n_shapes}
        return PageContent(number, width, height, content.lines, content.tables, "pdfplumber", facts)
    finally:
        page.close()


def _visible(page: Any, width: float, height: float) -> Box:
    """The part of the page that is shown (crop box), from the media box's corner."""
    crop, media = page.cropbox, page.mediabox
    box = (crop[0] - media[0], crop[1] - media[1], crop[2] - media[0], crop[3] - media[1])
    if box[2] - box[0] < 10 or box[3] - box[1] < 10 or box[0] >= width or box[1] >= height:
        return (0.0, 0.0, width, height)
    return (max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height))
