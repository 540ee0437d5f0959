"""Finds the names of people in text: rules for Dutch reports, next to the recogniser `deduce`.

`deduce` (Menger et al. 2018) was made for care files; of it only the detector of persons and its lists of names and
places are used. What both miss, a person must find: the outcome is a list to decide on, never a promise that all is
found.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from themes.language.lexicon import is_listed
from themes.report.name_addresses import HIDE, HOME, KEEP, Address, find_addresses
from themes.report.name_official import ABOVE, is_official
from themes.report.name_words import (
    BETWEEN,
    NAMESAKES,
    NO_NAME,
    ORGANISATION_BEFORE,
    ORGANISATION_WORD,
    PERHAPS_PLACE,
    PLACE_WORD,
    ROLE_WORD,
    RULES,
    SEQUENCE,
    SPEAKING,
    WORD_NAMES,
    Rule,
    listed_people,
)
from themes.words import names as reasons

NAME = reasons.NAME
_PERSONS_ONLY = {"names"}
_ARTICLE = re.compile(r"\b(?:De|[Hh]et|'t)\s+$")  # before the name of a place or organisation: 'De Linde'
_START = re.compile(r"(?:^|[.!?:;\n•‘“\"(-]\s*)$")  # where a capital says nothing
_INTERFIX = re.compile(r"\b(?:Van|De|Van der?|Van den|Den|Ter|Ten)\s$")
_TITLED = re.compile(
    r"[A-ZÀ-Þ]\w+ (?:op|in|van|voor|met|aan|en|tot) $"
)  # within the name of a thing: 'Vervoer op Maat'
_AROUND = 60  # characters shown on both sides of a wording


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """Words that may point to a person. `proposal` is 'weghalen' or 'laten staan', `ground` the reason for it."""

    kind: str
    text: str
    proposal: str
    ground: str
    count: int = 1
    place: str = ""
    sentence: str = ""  # the words around it where it was met first


def find_hits(texts: Sequence[tuple[str, str]], *, recogniser: bool = True) -> list[Hit]:
    """Names, addresses and numbers of people in (text, place) pairs: one hit per wording, most likely first.

    A name found once is sought everywhere, its surname as well where that stands alone. `recogniser` takes `deduce`
    along.
    """
    found: dict[tuple[str, str], Hit] = {}
    above: list[str] = []  # texts of the same file, up to the last one with a name of a person
    file = ""
    for text, place in texts:
        names = _names(text)
        names += _recognised(text) if recogniser else ()
        named = any(hit.proposal == HIDE for hit, _ in names)
        above = [] if named or place.rpartition(", ")[0] != file else above
        file = place.rpartition(", ")[0]
        rows = [(_address(row, text, None if named else above), row.start) for row in find_addresses(text)] + names
        above = [*above[1 - ABOVE :], text] if file and not named else []
        for hit, start in rows:
            key = (hit.kind, " ".join(hit.text.split()))
            if key in found and (found[key].proposal == HIDE or hit.proposal == KEEP):
                continue
            around = " ".join(text[max(0, start - _AROUND) : start + len(hit.text) + _AROUND].split())
            found[key] = dataclasses.replace(hit, text=key[1], place=place, sentence=around)
    whole = "\n".join(text for text, _ in texts)
    common = Counter(re.findall(r"\b[a-zß-ÿ]+\b", whole))
    hits = [_doubted(hit, common) for hit in found.values()]
    hits = _without_joined(hits)
    known = {(hit.kind, hit.text) for hit in hits}
    hits += [hit for hit in _parts(hits, whole, common) if (hit.kind, hit.text) not in known]
    counted = [dataclasses.replace(hit, count=len(pattern(hit.text).findall(whole))) for hit in hits]
    kept = [hit for hit in counted if hit.count]
    return sorted(kept, key=lambda hit: (hit.proposal == KEEP, hit.kind, hit.text.casefold(), hit.text))


def _address(row: Address, text: str, above: Sequence[str] | None) -> Hit:
    """An address or number as a hit; `above` is None where a person is named beside it."""
    if row.kind == HOME and above is not None and is_official(text, row.start, row.text, above):
        return Hit(row.kind, row.text, KEEP, reasons.OFFICIAL)
    return Hit(row.kind, row.text, row.proposal, row.ground)


def _doubted(hit: Hit, common: Counter[str]) -> Hit:
    """A single word that the texts use as a plain word too may stay, unless a person decides otherwise."""
    if hit.kind == NAME and common[hit.text.casefold()] and hit.ground == reasons.RECOGNISED:
        return dataclasses.replace(hit, proposal=KEEP, ground=reasons.PLAIN_WORD)
    return hit


def _without_joined(hits: list[Hit]) -> list[Hit]:
    """Without a recognised row of names that is nothing but other hits beside each other."""
    hidden = sorted((h.text for h in hits if h.kind == NAME and h.proposal == HIDE), key=len, reverse=True)
    kept = []
    for hit in hits:
        rest = hit.text
        if hit.kind == NAME and hit.ground == reasons.RECOGNISED and len(hit.text.split()) > 2:
            for text in hidden:
                if text != hit.text:
                    rest = pattern(text).sub(" ", rest)
            if not [word for word in rest.split() if word[:1].isupper() and not ROLE_WORD.fullmatch(word)]:
                continue
        kept.append(hit)
    return kept


@functools.lru_cache(maxsize=8192)
def pattern(text: str) -> re.Pattern[str]:
    """Where these words stand as whole words, whatever white space is between them, in capitals or with 's' behind."""
    if "@" in text:
        return re.compile(re.escape(text))
    parts = [re.escape(part) for part in text.split()]
    forms = [r"\s+".join(parts)]
    if text[:1].isupper() and len(text) > 3:
        forms.append(r"\s+".join(re.escape(part.upper()) for part in text.split()))
        if text[-1].islower() and text[-1] not in "sxz":
            forms[0] += r"(?:['’]?s)?"
    return re.compile(rf"(?<![\w@.])(?:{'|'.join(dict.fromkeys(forms))})(?!\w|@|\.\w)")


# -- names by rule ---------------------------------------------------------------------------------------------


def _names(text: str) -> list[tuple[Hit, int]]:
    made = []
    for rule in RULES:
        for match in rule.form.finditer(text):
            found = match.group(1) if rule.form.groups else match.group()
            start = match.start(1 if rule.form.groups else 0)
            loose = re.match(r"(?:van|de|den|der)\s", found)
            if loose and is_first_name(found[loose.end() :], sure=True):  # 'de buurman van An'
                found, start = found[loose.end() :], start + loose.end()
            pieces = listed_people(found) if rule.many else [(found, 0)]
            made += [(_judged(rule, name, text, start + at), start + at) for name, at in pieces]
    for match in SEQUENCE.finditer(text):
        if is_first_name(match.group().split()[0], sure=True):
            name = _own_name(match.group())
            surname = _in_list("surname", name.split()[-1].split("-")[0])
            rule = Rule(reasons.FULL_NAME, SEQUENCE, sure=surname)
            made.append((_judged(rule, name, text, match.start()), match.start()))
    return [(hit, start) for hit, start in made if hit is not None]


def _judged(rule: Rule, name: str, text: str, start: int) -> Hit | None:
    """A name that a rule found as a hit; None when it is no name."""
    before = text[:start]
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isupper() and not word.endswith(".")]
    if re.match(r"(?:van|in|bij) (?:De|Het|'t) ", name):  # 'collega van De Terp'
        return None
    told = rule.ground == reasons.TITLE_BEFORE and len(name.split()) > 1  # 'mevrouw De Raad'
    own = [word for word in words if not re.fullmatch(BETWEEN, word)] or words
    if not own or (any(word in NO_NAME for word in own) and not told) or _named_body(name, before):
        return None
    if rule.surname and not _is_surname(own[-1]):
        return None
    if rule.ground == reasons.FIRST_NAME and (_ARTICLE.search(before) or before.endswith("de ")):
        return None
    if rule.known and (not is_first_name(name, sure=True) or _is_thing(name)):
        return None
    if rule.strict and not is_first_name(words[0]):
        return None
    unknown = rule.weak and not is_first_name(words[0], sure=True) and not _like_full_name(name)
    if unknown and (is_plain(own[0]) or _in_list("placename", name)):
        return None
    ground = _no_person(name, before, sure=rule.sure)
    behind = re.match(r"(.+?)\s(?:van|bij|uit)(?:\s(?:de|het|den))?\s", name)
    if ground and behind and (is_first_name(words[0], sure=True) or _is_surname(words[0])):
        return _judged(rule, behind.group(1), text, start)  # 'Twan van de Rabobank'
    if ground:
        return Hit(NAME, name, KEEP, ground)
    return Hit(NAME, name, HIDE, rule.ground)


def is_plain(word: str) -> bool:
    """Whether a word is a Dutch word as well, in small letters: 'Bakker' is, 'Gonnie' is not."""
    return is_listed(word.lower())


def _is_thing(name: str) -> bool:
    """Whether a first name that stands alone is more likely a word or a place."""
    return is_plain(name) or _in_list("placename", name)


def _named_body(name: str, before: str) -> bool:
    """Whether the words before a name say that it is the name of an organisation or place."""
    found = ORGANISATION_BEFORE.search(before[-60:])
    if found is None:
        return False
    of_place = found.group().lower().startswith(("gemeente", "provincie"))
    return not (of_place and is_first_name(name, sure=True) and not _in_list("placename", name))


def _like_full_name(name: str) -> bool:
    """Whether words read as first name and surname though the first name is in no list: 'Cor van Beurden'."""
    words = name.split()
    between = any(word[:1].islower() for word in words[1:-1])
    return len(words) > 1 and (between or _in_list("surname", words[-1])) and not _in_list("placename", name)


def _no_person(name: str, before: str, *, sure: bool = False) -> str:
    """Why a name is more likely that of a street, a building or an organisation; '' when it is not."""
    last = name.split()[-1]
    if name in NAMESAKES:
        return reasons.NAMESAKE
    surname = sure or re.match(r"(?:van|de|den|der|ter|ten) ", name, re.IGNORECASE)
    if PLACE_WORD.fullmatch(last) or (not surname and PERHAPS_PLACE.fullmatch(last)):
        return reasons.LIKE_PLACE
    if ORGANISATION_WORD.fullmatch(name.split()[0]) or re.search(r"\b(?:[Hh]et|'t)\s+$", before):
        return reasons.LIKE_ORGANISATION
    return ""


# -- names by the recogniser -----------------------------------------------------------------------------------


@functools.cache
def _deduce() -> Any:
    """The recogniser; building its lists takes minutes once after installing, seconds later."""
    try:
        from deduce import Deduce
    except ImportError:
        return None
    return Deduce()


def _in_list(name: str, text: str) -> bool:
    """Whether the recogniser has the whole text in one of its lists; without the recogniser it has nothing."""
    made = _deduce()
    if made is None:
        return False
    kept, words = made.lookup_structs[name], text.split()
    if hasattr(kept, "longest_matching_prefix"):
        return bool(kept.longest_matching_prefix(words) == words)
    return text in kept


def _is_surname(word: str) -> bool:
    """Whether a word is a known surname, with or without 'van' or 'de' before it."""
    return _deduce() is None or _in_list("surname", word) or _in_list("interfix_surname", word)


def is_first_name(word: str, *, sure: bool = False) -> bool:
    """Whether a word is a known first name; without the recogniser's list every word may be one, unless `sure`."""
    if word in WORD_NAMES or word.split("-")[0] in WORD_NAMES:
        return True
    if _deduce() is None:
        return not sure
    return _in_list("first_name", word) or ("-" in word and _in_list("first_name", word.split("-")[0]))


