"""What people wrote in a workbook: kept for good in werkboek_invoer.csv beside the documents, one row a filled-in cell.

Rows are only added; the last row about an item and column is the one that counts. A file is written whole beside
itself and moved into place, with the version before it kept as `NAME.bak`. Rows find their item back by id, else by
the words they were about.

Decisions that are complete go to the files of `themes.policy.people` as well (reacties.csv, oordelen.csv,
geaccepteerd.csv), and rows that people add to those by hand count as cells.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from themes.coding.decisions import UnitFinder
from themes.people_files import replace_file
from themes.records import Finding, Unit
from themes.report.cells import guarded, unguarded
from themes.words import review as words
from themes.words import shared

# kind of entry -> file in the corpus folder
LOG, UNREAD = "werkboek_invoer.csv", "niet_gelezen.csv"
FILES: dict[str, str] = {"reaction": LOG, "verdict": LOG, "gap": LOG, "sample": LOG, "unread": UNREAD}
_HEADER = (
    *("soort", "wanneer", "wie", "nr", "id", "kolom", "waarde", "eerder", "tekst", "bron", "regel"),
    *("tekst in plan", "kenmerk tekst", "kenmerk plan"),
)
TEXT_END, PLAN_END = "_tekst", "_plan"  # keys of the digests of both ends in the hidden cell of a row
STILL = "still"  # field of a cell in which a person says that a decision about a changed text still holds


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """What a cell can be about: a point, a goal or a point of an advice. Shaped as a unit for `UnitFinder`.

    `policy_text` has the words of the plan (of an advice: of the reply and the plan) that the run shows beside it.
    """

    unit_id: str
    number: str
    text: str
    source: str
    line_start: int
    policy_text: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One cell that a person filled in. `field` is the key of the column; `before` the value that stood there.

    The digests are of the words that it was about and of those of the plan beside it, as the person saw them; both ''
    when that wasn't kept. `changed` says in Dutch which of these two differ now: it is worked out and never stored.
    """

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
    policy_text: str = ""
    text_digest: str = ""
    policy_digest: str = ""
    changed: str = ""

    def seen(self, item: Item, shown: Mapping[str, str]) -> Entry:
        """The same entry with both ends as the sheet showed them, else as they are in this run."""
        from themes.policy.people import end_digest

        return dataclasses.replace(
            self,
            text=item.text,
            policy_text=item.policy_text,
            text_digest=shown.get(TEXT_END, end_digest(item.text)),
            policy_digest=shown.get(PLAN_END, end_digest(item.policy_text)),
        )


class People:
    """Everything that people wrote, on the items of now."""

    def __init__(
        self, entries: Iterable[Entry] = (), findings: Iterable[Finding] = (), items: Iterable[Item] = ()
    ) -> None:
        self.entries: tuple[Entry, ...] = tuple(entries)
        self._items = {item.unit_id: item for item in items}
        self.findings: tuple[Finding, ...] = tuple(findings)
        self._about = {entry.item_id for entry in self.entries}
        self._shown: dict[str, dict[str, str]] = {}
        self._last: dict[tuple[str, str, str], Entry] = {}
        changed: dict[tuple[str, str], str] = {}
        for entry in self.entries:
            self._last[entry.kind, entry.item_id, entry.field] = entry
            changed[entry.kind, entry.item_id] = entry.changed
        decided = {(entry.kind, entry.item_id) for entry in self._last.values() if entry.value}
        self._changed = {key: words for key, words in changed.items() if words and key in decided}

    def wrote_about(self, item_id: str) -> bool:
        """Whether anybody wrote anything about an item, emptied cells included."""
        return item_id in self._about

    def value(self, kind: str, item_id: str, field: str) -> str:
        """The last value of a cell, '' when nobody filled it in; that a decision still holds is said once."""
        if field == STILL:
            return ""
        entry = self._last.get((kind, item_id, field))
        return entry.value if entry is not None else ""

    def last(self, kind: str, item_id: str, field: str) -> Entry | None:
        """The last row of a cell."""
        return self._last.get((kind, item_id, field))

    def changed(self, kind: str, item_id: str) -> str:
        """What changed since a person last wrote about an item ('de tekst in het plan'), '' when nothing did.

        With words the decision is suspect: it stays and asks again.
        """
        return self._changed.get((kind, item_id), "")

    def shown(self, item_id: str) -> dict[str, str]:
        """Digests of both ends of an item as this run shows them, for the hidden cells of a sheet; {} without items."""
        from themes.policy.people import end_digest

        item = self._items.get(item_id)
        if item is None:
            return {}
        if item_id not in self._shown:  # a point stands on three sheets
            self._shown[item_id] = {TEXT_END: end_digest(item.text), PLAN_END: end_digest(item.policy_text)}
        return self._shown[item_id]

    def of_kind(self, kind: str) -> list[Entry]:
        """The last rows of a kind that hold a value, in the order in which they were first written."""
        return [entry for entry in self._last.values() if entry.kind == kind and entry.value]


