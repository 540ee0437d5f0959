"""Patterns on words, what context fills in, quotes that hold, and people whose word is final."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.coding import Code, Codebook, code_texts, code_units, explain, read_codebook
from themes.coding.codebook import parse_codebook
from themes.coding.near_patterns import near_patterns
from themes.coding.rules import RuleCoder, quote_in
from themes.language import pipeline
from themes.records import Coding, Unit

SHARED = Path(__file__).parents[2] / "shared"


def unit(text: str, at: int = 1, **fields: object) -> Unit:
    base = Unit(
        f"u{at:03}", "d1", "a.txt", "statement", text, text, at, at, None, None, spans=f"{at * 100}-{at * 100 + 9}"
    )
    return dataclasses.replace(base, **fields)  # type: ignore[arg-type]


def one(patterns: str, text: str) -> str | None:
    """The words by which a code with these patterns is given to the text; None when it is not."""
    rows = {"id": "x", "label": "Label", "definition": "Woord", "patterns": patterns}
    import yaml

    codebook = parse_codebook(yaml.safe_dump({"version": 1, "codes": [rows]}))
    return code_texts([text], codebook, pipeline())[0].get("x")


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("bus", "De BUS rijdt niet.", "BUS"),
        ("jongere", "Wat willen jongeren?", "jongeren"),
        ("bus", "Het busstation is dicht.", None),
        ("bus*", "Het busje rijdt niet.", "busje"),
        ("*bus", "De buurtbus rijdt.", "buurtbus"),
        ("*schuld*", "Een schuldhulpmaatje helpt.", "schuldhulpmaatje"),
        ('"ouders"', "Zij worden ouder.", None),
        ('"ouders"', "De ouders weten het.", "ouders"),
        ("+plek", "Er zijn te weinig ontmoetingsplekken.", "ontmoetingsplekken"),
        ("sociale kaart", "De sociale kaart mist.", "sociale kaart"),
        ("sociale kaart", "De kaart is sociale grafiek.", None),
        ("weten _ weg", "Zij weten de weg.", "weten de weg"),
        ("gebrek ~3 contact", "Contact is er, aan buren gebrek.", None),
        ("gebrek ~4 contact", "Gebrek aan goed contact.", "Gebrek aan goed contact"),
        ("gebrek ~3 contact", "Contact, gebrek eraan.", "Contact, gebrek"),
        ("gebrek >3 contact", "Contact, gebrek eraan.", None),
        ("(bus|trein) ~2 (laat|vol)", "Onze trein was vol.", "trein was vol"),
        ("(sociale kaart|wijkgids)", "Een wijkgids helpt.", "wijkgids"),
        ("bereikbaar tenzij telefon*", "De zaal is bereikbaar.", "bereikbaar"),
        ("bereikbaar tenzij telefon*", "Telefonisch zijn zij bereikbaar.", None),
        ("*vertrouw*, !*zelfvertrouwen*", "Meer zelfvertrouwen.", None),
        ("*vertrouw*, !*zelfvertrouwen*", "Zelfvertrouwen en vertrouwen in de wijk.", "vertrouwen"),
        ("?plein, ?bankje, taxi", "Op het plein.", None),
        ("?plein, ?bankje, taxi", "Een bankje op het plein.", "bankje"),
        ("75+", "Huisbezoek bij 75+ werkt.", "75+"),
        ("vluchteling", "Nieuwkomers/vluchtelingen zijn welkom.", "vluchtelingen"),
        ("coöperatie", "De cooperatie groeit.", "cooperatie"),
        ("één plan", "Er is een plan.", None),
        ("kerk*", "Op het Kerkplein staat een bank.", None),
        ("kerk*", "Kerken doen mee.", "Kerken"),
        ("*kring", "Zij werkt bij De Kring.", None),
        ("*kring", "De leeskring komt bijeen.", "leeskring"),
    ],
)
def test_pattern_language(pattern: str, text: str, words: str | None) -> None:
    """What each form of the pattern language finds, and the words it shows for it."""
    assert one(pattern, text) == words


def codes_of(units: list[Unit], **options: object) -> dict[str, dict[str, Coding]]:
    found: dict[str, dict[str, Coding]] = {row.unit_id: {} for row in units}
    for coding in code_units(units, read_codebook(), pipeline(), **options):  # type: ignore[arg-type]
        if coding.coder == "model":
            continue  # by example, see test_coding_examples.py
        found[coding.unit_id][coding.code_id] = coding
    return found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Niemand in onze flat vertrouwt de gemeente nog.", {"vertrouwen"}),
        ("Zonder auto kom je hier nergens.", {"vervoer"}),
        ("Wie de voedselbank bezoekt, heeft vaak ook schulden.", {"bestaanszekerheid"}),
        ("Mantelzorgers vragen om respijtzorg.", {"mantelzorg"}),
        ("We komen op donderdag bijeen in het gebouw aan de haven.", set()),
        ("De gesprekken komen in het voorjaar terug.", set()),
    ],
)
def test_made_up_statements(text: str, codes: set[str]) -> None:
    """Plain cases, and sentences without any code: the coder abstains by writing nothing."""
    assert set(codes_of([unit(text)])["u001"]) == codes


def test_known_traps() -> None:
    """Words that look like a theme and are none."""
    for text, code in (
        ("Dat kwam vorig jaar niet voor.", "preventie"),
        ("Wij werken aan een goed netwerk van organisaties.", "werk"),
        ("De doelgroep is divers.", "sturing"),
        ("Statushouders krijgen een brief.", "jeugd"),
        ("De buurtbus rijdt op zaterdag naar het zelfbedieningsrestaurant.", "jeugd"),
    ):
        assert code not in codes_of([unit(text)])["u001"], text


def test_list_item_takes_the_theme_of_its_lead_in() -> None:
    """A bare item says what its lead-in asks; the reason names the lead-in, the quote is the item's own text."""
    found = codes_of([unit("De slager en de drogist", lead_in="Zo bereiken we eenzame mensen:", item="-")])["u001"]
    assert {"bereiken", "eenzaamheid"} <= set(found)
    assert found["bereiken"].quote == "De slager en de drogist"
    assert found["bereiken"].why.startswith("aanloop 'Zo bereiken we")
    assert found["bereiken"].score < 0.8


