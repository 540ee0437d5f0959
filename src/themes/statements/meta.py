"""What is about the meeting or the document itself rather than said at it: header lines, thanks, addressing, contact.

Three places are read with different eyes: the front of a report (before its first heading or list of points), where
a narrative about the meeting is the rule; the letter head and the signature; and the body, where only clear cues count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from themes.statements.blocks import Block
from themes.statements.cues import (
    DATE,
    FIELD,
    FIXED_HEADS,
    LINK,
    MONTHS,
    PRESENT,
    REPORT_HEAD,
    SALUTATION,
    finished,
    has_finite_verb,
    word_set,
    words,
)

_FIELD_WORD = re.compile(r"^(?:onderwerp|betreft)\s+[A-Z]")
CLOSING = re.compile(
    r"^\W*(?:met (?:vriendelijke|hartelijke|hoogachtende|warme) groet(?:en)?|hoogachtend|"
    r"vriendelijke groet(?:en)?|groet(?:en)?)\b.{0,200}$|^\W*namens (?:de|het|ons)\b[^.]{0,80}$",
    re.IGNORECASE,
)
_LINK_WORDS = word_set(
    "of via zie link naar de het pdf bron website meer informatie op en ook kijk vindt u hier http https"
)
_LIST_HEADS = word_set("colofon|contact|contactgegevens|inhoud|inhoudsopgave", "|")
_GLOSSARY_HEADS = word_set(
    "begrippenlijst|begrippen|afkortingen|afkortingenlijst|lijst van afkortingen|woordenlijst|verklarende woordenlijst|"
    "gebruikte afkortingen|lijst met afkortingen|begrippen en afkortingen|afkortingen en begrippen",
    "|",
)
_MEETING_HEADS = word_set(
    "deelnemers|aanwezigen|aanwezig|afwezig|afwezigen|afmeldingen|deelnemerslijst|presentielijst|agenda", "|"
)
CONTACT = re.compile(r"\b[\w.-]+@[\w-]+\.\w{2,}|\b0\d{1,3}\s?[- ]\s?\d{3,4}\s?\d{2,4}\b|\b14\s?0\d{2,3}\b|\b0\d{9}\b")
ABOUT_NOTES = re.compile(
    r"\b(?:geeltjes?|briefjes?|post-?its?|stickers?|kaartjes?)\s+(?:[a-z]|\d{1,2})\b"
    r"|^\W*(?:de|deze) (?:uitkomsten?|opbrengst|verslagen) (?:gaan|gaat|worden|wordt|neemt|nemen|bespre\w+)\b"
    r"|\bpra(?:at|ten)\b.{0,40}\bover deze (?:uitkomsten|opbrengst)",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\b\d{4}\s?[A-Z]{2}\b\s+[A-Z]|\bpostbus\s+\d+|\btelefoon(?:nummer)?\b.*\d|\btelefoon\b.*www\.|"
    r"\b0\d{2,3}[- ]?\d{6,7}\b",
    re.IGNORECASE,
)
PLACE_DATE = re.compile(rf"^[A-ZÀ-Þ][\w' -]{{1,30}},?\s+(?:\d{{1,2}}\s+)?{MONTHS}\s+\d{{4}}\.?$", re.IGNORECASE)
BARE_DATE = re.compile(
    rf"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?\d{{1,2}}\s+{MONTHS}\s+\d{{4}}\W*(?:\d.*(?:uur)?)?$",
    re.IGNORECASE,
)
DATE_PLACE = re.compile(
    rf"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?\d{{1,2}}\s+{MONTHS}\s+\d{{4}}\s?[,–—-]\s?[^.!?:]{{3,80}}$",
    re.IGNORECASE,
)
_TITLE = r"(?:(?:drs?|mr|ir|ing|prof|dhr|mw|mevr)\.)"
_OFFICE = (
    r"(?:voorzitter|secretaris|burgemeester|wethouder|griffier|raadsgriffier|directeur|gemeentesecretaris|penningmeester|"
    r"projectleider|plaatsvervangend|loco-?burgemeester|loco-?secretaris|de|het|en|van|der|den|ten|ter|te|namens|college|raad)"
)
NAMES = re.compile(
    rf"^(?={_TITLE}|(?:[A-Z]\.)+)(?:(?:{_TITLE}|(?:[A-Z]\.)+|{_OFFICE}|[A-ZÀ-Þ][\w'’-]+)(?:[,;/]?\s+|,?$)){{2,12}}$"
)  # 'R. de Vries drs. J.P. Bakker': who sign, alone on a line
THANKS = re.compile(
    r"\b(?:bedank\w*|dank(?:en|t)?|dankzeg\w*|dankbaar)\b.*\b(?:aanwezig\w*|input|inbreng|bijdrage\w*|"
    r"komst|deelname|deelgenomen|inzet|"
    r"betrokkenheid|openheid|advies|reactie|tijd|energie|medewerking|gastvrijheid)\b"
    r"|^\W*(?:wij|we|ik|de gemeente|namens|iedereen)\b.{0,60}\b(?:bedank\w*|dank(?:en|t)?)\b"
    r"|\bdank aan (?:alle|iedereen|de)\b|\b(?:bedankt?|danken|dankt) (?:alle|iedereen|u|jullie) "
    r"|\b(?:hartelijk|veel|grote|heel erg) dank\b|\b(?:willen|wil)\b.*\b(?:hartelijk|van harte)\b.*\bbedanken\b",
    re.IGNORECASE,
)
_MEETING = (
    r"(?:thematafels?|bijeenkomst(?:en)?|sessies?|deelsessies?|vergadering|werkconferentie|conferentie|"
    r"dialoogtafels?|"
    r"gespreksavond|themabijeenkomst|werkatelier|workshop|middag|avond|ochtend)"
)
LOOK_BACK = re.compile(
    rf"\bkijk(?:en|t)\b.{{0,20}}\bterug op een\b|^\W*het was een (?:\w+ )?(?:en \w+ )?{_MEETING}\b|"
    rf"\bterug(?:kijken|kijkend|blikken|gekeken)\b.*\b{_MEETING}\b|\bgeslaagde {_MEETING}\b",
    re.IGNORECASE,
)
BODY_CUE = re.compile(
    r"\b(?:presentatie|verslag|powerpoint|sheets|dia's|notulen|opname|foto's)\b[^.]*\b(?:bijgevoegd|"
    r"bijlage|toegestuurd|nagestuurd|"
    r"gemaild|te vinden|delen|gedeeld|verzonden|rondgestuurd)\b"
    r"|\b(?:in|per|via) de (?:e-?)?mail (?:bijgevoegd|toegestuurd)\b"
    r"|^\W*zie (?:ook )?(?:het |de |bij |hier)?(?:origineel|originele|bord|vel|bijlage|foto|flap|"
    r"hieronder|hierboven|onderaan|pagina|blz|kader|tabel|figuur)\b[^.]{0,60}\.?$"
    r"|^\W*zie\b[^.?!]{0,60}\b(?:briefjes?|geeltjes?|post-?its?|stickers?|kaartjes?|flap(?:pen|over)?|vel|bord|foto's?)\.?$"
    r"|\bbespre\w+ (?:de|deze) (?:uitkomsten?|opbrengst(?:en)?|verslagen)\b"
    r"|\b(?:bovenstaande|onderstaande|bovengenoemde)\s+(?:geeltjes?|post-?its?|briefjes?|stickers?|"
    r"kaartjes?|foto's?|flap\w*)\b"
    r"|^\W*(?:dit|deze) (?:\w*document|\w*verslag|\w*notitie|\w*brief|bijlage|\w*nota|rapport|rapportage|"
    r"samenvatting|factsheet)\b"
    r"(?! (?:is|zijn) (?:te|niet|onduidelijk))[^.]{0,40}?\b(?:vormt|vormen|beschrijft|bevat|geeft|gaat|is|"
    r"heeft|sluit|volgt|dient|staat|hoort)\b"
    r"|^\W*(?:hieronder|onderstaand|hierna|in (?:dit|deze) (?:document|verslag|notitie|brief|bijlage|nota|"
    r"hoofdstuk|paragraaf))\b[^.]*\b"
    r"(?:vindt u|treft u|leest u|volgt|volgen|worden|wordt|staan|staat|geven we|beschrijven we|lichten we)\b"
    r"|\b(?:ziet|zien)\b[^.]{0,30}\b(?:reactie|antwoord)\b[^.]{0,40}\btegemoet\b|\b(?:ziet|"
    r"zien) uit naar (?:uw|jullie|een) (?:reactie|antwoord)\b"
    r"|\b(?:neem|kunt u|kun je) (?:dan )?(?:gerust )?contact op(?:nemen)? met\b|"
    r"\bcontact opnemen met\b.*\b(?:team|medewerker|afdeling)\b"
    r"|^\W*(?:deze|dit) (?:lijst|opsomming|overzicht) is\b[^.]{0,12}\bniet\b|\bnodig(?:en|t) (?:wij |"
    r"we )?(?:u|jullie|je)\b[^.]*\buit\b"
    r"|\bhe(?:eft|bben) in \w+ (?:sessies|avonden|bijeenkomsten|overleggen|weken)\b[^.]*\b(?:opgesteld|"
    r"geformuleerd|uitgewerkt|geschreven)\b"
    r"|^\W*heeft u (?:nog )?vragen\b|\bte bereiken via\b.*\b(?:telefoon|mail)|^\W*bijlage(?:\(n\)|n)?\s*:"
    r"|\bdank(?:en|t)? (?:u|jullie|je) (?:hartelijk|van harte|zeer)?\s*voor\b",
    re.IGNORECASE,
)
_ABOUT_BASIS = re.compile(r"\b(?:onder|voor|van|in) dit document\b,? dat\b", re.IGNORECASE)
_ENCLOSED = re.compile(
    r"\b(?:bijlagen?|hieronder)\b[^.]{0,30}\b(?:treft|vindt) u\b|\b(?:treft|vindt) u (?:hieronder|hierbij|"
    r"in de bijlage)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:deelnemers?|aanwezigen|men|inwoners|partners|professionals|de tafel|de groep|organisaties|"
    r"vrijwilligers|bewoners)\b[^.]{0,60}?\b"
    r"(?:herken\w+|erken\w+|vind(?:t|en)|gaven aan|geven aan|geeft aan|ervar\w+|ervaart|benoem\w+|"
    r"constate\w+|voeg(?:t|en|den|de) |"
    r"signale\w+|pleit\w*|merk(?:t|en|ten) op|wens(?:t|en)|mis(?:t|sen)|onderstre\w+|benadruk\w+|delen de|"
    r"maken zich)",
    re.IGNORECASE,
)
_EXISTS = re.compile(r"^\W*er (?:is|zijn|komt|ontbreekt|ontbreken|moet|mist)\b", re.IGNORECASE)
_ABOUT_THOSE = re.compile(
    r"\b(?:aanwezig\w*|afwezig\w*|verhinderd|afgemeld|uitgenodigd|was|waren|werd|werden|kon|konden|had|hadden|wethouder)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:moet(?:en)?|niet|geen|niemand|te weinig|te veel|tekort|gebrek|een zorg|lastig|moeilijk|knelpunt|"
    r"(?:is|zijn) (?:\w+ ){0,3}nodig|"
    r"zou(?:den)?)\b",
    re.IGNORECASE,
)  # what a sentence about the meeting seldom has
_NARRATIVE = re.compile(
    rf"\b(?:{_MEETING}|gesprek(?:ken)?|presentatie\w*|presenteerde\w*|toegelicht|verzamelden|kwamen|"
    rf"deelgenomen|opkomst|sfeer|"
    r"verslag(?:en)?|genoteerd|opgetekend|tafel(?:heren|heer|dames?)|welkom|verwelkomde\w*|aftrap|programma van|"
    r"plenair|groepjes|terugkoppeling|resultaten treft)\b",
    re.IGNORECASE,
)


def is_meta_sentence(text: str) -> bool:
    """Whether a sentence anywhere in a document is about the document or the meeting.

    >>> is_meta_sentence("De presentatie is als bijlage bijgevoegd."), is_meta_sentence("De presentatie was te lang.")
    (True, False)
    """
    return bool(
        FIELD.match(text)
        or BODY_CUE.search(text)
        or THANKS.search(text)
        or LOOK_BACK.search(text)
        or _ENCLOSED.search(text)
        or _ABOUT_BASIS.search(text)
        or PRESENT.match(text)
        or ABOUT_NOTES.search(text)
        or (CONTACT.search(text) and len(text) < 260)
        or is_links(text)
    )


def is_links(text: str) -> bool:
    """Whether a text is little more than web or mail addresses.

    >>> is_links("Zie https://voorbeeld.example/kaart of via www.voorbeeld.example"), is_links("Kijk bij de buren")
    (True, False)
    """
    found = LINK.findall(text)
    if not found or sum(map(len, found)) < 0.5 * len(text):
        return False
    return len([word for word in words(LINK.sub(" ", text)) if word not in _LINK_WORDS]) <= 1


def is_front_content(text: str) -> bool:
    """Whether a sentence in the front of a report says something on the subject: a claim of those present."""
    if is_meta_sentence(text):
        return False
    if DATE.search(text):
        return False
    if _CLAIM.search(text) and not re.search(r"\b(?:met elkaar|in) gesprek\b", text, re.IGNORECASE):
        return True
    if _NARRATIVE.search(text):
        return False
    return bool(_EXISTS.match(text)) or (bool(_TELLS.search(text)) and not _ABOUT_THOSE.search(text))


def contents_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Indexes of a table of contents: short list items before any text, under a title, with no lead-in."""
    found: set[int] = set()
    titled = False
    for index, block in enumerate(blocks):
        if block.tag != "flow" or block.kind == "meta":
            continue
        if block.kind == "heading":
            titled = True
        elif PLACE_DATE.match(block.text.strip()):
            continue
        elif block.marker is None or finished(block.text):
            break
        elif titled and len(words(block.text)) <= 9:
            found.add(index)
    return frozenset(found)


