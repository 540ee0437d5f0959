"""What the workbook and the Word files say of a point, a goal and an advice, in words: the same as on the page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from themes.records import Document, Goal, Unit
from themes.report import wording
from themes.report.goal_tree import grow_trees
from themes.report.page_groups import ASKED, Gaps, find_gaps
from themes.report.page_rows import AdviceRow, PageRows, meeting_name, speaker
from themes.report.people import Item
from themes.report.run_tables import Place, Point, RunTables
from themes.words import shared

_KEPT = "_work_rows"  # attribute of the tables that keeps the rows made


class WorkRows:
    """Texts of the rows of a run. `page` holds the rows as the page shows them."""

    def __init__(self, tables: RunTables, page: PageRows) -> None:
        self._tables, self.page = tables, page
        self._certainties: dict[str, str] = {}

    @property
    def tables(self) -> RunTables:
        return self._tables

    @property
    def points(self) -> tuple[Point, ...]:
        return self._tables.points

    # -- a point -----------------------------------------------------------------------------------------------

    def labels(self, codings: Sequence[Any]) -> list[str]:
        """Labels of the codes in codings, in the order of the codebook."""
        return [code.label for code in self.page.in_order(coding.code_id for coding in codings)]

    def themes(self, point: Point) -> str:
        """Themes of a point, or that it has none yet."""
        return "; ".join(self.labels(point.codings)) or shared.NO_THEME

    def meeting(self, document: Document) -> str:
        """Meeting and date."""
        return ", ".join(part for part in (meeting_name(document), wording.date_text(document.held_on)) if part)

    def where_said(self, point: Point) -> str:
        """Meeting, date, and the place in the report."""
        unit = point.unit
        place = wording.place_text(unit.source, unit.page_start, unit.line_start)
        return f"{self.meeting(point.document)}; {place}"

    def how_often(self, point: Point) -> str:
        """'2 keer, in 1 bijeenkomst'."""
        numbers = [point.number, *point.said_again]
        meetings = {number.split(".")[0] for number in numbers}
        return shared.HOW_OFTEN.format(n=len(numbers), meetings=wording.counted(len(meetings), *shared.MEETINGS))

    def place_in_plan(self, point: Point) -> str:
        """Goal, title, plan with version and page."""
        if point.place is None or point.found == "none":
            return ""
        text = self.page.place_line(point.place, point.found)
        goal = point.goal
        return f"{text} ({self.page.version_of(goal)})" if goal is not None else text

    def short_place(self, point: Point, *, letter: bool = False) -> str:
        """Level, number of the goal, page and plan in a few words; the plan by its letter in `plans` when asked."""
        if point.place is None or point.found == "none":
            return ""
        place, goal = point.place, point.place.goal
        level = self.page.level_of(place, point.found)
        name = self.page.goal_name(goal).split(":")[0] if goal is not None else ""
        level = "" if level.startswith(shared.LEVEL["goal"]) else level
        name = "" if goal is not None and name == self.page.programme_title(goal.programme_id) else name
        page = shared.ON_LINE.format(n=place.line) if place.line else ""
        page = shared.ON_SHORT_PAGE.format(n=place.page) if place.page else page
        plan = ""
        if goal is not None:
            plan = self.plan_letter(goal.programme_id) if letter else self.page.programme_title(goal.programme_id)
        return ", ".join(part for part in (level, name, page, plan) if part)

    @cached_property
    def plans(self) -> tuple[tuple[str, Goal], ...]:
        """The plans in use with a letter each: ('A', root of the plan)."""
        roots = [goal for goal in self.page.programmes if goal.programme_id in self.page.current]
        return tuple((chr(ord("A") + at) if at < 26 else str(at + 1), goal) for at, goal in enumerate(roots))

    def plan_letter(self, programme_id: str) -> str:
        """'plan A', '' for a plan that is not in use."""
        return next(
            (shared.PLAN_LETTER.format(letter=name) for name, goal in self.plans if goal.programme_id == programme_id),
            "",
        )

    def words_in_plan(self, point: Point) -> str:
        """The passage of the plan, verbatim; nothing when nothing was found."""
        return point.place.quote if point.place is not None and point.found != "none" else ""

    def certainty(self, point: Point) -> str:
        """Hoog, Middel or Laag.

        Found: Hoog when point and plan share a theme and words, else Middel. Not found: Hoog when no near passage has
        a word of the point, else Middel. What someone must check is Laag.
        """
        known = self._certainties.get(point.number)
        if known is None:
            known = self._certainties[point.number] = shared.CERTAINTY[self._certainty(point)]
        return known

    def _certainty(self, point: Point) -> int:
        if point.found == "unsure" or point.trace is None:
            return 2
        if point.found == "none":
            stems = [word.strip()[:6].lower() for word in point.trace.searched.split(",") if len(word.strip()) > 3]
            near = " ".join(place.quote.lower() for place in point.nearest)
            return 1 if any(stem in near for stem in stems) else 0
        why: dict[str, Any] = next(
            (json.loads(link.why or "{}") for link in point.links if link.goal_id == point.trace.goal_id), {}
        )
        return 0 if why.get("codes") and (why.get("woorden") or why.get("words")) else 1

    def near(self, place: Place) -> str:
        """A near passage with its place."""
        where = wording.place_text(place.source, place.page, place.line)
        return f"{place.quote} ({shared.LEVEL.get(place.level, shared.LEVEL['approach'])}, {where})"

    @cached_property
    def points_of(self) -> Mapping[str, Sequence[Point]]:
        """Document id -> its points; a document without points has none."""
        made: dict[str, list[Point]] = {document.document_id: [] for document in self._tables.input_documents}
        for point in self.points:
            made[point.document.document_id].append(point)
        return made

    @cached_property
    def first_theme(self) -> Mapping[str, int]:
        """Number of a point -> place among `page.themes` of the first of its themes, for points that have one."""
        made: dict[str, int] = {}
        for at, row in enumerate(self.page.themes):
            for point in row.points:
                made.setdefault(point.number, at)
        return made

    # -- goals and advice --------------------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> Gaps:
        """Points without a place and goals without input."""
        return find_gaps(self.page, grow_trees(list(self._tables.goals), self.page.found_at))

    def goal_place(self, goal: Goal) -> str:
        """File, page and line of a goal."""
        return wording.place_text(goal.source, goal.page_start, goal.line_start)

    @property
    def advice(self) -> tuple[AdviceRow, ...]:
        return self.page.advice

    @cached_property
    def _labels_of(self) -> dict[str, list[str]]:
        own: dict[str, list[Any]] = {}
        for coding in self._tables.codings:
            own.setdefault(coding.unit_id, []).append(coding)
        return {key: self.labels(codings) for key, codings in own.items()}

    def advice_themes(self, row: AdviceRow) -> str:
        """Themes of a point of an advice."""
        return "; ".join(self._labels_of.get(row.advice.unit_id, [])) or shared.NO_THEME

    @cached_property
    def left_out(self) -> tuple[Unit, ...]:
        """Stretches of the reports that are no point, questions first."""
        return (*self.page.questions, *self.page.left_out)

    # -- the run -----------------------------------------------------------------------------------------------

    @cached_property
    def plan_versions(self) -> str:
        """Titles of the plans in use with version and date."""
        parts = [
            f"{goal.text} ({self.page.version_of(goal)})"
            for goal in self.page.programmes
            if goal.programme_id in self.page.current
        ]
        return "; ".join(parts) or shared.NO_PLAN

    @property
    def source_line(self) -> str:
        """Where the figures come from: reports, plan versions, codebook version, date."""
        manifest = self._tables.manifest
        reports = wording.counted(len(self._tables.input_documents), *shared.REPORTS)
        return (shared.SOURCE_CLEANED if manifest.get("copy") else shared.SOURCE).format(
            reports=reports,
            plan=self.plan_versions,
            version=manifest["codebook"]["version"],
            day=wording.date_text(manifest["made_on"]),
        )

    @cached_property
    def municipality(self) -> str:
        """The municipality that the settings name, else that of most documents."""
        names = Counter(d.municipality for d in self._tables.documents if d.municipality)
        chosen = (self._tables.manifest.get("settings") or {}).get("municipality")
        return str(chosen or (names.most_common(1)[0][0] if names else ""))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All that people can say something about, for finding it back."""
        from themes.policy.placing import shown_policy

        tables = self._tables
        beside = shown_policy(tables.trace, tables.advice, tables.units)  # what people see of the plan, and so judge
        rows = [
            Item(
                p.unit.unit_id, p.number, p.unit.text, p.unit.source, p.unit.line_start, beside.get(p.unit.unit_id, "")
            )
            for p in self.points
        ]
        rows += [
            Item(g.goal_id, g.number or "", g.text, g.source, g.line_start)
            for g in self._tables.goals
            if g.level in ASKED
        ]
        for row in self.advice:
            unit = self._tables.unit_of.get(row.advice.unit_id)
            source, line = (unit.source, unit.line_start) if unit is not None else ("", 0)
            shown = beside.get(row.advice.advice_id, "")
            rows.append(Item(row.advice.advice_id, row.number, row.advice.text, source, line, shown))
        return tuple(rows)


def work_rows(tables: RunTables) -> WorkRows:
    """The rows of a run, made once for all writers."""
    kept = vars(tables).get(_KEPT)
    if isinstance(kept, WorkRows):
        return kept
    from themes.language import pipeline

    chosen = (tables.manifest.get("settings") or {}).get("pipeline", "auto")
    rows = vars(tables)[_KEPT] = WorkRows(tables, PageRows(tables, pipeline(chosen)))
    return rows


def who_and_when(point: Point) -> str:
    """Speaker group and meeting of a point."""
    document = point.document
    parts = (speaker(document), meeting_name(document), wording.date_text(document.held_on))
    return "; ".join(part for part in parts if part)
