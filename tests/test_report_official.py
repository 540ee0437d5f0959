"""Addresses of organisations stay in the public copy without a question; those of people are still proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from themes.report.name_rules import HIDE, KEEP, find_hits
from themes.report.names_sheet import read_sheet, write_sheet
from themes.report.privacy import merged
from themes.words import names as words

OFFICIAL = (
    ("Adviesraad Sociaal Domein Veendorp p/a Havenweg 12, 8899 XA Veendorp",),
    ("Gemeente Veendorp | Raadhuisplein 3 | Postbus 12 | 8899 ZZ Veendorp | www.veendorp.example",),
    ("Stichting Welzijn Oost, Kerkstraat 7, 9041 BX Oostdorp",),
    ("Bezoekadres: Havenweg 12",),
    ("College van burgemeester en wethouders", "Gemeente Veendorp", "Postbus 12", "8899 ZZ VEENDORP"),
    ("Wmo- en Jeugdraad Veendorp", "Molenpad 14", "8899 XB Veendorp"),
    ("Aan de gemeenteraad van Veendorp", "Postbus 3", "8899 ZY Veendorp"),
    ("Stuur uw reactie naar Postbus 44, 8899 ZW Veendorp, voor 1 juni.",),
    ("Raadhuisweg 1 Postbus 12 Telefoon www.veendorp.example",),
    ("GGD Noord (Stationsweg 20, 8899 XC Veendorp) doet mee.",),
)
PRIVATE = (
    ("Ik schreef de gemeente vanaf Molenpad 14, 9041 BX.",),
    ("Adviesraad Veendorp, J. de Vries, Molenpad 14, 9041 BX Oostdorp",),
    ("De gemeente komt nooit op de Kerkstraat 7a.",),
    ("Mijn adres is Kerkstraat 7a, 9041 BX Oostdorp.",),
    ("Gemeente Veendorp", "Postbus 12", "8899 ZZ Veendorp", "Molenpad 14", "9041 BX Oostdorp"),
    ("Gemeente Veendorp", "T.a.v. mevrouw Bolhuis", "Molenpad 14", "9041 BX Oostdorp"),
    ("De bewoners van dit pand", "Molenpad 14", "9041 BX Oostdorp"),
    ("Wij wonen naast de stichting, op Molenpad 14.",),
    ("De vereniging vergadert elke maand bij haar thuis.", "Molenpad 14", "9041 BX Oostdorp"),
    ("Wie wil meedenken met de adviesraad, kan langskomen op Molenpad 14.",),
)


def proposals(lines: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Address -> (proposal, reason), of the lines of one file."""
    hits = find_hits([(text, f"a.txt, regel {n}") for n, text in enumerate(lines, 1)], recogniser=False)
    return {hit.text: (hit.proposal, hit.ground) for hit in hits if hit.kind == words.HOME}


@pytest.mark.parametrize("lines", OFFICIAL, ids=lambda lines: lines[0][:30])
def test_an_address_of_an_organisation_stays_without_a_question(lines: tuple[str, ...]) -> None:
    found = proposals(lines)
    assert found
    assert set(found.values()) == {(KEEP, words.OFFICIAL)}, found


@pytest.mark.parametrize("lines", PRIVATE, ids=lambda lines: lines[0][:30])
def test_an_address_that_may_be_a_home_still_asks(lines: tuple[str, ...]) -> None:
    found = proposals(lines)
    homes = {text for text in found if any(part in text for part in ("Molenpad", "Kerkstraat", "9041"))}
    assert homes
    assert words.OFFICIAL not in {found[text][1] for text in homes}, found


def test_lines_of_another_file_say_nothing() -> None:
    texts = [("Gemeente Veendorp", "a.txt, regel 9"), ("Molenpad 14", "b.txt, regel 1")]
    assert [hit.proposal for hit in find_hits(texts, recogniser=False)] == [HIDE]


def test_a_home_that_is_named_elsewhere_as_an_office_is_a_home() -> None:
    found = proposals(("Stichting Oost, Molenpad 14", "Ik woon op Molenpad 14."))
    assert found["Molenpad 14"][0] == HIDE


def test_a_date_is_no_phone() -> None:
    hits = find_hits([("Van 01-01-2024 tot 01-10-2024 belden 15 mensen 010-2024315.", "a.txt")], recogniser=False)
    assert [hit.text for hit in hits if hit.kind == words.PHONE] == ["010-2024315"]


def test_the_list_shows_what_stays_and_does_not_keep_that_as_a_decision(tmp_path: Path) -> None:
    """The program decides anew each run: a wording that turns out to be a home is asked after all."""
    hits = find_hits([("Stichting Oost, Molenpad 14. Bel 06 - 1234 5678.", "a.txt, regel 1")], recogniser=False)
    rows = {row.hit.text: (row.decision, row.who) for row in merged(hits, {})}
    assert rows == {"Molenpad 14": (KEEP, words.BY_PROGRAM), "06 - 1234 5678": ("", "")}
    for name in ("namen.xlsx", "namen.csv"):
        write_sheet(tmp_path / name, hits, {})
        assert read_sheet(tmp_path / name, tmp_path) == (0, [])
