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

LINKS = ("", "s", "en", "e", "n", "er", "-", "s-")
SHORTEST = 4  # letters of a part, unless it is in SHORT_PARTS
LONGEST_WORD = 60

# parts of three letters that are words by themselves and not endings
SHORT_PARTS = frozenset(
    [
        "arm",
        "bad",
        "bal",
        "bed",
        "bos",
        "bus",
        "cao",
        "dag",
        "dak",
        "dek",
        "eis",
        "elf",
        "fax",
        "gas",
        "geld",
        "ggd",
        "ggz",
        "gif",
        "hal",
        "ham",
        "hof",
        "hok",
        "hut",
        "ijs",
        "jas",
        "kas",
        "kip",
        "koe",
        "kok",
        "kop",
        "lab",
        "lak",
        "les",
        "lid",
        "lof",
        "luk",
        "man",
        "map",
        "mbo",
        "mes",
        "mix",
        "moe",
        "net",
        "nut",
        "oma",
        "oor",
        "opa",
        "oud",
        "pad",
        "pak",
        "pan",
        "pas",
        "pgb",
        "pil",
        "pis",
        "pot",
        "rad",
        "ras",
        "rij",
        "rok",
        "rug",
        "sap",
        "sok",
        "tak",
        "tas",
        "tax",
        "tip",
        "top",
        "tuin",
        "tv",
        "vak",
        "vat",
        "vee",
        "vet",
        "vis",
        "vmbo",
        "voet",
        "was",
        "web",
        "weg",
        "wet",
        "wia",
        "wij",
        "wmo",
        "woz",
        "zak",
        "zee",
        "ziel",
        "zin",
        "zon",
        "zus",
        "hbo",
        "ict",
        "wlz",
        "vut",
        "bso",
        "kdv",
        "bak",
        "bol",
        "bom",
        "bon",
        "bot",
        "bod",
        "bar",
        "app",
    ]
) - {"luk", "was", "wij", "moe", "lof", "pis", "oud", "rad", "bod", "dek", "elf"}

# the same letters, but a prefix or an ending where they stand in other words
NO_FIRST = frozenset(
    [
        "aaneen",
        "achter",
        "achteraf",
        "beneden",
        "bijeen",
        "binnen",
        "boven",
        "daar",
        "door",
        "dicht",
        "dies",
        "door",
        "eerst",
        "even",
        "fijn",
        "heen",
        "hier",
        "hoog",
        "hoofd",
        "in",
        "klaar",
        "langs",
        "leeg",
        "los",
        "mede",
        "mee",
        "mis",
        "naar",
        "neer",
        "onder",
        "omhoog",
        "omlaag",
        "omver",
        "over",
        "rond",
        "samen",
        "tegen",
        "tegemoet",
        "terecht",
        "terug",
        "toe",
        "tussen",
        "uiteen",
        "vast",
        "veel",
        "vol",
        "volle",
        "voor",
        "voorbij",
        "vooruit",
        "voort",
        "vrij",
        "waar",
        "weder",
        "weer",
        "wereld",
        "zelf",
        "zijn",
        "zoveel",
        "aller",
        "anti",
        "inter",
        "super",
        "ultra",
        "multi",
        "mini",
        "mega",
        "auto",
        "zeer",
        "deel",
        "best",
        "goed",
        "half",
        "hele",
        "heel",
        "laag",
        "lang",
        "langs",
        "meer",
        "minder",
        "ander",
        "beter",
        "groot",
        "grote",
        "klein",
        "nieuw",
        "niet",
        "geen",
        "onge",
        "onder",
        "even",
        "iets",
        "niets",
        "dies",
        "reis",
        "ster",
        "ling",
        "loos",
        "haar",
        "baar",
    ]
) - {"hoofd", "wereld", "auto", "deel", "reis", "ster", "binnen", "nieuw"}
NO_LAST = frozenset(
    [
        "achtig",
        "achtige",
        "baar",
        "bare",
        "eerd",
        "elen",
        "elijk",
        "eren",
        "ering",
        "erig",
        "erige",
        "gewijs",
        "heden",
        "heid",
        "hede",
        "iteit",
        "king",
        "lijk",
        "lijke",
        "lijker",
        "lijks",
        "ling",
        "lingen",
        "loos",
        "loze",
        "matig",
        "matige",
        "schap",
        "schappen",
        "schel",
        "sche",
        "stel",
        "ster",
        "sters",
        "teren",
        "deren",
        "leren",
        "neren",
        "seren",
        "telen",
        "delen",
        "tigen",
        "zaam",
        "zame",
        "zamer",
        "tief",
        "tieve",
        "eter",
        "ging",
        "gingen",
        "ting",
        "tingen",
        "ning",
        "ningen",
        "rige",
        "rijk",
        "rijke",
        "rijker",
        "ende",
        "aard",
        "gerig",
        "ische",
        "maal",
        "male",
        "vol",
        "volle",
        "vrije",
        "waarts",
        "wijs",
        "wijze",
        "zijde",
        "tjes",
        "pjes",
        "ende",
        "enen",
        "eren",
        "gend",
        "gende",
        "stig",
        "stige",
        "vend",
        "vende",
        "tende",
        "dend",
        "dende",
        "zend",
        "zende",
        "lend",
        "lende",
        "lijn",
        "nend",
        "nende",
        "rend",
        "rende",
        "send",
        "sende",
        "eerde",
        "eerden",
        "eert",
        "tisch",
        "stisch",
        "kend",
        "kende",
        "ruit",
        "eind",
        "lust",
        "mend",
        "mende",
        "ster",
        "sten",
        "este",
        "aren",
        "eten",
        "even",
        "eden",
    ]
) - {"lijn", "eind", "lust", "zijde", "stel", "maal", "leren", "delen"}
NO_LAST = NO_LAST | {"ering", "stelling"} - {"stelling"}


