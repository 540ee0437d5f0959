"""The shorter Word files: participatieparagraaf, terugkoppeling per meeting, questions to the municipality, methods."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from themes.report import wording
from themes.report.feedback import feedback
from themes.report.nota import answer_text, found_table
from themes.report.page_rows import meeting_name, speaker
from themes.report.page_summary import account, summarise
from themes.report.people import Entry, People
from themes.report.run_tables import RunTables
from themes.report.sheets_about import sample_sentence
from themes.report.theme_tables import theme_table
from themes.report.word_parts import Report
from themes.report.work_rows import WorkRows, work_rows
from themes.store import Store
from themes.words import shared
from themes.words import word_files as words


def write_word_files(
    tables: RunTables, folder: str | Path, *, people: People | None = None, template: str | Path | None = None
) -> list[Path]:
    """Write all shorter Word files of a run to a folder; gives their paths."""
    folder, people = Path(folder), people or People()
    rows = work_rows(tables)
    made = [
        _saved(participation(rows, people, template), folder / "participatieparagraaf.docx", tables.keep),
        _saved(questions(rows, people, template), folder / "vragen_aan_het_college.docx", tables.keep),
        _saved(methods(rows, people, template), folder / "methodeverantwoording.docx", tables.keep),
    ]
    for number, document in enumerate(tables.input_documents, 1):
        name = f"{number:02d}_{file_name(meeting_name(document))}.docx"
        report = feedback(rows, document, people, template)
        made.append(_saved(report, folder / "terugkoppeling" / name, tables.keep))
    return made


def file_name(text: str) -> str:
    """A name for a file that every system takes.

    >>> file_name("Thematafel Één: geld & werk")
    'thematafel_een_geld_werk'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60] or "bijeenkomst"


def _saved(report: Report, path: Path, keep: Store | None) -> Path:
    report.save(path, keep=keep)
    return path


# -- participatieparagraaf -------------------------------------------------------------------------------------


def participation(rows: WorkRows, people: People, template: str | Path | None = None) -> Report:
    """Text block for a proposal: who, when, how, what came out, what was done with it, who was missing."""
    report = Report(
        words.PARTICIPATION.format(municipality=rows.municipality).strip(),
        manifest=rows.tables.manifest,
        template=template,
    )
    summary = summarise(rows.page)
    report.text(words.FIRST_VERSION)
    report.heading(words.WHO_WHEN_HOW)
    report.text(summary.sentences[1])
    report.table(
        words.MEETINGS_TABLE,
        (shared.MEETING, shared.DATE, shared.WHO_SPOKE, shared.MUNICIPALITY, shared.N_POINTS),
        [
            (
                meeting_name(document),
                wording.date_text(document.held_on) or shared.NOT_NAMED,
                speaker(document),
                document.municipality or words.NOT_KNOWN,
                len(rows.points_of[document.document_id]),
            )
            for document in rows.tables.input_documents
        ],
        widths=(5.5, 3.2, 3.8, 2.6, 1.9),
    )
    report.text(words.TO_WRITE.format(what=words.WRITE_INVITED))
    report.heading(words.WHAT_CAME_OUT)
    report.text(summary.sentences[0])
    table = theme_table(rows.tables)
    report.table(
        words.POINTS_BY_THEME,
        table.head[:4],
        [row[:4] for row in table.cells],
        widths=(5.6, 2.4, 3.2, 5.8),
    )
    report.text(f"{table.n}. {table.source} {table.note}", italic=True)
    report.text(words.TO_WRITE.format(what=words.WRITE_AGREED))
    report.heading(words.WHAT_IN_PLAN)
    report.text(summary.sentences[2])
    report.text(shared.NOT_ADOPTED_NOTE)
    found_table(report, rows)
    report.heading(words.WHAT_DONE)
    _handled(report, rows, people)
    report.heading(words.WHO_MISSING)
    unknown = sum(speaker(document) == shared.UNKNOWN_SPEAKER for document in rows.tables.input_documents)
    if unknown:
        report.text(wording.told(unknown, words.SPEAKERS_UNKNOWN))
    report.text(words.TO_WRITE.format(what=words.WRITE_MISSING))
    return report


def _handled(report: Report, rows: WorkRows, people: People) -> None:
    numbers: dict[str, list[str]] = {}
    for point in rows.points:
        value = people.value("reaction", point.unit.unit_id, "handling")
        if value:
            numbers.setdefault(value, []).append(point.number)
    n_open = len(rows.points) - sum(len(own) for own in numbers.values())
    if not numbers:
        report.text(words.NONE_HANDLED)
        return
    lines = [(name, len(own), ", ".join(own)) for name, own in sorted(numbers.items(), key=lambda row: _order(row[0]))]
    lines.append((words.NOT_FILLED, n_open, ""))
    caption = words.HANDLING_TABLE.format(n=len(rows.points))
    report.table(caption, (shared.HANDLED, shared.N_POINTS, words.NUMBERS), lines, widths=(5.5, 2.5, 9.0))


