"""Rows of the page: what is said of a point, a passage, a theme and an advice, in words and places."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from themes.records import Advice, Coding, Document, Goal, Unit
from themes.report import wording
from themes.report.people import People
from themes.report.run_tables import Place, Point, RunTables
from themes.words import page as words
from themes.words import shared

if TYPE_CHECKING:
    from themes.language import Pipeline

MAX_THEME_PASSAGES = 12  # in the list of a theme; all stand under the plan
SHORT = 260  # characters of a nearest passage that are shown


@dataclasses.dataclass(frozen=True)
class Passage:
    """A passage of a plan as the page shows it. `entry` is its number in the search index."""

    entry: int
    text: str
    search: str  # cleaned, with how a result is measured: what is searched
    label: str  # level in words
    degree: str  # result or approach
    goal: Goal | None
    place: str
    programme_id: str
    codes: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class ThemeRow:
    """A code with its points. `programmes` tells per plan what it says of the theme as a whole."""

    code: Any
    parent: str
    points: tuple[Point, ...]
    n_meetings: int
    speakers: str
    found: Mapping[str, int]
    programmes: tuple[tuple[str, str, str], ...]  # (title, degree, the sentence about it)
    passages: tuple[Passage, ...]

    @property
    def numbers(self) -> dict[str, list[str]]:
        """Numbers of the points by degree, all degrees present."""
        made: dict[str, list[str]] = {found: [] for found in shared.FOUND}
        for point in self.points:
            made[point.found].append(point.number)
        return made

    @property
    def has_result(self) -> bool:
        """True when some plan has a goal or result about the theme."""
        return any(degree in ("result", "partly") for _, degree, _ in self.programmes)


@dataclasses.dataclass(frozen=True)
class AdviceRow:
    """A point of an advice beside its answer. `in_plan` says in words whether the change is in the plan."""

    number: str
    entry: int
    advice: Advice
    place: str
    answer_place: str
    in_plan: str
    in_plan_quote: str
    in_plan_place: str


def meeting_name(document: Document) -> str:
    """The meeting, else the title, else the file: how people know a report."""
    return document.meeting or document.title or document.source


def unit_place(unit: Unit) -> str:
    """File, page and line of a unit."""
    return wording.place_text(unit.source, unit.page_start, unit.line_start)


def speaker(document: Document) -> str:
    """Who spoke, 'Onbekend' when the report doesn't say: never residents by default."""
    return document.speakers or shared.UNKNOWN_SPEAKER


