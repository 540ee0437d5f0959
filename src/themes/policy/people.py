"""What people decide about statements, advice and gaps: reactions, verdicts, accepted gaps, in CSV beside the corpus.

The tool reads these files and adds rows that come in through the sheets; it never writes a decision of its own, never
changes a row and never takes one out. A new decision about the same thing is a new row, and the last row counts. Rows
keep the words that they were about, with digests of the statement and of the policy text, so that a later run can see
that one of them changed (`themes.policy.placing`).
"""

from __future__ import annotations

import csv
import dataclasses
import difflib
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Self, TypeVar

from themes.people_files import replace_file
from themes.problems import InvalidTable
from themes.records import Finding, digest
from themes.words import policy as words
from themes.words.shared import HANDLING, OPINION

REACTIONS = tuple(value.split(",")[0] for value in HANDLING)  # without what is filled in behind the comma
VERDICTS = OPINION
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_BOM = "\ufeff"


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """What every decision holds: what it is about, who, when, and both ends as they were."""

    about: str  # id of a statement, an advice or a theme
    value: str = ""
    who: str = ""
    when: str = ""  # ISO date
    text: str = ""  # words of what it is about, as they were
    text_digest: str = ""
    policy_text: str = ""  # words of the plan that were shown beside it
    policy_digest: str = ""
    source: str = ""
    line_start: int = 0

    def with_digests(self) -> Self:
        """The same row with the digests of both ends as they are in it."""
        return dataclasses.replace(self, text_digest=end_digest(self.text), policy_digest=end_digest(self.policy_text))


@dataclasses.dataclass(frozen=True, slots=True)
class Reaction(_Row):
    """What the municipality did with a statement or advice ('Verwerking'). Only people fill this in."""

    FILE: ClassVar[str] = "reacties.csv"
    VALUES: ClassVar[tuple[str, ...]] = REACTIONS
    TABLE: ClassVar[str] = "reacties"
    reason: str = ""
    where: str = ""  # where the plan was changed, or to whom it was passed on

    def lacks(self) -> str:
        """What is compulsory and missing, in Dutch; empty when the row is complete."""
        if self.value == REACTIONS[0] and not self.where.strip():
            return words.WHERE_MISSING.format(value=self.value)
        if self.value != REACTIONS[0] and not self.reason.strip():
            return words.REASON_MISSING.format(value=self.value)
        return ""


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict(_Row):
    """What the adviser thinks of it ('Oordeel ASD'). Only people fill this in."""

    FILE: ClassVar[str] = "oordelen.csv"
    VALUES: ClassVar[tuple[str, ...]] = VERDICTS
    TABLE: ClassVar[str] = "oordelen"
    remark: str = ""

    def lacks(self) -> str:
        """Nothing is compulsory beside the value."""
        return ""


@dataclasses.dataclass(frozen=True, slots=True)
class AcceptedGap(_Row):
    """A gap that someone accepts, with reason, name and date. The gap stays a row in every table."""

    FILE: ClassVar[str] = "geaccepteerd.csv"
    VALUES: ClassVar[tuple[str, ...]] = (words.ACCEPTED,)
    TABLE: ClassVar[str] = "geaccepteerd"
    reason: str = ""

    def lacks(self) -> str:
        """What is compulsory and missing, in Dutch; empty when the row is complete."""
        names = [(words.THE_REASON, self.reason), (words.THE_NAME, self.who), (words.THE_DATE, self.when)]
        missing = [name for name, value in names if not value.strip()]
        return words.GAP_LACKS.format(names=words.AND.join(missing)) if missing else ""


D = TypeVar("D", Reaction, Verdict, AcceptedGap)
HEADS = words.HEADS  # field -> head of its column


def end_digest(text: str) -> str:
    """Digest of the words of one end, spacing left out of account; empty for no words."""
    words = " ".join(text.split())
    return digest("end", words) if words else ""


