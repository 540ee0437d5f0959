"""One file to a `Source`: what kind it is, who reads it, and what is said when a limit is hit."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path
from typing import Any

from themes.documents.layout import settle
from themes.documents.limits import Limits
from themes.documents.pagelines import PageContent, page_from
from themes.documents.remarks import remarks
from themes.documents.sniff import HEAD, sniff
from themes.documents.text import decode, mark_markdown, text_lines
from themes.documents.worker import WorkerStopped, give_back, take_worker
from themes.problems import UnreadableDocument
from themes.records import Cell, Finding, Line, Source

MAX_STALLS = 2  # pages that may hang before PDFium reads the rest


def read_source(path: Path, *, root: Path, limits: Limits = Limits()) -> Source:  # noqa: B008 (frozen)
    """Read one file: its lines in reading order, with page, box, font, table cell and role.

    Everything but plain text is parsed in a child process with a bound on memory and a clock, which is killed when a
    limit is hit; what was read by then is kept and the limit is named in a finding.

    Parameters
    ----------
    path : the file.
    root : the corpus folder; `Source.path` is relative to it.
    limits : bounds on pages, characters, time and memory.

    Raises
    ------
    UnreadableDocument
        When nothing can be read: empty, encrypted, damaged, another kind than the name says, too large.
    """
    path, root = Path(path), Path(root)
    name = (
        path.resolve().relative_to(root.resolve()).as_posix()
        if path.resolve().is_relative_to(root.resolve())
        else path.name
    )
    try:
        return _read(path, name, limits)
    except UnreadableDocument as problem:
        if problem.where == name:
            raise
        raise UnreadableDocument(problem.message, where=name, remedy=problem.remedy) from problem
    except OSError as problem:
        raise UnreadableDocument(
            "Het bestand kan niet worden geopend.", where=name, remedy="Controleer of u het mag lezen."
        ) from problem


def _read(path: Path, name: str, limits: Limits) -> Source:
    size = path.stat().st_size
    if size > limits.max_file_mb * 2**20:
        raise limit_error("max_file_mb", limits, name)
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    media = sniff(name, head, size)
    if media in ("text", "markdown"):
        text, encoding = decode(path.read_bytes())
        lines, pages = text_lines(text)
        if media == "markdown":
            lines = mark_markdown(lines)
        if not text.strip():
            raise UnreadableDocument("Het bestand bevat geen tekst.", where=name)
        findings: tuple[Finding, ...] = ()
        if encoding not in ("utf-8", "utf-8-sig"):
            message = f"De tekst is gelezen als {encoding}."
            remedy = "Ziet u vreemde tekens? Bewaar het bestand als UTF-8."
            findings = (Finding("note", "documents", name, message, remedy),)
        return Source(name, digest, media, lines, pages, findings)
    if media == "pdf":
        return read_pdf(path, name, digest, limits)
    job = {"path": str(path.resolve()), "media": media, "limits": dataclasses.asdict(limits)}
    found_lines: list[Line] = []
    found_pages: int | None = None
    found: list[Finding] = []
    for message_ in _messages(job, limits, name):
        if "line" in message_:
            found_lines.append(line_from(message_["line"]))
        elif "finding" in message_:
            found.append(dataclasses.replace(Finding(**message_["finding"]), key=name))
        elif "n_pages" in message_:
            found_pages = message_["n_pages"]
        elif "error" in message_:
            raise error_of(message_["error"], limits, name)
    if not any(line.text.strip() for line in found_lines):
        raise UnreadableDocument("Het bestand bevat geen tekst.", where=name)
    return Source(name, digest, media, tuple(found_lines), found_pages, tuple(found))


def _messages(job: dict[str, Any], limits: Limits, name: str) -> list[dict[str, Any]]:
    """All messages of a job that isn't a PDF; a child that stops is an error."""
    worker = take_worker(limits.max_memory_mb)
    until = time.monotonic() + limits.max_seconds
    try:
        messages = list(worker.run(job, stall=3 * limits.max_seconds_per_page, until=until))
    except WorkerStopped as stop:
        raise stopped_error(stop, limits, name) from None
    give_back(worker)
    return messages


def line_from(values: dict[str, Any]) -> Line:
    """A line from its message."""
    if values["cell"] is not None:
        values["cell"] = Cell(**values["cell"])
    if values["box"] is not None:
        values["box"] = tuple(values["box"])
    return Line(**values)


def limit_error(limit: str, limits: Limits, name: str) -> UnreadableDocument:
    """The error that names a limit of themes.toml."""
    value = getattr(limits, limit)
    return UnreadableDocument(
        f"Het bestand gaat over de grens {limit} ({value:g}) en is niet gelezen.",
        where=name,
        remedy=f"Deel het bestand op, of verhoog {limit} onder [limits] in themes.toml.",
    )


def stopped_error(stop: WorkerStopped, limits: Limits, name: str) -> UnreadableDocument:
    """The error for a child that ended before the file was read."""
    if stop.reason == "crash":
        return UnreadableDocument(
            "Het lezen van dit bestand liep vast; de rest van de bestanden is wel gelezen.",
            where=name,
            remedy="Bewaar het bestand opnieuw (bijvoorbeeld als PDF) en probeer het nog eens.",
        )
    limit = {"time": "max_seconds", "memory": "max_memory_mb"}.get(stop.reason, "max_seconds_per_page")
    return limit_error(limit, limits, name)


def error_of(error: dict[str, Any], limits: Limits, name: str) -> UnreadableDocument:
    """The error that a child reported."""
    if "limit" in error:
        return limit_error(error["limit"], limits, name)
    if "message" in error:
        return UnreadableDocument(error["message"], where=name, remedy=error["remedy"])
    return UnreadableDocument(
        f"Het bestand is beschadigd en kan niet worden gelezen ({error['cause']}).",
        where=name,
        remedy="Vraag de afzender om een nieuwe kopie.",
    )


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


def read_pdf(path: Path, name: str, digest: str, limits: Limits) -> Source:
    """A PDF page by page; a page that hangs is read by PDFium in a new child."""
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
            for message in worker.run(job, stall=limits.max_seconds_per_page, until=until):
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
    return _source_of(reading, name, digest, limits)


def _is_full(message: dict[str, Any]) -> bool:
    """True for a message that says that the memory bound was hit."""
    failure = message.get("page", {}).get("facts", {}).get("failure")
    return failure == "max_memory_mb" or message.get("error", {}).get("limit") == "max_memory_mb"


def _source_of(reading: _Reading, name: str, digest: str, limits: Limits) -> Source:
    pages = [reading.pages[number] for number in sorted(reading.pages)]
    readable = [page for page in pages if page.engine != "none"]
    if not readable:
        limit = next((page.facts["failure"] for page in pages if hasattr(limits, page.facts["failure"])), "")
        if reading.error is not None:
            raise reading.error
        raise limit_error(limit, limits, name) if limit else error_of({"cause": "geen leesbare pagina"}, limits, name)
    lines = settle(pages)
    opened = {**(reading.opened or {}), "stopped": reading.stopped}
    findings = remarks(name, pages, lines, opened, limits)
    return Source(name, digest, "pdf", tuple(lines), opened.get("n_pages", len(pages)), tuple(findings))
