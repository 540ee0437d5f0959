"""Verbs by form: infinitives and finite forms, from the table of word forms that ships with simplemma.

The table has no parts of speech. A lemma in -en that some form in -t goes back to is a verb ('werken' by 'werkt'); what
goes back to a verb and is neither its infinitive nor a participle is a finite form.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from themes.language.lexicon import Listed, lemma_table
from themes.statements.cues import FINITE_VERBS, word_set

_PARTICIPLE = re.compile(r"^(?:be|ver|ont|her|er)\w+(?:d|en)$|\wge\w+[dtn]$")
AUXILIARIES = word_set(
    "zijn hebben worden kunnen moeten mogen willen zullen zouden waren hadden werden konden moesten mochten wilden"
)
_FORMS = word_set(
    "zit eet regelt wijst ben word vind weet wil mag rij kom ga sta sprak spraken zat zaten kreeg las schreef "
    "begon koos sloot trok viel liet riep droeg sliep bracht zocht kocht bood verloor steeg bleek ontstond stak hing"
)
PRONOUNS = word_set("we wij ze zij jullie die")
_BEHIND = word_set("we wij ze zij jullie er zich nu nog al vaak soms steeds")  # right behind a finite verb
_BEFORE = word_set("de alle veel sommige deze die onze beide meeste")  # before the noun that is its subject
# plural nouns of people and bodies, that do what a verb in -en says
_PEOPLE = re.compile(
    r"(?:ers|isten|aren|eurs|ouderen|jongeren|mensen|kinderen|ouders|buren|gasten|clubs|scholen|kerken|gemeenten?|"
    r"organisaties|instellingen|bedrijven|clienten|cliënten|patiënten|gezinnen|huishoudens|studenten|vrouwen|mannen|"
    r"leden|partijen|vriend(?:inn)?en|leerkrachten|docenten|artsen|vluchtelingen|nieuwkomers)$"
)
# what is a plural noun as well ('leren', 'plakken') is a verb when it ends like one of the common ones
_COMMON = re.compile(
    r"(?:(?<!kind)eren|elen|igen|komen|nemen|geven|brengen|maken|zetten|zoeken|denken|doen|gaan|houden|(?<!ge)bieden|"
    r"vinden|werken|helpen|trekken|richten|leggen|stellen|bouwen|breiden|sterken|binden|praten|luisteren|schakelen|lopen|"
    r"scholen|sluiten|laten|kijken|pakken|regelen|zorgen|voeren|verlagen|vergroten|stoppen|starten|steunen|bereiken)$"
)
# forms of verbs in the table that are mostly other words
_NO_VERB = word_set(
    "leven eten wezen weken samen tussen binnen buiten boven eigen open leden ogen kansen punten zaken kosten vragen "
    "plekken wijken buurten mensen bewoners inwoners kinderen ouderen jongeren gebieden tijden middelen doelen groepen "
    "namen wegen banen paden bomen teken wagen regen morgen gisteren redenen andere deel kant tocht licht recht kracht "
    "dicht best eerst laatst minst meest bericht opdracht inzicht overzicht uitzicht aandacht gebruik bezoek aanbod "
    "beleid bestand geluid tegen wegens voldoende verschillende bestaande volgende bekend gezond eind hand land stand "
    "rand kind wijd tijd met uit niet wat dat het dit ooit nooit of als rond zelf gemak belang tekort verdriet drempel "
    "groen helpende netwerk werk zorg hulp steun vraag antwoord kaart start sport rust lust kost last post test feest"
)


def _read_verbs() -> dict[str, bool]:
    lemmas = (
        lemma
        for form, lemma in lemma_table().items()
        if form[-1:] == "t" and form != lemma and len(lemma) > 3 and lemma.endswith(("en", "aan", "oen", "ien"))
    )
    return dict.fromkeys(lemmas, True)


_VERBS: Listed[bool] = Listed("verbs", _read_verbs)


@functools.lru_cache(maxsize=50_000)
def is_infinitive(word: str) -> bool:
    """Whether a word (lower case) is the infinitive of a verb.

    >>> is_infinitive("organiseren"), is_infinitive("gebieden"), is_infinitive("buren")
    (True, False, False)
    """
    if word in _NO_VERB or len(word) < 4:
        return word in ("zijn", "doen", "gaan", "zien")
    return word in _VERBS and (_lemma(word) == word or bool(_COMMON.search(word)))


@functools.lru_cache(maxsize=50_000)
def is_finite(word: str) -> bool:
    """Whether a word (lower case) can only be a finite form of a verb; infinitives and participles are not.

    >>> is_finite("begint"), is_finite("gebeurt"), is_finite("begonnen"), is_finite("werken"), is_finite("buurt")
    (True, True, False, False, False)
    """
    if word in AUXILIARIES or (word in FINITE_VERBS and not is_infinitive(word)) or word in _FORMS:
        return True
    lemma = _lemma(word)
    if word in _NO_VERB or len(word) < 3 or lemma == word or lemma not in _VERBS:
        return False
    if word.startswith("ge") != lemma.startswith("ge") or _PARTICIPLE.search(word):
        return False
    return word.endswith(("t", "de", "te", "den", "ten"))


def _lemma(word: str) -> str:
    return lemma_table().get(word, word)


def is_plural(word: str) -> bool:
    """Whether a word (lower case) is a plural: its lemma is another, shorter word, and it ends in -en or -s."""
    lemma = _lemma(word)
    return lemma != word and len(lemma) < len(word) and word.endswith(("en", "s"))


def is_people(word: str) -> bool:
    """Whether a word (lower case) is a plural of people or of bodies of people: 'bewoners', 'scholen'."""
    return bool(_PEOPLE.search(word))


def finite_at(found: Sequence[str], at: int) -> bool:
    """Whether a word is a finite verb where it stands: by its form, or in -en right after a plural subject.

    >>> finite_at(["vaders", "voelen", "zich"], 1), finite_at(["plekken", "maken", "voor", "jongeren"], 1)
    (True, False)
    """
    if is_finite(found[at]):
        return True
    if not at or not is_infinitive(found[at]):
        return False
    before, after = found[at - 1], found[at + 1 : at + 2]
    if before in PRONOUNS or (after and (after[0] in _BEHIND or is_people(after[0]))):
        return True
    named = is_people(before) or (at > 1 and found[at - 2] in _BEFORE and is_plural(before))
    return bool(after) and named


def wish_infinitive(found: Sequence[str]) -> bool:
    """Whether words hold an infinitive that is no finite verb and has no 'te' before it.

    >>> wish_infinitive(["contact", "stimuleren", "tussen", "buren"]), wish_infinitive(["vaders", "voelen", "zich"])
    (True, False)
    """
    return any(
        is_infinitive(word) and not finite_at(found, at) and not (at and found[at - 1] == "te")
        for at, word in enumerate(found)
    )
