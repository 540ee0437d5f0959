"""What a statement leaves out, taken from its lead-in, its heading or the sentence before.

A list item under a lead-in that names a theme, a sentence that begins with 'Deze groep', a bare continuation of the
same item: such a statement takes codes over when it has none of its own. A statement with codes of its own takes over
only what its words point to: the group of people behind 'zij' or 'deze groep', or a code that it hints at and its
context has. The score is lower than for its own words, and the reason names where the code comes from.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence

from themes.coding.rules import Evidence, Hit, Reading, RuleCoder
from themes.records import Unit
from themes.words import coding as words

Found = dict[str, tuple[Evidence, str]]  # code -> (evidence, reason when it comes from the context)

POINTED, FROM_LEAD_IN, FROM_HEADING, HINTED = 0.5, 0.5, 0.4, 0.6  # scores
MOST_TAKEN = 3  # a heading or sentence with more codes than this is no answer to 'about what?'
FIRST_WORDS = 5  # a 'zij' further on points to someone in its own sentence
FRAGMENT = 15  # words; a statement longer than this doesn't lean on its heading
BARE = 8  # words; a statement longer than this says more than the sentence it points back to
SHORT = 5  # words; a continuation of an item this short leans on what stands before it

# words at the start of a sentence that point back to the sentence before
_POINTS_BACK = re.compile(
    r"^(?:(?:en|maar|ook|want|dus|juist|zeker|vaak|soms|nu)\s+)?"
    r"(?:dit|dat|deze|die|dan|daar(?!naast|entegen)\w*|hier(?!onder|naast)\w*|zij|ze|hij|hen|hun|zo|zulke?"
    r"|dergelijke|het (?:is|gaat|hangt|komt|kan|moet|zijn))\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"^(?:wel|met|of|en|ook|vooral|bijvoorbeeld|zoals|zonder|via|op|in|bij|voor|door|naar)\b", re.I)
_GROUP = re.compile(
    r"(?<!dat )(?<!die )(?<!als )(?<!hoe )(?<!of )\b"  # 'zij vertelt dat zij': someone of its own sentence
    r"(?:zij|ze|hen|hun|deze (?:groep|mensen|doelgroep|inwoners|gezinnen|personen)|die (?:groep|mensen|doelgroep))\b",
    re.IGNORECASE,
)
# words of headings that say what kind of points follow, not what they are about
_ORDERING_WORDS = """
activiteiten ambitie ambities analyse begroting financiën groepje indicatoren inzet maatregelen middelen monitoring
nagekomen opgave opgaven per planning probleemanalyse sturing uitvoering
aanbeveling aanbevelingen aandachtspunten aanleiding aanpak actie actiepunten acties adviezen afsluiting
algemeen antwoorden bevindingen bijlage conclusie conclusies concreet de deel discussie doel doelen een en
gesprek goed hoe idee ideeën inbreng inleiding kansen kernpunten knelpunten nu observaties onderwerp onderwerpen
ontbreekt opbrengst opbrengsten opdracht oplossing oplossingen oplossingsrichtingen opmerking opmerkingen
organisatie overig overige plan plannen presentatie prioriteit prioriteiten probleem problemen punten resultaat
resultaten rondvraag samenvatting slot stelling stellingen suggesties tafel te terugkoppeling thema thematafel
tip tips toelichting uitkomsten uitzoeken van verder verslag vervolg vervolgstappen vooraf voorbeelden
voorstellen vraag vragen wat wensen werkconferentie zorgen
"""
_ORDERING = frozenset(_ORDERING_WORDS.split())
# the title of a whole report or letter says nothing about each of its statements
_TITLE = re.compile(
    r"^(?:verslag|brief|aan|betreft|onderwerp|notitie|memo|advies|intentieverklaring|convenant|nota|visie|reactie)\b"
    r"|\bgemeente [A-Z]",
    re.IGNORECASE,
)
# a sentence about the meeting or the report, not about its subject
_ABOUT_REPORT = re.compile(
    r"\b(?:verslag|notulen|bijlage|presentatie|pauze|griffie|gespreksleider|dagvoorzitter|microfoon|plenair\w*|flappen"
    r"|briefjes?|handtekening(?:en)?|rondvraag|met dank|dank(?:en|te|ten)? (?:aan|voor|u|iedereen)|bedank\w*|gelachen"
    r"|tweetallen|groepjes|stelde(?:n)? zich voor|tot zover|in willekeurige volgorde|hierbij|bijgaand|hieronder"
    r"|deze (?:brief|avond|middag|bijeenkomst)|(?:hoort|hoorde) op een andere tafel|geen onderwerp|laten wij aan"
    r"|buiten (?:dit|het) (?:advies|gesprek|verslag)|komen (?:wij|we) (?:\w+ ){0,5}terug|snel over eens"
    r"|aan bod gekomen|volgens de voorzitter|over vergaderd)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Before:
    """The last content unit and the codes it got."""

    unit: Unit
    found: Found


def resolve(units: Sequence[Unit], coder: RuleCoder, kinds: frozenset[str]) -> Iterator[tuple[Unit, Found]]:
    """(unit, its codes) for the units of these kinds; `units` stand in reading order."""
    groups = {code.id for code in coder.codebook.codes if code.group}
    before: Before | None = None
    for unit in units:
        if unit.kind not in kinds:
            if unit.kind == "heading" or (before and before.unit.document_id != unit.document_id):
                before = None
            continue
        found = _codes(unit, coder, before, groups)
        before = Before(unit, found)
        yield unit, found


def _codes(unit: Unit, coder: RuleCoder, before: Before | None, groups: set[str]) -> Found:
    reading = coder.read(unit.clean_text)
    found: Found = {code: (evidence, "") for code, evidence in reading.codes.items()}
    near = before if before is not None and _adjoins(before.unit, unit) else None
    lead_in = coder.read(unit.lead_in).codes if unit.lead_in and unit.kind != "lead_in" else {}
    heading_text, heading = _heading(unit.section, coder)
    leans = near is not None and _leans(unit, near, reading)
    for code, evidence in reading.hints.items():
        source = ""
        if code in lead_in:
            source = words.HINT_LEAD_IN.format(text=_short(unit.lead_in))
        elif code in heading:
            source = words.HINT_HEADING.format(text=_short(heading_text))
        elif near is not None and leans and _own(near, code):
            source = words.HINT_BEFORE.format(text=_short(near.unit.text))
        if source:
            hit = evidence.hits[0]
            found[code] = (Evidence(HINTED, (hit,)), words.BY_HINT.format(pattern=hit.pattern, source=source))
    if near is not None and _GROUP.search(" ".join(unit.clean_text.split()[:FIRST_WORDS])):
        for code in near.found.keys() & groups - found.keys():
            found[code] = (Evidence(POINTED, ()), _because(near, code))
    return found if found else _taken(unit, reading, near if leans else None, lead_in, heading, heading_text)


def _taken(
    unit: Unit,
    reading: Reading,
    near: Before | None,
    lead_in: Mapping[str, Evidence],
    heading: Mapping[str, Evidence],
    heading_text: str,
) -> Found:
    """Codes for a statement without any: from the sentence it leans on (`near`), its lead-in, or its heading.

    A heading that names several themes doesn't say which of them a statement is about, and a long sentence says itself
    what it is about: neither takes the heading's code over.
    """
    if _ABOUT_REPORT.search(unit.clean_text):
        return {}
    if near is not None and reading.n_words <= BARE and 0 < len(near.found) <= MOST_TAKEN:
        return {code: (Evidence(POINTED, ()), _because(near, code)) for code in near.found}
    if 0 < len(lead_in) <= MOST_TAKEN:
        reason = words.FROM_LEAD_IN.format(text=_short(unit.lead_in))
        return {code: (Evidence(FROM_LEAD_IN, ()), f"{reason}: {_words(hit)}") for code, hit in lead_in.items()}
    if len(heading) == 1 and reading.n_words <= FRAGMENT:
        reason = words.FROM_HEADING.format(text=_short(heading_text))
        return {code: (Evidence(FROM_HEADING, ()), f"{reason}: {_words(hit)}") for code, hit in heading.items()}
    return {}


def _leans(unit: Unit, near: Before, reading: Reading) -> bool:
    """Whether a statement points back to the sentence before it, or goes on with the same list item."""
    text = unit.clean_text
    continues = unit.item is not None and near.unit.item == unit.item
    short = reading.n_words <= SHORT or _CONTINUES.match(text) is not None
    return _POINTS_BACK.match(text) is not None or (continues and short)


def _own(near: Before, code: str) -> bool:
    """Whether the sentence before has this code by its own words, not taken over from elsewhere."""
    return code in near.found and not near.found[code][1]


def _heading(section: str, coder: RuleCoder) -> tuple[str, Mapping[str, Evidence]]:
    """The nearest heading above a statement that names a theme, and its codes.

    Headings that only order a report ('Prioriteiten') are passed over, and so is the title of a report with headings
    of its own: what a whole report is about is no reason to give each statement that code.
    """
    path = section.split(" > ") if section else []
    for text in reversed(path[1:] if len(path) > 1 else path):
        own = re.findall(r"[^\W\d_]+", text.casefold())
        if own and not _TITLE.search(text) and not all(word in _ORDERING for word in own):
            codes = coder.read(text).codes
            if codes:
                return text, codes
    return "", {}


def _adjoins(before: Unit, unit: Unit) -> bool:
    """Whether the unit follows the one before it in the same paragraph, item or table cell."""
    same_place = (before.document_id, before.section, before.table, before.row, before.column) == (
        unit.document_id, unit.section, unit.table, unit.row, unit.column,
    )  # fmt: skip
    starts_item = unit.item is not None and unit.line_start > before.line_end
    return same_place and unit.line_start <= before.line_end + 1 and not starts_item


def _because(near: Before, code: str) -> str:
    evidence, reason = near.found[code]
    return words.FROM_BEFORE.format(text=_short(near.unit.text)) + ("" if reason else f": {_words(evidence)}")


def _words(evidence: Evidence) -> str:
    hits: tuple[Hit, ...] = evidence.hits
    return words.BY_PATTERN.format(pattern=hits[0].pattern) if hits else ""


def _short(text: str | None, width: int = 60) -> str:
    text = text or ""
    return text if len(text) <= width else text[: width - 1] + "…"
