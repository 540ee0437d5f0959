"""Dutch compounds taken apart: 'ontmoetingsplekken' is about an 'ontmoeting' and a 'plek'.

A compound is a chain of known parts with a linking s, e, en, n or er between them. How often a part stands first or
last in the compounds of the word list is its weight; the chain with the best weights wins (Viterbi, as in
P. Koehn and K. Knight, Empirical methods for compound splitting, EACL 2003, with list counts for corpus counts).
"""

from __future__ import annotations

import functools
import lzma
import math
from importlib import resources

from themes.language.listed import listed

# linking letters and what they cost: a part without one is likelier ('zomer|stop', not 'zomer|s|top')
LINKS = {"": 0.0, "s": 1.0, "en": 0.7, "e": 1.5, "n": 1.5, "er": 1.5}
SHORTEST_COMPOUND = 7  # letters; 8 for a word of the list
ER_PLURALS = frozenset({"kind", "ei", "rund", "lam", "kalf", "blad", "been", "hoen", "lied", "volk", "goed", "rad"})
PRODUCTIVE = 12  # compounds that a word stands in, from which it is a part itself
SHORTEST = 4  # letters of a part, unless it is in SHORT_PARTS
LONGEST_WORD = 60
LIMIT = 12.0  # mean cost of a part above which a word is left whole

# parts of three letters that are words by themselves and not endings
SHORT_PARTS = listed(
    """
    arm bad bal bed bos bus cao dag dak eis fax gas ggd ggz gif hal ham hof hok hut ijs jas kas kip koe kok kop lab lak
    les lid man map mbo mes mix net nut oma oor opa pad pak pan pas pgb pil pot ras rok rug sap sok tak tas tax tip
    top tuin vak vat vee vet vis voet web weg wet wia wmo wlz woz zak zee ziel zin zon zus hbo ict vut bso kdv bak bol
    bom bon bot bar app hap
    """
)
# these are prefixes, or words that start a derivation rather than a compound
NO_FIRST = listed(
    """
    aan aaneen achter achteraf alle aller ander anti beneden best beter bijeen boven daar deel dicht dies door eerst
    even fijn geen goed groot grote haar half heel heen hele hier hoog iets inter klaar klein laag lang langs leeg loos
    los mede mee meer mega mini minder mis multi naar neer niet niets omhoog omlaag onder onge over rond samen self
    super tegemoet tegen terecht terug toe tussen uiteen ultra vast veel vol volle voor voorbij vooruit voort vrij waar
    weder weer zeer zelf zijn zoveel ster ling baar
    """
)
# endings that the list has as words too
WHOLE = listed(
    """
    belangstelling bedrijf gesprek praktijk combinatie cultuur scheiding huisvesting uitzondering oorzaak leeftijd
    teleurstelling ongeluk hindernis nederlaag verwonding ontsnapping boerderij schilderij achterstand oppervlakte
    overlevering dreigement protestant specialisme toerisme klassering scheppers schaduw noodzaak instelling
    ondersteuning voorziening bijeenkomst bestelling opstelling vaststelling voorstelling doelstelling veronderstelling
    tentoonstelling samenstelling gelegenheid bewustwording verantwoording verantwoordelijkheid zelfredzaamheid
    bestuurder signalering regisseur kwartier materiaal functie financiering informatie organisatie participatie
    """
)
NO_LAST = listed(
    """
    aard achtig achtige aren aten baar bare dend dende eden eerd eerde eerden eert elen elijk ende enen eren erig erige
    este eten eter even gend gende gerig gewijs ging gingen heden heid hede ische iteit kend kende king lend lende leren
    lijk lijke lijker lijks ling lingen loos loze male matig matige mend mende nend nende neren ning ningen pjes rende
    rend rige rijk rijke rijker schap schappen send sende seren sche schel stende ster sters sten stig stige telen
    tende teren deren tief tieve tigen ting tingen tisch stisch tjes vende vend vrije volle waarts wijs wijze zaam
    zame zamer zende zend zijds
    isme ring ante natie ping ding rage landers pel pels lier nier zing ment ent ade
    list liste lander uwen tijk rijf tand ringen dingen duwen
    pers lieden mennen
    """
)


