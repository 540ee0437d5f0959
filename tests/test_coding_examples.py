"""Codes by example: what they add, what keeps them quiet, and that the shipped model can be made again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from themes.coding import code_units, read_codebook
from themes.coding.columns import KINDS, rarity_of, row, table_of
from themes.coding.examples import (
    LOWEST,
    definition_digest,
    guesses,
    own_patterns,
    pattern_checksums,
    read_examples,
    weights,
)
from themes.coding.train import SMALL, fit
from themes.language import pipeline
from themes.records import Coding, Unit

LANGUAGE = pipeline("built-in")
BOOK = read_codebook()


def unit(text: str) -> Unit:
    return Unit("u1", "d1", "a.txt", "statement", text, text, 1, 1, None, None, spans=f"0-{len(text)}")


def added(text: str) -> list[Coding]:
    return [coding for coding in code_units([unit(text)], BOOK, LANGUAGE) if coding.coder == "model"]


def test_the_examples_are_of_this_codebook_and_differ() -> None:
    examples = read_examples()
    known = {code.id for code in BOOK.codes}
    assert all(example.codes | example.maybe <= known for example in examples)
    assert len({example.text for example in examples}) == len(examples) > 15_000
    assert 0.05 < sum(not example.codes for example in examples) / len(examples) < 0.3


def test_the_model_is_of_these_definitions() -> None:
    model = weights()
    assert dict(zip(model.codes, model.definitions, strict=True)) == {
        code.id: definition_digest(code.definition) for code in BOOK.codes
    }


def test_the_model_knows_the_patterns_that_ship_from_those_of_a_person() -> None:
    assert weights().patterns == {each for code in BOOK.codes for each in pattern_checksums(code)}
    code = BOOK.codes[3]
    changed = BOOK.with_code(dataclasses.replace(code, patterns=(*code.patterns[1:], "  eigen woord ")))
    assert own_patterns(BOOK) == set() and own_patterns(changed) == {(code.id, "eigen woord")}


def test_what_it_adds_carries_words_of_the_text_and_the_chance() -> None:
    examples = [example for example in read_examples() if example.codes][:300]
    given = code_units(
        [dataclasses.replace(unit(e.text), unit_id=f"u{n}") for n, e in enumerate(examples)], BOOK, LANGUAGE
    )
    own = [coding for coding in given if coding.coder == "model"]
    assert own
    texts = {f"u{n}": example.text for n, example in enumerate(examples)}
    for coding in own:
        assert coding.quote and coding.quote in texts[coding.unit_id]
        assert coding.why.startswith("lijkt op voorbeelden met deze code (kans 0,")
        assert 0 < coding.score <= 0.5, "a code by example is less sure than one by a pattern"
    assert len({(coding.unit_id, coding.code_id) for coding in given}) == len(given)


def test_a_code_with_another_definition_is_left_to_the_rules() -> None:
    texts = [example.text for example in read_examples()[:400]]
    before = {(at, g.code_id) for at, own in enumerate(guesses(texts, BOOK, LANGUAGE)) for g in own}
    code = sorted(code for _, code in before)[0]
    changed = dataclasses.replace(
        BOOK,
        codes=tuple(
            dataclasses.replace(own, definition="Iets heel anders.") if own.id == code else own for own in BOOK.codes
        ),
    )
    after = {(at, g.code_id) for at, own in enumerate(guesses(texts, changed, LANGUAGE)) for g in own}
    assert after == {(at, own) for at, own in before if own != code}


@pytest.mark.parametrize("text", ["", "…", "12 345", "Het werd op prijs gesteld."])
def test_texts_without_words_of_meaning_get_nothing(text: str) -> None:
    assert added(text) == []


def test_the_shipped_model_can_be_made_again() -> None:
    examples, model = read_examples(), weights()
    texts = [example.text for example in examples]
    rarity = rarity_of(texts, LANGUAGE)
    assert np.allclose(rarity, model.rarity, atol=0.01)
    code = model.codes[3]
    coef, bias = fit(table_of(texts, LANGUAGE, rarity), examples, range(len(examples)), [code])
    most = float(np.abs(coef).max())
    assert np.abs(coef[:, 0] - model.table[:, 3]).max() < SMALL * most + 0.01
    assert abs(bias[0] - model.bias[3]) < 0.001


def test_codes_are_told_from_the_lowest_odds_and_the_likely_ones_with_a_word() -> None:
    text = "Ouderen zonder auto komen met de bus niet meer bij de soos."
    own = guesses([text], BOOK, LANGUAGE)[0]
    assert len(own) < len(BOOK.codes) and all(guess.odds >= LOWEST for guess in own)
    likely = max(own, key=lambda guess: guess.odds)
    assert likely.code_id in {"vervoer", "ouderen"} and text[likely.start : likely.end] != text


def test_each_kind_of_column_has_its_own_length() -> None:
    at, values, place = row("De bus rijdt niet meer naar het dorp", LANGUAGE, weights().rarity)
    assert len(at) == len(values) == len(set(at.tolist()))
    for kind in KINDS:
        own = values[(at >= kind.start) & (at < kind.start + kind.size)]
        assert abs(float((own**2).sum()) - kind.weight**2) < 1e-3
    assert place