def test_sentence_that_points_back_takes_the_code_along() -> None:
    """'Dat ...' without a code of its own is about what the sentence before it is about; a new item is not."""
    first = unit("De belbus is afgeschaft.", 1)
    assert set(codes_of([first, unit("Dat merkt iedereen.", 2)])["u002"]) == {"vervoer"}
    assert set(codes_of([first, unit("Dat merkt iedereen.", 9)])["u009"]) == set()
    apart = [dataclasses.replace(first, item="a)"), unit("Dat merkt iedereen.", 2, item="b)")]
    assert set(codes_of(apart)["u002"]) == set()


def test_group_of_people_is_carried_by_they() -> None:
    """'Zij' takes along who it is about beside the sentence's own code."""
    found = codes_of([unit("Jongeren zijn het zat.", 1), unit("Zij wachten jaren op een woning.", 2)])["u002"]
    assert set(found) == {"jeugd", "wonen"}
    assert found["jeugd"].score < found["wonen"].score


def test_heading_speaks_for_a_statement_without_code() -> None:
    """The nearest heading with a theme counts; the report's title and ordering heads don't."""
    text = "Het kost maanden."
    assert set(codes_of([unit(text, section="Verslag > Wantrouwen > Prioriteiten")])["u001"]) == {"vertrouwen"}
    assert set(codes_of([unit(text, section="Verslag thematafel Vervoer > Ideeën")])["u001"]) == set()


