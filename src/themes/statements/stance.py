"""Stance of a statement: problem, proposal, example or observation, from its words and the headings above it.

Cues are counted, in this order of force: an imperative or a bare infinitive proposes; a lack named first is a
problem; modals of wish propose; negation and words of difficulty make a problem; 'bijvoorbeeld' and what exists
already make an example. A heading such as 'Knelpunten' or 'Ideeën' decides where the words don't.
"""

from __future__ import annotations

import re

from themes.records import Stance
from themes.statements.cues import word_set, words

_IMPERATIVE = re.compile(
    r"^\W*(?:(?:dus|ook|niet|vooral|altijd)\s+)?(?:maak|begin|breng|zoek|denk|hou|houd|geef|gebruik|stop|"
    r"zorg|zet|ga|laat|kijk|vraag|creëer|"
    r"creéer|wees|neem|start|bied|organiseer|stimuleer|betrek|investeer|verbind|voorkom|sluit|doe|luister|"
    r"praat|help|leer|werk|"
    r"informeer|communiceer|schaf|regel|benut|versterk|ondersteun|faciliteer)\b",
    re.I,
)
_LACK_FIRST = re.compile(
    r"^\W*(?:(?:er is|er zijn|veel|te|een|groot|nog)\s+)*(?:gebrek|tekort|geen|weinig|wantrouwen|"
    r"bezuinig\w*|eenzaamheid is|wachtlijst\w*|"
    r"drempel\w*|onvoldoende|ontbreken|knelpunt|hekelpunt|moeilijk|lastig)\b",
    re.I,
)
_PROBLEM = re.compile(
    r"\b(?:gebrek|tekort|ontbre\w+|mist|missen|gemist|moeilijk\w*|moeizaam|lastig\w*|probleem|problemen|"
    r"knelpunt\w*|drempel\w*|"
    r"wantrouwen|bezuinig\w*|wachtlijst\w*|wachttijd\w*|onvoldoende|te weinig|te veel|te duur|duur|schaamte|taboe|"
    r"kwetsba\w+|onveilig\w*|overlast|bang|angst|belemmer\w*|verdwijn\w*|verdwenen|stopt|stoppen|"
    r"verborgen|onzichtbaar|"
    r"nauwelijks|onduidelijk\w*|versnipper\w*|fragmentatie|risico\w*|uitsluiting|helaas|overbelast\w*|laaggelette\w+|"
    r"schulden|onbekend\w*|polarisatie|vraagverlegenheid|heel lang|soms lang|vast ?lo\w+|afgebroken|"
    r"gestopt|niet|geen|nooit)\b",
    re.I,
)
_PROPOSAL = re.compile(
    r"\b(?:zou(?:den)?|graag|belangrijk (?:is )?om|is (?:\w+ )?(?:erg |heel )?belangrijk|nodig|"
    r"aandacht voor|pleit\w*|wens|behoefte aan|"
    r"advies|adviseren|adviseert|voorstel|verzoek|idee|tip|oplossing\w*|kan (?:\w+ ){0,4}(?:helpen|"
    r"bijdragen|worden|vervullen)|"
    r"kunnen (?:\w+ ){0,4}(?:helpen|bijdragen|worden)|moet(?:en)? (?:er|we|je|meer|beter|daarom)|gemeente moet|"
    r"meer (?:aandacht|inzet|geld|ruimte|tijd|samenwerking|bekendheid))\b|\bmoet(?:en)?\b",
    re.I,
)
_EXAMPLE = re.compile(
    r"\b(?:bijvoorbeeld|bijv|voorbeeld\w*|vb|is er (?:al|nu)|er is (?:al|nu)|nu al|loopt al|bestaat al|"
    r"ook zijn er|er zijn (?:al|ook)|"
    r"pilot|inloophuis|huisbezoek\w*|werkt goed|etc|informatieavond|maatjes\w*)\b",
    re.I,
)
# forms that can't be an infinitive: a sentence with one of these is no bare infinitive
_FINITE = word_set(
    "is was wordt werd heeft had kan kon moet mag wil zal zou gaat ging komt doet staat ligt blijft "
    "krijgt geeft vindt weet maakt ziet zegt vraagt werkt helpt mist speelt denkt lijkt betekent zorgt "
    "loopt ben heb draagt neemt houdt leidt kost duurt sluit ervaart zijn waren hebben kunnen moeten "
    "zullen willen mogen worden zouden"
)
_INFINITIVE = re.compile(r"^[a-zà-ÿ]*(?:eren|elen|igen|[^aeiou]en|aan|oen|ien)$")
_NO_INFINITIVE = word_set(
    "mensen inwoners zaken vragen buurten wijken kosten plekken kansen ogen samen tussen binnen buiten "
    "boven aan en een geen open eigen leden"
)
_HEADS: tuple[tuple[re.Pattern[str], Stance], ...] = (
    (re.compile(r"oplossing|idee|advie|aanbevel|actie|wens|tips?\b|prioriteit|kans", re.I), "proposal"),
    (re.compile(r"knelpunt|probleem|belemmering|zorgen|wat kan (?:er )?beter|zwak|wat ontbreekt", re.I), "problem"),
    (
        re.compile(
            r"voorbeeld|wat gaat (?:er )?goed|sterke|goede praktijk|"
            r"wat wordt er (?:al )?gedaan",
            re.I,
        ),
        "example",
    ),
)


