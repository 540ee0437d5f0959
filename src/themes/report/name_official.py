"""Tells the address of an organisation, which stays in the public copy without a question, from that of a person.

An address is official when it says so itself: a PO box, a label as 'Bezoekadres', the name of an organisation right
before it, or that name on a line above it in a letterhead. Whatever stands beside the name of a person is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ABOVE = 4  # lines above that may be of the same letterhead
_LONGEST = 90  # characters of a line of a letterhead
_POST_BOX = r"\b(?:postbus|antwoordnummer)\s*\d+"
_BOX = re.compile(rf"(?i){_POST_BOX}")
_BEHIND_BOX, _BEFORE_BOX = re.compile(rf"(?i){_POST_BOX}\W{{0,3}}$"), re.compile(rf"(?i)\W{{0,3}}{_POST_BOX}")
_LABEL = re.compile(r"(?i)\b(?:bezoekadres|kantooradres|vestigingsadres|adres (?:gemeente|stad)huis)\W{0,3}$")
_BODY = (
    r"(?:(?:de|het|'t)\s)?(?:[\w]+-\sen\s)?(?:[\w-]*(?:advies|jeugd|cliënten|ouderen|senioren|participatie|wmo-|dorps|wijk|gemeente)raad|"
    r"college van (?:b\s?(?:en|&)\s?w|burgemeester en wethouders)|gemeente|provincie|waterschap|ministerie|rekenkamer|"
    r"stichting|vereniging|woningstichting|woningcorporatie|gemeentehuis|stadhuis|ggd|vng|omgevingsdienst)\b"
)
_PLACES = r"(?:\s(?:van|voor|de|het|der|en|in|sociaal|domein|sociale)|\s[A-ZÀ-Þ][\w'’&.-]*){0,6}"  # the rest of a name
_BREAK = r"\s?[,|/·•–()-]?\s?"
_CARE_OF = r"(?:(?:p/a|per adres|bezoekadres|postadres|correspondentieadres):?\s)?"
_POSTCODE = r"[1-9]\d{3}\s?[A-Z]{2}(?:\s[A-ZÀ-Þ][\w'’-]*){0,3}"
_STREET = r"(?:[A-ZÀ-Þ'’][\w'’.-]*\s(?:van\s|de\s|der\s|den\s)*){1,4}\d{1,4}\s?[a-zA-Z]?"
_BEFORE = re.compile(
    rf"(?:^|[.:;|]\s|\s)(?i:{_BODY})(?-i:{_PLACES}){_BREAK}{_CARE_OF}(?:(?:{_STREET}|(?i:postbus)\s\d+){_BREAK})?$"
)
_LINE_OF_BODY = re.compile(rf"(?:[Aa]an\s(?:de\s|het\s)?)?(?i:{_BODY})(?-i:{_PLACES})\s?[,-]?\s?(?i:{_CARE_OF})")
_LINE_OF_STREET = re.compile(rf"(?:{_CARE_OF})?{_STREET},?")
_HAS_POSTCODE = re.compile(rf"(?<!\w){_POSTCODE}")


def is_official(text: str, start: int, found: str, above: Sequence[str]) -> bool:
    """Whether the address `found` at `start` in a text is that of an organisation.

    Parameters
    ----------
    above : the texts above it in the same file, nearest last. The caller leaves out texts with names of people, and
        asks nothing of a text that has one itself.

    >>> is_official("Adviesraad Veendorp, Havenweg 12, 8899 XA Veendorp", 21, "Havenweg 12", [])
    True
    >>> is_official("8899 ZZ VEENDORP", 0, "8899 ZZ", ["Gemeente Veendorp", "Postbus 12"])
    True
    >>> is_official("Ik schreef de gemeente vanaf Havenweg 12", 29, "Havenweg 12", [])
    False
    """
    before, behind = text[:start], text[start + len(found) :]
    if _BEHIND_BOX.search(before) or _BEFORE_BOX.match(behind):
        return True
    if _LABEL.search(before) or _BEFORE.search(before):
        return True
    return len(text) <= _LONGEST and not before.strip(" ,|") and _below_body(found, above)


def _below_body(found: str, above: Sequence[str]) -> bool:
    """Whether the lines above are of a letterhead of an organisation whose address is not complete yet."""
    postcode = _HAS_POSTCODE.match(found) is not None
    for line in reversed(above[-ABOVE:]):
        line = line.strip()
        if len(line) > _LONGEST or _HAS_POSTCODE.search(line):  # a sentence, or the end of another address
            return False
        if _LINE_OF_BODY.fullmatch(line):
            return True
        if postcode and _BOX.fullmatch(line):
            return True
        if not (postcode and _LINE_OF_STREET.fullmatch(line)):
            return False
    return False
