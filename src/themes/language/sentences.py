"""Where Dutch sentences end: rules on the words of spaCy's blank Dutch pipeline, as a spaCy component.

A sentence ends after a full stop, question mark, exclamation mark or ellipsis (and the closing quotes and brackets
behind it) when what follows can start one. Never after a colon, semicolon, dash or arrow, never inside a web address.
An opening quote or bracket goes with the sentence that it opens. A blank line always ends a sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from themes.language.abbreviations import (
    ALSO_WORDS,
    BEFORE_NUMBER,
    CLOSING,
    NAME_PARTICLES,
    OPEN,
    QUESTION_WORDS,
)
from themes.language.listed import listed
from themes.language.stop_words import FUNCTION_WORDS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENT = "dutch_sentences"
ENDS = ".!?…"
SURE_CLOSERS = frozenset(("”", "’", ")", "]", "}", "»", "›"))
SURE_OPENERS = frozenset(("“", "‘", "„", "‚", "«", "‹", "(", "[", "{", ",,", "``"))
EITHER = frozenset(('"', "''", "'"))
BEFORE_WORD = SURE_OPENERS | EITHER | frozenset(("-", "–", "—", "•", "*", "·", "▪", "->", "→", ">"))
CLITICS = frozenset(("'s", "'t", "'n", "’s", "’t", "’n"))
CURRENCY = "€£$"
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
LONG_RUN = re.compile(r"\S{300,}")
LIST_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,5})$")
INITIALS = re.compile(r"^(?:[^\W\d_]\.-?)*(?:[A-ZÀ-Þ]|IJ|Th|Ch|Fr|Chr|Jos|Joh|Ph|Wm)$")
DOTTED = re.compile(r"^(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}$")
DOMAIN_ENDS = listed("nl com org eu net be de js info")


@functools.cache
def sentence_pipeline() -> Language:
    """spaCy's blank Dutch pipeline with our component, its tokenizer mended.

    The tokenizer's exceptions keep the full stop of hundreds of ordinary words ('pas.', 'top.', 'vrij.', 'vol.') as
    if they were abbreviations; those with one full stop are left out, since our own lists decide.
    """
    import spacy
    from spacy.language import Language as SpacyLanguage

    if not SpacyLanguage.has_factory(COMPONENT):
        SpacyLanguage.component(COMPONENT, func=mark_sentences)
    nlp = spacy.blank("nl")
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {
        form: rule
        for form, rule in tokenizer.rules.items()
        if not (form.endswith(".") and form.count(".") == 1 and len(form) > 2)
    }
    nlp.max_length = 10**9
    nlp.add_pipe(COMPONENT)
    return nlp


def mark_sentences(doc: Doc) -> Doc:
    """The component: set `is_sent_start` of every token."""
    import numpy as np
    from spacy.attrs import SENT_START

    starts = set(sentence_starts([token.text for token in doc], [bool(token.whitespace_) for token in doc]))
    values: Any = np.array([[1 if at in starts else -1] for at in range(len(doc))], dtype=np.int64).astype(np.uint64)
    return doc.from_array([SENT_START], values)


def sentence_starts(words: Sequence[str], spaces: Sequence[bool]) -> list[int]:
    """Indices of the words that start a sentence.

    Parameters
    ----------
    words : the tokens of a text in order, runs of white space among them.
    spaces : whether a space follows each.
    """
    scan = _Scan(words, spaces)
    at = 0
    while at < len(words):
        word = words[at]
        scan.meet(at)
        after = at + 1
        if word.isspace():
            if BLANK_LINE.search(word):
                scan.quotes = {}
                scan.begin(after)
        elif word[-1] in ENDS:
            start = scan.end_after(at)
            if start is not None:
                for inner in range(after, start):
                    scan.meet(inner)
                after = start
                scan.begin(after)
        at = after
    return scan.starts


class _Scan:
    """A walk over the words of a text: where the sentence began, whether it holds a word yet, which quotes are open."""

    def __init__(self, words: Sequence[str], spaces: Sequence[bool]) -> None:
        self.words = words
        self.spaces = spaces
        self.starts: list[int] = [0] if words else []
        self.has_word = False
        self.quotes: dict[str, bool] = {}

    def begin(self, at: int) -> None:
        """A sentence begins at this word."""
        if at < len(self.words) and at != self.starts[-1]:
            self.starts.append(at)
        self.has_word = False

    def meet(self, at: int) -> None:
        """Note a word: whether it says something, and whether a quotation mark opens or closes."""
        word = self.words[at]
        if word[0].isalnum() or (not self.has_word and any(sign.isalnum() for sign in word)):
            self.has_word = True
        elif word in ("“", "„", ",,", "``", "«"):
            self.quotes['"'] = True
        elif word in ("”", "»"):
            self.quotes['"'] = False
        elif word in EITHER:
            self.quotes["'" if word == "'" else '"'] = not self.closes(at)

    def closes(self, at: int) -> bool:
        """Whether the word is a closing quote or bracket."""
        word = self.words[at]
        if word in SURE_CLOSERS:
            return True
        if word not in EITHER:
            return False
        before = at == 0 or self.spaces[at - 1] or self.words[at - 1].isspace()
        after = at + 1 >= len(self.words) or self.spaces[at] or self.words[at + 1].isspace()
        if before != after:
            return after
        return self.quotes.get("'" if word == "'" else '"', False)

    def end_after(self, at: int) -> int | None:
        """Index of the word that starts the next sentence when one ends at `at`, else None."""
        words = self.words
        if not self.has_word:
            return None
        mark, closed = words[at], False
        after = at + 1
        while after < len(words):
            if self.closes(after):
                closed = True
                self.meet(after)
            elif words[after] == ":" and self.spaces[after - 1] and self.spaces[after]:
                pass  # a stray colon between two sentences
            elif self.spaces[after - 1] or words[after - 1].isspace() or words[after].strip(ENDS):
                break
            else:
                mark += words[after]
            after += 1
        glued = after < len(words) and not self.spaces[after - 1] and not words[after].isspace()
        while after < len(words) and words[after].isspace():
            if BLANK_LINE.search(words[after]):
                return None
            after += 1
        look = after
        while look < len(words) and (words[look] in BEFORE_WORD or words[look].isspace()):
            look += 1
        if look >= len(words):
            return None
        following = words[look]
        if following.lower() in CLITICS and look + 1 < len(words):
            following = words[look + 1]
        if glued and not self._ends_glued(at, following, closed or len(mark) > len(words[at])):
            return None
        return after if self._ends(at, mark, following, closed) else None

    def _ends(self, at: int, mark: str, following: str, closed: bool) -> bool:
        """Whether the mark ends a sentence before the following word."""
        marks = mark[len(mark.rstrip(ENDS)) :]
        upper = following[0].isupper()
        if not (upper or following[0].isdigit() or following[0] in CURRENCY):
            return marks.endswith("?") and not closed and following.lower() in QUESTION_WORDS
        if "?" in marks or "!" in marks:
            return True
        if len(marks) > 1 or marks == "…":
            return upper
        return self._ends_at_stop(at, following, upper)

    def _ends_at_stop(self, at: int, following: str, upper: bool) -> bool:
        """Whether a single full stop ends a sentence before a capital or a digit."""
        word = self.words[at]
        attached = len(word) > 1
        before = word[:-1] if attached else (self.words[at - 1] if at and not self.spaces[at - 1] else "")
        place = at if attached else at - 1
        lower = before.lower()
        starter = upper and following.lower() in FUNCTION_WORDS
        if LIST_NUMBER.match(before) and (place == self.starts[-1] or self.words[place - 1] in (":", ";", "(")):
            return False
        if lower in CLOSING:
            return True
        if lower in OPEN:
            return starter and lower in ALSO_WORDS
        if lower in BEFORE_NUMBER:
            return upper
        if INITIALS.match(before):
            return starter and following.lower() not in NAME_PARTICLES
        return not DOTTED.match(before) and (len(before) != 1 or not before.isalpha() or starter)

    def _ends_glued(self, at: int, following: str, closed: bool) -> bool:
        """Whether a sentence ends where no space follows: 'gedaan.Daarna', not 'site.Nl' or 'v.Chr'."""
        before = self.words[at - 1] if at else ""
        return (
            (closed or (len(before) >= 3 and before.isalpha() and before[1:].islower()))
            and len(following) >= 2
            and following[0].isupper()
            and following[1:].islower()
            and following.lower() not in DOMAIN_ENDS
        )


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Places of the sentences in order: white space trimmed, nothing but white space between them.

    >>> text = "Dat helpt bijv. ouderen. 'Echt?' Ja, max. 3 keer!"
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Dat helpt bijv. ouderen.', "'Echt?'", 'Ja, max. 3 keer!']
    """
    if not text.strip():
        return []
    # a run of hundreds of signs without a space is no Dutch, and costs the tokenizer more than linear time
    masked = LONG_RUN.sub(lambda match: "x" * (match.end() - match.start()), text)
    spans = []
    for sentence in sentence_pipeline()(masked).sents:
        piece = text[sentence.start_char : sentence.end_char]
        start = sentence.start_char + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if end > start:
            spans.append((start, end))
    return spans
