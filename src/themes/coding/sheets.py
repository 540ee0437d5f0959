"""The review sheet: a workbook with a row a statement that goes out to a person and comes back as decisions.

Rows are known by a hidden id, so they may be sorted, filtered, dropped or mixed with rows of one's own. What a person
leaves empty is no decision; 'geen code' is one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from themes.coding.agreement import MACHINES
from themes.coding.decisions import flat
from themes.coding.review_rows import AGREE, NO_CODE_LABEL, RowReader, code_labels
from themes.problems import InvalidTable
from themes.records import NO_CODE, Coding, Finding, Unit, digest
from themes.words import coding as words

REVIEW, CODEBOOK, READ_ME, LISTS = words.SHEET_REVIEW, words.SHEET_CODES, words.SHEET_READ_ME, words.SHEET_LISTS
N_CODES = 5
CONTENT = ("statement", "question")
LONGEST_CELL = 32_000  # characters; the file format holds 32,767
NAME_CELL = "B2"  # on the sheet Leesmij
UNFIT_FOR_A_FILE = re.compile(r"[^\w-]+")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

FRONT: tuple[tuple[str, str, int], ...] = (
    ("number", words.NUMBER, 6),
    ("source", words.SOURCE, 24),
    ("line", words.LINE, 8),
    ("section", words.HEADING, 28),
    ("text", words.STATEMENT, 70),
    ("proposal", words.PROPOSAL_COLUMN, 30),
    ("verdict", words.VERDICT_COLUMN, 12),
)
BACK: tuple[tuple[str, str, int], ...] = (
    ("why", words.REMARK_COLUMN, 36),
    ("unit_id", words.ID, 14),
    ("digest", words.CHECK_COLUMN, 14),
    ("proposed", words.PROPOSED_ID, 14),
)
CODE_TITLE = re.compile(re.escape(flat(words.CODE_COLUMN)).replace(r"\{number\}", r"(\d+)"))
HIDDEN = ("unit_id", "digest", "proposed")
BLINDED = ("proposal", "verdict", "proposed")
CODEBOOK_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("label", words.CODE, 28),
    ("definition", words.DEFINITION, 60),
    ("include", words.INCLUDE, 44),
    ("exclude", words.EXCLUDE, 44),
    ("example", words.EXAMPLE_SHORT, 44),
    ("borderline", words.BORDERLINE, 44),
    ("id", words.ID, 18),
)


def draw_sample(units: Sequence[Unit], n: int, seed: int) -> list[Unit]:
    """n statements and questions at random (no repeats), the same for the same seed whatever else is in the corpus.

    They come in the order of the documents. Fewer when there are fewer.
    """
    content = [unit for unit in units if unit.kind in CONTENT and unit.repeat_of is None]
    drawn = {unit.unit_id for unit in sorted(content, key=lambda unit: digest(seed, unit.unit_id))[: max(0, n)]}
    return [unit for unit in content if unit.unit_id in drawn]


def write_review_sheet(
    path: Path,
    units: Sequence[Unit],
    codings: Iterable[Coding],
    codebook: Any,
    *,
    coder: str | None = None,
    blind: bool = False,
    sample: int | None = None,
    seed: int = 7,
) -> int:
    """Write a workbook in which a person judges statements; gives the number of rows.

    Parameters
    ----------
    units : in the order in which they will stand; statements and questions are taken.
    codings : the machine's become proposals, those of `coder` are filled in already.
    coder : name of the person; None leaves it to be filled in on the sheet Leesmij.
    blind : no proposals and nothing of anyone filled in, for coding twice independently.
    sample, seed : draw this many statements, the same ones for everyone with this seed.
    """
    import openpyxl

    chosen = [unit for unit in units if unit.kind in CONTENT] if sample is None else draw_sample(units, sample, seed)
    labels = code_labels(codebook)
    own: dict[str, list[Coding]] = defaultdict(list)
    machine: dict[str, list[Coding]] = defaultdict(list)
    for coding in () if blind else codings:
        if coding.coder in MACHINES:
            machine[coding.unit_id].append(coding)
        elif coding.coder == coder:
            own[coding.unit_id].append(coding)
    book = openpyxl.Workbook()
    most = max([N_CODES, *(len({coding.code_id for coding in decided}) for decided in own.values())])
    columns = [column for column in _columns(most) if not (blind and column[0] in BLINDED)]
    rows = [
        _row(number, unit, machine[unit.unit_id], own[unit.unit_id], labels) for number, unit in enumerate(chosen, 1)
    ]
    sheet = book.active
    sheet.title = REVIEW
    _fill(sheet, columns, rows, freeze="F2")
    _fill(book.create_sheet(CODEBOOK), CODEBOOK_COLUMNS, [_code_row(code) for code in codebook.codes], freeze="B2")
    _read_me(book.create_sheet(READ_ME), coder, blind=blind)
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for number, label in enumerate([NO_CODE_LABEL, *labels.values()], 1):
        _text(lists.cell(number, 1), label)
    _text(lists.cell(1, 2), AGREE)
    _dropdowns(sheet, columns, len(rows), len(labels) + 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return len(rows)


def write_double_coding(
    folder: Path, units: Sequence[Unit], codebook: Any, coders: Sequence[str], *, sample: int = 50, seed: int = 7
) -> list[Path]:
    """A blind sheet for each coder with the same drawn statements; gives the paths."""
    paths = []
    for coder in coders:
        path = folder / f"codering_{UNFIT_FOR_A_FILE.sub('-', coder.strip()).lower() or 'codeur'}.xlsx"
        write_review_sheet(path, units, (), codebook, coder=coder, blind=True, sample=sample, seed=seed)
        paths.append(path)
    return paths


def read_review_sheet(
    path: Path, units: Sequence[Unit], codebook: Any, *, coder: str | None = None, decided_on: str | None = None
) -> tuple[list[Coding], list[Finding]]:
    """The decisions in a sheet that came back, and every cell that can't be used, by row.

    A row with a code, with 'geen code' or with 'klopt' is a decision; an empty row is none. Rows are found by id, else
    by their text. A row with an unknown or contradicting value is left out as a whole and named. `coder` is the person
    when given, else the name on the sheet Leesmij. Raises InvalidTable when the file is no review sheet or nobody's.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # openpyxl raises many kinds for a file that is no workbook
        remedy = words.SAVE_SHEET_AS_XLSX
        raise InvalidTable(words.BAD_SHEET, where=path.name, remedy=remedy) from error
    if REVIEW not in book.sheetnames:
        remedy = words.USE_REVIEW_OUT
        raise InvalidTable(words.NO_REVIEW_SHEET.format(sheet=REVIEW), where=path.name, remedy=remedy)
    who = (coder or (_value(book[READ_ME][NAME_CELL].value) if READ_ME in book.sheetnames else "")).strip()
    if not who or who in MACHINES:
        remedy = words.FILL_IN_NAME.format(sheet=READ_ME, cell=NAME_CELL)
        raise InvalidTable(words.WHOSE_SHEET, where=path.name, remedy=remedy)
    reader = RowReader(units, codebook, path.name, who=who, decided_on=decided_on)
    table = book[REVIEW].iter_rows(values_only=True)
    place = _header(next(table, ()), path.name)
    for number, cells in enumerate(table, 2):
        reader.take(number, {key: _value(cells[at]) if at < len(cells) else "" for key, at in place.items()})
    return reader.codings, reader.findings


