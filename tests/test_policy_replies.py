"""What the reply says to each point: the kind of answer, the sentence that gives it, and what is no answer."""

from __future__ import annotations

import pytest

from test_policy_advice import NLP, REPLY, read, table
from themes.policy.replies import read_passages


def test_answers_by_kind() -> None:
    body = """Adviezen:

- Wij adviseren u om een beweegtuin in elke kern aan te leggen.
- Wij adviseren u om de eigen bijdrage voor taxivervoer te schrappen.
- Wij adviseren u om wachttijden bij schuldhulp te publiceren.
- Wij adviseren u om een paragraaf over rouw op te nemen."""
    reply = """Naar aanleiding van uw advies is in het beleidsplan een beweegtuin in elke kern toegevoegd.

De eigen bijdrage voor taxivervoer schrappen nemen wij niet over, omdat daar geen geld voor is.

De wachttijden bij schuldhulp publiceren wij vanaf 2026 op onze website."""
    made = table(body, reply)
    assert [row.answer for row in made] == ["changed", "rejected", "later", "none"]
    assert [row.claim_found for row in made] == [True, None, None, None]
    assert made[3].answer_quote is None


def test_restating_the_advice_is_no_answer() -> None:
    """What the reply says over in the adviser's words answers nothing, under a heading or with 'U vraagt'."""
    body = "Wij adviseren u om nachtopvang te openen.\n\nWij adviseren u om het zwembad te behouden."
    reply = """1. Opvang

Uw advies

U vraagt om nachtopvang te openen en het zwembad te behouden.

Hoe hebben we dit verwerkt?

Het zwembad behouden wij in ieder geval tot 2030."""
    made = table(body, reply)
    assert [row.answer != "none" for row in made] == [False, True]


def test_a_head_that_every_part_has_opens_the_answers() -> None:
    """Whatever its words are, and what stands above it are the adviser's words."""
    body = "Wij adviseren u om nachtopvang te openen.\n\nWij adviseren u om het zwembad te behouden."
    reply = """1. Opvang

Zorgen en adviezen van de adviesraad

U vraagt om nachtopvang te openen.

Dit is ons verhaal

Nachtopvang openen wij in 2027.

2. Sport

Zorgen en adviezen van de adviesraad

Het zwembad moet behouden blijven.

Dit is ons verhaal

Wij hebben daar nu geen mening over."""
    made = table(body, reply)
    assert made[0].answer == "later"
    assert made[1].answer_quote in (None, "Wij hebben daar nu geen mening over.")


ORDERED = """1. Uitvoering

Zorgen en adviezen van de adviesraad

U adviseert om per resultaat een organisatie te noemen. Er is geen geld aan de resultaten verbonden. U wilt bij alle
indicatoren een streefwaarde zien. Ook vraagt u om een paragraaf over risico's. U maakt zich zorgen over wachtlijsten.

Zo gaan wij hiermee om

Een organisatie per resultaat nemen wij niet op. De financiële vertaling volgt in de kadernota. Voor indicatoren zonder
streefwaarde doen wij een nulmeting."""


def test_points_are_answered_in_the_order_in_which_they_are_said_over() -> None:
    """What shares no word with its answer is found between its neighbours; what comes after the last has none."""
    body = """Adviezen

- Wij adviseren u om bij elk resultaat een organisatie te noemen.
- Aan de resultaten is geen geld verbonden.
- Wij adviseren u om bij alle indicatoren een streefwaarde te zetten.
- Wij adviseren u om een paragraaf over risico's op te nemen.
- Wij maken ons zorgen over de wachtlijsten."""
    made = table(body, ORDERED)
    assert [row.answer for row in made] == ["rejected", "later", "explained", "none", "none"]
    assert made[1].answer_quote == "De financiële vertaling volgt in de kadernota."


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Nachtopvang openen is al belegd bij de regio.", "rejected"),
        ("Nachtopvang openen blijft daarom buiten dit plan.", "rejected"),
        ("Nachtopvang openen is niet haalbaar, omdat wij mensen niet alleen willen laten staan.", "rejected"),
        ("Nachtopvang openen wij niet meer alleen in de winter.", "explained"),
        ("De gevolgen van nachtopvang openen werken wij uit in een besluit dat eind 2026 klaar is.", "later"),
        ("Of wij nachtopvang openen, bekijken wij na het eerste jaar.", "later"),
        ("Nachtopvang openen hebben wij in het beleidsplan opgenomen.", "changed"),
    ],
)
def test_what_a_sentence_decides(sentence: str, kind: str) -> None:
    (row,) = table("Wij adviseren u om nachtopvang te openen.", sentence)
    assert row.answer == kind


