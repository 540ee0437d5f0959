"""What people wrote in a workbook: kept for good in CSV files beside the documents, one row a filled-in cell.

Rows are only added; the last row about an item and column is the one that counts. A file is written whole beside
itself and moved into place, with the version before it kept as `NAME.bak`. Rows find their item back by id, else by
the words they were about.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

from themes.coding.decisions import UnitFinder
from themes.records import Finding, Unit
from themes.report.cells import guarded, unguarded

# kind of entry -> file in the corpus folder
FILES: dict[str, str] = {
    "reaction": "reacties.csv",
    "verdict": "oordelen.csv",
    "gap": "geaccepteerd.csv",
    "sample": "steekproef.csv",
    "unread": "niet_gelezen.csv",
}
_HEADER = ("wanneer", "wie", "nr", "id", "kolom", "waarde", "eerder", "tekst", "bron", "regel")


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """What a cell can be about: a point, a goal or a point of an advice. Shaped as a unit for `UnitFinder`."""

    unit_id: str
    number: str
    text: str
    source: str
    line_start: int


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One cell that a person filled in. `field` is the key of the column; `before` the value that stood there."""

    kind: str  # a key of FILES
    item_id: str
    field: str
    value: str
    who: str = ""
    when: str = ""
    number: str = ""
    before: str = ""
    text: str = ""
    source: str = ""
    line_start: int = 0


class People:
    """Everything that people wrote, on the items of now."""

    def __init__(self, entries: Iterable[Entry] = (), findings: Iterable[Finding] = ()) -> None:
        self.entries: tuple[Entry, ...] = tuple(entries)
        self.findings: tuple[Finding, ...] = tuple(findings)
        self._last: dict[tuple[str, str, str], Entry] = {}
        for entry in self.entries:
            self._last[entry.kind, entry.item_id, entry.field] = entry

    def value(self, kind: str, item_id: str, field: str) -> str:
        """The last value of a cell, '' when nobody filled it in."""
        entry = self._last.get((kind, item_id, field))
        return entry.value if entry is not None else ""

    def last(self, kind: str, item_id: str, field: str) -> Entry | None:
        """The last row of a cell."""
        return self._last.get((kind, item_id, field))

    def of_kind(self, kind: str) -> list[Entry]:
        """The last rows of a kind that hold a value, in the order in which they were first written."""
        return [entry for entry in self._last.values() if entry.kind == kind and entry.value]


def read_people(corpus: str | Path, items: Sequence[Item]) -> People:
    """Read people's files in the corpus folder and put each row on the item it is about.

    A row whose item is gone goes to the item with (nearly) the same text; one that fits nowhere is a finding and stays
    in the file.
    """
    finder = UnitFinder(cast("Sequence[Unit]", items))
    entries: list[Entry] = []
    findings: list[Finding] = []
    for kind, name in FILES.items():
        if kind == "unread":
            continue
        for number, entry in _read(Path(corpus) / name, kind, findings):
            found = finder.find(entry.item_id, entry.text, entry.source, entry.line_start)
            if found is None:
                shown = entry.text[:80] or entry.item_id
                message = f"Rij {number}: '{entry.value}' gaat over een punt dat er niet meer is: '{shown}'."
                findings.append(Finding("warning", name, f"rij {number}", message, "Vul het opnieuw in."))
                continue
            entries.append(dataclasses.replace(entry, item_id=found.unit_id))
    return People(entries, findings)


def add_entries(corpus: str | Path, entries: Iterable[Entry]) -> dict[str, int]:
    """Add rows to people's files; gives the number of rows added by file name."""
    counts: dict[str, int] = {}
    rows = list(entries)
    for kind, name in FILES.items():
        own = [entry for entry in rows if entry.kind == kind]
        if kind == "unread" and own:  # the same cell of the same workbook, read twice
            known = {_same(entry) for _, entry in _read(Path(corpus) / name, kind, [])}
            own = [entry for entry in own if _same(entry) not in known]
        if own:
            _add(Path(corpus) / name, own)
            counts[name] = len(own)
    return counts


def _same(entry: Entry) -> tuple[str, str, str, str]:
    return entry.who, entry.item_id, entry.field, entry.value


def _read(path: Path, kind: str, findings: list[Finding]) -> list[tuple[int, Entry]]:
    if not path.exists():
        return []
    text = path.read_bytes().decode("utf-8-sig", "replace")
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    result = []
    for number, row in enumerate(reader, 2):
        values = {key: unguarded(str(value or "")) for key, value in row.items() if key in _HEADER}
        if not any(values.values()):
            continue
        if not values.get("kolom") or not (kind == "unread" or values.get("id") or values.get("tekst")):
            message = f"Rij {number} heeft geen id of kolom en telt niet mee."
            findings.append(Finding("warning", path.name, f"rij {number}", message, "Herstel de rij."))
            continue
        line = values.get("regel", "")
        entry = Entry(
            kind, values.get("id", ""), values["kolom"], values.get("waarde", ""), values.get("wie", ""),
            values.get("wanneer", ""), values.get("nr", ""), values.get("eerder", ""), values.get("tekst", ""),
            values.get("bron", ""), int(line) if line.isdigit() else 0,
        )  # fmt: skip
        result.append((number, entry))
    return result


def _row(entry: Entry) -> list[Any]:
    values = (entry.when, entry.who, entry.number, entry.item_id, entry.field, entry.value, entry.before, entry.text,
              entry.source, str(entry.line_start or ""))  # fmt: skip
    return [guarded(value) for value in values]


def _add(path: Path, entries: Sequence[Entry]) -> None:
    """Add rows in one move, in the delimiter that the file has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_bytes() if path.exists() else b""
    delimiter = "," if old and b";" not in old.split(b"\n", 1)[0] else ";"
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\r\n")
    if old:
        shutil.copy2(path, path.with_name(path.name + ".bak"))
        old += b"" if old.endswith(b"\n") else b"\r\n"
    else:
        writer.writerow(_HEADER)
    writer.writerows(_row(entry) for entry in entries)
    start = b"" if old else b"\xef\xbb\xbf"
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(old + start + made.getvalue().encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
