"""Where plans speak of a word or phrase, and how far they go into it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from test_policy_trace import CODEBOOK, PIPELINE, document, goal, plan_of, real_corpus, unit, vectors
from themes.policy import find
from themes.policy.search import alternatives, searched
from themes.records import Document, Goal, Unit

COMMON = ("tijd", "rust", "aandacht", "kennis", "mensen", "moed", "overleg", "ruimte", "durf", "plezier")
SHARED = Path(__file__).parents[2] / "shared"


def corpus() -> tuple[list[Unit], list[Goal], list[Document]]:
    goals, units = plan_of("plan")
    goals.append(goal("plan", "2.2", "2", "elaboration", "Inwoners weten waar zij terechtkunnen", 20, codes=""))
    goals.append(goal("plan", "2.2r", "2.2", "result", "Het aantal inwoners met een verslaving daalt", 21))
    homes = "Er komen zes woningen voor wie uit een instelling komt, met een aantal vaste vrijwilligers per jaar"
    goals.append(goal("plan", "2.2h", "2.2", "result", f"{homes} (bron: Woonstede)", 23))
    goals.append(goal("plan", "2.2a", "2.2r", "activity", "Een buurtbus laten rijden", 22))
    units += [
        unit("plan", 30, "De zorg is goed en de ondersteuning is dichtbij."),
        unit("plan", 31, "Zorg en ondersteuning vragen om geld."),
        unit("plan", 32, "Wij leren van wat er geld kost."),
        unit("plan", 33, "Het schoolbezoek daalt elk jaar."),
        unit("plan", 36, "De subsidie loopt elk jaar af."),
        unit("plan", 34, "Schaamte houdt mensen binnen."),
        unit(
            "plan",
            35,
            "De sociale kant van het werk telt, en daarnaast hangt in de hal van de school al jaren een kaart.",
        ),
        *(unit("plan", 40 + n, f"Goede zorg en ondersteuning vraagt {word}.") for n, word in enumerate(COMMON)),
    ]
    return units, goals, [document("plan", "policy", "Wierdijk", "vastgesteld")]


@pytest.fixture(scope="module")
def search():  # type: ignore[no-untyped-def]
    units, goals, documents = corpus()

    def one(term: str) -> dict:  # type: ignore[type-arg]
        return find([term], units, goals, documents, pipeline=PIPELINE, vectors=vectors, codebook=CODEBOOK)[0]

    return one


@pytest.mark.parametrize(
    ("term", "level"),
    [
        ("Ontmoeting", "result"),
        ("eenzaamheid", "result"),  # the goal says 'eenzaam'
        ("betalingsachterstanden", "result"),
        ("Inloop", "result"),  # how a result is measured counts
        ("Verslavingszorg in brede zin", "result"),  # 'zorg' is everywhere, 'verslaving' tells
        ("Vervoer / mobiliteit", "approach"),
        ("Taboe / schaamte", "approach"),
        ("buurtbus", "approach"),  # an activity, no result
        ("Vervoer naar de dagbesteding", "approach"),  # the head of the phrase
        ("Onafhankelijke cliëntondersteuning", "none"),
        ("Leergeld", "none"),  # learning and money, but not side by side
        ("Huisbezoek", "none"),  # ends as 'schoolbezoek' does
        ("Waakvlamcontact", "none"),
    ],
)
def test_degree_of_a_term(search, term: str, level: str) -> None:  # type: ignore[no-untyped-def]
    assert search(term)["found"] == level


def test_words_of_a_phrase_stand_close_together(search) -> None:  # type: ignore[no-untyped-def]
    assert all("hal van de school" not in place["quote"] for place in search("sociale kaart")["places"])


def test_other_words_for_the_same_thing_count_and_are_said_to_be_other_words(search) -> None:  # type: ignore[no-untyped-def]
    found = search("Sociale kaart")
    assert (found["found"], found["how"], found["literal"]) == ("result", "related", False)
    assert any("terechtkunnen" in place["quote"] and place["how"] == "related" for place in found["places"])
    literal = search("schulden")
    assert (literal["how"], literal["literal"], literal["places"][0]["how"]) == ("words", True, "words")


def test_a_phrase_in_other_words_is_met_though_one_of_its_words_stands_far_off(search) -> None:  # type: ignore[no-untyped-def]
    """'Woonstede' holds 'wonen', far from 'uit een instelling', which says the whole of 'beschermd wonen'."""
    found = search("Beschermd wonen")
    assert (found["found"], found["how"]) == ("result", "related")


def test_a_part_is_not_met_by_the_whole(search) -> None:  # type: ignore[no-untyped-def]
    assert search("Vervoer")["found"] == "approach"
    assert search("Vervoer")["how"] == "words"
    assert search("regiotaxi")["found"] == "none"  # one kind of transport: a passage on transport says nothing of it


def test_a_theme_bridges_wording(search) -> None:  # type: ignore[no-untyped-def]
    found = search("Financiering")
    assert (found["found"], found["how"]) == ("approach", "theme")
    assert any("subsidie" in place["quote"] for place in found["places"])


def test_places_say_where_and_the_strongest_comes_first(search) -> None:  # type: ignore[no-untyped-def]
    found = search("schulden")
    assert found["places"][0]["level"] == "result"
    assert {"document_id", "source", "line_start", "page_start", "level", "quote"} <= set(found["places"][0])
    assert found["programmes"] == {"plan-p": "result"}
    assert found["n_places"] == len(found["places"])


def test_what_is_found_nowhere_has_the_three_nearest_passages(search) -> None:  # type: ignore[no-untyped-def]
    found = search("Waakvlamcontact")
    assert found["places"] == []
    assert len(found["nearest"]) == 3


def test_a_replaced_version_is_not_searched() -> None:
    units, goals, documents = corpus()
    old_goals, _ = plan_of("concept")
    old_goals[0] = goal("concept", "p", None, "programme", "Programma plan concept", 1)
    said = unit("concept", 40, "Een kabelbaan lost alles op.")
    both = [*documents, document("concept", "policy", "Wierdijk", "concept")]
    found = find(
        ["kabelbaan"], [*units, said], [*old_goals, *goals], both, pipeline=PIPELINE, vectors=vectors, codebook=CODEBOOK
    )[0]
    assert found["found"] == "none"


def test_rows_of_a_table_run_together_are_goals_and_no_text_beside_them() -> None:
    units, goals, documents = corpus()
    rows = dataclasses.replace(
        unit("plan", 3, "Minder inwoners voelen zich eenzaam Er zijn meer plekken voor ontmoeting", "table_cell"),
        line_end=4,
    )
    longer = dataclasses.replace(rows, unit_id="plan-x", line_end=5)
    listed = searched([*units, rows, longer], goals, documents)
    assert not any(passage.unit_id == rows.unit_id and not passage.is_goal for passage in listed)
    assert any(passage.unit_id == "plan-x" for passage in listed), "line 5 is no goal"


def test_answers_come_in_the_order_of_the_terms_and_again_the_same() -> None:
    units, goals, documents = corpus()
    terms = ["vervoer", "eenzaamheid", "raket"]
    once, twice = (
        find(terms, units, goals, documents, pipeline=PIPELINE, vectors=vectors, codebook=CODEBOOK) for _ in range(2)
    )
    assert [answer["term"] for answer in once] == terms
    assert json.dumps(once) == json.dumps(twice)


@pytest.mark.parametrize(
    ("term", "parts"),
    [
        ("Vervoer / mobiliteit", ["Vervoer", "mobiliteit"]),
        ("Dagbesteding (anders dan nu)", ["Dagbesteding"]),
        ("Wachtlijsten in het algemeen", ["Wachtlijsten"]),
        ("Dak- en thuislozen", ["daklozen", "thuislozen"]),
    ],
)
def test_alternatives(term: str, parts: list[str]) -> None:
    assert alternatives(term) == parts


@pytest.mark.skipif(not SHARED.exists(), reason="the real documents are not here")
@pytest.mark.slow
def test_the_real_terms() -> None:
    units, goals, documents = real_corpus()
    rows = [
        json.loads(line) for line in (SHARED / "eval" / "reference" / "topics.jsonl").read_text("utf-8").splitlines()
    ]
    terms = [row["term"] for row in rows]
    answers = find(terms, units, goals, documents, pipeline=PIPELINE, vectors=None, codebook=CODEBOOK)
    right = sum(answer["found"] == row["found"] for answer, row in zip(answers, rows, strict=True))
    assert right >= 0.85 * len(rows)
    missing = [
        row["term"] for answer, row in zip(answers, rows, strict=True) if answer["found"] == "none" != row["found"]
    ]
    assert missing == []
    cases = ["Koffieprijzen", "Waakvlamcontact", "Huisbezoeken", "Nationaal Preventieakkoord", "Sociale kaart"]
    found = find(cases, units, goals, documents, pipeline=PIPELINE, vectors=None, codebook=CODEBOOK)
    assert [answer["found"] for answer in found][:4] == ["none", "none", "none", "approach"]
    assert (found[4]["how"], found[4]["literal"]) == ("related", False)
