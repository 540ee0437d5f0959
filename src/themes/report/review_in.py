"""What people filled in, read back from a workbook or a coding sheet and added to their files.

Rows are found by the hidden id, so they may be sorted, filtered, dropped or mixed with rows of one's own. Only cells
that differ from what stood there when the workbook was made count as filled in. A cell that can't be used is reported
by row and column and kept in niet_gelezen.csv.
"""

from __future__ import annotations

import datetime
import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.decisions import flat
from themes.problems import InvalidTable
from themes.records import Finding, digest
from themes.report.cells import fitting
from themes.report.people import STILL, UNREAD, Entry, Item, People, add_decisions, add_entries, read_people
from themes.report.run_tables import RunTables
from themes.report.sheets import LAYOUTS, YOUR_NAME, Column, Layout
from themes.report.work_rows import work_rows
from themes.words import review as words
from themes.words import shared
from themes.words import workbook as sheet_words

OPEN_ENDED = "..."  # a choice that ends in this may be finished by the person


def read_workbook(
    path: str | Path, tables: RunTables, *, people: People | None = None, decided_on: str = ""
) -> tuple[list[Entry], list[Entry], list[Finding]]:
    """What a person filled in: (reactions and accepted gaps, verdicts and sample, what can't be used).

    Parameters
    ----------
    people : what people wrote before, to see who changed the same cell in the meantime.
    decided_on : ISO date that the rows get.

    Cells that can't be used are rows of kind 'unread' among the reactions. Raises InvalidTable when the file is no
    workbook of this kind.
    """
    book = _open(Path(path))
    reader = _Reader(Path(path).name, work_rows(tables).items, people or People(), _name(book), decided_on)
    for layout in LAYOUTS:
        if layout.name in book.sheetnames and any(column.kind for column in layout.columns):
            reader.sheet(layout, book[layout.name])
    reader.check_rules()
    reactions = [entry for entry in reader.entries if entry.kind in ("reaction", "gap", "unread")]
    verdicts = [entry for entry in reader.entries if entry.kind in ("verdict", "sample")]
    return reactions, verdicts, reader.findings


def read_back(file: str | Path, tables: RunTables, corpus: str | Path) -> tuple[dict[str, int], list[Finding]]:
    """Read a filled-in workbook or coding sheet and add what is new to people's files in the corpus folder.

    Gives the number of added rows by file, and every cell that can't be used. Raises InvalidTable when the file is
    neither.
    """
    file, today = Path(file), datetime.date.today().isoformat()
    names = _open(file).sheetnames
    from themes.coding.sheets import REVIEW

    if REVIEW in names:
        from themes.coding import read_review_sheet, record_decisions

        codings, findings = read_review_sheet(file, list(tables.units), tables.codebook, decided_on=today)
        return {"coding_log.jsonl": record_decisions(Path(corpus), codings, list(tables.units))}, findings
    if not any(layout.name in names for layout in LAYOUTS if any(column.kind for column in layout.columns)):
        remedy = words.USE_WORKBOOK
        raise InvalidTable(words.NO_WORKBOOK, where=file.name, remedy=remedy)
    people = read_people(corpus, work_rows(tables).items)
    reactions, verdicts, findings = read_workbook(file, tables, people=people, decided_on=today)
    new = [*reactions, *verdicts]
    counts = add_entries(corpus, new)
    decided = add_decisions(corpus, People([*people.entries, *new]), new)
    return counts | decided, [*people.findings, *findings]


def _open(path: Path) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(path)  # a cell that looks like a formula is read as what was typed
    except Exception as error:  # openpyxl raises many kinds for a file that is no workbook
        remedy = words.SAVE_XLSX
        raise InvalidTable(words.UNREADABLE, where=path.name, remedy=remedy) from error


def _name(book: Any) -> str:
    """The name that stands behind 'Uw naam' on the sheet Leesmij."""
    if sheet_words.READ_ME not in book.sheetnames:
        return ""
    for cells in book[sheet_words.READ_ME].iter_rows(values_only=True):
        if cells and flat(str(cells[0] or "")) == flat(YOUR_NAME):
            return next((_value(cell) for cell in cells[1:] if _value(cell)), "")
    return ""


