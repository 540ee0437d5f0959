"""No character is lost or doubled, whatever the lines are; ids are stable; order of documents makes no difference."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themes.documents.text import text_lines
from themes.language import Pipeline, pipeline
from themes.records import Document, Source, Unit
from themes.statements import split_units

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PIECES = [
    "Verslag thematafel Buurtkracht",
    "Datum: maandag 3 juni 2024",
    "17 deelnemers",
    "a) Meer bankjes in het park",
    "0) Een vaste",
    "e De buurt-",
    "eDe straat is leeg.",
    "e\\Wij willen meer groen",
    "- plekken om te",
    "zitten en te praten.",
    "• Sport",
    "1. Doel",
    "12",
    ">~ 4",
    "YVVVV",
    "“Het is hier stil.",
    "Niemand komt",
    "langs”, zei een buur-",
    "man van 84 jaar.",
    "https://www.voorbeeld.nl/een-heel-",
    "lang-pad/",
    "Wat hebben we nodig?",
    "Hoe pakken we dit aan.",
    "Er is te weinig geld, maar:",
    "Ideeën",
    "TAFEL 2 WONEN",
    "Met vriendelijke groet,",
    "Geacht college,",
    "3 CBS (2021)",
    "# Kop",
    "**Vet** en *schuin*",
    "¢ Nog iets",
    "é:",
    "m)",
    "",
    "",
    " ",
]


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


def source_of(text: str, path: str = "map/verslag.txt") -> Source:
    lines, pages = text_lines(text)
    return Source(path, "digest", "text", lines, pages)


def document_of(
    source: Source, first: int | None = None, last: int | None = None, name: str = "d1", role: str = "input"
) -> Document:
    numbers = [line.number for line in source.lines]
    return Document(
        name, source.path, "digest", None, role, None, None, None, None, None,  # type: ignore[arg-type]
        first or numbers[0], last or numbers[-1], None, None,
    )  # fmt: skip


def spans_of(unit: Unit) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in (span.split("-") for span in unit.spans.split())]


def check_cover(source: Source, units: list[Unit]) -> None:
    text = source.text
    counts = [0] * len(text)
    for unit in units:
        for start, end in spans_of(unit):
            for position in range(start, end):
                counts[position] += 1
    wrong = [position for position, char in enumerate(text) if not char.isspace() and counts[position] != 1]
    assert not wrong, f"not in exactly one unit: {[text[max(0, p - 10) : p + 10] for p in wrong[:3]]}"


def check_letters(source: Source, unit: Unit) -> None:
    """The letters of `text` are those of the spans, less the marker and hyphens that a line end asked for."""
    printed = re.sub(r"\s", "", "".join(source.text[start:end] for start, end in spans_of(unit)))
    said = re.sub(r"\s", "", unit.text)
    tail = printed
    if unit.item and said != printed:
        marker = re.sub(r"\s", "", unit.item)
        if printed.startswith(marker) and len(printed) > len(said):
            tail = printed[len(marker) :]
    assert re.sub(r"[-‐\u00ad]", "", tail) == re.sub(r"[-‐\u00ad]", "", said)


@given(
    lines=st.lists(st.sampled_from(PIECES), min_size=1, max_size=25),
    role=st.sampled_from(["input", "policy", "other", "advice"]),
)
@SETTINGS
def test_dutch_lines_are_covered(dutch: Pipeline, lines: list[str], role: str) -> None:
    source = source_of("\n".join(lines))
    units = split_units(source, [document_of(source, role=role)], dutch)
    check_cover(source, units)
    for unit in units:
        check_letters(source, unit)
        assert unit.text == unit.text.strip() and unit.text
        assert unit.line_start <= unit.line_end
    assert len({unit.unit_id for unit in units}) == len(units)


@given(text=st.text(st.characters(blacklist_categories=["Cs"]), max_size=300))
@SETTINGS
def test_any_text_is_covered(dutch: Pipeline, text: str) -> None:
    source = source_of(text)
    check_cover(source, split_units(source, [document_of(source)], dutch))


@given(lines=st.lists(st.sampled_from(PIECES), min_size=4, max_size=20), cut=st.integers(1, 3))
@SETTINGS
def test_order_of_documents_and_repetition_make_no_difference(dutch: Pipeline, lines: list[str], cut: int) -> None:
    source = source_of("\n".join(lines))
    parts = [document_of(source, 1, cut, "d1"), document_of(source, cut + 1, len(lines), "d2")]
    units = split_units(source, parts, dutch)
    assert units == split_units(source, parts[::-1], dutch)
    check_cover(source, units)


def test_a_line_belongs_to_the_first_document_that_holds_it(dutch: Pipeline) -> None:
    source = source_of("Eerste zin hier.\nTweede zin hier.\nDerde zin hier.")
    units = split_units(source, [document_of(source, 1, 2, "d1"), document_of(source, 2, 3, "d2")], dutch)
    check_cover(source, units)
    assert [unit.document_id for unit in units] == ["d1", "d1", "d2"]


def test_ids_stay_when_other_lines_change(dutch: Pipeline) -> None:
    before = source_of("Verslag\n\nDe bus komt te laat.\n\nHet park is mooi.")
    after = source_of("Verslag\n\nDe bus komt te laat.\n\nHet park is lelijk.")
    one, two = ({u.text: u.unit_id for u in split_units(s, [document_of(s)], dutch)} for s in (before, after))
    assert one["De bus komt te laat."] == two["De bus komt te laat."]
    assert one["Het park is mooi."] != two["Het park is lelijk."]


def test_nothing_in_nothing_out(dutch: Pipeline) -> None:
    source = source_of("\n \n")
    assert split_units(source, [document_of(source)], dutch) == []
    assert split_units(source, [], dutch) == []
