"""The pattern language of the codebook, and how a pattern finds its words in a statement.

    woord            the word as lemma or as form          woord*  *woord  *woord*   begins with, ends with, holds
    "woord"          this form only                        +woord                    the word or a part of a compound
    goede raad       words next to each other              _                         any word
    a ~4 b           at most 4 words apart, any order      a >4 b                    b within 4 words after a
    (a|b c|d*)       one of these                          a tenzij b                not when b is in the statement too
    !a               words of a don't count (negative)     ?a                        a hint: never enough by itself

Case and accents are ignored, except in 'één'. Marks don't count as words. What a word form means to all patterns is
looked up once per form, so a statement costs as much as its rare words.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from themes.coding.places import Place, fold
from themes.coding.places import read_places as read_places
from themes.language import STOP_WORDS
from themes.words import coding as words

Sign = Literal["plus", "minus", "hint"]
LONGEST_GAP = 20  # words
MOST_SPANS = 200  # of one part of a pattern in one statement; a statement with more is no statement

_PIECE = re.compile(r'"[^"]*"|[()|]|[~>]\d+|[^\s()|"]+')
_WORD = re.compile(r"[\w'’&@./+-]+")


class InvalidPattern(ValueError):
    """A pattern that can't be read; the message is Dutch and says what to change."""


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One place of a pattern that a single word fills."""

    text: str
    kind: Literal["word", "form", "begin", "end", "inside", "part", "any"]


@dataclasses.dataclass(frozen=True, slots=True)
class Either:
    """One of several options."""

    options: tuple[Node, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """Parts with the gap before each: ('next', 1), ('near', n) or ('after', n); the first gap means nothing."""

    parts: tuple[Node, ...]
    gaps: tuple[tuple[str, int], ...]


Node = Word | Either | Chain


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as read: `text` as written, what it looks for, and what must be absent."""

    text: str
    sign: Sign
    body: Node
    unless: tuple[Node, ...] = ()


def split_patterns(text: str) -> tuple[str, ...]:
    """The patterns of one field: each on its own line or after a comma (not within brackets or quotes).

    >>> split_patterns("taboe*, (angst, schroom)\\n!taboe spel")
    ('taboe*', '(angst, schroom)', '!taboe spel')
    """
    found: list[str] = []
    depth, quoted, piece = 0, False, ""
    for sign in text + "\n":
        if sign == '"':
            quoted = not quoted
        depth += (sign == "(") - (sign == ")")
        if sign == "\n" or (sign in ",;" and depth <= 0 and not quoted):
            if piece.strip():
                found.append(" ".join(piece.split()))
            depth, quoted, piece = (0, False, "") if sign == "\n" else (depth, quoted, "")
        else:
            piece += sign
    return tuple(found)


@functools.lru_cache(maxsize=20_000)
def parse_pattern(text: str) -> Pattern:
    """Read one pattern. Raises InvalidPattern with the reason.

    >>> parse_pattern("gebrek ~3 verbinding").body.gaps
    (('next', 1), ('near', 3))
    """
    written = text.strip()
    sign: Sign = "plus"
    rest = written
    if rest[:1] in ("!", "?"):
        sign, rest = ("minus" if rest[0] == "!" else "hint"), rest[1:].strip()
    if rest.count('"') % 2:
        raise InvalidPattern(words.QUOTE_OPEN)
    pieces = _PIECE.findall(rest)
    if not pieces:
        raise InvalidPattern(words.EMPTY_PATTERN)
    bodies = [list(group) for split, group in itertools.groupby(pieces, key=lambda p: p == "tenzij") if not split]
    if len(bodies) != pieces.count("tenzij") + 1:
        raise InvalidPattern(words.TENZIJ_ALONE)
    nodes = []
    for body in bodies:
        node, at = _read_either(body, 0)
        if at < len(body):
            raise InvalidPattern(words.CLOSING_BRACKET)
        nodes.append(node)
    if all(word.kind == "any" for word in words_of(nodes[0])):
        raise InvalidPattern(words.MATCHES_ALL)
    return Pattern(written, sign, nodes[0], tuple(nodes[1:]))


def _read_either(pieces: Sequence[str], at: int) -> tuple[Node, int]:
    options = []
    while True:
        node, at = _read_chain(pieces, at)
        options.append(node)
        if at < len(pieces) and pieces[at] == "|":
            at += 1
            continue
        break
    return (options[0] if len(options) == 1 else Either(tuple(options))), at


