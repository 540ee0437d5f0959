"""namen.xlsx: the wordings that may point to a person, on which a person decides, and what was decided read back."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.decisions import flat
from themes.people_files import keep_version
from themes.problems import InvalidTable
from themes.records import Finding
from themes.report.cells import fitting, row_height
from themes.report.name_rules import HIDE, KEEP, Hit
from themes.report.privacy import NAMES, Decision, merged, read_names, write_names
from themes.report.small_groups import SmallGroup
from themes.words import names as words
from themes.words import shared

SHEET, GROUPS = words.SHEET, words.GROUPS
DECISION, BY = words.DECISION, words.BY
_COLUMNS = (
    (words.KIND, 18), (words.TEXT, 30), (words.SENTENCE, 60), (words.PROPOSAL, 14), (words.WHY, 30), (DECISION, 18),
    (BY, 22), (words.COUNT, 9), (words.PLACE, 40),
)  # fmt: skip
_GROUP_COLUMNS = tuple(zip(words.GROUP_HEADS, (8, 18, 24, 36, 80), strict=True))
_HOW = words.HOW.format(hide=HIDE, keep=KEEP)


def write_sheet(
    path: str | Path, hits: Sequence[Hit], known: Mapping[tuple[str, str], Decision], groups: Sequence[SmallGroup] = ()
) -> list[Decision]:
    """Write the list to decide on as a workbook, or as CSV when `path` says so; gives its rows."""
    path = Path(path)
    if path.suffix.lower() == ".csv":
        return write_names(path, hits, known)
    import xlsxwriter

    rows = merged(hits, known)
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), plain) as book:
        book.set_properties({"title": words.TITLE, "author": "Themes"})
        font = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True, "num_format": "@"}
        forms = {
            "head": book.add_format({**font, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
            "text": book.add_format(font),
            "fill": book.add_format({**font, "bg_color": "#FFF2CC"}),
        }
        page = _page(book, SHEET, _COLUMNS, forms["head"])
        for at, row in enumerate(rows, 1):
            hit = row.hit
            values = (hit.kind, hit.text, hit.sentence, hit.proposal, hit.ground, row.decision, row.who, str(hit.count),
                      hit.place)  # fmt: skip
            page.set_row(at, row_height([(value, width) for value, (_, width) in zip(values, _COLUMNS, strict=True)]))
            for column, value in enumerate(values):
                style = forms["fill" if _COLUMNS[column][0] in (DECISION, BY) else "text"]
                page.write_string(at, column, fitting(value), style)
        choose = words.CHOOSE_PLAIN.format(hide=HIDE, keep=KEEP)
        last = len(rows) + 200  # room for names that a person adds
        page.data_validation(1, 5, last, 5, {"validate": "list", "source": [HIDE, KEEP], "error_type": "stop",
                                             "error_title": words.DECISION_UNKNOWN,
                                             "error_message": choose})  # fmt: skip
        page.autofilter(0, 0, max(1, len(rows)), len(_COLUMNS) - 1)
        page.set_header(f"&L{_HOW[:200]}")
        page = _page(book, GROUPS, _GROUP_COLUMNS, forms["head"])
        for at, group in enumerate(groups, 1):
            page.set_row(at, row_height([(group.meeting, 36), (group.text, 80)]))
            for column, value in enumerate((group.number, group.who, group.theme, group.meeting, group.text)):
                page.write_string(at, column, fitting(value), forms["text"])
        page = _page(book, words.READ_ME, ((words.HOW_HEAD, 100),), forms["head"])
        explained = (
            _HOW,
            words.HOW_GROUPS.format(groups=GROUPS, sheet=SHEET, hide=HIDE),
            words.HOW_BACK.format(file=path.name),
        )
        for at, text in enumerate(explained, 1):
            page.write_string(at, 0, text, forms["text"])
    return rows


def _page(book: Any, name: str, columns: Sequence[tuple[str, int]], head: Any) -> Any:
    page = book.add_worksheet(name)
    for at, (title, width) in enumerate(columns):
        page.set_column(at, at, width)
        page.write_string(0, at, title, head)
    page.freeze_panes(1, 2 if len(columns) > 2 else 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L&A&R{shared.SHEET_OF}")
    return page


def read_sheet(path: str | Path, corpus: str | Path) -> tuple[int, list[Finding]]:
    """Add the decisions in a filled-in list to namen.csv in the corpus folder.

    Gives the number of decisions that are new or changed, and every value that is not known, by row. A decision of
    before stays when its cell is empty now. Raises InvalidTable when the file is no such list.
    """
    path = Path(path)
    rows = _rows(path)
    known = read_names(corpus)
    findings: list[Finding] = []
    made: dict[tuple[str, str], Decision] = {}
    for number, values in rows:
        text = values.get(words.TEXT, "")
        if not text:
            continue
        hit = Hit(values.get(words.KIND) or words.NAME, text, values.get(words.PROPOSAL, ""), values.get(words.WHY, ""))
        chosen = flat(values.get(DECISION, ""))
        if chosen not in ("", HIDE, KEEP):
            near = difflib.get_close_matches(chosen, (HIDE, KEEP), n=1, cutoff=0.4)
            choose = words.CHOOSE.format(hide=HIDE, keep=KEEP)
            remedy = shared.DID_YOU_MEAN.format(name=near[0]) if near else choose
            message = words.NO_DECISION_ABOUT.format(value=values[DECISION], text=text)
            findings.append(Finding("warning", path.name, words.ROW.format(n=number), message, remedy))
            chosen = ""
        before = known.get((hit.kind, flat(text)))
        if not chosen or (chosen == KEEP and values.get(BY) == words.BY_PROGRAM):  # that is decided anew each time
            continue
        if before is None or before.decision != chosen:
            made[hit.kind, flat(text)] = Decision(hit, chosen, values.get(BY, ""))
    if made:
        target = Path(corpus) / NAMES
        keep_version(target)
        write_names(target, (), {**known, **made})
    return len(made), findings


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(row number, column -> text) of a list, from a workbook or CSV."""
    from themes.report.privacy import csv_rows

    remedy = words.MAKE_LIST
    if path.suffix.lower() == ".csv":
        rows = csv_rows(path)
    else:
        import openpyxl

        try:
            book = openpyxl.load_workbook(path, read_only=True)
            page = book[SHEET].iter_rows(values_only=True)
            heads = [str(cell or "").strip() for cell in next(page, ())]
            rows = [
                (
                    number,
                    {
                        head: str(cell if cell is not None else "").strip()
                        for head, cell in zip(heads, cells, strict=False)
                    },
                )
                for number, cells in enumerate(page, 2)
            ]
            book.close()
        except Exception as error:  # openpyxl raises many kinds for a file that is no workbook
            raise InvalidTable(words.NO_LIST, where=path.name, remedy=remedy) from error
    if rows and not {words.TEXT, DECISION} <= set(rows[0][1]):
        raise InvalidTable(words.NO_COLUMNS.format(text=words.TEXT, decision=DECISION), where=path.name, remedy=remedy)
    return rows
