"""Which lines belong together: wrapping, blank lines, pages, hyphens, markers, and what stands outside the flow."""

from __future__ import annotations

import pytest

from test_statements_cover import check_cover, document_of, source_of
from themes.language import Pipeline, pipeline
from themes.records import Cell, Line, Source, Unit
from themes.statements import split_units
from themes.statements.markers import propose


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


def units_of(text: str, dutch: Pipeline, role: str = "input") -> list[Unit]:
    source = source_of(text)
    units = split_units(source, [document_of(source, role=role)], dutch)
    check_cover(source, units)
    return units


def texts(units: list[Unit], kind: str = "statement") -> list[str]:
    return [unit.text for unit in units if unit.kind == kind]


PROSE = (
    "De bewoners van de wijk vertelden dat zij elkaar sinds de sluiting van het\n"
    "buurthuis nauwelijks nog spreken. Vooral de oudere buren blijven daardoor\n"
    "vaker thuis dan een paar jaar geleden.\n"
)


def test_wrapped_lines_are_one_sentence(dutch: Pipeline) -> None:
    found = texts(units_of(PROSE, dutch))
    assert found[0].endswith("sluiting van het buurthuis nauwelijks nog spreken.")
    assert len(found) == 2


def test_sentence_goes_on_over_a_blank_line_and_a_page(dutch: Pipeline) -> None:
    text = (
        PROSE + "\nDe vrijwilligers vinden dat het buurthuis weer open moet en willen zelf de\n\nsleutel "
        "beheren in de avond. Dat kan zodra de gemeente met hen een afspraak\n over het beheer heeft gemaakt.\n"
    )
    found = texts(units_of(text, dutch))
    assert "en willen zelf de sleutel beheren in de avond." in found[2]
    assert found[3] == "Dat kan zodra de gemeente met hen een afspraak over het beheer heeft gemaakt."


def test_page_number_and_running_head_do_not_cut_a_sentence(dutch: Pipeline) -> None:
    lines = [
        Line(1, "Veel mensen zeggen dat de bushalte te ver weg is om", 1, (50, 100, 500, 110), 10.0, block=1),
        Line(2, "14", 1, (300, 780, 310, 790), 10.0, role="page_number"),
        Line(3, "Jaarverslag wijkraad", 2, (50, 20, 200, 30), 8.0, role="running_head"),
        Line(4, "te lopen met een rollator.", 2, (50, 100, 250, 110), 10.0, block=2),
    ]
    source = Source("a.pdf", "d", "pdf", tuple(lines), 2)
    units = split_units(source, [document_of(source)], dutch)
    check_cover(source, units)
    assert texts(units) == ["Veel mensen zeggen dat de bushalte te ver weg is om te lopen met een rollator."]
    assert texts(units, "noise") == ["14", "Jaarverslag wijkraad"]
    assert [unit.page_end for unit in units if unit.kind == "statement"] == [2]


def test_hyphens_at_line_ends(dutch: Pipeline) -> None:
    text = (
        PROSE + "Zij pleiten voor een plan dat met de bewoners zelf is gefor-\nmuleerd en dat in de avond- en "
        "weekenduren ook voor 24-\nuursopvang en sport- of\nspeelplekken geldt.\n"
    )
    assert texts(units_of(text, dutch))[-1] == (
        "Zij pleiten voor een plan dat met de bewoners zelf is geformuleerd en dat in de avond- en "
        "weekenduren ook voor "
        "24-uursopvang en sport- of speelplekken geldt."
    )


def test_web_address_over_two_lines_is_one_meta_unit(dutch: Pipeline) -> None:
    units = units_of(PROSE + "\n\nhttps://www.voorbeeldgemeente.nl/sociale-\nkaart.nl/wijk\n", dutch)
    assert texts(units, "meta") == ["https://www.voorbeeldgemeente.nl/sociale-kaart.nl/wijk"]


def test_short_line_before_text_is_a_heading_in_prose(dutch: Pipeline) -> None:
    units = units_of(
        PROSE + "\nVervoer in de avond\nNa acht uur rijdt er geen bus meer door de wijk en de taxi is voor de "
        "meeste\nmensen te duur geworden.\n",
        dutch,
    )
    assert texts(units, "heading") == ["Vervoer in de avond"]
    assert [unit.section for unit in units if unit.text.startswith("Na acht uur")] == ["Vervoer in de avond"]


NOTES = "a) Meer bankjes in het park.\n\nb) De kerk kent veel mensen.\n\n" + "\n\n".join(
    ["Samen eten", "Buurtmoeders", "Er is een eettafel op dinsdag.", "Kapper", "De huisarts weet veel.", "Wandelen",
     "Te weinig vrijwilligers.", "Koffie op zondag", "Iedereen kent iemand.", "Fietsclub", "De bus is duur.", "Zingen"]
)  # fmt: skip