def shortened(text: str, most: int = SHORT) -> str:
    """A text cut at a word with an ellipsis when it is longer than `most` characters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def found_counts(points: Sequence[Point]) -> dict[str, int]:
    """Number of points by degree, all degrees present."""
    counts = Counter(point.found for point in points)
    return {found: counts[found] for found in shared.FOUND}


def speaker_counts(points: Sequence[Point]) -> list[tuple[str, int]]:
    """Speaker groups with their number of points, in the order in which they are met; unknown last."""
    counts = Counter(speaker(point.document) for point in points)
    return sorted(counts.items(), key=lambda item: item[0] == shared.UNKNOWN_SPEAKER)


class PageRows:
    """All rows of the page, computed once from the tables of a run."""

    def __init__(self, tables: RunTables, pipeline: Pipeline) -> None:
        self.tables = tables
        self.pipeline = pipeline
        self.people: People = People()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        return self.tables.points

    @cached_property
    def questions(self) -> tuple[Unit, ...]:
        """Questions that were asked in the reports: kept apart, they state nothing that a plan could answer to."""
        return self._input_units({"question"})

    @cached_property
    def left_out(self) -> tuple[Unit, ...]:
        """Stretches of the reports that are no point and no question."""
        return self._input_units({"heading", "lead_in", "meta", "noise", "table_cell"})

    def _input_units(self, kinds: set[str]) -> tuple[Unit, ...]:
        own = {document.document_id for document in self.tables.input_documents}
        rows = [unit for unit in self.tables.units if unit.document_id in own and unit.kind in kinds]
        return tuple(sorted(rows, key=lambda unit: (unit.source, unit.line_start, unit.spans)))

    # -- the plan ----------------------------------------------------------------------------------------------

    @cached_property
    def programmes(self) -> tuple[Goal, ...]:
        """Roots of the plans."""
        roots = [goal for goal in self.tables.goals if goal.level == "programme"]
        return tuple(sorted(roots, key=lambda goal: (goal.source, goal.line_start)))

    @cached_property
    def current(self) -> frozenset[str]:
        """Programme ids that were used; a version that was replaced is not among them."""
        from themes.policy.passages import current_programmes

        return frozenset(current_programmes(list(self.tables.goals), list(self.tables.documents)))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Passages that are searched, in reading order: of the plans in use, and of intentions without results."""
        from themes.coding import code_texts
        from themes.policy.search import searched

        tables = self.tables
        found = searched(list(tables.units), list(tables.goals), list(tables.documents))
        rows = [row for row in found if row.text.strip()]
        rows.sort(key=lambda row: (row.source, row.line_start, not row.is_goal))
        codes = code_texts([row.search for row in rows], self.tables.codebook, self.pipeline)
        result = []
        for at, (row, own) in enumerate(zip(rows, codes, strict=True)):
            goal = self.tables.goal_of.get(row.goal_id or "")
            level = goal.level if row.is_goal and goal is not None else "approach"
            result.append(
                Passage(
                    entry=len(self.points) + at,
                    text=row.text,
                    search=row.search,
                    label=shared.LEVEL[level],
                    degree=row.level,
                    goal=goal,
                    place=wording.place_text(row.source, row.page_start, row.line_start),
                    programme_id=row.programme_id,
                    codes=tuple(own),
                )
            )
        return tuple(result)

    @cached_property
    def _programme_ids(self) -> frozenset[str]:
        return frozenset(goal.programme_id for goal in self.programmes)

    def programme_title(self, programme_id: str) -> str:
        """Title of a plan by the id of its root."""
        goal = self.tables.goal_of.get(programme_id)
        return goal.text if goal is not None else words.PLAN_WITHOUT_TITLE

    def goal_name(self, goal: Goal | None) -> str:
        """'Doel 2: titel', of the goal itself or of the nearest goal above it."""
        at, steps = goal, 0
        while at is not None and at.level not in ("goal", "programme") and steps < 10:
            at, steps = self.tables.goal_of.get(at.parent_id or ""), steps + 1
        if at is None:
            return ""
        if at.level == "programme":
            return at.text
        number = at.number or ""
        if not number.lower().startswith("doel"):  # as the plan prints it
            number = f"{shared.LEVEL['goal']} {number}".strip()
        return f"{number}: {at.text}"

    @cached_property
    def found_at(self) -> dict[str, list[str]]:
        """Goal id -> numbers of the points that were found there, wholly or in part."""
        result: dict[str, list[str]] = defaultdict(list)
        for point in self.points:
            if point.goal is not None and point.found in ("result", "partly"):
                result[point.goal.goal_id].append(point.number)
        return dict(result)

    def level_of(self, place: Place, found: str) -> str:
        """What a passage beside a point is: the goal that it was found at, or of the explanation."""
        goal = place.goal
        is_goal = goal is not None and (found in ("result", "partly") or place.quote.strip() == goal.text.strip())
        return shared.LEVEL[goal.level if goal is not None and is_goal else "approach"]

    def place_line(self, place: Place, found: str) -> str:
        """Level, goal, plan and place of a passage beside a point."""
        goal, level = place.goal, self.level_of(place, found)
        name = self.goal_name(goal)
        if goal is not None and level == shared.LEVEL["goal"]:
            level = ""
        title = self.programme_title(goal.programme_id) if goal is not None else ""
        where = wording.place_text(place.source, place.page, place.line)
        return " · ".join(part for part in (level, name, title if title != name else "", where) if part)

    def version_of(self, goal: Goal) -> str:
        """Version and date of the plan that a goal stands in, with what they are before it."""
        return words.VERSION_IS.format(version=self.version_name(goal))

    def version_name(self, goal: Goal) -> str:
        """Version and date of the plan that a goal stands in."""
        document = self.tables.document_of.get(goal.document_id)
        version = document.version if document is not None else None
        day = wording.date_text(document.held_on) if document is not None else ""
        return ", ".join(part for part in (version or words.NOT_NAMED, day) if part)

    @cached_property
    def _place_of_code(self) -> dict[str, int]:
        return {code.id: at for at, code in enumerate(self.tables.codebook.codes)}

    def in_order(self, code_ids: Iterable[str]) -> list[Any]:
        """The codes with these ids, each once, in the order of the codebook; ids that it doesn't have are left out."""
        codes, place = self.tables.codebook.codes, self._place_of_code
        return [codes[at] for at in sorted({place[key] for key in code_ids if key in place})]

    def codes_of(self, point: Point) -> list[tuple[Any, str]]:
        """Codes of a point with why: the words that carry it, or the person who chose it."""
        by_code: dict[str, list[Coding]] = {}
        for coding in point.codings:
            by_code.setdefault(coding.code_id, []).append(coding)
        result = []
        for code in self.in_order(by_code):
            own = by_code[code.id]
            people = sorted({coding.coder for coding in own} - {"rules", "model"})
            why = []
            for text, examples in ((words.BY_WORDS, False), (words.BY_EXAMPLES, True)):
                quoted = [coding.quote for coding in own if coding.quote and (coding.coder == "model") == examples]
                if quoted:
                    quotes = dict.fromkeys(shared.QUOTED.format(text=quote) for quote in quoted)
                    why.append(text.format(quotes=", ".join(quotes)))
            why += [words.CHOSEN_BY.format(name=name) for name in people]
            result.append((code, "; ".join(why) or words.BY_CONTEXT))
        return result

    # -- themes ------------------------------------------------------------------------------------------------

    @cached_property
    def themes(self) -> tuple[ThemeRow, ...]:
        """A row for each code that a point has, in the order of the codebook."""
        codebook = self.tables.codebook
        by_code: dict[str, list[Point]] = defaultdict(list)
        for point in self.points:
            for code_id in dict.fromkeys(coding.code_id for coding in point.codings):
                by_code[code_id].append(point)
        rows = []
        for code in self.in_order(by_code):
            own = by_code[code.id]
            theme = codebook.theme_of(code.id)
            rows.append(
                ThemeRow(
                    code=code,
                    parent=theme.label if theme is not None else "",
                    points=tuple(own),
                    n_meetings=len({point.unit.document_id for point in own}),
                    speakers=wording.listed(
                        [f"{wording.lower_first(wording.group_name(name))} ({n})" for name, n in speaker_counts(own)]
                    ),
                    found=found_counts(own),
                    programmes=tuple(self._said_of(code.id)),
                    passages=tuple(self._passages_of(code.id)),
                )
            )
        return tuple(sorted(rows, key=lambda row: self._theme_order(row.parent)))

    @cached_property
    def _passages_by_code(self) -> dict[str, list[Passage]]:
        result: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages:
            if passage.programme_id in self.current or passage.programme_id not in self._programme_ids:
                for code_id in passage.codes:
                    result[code_id].append(passage)
        return dict(result)

    def _passages_of(self, code_id: str) -> list[Passage]:
        """Passages that carry a code, goals and results first."""
        return sorted(self._passages_by_code.get(code_id, []), key=lambda p: p.degree != "result")

    def _theme_order(self, label: str) -> int:
        labels = [theme.label for theme in self.tables.codebook.themes]
        return labels.index(label) if label in labels else len(labels)

    def _said_of(self, code_id: str) -> list[tuple[str, str, str]]:
        """What each plan in use says of a theme as a whole."""
        result: list[tuple[str, str, str]] = []
        order = {goal.programme_id: at for at, goal in enumerate(self.programmes)}
        for row in sorted(self.tables.coverage, key=lambda row: order.get(row.programme_id, 0)):
            if row.code_id != code_id or row.programme_id not in self.current:
                continue
            goals = [self.tables.goal_of[key] for key in row.goal_ids.split() if key in self.tables.goal_of]
            if row.found in ("result", "partly"):
                names = list(dict.fromkeys(shared.QUOTED.format(text=shortened(goal.text, 120)) for goal in goals))
                form = words.GOALS_ABOUT_MORE if len(names) > 4 else words.GOALS_ABOUT
                text = form.format(names="; ".join(names[:4]), n=len(names) - 4) if names else ""
            elif row.found == "approach":
                text = words.THEME_IN_APPROACH
                own = [p for p in self._passages_of(code_id) if p.programme_id == row.programme_id]
                near = [p for p in own if p.degree == "approach"]
                examples = [shared.QUOTED_AT.format(text=shortened(p.text, 160), where=p.place) for p in near[:1]]
                text += "".join(" " + words.FOR_EXAMPLE.format(quote=quote) for quote in examples)
            else:
                text = shared.FOUND_MEANING[row.found]
            programme = self.tables.goal_of.get(row.programme_id)
            title = self.programme_title(row.programme_id)
            if programme is not None and programme.municipality and programme.municipality not in title:
                title = words.TITLE_OF.format(title=title, municipality=programme.municipality)
            result.append((title, row.found, text))
        return result

    @cached_property
    def without_theme(self) -> tuple[Point, ...]:
        """Points that no theme fits."""
        return tuple(p for p in self.points if not self.in_order(coding.code_id for coding in p.codings))

    # -- advice ------------------------------------------------------------------------------------------------

    @cached_property
    def advice(self) -> tuple[AdviceRow, ...]:
        """Points of the advices beside their answers."""
        order = {
            d.document_id: at
            for at, d in enumerate(sorted(self.tables.documents, key=lambda d: (d.source, d.line_start)))
        }
        rows = sorted(
            self.tables.advice,
            key=lambda row: (order.get(row.document_id, 0), self._line(row.unit_id), row.advice_id),
        )
        first = len(self.points) + len(self.passages)
        return tuple(self._advice_row(at, row, first + at - 1) for at, row in enumerate(rows, 1))

    def _line(self, unit_id: str) -> int:
        unit = self.tables.unit_of.get(unit_id)
        return unit.line_start if unit is not None else 0

    def _advice_row(self, number: int, row: Advice, entry: int) -> AdviceRow:
        unit = self.tables.unit_of.get(row.unit_id)
        answer = self.tables.unit_of.get(row.answer_unit_id or "")
        claimed = self.tables.unit_of.get(row.claim_unit_id or "")
        if row.claim is None:
            in_plan = words.NO_CHANGE_CLAIMED
        elif row.claim_found:
            in_plan = words.CLAIM_FOUND
        elif row.claim_found is None:
            in_plan = shared.FOUND["unsure"]
        else:
            in_plan = words.CLAIM_MISSING
        return AdviceRow(
            number=f"A{number}",
            entry=entry,
            advice=row,
            place=unit_place(unit) if unit is not None else "",
            answer_place=unit_place(answer) if answer is not None else "",
            in_plan=in_plan,
            in_plan_quote=claimed.text if claimed is not None else "",
            in_plan_place=unit_place(claimed) if claimed is not None else "",
        )
