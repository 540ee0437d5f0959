"""Lemmas, compounds, stop words, the word list and hyphens."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_language_sentences import load_benchmark
from themes.language import STOP_WORDS, is_word, join_hyphen, lemma, pipeline, split_compound
from themes.language.context import lemmatize

SHARED = Path(__file__).parents[2] / "shared"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("kaart", "kaart"), ("Kaarten", "kaart"), ("inzetten", "inzetten"), ("samenwerken", "samenwerken"),
        ("leren", "leren"), ("stap", "stap"), ("stappen", "stap"), ("mail", "mail"), ("onderzoeker", "onderzoeker"),
        ("gemeenteraad", "gemeenteraad"), ("raadsleden", "raadslid"), ("sprake", "sprake"), ("start", "start"),
        ("ontmoetingsplekken", "ontmoetingsplek"), ("aangelegde", "aanleggen"), ("cliënten", "cliënt"),
        ("werkzoekenden", "werkzoekende"), ("groepjes", "groep"), ("meisjes", "meisje"), ("agenten", "agent"),
        ("Belgische", "belgisch"), ("gekwalificeerde", "kwalificeren"), ("Wmo-consulenten", "wmo-consulent"),
        ("foto's", "foto"), ("10.000", "10.000"), ("moest", "moeten"), ("gaat", "gaan"),
    ],
)  # fmt: skip
def test_lemma_of_one_form(form: str, expected: str) -> None:
    assert lemma(form) == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("De spelen waren leuk .", 1, "spel"),
        ("Wij spelen buiten .", 1, "spelen"),
        ("Ze willen hier graag spelen .", 4, "spelen"),
        ("De gemeente zet zich in voor ouderen .", 2, "inzetten"),
        ("Vrijwilligers zetten zich in voor ouderen .", 1, "inzetten"),
        ("Het is goed om na te denken .", 6, "nadenken"),
        ("Het is zaak om te groeien .", 5, "groeien"),
        ("Ik hoop op hulp .", 1, "hopen"),
        ("De hoop is klein .", 1, "hoop"),
        ("De Drentse dorpen .", 1, "drents"),
        ("Zij belt Van der Berg .", 3, "der"),
    ],
)
def test_lemma_in_its_sentence(text: str, at: int, expected: str) -> None:
    assert lemmatize(text.split())[at] == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda word: not word.isspace()), max_size=12))
def test_lemmas_are_deterministic_lower_case_and_one_a_word(words: list[str]) -> None:
    first = lemmatize(words)
    assert len(first) == len(words)
    assert first == lemmatize(list(words))
    assert all(found == found.lower() or not any(sign.isascii() for sign in found) for found in first)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ontmoetingsplekken", ("ontmoeting", "plek")), ("cliëntondersteuning", ("cliënt", "ondersteuning")),
        ("eenzaamheidsbeleid", ("eenzaamheid", "beleid")), ("gemeenteraadsverkiezing", ("gemeenteraad", "verkiezing")),
        ("jongerenwerker", ("jongere", "werker")), ("vrijwilligerswerk", ("vrijwilliger", "werk")),
        ("kinderopvang", ("kind", "opvang")), ("wijkteams", ("wijk", "team")),
        ("energiearmoede", ("energie", "armoede")),
        ("Wmo-consulent", ("wmo", "consulent")), ("bewoner", ("bewoner",)), ("bedrijven", ("bedrijf",)),
        ("gesprek", ("gesprek",)), ("samenwerking", ("samenwerking",)), ("aanbieden", ("aanbieden",)),
        ("cultuur", ("cultuur",)), ("x", ("x",)),
    ],
)  # fmt: skip
def test_compounds(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word) == parts


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="aenrstkoplijdgvbeschzu-", min_size=1, max_size=90))
def test_compound_parts_are_never_empty(word: str) -> None:
    parts = split_compound(word)
    assert parts
    assert all(parts) or not word.strip("-")


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("gefor-", "muleerd", "geformuleerd"), ("24-", "uursopvang", "24-uursopvang"), ("om-", "of", "om- of"),
        ("taal-", "en", "taal- en"), ("op-,", "om-", "op-, om-"), ("GGZ-", "instelling", "GGZ-instelling"),
        ("anti-", "Amerikaans", "anti-Amerikaans"), ("domino-", "effect", "domino-effect"),
        ("post-", "its", "post-its"),
        ("anti-", "phishing", "anti-phishing"), ("kosten-", "batenanalyse", "kosten-batenanalyse"),
        ("stoppen-met-roken-", "cursus", "stoppen-met-roken-cursus"),
        ("sturings-", "instrumenten,", "sturingsinstrumenten,"),
        ("(gefor-", "muleerd)", "(geformuleerd)"), ("https://x.nl/a-", "b", "https://x.nl/a-b"),
        ("sociaal-", "maatschappelijk", "sociaal-maatschappelijk"),
        ("bestuursovereenkom", "st", "bestuursovereenkomst"),
        ("goede", "zorg", "goede zorg"), ("zacht\u00ad", "jes", "zachtjes"),
    ],
)  # fmt: skip
def test_hyphens_at_line_ends(left: str, right: str, joined: str) -> None:
    assert join_hyphen(left, right) == joined


def test_a_form_met_in_the_document_decides_before_the_word_list() -> None:
    assert join_hyphen("wijk-", "kracht", seen={"wijk-kracht"}) == "wijk-kracht"
    assert join_hyphen("wijk-", "kracht", seen={"wijkkracht"}) == "wijkkracht"


def test_word_list() -> None:
    assert is_word("bewoners") and is_word("Bewoners") and is_word("BEWONERS") and is_word("Drenthe")
    assert not is_word("bewonres") and not is_word("") and not is_word("hetis") and not is_word("cliént")


def test_word_list_has_its_licence_beside_it() -> None:
    from importlib import resources

    text = resources.files("themes.language").joinpath("data/LICENCE-words.txt").read_text(encoding="utf-8")
    assert "OpenTaal" in text and "Redistributions in binary form" in text


def test_stop_words_hold_filler_and_no_themes() -> None:
    assert {"de", "en", "goed", "krijgen", "mens", "zijn"} <= STOP_WORDS
    themes = {
        "eenzaamheid",
        "vervoer",
        "geld",
        "taal",
        "jeugd",
        "wonen",
        "vrijwilliger",
        "ontmoeting",
        "samenwerken",
        "taboe",
    }
    assert not themes & STOP_WORDS


def test_lemmas_leave_out_stop_words_marks_and_numbers() -> None:
    text = "De bewoners van o.a. de flat zetten zich in voor 3 ontmoetingsplekken."
    assert pipeline("built-in").lemmas(text) == ["bewoner", "flat", "inzetten", "ontmoetingsplek"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nl_alpino-ud-dev", "nl_lassysmall-ud-dev"])
def test_lemma_accuracy_on_treebanks(name: str) -> None:
    path = SHARED / "ud" / f"{name}.conllu"
    if not path.exists():
        pytest.skip("the treebanks are not here")
    _, stripped, written = load_benchmark("lemmas").score(path, lemmatize)
    assert stripped >= 0.965 and written >= 0.975