def stance_of(text: str, section: str, lead_in: str | None) -> Stance:
    """Stance by cues; a heading or lead-in decides where the words don't.

    >>> stance_of("Gebrek aan vrijwilligers.", "", None), stance_of("Buren met elkaar verbinden", "", None)
    ('problem', 'proposal')
    >>> stance_of("De bus rijdt er niet.", "", None), stance_of("Dat hoort erbij.", "Tafel 2 > Knelpunten", None)
    ('problem', 'problem')
    """
    if _LACK_FIRST.match(text):
        return "problem"
    if _IMPERATIVE.match(text) or is_bare_infinitive(text):
        return "proposal"
    problem, proposal, example = (len(pattern.findall(text)) for pattern in (_PROBLEM, _PROPOSAL, _EXAMPLE))
    if proposal and proposal >= problem:
        return "proposal"
    if problem:
        return "problem"
    if example:
        return "example"
    head = f"{section.rsplit(' > ', 1)[-1]} {lead_in or ''}"
    return next((stance for pattern, stance in _HEADS if pattern.search(head)), "observation")


def is_bare_infinitive(text: str) -> bool:
    """Whether a note has an infinitive and no finite verb: 'Samenwerking zoeken', 'Stigma voorkomen'.

    >>> is_bare_infinitive("Contact tussen buren stimuleren"), is_bare_infinitive("De bus rijdt niet")
    (True, False)
    """
    found = words(text)
    if not 1 < len(found) < 30 or any(word in _FINITE for word in found[:-1]):
        return False
    last = [word for word in found if len(word) > 4][-1:]
    return (
        bool(last)
        and found[-1] == last[0]
        and last[0] not in _NO_INFINITIVE
        and bool(_INFINITIVE.match(last[0]))
        and _verbal(last[0])
    )


def _verbal(word: str) -> bool:
    """A rough test that a word in -en is a verb, not a plural noun: endings of verbs, or a known common verb."""
    return bool(
        re.search(
            r"(?:eren|elen|ieren|igen|komen|nemen|geven|brengen|maken|zetten|zoeken|denken|doen|gaan|"
            r"houden|bieden|vinden|"
            r"werken|helpen|betrekken|richten|leggen|stellen|bouwen|breiden|sterken|binden|delen|leren|praten|vragen|"
            r"luisteren|schakelen|lopen|scholen|sluiten|laten|kijken|pakken|regelen|zorgen|voeren|houden|"
            r"verlagen|vergroten|"
            r"verbeteren|stoppen|starten|steunen|bereiken)$",
            word,
        )
    )
