"""Dutch: sentence ends, lemmas, compounds, stop words, repair of slips for search, sentence vectors."""

from themes.language.compounds import split_compound
from themes.language.lemmas import lemma
from themes.language.lexicon import is_word, join_hyphen
from themes.language.pipeline import Pipeline, pipeline
from themes.language.repair import Repair, repair
from themes.language.stop_words import STOP_WORDS
from themes.language.tokens import Token

__all__ = [
    "STOP_WORDS",
    "Pipeline",
    "Repair",
    "Token",
    "centred",
    "encode",
    "is_word",
    "join_hyphen",
    "lemma",
    "pipeline",
    "repair",
    "split_compound",
]


def __getattr__(name: str) -> object:
    if name in ("encode", "centred"):  # numpy is loaded when vectors are asked for
        from themes.language import vectors

        return getattr(vectors, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
