"""From which chance a code by example counts in this corpus: chosen on the statements that people reviewed.

In one corpus the patterns find nearly all and the examples add mistakes; in another, written in other words, they find
half and the examples most of the rest. Two bars are chosen together: a code is added from the chance `add`, and a code
by pattern falls away under the chance `keep`. Without review they are those that ship, with `keep` 0: patterns lead.
Other bars are used only where they gave a higher F1 on reviewed statements that took no part in choosing them: each
document is left out in turn, or each fifth when only one was reviewed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themes.coding.examples import LOWEST, Guess

Bools = NDArray[np.bool_]
FEWEST = 30  # reviewed statements under which the bars stay as they are
FOLDS = 5
COST = 0.01  # F1 that a bar must bring for each step of a third of the way away from what ships
ADD = (0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 2.0)  # 2.0: never
KEEP = (0.0, LOWEST, 0.05, 0.1, 0.15)


@dataclasses.dataclass(frozen=True, slots=True)
class Bars:
    """Chances (0 to 1): from `add` a code is added, None is each code's own bar; under `keep` one by pattern falls
    away."""

    add: float | None = None
    keep: float = 0.0


SHIPPED = Bars()


def choose_bars(
    truth: Bools, rules: Bools, shipped: Bools, chance: NDArray[np.float64], documents: Sequence[str]
) -> tuple[Bars, dict[str, Any]]:
    """The bars for a corpus, and the figures they were chosen by; SHIPPED where others don't help.

    Parameters
    ----------
    truth, rules, shipped : (n, codes) what people, patterns, and patterns with the examples at their own bars gave.
    chance : (n, codes) by example.
    documents : the document of each of the n reviewed statements.
    """
    if len(truth) < FEWEST:
        return SHIPPED, {}
    silent = ~chance.any(axis=1, keepdims=True)  # too few words to say anything: patterns stand
    given = {Bars(add, keep): (chance >= add) | (rules & (silent | (chance >= keep))) for add in ADD for keep in KEEP}
    given[SHIPPED] = rules | shipped
    held = np.zeros_like(truth)
    for out in _parts(documents):
        held[out] = given[_best(given, truth, ~out)][out]
    before, after = f1(truth, given[SHIPPED]), f1(truth, held)
    chosen = _best(given, truth, np.ones(len(truth), dtype=bool)) if after > before else SHIPPED
    figures = {"reviewed": len(truth), "as_shipped": round(before, 4), "held_out": round(after, 4),
               "add": chosen.add, "keep": chosen.keep, "used": chosen != SHIPPED}  # fmt: skip
    return chosen, figures


def _parts(documents: Sequence[str]) -> list[Bools]:
    """Which statements are left out at a time."""
    names = sorted(set(documents))
    if len(names) > 1:
        return [np.array([one == name for one in documents]) for name in names]
    return [np.arange(len(documents)) % FOLDS == fold for fold in range(FOLDS)]


def _best(given: Mapping[Bars, Bools], truth: Bools, rows: Bools) -> Bars:
    """The bars with the highest F1 on these rows, less what they cost; of equal ones the nearest to those shipped."""

    def worth(bars: Bars) -> tuple[float, float]:
        away = 0.0 if bars.add is None else 3 * abs(min(bars.add, 1.0) - 0.7)
        cost = COST * (away + bars.keep / KEEP[-1])
        return round(f1(truth[rows], given[bars][rows]) - cost, 6), -cost

    return max(given, key=worth)


def chances(guessed: Sequence[Sequence[Guess]], codes: Sequence[str]) -> NDArray[np.float64]:
    """(n, codes) the chance of each code for each text; 0 where it is too low to be told."""
    place = {code: at for at, code in enumerate(codes)}
    table = np.zeros((len(guessed), len(codes)))
    for row, own in zip(table, guessed, strict=True):
        for guess in own:
            if guess.code_id in place:
                row[place[guess.code_id]] = guess.chance
    return table


def f1(truth: Bools, given: Bools) -> float:
    """Micro-F1 over all statements and codes; 0 where nobody gave a code."""
    total = int(truth.sum() + given.sum())
    return 2 * int((truth & given).sum()) / total if total else 0.0
