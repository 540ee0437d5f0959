"""Words of a text with their places: one expression, so that every pipeline cuts a text in the same way."""

from __future__ import annotations

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"']*[^\s<>"'.,;:!?)\]}]      # web address
    | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+                         # mail address
    | (?:[^\W\d_]{1,3}\.){2,}(?:[^\W\d_](?!\w))?                   # o.a., m.b.t, v.Chr.
    | \d+(?:[.,:/]\d+)*(?:-?[^\W\d_]+(?:-[^\W\d_]+)*)?%?   # 10.000, 2019/2020, 24-uurs, 19e, 74,6%
    | '[^\W\d_](?!\w)                                      # 's, 't
    | [^\W_]+(?:[-'’/&·.][^\W_]+)*                      # words, with hyphens and apostrophes inside
    | [^\w\s]+? | _ | \S
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word or mark: `lemma` in lower case, `parts` the parts of a compound as lemmas (else the lemma alone)."""

    text: str
    lemma: str
    start: int
    end: int
    is_stop: bool
    is_word: bool
    parts: tuple[str, ...]
    pos: str = ""  # universal part of speech, when a model ran


def word_spans(text: str) -> list[tuple[int, int]]:
    """Places of all words and marks, in order; nothing but white space lies between or around them.

    >>> [text[a:b] for text in ["Zo'n 10.000 bewoners, o.a. 's avonds."] for a, b in word_spans(text)]
    ["Zo'n", '10.000', 'bewoners', ',', 'o.a.', "'s", 'avonds', '.']
    """
    return [match.span() for match in TOKEN.finditer(text)]
