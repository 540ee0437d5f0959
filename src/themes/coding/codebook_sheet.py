"""The codebook as a workbook: a sheet with a row a code, a sheet with the themes, a sheet with the version."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from themes.coding.codebook import CODE_KEYS, Codebook, Row, check_codebook
from themes.problems import InvalidCodebook
from themes.words import coding as words

CODES, THEMES, VERSION = words.SHEET_CODES, words.SHEET_THEMES, words.SHEET_VERSION
COLUMNS = {
    "id": (words.CODE, 18),
    "label": (words.SHORT_NAME, 26),
    "definition": (words.DEFINITION, 48),
    "include": (words.INCLUDE, 36),
    "exclude": (words.EXCLUDE, 36),
    "example": (words.EXAMPLE, 40),
    "example_source": (words.EXAMPLE_SOURCE, 26),
    "borderline": (words.BORDERLINE, 36),
    "patterns": (words.PATTERNS, 60),
    "parent": (words.PARENT, 18),
    "group": (words.GROUP, 10),
    "version": (words.VERSION, 8),
}
THEME_COLUMNS = {"id": (words.THEME, 18), "label": (words.SHORT_NAME, 36), "definition": (words.DEFINITION, 60)}
LONGEST_CELL = 32_767  # characters, a limit of the file format


def write_codebook_sheet(path: Path, codebook: Codebook) -> None:
    """Write the codebook as .xlsx. Raises InvalidCodebook when a field doesn't fit in a cell."""
    import openpyxl

    book = openpyxl.Workbook()
    codes = book.active
    codes.title = CODES
    rows: list[dict[str, Any]] = []
    for code in codebook.codes:
        row = {key: getattr(code, key) for key in CODE_KEYS}
        row["patterns"] = "\n".join(code.patterns)
        row["group"] = "ja" if code.group else "nee"
        rows.append(row)
    _fill(codes, COLUMNS, rows, str(path))
    themes = [{"id": t.id, "label": t.label, "definition": t.definition} for t in codebook.themes]
    _fill(book.create_sheet(THEMES), THEME_COLUMNS, themes, str(path))
    _fill(book.create_sheet(VERSION), {"version": (words.CODEBOOK_VERSION, 26)}, [{"version": codebook.version}], "")
    book.save(path)


def _fill(sheet: Any, columns: dict[str, tuple[str, int]], rows: list[dict[str, Any]], where: str) -> None:
    from openpyxl.styles import Alignment, Font

    for at, (name, width) in enumerate(columns.values(), 1):
        cell = sheet.cell(1, at, name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for number, row in enumerate(rows, 2):
        for at, key in enumerate(columns, 1):
            value = row[key]
            if isinstance(value, str) and len(value) > LONGEST_CELL:
                raise InvalidCodebook(
                    words.TOO_LONG_FOR_A_CELL.format(column=columns[key][0], id=row["id"]),
                    where=where,
                    remedy=words.SHORTEN_OR_YML,
                )
            cell = sheet.cell(number, at)
            cell.value = value or None
            if isinstance(value, str) and value:
                cell.data_type = "s"  # text that begins with '=' is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


def read_codebook_sheet(path: Path) -> Codebook:
    """Read a codebook workbook; columns may stand in any order. Raises InvalidCodebook with all problems."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=False, data_only=True)
    except FileNotFoundError:
        raise InvalidCodebook(words.NO_CODEBOOK, where=str(path), remedy=words.CHECK_THE_NAME) from None
    except Exception as error:  # openpyxl raises many kinds on damaged files
        raise InvalidCodebook(words.BAD_WORKBOOK, where=str(path), remedy=words.SAVE_AS_XLSX) from error
    if CODES not in book.sheetnames:
        raise InvalidCodebook(
            words.NO_SHEET.format(sheet=CODES), where=path.name, remedy=words.NAME_THE_SHEET.format(sheet=CODES)
        )
    failures: list[str] = []
    codes = _read_rows(book[CODES], COLUMNS, failures)
    themes = _read_rows(book[THEMES], THEME_COLUMNS, failures) if THEMES in book.sheetnames else []
    version: Any = book[VERSION].cell(2, 1).value if VERSION in book.sheetnames else 1
    if isinstance(version, float) and version.is_integer():
        version = int(version)
    return check_codebook(themes, codes, version, where=path.name, failures=failures)


def _read_rows(sheet: Any, columns: dict[str, tuple[str, int]], failures: list[str]) -> list[Row]:
    names = {name.casefold(): key for key, (name, _) in columns.items()}
    keys: dict[int, str] = {}
    for cell in sheet[1]:
        if cell.value is None:
            continue
        title = " ".join(str(cell.value).split()).casefold()
        if title in names:
            keys[cell.column] = names[title]
        else:
            near = difflib.get_close_matches(title, names, n=1, cutoff=0.5)
            hint = words.DID_YOU_MEAN.format(name=columns[names[near[0]]][0]) if near else words.DROP_THE_COLUMN
            failures.append(words.UNKNOWN_COLUMN.format(sheet=sheet.title, column=cell.value, hint=hint))
    rows = []
    for cells in sheet.iter_rows(min_row=2):
        values = {keys[cell.column]: cell.value for cell in cells if cell.column in keys and cell.value is not None}
        if values:
            where = words.SHEET_ROW.format(sheet=sheet.title, row=cells[0].row)
            rows.append(Row(where, {key: (value, where) for key, value in values.items()}))
    return rows