@functools.cache
def part_counts() -> dict[str, tuple[int, int]]:
    """In how many words of the list a part stands first, and last."""
    packed = resources.files("themes.language").joinpath("data/parts.txt.xz").read_bytes()
    rows = [line.split("\t") for line in lzma.decompress(packed).decode("utf-8").split("\n")]
    return {word: (int(first), int(last)) for word, first, last in rows}


@functools.cache
def part_weights() -> dict[str, tuple[float, float]]:
    """Cost (minus log share) of each known part as first and as last part of a compound."""
    counts = part_counts()
    total_first = sum(first for first, _ in counts.values())
    total_last = sum(last for _, last in counts.values())
    return {
        word: (-math.log((first + 0.2) / total_first), -math.log((last + 0.2) / total_last))
        for word, (first, last) in counts.items()
        if len(word) >= SHORTEST or word in SHORT_PARTS
    }


@functools.cache
def _unlisted() -> tuple[float, float]:
    weights = part_weights().values()
    return max(first for first, _ in weights) + 1.0, max(last for _, last in weights) + 1.0


def _cost(part: str, *, first: bool) -> float | None:
    """Cost of `part` at its place, None when it can't stand there."""
    if part in (NO_FIRST if first else NO_LAST) or (len(part) < SHORTEST and part not in SHORT_PARTS):
        return None
    weights = part_weights().get(part)
    if weights is not None:
        return weights[0 if first else 1]
    from themes.language.lexicon import is_word

    if len(part) < 5 or not is_word(part):
        return None
    return _unlisted()[0 if first else 1]


@functools.lru_cache(maxsize=200_000)
def split_compound(word: str) -> tuple[str, ...]:
    """The parts of a compound as lemmas, or the word's lemma alone when it is none.

    A word that itself stands in many compounds ('bedrijf', 'netwerk') is one part.

    >>> split_compound("ontmoetingsplekken"), split_compound("eenzaamheidsbeleid")
    (('ontmoeting', 'plek'), ('eenzaamheid', 'beleid'))
    >>> split_compound("bewoner"), split_compound("bedrijven")
    (('bewoner',), ('bedrijf',))
    """
    from themes.language.lemmas import lemma

    return lemma_parts(lemma(word))


def lemma_parts(word: str) -> tuple[str, ...]:
    """The parts of what is a lemma already; of a word with hyphens the parts of each piece."""
    if "-" not in word:
        return _pieces(word)
    parts = tuple(part for piece in word.split("-") if piece for part in split_compound(piece))
    return parts or (word,)


@functools.lru_cache(maxsize=200_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The parts of a lemma, those that are compounds themselves taken apart as well."""
    from themes.language.lemmas import part_lemma

    chain = best_chain(word)
    if chain is None:
        return (word,)
    return tuple(piece for part in chain for piece in _pieces(part_lemma(part)))


@functools.lru_cache(maxsize=200_000)
def best_chain(word: str) -> tuple[str, ...] | None:
    """The cheapest chain of two or more parts as they stand in the word without their links, or None."""
    from themes.language.lexicon import is_listed

    size = len(word)
    if not SHORTEST_COMPOUND <= size <= LONGEST_WORD or not word.isalpha() or word in WHOLE:
        return None
    if size == SHORTEST_COMPOUND and is_listed(word):
        return None
    if sum(part_counts().get(word, (0, 0))) >= PRODUCTIVE:
        return None
    # best[at] = cost and chain of the cheapest chain of first parts up to `at`
    best: list[tuple[float, tuple[str, ...]] | None] = [None] * (size + 1)
    best[0] = (0.0, ())
    answer: tuple[float, tuple[str, ...]] | None = None
    for at in range(size - 2):
        here = best[at]
        if here is None:
            continue
        if at:
            cost = _cost(word[at:], first=False)
            if cost is not None and (answer is None or here[0] + cost < answer[0]):
                answer = (here[0] + cost, (*here[1], word[at:]))
        for end in range(at + 3, size - 2):
            for link in LINKS:
                stem = word[at : end - len(link)]
                if not word[at:end].endswith(link) or (link == "er" and stem not in ER_PLURALS):
                    continue
                cost = _cost(stem, first=True) if len(stem) >= 3 else None
                if cost is None:
                    continue
                total = here[0] + cost + LINKS[link]
                known = best[end]
                if known is None or total < known[0]:
                    best[end] = (total, (*here[1], stem))
    if answer is None or answer[0] > LIMIT * len(answer[1]):
        return None
    return answer[1]
