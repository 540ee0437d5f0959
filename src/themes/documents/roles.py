"""The role of a document by its form: input, policy, advice, response or other.

Each form leaves marks: an adviser's letter advises in the first person, a reply thanks for the advice and tells what
became of it, a plan holds goals, indicators and results, a report tells who met when. The marks are counted, those in
the title weigh most, and the words of the strongest mark are the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from themes.documents.metadata import ADVISER, SALUTATION, head
from themes.records import ROLES, Line, Role
from themes.words import reading as words

_START = r"^\W*(?:concept-?\s?)?"
_IN_TITLE: tuple[tuple[Role, int, tuple[str, ...]], ...] = (
    (
        "response",
        20,
        (
            r"\b(?:reactie|antwoord|beantwoording|antwoordbrief|collegereactie)\b.{0,80}\badvie(?:s|zen)",
            r"reactienota|nota van (?:antwoord|beantwoording)|collegereactie|bestuurlijke reactie",
        ),
    ),
    ("response", 8, (r"^\W*(?:reactie|beantwoording|antwoord)\b",)),
    ("advice", 10, (r"\b(?:on)?gevraagd advies\b|\badvies(?:brief|rapport)?\b|\badviezen\b|\baanbevelingen\b",)),
    (
        "input",
        10,
        (
            r"\b(?:gespreks)?verslag\b|terugkoppeling|thema-?tafel|werkconferentie|\bbijeenkomst|notulen|opbrengst",
            r"inwonersavond|bewonersavond|dialoog|\binbreng\b|impressie|raadpleging|enquête|interviews?\b",
            r"start(?:document|notitie)|convenant|manifest\b|intentieverklaring",  # of organisations and residents
        ),
    ),
    (
        "policy",
        8,
        (
            _START
            + r"(?:\w+\s){0,2}(?:uitvoerings|beleids|actie)(?:programma|plan|agenda|kader|nota|visie)\b(?![’'`])",
            _START + r"(?:\w+\s){0,2}(?:kadernota|plan van aanpak|kader|visie|agenda|programma|nota)\b(?![’'`])",
            _START + r"(?:\w+\s){0,2}(?:\w+akkoord|\w+plan|\w+visie|\w+agenda|\w+kader|\w+programma)\b(?![’'`])",
        ),
    ),
    (
        "other",
        10,
        (
            r"raadsinformatiebrief|raadsbrief|raadsvoorstel|collegevoorstel|\bnotitie\b|\bmemo\b|aanbiedingsbrief",
            r"persbericht|begroting\b|\bverordening",
        ),
    ),
)
# role, weight of one mark, most that the marks of this kind give together, marks in a line of text
_IN_TEXT: tuple[tuple[Role, int, int, tuple[str, ...]], ...] = (
    (
        "advice",
        3,
        15,
        (
            r"\b(?:wij|we) (?:adviseren|bevelen|pleiten|verzoeken)",
            rf"\b{ADVISER}(?: \w+)? (?:adviseert|beveelt|pleit|vraagt|verzoekt|mist)\b",
            rf"het advies van (?:de|onze) {ADVISER}",
        ),
    ),
    ("advice", 3, 12, (r"^\W*(?:advies|aanbeveling)\s*\d+\b",)),
    ("advice", 6, 6, (rf"^namens (?:het bestuur van|de)?.{{0,20}}{ADVISER}",)),
    (
        "response",
        4,
        16,
        (
            r"\b(?:dank|bedank\w*|waarder\w*) .{0,40}\b(?:uw|jullie) .{0,30}advie",
            r"\bin uw (?:brief|advies)\b|\buw advies\b|\buw (?:aanbeveling|opmerking)",
        ),
    ),
    (
        "response",
        3,
        15,
        (
            r"\b(?:wat|hoe) (?:hebben|doen) (?:we|wij) .{0,30}(?:verwerkt|gedaan|mee)",
            r"^\W*(?:reactie|antwoord) (?:van (?:het )?)?(?:college|gemeente)\b",
            r"(?:wij|we) nemen .{0,40}\b(?:advies|aanbeveling)\b.{0,20}over",
        ),
    ),
    (
        "policy",
        1,
        14,
        (
            r"^\W*(?:\d[\d.]*\s*)?(?:uitwerking doel|doel(?:stelling)? ?\d*\s*:|indicator(?:en)?\b|streefwaarde)",
            r"^\W*(?:\d[\d.]*\s*)?(?:prestatie-indicator|maatschappelijk effect|ambitie ?\d*\b|nulmeting)",
            r"^\W*(?:\d[\d.]*\s*)?(?:speerpunt(?:en)?|opgave ?\d)",
            r"^\W*(?:\d[\d.]*\s*)?(?:inspanning(?:en)?|wat (?:gaan|willen) we|resultaat\b|acties?\b)",
        ),
    ),
    (
        "policy",
        2,
        8,
        (r"\b(?:dit|ons) (?:uitvoerings|beleids|actie)(?:programma|plan|kader)\b|\b(?:dit|het) plan van aanpak\b",),
    ),
    ("input", 3, 9, (r"^\W*(?:locatie|tijd|tijdstip|aanwezig(?:en)?|deelnemers|notulist)\s*:|^\W*\d+ deelnemers",)),
    (
        "input",
        2,
        8,
        (
            r"\bdeelnemers?\b.{0,60}\b(?:gaven?|noem\w*|vertel\w*|aan)\b|\bdeelsessies?\b|\bdeelgenomen\b|aan tafel \d",
            r"\b(?:thema)?tafels?\b.{0,30}\bbesproken|meegegeven door",
        ),
    ),
    ("input", 5, 5, (r"^\W*aan\s*:.{0,30}\b(?:deelnemers|aanwezigen|genodigden|aanmelders)\b",)),
    ("input", 3, 9, (r"\bcoalitie tegen\b|\bcoalitiepartners?\b|\bburgerinitiatieven hebben\b",)),
    (
        "other",
        4,
        8,
        (
            r"raadsinformatiebrief|in deze brief (?:wordt|informer)|treft u .{0,40}aan",
            r"hierbij (?:sturen|zenden|bieden) wij",
        ),
    ),
)
_TITLE_RULES = tuple((role, points, re.compile("|".join(marks), re.IGNORECASE)) for role, points, marks in _IN_TITLE)
_TEXT_RULES = tuple(
    (role, points, most, re.compile("|".join(marks), re.IGNORECASE)) for role, points, most, marks in _IN_TEXT
)
_COVERS = 14  # points for 'other' of a letter that announces the rest of its file
_ENOUGH = 4


def find_role(
    lines: Sequence[Line], title: str | None, *, announced: str | None = None, covers: bool = False
) -> tuple[Role, str]:
    """The role and the words that decided it; 'other' with no words when no form is recognised.

    `announced` is the name that a covering letter gives the document; `covers` tells that it is such a letter.
    """
    scores: dict[str, int] = dict.fromkeys(ROLES, 0)
    evidence: dict[str, tuple[int, str]] = {}

    def add(role: str, points: int, words: str) -> None:
        scores[role] += points
        if points > evidence.get(role, (0, ""))[0]:
            evidence[role] = (points, " ".join(words.split())[:200])

    for name in dict.fromkeys(each for each in (title, announced) if each):
        named: set[str] = set()
        for role, points, pattern in _TITLE_RULES:
            if role not in named and pattern.search(name):
                named.add(role)
                add(role, points * 2 if name == announced else points, name)
    for line in head(lines, 8):  # a subtitle tells it as well
        for role, points, pattern in _TITLE_RULES:
            if (
                len(line.text) < 70
                and line.text.strip() not in (title, announced)
                and pattern.search(line.text.strip())
            ):
                add(role, points // 2, line.text)
                break
    if covers:
        add("other", _COVERS, words.COVERING_LETTER)
    given = [0] * len(_TEXT_RULES)
    opening = {line.number for line in head(lines, 25)}
    following = [*(line.text.strip() for line in lines[1:]), ""]
    for line, after in zip(lines, following, strict=True):
        if not line.text.strip():
            continue
        text = f"{line.text.rstrip()} {after}"
        for number, (role, weight, most, pattern) in enumerate(_TEXT_RULES):
            match = pattern.search(text) if given[number] < most else None
            if match and match.start() < len(line.text):
                points = min(weight * (2 if line.number in opening else 1), most - given[number])
                given[number] += points
                add(role, points, match[0] if len(match[0]) > 12 else line.text)
    if any(SALUTATION.match(line.text) for line in head(lines, 30)):
        scores["policy"] //= 2  # a letter speaks about a plan
    order: tuple[Role, ...] = ("response", "advice", "input", "policy", "other")
    best = max(order, key=lambda role: scores[role])
    return (best, evidence[best][1]) if scores[best] >= _ENOUGH else ("other", "")
