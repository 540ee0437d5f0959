"""The codes of the rules beside what the made-up examples say: some are added, some fall away.

A code by example is added from a chance; a code that only patterns of the project carry falls away where it is very
unlikely. What a person wrote as a pattern stands, and so does what a heading, a lead-in or the sentence before gives.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from themes.coding.bars import SHIPPED, Bars, Bools, Floats, likely, with_bars
from themes.coding.examples import Guess, own_patterns
from themes.coding.rules import MODEL, RuleCoder, quote_in
from themes.records import Coding, Unit
from themes.words import coding as words


@dataclasses.dataclass(frozen=True, slots=True)
class Weighed:
    """What rules and examples say of statements: `guessed` per statement, and of each statement and code (n, codes)
    whether the `rules` gave it, whether that `stands` whatever its `chance`, and that chance (nan: nothing is said)."""

    guessed: Sequence[Sequence[Guess]]
    rules: Bools
    stands: Bools
    chance: Floats


def weigh(rules: Sequence[Coding], units: Sequence[Unit], coder: RuleCoder) -> Weighed:
    """Weigh the codings of the rules on whole documents: how often a code is found in one counts."""
    codes = {code.id: at for at, code in enumerate(coder.codebook.codes)}
    row_of = {unit.unit_id: at for at, unit in enumerate(units)}
    given = np.zeros((len(units), len(codes)), dtype=bool)
    for coding in rules:
        given[row_of[coding.unit_id], codes[coding.code_id]] = True
    guessed = coder.guesses([unit.clean_text for unit in units])
    chance = likely(guessed, given, [unit.document_id for unit in units], coder.codebook)
    return Weighed(guessed, given, _stands(given, units, coder), chance)


def _stands(given: Bools, units: Sequence[Unit], coder: RuleCoder) -> Bools:
    """Which codes of the rules a person's pattern or the context carries."""
    own, ids = own_patterns(coder.codebook), [code.id for code in coder.codebook.codes]
    stands = np.zeros_like(given)
    for at, column in np.argwhere(given).tolist():
        evidence = coder.read(units[at].clean_text).codes.get(ids[column])
        stands[at, column] = evidence is None or any((ids[column], hit.pattern) in own for hit in evidence.hits)
    return stands


def with_examples(
    rules: Sequence[Coding], units: Sequence[Unit], coder: RuleCoder, bars: Bars = SHIPPED
) -> list[Coding]:
    """The codings that statements get of rules and examples, in the order of `units` and of the codebook.

    `units` are the statements of whole documents, `rules` the codings of the rules on them.
    """
    weighed = weigh(rules, units, coder)
    by_rules = {(coding.unit_id, coding.code_id): coding for coding in rules}
    codes = [code.id for code in coder.codebook.codes]
    found = []
    for at, column in np.argwhere(with_bars(weighed.rules, weighed.stands, weighed.chance, bars)).tolist():
        unit, code = units[at], codes[column]
        coding = by_rules.get((unit.unit_id, code))
        found.append(coding or _by_example(unit, code, weighed.guessed[at], float(weighed.chance[at, column])))
    return found


def _by_example(unit: Unit, code: str, guessed: Sequence[Guess], chance: float) -> Coding:
    """The coding of a code that the examples add, with the word that carries it."""
    start, end = next(((g.start, g.end) for g in guessed if g.code_id == code), (0, len(unit.clean_text)))
    why = words.LIKE_EXAMPLES.format(chance=min(chance, 0.99)).replace(".", ",")
    return Coding(unit.unit_id, code, MODEL, round(chance / 2, 3), quote_in(unit, start, end), None, why)
