"""Scripts as PDFs that look like the municipal ones: programmes, letters, two columns, bare fonts, symbol bullets."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from markup import SLIP, Block, Script
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageBreakIfNotEmpty,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents
from symbol_font import SYMBOL_BULLET, write_symbol_font

rl_config.invariant = 1

# look -> body font, bold font, size, leading, colour of headings
LOOKS: dict[str, tuple[str, str, float, float, str]] = {
    "portrait": ("Helvetica", "Helvetica-Bold", 11.5, 16.5, "#00566b"),
    "landscape": ("Times-Roman", "Times-Bold", 12.5, 16, "#7a1f3d"),
    "letter": ("Helvetica", "Helvetica", 10.5, 14, "#000000"),
    "columns": ("Times-Roman", "Helvetica-Bold", 11, 14.2, "#3b5d2a"),
    "fonts": ("Helvetica", "Helvetica-BoldOblique", 10.5, 15, "#222222"),
    "bundle": ("Helvetica", "Helvetica-Bold", 10.5, 14, "#1f4e5f"),
    "conference": ("Helvetica", "Helvetica-Bold", 10, 13.5, "#1b3f73"),
}


class Photo(Flowable):
    """A drawn 'photo' with the stray words that stand on a sign in it."""

    def __init__(self, words: str, width: float, height: float = 46 * mm) -> None:
        super().__init__()
        self.words, self.width, self.height = words, width, height

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        """As wide as the column allows."""
        self.width = min(self.width, available)
        return self.width, self.height + 4 * mm

    def draw(self) -> None:
        """A building under a sky, its sign lettered."""
        c, w, h = self.canv, self.width, self.height
        c.setFillColor(colors.HexColor("#b9cfdc"))
        c.rect(0, 4 * mm, w, h, stroke=0, fill=1)
        c.setFillColor(colors.HexColor("#8d9a72"))
        c.rect(0, 4 * mm, w, h * 0.25, stroke=0, fill=1)
        c.setFillColor(colors.HexColor("#9c5f45"))
        c.rect(w * 0.2, 4 * mm + h * 0.2, w * 0.6, h * 0.4, stroke=0, fill=1)
        c.setFillColor(colors.HexColor("#6b3a2a"))
        path = c.beginPath()
        for x, y in ((0.15, 0.6), (0.5, 0.85), (0.85, 0.6)):
            (path.lineTo if path.getCode() else path.moveTo)(w * x, 4 * mm + h * y)
        path.close()
        c.drawPath(path, stroke=0, fill=1)
        c.setFillColor(colors.white)
        c.rect(w * 0.28, 4 * mm + h * 0.44, w * 0.44, h * 0.12, stroke=0, fill=1)
        c.setFillColor(colors.HexColor("#333333"))
        c.setFont("Helvetica", 6.5)
        c.drawCentredString(w * 0.5, 4 * mm + h * 0.475, self.words)


class Note(Flowable):
    """A footnote: takes no room, tells the page to print it at its foot."""

    def __init__(self, text: str, notes: dict[int, list[str]]) -> None:
        super().__init__()
        self.text, self.notes = text, notes

    def wrap(self, *_: float) -> tuple[float, float]:
        """No room at all."""
        return 0, 0

    def draw(self) -> None:
        """Kept for the end of the page."""
        found = self.notes.setdefault(self.canv.getPageNumber(), [])
        if self.text not in found:
            found.append(self.text)


class Part(Flowable):
    """The start of another document in a bundle: from here on its pages carry another head and count anew."""

    def __init__(self, head: str, parts: dict[int, str]) -> None:
        super().__init__()
        self.head, self.parts = head, parts

    def wrap(self, *_: float) -> tuple[float, float]:
        """No room at all."""
        return 0, 0

    def draw(self) -> None:
        """Kept for the end of the page."""
        self.parts[self.canv.getPageNumber()] = self.head


class Document(BaseDocTemplate):
    """Collects headings for the table of contents."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's own name
        """Tells the contents where a heading stands."""
        level = getattr(flowable, "contents_level", None)
        if level is not None:
            self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))


def marked(raw: str) -> str:
    """The raw text of a unit as reportlab's mark-up."""
    text = SLIP.sub(r"\1", raw).replace("<PB>", " ").replace("<BL>", " ").replace("<HY>", "")
    text = text.replace("&", "&amp;").replace("~", "\u00ad")
    text = re.sub(r"  +", lambda run: "\u00a0" * len(run.group()), text)
    return re.sub(r"<sup>(.*?)</sup>", r'<super size="6.5" rise="4">\1</super>', text)


