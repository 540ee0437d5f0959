"""The rows of the workbook's sheets, from the rows of a run and what people wrote before."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from themes.records import digest
from themes.report import sheets, wording
from themes.report.cells import fitting
from themes.report.page_rows import shortened, speaker
from themes.report.people import People
from themes.report.run_tables import Point
from themes.report.sheets import Layout, Sheet
from themes.report.theme_tables import theme_table
from themes.report.work_rows import WorkRows, who_and_when
from themes.words import shared
from themes.words import workbook as words

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
CHECK_QUOTE = 160  # characters of the plan on the checklist; Reactietabel has the whole passage
SAMPLE_SIZE = 20  # rows to check of each group


def make_sheets(rows: WorkRows, people: People) -> list[Sheet]:
    """The sheets of points, advice, themes and gaps, and of the codebook, in their order in the workbook."""
    return [
        Sheet(sheets.REACTIONS, [_reaction(rows, point, people) for point in rows.points]),
        Sheet(sheets.CHECKLIST, [_check(rows, point, people) for point in by_theme(rows)]),
        Sheet(sheets.ADVICE, _advice(rows, people)),
        Sheet(sheets.THEMES, _themes(rows)),
        Sheet(sheets.MISSING, [_missing(rows, point, people) for point in rows.gaps.points]),
        Sheet(sheets.GOALS, _goals(rows, people)),
        Sheet(sheets.CODEBOOK, _codebook(rows)),
        Sheet(sheets.SAMPLE, _sample(rows, people)),
        Sheet(sheets.LEFT_OUT, _left_out(rows)),
    ]


def _known(layout: Layout, item_id: str, text: str, people: People) -> dict[str, str]:
    """What people wrote, and the hidden columns by which the row is read back."""
    own = sheets.filled(layout, item_id, people)
    made = own | people.shown(item_id)  # with both ends as this sheet shows them
    issued = _JSON(made) if made else ""
    kind = next((column.kind for column in layout.columns if column.key == "still"), "")
    changed = people.changed(kind, item_id) if kind else ""
    if changed:
        own["alert"] = shared.ASKS_AGAIN.format(what=changed)
    return {**own, "id": item_id, "digest": _text_digest(text), "issued": issued}


@functools.lru_cache(maxsize=20_000)
def _text_digest(text: str) -> str:
    """Of a text as a cell holds it; a point stands on three sheets."""
    return digest(fitting(text))


def _reaction(rows: WorkRows, point: Point, people: People) -> dict[str, Any]:
    return {
        "number": point.number,
        "theme": rows.themes(point),
        "text": point.unit.text,
        "speaker": speaker(point.document),
        "where": rows.where_said(point),
        "often": rows.how_often(point),
        "found": shared.FOUND[point.found],
        "place": rows.place_in_plan(point),
        "quote": rows.words_in_plan(point),
        "certainty": rows.certainty(point),
        **_known(sheets.REACTIONS, point.unit.unit_id, point.unit.text, people),
    }


def handling_text(item_id: str, people: People) -> str:
    """What the municipality wrote about a point: handling, reaction, change and reason."""
    parts = [people.value("reaction", item_id, key) for key in ("handling", "reaction", "changed", "reason")]
    return ". ".join(part.rstrip(". ") for part in parts if part.strip())


def by_theme(rows: WorkRows) -> list[Point]:
    """All points once, by the first of their themes in the order of the codebook, those without a theme last."""
    return sorted(rows.points, key=lambda point: rows.first_theme.get(point.number, len(rows.page.themes)))


def _check(rows: WorkRows, point: Point, people: People) -> dict[str, Any]:
    quote, place = shortened(rows.words_in_plan(point), CHECK_QUOTE), rows.short_place(point)
    return {
        "number": point.number,
        "text": point.unit.text,
        "who": who_and_when(point),
        "theme": rows.themes(point),
        "found": shared.FOUND[point.found],
        "place": shared.QUOTED_AT.format(text=quote, where=place) if quote else "",
        "reaction": handling_text(point.unit.unit_id, people),
        **_known(sheets.CHECKLIST, point.unit.unit_id, point.unit.text, people),
    }


def _advice(rows: WorkRows, people: People) -> list[dict[str, Any]]:
    made = []
    for row in rows.advice:
        quote = shared.QUOTED_AT.format(text=row.in_plan_quote, where=row.in_plan_place) if row.in_plan_quote else ""
        made.append(
            {
                "number": row.number,
                "text": row.advice.text,
                "part": shared.ADVICE_PART.get(row.advice.part, ""),
                "theme": rows.advice_themes(row),
                "answer_text": row.advice.answer_quote or "",
                "answer": shared.ANSWER[row.advice.answer],
                "place": row.answer_place or row.place,
                "in_plan": f"{row.in_plan}\n{quote}".rstrip("\n"),
                **_known(sheets.ADVICE, row.advice.advice_id, row.advice.text, people),
            }
        )
    return made


def _themes(rows: WorkRows) -> list[dict[str, Any]]:
    return [
        {
            "theme": row.label,
            "parent": row.parent,
            "n": row.n_points,
            "meetings": row.n_meetings,
            "speakers": row.speakers,
            **row.found,
            "example": row.example,
        }
        for row in theme_table(rows.tables).rows
    ]


def _missing(rows: WorkRows, point: Point, people: People) -> dict[str, Any]:
    near = [rows.near(place) for place in point.nearest[:3]]
    return {
        "number": point.number,
        "text": point.unit.text,
        "theme": rows.themes(point),
        "who": who_and_when(point),
        "searched": point.trace.searched if point.trace is not None else "",
        **{f"near{at}": text for at, text in enumerate(near, 1)},
        **_known(sheets.MISSING, point.unit.unit_id, point.unit.text, people),
    }


def _goals(rows: WorkRows, people: People) -> list[dict[str, Any]]:
    made = []
    for node in rows.gaps.goals:
        goal = node.goal
        name = rows.page.goal_name(goal)
        made.append(
            {
                "level": shared.LEVEL[goal.level],
                "number": goal.number or "",
                "text": goal.text,
                "goal": "" if goal.level == "goal" else name,
                "plan": f"{rows.page.programme_title(goal.programme_id)} ({rows.page.version_of(goal)})",
                "place": rows.goal_place(goal),
                **_known(sheets.GOALS, goal.goal_id, goal.text, people),
            }
        )
    return made


def _codebook(rows: WorkRows) -> list[dict[str, Any]]:
    codebook = rows.tables.codebook
    made = []
    for code in codebook.codes:
        theme = codebook.theme_of(code.id)
        example = f"{code.example} ({code.example_source})" if code.example_source else code.example
        made.append(
            {
                "code": code.id,
                "label": code.label,
                "definition": code.definition,
                "include": code.include,
                "exclude": code.exclude,
                "example": example,
                "borderline": code.borderline,
                "patterns": ", ".join(code.patterns),
                "parent": theme.label if theme is not None else "",
                "version": code.version,
            }
        )
    return made


def draw_sample(points: Sequence[Point], n: int, seed: int) -> list[Point]:
    """n points at random, the same for the same seed, in the order of the reports."""
    drawn = sorted(points, key=lambda point: digest(seed, point.unit.unit_id))[:n]
    numbers = {point.number for point in drawn}
    return [point for point in points if point.number in numbers]


def _sample(rows: WorkRows, people: People) -> list[dict[str, Any]]:
    seed = int(rows.tables.manifest.get("seed", 7))
    groups = (
        (shared.FOUND["none"], [p for p in rows.points if p.found == "none"]),
        (words.SAMPLE_FOUND, [p for p in rows.points if p.found in ("result", "partly", "approach")]),
    )
    made = []
    for name, points in groups:
        for point in draw_sample(points, SAMPLE_SIZE, seed):
            near = [rows.near(place) for place in point.nearest[:3]] if point.found == "none" else []
            made.append(
                {
                    "number": point.number,
                    "group": name,
                    "text": point.unit.text,
                    "found": shared.FOUND[point.found],
                    "quote": rows.words_in_plan(point) or "\n".join(words.NEAREST.format(text=text) for text in near),
                    "place": rows.place_in_plan(point),
                    **_known(sheets.SAMPLE, point.unit.unit_id, point.unit.text, people),
                }
            )
    return made


def _left_out(rows: WorkRows) -> list[dict[str, Any]]:
    documents: Mapping[str, Any] = rows.tables.document_of
    return [
        {
            "kind": shared.KIND[unit.kind].capitalize(),
            "text": unit.text,
            "meeting": rows.meeting(documents[unit.document_id]),
            "place": wording.place_text(unit.source, unit.page_start, unit.line_start),
        }
        for unit in rows.left_out
    ]
