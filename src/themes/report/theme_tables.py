"""The theme table for reports: one model for Word, Excel, Markdown, LaTeX, HTML and CSV, the same numbers in each."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from themes.problems import ThemesError
from themes.report import wording
from themes.report.page_rows import found_counts, shortened, speaker_counts
from themes.report.run_tables import Point, RunTables
from themes.report.work_rows import work_rows
from themes.words import shared
from themes.words import theme_table as words

EXAMPLE = 220  # characters of an example


@dataclasses.dataclass(frozen=True)
class ThemeCount:
    """One row. `found` has a number per degree and sums to `n_points`; `example` is verbatim, with its number."""

    code_id: str
    label: str
    parent: str
    n_points: int
    n_meetings: int
    speakers: str
    found: dict[str, int]
    example: str


@dataclasses.dataclass(frozen=True)
class ThemeTable:
    """The table with what always stands by it: caption, n, source line and the note on counts."""

    rows: tuple[ThemeCount, ...]
    caption: str
    n: str
    source: str
    note: str = shared.COUNT_NOTE
    made_on: str = "2000-01-01"  # ISO date of the run

    def to(self, form: str, path: str | Path | None = None) -> str:
        """Write the table: word, excel, markdown, latex, html, csv or csv-nl.

        Gives the text when `path` is None, else the path. Word and Excel need a path. Raises ThemesError for an
        unknown form.
        """
        from themes.report.table_forms import write_form

        return write_form(self, form, None if path is None else Path(path))

    @property
    def head(self) -> tuple[str, ...]:
        """Titles of the columns."""
        first = (shared.THEME, shared.N_POINTS, shared.N_MEETINGS, shared.WHO_SPOKE_COUNTED)
        return (*first, *shared.FOUND.values(), shared.EXAMPLE)

    @property
    def cells(self) -> tuple[tuple[str | int, ...], ...]:
        """The rows as text and numbers."""
        return tuple(
            (
                row.label,
                row.n_points,
                row.n_meetings,
                row.speakers,
                *(row.found[key] for key in shared.FOUND),
                row.example,
            )
            for row in self.rows
        )

    def _repr_html_(self) -> str:
        return self.to("html")


def theme_table(tables: RunTables, codes: Sequence[str] | None = None) -> ThemeTable:
    """A row a theme with its points, and a row for the points that have no theme yet.

    Parameters
    ----------
    codes : ids or names of the codes to take, in this order; None = all that have a point. Raises ThemesError for an
        unknown one.
    """
    rows = work_rows(tables)
    made = [_count(row.code.id, row.code.label, row.parent, row.points) for row in rows.page.themes]
    if rows.page.without_theme:
        made.append(_count("", shared.NO_THEME, "", rows.page.without_theme))
    if codes:
        made = [_chosen(name, made, tables) for name in codes]
    n = len(rows.points)
    reports = wording.counted(len(tables.input_documents), *shared.REPORTS)
    return ThemeTable(
        rows=tuple(made),
        caption=words.CAPTION,
        n=words.N.format(points=wording.counted(n, *shared.POINTS), reports=reports),
        source=rows.source_line,
        made_on=str(tables.manifest["made_on"]),
    )


def _count(code_id: str, label: str, parent: str, points: Sequence[Point]) -> ThemeCount:
    return ThemeCount(
        code_id=code_id,
        label=label,
        parent=parent,
        n_points=len(points),
        n_meetings=len({point.unit.document_id for point in points}),
        speakers=wording.listed([f"{name} ({n})" for name, n in speaker_counts(points)]),
        found=found_counts(points),
        example=_example(points),
    )


def _example(points: Sequence[Point]) -> str:
    """A point that can be read alone: the first of middling length."""
    if not points:
        return ""
    fit = [point for point in points if 40 <= len(point.unit.text) <= EXAMPLE] or points
    chosen = fit[0]
    return shared.QUOTED_AT.format(text=shortened(chosen.unit.text, EXAMPLE), where=chosen.number)


def _chosen(name: str, rows: Sequence[ThemeCount], tables: RunTables) -> ThemeCount:
    wanted = name.strip().casefold()
    for row in rows:
        if wanted in (row.code_id.casefold(), row.label.casefold()):
            return row
    for code in tables.codebook.codes:
        if wanted in (code.id.casefold(), code.label.casefold()):
            theme = tables.codebook.theme_of(code.id)
            return _count(code.id, code.label, theme.label if theme is not None else "", ())
    import difflib

    known = [key for row in rows for key in (row.code_id, row.label) if key]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    remedy = shared.DID_YOU_MEAN.format(name=near[0]) if near else words.SEE_CODEBOOK
    raise ThemesError(words.THEME_UNKNOWN.format(name=name), remedy=remedy)
