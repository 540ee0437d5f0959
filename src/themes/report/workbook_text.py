"""Rows of the workbook as text of its format, put in a workbook without rows that XlsxWriter made.

A call for each of a hundred thousand cells takes longer than all the rest of a workbook; what a cell holds and which of
a few styles it has is all that differs. Styles, widths, tables and checks are those of the workbook without rows.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from themes.report.cells import LINE_HEIGHT, fitting, row_height
from themes.report.sheets import Column, Sheet
from themes.report.zipped import add_part

STYLES = ("text", "fill", "number", "guarded_text", "guarded_fill")  # of cells, in the order of the model row
_LEVEL = 5  # of packing: in two thirds of the time of the usual 6, one part in a hundred larger
_MODEL = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_STRINGS = "xl/sharedStrings.xml"
_COUNT = re.compile(r'count="(\d+)" uniqueCount="(\d+)"')
_BETWEEN = "\x01"  # two texts; no text of a cell has it
_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")  # would be read as the code of a sign
_RISKY = tuple("=+-@'")  # a text that begins with these could be taken for a formula


def filled(shell: bytes, sheets: Sequence[Sheet]) -> bytes:
    """A workbook with rows.

    Parameters
    ----------
    shell : workbook of which sheet 2 and on are `sheets`, each with a table over its header row and one row. That row
        has a cell in every column; the cells of the first sheet have the `STYLES` in turn.
    """
    with zipfile.ZipFile(io.BytesIO(shell)) as file:
        parts = {item.filename: file.read(item.filename).decode() for item in file.infolist()}
    numbers = _MODEL.findall(parts["xl/worksheets/sheet2.xml"])
    writer = _Rows(parts[_STRINGS], dict(zip(STYLES, numbers, strict=False)))
    for at, sheet in enumerate(sheets, 1):
        name, table = f"xl/worksheets/sheet{at + 1}.xml", f"xl/tables/table{at}.xml"
        last = letter(len(sheet.layout.columns) - 1)
        ends = f':{last}2"', f':{last}{max(1, len(sheet.rows)) + 1}"'
        before, _, rest = parts[name].partition('<row r="2"')
        parts[name] = f"{before.replace(*ends)}{writer.rows(sheet)}</sheetData>{rest.partition('</sheetData>')[2]}"
        parts[table] = parts[table].replace(*ends)
    parts[_STRINGS] = writer.strings()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            add_part(file, name, content, _LEVEL)
    return made.getvalue()


def letter(column: int) -> str:
    """The letter of a column, counted from 0; a sheet has at most 26.

    >>> letter(19)
    'T'
    """
    return chr(ord("A") + column)


class _Rows:
    """Rows of the sheets of a workbook. A text stands in it once: behind `strings`, the list of those it has."""

    def __init__(self, strings: str, styles: Mapping[str, str]) -> None:
        self._strings, self._styles = strings, styles
        self._used, self._first = (int(n) for n in _COUNT.findall(strings)[0])
        self._texts: list[str] = []
        self._known: dict[str, tuple[bool, int]] = {}  # text -> whether it looks like a formula, and its number

    def rows(self, sheet: Sheet) -> str:
        """The rows of a sheet, or the one cell that says that there are none."""
        layout = sheet.layout
        columns = [(column.key, letter(at), *self._styles_of(column)) for at, column in enumerate(layout.columns)]
        if not sheet.rows:
            _, name, *_ = columns[max(0, min(layout.freeze, len(columns)) - 1)]
            return f'<row r="2">{self._cell(f"{name}2", layout.empty, self._styles["text"], "")}</row>'
        shown = [(column.key, column.width) for column in layout.columns if not column.hidden and not column.clipped]
        made = []
        for n, row in enumerate(sheet.rows, 2):
            high = row_height([(row.get(key), width) for key, width in shown])
            cells = [self._cell(f"{name}{n}", row.get(key), plain, guarded) for key, name, plain, guarded in columns]
            height = f' ht="{high:g}" customHeight="1"' if high != LINE_HEIGHT else ""
            made.append(f'<row r="{n}"{height}>{"".join(cells)}</row>')
        return "".join(made)

    def _styles_of(self, column: Column) -> tuple[str, str]:
        """Numbers of the styles of its cells: plain, and of a text that looks like a formula."""
        kind = "fill" if column.kind else "text"
        return self._styles[kind], self._styles[f"guarded_{kind}"]

    def _cell(self, place: str, value: str | int | None, plain: str, guarded: str) -> str:
        if value is None or value == "":
            return f'<c r="{place}" s="{plain}"/>'
        if isinstance(value, int):
            return f'<c r="{place}" s="{self._styles["number"]}"><v>{value}</v></c>'
        self._used += 1
        risky, number = self._known.get(value) or self._text(value)
        return f'<c r="{place}" s="{guarded if risky else plain}" t="s"><v>{number}</v></c>'

    def _text(self, value: str) -> tuple[bool, int]:
        text = fitting(value)
        self._known[value] = text.startswith(_RISKY), self._first + len(self._texts)
        self._texts.append(text)
        return self._known[value]

    def strings(self) -> str:
        """The list of texts with those of the rows."""
        if not self._texts:
            return self._strings
        texts = _BETWEEN.join(self._texts).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        start, end = '<si><t xml:space="preserve">', "</t></si>"
        more = f"{start}{_ESCAPE.sub('_x005F_', texts).replace(_BETWEEN, end + start)}{end}"
        n = self._first + len(self._texts)
        return _COUNT.sub(f'count="{self._used}" uniqueCount="{n}"', self._strings).replace("</sst>", f"{more}</sst>")
