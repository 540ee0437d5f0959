"""What an advice letter asks: recommendations in every form, missing points, concerns, lists by priority."""

from __future__ import annotations

import pytest

from test_policy_advice import LETTER, read
from themes.policy.asks import read_asks


def asks_of(body: str) -> list[tuple[str, str]]:
    _, units = read(LETTER.format(body=body), "advies.txt")
    return [(ask.kind, ask.text) for ask in read_asks(units)]


def parts_of(body: str) -> list[tuple[str, str]]:
    _, units = read(LETTER.format(body=body), "advies.txt")
    return [(ask.part, ask.text) for ask in read_asks(units)]


def test_bullets_whose_marks_are_lost() -> None:
    """A misread bullet is one ask, with the sentences that explain it."""
    body = """Adviezen:

e\\Wij adviseren u om de bus later te laten rijden. Nu stopt hij om zes uur.
e De adviesraad adviseert om formulieren korter te maken.
e Wie geen computer heeft, valt buiten de boot. Wij adviseren u daarom een loket in elk dorp."""
    assert asks_of(body) == [
        ("advies", "Wij adviseren u om de bus later te laten rijden. Nu stopt hij om zes uur."),
        ("advies", "De adviesraad adviseert om formulieren korter te maken."),
        ("advies", "Wie geen computer heeft, valt buiten de boot. Wij adviseren u daarom een loket in elk dorp."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "De adviesraad beveelt aan om het loket ook 's avonds te openen.",
        "Wij verzoeken u om de wachttijden te publiceren.",
        "Wij pleiten voor een vast gezicht per gezin.",
        "Daarom vragen wij om een proef met deelauto's.",
        "De Wmo-raad zou graag meepraten over de verordening.",
        "Wij willen u meegeven dat een brief in gewone taal helpt.",
    ],
)
def test_words_of_asking(sentence: str) -> None:
    assert ("advies", sentence) in asks_of(f"Wij hebben het plan gelezen met plezier.\n\n{sentence}")


@pytest.mark.parametrize(
    "sentence",
    [
        "U heeft ons gevraagd om advies te geven over het plan.",
        "De gemeente vraagt begrip voor de korte termijn van deze ronde.",
        "Het plan is helder geschreven en leest prettig.",
    ],
)
def test_no_ask(sentence: str) -> None:
    assert asks_of(sentence) == []


def test_numbered_recommendations() -> None:
    """'Advies 1:' opens an ask that runs to the next one."""
    body = """Advies 1: Stel een kinderpanel in

Kinderen weten zelf het best wat er in hun straat ontbreekt aan speelplekken.

Advies 2: Maak de regeling automatisch

Ouders hoeven dan niets aan te vragen."""
    made = asks_of(body)
    assert [kind for kind, _ in made] == ["advies", "advies"]
    assert made[0][1].startswith("Stel een kinderpanel in")
    assert made[1][1].startswith("Maak de regeling automatisch")


def test_missing_points_as_list_and_as_one_sentence() -> None:
    listed = "Wat ontbreekt\n\nWij missen in het plan:\n-Laaggeletterdheid, ook bij ouderen;\n-Nachtopvang;\n\n"
    listed += "Deze lijst is niet volledig."
    assert asks_of(listed) == [("ontbreekt", "Laaggeletterdheid, ook bij ouderen;"), ("ontbreekt", "Nachtopvang;")]
    run_on = "Wij missen in het plan: laaggeletterdheid; nachtopvang; hulp bij scheiding."
    assert asks_of(run_on) == [
        ("ontbreekt", "laaggeletterdheid"),
        ("ontbreekt", "nachtopvang"),
        ("ontbreekt", "hulp bij scheiding."),
    ]


def test_subjects_that_need_more() -> None:
    body = "Wij zien graag meer uitwerking van het volgende:\n-Valpreventie: hoe bereikt u mensen;\n-De buurtbus;"
    assert [kind for kind, _ in asks_of(body)] == ["meer-uitwerking", "meer-uitwerking"]


def test_concerns_in_prose() -> None:
    body = "Het plan is vlot geschreven. Wij maken ons zorgen over de lange wachttijd. Die loopt op tot een jaar."
    assert asks_of(body) == [("zorg", "Wij maken ons zorgen over de lange wachttijd. Die loopt op tot een jaar.")]


def test_priority_list() -> None:
    """What is asked is the order: one ask a list, with every item and the remark under it."""
    body = """Prioritering:

1 Doel 2.1 Meer kinderen leren zwemmen

zonder zwembad lukt dat niet

2 Doel 1.4 Minder mensen hebben schulden

3 Doel 3.2 Meer groen in de straat

Wonen

1 Doel 1.1 Meer woningen voor starters

2 Doel 1.2 Minder lege winkels"""
    made = parts_of(body)
    assert [part for part, _ in made] == ["prioriteit", "prioriteit"]
    assert "zonder zwembad" in made[0][1] and "Meer groen" in made[0][1]
    assert made[1][1].endswith("Minder lege winkels")