def test_the_same_short_lines_are_notes_among_notes(dutch: Pipeline) -> None:
    units = units_of(NOTES, dutch)
    assert not texts(units, "heading")
    assert {"Samen eten", "Kapper", "Fietsclub", "Zingen"} <= set(texts(units))


@pytest.mark.parametrize(
    ("line", "marker", "rest"),
    [
        ("• Meer groen", "•", "Meer groen"),
        ("b) Meer groen", "b)", "Meer groen"),
        ("0) Meer groen", "0)", "Meer groen"),
        ("12. Meer groen", "12.", "Meer groen"),
        ("e De straat", "e", "De straat"),
        ("eDe straat", "e", "De straat"),
        ("e\\Wij willen", "e\\", "Wij willen"),
        ("e \\Witte fietsen", "e \\", "Witte fietsen"),
        ("¢ Meer groen", "¢", "Meer groen"),
        ("» Meer groen", "»", "Meer groen"),
        ("P Meer groen", "P", "Meer groen"),
        ("-De straat", "-", "De straat"),
        ("- de straat", "-", "de straat"),
        (". Samen sturen", ".", "Samen sturen"),
        ("\uf0b7 Meer groen", "\uf0b7", "Meer groen"),
        ("(cid:127) Meer groen", "(cid:127)", "Meer groen"),
    ],
)
def test_markers_as_printed(line: str, marker: str, rest: str) -> None:
    found = propose(line)
    assert found is not None
    assert (found.text, line[found.length :]) == (marker, rest)


def test_a_letter_or_dash_in_running_text_is_no_marker(dutch: Pipeline) -> None:
    text = (
        "Het plan dat de buurt maakte voor het grote plein in het centrum van de wijk\n- dat nu leeg "
        "staat - is nooit uitgevoerd, omdat er bij de gemeente geen geld\nvoor was.\n"
    )
    assert len(texts(units_of(PROSE + text, dutch))) == 3


def test_lost_numbers_in_a_list_stay_items(dutch: Pipeline) -> None:
    text = (
        PROSE + "\nZes punten zijn van belang voor de buurt:\n1. Samen optrekken\nSturen op effect\nHeldere "
        "opdrachten\n4. Blijven leren\n\nDeze punten werken wij hierna voor de buurt uit in een plan.\n"
    )
    units = units_of(text, dutch)
    assert {"Samen optrekken", "Sturen op effect", "Heldere opdrachten", "Blijven leren"} <= set(texts(units))
    assert not texts(units, "heading")


def test_items_keep_marker_depth_and_lead_in(dutch: Pipeline) -> None:
    text = (
        PROSE + "\nDe tafel noemt deze punten:\n- Jongeren. Zij missen een plek.\n- Er zijn zorgen over:\n   "
        "a) het verkeer bij de school.\n   b) de donkere tunnel.\n"
    )
    by_text = {unit.text: unit for unit in units_of(text, dutch)}
    assert by_text["Jongeren."].item == by_text["Zij missen een plek."].item == "-"
    assert by_text["Jongeren."].lead_in == "De tafel noemt deze punten:"
    assert by_text["het verkeer bij de school."].depth == 2
    assert by_text["het verkeer bij de school."].lead_in == "Er zijn zorgen over:"


def test_title_and_date_on_the_next_line_are_two(dutch: Pipeline) -> None:
    found = units_of(f"Opbrengst van de dag over wonen\n9 mei 2023, dorpshuis De Brink\n\n{PROSE}", dutch)
    assert [unit.kind for unit in found[:2]] == ["heading", "meta"]
    joined = units_of("De raad koos na een lang debat in de week van\n9 mei 2023, voor het plan.\n", dutch)
    assert texts(joined) == ["De raad koos na een lang debat in de week van 9 mei 2023, voor het plan."]


def test_item_that_a_page_end_cuts_after_its_colon(dutch: Pipeline) -> None:
    lines = [
        Line(1, "- Meer banken in het park", 1),
        Line(2, "- Koeriers in de stad:", 1),
        Line(3, "2", 2, role="page_number"),
        Line(4, "werken zestig uur voor weinig geld.", 2),
        Line(5, "- Bezoek thuis", 2),
    ]
    source = Source("a.txt", "d", "text", tuple(lines), 2)
    units = split_units(source, [document_of(source)], dutch)
    assert "Koeriers in de stad: werken zestig uur voor weinig geld." in texts(units)


def test_bold_title_goes_with_its_first_sentence(dutch: Pipeline) -> None:
    found = texts(
        units_of("1. **Naam en kleur.** De drukker helpt. Hij is er blij mee.\n2. **Plek:** een zaal.\n", dutch)
    )
    assert found[:2] == ["**Naam en kleur.** De drukker helpt.", "Hij is er blij mee."]