def _order(value: str) -> int:
    return next((at for at, name in enumerate(shared.HANDLING) if value.startswith(name.split(",")[0])), 99)


# -- vragen aan het college ------------------------------------------------------------------------------------


def to_ask(people: People) -> list[Entry]:
    """The last opinions that ask for an answer."""
    return [entry for entry in people.of_kind("verdict") if entry.field == "opinion" and entry.value in shared.TO_ASK]


def questions(rows: WorkRows, people: People, template: str | Path | None = None) -> Report:
    """Numbered questions, from the rows that a reviewer marked Niet eens or Bespreken."""
    report = Report(
        words.QUESTIONS.format(municipality=rows.municipality).strip(), manifest=rows.tables.manifest, template=template
    )
    asked = {entry.item_id: entry for entry in to_ask(people)}
    points = [point for point in rows.points if point.unit.unit_id in asked]
    advice = [row for row in rows.advice if row.advice.advice_id in asked]
    if not points and not advice:
        report.text(words.NO_QUESTIONS)
        return report
    report.text(wording.told(len(points) + len(advice), words.QUESTIONS_ASKED))
    number = 0
    for point in points:
        number += 1
        said = words.SAID.format(
            text=point.unit.text, number=point.number, who=speaker(point.document), where=rows.where_said(point)
        )
        quote = rows.words_in_plan(point)
        plan = shared.FOUND[point.found]
        if quote:
            plan += f": {shared.QUOTED_AT.format(text=quote, where=rows.place_in_plan(point))}"
        answer = answer_text(point.unit.unit_id, people).replace("\n", ". ")
        parts = [(words.WAS_SAID, said), (words.IN_THE_PLAN, plan), (words.MUNICIPALITY_SAYS, answer)]
        _question(report, number, parts, asked[point.unit.unit_id], people)
    for row in advice:
        number += 1
        quote = row.advice.answer_quote or ""
        answer = shared.ANSWER[row.advice.answer] + (f": {shared.QUOTED.format(text=quote)}" if quote else "")
        parts = [
            (words.OUR_ADVICE, words.ADVISED.format(text=row.advice.text, number=row.number, where=row.place)),
            (words.ANSWER, answer),
            (shared.IN_PLAN_NOW, row.in_plan),
        ]
        _question(report, number, parts, asked[row.advice.advice_id], people)
    return report


def _question(report: Report, number: int, parts: Sequence[tuple[str, str]], entry: Entry, people: People) -> None:
    report.heading(words.QUESTION.format(n=number), 2)
    for label, text in parts:
        if text:
            report.labelled(label, text)
    remark = people.value("verdict", entry.item_id, "remark")
    report.labelled(
        words.OUR_OPINION.format(opinion=entry.value), remark or words.TO_WRITE.format(what=words.WRITE_QUESTION)
    )


# -- methodeverantwoording -------------------------------------------------------------------------------------


def methods(rows: WorkRows, people: People, template: str | Path | None = None) -> Report:
    """How it was done: COREQ items that apply (Tong, Sainsbury and Craig 2007), versions, agreement, repeating it."""
    report = Report(words.METHODS, manifest=rows.tables.manifest, template=template)
    manifest = rows.tables.manifest
    report.text(words.METHODS_INTRO)
    report.heading(words.APPROACH_HEAD)
    report.text(words.APPROACH)
    report.table(
        words.COREQ_TABLE, (shared.NUMBER, words.SUBJECT, words.HOW_HERE), _coreq(rows, people),
        widths=(1.2, 4.6, 11.2),
    )  # fmt: skip
    report.heading(words.SUMS_HEAD)
    report.table(
        words.SUMS_TABLE, (shared.WHAT, words.COUNT, words.EQUALS),
        [(what, n, parts) for what, n, parts in account(rows.page)], widths=(4.5, 2.0, 10.5),
    )  # fmt: skip
    add_agreement(report, rows)
    report.heading(shared.VERSIONS)
    codebook = manifest["codebook"]
    book = shared.CODEBOOK_VERSION.format(version=codebook["version"], digest=codebook["digest"])
    lines = [
        ("Themes", manifest["themes"]), (shared.CODEBOOK, book),
        (shared.LANGUAGE, manifest["pipeline"]), (shared.SENTENCE_MEANING, manifest["encoder"]),
        (shared.SEED, manifest["seed"]), *sorted((manifest.get("libraries") or {}).items()),
    ]  # fmt: skip
    report.table(words.VERSIONS_TABLE, (shared.WHAT, shared.VERSION), lines, widths=(6.0, 11.0))
    inputs = sorted((manifest.get("inputs") or {}).items())
    report.table(words.FILES_TABLE, (shared.FILE, words.DIGEST_START), inputs, widths=(11.0, 6.0))
    report.heading(words.AGAIN_HEAD)
    for line in (
        words.AGAIN_FILES,
        words.AGAIN_INSTALL.format(version=manifest["themes"]),
        words.AGAIN_RUN,
        words.AGAIN_SAME,
    ):
        report.item(line, numbered=True)
    report.heading(shared.BLIND_HEAD)
    for line in summarise(rows.page).blind:
        report.item(line)
    return report