def _recognised(text: str) -> list[tuple[Hit, int]]:
    made = _deduce()
    if made is None or not re.search(r"[A-ZÀ-Þ]", text):
        return []
    hits = []
    for annotation in made.deidentify(text, enabled=_enabled(made)).annotations:
        name = re.sub(r"^[^\w]+|[^\w]+$", "", annotation.text)
        before = text[: annotation.start_char]
        body = bool(name) and ORGANISATION_WORD.fullmatch(name.split()[0]) is not None
        name, whole = (name if body else _stripped(name)), name
        if not name[:1].isupper() or (_ARTICLE.search(before) and not body):
            continue
        called = name != whole and ROLE_WORD.fullmatch(whole.split()[0]) is not None  # 'Burgemeester Oosterhof'
        rule = Rule(reasons.RECOGNISED, SEQUENCE, sure=called)
        hit = _judged(rule, name, text, annotation.start_char)
        if hit is not None and hit.proposal == HIDE and not is_first_name(name, sure=True):
            own = [word for word in name.split() if not re.fullmatch(rf"{BETWEEN}|Op|In|Bij", word)]
            plain = len(own) == 1 and is_plain(own[0]) and not _INTERFIX.search(before)
            plain = plain and (name != whole or bool(_START.search(before) or _TITLED.search(before)))
            if _in_list("placename", name):
                hit = dataclasses.replace(hit, proposal=KEEP, ground=reasons.PLACE_NAME)
            elif plain and not called:
                hit = dataclasses.replace(hit, proposal=KEEP, ground=reasons.PLAIN_WORD)
        if hit is not None:
            hits.append((hit, annotation.start_char))
    return hits


