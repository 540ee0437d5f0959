"""The child process: reads jobs from standard input, parses, writes messages. Started by `worker.Worker` only."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from themes.documents.limits import Limits
from themes.problems import UnreadableDocument
from themes.records import Line

Message = dict[str, Any]


def bound_memory(megabytes: int) -> None:
    """Bound the address space of this process where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such bound, macOS refuses it: the clock remains


def line_message(line: Line) -> Message:
    """A line as JSON-able values."""
    return {"line": dataclasses.asdict(line)}


def read_job(job: Message) -> Iterator[Message]:
    """The messages of one job: lines or pages, findings, and at most one error."""
    limits = Limits(**job["limits"])
    path = Path(job["path"])
    kind = job["media"]
    if kind == "pdf":
        from themes.documents.pdf import read_pages

        yield from read_pages(path, limits, first=job.get("first", 1), skip=job.get("skip", ()), engine=job["engine"])
        return
    if kind == "picture":
        from themes.documents.ocr import draw_page

        draw_page(path, job["page"], Path(job["image"]))
        return
    pages: int | None = None
    if kind == "docx":
        from themes.documents.archive import check_package
        from themes.documents.word import read_word

        check_package(path, limits)
        lines, pages, findings = read_word(path)
    elif kind == "odt":
        from themes.documents.opendocument import read_opendocument

        lines, pages, findings = read_opendocument(path, limits)
    elif kind == "html":
        from themes.documents.markup import read_html

        lines, pages, findings = read_html(path.read_bytes(), path.name, limits)
    else:
        from themes.documents.mail import read_mail

        lines, attachments, findings = read_mail(path, Path(job["folder"]), limits)
        yield from ({"attachment": attachment} for attachment in attachments)
    for line in lines:
        yield line_message(line)
    for finding in findings:
        yield {"finding": dataclasses.asdict(finding)}
    yield {"n_pages": pages}


def guarded(job: Message) -> Iterator[Message]:
    """The messages of a job, with every exception turned into an error message."""
    try:
        yield from read_job(job)
    except UnreadableDocument as problem:
        yield {"error": {"message": problem.message, "remedy": problem.remedy}}
    except MemoryError:
        yield {"error": {"limit": "max_memory_mb"}}
    except RecursionError:
        yield {"error": {"limit": "max_depth"}}
    except Exception as problem:  # a parser may raise anything on a hostile file
        yield {"error": {"cause": f"{type(problem).__name__}: {problem}"[:300]}}


def main() -> None:
    """Serve jobs until standard input closes."""
    bound_memory(int(sys.argv[1]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up between the messages
    jobs: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        for line in sys.stdin.buffer:
            jobs.put(line)
        os._exit(0)  # the parent is gone

    threading.Thread(target=listen, daemon=True).start()
    import logging

    logging.disable(logging.CRITICAL)
    while True:
        job = json.loads(jobs.get())
        for message in guarded(job):
            _send(out, message)
        _send(out, {"done": True})


def _send(out: Any, message: Message) -> None:
    with contextlib.suppress(BrokenPipeError):
        out.write(json.dumps(message).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
