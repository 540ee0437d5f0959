"""The sheets that explain: Leesmij (how to use the workbook) and Verantwoording (sums, files, versions, sample)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from themes.report import wording
from themes.report.page_summary import account, summarise
from themes.report.people import People
from themes.report.sheets import ACCOUNT, LAYOUTS, Sheet
from themes.report.work_rows import WorkRows
from themes.words import shared
from themes.words import workbook as words


def read_me(rows: WorkRows) -> list[tuple[str, str]]:
    """Lines of Leesmij: (text, style), where style is title, head, text or sheet (name: use)."""
    summary = summarise(rows.page)
    lines = [(f"{summary.title}{' ' + rows.municipality if rows.municipality else ''}", "title")]
    lines += [(wording.copy_text(rows.tables.manifest), "head")]
    lines += [(shared.MADE_BY_ON.format(made_by=summary.made_by, day=summary.made_on), "text")]
    lines += [(sentence, "text") for sentence in summary.sentences]
    lines += [(shared.NOT_ADOPTED_NOTE, "text"), (shared.COUNT_NOTE, "text"), (words.FILL_HEAD, "head")]
    lines += [
        (words.FIRST_YOUR_NAME, "text"),
        (words.FILL_YELLOW.format(mark=words.FILL.strip()), "text"),
        (words.FILL_CHOICE, "text"),
        (words.FILL_WIPE.format(word=words.WIPE), "text"),
        (words.FILL_SORT, "text"),
        (words.FILL_RETURN, "text"),
        (words.SHEETS_HEAD, "head"),
    ]
    lines += [(f"{layout.name}: {words.USE[layout.name]}", "text") for layout in LAYOUTS]
    lines += [(words.FOUND_HEAD, "head")]
    lines += [(f"{shared.FOUND[key]}: {meaning}", "text") for key, meaning in shared.FOUND_MEANING.items()]
    lines += [(words.CERTAINTY_HEAD, "head")]
    lines += [(text, "text") for text in shared.CERTAINTY_MEANING]
    lines += [(shared.BLIND_HEAD, "head"), *((text, "text") for text in summary.blind)]
    return lines


def sample_sentence(people: People) -> str:
    """The outcome of the sample in a sentence; '' when nobody checked a row."""
    counts = Counter(entry.value for entry in people.of_kind("sample") if entry.field == "right")
    right, wrong, unknown = (counts[name] for name in shared.SAMPLE_OPINION)
    total = right + wrong + unknown
    if not total:
        return ""
    text = words.SAMPLE_RIGHT.format(right=right, checked=wording.counted(total, *words.CHECKED_POINTS))
    if unknown:
        text += " " + words.SAMPLE_UNKNOWN.format(points=wording.counted(unknown, *shared.POINTS))
    return text


def account_sheet(rows: WorkRows, people: People) -> Sheet:
    """Verantwoording: every sum, file and version of the run."""
    manifest = rows.tables.manifest
    made: list[tuple[str, str, Any]] = []
    made += [(shared.SUMS, what, f"{n} = {parts}") for what, n, parts in account(rows.page)]
    if rows.advice:
        counts = Counter(row.advice.answer for row in rows.advice)
        parts = " + ".join(f"{counts[key]} {name.lower()}" for key, name in shared.ANSWER.items())
        made.append((shared.SUMS, words.ADVICE, f"{len(rows.advice)} = {parts}"))
    made.append((shared.SUMS, words.EXPLANATION, shared.COUNT_NOTE))
    made.append((shared.SAMPLE, words.OUTCOME, sample_sentence(people) or words.NOT_FILLED))
    for document in rows.tables.documents:
        version = f", {document.version}" if document.version else ""
        day = f", {wording.date_text(document.held_on)}" if document.held_on else ""
        place = words.LINES.format(file=document.source, first=document.line_start, last=document.line_end)
        title = document.title or document.meeting or document.source
        made.append((words.DOCUMENT.format(role=shared.ROLE[document.role].lower()), f"{title}{version}{day}", place))
    for finding in rows.tables.findings:
        message = f"{finding.message} {finding.remedy}".strip()
        made.append((shared.SEVERITY[finding.severity], finding.key or finding.table, message))
    made += _versions(manifest)
    return Sheet(ACCOUNT, [{"group": group, "what": what, "value": value} for group, what, value in made])


def _versions(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    codebook = manifest.get("codebook") or {}
    book = shared.CODEBOOK_VERSION.format(version=codebook.get("version"), digest=codebook.get("digest"))
    made = [
        (shared.VERSIONS, "Themes", str(manifest.get("themes", ""))),
        (shared.VERSIONS, words.MADE_ON, str(manifest.get("made_on", ""))),
        (shared.VERSIONS, shared.CODEBOOK, book),
        (shared.VERSIONS, shared.LANGUAGE, str(manifest.get("pipeline", ""))),
        (shared.VERSIONS, shared.SENTENCE_MEANING, str(manifest.get("encoder", ""))),
        (shared.VERSIONS, shared.SEED, str(manifest.get("seed", ""))),
    ]
    made += [(shared.VERSIONS, name, str(value)) for name, value in (manifest.get("libraries") or {}).items()]
    made += [(words.FILE_DIGEST, name, str(value)) for name, value in (manifest.get("inputs") or {}).items()]
    return made
