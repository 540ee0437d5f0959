"""One object that knows Dutch: sentence ends, words, lemmas. Built in, or with an nl_core_news model when installed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.language.compounds import lemma_parts
from themes.language.context import lemmatize
from themes.language.lemmas import clean_lemma, lemma
from themes.language.lexicon import is_word
from themes.language.sentences import split_sentences
from themes.language.stop_words import FUNCTION_WORDS, STOP_WORDS
from themes.language.tokens import Token, word_spans
from themes.problems import ThemesError
from themes.words import reading as words

if TYPE_CHECKING:
    from spacy.language import Language

MODELS = ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm")  # the best first
BUILT_IN = "built-in"
STRAIGHT = str.maketrans("’‘“”„", '\'\'"""')  # the models were not trained on curly quotes
NOT_FOR_LEMMAS = frozenset({"parser", "ner", "senter", "sentencizer"})


class Pipeline:
    """Dutch sentences, words, lemmas and names of a text.

    Sentence ends and the cutting of words are our own rules with every pipeline. Lemmas and parts of speech come from
    `model` when given, else from the built-in tables and context rules. What is known of a word form is kept, so a
    million words take seconds. `name` says which pipeline it is, for the account of a run. `kept` may hold the tokens
    of texts met before: an object with get(text), which gives tokens or None, and put(text, tokens).
    """

    def __init__(self, name: str, model: Language | None = None) -> None:
        self.name = name
        self._model = model
        self.kept: Any = None

    def __repr__(self) -> str:
        return f"<Pipeline {self.name}>"

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Places of the sentences in order: white space trimmed, nothing but white space between them."""
        return split_sentences(text)

    def tokens(self, text: str) -> list[Token]:
        """All words and marks of a text with lemma, stop word or not, and the parts of compounds."""
        if self.kept is None:
            return self._tokens(text)
        found: list[Token] | None = self.kept.get(text)
        if found is None:
            found = self._tokens(text)
            self.kept.put(text, found)
        return list(found)

    def _tokens(self, text: str) -> list[Token]:
        spans = word_spans(text)
        forms = [text[start:end] for start, end in spans]
        spaces = [end < len(text) and text[end].isspace() for _, end in spans]
        found = self.analyse_words(forms, spaces)
        return [
            Token(form, lemma_, start, end, *_entry(form, lemma_), pos)
            for form, (start, end), (lemma_, pos) in zip(forms, spans, found, strict=True)
        ]

    def lemmas(self, text: str) -> list[str]:
        """Lemmas of the words that carry meaning: no stop words, marks or bare numbers."""
        return [token.lemma for token in self.tokens(text) if token.is_word and not token.is_stop]

    def names(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and kind (PERSON, ORG, GPE ...) of names; only a model with a name recogniser knows any."""
        if self._model is None or not self._model.has_pipe("ner"):
            return []
        return [(span.start_char, span.end_char, span.label_) for span in self._model(text).ents]

    def analyse_words(self, forms: Sequence[str], spaces: Sequence[bool] | None = None) -> list[tuple[str, str]]:
        """Lemma and universal part of speech ('' when built in) of each word and mark of a text.

        `spaces` tells whether white space follows each. A model's lemma that is no word gives way to the built-in one.
        """
        if self._model is None:
            return [(lemma_, "") for lemma_ in lemmatize(forms)]
        if not forms:
            return []
        from spacy.tokens import Doc

        words = [form.translate(STRAIGHT) for form in forms]
        doc = Doc(self._model.vocab, words=words, spaces=list(spaces) if spaces is not None else None)
        for name, component in self._model.pipeline:
            if name not in NOT_FOR_LEMMAS:
                doc = component(doc)
        return [(checked_lemma(token.text, token.lemma_), token.pos_) for token in doc]


@functools.lru_cache(maxsize=400_000)
def checked_lemma(form: str, found: str) -> str:
    """A model's lemma without underscores, in lower case; the built-in one when the model's is no Dutch word."""
    cleaned = clean_lemma(found, form.lower())
    if not cleaned or (not is_word(cleaned) and cleaned != form.lower()):
        return lemma(form)
    if cleaned == form.lower() and not is_word(cleaned):
        return lemma(form)
    return cleaned


@functools.lru_cache(maxsize=400_000)
def _entry(form: str, found: str) -> tuple[bool, bool, tuple[str, ...]]:
    """Stop word or not, word or not, and the parts of a form with this lemma."""
    if not any(sign.isalpha() for sign in form):
        return False, False, (found,)
    is_stop = found in STOP_WORDS or form.lower() in FUNCTION_WORDS
    return is_stop, True, (found,) if is_stop else lemma_parts(found)


def pipeline(name: str = "auto") -> Pipeline:
    """The pipeline of that name, made once.

    Parameters
    ----------
    name : 'auto' (the best nl_core_news model that is installed, else the built-in one), 'built-in', the name of an
        installed spaCy pipeline, or the path of one.

    Raises
    ------
    ThemesError : the named model is not installed or can't be loaded.
    """
    if name == "auto":
        name = next((model for model in MODELS if find_spec(model) is not None), BUILT_IN)
    return _load(name)


@functools.cache
def _load(name: str) -> Pipeline:
    if name == BUILT_IN:
        return Pipeline(f"{BUILT_IN} (blank nl {_version('spacy')}, simplemma {_version('simplemma')})")
    if find_spec(name) is None if name.isidentifier() else not Path(name).is_dir():
        raise ThemesError(words.NO_PIPELINE.format(name=name), remedy=words.INSTALL_PIPELINE.format(name=name))
    import spacy

    try:
        model: Any = spacy.load(name)
    except (OSError, ValueError) as problem:
        raise ThemesError(words.PIPELINE_BROKEN.format(name=name), remedy=words.MATCHING_PIPELINE) from problem
    model.max_length = 10**9
    return Pipeline(f"{model.lang}_{model.meta['name']} {model.meta['version']}", model)


def _version(package: str) -> str:
    return ".".join(metadata.version(package).split(".")[:2])
