"""Codebooks and decisions by the kind of file: one call to read what came back, one to write a codebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from themes.coding.agreement import MACHINES
from themes.coding.codebook import Codebook, write_codebook
from themes.problems import InvalidTable, ThemesError
from themes.records import NO_CODE, Coding, Finding, Unit
from themes.words import coding as words


def read_review(
    path: Path, units: Sequence[Unit], codebook: Codebook, *, coder: str | None = None, decided_on: str | None = None
) -> tuple[list[Coding], list[Finding]]:
    """The decisions of people in a file that came back, and what can't be used in it.

    .json is a file of the review page, .xlsx a review sheet, .qdpx a project of another tool for coding. `coder` is
    the person whatever the file says; `decided_on` (ISO) the date of rows without one. Raises InvalidTable for a file
    that is none of these.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        from themes.coding.review_file import read_review_file

        return read_review_file(path, units, codebook, coder=coder, decided_on=decided_on)
    if suffix == ".xlsx":
        from themes.coding.sheets import read_review_sheet

        return read_review_sheet(path, units, codebook, coder=coder, decided_on=decided_on)
    if suffix == ".qdpx":
        return _read_project(path, units, codebook, coder)
    raise InvalidTable(words.NO_DECISIONS_IN_THIS_KIND, where=path.name, remedy=words.GIVE_A_REVIEW)


def _read_project(
    path: Path, units: Sequence[Unit], codebook: Codebook, coder: str | None
) -> tuple[list[Coding], list[Finding]]:
    """Codings of people in a .qdpx. What a person gave a unit counts as a whole; with an unknown code it does not."""
    from themes.coding.refi import read_qdpx

    project = read_qdpx(path, units)
    known = {code.id for code in codebook.codes} | {NO_CODE}
    labels = {code.id: code.label for code in project.codebook.codes}
    rows: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in project.codings:
        if coding.coder not in MACHINES:
            who = coder or coding.coder or words.NAME_UNKNOWN
            rows[who, coding.unit_id].append(
                Coding(coding.unit_id, coding.code_id, who, 1.0, coding.quote, coding.decided_on, coding.why)
            )
    kept: list[Coding] = []
    findings = list(project.findings)
    line_of = {unit.unit_id: words.SOURCE_LINE.format(source=unit.source, line=unit.line_start) for unit in units}
    for (who, unit_id), own in rows.items():
        unknown = sorted({row.code_id for row in own} - known)
        if unknown:
            names = ", ".join(f"'{labels.get(code, code)}'" for code in unknown)
            message = words.NOT_IN_CODEBOOK.format(place=line_of[unit_id], who=who, codes=names)
            remedy = words.ADD_THE_CODE
            findings.append(Finding("warning", path.name, unit_id, message, remedy))
        else:
            codes = [row for row in own if row.code_id != NO_CODE]
            kept.extend(codes or own)
    return kept, findings


def write_codebook_file(path: Path, codebook: Codebook) -> None:
    """Write a codebook as .yml, .xlsx or .qdc, by the end of the name. Raises ThemesError for another."""
    suffix = path.suffix.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    if suffix in (".yml", ".yaml"):
        write_codebook(path, codebook)
    elif suffix == ".xlsx":
        from themes.coding.codebook_sheet import write_codebook_sheet

        write_codebook_sheet(path, codebook)
    elif suffix == ".qdc":
        from themes.coding.refi import write_qdc

        write_qdc(path, codebook)
    else:
        raise ThemesError(words.NO_SUCH_CODEBOOK_FILE, where=path.name, remedy=words.NAME_ENDS_ON)
