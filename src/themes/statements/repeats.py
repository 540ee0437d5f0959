"""Points that are made more than once, over chapters and documents: linked to the first that says the same.

Two units say the same when their content words are the same set, or nearly: a Jaccard index of 0.8, found by the
prefix filter of Chaudhuri, Ganti and Kaushik (2006), so that no pair above the threshold is missed.
"""

from __future__ import annotations

import collections
import dataclasses
import math
import re
from collections.abc import Sequence

from themes.records import Unit
from themes.statements.cues import word_set, words

THRESHOLD = 0.8
_LIGHT = word_set(
    "de het een en of van in op te met voor aan bij door om dat die als er is zijn wordt worden ook maar "
    "dan dit deze we wij ze zij je u men hun haar ons onze tot uit naar over nog wel al zo meer niet"
)
_KINDS = ("statement", "question")


def mark_repeats(units: Sequence[Unit]) -> list[Unit]:
    """The units in their order, `repeat_of` filled with the id of the first unit that says the same, else None.

    'First' goes by source, place and id, so the order in which files were read makes no difference. Units with fewer
    than three content words are left alone: a bare 'Meer groen' twice is no proof of one point.
    """
    order = sorted(
        range(len(units)), key=lambda at: (units[at].source, units[at].line_start, _start(units[at]), units[at].unit_id)
    )
    tokens = {at: _tokens(units[at]) for at in order}
    counts = collections.Counter(token for found in tokens.values() for token in found)
    repeat_of: dict[int, str] = {}
    firsts: dict[str, list[int]] = collections.defaultdict(list)  # token -> ranks in `order`, rising
    for rank, at in enumerate(order):
        found = tokens[at]
        if len(found) < 3:
            continue
        prefix = sorted(found, key=lambda token: (counts[token], token))[
            : len(found) - math.ceil(THRESHOLD * len(found)) + 1
        ]
        near = sorted({other for token in prefix for other in firsts[token]})
        match = next((other for other in near if _same(found, tokens[order[other]])), None)
        if match is not None:
            repeat_of[at] = units[order[match]].unit_id
            continue
        for token in prefix:
            firsts[token].append(rank)
    return [
        unit if unit.repeat_of == repeat_of.get(at) else dataclasses.replace(unit, repeat_of=repeat_of.get(at))
        for at, unit in enumerate(units)
    ]


def _tokens(unit: Unit) -> frozenset[str]:
    if unit.kind not in _KINDS:
        return frozenset()
    return frozenset(word for word in words(unit.clean_text) if word not in _LIGHT) | frozenset(
        re.findall(r"\d+", unit.clean_text)
    )


def _same(one: frozenset[str], two: frozenset[str]) -> bool:
    return len(one & two) >= THRESHOLD * len(one | two)


def _start(unit: Unit) -> int:
    head = unit.spans.split("-", 1)[0]
    return int(head) if head.isdigit() else 0
