"""The words of a text as patterns see them: folded, with lemma and parts, and with names of places left out."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from themes.language import Pipeline, Token

_OPENS = frozenset(".!?:;\"'‘’“”„«»([-–—•…")  # after these a capital says nothing
_STREET = re.compile(
    r"^[^\W\d_]{3,}(?:straat|weg|plein|laan|baan|kade|dijk|dreef|singel|gracht|park|bos|zicht|kerk|dorp|land|veld|hof)$"
)


@functools.lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case without accents; 'één' keeps them, since 'een' is another word.

    >>> fold("Coöperatie"), fold("Eén"), fold("ideeën")
    ('cooperatie', 'één', 'ideeen')
    """
    lower = text.lower().replace("’", "'")
    if lower in ("één", "eén", "éen"):
        return "één"
    if lower.isascii():
        return lower
    return "".join(sign for sign in unicodedata.normalize("NFD", lower) if not unicodedata.combining(sign))


class Place(NamedTuple):
    """One word of a text as patterns see it: folded form and lemma, folded parts, and where it stands."""

    form: str
    lemma: str
    parts: tuple[str, ...]
    start: int
    end: int
    name: bool = False  # the name of a street or building: 'Kerkweg' is no church


def read_places(text: str, pipeline: Pipeline) -> list[Place]:
    """The words of a text; 'a/b' is two words, '75+' is one, marks are left out."""
    found: list[Place] = []
    tokens = pipeline.tokens(text)
    for at, token in enumerate(tokens):
        word = token.text
        if word == "+" and found and found[-1].end == token.start and found[-1].form.isdigit():
            last = found.pop()
            found.append(Place(last.form + "+", last.form + "+", (), last.start, token.end))
        elif not word.isalnum() and not any(sign.isalnum() for sign in word):
            continue
        elif "/" in word and "/" in word.strip("/") and "://" not in word:
            for match in re.finditer(r"[^/]+", word):
                inner = next((t for t in pipeline.tokens(match.group()) if any(s.isalnum() for s in t.text)), None)
                if inner is not None:
                    start = token.start + match.start()
                    found.append(_place(inner.text, inner.lemma, inner.parts, start, start + len(match.group())))
        else:
            name = word[0].isupper() and _is_name(tokens, at)
            found.append(_place(word, token.lemma, token.parts, token.start, token.end, name))
    return found


def _is_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word with a capital stands within a sentence and names a street or building ('Kerkweg', 'De Kring')."""
    word = tokens[at].text
    if at == 0 or word.isupper() or not _inside(tokens, at):
        return False
    if _STREET.search(word):
        return True
    return tokens[at - 1].text in ("De", "Het") and at > 1 and _inside(tokens, at - 1)


def _inside(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].text not in _OPENS


def _place(form: str, lemma: str, parts: tuple[str, ...], start: int, end: int, name: bool = False) -> Place:
    return Place(*_folded(form, lemma, parts), start, end, name)


@functools.lru_cache(maxsize=100_000)
def _folded(form: str, lemma: str, parts: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    folded, base = fold(form).strip("-'."), fold(lemma).strip("-'.")
    return folded or fold(form), base, tuple(map(fold, parts))
