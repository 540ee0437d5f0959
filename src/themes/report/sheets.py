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
    """A column. `kind` and `field` say where a filled-in cell is kept; both '' for a column that is not filled in."""

    key: str
    title: str
    width: int
    kind: str = ""
    choices: tuple[str, ...] = ()
    hidden: bool = False

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
        Column("number", shared.NUMBER, 7),
        Column("theme", shared.THEME, 20),
        Column("text", shared.INPUT, 46),
        Column("speaker", shared.WHO_SPOKE, 18),
        Column("where", words.MEETING_DATE_PLACE, 32),
        Column("often", words.HOW_OFTEN, 18),
        Column("found", shared.IN_PLAN, 18),
        Column("place", words.PLACE_IN_PLAN_FULL, 34),
        Column("quote", words.TEXT_IN_PLAN, 40),
        Column("certainty", words.CERTAINTY, 11),
        Column("reaction", shared.REACTION, 40, "reaction"),
        Column("handling", shared.HANDLED, 22, "reaction", shared.HANDLING),
        Column("changed", shared.CHANGED, 34, "reaction"),
        Column("reason", shared.REASON, 34, "reaction"),
        Column("checked", words.CHECKED_BY, 22, "reaction"),
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
        Column("number", shared.NUMBER, 7),
        Column("text", words.WHAT_WAS_SAID, 36),
        Column("who", words.WHO_AND_WHEN, 19),
        Column("theme", shared.THEME, 17),
        Column("found", words.IN_PLAN, 15),
        Column("place", words.WHERE, 38),
        Column("reaction", words.MUNICIPALITY_SAYS, 18),
        Column("opinion", words.OUR_OPINION, 12, "verdict", shared.OPINION),
        Column("remark", words.OUR_REMARK, 26, "verdict"),
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
        Column("text", words.OUR_ADVICE, 46),
        Column("part", words.PART_OF_LETTER, 16),
        Column("theme", shared.THEME, 20),
        Column("answer_text", words.ANSWER, 46),
        Column("answer", words.ANSWER_KIND, 20),
        Column("place", words.PLACE, 30),
        Column("in_plan", shared.IN_PLAN_NOW, 40),
        Column("opinion", words.OUR_OPINION, 14, "verdict", shared.OPINION),
        Column("remark", words.OUR_REMARK, 38, "verdict"),
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
        Column("theme", shared.THEME, 28),
        Column("parent", words.GROUP, 22),
        Column("n", shared.N_POINTS, 10),
        Column("meetings", shared.N_MEETINGS, 14),
        Column("speakers", shared.WHO_SPOKE_COUNTED, 38),
        *(Column(key, name, 14) for key, name in shared.FOUND.items()),
        Column("example", shared.EXAMPLE, 60),
    ),
    1,
    words.NO_THEMES,
)
MISSING = Layout(
    words.MISSING,
    "NietGevonden",
    (
        Column("number", shared.NUMBER, 7),
        Column("text", shared.INPUT, 44),
        Column("theme", shared.THEME, 20),
        Column("who", words.WHO_AND_WHEN, 26),
        Column("searched", words.SEARCHED, 26),
        Column("near1", words.NEAREST_1, 36),
        Column("near2", words.NEAREST_2, 36),
        Column("near3", words.NEAREST_3, 36),
        Column("accepted", words.ACCEPT_MISSING, 20, "gap", shared.YES_NO),
        Column("why", words.WHY, 34, "gap"),
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
        Column("level", words.KIND, 14),
        Column("number", words.NUMBER_IN_PLAN, 12),
        Column("text", words.GOAL_OR_RESULT, 60),
        Column("goal", words.PART_OF, 40),
        Column("plan", shared.PLAN, 34),
        Column("place", words.PLACE, 30),
        Column("accepted", words.ACCEPT_GOAL, 20, "gap", shared.YES_NO),
        Column("why", words.WHY, 34, "gap"),
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
        Column("code", shared.CODE, 18),
        Column("label", words.SHORT_NAME, 24),
        Column("definition", words.DEFINITION, 50),
        Column("include", words.INCLUDE, 40),
        Column("exclude", words.EXCLUDE, 40),
        Column("example", words.ANCHOR, 44),
        Column("borderline", words.BORDERLINE, 40),
        Column("patterns", words.KEYWORDS, 50),
        Column("parent", words.PARENT, 22),
        Column("version", shared.VERSION, 8),
    ),
    2,
    words.NO_CODES,
)
SAMPLE = Layout(
    shared.SAMPLE,
    "Steekproef",
    (
        Column("number", shared.NUMBER, 7),
        Column("group", words.GROUP, 16),
        Column("text", words.WHAT_WAS_SAID, 46),
        Column("found", words.PROGRAM_SAYS, 20),
        Column("quote", words.TEXT_IN_PLAN, 46),
        Column("place", words.PLACE_IN_PLAN, 36),
        Column("right", words.IS_RIGHT, 14, "sample", shared.SAMPLE_OPINION),
        Column("remark", words.REMARK, 36, "sample"),
        *_HIDDEN,
    ),
    3,
    words.NO_SAMPLE,
)
LEFT_OUT = Layout(
    words.LEFT_OUT,
    "NietMeegeteld",
    (
        Column("kind", words.KIND, 24),
        Column("text", words.TEXT, 80),
        Column("meeting", words.MEETING_AND_DATE, 36),
        Column("place", words.PLACE, 36),
    ),
    1,
    words.NONE_LEFT_OUT,
)
ACCOUNT = Layout(
    shared.ACCOUNT,
    "Verantwoording",
    (Column("group", words.PART, 24), Column("what", shared.WHAT, 44), Column("value", words.VALUE, 100)),
    1,
    "",
)
LAYOUTS = (REACTIONS, CHECKLIST, ADVICE, THEMES, MISSING, GOALS, CODEBOOK, SAMPLE, LEFT_OUT, ACCOUNT)


def without_alerts(layout: Layout) -> Layout:
    """The layout with the columns that ask again hidden: no text on the sheet changed since a person decided."""
    hidden = [dataclasses.replace(c, hidden=True) if c.key in ("alert", "still") else c for c in layout.columns]
    return dataclasses.replace(layout, columns=tuple(hidden))


def filled(layout: Layout, item_id: str, people: People) -> dict[str, str]:
    """What people wrote before in the columns of a sheet, for one item."""
    cells = {column.key: people.value(column.kind, item_id, column.key) for column in layout.columns if column.kind}
    return {key: value for key, value in cells.items() if value}