@pytest.mark.parametrize(
    "sentence",
    [
        "Eerst geven wij onze indruk, daarna de adviezen en tot slot wat wij missen.",
        "In de bijlage staat een opsomming van wat wij in het plan missen.",
        "Hieronder gaan wij nader in op de zorgen die er zijn.",
    ],
)
def test_sentences_about_the_letter_are_no_asks(sentence: str) -> None:
    assert asks_of(f"{sentence}\n\nIndruk\n\nHet plan leest prettig.") == []


def test_last_item_does_not_take_the_signature() -> None:
    """A sentence that ran on behind the last subject of a list, and the signature, are left out."""
    body = "Wij missen in het plan:\n- Nachtopvang;\n- Laaggeletterdheid; Wij horen graag wat u met ons advies doet.\n"
    assert asks_of(body + "Namens de adviesraad, J. Jansen, voorzitter") == [
        ("ontbreekt", "Nachtopvang;"),
        ("ontbreekt", "Laaggeletterdheid;"),
    ]


def test_subjects_in_one_sentence_under_a_lead_in() -> None:
    body = "Wat wij missen:\nlaaggeletterdheid, de rol van de bibliotheek en hulp bij schulden."
    assert asks_of(body) == [
        ("ontbreekt", "laaggeletterdheid"),
        ("ontbreekt", "de rol van de bibliotheek"),
        ("ontbreekt", "hulp bij schulden."),
    ]


def test_subjects_that_run_on_behind_each_other() -> None:
    """A list whose line breaks and marks are partly lost; every subject is one ask."""
    body = "Wij missen in de stukken:\nlaaggeletterdheid, ook bij ouderen; -vervoer in de avond; mensen zonder huis,\n"
    body += "ook zij die buiten slapen;- aandacht voor rouw\n-dagbesteding; gokken en gamen."
    assert [text.strip(";.") for _, text in asks_of(body)] == [
        "laaggeletterdheid, ook bij ouderen",
        "vervoer in de avond",
        "mensen zonder huis, ook zij die buiten slapen",
        "aandacht voor rouw",
        "dagbesteding",
        "gokken en gamen",
    ]


def test_each_request_and_each_concern_of_a_paragraph_is_one() -> None:
    body = """Algemeen

Wij maken ons zorgen over de haalbaarheid. Ons advies is om te noemen wie het werk doet. Aan de plannen is geen geld
verbonden. Dit maakt het lastig. Vraag inwoners vaker wat zij vinden."""
    assert [text for _, text in asks_of(body)] == [
        "Wij maken ons zorgen over de haalbaarheid.",
        "Ons advies is om te noemen wie het werk doet.",
        "Aan de plannen is geen geld verbonden. Dit maakt het lastig.",
        "Vraag inwoners vaker wat zij vinden.",
    ]


def test_listed_advice_needs_no_verb_of_asking() -> None:
    """Under 'Aanbevelingen' every item is advice, also under its sub-heads; a question under 'Vragen' as well."""
    body = """Aanbevelingen

Jeugd

1. Een vaste contactpersoon per gezin.
2. Het loket ook 's avonds openen.

Vragen

- Hoe wordt de wachttijd gemeten?"""
    assert [text for _, text in asks_of(body)] == [
        "Een vaste contactpersoon per gezin.",
        "Het loket ook 's avonds openen.",
        "Hoe wordt de wachttijd gemeten?",
    ]


def test_paragraph_between_items_belongs_to_the_item_before() -> None:
    body = """Adviezen

- In het plan staat een buurthuis voor iedereen.

Wij adviseren u om daar een beheerder voor aan te stellen.

- Wij adviseren u om de bus later te laten rijden."""
    assert [text for _, text in asks_of(body)] == [
        "In het plan staat een buurthuis voor iedereen. Wij adviseren u om daar een beheerder voor aan te stellen.",
        "Wij adviseren u om de bus later te laten rijden.",
    ]


def test_listed_advice_is_told_from_what_is_said_around_it() -> None:
    body = """Algemeen

Wij maken ons zorgen over de lange wachttijd.

Adviezen

- Wij adviseren u om de bus later te laten rijden.

Toelichting

- Het is niet duidelijk wie de regie voert. Dat vraagt om keuzes."""
    assert [part for part, _ in parts_of(body)] == ["toelichting", "advies", "toelichting"]
    prose = "Wij maken ons zorgen over de bus.\n\nWij vragen u om een avonddienst."
    assert [part for part, _ in parts_of(prose)] == ["toelichting", "advies"]


def test_a_quotation_is_not_a_concern_of_the_adviser() -> None:
    body = """Toelichting

Wij lezen in een rapport van een bureau:

“Het valt op dat plannen vaak vaag zijn. Het is niet duidelijk wat er gebeurt. Er is te weinig zicht op geld”.

Wij maken ons zorgen over de bus."""
    assert asks_of(body) == [("zorg", "Wij maken ons zorgen over de bus.")]
