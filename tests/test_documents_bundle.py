"""One file into its logical documents: made-up letters, reports and plans, and the real ones where they are present."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes.documents.bundle import split_documents
from themes.documents.metadata import dates
from themes.documents.municipality import find_municipality, settle_municipalities
from themes.documents.text import text_lines
from themes.problems import InvalidSettings
from themes.records import ROLES, Document, Line, Source

SHARED = Path(__file__).parents[2] / "shared"

COVER = """College aan de raad van Velsen

Onderwerp: Aanbieding stukken meedoen

Geachte raad,

Hierbij bieden wij u de stukken over meedoen aan. Het college heeft op 4 juni besloten tot vaststellen van het
actieplan, en wij informeren u over de vervolgstappen in de gemeente Velsen.

Bijlagen:
- Actieplan Iedereen doet mee (document 11)
- Advies van de adviesraad (document 12)
- Reactie op het advies (document 13)
"""
PLAN = """Inleiding

In dit actieplan staat hoe de gemeente Velsen zorgt dat iedereen doet mee in de buurt. Beverwijk is centrumgemeente,
dus centrumgemeente Beverwijk regelt de opvang. Ook gemeente Beverwijk, gemeente Beverwijk en nog eens gemeente
Beverwijk komen voor. {filler}

1. Doelen

Doel 1: Meer mensen doen mee
Indicator
Streefwaarde
Resultaat

2. Acties

Indicator
Streefwaarde
"""
ADVICE = """Aan het college van burgemeester en wethouders
Postbus 1
1970 AA VELSEN

Onderwerp: Advies concept actieplan
Datum: 3 maart 2024

Geacht college,

De adviesraad adviseert u om het plan korter te maken. Wij adviseren ook om te tellen wie er meedoet. {filler}

Met vriendelijke groet,
namens de adviesraad Velsen
"""
REPLY = """Onderwerp: Reactie op uw advies over het actieplan
Datum: 9 april 2024

Geacht bestuur,

Wij danken u voor uw advies. In uw advies vraagt u om een korter plan. Wij nemen uw advies over.
"""
FILLER = " ".join(["Wij vertellen hier rustig hoe het werk in de wijken verloopt en wie daarbij helpt."] * 12)


def as_source(text: str, name: str = "stukken.txt") -> Source:
    lines, pages = text_lines(text)
    return Source(name, "0" * 64, "text", lines, pages)


def bundle() -> Source:
    return as_source("\n\f".join([COVER, PLAN.format(filler=FILLER), ADVICE.format(filler=FILLER), REPLY]))


def test_bundle_is_split_with_roles_titles_and_dates() -> None:
    """A letter with three annexes without title pages gives four documents."""
    made = split_documents(bundle())
    assert [d.role for d in made] == ["other", "policy", "advice", "response"]
    assert made[1].title == "Actieplan Iedereen doet mee"
    assert [d.held_on for d in made[2:]] == ["2024-03-03", "2024-04-09"]
    assert [d.version for d in made] == [None, "vastgesteld", None, None]
    assert made[2].speakers == "ASD"


def test_municipality_is_inherited_and_a_neighbour_does_not_win() -> None:
    made = split_documents(bundle())
    assert {d.municipality for d in made} == {"Velsen"}


def assert_partition(source: Source, made: list[Document]) -> None:
    covered = [n for d in made for n in range(d.line_start, d.line_end + 1)]
    assert covered == [line.number for line in source.lines]


def test_lines_are_partitioned() -> None:
    assert_partition(bundle(), split_documents(bundle()))


@given(
    st.lists(
        st.sampled_from(
            [
                "",
                "Inleiding",
                "\x0cInleiding",
                "1. Doelen",
                "2 Acties",
                "Datum: 3 mei 2024",
                "Geacht college,",
                "\x0cBijlage 1",
                "Verslag thematafel Wonen",
                "Onderwerp: iets",
                "Bijlagen:",
                "- Nota Wonen",
                "gewone tekst " * 30,
                "\x0c",
            ]
        )
        | st.text(max_size=30),
        max_size=40,
    )
)
def test_any_text_is_partitioned(pieces: list[str]) -> None:
    """Whatever the text, every line is in exactly one document and ids are unique."""
    source = as_source("\n".join(pieces))
    made = split_documents(source)
    assert_partition(source, made)
    assert len({d.document_id for d in made}) == len(made)
    assert all(d.role in ROLES for d in made)


def test_reports_in_one_file() -> None:
    """Each 'Verslag thematafel' with its own date is a document, and residents are never assumed."""
    one = "Verslag thematafel Wonen\n\nDatum: maandag 6 mei 2024\nLocatie: De Kubus, Huizen\n\n12 deelnemers\n\n"
    one += "Inwoners zoeken lang naar een huis.\n"
    two = "Verslag thematafel Geld\n\nDatum: 13-5-2024\nLocatie: De Kubus\n\n"
    two += "Ervaringsdeskundigen en 14 inwoners kwamen bijeen in de gemeente Huizen.\n"
    made = split_documents(as_source(one + "\n\f" + two))
    assert [(d.meeting, d.held_on, d.speakers) for d in made] == [
        ("thematafel Wonen", "2024-05-06", None),
        ("thematafel Geld", "2024-05-13", "inwoners, ervaringsdeskundigen"),
    ]
    assert [d.municipality for d in made] == ["Huizen", "Huizen"]


def test_reports_in_one_file_without_pages() -> None:
    one = "Verslag dialoogtafel Wonen\nDatum: 6 mei 2024\nLocatie: De Kubus\n\n" + FILLER
    two = "Verslag dialoogtafel Geld\nDatum: 7 mei 2024\nLocatie: De Kubus\n\n" + FILLER
    made = split_documents(as_source(one + "\n\n" + two))
    assert [d.title for d in made] == ["Verslag dialoogtafel Wonen", "Verslag dialoogtafel Geld"]


def test_one_report_with_tables_stays_one_document() -> None:
    """Tables and chapters of a work conference don't begin documents."""
    parts = ["Verslag werkconferentie Samen\nDatum: 1 juni 2024\n\nInleiding\n\n" + FILLER]
    parts += [f"Tafel {n}: Onderwerp {n}\n\nSamenvatting\n\n{FILLER}" for n in range(1, 5)]
    assert len(split_documents(as_source("\n\f".join(parts)))) == 1


