"""The sheets of the workbook: which columns they have, what people can fill in, and which values they may choose."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from themes.report.people import People
from themes.words import shared
from themes.words import workbook as words

YOUR_NAME = words.YOUR_NAME + words.FILL


@dataclasses.dataclass(frozen=True)
class Column:
    """A column. `kind` and `field` say where a filled-in cell is kept; both '' for a column that is not filled in.

    `width` is in characters: the columns of a sheet fit on one A4 side by side, and share its width so that rows are as
    low as can be. `clipped` columns don't make a row higher: what doesn't fit stands in the cell all the same.
    """

    key: str
    title: str
    width: int
    kind: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False
    clipped: bool = False

    @property
    def heading(self) -> str:
        """Title as printed: what people fill in says so."""
        return self.title + words.FILL if self.kind else self.title


@dataclasses.dataclass(frozen=True)
class Layout:
    """A sheet without its rows. `freeze` counts the columns that stay in view; `empty` is said when it has no rows."""

    name: str
    table: str
    columns: tuple[Column, ...]
    freeze: int
    empty: str


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A sheet with its rows: column key -> text or number."""

    layout: Layout
    rows: Sequence[Mapping[str, Any]]


_HIDDEN = (
    Column("id", "id", 14, hidden=True),
    Column("digest", "controle", 14, hidden=True),
    Column("issued", "eerder", 14, hidden=True),
)


def _asks_again(kind: str) -> tuple[Column, Column]:
    """Says that a text changed since a person decided, and asks whether the decision still holds."""
    return Column("alert", shared.ATTENTION, 20), Column("still", words.STILL_RIGHT, 12, kind, (shared.YES,))