def mark_meta(blocks: Sequence[Block], *, policy: bool) -> list[bool]:
    """Set `kind` 'meta' on blocks that are wholly about the document; tell per block whether it is in the front.

    In the front each sentence is meta unless `is_front_content` says otherwise.
    """
    _letter_heads(blocks)
    _attendance(blocks, policy=policy)
    contents = contents_lines(blocks)
    front = [False] * len(blocks)
    in_front, evidence, signed = False, False, False
    page: int | None = None
    reports = [i for i, b in enumerate(blocks) if b.kind == "heading" and b.level == 1 and REPORT_HEAD.match(b.text)]
    first = next((i for i, b in enumerate(blocks) if b.tag == "flow"), 0)
    begin = {first, *reports}
    end = 0
    for index, block in enumerate(blocks):
        if index in begin:
            in_front, signed = True, False
            evidence = index in reports or _is_report(blocks, index)
            end = _front_end(blocks, index, reports, contents)
        if block.tag != "flow":
            continue
        text = block.text.strip()
        signed = signed and block.rows[0].line.page == page
        page = block.rows[0].line.page
        if block.kind == "heading":
            if in_front and index >= end:
                in_front = False
            continue
        if CLOSING.match(text):
            signed = True
        if signed or block.kind == "meta" or _whole(text) or index in contents:
            block.kind = "meta"
            continue
        if in_front and index < end and evidence and not policy:
            front[index] = True
    _closing(blocks)
    return front


