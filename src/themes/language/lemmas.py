"""Lemmas of Dutch word forms: simplemma's table with its errors mended, then endings, then the last compound part."""

from __future__ import annotations

import functools
import re

from themes.language.lexicon import is_listed, is_word, lemma_table, words
from themes.language.listed import listed

# what the table gets wrong of words that minutes are full of
FIXES: dict[str, str] = {
    "een": "een", "reed": "rijden", "wijst": "wijzen", "schade": "schade", "stress": "stress",
    "geleden": "geleden", "leden": "lid", "raadsleden": "raadslid", "raadslid": "raadslid",
    "mail": "mail", "mails": "mail",
    "sprake": "sprake", "minima": "minima",
    "koe": "koe", "velden": "veld", "schapen": "schaap", "vissen": "vis", "gewassen": "gewas", "veeteelt": "veeteelt",
    "gevoeld": "voelen", "stonden": "staan", "filosofen": "filosoof", "anders": "anders", "dé": "de", "hét": "het",
    "één": "één", "gegevens": "gegeven", "gegeven": "geven", "zeven": "zeven", "fransen": "fransen",
    "kosten": "kosten", "ouderen": "oudere", "jongeren": "jongere", "volwassenen": "volwassene",
    "betrokkenen": "betrokkene", "vrijwilligers": "vrijwilliger", "hengst": "hengst",
    "zorgen": "zorgen", "zorg": "zorg", "middelen": "middel", "ware": "waar", "vierde": "vier",
    "zevende": "zeven", "negende": "negen", "acht": "acht", "reden": "reden", "redenen": "reden", "gezin": "gezin",
    "buurt": "buurt", "wijken": "wijk", "raad": "raad", "raden": "raad", "belang": "belang", "teelt": "teelt",
    "tropen": "tropen", "runs": "run", "droog": "droog", "luid": "luid", "zoet": "zoet", "retireerde": "retireren",
    "geboden": "bieden", "kalf": "kalf", "leren": "leren", "heilige": "heilig", "groepen": "groep", "bossen": "bos",
    "verhalen": "verhaal", "bedrijven": "bedrijf", "rechten": "recht", "rijst": "rijst",
    "weken": "week", "landen": "land", "mannen": "man", "boeken": "boek", "brieven": "brief",
    "stoffen": "stof", "planten": "plant", "stukken": "stuk", "kippen": "kip", "stemmen": "stem", "zinnen": "zin",
    "schepen": "schip", "verschillen": "verschil", "punten": "punt", "wegen": "weg", "dagen": "dag", "bomen": "boom",
    "ogen": "oog", "handen": "hand", "voeten": "voet", "woningen": "woning", "tekenen": "tekenen", "zaken": "zaak",
    "banen": "baan", "masker": "masker", "baron": "baron",
}  # fmt: skip

# forms of frequent verbs that are nouns as well, and nearly always the verb
FINITE = listed(
    """
    zou kan kon moet wil weet laat zit doet ging gaat stond leek schreef trok las vond brak klom sloot lag gaf kwam
    nam zag bleek droeg viel hield bleef liep sprak at bood dronk ben was is had heeft wordt werd mag mocht kunt wilt
    zal zult moest wist kost ligt zegt vindt denk vind weet geef ga kijk hoor hoort neem hang hangt bracht dacht zocht
    kocht deed zei lees leest schrijf loop loopt roep roept breng houd houdt stelt legt zet zette kies let
    waren hadden werden zagen gaven lagen kwamen bleven gingen deden konden zouden moesten wilden lieten hielden
    laten doen zeggen zitten hoeven vallen lopen wezen gaan staan komen nemen brengen houden zien
    """
)

# words in -je that mean something of their own
OWN_DIMINUTIVES = listed("beetje maatje meisje sprookje toetje ietsje praatje rijtje weetje zonnetje bloemetje dutje")

# separable first parts of verbs
PARTICLES = listed(
    """
    aan achter achterna achterover achteruit af binnen bij bijeen boven dicht door dood eruit gade goed heen in
    ineen klaar kwijt langs leeg los mede mee mis na naar neer om omhoog omlaag omver onder open op opeen open over
    overeen plaats rond samen schoon stil stuk tegemoet tegen teleur terecht terug toe tussen uit uiteen vast voor
    voorbij voort vooruit voorop vrij weer weg deel teweeg bezig thuis bloot bekend goed hoog
    """
)
_SORTED_PARTICLES = tuple(sorted(PARTICLES, key=len, reverse=True))
ORDINAL = re.compile(r"^(\d+)(?:e|de|ste)$")
NATIONAL = re.compile(r"(?:sch|s)e$")


