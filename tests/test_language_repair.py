"""Slips of text recognition: each rule, its traps, and that every change is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.language import repair

MENDED = [
    ("Hetis goed", "Het is goed"),
    ("Eriseen plan", "Er is een plan"),
    ("Bijdoel drie", "Bij doel drie"),
    ("ledereen doet mee. leder mens telt. lemand vraagt", "Iedereen doet mee. Ieder mens telt. Iemand vraagt"),
    ("voor cliénten met ideeén", "voor cliënten met ideeën"),
    ("financiéle barriéres", "financiële barrières"),
    ("Creéer iets", "Creëer iets"),
    ("geinformeerde clienten van de cooperatie", "geïnformeerde cliënten van de coöperatie"),
    ("het viak onder invioed van een viuchtroute", "het vlak onder invloed van een vluchtroute"),
    (r"e\Wij willen", "Wij willen"),
    (r"o\Wij willen", "Wij willen"),
    ("eDe raad", "De raad"),
    ("de 0GGZ en de B0A", "de OGGZ en de BOA"),
    ("|nwoners en lnwoners", "Inwoners en Inwoners"),
    ("subsidi€ren", "subsidiëren"),
    ("VVoor jou", "Voor jou"),
    ("een “groene” buurt en foto’s", 'een "groene" buurt en foto\'s'),
    ("programma'’s", "programma's"),
    ("per maand . Daarna , ja", "per maand. Daarna, ja"),
    ("gedaan.Daarna niets", "gedaan. Daarna niets"),
    ("ﬁets en ﬂat", "fiets en flat"),
]
KEPT = [
    "De VVE en de VVD.",
    "Een tas van leder.",
    "laat het los",
    "Laat hem.",
    "een café, één privé comité, dé coördinatie",
    "visie vinden fiets film",
    "eHerkenning is nodig",
    "A10 en CO2 in 2020",
    "Zie www.voorbeeld.nl/a.Bc of x@y.nl",
    "start ... nu",
    "Hetgeen Bijna Inbegrepen Opvallend Doordecentralisatie Isabel",
    "€ 5 voor drie",
    "Swifterbant en Biddinghuizen",
]


@pytest.mark.parametrize(("found", "mended"), MENDED)
def test_slips_are_mended(found: str, mended: str) -> None:
    result = repair(found)
    assert result.text == mended
    assert result.changes


@pytest.mark.parametrize("text", KEPT)
def test_what_is_right_stays(text: str) -> None:
    assert repair(text) == (text, ())


PIECES = (
    [found for found, _ in MENDED] + KEPT + ["'", '"', "''", "e\\", "|", "0", "VV", "é", "€", " .", "l", "\n", "\u00ad"]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=6).map("".join)))
def test_repair_is_idempotent_and_tells_every_change(text: str) -> None:
    result = repair(text)
    assert repair(result.text) == (result.text, ())
    rebuilt = text
    for found, mended in result.changes:
        assert found != mended
        assert found in rebuilt
        rebuilt = rebuilt.replace(found, mended, 1)
    if not result.changes:
        assert result.text == text
    assert sorted(rebuilt.replace(" ", "")) == sorted(result.text.replace(" ", ""))