def test_title_of_a_report_and_sentence_about_it_take_nothing_over() -> None:
    """A report's title is no reason for a code, and a sentence about the meeting has no theme."""
    text = "De juf ziet het, maar zegt niets."
    assert rules_of(unit("Dat zou beter kunnen.", section="Vervoer en bus")) == {"vervoer"}
    assert rules_of(unit("Dat zou beter kunnen.", section="Verslag thematafel Vervoer")) == set()
    assert rules_of(unit("Na de pauze werd er gelachen.", section="Vervoer en bus")) == set()
    assert "vervoer" not in rules_of(unit(text, section="Vervoer en bus"))


def test_they_inside_a_clause_is_no_group_of_the_sentence_before() -> None:
    """'zij vertelde dat zij' points to someone in its own sentence."""
    first = unit("Jongeren willen een plek.", section="Wonen")
    own = unit("Een deelnemer zei dat zij ver moest reizen.", section="Wonen", line_start=1, line_end=1, unit_id="u002")
    found = {c.code_id for c in code_units([first, own], read_codebook(), pipeline()) if c.unit_id == "u002"}
    assert "jeugd" not in found


def rules_of(row: Unit) -> set[str]:
    return {c.code_id for c in code_units([row], read_codebook(), pipeline()) if c.coder == "rules"}


def test_quote_is_a_substring_also_after_repair() -> None:
    """The search text differs from the printed text, the quote is from the printed text."""
    broken = unit("Hetis een taai tabóe in deze buurt.", clean_text="Het is een taai taboe in deze buurt.")
    found = codes_of([broken])["u001"]
    assert found["taboe"].quote in broken.text
    assert "tab" in found["taboe"].quote


@given(
    st.text(alphabet="abc de", max_size=30),
    st.text(alphabet="abc de", max_size=30),
    st.integers(0, 29),
    st.integers(1, 9),
)
def test_quote_in_always_gives_words_of_the_text(text: str, clean: str, start: int, size: int) -> None:
    """Whatever the repair did."""
    assert quote_in(unit(text, clean_text=clean), start, start + size) in text


