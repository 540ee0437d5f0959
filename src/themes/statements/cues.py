"""Closed lists of Dutch words and phrases that the passes look for.

Only words of grammar and of the genre (minutes, letters, programmes) stand here; none of one document.
"""

from __future__ import annotations

import re

from themes.statements.marks import unmarked

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def word_set(text: str, mark: str = " ") -> frozenset[str]:
    """The words of a text as a set.

    >>> sorted(word_set("en of")), sorted(word_set("tot slot|ten slotte", "|"))
    (['en', 'of'], ['ten slotte', 'tot slot'])
    """
    return frozenset(text.split(mark))


# after these words a sentence can't end: articles, prepositions, conjunctions, determiners
OPEN_WORDS: frozenset[str] = word_set(
    "de het een en of van met dat die als naar tussen zonder deze dit hun haar onze mijn je alle elke "
    "ieder iedere sommige welke geen per via vanuit rondom te maar want omdat zodat terwijl waarbij "
    "waarin zoals zowel"
)

FINITE_VERBS: frozenset[str] = word_set(
    "is zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet "
    "moeten moest moesten mag mogen mocht mochten wil willen wilde wilden zal zullen zou zouden gaat "
    "gaan ging gingen komt komen kwam kwamen doet doen deed deden staat staan stond stonden ligt liggen "
    "lag lagen blijft blijven bleef bleven krijgt krijgen kreeg kregen geeft geven gaf gaven vindt "
    "vinden vond vonden weet weten wist wisten maakt maken maakte maakten ziet zien zag zagen zegt "
    "zeggen zei zeiden vraagt vragen vroeg vroegen werkt werken werkte helpt helpen hielp hielpen "
    "ontbreekt ontbreken mist missen speelt spelen hoort horen denkt denken dacht dachten heet heten "
    "lijkt lijken leek leken betekent betekenen zorgt zorgen loopt lopen liep liepen ben bent heb hoeft "
    "hoeven draagt dragen neemt nemen nam namen houdt houden hield hielden leidt leiden vergt vergen "
    "kost kosten duurt duren sluit sluiten ervaart ervaren verdwijnt verdwijnen stijgt stijgen daalt "
    "dalen groeit groeien"
)

SUBJECTS = (
    r"(?:we|wij|je|jij|jullie|u|men|ze|zij|ik|hij|er|de|het|een|dit|dat|deze|die|onze|ons|uw|jouw|"
    r"hun|mijn|iemand|iedereen|mensen|inwoners|gemeenten?)"
)
_VERB = r"(?:" + "|".join(sorted(FINITE_VERBS)) + r")"
_ASK = r"(?:hoe|waar|waarom|wanneer|hoeveel|hoelang|hoezo|waar(?:aan|bij|door|in|mee|naar|op|over|toe|uit|van|voor))"

QUESTION_ORDER = re.compile(
    r"^[\W_]*(?:(?:en|maar|dus|of|want)\s+)?(?:"
    rf"{_ASK}(?:\s+(?:zo|vaak|lang|ver|snel|goed|veel|groot|dan))?\s+{_VERB}\s+{SUBJECTS}\b"
    rf"|{_ASK}\s+\w+(?:en|t)\s+(?:we|wij|je|jij|jullie|u|men|ze|zij)\b"
    rf"|{_ASK}\s+{_VERB}\s+(?-i:[A-ZÀ-Þ][a-zà-ÿ]+)\b"
    rf"|wat\s+{_VERB}\s+{SUBJECTS}\b"
    r"|wie\s+(?:is|zijn|gaat|kan|moet|zou|doet|heeft|betaalt|bepaalt|regelt|zorgt)\s+(?:er|de|het|een|dit|"
    r"dat|hier|daar|deze|die|voor|verantwoordelijk)\b(?![^?]*,\s(?:is|moet|kan|heeft|krijgt)\b)"
    rf"|welke?\s+(?:[\w/()-]+\s+){{1,5}}?(?:{_VERB}|\w+(?:en|t))\s+(?:we|wij|je|jij|jullie|u|men|ze|zij|er)\b"
    rf"|(?:in|op|aan|met|voor|door|onder)\s+(?:welke?\s+[\w-]+|hoeverre)\s+(?:{_VERB}|\w+(?:en|t))\s+{SUBJECTS}\b"
    r")",
    re.IGNORECASE,
)
VERB_FIRST = re.compile(
    rf"^[\W_]*(?:en\s+)?(?:{_VERB}\s+{SUBJECTS}|\w+t\s+(?:het college|de gemeente|de raad|de wethouder|u|"
    rf"men|jullie|wij|we))\s+\w+",
    re.IGNORECASE,
)
# a question word that opens a clause inside a statement: "Wat opvalt is dat ...", "Waar het over gaat, is ..."
FREE_RELATIVE = re.compile(
    r"^\W*(?:wat|waar|wie|hoe)\b[^?]*?,?\s(?:is|zijn|was|wordt|blijft)\s(?:dat|om|het|niet|dus|bijvoorbeeld)\b",
    re.IGNORECASE,
)

