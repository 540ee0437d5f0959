"""The codebook as a workbook: a sheet with a row a code, a sheet with the themes, a sheet with the version."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

from themes.coding.codebook import CODE_KEYS, Codebook, Row, check_codebook
from themes.problems import InvalidCodebook

CODES, THEMES, VERSION = "Codeboek", "Thema's", "Versie"
COLUMNS = {
    "id": ("Code", 18),
    "label": ("Korte naam", 26),
    "definition": ("Definitie", 48),
    "include": ("Wel coderen als", 36),
    "exclude": ("Niet coderen als", 36),
    "example": ("Ankervoorbeeld", 40),
    "example_source": ("Bron van het voorbeeld", 26),
    "borderline": ("Grensgeval", 36),
    "patterns": ("Patronen (een per regel)", 60),
    "parent": ("Bovenliggend thema", 18),
    "group": ("Groep mensen (ja of nee)", 10),
    "version": ("Versie", 8),
}
THEME_COLUMNS = {"id": ("Thema", 18), "label": ("Korte naam", 36), "definition": ("Definitie", 60)}
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
    _fill(book.create_sheet(VERSION), {"version": ("Versie van het codeboek", 26)}, [{"version": codebook.version}], "")
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
                    f"'{columns[key][0]}' van '{row['id']}' is te lang voor een cel.",
                    where=where,
                    remedy="Maak het korter of bewaar het codeboek als .yml.",
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
        raise InvalidCodebook("Het codeboek is er niet.", where=str(path), remedy="Controleer de naam.") from None
    except Exception as error:  # openpyxl raises many kinds on damaged files
        raise InvalidCodebook(
            "Het werkboek is niet te openen.", where=str(path), remedy="Bewaar het opnieuw als .xlsx."
        ) from error
    if CODES not in book.sheetnames:
        raise InvalidCodebook(
            f"Het werkblad '{CODES}' ontbreekt.", where=path.name, remedy=f"Noem het blad met de codes '{CODES}'."
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
            hint = f"bedoelde u '{columns[names[near[0]]][0]}'?" if near else "haal de kolom weg"
            failures.append(f"blad '{sheet.title}', rij 1: onbekende kolom '{cell.value}'; {hint}")
    rows = []
    for cells in sheet.iter_rows(min_row=2):
        values = {keys[cell.column]: cell.value for cell in cells if cell.column in keys and cell.value is not None}
        if values:
            where = f"blad '{sheet.title}', rij {cells[0].row}"
            rows.append(Row(where, {key: (value, where) for key, value in values.items()}))
    return rows