def test_chapters_with_an_introduction_stay_one_document() -> None:
    """'Inleiding' on a new page is a chapter as long as the numbering goes on."""
    parts = [
        f"{n}. Hoofdstuk over wonen\n\n{n}.1 Inleiding\n\n{FILLER}\n\n{n}.2 Vervolg\n\n{FILLER}" for n in range(1, 4)
    ]
    assert len(split_documents(as_source("Nota wonen\n\n" + "\n\f".join(parts)))) == 1


def test_page_numbers_that_begin_again() -> None:
    pages = [f"Nota A\n\n{FILLER}\n\npagina {n} van 2" for n in (1, 2)] + [
        f"Nota B\n\n{FILLER}\n\npagina {n} van 3" for n in (1, 2, 3)
    ]
    assert [d.title for d in split_documents(as_source("\n\f".join(pages)))] == ["Nota A", "Nota B"]


def test_title_by_type_size() -> None:
    """In a PDF the largest words of the first page are the title."""
    lines = (
        Line(1, "gemeente Goes", 1, size=9.0),
        Line(2, "Samen gezond", 1, size=24.0),
        Line(3, "Beleidsplan 2026", 1, size=12.0),
    )
    lines += tuple(Line(n, "Lopende tekst van het plan.", 1, size=10.0) for n in range(4, 12))
    made = split_documents(Source("plan.pdf", "0", "pdf", lines, 1))
    assert (made[0].title, made[0].municipality) == ("Samen gezond", "Goes")


def test_overrides_win() -> None:
    made = split_documents(
        bundle(), roles={"stuk*.txt": "input"}, fields={"*": {"municipality": "Goes", "held_on": "2020-01-01"}}
    )
    assert {(d.role, d.municipality, d.held_on) for d in made} == {("input", "Goes", "2020-01-01")}
    assert json.loads(made[0].evidence)["municipality"] == "themes.toml"


@pytest.mark.parametrize("settings", [{"roles": {"*": "verslag"}}, {"fields": {"*": {"gemeente": "Goes"}}}])
def test_unknown_settings_are_named(settings: dict) -> None:
    with pytest.raises(InvalidSettings, match=r"verslag|gemeente"):
        split_documents(bundle(), **settings)


def test_evidence_is_in_the_text() -> None:
    """What a field was read from stands in the file."""
    source = bundle()
    flat = " ".join(source.text.split())
    for document in split_documents(source):
        for field, words in json.loads(document.evidence).items():
            if field in ("held_on", "title", "version"):
                assert words in flat, (field, words)


def test_no_lines_and_blank_lines() -> None:
    assert split_documents(Source("leeg.txt", "0", "text", ())) == []
    assert [d.role for d in split_documents(as_source("\n\n"))] == ["other"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("op 3 mei 2024", ["2024-05-03"]),
        ("d.d. 13-04-23 en 1/2/2022", ["2023-04-13", "2022-02-01"]),
        ("2024-12-31", ["2024-12-31"]),
        ("31 februari 2024 en 12 mrt. 2021", ["2021-03-12"]),
        ("maandag 5 mei", []),
    ],
)
def test_dates(text: str, found: list[str]) -> None:
    assert [iso for iso, _, _ in dates(text)] == found


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["*** gemeente", "7x goes"], "Goes"),
        (["Inwoners van Den Haag willen meer groen."], "Den Haag"),
        (["De gemeenten Goes, Tholen en Hulst werken samen."], None),
        (["Wij kwamen bijeen in de zaal."], None),
        (["De gemeente Nergenhuizen wil meer.", "In gemeente Nergenhuizen is plek."], "Nergenhuizen"),
        (["gemeente MERW0LDE", "Wij spraken in Merwolde met inwoners."], "Merwolde"),
    ],
)
def test_municipality(lines: list[str], name: str | None) -> None:
    found = find_municipality(lines)
    assert (found.name if found else None) == name