def _read_chain(pieces: Sequence[str], at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    gaps: list[tuple[str, int]] = []
    gap: tuple[str, int] | None = None
    while at < len(pieces) and pieces[at] not in (")", "|"):
        piece = pieces[at]
        if re.fullmatch(r"[~>]\d+", piece):
            size = int(piece[1:])
            if not parts or gap is not None:
                raise InvalidPattern(words.BETWEEN_WORDS.format(piece=piece))
            if not 1 <= size <= LONGEST_GAP:
                raise InvalidPattern(words.GAP_SIZE.format(piece=piece, most=LONGEST_GAP))
            gap = ("near" if piece[0] == "~" else "after", size)
            at += 1
            continue
        if piece == "(":
            node, at = _read_either(pieces, at + 1)
            if at >= len(pieces) or pieces[at] != ")":
                raise InvalidPattern(words.OPEN_BRACKET)
            at += 1
            new: list[Node] = [node]
        else:
            new = list(_read_words(piece))
            at += 1
        for node in new:
            parts.append(node)
            gaps.append(gap or ("next", 1))
            gap = None
    if gap is not None:
        raise InvalidPattern(words.WORD_AFTER_GAP.format(sign="~" if gap[0] == "near" else ">", size=gap[1]))
    if not parts:
        raise InvalidPattern(words.WORD_IN_BRACKETS)
    return (parts[0] if len(parts) == 1 else Chain(tuple(parts), tuple(gaps))), at


def _read_words(piece: str) -> Iterator[Word]:
    if piece == "_":
        yield Word("", "any")
        return
    if piece.startswith('"'):
        inside = _WORD.findall(piece[1:-1])
        if not inside:
            raise InvalidPattern(words.EMPTY_QUOTES)
        yield from (Word(fold(word), "form") for word in inside)
        return
    if piece[0] in "~>":
        raise InvalidPattern(words.NO_GAP.format(piece=piece))
    core = piece.strip("*")
    if "*" in core:
        raise InvalidPattern(words.STAR_WITHIN.format(piece=piece))
    begin, end = piece.startswith("*"), piece.endswith("*")
    part = core.startswith("+")
    core = fold(core.lstrip("+") if part else core)
    core = core.lstrip("-'") if not begin else core
    core = core.rstrip("-'") if not end else core
    if not any(sign.isalnum() for sign in core) or not _WORD.fullmatch(core):
        raise InvalidPattern(words.NO_WORD.format(piece=piece))
    if (begin or end) and len(core) < 2:
        raise InvalidPattern(words.TOO_MANY_WORDS.format(piece=piece))
    kind = "part" if part else {(0, 0): "word", (0, 1): "begin", (1, 0): "end", (1, 1): "inside"}[begin, end]
    yield Word(core, kind)  # type: ignore[arg-type]


def words_of(node: Node) -> Iterator[Word]:
    """All words of a pattern's tree."""
    if isinstance(node, Word):
        yield node
    else:
        for child in node.options if isinstance(node, Either) else node.parts:
            yield from words_of(child)


class WordIndex:
    """Which of many pattern words a text word is; each (form, lemma) is looked up once."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words: tuple[Word, ...] = tuple(dict.fromkeys(words))
        self.number: dict[Word, int] = {word: at for at, word in enumerate(self.words)}
        by_kind: dict[str, dict[str, list[int]]] = {}
        for at, word in enumerate(self.words):
            by_kind.setdefault(word.kind, {}).setdefault(word.text, []).append(at)
        self._by_kind: Mapping[str, Mapping[str, list[int]]] = by_kind
        self._any = by_kind.get("any", {}).get("", [])
        self._cache: dict[tuple[str, str], frozenset[int]] = {}
        self._nothing = frozenset(self._any)

    def look_up(self, place: Place) -> frozenset[int]:
        """Numbers of the pattern words that fit this word."""
        if place.name:
            return self._nothing
        key = (place.form, place.lemma)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = frozenset(self._look_up(place))
        return found

    def _look_up(self, place: Place) -> Iterator[int]:
        kinds = self._by_kind
        yield from self._any
        yield from kinds.get("form", {}).get(place.form, ())
        for variant in {place.form, place.lemma}:
            yield from kinds.get("word", {}).get(variant, ())
            for n in range(2, len(variant) + 1):
                yield from kinds.get("begin", {}).get(variant[:n], ())
            for n in range(len(variant) - 1):
                yield from kinds.get("end", {}).get(variant[n:], ())
            for text, inside in kinds.get("inside", {}).items():
                if text in variant:
                    yield from inside
        for part in {place.form, place.lemma, *place.parts}:
            yield from kinds.get("part", {}).get(part, ())


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if not isinstance(node, Word):
        for child in node.options if isinstance(node, Either) else node.parts:
            yield from _nodes(child)


Span = tuple[int, int, tuple[int, ...]]  # first word, one past the last word, the words that carry the match


class Matcher:
    """Many patterns at once, over the words of one text at a time."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self.index = WordIndex(word for p in patterns for node in (p.body, *p.unless) for word in words_of(node))
        self._needs = [self._needed(pattern.body) for pattern in self.patterns]
        self._by_word: dict[int, list[int]] = {}
        self._plain: dict[int, tuple[int, ...]] = {}  # by the node's id: a word, or a choice of words only
        for node in (node for p in self.patterns for top in (p.body, *p.unless) for node in _nodes(top)):
            options = node.options if isinstance(node, Either) else (node,)
            if all(isinstance(option, Word) for option in options):
                self._plain[id(node)] = tuple(self.index.number[word] for word in words_of(node))
        for at, needs in enumerate(self._needs):
            for word in min(needs, key=self._frequency):
                self._by_word.setdefault(word, []).append(at)

    def _frequency(self, words: frozenset[int]) -> int:
        """How often one of these words may be met, roughly: a function word counts for thirty others."""
        found = (self.index.words[number] for number in words)
        return sum(30 if word.text in STOP_WORDS or word.kind == "any" else 1 for word in found)

    def _needed(self, node: Node) -> list[frozenset[int]]:
        """Sets of word numbers of which each must be met for the node to match."""
        parts = node.parts if isinstance(node, Chain) else (node,)
        return [frozenset(self.index.number[word] for word in words_of(part)) for part in parts]

    def find(self, places: Sequence[Place]) -> list[tuple[int, list[Span]]]:
        """(number of the pattern, its spans) for each pattern that matches, in the order of the patterns."""
        where: dict[int, list[int]] = {}
        for at, place in enumerate(places):
            for word in self.index.look_up(place):
                where.setdefault(word, []).append(at)
        met = frozenset(where)
        candidates = {at for word in met for at in self._by_word.get(word, ())}
        found = []
        for at in sorted(candidates):
            if not self._meets(at, met):
                continue
            spans = self._spans(self.patterns[at].body, where)
            if spans and not any(self._spans(node, where) for node in self.patterns[at].unless):
                found.append((at, spans))
        return found

    def _meets(self, at: int, met: frozenset[int]) -> bool:
        for needs in self._needs[at]:  # noqa: SIM110 (a loop: `all` with a generator takes twice the time here)
            if needs.isdisjoint(met):
                return False
        return True

    def _spans(self, node: Node, where: Mapping[int, list[int]]) -> list[Span]:
        plain = self._plain.get(id(node))
        if plain is not None:
            found = [at for number in plain if number in where for at in where[number]]
            return [(at, at + 1, (at,)) for at in dict.fromkeys(found)]
        if isinstance(node, Either):
            return list(dict.fromkeys(span for option in node.options for span in self._spans(option, where)))
        assert isinstance(node, Chain)
        spans = self._spans(node.parts[0], where)
        for part, gap in zip(node.parts[1:], node.gaps[1:], strict=True):
            if not spans:
                return []
            spans = list(dict.fromkeys(_join(spans, self._spans(part, where), gap)))[:MOST_SPANS]
        return spans


def _join(left: list[Span], right: list[Span], gap: tuple[str, int]) -> Iterator[Span]:
    kind, size = gap
    for a in left:
        for b in right:
            if b[0] >= a[1]:
                distance = b[0] - a[1] + 1
            elif kind == "near" and a[0] >= b[1]:
                distance = a[0] - b[1] + 1
            else:
                continue
            if distance <= size:
                yield min(a[0], b[0]), max(a[1], b[1]), tuple(sorted({*a[2], *b[2]}))
