"""The sheets of the workbook: which columns they have, what people can fill in, and which values they may choose."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from themes.report.people import People
from themes.words import shared

FILL = " (invullen)"
READ_ME, LISTS = "Leesmij", "Lijsten"
YOUR_NAME = "Uw naam" + FILL
WIPE = "wissen"  # what to type to take an earlier value away


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
        return self.title + FILL if self.kind else self.title


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
    return Column("alert", "Let op", 20), Column("still", "Klopt dit nog?", 12, kind, ("Ja",))


REACTIONS = Layout(
    "Reactietabel",
    "Reactietabel",
    (
        Column("number", "Nr", 7),
        Column("theme", "Thema", 20),
        Column("text", "Inbreng (letterlijk)", 46),
        Column("speaker", "Wie sprak?", 18),
        Column("where", "Bijeenkomst, datum, plek in verslag", 32),
        Column("often", "Hoe vaak genoemd (in hoeveel bijeenkomsten)", 18),
        Column("found", "Gevonden in plan", 18),
        Column("place", "Plek in plan (doelnr., titel, pagina)", 34),
        Column("quote", "Tekst in plan", 40),
        Column("certainty", "Zekerheid", 11),
        Column("reaction", "Reactie gemeente", 40, "reaction"),
        Column("handling", "Verwerking", 22, "reaction", shared.HANDLING),
        Column("changed", "Wat is aangepast en waar", 34, "reaction"),
        Column("reason", "Reden", 34, "reaction"),
        Column("checked", "Gecontroleerd door, datum", 22, "reaction"),
        *_asks_again("reaction"),
        *_HIDDEN,
    ),
    3,
    "Er zijn geen punten gevonden.",
)
CHECKLIST = Layout(
    "Controlelijst ASD",
    "Controlelijst",
    (
        Column("number", "Nr", 7),
        Column("text", "Wat is er gezegd?", 36),
        Column("who", "Wie en wanneer?", 19),
        Column("theme", "Thema", 17),
        Column("found", "Staat het in het plan?", 15),
        Column("place", "Waar? (pagina en zin)", 38),
        Column("reaction", "Wat zegt de gemeente?", 18),
        Column("opinion", "Ons oordeel", 12, "verdict", shared.OPINION),
        Column("remark", "Onze vraag of opmerking", 26, "verdict"),
        *_asks_again("verdict"),
        *_HIDDEN,
    ),
    2,
    "Er zijn geen punten gevonden.",
)
ADVICE = Layout(
    "Adviezen en antwoorden",
    "Adviezen",
    (
        Column("number", "Nr advies", 8),
        Column("text", "Ons advies (letterlijk)", 46),
        Column("part", "Waar in de brief", 16),
        Column("theme", "Thema", 20),
        Column("answer_text", "Antwoord van het college (letterlijk)", 46),
        Column("answer", "Soort antwoord", 20),
        Column("place", "Plek", 30),
        Column("in_plan", "Staat het nu in het plan?", 40),
        Column("opinion", "Ons oordeel", 14, "verdict", shared.OPINION),
        Column("remark", "Onze vraag of opmerking", 38, "verdict"),
        *_asks_again("verdict"),
        *_HIDDEN,
    ),
    2,
    "Er zijn geen adviezen gevonden.",
)
THEMES = Layout(
    "Thema's",
    "Themas",
    (
        Column("theme", "Thema", 28),
        Column("parent", "Groep", 22),
        Column("n", "Aantal punten", 10),
        Column("meetings", "In hoeveel bijeenkomsten", 14),
        Column("speakers", "Wie sprak? (aantal punten)", 38),
        *(Column(key, name, 14) for key, name in shared.FOUND.items()),
        Column("example", "Voorbeeld (letterlijk, met nr)", 60),
    ),
    1,
    "Er zijn geen thema's gevonden.",
)
MISSING = Layout(
    "Niet gevonden",
    "NietGevonden",
    (
        Column("number", "Nr", 7),
        Column("text", "Inbreng (letterlijk)", 44),
        Column("theme", "Thema", 20),
        Column("who", "Wie en wanneer?", 26),
        Column("searched", "Gezocht met de woorden", 26),
        Column("near1", "Lijkt het meest 1", 36),
        Column("near2", "Lijkt het meest 2", 36),
        Column("near3", "Lijkt het meest 3", 36),
        Column("accepted", "Is het goed dat dit niet in het plan staat?", 20, "gap", shared.YES_NO),
        Column("why", "Waarom", 34, "gap"),
        *_asks_again("gap"),
        *_HIDDEN,
    ),
    2,
    "Alle punten zijn in het plan gevonden of moeten nog worden gecontroleerd.",
)
GOALS = Layout(
    "Doelen zonder inbreng",
    "DoelenZonderInbreng",
    (
        Column("level", "Soort", 14),
        Column("number", "Nr in plan", 12),
        Column("text", "Doel of resultaat", 60),
        Column("goal", "Hoort bij", 40),
        Column("plan", "Plan", 34),
        Column("place", "Plek", 30),
        Column("accepted", "Is het goed dat hier geen inbreng bij is?", 20, "gap", shared.YES_NO),
        Column("why", "Waarom", 34, "gap"),
        *_asks_again("gap"),
        *_HIDDEN,
    ),
    3,
    "Bij elk doel is inbreng gevonden, of er is geen plan.",
)
CODEBOOK = Layout(
    "Codeboek",
    "Codeboek",
    (
        Column("code", "Code", 18),
        Column("label", "Korte naam", 24),
        Column("definition", "Definitie", 50),
        Column("include", "Wel coderen als", 40),
        Column("exclude", "Niet coderen als", 40),
        Column("example", "Ankervoorbeeld", 44),
        Column("borderline", "Grensgeval", 40),
        Column("patterns", "Trefwoorden (hulp)", 50),
        Column("parent", "Bovenliggend thema", 22),
        Column("version", "Versie", 8),
    ),
    2,
    "Het codeboek is leeg.",
)
SAMPLE = Layout(
    "Steekproef",
    "Steekproef",
    (
        Column("number", "Nr", 7),
        Column("group", "Groep", 16),
        Column("text", "Wat is er gezegd?", 46),
        Column("found", "Wat het programma zegt", 20),
        Column("quote", "Tekst in plan", 46),
        Column("place", "Plek in plan", 36),
        Column("right", "Klopt dit?", 14, "sample", shared.SAMPLE_OPINION),
        Column("remark", "Opmerking", 36, "sample"),
        *_HIDDEN,
    ),
    3,
    "Er zijn geen punten om te controleren.",
)
LEFT_OUT = Layout(
    "Niet meegeteld",
    "NietMeegeteld",
    (
        Column("kind", "Soort", 24),
        Column("text", "Tekst (letterlijk)", 80),
        Column("meeting", "Bijeenkomst, datum", 36),
        Column("place", "Plek", 36),
    ),
    1,
    "Alle tekst in de verslagen is een punt.",
)
ACCOUNT = Layout(
    "Verantwoording",
    "Verantwoording",
    (Column("group", "Onderdeel", 24), Column("what", "Wat", 44), Column("value", "Waarde", 100)),
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
