"""Read a REFI-QDA .qdpx of any tool: its codebook, texts and codings, put on our units where they fit."""

from __future__ import annotations

import bisect
import dataclasses
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from themes.coding.codebook import Codebook
from themes.coding.decisions import UnitFinder
from themes.coding.refi_codes import ReadCode, codebook_from, local, parse_xml, plain_guid, read_codes, version_in
from themes.problems import InvalidTable
from themes.records import NO_CODE, Coding, Finding, Unit
from themes.words import coding as words

LARGEST = 500_000_000  # bytes of one file in the archive
HALF = 0.5  # share of a unit that a selection must cover to code it


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """A coded stretch of a text: `start` and `end` in code points of `Project.texts[source]`, the end excluded."""

    source: str
    start: int
    end: int
    text: str
    code_id: str
    coder: str
    decided_on: str | None = None
    why: str = ""
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Project:
    """What a .qdpx holds: `codings` are its selections on our units; `findings` name what was not taken over."""

    name: str
    origin: str
    codebook: Codebook
    texts: dict[str, str]
    selections: tuple[Selection, ...]
    codings: tuple[Coding, ...]
    findings: tuple[Finding, ...]


def read_qdpx(path: Path, units: Sequence[Unit] = ()) -> Project:
    """Read a project. With `units`, codings are placed on them: by our own id, by position, else by the words.

    Raises InvalidTable when it is no .qdpx and InvalidCodebook when its codes don't make a codebook.
    """
    archive = _Archive(path)
    root = archive.root
    parts: dict[str, list[Any]] = defaultdict(list)
    for child in root:
        parts[local(child)].extend(child)
    holder = [codes for codes in parts["CodeBook"] if local(codes) == "Codes"]
    codes = [code for element in holder for code in read_codes(element)]
    users = {plain_guid(user.get("guid") or ""): user.get("name") or user.get("id") or "" for user in parts["Users"]}
    reader = _Reader(archive, codes, users, _notes(parts["Notes"], archive))
    for element in parts["Sources"]:
        reader.take(element)
    for kind in ("Links", "Sets", "Graphs"):
        if parts[kind]:
            reader.skip(words.TIMES_KIND.format(n=len(parts[kind]), kind=kind))
    own = [code for code in codes if code.kind != "other"]
    codebook = codebook_from(own, version_in(root.get("origin")), path.name)
    codings, lost = place(reader.selections, reader.texts, units)
    return Project(
        root.get("name") or path.stem,
        root.get("origin") or "",
        codebook,
        reader.texts,
        tuple(reader.selections),
        tuple(codings),
        (*reader.findings(path.name), *lost),
    )


class _Archive:
    """The zip of a project; nothing of it is unpacked on disk."""

    def __init__(self, path: Path) -> None:
        remedy = words.EXPORT_AS_QDPX
        try:
            with zipfile.ZipFile(path) as archive:
                if any(entry.file_size > LARGEST for entry in archive.infolist()):
                    raise InvalidTable(words.FILE_TOO_LARGE, where=path.name, remedy=remedy)
                names = {name.rpartition("/")[2].lower(): name for name in archive.namelist()}
                main = next((name for key, name in sorted(names.items()) if key.endswith(".qde")), None)
                if main is None:
                    raise InvalidTable(words.NO_PROJECT_FILE, where=path.name, remedy=remedy)
                self.root = parse_xml(archive.read(main))
                self._texts = {key: archive.read(name) for key, name in names.items() if key.endswith(".txt")}
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise InvalidTable(words.BAD_QDPX, where=path.name, remedy=remedy) from error
        if local(self.root) != "Project":
            raise InvalidTable(words.NO_REFI_PROJECT, where=path.name, remedy=remedy)

    def text_of(self, element: Any) -> str | None:
        """The plain text of a TextSource, Representation or Note, with its own line ends; None when it has none."""
        for child in element:
            if local(child) == "PlainTextContent":
                return child.text or ""
        key = (element.get("plainTextPath") or "").replace("\\", "/").rpartition("/")[2].lower()
        content = self._texts.get(key)
        return None if content is None else content.decode("utf-8-sig", "replace")


