"""Points by which one person may be known although no name is in them: who, about what, and when point to one.

A report in which one mother speaks about her son's school, on a known day, tells those who were there who she is. The
program warns, a person decides: the words can be added to the list of names.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING

from themes.report import wording
from themes.report.page_rows import meeting_name
from themes.words import names as words

if TYPE_CHECKING:
    from themes.report.run_tables import Point, RunTables

FEW = 2  # points with the same role, theme and meeting: with more it need not be one person
_ONE = (
    "moeder|vader|vrouw|man|mevrouw|meneer|meisje|jongen|weduwe|weduwnaar|mantelzorger|cliënt|bewoner|bewoonster|inwoner|"
    "inwoonster|huisarts|wijkagent|wijkverpleegkundige|juf|meester|leerkracht|dominee|pastoor|imam|ondernemer|winkelier|"
    "boer|boerin|vluchteling|statushouder|leerling|student|buurman|buurvrouw|raadslid|vrijwilliger|vrijwilligster|opa|oma|"
    "dochter|zoon|broer|zus|jongere|oudere|senior|deelnemer|deelneemster|ervaringsdeskundige|beheerder|kapper|bakker|"
    "consulent|begeleider|begeleidster|penningmeester|trainer|verpleegkundige|gastvrouw|gastheer|chauffeur"
)
_DOES = (
    "zegt|zei|vertelt|vertelde|vindt|vond|vraagt|vroeg|meldt|meldde|noemt|noemde|had|woont|woonde|zorgde|kreeg|kon|moest|"
    "werd|was|zit|wacht|belde|wilde|kwam|zoekt|zocht|miste"
)
_WHO = re.compile(
    rf"\b(?:een|één|1|mijn|onze|deze|die|de)\s+(?:[a-zëïé]+\s){{0,2}}?({_ONE})\b"
    rf"(?P<more>(?:\s(?:van|uit|met|bij|op|die|in)\s[^.,;]{{1,40}}?)?,?\s(?:{_DOES})\b)?",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(?:van|is|\()\s?\d{1,3}(?:\sjaar)?\b|\b\d{1,3}[- ]jarige\b|\balleenstaande\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class SmallGroup:
    """A point that may show who one person is: its number, who it speaks of, theme, meeting with date, and words."""

    number: str
    who: str
    theme: str
    meeting: str
    text: str

    def sentence(self) -> str:
        """What a reader should know of it."""
        form = words.SMALL_GROUP_THEME if self.theme else words.SMALL_GROUP
        return form.format(number=self.number, who=self.who, theme=self.theme, meeting=self.meeting)


def find_small_groups(tables: RunTables) -> list[SmallGroup]:
    """Points where role, theme and meeting together fit one or two points, and the words speak of one person."""
    labels = {code.id: code.label for code in tables.codebook.codes}
    met: list[tuple[Point, str, str]] = []
    for point in tables.points:
        who = _single(point.unit.text)
        if who:
            themes = sorted({coding.code_id for coding in point.codings}) or [""]
            met += [(point, who, theme) for theme in themes]
    counts = Counter((point.document.document_id, who, theme) for point, who, theme in met)
    made: dict[str, SmallGroup] = {}
    for point, who, theme in met:
        document = point.document
        if counts[document.document_id, who, theme] > FEW or point.number in made:
            continue
        when = wording.date_text(document.held_on)
        meeting = f"{meeting_name(document)}, {when}" if when else meeting_name(document)
        made[point.number] = SmallGroup(point.number, who, labels.get(theme, ""), meeting, point.unit.text)
    return list(made.values())


def _single(text: str) -> str:
    """The role of the one person that a text speaks of, '' when it speaks of people in general."""
    for match in _WHO.finditer(text):
        if match.group("more") or _AGE.search(text):
            return match.group(1).lower()
    return ""
