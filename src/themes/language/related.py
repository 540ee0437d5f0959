"""Words that speak of the same thing in the Dutch social domain: 'senior' and '75-plusser', 'bus' and 'vervoer'.

The groups stand in data/related.txt, which says how a line is read. They bridge wordings that share no letters; what
belongs together is general knowledge of the subject and holds for every municipality.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themes.language.pipeline import Pipeline
    from themes.language.tokens import Token

SAME, RELATED = 1.0, 0.5  # strength of a word that names the thing, and of one that is only related
BETWEEN = 4  # other words that may stand between the words of a phrase: verbs come last
PART = 5  # letters from which the last part of a compound counts as a word of its own


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say what a group is about: its words in order, as written with their stars."""

    group: str
    words: tuple[str, ...]
    strength: float
    head: bool = False  # names the whole group: what is said of its other words is said of it, not the reverse


class Groups:
    """Groups of words, looked up by token."""

    def __init__(self, patterns: Sequence[Pattern], people: frozenset[str] = frozenset()) -> None:
        self.patterns = tuple(patterns)
        self.people = people  # groups that say who or where, not what
        self._first: dict[str, list[Pattern]] = {}
        words: set[str] = set()
        for pattern in patterns:
            self._first.setdefault(pattern.words[0], []).append(pattern)
            words.update(pattern.words)
        self._whole = frozenset(word for word in words if "*" not in word)
        self._begin = {word[:-1]: word for word in words if word.endswith("*") and not word.startswith("*")}
        self._end = {word[1:]: word for word in words if word.startswith("*") and not word.endswith("*")}
        self._inside = {word.strip("*"): word for word in words if word.startswith("*") and word.endswith("*")}
        self._known: dict[tuple[str, str, bool], tuple[str, ...]] = {}

    def of(self, text: str, pipeline: Pipeline) -> dict[str, float]:
        """Group -> the highest strength with which a text speaks of it."""
        found: dict[str, float] = {}
        for pattern, _, _ in self.hits(pipeline.tokens(text)):
            found[pattern.group] = max(pattern.strength, found.get(pattern.group, 0.0))
        return found

    def hits(self, tokens: Sequence[Token], *, parts: bool = True) -> list[tuple[Pattern, int, int]]:
        """Each pattern that these tokens meet with the first and last token it rests on, in reading order.

        `parts`: whether the last part of a compound counts as well as the word.
        """
        met = [self._met(token, parts) for token in tokens]
        return [
            (pattern, at, last)
            for at, own in enumerate(met)
            for word in own
            for pattern in self._first.get(word, ())
            if (last := at if len(pattern.words) == 1 else _reach(pattern, met, at)) is not None
        ]

    def _met(self, token: Token, parts: bool) -> tuple[str, ...]:
        """The words of patterns that a token meets, as form, lemma or last part of a compound."""
        key = (token.text, token.lemma, parts)
        if key not in self._known:
            more = [part for part in token.parts[-1:] if parts and len(part) >= PART]  # what a compound is
            forms = (token.text.lower(), token.lemma.lower(), *more)
            found: set[str] = set()
            for form in forms:
                if form in self._whole:
                    found.add(form)
                for cut in range(1, len(form) + 1):
                    for known, piece in ((self._begin, form[:cut]), (self._end, form[-cut:])):
                        if piece in known:
                            found.add(known[piece])
                found.update(word for piece, word in self._inside.items() if piece in form)
            self._known[key] = tuple(sorted(found))
        return self._known[key]


def _reach(pattern: Pattern, met: Sequence[tuple[str, ...]], at: int) -> int | None:
    """The last token of a phrase that begins at `at`, or None when its words do not follow."""
    last = at
    for word in pattern.words[1:]:
        after = next((spot for spot in range(last + 1, min(last + 2 + BETWEEN, len(met))) if word in met[spot]), None)
        if after is None:
            return None
        last = after
    return last


def read_groups(text: str) -> Groups:
    """Groups from lines as in data/related.txt.

    >>> [pattern.words for pattern in read_groups("vervoer: bus, openbaar vervoer, ~auto").patterns]
    [('bus',), ('openbaar', 'vervoer'), ('auto',)]
    """
    patterns: dict[tuple[str, tuple[str, ...]], Pattern] = {}
    people: set[str] = set()
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        named, _, listed = line.partition(":")
        name = named.strip().removeprefix("@")
        if named.startswith("@"):
            people.add(name)
        heads, bar, rest = listed.rpartition("|")
        for part, head in ((heads, True), (rest, False)) if bar else ((listed, False),):
            for written in part.split(","):
                words = tuple(written.strip().removeprefix("~").lower().split())
                if words:
                    strength = RELATED if written.strip().startswith("~") else SAME
                    patterns.setdefault((name, words), Pattern(name, words, strength, head))
    return Groups(list(patterns.values()), frozenset(people))


@functools.cache
def related() -> Groups:
    """The groups that come with the package."""
    return read_groups(
        importlib.resources.files("themes.language").joinpath("data/related.txt").read_text(encoding="utf-8")
    )
