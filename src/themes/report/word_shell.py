"""What stands around the text of a Word file: styles, paper, footer and properties, made once by python-docx.

A template (.docx or .dotx) gives its own styles, header and footer; its text is left out.
"""

from __future__ import annotations

import dataclasses
import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from themes.problems import ThemesError
from themes.report.zipped import add_part
from themes.words import running
from themes.words import word_files as words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from themes.store import Store

_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CM = 360_000  # EMU
A4 = (21.0, 29.7)  # cm
STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "List Number", "List Bullet", "Caption", "Table Grid")
LONGEST_TITLE = 255  # characters in the properties
_TITLE, _BODY = "\ue002titel\ue002", "\ue002tekst\ue002"


_shells: dict[tuple[object, ...], Shell] = {}  # those that this process has used


@dataclasses.dataclass(frozen=True)
class Shell:
    """An empty Word file. `fixed` is a zip file of the parts that are the same in every file, `parts` are the others:
    name -> bytes, with marks for title and text; `styles` gives style ids."""

    fixed: bytes
    parts: Mapping[str, bytes]
    styles: Mapping[str, str]

    def filled(self, title: str, body: str) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of every part that differs, with title and text (as XML) in their place."""
        for name, content in self.parts.items():
            shown = title[:LONGEST_TITLE] if name == "docProps/core.xml" else title
            content = content.replace(_TITLE.encode(), escape(shown).encode())
            if name == "word/document.xml":
                content = content.replace(f"<w:p><w:r><w:t>{_BODY}</w:t></w:r></w:p>".encode(), body.encode())
            yield name, content


def shell(
    template: str | Path | None, made_on: str, author: str, landscape: bool, *, keep: Store | None = None
) -> Shell:
    """The shell of files with this template, ISO date, author and paper. Raises ThemesError for no Word file.

    `keep` is where it is kept, so that python-docx need not be loaded for it.
    """
    try:
        data = None if template is None else Path(template).read_bytes()
    except OSError as error:
        raise _unreadable(str(template)) from error
    asked = (data, made_on, author, landscape)
    if asked in _shells:
        return _shells[asked]

    def make() -> dict[str, Any]:
        document, styles = _empty(data, str(template), made_on, author, landscape)
        return {"document": document.hex(), "styles": styles}

    if keep is None:
        made = make()
    else:
        parts = {
            running.PROGRAM: program(),
            running.TEMPLATE: (data or b"").hex(),
            running.DATE: made_on,
            running.CONTENT: [author, landscape, data is None],
        }
        made = keep.step("shell", parts, make, item=str(landscape))
    _shells[asked] = _parted(bytes.fromhex(made["document"]), made["styles"])
    return _shells[asked]


@cache
def program() -> str:
    """What makes Word files, in its version."""
    from themes.store import code_version

    return f"{code_version('report', 'words')} {version('python-docx')}"


def _parted(document: bytes, styles: Mapping[str, str]) -> Shell:
    fixed, parts = io.BytesIO(), {}
    with zipfile.ZipFile(io.BytesIO(document)) as file, zipfile.ZipFile(fixed, "w") as same:
        for name in file.namelist():
            content = file.read(name)
            if name == "word/document.xml" or (name.endswith(".xml") and _TITLE.encode() in content):
                parts[name] = content
            else:
                add_part(same, name, content)
    return Shell(fixed.getvalue(), parts, styles)


def _empty(
    template: bytes | None, where: str, made_on: str, author: str, landscape: bool
) -> tuple[bytes, dict[str, str]]:
    """A Word file with marks for title and text, and its style ids by name."""
    import docx

    document = docx.Document() if template is None else _open(template, where)
    if template is None or landscape:
        _turn(document, landscape)
    _language(document)
    properties = document.core_properties
    properties.title, properties.language = _TITLE, "nl-NL"
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = datetime.datetime.fromisoformat(made_on)
    properties.comments, properties.keywords, properties.revision = "", words.KEYWORDS, 1
    if template is None:
        _house(document)
    _footer(document)
    styles = {name: str(_style(document, name).style_id) for name in STYLES}
    document.add_paragraph(_BODY)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue(), styles


def _unreadable(where: str) -> ThemesError:
    return ThemesError(words.TEMPLATE_UNREADABLE, where=where, remedy=words.TEMPLATE_GIVE)


def _open(data: bytes, where: str) -> WordDocument:
    """A template as a document without text. Raises ThemesError for what is no Word file."""
    import docx

    try:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                content = old.read(item.filename)
                if item.filename == "[Content_Types].xml":  # a .dotx is a document with another name for its main part
                    content = content.replace(_TEMPLATE_TYPE.encode(), _DOCUMENT_TYPE.encode())
                new.writestr(item, content)
        document = docx.Document(io.BytesIO(made.getvalue()))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _unreadable(where) from error
    body = document.element.body
    for child in list(body):
        if child.tag != _tag("w:sectPr"):
            body.remove(child)
    return document


def _style(document: WordDocument, name: str) -> Any:
    """A style of the document by its English name; one that a template lacks is made."""
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    if name in styles:
        return styles[name]
    kind = WD_STYLE_TYPE.TABLE if name == "Table Grid" else WD_STYLE_TYPE.PARAGRAPH
    style = styles.add_style(name, kind, builtin=True)
    if kind == WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = styles["Normal"]
    return style


def _turn(document: WordDocument, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Emu

    section = document.sections[0]
    width, height = (A4[1], A4[0]) if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Emu(int(width * CM)), Emu(int(height * CM))
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, int(2.0 * CM))


def _language(document: WordDocument) -> None:
    styles: Any = document.styles
    values = {"w:val": "nl-NL", "w:eastAsia": "nl-NL", "w:bidi": "nl-NL"}
    for run in styles.element.iter(_tag("w:rPr")):
        for old in run.findall(_tag("w:lang")):
            run.remove(old)
    styles["Normal"].element.get_or_add_rPr().append(_element("w:lang", values))
    for run in styles.element.iter(_tag("w:rPrDefault")):
        for inner in run.iter(_tag("w:rPr")):
            inner.append(_element("w:lang", values))


def _house(document: WordDocument) -> None:
    """Plain letters that every machine has, dark headings, room between paragraphs."""
    from docx.shared import Pt, RGBColor

    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11),
                       ("Caption", 10)):  # fmt: skip
        style = _style(document, name)
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().find(_tag("w:rFonts"))
        if fonts is not None:
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
            for side in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(_tag(side), "Calibri")
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x1F, 0x4E, 0x79)
            style.paragraph_format.keep_with_next = True
    styles: Any = document.styles
    styles["Normal"].paragraph_format.space_after = Pt(6)


def _footer(document: WordDocument) -> None:
    footer = document.sections[0].footer
    paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
    if paragraph.text.strip():
        return
    paragraph.add_run(words.FOOTER.format(title=_TITLE))
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run("1" if kind == "shown" else "")
        if kind == "code":
            made = _element("w:instrText", {"xml:space": "preserve"})
            made.text = " PAGE "
            run._r.append(made)
        elif kind != "shown":
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str, values: Mapping[str, str]) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(_tag(key), value)
    return made