REACTIONS = Layout(
    words.REACTIONS,
    "Reactietabel",
    (
        Column("number", shared.NUMBER, 6),
        Column("theme", shared.THEME, 15),
        Column("text", shared.INPUT, 24),
        Column("speaker", shared.WHO_SPOKE, 13),
        Column("where", words.MEETING_DATE_PLACE, 20),
        Column("often", words.HOW_OFTEN, 15),
        Column("found", shared.IN_PLAN, 10),
        Column("place", words.PLACE_IN_PLAN_FULL, 36),
        Column("quote", words.TEXT_IN_PLAN, 20),
        Column("certainty", words.CERTAINTY, 10),
        Column("reaction", shared.REACTION, 18, "reaction"),
        Column("handling", shared.HANDLED, 13, "reaction", shared.HANDLING),
        Column("changed", shared.CHANGED, 13, "reaction"),
        Column("reason", shared.REASON, 13, "reaction"),
        Column("checked", words.CHECKED_BY, 14, "reaction"),
        *_asks_again("reaction"),
        *_HIDDEN,
    ),
    3,
    words.NO_POINTS,
)
CHECKLIST = Layout(
    words.CHECKLIST,
    "Controlelijst",
    (
        Column("number", shared.NUMBER, 6),
        Column("text", words.WHAT_WAS_SAID, 30),
        Column("who", words.WHO_AND_WHEN, 21),
        Column("theme", shared.THEME, 20),
        Column("found", words.IN_PLAN, 11),
        Column("place", words.WHERE, 46),
        Column("reaction", words.MUNICIPALITY_SAYS, 18),
        Column("opinion", words.OUR_OPINION, 12, "verdict", shared.OPINION),
        Column("remark", words.OUR_REMARK, 24, "verdict"),
        *_asks_again("verdict"),
        *_HIDDEN,
    ),
    2,
    words.NO_POINTS,
)
ADVICE = Layout(
    words.ADVICE,
    "Adviezen",
    (
        Column("number", words.ADVICE_NUMBER, 8),
        Column("text", words.OUR_ADVICE, 60),
        Column("part", words.PART_OF_LETTER, 12),
        Column("theme", shared.THEME, 20),
        Column("answer_text", words.ANSWER, 50),
        Column("answer", words.ANSWER_KIND, 14),
        Column("place", words.PLACE, 18),
        Column("in_plan", shared.IN_PLAN_NOW, 22),
        Column("opinion", words.OUR_OPINION, 12, "verdict", shared.OPINION),
        Column("remark", words.OUR_REMARK, 24, "verdict"),
        *_asks_again("verdict"),
        *_HIDDEN,
    ),
    2,
    words.NO_ADVICE,
)
THEMES = Layout(
    words.THEMES,
    "Themas",
    (
        Column("theme", shared.THEME, 26),
        Column("parent", words.GROUP, 20),
        Column("n", shared.N_POINTS, 9),
        Column("meetings", shared.N_MEETINGS, 15),
        Column("speakers", shared.WHO_SPOKE_COUNTED, 40),
        *(Column(key, name, 13) for key, name in shared.FOUND.items()),
        Column("example", shared.EXAMPLE, 52),
    ),
    1,
    words.NO_THEMES,
)
MISSING = Layout(
    words.MISSING,
    "NietGevonden",
    (
        Column("number", shared.NUMBER, 6),
        Column("text", shared.INPUT, 30),
        Column("theme", shared.THEME, 16),
        Column("who", words.WHO_AND_WHEN, 18),
        Column("searched", words.SEARCHED, 18),
        Column("near1", words.NEAREST_1, 38),
        Column("near2", words.NEAREST_2, 38),
        Column("near3", words.NEAREST_3, 38),
        Column("accepted", words.ACCEPT_MISSING, 14, "gap", shared.YES_NO),
        Column("why", words.WHY, 24, "gap"),
        *_asks_again("gap"),
        *_HIDDEN,
    ),
    2,
    words.NONE_MISSING,
)
GOALS = Layout(
    words.GOALS,
    "DoelenZonderInbreng",
    (
        Column("level", words.KIND, 12),
        Column("number", words.NUMBER_IN_PLAN, 8),
        Column("text", words.GOAL_OR_RESULT, 60),
        Column("goal", words.PART_OF, 40),
        Column("plan", shared.PLAN, 38),
        Column("place", words.PLACE, 28),
        Column("accepted", words.ACCEPT_GOAL, 14, "gap", shared.YES_NO),
        Column("why", words.WHY, 20, "gap"),
        *_asks_again("gap"),
        *_HIDDEN,
    ),
    3,
    words.NO_GOALS,
)
CODEBOOK = Layout(
    shared.CODEBOOK,
    "Codeboek",
    (
        Column("code", shared.CODE, 16),
        Column("label", words.SHORT_NAME, 20),
        Column("definition", words.DEFINITION, 36),
        Column("include", words.INCLUDE, 30),
        Column("exclude", words.EXCLUDE, 30),
        Column("example", words.ANCHOR, 36),
        Column("borderline", words.BORDERLINE, 28),
        Column("patterns", words.KEYWORDS, 20, clipped=True),
        Column("parent", words.PARENT, 16),
        Column("version", shared.VERSION, 8),
    ),
    2,
    words.NO_CODES,
)
SAMPLE = Layout(
    shared.SAMPLE,
    "Steekproef",
    (
        Column("number", shared.NUMBER, 6),
        Column("group", words.GROUP, 12),
        Column("text", words.WHAT_WAS_SAID, 34),
        Column("found", words.PROGRAM_SAYS, 14),
        Column("quote", words.TEXT_IN_PLAN, 56),
        Column("place", words.PLACE_IN_PLAN, 40),
        Column("right", words.IS_RIGHT, 12, "sample", shared.SAMPLE_OPINION),
        Column("remark", words.REMARK, 26, "sample"),
        *_HIDDEN,
    ),
    3,
    words.NO_SAMPLE,
)
LEFT_OUT = Layout(
    words.LEFT_OUT,
    "NietMeegeteld",
    (
        Column("kind", words.KIND, 16),
        Column("text", words.TEXT, 88),
        Column("meeting", words.MEETING_AND_DATE, 36),
        Column("place", words.PLACE, 36),
    ),
    1,
    words.NONE_LEFT_OUT,
)
ACCOUNT = Layout(
    shared.ACCOUNT,
    "Verantwoording",
    (Column("group", words.PART, 20), Column("what", shared.WHAT, 44), Column("value", words.VALUE, 104)),
    1,
    "",
)
LAYOUTS = (REACTIONS, CHECKLIST, ADVICE, THEMES, MISSING, GOALS, CODEBOOK, SAMPLE, LEFT_OUT, ACCOUNT)


def without_alerts(sheet: Sheet) -> Sheet:
    """The sheet with the columns that ask again hidden, unless a text changed since a person decided on it."""
    if any(row.get("alert") for row in sheet.rows):
        return sheet
    hidden = [dataclasses.replace(c, hidden=True) if c.key in ("alert", "still") else c for c in sheet.layout.columns]
    return dataclasses.replace(sheet, layout=dataclasses.replace(sheet.layout, columns=tuple(hidden)))


def filled(layout: Layout, item_id: str, people: People) -> dict[str, str]:
    """What people wrote before in the columns of a sheet, for one item."""
    if not people.wrote_about(item_id):
        return {}
    cells = {column.key: people.value(column.kind, item_id, column.key) for column in layout.columns if column.kind}
    return {key: value for key, value in cells.items() if value}