def _own_name(name: str) -> str:
    """A name without the organisation behind it: 'Dinie Rutgers van de Protestantse' is 'Dinie Rutgers'."""
    words = name.split()
    if "van" in words[2:-1]:
        at = words.index("van", 2)
        if _is_surname(words[at - 1]) and (is_plain(words[-1]) or not _is_surname(words[-1])):
            return " ".join(words[:at])
    return name


def _stripped(name: str) -> str:
    """A recognised name without the role or plain word before it, or the organisation behind it.

    'Tip van Sjoerd' is 'Sjoerd', 'Tjalling Boersma van Veilig' is 'Tjalling Boersma'.
    """
    words = _own_name(name).split()
    while words:
        rest = words[1:]
        while rest and rest[0][:1].islower():
            rest = rest[1:]
        plain = rest and is_plain(words[0]) and not is_first_name(words[0], sure=True)
        if words[0] in NO_NAME or ROLE_WORD.fullmatch(words[0]):
            words = words[1:]
        elif plain and (len(words[0]) > 6 or is_first_name(rest[0], sure=True)):
            words = rest
        else:
            break
    return " ".join(words)


def _enabled(made: Any) -> set[str]:
    """The group of detectors of persons with its own parts, and what resolves overlap."""
    names = made.processors["names"]
    parts = set(getattr(names, "_processors", {}))
    return _PERSONS_ONLY | parts | {"post_processing", "overlap_resolver", "merge_adjacent_annotations"}