def test_running_heads_and_contents_do_not_split() -> None:
    """A title page with contents, then 'Inleiding' under a running head, is one document."""
    rows = [("Samen verder 2026", 24.0, 1, "body"), ("Inleiding . . . . . . . . 2", 10.0, 1, "body")]
    rows += [(f"{n}. Doel {n} over van alles . . . . . {n + 1}", 10.0, 1, "body") for n in range(1, 20)]
    rows += [("Samen verder 2026 | gemeente Goes", 8.0, 2, "running_head"), ("Inleiding", 16.0, 2, "body")]
    rows += [("Een regel met de tekst van het plan zelf.", 10.0, 2, "body")] * 30 + [("1. Doel 1", 16.0, 2, "body")]
    lines = tuple(Line(n, text, page, size=size, role=role) for n, (text, size, page, role) in enumerate(rows, 1))
    assert [d.title for d in split_documents(Source("plan.pdf", "0", "pdf", lines, 2))] == ["Samen verder 2026"]


def test_printed_page_numbers_that_go_on_keep_a_document_whole() -> None:
    """Numbered advice in a summary and then an introduction on a page that goes on counting: one document."""
    first = f"Tweede mening\n\n1. Zet alles op een rij\n\n2. Vraag het na\n\n{FILLER}\n\n{FILLER}\n\npagina 7 van 24"
    second = f"Inleiding\n\n{FILLER}\n\n1. De vraag\n\n{FILLER}\n\npagina 8 van 24"
    assert len(split_documents(as_source(f"{first}\n\f{second}"))) == 1


def test_a_founding_paper_of_organisations_is_input() -> None:
    text = "STARTNOTITIE\n\nWij richten een coalitie tegen armoede op, in de gemeente Goes. Niemand komt tekort."
    assert [d.role for d in split_documents(as_source(text))] == ["input"]


def test_meeting_date_wins_over_the_date_of_the_letter() -> None:
    text = "Aan: Aanwezigen bij de rondetafel Wonen, 6 maart 2025\nVan: de raad\nDatum: 24 maart 2025\n"
    text += "Betreft: Opbrengst\n"
    assert [d.held_on for d in split_documents(as_source(text))] == ["2025-03-06"]


def test_council_members_who_listened_did_not_speak() -> None:
    text = "Opbrengst van de rondetafel\n\nOp 6 maart spraken raadsleden met dertig hulpverleners.\n"
    assert [d.speakers for d in split_documents(as_source(text))] == ["professionals"]


def test_settled_by_the_corpus() -> None:
    """A name that a report uses in passing counts once another document shows that it is a municipality."""
    told = split_documents(as_source("Nota wonen\n\nDe gemeente Nergenhuizen maakt plannen.\n", "nota.txt"))
    report = "Verslag thematafel Wonen\nDatum: 1 mei 2025\nLocatie: de bieb\n\n"
    report += "Nergenhuizen is mooi. In Nergenhuizen is plek.\n"
    other = split_documents(as_source(report, "verslag.txt"))
    assert other[0].municipality is None
    settled = settle_municipalities([*told, *other], {other[0].document_id: report})
    assert [d.municipality for d in settled] == ["Nergenhuizen", "Nergenhuizen"]
    assert settle_municipalities(other, {other[0].document_id: report}) == other


@pytest.mark.skipif(not (SHARED / "documents").exists(), reason="the real documents are not here")
def test_real_bundle() -> None:
    """The council letter with its annexes, and reports in one file."""
    expected = {
        "000": [(1, "input", "Dronten")],
        "001": [(1, "input", "Almere"), (124, "input", "Almere")],
        "002": [
            (1, "other", "Dronten"),
            (177, "policy", "Dronten"),
            (1390, "policy", "Dronten"),
            (2950, "policy", "Dronten"),
            (3839, "other", "Dronten"),
            (4675, "advice", "Dronten"),
            (5455, "response", "Dronten"),
        ],
        "003": [(1, "input", "Dronten")],
    }
    for stem, rows in expected.items():
        path = next((SHARED / "documents").glob(f"{stem}*.txt"))
        source = as_source(path.read_text(encoding="utf-8"), path.name)
        made = split_documents(source)
        assert [(d.line_start, d.role, d.municipality) for d in made] == rows
        assert_partition(source, made)