def read_people(corpus: str | Path, items: Sequence[Item]) -> People:
    """Read people's files in the corpus folder and put each row on the item it is about.

    A row whose item is gone goes to the item with (nearly) the same text; one that fits nowhere is a finding and stays
    in the file.
    """
    from themes.policy.placing import changed_ends

    finder = UnitFinder(cast("Sequence[Unit]", items))
    now = {item.unit_id: item for item in items}
    findings: list[Finding] = []
    logged = [entry for _, entry in _read(Path(corpus) / LOG, findings)]
    said = {(entry.kind, entry.item_id, entry.field, entry.value) for entry in logged}
    by_hand = [e for e in _by_hand(Path(corpus), findings) if (e.kind, e.item_id, e.field, e.value) not in said]
    entries: list[Entry] = []
    for entry in sorted([*logged, *by_hand], key=lambda entry: entry.when):
        found = finder.find(entry.item_id, entry.text, entry.source, entry.line_start)
        if found is None:
            shown = entry.text[:80] or entry.item_id
            who = entry.who or words.SOMEBODY
            message = words.ENTRY_FITS_NOWHERE.format(value=entry.value, who=who, text=shown)
            findings.append(Finding("warning", LOG, entry.item_id, message, words.FILL_IN_AGAIN))
            continue
        item = now[found.unit_id]
        changed = changed_ends(entry.text_digest, entry.policy_digest, item.text, item.policy_text)
        entries.append(dataclasses.replace(entry, item_id=found.unit_id, changed=changed))
    people = People(entries, findings, items)
    people.findings += tuple(_asks_again(people, entry) for entry in _suspect(people))
    return people


def _suspect(people: People) -> list[Entry]:
    """The first cell of every decision that asks again."""
    first: dict[tuple[str, str], Entry] = {}
    for kind in FILES:
        for entry in people.of_kind(kind):
            if people.changed(kind, entry.item_id) and entry.field != STILL:
                first.setdefault((kind, entry.item_id), entry)
    return list(first.values())


def _asks_again(people: People, entry: Entry) -> Finding:
    changed = people.changed(entry.kind, entry.item_id)
    shown = entry.text if len(entry.text) <= 80 else entry.text[:79] + "…"
    form = words.ENTRY_CHANGED[f" {shared.AND} " in changed]
    message = form.format(value=entry.value, who=entry.who or words.SOMEBODY, text=shown, what=changed)
    return Finding("note", LOG, entry.item_id, message, words.STILL_RIGHT)


def _by_hand(corpus: Path, findings: list[Finding]) -> list[Entry]:
    """Rows of the files of decisions as cells."""
    from themes.policy.people import read_accepted, read_reactions, read_verdicts

    made: list[Entry] = []
    reactions, wrong = read_reactions(corpus)
    verdicts, wrong_too = read_verdicts(corpus)
    gaps, wrong_as_well = read_accepted(corpus)
    findings.extend([*wrong, *wrong_too, *wrong_as_well])
    rows: list[tuple[str, Any, tuple[tuple[str, str], ...]]] = []
    for row in reactions:
        passed = row.value.startswith(shared.PASSED_ON) and bool(row.where)
        handling = f"{row.value}, {row.where}" if passed else row.value
        changed = "" if passed else row.where
        rows.append(("reaction", row, (("handling", handling), ("changed", changed), ("reason", row.reason))))
    rows += [("verdict", row, (("opinion", row.value), ("remark", row.remark))) for row in verdicts]
    rows += [("gap", row, (("accepted", shared.YES), ("why", row.reason))) for row in gaps]
    for kind, row, cells in rows:
        made += [
            Entry(
                kind,
                row.about,
                field,
                value,
                row.who,
                row.when,
                "",
                "",
                row.text,
                row.source,
                row.line_start,
                row.policy_text,
                row.text_digest,
                row.policy_digest,
            )
            for field, value in cells
            if value
        ]
    return made


