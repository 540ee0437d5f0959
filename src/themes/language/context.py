"""Lemmas of words in their sentence: noun or verb ('de spelen', 'we spelen'), names, verbs in two pieces.

A form with one reading is looked up; a form that is a noun as well as a verb is decided by the words beside it, in
the manner of constraint grammar (F. Karlsson, 1990) with a dozen rules.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

from themes.language.lemmas import FINITE, FIXES, NATIONAL, PARTICLES, is_infinitive, is_noun, lemma
from themes.language.lexicon import is_word, lemma_table, words
from themes.language.listed import listed
from themes.language.stop_words import FUNCTION_WORDS

DETERMINERS = listed(
    """
    de een 'n deze die mijn jouw uw haar ons onze hun geen elke elk iedere ieder welke welk alle beide enkele veel vele
    meer minder weinig sommige andere dezelfde hetzelfde zo'n meerdere verschillende zulke twee drie vier vijf zes zeven
    acht negen tien elf twaalf twintig dertig veertig vijftig honderd duizend diens wiens hoeveel zoveel eigen
    allerlei diverse soort soorten
    aantal paar serie reeks groep lijst honderden duizenden miljoen miljard eerste tweede derde laatste meeste
    """
)
PREPOSITIONS = listed(
    """
    van in op met voor door bij naar over uit tot per zonder tegen onder tussen via aan tijdens binnen buiten sinds
    vanaf rond qua vanuit volgens wegens als tegenover namens ondanks inclusief
    """
)
SUBJECTS = listed("ik jij je u hij ze zij we wij jullie men ie")
NAME_ARTICLES = frozenset(("der", "den", "des", "'t"))  # lemma 'de', but in a name themselves
CLAUSE_WORDS = listed("en of maar om dat die want omdat zodat als terwijl dan dus waar waardoor waarbij toen")
HELPERS = listed("kunnen willen moeten zullen mogen gaan laten blijven komen hoeven durven helpen zijn")
OBJECT_STARTS = listed("de het een dat dit deze zich ons hem haar hen hun jullie")
AUXILIARIES = listed("zijn hebben worden kunnen zullen willen moeten mogen")
# first parts that are seldom a preposition where they stand before one: 'zet zich in voor', 'haakt af op'
FIRM_PARTICLES = listed("aan af in mee op toe terug uit weg bij plaats vast neer")
END_MARKS = frozenset('.!?;:()[]"“”„…') | {"...", "''", ",,"}


class Reading(NamedTuple):
    """What a form can be: its lemma without context, and the two it is torn between (None when it isn't).

    `is_plain`: neither its neighbours nor its capital change the lemma, and it changes no other word's.
    """

    usual: str
    noun: str | None = None
    verb: str | None = None
    is_plain: bool = False


@functools.lru_cache(maxsize=400_000)
def reading(word: str) -> Reading:
    """The readings of one word form."""
    usual, lower = lemma(word), word.lower()
    plain = lower == word and lower not in PARTICLES and lower not in NAME_ARTICLES
    if len(lower) < 3 or not lower.isalpha() or lower in FIXES or lower in FINITE:
        return Reading(usual, is_plain=plain)
    if lower.endswith("en") and is_infinitive(lower):
        noun = plural_noun(lower)
        return Reading(usual, is_plain=plain) if noun is None else Reading(usual, noun, lower)
    found = lemma_table().get(lower, lower).replace("_", "").lower()
    if found != lower and is_infinitive(found) and is_noun(lower):
        return Reading(usual, lower, found)
    return Reading(usual, is_plain=plain)


def plural_noun(word: str) -> str | None:
    """The noun that a form in -en is the plural of, None when it is none."""
    found = lemma_table().get(word)
    if found is not None and found != word and "_" not in found and is_noun(found):
        return found
    base = word[:-2]
    forms = [base]
    if len(base) > 2:
        if base[-1] == base[-2]:
            forms.append(base[:-1])
        elif base[-2] in "aeou" and base[-3] not in "aeiou":
            forms.append(base[:-1] + base[-2] + base[-1])
        forms += [form[:-1] + {"v": "f", "z": "s"}[form[-1]] for form in list(forms) if form[-1] in "vz"]
    for form in forms:
        if is_noun(form):
            return form
    return None


def lemmatize(sentence: Sequence[str]) -> list[str]:
    """The lemma of every word and mark of a text, in lower case.

    >>> lemmatize("De vrijwilligers zetten zich in voor de spelen .".split())
    ['de', 'vrijwilliger', 'inzetten', 'zich', 'in', 'voor', 'de', 'spel', '.']
    """
    readings = [reading(word) for word in sentence]
    result = [found.usual for found in readings]
    unsure = [at for at, found in enumerate(readings) if not found.is_plain]
    if not unsure:
        return result
    lowers = [word.lower() for word in sentence]
    for at in unsure:
        word, found = sentence[at], readings[at]
        if lowers[at] in NAME_ARTICLES and at + 1 < len(sentence) and sentence[at + 1][0].isupper():
            result[at] = lowers[at]
        elif word[0].isupper() and _is_name(sentence, at):
            result[at] = name_lemma(word)
        elif found.noun is not None and found.verb is not None:
            result[at] = found.noun if is_noun_here(lowers, at, found) else found.verb
    for at in unsure:
        if sentence[at] in PARTICLES:
            _join_particle(lowers, result, at)
    return result


def is_noun_here(words_: Sequence[str], at: int, found: Reading) -> bool:
    """Whether a form that can be noun or verb is the noun, by its neighbours."""
    word = words_[at]
    before = words_[at - 1] if at else "."
    after = words_[at + 1] if at + 1 < len(words_) else "."
    if before == "te" or (word == found.verb and before == "het"):
        return False
    if before in DETERMINERS or before in PREPOSITIONS or before in ("het", "zijn") or before[-1].isdigit():
        return True
    if is_attribute(before):
        return True
    if before in SUBJECTS or after in SUBJECTS:
        return word != found.verb and not word.endswith("t") and before != "ik" and after not in ("ik", "je", "jij")
    if word != found.verb:
        return found.usual == found.noun and after not in OBJECT_STARTS
    if _is_participle(after) or (after not in SUBJECTS and lemma(after) in AUXILIARIES and before not in SUBJECTS):
        return True
    if lemma(before) in HELPERS or after in ("zich", "elkaar", "ons") or _helper_before(words_, at):
        return False
    if before in END_MARKS or before in (",", "-", "–", "en", "of"):
        return after in PREPOSITIONS or after in CLAUSE_WORDS or found.usual != word
    return before in FUNCTION_WORDS and found.usual != word


@functools.lru_cache(maxsize=100_000)
def is_attribute(word: str) -> bool:
    """An adjective or participle with -e, which stands before a noun: 'nieuwe', 'sociale', 'bepaalde'."""
    if len(word) < 4 or not word.endswith("e") or word in FUNCTION_WORDS:
        return False
    found = lemma(word)
    if found == word or len(found) > len(word) + 1:
        return False
    return not is_infinitive(found) or word.startswith(("ge", "be", "ver", "ont", "her"))


@functools.lru_cache(maxsize=100_000)
def _is_participle(word: str) -> bool:
    return (
        word.startswith(("ge", "be", "ver", "ont", "her")) and word.endswith(("d", "t")) and is_infinitive(lemma(word))
    )


def _helper_before(words_: Sequence[str], at: int) -> bool:
    """Whether 'kunnen', 'willen' and the like stand earlier in the clause and the clause ends here."""
    after = words_[at + 1] if at + 1 < len(words_) else "."
    if after[0].isalnum() and after not in CLAUSE_WORDS:
        return False
    for back in range(at - 1, max(-1, at - 15), -1):
        word = words_[back]
        if word in END_MARKS:
            return False
        if lemma(word) in HELPERS and lemma(word) != "zijn":
            return True
    return False


def _is_name(sentence: Sequence[str], at: int) -> bool:
    """A capitalised word that is no common word, or that the word list has with its capital only."""
    word = sentence[at]
    lower = word.lower()
    known = words()
    if "-" in word or (word.isupper() and len(word) > 1):
        return False
    inside = at > 0 and sentence[at - 1] not in END_MARKS and sentence[at - 1] not in (",", ":", "-", "–")
    if inside and sentence[at - 1] in ("der", "den", "ter", "ten"):
        return True
    if lower in known:
        plural = sentence[at - 1].lower() in DETERMINERS or NATIONAL.search(lower) or lower.endswith("ers")
        return inside and word in known and len(word) > 4 and not plural
    found = lemma_table().get(word) or lemma_table().get(lower) or ""
    if "_" in found or (NATIONAL.search(lower) and word[:-1] in known):
        return False
    if word in known:
        return not (found and found.lower() != lower and found[:1].upper() + found[1:] in known)
    return inside and not is_word(lower)


def name_lemma(word: str) -> str:
    """A name without the 's of possession."""
    lower = word.lower().replace("’", "'")
    return lower.rpartition("'")[0] if lower.endswith(("'s", "'")) and len(lower) > 3 else lower


def _join_particle(words_: Sequence[str], lemmas: list[str], at: int) -> None:
    """Give a verb the first part that stands apart from it: 'zetten ... in' and 'in te zetten' are 'inzetten'."""
    particle = words_[at]
    after = words_[at + 1] if at + 1 < len(words_) else "."
    if after == "te" and at + 2 < len(words_) and is_infinitive(lemmas[at + 2]):
        loose = particle in ("om", "door", "naar", "voor") and (at == 0 or words_[at - 1] != "om")
        if not loose and lemmas[at + 2] not in AUXILIARIES and is_word(particle + lemmas[at + 2]):
            lemmas[at + 2] = particle + lemmas[at + 2]
        return
    ends = not after[0].isalnum() or after in CLAUSE_WORDS
    if not ends and not (after in PREPOSITIONS and particle in FIRM_PARTICLES):
        return
    if at and words_[at - 1] in ("er", "hier", "daar", "waar", "het", "de"):
        return
    for back in range(at - 1, max(-1, at - 20), -1):
        word, verb = words_[back], lemmas[back]
        if word in END_MARKS or (word == "," and back < at - 1):
            return
        if not verb.endswith("n") or not is_infinitive(verb) or word in PREPOSITIONS:
            continue
        if (
            verb in AUXILIARIES
            or _is_participle(word)
            or word.endswith(("end", "ende"))
            or not is_word(particle + verb)
        ):
            return
        reflexive = "zich" in words_[back:at]
        if word != verb or (
            (ends or reflexive) and back and words_[back - 1] != "te" and not _helper_before([*words_[:at], "."], at)
        ):
            lemmas[back] = particle + verb
        return
