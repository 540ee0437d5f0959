"""Finds names, mail addresses and phone numbers in text: rules for Dutch reports, next to the recogniser `deduce`.

`deduce` (Menger et al. 2018) was made for care files; of it only the detector of persons is used. What both miss, a
person must find: the outcome is a list to decide on, never a promise that all is found.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Sequence
from typing import Any

NAME, MAIL, PHONE = "naam", "mailadres", "telefoonnummer"
HIDE, KEEP = "weghalen", "laten staan"

_BETWEEN = r"(?:van der|van den|van de|van 't|van|de|den|der|ten|ter|te|op de|in 't|el|al|bin|ben)"
_LAST = r"[A-ZÀ-Þ][a-zß-ÿ']{2,}(?:-(?:[A-ZÀ-Þ][a-zß-ÿ']+|van|de|der))*"
_FULL = rf"(?:{_BETWEEN} )?{_LAST}"
_INITIALS = re.compile(rf"(?<![\w.])(?:[A-Z]\.\s?){{1,4}}(?:{_BETWEEN}\s)?{_LAST}")
_TITLE = re.compile(
    r"\b(?i:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|de heer|de heren|wethouder|burgemeester|raadsgriffier|griffier|"
    r"raadslid|directeur|secretaris|voorzitter|notulist|kwartiermaker|coördinator|gespreksleider|tafelvoorzitter|wijkagent|"
    r"dominee|dokter|meester|juf|tante|oom|buurman|buurvrouw|collega|contactpersoon)"
    rf"\s+((?:[A-Z]\.\s?)*(?:{_FULL})(?:\s{_FULL})?)"
)
_LABEL = re.compile(
    r"\b(?i:gespreksleid(?:er|ing)|verslag(?:legging)?|notul(?:ist|en)|voorzitter|contact(?:persoon)?|aanwezig|"
    r"opgesteld door|namens [\w ]{2,40}|tafelheer|tafeldame|begeleiding|begeleid door|geschreven door|gemaakt door|"
    rf"met dank aan)\s*:?\s*((?:{_LAST}) (?:{_FULL})(?:(?:,| en) (?:{_LAST}) (?:{_FULL}))*)"
)
_ROLE = re.compile(
    r"(?i:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|drs\.?|ir\.?|dr\.?|mr\.?|wethouder|burgemeester|directeur|secretaris|\w*voorzitter|"
    r"\w*griffier|\w*leider|\w*leidster|\w*medewerker|\w*adviseur|\w*maker|\w*coördinator|raadslid|notulist)"
)
_ARTICLE = re.compile(r"\b(?:De|Het|'t)\s+$")  # before the name of a place or organisation: 'De Linde'
_SIGNED = re.compile(rf"^((?:[A-Z]\.\s?){{0,4}}(?:{_LAST})(?: {_FULL}))(?=,|\s*$|\s+\()")
_FAMILY = re.compile(rf"\b(?:de )?familie ({_FULL})")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w-])(?:(?:\+31|0031)[\s-]*(?:\(0\)\s*)?[1-9]|0[1-9])(?:[\s-]*\d){7,9}(?![\w-])")
_ORGANISATION = re.compile(
    r"\b(?:stichting|vereniging|bibliotheek|fonds|platform|dorpsraad|wijkraad|adviesraad|steunpunt|werkbedrijf|sportbedrijf|"
    r"voedselbank|woningstichting|corporatie|college|school|club|vv|sv|v\.v\.|ggd|ggz|bv|nv|gemeente|provincie|huisarts"
    r"enpraktijk|jongerenwerk|schuldhulp|welzijn|herstelhuis|rijdienst|energiebank|dorpshuis|buurthuis|wijkcentrum|"
    r"kerk|partij|coalitie|project|programma|straat|plein|laan|weg)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    re.findall(
        r"\w+",
        """
        De Het Een Wij Zij Dit Dat Deze Die Daar Hier Wie Wat Waar Hoe Als Ook Maar Want Dus Volgens Namens Dank Geachte
        Beste Met Van Voor Naar Over Bij Onder Tijdens Gemeente College Raad Inwoners Mensen Jongeren Ouderen Ouders
        Kinderen Mantelzorgers Vrijwilligers Organisaties Verslag Thematafel Tafel Groep Programma Plan Doel Resultaat
        Uitwerking Indicator Januari Februari Maart April Mei Juni Juli Augustus September Oktober November December
        Maandag Dinsdag Woensdag Donderdag Vrijdag Zaterdag Zondag Nederland Nederlandse Sociaal Domein Advies
        Adviesraad Stichting Huis Welzijn Steunpunt Bibliotheek Voedselbank Werkgroep Overleg Zorg Jeugd Sport Wijk Dorp
        """,
    )
)
_GENERAL = re.compile(r"^(?:info|contact|post|secretariaat|griffie|gemeente|meedoen|participatie|redactie|bestuur)")
_PERSONS_ONLY = {"names"}


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """Words that may point to a person. `proposal` is 'weghalen' or 'laten staan', `ground` the reason for it."""

    kind: str
    text: str
    proposal: str
    ground: str
    count: int = 1
    place: str = ""


def find_hits(texts: Sequence[tuple[str, str]], *, recogniser: bool = True) -> list[Hit]:
    """Names, mail addresses and phone numbers in (text, place) pairs: one hit per wording, most likely first.

    A name found once is sought everywhere, its surname as well. `recogniser` takes `deduce` along.
    """
    found: dict[tuple[str, str], Hit] = {}
    for text, place in texts:
        for hit in [*_addresses(text), *_names(text), *(_recognised(text) if recogniser else ())]:
            key = (hit.kind, " ".join(hit.text.split()))
            found.setdefault(key, dataclasses.replace(hit, text=key[1], place=place))
    for hit in _parts(found.values()):
        found.setdefault((hit.kind, hit.text), hit)
    whole = "\n".join(text for text, _ in texts)
    common = set(re.findall(r"\b[a-zß-ÿ]+\b", whole))
    counted = [
        dataclasses.replace(_doubted(hit, common), count=len(pattern(hit.text).findall(whole)))
        for hit in found.values()
    ]
    kept = [hit for hit in counted if hit.count]
    return sorted(kept, key=lambda hit: (hit.proposal == KEEP, hit.kind, hit.text.casefold(), hit.text))


def _doubted(hit: Hit, common: set[str]) -> Hit:
    """A single word that the texts use as a plain word too may stay, unless a person decides otherwise."""
    if hit.kind == NAME and hit.text.casefold() in common and hit.ground.startswith("herkend"):
        return dataclasses.replace(hit, proposal=KEEP, ground="ook een gewoon woord")
    return hit


@functools.lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """Where these words stand as whole words, whatever white space is between them."""
    parts = r"\s+".join(re.escape(part) for part in text.split())
    return re.compile(rf"(?<![\w@.]){parts}(?!\w|@|\.\w)" if "@" not in text else parts)


def _addresses(text: str) -> list[Hit]:
    hits = []
    for match in _MAIL.finditer(text):
        local = match.group().split("@")[0].lower()
        general = bool(_GENERAL.match(local)) or not re.search(r"[._-]", local)
        ground = "algemeen adres" if general else "adres met een naam erin"
        hits.append(Hit(MAIL, match.group().rstrip("."), KEEP if general else HIDE, ground))
    hits += [Hit(PHONE, match.group(), HIDE, "telefoonnummer") for match in _PHONE.finditer(text)]
    return hits


def _names(text: str) -> list[Hit]:
    hits = []
    for rule, ground in ((_INITIALS, "voorletters"), (_TITLE, "aanspreekvorm of functie ervoor"),
                         (_LABEL, "genoemd als deelnemer of schrijver"), (_SIGNED, "ondertekening")):  # fmt: skip
        for match in rule.finditer(text):
            group = 1 if match.re.groups else 0
            for name in re.split(r", | en ", match.group(group)):
                if _may_be_name(name, text[: match.start(group)], strict=rule in (_LABEL, _SIGNED)):
                    hits.append(Hit(NAME, name, HIDE, ground))
    hits += [Hit(NAME, match.group(1), HIDE, "familienaam") for match in _FAMILY.finditer(text)]
    return hits


def _may_be_name(name: str, before: str, *, strict: bool) -> bool:
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isupper() and not word.endswith(".")]
    if not words or any(word in _NO_NAME for word in words) or _ORGANISATION.search(before[-60:]):
        return False
    return not strict or _is_first_name(words[0])


@functools.cache
def _deduce() -> Any:
    """The recogniser; building its lists takes minutes once after installing, seconds later."""
    try:
        from deduce import Deduce
    except ImportError:
        return None
    return Deduce()


def _is_first_name(word: str) -> bool:
    """Whether the recogniser's list has it; without the recogniser every word may be one."""
    made = _deduce()
    return made is None or made.lookup_structs["first_name"].longest_matching_prefix([word]) is not None