def clean_lemma(lemma: str, form: str = "") -> str:
    """A lemma in lower case without the underscores of the treebank convention, linking letters put back.

    >>> clean_lemma("aan_bieden", "aangeboden"), clean_lemma("raad_lid", "raadsleden"), clean_lemma("_")
    ('aanbieden', 'raadslid', '_')
    """
    if "_" not in lemma or len(lemma) < 3:
        return lemma.lower()
    first, _, last = lemma.lower().rpartition("_")
    first = first.replace("_", "")
    for link in ("s", "en", "e", "n"):
        if form.startswith(first + link + last[:1]) and not form.startswith(first + last[:2]):
            return first + link + last
    return first + last


@functools.lru_cache(maxsize=400_000)
def lemma(word: str) -> str:
    """The lemma of one word form without its context, in lower case.

    >>> lemma("bewoners"), lemma("gemeenteraad"), lemma("ontmoetingsplekken"), lemma("Kaart")
    ('bewoner', 'gemeenteraad', 'ontmoetingsplek', 'kaart')
    """
    lower = word.lower().replace("’", "'")
    if lower in FIXES:
        return FIXES[lower]
    if word != lower and NATIONAL.search(lower) and (word[:-1] in words() or lower[:-1].capitalize() in words()):
        return lower[:-1]  # 'Belgische', where the table has the inhabitant
    table = lemma_table()
    for form in (word, lower):
        listed_lemma: str | None = table.get(form)
        if listed_lemma is not None:
            return _mended(lower, clean_lemma(listed_lemma, lower))
    if ORDINAL.match(lower):
        return ORDINAL.sub(r"\1", lower)
    if not any(sign.isalpha() for sign in lower) or (not lower.replace("-", "").isalpha() and "'" not in lower):
        return lower
    return unknown_lemma(lower)


def _mended(lower: str, found: str) -> str:
    """The table's lemma, unless it is another person ('onderzoekster') or the verb beside a plain noun ('kaarten')."""
    if found.endswith("ster") and not lower.endswith(("ster", "sters")):
        return lower.removesuffix("s") if lower.endswith("ers") else lower
    if found.removeprefix(lower) in ("e", "in", "es", "esse") and is_listed(lower) and is_noun(lower):
        return lower  # 'agent', where the table has 'agente'
    if lower == found[:-1] + "en" and found.endswith("e") and is_noun(found[:-1]) and is_listed(found[:-1]):
        return found[:-1]
    if lower.endswith(("ster", "sters")) and found.endswith("er") and is_listed(lower.removesuffix("s")):
        return lower.removesuffix("s")
    if found != lower and lower in (verb_stem(found), found[:-2]) and lower not in FINITE and is_noun(lower):
        return lower
    if found.endswith("je"):
        return _without_diminutive(found)
    return _participle_lemma(found) or found


def _participle_lemma(word: str) -> str | None:
    """'gekwalificeerd(e)' to 'kwalificeren'."""
    base = word.removesuffix("e").removeprefix("ge").replace("ë", "e", 1) if word.startswith("ge") else word
    verb = base.removesuffix("eerd") + "eren"
    return verb if base != word and base.endswith("eerd") and is_word(verb) and is_infinitive(verb) else None


def _without_diminutive(word: str) -> str:
    """'groepje' to 'groep'; the word itself when what remains is no noun ('meisje')."""
    if word in OWN_DIMINUTIVES:
        return word
    for ending in ("etje", "tje", "pje", "je"):
        base = word.removesuffix(ending)
        if base == word or len(base) < 3:
            continue
        if ending == "etje" and base[-1] == base[-2]:
            base = base[:-1]
        if is_listed(base) and lemma_table().get(base, base).lower() == base:
            return base
    return word


@functools.lru_cache(maxsize=200_000)
def is_noun(word: str) -> bool:
    """True when the word list or the table has a diminutive of the word, which only nouns have."""
    if len(word) < 2 or not word.isalpha():
        return False
    known, table = words(), lemma_table()
    if word.endswith("ing"):
        return word in known
    for ending in ("je", "tje", "pje", "etje", f"{word[-1]}etje"):
        form = word + ending
        found = table.get(form)
        if found == word or (form in known and found in (None, form)):
            return True
    return False


def verb_stem(infinitive: str) -> str:
    """'lopen' to 'loop', 'zitten' to 'zit', 'geven' to 'geef'."""
    stem = infinitive.removesuffix("n").removesuffix("e")
    if len(stem) < 2:
        return stem
    if stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        return stem[:-1]
    if stem[-2] in "aeou" and stem[-1] not in "aeiouwxjy" and (len(stem) < 3 or stem[-3] not in "aeiou"):
        stem = stem[:-1] + stem[-2] + stem[-1]
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])


