"""Stance of a statement: problem, proposal, example or observation, from its words and the headings above it."""

from __future__ import annotations

import re

from themes.records import Stance
from themes.statements.cues import has_finite_verb, words

_PROBLEM = re.compile(
    r"\b(?:gebrek|tekort|ontbre\w+|mist|missen|gemist|moeilijk\w*|lastig\w*|probleem|problemen|knelpunt\w*|drempel\w*|"
    r"wantrouwen|bezuinig\w*|wachtlijst\w*|wachttijd\w*|onvoldoende|te weinig|te veel|te duur|duur|eenza\w+|armoede|"
    r"schaamte|taboe|kwetsba\w+|onveilig\w*|overlast|zorgen over|bang|angst|belemmer\w*|verdwijn\w*|verdwenen|stopt|"
    r"niet (?:altijd|goed|meer|bekend|duidelijk|bereikt|gefinancierd|genoeg)|geen|nauwelijks|onduidelijk\w*|versnipper\w*|"
    r"risico\w*|uitsluiting|vast(?:lopen|loopt)|loopt men vast|helaas|overbelast\w*|eenzijdig|laaggelette\w+|schulden|"
    r"onbekend\w*|onzichtbaar|verborgen|polarisatie|vaak niet|kost(?:en)? te)\b",
    re.I,
)
_PROPOSAL = re.compile(
    r"\b(?:moet(?:en)?|zou(?:den)?|graag|belangrijk (?:is |om )|is belangrijk|nodig|meer (?:aandacht|inzet|geld|ruimte|tijd|"
    r"samenwerking)|aandacht voor|pleit\w*|wens|wil(?:len)? (?:we|wij|men)|advies|adviseren|voorstel|verzoek|idee|tip|laten? we|"
    r"zorg (?:dat|voor|ervoor)|kan (?:helpen|hierbij)|kunnen helpen|beter|stimuleren|faciliteren|versterken|verbinden|"
    r"organiseren|inzetten|aanbieden|voorkomen|vergroten|creëren|creéren|investeren|zichtbaar maken|ondersteunen|maak|begin|"
    r"breng|zoek|denk|hou|houd|geef|gebruik|stop met|regel\w*|samenwerken|bespreekbaar maken)\b",
    re.I,
)
_EXAMPLE = re.compile(
    r"\b(?:bijvoorbeeld|bijv|voorbeeld\w*|zoals|vb|denk aan|bestaande?|is er (?:al|nu)|er is (?:al|nu)|nu al|loopt al|"
    r"project|pilot|initiatief|initiatieven|inloophuis|huisbezoek\w*)\b",
    re.I,
)
_IMPERATIVE = re.compile(r"^\W*(?:niet\s+)?(?:maak|begin|breng|zoek|denk|hou|houd|geef|gebruik|stop|zorg|zet|ga|laat|kijk|vraag|creëer|creéer|wees|neem|start|bied|organiseer|stimuleer|betrek|investeer|verbind)\b", re.I)
_INFINITIVE_END = re.compile(r"\b[a-zà-ÿ]{2,}en\W*$", re.I)
_HEADS: tuple[tuple[re.Pattern[str], Stance], ...] = (
    (re.compile(r"oplossing|idee|advie|aanbevel|actie|wens|tip|prioriteit|kans", re.I), "proposal"),
    (re.compile(r"knelpunt|probleem|belemmering|zorgen|wat kan beter|zwak", re.I), "problem"),
    (re.compile(r"voorbeeld|wat gaat (?:er )?goed|sterke|goede praktijk|wat wordt er gedaan", re.I), "example"),
)


def stance_of(text: str, section: str, lead_in: str | None) -> Stance:
    """Stance by cues; a heading or lead-in decides where the words don't.

    >>> stance_of("Gebrek aan vrijwilligers.", "", None), stance_of("Buren met elkaar verbinden", "", None)
    ('problem', 'proposal')
    """
    if _IMPERATIVE.match(text):
        return "proposal"
    problem, proposal = len(_PROBLEM.findall(text)), len(_PROPOSAL.findall(text))
    example = len(_EXAMPLE.findall(text))
    if not has_finite_verb(text) and _INFINITIVE_END.search(text) and len(words(text)) > 1:
        proposal += 1
    head = f"{section.rsplit(' > ', 1)[-1]} {lead_in or ''}"
    hint = next((stance for pattern, stance in _HEADS if pattern.search(head)), None)
    if problem > proposal and problem >= example:
        return "problem"
    if proposal and proposal >= example:
        return "proposal"
    if example:
        return "example"
    return "problem" if problem else hint or "observation"