def _recognised(text: str) -> list[Hit]:
    made = _deduce()
    if made is None or not re.search(r"[A-ZÀ-Þ]", text):
        return []
    hits = []
    for annotation in made.deidentify(text, enabled=_enabled(made)).annotations:
        name = re.sub(r"^[^\w]+|[^\w]+$", "", annotation.text)
        words = name.split()
        while words and (words[0] in _NO_NAME or _ROLE.fullmatch(words[0])):
            words = words[1:]
        name = " ".join(words)
        before = text[: annotation.start_char]
        if name[:1].isupper() and not _ARTICLE.search(before) and _may_be_name(name, before, strict=False):
            hits.append(Hit(NAME, name, HIDE, "herkend als persoon (deduce)"))
    return hits


def _enabled(made: Any) -> set[str]:
    """The group of detectors of persons with its own parts, and what resolves overlap."""
    names = made.processors["names"]
    parts = set(getattr(names, "_processors", {}))
    return _PERSONS_ONLY | parts | {"post_processing", "overlap_resolver", "merge_adjacent_annotations"}


def _parts(hits: Iterable[Hit]) -> list[Hit]:
    """Surnames and first names of full names, which may stand alone elsewhere."""
    made = []
    for hit in list(hits):
        if hit.kind != NAME:
            continue
        words = [word for word in hit.text.split() if word[:1].isupper() and not re.fullmatch(r"(?:[A-Z]\.)+", word)]
        for word in words if len(hit.text.split()) > 1 else ():
            if len(word) > 2 and word not in _NO_NAME and word != "Den" and not _ROLE.fullmatch(word):
                made.append(Hit(NAME, word, HIDE, f"deel van ‘{hit.text}’", place=hit.place))
    return made
