"""Pictures of the spots in PDFs where points stand, with the words marked.

A page is drawn by PDFium in a child process with a clock, since a damaged file can hang or end the process that draws
it. A picture that can't be made is left out: the point still has its file, page and line.
"""

from __future__ import annotations

import base64
import bisect
import json
import subprocess
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.records import Document, Source, Unit, digest
from themes.report.run_tables import Point
from themes.store import Store

MOST = 400  # pictures on a page
SECONDS = 60  # to draw the spots of one file
SCALE = 1.6  # pixels a point
MAX_PIXELS = 12_000_000
_MARGIN = 9.0  # points around the words

Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points from the page's top-left corner


def wanted(points: Sequence[Point]) -> list[Point]:
    """The points to make a picture of, spread evenly over all from PDFs, the most wanted first."""
    found = [point for point in points if point.unit.source.lower().endswith(".pdf") and point.unit.spans]
    return [found[at] for at in spread(len(found))][:MOST]


def pictures(
    points: Sequence[Point], corpus: Path, folder: Path, room: int, *, keep: Store | None = None
) -> dict[str, str]:
    """Data URIs by the number of the point, at most `room` bytes together, spread evenly over all points from PDFs.

    Parameters
    ----------
    corpus : folder of the documents. folder : the run, whose kept steps hold the files as read.
    keep : where pictures are kept by file, page and place, so that none is drawn twice.
    """
    chosen = wanted(points)
    made: dict[str, str] = {}
    for name in sorted({point.unit.source for point in chosen}):
        own = [point for point in chosen if point.unit.source == name]
        source = _source(name, own[0].document, corpus, folder)
        if source is None:
            continue
        jobs = {point.number: spot for point in own if (spot := spot_of(point.unit, source)) is not None}
        made.update(_kept_or_drawn(corpus / name, source.digest, jobs, keep))
    kept: dict[str, str] = {}
    for point in chosen:
        picture = made.get(point.number, "")
        if picture and room > len(picture) + 300:
            room -= len(picture) + 300
            kept[point.number] = picture
    return kept


def spread(count: int) -> list[int]:
    """0..count-1 in an order in which every beginning is spread over the whole.

    >>> spread(6)
    [0, 4, 2, 1, 5, 3]
    """
    bits = max(count - 1, 0).bit_length()
    order = (int(format(at, f"0{bits}b")[::-1], 2) if bits else 0 for at in range(1 << bits))
    return [at for at in order if at < count]


def spot_of(unit: Unit, source: Source) -> tuple[int, list[Box]] | None:
    """Page and boxes of the words of a unit on the first page where they stand; None when no box is known."""
    starts = source.starts
    boxes: dict[int, list[Box]] = defaultdict(list)
    for span in unit.spans.split():
        first, last = (int(part) for part in span.split("-"))
        at = bisect.bisect_right(starts, first) - 1
        while at < len(source.lines) and starts[at] < last:
            line, length = source.lines[at], max(len(source.lines[at].text), 1)
            if line.box is not None and line.page is not None:
                x0, top, x1, bottom = line.box
                left = x0 + (x1 - x0) * max(first - starts[at], 0) / length
                right = x0 + (x1 - x0) * min(last - starts[at], length) / length
                if right > left:
                    boxes[line.page].append((left, top, right, bottom))
            at += 1
    if not boxes:
        return None
    page = min(boxes)
    return page, boxes[page]


def _source(name: str, document: Document, corpus: Path, folder: Path) -> Source | None:
    """The file as this run read it: from what the run kept, else read again; None when it changed or is gone."""
    from themes.documents import read_source
    from themes.problems import UnreadableDocument
    from themes.store import unpack

    named = json.dumps(name, ensure_ascii=False)
    start = f'{{"$":"Source","v":[{named},'.encode("utf-8", "surrogatepass")
    for place in (folder / ".steps", folder.parent / ".steps"):
        for path in sorted(place.glob("source-*.json.z")):
            try:
                body = zlib.decompress(path.read_bytes())
                if not body.startswith(start):
                    continue
                kept = unpack(json.loads(body))
            except (OSError, zlib.error, ValueError, KeyError, AttributeError, TypeError):
                continue
            if isinstance(kept, Source) and kept.path == name and kept.digest == document.source_digest:
                return kept
    try:
        source = read_source(corpus / name, root=corpus)
    except (UnreadableDocument, OSError):
        return None
    return source if source.digest == document.source_digest else None