MONTHS = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
DATE = re.compile(
    rf"\b\d{{1,2}}\s+{MONTHS}(?:\s+\d{{4}})?\b|\b{MONTHS}\s+\d{{4}}\b|\b\d{{1,2}}-\d{{1,2}}-\d{{4}}\b", re.IGNORECASE
)

GROUP_HEAD = re.compile(
    r"^\W*(?:(?:verslag|notulen|opbrengst|terugkoppeling|samenvatting|uitkomsten)\s+(?:van\s+(?:de|het)\s+)?)?"
    r"(?:(?:thema|dialoog|gespreks|werk|burger|inwoners?)?tafel|deelsessie|sub-?groep|werkgroep|(?:werk|"
    r"break-?out-?)?sessie|groep|workshop|ronde)"
    r"(?:\s+(?:\d{1,2}|[A-Z]|[ivx]{1,4})\b|\s*[:–—-]\s|\s+[A-Z‘'“\"]|\s+over\b)",
    re.IGNORECASE,
)
REPORT_HEAD = re.compile(
    r"^\W*(?:verslag|notulen|gespreksverslag|sfeerverslag|opbrengst|terugkoppeling|uitkomsten|"
    r"aantekeningen)\b(?!\s*:)",
    re.IGNORECASE,
)

FIELD = re.compile(
    r"^\W*(?:aan|van|datum|tijd|tijdstip|locatie|plaats|betreft|onderwerp|uw kenmerk|ons kenmerk|kenmerk|bijlagen?|"
    r"aanwezig(?:en)?|afwezig(?:en)?|afmelding(?:en)?|met bericht van verhindering|gespreksleiders?|"
    r"gespreksbegeleiders?|"
    r"tafelvoorzitters?|tafelheer|tafeldame|tafelleiders?|voorzitter|notulist(?:en)?|notulen|"
    r"verslag(?:legging|legger|gever)?|"
    r"verslag door|deelnemers|aantal deelnemers|deelnemende organisaties|vertegenwoordig\w+ [^:]{0,40}|"
    r"auteurs?|opgesteld door|"
    r"status|versie|opdrachtgever|contactpersoon|contact|telefoon(?:nummer)?|tel|e-?mail|behandeld door|zaaknummer|"
    r"documentnummer|moderator|facilitator|cc|kopie aan|datum verzending|verzonddatum|portefeuillehouder|"
    r"raadsvergadering)"
    r"\s?(?:\(s\)|\(n\))?\s*:",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^\W*(?:met (?:vriendelijke|hartelijke|warme) groet(?:en)?|hoogachtend|vriendelijke groet(?:en)?),?$",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"^\W*(?:met (?:vriendelijke|hartelijke|warme) groet(?:en)?|hoogachtend|vriendelijke groet(?:en)?)\b[^.!?]{0,100}$",
    re.IGNORECASE,
)
SALUTATION = re.compile(r"^\W*(?:geacht|beste|geachte|l\.s\.|dag)\b[^.!?]{0,80},?$", re.IGNORECASE)
PRESENT = re.compile(
    r"^\W*(?:(?:circa|ca\.?|ongeveer|ruim)\s+)?\d{1,3}\s+(?:deelnemers|aanwezigen|personen|professionals|"
    r"inwoners|mensen|bezoekers|gasten)\.?$",
    re.IGNORECASE,
)

