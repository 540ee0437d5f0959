"""Word (.docx) to lines: paragraphs with the list marker that Word shows, heading styles as size and bold, cells.

Runs in the child process. The package is opened by python-docx; the tree is walked here, since text boxes, content
controls, tracked insertions and notes are outside what its paragraphs give.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from themes.documents.numbering import Numbering
from themes.documents.symbols import NOTE_SPACE
from themes.documents.text import BODY_SIZE, clean_controls, heading_size
from themes.problems import UnreadableDocument
from themes.records import Cell, Finding, Line
from themes.words import reading as words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", f"{W}sectPr", f"{W}tblPr"}
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HOLDERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})


@dataclasses.dataclass
class _Paragraph:
    """What one w:p says: its lines of text and how the first is set."""

    texts: list[str]
    pages: list[int]
    bold: bool
    size: float
    font: str | None
    boxes: list[Any]  # text boxes anchored in it


class WordReader:
    """One .docx as lines in reading order."""

    def __init__(self, path: Path) -> None:
        import docx

        self.lines: list[Line] = []
        self.findings: list[Finding] = []
        self.page = 1
        self.paged = False
        self.block = 0
        self.table = 0
        self.deleted = 0
        try:
            self.package = docx.Document(str(path))
        except Exception as cause:  # python-docx raises many kinds on damaged files
            raise UnreadableDocument(words.BAD_WORD_FILE, where=path.name, remedy=words.SAVE_AS_DOCX_OR_PDF) from cause
        self.numbering = Numbering(self._part_root("numbering"))
        self.styles = {
            style.get(f"{W}styleId"): style
            for style in (self.package.styles.element.iter(f"{W}style") if self.package.styles is not None else ())
        }

    def _part_root(self, kind: str) -> Any:
        """Root element of the part of this kind (numbering, footnotes, ...) or None."""
        from lxml import etree

        for relation in self.package.part.rels.values():
            if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                part = relation.target_part
                element = getattr(part, "element", None)
                if element is not None:
                    return element
                return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        return None

    def read(self) -> tuple[list[Line], int | None, list[Finding]]:
        """Lines, number of pages when Word has left page breaks in the file, and findings."""
        body = self.package.element.body
        self.paged = next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self._margins("header", "running_head")
        self._container(body, None, "body")
        self._notes()
        self._margins("footer", "running_head")
        self._remark_revisions()
        return self.lines, self.page if self.paged else None, self.findings

    def _container(self, element: Any, cell: Cell | None, role: str) -> None:
        for child in element:
            if child.tag == f"{W}p":
                self._paragraph(child, cell, role)
            elif child.tag == f"{W}tbl":
                if cell is None:
                    self._table(child, role)
                else:  # a table in a cell: its lines belong to that cell
                    for inner in child.iter(f"{W}p"):
                        self._paragraph(inner, cell, role)
            elif child.tag in _HOLDERS:
                self._container(child, cell, role)
            elif child.tag in (f"{W}del", f"{W}moveFrom"):
                self.deleted += 1

    def _table(self, table: Any, role: str) -> None:
        self.table += 1
        number = self.table
        rows = [child for child in _flat(table) if child.tag == f"{W}tr"]
        for row_index, row in enumerate(rows):
            properties = row.find(f"{W}trPr")
            header = properties is not None and properties.find(f"{W}tblHeader") is not None
            column = 0
            for cell in (child for child in _flat(row) if child.tag == f"{W}tc"):
                settings = cell.find(f"{W}tcPr")
                span = settings.find(f"{W}gridSpan") if settings is not None else None
                self._container(cell, Cell(number, row_index, column, header), role)
                column += _number(span.get(f"{W}val"), 1) if span is not None else 1
        if rows and not any(line.cell and line.cell.table == number and line.cell.header for line in self.lines):
            self._bold_header(number)

    def _bold_header(self, number: int) -> None:
        """The first row is a header when all its text is bold and the rest of the table is not."""
        cells = [(at, line) for at, line in enumerate(self.lines) if line.cell and line.cell.table == number]
        first = [(at, line) for at, line in cells if line.cell and line.cell.row == 0 and line.text.strip()]
        others = [line for _, line in cells if line.cell and line.cell.row > 0 and line.text.strip()]
        if first and others and all(line.bold for _, line in first) and not all(line.bold for line in others):
            for at, line in first:
                assert line.cell is not None
                self.lines[at] = dataclasses.replace(line, cell=dataclasses.replace(line.cell, header=True))

    def _paragraph(self, element: Any, cell: Cell | None, role: str) -> None:
        found = self._read_paragraph(element)
        self.block += 1
        marker, level = self.numbering.marker(element, self._style_chain(element))
        level = level or self._style_level(element)
        texts = found.texts
        if marker and any(text.strip() for text in texts):
            texts = ["  " * level + f"{marker} {texts[0].lstrip()}", *texts[1:]]
        for text, page in zip(texts, found.pages, strict=True):
            self.lines.append(
                Line(
                    number=len(self.lines) + 1,
                    text=clean_controls(text),
                    page=page if self.paged else None,
                    size=found.size if text.strip() else None,
                    font=found.font,
                    bold=found.bold,
                    cell=cell,
                    role=role,
                    block=self.block,
                )
            )
        for box in found.boxes:
            self._container(box, cell, role)

    def _read_paragraph(self, element: Any) -> _Paragraph:
        found = _Paragraph([""], [self.page], False, BODY_SIZE, None, [])
        weights: dict[tuple[bool, float | None, str | None], int] = {}
        base = self._style_look(element)
        for node, run in _text_nodes(element):
            tag = node.tag
            if tag == f"{W}txbxContent":
                found.boxes.append(node)
                continue
            if tag == f"{W}lastRenderedPageBreak":
                self.page += 1
                if not found.texts[-1].strip():
                    found.pages[-1] = self.page
                continue
            if tag in (f"{W}br", f"{W}cr"):
                if node.get(f"{W}type") in ("page", "column"):
                    continue
                found.texts.append("")
                found.pages.append(self.page)
                continue
            text = _node_text(node)
            if _is_raised(run) and text.strip().isdigit() and found.texts[-1][-1:].strip():
                text = NOTE_SPACE + text.strip()
            found.texts[-1] += text
            look = _run_look(run, base)
            weights[look] = weights.get(look, 0) + len(text.strip())
        _bold, size, font = max(weights, key=lambda look: weights[look]) if weights else base
        letters = sum(weights.values())
        found.bold = letters > 0 and sum(n for look, n in weights.items() if look[0]) > 0.9 * letters
        found.size = size or BODY_SIZE
        found.font = font
        level = self._heading_level(element)
        if level:
            found.bold = True
            found.size = max(found.size, heading_size(level))
        return found

    def _style_chain(self, element: Any) -> list[Any]:
        """The paragraph's style and those it is based on, nearest first."""
        properties = element.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        name = style.get(f"{W}val") if style is not None else None
        chain: list[Any] = []
        while name in self.styles and len(chain) < 20:
            found = self.styles[name]
            chain.append(found)
            based = found.find(f"{W}basedOn")
            name = based.get(f"{W}val") if based is not None else None
        return chain

    def _heading_level(self, element: Any) -> int | None:
        """Level of a heading by its style's name or outline level (1 = top), None for body text."""
        properties = element.find(f"{W}pPr")
        for holder in [properties, *(style.find(f"{W}pPr") for style in self._style_chain(element))]:
            outline = holder.find(f"{W}outlineLvl") if holder is not None else None
            if outline is not None and _number(outline.get(f"{W}val"), 9) < 9:
                return _number(outline.get(f"{W}val"), 0) + 1
        for style in self._style_chain(element):
            name = style.find(f"{W}name")
            words = (name.get(f"{W}val") or "").lower() if name is not None else ""
            for start in ("heading ", "kop "):
                if words.startswith(start) and words[len(start) :].isdigit():
                    return int(words[len(start) :])
            if words in ("title", "titel"):
                return 1
        return None

    def _style_level(self, element: Any) -> int:
        """Level (0 = outer) that the name of a list style gives: 'List Bullet 2' is one deeper."""
        for style in self._style_chain(element):
            name = style.find(f"{W}name")
            words = (name.get(f"{W}val") or "").lower() if name is not None else ""
            if words.startswith(("list ", "lijst")) and words[-1:].isdigit():
                return max(int(words[-1]) - 1, 0)
        return 0

    def _style_look(self, element: Any) -> tuple[bool, float | None, str | None]:
        bold: bool | None = None
        size: float | None = None
        font: str | None = None
        for style in self._style_chain(element):
            properties = style.find(f"{W}rPr")
            if properties is not None:
                one = _look(properties)
                bold = one[0] if bold is None else bold
                size, font = size or one[1], font or one[2]
        return bool(bold), size, font

    def _notes(self) -> None:
        """Foot- and endnotes after the body, each with the mark that stands in the text."""
        for kind in ("footnotes", "endnotes"):
            root = self._part_root(kind)
            if root is None:
                continue
            for note in root:
                if note.get(f"{W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                before = len(self.lines)
                self._container(note, None, "footnote")
                filled = [at for at in range(before, len(self.lines)) if self.lines[at].text.strip()]
                if filled:
                    line = self.lines[filled[0]]
                    text = f"{note.get(f'{W}id')} {line.text.lstrip()}"
                    self.lines[filled[0]] = dataclasses.replace(line, text=text)

    def _margins(self, kind: str, role: str) -> None:
        """Headers or footers, each wording once."""
        seen: set[str] = set()
        for relation in sorted(self.package.part.rels.values(), key=lambda relation: relation.rId):
            if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                continue
            before = len(self.lines)
            page, self.page = self.page, 1
            self._container(relation.target_part.element, None, role)
            self.page = page
            words = "\n".join(line.text for line in self.lines[before:]).strip()
            if not words or words in seen:
                del self.lines[before:]
            seen.add(words)

    def _remark_revisions(self) -> None:
        body = self.package.element.body
        deleted = self.deleted + sum(1 for _ in body.iter(f"{W}delText"))
        inserted = sum(1 for _ in body.iter(f"{W}ins"))
        if deleted or inserted:
            self.findings.append(
                Finding(
                    "note",
                    "documents",
                    "",
                    words.TRACKED_CHANGES,
                    words.SETTLE_CHANGES,
                )
            )
        if self._part_root("comments") is not None and len(self._part_root("comments")):
            self.findings.append(Finding("note", "documents", "", words.WORD_COMMENTS_NOT_READ))


def _flat(element: Any) -> Iterator[Any]:
    """Children, with content controls and tracked insertions opened."""
    for child in element:
        if child.tag in _HOLDERS:
            yield from _flat(child)
        else:
            yield child


def _text_nodes(paragraph: Any) -> Iterator[tuple[Any, Any]]:
    """(node, run) of everything in a paragraph that gives text, breaks included; text boxes as one node."""
    stack = [(child, None) for child in reversed(list(paragraph))]
    text_tags = {f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}softHyphen", f"{W}sym"}
    text_tags |= {f"{W}lastRenderedPageBreak", f"{W}txbxContent", f"{W}footnoteReference", f"{W}endnoteReference"}
    while stack:
        node, run = stack.pop()
        if node.tag in text_tags:
            yield node, run
        elif isinstance(node.tag, str) and node.tag not in _SKIPPED and node.tag != _FALLBACK:
            run = node if node.tag == f"{W}r" else run
            stack.extend((child, run) for child in reversed(list(node)))


def _node_text(node: Any) -> str:
    name = node.tag[len(W) :]
    if name == "t":
        return (node.text or "").replace("\n", " ")
    if name == "sym":
        try:
            return symbol_text(chr(int(node.get(f"{W}char") or "FFFD", 16)))
        except ValueError:
            return "\ufffd"
    if name in ("footnoteReference", "endnoteReference"):
        return f"{NOTE_SPACE}{node.get(f'{W}id')}"
    return {"tab": "\t", "noBreakHyphen": "\u2011"}.get(name, "")


def symbol_text(char: str) -> str:
    """A glyph of a symbol font as the sign that it shows; unknown ones stay."""
    from themes.documents.symbols import SYMBOLS

    return SYMBOLS.get(char, char)


def _look(properties: Any) -> tuple[bool | None, float | None, str | None]:
    """(bold, size in points, font) of a w:rPr; None where it says nothing."""
    bold = properties.find(f"{W}b")
    size = properties.find(f"{W}sz")
    font = properties.find(f"{W}rFonts")
    return (
        None if bold is None else bold.get(f"{W}val", "1") not in ("0", "false", "off"),
        _number(size.get(f"{W}val"), 22) / 2 if size is not None else None,
        font.get(f"{W}ascii") if font is not None else None,
    )


def _run_look(run: Any, base: tuple[bool, float | None, str | None]) -> tuple[bool, float | None, str | None]:
    properties = run.find(f"{W}rPr") if run is not None else None
    if properties is None:
        return base
    bold, size, font = _look(properties)
    return base[0] if bold is None else bold, size or base[1], font or base[2]


def _is_raised(run: Any) -> bool:
    """True for a run set as superscript."""
    properties = run.find(f"{W}rPr") if run is not None else None
    raised = properties.find(f"{W}vertAlign") if properties is not None else None
    return raised is not None and raised.get(f"{W}val") == "superscript"


def _number(text: str | None, default: int) -> int:
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return default


def read_word(path: Path) -> tuple[list[Line], int | None, list[Finding]]:
    """Lines, pages (None when Word left no page breaks) and findings of a .docx.

    Raises
    ------
    UnreadableDocument
        When the file is damaged.
    """
    return WordReader(path).read()
