"""Advice letters of several councils, made up, and the replies to them; the real letter where it is present."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from pathlib import Path

import pytest

from themes.documents.bundle import split_documents
from themes.documents.text import text_lines
from themes.language import pipeline
from themes.policy.advice import read_advice, replies_to
from themes.policy.asks import read_asks
from themes.policy.replies import read_passages
from themes.records import Advice, Document, Records, Source, Unit
from themes.statements import split_units

SHARED = Path(__file__).parents[2] / "shared"
NLP = pipeline("built-in")


def vectors(texts):  # type: ignore[no-untyped-def]
    """Character trigrams, hashed: enough of a likeness for tests, and the same on every machine."""
    import numpy as np

    rows = np.zeros((len(texts), 256), dtype=np.float32)
    for row, text in enumerate(texts):
        for at in range(len(text) - 2):
            rows[row, int(hashlib.md5(text[at : at + 3].lower().encode()).hexdigest(), 16) % 256] += 1
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(norms, norms, 1)


def read(text: str, name: str) -> tuple[list[Document], list[Unit]]:
    lines, pages = text_lines(text)
    source = Source(name, "0", "text", lines, pages)
    documents = split_documents(source)
    return documents, split_units(source, documents, NLP)


LETTER = """Onderwerp: Advies concept beleidsplan
Datum: 3 maart 2024

Geacht college,

{body}

Met vriendelijke groet,
namens de adviesraad Goes
"""
REPLY = """Onderwerp: Reactie op uw advies
Datum: 9 april 2024

Geachte leden van de adviesraad Goes,

{body}

Met vriendelijke groet,
namens het college van Goes
"""
PLAN = """Beleidsplan Samen Thuis

Inleiding

In dit beleidsplan staat wat de gemeente Goes wil bereiken.

1. Ouderen

In elke kern komt een beweegtuin voor ouderen en hun buren.

2. Jongeren

Jongeren krijgen hulp bij het vinden van een kamer.
"""


def asks_of(body: str) -> list[tuple[str, str]]:
    _, units = read(LETTER.format(body=body), "advies.txt")
    return [(ask.kind, ask.text) for ask in read_asks(units)]


def table(body: str, reply: str, plan: str = PLAN) -> Records[Advice]:
    documents: list[Document] = []
    units: list[Unit] = []
    for text, name in ((LETTER.format(body=body), "a.txt"), (REPLY.format(body=reply), "b.txt"), (plan, "c.txt")):
        made, pieces = read(text, name)
        documents += made
        units += pieces
    assert [d.role for d in documents] == ["advice", "response", "policy"]
    return read_advice(units, documents, [], pipeline=NLP, vectors=vectors)


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


def parts_of(body: str) -> list[tuple[str, str]]:
    _, units = read(LETTER.format(body=body), "advies.txt")
    return [(ask.part, ask.text) for ask in read_asks(units)]


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


def test_claims_are_checked_in_the_plan() -> None:
    body = "Wij missen in het plan:\n-Beweegtuin;\n-Laaggeletterdheid;"
    reply = "Een beweegtuin is toegevoegd aan Samen Thuis. Laaggeletterdheid is toegevoegd aan Samen Thuis."
    made = table(body, reply)
    assert [row.claim_found for row in made] == [True, False]
    assert made[0].claim_unit_id is not None
    assert made[1].claim == "Laaggeletterdheid is toegevoegd aan Samen Thuis."


def test_overlapping_asks_share_a_group() -> None:
    body = """Wij maken ons zorgen over de lange wachttijd voor schuldhulp in dorpen.

Adviezen:

