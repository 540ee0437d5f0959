"""The page for everyone: one HTML file that opens from disk, asks nothing of a network and works without JavaScript.

A run with very many points gets the page and, beside it, files that hold the points in parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.report import wording
from themes.report.goal_tree import branches, draw_tree, grow_trees
from themes.report.page_changes import plan_changes
from themes.report.page_groups import (
    Group,
    advice_by_document,
    by_document,
    by_programme,
    cut,
    example_words,
    find_gaps,
)
from themes.report.page_points import Articles, References, degree
from themes.report.page_rows import MAX_THEME_PASSAGES, PageRows, meeting_name, shortened, speaker, unit_place
from themes.report.page_search import SAY, page_facts, page_index
from themes.report.page_summary import account, summarise
from themes.report.people import People
from themes.report.run_tables import RunTables
from themes.report.work_rows import work_rows
from themes.words import page as words
from themes.words import running, searching, shared

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_BYTES = 3_000_000  # of a page with 1,000 points; pictures take what the text leaves
MAX_POINTS = 3_000  # on one page; with more they stand in parts
PART_POINTS = 1_500  # at most in a part
_SLACK = 100_000
_MOST_REFS = 50  # points named under a theme when they stand in parts
_ALL = 1_000_000_000
# what the template makes of a picture, with the mark that stands for it
_PICTURE = re.compile(
    r'<details class="pic"><summary>[^<]*</summary><img src="\ue010([^\ue010"]*)\ue010"[^>]*></details>'
)


def write_page(
    tables: RunTables, path: str | Path, *, corpus: str | Path | None = None, people: People | None = None
) -> list[Path]:
    """Write the page of a run to `path`, and its parts beside it when there are more than `MAX_POINTS` points.

    Parameters
    ----------
    tables : the run.
    path : the file to write, most often `overzicht.html`.
    corpus : folder of the documents; with it, points from a PDF get a picture of their spot.
    people : what the municipality and the advisory council filled in; it stands beside the points.

    Returns the files written, the page first.
    """
    path = Path(path)
    written = []
    for name, text in render_pages(tables, name=path.name, corpus=corpus, people=people).items():
        (path.parent / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(path.parent / name)
    return written


def render_page(tables: RunTables, *, corpus: str | Path | None = None, people: People | None = None) -> str:
    """The page as one string of HTML; the same tables give the same string."""
    return next(iter(render_pages(tables, corpus=corpus, people=people).values()))


def render_pages(
    tables: RunTables, *, name: str = "overzicht.html", corpus: str | Path | None = None, most: int = MAX_POINTS,
    people: People | None = None,
) -> dict[str, str]:  # fmt: skip
    """File name -> HTML of the page and, with more than `most` points, of its parts."""
    rows = work_rows(tables).page
    rows.people = people or People()
    if len(rows.points) <= most:
        return {name: _with_pictures(rows, corpus)}
    parts, where, pages = [], {}, {}
    for number, (first, last) in enumerate(cut(len(rows.points), min(PART_POINTS, most)), 1):
        part = f"{Path(name).stem}_deel_{number}.html"
        own = rows.points[first:last]
        parts.append((part, own[0].number, own[-1].number, len(own)))
        where.update({point.number: part for point in own})
    at = 0
    for number, (part, _, _, size) in enumerate(parts, 1):
        inside = {key: "" if file == part else file for key, file in where.items()}
        groups = by_document(rows, at, at + size)
        pages[part] = _render(rows, groups, where=inside, home=name, part_number=number)
        at += size
    return {name: _render(rows, [], where=where, parts=parts), **pages}


def _with_pictures(rows: PageRows, corpus: str | Path | None) -> str:
    """The page with as many pictures of spots as it has room for; the text is made once, with a mark for each."""
    if corpus is None:
        return _render(rows, by_document(rows))
    from themes.report.page_pictures import pictures, wanted

    marks = {point.number: f"\ue010{point.number}\ue010" for point in wanted(rows.points)}
    page = _render(rows, by_document(rows), pictures=marks)
    room = MAX_BYTES - _SLACK - len(_PICTURE.sub("", page).encode("utf-8"))
    tables = rows.tables
    made = pictures(rows.points, Path(corpus), tables.folder, room, keep=tables.keep) if room > 0 else {}

    def filled(found: re.Match[str]) -> str:
        number = found[1]
        return found[0].replace(marks[number], made[number]) if number in made else ""

    return _PICTURE.sub(filled, page)


def _render(
    rows: PageRows,
    groups: Sequence[Group],
    *,
    pictures: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    parts: Sequence[tuple[str, str, str, int]] = (),
    home: str = "",
    part_number: int = 0,
) -> str:
    """HTML of the page, or of a part of it when `home` names the page.

    Parameters
    ----------
    groups : the points to show. pictures : data URIs by the number of the point.
    where : number of a point -> file that holds it, '' for this one. parts : (file, first, last, size) to link to.
    """
    trees = grow_trees(list(rows.tables.goals), rows.found_at)
    most = _MOST_REFS if parts else _ALL
    refer = References(where or {}, most)
    template = _environment().get_template("page.html.j2")
    return template.render(
        rows=rows,
        summary=summarise(rows),
        shared=shared,
        wording=wording,
        account=account(rows),
        many_themes=[row for row in rows.themes if len(row.points) > 1],
        single_themes=[row for row in rows.themes if len(row.points) == 1],
        max_passages=MAX_THEME_PASSAGES,
        by_document=groups,
        by_programme=by_programme(rows),
        advice_by_document=advice_by_document(rows),
        gaps=find_gaps(rows, trees),
        trees=trees,
        branches=branches,
        draw_tree=draw_tree,
        articles=Articles(rows, refer, pictures=pictures or {}, home=home),
        refer=refer,
        degree=degree,
        changes=plan_changes(rows) if not home else (),
        words=words,
        searching=searching,
        version_of=rows.version_of,
        example_words=example_words(rows),
        parts=parts,
        home=home,
        part_number=part_number,
        most=most,
        most_left_out=3_000,
        index=_index_json(rows, groups, with_plan=not home),
        style=_part("page.css"),
        script=_part("page_search.js") + _part("page.js"),
        manifest=rows.tables.manifest,
    )


def _index_json(rows: PageRows, groups: Sequence[Group], *, with_plan: bool) -> str:
    """The search index of what stands on a page, as JSON that can stand inside a script element."""
    entries = [
        (at, f"{point.unit.clean_text or point.unit.text} {point.unit.lead_in or ''}")
        for _, _, points in groups
        for at, point in points
    ]
    if with_plan:
        entries += [(passage.entry, passage.search) for passage in rows.passages]
        entries += [(row.entry, f"{row.advice.text} {row.advice.answer_quote or ''}") for row in rows.advice]
    made = _index(entries, rows) | page_facts(entries, rows, with_plan=with_plan) | {"say": SAY}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _index(entries: Sequence[tuple[int, str]], rows: PageRows) -> dict[str, Any]:
    """The index of these texts, kept from run to run: codes and degrees change more often than texts."""
    keep, tables = rows.tables.keep, rows.tables

    def make() -> dict[str, Any]:
        return page_index(entries, rows)

    if keep is None:
        return make()
    from themes.store import code_version

    parts = {
        running.PROGRAM: code_version("report", "language"),
        running.PIPELINE: rows.pipeline.name,
        running.VECTORS: str(tables.manifest.get("encoder")) if tables.vectors is not None else "",
        running.TEXTS: json.dumps(entries, ensure_ascii=False),
    }
    first = entries[0][1] if entries else ""
    body = keep.file("index", parts, lambda: json.dumps(make()).encode(), item=first)
    return dict(json.loads(body))


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
        "day": wording.date_text,
        "short": shortened,
    }
    environment.filters.update(filters)
    return environment
