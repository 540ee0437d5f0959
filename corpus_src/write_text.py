"""Scripts as text files, Markdown and Word."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path
from typing import Any

from markup import SLIP, Block, Script

TOKEN = re.compile(r"(<PB>|<BL>)")


def shown(raw: str) -> str:
    """What the file holds: slips kept, soft hyphens and tags left out, break marks kept."""
    return re.sub(r"</?(sup|b)>", "", SLIP.sub(r"\1", raw).replace("~", ""))


def _wrap(words: str, width: int, first: str, rest: str) -> list[str]:
    lines, line = [], first
    for token in TOKEN.sub(r" \1 ", words).split(" "):
        if not token:
            continue
        if token in ("<PB>", "<BL>"):
            lines.append(line)
            if token == "<BL>":
                lines.append("")
            line = " " if token == "<PB>" else rest
            continue
        if width and line.strip() and len(line) + 1 + len(token.split("<HY>")[0]) > width:
            lines.append(line)
            line = rest
        parts = token.split("<HY>")
        glue = "" if not line.strip() or line in (first, rest) else " "
        for part in parts[:-1]:
            lines.append(line + glue + part + "-")
            line, glue = rest, ""
        line += glue + parts[-1]
    return [*lines, line]


def text_of(script: Script) -> str:
    """The script as wrapped plain text, or as Markdown where its format says so."""
    width, glued = int(script.settings.get("width", "0")), script.settings.get("glue", "").split()
    markdown, lines, new_page = script.settings["format"] == "md", [], False
    for block in script.blocks:
        if block.kind == "page":
            new_page = True
            continue
        if block.kind not in ("heading", "paragraph", "item", "line", "photo"):
            continue
        words, first = " ".join(shown(piece.raw) for piece in block.pieces), ""
        if block.kind == "heading" and (markdown or script.settings.get("hashes")):
            first = "#" * block.level + " "
        elif block.mark:
            first = block.mark + ("" if block.mark.endswith("\\") or block.mark in glued else " ")
        new = _wrap(words, width, first, "")
        if markdown and block.kind == "line":
            new[-1] += "  "
        if markdown and any(piece.kind == "heading" for piece in block.pieces) and block.kind == "paragraph":
            new = [f"**{line}**" for line in new]
        if new_page and lines:
            new, new_page = [" " + new[0], *new[1:]], False
        elif block.gap and lines:
            lines.append("")
        lines += new
    return "\n".join(lines) + "\n"


def write_docx(script: Script, path: Path, title: str) -> None:
    """The script as a Word file with the same bytes every time."""
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    core = document.core_properties
    core.title, core.author, core.language = title, "Gemeente Wierdijk", "nl-NL"
    core.created = core.modified = datetime.datetime(2025, 9, 15, 9, 0, 0)
    for block in script.blocks:
        _add(document, block)
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, (2025, 9, 15, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))


def _add(document: Any, block: Block) -> None:
    if block.kind == "page":
        document.add_page_break()
    elif block.kind == "heading":
        document.add_heading(block.pieces[0].text, level=block.level)
    elif block.kind in ("paragraph", "line", "item"):
        style = None
        if block.kind == "item":
            style = "List Number" if (block.mark or "")[:1].isdigit() else "List Bullet"
        paragraph = document.add_paragraph(style=style)
        for k, piece in enumerate(block.pieces):
            for j, part in enumerate(re.split(r"<sup>(.*?)</sup>", piece.raw)):
                run = paragraph.add_run((" " if k and not j else "") + shown(part))
                run.bold = piece.kind == "heading" or None
                run.font.superscript = bool(j % 2) or None
    elif block.kind == "table":
        table = document.add_table(rows=1, cols=len(block.header))
        table.style = "Table Grid"
        for cell, name in zip(table.rows[0].cells, block.header, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row[1:], strict=True):
                parts = [part.strip() for part in text.split("//")]
                cell.text = parts[0]
                for part in parts[1:]:
                    cell.add_paragraph(part)
        document.add_paragraph()