def _styles(look: str) -> dict[str, ParagraphStyle]:
    font, bold, size, leading, colour = LOOKS[look]
    base = ParagraphStyle("body", fontName=font, fontSize=size, leading=leading, spaceAfter=5, alignment=TA_LEFT)
    base.embeddedHyphenation = 1
    make = partial(ParagraphStyle, parent=base, fontName=bold, textColor=colors.HexColor(colour), keepWithNext=1)
    flat = look in ("fonts", "letter")
    return {
        "body": base,
        "item": ParagraphStyle("item", parent=base, leftIndent=14, bulletIndent=2, spaceAfter=2),
        "1": make("h1", fontSize=size * (1.5 if flat else 1.9), leading=size * 2.3, spaceAfter=10),
        "2": make("h2", fontSize=size * (1.1 if flat else 1.35), leading=size * 1.7, spaceBefore=10, spaceAfter=4),
        "3": make("h3", fontSize=size * 1.08, leading=size * 1.45, spaceBefore=7, spaceAfter=3),
        "h": make("h", fontSize=size, textColor=colors.black, spaceBefore=6, spaceAfter=3),
        "cell": ParagraphStyle("cell", parent=base, fontSize=size - 1.5, leading=leading - 2.5, spaceAfter=1),
        "head": ParagraphStyle("head", parent=base, fontName=bold, fontSize=size - 1.5, leading=leading - 2.5),
        "note": ParagraphStyle("note", parent=base, fontSize=7.5, leading=9),
    }


def _table(block: Block, styles: dict[str, ParagraphStyle], width: float, repeat: int) -> Table:
    head = [Paragraph(marked(name), styles["head"]) for name in block.header]
    rows = [
        [
            [Paragraph(marked(part.strip()), styles["cell"]) for part in cell.split("//") if part.strip()]
            for cell in row[1:]
        ]
        for row in block.rows
    ]
    total = sum(block.widths)
    table = Table(
        [head, *rows], colWidths=[width * w / total for w in block.widths], repeatRows=repeat, splitInRow=repeat
    )
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, colors.HexColor("#555555")),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#dfe8ea")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _story(script: Script, look: str, width: float, notes: dict[int, list[str]], parts: dict[int, str]) -> list[Any]:
    styles, story = _styles(look), []
    bullet = script.settings.get("bullet", "•")
    for block in script.blocks:
        if block.kind == "page":
            story.append(PageBreakIfNotEmpty())
        elif block.kind == "part":
            story += [*([PageBreakIfNotEmpty()] if story else []), Part(block.owner, parts)]
        elif block.kind == "body":
            story += [FrameBreak(), NextPageTemplate("later")]
        elif block.kind == "column":
            story.append(FrameBreak())
        elif block.kind == "contents":
            contents = TableOfContents(dotsMinLevel=0)
            contents.levelStyles = [
                ParagraphStyle(f"toc{k}", parent=styles["body"], leftIndent=12 * k, spaceAfter=2) for k in range(2)
            ]
            story += [Spacer(1, 30), Paragraph("Inhoud", styles["h"]), contents, PageBreak()]
        elif block.kind == "heading":
            paragraph = Paragraph(marked(block.pieces[0].raw), styles[str(block.level)])
            if block.level == 2 and look in ("portrait", "landscape"):
                paragraph.contents_level = 0
            story.append(paragraph)
        elif block.kind == "photo":
            story.append(Photo(block.pieces[0].text, min(width, 95 * mm)))
        elif block.kind == "note":
            story.append(Note(marked(block.pieces[0].raw), notes))
        elif block.kind == "table":
            story += [Spacer(1, 4), _table(block, styles, width, int(look != "landscape")), Spacer(1, 8)]
        else:
            text = " ".join(marked(piece.raw) for piece in block.pieces)
            if any(piece.kind == "heading" for piece in block.pieces):
                story.append(Paragraph(text, styles["h"]))
            elif block.kind == "item":
                mark = block.mark or bullet
                font = f'<font name="Symbool">{mark}</font>' if mark == SYMBOL_BULLET else mark
                story.append(
                    Paragraph(text, styles["item"], bulletText=None) if not mark else _item(font, text, styles)
                )
            else:
                after = 0 if block.kind == "line" else styles["body"].spaceAfter
                before = 8 if block.gap and block.kind == "line" else 0
                style = ParagraphStyle("p", parent=styles["body"], spaceAfter=after, spaceBefore=before)
                story.append(Paragraph(text, style))
    return story


