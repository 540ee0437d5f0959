"""Raised footnote marks: kept in the text, no part of a word, and no cut in the wrong place."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_statements_cover import check_cover, document_of, source_of
from themes.documents.symbols import NOTE_SPACE
from themes.language import Pipeline, pipeline
from themes.records import Unit
from themes.statements import split_units
from themes.statements.marks import split_unmarked, unmarked

H = NOTE_SPACE


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


def read(text: str, dutch: Pipeline) -> list[Unit]:
    source = source_of(text)
    units = split_units(source, [document_of(source)], dutch)
    check_cover(source, units)
    return units


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            f"Het tekort aan chauffeurs is ernstig.{H}1 Dat merken wij elke week.",
            [f"Het tekort aan chauffeurs is ernstig.{H}1", "Dat merken wij elke week."],
        ),
        (
            f"Het tekort aan chauffeurs is ernstig{H}1. Dat merken wij elke week.",
            [f"Het tekort aan chauffeurs is ernstig{H}1.", "Dat merken wij elke week."],
        ),
        (
            f"De helft komt niet rond!{H}12{H}Dat zijn veel gezinnen.",
            [f"De helft komt niet rond!{H}12", "Dat zijn veel gezinnen."],
        ),
        (
            f"Volgens de meting{H}3 van vorig jaar is het druk.",
            [f"Volgens de meting{H}3 van vorig jaar is het druk."],
        ),
        (
            f"Buren helpen elkaar ‘gewoon.’{H}4 Dat willen wij houden.{H}5",
            [f"Buren helpen elkaar ‘gewoon.’{H}4", f"Dat willen wij houden.{H}5"],
        ),
    ],
)
def test_a_mark_goes_with_the_sentence_before_it(text: str, sentences: list[str], dutch: Pipeline) -> None:
    units = read(text, dutch)
    assert [unit.text for unit in units] == sentences
    assert all(not any(char.isdigit() for char in unit.clean_text) for unit in units)


def test_a_mark_is_no_part_of_a_word_when_searching(dutch: Pipeline) -> None:
    (unit,) = read(f"Er is weinig vervoer{H}7 naar het dorpshuis{H}8, vooral na zes uur.", dutch)
    assert unit.clean_text == "Er is weinig vervoer naar het dorpshuis, vooral na zes uur."
    assert {"vervoer", "dorpshuis"} <= set(dutch.lemmas(unit.clean_text))
    assert f"vervoer{H}7" in unit.text


def test_a_mark_at_the_end_of_a_line_ends_the_paragraph_as_its_full_stop_does(dutch: Pipeline) -> None:
    text = (
        f"Veel jongeren zoeken een plek om elkaar te zien in de avond.{H}2\n\n"
        "Ouders vragen om een speeltuin met toezicht in de wijk.\n"
    )
    assert [unit.kind for unit in read(text, dutch)] == ["statement", "statement"]


def test_what_is_no_mark_stays() -> None:
    assert unmarked(f"Een zaal van 80 m{H}2 is te klein.") == "Een zaal van 80 m2 is te klein."
    assert unmarked("Kamer 12 en 14.") == "Kamer 12 en 14."


@given(st.text(alphabet=f"Ab1 .,?{H}*\n", max_size=40))
def test_spans_stay_in_order_and_inside(text: str) -> None:
    def split(bare: str) -> list[tuple[int, int]]:
        half = len(bare) // 2
        cuts = [(0, half), (half, len(bare))]
        return [(start, end) for start, end in cuts if bare[start:end].strip()]

    spans = split_unmarked(text, split)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
