"""Parts of the Word files: a document in Dutch with title and author, headings, captions with a number, real tables.

A table of thousands of rows takes python-docx half a minute, so what stands in a document is written as text of the
format here; what stands around it (styles, footer, properties) comes from `themes.report.word_shell`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.report.cells import fitting
from themes.report.wording import copy_text
from themes.report.zipped import add_part
from themes.words import running
from themes.words import word_files as words

if TYPE_CHECKING:
    from themes.store import Store

TWIPS = 20 * 72 / 2.54  # in a cm
_DARK = "1F4E79"
_LOOK = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
    'w:noVBand="1"/>'
)
_STYLE = "\ue000"  # stands around the name of a style until the shell tells its id
_CONTENTS = "\ue001"  # stands where the contents come


class Report:
    """A Word file in the making. `save` writes it; the same content gives the same bytes.

    Parameters
    ----------
    manifest : of the run; its date is that of the file. template : .docx or .dotx whose styles, header and footer
        it takes.
    landscape : turn the paper.
    """

    def __init__(self, title: str, *, manifest: Mapping[str, Any], template: str | Path | None = None,
                 landscape: bool = False) -> None:  # fmt: skip
        self.title = title
        self._made_on = str(manifest.get("made_on") or "2000-01-01")
        self._author = str((manifest.get("settings") or {}).get("author") or "Themes")
        self._template, self._landscape = template, landscape
        self._captions = 0
        self._body: list[str] = []
        self._headings: list[tuple[int, str]] = []
        self.heading(title, 0)
        if "settings" in manifest:  # a lone table is no copy of the reports
            self.text(copy_text(manifest), bold=True)

    # -- text --------------------------------------------------------------------------------------------------

    def heading(self, text: str, level: int = 1, *, new_page: bool = False) -> None:
        """A heading: 0 is the title, 1 to 3 the levels under it; on a new page when asked."""
        self._headings.append((level, fitting(text)))
        style = "Title" if level == 0 else f"Heading {level}"
        self._body.append(_paragraph(_run(text), style, "<w:pageBreakBefore/>" * new_page))

    def text(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """A paragraph."""
        self._body.append(_paragraph(_run(text, "<w:b/>" * bold + "<w:i/>" * italic)))

    def item(self, text: str, *, numbered: bool = False) -> None:
        """An item of a list."""
        self._body.append(_paragraph(_run(text), "List Number" if numbered else "List Bullet"))

    def labelled(self, label: str, text: str) -> None:
        """A paragraph that begins with a bold label."""
        self._body.append(_paragraph(_run(f"{label}: ", "<w:b/>") + _run(text)))

    def contents(self) -> None:
        """A table of contents: the headings stand in it already, Word adds page numbers when the field is updated."""
        self.heading(words.CONTENTS, 1)
        self._body.append(_CONTENTS)

    def _contents(self) -> str:
        lines = [
            "\u2003" * (level - 1) + text
            for level, text in self._headings
            if level in (1, 2) and text != words.CONTENTS
        ]
        return _paragraph(_field('TOC \\o "1-2" \\h \\z \\u', "\n".join(lines)))

    def page_break(self) -> None:
        """What follows begins on a new page."""
        self._body.append(_paragraph('<w:r><w:br w:type="page"/></w:r>'))

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
        self._captions += 1
        caption_runs = (
            _run(f"{words.TABLE} ")
            + _field(f"SEQ {words.TABLE} \\* ARABIC", str(self._captions))
            + _run(f". {caption}")
        )
        self._body.append(_paragraph(caption_runs, "Caption", "<w:keepNext/>"))
        twips = [round(width * TWIPS) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{_STYLE}Table Grid{_STYLE}"/><w:tblW w:type="auto" w:w="0"/>'
            f'<w:tblLayout w:type="fixed"/>{_LOOK}<w:tblCaption w:val="{_escaped(fitting(caption))}"/>'
            f'<w:tblDescription w:val="{_escaped(fitting(description or caption))}"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>"
        )
        letters = f'<w:sz w:val="{int(size * 2)}"/>'
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_DARK}"/>'
        self._row(head, [f"{_width(width)}{shade}" for width in twips], f'<w:b/><w:color w:val="FFFFFF"/>{letters}',
                  "<w:cantSplit/><w:tblHeader/>")  # fmt: skip
        plain = [_width(width) for width in twips]
        for values in rows:
            self._row(values, plain, letters, "<w:cantSplit/>")
        self._body.append("</w:tbl><w:p/>")

    def _row(self, values: Sequence[object], cells: Sequence[str], letters: str, kind: str) -> None:
        made = "".join(
            f"<w:tc><w:tcPr>{cell}</w:tcPr>"
            f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr>{_run(value, letters)}</w:p></w:tc>'
            for value, cell in zip(values, cells, strict=True)
        )
        self._body.append(f"<w:tr><w:trPr>{kind}</w:trPr>{made}</w:tr>")

    # -- the file ----------------------------------------------------------------------------------------------

    def save(self, path: str | Path, *, keep: Store | None = None) -> None:
        """Write the file; the dates inside are those of the run, not of now.

        Parameters
        ----------
        keep : where the bytes are kept by what they were made from, so that an unchanged file is not made again.
        """
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if keep is None:
            path.write_bytes(self._bytes())
            return
        from themes.report.word_shell import program

        template = b"" if self._template is None else Path(self._template).read_bytes()
        parts = {
            running.PROGRAM: program(),
            running.TEMPLATE: template.hex(),
            running.DATE: self._made_on,
            running.CONTENT: [self.title, self._author, self._landscape, *self._body],
        }
        path.write_bytes(keep.file("word", parts, lambda: self._bytes(keep), item=f"{path.parent.name}/{path.name}"))

    def _bytes(self, keep: Store | None = None) -> bytes:
        from themes.report.word_shell import shell

        around = shell(self._template, self._made_on, self._author, self._landscape, keep=keep)
        body = "".join(self._body).replace(_CONTENTS, self._contents())
        for name, style in around.styles.items():
            body = body.replace(f"{_STYLE}{name}{_STYLE}", _escaped(style))
        made = io.BytesIO()
        made.write(around.fixed)
        with zipfile.ZipFile(made, "a") as file:
            for name, content in around.filled(fitting(self.title), body):
                add_part(file, name, content)
        return made.getvalue()


def _paragraph(runs: str, style: str = "", more: str = "") -> str:
    mark = f'<w:pStyle w:val="{_STYLE}{style}{_STYLE}"/>' if style else ""
    return f"<w:p>{f'<w:pPr>{mark}{more}</w:pPr>' if mark or more else ''}{runs}</w:p>"


def _run(text: object, letters: str = "") -> str:
    """A run of text with these properties; line breaks and tabs as the format has them."""
    value = fitting(text)
    return f"<w:r>{f'<w:rPr>{letters}</w:rPr>' if letters else ''}{_text(value)}</w:r>"


def _text(value: str) -> str:
    if "\n" in value or "\t" in value:
        lines = ["<w:tab/>".join(_text(part) for part in line.split("\t")) for line in value.split("\n")]
        return "<w:br/>".join(lines)
    if not value:
        return ""
    space = ' xml:space="preserve"' if value != value.strip() else ""
    return f"<w:t{space}>{_escaped(value)}</w:t>"


def _escaped(value: str) -> str:
    """Text as XML holds it, without the signs that are marks here."""
    value = value.replace(_STYLE, "\ufffd").replace(_CONTENTS, "\ufffd")
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _width(twips: int) -> str:
    return f'<w:tcW w:type="dxa" w:w="{twips}"/>'


def _field(code: str, shown: str) -> str:
    """A field with the text that stands there until it is updated."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    asked = f'<w:r><w:instrText xml:space="preserve"> {_escaped(code)} </w:instrText></w:r>'
    return f"{mark.format('begin')}{asked}{mark.format('separate')}{_run(shown)}{mark.format('end')}"