NUMBERED = """Aanbevelingen

Aanbeveling 1. Bouw in elke kern tien kleine woningen.
Aanbeveling 2. Leg vast dat huurders met een beperking voorrang krijgen.
Aanbeveling 3. Verhoog de grens voor het minimabeleid."""


def test_numbered_recommendations_on_lines_and_the_reply_under_their_numbers() -> None:
    """What stands under the number answers it, all of it; a number that the reply leaves out has no answer."""
    reply = """Aanbeveling 1

Wij vinden dat een goed idee. In drie dorpen is grond beschikbaar. In hoofdstuk 1 is toegevoegd dat er een beweegtuin
voor ouderen komt.

Aanbeveling 2

Dat is wettelijk al mogelijk. Wij bespreken dit najaar hoe vaak het voorkomt."""
    made = table(NUMBERED, reply)
    assert [row.text for row in made] == [
        "Bouw in elke kern tien kleine woningen.",
        "Leg vast dat huurders met een beperking voorrang krijgen.",
        "Verhoog de grens voor het minimabeleid.",
    ]
    assert [row.answer for row in made] == ["changed", "later", "none"]
    assert made[0].claim_found is True


def test_a_place_in_another_document_is_no_claim_on_the_plan() -> None:
    body = "Wij adviseren u om de rol van de corporatie te beschrijven."
    (row,) = table(body, "De rol van de corporatie staat beschreven in de prestatieafspraken.")
    assert (row.answer, row.claim) == ("explained", None)


def test_what_comes_right_after_the_advisers_words_answers_them() -> None:
    body = "Wij vinden het jammer dat er geen tijdpad is.\n\nWij vinden de rol van de corporatie onduidelijk."
    reply = (
        "U mist een tijdpad. Voor elke maatregel staat nu een jaartal in bijlage 2. De rol van de corporatie is klein."
    )
    assert [row.answer_quote for row in table(body, reply)] == [
        "Voor elke maatregel staat nu een jaartal in bijlage 2.",
        "De rol van de corporatie is klein.",
    ]


def test_an_ask_that_leans_on_the_sentence_before_is_found_by_it() -> None:
    body = """In hoofdstuk 2 doen vrijwilligers huisbezoeken. Wij vrezen dat dit te veel van hen vraagt.

Wij adviseren u om de bus later te laten rijden."""
    made = table(body, "De begeleiding van vrijwilligers bij huisbezoeken werken wij na de zomer uit.")
    assert [row.answer for row in made] == ["later", "none"]


def test_signature_of_the_reply_is_no_answer() -> None:
    made = table(
        "Wij maken ons zorgen over het college van Goes.", "Met vriendelijke groet,\nnamens het college van Goes"
    )
    assert [row.answer for row in made] == ["none"]


def test_labels_in_the_line() -> None:
    """Other councils write 'Advies 1: ...' and 'Reactie: ...' in turn."""
    body = "Wij adviseren u om nachtopvang te openen.\n\nWij adviseren u om meer bankjes te plaatsen."
    reply = """Advies 1: nachtopvang openen

Reactie: nachtopvang is niet haalbaar in onze kleine gemeente.

Advies 2: meer bankjes plaatsen

Reactie: wij plaatsen dit jaar tien bankjes."""
    made = table(body, reply)
    assert [row.answer for row in made] == ["rejected", "explained"]


def test_passages_hold_every_own_sentence() -> None:
    """No sentence of the reply's own is lost or counted twice."""
    _, units = read(
        REPLY.format(body="1. Vervoer\n\nUw advies\n\nMeer bussen.\n\nReactie college\n\nDat kan.\n\nEn snel."), "b.txt"
    )
    passages = read_passages(units, [], NLP)
    said = [unit.text for passage in passages for unit in passage.units]
    assert said.count("Dat kan.") == said.count("En snel.") == 1
    assert "Meer bussen." not in said
    assert passages[0].heading.endswith("Vervoer")