def add_decisions(corpus: str | Path, people: People, entries: Iterable[Entry]) -> dict[str, int]:
    """Add what is decided and complete to reacties.csv, oordelen.csv and geaccepteerd.csv; gives rows added by file.

    `people` holds everything that was written, `entries` what is new in it: only items in these are looked at.
    """
    from themes.policy.people import AcceptedGap, Reaction, Verdict, add_rows

    made: dict[tuple[str, str], Reaction | Verdict | AcceptedGap] = {}
    for entry in entries:
        about: dict[str, Any] = {"about": entry.item_id, "who": entry.who, "when": entry.when, "text": entry.text,
                                 "source": entry.source, "line_start": entry.line_start,
                                 "policy_text": entry.policy_text, "text_digest": entry.text_digest,
                                 "policy_digest": entry.policy_digest}  # fmt: skip

        def cell(field: str, entry: Entry = entry) -> str:
            return people.value(entry.kind, entry.item_id, field)

        if entry.kind == "reaction" and cell("handling"):
            value, _, rest = cell("handling").partition(",")
            where = rest.strip() or cell("changed")
            made["reaction", entry.item_id] = Reaction(**about, value=value, reason=cell("reason"), where=where)
        elif entry.kind == "verdict" and cell("opinion"):
            made["verdict", entry.item_id] = Verdict(**about, value=cell("opinion"), remark=cell("remark"))
        elif entry.kind == "gap" and cell("accepted") == shared.YES:
            made["gap", entry.item_id] = AcceptedGap(**about, value=AcceptedGap.VALUES[0], reason=cell("why"))
    counts: dict[str, int] = {}
    complete = [row for row in made.values() if not row.lacks()]
    for file, added in (
        (Reaction.FILE, add_rows(Path(corpus), [row for row in complete if isinstance(row, Reaction)])),
        (Verdict.FILE, add_rows(Path(corpus), [row for row in complete if isinstance(row, Verdict)])),
        (AcceptedGap.FILE, add_rows(Path(corpus), [row for row in complete if isinstance(row, AcceptedGap)])),
    ):
        if added:
            counts[file] = added
    return counts


def add_entries(corpus: str | Path, entries: Iterable[Entry]) -> dict[str, int]:
    """Add rows to people's files; gives the number of rows added by file name."""
    counts: dict[str, int] = {}
    rows = list(entries)
    for name in (LOG, UNREAD):
        own = [entry for entry in rows if FILES[entry.kind] == name]
        if name == UNREAD and own:  # the same cell of the same workbook, read twice
            known = {_same(entry) for _, entry in _read(Path(corpus) / name, [])}
            own = [entry for entry in own if _same(entry) not in known]
        if own:
            _add(Path(corpus) / name, own)
            counts[name] = len(own)
    return counts


def _same(entry: Entry) -> tuple[str, str, str, str]:
    return entry.who, entry.item_id, entry.field, entry.value


def _read(path: Path, findings: list[Finding]) -> list[tuple[int, Entry]]:
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
        kind = values.get("soort", "")
        if kind not in FILES or not values.get("kolom"):
            message, key = words.ROW_UNKNOWN.format(n=number), words.ROW.format(n=number)
            findings.append(Finding("warning", path.name, key, message, words.RESTORE_ROW))
            continue
        line = values.get("regel", "")
        entry = Entry(
            kind, values.get("id", ""), values["kolom"], values.get("waarde", ""), values.get("wie", ""),
            values.get("wanneer", ""), values.get("nr", ""), values.get("eerder", ""), values.get("tekst", ""),
            values.get("bron", ""), int(line) if line.isdigit() else 0, values.get("tekst in plan", ""),
            values.get("kenmerk tekst", ""), values.get("kenmerk plan", ""),
        )  # fmt: skip
        result.append((number, entry))
    return result


def _row(entry: Entry) -> dict[str, str]:
    values = (
        *(entry.kind, entry.when, entry.who, entry.number, entry.item_id, entry.field, entry.value, entry.before),
        *(entry.text, entry.source, str(entry.line_start or "")),
        *(entry.policy_text, entry.text_digest, entry.policy_digest),
    )
    return {head: guarded(value) for head, value in zip(_HEADER, values, strict=True)}


def _add(path: Path, entries: Sequence[Entry]) -> None:
    """Add rows in one move, in the delimiter and the columns of the file; columns it lacks are added to its header."""
    old = path.read_bytes() if path.exists() else b""
    delimiter = "," if old and b";" not in old.split(b"\n", 1)[0] else ";"
    heads = list(_HEADER)
    if old:
        first, end, rest = old.partition(b"\n")
        own = next(csv.reader([first.decode("utf-8-sig", "replace").rstrip("\r")], delimiter=delimiter), [])
        missing = [head for head in _HEADER if head not in own]
        heads = [*own, *missing]
        added = "".join(delimiter + head for head in missing).encode()
        old = first.rstrip(b"\r") + added + (b"\r" if first.endswith(b"\r") else b"") + (end or b"\r\n") + rest
        old += b"" if old.endswith(b"\n") else b"\r\n"
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, heads, restval="", extrasaction="ignore", delimiter=delimiter, lineterminator="\r\n")
    if not old:
        writer.writeheader()
    writer.writerows(_row(entry) for entry in entries)
    start = b"" if old else b"\xef\xbb\xbf"
    replace_file(path, old + start + made.getvalue().encode("utf-8", "replace"))