def _whole(text: str) -> bool:
    field = FIELD.match(text) or _FIELD_WORD.match(text)
    if field and len(text) <= 400 and len(words(text)) <= 45 and not re.search(r"[a-z][.!?]\s+[A-Z]", text):
        return True
    if len(text) <= 120 and (
        PRESENT.match(text) or PLACE_DATE.match(text) or BARE_DATE.match(text) or SALUTATION.match(text)
    ):
        return True
    if len(text) <= 120 and NAMES.match(text):
        return True
    if DATE_PLACE.match(text) and not has_finite_verb(text):
        return True
    if len(text) <= 130 and ADDRESS.search(text) and not finished(text):
        return True
    return is_links(text)


def _is_report(blocks: Sequence[Block], at: int) -> bool:
    """Whether a report of a meeting or a letter begins here: header fields, or words of a meeting."""
    head = [block for block in blocks[at : at + 14] if block.tag == "flow"]
    fields = sum(
        bool(FIELD.match(block.text) or PRESENT.match(block.text) or SALUTATION.match(block.text)) for block in head
    )
    narrative = sum(bool(_NARRATIVE.search(block.text)) and bool(DATE.search(block.text)) for block in head[:8])
    return fields >= 2 or narrative >= 1 or (fields >= 1 and any(_NARRATIVE.search(block.text) for block in head))


