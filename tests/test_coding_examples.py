"""Codes by example: what they add, what keeps them quiet, and that the shipped model can be made again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from themes.coding import code_units, read_codebook
from themes.coding.columns import KINDS, rarity_of, row, table_of
from themes.coding.examples import LOWEST, Guess, counts, definition_digest, guesses, read_examples, weights
from themes.coding.train import SMALL, bars, fit
from themes.language import pipeline
from themes.records import Unit

LANGUAGE = pipeline("built-in")
BOOK = read_codebook()


def unit(text: str) -> Unit:
    return Unit("u1", "d1", "a.txt", "statement", text, text, 1, 1, None, None, spans=f"0-{len(text)}")


def added(text: str) -> list[Guess]:
    return [guess for guess in guesses([text], BOOK, LANGUAGE)[0] if counts(guess)]


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


def test_a_bar_is_where_half_of_what_it_adds_is_right() -> None:
    one = dataclasses.replace(read_examples()[0], maybe=frozenset(), field="schulden")
    examples = [dataclasses.replace(one, codes=frozenset({"a"} if n < 7 else ())) for n in range(20)]
    chance = np.array([[0.9]] * 6 + [[0.2]] + [[0.83]] * 8 + [[0.1]] * 5)
    none = np.zeros((20, 1), dtype=bool)
    assert bars(examples, chance, none, ["a"]).tolist() == [0.84], "at 0.82 over half of it is wrong"
    assert bars(examples, np.full((20, 1), 0.9), none, ["a"]).tolist() == [2.0]
    given = np.array([[True]] * 6 + [[False]] * 14)
    assert bars(examples, chance, given, ["a"]).tolist() == [2.0], "what the rules give already is not added"
    old = [dataclasses.replace(example, field="") for example in examples]
    assert bars(old, chance, none, ["a"]).tolist() == [2.0], "the patterns know the others"


def test_chances_are_told_from_the_lowest_and_the_likely_ones_with_a_word() -> None:
    text = "Ouderen zonder auto komen met de bus niet meer bij de soos."
    own = guesses([text], BOOK, LANGUAGE)[0]
    assert len(own) > len(added(text)) and all(LOWEST <= guess.chance <= 1 for guess in own)
    likely = max(own, key=lambda guess: guess.chance)
    assert likely.code_id in {"vervoer", "ouderen"} and text[likely.start : likely.end] != text


def test_each_kind_of_column_has_its_own_length() -> None:
    at, values, place = row("De bus rijdt niet meer naar het dorp", LANGUAGE, weights().rarity)
    assert len(at) == len(values) == len(set(at.tolist()))
    for kind in KINDS:
        own = values[(at >= kind.start) & (at < kind.start + kind.size)]
        assert abs(float((own**2).sum()) - kind.weight**2) < 1e-3
    assert place