@functools.cache
def part_weights() -> dict[str, tuple[float, float]]:
    """Cost (minus log share) of each known part as first and as last part of a compound."""
    packed = resources.files("themes.language").joinpath("data/parts.txt.xz").read_bytes()
    rows = [line.split("\t") for line in lzma.decompress(packed).decode("utf-8").split("\n")]
    counts = {word: (int(first), int(last)) for word, first, last in rows}
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
    """The parts of a compound as lemmas, or the word alone when it is none.

    >>> split_compound("ontmoetingsplekken"), split_compound("eenzaamheidsbeleid")
    (('ontmoeting', 'plek'), ('eenzaamheid', 'beleid'))
    >>> split_compound("bewoner")
    ('bewoner',)
    """
    lower = word.lower().strip("-")
    if "-" in lower:
        parts = tuple(part for piece in lower.split("-") if piece for part in split_compound(piece))
        return parts or (lower,)
    chain = best_chain(lower)
    if chain is None:
        return (lower,)
    from themes.language.lemmas import noun_lemma

    return tuple(noun_lemma(part) for part in chain)


@functools.lru_cache(maxsize=200_000)
def best_chain(word: str) -> tuple[str, ...] | None:
    """The cheapest chain of two or more parts as they stand in the word without their links, or None."""
    size = len(word)
    if not 2 * 3 <= size <= LONGEST_WORD or not word.isalpha():
        return None
    # best[at] = (number of characters in weak parts, cost, chain) of the cheapest chain of first parts up to `at`
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
                if link and not word[at:end].endswith(link):
                    continue
                stem = word[at : end - len(link)]
                cost = _cost(stem, first=True) if len(stem) >= 3 else None
                if cost is None:
                    continue
                total = here[0] + cost + (0.0 if link in ("", "s") else 1.0)
                known = best[end]
                if known is None or total < known[0]:
                    best[end] = (total, (*here[1], stem))
    if answer is None or answer[0] > LIMIT * len(answer[1]):
        return None
    return answer[1]


LIMIT = 12.0  # mean cost of a part above which a word is left whole