def _columns(n_codes: int) -> list[tuple[str, str, int]]:
    """Key, title and width of the columns, with room for this many codes."""
    return [*FRONT, *((f"code{i}", words.CODE_COLUMN.format(number=i), 24) for i in range(1, n_codes + 1)), *BACK]


def _row(
    number: int, unit: Unit, machine: Sequence[Coding], own: Sequence[Coding], labels: dict[str, str]
) -> dict[str, Any]:
    proposed = sorted({coding.code_id for coding in machine if coding.code_id in labels}, key=list(labels).index)
    decided = list(dict.fromkeys(coding.code_id for coding in own))
    filled = [NO_CODE_LABEL if code in (NO_CODE, "") else labels.get(code, code) for code in decided]
    return {
        "number": number,
        "source": unit.source,
        "line": unit.line_start,
        "section": unit.section,
        "text": unit.text,
        "proposal": "; ".join(labels[code] for code in proposed) or NO_CODE_LABEL,
        "verdict": "",
        **{f"code{i}": code for i, code in enumerate(filled, 1)},
        "why": next((coding.why for coding in own if coding.why), ""),
        "unit_id": unit.unit_id,
        "digest": digest(_fitting(unit.text)),
        "proposed": " ".join(proposed),
    }


def _code_row(code: Any) -> dict[str, str]:
    return {key: str(getattr(code, key, "") or "") for key, _, _ in CODEBOOK_COLUMNS}


