"""werkboek.xlsx: what people fill in and send back, with the same numbers as every other report of the run.

All text is written as text, so nothing in it becomes a formula, number or link. Rows carry a hidden id, by which
`themes.report.review_in` reads them back.
"""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.report.cells import fitting, row_height
from themes.report.people import People
from themes.report.run_tables import RunTables
from themes.report.sheets import LAYOUTS, YOUR_NAME, Column, Sheet, without_alerts
from themes.report.sheets_about import account_sheet, read_me
from themes.report.sheets_rows import make_sheets
from themes.report.wording import copy_text
from themes.report.work_rows import WorkRows, work_rows
from themes.report.workbook_text import STYLES, filled
from themes.words import shared
from themes.words import workbook as words

FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
DARK, LIGHT, LINE = "#1F4E79", "#FFF2CC", "#BFBFBF"
READ_ME_WIDTH = 100  # characters


def write_workbook(tables: RunTables, path: str | Path, *, people: People | None = None) -> None:
    """Write the workbook of a run.

    Parameters
    ----------
    people : what people wrote before; it stands in the columns to fill in again.
    """

    people = people or People()
    rows = work_rows(tables)
    sheets = [without_alerts(sheet) for sheet in (*make_sheets(rows, people), account_sheet(rows, people))]
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(filled(_shell(rows, sheets), sheets))


def _shell(rows: WorkRows, sheets: Sequence[Sheet]) -> bytes:
    """The workbook without the rows of its sheets; see `themes.report.workbook_text`."""
    import xlsxwriter

    manifest = rows.tables.manifest
    title = words.TITLE.format(municipality=rows.municipality).strip()
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": title,
                "author": str((manifest.get("settings") or {}).get("author") or "Themes"),
                "subject": shared.TITLE,
                "created": made_at(manifest),
            }
        )
        writer = _Writer(book, copy_text(manifest).split(".")[0])
        writer.front(read_me(rows), title=title)
        for sheet in sheets:
            writer.sheet(sheet)
        writer.lists()
    return made.getvalue()


def made_at(manifest: Mapping[str, Any]) -> datetime.datetime:
    """The date of the run, at midnight: the same for the same run."""
    day = datetime.date.fromisoformat(str(manifest.get("made_on") or "2000-01-01"))
    return datetime.datetime(day.year, day.month, day.day)


def choice_lists() -> dict[tuple[str, ...], str]:
    """Every list of values to choose -> the column of the hidden sheet where it stands."""
    lists = dict.fromkeys(column.choices for layout in LAYOUTS for column in layout.columns if column.choices)
    return {choices: chr(ord("A") + at) for at, choices in enumerate(lists)}


class _Writer:
    """Writes the sheets of one workbook, without rows."""

    def __init__(self, book: Any, mark: str = "") -> None:
        self.book, self._mark = book, mark
        self._lists = choice_lists()
        text = {**FONT, "text_wrap": True, "num_format": "@", "border": 1, "border_color": LINE}
        self.text = book.add_format(text)
        fill = {"bg_color": LIGHT, "locked": False}
        self.fill = book.add_format({**text, **fill})
        self.head = book.add_format({**text, "bold": True, "bg_color": DARK, "font_color": "#FFFFFF"})
        guarded = {"quote_prefix": True}
        self._models = {
            "text": self.text,
            "fill": self.fill,
            "number": book.add_format({**text, "num_format": "0"}),
            "guarded_text": book.add_format({**text, **guarded}),
            "guarded_fill": book.add_format({**text, **fill, **guarded}),
        }
        self.styles = {
            "title": book.add_format({**FONT, "bold": True, "font_size": 16, "text_wrap": True}),
            "head": book.add_format({**FONT, "bold": True, "font_size": 13, "text_wrap": True}),
            "text": book.add_format({**FONT, "text_wrap": True}),
        }

    def front(self, lines: list[tuple[str, str]], *, title: str) -> None:
        """The sheet Leesmij, with the cell for a name under the head on filling in."""
        page = self.book.add_worksheet(words.READ_ME)
        page.set_column(0, 0, READ_ME_WIDTH)
        page.set_column(1, 1, 40)
        at = 0
        for text, style in lines:
            page.write_string(at, 0, fitting(text), self.styles[style])
            page.set_row(at, row_height([(text, READ_ME_WIDTH)]) * (1 if style == "text" else 1.5))
            at += 1
            if text == words.FIRST_YOUR_NAME:
                page.write_string(at, 0, YOUR_NAME, self.styles["text"])
                page.write_blank(at, 1, None, self.fill)
                at += 1
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L{title}&C{self._mark}&R{shared.SHEET_OF}")

    def sheet(self, sheet: Sheet) -> None:
        """A table with its filter, frozen panes, widths and lists to choose from, over its head and a model row."""
        layout = sheet.layout
        page = self.book.add_worksheet(layout.name)
        for at, column in enumerate(layout.columns):
            page.set_column(at, at, column.width, None, {"hidden": True} if column.hidden else {})
        page.add_table(
            0, 0, 1, len(layout.columns) - 1,
            {
                "name": f"Tabel_{layout.table}",
                "style": None,
                "columns": [{"header": column.heading, "header_format": self.head} for column in layout.columns],
            },
        )  # fmt: skip
        for at, style in zip(range(len(layout.columns)), itertools.cycle(STYLES), strict=False):
            page.write_blank(1, at, None, self._models[style])
        self._choices(page, layout.columns, max(1, len(sheet.rows)))
        page.set_row(0, row_height([(c.heading, c.width - 2) for c in layout.columns if not c.hidden]))
        page.freeze_panes(1, layout.freeze)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L&A&C{self._mark}&R{shared.SHEET_OF}")

    def _choices(self, page: Any, columns: tuple[Column, ...], n: int) -> None:
        for at, column in enumerate(columns):
            if not column.choices:
                continue
            letter = self._lists[column.choices]
            page.data_validation(
                1, at, n, at,
                {
                    "validate": "list",
                    "source": f"={words.LISTS}!${letter}$1:${letter}${len(column.choices)}",
                    "error_type": "warning" if any("..." in choice for choice in column.choices) else "stop",
                    "error_title": words.VALUE_UNKNOWN,
                    "error_message": words.CHOOSE_FROM_LIST,
                    "ignore_blank": True,
                },
            )  # fmt: skip

    def lists(self) -> None:
        """The hidden sheet with the values to choose."""
        page = self.book.add_worksheet(words.LISTS)
        for choices, letter in self._lists.items():
            for number, choice in enumerate(choices):
                page.write_string(number, ord(letter) - ord("A"), choice, self.text)
        page.hide()