def _item(mark: str, text: str, styles: dict[str, ParagraphStyle]) -> Paragraph:
    return Paragraph(f"<bullet>{mark}</bullet>{text}", styles["item"])


def _decorate(
    canvas: Any, document: BaseDocTemplate, *, script: Script, look: str, notes: dict[int, list[str]], first: bool
) -> None:
    """Running head, foot and footnotes of one page."""
    width, height = document.pagesize
    margin, running = 22 * mm, script.settings.get("running")
    canvas.saveState()
    canvas.setFillColor(colors.HexColor("#555555"))
    canvas.setFont("Helvetica", 8)
    if look == "letter":
        canvas.setFont("Helvetica-Bold", 17)
        canvas.drawRightString(width - margin, height - 18 * mm, script.settings.get("letterhead", "gemeente Wierdijk"))
        canvas.setFont("Helvetica", 7.5)
        canvas.drawCentredString(width / 2, 10 * mm, script.settings.get("colophon", ""))
        if not first:
            canvas.drawRightString(width - margin, 14 * mm, str(document.page))
    elif running:
        if not first or look not in ("portrait", "landscape"):
            canvas.drawString(margin, height - 13 * mm, running)
            canvas.line(margin, height - 14.5 * mm, width - margin, height - 14.5 * mm)
        label = f"pagina {document.page}" if look in ("portrait", "conference") else str(document.page)
        canvas.drawRightString(width - margin, 11 * mm, label)
    canvas.restoreState()


def _foot(
    canvas: Any,
    document: BaseDocTemplate,
    *,
    notes: dict[int, list[str]],
    parts: dict[int, str],
    style: ParagraphStyle,
) -> None:
    """Footnotes and, in a bundle, the head and number of the page within its document, once the page is full."""
    start = max((page for page in parts if page <= document.page), default=None)
    if start is not None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(22 * mm, document.pagesize[1] - 13 * mm, parts[start])
        if document.page > start:
            canvas.drawRightString(document.pagesize[0] - 22 * mm, 11 * mm, str(document.page - start + 1))
    found = notes.get(document.page, [])
    if not found:
        return
    width, y, margin = document.pagesize[0], 25 * mm, 22 * mm
    canvas.line(margin, y + 2, margin + 50 * mm, y + 2)
    for text in found:
        paragraph = Paragraph(text, style)
        _, height = paragraph.wrap(width - 2 * margin, 100)
        y -= height
        paragraph.drawOn(canvas, margin, y)


def write_pdf(script: Script, path: Path, title: str) -> None:
    """Writes the script in the look that its settings name."""
    look = script.settings["look"]
    pdfmetrics.registerFont(TTFont("Symbool", str(write_symbol_font())))
    size = landscape(A4) if look == "landscape" else A4
    margin, top, bottom = 22 * mm, (26 if look == "letter" else 20) * mm, (26 if look == "portrait" else 19) * mm
    width, height = size[0] - 2 * margin, size[1] - top - bottom
    notes: dict[int, list[str]] = {}
    parts: dict[int, str] = {}
    frame = partial(Frame, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    styles = _styles(look)

    def decorated(first: bool) -> dict[str, Any]:
        draw = partial(_decorate, script=script, look=look, notes=notes, first=first)
        return {"onPage": draw, "onPageEnd": partial(_foot, notes=notes, parts=parts, style=styles["note"])}

    document = Document(
        str(path), pagesize=size, title=title, author=script.settings.get("author", "Gemeente Wierdijk")
    )
    if look == "columns":
        gutter, head = 8 * mm, 62 * mm
        column = (width - gutter) / 2
        columns = [frame(margin + k * (column + gutter), bottom, column, height - head) for k in range(2)]
        later = [frame(margin + k * (column + gutter), bottom, column, height) for k in range(2)]
        top_frame = frame(margin, bottom + height - head, width, head)
        document.addPageTemplates(
            [
                PageTemplate("first", [top_frame, *columns], pagesize=size, **decorated(True)),
                PageTemplate("later", later, pagesize=size, **decorated(False)),
            ]
        )
        width = column
    else:
        document.addPageTemplates(
            [
                PageTemplate("first", [frame(margin, bottom, width, height)], pagesize=size, **decorated(True)),
                PageTemplate("later", [frame(margin, bottom, width, height)], pagesize=size, **decorated(False)),
            ]
        )
    story = _story(script, look, width, notes, parts)
    if look != "columns":
        story = [NextPageTemplate("later"), *story]
    document.multiBuild(story)