def _front_end(blocks: Sequence[Block], at: int, reports: Sequence[int], contents: frozenset[int]) -> int:
    """Index of the block that ends the front: a heading after text, or the first list item that is no question."""
    text_seen = False
    limit = min((r for r in reports if r > at), default=len(blocks))
    for index in range(at, limit):
        block = blocks[index]
        if block.tag != "flow":
            continue
        text = block.text.strip()
        if block.kind == "heading":
            if text_seen or text.strip(" :.").lower() in FIXED_HEADS:
                return index
            continue
        if block.kind == "meta" or FIELD.match(text):
            continue
        if block.marker is not None and index not in contents:
            if not text.rstrip().endswith("?"):
                return index
            continue
        if finished(text) or re.search(r"[.!?]\s", text) or (text.endswith(":") and len(words(text)) > 3):
            text_seen = True
    return at  # a front without an end is no front


def _letter_heads(blocks: Sequence[Block]) -> None:
    """Everything above a salutation, back to the start of the page or letter, is its head."""
    for index, block in enumerate(blocks):
        if (
            block.tag != "flow"
            or not SALUTATION.match(block.text)
            or not re.match(r"^\W*(?:geacht|beste|l\.s)", block.text, re.IGNORECASE)
        ):
            continue
        block.kind = "meta"
        for before in reversed(blocks[max(0, index - 25) : index]):
            if before.tag != "flow":
                continue
            if finished(before.text) and len(before.text) > 60:
                break
            if before.kind == "heading" and REPORT_HEAD.match(before.text) and not FIELD.match(before.text):
                break
            if before.rows[-1].line.page != block.rows[0].line.page:
                break
            before.kind = "meta"


