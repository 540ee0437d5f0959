"""Small PDFs for the tests, drawn with reportlab or written by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4

LEFT = [
    "De avond begon met een rondje langs",
    "de tafels waar elke groep vertelde wat",
    "er in de buurt goed gaat. Daarna kwam",
    "de vraag op waarom de bus in de avond",
    "niet meer langs het dorpsplein rijdt en",
    "wie daar iets aan kan doen. De meeste",
    "mensen noemden de haltes bij de school.",
]
RIGHT = [
    "Aan de tweede tafel ging het vooral om",
    "de huur van het buurthuis. Verenigingen",
    "betalen nu per uur en dat is voor kleine",
    "clubs te duur. Een vast tarief per jaar",
    "zou helpen, net als een sleutel voor wie",
    "vaker komt. De beheerder wil dat graag",
    "samen met de gebruikers uitwerken.",
]


def draw(path: Path, pages: Sequence[Sequence[tuple[float, float, str, str, float]]]) -> Path:
    """A PDF with texts at (x, y from the top, text, font, size) on each page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in pages:
        for x, top, text, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(x, HEIGHT - top, text)
        canvas.showPage()
    canvas.save()
    return path


def paragraph(
    x: float, top: float, lines: Sequence[str], size: float = 10
) -> list[tuple[float, float, str, str, float]]:
    """Lines below each other in Helvetica."""
    return [(x, top + at * size * 1.2, text, "Helvetica", size) for at, text in enumerate(lines)]


def columns_pdf(path: Path, n_pages: int = 3) -> Path:
    """Two columns under a heading that spans them, with a running head and a page number on every page."""
    pages = []
    for number in range(1, n_pages + 1):
        page = [(60.0, 40.0, "Gemeente Rietveld - Verslag wijkavond", "Helvetica", 8.0)]
        page.append((60.0, 130.0, f"Ronde {number}: wat we hoorden aan de tafels in het dorp", "Helvetica-Bold", 14.0))
        page += paragraph(60, 160, LEFT) + paragraph(310, 163, RIGHT)
        page.append((290.0, 815.0, f"Pagina {number} van {n_pages}", "Helvetica", 8.0))
        pages.append(page)
    return draw(path, pages)


def aligned_page(
    rows: Sequence[Sequence[str]], xs: Sequence[float], top: float = 200
) -> list[tuple[float, float, str, str, float]]:
    """A table without ruling lines: rows of cells at fixed places; a cell may hold lines parted by '|'.

    The first row is set in bold when its first text is in capitals.
    """
    page, y = [], top
    for at, row in enumerate(rows):
        font = "Helvetica-Bold" if at == 0 and row[0].isupper() else "Helvetica"
        cells = [text.split("|") for text in row]
        for x, cell in zip(xs, cells, strict=False):
            page += [(x, y + step * 12, text, font, 10.0) for step, text in enumerate(cell) if text]
        y += 12 * max(map(len, cells)) + 5
    return page


def table_pdf(path: Path) -> Path:
    """A ruled table that runs over the page with its header repeated, and text before and after it."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    xs, height = [60, 160, 400, 520], 40

    def row(top: float, cells: Sequence[Sequence[str]], bold: bool = False) -> None:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10)
        for x in xs:
            canvas.line(x, HEIGHT - top, x, HEIGHT - top - height)
        for y in (top, top + height):
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        for x, lines in zip(xs, cells, strict=False):
            for at, text in enumerate(lines):
                canvas.drawString(x + 4, HEIGHT - top - 14 - 12 * at, text)

    head = [["Doel"], ["Wat we doen"], ["Wie"]]
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, HEIGHT - 560, "De tabel toont per doel de inzet.")
    row(580, head, bold=True)
    row(620, [["Ontmoeten"], ["Elke wijk krijgt een plek waar", "mensen binnen kunnen lopen."], ["Welzijn"]])
    row(660, [["Vervoer"], ["Een belbus in de avond."], []])
    row(700, [["Sport"], ["Fonds voor kleine clubs."], ["Gemeente"]])
    canvas.showPage()
    row(60, head, bold=True)
    row(100, [["Wonen"], ["Starters helpen met advies."], ["Corporatie"]])
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, HEIGHT - 170, "Na de tabel volgt weer gewone tekst.")
    canvas.save()
    return path


def page_of(path: Path, content: bytes, resources: str = "<< >>", compress: bool = False) -> Path:
    """A PDF of one page with this content stream, written by hand."""
    filters = "/Filter /FlateDecode" if compress else ""
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {resources} >>",
        None,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode())
        if part is None:
            out.write(f"<< /Length {len(content)} {filters} >>\nstream\n".encode() + content + b"\nendstream")
        else:
            out.write(part.encode())
        out.write(b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    out.write(f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    path.write_bytes(out.getvalue())
    return path
