"""Topic words: real forms, no names, no part beside its compound, pairs that are one idea."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from themes.language import pipeline
from themes.records import Coding, Unit
from themes.topics.features import code_hits, lsa, prepare, standing_codings
from themes.topics.words import choose_terms, gather_words

DUTCH = pipeline("built-in")


def test_lemmas_are_shown_as_their_commonest_form():
    words = gather_words(["De bussen rijden.", "Onze bussen zijn vol.", "Een bus is laat."], DUTCH)
    assert words.show("bus") == "bussen"
    assert all("bus" in row for row in words.lemmas)


def test_names_are_left_out_and_words_at_the_start_are_not():
    texts = [
        "Fietsen in Wierdijk is fijn.",
        "Wij gaan naar Wierdijk.",
        "Fietsen is gezond.",
        "De fietsen staan buiten.",
    ]
    words = gather_words(texts, DUTCH)
    assert "wierdijk" in words.names
    assert not any("wierdijk" in row for row in words.spread)
    assert any("fiets" in lemma for row in words.lemmas for lemma in row)


def test_given_names_are_left_out_however_they_are_written():
    words = gather_words(["het loket van dorpstad is dicht", "dorpstad groeit"], DUTCH, names=["Dorpstad aan Zee"])
    assert not any("dorpstad" in row for row in words.lemmas)


def test_abbreviations_in_capitals_stay_as_written():
    words = gather_words(["De GGD belt.", "Vraag het de GGD maar."], DUTCH)
    assert "GGD" in words.forms.values()


def test_fixed_pairs_are_one_word_and_still_match_on_each():
    texts = ["De sociale kaart ontbreekt."] * 4 + ["De kaart van de stad hangt er.", "Sociale vragen eerst."]
    words = gather_words([f"{text} {filler}" for text, filler in zip(texts, "abcdef", strict=True)], DUTCH)
    pair = next(lemma for lemma in words.lemmas[0] if "+" in lemma)
    assert words.show(pair) == "sociale kaart"
    assert {"sociaal", "kaart"} <= set(words.spread[0])
    assert "kaart" in words.lemmas[4]


def test_no_pair_over_a_comma_or_a_stop_word():
    words = gather_words(["Sociale, kaart en sociale van kaart."] * 6, DUTCH)
    assert not any("+" in lemma for row in words.lemmas for lemma in row)


def test_either_or_is_two_words_and_addresses_are_none():
    words = gather_words(["Bel ouders/verzorgers via info@voorbeeld.nl of https://voorbeeld.nl/pad."], DUTCH)
    assert words.lemmas[0][-2:] == ("ouder", "verzorger")
    assert not any("voorbeeld" in lemma for lemma in words.lemmas[0])


def test_no_part_beside_its_compound():
    words = gather_words(["Het buurthuis in de buurt is een huis."] * 2, DUTCH)
    found_in = Counter({"buurthuis": 2, "buurt": 2, "huis": 2})
    assert choose_terms(["buurthuis", "buurt", "huis"], words, 10, found_in, 2) == ["buurthuis"]
    assert choose_terms(["buurt", "huis", "buurthuis"], words, 10, found_in, 2) == ["buurt", "huis"]


def test_rare_words_come_last():
    words = gather_words(["bus trein", "bus trein", "kano"], DUTCH)
    found_in = Counter({"kano": 1, "bus": 2, "trein": 2})
    assert choose_terms(["kano", "bus", "trein"], words, 2, found_in, 3) == ["bus", "trein"]


def test_lsa_of_almost_nothing():
    assert lsa([("a",), ("b",)]).tolist() == [[0.0], [0.0]]
    found = lsa([("a", "b", "c"), ("a", "b"), ("b", "c", "a")])
    assert found.shape == (3, 2)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1)


def test_people_overrule_the_machine_and_no_code_is_no_hit():
    codings = [
        Coding("u1", "a", "rules", 0.5, ""),
        Coding("u1", "b", "Anna", 1.0, ""),
        Coding("u2", "a", "rules", 0.5, ""),
        Coding("u2", "geen-code", "Anna", 1.0, ""),
        Coding("u3", "a", "rules", 0.5, ""),
    ]
    assert standing_codings(codings) == {"u1": {"b": 1.0}, "u2": {}, "u3": {"a": 0.5}}
    assert code_hits(["u1", "u2", "u3"], codings).tolist() == [[0, 1], [0, 0], [0.5, 0]]


def test_a_ring_of_repeats_ends():
    units = [
        Unit(
            unit_id=f"u{i}", document_id="d", source="a", kind="statement", text="De bus.", clean_text="", line_start=1,
            line_end=1, page_start=None, page_end=None, repeat_of=f"u{1 - i}",
        )
        for i in range(2)
    ]  # fmt: skip
    ready = prepare(units, np.ones((2, 3)), DUTCH)
    assert len(ready.units) + len(ready.repeats) == 2


def test_kept_words_give_the_same_features() -> None:
    """Words and LSA from an earlier run stand for those made anew; other codes change neither."""
    texts = [f"De {what} in {place} is te duur voor {who}." for what in ("bus", "sportclub", "woning")
             for place in ("het dorp", "de wijk") for who in ("ouderen", "jongeren", "gezinnen")]  # fmt: skip
    units = [Unit(f"u{at:02}", "d", "s", "statement", text, text, at, at, None, None) for at, text in enumerate(texts)]
    vectors = np.random.default_rng(1).normal(size=(len(units), 8))
    kept: dict[str, dict[str, Any]] = {}

    def keep(name: str, parts: Mapping[str, object], make: Callable[[], dict[str, Any]], about: str = "") -> Any:
        if name not in kept:
            kept[name] = make()
            return kept[name]
        made = dict(kept[name])
        made["words"] = json.loads(json.dumps(made["words"]))
        return made

    codings = [Coding("u01", "vervoer", "rules", 0.8, "bus")]
    for own in ([], codings):
        fresh = prepare(units, vectors, DUTCH, own)
        for _ in range(2):
            again = prepare(units, vectors, DUTCH, own, keep=keep)
            assert again.words == fresh.words and again.texts == fresh.texts
            assert np.array_equal(again.rows, fresh.rows) and np.array_equal(again.apart, fresh.apart)
    assert list(kept) == ["topic-words"]