def _value(cell: object) -> str:
    """A cell as text: whole numbers without decimals, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return words.TRUE if cell else words.FALSE
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return str(cell).strip()


class _Reader:
    """Rows of the sheets of one workbook become entries, or findings that name sheet, row and column."""

    def __init__(self, name: str, items: Sequence[Item], people: People, who: str, when: str) -> None:
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        self._items = {item.unit_id: item for item in items}
        self._people, self._name, self._when = people, name, when
        self._who = who or words.NOBODY
        self._named = bool(who)
        self._rows: dict[tuple[str, str], int] = {}  # (sheet, id) -> row in which it was met first

    def sheet(self, layout: Layout, page: Any) -> None:
        """All rows of a sheet. Columns are found by their heading, wherever they stand."""
        table = page.iter_rows(values_only=True)
        heads = [_value(cell) for cell in next(table, ())]
        titles = {flat(column.heading): column for column in layout.columns}
        place = {titles[flat(head)].key: at for at, head in enumerate(heads) if flat(head) in titles}
        if "id" not in place:
            self._report(layout, 1, "", words.NO_ID, words.LEAVE_COLUMN)
            return
        for column in layout.columns:
            if column.kind and column.key not in place:
                message = words.NO_COLUMN.format(column=column.heading)
                self._report(layout, 1, column.heading, message, words.RESTORE_COLUMN)
        own = {at: head or words.COLUMN_N.format(n=at + 1) for at, head in enumerate(heads) if flat(head) not in titles}
        for number, cells in enumerate(table, 2):
            values = {key: _value(cells[at]) if at < len(cells) else "" for key, at in place.items()}
            added = {head: _value(cells[at]) for at, head in own.items() if at < len(cells) and _value(cells[at])}
            self._row(layout, number, values, added)

    def check_rules(self) -> None:
        """What a row still lacks: a place for what was taken over, a reason for all else."""
        named = {entry.item_id: entry for entry in self.entries if entry.field == "handling" and entry.value}
        now: dict[tuple[str, str], str] = {(e.item_id, e.field): e.value for e in self.entries}
        for item_id, entry in named.items():
            needed, title = (
                ("changed", shared.CHANGED) if entry.value == shared.TAKEN_OVER else ("reason", shared.REASON)
            )
            if entry.value == shared.TO_DECIDE:
                continue
            if not now.get((item_id, needed), self._people.value("reaction", item_id, needed)):
                message = words.TEXT_NEEDED.format(number=entry.number, value=entry.value, column=title)
                self.findings.append(
                    Finding("note", self._name, words.POINT.format(number=entry.number), message, words.FILL_IN)
                )
        if self.entries and not self._named:
            message = words.NO_NAME.format(sheet=sheet_words.READ_ME, kept_as=words.NOBODY)
            self.findings.append(Finding("note", self._name, sheet_words.READ_ME, message, words.GIVE_NAME))

    def _row(self, layout: Layout, number: int, values: Mapping[str, str], added: Mapping[str, str]) -> None:
        item = self._items.get(values.get("id", ""))
        for head, value in added.items():
            message = words.ADDED_COLUMN.format(column=head, value=_shown(value))
            self._unread(layout, number, head, value, message, words.TEXT_KEPT.format(file=UNREAD), item)
        if item is None:
            self._stray(layout, number, values)
            return
        if values.get("digest") and values["digest"] != digest(fitting(values.get("text", ""))):
            self._edited(layout, number, values, item)
        issued = _issued(values.get("issued", ""))
        for column in layout.columns:
            value = values.get(column.key, "")
            if not column.kind or value == issued.get(column.key, "") or not value:
                continue
            self._cell(layout, number, column, value, item, issued)

    def _cell(
        self, layout: Layout, number: int, column: Column, value: str, item: Item, issued: Mapping[str, str]
    ) -> None:
        if flat(value) == sheet_words.WIPE:
            chosen: str | None = ""
        else:
            chosen = _choice(value, column.choices) if column.choices else value
        if chosen is None:
            near = difflib.get_close_matches(value, column.choices, n=1, cutoff=0.5)
            remedy = (
                shared.DID_YOU_MEAN.format(name=near[0])
                if near
                else shared.CHOOSE_FROM.format(names="; ".join(column.choices))
            )
            message = words.VALUE_UNKNOWN.format(value=_shown(value), column=column.heading)
            self._unread(layout, number, column.heading, value, message, remedy, item)
            return
        stored = self._people.last(column.kind, item.unit_id, column.key) if column.key != STILL else None
        before = stored.value if stored is not None else ""
        if chosen == before:
            return
        if stored is not None and before != issued.get(column.key, ""):
            message = words.CHANGED_MEANWHILE.format(
                column=column.heading, who=stored.who or words.NOBODY, value=_shown(before)
            )
            self._report(layout, number, column.heading, message, words.BOTH_KEPT)
        self._twice(layout, number, column, chosen, item)
        entry = Entry(
            column.kind, item.unit_id, column.key, chosen, self._who, self._when, item.number, before,
            source=item.source, line_start=item.line_start,
        )  # fmt: skip
        self.entries.append(entry.seen(item, issued))

    def _twice(self, layout: Layout, number: int, column: Column, value: str, item: Item) -> None:
        """Say so when one workbook says two things about the same cell, on one sheet or on two."""
        for entry in self.entries:
            same = (entry.kind, entry.item_id, entry.field) == (column.kind, item.unit_id, column.key)
            if same and entry.value != value:
                message = words.SAID_TWICE.format(number=item.number, value=_shown(entry.value))
                self._report(layout, number, column.heading, message, words.BOTH_KEPT)
                return

    def _stray(self, layout: Layout, number: int, values: Mapping[str, str]) -> None:
        """A row that belongs to nothing in this run: kept when a person wrote in it."""
        shown = {column.heading: values.get(column.key, "") for column in layout.columns if not column.hidden}
        typed = any(values.get(column.key) for column in layout.columns if column.kind)
        own = not values.get("id") and any(shown.values())
        if layout.empty and layout.empty in values.values() and not typed:
            return
        if not typed and not own:
            return
        text = json.dumps({key: value for key, value in shown.items() if value}, ensure_ascii=False)
        remedy = words.ROW_KEPT.format(file=UNREAD)
        self._unread(
            layout, number, words.WHOLE_ROW, text, words.STRAY if values.get("id") else words.STRAY_NO_ID, remedy, None
        )

    def _edited(self, layout: Layout, number: int, values: Mapping[str, str], item: Item) -> None:
        title = next(column.heading for column in layout.columns if column.key == "text")
        message = words.TEXT_CHANGED
        self._unread(layout, number, title, values.get("text", ""), message,
                     words.CHANGE_KEPT.format(file=UNREAD), item)  # fmt: skip

    def _unread(self, layout: Layout, number: int, head: str, value: str, message: str, remedy: str,
                item: Item | None) -> None:  # fmt: skip
        self._report(layout, number, head, message, remedy)
        about = item or Item("", "", "", "", 0)
        field = f"{words.ROW_OF.format(sheet=layout.name, n=number)}, {head}"
        entry = Entry("unread", about.unit_id, field, value, self._who, self._when, about.number, "", about.text,
                      about.source, about.line_start)  # fmt: skip
        self.entries.append(entry)

    def _report(self, layout: Layout, number: int, head: str, message: str, remedy: str) -> None:
        key = words.ROW_OF.format(sheet=layout.name, n=number) + (f", {head}" if head else "")
        self.findings.append(Finding("warning", self._name, key, message, remedy))


def _issued(text: str) -> dict[str, str]:
    """What stood in the cells when the workbook was made."""
    try:
        made = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(key): str(value).strip() for key, value in made.items()} if isinstance(made, dict) else {}


def _choice(value: str, choices: Sequence[str]) -> str | None:
    """The choice that a value is, whatever its case and white space; None when it is none."""
    for choice in choices:
        if flat(value) == flat(choice):
            return choice
        if choice.endswith(OPEN_ENDED) and flat(value).startswith(flat(choice.removesuffix(OPEN_ENDED)).split(",")[0]):
            return value
    return None


def _shown(value: str) -> str:
    return value if len(value) <= 80 else value[:79] + "…"