# -- parts of names --------------------------------------------------------------------------------------------


def name_parts(name: str) -> list[str]:
    """First names and surnames in a full name that may stand alone elsewhere.

    >>> name_parts("T. van der Kolk"), name_parts("Ans Bos")
    (['Kolk'], ['Ans', 'Bos'])
    """
    words = [word for word in name.split() if word[:1].isupper() and not re.fullmatch(r"(?:\w{1,3}\.)+", word)]
    if len(name.split()) < 2:
        return []
    return [word for word in words if len(word) > 2 and word not in NO_NAME and word not in ("Den", "Van", "Ter")
            and not ROLE_WORD.fullmatch(word)]  # fmt: skip


def _says_name(text: str, at: int, word: str) -> bool:
    """Whether a capital at a place means a name: within a sentence, behind 'Van' or before a verb of speaking."""
    if not _START.search(text[max(0, at - 4) : at]):
        return True
    return SPEAKING.match(text, at + len(word)) is not None


def _parts(hits: Iterable[Hit], whole: str, common: Counter[str]) -> list[Hit]:
    """Parts of full names that also stand alone; a part that is a plain word too, only where its capital says so."""
    full = sorted({hit.text for hit in hits if " " in hit.text}, key=lambda text: (-len(text), text))
    rest = whole
    for text in full:
        rest = pattern(text).sub(" ", rest)
    made: dict[str, Hit] = {}
    for hit in hits:
        if hit.kind != NAME or hit.proposal != HIDE:
            continue
        for word in name_parts(hit.text):
            places = [match.start() for match in pattern(word).finditer(rest)]
            if not places or word in made:
                continue
            inside = [at for at in places if _says_name(rest, at, word)]
            plain = (common[word.casefold()] or is_plain(word)) and not is_first_name(word, sure=True)
            at = (inside or places)[0]
            around = " ".join(rest[max(0, at - _AROUND) : at + len(word) + _AROUND].split())
            made[word] = Hit(NAME, word, HIDE, reasons.PART_OF.format(name=hit.text), place=hit.place, sentence=around)
            if plain and not inside:
                made[word] = dataclasses.replace(made[word], proposal=KEEP, ground=reasons.PLAIN_WORD)
    return list(made.values())
