"""A letter as a scanner leaves it: an image of the page, and under it invisible text with the slips of recognition."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import reportlab
from markup import Script
from PIL import Image, ImageDraw, ImageFont
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

rl_config.invariant = 1

DPI = 110
SIZE, LEADING, MARGIN = 10.5, 15.0, 68.0  # points
FONTS = Path(reportlab.__file__).parent / "fonts"
TOKEN = re.compile(r"\[\[[^|\]]*\|[^\]]*\]\]\S*|\S+")


def _pairs(raw: str) -> list[tuple[str, str]]:
    """The words of a unit as (what the text layer says, what the page shows)."""
    found = []
    for token in TOKEN.findall(raw):
        slip = re.match(r"\[\[([^|\]]*)\|([^\]]*)\]\](.*)", token)
        found.append((slip.group(1) + slip.group(3), slip.group(2) + slip.group(3)) if slip else (token, token))
    return found


def _pages(script: Script, face: ImageFont.FreeTypeFont) -> list[list[tuple[float, float, str, str]]]:
    """Pages of lines: (x, y from the top, text layer, shown), in points."""
    width, height = A4
    room = (width - 2 * MARGIN) * DPI / 72
    pages: list[list[tuple[float, float, str, str]]] = [[]]
    y = MARGIN
    for block in script.blocks:
        if block.kind == "page":
            pages.append([])
            y = MARGIN
            continue
        y += LEADING * 0.6 if block.gap else 0
        words = [pair for piece in block.pieces for pair in _pairs(piece.raw)]
        x = MARGIN
        if block.mark:
            words = [(block.mark, _right_mark(block.mark, pages)), *words]
        line: list[tuple[str, str]] = []
        for word in [*words, None]:
            shown = " ".join(pair[1] for pair in [*line, word or ("", "")])
            if line and (word is None or face.getlength(shown) > room):
                if y > height - MARGIN:
                    pages.append([])
                    y = MARGIN
                pages[-1].append((x, y, " ".join(p[0] for p in line), " ".join(p[1] for p in line)))
                y += LEADING
                line = []
            if word:
                line.append(word)
    return pages


def _right_mark(mark: str, pages: list[list[tuple[float, float, str, str]]]) -> str:
    """What the page shows where the recognition misread a letter: 0) is o), I) is l), the second g) is q)."""
    again = mark == "g)" and any(line[3].startswith("p)") for line in pages[-1])
    return {"0)": "o)", "I)": "l)"}.get(mark, "q)" if again else mark)


def _image(lines: list[tuple[float, float, str, str]], face: ImageFont.FreeTypeFont, seed: int) -> bytes:
    scale, chance = DPI / 72, random.Random(seed)
    page = Image.new("L", (int(A4[0] * scale), int(A4[1] * scale)), 255)
    draw = ImageDraw.Draw(page)
    for x, y, _, shown in lines:
        draw.text((x * scale, y * scale), shown, fill=20, font=face, anchor="ls")
    for _ in range(220):
        x, y = chance.randrange(page.width), chance.randrange(page.height)
        draw.ellipse((x, y, x + chance.randrange(1, 3), y + 1), fill=90)
    page = page.rotate(0.25 if seed % 2 else -0.2, fillcolor=255, resample=Image.Resampling.BILINEAR)
    out = io.BytesIO()
    page.point(lambda v: 255 if v > 150 else 0).convert("1").save(out, "PNG", optimize=True)
    return out.getvalue()


def write_scan(script: Script, path: Path, title: str) -> None:
    """Writes the script as a scanned letter with a text layer."""
    face = ImageFont.truetype(str(FONTS / "Vera.ttf"), int(SIZE * DPI / 72))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle(title)
    canvas.setCreator("Kopieerapparaat gang 2")
    for number, lines in enumerate(_pages(script, face), 1):
        image = ImageReader(io.BytesIO(_image(lines, face, number)))
        canvas.drawImage(image, 0, 0, *A4)
        for x, y, slip, shown in lines:
            text = canvas.beginText(x, A4[1] - y)
            text.setTextRenderMode(3)
            text.setFont("Helvetica", SIZE)
            natural = pdfmetrics.stringWidth(slip, "Helvetica", SIZE)
            text.setHorizScale(100 * (face.getlength(shown) * 72 / DPI) / natural)
            text.textOut(slip)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
