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
from themes.report.wording import counted
from themes.report.work_rows import WorkRows, work_rows
from themes.words import shared

TO_FILL = "(nog invullen in het werkboek)"
OPEN = "Nog open"
_HEAD = ("Nr", "Inbreng (letterlijk)", "Wie sprak? Plek in verslag", "Gevonden in plan", "Tekst en plek in plan",
         "Reactie gemeente, verwerking, reden")  # fmt: skip
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
    title = f"Reactienota inbreng {rows.municipality}".strip()
    report = Report(title, manifest=tables.manifest, template=template, landscape=True)
    summary = summarise(rows.page)
    report.text(f"{summary.made_by}, op {summary.made_on}.")
    report.contents()
    report.page_break()
    report.heading("Wat is er met de inbreng gebeurd?")
    for sentence in summary.sentences:
        report.text(sentence)
    report.text(shared.NOT_ADOPTED_NOTE)
    found_table(report, rows)
    add_theme_table(report, theme_table(tables))
    _changes(report, rows, people)
    report.heading("Wat dit overzicht niet laat zien")
    for text in summary.blind:
        report.item(text)
    report.heading("Verantwoording")
    report.text(rows.source_line)
    _annex(report, rows, people)
    report.save(path, keep=tables.keep)


def found_table(report: Report, rows: WorkRows) -> None:
    """How many points were found, by degree, with what that means."""
    counts = summarise(rows.page).found
    report.table(
        f"Waar de {len(rows.points)} punten staan",
        ("Gevonden in plan", "Aantal punten", "Wat dit betekent"),
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
    report.heading("Bijlage: de punten per thema")
    report.text(
        "Elk punt staat één keer helemaal uitgeschreven: bij het eerste thema waar het bij hoort. "
        "Bij andere thema's noemen wij het nummer. Het eerste deel van het nummer is dat van het verslag."
    )
    report.table(
        "De verslagen",
        ("Verslag", "Bijeenkomst", "Datum", "Wie sprak?", "Bestand"),
        [
            (number, meeting_name(d), wording.date_text(d.held_on) or "Niet genoemd", speaker(d), d.source)
            for number, d in enumerate(rows.tables.input_documents, 1)
        ],
        widths=(1.8, 7.5, 3.4, 5.4, 7.6),
        size=8.5,
    )
    if rows.plans:
        report.table(
            "De plannen",
            ("Plan", "Titel", "Versie", "Bestand"),
            [
                (name, goal.text, rows.page.version_of(goal).removeprefix("versie: "), goal.source)
                for name, goal in rows.plans
            ],
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
            report.table(f"Punten bij het thema {label}", _HEAD, [_row(rows, p, people) for p in own], widths=_WIDTHS,
                         size=8)  # fmt: skip
        if other:
            named = counted(len(other), "ander punt", "andere punten")
            report.text(f"Bij dit thema horen ook {named}: {wording.listed(other)}.")


def _row(rows: WorkRows, point: Point, people: People) -> Sequence[str]:
    unit = point.unit
    quote, place = shortened(rows.words_in_plan(point), _QUOTE), rows.short_place(point, letter=True)
    where = f"blz. {unit.page_start}, regel {unit.line_start}" if unit.page_start else f"regel {unit.line_start}"
    return (
        point.number,
        unit.text,
        f"{speaker(point.document)}; {where}",
        shared.FOUND[point.found],
        f"‘{quote}’ ({place})" if quote else "",
        answer_text(point.unit.unit_id, people) or OPEN,
    )


def answer_text(item_id: str, people: People) -> str:
    """What the municipality wrote about a point, each part with its name."""
    names = {"handling": "Verwerking", "reaction": "Reactie", "changed": "Aangepast", "reason": "Reden"}
    parts = [(name, people.value("reaction", item_id, key)) for key, name in names.items()]
    return "\n".join(f"{name}: {value}" for name, value in parts if value)


def _changes(report: Report, rows: WorkRows, people: People) -> None:
    """Only what the municipality says it took over, wholly or in part."""
    report.heading("Wat is er veranderd?")
    taken = [
        point
        for point in rows.points
        if people.value("reaction", point.unit.unit_id, "handling") in shared.HANDLING[:2]
    ]
    if not taken:
        report.text("De gemeente heeft nog niet ingevuld welke punten zij heeft overgenomen.")
        return
    report.table(
        "Punten die de gemeente heeft overgenomen",
        ("Nr", "Inbreng (letterlijk)", "Verwerking", "Wat is aangepast en waar"),
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
