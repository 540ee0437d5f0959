"""Codes by example: how likely they are in a document, and bars that move where reviewed statements ask for it."""

from __future__ import annotations

import dataclasses

import numpy as np

from themes.coding import code_units, read_codebook
from themes.coding.bars import FEW, FEWEST, SHIPPED, Bars, choose_bars, f1, likely, with_bars
from themes.coding.by_example import weigh, with_examples
from themes.coding.examples import Guess, weights
from themes.coding.explain import explain
from themes.coding.model_coder import bars_by_review
from themes.coding.rules import by_rules, rule_coder
from themes.language import pipeline
from themes.records import Coding, Unit
from themes.words import coding as words

SEED = np.random.default_rng(0)
DOCUMENTS = [f"d{at % 4}" for at in range(120)]


def made(right: float) -> tuple[np.ndarray, np.ndarray]:
    """What people gave (120 statements, 5 codes), and chances that are above .1 for a share `right` of it."""
    truth = SEED.random((120, 5)) < 0.2
    chance = np.where(truth & (SEED.random(truth.shape) < right), 0.13, 0.03)
    return truth, chance


def test_where_examples_are_right_more_of_them_count() -> None:
    truth, chance = made(0.9)
    none = np.zeros_like(truth)
    bars, figures = choose_bars(truth, none, none, chance, DOCUMENTS)
    assert bars.add <= 0.13 and figures["used"]
    assert figures["held_out"] > figures["as_shipped"] == 0.0


def test_where_patterns_know_all_the_examples_are_silent() -> None:
    truth, _ = made(1.0)
    wrong = ~truth & (SEED.random(truth.shape) < 0.1)
    bars, figures = choose_bars(truth, truth, np.zeros_like(truth), np.where(wrong, 0.55, 0.1), DOCUMENTS)
    assert bars.add > 0.55 and bars.keep <= 0.1
    assert figures["held_out"] == 1.0 > figures["as_shipped"]


def test_where_patterns_are_wrong_unlikely_ones_fall_away() -> None:
    truth, _ = made(1.0)
    rules = truth | (SEED.random(truth.shape) < 0.3)
    none = np.zeros_like(truth)
    bars, _ = choose_bars(truth, rules, none, np.where(truth, 0.2, 0.015), DOCUMENTS)
    assert bars.keep == 0.02
    assert choose_bars(truth, rules, rules, np.where(truth, 0.2, 0.015), DOCUMENTS)[0].keep == SHIPPED.keep


def test_too_little_review_and_no_gain_leave_the_bars() -> None:
    truth, chance = made(0.9)
    few = FEWEST - 1
    none = np.zeros_like(truth)
    assert choose_bars(truth[:few], none[:few], none[:few], chance[:few], DOCUMENTS[:few]) == (SHIPPED, {})
    bars, figures = choose_bars(truth, truth, none, np.full(truth.shape, 0.1), DOCUMENTS)
    assert bars == SHIPPED and not figures["used"]
    one = choose_bars(truth, none, none, chance, ["d"] * 120)[1]
    assert one["held_out"] > one["as_shipped"], "fifths of the one document are held out"


def test_the_order_of_statements_does_not_count() -> None:
    truth, chance = made(0.5)
    none = np.zeros_like(truth)
    one = choose_bars(truth, none, none, chance, DOCUMENTS)
    other = choose_bars(truth[::-1], none, none, chance[::-1], DOCUMENTS[::-1])
    assert one == other


def test_a_code_that_is_found_often_in_a_document_is_likelier_in_its_other_statements() -> None:
    book = read_codebook()
    at = [code.id for code in book.codes].index("vervoer")
    share = float(weights().share[list(weights().codes).index("vervoer")])
    rules = np.zeros((40, len(book.codes)), dtype=bool)
    rules[:10, at] = True
    guessed = [[Guess("vervoer", 0.0, 0, 1)]] * 40
    chance = likely(guessed, rules, ["often"] * 20 + ["never"] * 20, book)[:, at]
    assert np.allclose(chance[:10], (10 + FEW * share) / (20 + FEW)), "log odds 0: the chance is the share"
    assert chance[10:20].min() > chance[20:].max()


