"""HTML to lines: blocks as paragraphs, list items with their marker, headings with a size, tables as cells.

Runs in the child process. Nothing is fetched, no script runs; text that a browser wouldn't show is marked hidden.
"""

from __future__ import annotations

import re
from typing import Any

from themes.documents.limits import Limits
from themes.documents.lister import LineList, Piece
from themes.documents.numbering import format_number
from themes.documents.symbols import BULLET, NOTE_SPACE
from themes.documents.text import BODY_SIZE, decode, heading_size
from themes.problems import UnreadableDocument
from themes.records import Cell, Finding, Line
from themes.words import reading as words

_WORD = re.compile(r"\w+")
_BLOCKS = frozenset(
    _WORD.findall(
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure"
        " footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot"
        " th thead tr ul"
    )
)
_SKIPPED = frozenset(_WORD.findall("head script style template noscript svg math object iframe select datalist"))
_MARGINS = frozenset({"nav", "footer"})
_ORDER_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class HtmlReader:
    """One HTML tree as lines in document order."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.out = LineList()
        self.pieces = [Piece()]
        self.marker = ""
        self.deep = False

    def walk(self, element: Any, state: _State) -> None:
        """Add what an element holds."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED:
            return
        if state.depth >= self.limits.max_depth:
            self.deep = True
            self._text(" ".join(element.itertext()), state)
            return
        inner = state.within(element, tag)
        block = tag in _BLOCKS
        if block:
            self._flush(state)
        if tag == "sup" and self.pieces[-1].text[-1:].strip() and "".join(element.itertext()).strip().isdigit():
            self.pieces[-1].add(NOTE_SPACE, False)
        if tag == "br":
            self.pieces.append(Piece())
        elif tag == "table":
            self._table(element, inner)
        elif tag == "li":
            self.marker = "  " * max(inner.lists - 1, 0) + self._marker(element)
            self._children(element, inner)
        elif tag in ("input", "img"):
            pass
        else:
            self._children(element, inner)
        if block:
            self._flush(inner)
            self.marker = "" if tag == "li" else self.marker

    def _children(self, element: Any, state: _State) -> None:
        self._text(element.text or "", state)
        for child in element:
            self.walk(child, state)
            self._text(child.tail or "", state)

    def _text(self, text: str, state: _State) -> None:
        if state.pre:
            for at, line in enumerate(text.split("\n")):
                if at:
                    self.pieces.append(Piece())
                self.pieces[-1].add(line, state.bold)
            return
        text = re.sub(r"\s+", " ", text)
        if self.pieces[-1].text.endswith(" ") or not self.pieces[-1].text:
            text = text.lstrip(" ")
        self.pieces[-1].add(text, state.bold)

    def _flush(self, state: _State) -> None:
        if any(piece.text.strip() for piece in self.pieces):
            if self.marker:
                self.pieces[0].text = f"{self.marker} {self.pieces[0].text}"
                self.marker = ""
            size = heading_size(state.heading) if state.heading else BODY_SIZE
            bold = True if state.heading else None
            if state.heading and state.cell is None:
                self.out.blank()
            self.out.paragraph(self.pieces, size=size, bold=bold, cell=state.cell, role=state.role)
        self.pieces = [Piece()]

    def _marker(self, item: Any) -> str:
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return BULLET
        number = _whole(parent.get("start"), 1)
        for sibling in parent:
            if sibling.tag == "li":
                number = _whole(sibling.get("value"), number)
                if sibling is item:
                    break
                number += 1
        return format_number(number, _ORDER_FORMS.get(parent.get("type") or "", "decimal")) + "."

    def _table(self, table: Any, state: _State) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        real = len(rows) >= 2 and max((len(row) for row in rows), default=0) >= 2 and state.cell is None
        for caption in table.iterchildren("caption"):
            self.walk(caption, state)
        if not real:  # a table for layout
            for row in rows:
                for cell in row:
                    self.walk(cell, state)
                    self._text(cell.tail or "", state)
            return
        self.out.table += 1
        number, taken = self.out.table, set[tuple[int, int]]()
        for at, row in enumerate(rows):
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            header = bool(cells) and all(cell.tag == "th" for cell in cells)
            column = 0
            for cell in cells:
                while (at, column) in taken:
                    column += 1
                inner = state.within(cell, "td")
                inner.cell = Cell(number, at, column, header)
                inner.bold = inner.bold or cell.tag == "th"
                self._children(cell, inner)
                self._flush(inner)
                for down in range(min(_whole(cell.get("rowspan"), 1), 1000)):
                    for right in range(min(_whole(cell.get("colspan"), 1), 100)):
                        taken.add((at + down, column + right))


class _State:
    """How text is set at a place in the tree."""

    __slots__ = ("bold", "cell", "depth", "heading", "lists", "pre", "role")

    def __init__(self) -> None:
        self.bold = False
        self.pre = False
        self.heading = 0
        self.lists = 0
        self.depth = 0
        self.role = "body"
        self.cell: Cell | None = None

    def within(self, element: Any, tag: str) -> _State:
        """The state inside an element."""
        inner = _State()
        style = (element.get("style") or "").replace(" ", "").lower()
        inner.bold = self.bold or tag in ("b", "strong", "th") or "font-weight:bold" in style
        inner.pre = self.pre or tag in ("pre", "textarea")
        inner.heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else self.heading
        inner.lists = self.lists + (tag in ("ul", "ol"))
        inner.depth = self.depth + 1
        hidden = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
        inner.role = "hidden" if hidden else "margin" if tag in _MARGINS and self.role == "body" else self.role
        inner.cell = self.cell
        return inner


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else default


def read_html(data: bytes, name: str, limits: Limits) -> tuple[list[Line], int | None, list[Finding]]:
    """Lines and findings of an HTML file; the number of pages is None.

    Raises
    ------
    UnreadableDocument
        When there is no element in it or it is larger than max_decompressed_mb.
    """
    from lxml import etree, html

    if len(data) > limits.max_decompressed_mb * 2**20:
        raise UnreadableDocument(words.UNPACKED_TOO_LARGE.format(limit=limits.max_decompressed_mb), where=name)
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", data[:4096], re.IGNORECASE)
    text = ""
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            text = data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = ""
    text = text or decode(data)[0]
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as problem:
        raise UnreadableDocument(words.EMPTY_WEB_PAGE, where=name) from problem
    reader = HtmlReader(limits)
    if any("depth" in error.message for error in parser.error_log):  # the parser leaves out what is deeper still
        _strip_tags(text, reader)
    else:
        reader.walk(root, _State())
    findings = []
    if reader.deep:
        message = words.TOO_DEEP.format(limit=limits.max_depth)
        findings.append(Finding("note", "documents", "", message))
    return reader.out.lines, None, findings


def _strip_tags(text: str, reader: HtmlReader) -> None:
    """The text between the tags, a paragraph for each stretch: for pages nested without end."""
    import html

    reader.deep = True
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", " ", text)
    for stretch in re.split(r"<[^<>]*>", text):
        reader.out.paragraph([Piece(" ".join(html.unescape(stretch).split()))])