def _kept_or_drawn(
    path: Path, content: str, jobs: Mapping[str, tuple[int, list[Box]]], keep: Store | None
) -> dict[str, str]:
    """Data URIs of the spots of one file with this digest: those kept from another run, and the others drawn."""
    if keep is None:
        return _drawn(path, jobs)
    from themes.store import code_version

    key = digest(content, code_version("report"))
    kept: dict[str, str] = keep.read("pictures", key) or {}
    spots = {number: digest(job) for number, job in jobs.items()}
    made = {number: kept[spot] for number, spot in spots.items() if spot in kept}
    drawn = _drawn(path, {number: job for number, job in jobs.items() if number not in made})
    if drawn:
        keep.write("pictures", key, {spots[number]: picture for number, picture in sorted((made | drawn).items())})
    return made | drawn


def _drawn(path: Path, jobs: Mapping[str, tuple[int, list[Box]]]) -> dict[str, str]:
    """Data URIs of the spots of one file, drawn by a child process; empty when it fails."""
    if not jobs or not path.is_file():
        return {}
    try:
        child = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps({"path": str(path.resolve()), "jobs": jobs}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=True,
        )
        return dict(json.loads(child.stdout))
    except (subprocess.SubprocessError, OSError, ValueError):
        return {}


def draw(path: str, jobs: Mapping[str, tuple[int, list[Box]]]) -> dict[str, str]:
    """Draw the spots of one file, page by page. Runs in the child."""
    import pypdfium2

    by_page: dict[int, list[str]] = defaultdict(list)
    for number in sorted(jobs):
        by_page[jobs[number][0]].append(number)
    result: dict[str, str] = {}
    document = pypdfium2.PdfDocument(path)
    for page_number in sorted(by_page):
        page = document[page_number - 1]
        width, height = page.get_size()
        if width * height * SCALE**2 <= MAX_PIXELS:
            image = page.render(scale=SCALE).to_pil().convert("RGB")
            for number in by_page[page_number]:
                result[number] = _cut(image, jobs[number][1])
        page.close()
    document.close()
    return result


def _cut(image: Any, boxes: Iterable[Box]) -> str:
    """The part of a drawn page around the boxes, these marked in yellow, as a data URI with few colours."""
    from io import BytesIO

    from PIL import Image, ImageChops

    boxes = [(x0 - 1, top - 1, x1 + 1, bottom + 1) for x0, top, x1, bottom in boxes]
    marks = Image.new("RGB", image.size, "white")
    for box in boxes:
        x0, top, x1, bottom = (round(side * SCALE) for side in box)
        marks.paste((255, 226, 110), (x0, top, x1, bottom))
    around = (
        min(box[0] for box in boxes) - _MARGIN * 2,
        min(box[1] for box in boxes) - _MARGIN,
        max(box[2] for box in boxes) + _MARGIN * 2,
        max(box[3] for box in boxes) + _MARGIN,
    )
    area = tuple(min(max(round(side * SCALE), 0), image.size[at % 2]) for at, side in enumerate(around))
    if area[2] <= area[0] or area[3] <= area[1]:
        return ""
    part = ImageChops.multiply(image, marks).crop(area)
    small = part.quantize(8, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    target = BytesIO()
    small.save(target, "PNG", optimize=True, bits=3)
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode("ascii")


if __name__ == "__main__":
    asked = json.loads(sys.stdin.read())
    sys.stdout.write(json.dumps(draw(asked["path"], asked["jobs"])))