SENTENCES = [
    "De bus naar het dorp rijdt niet meer.",
    "Dat is lastig.",
    "Zij voelen zich alleen.",
    "Vrijwilligers zijn moeilijk te vinden.",
    "Op straat.",
    "De school ziet veel, maar deelt het niet met het wijkteam.",
    "Ouderen schamen zich voor hun schulden.",
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_order_does_not_count_and_quotes_hold(texts: list[str], rng: random.Random) -> None:
    """The same codings in the same order for units in any order; every quote stands in its unit; no code twice."""
    units = [unit(text, at, section="Verslag > Vervoer" if at % 3 else "") for at, text in enumerate(texts, 1)]
    codings = list(code_units(units, read_codebook(), pipeline()))
    shuffled = units[:]
    rng.shuffle(shuffled)
    assert list(code_units(shuffled, read_codebook(), pipeline())) == codings
    by_id = {row.unit_id: row for row in units}
    for coding in codings:
        assert coding.quote and coding.quote in by_id[coding.unit_id].text
        assert 0 < coding.score <= 1 and coding.why
    assert len({(coding.unit_id, coding.code_id) for coding in codings}) == len(codings)


def test_only_content_is_coded() -> None:
    """Headings, meta and noise get no codes; questions do."""
    units = [unit("Vervoer", 1, kind="heading"), unit("Vervoer?", 2, kind="question"), unit("Bus", 3, kind="meta")]
    assert [coding.unit_id for coding in code_units(units, read_codebook(), pipeline())] == ["u002"]


def test_people_win_and_no_code_is_kept() -> None:
    """On a unit that a person decided on there is no machine coding; 'no code fits' stays as a row."""
    units = [unit("De bus is vol.", 1), unit("De trein is vol.", 9), unit("Mooi weer.", 19)]
    people = [
        Coding("u001", "financiering", "Anna", 1.0, "vol", "2024-05-01"),
        Coding("u009", "geen-code", "Bram", 1.0, ""),
        Coding("u019", "wonen", "Anna", 1.0, "Mooi"),
    ]
    found = [(c.unit_id, c.code_id, c.coder) for c in code_units(units, read_codebook(), pipeline(), people=people)]
    assert found == [
        ("u001", "financiering", "Anna"),
        ("u009", "geen-code", "Bram"),
        ("u019", "wonen", "Anna"),
    ]


def test_codebook_without_patterns_uses_its_definitions() -> None:
    """A codebook of labels and definitions already codes, with a lower score and words to show for it."""
    codebook = Codebook(
        (Code("ov", "Openbaar vervoer", "Bussen, treinen en haltes"), Code("huis", "Wonen", "Woningen"))
    )
    reading = RuleCoder(codebook, pipeline()).read("De halte is opgeheven.")
    assert set(reading.codes) == {"ov"}
    assert reading.codes["ov"].score <= 0.5


def test_explain_says_who_gave_a_code_and_who_kept_it_away() -> None:
    """The words and pattern of a given code; for one that was not given, who decided and which patterns came near."""
    units = [unit("De zaal is telefonisch bereikbaar.", 1), unit("De belbus is opgeheven.", 9)]
    lines = explain(units, "u009", "vervoer", read_codebook(), pipeline())
    assert lines[2].startswith("Gegeven door rules door de woorden 'belbus' (zekerheid 0,80).")
    assert "- patroon 'belbus*' past op 'belbus'" in lines
    lines = explain(units, "u001", "vervoer", read_codebook(), pipeline())
    assert lines[2] == "Niet gegeven."
    assert any("past op 'bereikbaar', maar een 'tenzij' houdt het tegen" in line for line in lines)
    people = [Coding("u009", "geen-code", "Anna", 1.0, "")]
    lines = explain(units, "u009", "vervoer", read_codebook(), pipeline(), people=people)
    assert "Over deze uitspraak besliste Anna; dan zwijgt de computer." in lines
    with pytest.raises(KeyError):
        explain(units, "u404", "vervoer", read_codebook(), pipeline())


def test_near_patterns_say_what_held_back() -> None:
    """The patterns that met the words of a text: the one that counts, the one that a 'tenzij' stops, the negative."""
    patterns = ["bereikbaar tenzij telefonisch", "bus*", "!bushokje", "?zaal", "trein"]
    assert near_patterns("De zaal is telefonisch bereikbaar, het bushokje niet.", patterns, pipeline()) == [
        "patroon 'bereikbaar tenzij telefonisch' past op 'bereikbaar', maar een 'tenzij' houdt het tegen",
        "patroon 'bus*' past op 'bushokje'",
        "woorden die niet meetellen: '!bushokje' past op 'bushokje'",
        "aanwijzing '?zaal' past op 'zaal'",
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the public example documents are not here")
def test_f1_on_the_public_reference() -> None:
    """Patterns alone, without context, on the statements that two readers coded: micro-F1 at least 0.82."""
    import json

    rows = [
        json.loads(line)
        for path in sorted((SHARED / "eval" / "reference").glob("codes_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = code_texts([row["text"] for row in rows], read_codebook(), pipeline())
    both = given_ = true = 0
    for row, codes in zip(rows, found, strict=True):
        got, gold = set(codes) - set(row["maybe"]), set(row["codes"])
        both, given_, true = both + len(got & gold), given_ + len(got), true + len(gold)
    assert 2 * both / (given_ + true) >= 0.82


def test_f1_on_the_made_up_reference() -> None:
    """The same on our own made-up documents (some of which the patterns were made without): at least 0.70."""
    import json

    folder = Path(__file__).parent / "reference"
    paths = sorted(folder.glob("codes_*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 300
    found = code_texts([row["text"] for row in rows], read_codebook(), pipeline())
    both = given_ = true = 0
    for row, codes in zip(rows, found, strict=True):
        got, gold = set(codes) - set(row["maybe"]), set(row["codes"])
        both, given_, true = both + len(got & gold), given_ + len(got), true + len(gold)
    assert 2 * both / (given_ + true) >= 0.70