class _Reader:
    """Sources of a project become texts and selections."""

    def __init__(
        self, archive: _Archive, codes: Sequence[ReadCode], users: dict[str, str], notes: dict[str, str]
    ) -> None:
        self.texts: dict[str, str] = {}
        self.selections: list[Selection] = []
        self._archive, self._users, self._notes = archive, users, notes
        self._codes = {code.guid: code for code in codes}
        origin = (archive.root.get("origin") or "").lower()
        self._one_break, self._utf16 = origin.startswith("atlas"), "nvivo" in origin
        self._skipped: list[str] = []

    def skip(self, what: str) -> None:
        """Remember what is not taken over."""
        self._skipped.append(what)

    def findings(self, where: str) -> Iterator[Finding]:
        """One finding for each thing that was not taken over."""
        for what in self._skipped:
            yield Finding("note", where, "", words.NOT_TAKEN_OVER.format(what=what), words.KEEP_THE_ORIGINAL)

    def take(self, element: Any) -> None:
        """A source: texts as they are, of a PDF the text beside it."""
        kind, name = local(element), element.get("name") or element.get("guid") or words.NAMELESS
        holders = [child for child in element if local(child) == "Representation"] if kind == "PDFSource" else []
        if kind == "TextSource":
            holders = [element]
        if kind == "PDFSource" and any(local(child) == "PDFSelection" for child in element):
            self.skip(words.CODINGS_ON_PAGES.format(name=name))
        if not holders:
            self.skip(words.SOURCE_OF_KIND.format(name=name, kind=kind))
            return
        text = self._archive.text_of(holders[0])
        if text is None:
            self.skip(words.SOURCE_WITHOUT_TEXT.format(name=name))
            return
        self.texts[name] = text.replace("\r\n", "\n")
        raw = self.texts[name] if self._one_break else text
        for child in [*holders[0], *(element if kind == "PDFSource" else ())]:
            if local(child) == "PlainTextSelection":
                self._selection(name, raw, child)
            elif local(child) == "Coding":
                self.skip(words.CODING_ON_WHOLE.format(name=name))

    def _selection(self, source: str, raw: str, element: Any) -> None:
        try:
            start, end = int(element.get("startPosition")), int(element.get("endPosition"))
        except (TypeError, ValueError):
            self.skip(words.SELECTION_NOWHERE.format(source=source))
            return
        if self._utf16:
            start, end = (_from_utf16(raw, at) for at in (start, end))
        start, end = (at - raw.count("\r\n", 0, at) for at in (start, end))
        codings = [child for child in element if local(child) == "Coding"]
        if not codings:
            self.skip(words.REMARK_ONLY.format(source=source))
        for coding in codings:
            self._coding(source, max(0, start), end, element.get("name") or "", coding)

    def _coding(self, source: str, start: int, end: int, name: str, element: Any) -> None:
        targets = {local(child): plain_guid(child.get("targetGUID") or "") for child in element}
        code = self._codes.get(targets.get("CodeRef", ""))
        if code is None:
            self.skip(words.CODING_UNKNOWN_CODE.format(source=source))
            return
        if code.kind == "other" and code.id != NO_CODE:
            self.skip(words.TIE_TO_POLICY.format(name=code.name))
            return
        when = re.match(r"\d{4}-\d\d-\d\d", element.get("creationDateTime") or "")
        self.selections.append(
            Selection(
                source,
                start,
                end,
                self.texts[source][start:end],
                code.id,
                self._users.get(plain_guid(element.get("creatingUser") or ""), "") or words.UNKNOWN,
                when[0] if when else None,
                self._notes.get(targets.get("NoteRef", ""), ""),
                name,
            )
        )


def _notes(elements: Sequence[Any], archive: _Archive) -> dict[str, str]:
    return {plain_guid(note.get("guid") or ""): archive.text_of(note) or "" for note in elements}


def _from_utf16(text: str, at: int) -> int:
    """A position in UTF-16 units as one in code points."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, at)].decode("utf-16-le", "ignore"))


def place(
    found: Sequence[Selection], texts: dict[str, str], units: Sequence[Unit]
) -> tuple[list[Coding], list[Finding]]:
    """Selections as codings of units: the unit that the selection is named after, else those of which it covers half
    (same file name), else the unit with the same words. Each that fits nowhere is a finding.
    """
    if not units:
        return [], []
    by_id = {unit.unit_id: unit for unit in units}
    finder = UnitFinder(units)
    per_source: dict[str, list[tuple[int, int, Unit]]] = defaultdict(list)
    for unit in units:
        numbers = [int(number) for number in re.findall(r"\d+", unit.spans)]
        if numbers:
            for key in {unit.source.casefold(), _stem(unit.source)}:
                per_source[key].append((min(numbers), max(numbers), unit))
    for rows in per_source.values():
        rows.sort(key=lambda row: (row[0], row[1], row[2].unit_id))
    codings: dict[tuple[str, str, str], Coding] = {}
    lost: list[Finding] = []
    for row in found:
        named = by_id.get(row.name.partition("#")[0])
        here = per_source.get(row.source.casefold()) or per_source.get(_stem(row.source), [])
        targets = [named] if named else _covered(row, here)
        if not targets and (alike := finder.find("", row.text)):
            targets = [alike]
        if not targets:
            said = " ".join(row.text.split())[:80]
            message = words.CODING_FITS_NOWHERE.format(code=row.code_id, who=row.coder, words=said)
            lost.append(Finding("warning", row.source, f"{row.start}-{row.end}", message, words.CODE_IT_AGAIN))
        for unit in targets:
            quote = "" if row.code_id == NO_CODE else row.text if row.text in unit.text else unit.text
            coding = Coding(unit.unit_id, row.code_id, row.coder, 1.0, quote, row.decided_on, row.why)
            codings.setdefault((unit.unit_id, row.code_id, row.coder), coding)
    return list(codings.values()), lost


def _covered(row: Selection, places: Sequence[tuple[int, int, Unit]]) -> list[Unit]:
    """Content units of which the selection covers half, or that hold the whole selection, if the words agree."""
    result = []
    until = bisect.bisect_left(places, row.end, key=lambda place: place[0])
    for start, end, unit in places[:until]:
        shared = min(end, row.end) - max(start, row.start)
        if shared <= 0 or unit.kind not in ("statement", "question", "lead_in", "table_cell"):
            continue
        words, own = _words(row.text), _words(unit.text)
        same = len(words & own) >= HALF * min(len(words), len(own))  # else the other tool counts in another text
        if same and (shared >= HALF * (end - start) or shared == row.end - row.start):
            result.append(unit)
    return result


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _stem(name: str) -> str:
    """A file's name without folder and extension, since tools drop either."""
    return re.sub(r"\.(txt|pdf|docx?|odt|md|html?|rtf|eml)$", "", name.replace("\\", "/").rpartition("/")[2].casefold())
