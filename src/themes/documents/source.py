"""One file to a `Source`: what kind it is, who reads it, and what is said when a limit is hit."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from themes.documents.limits import Limits
from themes.documents.pdfsource import read_pdf
from themes.documents.refusals import error_of, limit_error, stopped_error
from themes.documents.runningtext import mark_running
from themes.documents.sniff import HEAD, sniff
from themes.documents.text import decode, heading_size, mark_markdown, text_lines
from themes.documents.worker import WorkerStopped, give_back, take_worker
from themes.problems import UnreadableDocument
from themes.records import Cell, Finding, Line, Source
from themes.words import reading as words

MAX_MAIL_DEPTH = 2  # messages in messages


def read_source(path: Path, *, root: Path, limits: Limits = Limits(), ocr: bool = False) -> Source:  # noqa: B008 (frozen)
    """Read one file: its lines in reading order, with page, box, font, table cell and role.

    Everything but plain text is parsed in a child process with a bound on memory and a clock, which is killed when a
    limit is hit; what was read by then is kept and the limit is named in a finding.

    Parameters
    ----------
    path : the file.
    root : the corpus folder; `Source.path` is relative to it.
    limits : bounds on pages, characters, time and memory.
    ocr : read pages of a PDF without a text layer with Tesseract, when it is installed; those lines have ocr=True.

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
        return _read(path, name, limits, ocr)
    except UnreadableDocument as problem:
        if problem.where == name:
            raise
        raise UnreadableDocument(problem.message, where=name, remedy=problem.remedy) from problem
    except OSError as problem:
        raise UnreadableDocument(words.CANNOT_OPEN, where=name, remedy=words.MAY_YOU_READ_IT) from problem


def _read(path: Path, name: str, limits: Limits, ocr: bool, depth: int = 0) -> Source:
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
        lines = mark_running(lines)
        if media == "markdown":
            lines = mark_markdown(lines)
        if not text.strip():
            raise UnreadableDocument(words.NO_TEXT, where=name)
        findings: tuple[Finding, ...] = ()
        if encoding not in ("utf-8", "utf-8-sig"):
            message = words.READ_AS_ENCODING.format(encoding=encoding)
            remedy = words.STRANGE_SIGNS
            findings = (Finding("note", "documents", name, message, remedy),)
        return Source(name, digest, media, lines, pages, findings)
    if media == "pdf":
        return read_pdf(path, name, digest, limits, ocr)
    if media == "eml":
        return _read_mail(path, name, digest, limits, ocr, depth)
    job = {"path": str(path.resolve()), "media": media, "limits": dataclasses.asdict(limits)}
    parts = _Parts(name, _messages(job, limits, name), limits)
    if not any(line.text.strip() for line in parts.lines):
        raise UnreadableDocument(words.NO_TEXT, where=name)
    return Source(name, digest, media, tuple(parts.lines), parts.n_pages, tuple(parts.findings))


class _Parts:
    """What a child said of a file that isn't a PDF."""

    def __init__(self, name: str, messages: list[dict[str, Any]], limits: Limits) -> None:
        self.lines: list[Line] = []
        self.findings: list[Finding] = []
        self.attachments: list[tuple[str, str]] = []
        self.n_pages: int | None = None
        for message in messages:
            if "line" in message:
                self.lines.append(line_from(message["line"]))
            elif "finding" in message:
                self.findings.append(dataclasses.replace(Finding(**message["finding"]), key=name))
            elif "attachment" in message:
                self.attachments.append(tuple(message["attachment"]))
            elif "n_pages" in message:
                self.n_pages = message["n_pages"]
            elif "error" in message:
                raise error_of(message["error"], limits, name)


def _read_mail(path: Path, name: str, digest: str, limits: Limits, ocr: bool, depth: int) -> Source:
    """An e-mail: the message is page 1, each attachment follows under a line with its name, pages counted on."""
    with tempfile.TemporaryDirectory(prefix="themes-") as folder:
        job = {"path": str(path.resolve()), "media": "eml", "limits": dataclasses.asdict(limits), "folder": folder}
        parts = _Parts(name, _messages(job, limits, name), limits)
        lines = [dataclasses.replace(line, page=1) for line in parts.lines]
        findings, page, tables = parts.findings, 1, 0
        for title, file in parts.attachments:
            try:
                if depth >= MAX_MAIL_DEPTH:
                    raise UnreadableDocument(words.TOO_DEEP_A_MAIL, where=title)
                part = _read(Path(file), title, limits, ocr, depth + 1)
            except UnreadableDocument as problem:
                message = words.IN_ATTACHMENT.format(title=title, message=problem.message)
                findings.append(Finding("error", "documents", name, message, problem.remedy))
                continue
            block = max((line.block or 0 for line in lines), default=0) + 1
            head = Line(0, f"Bijlage: {title}", page + 1, size=heading_size(1), bold=True, block=block)
            lines += [head, *_shifted(part.lines, page, block, tables)]
            page += part.n_pages or 1
            tables = max((line.cell.table for line in lines if line.cell), default=tables)
            findings += [
                dataclasses.replace(
                    finding, key=name, message=words.IN_ATTACHMENT.format(title=title, message=finding.message)
                )
                for finding in part.findings
            ]
    numbered = tuple(dataclasses.replace(line, number=at) for at, line in enumerate(lines, 1))
    return Source(name, digest, "eml", numbered, page, tuple(findings))


def _shifted(lines: Sequence[Line], pages: int, block: int, tables: int) -> list[Line]:
    """Lines of an attachment with pages, blocks and tables counted on from what stands before it."""
    return [
        dataclasses.replace(
            line,
            page=pages + (line.page or 1),
            block=None if line.block is None else block + 1 + line.block,
            cell=None if line.cell is None else dataclasses.replace(line.cell, table=tables + line.cell.table),
        )
        for line in lines
    ]


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
