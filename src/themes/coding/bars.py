"""How likely a code is in a document, and from which chance a code by example counts.

A code that the patterns find often in a document is more likely in its other statements: what the examples say of the
words of a statement (log odds, `themes.coding.examples`) is weighed by that share, in which the examples' own share
counts for FEW statements (a prior in the sense of Bayes; Saerens et al., Neural Computation 14, 2002, on why another
share asks another chance). And where patterns leave few statements of a document without a code, they miss little of
the others too: a code beside theirs is less likely there. From the chance `add` a code is added; one that only patterns
of the project carry falls away under `keep`. A pattern that a person wrote always stands.

In one corpus the patterns find nearly all and the examples add mistakes; in another, written in other words, they find
half and the examples most of the rest. So reviewed statements may move both bars: other bars are used only where they
gave a higher F1 on reviewed statements that took no part in choosing them: each document is left out in turn, or each
fifth when only one was reviewed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from themes.coding.codebook import Codebook
from themes.coding.examples import LOWEST, Guess, known_codes, weights

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
FEW = 30  # statements that the shares among the examples count for
SILENT = 0.2  # share of the examples that patterns leave without a code
MISSED = (
    3.0  # how strongly the log of that share in a document, against SILENT, counts for codes that patterns don't give
)
FEWEST = 30  # reviewed statements under which the bars stay as they are
FOLDS = 5
COST = 0.006  # F1 that a bar must bring for each step away from what ships
ADD = (0.08, 0.12, 0.17, 0.22, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 2.0)  # 2.0: never
KEEP = (0.0, 0.001, 0.003, 0.006, 0.01, 0.02, 0.04, 0.08)


@dataclasses.dataclass(frozen=True, slots=True)
class Bars:
    """Chances (0 to 1): from `add` a code is added, under `keep` one by a pattern of the project falls away."""

    add: float = 0.22
    keep: float = 0.003


SHIPPED = Bars()


def likely(guessed: Sequence[Sequence[Guess]], rules: Bools, documents: Sequence[str], codebook: Codebook) -> Floats:
    """(n, codes) the chance of each code for each statement; nan where the examples say nothing of code or text.

    Parameters
    ----------
    guessed : per statement its codes by example, as `themes.coding.examples.guesses` gives them.
    rules : (n, codes) what the rules gave.
    documents : the document of each statement; a statement counts for the shares of its own.
    """
    model, known = weights(), known_codes(codebook)
    place = {code.id: at for at, code in enumerate(codebook.codes)}
    shares = np.full(len(place), np.nan)
    for code, share in zip(model.codes, model.share, strict=True):
        if code in known:
            shares[place[code]] = share
    odds = np.full(rules.shape, LOWEST)
    for row, own in zip(odds, guessed, strict=True):
        if own:
            row[[place[guess.code_id] for guess in own]] = [guess.odds for guess in own]
        else:
            row[:] = np.nan
    names = np.array(documents)
    for name in sorted(set(documents)):
        own = names == name
        share = (rules[own].sum(axis=0) + FEW * shares) / (own.sum() + FEW)
        silent = ((~rules[own].any(axis=1)).sum() + FEW * SILENT) / (own.sum() + FEW)
        odds[own] += np.log(share / (1 - share)) + MISSED * np.log(silent / SILENT) * ~rules[own]
    return 1 / (1 + np.exp(-odds))


def with_bars(rules: Bools, stands: Bools, chance: Floats, bars: Bars) -> Bools:
    """(n, codes) the codes that statements get: those of the rules that stand or are likely enough, and likely others.

    `stands` (n, codes) are codes of the rules that don't fall away, whatever their chance.
    """
    return (rules & (stands | ~(chance < bars.keep))) | (chance >= bars.add)


def choose_bars(
    truth: Bools, rules: Bools, stands: Bools, chance: Floats, documents: Sequence[str]
) -> tuple[Bars, dict[str, Any]]:
    """The bars for a corpus, and the figures they were chosen by; SHIPPED where others don't help.

    Parameters
    ----------
    truth, rules, stands : (n, codes) what people and patterns gave, and what of the latter doesn't fall away.
    chance : (n, codes) by example.
    documents : the document of each of the n reviewed statements.
    """
    if len(truth) < FEWEST:
        return SHIPPED, {}
    given = {Bars(add, keep): with_bars(rules, stands, chance, Bars(add, keep)) for add in ADD for keep in KEEP}
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
        away = abs(ADD.index(bars.add) - ADD.index(SHIPPED.add)) + abs(KEEP.index(bars.keep) - KEEP.index(SHIPPED.keep))
        cost = COST * away
        return round(f1(truth[rows], given[bars][rows]) - cost, 6), -cost

    return max(given, key=worth)


def f1(truth: Bools, given: Bools) -> float:
    """Micro-F1 over all statements and codes; 0 where nobody gave a code."""
    total = int(truth.sum() + given.sum())
    return 2 * int((truth & given).sum()) / total if total else 0.0