- Wij adviseren u om de lange wachttijd voor schuldhulp in dorpen te verkorten.
- Wij adviseren u om meer bankjes te plaatsen."""
    made = table(body, "Wij kijken ernaar.")
    assert made[0].group_id == made[1].group_id is not None
    assert made[2].group_id is None


def test_replies_belong_to_their_advice() -> None:
    """In its own file, else the latest advice before the reply, and never of another municipality."""
    base, _ = read(LETTER.format(body="Wij adviseren u om te beginnen."), "a.txt")
    old = dataclasses.replace(base[0], document_id="old", source="old.txt", held_on="2023-01-01")
    new = dataclasses.replace(base[0], document_id="new", source="new.txt", held_on="2024-01-01")
    reply = dataclasses.replace(base[0], document_id="r", source="r.txt", role="response", held_on="2024-02-01")
    away = dataclasses.replace(reply, document_id="far", municipality="Hulst")
    beside = dataclasses.replace(reply, document_id="r2", source="old.txt", line_start=50)
    everything = [old, new, reply, away, beside]
    assert [d.document_id for d in replies_to(new, everything)] == ["r"]
    assert [d.document_id for d in replies_to(old, everything)] == ["r2"]


def test_findings_without_reply_or_asks() -> None:
    documents, units = read(LETTER.format(body="Het plan is goed."), "a.txt")
    made = read_advice(units, documents, [], pipeline=NLP, vectors=None)
    assert len(made) == 0
    assert {finding.severity for finding in made.findings} == {"warning", "note"}


def test_same_input_same_table_whatever_the_order() -> None:
    body = "Wij adviseren u om nachtopvang te openen.\n\nWij maken ons zorgen over de bus."
    documents, units = read(LETTER.format(body=body), "a.txt")
    more, others = read(REPLY.format(body="De bus rijdt volgend jaar vaker."), "b.txt")
    first = read_advice([*units, *others], [*documents, *more], [], pipeline=NLP, vectors=vectors)
    second = read_advice([*others, *units], [*more, *documents], [], pipeline=NLP, vectors=vectors)
    assert first == second
    assert len({row.advice_id for row in first}) == len(first)


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


@pytest.mark.skipif(not (SHARED / "eval" / "reference").exists(), reason="the real letter is not here")
def test_real_letter() -> None:
    """Recall and answered-or-not on the real advice, with words alone and so without a model."""
    path = next((SHARED / "documents").glob("002*.txt"))
    documents, units = read(path.read_text(encoding="utf-8"), path.name)
    advice = next(d for d in documents if d.role == "advice")
    kept = [d for d in documents if d.role in ("advice", "response", "policy")]
    made = read_advice(units, kept, [], pipeline=NLP, vectors=None)

    def key(text: str) -> str:
        return re.sub(r"[\W_]+", "", text.lower())

    lines = (SHARED / "eval" / "reference" / "advice.jsonl").read_text(encoding="utf-8").splitlines()
    found = right = 0
    place = {unit.unit_id: unit for unit in units}
    for row in map(json.loads, lines):
        hits = [
            a
            for a in made
            if place[a.unit_id].line_start <= row["lines"][1] and row["lines"][0] <= place[a.unit_id].line_start
        ]
        hits = [a for a in hits if key(a.text)[:30] == key(row["text"])[:30]] or hits
        found += bool(hits)
        right += bool(hits) and (hits[0].answer != "none") == (row["status"] != "not_answered")
    assert found >= 0.95 * len(lines)
    listed = [row.kind for row in made if row.part == "advies"]  # counted by hand: 22 adviezen, 6 missing, 13 more
    assert [listed.count(kind) for kind in ("advies", "ontbreekt", "meer-uitwerking")] == [22, 6, 13]
    assert right >= 0.75 * len(lines)
    assert advice.document_id == made[0].document_id
    by_text = {row.text.split(" — ")[0]: row for row in made}
    assert by_text["Leergeldstichting"].answer == "rejected"
    assert by_text["De connectie met het Nationaal Preventieakkoord"].answer == "changed"
    assert by_text["De connectie met het Nationaal Preventieakkoord"].claim_found is True
    assert by_text["Onafhankelijke cliéntondersteuning"].answer == "none"
