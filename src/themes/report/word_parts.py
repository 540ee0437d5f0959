"""Parts of the Word files: a document in Dutch with title and author, headings, captions with a number, real tables.

A template (.docx or .dotx) gives its own styles, header and footer; its text is left out.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.problems import ThemesError
from themes.report.cells import fitting

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
CM = 360_000  # EMU
A4 = (21.0, 29.7)  # cm
_DARK = "1F4E79"


class Report:
    """A Word file in the making. `save` writes it; the same content gives the same bytes."""

    def __init__(self, title: str, *, manifest: Mapping[str, Any], template: str | Path | None = None,
                 landscape: bool = False) -> None:  # fmt: skip
        self.title = title
        self.document = _open(template)
        self._has_template = template is not None
        self._captions = 0
        self._contents: Any = None
        self._turn(landscape)
        self._language()
        made = datetime.datetime.fromisoformat(str(manifest.get("made_on") or "2000-01-01"))
        properties = self.document.core_properties
        properties.title, properties.language = title, "nl-NL"
        properties.author = properties.last_modified_by = str(
            (manifest.get("settings") or {}).get("author") or "Themes"
        )
        properties.created = properties.modified = made
        properties.comments, properties.keywords, properties.revision = "", "inbreng; plan", 1
        if not self._has_template:
            self._house()
        self._footer()
        self.heading(title, 0)

    # -- text --------------------------------------------------------------------------------------------------

    def heading(self, text: str, level: int = 1) -> None:
        """A heading: 0 is the title, 1 to 3 the levels under it."""
        name = "Title" if level == 0 else f"Heading {level}"
        self.document.add_paragraph(fitting(text), style=self._style(name))

    def text(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """A paragraph."""
        run = self.document.add_paragraph().add_run(fitting(text))
        run.bold, run.italic = bold or None, italic or None

    def item(self, text: str, *, numbered: bool = False) -> None:
        """An item of a list."""
        style = self._style("List Number" if numbered else "List Bullet")
        self.document.add_paragraph(fitting(text), style=style)

    def labelled(self, label: str, text: str) -> None:
        """A paragraph that begins with a bold label."""
        paragraph = self.document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(fitting(text))

    def contents(self) -> None:
        """A table of contents: the headings stand in it already, Word adds page numbers when the field is updated."""
        self.heading("Inhoud", 1)
        self._contents = self.document.add_paragraph()

    def _fill_contents(self) -> None:
        if self._contents is None:
            return
        names = {self._style(f"Heading {level}").name: level for level in (1, 2)}
        lines = [
            "\u2003" * (names[paragraph.style.name] - 1) + paragraph.text
            for paragraph in self.document.paragraphs
            if paragraph.style is not None and paragraph.style.name in names and paragraph.text != "Inhoud"
        ]
        _field(self._contents, 'TOC \\o "1-2" \\h \\z \\u', "\n".join(lines))

    def page_break(self) -> None:
        """What follows begins on a new page."""
        self.document.add_page_break()

    # -- tables ------------------------------------------------------------------------------------------------

    def table(self, caption: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, widths: Sequence[float],
              description: str = "", size: float = 9) -> None:  # fmt: skip
        """A table under its numbered caption, with a header row that repeats and rows that don't split.

        Parameters
        ----------
        widths : of the columns, in cm.
        description : what a screen reader says of the table; the caption when empty.
        size : of the letters, in points.
        """
        self._caption(caption)
        table = self.document.add_table(rows=1, cols=len(head))
        table.style = self._style("Table Grid")
        table.autofit = False
        properties = table._tbl.tblPr
        for old in properties.findall(_tag("w:tblLook")):
            properties.remove(old)
        look = {"w:val": "0020", "w:firstRow": "1", "w:lastRow": "0", "w:firstColumn": "0", "w:lastColumn": "0",
                "w:noHBand": "1", "w:noVBand": "1"}  # fmt: skip
        for name, marks in (
            ("w:tblLook", look),
            ("w:tblCaption", {"w:val": caption}),
            ("w:tblDescription", {"w:val": description or caption}),
        ):
            properties.append(_element(name, marks))
        self._fill(table.rows[0], head, widths, size, head=True)
        for values in rows:
            self._fill(table.add_row(), values, widths, size)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(width * CM)
        self.document.add_paragraph()

    def _fill(
        self, row: Any, values: Sequence[object], widths: Sequence[float], size: float, *, head: bool = False
    ) -> None:
        from docx.shared import Pt, RGBColor

        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if head:
            properties.append(_element("w:tblHeader"))
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = int(width * CM)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(fitting(value))
            run.font.size = Pt(size)
            if head:
                run.bold = True
                run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
                shade = {"w:val": "clear", "w:color": "auto", "w:fill": _DARK}
                cell._tc.get_or_add_tcPr().append(_element("w:shd", shade))

    def _caption(self, text: str) -> None:
        self._captions += 1
        paragraph = self.document.add_paragraph(style=self._style("Caption"))
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run("Tabel ")
        _field(paragraph, "SEQ Tabel \\* ARABIC", str(self._captions))
        paragraph.add_run(f". {fitting(text)}")

    # -- the file ----------------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Write the file; the dates inside are those of the run, not of now."""
        import io

        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fill_contents()
        made = io.BytesIO()
        self.document.save(made)
        with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                fixed = zipfile.ZipInfo(item.filename, _ZIP_DATE)
                fixed.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(fixed, old.read(item.filename))

    def _style(self, name: str) -> Any:
        """A style of the document by its English name; one that a template lacks is made."""
        from docx.enum.style import WD_STYLE_TYPE

        styles = self.document.styles
        if name in styles:
            return styles[name]
        kind = WD_STYLE_TYPE.TABLE if name == "Table Grid" else WD_STYLE_TYPE.PARAGRAPH
        style = styles.add_style(name, kind, builtin=True)
        if kind == WD_STYLE_TYPE.PARAGRAPH:
            style.base_style = styles["Normal"]
        return style

    def _turn(self, landscape: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Emu

        section = self.document.sections[0]
        if self._has_template and not landscape:
            return
        width, height = (A4[1], A4[0]) if landscape else A4
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Emu(int(width * CM)), Emu(int(height * CM))
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, int(2.0 * CM))

    def _language(self) -> None:
        defaults = self.document.styles.element
        for run in defaults.iter(_tag("w:rPr")):
            for old in run.findall(_tag("w:lang")):
                run.remove(old)
        normal = self.document.styles["Normal"].element.get_or_add_rPr()
        normal.append(_element("w:lang", {"w:val": "nl-NL", "w:eastAsia": "nl-NL", "w:bidi": "nl-NL"}))
        for run in defaults.iter(_tag("w:rPrDefault")):
            for inner in run.iter(_tag("w:rPr")):
                inner.append(_element("w:lang", {"w:val": "nl-NL", "w:eastAsia": "nl-NL", "w:bidi": "nl-NL"}))

    def _house(self) -> None:
        """Plain letters that every machine has, dark headings, room between paragraphs."""
        from docx.shared import Pt, RGBColor

        styles = self.document.styles
        for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11),
                           ("Caption", 10)):  # fmt: skip
            style = self._style(name)
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
        styles["Normal"].paragraph_format.space_after = Pt(6)

    def _footer(self) -> None:
        footer = self.document.sections[0].footer
        paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
        if paragraph.text.strip():
            return
        paragraph.add_run(f"{self.title}, bladzijde ")
        _field(paragraph, "PAGE", "1")


def _open(template: str | Path | None) -> WordDocument:
    import io

    import docx

    if template is None:
        return docx.Document()
    try:
        data = Path(template).read_bytes()
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                content = old.read(item.filename)
                if item.filename == "[Content_Types].xml":  # a .dotx is a document with another name for its main part
                    content = content.replace(_TEMPLATE_TYPE.encode(), _DOCUMENT_TYPE.encode())
                new.writestr(item, content)
        document = docx.Document(io.BytesIO(made.getvalue()))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ThemesError(
            "Dit sjabloon kan niet worden gelezen.",
            where=str(template),
            remedy="Geef een Word-bestand (.docx of .dotx).",
        ) from error
    body = document.element.body
    for child in list(body):
        if child.tag != _tag("w:sectPr"):
            body.remove(child)
    return document


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str, values: Mapping[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in (values or {}).items():
        made.set(_tag(key), fitting(value))
    return made


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field with the text that stands there until it is updated."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "code":
            made = _element("w:instrText", {"xml:space": "preserve"})
            made.text = f" {code} "
            run._r.append(made)
        elif kind != "shown":
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
