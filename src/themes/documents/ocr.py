"""Text recognition of pages without a text layer: PDFium draws the page, Tesseract (Dutch) reads it.

The drawing happens in a child process with the usual bounds; Tesseract runs as a program of its own with one thread
(OMP_THREAD_LIMIT=1 makes it four times as fast on a shared machine, with the same text) and is killed when it is slow.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from themes.documents.limits import Limits
from themes.documents.pagelines import PageContent, PageLine
from themes.documents.text import clean_controls
from themes.documents.worker import WorkerStopped, give_back, take_worker

DPI = 300
MAX_PIXELS = 25_000_000  # of one drawn page
SECONDS_PER_PAGE = 90
LOW_CONFIDENCE = 50.0  # mean confidence (0..100) of a line below which its page is named


@cache
def tesseract() -> str | None:
    """Path of a Tesseract that has Dutch, None when there is none."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if b"nld" in listed.stdout.split() + listed.stderr.split() else None


def recognise(
    path: Path, pages: Sequence[PageContent], numbers: Sequence[int], limits: Limits
) -> tuple[list[PageContent], list[int]]:
    """The pages with those of these numbers read by Tesseract, and the numbers that stayed unread.

    The lines of a page that is read replace what little text it had; their font is 'OCR'.
    """
    program = tesseract()
    if program is None:
        return list(pages), list(numbers)
    result = {page.number: page for page in pages}
    unread: list[int] = []
    with tempfile.TemporaryDirectory(prefix="themes-") as folder:
        for number in numbers:
            image = Path(folder) / f"{number}.png"
            table = _read_image(program, image) if _draw(path, number, image, limits) else None
            image.unlink(missing_ok=True)
            if table is None:
                unread.append(number)
                continue
            old = result[number]
            lines, doubtful = lines_of(table, old.width)
            facts = {**old.facts, "ocr": True, "doubtful": doubtful}
            result[number] = PageContent(number, old.width, old.height, lines, (), old.engine, facts)
    return [result[page.number] for page in pages], unread


def _draw(path: Path, number: int, image: Path, limits: Limits) -> bool:
    worker = take_worker(limits.max_memory_mb)
    job = {
        "media": "picture",
        "path": str(path.resolve()),
        "page": number,
        "image": str(image),
        "limits": dataclasses.asdict(limits),
    }
    stall = 3 * limits.max_seconds_per_page
    try:
        messages = list(worker.run(job, stall=stall, until=time.monotonic() + stall))
    except WorkerStopped:
        return False
    give_back(worker)
    return not any("error" in message for message in messages) and image.exists()


def draw_page(path: Path, number: int, image: Path) -> None:
    """Draw one page (counted from 1) as a grey PNG of at most `MAX_PIXELS`; runs in the child."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = DPI / 72
        area = width * height * scale * scale
        if area > MAX_PIXELS:
            scale *= (MAX_PIXELS / area) ** 0.5
        picture = page.render(scale=scale, grayscale=True).to_pil()
        picture.save(image, dpi=(scale * 72, scale * 72))


def _read_image(program: str, image: Path) -> str | None:
    command = [program, str(image), "stdout", "-l", "nld", "--psm", "3", "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, capture_output=True, env=environment, timeout=SECONDS_PER_PAGE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def lines_of(table: str, width: float) -> tuple[tuple[PageLine, ...], int]:
    """Lines from Tesseract's table (TSV), and how many of them it isn't sure of.

    `width` is that of the page in points; the table counts in pixels.
    """
    groups: dict[tuple[int, int, int], list[list[str]]] = {}
    pixels = 0.0
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        if cells[0] == "1":
            pixels = float(cells[8])
        elif cells[0] == "5" and cells[11].strip():
            groups.setdefault((int(cells[2]), int(cells[3]), int(cells[4])), []).append(cells)
    scale = width / pixels if pixels and width else 72 / DPI
    lines: list[PageLine] = []
    doubtful = 0
    blocks = {key: at for at, key in enumerate(dict.fromkeys(key[:2] for key in groups))}
    for key, words in groups.items():
        left = min(int(word[6]) for word in words)
        top = min(int(word[7]) for word in words)
        right = max(int(word[6]) + int(word[8]) for word in words)
        bottom = max(int(word[7]) + int(word[9]) for word in words)
        box = (left * scale, top * scale, right * scale, bottom * scale)
        doubtful += sum(float(word[10]) for word in words) / len(words) < LOW_CONFIDENCE
        text = clean_controls(" ".join(word[11] for word in words))
        size = round((bottom - top) * scale * 0.9 * 2) / 2
        lines.append(PageLine(text, box, size, "OCR", False, "body", blocks[key[:2]]))
    return tuple(lines), doubtful