def _fitting(text: str) -> str:
    """Text as a cell can hold it: no control signs, not too long."""
    return UNSEEN.sub("�", text).replace("\r", " ")[:LONGEST_CELL].strip()


def _text(cell: Any, value: str) -> None:
    """Put text in a cell so that a spreadsheet never takes it for a formula or a number."""
    cell.value = _fitting(value) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value[:1] in "=+-@"


def _fill(sheet: Any, columns: Sequence[tuple[str, str, int]], rows: Sequence[dict[str, Any]], *, freeze: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    wrap = Alignment(vertical="top", wrap_text=True)
    dark, light = PatternFill("solid", fgColor="1F4E79"), PatternFill("solid", fgColor="FFF2CC")
    for at, (key, title, width) in enumerate(columns, 1):
        head = sheet.cell(1, at, title)
        head.font, head.fill, head.alignment = Font(bold=True, color="FFFFFF"), dark, wrap
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].hidden = key in HIDDEN
        for number, row in enumerate(rows, 2):
            cell, value = sheet.cell(number, at), row.get(key, "")
            if isinstance(value, int):
                cell.value = value
            else:
                _text(cell, value)
            cell.alignment = wrap
            if title.endswith(words.TO_FILL_IN):
                cell.fill = light
    sheet.freeze_panes = freeze
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _dropdowns(sheet: Any, columns: Sequence[tuple[str, str, int]], n_rows: int, n_labels: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    codes = DataValidation("list", formula1=f"{LISTS}!$A$1:$A${n_labels}", allow_blank=True)
    verdict = DataValidation("list", formula1=f"{LISTS}!$B$1:$B$1", allow_blank=True)
    for check in (codes, verdict):
        check.error, check.errorTitle = words.CHOOSE_LISTED, words.UNKNOWN_VALUE
        check.showErrorMessage = True
        sheet.add_data_validation(check)
    for at, (key, _, _) in enumerate(columns, 1):
        cells = f"{get_column_letter(at)}2:{get_column_letter(at)}{n_rows + 1}"
        if key.startswith("code"):
            codes.add(cells)
        elif key == "verdict":
            verdict.add(cells)


def _read_me(sheet: Any, coder: str | None, *, blind: bool) -> None:
    lines = [
        words.HOW_IT_WORKS,
        words.NAME_LABEL,
        words.GO_TO_SHEET.format(sheet=REVIEW),
        words.CHOOSE_CODES.format(sheet=CODEBOOK),
        words.NO_CODE_FITS.format(no_code=NO_CODE_LABEL),
        words.MAY_SORT,
    ]
    if blind:
        lines.append(words.BLIND_SHEET)
    else:
        lines.append(words.PROPOSAL_RIGHT.format(agree=AGREE))
        lines.append(words.PROPOSAL_WRONG)
    for number, line in enumerate(lines, 1):
        _text(sheet.cell(number, 1), line)
    _text(sheet[NAME_CELL], coder or "")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 110, 30


def _header(cells: Sequence[object], name: str) -> dict[str, int]:
    """Column key -> place; columns may have been moved. Raises InvalidTable that names what is missing."""
    titles = {flat(str(cell)): at for at, cell in reversed(list(enumerate(cells))) if cell is not None}
    place = {key: titles[flat(title)] for key, title, _ in (*FRONT, *BACK) if flat(title) in titles}
    place |= {f"code{match[1]}": at for title, at in titles.items() if (match := CODE_TITLE.fullmatch(title))}
    needed = {"text": words.STATEMENT, "code1": words.CODE_COLUMN.format(number=1), "unit_id": words.ID}
    missing = [title for key, title in needed.items() if key not in place]
    if missing:
        remedy = words.RESTORE_COLUMNS
        raise InvalidTable(words.COLUMNS_MISSING.format(names=", ".join(missing)), where=name, remedy=remedy)
    return place


def _value(cell: object) -> str:
    """A cell as text; whole numbers without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
