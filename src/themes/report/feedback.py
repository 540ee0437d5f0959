"""The report back to the participants of one meeting: one page that can be read alone, and all points in an annex.

The page says who spoke, when and how many points there are, and per theme one example: what was said and what stands in
the plan. The annex has every point of the meeting.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from themes.records import Document
from themes.report import wording
from themes.report.nota import answer_text
from themes.report.page_rows import found_counts, meeting_name, shortened, speaker
from themes.report.people import People
from themes.report.run_tables import Point
from themes.report.word_parts import Report
from themes.report.work_rows import WorkRows
from themes.words import shared
from themes.words import word_files as words

LINES = 54  # of a table that have room on the first page, also in a wide font
_WIDTHS = (3.3, 1.6, 2.0, 5.2, 4.9)  # cm
_ANNEX_WIDTHS = {2: (1.2, 15.8), 3: (1.2, 8.0, 7.8), 4: (1.2, 6.2, 6.2, 3.4)}  # by the number of columns
_SIZE = 8.0  # points, of the letters in tables
_PER_CM = 5.9  # letters of this size in a cm, of a wide font
_PER_LINE, _TEXT_LINE = 82, 1.5  # letters in a line of text; the room that it takes, in lines of the table
_PER_TITLE, _TITLE_LINE = 36, 3.0  # the same for the title
_SAID, _PLAN = 75, 60  # characters of a quote on the first page; the annex has them whole
ThemeLine = tuple[str, int, int, str, str]  # theme, points, found, said, in the plan
_STRONG = ("result", "partly", "approach", "unsure", "none")


def feedback(rows: WorkRows, document: Document, people: People, template: str | Path | None = None) -> Report:
    """To the participants of one meeting: the page, then all points."""
    title = words.FEEDBACK.format(meeting=wording.upper_first(meeting_name(document)))
    report = Report(title, manifest=rows.tables.manifest, template=template)
    points = rows.points_of[document.document_id]
    opening = _opening(document, points)
    for text in opening:
        report.text(text)
    if points:
        room = LINES - _TITLE_LINE * math.ceil(len(title) / _PER_TITLE) - sum(map(_text_height, opening))
        _themes(report, rows, points, people, room)
    report.text(words.CONTACT.format(contact=words.TO_WRITE.format(what=words.WRITE_CONTACT)))
    if points:
        _annex(report, rows, points, people)
    return report


def _opening(document: Document, points: Sequence[Point]) -> list[str]:
    """Who, when, how many, and what was found."""
    day, who = wording.date_text(document.held_on), speaker(document)
    spoke = words.YOU_SPOKE_ON.format(day=day) if day else words.YOU_SPOKE
    spoken = words.SPEAKERS_HERE_UNKNOWN if who == shared.UNKNOWN_SPEAKER else words.SPEAKERS_HERE.format(who=who)
    made = [f"{spoke} {spoken} {wording.told(len(points), words.YOUR_POINTS)}"]
    if points:
        counts = found_counts(points)
        parts = [shared.TIMES.format(n=counts[key], name=name) for key, name in shared.FOUND.items() if counts[key]]
        made.append(f"{words.SOUGHT.format(counts=wording.listed(parts))} {shared.NOT_ADOPTED_NOTE}")
    return made


def _text_height(text: str) -> float:
    """Room that a paragraph takes, in lines of the table."""
    return _TEXT_LINE * math.ceil(len(text) / _PER_LINE)


# -- the page --------------------------------------------------------------------------------------------------


def _themes(report: Report, rows: WorkRows, points: Sequence[Point], people: People, room: float) -> None:
    """A row per theme with its strongest example, as many as have room; the others are named."""
    made = [_theme_row(rows, theme, own, people) for theme, own in by_theme(rows, points)]
    n_shown = max(n for n in range(len(made) + 1) if n == 0 or _height(made, n) <= room)
    head = (shared.THEME, words.FEEDBACK_POINTS, words.FEEDBACK_FOUND, words.FEEDBACK_SAID, words.FEEDBACK_PLAN)
    report.table(words.FEEDBACK_TABLE, head, made[:n_shown], widths=_WIDTHS, size=_SIZE)
    if n_shown < len(made):
        report.text(_also(made[n_shown:]))
    report.text(words.ALL_IN_ANNEX)


def _theme_row(rows: WorkRows, theme: str, points: Sequence[Point], people: People) -> ThemeLine:
    best = strongest(rows, points)
    n_found = sum(point.found in ("result", "partly") for point in points)
    said = shared.QUOTED_AT.format(text=shortened(best.unit.text, _SAID), where=best.number)
    return theme, len(points), n_found, said, _in_plan(rows, best, people)


def _height(made: Sequence[ThemeLine], n_shown: int) -> float:
    """Lines that the first rows take in the table, and the others in the text under it."""
    taken = 0.0
    for row in made[:n_shown]:
        cells = ((row[0], _WIDTHS[0]), (row[3], _WIDTHS[3]), (row[4], _WIDTHS[4]))
        lines = [sum(math.ceil(len(part) / (wide * _PER_CM)) for part in text.split("\n")) for text, wide in cells]
        taken += max(lines)
    rest = made[n_shown:]
    return taken + _text_height(_also(rest)) if rest else taken


def _also(made: Sequence[ThemeLine]) -> str:
    named = [f"{theme} ({wording.counted(n, *shared.POINTS)})" for theme, n, *_ in made]
    return words.THEMES_ALSO.format(themes=wording.listed(named))


def by_theme(rows: WorkRows, points: Sequence[Point]) -> list[tuple[str, list[Point]]]:
    """Points once, by the first of their themes in the order of the codebook: most points first, no theme last."""
    own: dict[int, list[Point]] = {}
    for point in points:
        own.setdefault(rows.first_theme.get(point.number, -1), []).append(point)
    rest = own.pop(-1, [])
    groups = [(rows.page.themes[at].code.label, own[at]) for at in sorted(own, key=lambda at: (-len(own[at]), at))]
    return [*groups, (shared.NO_THEME, rest)] if rest else groups


def strongest(rows: WorkRows, points: Sequence[Point]) -> Point:
    """The point that shows best what the plan does with a theme: most firmly found, surest, not too long or short."""

    def worth(point: Point) -> tuple[int, int, int]:
        length = len(point.unit.text)
        fits = 0 if 30 <= length <= _SAID else 1
        return _STRONG.index(point.found), shared.CERTAINTY.index(rows.certainty(point)), fits

    return min(points, key=worth)


def _in_plan(rows: WorkRows, point: Point, people: People) -> str:
    """What the plan says of the example, in a line, with what the municipality decided."""
    quote, told = rows.words_in_plan(point), words.FEEDBACK_SHORT[point.found]
    text = f"{told}: {shared.QUOTED.format(text=shortened(quote, _PLAN))}" if quote else f"{told}."
    handled = people.value("reaction", point.unit.unit_id, "handling")
    return f"{text}\n{words.MUNICIPALITY_SAYS}: {handled}" if handled else text


# -- the annex -------------------------------------------------------------------------------------------------


def _annex(report: Report, rows: WorkRows, points: Sequence[Point], people: People) -> None:
    report.heading(words.FEEDBACK_ANNEX, new_page=True)
    report.text(wording.told(len(points), words.FEEDBACK_ANNEX_INTRO))
    used = {point.place.goal.programme_id for point in points if point.place is not None and point.place.goal}
    plans = [
        words.PLAN_IS.format(letter=name, title=goal.text) for name, goal in rows.plans if goal.programme_id in used
    ]
    if plans:
        report.text(words.PLANS_ARE.format(plans="; ".join(plans)))
    answered = any(answer_text(point.unit.unit_id, people) for point in points)
    if not answered:
        report.text(words.NO_ANSWER_YET)
    head = (shared.NUMBER, words.YOU_SAID, words.PLAN_SAYS, words.MUNICIPALITY_SAYS)
    for found, title in words.FEEDBACK_PARTS.items():
        cells = list(_rows(rows, [point for point in points if point.found == found], people, answered=answered))
        if cells:
            kept = [at for at in range(len(head)) if at < 2 or any(row[at] for row in cells)]
            report.table(
                f"{title} ({len(cells)})",
                [head[at] for at in kept],
                [[row[at] for at in kept] for row in cells],
                widths=_ANNEX_WIDTHS[len(kept)],
                size=_SIZE,
            )


def _rows(
    rows: WorkRows, points: Sequence[Point], people: People, *, answered: bool
) -> Iterator[tuple[str, str, str, str]]:
    """Every point in full; a sentence of the plan that stood there already is referred to.

    `answered` : the municipality wrote something in this report, so that what lacks is told.
    """
    first: dict[tuple[str, str], str] = {}
    for point in points:
        quote, where = rows.words_in_plan(point), rows.short_place(point, letter=True)
        plan = shared.QUOTED_AT.format(text=quote, where=where) if quote else ""
        if quote and first.setdefault((quote, where), point.number) != point.number:
            plan = words.SAME_SENTENCE.format(number=first[quote, where])
        answer = answer_text(point.unit.unit_id, people)
        yield (
            point.number,
            point.unit.text,
            plan,
            answer or (words.TO_FILL if answered and point.found == "none" else ""),
        )
