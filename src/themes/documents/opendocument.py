"""OpenDocument text (.odt) to lines: headings, lists with their marker, tables as cells, notes.

Runs in the child process. The two XML parts are parsed by lxml (no entities, no network), since what counts here are
the list and style definitions, which lie open in them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from themes.documents.archive import part_of
from themes.documents.limits import Limits
from themes.documents.lister import LineList, Piece
from themes.documents.numbering import bullet, format_number
from themes.documents.symbols import NOTE_SPACE
from themes.documents.text import BODY_SIZE, heading_size
from themes.problems import UnreadableDocument
from themes.records import Cell, Finding, Line
from themes.words import reading as words

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, OFFICE, STYLE, DRAW = (_NS % name for name in ("text", "table", "office", "style", "drawing"))
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}


class OpenDocumentReader:
    """One .odt as lines in reading order."""

    def __init__(self, content: Any, styles: Any, limits: Limits) -> None:
        self.limits = limits
        self.content, self.style_part = content, styles
        self.out = LineList()
        self.notes: list[tuple[str, Any]] = []
        self.styles: dict[str, Any] = {}
        self.list_styles: dict[str, dict[int, Any]] = {}
        for part in (styles, content):
            for node in part.iter(f"{STYLE}style") if part is not None else ():
                self.styles[node.get(f"{STYLE}name")] = node
            for node in part.iter(f"{TEXT}list-style", f"{TEXT}outline-style") if part is not None else ():
                levels = {_whole(level.get(f"{TEXT}level"), 1): level for level in node}
                self.list_styles[node.get(f"{STYLE}name") or "Outline"] = levels
        self.counts: dict[str, dict[int, int]] = {}
        self.page = 1
        self.paged = next(content.iter(f"{TEXT}soft-page-break"), None) is not None

    def read(self) -> tuple[list[Line], int | None, list[Finding]]:
        """Lines, number of pages when the file shows page breaks, findings."""
        self._margins("header")
        for text in self.content.iter(f"{OFFICE}text"):
            self._blocks(text, None, "body", 0)
        for citation, body in self.notes:
            before = len(self.out.lines)
            self._blocks(body, None, "footnote", 0)
            self._mark(before, citation)
        self._margins("footer")
        findings = []
        if next(self.content.iter(f"{TEXT}tracked-changes"), None) is not None:
            message = words.TRACKED_CHANGES
            findings.append(Finding("note", "documents", "", message))
        if next(self.content.iter(f"{OFFICE}annotation"), None) is not None:
            findings.append(Finding("note", "documents", "", words.COMMENTS_NOT_READ))
        return self.out.lines, self.page if self.paged else None, findings

    def _mark(self, before: int, citation: str) -> None:
        import dataclasses

        if len(self.out.lines) > before:
            first = self.out.lines[before]
            self.out.lines[before] = dataclasses.replace(first, text=f"{citation} {first.text}")

    def _margins(self, kind: str) -> None:
        """Headers or footers of the page styles, each wording once."""
        seen: set[str] = set()
        for node in self.style_part.iter(f"{STYLE}{kind}") if self.style_part is not None else ():
            words = " ".join(" ".join(node.itertext()).split())
            if words and words not in seen:
                seen.add(words)
                self._blocks(node, None, "running_head", 0)

    def _blocks(self, element: Any, cell: Cell | None, role: str, depth: int) -> None:
        if depth > self.limits.max_depth:
            self.out.paragraph([Piece(" ".join(element.itertext()))], page=self._page(), cell=cell, role=role)
            return
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}p":
                self._paragraph(child, cell, role, "")
            elif tag == f"{TEXT}h":
                self._paragraph(child, cell, role, self._outline(child), _whole(child.get(f"{TEXT}outline-level"), 1))
            elif tag == f"{TEXT}list":
                self._list(child, cell, role, 1, child.get(f"{TEXT}style-name"), depth)
            elif tag == f"{TABLE}table":
                self._table(child, cell, role, depth)
            elif tag == f"{TEXT}soft-page-break":
                self.page += 1
            elif isinstance(tag, str) and tag not in (f"{TEXT}tracked-changes", f"{OFFICE}annotation"):
                self._blocks(child, cell, role, depth + 1)

    def _page(self) -> int | None:
        return self.page if self.paged else None

    def _outline(self, heading: Any) -> str:
        level = _whole(heading.get(f"{TEXT}outline-level"), 1)
        return self._number("Outline", level, None) if "Outline" in self.list_styles else ""

    def _list(self, element: Any, cell: Cell | None, role: str, level: int, style: str | None, depth: int) -> None:
        style = element.get(f"{TEXT}style-name") or style
        if level == 1 and element.get(f"{TEXT}continue-numbering") != "true" and style:
            self.counts.pop(style, None)
        if depth > self.limits.max_depth:
            self.out.paragraph([Piece(" ".join(element.itertext()))], page=self._page(), cell=cell, role=role)
            return
        for item in element:
            marked = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    self._list(child, cell, role, level + 1, style, depth + 1)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    marker = self._number(style, level, item.get(f"{TEXT}start-value")) if marked else ""
                    if marker:
                        marker = "  " * (level - 1) + marker
                    marked = False
                    outline = _whole(child.get(f"{TEXT}outline-level"), 1) if child.tag == f"{TEXT}h" else 0
                    self._paragraph(child, cell, role, marker, outline)
                else:
                    self._blocks([child], cell, role, depth + 1)

    def _number(self, style: str | None, level: int, start: str | None) -> str:
        """The marker of the next item of a list at a level."""
        levels = self.list_styles.get(style or "", {})
        definition = levels.get(level)
        if definition is None:
            return "•" if style != "Outline" else ""
        if definition.tag == f"{TEXT}list-level-style-bullet":
            return bullet(definition.get(f"{TEXT}bullet-char") or "")
        form = definition.get(f"{STYLE}num-format") or ""
        counts = self.counts.setdefault(style or "", {})
        first = _whole(start or definition.get(f"{TEXT}start-value"), 1)
        counts[level] = first if start or level not in counts else counts[level] + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if not form:
            return ""
        shown = _whole(definition.get(f"{TEXT}display-levels"), 1)
        numbers = []
        for at in range(max(level - shown + 1, 1), level + 1):
            at_form = levels[at].get(f"{STYLE}num-format") if at in levels else form
            numbers.append(format_number(counts.get(at, 1), _FORMS.get(at_form or "1", "decimal")))
        prefix, suffix = definition.get(f"{STYLE}num-prefix") or "", definition.get(f"{STYLE}num-suffix") or ""
        return (prefix + ".".join(numbers) + suffix).strip()

    def _table(self, table: Any, cell: Cell | None, role: str, depth: int) -> None:
        if cell is not None:  # a table in a cell: its lines belong to that cell
            for inner in table.iter(f"{TABLE}table-cell"):
                self._blocks(inner, cell, role, depth + 1)
            return
        self.out.table += 1
        number, at = self.out.table, 0
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not table:
                continue
            header = next(row.iterancestors(f"{TABLE}table-header-rows"), None) is not None
            column = 0
            for one in row:
                if one.tag == f"{TABLE}table-cell":
                    self._blocks(one, Cell(number, at, column, header), role, depth + 1)
                if one.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                    column += min(_whole(one.get(f"{TABLE}number-columns-repeated"), 1), 1000)
            at += 1

    def _paragraph(self, element: Any, cell: Cell | None, role: str, marker: str, heading: int = 0) -> None:
        bold, size = self._look(element.get(f"{TEXT}style-name"))
        pieces, page = [Piece()], self._page()
        boxes: list[Any] = []
        self._inline(element, pieces, bold, boxes)
        if any(piece.text.strip() for piece in pieces):
            if marker:
                pieces[0].text = f"{marker} {pieces[0].text.lstrip()}"
            if heading:
                size = max(size or 0.0, heading_size(heading))
            page = self._page() if not pieces[0].text.strip() else page
            bold_line = True if heading else None
            self.out.paragraph(
                pieces, page=page, size=size or BODY_SIZE, bold=bold_line, cell=cell, role=role, keep_blank=True
            )
        for box in boxes:
            self._blocks(box, cell, role, 1)

    def _inline(self, element: Any, pieces: list[Piece], bold: bool, boxes: list[Any]) -> None:
        pieces[-1].add(_flat(element.text), bold)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                pieces[-1].add(" " * min(_whole(child.get(f"{TEXT}c"), 1), 200), bold)
            elif tag == f"{TEXT}tab":
                pieces[-1].add("\t", bold)
            elif tag == f"{TEXT}line-break":
                pieces.append(Piece())
            elif tag == f"{TEXT}soft-page-break":
                self.page += 1
            elif tag == f"{TEXT}note":
                citation = "".join(child.find(f"{TEXT}note-citation").itertext())
                pieces[-1].add(NOTE_SPACE + citation, bold)
                self.notes.append((citation, child.find(f"{TEXT}note-body")))
            elif isinstance(tag, str) and tag.endswith("}text-box"):
                boxes.append(child)
            elif isinstance(tag, str) and tag != f"{OFFICE}annotation":
                look = self._look(child.get(f"{TEXT}style-name"))[0] if child.get(f"{TEXT}style-name") else bold
                if self._is_raised(child) and pieces[-1].text[-1:].strip():
                    pieces[-1].add(NOTE_SPACE, False)
                self._inline(child, pieces, look, boxes)
            pieces[-1].add(_flat(child.tail), bold)

    def _is_raised(self, span: Any) -> bool:
        """True for a number set as superscript."""
        node = self.styles.get(span.get(f"{TEXT}style-name") or "")
        properties = node.find(f"{STYLE}text-properties") if node is not None else None
        place = properties.get(f"{STYLE}text-position") or "" if properties is not None else ""
        raised = place.startswith("super") or (place[:1].isdigit() and not place.startswith("0"))
        return raised and "".join(span.itertext()).strip().isdigit()

    def _look(self, name: str | None) -> tuple[bool, float | None]:
        """(bold, size in points) of a style and those that it is based on."""
        bold: bool | None = None
        size: float | None = None
        for _ in range(20):
            node = self.styles.get(name or "")
            if node is None:
                break
            properties = node.find(f"{STYLE}text-properties")
            if properties is not None:
                weight, height = properties.get(f"{FO}font-weight"), properties.get(f"{FO}font-size") or ""
                bold = (weight == "bold" or (weight or "").isdigit()) if bold is None and weight else bold
                if size is None and height.endswith("pt"):
                    size = _points(height)
            name = node.get(f"{STYLE}parent-style-name")
        return bool(bold), size


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\t", " ")


def _points(text: str) -> float | None:
    try:
        return float(text.removesuffix("pt"))
    except ValueError:
        return None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default


def read_opendocument(path: Path, limits: Limits) -> tuple[list[Line], int | None, list[Finding]]:
    """Lines, pages (None when the file shows no page breaks) and findings of an .odt.

    Raises
    ------
    UnreadableDocument
        When the file is damaged, encrypted or unpacks to more than max_decompressed_mb.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if b"manifest:encryption-data" in part_of(package, "META-INF/manifest.xml", limits, path.name):
                raise UnreadableDocument(words.ENCRYPTED, where=path.name, remedy=words.SAVE_WITHOUT_PASSWORD)
            content = _parse(part_of(package, "content.xml", limits, path.name))
            styles_data = part_of(package, "styles.xml", limits, path.name)
            styles = _parse(styles_data) if styles_data else None
    except (zipfile.BadZipFile, KeyError, ValueError) as problem:
        raise UnreadableDocument(words.BAD_ODT, where=path.name, remedy=words.SAVE_AS_ODT) from problem
    return OpenDocumentReader(content, styles, limits).read()


def _parse(data: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as problem:
        raise ValueError(str(problem)) from problem
