"""Where passages say a thing in other words: 'zonder onderwijs' for 'thuiszitters' (see `themes.language.related`)."""

from __future__ import annotations

import collections
from collections.abc import Sequence
from typing import TYPE_CHECKING

from themes.language.related import SAME, related

if TYPE_CHECKING:
    from themes.language.tokens import Token


def spots_of(tokens: Sequence[Token]) -> dict[str, tuple[int, ...]]:
    """Group -> positions at which these tokens name the thing itself; words that are only related don't count."""
    found: dict[str, list[int]] = collections.defaultdict(list)
    for pattern, first, _ in related().hits(tokens):
        if pattern.strength >= SAME:
            found[pattern.group].append(first)
    return {name: tuple(sorted(set(own))) for name, own in found.items()}


def named_by(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """(group, first, last token) for each stretch of a term that names a whole group; of two the longer counts.

    'buurtbus' names no group: a passage on transport does not speak of it. 'vervoer' does.
    """
    heads = [hit for hit in related().hits(tokens, parts=False) if hit[0].head]
    heads.sort(key=lambda hit: (hit[1] - hit[2], hit[1], hit[0].group))
    taken: set[int] = set()
    result: list[tuple[str, int, int]] = []
    for pattern, first, last in heads:
        same = [own for own in result if own[1:] == (first, last)]
        if same or not taken & set(range(first, last + 1)):
            result.append((pattern.group, first, last))
            taken.update(range(first, last + 1))
    return sorted(set(result), key=lambda own: (own[1], own[0]))
