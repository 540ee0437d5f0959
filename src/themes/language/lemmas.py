"""Lemmas of Dutch words: simplemma's table with its errors mended, then the rules, then the last part of a compound."""

from __future__ import annotations

import functools

from themes.language.lexicon import is_word, lemma_table

# what the table gets wrong of words that minutes are full of: a noun read as its verb, a feminine or rare twin
FIXES: dict[str, str] = {
    "kaart": "kaart", "kaarten": "kaart", "stap": "stap", "stappen": "stap", "start": "start", "leren": "leren",
    "mail": "mail", "mails": "mail", "sprake": "sprake", "hoop": "hoop", "rij": "rij", "wens": "wens",
    "wensen": "wens", "test": "test", "dank": "dank", "leden": "lid", "werken": "werken", "onderzoeker": "onderzoeker",
    "onderzoekers": "onderzoeker", "vertrek": "vertrek", "steun": "steun", "hulp": "hulp", "zorg": "zorg",
    "zorgen": "zorgen", "verzet": "verzet", "velden": "veld", "boer": "boer", "strand": "strand", "stroom": "stroom",
    "een": "een", "minima": "minima",
}  # fmt: skip


def clean_lemma(lemma: str) -> str:
    """A lemma without the underscores of the treebank convention ('gemeente_raad'), in lower case."""
    return lemma.replace("_", "").lower() if len(lemma) > 1 else lemma.lower()


@functools.lru_cache(maxsize=400_000)
def lemma(word: str) -> str:
    """The lemma of one word form without its context, in lower case.

    >>> lemma("bewoners"), lemma("gemeenteraad"), lemma("ontmoetingsplekken"), lemma("Kaart")
    ('bewoner', 'gemeenteraad', 'ontmoetingsplek', 'kaart')
    """
    lower = word.lower()
    if lower in FIXES:
        return FIXES[lower]
    table = lemma_table()
    for form in (word, lower):
        if form in table:
            return clean_lemma(table[form])
    if not lower.isalpha() and "-" not in lower:
        return lower
    return _unknown_lemma(lower)


def _unknown_lemma(lower: str) -> str:
    """Lemma of a form that the table doesn't have."""
    from simplemma import lemmatize

    from themes.language.compounds import best_chain

    if "-" in lower.strip("-"):
        head, _, last = lower.rpartition("-")
        return f"{head}-{lemma(last)}" if len(last) > 2 else lower
    chain = best_chain(lower)
    if chain is not None:
        last = chain[-1]
        return lower[: len(lower) - len(last)] + noun_lemma(last)
    return clean_lemma(lemmatize(lower, "nl"))


@functools.lru_cache(maxsize=100_000)
def noun_lemma(word: str) -> str:
    """The lemma of a part of a compound: a noun unless nothing speaks for it."""
    found = lemma(word)
    if found.endswith("en") and found != word and is_word(word) and len(found) > len(word):
        return word  # 'kaart' is no form of 'kaarten'
    return found