def _attendance(blocks: Sequence[Block], *, policy: bool) -> None:
    """Names and enclosures: the short lines under a bare 'Aanwezig:' or a head such as 'Deelnemers' or 'Colofon'."""
    under = listed = False
    for block in blocks:
        if block.tag != "flow":
            continue
        text = block.text.strip()
        if block.kind == "heading":
            head = text.strip(" :.#*").lower()
            under = head in _LIST_HEADS or (not policy and head in _MEETING_HEADS)
            listed = head in _GLOSSARY_HEADS
        elif listed and policy and block.marker is None and len(text) <= 250:
            block.kind = block.kind or "meta"
        elif FIELD.match(text) and text.endswith(":"):
            under = True
        elif under and len(text) <= 140 and not has_finite_verb(text):
            block.kind = block.kind or "meta"
        else:
            under = False


def _closing(blocks: Sequence[Block]) -> None:
    """The last paragraphs of a report that look back and thank are meta as a whole."""
    for index, block in enumerate(blocks):
        if block.tag != "flow" or block.kind or block.marker is not None or len(block.text) > 1200:
            continue
        text = block.text
        if THANKS.search(text) and (
            LOOK_BACK.search(text) or re.search(_MEETING, text, re.IGNORECASE) or len(text) < 300
        ):
            rest = [b for b in blocks[index + 1 :] if b.tag == "flow"]
            if (
                not rest
                or (rest[0].kind == "heading" and rest[0].level <= 2)
                or LOOK_BACK.search(text)
                or rest[0].kind == "meta"
            ):
                block.kind = "meta"
