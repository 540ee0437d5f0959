"""Kinds, stance, groups, meta and repeated points."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_statements_blocks import texts, units_of
from themes.language import Pipeline, pipeline
from themes.records import Unit
from themes.statements import mark_repeats
from themes.statements.kinds import is_lead_in, is_question
from themes.statements.meta import is_meta_sentence
from themes.statements.stance import stance_of


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


REPORT = """Verslag thematafel Spelen
Buurten in gesprek
Datum: maandag 3 juni 2024
Locatie: wijkcentrum De Boei
14 deelnemers

Op maandag 3 juni kwamen veertien ouders bijeen in het wijkcentrum om over
spelen in de buurt te praten. De presentatie is in de mail bijgevoegd. De
deelnemers herkennen dat er te weinig plek is voor kinderen boven de tien.

De gesprekken gingen over drie vragen:
- Waar spelen kinderen nu?
- Wat missen zij?

Veilig over straat

De weg langs de school is te druk om over te steken. Kinderen gaan daarom
met de auto. Hoe krijgen we ouders op de fiets? Welke straten kunnen we als
eerste afsluiten.

Ideeën
- Een fietsbus naar school
- "Ik wil een plek zonder volwassenen." Dat zei een jongen van twaalf.

We kijken terug op een geslaagde avond en willen iedereen hartelijk bedanken
voor de inbreng!
"""


def test_a_report_of_a_table(dutch: Pipeline) -> None:
    units = units_of(REPORT, dutch)
    assert texts(units, "heading") == [
        "Verslag thematafel Spelen",
        "Buurten in gesprek",
        "Veilig over straat",
        "Ideeën",
    ]
    assert texts(units, "lead_in") == ["De gesprekken gingen over drie vragen:"]
    assert texts(units, "question") == [
        "Waar spelen kinderen nu?",
        "Wat missen zij?",
        "Hoe krijgen we ouders op de fiets?",
        "Welke straten kunnen we als eerste afsluiten.",
    ]
    assert texts(units) == [
        "De deelnemers herkennen dat er te weinig plek is voor kinderen boven de tien.",
        "De weg langs de school is te druk om over te steken.",
        "Kinderen gaan daarom met de auto.",
        "Een fietsbus naar school",
        '"Ik wil een plek zonder volwassenen."',
        "Dat zei een jongen van twaalf.",
    ]
    assert {unit.group for unit in units[1:]} == {"Verslag thematafel Spelen"}
    quoted = {unit.text: unit.quoted for unit in units if unit.item == "-" and unit.kind == "statement"}
    assert quoted['"Ik wil een plek zonder volwassenen."'] and not quoted["Dat zei een jongen van twaalf."]
    street = next(unit for unit in units if unit.text.startswith("De weg langs"))
    assert street.section == "Verslag thematafel Spelen > Veilig over straat"


CONFERENCE = """# Opbrengst werkconferentie Samen
## Tafel 1 Wonen en zorgen voor elkaar
### Samenvatting
Het gesprek ging vooral over buren die elkaar niet kennen.
### Vragen
- Wie houdt dit vol als het geld op is
- Mag een buurt zelf een sleutel beheren
### Acties
- De wijkraad schrijft een brief.
## Tafel 2 Geld
### Samenvatting
Er is veel schaamte.
"""


def test_a_conference_with_tables_and_fixed_heads(dutch: Pipeline) -> None:
    units = units_of(CONFERENCE, dutch)
    by_text = {unit.text: unit for unit in units}
    action = by_text["De wijkraad schrijft een brief."]
    assert action.section == "Opbrengst werkconferentie Samen > Tafel 1 Wonen en zorgen voor elkaar > Acties"
    assert action.group == "Tafel 1 Wonen en zorgen voor elkaar"
    assert by_text["Er is veel schaamte."].group == "Tafel 2 Geld"
    assert by_text["Mag een buurt zelf een sleutel beheren"].kind == "question"


LETTER = """Adviesraad Zorg
p/a Dorpsstraat 5, 1234 AB Kustdorp
College van burgemeester en wethouders

