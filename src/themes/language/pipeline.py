"""One object that knows Dutch: sentence ends, words, lemmas. Built in, or with an nl_core_news model when installed."""

from __future__ import annotations

import functools
from importlib import metadata
from typing import TYPE_CHECKING

from themes.language.compounds import split_compound
from themes.language.lemmas import lemma
from themes.language.sentences import split_sentences
from themes.language.stop_words import STOP_WORDS
from themes.language.tokens import Token, word_spans

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")
BUILT_IN = "built-in"


class Pipeline:
    """Dutch sentences, words and lemmas of a text.

    Sentence ends always come from our own rules. Lemmas come from the built-in tables or, when `model` is given,
    from that spaCy pipeline. A word form is looked up once, so a million words take seconds.
    """

    def __init__(self, model: Language | None = None, name: str = BUILT_IN) -> None:
        self._model = model
        self.name = name
        self._entries: dict[str, tuple[str, bool, bool, tuple[str, ...]]] = {}

    def __repr__(self) -> str:
        return f"<Pipeline {self.name}>"

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Places of the sentences in order: white space trimmed, nothing but white space between them."""
        return split_sentences(text)

    def tokens(self, text: str) -> list[Token]:
        """All words and marks of a text with lemma, stop word or not, and the parts of compounds."""
        result = []
        entries = self._entries
        for start, end in word_spans(text):
            form = text[start:end]
            entry = entries.get(form)
            if entry is None:
                entry = entries[form] = _entry(form)
            result.append(Token(form, entry[0], start, end, entry[1], entry[2], entry[3]))
        return result

    def lemmas(self, text: str) -> list[str]:
        """Lemmas of the words that carry meaning: no stop words, marks or bare numbers."""
        return [token.lemma for token in self.tokens(text) if token.is_word and not token.is_stop]


def _entry(form: str) -> tuple[str, bool, bool, tuple[str, ...]]:
    """Lemma, stop word, word, parts of a form."""
    is_word = any(sign.isalpha() for sign in form)
    if not is_word:
        return form, False, False, (form,)
    found = lemma(form)
    is_stop = form.lower() in STOP_WORDS or found in STOP_WORDS
    parts = (found,) if is_stop else split_compound(found)
    return found, is_stop, True, parts


@functools.cache
def pipeline(name: str = "auto") -> Pipeline:
    """The pipeline of that name, made once: 'auto', 'built-in', or an installed spaCy model."""
    if name == BUILT_IN or name == "auto":
        versions = f"blank nl {_version('spacy')}, simplemma {_version('simplemma')}"
        return Pipeline(name=f"{BUILT_IN} ({versions})")
    raise ValueError(name)


def _version(package: str) -> str:
    return ".".join(metadata.version(package).split(".")[:2])