def test_where_patterns_leave_few_statements_without_a_code_others_are_less_likely() -> None:
    book = read_codebook()
    at = [code.id for code in book.codes].index("vervoer")
    rules = np.zeros((100, len(book.codes)), dtype=bool)
    rules[:95, (at + 1) % len(book.codes)] = True
    rules[:50, (at + 2) % len(book.codes)] = True
    guessed = [[Guess("vervoer", 1.0, 0, 1)]] * 100
    full, mixed = likely(guessed, rules, ["d"] * 100, book), likely(guessed[:50], rules[50:], ["d"] * 50, book)
    empty = likely(guessed, np.zeros_like(rules), ["d"] * 100, book)
    assert full[0, at] < mixed[0, at] < empty[0, at]


def test_of_a_text_or_code_that_the_examples_do_not_know_nothing_is_said() -> None:
    book = read_codebook()
    other = dataclasses.replace(book.codes[0], definition="Iets heel anders.")
    changed = dataclasses.replace(book, codes=(other, *book.codes[1:]))
    rules = np.ones((2, len(book.codes)), dtype=bool)
    chance = likely([[Guess("vervoer", 1.0, 0, 1)], []], rules, ["d", "d"], changed)
    assert np.isnan(chance[0, 0]) and not np.isnan(chance[0, 1:]).any() and np.isnan(chance[1]).all()
    given = with_bars(rules, np.zeros_like(rules), chance, Bars(0.9, 0.9))
    assert given[0, 0] and given[1].all(), "patterns stand"


def test_an_unlikely_code_by_pattern_falls_away_unless_a_person_wrote_the_pattern() -> None:
    book, language = read_codebook(), pipeline("built-in")
    texts = [
        "De bus rijdt niet meer naar het dorp en de halte is te ver lopen",
        "De postbode stopt de post voor de hele straat in een bus",
        "Op de vergadering is de notulist van de vorige keer herkozen",
    ]
    units = [
        Unit(f"u{at}", "d1", "a.txt", "statement", text, text, at, at, None, None, spans=f"{at}-{at + 1}")
        for at, text in enumerate(texts)
    ]
    rules = by_rules(units, book, language)
    weighed = weigh(rules, units, rule_coder(book, language))
    keep = float(np.nanmax(weighed.chance[weighed.rules]) + 0.01)
    assert rules and not with_examples(rules, units, rule_coder(book, language), Bars(2.0, keep))
    code = next(code for code in book.codes if code.id == "werk")
    own = book.with_code(dataclasses.replace(code, patterns=(*code.patterns, "notulist")))
    found = with_examples(by_rules(units, own, language), units, rule_coder(own, language), Bars(2.0, keep))
    assert [(coding.unit_id, coding.code_id) for coding in found] == [("u2", "werk")]


def test_why_a_pattern_did_not_count_is_told() -> None:
    book, language = read_codebook(), pipeline("built-in")
    text = "Zet alles wat er te doen is op één lijst die iemand ook echt bijhoudt, op papier en op de site."
    texts = [text, *(f"De bus rijdt niet meer naar halte {at}." for at in range(60))]
    units = [
        Unit(f"u{at}", "d1", "a.txt", "statement", own, own, at, at, None, None, spans=f"{at}-{at + 1}")
        for at, own in enumerate(texts)
    ]
    given = {coding.code_id for coding in by_rules(units, book, language) if coding.unit_id == "u0"}
    gone = given - {coding.code_id for coding in code_units(units, book, language) if coding.unit_id == "u0"}
    assert gone == {"taal-digitaal"}
    assert words.UNLIKE_EXAMPLES in explain(units, "u0", "taal-digitaal", book, language)
    assert words.UNLIKE_EXAMPLES not in explain(units, "u0", "vervoer", book, language)


def test_f1() -> None:
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