Onderwerp: Advies over het plan

Geacht college,

U vroeg ons om advies over het plan. Wij spraken erover in onze vergadering.

Adviezen

e Wij adviseren u om de doelen scherper te maken.
eDe raad vindt dat bewoners moeten meepraten over de plannen voor hun buurt.

Wij zien uit naar uw reactie op dit advies.

Met vriendelijke groet,
namens de adviesraad

J. de Vries, voorzitter
"""


def test_a_letter_of_advice(dutch: Pipeline) -> None:
    units = units_of(LETTER, dutch, "advice")
    assert texts(units) == [
        "Wij adviseren u om de doelen scherper te maken.",
        "De raad vindt dat bewoners moeten meepraten over de plannen voor hun buurt.",
    ]
    assert texts(units, "heading") == ["Adviezen"]
    assert texts(units, "meta")[-1] == "J. de Vries, voorzitter"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hoe bereiken we jonge ouders?", True),
        ("Met als vraag: wie doet er mee?", True),
        ("Waar kan men dit melden.", True),
        ("Waarom heeft Lindewijk wel een zwembad en wij niet", True),
        ("Wat kan helpen is een vast loket.", False),
        ("Wie geen auto heeft, zit vast.", False),
        ("Wie werkt en toch tekortkomt, valt nergens onder.", False),
        ("Waar het om gaat, is dat mensen elkaar kennen.", False),
        ("Hoe eerder men belt, hoe beter.", False),
        ("In welke vorm dit verdergaat is nog niet bekend.", False),
        ("De kapper vroeg: gaat het wel goed met u?", False),
    ],
)
def test_questions_with_and_without_a_mark(text: str, question: bool) -> None:
    assert is_question(text) is question


def test_named_table_with_its_question_is_a_heading(dutch: Pipeline) -> None:
    text = "Tafel 2: hoe helpen wij elkaar?\n\n- Meer banken in het park\n- Een buurthuis dat open is\n"
    units = units_of(text, dutch)
    assert units[0].kind == "heading"
    assert units[1].group == "Tafel 2: hoe helpen wij elkaar?"


def test_what_the_front_of_a_report_claims_is_a_statement(dutch: Pipeline) -> None:
    text = (
        "Verslag werkconferentie wonen\nDatum: 9 mei 2023\nLocatie: dorpshuis\n\n"
        "Zestig bewoners kwamen bijeen in het dorpshuis. De wethouder kon er niet bij zijn. "
        "Wie een huis zoekt, moet jaren wachten op antwoord.\n\n"
        "Tafel 1\n- Meer banken in het park\n"
    )
    kinds = {unit.text[:10]: unit.kind for unit in units_of(text, dutch)}
    assert kinds["Zestig bew"] == kinds["De wethoud"] == "meta"
    assert kinds["Wie een hu"] == "statement"


def test_lead_ins() -> None:
    assert is_lead_in("De tafel noemde deze punten:", followed_by_list=True)
    assert not is_lead_in("Er gaat veel geld naar de zorg, maar:", followed_by_list=True)
    assert not is_lead_in("Zonder: agenda en oordeel.", followed_by_list=True)


@pytest.mark.parametrize(
    "text",
    [
        "Bij briefje c staat een telefoonnummer.",
        "Zie origineel.",
        "Deze notitie beschrijft de aanpak.",
        "Vragen kunt u stellen aan a.bakker@voorbeeld.example.",
        "Wij danken iedereen voor de inbreng.",
        "Het verslag is als bijlage bijgevoegd.",
        "Deze lijst is niet uitputtend.",
    ],
)
def test_about_the_document_itself(text: str) -> None:
    assert is_meta_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "De buurt is blij met het verslag van de wijkagent.",
        "Zo nodig past de wijkraad dit document aan.",
        "Mensen willen bedankt worden als zij helpen.",
        "Aan tafel zitten te weinig jongeren.",
    ],
)
def test_not_about_the_document_itself(text: str) -> None:
    assert not is_meta_sentence(text)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Gebrek aan plekken voor jongeren.", "problem"),
        ("De bus rijdt niet na acht uur.", "problem"),
        ("Zoek mensen thuis op.", "proposal"),
        ("Buren met elkaar verbinden", "proposal"),
        ("De gemeente moet dit betalen.", "proposal"),
        ("Contact stimuleren tussen buren in de flat", "proposal"),
        ("Nagaan of de belbus wordt gebruikt.", "proposal"),
        ("Een club die de leiding neemt", "proposal"),
        ("Geld: maak de brieven korter.", "proposal"),
        ("Wie hulp zoekt, moet drie keer hetzelfde vertellen.", "problem"),
        ("Dan moet ik zelf naar de balie.", "problem"),
        ("Vaders voelen zich onzeker.", "problem"),
        ("Opvang is er, maar na twaalf weken pas.", "problem"),
        ("Na een maand haakt de helft af, want het is te ver.", "problem"),
        ("Er is nu al een eettafel op dinsdag.", "example"),
        ("De tafel sprak over wonen.", "observation"),
        ("Bewoners ontmoeten elkaar in de hal.", "observation"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert stance_of(text, "", None) == stance
    assert stance_of("Dat hoort erbij.", "Tafel 1 > Knelpunten", None) == "problem"
    assert stance_of("De juf is er niet altijd.", "Tafel 1 > Prioriteiten", None) == "proposal"


def unit(number: int, text: str, source: str = "a.txt", kind: str = "statement") -> Unit:
    return Unit(
        f"u{number}",
        "d",
        source,
        kind,
        text,
        text,
        number,
        number,
        None,
        None,
        spans=f"{number * 10}-{number * 10 + 5}",
    )  # type: ignore[arg-type]


def test_repeats_are_linked_to_the_first() -> None:
    units = [
        unit(1, "Een actuele sociale kaart ontbreekt in onze wijk."),
        unit(2, "Vervoer is in de dorpen de grootste drempel."),
        unit(3, "Een actuele sociale kaart ontbreekt in onze buurt en wijk.", "b.txt"),
        unit(4, "Meer groen", "b.txt"),
        unit(5, "Meer groen", "b.txt"),
        unit(6, "Vervoer is in de dorpen de grootste drempel.", "b.txt", "heading"),
    ]
    marked = mark_repeats(units)
    assert [one.repeat_of for one in marked] == [None, None, "u1", None, None, None]
    assert [dataclasses.replace(one, repeat_of=None) for one in marked] == units


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_repeats_do_not_depend_on_the_order_of_files(seed: int) -> None:
    words = ["bus", "park", "buurt", "school", "jeugd", "markt", "kerk", "bank"]
    chance = random.Random(seed)
    units = [
        unit(n, " ".join(chance.choices(words, k=chance.randint(3, 5))), chance.choice("abc") + ".txt")
        for n in range(20)
    ]
    shuffled = chance.sample(units, len(units))
    assert {u.unit_id: u.repeat_of for u in mark_repeats(units)} == {
        u.unit_id: u.repeat_of for u in mark_repeats(shuffled)
    }


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_no_near_pair_is_missed(seed: int) -> None:
    """The prefix filter finds the same first unit as comparing every pair does."""
    words = ["bus", "park", "buurt", "school", "jeugd", "markt"]
    chance = random.Random(seed)
    units = [unit(n, " ".join(chance.choices(words, k=chance.randint(3, 6)))) for n in range(15)]
    sets = [frozenset(one.text.split()) for one in units]
    firsts: list[int] = []
    expected: dict[str, str | None] = {}
    for number, one in enumerate(units):
        same = [n for n in firsts if len(sets[n] & sets[number]) >= 0.8 * len(sets[n] | sets[number])]
        small = len(sets[number]) < 3
        expected[one.unit_id] = units[same[0]].unit_id if same and not small else None
        if not same and not small:
            firsts.append(number)
    assert {one.unit_id: one.repeat_of for one in mark_repeats(units)} == expected
