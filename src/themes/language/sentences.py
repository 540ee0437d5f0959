"""Where Dutch sentences end: rules on the words of spaCy's blank Dutch pipeline, as a spaCy component."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# abbreviations that ask for what comes next: no sentence ends after them
OPEN_ABBREVIATIONS = frozenset(
    ["aanw", "afb", "afd", "afz", "alg", "art", "bc", "bett", "betr", "bijl", "bijv", "blz", "bv", "ca", "cf", "chr", "circ", "dd", "dhr", "div", "dr", "dra", "drs", "ds", "evt", "excl", "fa", "fam", "fig", "geb", "gem", "get", "hfst", "i.c", "incl", "ing", "ir", "jhr", "jkvr", "jr", "kon", "lic", "maj", "max", "mej", "mevr", "mgr", "min", "mld", "mln", "mr", "mw", "nl", "no", "nr", "nrs", "ong", "pag", "par", "plm", "plv", "prof", "red", "resp", "secr", "sg", "sr", "st", "stct", "tab", "tel", "toel", "ts", "v", "vb", "verg", "vgl", "vlg", "vnl", "vs", "w.o", "wed", "weth", "zgn", "zr", "burg", "dir", "gen", "gebr", "cap", "kol", "lt", "lit", "lt.gen", "t.m", "t/m", "ev", "voorz", "ver", "prov", "vr", "ma", "di", "wo", "vrij", "za", "zo", "p", "pp", "art.lid", "h.m", "k.k", "z.g", "a.d.h.v", "a.g.v", "a.h.w", "b.g.g", "b.v.d", "c.q", "d.d", "d.i", "d.m.v", "d.w.z", "i.c.m", "i.e", "i.h.a", "i.h.b", "i.h.k.v", "i.o", "i.o.v", "i.p.v", "i.s.m", "i.t.t", "i.v.m", "i.z", "m.a.w", "m.b.t", "m.b.v", "m.i", "m.i.v", "m.m.v", "m.n", "m.u.v", "n.a.v", "n.o", "o.a", "o.b.v", "o.g.v", "o.i", "o.l.v", "o.m", "o.v.v", "p.a", "q.q", "r.k", "t.a.v", "t.b.v", "t.e.m", "t.g.v", "t.h.v", "t.l.v", "t.n.v", "t.o.v", "t.w", "t.w.v", "u.a", "v.a", "v.d", "v.h", "v.l.n.r", "v.w.b", "w.v", "z.g.n", "b.v", "m.m", "h.h", "vz"]
)
# abbreviations that close a list or stand last as well: a sentence ends before a capital
CLOSING_ABBREVIATIONS = frozenset(
    ["enz", "etc", "e.d", "e.a", "e.o", "e.v", "e.v.a", "c.s", "jl", "ll", "a.s", "s.v.p", "a.u.b", "ajb", "aub", "i.d", "i.i.d", "o.i.d", "n.v.t", "z.o.z", "i.o.v", "p.j", "p.m", "p.p", "p.w", "n.o.t.k", "e.e.a", "v.chr", "n.chr", "n.v", "b.v", "i.i.g", "t.z.t", "d.v", "s.j", "jr", "sr", "c.a", "v.o.f"]
)
CLOSERS = frozenset("\"'”’»)]}›“") | {"''", "``"}
OPENERS = frozenset("\"'“‘„«([{‹‚") | {",,", "``", "''"}
TERMINAL = re.compile(r"^[.!?…]+$")
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
LONG_RUN = re.compile(r"\S{300,}")


@functools.cache
def sentence_pipeline() -> Language:
    """spaCy's blank Dutch pipeline with our component."""
    import spacy
    from spacy.language import Language as SpacyLanguage

    if not SpacyLanguage.has_factory("dutch_sentences"):
        SpacyLanguage.component("dutch_sentences", func=mark_sentences)
    nlp = spacy.blank("nl")
    nlp.tokenizer.rules = {
        form: rule
        for form, rule in nlp.tokenizer.rules.items()
        if not (form.endswith(".") and form.count(".") == 1 and len(form) > 2)
    }
    nlp.max_length = 10**9
    nlp.add_pipe("dutch_sentences")
    return nlp


def mark_sentences(doc: Doc) -> Doc:
    """Set `is_sent_start` of every token by the rules."""
    tokens = list(doc)
    for token in tokens:
        token.is_sent_start = token.i == 0
    first = 0
    for at, token in enumerate(tokens):
        if not TERMINAL.match(token.text) and not token.text.endswith("."):
            continue
        start = sentence_start(tokens, at, first)
        if start is not None:
            tokens[start].is_sent_start = True
            first = start
    return doc


def sentence_start(tokens: list, at: int, first: int) -> int | None:
    """Index of the token that starts a new sentence after the mark at `at`, None when none starts."""
    after = at + 1
    while (
        after < len(tokens)
        and not tokens[after - 1].whitespace_
        and (tokens[after].text in CLOSERS or TERMINAL.match(tokens[after].text))
    ):
        after += 1
    while after < len(tokens) and tokens[after].is_space:
        after += 1
    if after >= len(tokens):
        return None
    look = after
    while look < len(tokens) and (tokens[look].text in OPENERS or tokens[look].text in "-–—•" or tokens[look].is_space):
        look += 1
    if look >= len(tokens):
        return None
    word = tokens[look].text
    if not (word[:1].isupper() or word[:1].isdigit()):
        return None
    mark = tokens[at].text
    before = tokens[at - 1].text.lower() if mark == "." and at else mark.rstrip(".").lower()
    if mark.strip(".") == "" and len(mark) > 1:
        return after if word[:1].isupper() else None
    if mark.endswith("."):
        if before in OPEN_ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
            return None
        if before.isdigit() and at - 1 == first and len(before) < 4:
            return None
    return after


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Places of the sentences: white space trimmed, nothing but white space between them."""
    spans = []
    masked = LONG_RUN.sub(lambda match: "x" * (match.end() - match.start()), text)
    for sentence in sentence_pipeline()(masked).sents:
        start, end = sentence.start_char, sentence.end_char
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if end > start:
            spans.append((start, end))
    return spans
