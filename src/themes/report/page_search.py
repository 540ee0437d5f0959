"""The search index of the page: which entry holds which word, made when the page is made.

An entry is found by the lemma of its words and by the parts of its compounds, so that 'kaart' finds 'kaarten' and
'buurtkaart'. The page itself only looks words up: it knows no Dutch and asks nothing of a network.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themes.language import Pipeline


def plain(word: str) -> str:
    """A word in lower case without accents: how words are compared.

    >>> plain("Cliëntondersteuning")
    'clientondersteuning'
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("’", "'")


def make_index(entries: Iterable[tuple[int, str]], pipeline: Pipeline) -> dict[str, dict[str, list[int] | str]]:
    """Index of (entry number, text) pairs.

    Returns
    -------
    {'words': word -> entry numbers as differences between neighbours, 'forms': form met in a text -> lemma}
    """
    words: dict[str, set[int]] = defaultdict(set)
    forms: dict[str, str] = {}
    for number, text in entries:
        for token in pipeline.tokens(text):
            if not token.is_word and not token.text[:1].isdigit():
                continue
            form, lemma = plain(token.text), plain(token.lemma)
            if token.is_stop or len(form) < 2:
                continue
            words[lemma].add(number)
            if form != lemma:
                forms.setdefault(form, lemma)
            for part in token.parts:
                if len(part) > 2:
                    words[plain(part)].add(number)
    packed: dict[str, list[int] | str] = {word: _differences(sorted(words[word])) for word in sorted(words)}
    return {"words": packed, "forms": dict(sorted(forms.items()))}


def theme_words(label: str, pipeline: Pipeline) -> list[str]:
    """Words by which a theme can be asked for: those of its label, as lemmas and as they stand."""
    tokens = [token for token in pipeline.tokens(label) if token.is_word and not token.is_stop]
    return sorted({plain(form) for token in tokens for form in (token.text, token.lemma)})


def _differences(numbers: list[int]) -> list[int]:
    """Numbers as steps from the one before.

    >>> _differences([3, 4, 9])
    [3, 1, 5]
    """
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
