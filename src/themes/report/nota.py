"""reactienota.docx: per theme every point with what the plan says of it and what the municipality answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from themes.report import wording
from themes.report.page_rows import meeting_name, shortened, speaker
from themes.report.page_summary import summarise
from themes.report.people import People
from themes.report.run_tables import Point, RunTables
from themes.report.theme_tables import ThemeTable, theme_table
from themes.report.word_parts import Report
from themes.report.work_rows import WorkRows, work_rows
from themes.words import shared
from themes.words import word_files as words

_HEAD = (shared.NUMBER, shared.INPUT, words.WHO_AND_WHERE, shared.IN_PLAN, words.TEXT_AND_PLACE,
         words.ANSWER_HEAD)  # fmt: skip
_WIDTHS = (1.2, 7.6, 3.4, 2.8, 7.3, 3.4)  # cm; together the width of a landscape A4 between its margins
_QUOTE = 150  # characters of a passage of the plan; page and workbook have the whole


def write_nota(tables: RunTables, path: str | Path, *, people: People | None = None,
               template: str | Path | None = None) -> None:  # fmt: skip
    """Write the Reactienota inbreng: the outcome with sums per theme first, what changed, and all points in an annex.

    The annex goes by theme; each point stands in full under its first theme and by number elsewhere.

    Parameters
    ----------
    people : reactions that stand in it.
    template : a Word file whose styles it takes.
    """
    people = people or People()
    rows = work_rows(tables)
    title = words.NOTA.format(municipality=rows.municipality).strip()
    report = Report(title, manifest=tables.manifest, template=template, landscape=True)
    summary = summarise(rows.page)
    report.text(shared.MADE_BY_ON.format(made_by=summary.made_by, day=summary.made_on))
    report.contents()
    report.page_break()
    report.heading(shared.TITLE)
    for sentence in summary.sentences:
        report.text(sentence)
    report.text(shared.NOT_ADOPTED_NOTE)
    found_table(report, rows)
    add_theme_table(report, theme_table(tables))
    _changes(report, rows, people)
    report.heading(words.NOT_SHOWN)
    for text in summary.blind:
        report.item(text)
    report.heading(shared.ACCOUNT)
    report.text(rows.source_line)
    _annex(report, rows, people)
    report.save(path, keep=tables.keep)


def found_table(report: Report, rows: WorkRows) -> None:
    """How many points were found, by degree, with what that means."""
    counts = summarise(rows.page).found
    report.table(
        words.FOUND_TABLE.format(n=len(rows.points)),
        (shared.IN_PLAN, shared.N_POINTS, words.MEANING),
        [(name, counts[key], shared.FOUND_MEANING[key]) for key, name in shared.FOUND.items()],
        widths=(6.0, 3.0, 8.0),
        size=10,
    )


def add_theme_table(report: Report, table: ThemeTable, *, example: bool = False) -> None:
    """The theme table, with n, source line and note under it."""
    keep = [at for at, _ in enumerate(table.head) if example or at < len(table.head) - 1]
    widths = [4.6, 1.6, 3.0, 5.8, *(2.1,) * (len(shared.FOUND) - 1), 2.3]  # cm
    if example:
        widths = [3.4, 1.5, 2.2, 3.4, *(2.0,) * len(shared.FOUND), 5.2]
    report.table(
        table.caption,
        [table.head[at] for at in keep],
        [[row[at] for at in keep] for row in table.cells],
        widths=[widths[at] for at in keep],
        size=8.5,
    )
    report.text(f"{table.n}. {table.source} {table.note}", italic=True)


def _annex(report: Report, rows: WorkRows, people: People) -> None:
    """All points, closely set: reports and plans are named once, before them."""
    report.page_break()
    report.heading(words.ANNEX)
    report.text(words.ANNEX_INTRO)
    report.table(
        words.REPORTS_TABLE,
        (words.REPORT, shared.MEETING, shared.DATE, shared.WHO_SPOKE, shared.FILE),
        [
            (number, meeting_name(d), wording.date_text(d.held_on) or shared.NOT_NAMED, speaker(d), d.source)
            for number, d in enumerate(rows.tables.input_documents, 1)
        ],
        widths=(1.8, 7.5, 3.4, 5.4, 7.6),
        size=8.5,
    )
    if rows.plans:
        report.table(
            words.PLANS_TABLE,
            (shared.PLAN, words.PLAN_TITLE, shared.VERSION, shared.FILE),
            [(name, goal.text, rows.page.version_name(goal), goal.source) for name, goal in rows.plans],
            widths=(1.8, 9.9, 6.4, 7.6),
            size=8.5,
        )
    placed: set[str] = set()
    groups = [(row.parent, row.code.label, row.points) for row in rows.page.themes]
    groups.append(("", shared.NO_THEME, rows.page.without_theme))
    for parent, label, points in groups:
        if not points:
            continue
        report.heading(f"{label} ({parent})" if parent else label, 2)
        own = [point for point in points if point.number not in placed]
        other = [point.number for point in points if point.number in placed]
        placed.update(point.number for point in own)
        if own:
            caption = words.POINTS_OF_THEME.format(theme=label)
            report.table(caption, _HEAD, [_row(rows, p, people) for p in own], widths=_WIDTHS, size=8)
        if other:
            report.text(wording.told(len(other), words.OTHER_POINTS, numbers=wording.listed(other)))


def _row(rows: WorkRows, point: Point, people: People) -> Sequence[str]:
    unit = point.unit
    quote, place = shortened(rows.words_in_plan(point), _QUOTE), rows.short_place(point, letter=True)
    where = shared.ON_LINE.format(n=unit.line_start)
    if unit.page_start:
        where = f"{shared.ON_SHORT_PAGE.format(n=unit.page_start)}, {where}"
    return (
        point.number,
        unit.text,
        f"{speaker(point.document)}; {where}",
        shared.FOUND[point.found],
        shared.QUOTED_AT.format(text=quote, where=place) if quote else "",
        answer_text(point.unit.unit_id, people) or words.OPEN,
    )


def answer_text(item_id: str, people: People) -> str:
    """What the municipality wrote about a point, each part with its name."""
    names = words.ANSWER_PARTS
    parts = [(name, people.value("reaction", item_id, key)) for key, name in names.items()]
    return "\n".join(f"{name}: {value}" for name, value in parts if value)


def _changes(report: Report, rows: WorkRows, people: People) -> None:
    """Only what the municipality says it took over, wholly or in part."""
    report.heading(words.CHANGED_HEAD)
    taken = [
        point
        for point in rows.points
        if people.value("reaction", point.unit.unit_id, "handling") in shared.HANDLING[:2]
    ]
    if not taken:
        report.text(words.NONE_CHANGED)
        return
    report.table(
        words.CHANGED_TABLE,
        (shared.NUMBER, shared.INPUT, shared.HANDLED, shared.CHANGED),
        [
            (
                point.number,
                point.unit.text,
                people.value("reaction", point.unit.unit_id, "handling"),
                people.value("reaction", point.unit.unit_id, "changed"),
            )
            for point in taken
        ],
        widths=(1.5, 9.5, 4.7, 10.0),
    )
