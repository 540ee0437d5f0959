"""Fields of social policy: texts without a word in common are near when they are about the same thing."""

from __future__ import annotations

import numpy as np
import pytest

from themes.coding.examples import Example, read_examples
from themes.language import pipeline
from themes.language.vectors import unit_rows
from themes.policy.fields import chances, model
from themes.policy.ranking import MEASURES, TIE, WEIGHTS
from themes.policy.train_fields import FEWEST, NO_FIELD, train

LANGUAGE = pipeline("built-in")


def near(one: str, *others: str) -> list[float]:
    rows = unit_rows(chances([one, *others], LANGUAGE))
    return [float(value) for value in rows[1:] @ rows[0]]


@pytest.mark.parametrize(
    ("said", "same", "other"),
    [
        (
            "Na zeven uur rijdt er niets meer naar de kern.",
            "Inwoners zonder auto kunnen zich goed verplaatsen met het openbaar vervoer.",
            "Meer jongeren halen een startkwalificatie.",
        ),
        (
            "Deurwaarders staan hier elke maand op de stoep.",
            "Minder huishoudens hebben problematische schulden.",
            "De speelplekken in de wijk zijn uitdagend en veilig.",
        ),
        (
            "Mijn vrouw herkent me soms niet meer, ik kan haar geen uur alleen laten.",
            "Mensen met dementie en hun naasten krijgen passende ondersteuning.",
            "Ondernemers nemen vaker iemand uit de bijstand aan.",
        ),
    ],
)
def test_the_same_matter_in_other_words_is_nearer(said: str, same: str, other: str) -> None:
    alike, unlike = near(said, same, other)
    assert alike > unlike + 0.1


def test_chances_are_of_every_field_and_hang_on_the_text_alone() -> None:
    texts = ["De wachtlijst voor jeugdhulp is te lang.", "", "Zz qq."]
    table = chances(texts, LANGUAGE)
    assert table.shape == (3, len(model().fields)) and len(model().fields) > 100
    assert ((table >= 0) & (table <= 1)).all()
    assert np.array_equal(table[:1], chances(texts[:1], LANGUAGE))
    likeliest = [model().fields[at] for at in np.argsort(-table[0])[:3]]
    assert "wachttijden-zorg" in likeliest


def test_fields_rank_goals_and_do_not_say_that_one_is_near() -> None:
    assert "fields" in MEASURES and WEIGHTS["fields"] > 0 and "fields" not in TIE


def test_the_model_is_of_the_fields_of_the_examples() -> None:
    known = {example.field for example in read_examples()} - set(NO_FIELD)
    assert set(model().fields) <= known


def test_training_tells_fields_apart_and_leaves_out_small_ones() -> None:
    bus = [Example(f"De bus komt {n} minuten te laat", frozenset(), frozenset(), "x", "vervoer") for n in range(40)]
    debt = [Example(f"Schuld van {n} euro bij de bank", frozenset(), frozenset(), "x", "schulden") for n in range(40)]
    rare = [Example("Een tuin", frozenset(), frozenset(), "x", "groen")] * (FEWEST - 1)
    none = [Example("Er was koffie", frozenset(), frozenset(), "x", field) for field in NO_FIELD] * FEWEST
    told = train([*bus, *debt, *rare, *none], LANGUAGE, file=None)
    assert told == {"examples": 80, "fields": 2, "likeliest": 1.0, "among_three": 1.0}