@functools.lru_cache(maxsize=100_000)
def is_infinitive(word: str) -> bool:
    """True when the table takes a third person or a past form of the word back to it."""
    if not word.endswith("n") or len(word) < 4:
        return word in ("gaan", "zijn", "doen", "zien", "slaan", "staan")
    table, stem = lemma_table(), verb_stem(word)
    if word.endswith(("gaan", "staan", "slaan", "zien", "doen")):
        return True
    forms = [stem if stem.endswith("t") else stem + "t", stem + "te", stem + "de", f"ge{stem}d", f"ge{stem}t", stem]
    return any(table.get(form, "").replace("_", "") == word for form in forms)


def unknown_lemma(lower: str) -> str:
    """Lemma of a form that the table doesn't have: by its ending, its first part or its last."""
    from simplemma import lemmatize

    from themes.language.compounds import best_chain

    if "'" in lower:
        base, _, ending = lower.rpartition("'")
        if ending == "ers":
            return lower[:-1]
        if ending in ("s", "tje", "tjes") and base:
            return base if len(base) < 4 or not is_word(base) else lemma(base)
        return lower
    if "-" in lower.strip("-"):
        head, _, last = lower.rpartition("-")
        return f"{head}-{lemma(last)}" if len(last) > 2 else lower
    for rule in (_participle_lemma, _separable_lemma, _by_ending):
        found = rule(lower)
        if found is not None:
            return found
    if lower.endswith(("den", "ten")) and is_word(lower[:-1]):  # people: 'laaggeletterden'
        return lower[:-1]
    chain = best_chain(lower)
    if chain is not None:
        last = chain[-1]
        return lower[: len(lower) - len(last)] + noun_lemma(last)
    return clean_lemma(lemmatize(lower, "nl"))


def _separable_lemma(lower: str) -> str | None:
    """'aangelegde' to 'aanleggen', 'meegesprongen' to 'meespringen'."""
    for particle in _SORTED_PARTICLES:
        rest = lower.removeprefix(particle)
        if rest == lower or len(rest) < 4:
            continue
        forms = [rest, rest.removesuffix("e")] if rest.startswith("ge") else [rest]
        if rest.startswith("te") and rest[2:] in lemma_table():  # 'aantepakken'
            forms.append(rest[2:])
        for form in forms:
            verb = lemma_table().get(form)
            if verb is not None and verb.endswith("n") and is_word(particle + clean_lemma(verb)):
                return particle + clean_lemma(verb)
    return None


def _by_ending(lower: str) -> str | None:
    """Inflected adjectives and participles: 'intensieve' to 'intensief', 'vloeiende' to 'vloeien'."""
    if not lower.endswith("e") or len(lower) < 5:
        return None
    table = lemma_table()
    stem = lower[:-1]
    if stem.endswith("end") and table.get(stem[:-1]) == stem[:-1]:
        return stem[:-1]
    forms = [stem]
    if stem[-1] in "vz":
        forms.insert(0, stem[:-1] + ("f" if stem[-1] == "v" else "s"))
    if stem[-1] == stem[-2]:
        forms.append(stem[:-1])
    if stem[-2] in "aeou" and stem[-3] not in "aeiou":
        forms.append(stem[:-2] + stem[-2] * 2 + stem[-1])
    for form in forms:
        if form in table:
            return clean_lemma(table[form], form)
        if is_word(form):
            return form
    if stem.endswith(("isch", "aans", "eels", "iaans", "sch", "ief")):
        return stem
    return None


@functools.lru_cache(maxsize=100_000)
def noun_lemma(word: str) -> str:
    """The lemma of the last part of a compound: a noun when it can be one."""
    from themes.language.context import plural_noun

    if is_noun(word) and word not in FIXES:
        return word
    return (plural_noun(word) if word.endswith("en") and word not in FIXES else None) or lemma(word)


@functools.lru_cache(maxsize=100_000)
def part_lemma(part: str) -> str:
    """The lemma of any part, without a linking s that the word list has as part of it ('volks', 'stads')."""
    if part in ("jonger", "jongeren"):
        return "jongere"
    if part.endswith("s") and part not in lemma_table() and is_noun(part[:-1]):
        return part[:-1]
    if part.endswith("s") and len(part) > 4 and is_noun(part[:-1]) and not is_noun(part):
        return part[:-1]
    return noun_lemma(part)
