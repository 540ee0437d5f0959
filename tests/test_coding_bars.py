"""Bars of codes by example, chosen on reviewed statements: they move where that helps and stay where it doesn't."""

from __future__ import annotations

import numpy as np

from themes.coding import code_units, read_codebook
from themes.coding.bars import FEWEST, SHIPPED, Bars, chances, choose_bars, f1
from themes.coding.examples import Guess
from themes.coding.model_coder import bars_by_review
from themes.language import pipeline
from themes.records import Coding, Unit

SEED = np.random.default_rng(0)
DOCUMENTS = [f"d{at % 4}" for at in range(120)]


def made(right: float) -> tuple[np.ndarray, np.ndarray]:
    """What people gave (120 statements, 5 codes), and chances that are above .6 for a share `right` of it."""
    truth = SEED.random((120, 5)) < 0.2
    chance = np.where(truth & (SEED.random(truth.shape) < right), 0.62, 0.1)
    return truth, chance


def test_where_examples_are_right_more_of_them_count() -> None:
    truth, chance = made(0.9)
    none = np.zeros_like(truth)
    bars, figures = choose_bars(truth, none, none, chance, DOCUMENTS)
    assert bars.add is not None and bars.add <= 0.62 and figures["used"]
    assert figures["held_out"] > figures["as_shipped"] == 0.0


def test_where_patterns_know_all_the_examples_are_silent() -> None:
    truth, _ = made(1.0)
    wrong = ~truth & (SEED.random(truth.shape) < 0.1)
    bars, figures = choose_bars(truth, truth, wrong, np.where(wrong, 0.8, 0.1), DOCUMENTS)
    assert bars.add is not None and bars.add > 0.8 and bars.keep <= 0.1
    assert figures["held_out"] == 1.0


def test_where_patterns_are_wrong_unlikely_ones_fall_away() -> None:
    truth, _ = made(1.0)
    rules = truth | (SEED.random(truth.shape) < 0.3)
    bars, _ = choose_bars(truth, rules, np.zeros_like(truth), np.where(truth, 0.5, 0.03), DOCUMENTS)
    assert bars.keep == 0.05


def test_too_little_review_and_no_gain_leave_the_bars() -> None:
    truth, chance = made(0.9)
    few = FEWEST - 1
    none = np.zeros_like(truth)
    assert choose_bars(truth[:few], none[:few], none[:few], chance[:few], DOCUMENTS[:few]) == (SHIPPED, {})
    bars, figures = choose_bars(truth, truth, none, np.full(truth.shape, 0.3), DOCUMENTS)
    assert bars == SHIPPED and not figures["used"]
    one = choose_bars(truth, none, none, chance, ["d"] * 120)[1]
    assert one["held_out"] > one["as_shipped"], "fifths of the one document are held out"


def test_the_order_of_statements_does_not_count() -> None:
    truth, chance = made(0.5)
    none = np.zeros_like(truth)
    one = choose_bars(truth, none, none, chance, DOCUMENTS)
    other = choose_bars(truth[::-1], none, none, chance[::-1], DOCUMENTS[::-1])
    assert one == other


def test_chances_and_f1() -> None:
    table = chances([[Guess("b", 0.7, 0, 1)], []], ["a", "b"])
    assert table.tolist() == [[0.0, 0.7], [0.0, 0.0]]
    assert f1(np.array([[True, False]]), np.array([[True, True]])) == 2 / 3
    assert f1(np.zeros((1, 1), dtype=bool), np.zeros((1, 1), dtype=bool)) == 0.0


def test_codes_of_examples_come_back_at_other_bars_and_people_keep_theirs() -> None:
    book, language = read_codebook(), pipeline("built-in")
    text = "Wie geen auto heeft komt hier {} niet meer weg"
    units = [
        Unit(f"u{at:03}", f"d{at % 3}", "a.txt", "statement", text.format(at), text.format(at), at, at, None, None,
             spans=f"{at}-{at + 1}")
        for at in range(60)
    ]  # fmt: skip
    rules = list(code_units(units, book, language))
    people = [Coding(unit.unit_id, "geen-code", "anna", 1.0, unit.text) for unit in units[:45]]
    found, figures = bars_by_review(units, rules, people, codebook=book, pipeline=language)
    assert figures["reviewed"] == 45
    assert {coding.code_id for coding in found} <= {coding.code_id for coding in rules}
    assert Bars() == SHIPPED