def read_reactions(path: Path) -> tuple[list[Reaction], list[Finding]]:
    """Rows of reacties.csv (a file, or the corpus folder that holds it), with what is amiss."""
    return _read(Reaction, path)


def read_verdicts(path: Path) -> tuple[list[Verdict], list[Finding]]:
    """Rows of oordelen.csv (a file, or the corpus folder that holds it), with what is amiss."""
    return _read(Verdict, path)


def read_accepted(path: Path) -> tuple[list[AcceptedGap], list[Finding]]:
    """Rows of geaccepteerd.csv (a file, or the corpus folder that holds it), with what is amiss."""
    return _read(AcceptedGap, path)


def add_rows(folder: Path, rows: Sequence[D]) -> int:
    """Add decisions to their file in the corpus folder; gives how many were added.

    A row that says what the last row of that person about that thing says already adds nothing. All that the file
    holds stays as it is, also columns and rows that the tool can't read; the version before is kept beside it as
    NAME.bak, and the new one is moved into place at once. Raises InvalidTable, with every failure and nothing written,
    when a value isn't known or something compulsory is missing.
    """
    if not rows:
        return 0
    kind = type(rows[0])
    failures = [f"{row.about}: {wrong}" for row in rows if (wrong := _wrong(row))]
    if failures:
        raise InvalidTable(words.NOT_KEPT, where=kind.FILE, failures=tuple(failures))
    known, _ = _read(kind, folder)
    last = {(row.about, row.who): row for row in known}
    added: list[D] = []
    for row in rows:
        row = row.with_digests() if not row.text_digest else row
        before = last.get((row.about, row.who))
        if before is not None and dataclasses.replace(before, when=row.when) == row:
            continue
        last[row.about, row.who] = row
        added.append(row)
    if added:
        _append(folder / kind.FILE, kind, added)
    return len(added)


def _wrong(row: Reaction | Verdict | AcceptedGap) -> str:
    if not row.about.strip():
        return words.ABOUT_MISSING
    if row.value not in row.VALUES:
        return words.UNKNOWN_VALUE.format(value=row.value)
    return row.lacks()


def _fields(kind: type[D]) -> list[str]:
    names = {field.name for field in dataclasses.fields(kind)}
    return [name for name in HEADS if name in names]


def _read(kind: type[D], path: Path) -> tuple[list[D], list[Finding]]:
    """The rows that can be read, in order, and a finding for each that can't or that lacks something."""
    path = path / kind.FILE if path.is_dir() else path
    if not path.exists():
        return [], []
    text, _ = _decoded(path.read_bytes())
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    findings: list[Finding] = []
    rows: list[D] = []
    if not lines:
        return [], []
    columns = _columns(lines[0])
    if "about" not in columns or ("value" not in columns and kind is not AcceptedGap):
        message = words.HEAD_MISSING.format(file=kind.FILE)
        return [], [Finding("error", kind.TABLE, kind.FILE, message, words.RESTORE_HEAD)]
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: _unescaped(cells[at]) for name, at in columns.items() if at < len(cells)}
        row, message = _made(kind, values)
        if message:
            remedy = words.MEND_THE_ROW if row is None else ""
            findings.append(
                Finding(
                    "warning",
                    kind.TABLE,
                    words.ROW.format(number=number),
                    words.ROW_IN_FILE.format(file=kind.FILE, number=number, message=message),
                    remedy,
                )
            )
        if row is not None:
            rows.append(row)
    return rows, findings