def _coreq(rows: WorkRows, people: People) -> list[tuple[str, str, str]]:
    tables = rows.tables
    coders = sorted({coding.coder for coding in tables.codings} - {"rules", "model"})
    with_people = len({coding.unit_id for coding in tables.codings if coding.coder in coders})
    with_people_text = wording.counted(with_people, *shared.POINTS)
    human = wording.told(len(coders), words.CODERS_TOO, points=with_people_text) if coders else words.NO_CODERS
    n_minor = sum(len(row.points) == 1 for row in rows.page.themes)
    n_major, n_none = len(rows.page.themes) - n_minor, len(rows.page.without_theme)
    checked = sample_sentence(people) or words.NO_SAMPLE
    topics = words.OWN_TOPICS.format(n=len(tables.topics))
    tree = words.CODE_TREE_SIZE.format(n=len(tables.codebook.codes), groups=len(tables.codebook.themes))
    return [
        ("12", shared.SAMPLE, words.ALL_REPORTS.format(n=len(tables.input_documents))),
        ("22", words.SATURATION, words.SATURATION_NOT),
        ("24", words.N_CODERS, words.FIXED_RULES.format(people=human)),
        ("25", words.CODE_TREE, tree),
        ("26", words.THEMES_FROM, words.THEMES_GIVEN.format(topics=topics)),
        ("27", words.SOFTWARE, words.SOFTWARE_THEMES.format(version=tables.manifest['themes'])),
        ("28", words.PARTICIPANTS, words.PARTICIPANTS_CAN.format(checked=checked)),
        ("29", words.QUOTES, words.QUOTES_LITERAL),
        ("30", words.COHERENCE, words.COHERENCE_WORDS),
        ("31", words.MAJOR_THEMES, words.MAJOR_COUNT.format(n=n_major, note=shared.COUNT_NOTE)),
        ("32", words.MINOR_THEMES, words.MINOR_COUNT.format(n=n_minor, without=n_none)),
    ]  # fmt: skip


def add_agreement(report: Report, rows: WorkRows) -> None:
    """How alike coders were, when two or more people coded the same points."""
    from themes.coding import agreement

    report.heading(words.AGREEMENT_HEAD)
    tables = rows.tables
    coders = sorted({coding.coder for coding in tables.codings} - {"rules", "model"})
    if len(coders) < 2:
        report.text(words.AGREEMENT_NOT_YET)
        return
    try:
        made = agreement(list(tables.codings), list(tables.units), *coders)
    except ValueError:
        report.text(words.AGREEMENT_NONE)
        return
    labels = {code.id: code.label for code in tables.codebook.codes}
    lines = [
        (labels.get(row.code_id, row.code_id), row.n, row.n_yes, decimal(row.share_same), decimal(row.positive),
         decimal(row.alpha), row.warning or row.reason)
        for row in made.rows
    ]  # fmt: skip
    report.text(
        words.AGREEMENT_WHO.format(
            names=wording.listed(list(made.coders)), points=wording.counted(made.n_units, *shared.POINTS)
        )
    )
    report.table(
        words.AGREEMENT_TABLE,
        (shared.CODE, "n", words.N_YES, words.SAME_ANSWER, words.AGREE_YES, words.ALPHA, shared.ATTENTION),
        lines, widths=(4.4, 1.2, 1.5, 2.1, 2.0, 2.3, 3.5), size=8.5,
    )  # fmt: skip


def decimal(value: float | None) -> str:
    """A share with a decimal comma, 'n.v.t.' when it can't be computed.

    >>> decimal(0.5), decimal(None)
    ('0,50', 'n.v.t.')
    """
    return "n.v.t." if value is None else f"{value:.2f}".replace(".", ",")
