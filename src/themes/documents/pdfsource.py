"""A PDF to a `Source`, in the parent process: children that read pages, and what happens when one has to be killed."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

from themes.documents.layout import settle
from themes.documents.limits import Limits
from themes.documents.ocr import recognise, tesseract
from themes.documents.pagelines import PageContent, page_from
from themes.documents.refusals import error_of, limit_error, stopped_error
from themes.documents.remarks import ocr_remarks, pages_without_text, remarks, unusable_pages
from themes.documents.worker import WorkerStopped, give_back, take_worker
from themes.problems import UnreadableDocument
from themes.records import Finding, Source
from themes.words import reading as words

MAX_STALLS = 2  # pages that may hang before PDFium reads the rest
AFTER_STALL = 0.6  # part of max_seconds_per_page that a child gets once a page of the file has hung


@dataclasses.dataclass
class _Reading:
    """How far the reading of a PDF is, over the children that it took."""

    pages: dict[int, PageContent] = dataclasses.field(default_factory=dict)
    skip: list[int] = dataclasses.field(default_factory=list)  # pages that pdfplumber hung on
    opened: dict[str, Any] | None = None
    at: int = 0  # page that is being read
    error: UnreadableDocument | None = None
    engine: str = "pdfplumber"
    stopped: str = ""  # limit that ended the reading
    fresh: bool = False  # the next child must be a new one

    def take(self, message: dict[str, Any], limits: Limits, name: str) -> None:
        """Keep what a child says."""
        if "page" in message:
            page = page_from(message["page"])
            self.pages[page.number] = page
        elif "start" in message:
            self.at = message["start"]
        elif "open" in message:
            self.opened = message["open"]
        elif "error" in message:
            self.error = error_of(message["error"], limits, name)

    def goes_on(self, stop: WorkerStopped, limits: Limits, name: str) -> bool:
        """What to do when a child ended: True to start another one."""
        self.error = stopped_error(stop, limits, name)
        self.fresh = True
        if stop.reason == "time":
            self.stopped = "max_seconds"
            return False
        if self.opened is None:
            return False
        if self.at in self.skip or stop.reason == "memory":  # PDFium can't read it either
            self.pages[self.at] = _lost(self.at, "max_memory_mb" if stop.reason == "memory" else stop.reason)
            return sum(page.engine == "none" for page in self.pages.values()) <= MAX_STALLS
        self.skip.append(self.at)
        if len(self.skip) >= MAX_STALLS:
            self.engine = "pdfium"
        return True


def _lost(number: int, failure: str) -> PageContent:
    return PageContent(number, 0.0, 0.0, (), engine="none", facts={"failure": failure})


def read_pdf(path: Path, name: str, digest: str, limits: Limits, ocr: bool = False) -> Source:
    """A PDF page by page; a page that hangs is read by PDFium in a new child.

    With `ocr`, pages without a usable text layer are read by Tesseract when it is installed.
    """
    reading = _Reading()
    until = time.monotonic() + limits.max_seconds
    while True:
        worker = take_worker(limits.max_memory_mb, fresh=reading.fresh)
        used = not worker.fresh
        job = {
            "path": str(path.resolve()),
            "media": "pdf",
            "limits": dataclasses.asdict(limits),
            "first": max(reading.pages, default=0) + 1,
            "skip": reading.skip,
            "engine": reading.engine,
        }
        try:
            patience = limits.max_seconds_per_page * (AFTER_STALL if reading.skip else 1)
            for message in worker.run(job, stall=patience, until=until):
                reading.take(message, limits, name)
                if used and _is_full(message):  # what earlier files left in memory must not decide
                    reading.pages.pop(message.get("page", {}).get("number", 0), None)
                    reading.error, reading.fresh = None, True
                    break
            else:
                give_back(worker)
                break
        except WorkerStopped as stop:
            if used and stop.reason in ("memory", "crash"):
                reading.fresh = True
            elif not reading.goes_on(stop, limits, name):
                break
    return _source_of(reading, path, name, digest, limits, ocr)


def _is_full(message: dict[str, Any]) -> bool:
    """True for a message that says that the memory bound was hit."""
    failure = message.get("page", {}).get("facts", {}).get("failure")
    return failure == "max_memory_mb" or message.get("error", {}).get("limit") == "max_memory_mb"


def _source_of(reading: _Reading, path: Path, name: str, digest: str, limits: Limits, ocr: bool) -> Source:
    pages = [reading.pages[number] for number in sorted(reading.pages)]
    readable = [page for page in pages if page.engine != "none"]
    if not readable:
        limit = next((page.facts["failure"] for page in pages if hasattr(limits, page.facts["failure"])), "")
        if reading.error is not None:
            raise reading.error
        raise limit_error(limit, limits, name) if limit else error_of({"cause": words.NO_READABLE_PAGE}, limits, name)
    lines = settle(pages)
    opened = {**(reading.opened or {}), "stopped": reading.stopped}
    findings: list[Finding] = []
    numbers = sorted({*pages_without_text(pages, lines), *unusable_pages(lines)}) if ocr else []
    if numbers:
        pages, unread = recognise(path, pages, numbers, limits)
        lines = settle(pages)
        findings = ocr_remarks(name, pages, unread, installed=tesseract() is not None)
    findings += remarks(name, pages, lines, opened, limits)
    return Source(name, digest, "pdf", tuple(lines), opened.get("n_pages", len(pages)), tuple(findings))