FIXED_HEADS: frozenset[str] = word_set(
    "samenvatting|prioriteiten|opmerkingen|ideeën|ideeen|ideeén|vragen|acties|actiepunten|"
    "verder uitzoeken|uitzoeken|inleiding|aanleiding|achtergrond|conclusie|conclusies|aanbevelingen|"
    "adviezen|advies|vervolg|afsluiting|tenslotte|ten slotte|tot slot|slot|ten geleide|voorwoord|inhoud|"
    "inhoudsopgave|leeswijzer|knelpunten|kansen|oplossingen|oplossingsrichtingen|belemmeringen|"
    "aandachtspunten|bevindingen|uitkomsten|resultaten|thema's|thema’s|begrippenlijst|bijlage|bijlagen|"
    "bronnen|literatuur|wat gaat goed|wat kan beter|wat gaat er goed|wat kan er beter|sterke punten|"
    "zwakke punten|tips|tops|wensen|zorgen|vervolgstappen|afspraken|rondvraag|mededelingen|opening|"
    "sluiting|doelstelling|doelstellingen|missie|visie|ambitie|ambities|toelichting|nadere toelichting|"
    "probleemanalyse|overige|overig|overige opmerkingen|overige punten|quotes|citaten|discussie|reacties|"
    "parkeerplaats",
    "|",
)

GLUE_END = re.compile(r"(?:[,(/&+–—]|\b(?:m\.b\.t\.|o\.a\.|d\.m\.v\.|bijv\.|t\.a\.v\.|i\.p\.v\.|n\.a\.v\.))$")
FINISHED = re.compile(r"[.!?…][\"'”’‘“)\]»*_]*(?:\s?[¹²³⁴⁵⁶⁷⁸⁹⁰]+)?$")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+@[\w-]+\.\w{2,}\b")


def words(text: str) -> list[str]:
    """Words of letters, in lower case.

    >>> words("Foto's van 3 buurten")
    ["foto's", 'van', 'buurten']
    """
    return [match.group().lower() for match in WORD.finditer(text)]


def has_finite_verb(text: str) -> bool:
    """Whether one of the common finite verb forms stands in the text.

    >>> has_finite_verb("De bus rijdt niet, dat is lastig"), has_finite_verb("Meer bankjes in het park")
    (True, False)
    """
    return any(word in FINITE_VERBS for word in words(text))


def finished(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return bool(FINISHED.search(unmarked(text).rstrip()))


_HEADER_WORDS = (
    r"indicator(?:en)?|nulmeting|streefwaarden?|resultaat|resultaten|bron(?:nen)?|monitoring|"
    r"activiteit(?:en)?|planning|"
    r"wie|wanneer|trekker|kosten|budget|doelgroep|status|toelichting|actie(?:houder)?|eigenaar|partners?|"
    r"thema|punten|aantal"
)
_HEADER = re.compile(rf"\b(?:{_HEADER_WORDS})\b", re.IGNORECASE)


def is_header_line(text: str) -> bool:
    """Whether a line reads as the head of a table: two or more column names and little else.

    >>> is_header_line("Resultaat Indicator op resultaat Bron"), is_header_line("De indicator laat het resultaat zien.")
    (True, False)
    """
    names = _HEADER.findall(text)
    if len(names) < 2 or finished(text) or len(text) > 110:
        return False
    return len({name.lower() for name in names}) >= 2 and len(names) >= 0.4 * len(words(text))
