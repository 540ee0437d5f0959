"""The page for everyone: one HTML file that opens from disk, asks nothing of a network and works without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.report import words
from themes.report.goal_tree import branches, draw_tree, grow_trees
from themes.report.page_groups import (
    advice_by_document,
    by_document,
    by_programme,
    example_words,
    find_gaps,
    repairs_of,
)
from themes.report.page_rows import MAX_THEME_PASSAGES, PageRows, meeting_name, shortened, speaker, unit_place
from themes.report.page_search import make_index
from themes.report.page_summary import account, summarise
from themes.report.run_tables import RunTables

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_BYTES = 3_000_000


def write_page(tables: RunTables, path: str | Path, *, corpus: str | Path | None = None) -> None:
    """Write the page of a run to `path`.

    Parameters
    ----------
    tables : the run.
    path : the file to write, most often `overzicht.html`.
    corpus : folder of the documents; with it, points from a PDF get a picture of their spot.
    """
    Path(path).write_text(render_page(tables, corpus=corpus), encoding="utf-8", newline="\n")


def render_page(tables: RunTables, *, corpus: str | Path | None = None) -> str:
    """The page as one string of HTML; the same tables give the same string."""
    from themes.language import pipeline

    name = (tables.manifest.get("settings") or {}).get("pipeline", "auto")
    rows = PageRows(tables, pipeline(name))
    pictures: Mapping[str, str] = {}
    return _render(rows, pictures)


def _render(rows: PageRows, pictures: Mapping[str, str]) -> str:
    summary = summarise(rows)
    environment = _environment()
    trees = grow_trees(list(rows.tables.goals), rows.found_at)
    template = environment.get_template("page.html.j2")
    return template.render(
        rows=rows,
        many_themes=[row for row in rows.themes if len(row.points) > 1],
        single_themes=[row for row in rows.themes if len(row.points) == 1],
        by_document=by_document(rows),
        by_programme=by_programme(rows),
        advice_by_document=advice_by_document(rows),
        max_passages=MAX_THEME_PASSAGES,
        gaps=find_gaps(rows, trees),
        codes_of=rows.codes_of,
        repairs_of=repairs_of,
        version_of=rows.version_of,
        role_names=words.ROLE,
        example_words=example_words(rows),
        summary=summary,
        words=words,
        account=account(rows),
        trees=trees,
        draw_tree=draw_tree,
        branches=branches,
        pictures=pictures,
        index=_index_json(rows),
        style=_part("page.css"),
        script=_part("page.js"),
        manifest=rows.tables.manifest,
    )


def _index_json(rows: PageRows) -> str:
    """The search index as JSON that can stand inside a script element."""
    entries: list[tuple[int, str]] = []
    for at, point in enumerate(rows.points):
        entries.append((at, f"{point.unit.clean_text or point.unit.text} {point.unit.lead_in or ''}"))
    entries += [(passage.entry, passage.text) for passage in rows.passages]
    entries += [(row.entry, f"{row.advice.text} {row.advice.answer_quote or ''}") for row in rows.advice]
    made = make_index(entries, rows.pipeline)
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _part(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    filters: dict[str, Any] = {
        "meeting": meeting_name,
        "speaker": speaker,
        "place": unit_place,
        "day": words.date_text,
        "short": shortened,
    }
    environment.filters.update(filters)
    return environment