def _made(kind: type[D], values: dict[str, str]) -> tuple[D | None, str]:
    """A row from its cells, or None; and what is wrong with it, in Dutch."""
    fields = set(_fields(kind))
    given = {name: value for name, value in values.items() if name in fields and name != "line_start"}
    if kind is AcceptedGap and not given.get("value", "").strip():
        given["value"] = AcceptedGap.VALUES[0]
    written = given.get("value", "")
    value, more = _known(written, kind.VALUES)
    if not given.get("about", "").strip():
        return None, words.ID_MISSING
    if value is None:
        near = difflib.get_close_matches(written.strip().lower(), [each.lower() for each in kind.VALUES], 1, 0.5)
        meant = next((each for each in kind.VALUES if near and each.lower() == near[0]), None)
        return None, words.UNKNOWN_VALUE.format(value=written) + (words.MEANT.format(value=meant) if meant else "")
    given["value"] = value
    if more and "where" in fields and not given.get("where"):
        given["where"] = more
    line = values.get("line_start", "").strip()
    row = kind(**given, line_start=int(line) if line.isdecimal() else 0)
    return row, row.lacks()


def _known(written: str, values: Sequence[str]) -> tuple[str | None, str]:
    """The value meant, whatever its case and spacing, and words after it ('..., doorgegeven aan ...')."""
    flat = " ".join(written.split())
    for value in sorted(values, key=len, reverse=True):
        if flat.lower() == value.lower():
            return value, ""
        if flat.lower().startswith(value.lower() + ","):
            return value, flat[len(value) + 1 :].strip()
    return None, ""


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Field -> place of its column, by the heads of the file, in any order and case; the first of a name counts."""
    by_head = {head: name for name, head in HEADS.items()} | {name: name for name in HEADS}
    found: dict[str, int] = {}
    for at, head in enumerate(header):
        name = by_head.get(" ".join(head.replace(_BOM, "").split()).lower())
        if name is not None:
            found.setdefault(name, at)
    return found


def _decoded(data: bytes) -> tuple[str, str]:
    """Text and encoding of a file: UTF-8, else what Excel on Windows writes."""
    try:
        return data.decode("utf-8-sig", "surrogatepass"), "utf-8-sig" if data.startswith(_BOM.encode()) else "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";,\t", key=first.count) if any(sign in first for sign in ";,\t") else ";"


def _escaped(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def _unescaped(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def _append(path: Path, kind: type[D], rows: Sequence[D]) -> None:
    """Write the file with rows added at its end, in one move; what it held stays byte for byte, but for the header."""
    before = path.read_bytes() if path.exists() else b""
    text, encoding = _decoded(before)
    delimiter = _delimiter(text)
    heads, body = _header(text, kind, delimiter)
    places = _columns(heads)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        cells = [""] * len(heads)
        for name in _fields(kind):
            cells[places[name]] = _escaped(getattr(row, name))
        writer.writerow(cells)
    if body and not body.endswith(("\n", "\r")):
        body += "\r\n"
    whole = body + buffer.getvalue()
    if _count(whole, delimiter) != _count(body, delimiter) + len(rows):
        raise InvalidTable(words.FILE_DAMAGED, where=str(path), remedy=words.MEND_IN_EXCEL)
    try:
        data = whole.encode(encoding if before else "utf-8-sig", *(() if encoding == "cp1252" else ("surrogatepass",)))
    except UnicodeEncodeError:  # a file of old Excel that must hold a sign it can't
        data = whole.encode("utf-8-sig", "surrogatepass")
    replace_file(path, data)


def _count(text: str, delimiter: str) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _header(text: str, kind: type[D], delimiter: str) -> tuple[list[str], str]:
    """The heads of a file and its text; columns that the tool needs and that aren't there are added at the end."""
    wanted = _fields(kind)
    if not text.strip():
        own = [HEADS[name] for name in wanted]
        return own, delimiter.join(own) + "\r\n"
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), delimiter=delimiter)
    heads: list[str] = next(reader)
    missing: list[str] = [HEADS[name] for name in wanted if name not in _columns(heads)]
    if not missing:
        return heads, text
    at = len("".join(lines[: reader.line_num]).rstrip("\r\n"))
    return [*heads, *missing], text[:at] + delimiter + delimiter.join(missing) + text[at:]
