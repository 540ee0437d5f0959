"""A project as REFI-QDA .qdpx: texts, codebook, codings, coders, documents as cases, goals as codes."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes.coding.codebook import Codebook
from themes.coding.refi_codes import (
    OTHER_ID,
    as_bytes,
    code_elements,
    describe,
    fit_for_xml,
    guid,
    maker,
    origin_of,
)
from themes.records import NO_CODE, Coding, Document, Goal, Source, Trace, Unit
from themes.words import coding as words

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
NEAR = 120  # signs between two spans of a unit (a page number, say) that one selection may run over
VARIABLES = {
    "role": (words.ROLE, "Text"),
    "municipality": (words.MUNICIPALITY, "Text"),
    "meeting": (words.MEETING, "Text"),
    "held_on": (words.DATE, "Date"),
    "speakers": (words.WHO_SPOKE, "Text"),
    "version": (words.VERSION, "Text"),
}
ANSWERS = {
    "none": words.NOT_IN_POLICY,
    "approach": words.ONLY_IN_EXPLANATION,
    "unsure": words.POLICY_UNSURE,
}


def write_qdpx(
    path: Path,
    *,
    sources: Sequence[Source],
    units: Sequence[Unit],
    codings: Iterable[Coding],
    codebook: Codebook,
    documents: Sequence[Document] = (),
    goals: Sequence[Goal] = (),
    trace: Iterable[Trace] = (),
    name: str = "Themes",
    utf16_offsets: bool = False,
    guids: Mapping[str, str] | None = None,
) -> list[str]:
    """Write a project for NVivo, ATLAS.ti, MAXQDA, QualCoder and others; gives what could not be carried, in Dutch.

    Each coded unit is a selection in the text of its source (`Unit.spans`, code points, end excluded). Every coder is
    a user. With `goals` and `trace`, the goals are codes under 'Beleidsdoelen' and the answers are codings.
    `utf16_offsets` counts as NVivo does, which differs only behind signs above U+FFFF. The same input gives the same
    bytes.
    """
    work = _Work(codebook, utf16_offsets, guids or {})
    by_id = {unit.unit_id: unit for unit in units}
    texts = {source.path: source_text(source) for source in sources}
    rows = [*codings, *_answers(trace, {goal.goal_id for goal in goals})]
    per_source: dict[str, dict[str, list[Coding]]] = defaultdict(lambda: defaultdict(list))
    for coding in rows:
        unit = by_id.get(coding.unit_id)
        if unit is None or unit.source not in texts:
            work.lost[words.CODING_WITHOUT_STATEMENT] += 1
        else:
            per_source[unit.source][unit.unit_id].append(coding)
    make = work.make
    origin = origin_of(codebook.version) + (", posities als NVivo" if utf16_offsets else "")
    project = make("Project", name=fit_for_xml(name), origin=origin)
    coders = sorted({coding.coder for coding in rows})
    if coders:
        users = make("Users", project)
        for coder in coders:
            make("User", users, guid=guid("user", coder), name=fit_for_xml(coder))
    codes = make("Codes", make("CodeBook", project))
    codes.extend(code_elements(codebook, make, work.guids))
    _other_codes(work, codes, goals, rows)
    if documents:
        _variables(work, project)
    cases = make("Cases", project) if documents else None
    if sources:
        holder = make("Sources", project)
        for source in sources:
            _source(work, holder, source, texts[source.path], by_id, per_source[source.path])
    for document in documents:
        _case(work, cases, document, by_id)
    if work.notes:
        make("Notes", project).extend(work.notes)
    _zip(path, as_bytes(project), {f"{guid('source', key)}.txt": text for key, text in texts.items()})
    return [words.TIMES.format(count=count, what=what) for what, count in sorted(work.lost.items())]


class _Work:
    """What the parts of one export share."""

    def __init__(self, codebook: Codebook, utf16: bool, guids: Mapping[str, str]) -> None:
        self.make = maker(PROJECT_SPACE)
        self.known = {code.id for code in codebook.codes}
        self.other: set[str] = set()
        self.guids = guids
        self.utf16 = utf16
        self.notes: list[Any] = []
        self.lost: dict[str, int] = defaultdict(int)
        self.selections: dict[str, list[str]] = {}

    def code_guid(self, code_id: str) -> str | None:
        """GUID of a code that is written, None for one that is not."""
        if code_id in self.known:
            return self.guids.get(code_id) or guid("code", code_id)
        return guid("other", code_id) if code_id in self.other else None

    def position(self, text: str, at: int) -> int:
        """A position as the file counts it."""
        return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 if self.utf16 else at


def source_text(source: Source) -> str:
    """The text that is written for a source: as `Source.text`, sign by sign, without what moves positions elsewhere."""
    return fit_for_xml(source.text).replace("\r", " ").replace("\ufeff", " ")


def selections(spans: str, text: str) -> list[tuple[int, int]]:
    """Stretches (start, end) of a unit: spans joined when little or nothing but white space lies between them.

    >>> selections("0-3 4-7 300-305", "een twee" + " woord" * 60)
    [(0, 7), (300, 305)]
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(tuple(map(int, part.split("-"))) for part in spans.split()):  # type: ignore[misc]
        if joined and (start - joined[-1][1] <= NEAR or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _answers(trace: Iterable[Trace], goals: set[str]) -> list[Coding]:
    """Where the plan speaks of a statement, as codings with goals and answers as codes."""
    rows = []
    for row in trace:
        code = row.goal_id if row.found in ("result", "partly") and row.goal_id in goals else None
        code = f"doel:{code}" if code else f"antwoord:{row.found}" if row.found in ANSWERS else None
        if code:
            rows.append(Coding(row.unit_id, code, "rules", row.score, ""))
    return rows


def _other_codes(work: _Work, codes: Any, goals: Sequence[Goal], rows: Sequence[Coding]) -> None:
    """Codes that are no part of the codebook: the decision that none fits, and the goals with the answers."""
    make = work.make
    used = {coding.code_id for coding in rows}

    def add(parent: Any, code_id: str, name: str, *, codable: bool = True, text: str = "") -> Any:
        work.other.add(code_id)
        flag = "true" if codable else "false"
        element = make("Code", parent, guid=guid("other", code_id), name=fit_for_xml(name), isCodable=flag)
        make("Description", element).text = describe([(words.DEFINITION, text), (OTHER_ID, code_id)])
        return element

    if used & {NO_CODE, ""}:
        add(codes, NO_CODE, words.NO_CODE_FITS_AT_ALL)
    answers = [key for key in ANSWERS if f"antwoord:{key}" in used]
    if not goals and not answers:
        return
    top = add(codes, "beleidsdoelen", words.POLICY_GOALS, codable=False)
    made: dict[str, Any] = {}
    for goal in goals:
        shown = goal.text if len(goal.text) <= 120 else goal.text[:119] + "…"
        title = f"{goal.number}: {shown}" if goal.number else shown
        made[goal.goal_id] = add(top, f"doel:{goal.goal_id}", title, text=goal.text)
    for goal in goals:
        if goal.parent_id in made and not _under(made[goal.parent_id], made[goal.goal_id]):
            made[goal.parent_id].append(made[goal.goal_id])
    for key in answers:
        add(top, f"antwoord:{key}", ANSWERS[key])


def _under(element: Any, ancestor: Any) -> bool:
    return element is ancestor or any(parent is ancestor for parent in element.iterancestors())


def _variables(work: _Work, project: Any) -> None:
    variables = work.make("Variables", project)
    for key, (name, kind) in VARIABLES.items():
        work.make("Variable", variables, guid=guid("variable", key), name=name, typeOfVariable=kind)


def _values(work: _Work, parent: Any, document: Document) -> None:
    for key, (_, kind) in VARIABLES.items():
        value = getattr(document, key)
        if value is None or (kind == "Date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
            continue
        holder = work.make("VariableValue", parent)
        work.make("VariableRef", holder, targetGUID=guid("variable", key))
        work.make(f"{kind}Value", holder).text = fit_for_xml(value)


def _case(work: _Work, cases: Any, document: Document, by_id: Mapping[str, Unit]) -> None:
    """A document as a case: its title, its fields, and the selections of its units."""
    name = document.title or document.source
    case = work.make("Case", cases, guid=guid("document", document.document_id), name=fit_for_xml(name))
    _values(work, case, document)
    for unit_id, own in work.selections.items():
        if by_id[unit_id].document_id == document.document_id:
            for target in own:
                work.make("SelectionRef", case, targetGUID=target)


def _source(
    work: _Work, holder: Any, source: Source, text: str, by_id: Mapping[str, Unit], coded: Mapping[str, list[Coding]]
) -> None:
    own = guid("source", source.path)
    element = work.make(
        "TextSource", holder, guid=own, name=fit_for_xml(source.path), plainTextPath=f"internal://{own}.txt"
    )
    for unit in sorted((by_id[unit_id] for unit_id in coded), key=lambda unit: (unit.line_start, unit.unit_id)):
        places = [place for place in selections(unit.spans, text) if place[1] <= len(text)]
        if not places:
            work.lost[words.CODING_WITHOUT_PLACE] += len(coded[unit.unit_id])
            continue
        if len(places) > 1:
            work.lost[words.IN_PIECES] += 1
        for number, (start, end) in enumerate(places):
            _selection(work, element, unit, number, (work.position(text, start), work.position(text, end)), coded)


def _selection(
    work: _Work, element: Any, unit: Unit, number: int, place: tuple[int, int], coded: Mapping[str, list[Coding]]
) -> None:
    own = guid("selection", unit.unit_id, number)
    selection = work.make(
        "PlainTextSelection",
        element,
        guid=own,
        name=unit.unit_id if number == 0 else f"{unit.unit_id}#{number + 1}",
        startPosition=str(place[0]),
        endPosition=str(place[1]),
    )
    work.selections.setdefault(unit.unit_id, []).append(own)
    for coding in sorted(coded[unit.unit_id], key=lambda coding: (coding.code_id, coding.coder)):
        target = work.code_guid(coding.code_id or NO_CODE)
        if target is None:
            work.lost[words.CODE_NOT_IN_CODEBOOK.format(code=coding.code_id)] += 1
            continue
        moment = _moment(coding.decided_on)
        key = guid("coding", unit.unit_id, number, coding.code_id, coding.coder)
        made = work.make("Coding", selection, guid=key, creatingUser=guid("user", coding.coder), **moment)
        work.make("CodeRef", made, targetGUID=target)
        if coding.why and number == 0:
            note = work.make("Note", guid=guid("note", key), name=words.WHY)
            work.make("PlainTextContent", note).text = fit_for_xml(coding.why)
            work.notes.append(note)
            work.make("NoteRef", made, targetGUID=guid("note", key))


def _moment(date: str | None) -> dict[str, str]:
    """The attribute for a date, none when there is no ISO date."""
    match = re.match(r"\d{4}-\d\d-\d\d", date or "")
    return {"creationDateTime": f"{match[0]}T00:00:00Z"} if match else {}


def _zip(path: Path, project: bytes, texts: Mapping[str, str]) -> None:
    """The archive; fixed times, so that the same input gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            ("project.qde", project),
            *((f"sources/{key}", text.encode()) for key, text in sorted(texts.items())),
        ]:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
