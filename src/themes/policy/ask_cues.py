"""The words by which an adviser asks, misses, fears or ranks, and those by which it only speaks of its own letter."""

from __future__ import annotations

import re

from themes.records import Unit

ADVISER = (  # as it calls itself: also by the short word
    r"(?:ASD|[Aa]dviesraad|[Ww][Mm][Oo]-?(?:advies)?raad|[Cc]liënten(?:advies)?raad|[Jj]ongerenraad|"
    r"[Pp]articipatieraad|[Ss]eniorenraad|[Oo]uderenraad|[Cc]ommissie|[Dd]orpsraad|"
    r"[Rr]ekenkamer(?:commissie)?|[Rr]aad)"
)
_WE = rf"(?:wij|we|(?:de|onze|uw) {ADVISER}(?: \w+)?|{ADVISER})"
_REQUEST = re.compile(
    rf"\b{_WE}\s+(?:\w+\s+){{0,3}}?(?:adviseren|adviseert|bevelen|beveelt|verzoeken|verzoekt|pleiten|pleit|"
    r"dringen|dringt|roepen|roept|vragen|vraagt|raden|raadt|suggereren|suggereert|stellen voor|stelt voor|"
    r"geven u mee|zien graag|geven u in overweging|geeft u in overweging|ziet graag|zouden graag|zou graag|"
    r"zouden willen|willen graag|wil graag|stellen het op prijs|stelt het op prijs)\b"
    r"|\b(?:adviseren|adviseert|bevelen|beveelt|verzoeken|pleiten|vragen|raden|zouden)\s+(?:ook\s+|"
    rf"dan\s+)?{_WE}\b|\bzien\s+{_WE}\s+(?:\w+\s+){{0,2}}graag\b"
    rf"|\b{_WE}\b[^.;:]{{0,60}}\bmee(?:geven|\s?te geven)\b"
    rf"|\b{_WE}\b[^.;:]{{0,40}}\b(?:als advies|tips?)\b[^.;:]{{0,20}}\bmee\b"
    r"|\bgeven (?:we|wij)\b[^.;:]{0,60}\b(?:mee|in overweging)\b|\b(?:kunt|gaat|bent|wilt) u\b[^.]*\?$"
    r"|\bwe adviseren u\b|\b(?:ons|het) advies (?:is|luidt)\b|\b(?:onze|de) aanbeveling (?:is|luidt)\b"
    r"|\b(?:laatste|tweede|volgende) (?:tip|advies)\b|^(?:advies|aanbeveling|tip)\s*\d*\s*[:.]\s*\w",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:wees|start|begin|maak|geef|zorg|neem|houd|hou|laat|zet|betrek|luister|vraag|bied|informeer|leg|ga|"
    r"stel|kijk|zend|werk|benut|beschrijf|benoem|onderzoek|organiseer|richt|schrijf|sluit|spreek|voeg|verbind|"
    r"vergroot|versterk|voorkom|gebruik|investeer|koppel|breng|kies|toon|regel|overweeg|ontwikkel)\s(?!u |je |"
    r"het feit|is |zijn |wordt |worden |blijft |kan |heeft )",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:het )?(?:zou|lijkt ons) (?:heel |zeer |erg )?(?:goed|wenselijk|nuttig|mooi|helpend|"
    r"verstandig)(?: zijn)?\b"
    r"|\b(?:het loont|je zou (?:ook|bijvoorbeeld)|is (?:er )?behoefte aan|moet er aandacht|"
    r"moet er meer aandacht|dien(?:t|en) (?:\w+ ){1,4}te\b)"
    r"|\b(?:is|vind(?:t|en)? (?:wij |we )?het) (?:\w+ ){0,2}(?:belangrijk|van (?:groot )?belang|noodzakelijk|"
    r"wenselijk)(?: om| dat|,)|\bverdien(?:t|en) (?:\w+ ){0,2}aandacht\b"
    r"|\bzou(?:den)?\b[^.;:?]{0,60}\bmoeten\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:is|zijn|werd|hebben|hebt|heeft|hadden|had|eerder|al)\b[^.;]{0,60}\b(?:gevraagd|geadviseerd|"
    r"verzocht)\b|\bgemeente vraagt\b|\bu vraagt\b|\bvragen (?:op|over|gesteld|roept)\b"
    r"|\bu adviseren\b.{0,20}\bmogen\b|\bheeft u (?:nog )?vragen\b|\bzien? uit naar|\bzien uw reactie"
    r"|\b(?:reactie|antwoord)\b.{0,40}\btegemoet\b|\bhoren (?:wij |we )?graag (?:van u|wat u|hoe u|of u)\b"
    r"|\blichten .{0,40}\btoe\b"
    r"|\bgeven (?:wij|we) (?:u )?(?:hierbij |graag )?(?:ons|onze|een) (?:\w+ )?(?:advies|reactie|gedachten|"
    r"opmerkingen|bevindingen|mening|oordeel|visie)\b",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"\b(?:missen|mist|gemist|ontbreekt|ontbreken|ontbrekende|niet terug(?: te vinden| te lezen)?|"
    r"vinden wij niet terug)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:meer|verder|verdere|nader|nadere|uitgebreide?r?e?|beter)\s+(?:\w+\s+){0,2}?(?:informatie|"
    r"uitwerking|uitgewerkt|uit te werken|aandacht|toelichting|uitleg|terug|opgenomen|concretisering|lezen|"
    r"weten)\b|\b(?:lezen|zien|horen|weten|leest|ziet)\s+(?:wij|we|de \w+)?\s*graag meer\b"
    r"|\bgraag (?:\w+ ){0,8}meer (?:over|van|informatie|aandacht|uitleg)\b|\bgraag (?:\w+ ){0,2}meer\b"
    r"|\bbehoeven? (?:meer|nadere?)\b",
    re.IGNORECASE,
)
_CONCERN = re.compile(
    r"\b(?:zorgen (?:over|dat|om|geuit|baart|rond)|baart|baren|zorgelijk\w*|zorgwekkend|bezorgd|vrezen|vreest|"
    r"risico\w*|(?:on|niet (?:\w+ )?)(?:duidelijk|bekend|helder)|onvoldoende|nauwelijks|te weinig|"
    r"weinig (?:zicht|uitgewerkt)|mager|verbaast|haaks|spanningsveld|overbelast\w*|overbelasting|lastig|"
    r"tegenstelling|wensdenken|dupe|huiverig|knelpunt\w*|begrijpen (?:wij|we) niet|niet (?:\w+ )?(?:smart|"
    r"scherp|concreet)|(?:grootste|belangrijke|onze) zorg\b|punt(?:en)? van zorg|benieuwd|betreur\w*|jammer|"
    r"teleurgesteld|gaat ten koste|kwetsbaar punt|kan niet zo zijn|mag niet)\b"
    r"|\bzorgen dat er (?:een )?\w+ (?:toename|afname)|\bmaken? (?:wij |we |ons |de \w+ )+zorgen\b"
    r"|\bgebeurt er niets\b"
    r"|\bniet (?:\w+ )?(?:vertaald|ingegaan|meegenomen|uitgewerkt|genoemd|benoemd|zien wat|zien hoe|geborgd)\b"
    r"|\bblijkt niet\b|\bwekt de indruk\b|\bgeen (?:\w+ )?(?:inzicht|aandacht)\b|\bni(?:ks|ets) over\b"
    r"|\bhart vast\b|\b(?:dat|dit) (?:steekt|stoort|wringt|schuurt)\b|\bvraagtekens\b"
    r"|\blijkt ons (?!goed|wenselijk|nuttig|mooi|helpend|verstandig|een goed)|\bgemiste kans\b"
    r"|\bten onrechte\b"
    r"|\bte (?:kort|laat|vaag|algemeen|summier|beperkt|eenzijdig|hoog gegrepen|veel (?:rekent|leunt|nadruk|"
    r"verwacht))\b"
    r"|\b(?:twijfel|twijfels|twijfelen|bedenkingen|bezwaar|bezwaren|kanttekening\w*|onderbelicht|ontoereikend|"
    r"eenzijdig|tekort\w*|dreigt|dreigen|ongerust|niet gerust|ondoorzichtig|moeite mee)\b"
    r"|\bvalt (?:niet|nauwelijks) te\b|\bniet valt te\b|\bniet (?:realistisch|haalbaar)\b|\bnergens\b"
    r"|\bbegrijpen (?:wij|we) [^.;]{0,80}\bniet\b|\b(?:geen|te weinig) (?:geld|tijd|menskracht|middelen)\b",
    re.IGNORECASE,
)
_WORRIES = re.compile(r"\b(?:punten van zorg|zorgen|zorgpunten|aandachtspunten|risico\S*)\b", re.IGNORECASE)
_PRIORITY = re.compile(
    r"\bpriorit(?:eiten(?:lijst)?|ering|eit)\b|\btop[ -]?(?:tien|vijf|drie|\d{1,2})\b"
    r"|\b(?:volgorde|rangorde) van (?:belang\w*|voorkeur)\b"
    r"|\b(?:onze|de) eerste (?:drie|vier|vijf|tien|\d{1,2})\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:eerst|allereerst|daarna|vervolgens|tot slot|ten slotte|tenslotte|achtereenvolgens)\b", re.IGNORECASE
)
_ABOUT_LETTER = re.compile(
    r"\b(?:staat een opsomming|treft u|vindt u|leest u|sturen .{0,30}mee|zie (?:ook )?(?:de )?bijlage|"
    r"in deze brief|eindigen (?:we|wij)|gaan (?:we|wij) (?:nader |verder |dieper )?in op|hieronder|hierna|"
    r"op de volgende bladzijden?)\b"
    r"|\b(?:wat|zaken die|punten die|onderwerpen die) (?:wij|we|de \w+) (?:nog |in [^.;]{0,30}|"
    r"binnen [^.;]{0,30})?(?:missen|mist)\W*$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\bmet (?:vriendelijke|hartelijke) groet|^\W*namens\b|\bhoogachtend\b|\btelefoon"
    r"|\bhoren (?:wij |we )?graag (?:van u|wat u|hoe u|of u)\b|\btegemoet\b|\bzien? uit naar\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"^\W*(?:deze|dit) (?:lijst|opsomming|overzicht)\b.*\b(?:niet|geen)\b", re.IGNORECASE)
_ADVISING = re.compile(r"\b(?:adviezen|aanbevelingen|advies|tips|verzoeken|voorstellen|wensen|vragen)\b", re.IGNORECASE)
_EXPLAINING = re.compile(
    r"^\W*(?:\d+[.)]?\s*)?(?:nadere? |korte? )?(?:toelichting|onderbouwing|inleiding|aanleiding|achtergrond|"
    r"hoofdlijn\w*|algemeen|samenvatting|proces|tot slot|ten ?slotte|slot\w*)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"^\W*(?:nu (?:is|wordt|zijn) (?:dat|dit|die|deze)|dit|deze|dat|die|daar\w*|hier\w*|dus|zo|het (?:wordt|"
    r"is|resultaat|gaat|kan)|als er|zonder)\b|^(?:\w+\W+){0,7}?(?:deze|dit)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\b(?:dit|deze|hen|hun|daar\w*|hier\w*|dat aantal|die (?:van|aan|met|voor))\b", re.IGNORECASE)
_ALSO = re.compile(r"^\W*ook\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^\W*(advies|aanbeveling|verzoek|tip|vraag|punt|opmerking)\s*(\d{1,2})(?:\s*[:.)]|\s+[–-])?(?=\s|$)", re.IGNORECASE
)


def is_request(text: str) -> bool:
    """Whether a sentence asks in so many words, now: not what was asked before, nor by the other side.

    >>> is_request("Wij adviseren u om te beginnen."), is_request("U heeft ons gevraagd om advies.")
    (True, False)
    """
    return bool(_REQUEST.search(text)) and not _NOT_NOW.search(text)


def is_order(text: str) -> bool:
    """Whether words begin with an order: 'Betrek ouders eerder'.

    >>> is_order("Betrek ouders eerder"), is_order("Werk is belangrijk")
    (True, False)
    """
    return bool(_IMPERATIVE.match(text))


def is_about_letter(text: str) -> bool:
    """Whether a sentence tells what stands where in the letter.

    >>> is_about_letter("Eerst geven wij onze adviezen en tot slot wat wij missen.")
    True
    """
    return bool(_ABOUT_LETTER.search(text)) or len(_ORDER.findall(text)) > 1


def sentence_kind(unit: Unit, *, quoted: bool) -> str | None:
    """advies, ontbreekt, zorg, or None when a sentence asks, misses and fears nothing."""
    text = unit.text
    if is_request(text):
        return "advies"
    if quoted or is_about_letter(text) or _CLOSES.match(text):
        return None
    if _MISSING.search(text):
        return "ontbreekt"
    if _CONCERN.search(text):
        return "zorg"
    return "advies" if _WISH.search(text) or (is_order(text) and not text.rstrip().endswith("?")) else None


def list_kind(text: str) -> str | None:
    """The kind of the items under a heading or lead-in, or None when it says nothing of the kind."""
    if _MORE.search(text):
        return "meer-uitwerking"
    if _MISSING.search(text):
        return "ontbreekt"
    return "zorg" if _WORRIES.search(text) else None


def ranks(text: str) -> bool:
    """Whether words announce a list in order of importance."""
    return bool(_PRIORITY.search(text))


def advises(text: str) -> bool:
    """Whether a heading or lead-in announces advice."""
    return bool(_ADVISING.search(text)) and not _EXPLAINING.match(text)


def explains(text: str) -> bool:
    """Whether a heading announces what is said around the advice: introduction, explanation, end."""
    return bool(_EXPLAINING.match(text))


def is_head(text: str) -> bool:
    """Whether words that pass for a part of the letterhead are a heading of the letter: 'Wat ontbreekt'."""
    short = len(text) < 60 and not re.search(r"[.!?;,]$", text)
    known = list_kind(text) or _EXPLAINING.match(text) or _ADVISING.match(text) or _PRIORITY.match(text)
    return short and bool(known)


def is_concern(text: str) -> bool:
    """Whether words fear something."""
    return bool(_CONCERN.search(text))


def leans_on(text: str) -> bool:
    """Whether a sentence can't be understood without the one before: it says 'dit', 'die' or 'hen'."""
    return bool(_LEANS.search(text))


def closes_letter(text: str) -> bool:
    """Whether words belong to the end of a letter: greeting, signature, 'wij horen graag'."""
    return bool(_CLOSING.search(text))


def closes_list(text: str) -> bool:
    """Whether words close a list: 'Deze lijst is niet volledig.'"""
    return bool(_CLOSES.match(text))


def points_back(text: str) -> bool:
    """Whether a paragraph goes on about the one before."""
    return bool(_ALSO.match(text) or _BACK.match(text))


def leans_back(text: str) -> bool:
    """Whether a sentence says nothing without the one before; 'Ook ...' adds a point of its own."""
    return bool(_BACK.match(text))


def label_of(text: str) -> tuple[str, int] | None:
    """Name and number by which a letter or reply calls a point: 'Aanbeveling 3' -> ('aanbeveling', 3)."""
    match = _NUMBERED.match(text)
    return (match[1].lower(), int(match[2])) if match else None
