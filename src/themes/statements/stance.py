"""Stance of a statement: problem, proposal, example or observation, from its words and the headings above it.

Cues in order of force: the head of a list of wishes or actions; an imperative or an infinitive without a finite verb
proposes; a lack named first is a problem; then words are counted: modals of wish propose, negation and words of
difficulty make a problem, 'bijvoorbeeld' and what exists already make an example. A heading such as
'Knelpunten' decides where the words don't; a note without a verb is a proposal, a sentence without any cue is an
observation.
"""

from __future__ import annotations

import re

from themes.records import Stance
from themes.statements.cues import word_set, words
from themes.statements.verbs import finite_at, is_infinitive, is_people, is_plural, wish_infinitive

_LABEL = re.compile(r"^[^.!?:]{2,40}:\s+(?=\S)")
_IMPERATIVE = re.compile(
    r"^\W*(?:(?:dus|ook|niet|vooral|altijd)\s+)?(?:maak|begin|breng|zoek|denk|hou|houd|geef|gebruik|stop|"
    r"zorg|zet|ga|laat|kijk|vraag|creëer|"
    r"creéer|wees|neem|start|bied|organiseer|stimuleer|betrek|investeer|verbind|voorkom|sluit|doe|luister|"
    r"praat|help|leer|werk|"
    r"informeer|communiceer|schaf|regel|benut|versterk|ondersteun|faciliteer|haal|bel|koppel|spreek|schrijf|leg|"
    r"durf|vertrouw|vergeet|trek|richt|reserveer|open|bouw)\b(?! (?:is|zijn|was|wordt|heeft|kan|van|en|of)\b)",
    re.IGNORECASE,
)
_LACK_FIRST = re.compile(
    r"^\W*(?:(?:er is|er zijn|veel|te|een|groot|nog)\s+)*(?:gebrek|tekort|geen|weinig|wantrouwen|"
    r"bezuinig\w*|eenzaamheid is|wachtlijst\w*|"
    r"drempel\w*|onvoldoende|ontbreken|knelpunt|hekelpunt|moeilijk|lastig)\b(?!\s+weg\b)",
    re.IGNORECASE,
)
_PROBLEM = re.compile(
    r"\b(?:gebrek|tekort|ontbre\w+|mist|missen|gemis|gemist|moeilijk\w*|moeizaam|lastig\w*|probleem|problemen|"
    r"knelpunt\w*|drempel\w*|"
    r"wantrouwen|\w*bezuinig\w*|wachtlijst\w*|wachttijd\w*|onvoldoende|te weinig|te veel|te duur|duur|schaamte|taboe|"
    r"kwetsba+\w*|onveilig\w*|overlast|bang|angst|belemmer\w*|verdwijn\w*|verdwenen|stopt|stoppen|"
    r"verborgen|onzichtbaar|"
    r"nauwelijks|amper|onduidelijk\w*|versnipper\w*|fragmentatie|risico\w*|uitsluiting|helaas|overbelast\w*|"
    r"laaggelette\w+|"
    r"schulden|onbekend\w*|polarisatie|vraagverlegenheid|heel lang|soms lang|vast ?lo\w+|afgebroken|"
    r"gestopt|niet|geen|nooit|niemand|nergens|niks|niets|onbetaalba+r\w*|onbereikba+r\w*|onhaalba+r\w*|onzeker\w*|"
    r"somber\w*|su[iï]cide|zwijgen|druk|eenzaam|worden minder|"
    r"paniek|stress|boos|ziek|uitgeput|gekort|afgewezen|afgeschreven|achterstand\w*|ondersneeuw\w*|"
    r"scha(?:men|amt)|moe|zwaa?re?|raken op|zit vol|zitten vol|haakt|gesloten|"
    r"kost (?:\w+ ){0,2}(?:weken|maanden|uren|uur|dagen|jaren)|"
    r"(?:haakt|haken) af|afhaken|raakt|kwijt|steeds meer|steeds minder|een zorg|zorgen over|ingewikkeld\w*|"
    r"te (?:laat|lang|ver|hoog|laag|klein|zwaar|licht|smal|druk|krap|vol|snel|langzaam|groot|ingewikkeld))\b",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(
    r"^\W*liever\b|\b(?:zou(?:den)?|graag|belangrijk (?:is )?om|is (?:\w+ )?(?:erg |heel )?belangrijk|"
    r"(?:is|zijn) (?:\w+ ){0,3}nodig|"
    r"nodig (?:is|zijn|om)|"
    r"aandacht voor|pleit\w*|wens\w*|behoefte aan|"
    r"advies|adviseren|adviseert|voorstel|verzoek|vraagt om|idee|tip|oplossing\w*|kan (?:\w+ ){0,4}(?:helpen|"
    r"bijdragen|worden|vervullen)|"
    r"kunnen (?:\w+ ){0,4}(?:helpen|bijdragen|worden)|kan (?:\w+ ){0,2}beter|moet(?:en)? (?:er|we|meer|beter|daarom)|"
    r"gemeente moet|"
    r"meer (?:aandacht|inzet|geld|ruimte|tijd|samenwerking|bekendheid))\b|\bmoet(?:en)?\b",
    re.IGNORECASE,
)
# who must do so against their will: 'wie hulp zoekt, moet drie keer', 'dan moet ik zelf', 'nu moeten bewoners'
_BURDEN = re.compile(
    r"\b(?:moet|moeten|mag) (?:ik|je (?:een|de|het|eerst|zelf|drie|\d)|"
    r"bewoners|inwoners|mensen|ouders|ouderen|jongeren|zij|ze|hij|zelf|eerst|telkens|steeds|"
    r"nu|nog|vaak|soms|lang|(?:drie|vier|vijf|tien) )\b"
    r"|\b(?:wie|ik|mensen|inwoners|bewoners|ouders|ouderen|jongeren|organisaties|vrijwilligers)\b[^.;:]{0,60}\bmoet(?:en)?\b"
    r"(?! (?:er|we|meer|beter|kunnen|worden|blijven)\b)"
    r"|\bniemand weet\b|\b(?:nu|vaak|soms|telkens|steeds|elke keer|meermaals)\b[^.;]{0,30}\bmoet(?:en)?\b"
    r"|\bmoet(?:en)?\b[^.;]{0,30}\b(?:meermaals|telkens|steeds weer|elke keer|drie keer|vier keer)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:bijvoorbeeld|bijv|voorbeeld\w*|vb|is er (?:al|nu)|er is (?:al|nu)|nu al|loopt al|bestaat al|"
    r"ook zijn er|er zijn (?:al|ook)|"
    r"pilot|inloophuis|huisbezoek\w*|werkt goed|etc|informatieavond|maatjes\w*)\b",
    re.IGNORECASE,
)
# forms that can't be an infinitive: a sentence with one of these is no bare infinitive
_FINITE = word_set(
    "is was wordt werd heeft had kan kon moet mag wil zal zou gaat ging komt doet staat ligt blijft "
    "krijgt geeft vindt weet maakt ziet zegt vraagt werkt helpt mist speelt denkt lijkt betekent zorgt "
    "loopt ben heb draagt neemt houdt leidt kost duurt sluit ervaart zijn waren hebben kunnen moeten "
    "zullen willen mogen worden zouden"
)
_NOBODY = re.compile(r"\b(?:niemand|nergens|niks|niets|nooit)\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r", maar\b|\b(?:alleen nog|nog steeds|straks|pas (?:na|als|om|hulp)|alleen na|wachten|soms \w+ keer|"
    r"dicht|leeg|kapot|scheef|stil)\b",
    re.IGNORECASE,
)
_LACK = word_set("missen ontbreken schamen verdwijnen afhaken ervaren vastlopen wachten vallen raken")
_OPENS = word_set("als wanneer omdat zodat terwijl hoewel")
_CLAUSE = word_set("die dat omdat doordat als wanneer terwijl zodat waar waarin waarbij hoe wie")
_WISHES = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:prioriteit\w*|ideeën|ideeen|ideeén|oplossing\w*|acties?|actiepunten|wensen|tips|aanbeveling\w*|"
    r"adviezen|(?:verder )?uitzoeken|vervolgstappen|afspraken)\W*$",
    re.IGNORECASE,
)
_HEADS: tuple[tuple[re.Pattern[str], Stance], ...] = (
    (re.compile(r"oplossing|idee|advie|aanbevel|actie|wens|tips?\b|prioriteit|kans", re.IGNORECASE), "proposal"),
    (
        re.compile(r"knelpunt|probleem|belemmering|zorgen|wat kan (?:er )?beter|zwak|wat ontbreekt", re.IGNORECASE),
        "problem",
    ),
    (
        re.compile(
            r"voorbeeld|wat gaat (?:er )?goed|sterke|goede praktijk|"
            r"wat wordt er (?:al )?gedaan",
            re.IGNORECASE,
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
    head = section.rsplit(" > ", 1)[-1]
    if _WISHES.match(head):
        return "proposal"
    if _LACK_FIRST.match(text):
        return "problem"
    label = _LABEL.match(text)
    core = text if label is None or _has_verb(words(label.group())) else text[label.end() :]
    found = _main_clause(core)
    fragment = not _has_verb(found)
    if _IMPERATIVE.match(core) or is_bare_infinitive(core) or _opens_with_infinitive(found):
        return "proposal"
    lacking = bool(found) and is_people(found[0]) and not _LACK.isdisjoint(found)
    refused = bool(_NOBODY.search(text)) or len(_PROBLEM.findall(text)) > 1
    if fragment and wish_infinitive(found) and not lacking and not refused:
        return "proposal"
    burden = len(_BURDEN.findall(text))
    problem, proposal, example = (len(pattern.findall(text)) for pattern in (_PROBLEM, _PROPOSAL, _EXAMPLE))
    problem, proposal = problem + burden, proposal - burden
    if proposal > 0 and proposal >= problem:
        return "proposal"
    if problem:
        return "problem"
    if example:
        return "example"
    if not fragment and _CONTRAST.search(text):
        return "problem"
    near = f"{head} {lead_in or ''}"
    by_head = next((stance for pattern, stance in _HEADS if pattern.search(near)), None)
    if by_head:
        return by_head
    if len(words(head)) > 2 and not fragment:
        return "problem" if _PROBLEM.search(head) else "observation"
    return "proposal" if fragment and found else "observation"


def _has_verb(found: list[str]) -> bool:
    return any(finite_at(found, at) for at in range(len(found)))


def _main_clause(text: str) -> list[str]:
    """The words before the first clause that a conjunction opens; after its comma when it opens the sentence."""
    found = words(text)
    if found and found[0] in _OPENS and "," in text:
        found = words(text.split(",", 1)[1])
    cut = next((at for at, word in enumerate(found) if at and word in _CLAUSE), len(found))
    return found[:cut]


def _opens_with_infinitive(found: list[str]) -> bool:
    """'Nagaan of het helpt', 'Dan signaleren dat ...', 'Verlagen van drempels': no plural subject stands before it."""
    first = (
        found[1:2] if found[:1] and found[0] in ("dan", "dus", "ook", "niet", "samen", "meer", "beter") else found[:1]
    )
    return bool(first) and len(found) > 2 and is_infinitive(first[0]) and not is_plural(first[0])


def is_bare_infinitive(text: str) -> bool:
    """Whether a note has an infinitive and no finite verb: 'Samenwerking zoeken', 'Stigma voorkomen'.

    >>> is_bare_infinitive("Contact tussen buren stimuleren"), is_bare_infinitive("De bus rijdt niet")
    (True, False)
    """
    found = words(text)
    if (
        not 1 < len(found) < 30
        or _has_verb(found[:-1])
        or any(word in _FINITE or word in _CLAUSE for word in found[:-1])
    ):
        return False
    last = [word for word in found if len(word) > 4][-1:]
    return bool(last) and found[-1] == last[0] and found[-2] != "te" and is_infinitive(last[0])
