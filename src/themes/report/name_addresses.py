"""Finds what else than a name points to a person: mail addresses, phones, home addresses and numbers of a person.

Numbers are checked where they carry a check: a citizen service number by its eleven test, a bank account by its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from themes.words import names as words

MAIL, PHONE, HOME, NUMBER = words.MAIL, words.PHONE, words.HOME, words.NUMBER
HIDE, KEEP = words.HIDE, words.KEEP

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w.+-]+\s?[\[(](?:at|apenstaartje)[\])]\s?[\w-]+(?:\.[\w-]+)+")
_GENERAL = re.compile(
    r"^(?:info|contact|post|secretariaat|griffie|gemeente|meedoen|participatie|redactie|bestuur|balie|loket|vragen|"
    r"aanmelden|welkom|receptie|klantcontact|team|wijkteam|wmo|jeugd|administratie|communicatie|project|noreply)"
)
_PHONE = re.compile(
    r"(?<![\w-])(?:(?:\+31|0031)[\s-]*(?:\(0\)\s*)?[1-9]|\(0[1-9]\d{1,2}\)|0[1-9])(?:[\s-]*\d){6,9}(?![\w-])"
)
_ROAD = (
    "straat|laan|weg|plein|pad|dijk|kade|gracht|singel|hof|plantsoen|dreef|steeg|erf|wal|brink|markt|wijk|kamp|hoek|"
    "veld|oord|park|baan|ring|meent|zoom|burg|haven|streek|vaart|sloot|stede|horst|bos|berg|wei|weide|akker"
)
_HOUSE = re.compile(
    rf"\b((?:(?:[A-ZÀ-Þ][\w'’.-]*|van|de|den|der|het|'t)\s){{0,3}}[A-ZÀ-Þ][\w'’-]*(?:{_ROAD})"
    r"\s\d{1,4}(?:\s?-\s?\d{1,4}|\s?[a-zA-Z](?!\w)|\s?(?:bis|hs|huis)\b)?)(?![\w.,]*\d)"
)
_POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3}\s?[A-Z]{2}(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d\s?(?:EN|IN|OP|IS|DE|NA|TE|OF|AF|ZE|WE)")
_DATE = re.compile(r"[0-3]\d-[01]\d-(?:19|20)\d\d")
_ACCOUNT = re.compile(r"\bNL\d{2}\s?[A-Z]{4}(?:\s?\d){10}(?!\d)")
_NINE = re.compile(r"(?<![\d.])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?![\d.]*\d)")
_SERVICE_NUMBER = re.compile(r"(?i)\b(?:bsn|burgerservicenummer|sofinummer)\W{0,4}(?:is|nr\.?|nummer)?\W{0,3}$")
_BORN = re.compile(
    r"(?i)\b(?:geboren(?: op)?|geboortedatum:?|geb\.)\s(\d{1,2}(?:[-/.]\d{1,2}[-/.]|\s[a-z]{3,9}\s)(?:19|20)\d\d)"
)
_HOUSE_OF_ALL = re.compile(
    r"(?i)\b\w*(?:dorpshuis|buurthuis|wijkcentrum|gemeentehuis|stadhuis|bibliotheek|kantoor|stichting|kerk|school|"
    r"vereniging|locatie|zaal|loket|steunpunt|voedselbank|centrum|bezoekadres|postadres|winkel)\b[^.;]{0,40}$"
)


class Address(NamedTuple):
    """Words that may point to a person: kind, words, proposal, reason, and where in the text they start."""

    kind: str
    text: str
    proposal: str
    ground: str
    start: int


def find_addresses(text: str) -> list[Address]:
    """Addresses and numbers in a text, in the order of the kinds.

    >>> [(hit.kind, hit.text) for hit in find_addresses("Ik woon op Molenpad 14a, 9041 BX Berlikum.")]
    [('adres', 'Molenpad 14a'), ('adres', '9041 BX')]
    """
    made: list[Address] = []

    def add(kind: str, rule: re.Pattern[str], judge: Callable[[re.Match[str]], tuple[str, str] | None]) -> None:
        for match in rule.finditer(text):
            judged = judge(match)
            if judged is not None:
                group = 1 if rule.groups else 0
                made.append(Address(kind, match.group(group).rstrip("."), *judged, match.start(group)))

    add(MAIL, _MAIL, _mail)
    add(NUMBER, _ACCOUNT, lambda _: (HIDE, words.BANK_ACCOUNT))
    add(NUMBER, _NINE, lambda match: _nine(match, text))
    add(NUMBER, _BORN, lambda _: (HIDE, words.BIRTH_DATE))
    add(PHONE, _PHONE, lambda match: _phone(match, made))
    add(HOME, _HOUSE, lambda match: _house(text[: match.start()]))
    add(HOME, _POSTCODE, lambda match: None if _YEAR.fullmatch(match.group()) else _house(text[: match.start()]))
    return made


def _mail(match: re.Match[str]) -> tuple[str, str]:
    """A general box may stay; every other address may be that of a person."""
    local, _, domain = match.group().lower().partition("@")
    if _GENERAL.match(local) or (domain and local == domain.split(".")[0]):
        return KEEP, words.GENERAL_MAIL
    if re.search(r"[._\d-]", local) or not domain:
        return HIDE, words.MAIL_WITH_NAME
    return HIDE, words.MAIL_OF_ONE


def _phone(match: re.Match[str], made: list[Address]) -> tuple[str, str] | None:
    digits = re.sub(r"\D", "", match.group())
    if _DATE.fullmatch(match.group()):
        return None
    if any(hit.kind == NUMBER and hit.text == match.group() for hit in made):
        return None
    if digits.startswith(("0800", "0900", "14")):
        return KEEP, words.GENERAL_NUMBER
    return HIDE, words.PHONE


def _house(before: str) -> tuple[str, str]:
    if _HOUSE_OF_ALL.search(before[-80:]):
        return KEEP, words.HOUSE_OF_ALL
    return HIDE, words.HOME


def _nine(match: re.Match[str], text: str) -> tuple[str, str] | None:
    if _SERVICE_NUMBER.search(text[max(0, match.start() - 40) : match.start()]):
        return HIDE, words.SERVICE_NUMBER
    digits = [int(sign) for sign in match.group() if sign.isdigit()]
    test = sum(value * weight for value, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return (HIDE, words.PERHAPS_SERVICE_NUMBER) if test % 11 == 0 and any(digits) else None
