"""The search of the page against `themes find`: in a real browser, on the shipped corpus, over terms of many kinds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from themes.language import pipeline
from themes.report.page_search import code_names, make_index, nearest, packed_form
from themes.report.run_tables import RunTables

HERE = Path(__file__).parent
OWN = (
    "vervoer", "belbus", "buurtbus", "bussen", "mantelzorg", "jonge mantelzorgers", "eenzame ouderen", "schuldhulp",
    "geldzorgen", "sociale kaart", "taalles", "werkloosheid", "thuiszittende kinderen",
    "digitale vaardigheden", "dak- en thuislozen", "sport / bewegen", "wonen", "respijthuis", "leesclub",
    "hulp bij het invullen van formulieren", "rookvrij", "kinderraad",
    "vrijwilligerscoördinator", "Veiligheid in het algemeen", "raketbasis",
)  # fmt: skip


def terms() -> list[str]:
    rows = (HERE / "reference" / "topics.jsonl").read_text("utf-8").splitlines()
    return [json.loads(row)["term"] for row in rows] + list(OWN)


@pytest.fixture(scope="module")
def page(browser: Any, demo: Path) -> Iterator[Any]:
    shown = browser.new_page()
    failed: list[str] = []
    shown.on("pageerror", lambda error: failed.append(str(error)))
    shown.goto((demo / "overzicht.html").as_uri())
    yield shown
    shown.close()
    assert failed == []


def ask(page: Any, term: str) -> list[tuple[str, str]]:
    """(title, degree) of each plan as the page shows it."""
    page.fill("#q", term)
    page.press("#q", "Enter")
    rows = page.eval_on_selector_all("#uitkomst li[data-found]", "all => all.map(e => [e.innerText, e.dataset.found])")
    return [(text.partition(": ")[0], found) for text, found in rows]


def test_the_page_and_themes_find_agree_on_every_plan(page: Any, demo: Path) -> None:
    from themes.policy import find

    tables = RunTables(demo)
    units, goals, documents = list(tables.units), list(tables.goals), list(tables.documents)
    pipe = pipeline(tables.manifest["settings"]["pipeline"])
    answers = find(terms(), units, goals, documents, pipeline=pipe, vectors=None, codebook=tables.codebook)
    title = {goal.goal_id: goal.text for goal in goals if goal.level == "programme"}
    assert len(answers) >= 50
    assert {found for answer in answers for found in answer["programmes"].values()} == {"result", "approach", "none"}
    differ = []
    for answer in answers:
        expected = sorted((title[name], found) for name, found in answer["programmes"].items())
        shown = sorted(ask(page, answer["term"]))
        if shown != expected:
            differ.append((answer["term"], shown, expected))
    assert differ == []


@pytest.mark.parametrize(
    ("term", "way"),
    [
        ("schulden", "het woord zelf"),
        ("eenzame", "een andere vorm van het woord"),
        ("huis", "een deel van een langer woord"),
        ("sociale kaart", "een verwant woord"),
    ],
)
def test_what_is_found_says_how(page: Any, term: str, way: str) -> None:
    ask(page, term)
    shown = page.eval_on_selector_all(".p:not(.off) .way", "all => all.map(e => e.textContent)")
    assert any(way in text for text in shown), shown
    assert page.locator("#plan li.p:not(.off) .way, article.p:not(.off) .way").count() == len(shown)
    assert page.locator("article.p:not(.off) mark, #plan li.p:not(.off) mark").count() > 0


def test_the_theme_of_a_term_stands_in_when_no_plan_has_its_words(page: Any, demo: Path) -> None:
    from themes.policy import find

    tables = RunTables(demo)
    labels = [code.label for code in tables.codebook.codes]
    pipe = pipeline(tables.manifest["settings"]["pipeline"])
    answers = find(
        labels, tables.units, tables.goals, tables.documents, pipeline=pipe, vectors=None, codebook=tables.codebook
    )
    term = next(answer["term"] for answer in answers if answer["how"] == "theme")
    ask(page, term)
    assert f"gaan wel over het thema ‘{term}’" in page.inner_text("#melding")
    assert "hetzelfde thema" in page.inner_text("#plan")


def test_places_lead_to_the_sentence_in_the_plan(page: Any) -> None:
    ask(page, "schulden")
    page.locator("#uitkomst li a").first.click()
    target = page.evaluate("location.hash.slice(1)")
    assert page.is_visible(f"#{target}") and page.locator(f"#{target} mark").count() > 0


def test_a_word_that_no_plan_has_shows_what_is_nearest_in_meaning(page: Any) -> None:
    words = page.evaluate("Object.keys(JSON.parse(document.getElementById('index').textContent).near)")
    assert words
    for word in words[:: max(1, len(words) // 40)]:
        if all(found == "none" for _, found in ask(page, word)) and page.locator("#uitkomst ul").count() == 2:
            break
    else:
        pytest.fail("no word that only the input has shows passages that are near it")
    assert page.locator("#uitkomst ul >> nth=1 >> li").count() == 3
    assert "in betekenis" in page.inner_text("#uitkomst")


def test_a_part_of_a_word_is_enough_while_typing(page: Any) -> None:
    assert all(found == "none" for _, found in ask(page, "mantelz"))
    assert "een woord dat zo begint" in page.inner_text("#punten")


def test_forms_are_packed_and_every_form_of_a_word_of_a_plan_is_known() -> None:
    assert packed_form("buurten", "buurt") == "aen"
    index = make_index([(0, "De huizen."), (1, "Wij drinken koffie.")], pipeline("built-in"), {1})
    rows = [row.split("|") for row in index["forms"].split(" ")]
    forms = {row[0][: len(row[0]) - (ord(form[0]) - 97)] + form[1:]: row[0] for row in rows for form in row[1:]}
    assert forms["huizen"] == "huis" and forms["gedronken"] == "drinken"
    assert "huisje" not in forms  # of what was said only the forms that stand there


def test_a_text_that_reads_a_word_otherwise_says_so() -> None:
    texts = [(0, "We delen de sleutel."), (1, "We delen de tuin."), (2, "Twee delen van het dorp.")]
    index = make_index(texts, pipeline("built-in"))
    assert index["here"] == "2|delen|deel"


def test_codes_are_named_by_the_least_that_their_own_patterns_know() -> None:
    from themes.coding import read_codebook

    book = read_codebook()
    rows = code_names(book, {code.id for code in book.codes}, pipeline("built-in"))
    assert rows and all(set(least) <= set(lemmas) for _, _, lemmas, named in rows for least in named)


def test_words_near_in_meaning_are_those_that_no_passage_has() -> None:
    def vectors(texts: list[str]) -> list[list[float]]:
        return [[float("bus" in text), float("koor" in text or "zingen" in text), 1.0] for text in texts]

    said = ["Wij zingen graag.", "De bus komt niet."]
    plan = ["Zangkoor", "Er rijdt een bus.", "Een koor voor iedereen.", "De school is open.", "Geld."]
    near = nearest(said, plan, pipeline("built-in"), vectors)
    assert near["zingen"][0] == 2 and "bus" not in near
    assert 0 not in near["zingen"]  # a loose word