def test_bold_bullet_before_text_is_a_heading_and_in_a_list_an_item(dutch: Pipeline) -> None:
    def kinds(texts: list[tuple[str, bool]]) -> list[str]:
        lines = [Line(at, text, bold=bold, size=11.0, block=at) for at, (text, bold) in enumerate(texts, 1)]
        source = Source("a.docx", "d", "docx", tuple(lines), None)
        return [unit.kind for unit in split_units(source, [document_of(source)], dutch)]

    said = "De buurt helpt elkaar met boodschappen en met vervoer naar de dokter."
    assert kinds([("• Opdracht", True), (said, False), (said, False)])[0] == "heading"
    assert kinds([("• Meer banken", True), ("• Meer bomen", True), (said, False)])[:2] == ["statement", "statement"]


def test_debris_of_logos_is_noise(dutch: Pipeline) -> None:
    units = units_of("*** gemeente\n22X kustdorp\n\n" + PROSE + "\n>~ 4\n\n\\ 4\n\nYVVVVY\n", dutch)
    assert texts(units, "noise") == ["*** gemeente", "22X kustdorp", ">~ 4", "\\ 4", "YVVVVY"]


def test_footnotes_of_a_text_page_do_not_cut_the_sentence(dutch: Pipeline) -> None:
    text = (
        PROSE + "Het aantal mensen dat zich vaak alleen voelt is in de wijk volgens het "
        "laatste\nonderzoek\n\n3 CBS (2021). Welzijn in cijfers\n gestegen tot een op de tien volwassenen.\n"
    )
    units = units_of(text, dutch)
    assert texts(units)[-1].endswith("volgens het laatste onderzoek gestegen tot een op de tien volwassenen.")
    assert texts(units, "meta") == ["3 CBS (2021). Welzijn in cijfers"]


def table(role: str, dutch: Pipeline) -> list[Unit]:
    cells = [
        ("Thema", 0, 0, True),
        ("Opmerking", 0, 1, True),
        ("Wonen", 1, 0, False),
        ("Er zijn te weinig kleine huizen.", 1, 1, False),
    ]
    lines = [
        Line(n, text, 1, (50, 100 + n, 90, 110 + n), 9.0, cell=Cell(1, row, column, head))
        for n, (text, row, column, head) in enumerate(cells, 1)
    ]
    source = Source("t.pdf", "d", "pdf", tuple(lines), 1)
    units = split_units(source, [document_of(source, role=role)], dutch)
    check_cover(source, units)
    return units


def test_cells_with_a_contribution_are_statements_outside_policy(dutch: Pipeline) -> None:
    units = table("input", dutch)
    assert [unit.kind for unit in units] == ["table_cell", "table_cell", "table_cell", "statement"]
    assert (units[3].table, units[3].row, units[3].column) == (1, 1, 1)
    assert {unit.kind for unit in table("policy", dutch)} == {"table_cell"}


def test_notes_under_a_head_of_contributions_are_statements(dutch: Pipeline) -> None:
    rows = [("Thema", "Knelpunt", "Wie"), ("Vervoer", "geen bus in de avond", "vervoerder in de regio")]
    lines = [
        Line(1 + 3 * row + column, text, 1, cell=Cell(1, row, column, row == 0))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    source = Source("a.docx", "d", "docx", tuple(lines), None)
    units = split_units(source, [document_of(source)], dutch)
    assert texts(units) == ["geen bus in de avond"]
    assert texts(split_units(source, [document_of(source, role="policy")], dutch)) == []


def test_flattened_table_in_a_programme(dutch: Pipeline) -> None:
    units = units_of(
        PROSE + "\nResultaat Indicator op resultaat Bron\nMeer buren kennen Aantal buren dat |"
        " CBS\nelkaar zich thuis voelt\n\n2.1 De volgende stap\n\n" + PROSE,
        dutch,
        "policy",
    )
    assert texts(units, "table_cell")[0] == "Resultaat Indicator op resultaat Bron"
    assert "2.1 De volgende stap" in texts(units, "heading")
    assert len(texts(units)) == 4


def test_a_long_numbered_title_in_bold_is_a_heading_and_a_plain_one_is_not(dutch: Pipeline) -> None:
    title = [
        "4. Voorstel tot het geven van een zienswijze op het voornemen van de veiligheidsregio om een",
        "nieuwe kazerne te bouwen en daarvoor een lening aan te gaan met een looptijd van dertig jaar.",
    ]
    text = ["De fractie van Dorpsbelang vraagt om uitstel, omdat de cijfers nog niet bekend zijn.",
            "De wethouder zegt toe dat de raad die voor de zomer krijgt, met een uitleg van elk bedrag."]  # fmt: skip
    for bold in (True, False):
        lines = [Line(at, line, bold=bold, size=11.0, block=1) for at, line in enumerate(title, 1)]
        lines += [Line(at, line, size=11.0, block=2) for at, line in enumerate(text * 3, 3)]
        source = Source("besluiten.pdf", "digest", "pdf", tuple(lines), ())
        units = split_units(source, [document_of(source)], dutch)
        check_cover(source, units)
        assert (units[0].kind == "heading") == bold
        assert len(texts(units)) == (6 if bold else 7)
