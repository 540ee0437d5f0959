"""What a document says about itself: title, date, meeting, who spoke, version; each with the words it was read from.

Nothing is guessed: a field that the text doesn't state is None, and residents are never assumed to have spoken.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from datetime import date

from themes.records import Line
from themes.words import reading

Read = tuple[str, str]  # value, and the words that it was read from

ADVISER = (
    r"(?:ASD|[Aa]dviesraad(?: [Ss]ociaal [Dd]omein)?|[Ww][Mm][Oo]-?(?: en [Jj]eugd-?)?(?:advies)?raad|"
    r"[Cc]liënten(?:advies)?raad|"
    r"[Jj]ongerenraad|[Pp]articipatieraad|[Ss]eniorenraad|[Oo]uderenraad|[Aa]dviescommissie|[Dd]orpsraad|"
    r"[Rr]ekenkamer(?:commissie)?)"
)
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH = "|".join([*MONTHS, "jan", "feb", "mrt", "apr", "jun", "jul", "aug", "sept?", "okt", "nov", "dec"])
_DATE_WORDS = re.compile(rf"\b(\d{{1,2}})(?:e|ste)?\s+({_MONTH})\.?(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
_DATE_DIGITS = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b")
_DATE_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

FIELD = re.compile(
    r"^\W{0,3}(aan|van|datum(?: brief)?|betreft|onderwerp|uw kenmerk|ons kenmerk|kenmerk|uw brief|behandeld door|"
    r"contactpersoon|zaaknummer|bijlagen?|bijlage\(n\)|cc|tijd|tijdstip|locatie|plaats|aanwezig(?:en)?|afwezig|"
    r"deelnemers?|notulist|voorzitter|verslag(?:legging)?|status|versie|auteurs?)\s*(?::|\t| {2,})\s*(.*)$",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"^\W{0,3}(onderwerp|betreft)\b\s*:?\s*(.*)$", re.IGNORECASE)
SALUTATION = re.compile(
    r"^\W{0,3}(geachte?|beste|hooggeachte?|l\.s\.|aan (?:het college|de (?:gemeente)?raad|burgemeester))\b.{0,80}$",
    re.IGNORECASE,
)
MEETING_NOUN = (
    r"(?:[\w-]*thema-?tafels?|werkconferentie|[\w-]*conferentie|beeldvormende (?:vergadering|sessie|avond)|"
    r"thema-?(?:bijeenkomst|avond|sessie)|(?:inwoners|bewoners|informatie|inloop|dialoog|gespreks|wijk|dorps|stads|raads)-?"
    r"(?:avond|bijeenkomst|tafel|gesprek|sessie|dialoog)|netwerkbijeenkomst|ronde ?tafel(?:gesprek|bijeenkomst)?|"
    r"klankbordgroep|werksessie|werkatelier|focusgroep|expertmeeting|participatieavond|keukentafelgesprek|"
    r"startbijeenkomst|slotbijeenkomst|bijeenkomst|symposium|panelgesprek|adviestafel|denktank|dialoogtafel|jeugdtafel)"
)
_MEETING = re.compile(rf"\b({MEETING_NOUN})\b", re.IGNORECASE)


def dates(text: str, year: int | None = None) -> Iterator[tuple[str, str, int]]:
    """Dates in a text as (ISO date, words, position). A date without a year takes `year`, or is left out."""
    found: list[tuple[int, str, int, int, int | None]] = []
    for match in _DATE_WORDS.finditer(text):
        month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(_month_stem(match[2])))
        found.append((match.start(), match[0], int(match[1]), month, int(match[3]) if match[3] else year))
    for match in _DATE_DIGITS.finditer(text):
        written = int(match[3])
        found.append(
            (match.start(), match[0], int(match[1]), int(match[2]), written if written > 99 else 2000 + written)
        )
    for match in _DATE_ISO.finditer(text):
        found.append((match.start(), match[0], int(match[3]), int(match[2]), int(match[1])))
    for at, words, day, month, in_year in sorted(found):
        if in_year is None or not 1950 <= in_year <= 2100:
            continue
        try:
            yield date(in_year, month, day).isoformat(), words, at
        except ValueError:
            continue


def _month_stem(word: str) -> str:
    stem = word.lower().rstrip(".")
    return {"mrt": "maart", "sept": "sep"}.get(stem, stem)


_OUTSIDE = ("running_head", "page_number", "hidden")


def head(lines: Sequence[Line], count: int) -> list[Line]:
    """The first `count` lines that hold text and are no running head, page number or margin."""
    kept = [line for line in lines if line.text.strip() and line.role not in _OUTSIDE]
    return kept[:count]


_ON = re.compile(r"(?:\bd\.?d\.?|\bvan|\bop|\bgehouden|,)\s*(?:\w+dag\s*)?$", re.IGNORECASE)
_DATE_FIELD = re.compile(r"^\W{0,3}(?:datum|gehouden op|d\.d\.)|\bdatum\s*:", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\b", re.IGNORECASE)
_DECIDED = re.compile(r"^\W*(?:concept|ontwerp|versie|status|vastgesteld|besluit)\b", re.IGNORECASE)


def held_on(lines: Sequence[Line], role: str) -> Read | None:
    """The date of the meeting (input), of the letter, or of the version of a plan, from the first lines.

    For input a date beside a word for the meeting wins over the date of the letter that reports on it.
    """
    texts = [line.text for line in head(lines, 40)]
    year = next((int(iso[:4]) for text in texts for iso, _, _ in dates(text)), None)
    if role == "input":
        found = _meeting_date(texts[:20], year)
        if found:
            return found
    dated = [text for text in texts if _DATE_FIELD.search(text)]
    if role == "policy":
        dated += [text for text in texts[:15] if _DECIDED.match(text)]
    elif role != "other" or any(SALUTATION.match(text) for text in texts):
        dated += [text for text in texts if len(text.split()) <= 8 or (role == "input" and _WEEKDAY.search(text))]
    return next(((iso, text.strip()) for text in dated for iso, _, _ in dates(text, year)), None)


def _meeting_date(texts: Sequence[str], year: int | None) -> Read | None:
    """A date that follows a word for a meeting: 'rondetafel Wonen, 6 maart 2025', '... d.d. 13 april'."""
    for first, second in zip(texts, [*texts[1:], ""], strict=True):
        both = f"{first} {second}"
        for iso, words, at in dates(both, year):
            before = both[max(0, at - 90) : at]
            if at < len(first) + 30 and _MEETING.search(before) and _ON.search(before):
                return iso, " ".join(both[max(0, at - 90) : at + len(words)].split())
    return None


_NAME_AFTER = re.compile(
    r"(?:\s+(?:over\s+(?:de\s+|het\s+)?)?[A-ZÀ-Ý][\w&'’-]*"
    r"(?:\s+(?:en|van|de|het|in|voor|naar)\b(?=\s+\w)|\s+[A-Za-zÀ-ÿ][\w&'’-]*)*)?"
)


def meeting(lines: Sequence[Line], role: str) -> Read | None:
    """The meeting that an input document reports on: the noun with its name, from the first lines."""
    if role != "input":
        return None
    for line in head(lines, 25):
        text = " ".join(line.text.split())
        match = _MEETING.search(text)
        if match:
            rest = _NAME_AFTER.match(text[match.end() :])
            name = text[match.start() : match.end() + (rest.end() if rest else 0)]
            return re.split(r"\s+(?:d|dd|op|jl|datum|van)\b|[.,;:]", name)[0].strip(), text
    return None


def title(lines: Sequence[Line]) -> Read | None:
    """The title: the subject of a letter, the largest words on the first page, or the first line like a title."""
    top = head(lines, 30)
    after: list[Line | None] = [*top[1:], None][: len(top)]
    if any(SALUTATION.match(line.text) for line in top) or sum(bool(FIELD.match(line.text)) for line in top[:15]) >= 3:
        for line, following in zip(top, after, strict=True):
            match = SUBJECT.match(line.text)
            if match and match[2].strip():
                return _with_next(match[2].strip(), line, following, subject=True), line.text.strip()
    marked = next((line.text for line in top[:4] if line.text.startswith("# ")), None)
    sized = marked[2:].strip() if marked else _largest(top)
    if sized:
        return sized, marked or sized
    kind: str | None = None
    for line, following in list(zip(top, after, strict=True))[:6]:
        text = line.text.strip()
        if FIELD.match(text) or SALUTATION.match(text) or _letterhead(text, following):
            continue
        if wraps(line, following) or (re.search(r"[.!?]$", text) and len(text) > 60):
            return None  # prose has begun
        if looks_like_title(text):
            if kind is None and _KIND_ALONE.match(text) and following:
                kind = text
                continue  # 'Uitvoeringsprogramma' on a line of its own: its name is on the next
            name = _with_next(text, line, following).rstrip(" :")
            return (f"{kind} {name}", text) if kind else (name, text)
        if kind:
            break
    return (kind, kind) if kind else None


_KIND_ALONE = re.compile(
    r"^(?:uitvoerings|beleids|deel|meerjaren)?(?:programma|plan|nota|visie|kader|agenda)$|^verslag$|^memo$",
    re.IGNORECASE,
)
_LOGO = re.compile(r"^\W*(?:\w{1,2}\W+)?gemeente(?:\s+[\w-]+)?\W*$", re.IGNORECASE)


def _letterhead(text: str, following: Line | None) -> bool:
    """A logo in text: 'gemeente', or a name in capitals that stands alone above the title."""
    if _LOGO.match(text):
        return True
    return bool(following) and text.isupper() and " " not in text and not GENERIC_HEADING.match(text)


def wraps(line: Line, following: Line | None) -> bool:
    """Whether a line is one of a wrapped paragraph: long, and the next line goes on without a blank line."""
    text = line.text.strip()
    if following is None or following.number != line.number + 1 or len(text) <= 65:
        return False
    return len(following.text.strip()) > 65 or text.endswith(",") or bool(re.search(r"[.!]\s", text))


def _with_next(words: str, line: Line, following: Line | None, *, subject: bool = False) -> str:
    """A title of two lines: the second follows at once, in lower case (or after a full line) and is no sentence."""
    text = following.text.strip() if following and following.number == line.number + 1 else ""
    if not text or FIELD.match(text) or SALUTATION.match(text) or len(text) > 90 or text.endswith("."):
        return words
    goes_on = text[0].islower() or (subject and len(line.text) > 60)
    return f"{words} {text}" if goes_on else words


def looks_like_title(text: str) -> bool:
    """Short, begins with a capital or digit, mostly letters, no sentence end, and no bare chapter name."""
    words = re.findall(r"[^\W\d_]+", text)
    letters = sum(len(word) for word in words)
    if not words or len(text) > 110 or letters < 4 or letters < 0.6 * len(text.replace(" ", "")):
        return False
    if sum(len(word) > 2 for word in words) * 2 < len(words) or not (text[0].isupper() or text[0] in "‘'\"“"):
        return False
    if GENERIC_HEADING.match(text) or ADDRESS.search(text) or (len(text) > 60 and "," in text):
        return False
    return not re.search(r"[.,;]$", text)


GENERIC_HEADING = re.compile(
    r"^(\d+\.?\s*)?(inleiding|inhoud(sopgave)?|voorwoord|ten geleide|samenvatting|leeswijzer|aanleiding|begrippen\w*|"
    r"colofon|bijlagen?(\(n\))?|vervolg|tot slot)\s*:?$",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?i)\bpostbus\b|\b\d{4}\s?[A-Z]{2}\b|college van burgemeester|^gemeente \w+$|^aan\b|telefoon|www\."
)


_FIELD_NAME = re.compile(
    r"^(?:\W*(?:datum|(?:ons|uw) kenmerk|contactpersoon|onderwerp|betreft|samenvatting|bijlagen?|pagina))+\W*$",
    re.IGNORECASE,
)


def _largest(top: Sequence[Line]) -> str | None:
    """The lines in the largest type on the first page, joined, when that is well above the type of the text.

    A chapter's heading is no title: one with a number, a bare 'Inleiding', or one below the first prose.
    """
    page = [line for line in top if line.page == top[0].page and line.size and any(map(str.isalpha, line.text))]
    if not page:
        return None
    largest = max(line.size or 0.0 for line in page)
    if largest < 1.15 * statistics.median(line.size or 0.0 for line in top if line.size) and len(page) > 3:
        return None
    chosen = [line for line in page if (line.size or 0.0) >= largest - 0.3 and not _FIELD_NAME.match(line.text)]
    if not chosen:
        return None
    before = page[: page.index(chosen[0])]
    joined = " ".join(line.text.strip() for line in chosen)
    if (
        re.match(r"\d{1,2}(?:\.\d+)*\.?\s", joined)
        or GENERIC_HEADING.match(joined)
        or any(len(x.text) > 75 for x in before)
    ):
        return None
    return joined if 5 <= len(joined) <= 200 else None


_SPEAKERS: tuple[tuple[str, str], ...] = (
    (reading.RESIDENTS, r"(?:wijk|buurt)?bewoners|inwoners|burgers|jongeren|ouderen|ouders|cliënten"),
    (reading.EXPERTS, r"ervaringsdeskundigen?"),
    (reading.VOLUNTEERS, r"vrijwilligers|mantelzorgers"),
    (
        reading.PROFESSIONALS,
        r"professionals|(?:maatschappelijke |keten)?partners|(?:zorg|welzijns)?(?:organisaties|instellingen)|"
        r"(?:zorg)?aanbieders|vertegenwoordigers|hulpverleners|medewerkers van|zorgverleners|beroepskrachten",
    ),
    (reading.COUNCILLORS, r"(?:burger)?raadsleden|gemeenteraads(?:leden|lid)|fractievertegenwoordigers"),
    (reading.ADVISERS, r"ASD|adviesraad(?:\s+sociaal\s+domein)?|wmo-?raad|cliëntenraad|participatieraad"),
)
_NEAR = re.compile(
    r"deelnemers?\b|deelgenomen|aanwezig|vertegenwoordig|bijeen|kwamen|verzamelden|opkomst|in gesprek|"
    r"gesprek(?:ken)?\b(?:\s+\w+){0,2}\s+met|gesproken|spraken|gevoerd\s+met|opgehaald bij|genodigd|deelname",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:\b\d+|\bruim \w+|\bcirca \w+|\bveel|\benkele|\btientallen|\bhonderd\w*|\been (?:groep|aantal))"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b(?:deelnemers?|aanwezig(?:en)?|vertegenwoordigers(?: \w+){0,3})\s*:[^.]*$", re.IGNORECASE)
_SPOKEN_WITH = re.compile(
    r"(?:gesprek\w*|gesproken|gevoerd|dialoog|opgehaald|sessie\w*|bijeenkomst\w*)\s+(?:\w+\s+){0,2}?"
    r"(?:met|bij|van|voor)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_ACTED = re.compile(
    r"(?:\s+[\w-]+){0,6}?\s+(?:bijeen|verzamelden|kwamen|namen deel|waren aanwezig|deelgenomen|spraken|gaven)\b",
    re.IGNORECASE,
)
_LISTENED = re.compile(r"gesprek\w*\s+(?:gevoerd\s+)?met\b", re.IGNORECASE)


def speakers(lines: Sequence[Line], role: str) -> Read | None:
    """Who spoke, joined by ', '; only groups that the first lines name as taking part, never a default.

    Residents count only when the words say that they took part ('42 inwoners', 'in gesprek met inwoners'): being
    talked about isn't speaking. Council members who held the talks with others listened.
    """
    if role == "advice":
        for line in head(lines, 60):
            if re.search(rf"\b{ADVISER}\b", line.text):
                return reading.ADVISERS, line.text.strip()
        return None
    if role != "input":
        return None
    top, last = "", 0
    for line in head(lines, 45):  # a blank line ends a sentence
        top += ("" if not last else " " if line.number <= last + 1 else ". ") + line.text.strip()
        last = line.number
    found = {name: words for name, pattern in _SPEAKERS if (words := _takes_part(top, pattern, name))}
    return (", ".join(found), " | ".join(found.values())) if found else None


def _takes_part(text: str, pattern: str, group: str) -> str | None:
    """The words that say that a group took part, or None."""
    for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
        before, after = text[max(0, match.start() - 250) : match.start()], text[match.end() : match.end() + 80]
        ahead = re.split(r"[.!?]\s", before)[-1][-90:]
        behind = re.split(r"[.!?](?:\s|$)", after)[0]
        if group == reading.COUNCILLORS and (_LISTENED.search(after) or re.search(r"\bspraken\s+(?:\w+\s+)?$", before)):
            continue
        sure = bool(_LISTED.search(before) or _SPOKEN_WITH.search(ahead) or _ACTED.match(behind))
        near = bool(_NEAR.search(ahead[-60:] + " " + behind[:50]))
        if sure or (near and (group != reading.RESIDENTS or _COUNTED.search(ahead))):
            return " ".join(text[max(0, match.start() - 50) : match.end() + 30].split())
    return None


_OF_ITSELF = re.compile(r"\b(?:concept|ontwerp)\b|\bconcept-", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:op|bij|over|van|mbt|m\.b\.t\.|inzake)\b.{0,30}\b(?:concept|ontwerp)", re.IGNORECASE)
_DRAFT_LINE = re.compile(
    r"^\W*(?:versie|status)\s*:?\s*(?:0\.\d+|.*\b(?:concept|ontwerp|ter inzage)\b)|"
    r"^\W*(?:concept|conceptversie|ontwerp)\b(?:\W*|(?:\s+(?:voor|ter)\b|,|\s+\d).{0,50})$",
    re.IGNORECASE,
)
_ADOPTED_LINE = re.compile(
    r"^\W*(?:versie|status)\s*:?.*\b(?:definitief|vastgesteld)\b|^\W*vastgesteld\b.{0,60}(?:raad|college|\d{4})",
    re.IGNORECASE,
)


def version(lines: Sequence[Line], own_title: str | None, role: str) -> Read | None:
    """concept or vastgesteld, only where the document says it of itself."""
    if role not in ("policy", "input", "other"):
        return None
    name = own_title or ""
    if _OF_ITSELF.search(name) and not _OF_ANOTHER.search(name):
        return "concept", name
    for line in head(lines, 30):
        text = line.text.strip()
        if _DRAFT_LINE.search(text):
            return "concept", text
        if _ADOPTED_LINE.search(text):
            return "vastgesteld", text
    return None
