"""The seventy-two patterns of mess in converted Dutch documents, by number, each with an example made up for it.

docs/quality.md lists the same numbers as handled, partly or not; a pattern called handled must pass here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from test_statements_cover import check_cover, document_of, source_of
from themes.language import Pipeline, pipeline
from themes.records import Unit
from themes.statements import mark_repeats, split_units

Check = Callable[[list[Unit]], bool]
FULL = "De bewoners van de Lindenhof vragen al jaren om een veilige oversteek bij de"


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


def said(*texts: str) -> Check:
    """Exactly these statements (questions and lead-ins left out), in order."""
    return lambda units: [unit.text for unit in units if unit.kind == "statement"] == list(texts)


def holds(*texts: str) -> Check:
    """These are among the statements."""
    return lambda units: set(texts) <= {unit.text for unit in units if unit.kind == "statement"}


def kind_of(words: str, *wanted: str) -> Check:
    """The unit that holds these words has one of these kinds."""
    return lambda units: (
        all(unit.kind in wanted for unit in units if words in unit.text) and any(words in unit.text for unit in units)
    )


def clean(words: str) -> Check:
    """These words are in the repaired text of some unit, and no unit's own text was touched for it."""
    return lambda units: any(words in unit.clean_text for unit in units)


def items(*texts: str) -> Check:
    """Statements with these texts, each with a marker of its own."""
    return lambda units: [unit.text for unit in units if unit.item and unit.kind == "statement"] == list(texts)


PROSE = (
    f"{FULL}\nschool. Het verkeer rijdt daar hard en de stoep is smal, zeggen de ouders die er\n"
    "elke dag langs komen met hun kinderen. Een zebrapad zou al veel helpen.\n\n"
)
LIST = ("Meer banken in het park", "Een buurthuis dat open is")
CASES: dict[int, tuple[str, Check]] = {
    1: (
        "De bus rijdt in het weekend\nniet meer langs het dorp.\n",
        said("De bus rijdt in het weekend niet meer langs het dorp."),
    ),
    2: (
        f"{PROSE}{FULL}\n\nschool omdat het verkeer daar hard rijdt.\n",
        holds(f"{FULL} school omdat het verkeer daar hard rijdt."),
    ),
    3: (
        f"{FULL}\n school omdat het verkeer daar hard rijdt.\n",
        said(f"{FULL} school omdat het verkeer daar hard rijdt."),
    ),
    4: (
        f"Wij kwamen bij elkaar om\nte praten over de wijk en\nover wat daar nodig is.\n{FULL} school.\n",
        said("Wij kwamen bij elkaar om te praten over de wijk en over wat daar nodig is.", f"{FULL} school."),
    ),
    5: (
        f"{PROSE}De wijkraad vraagt om een nieuw pad langs de sociale basis.\n"
        "af te ronden. Daarna volgt de rest van het plan.\n",
        kind_of("af te ronden", "noise"),
    ),
    6: (
        "e Meer banken in het park\ne Een buurthuis dat open is\ne de straat veilig maken\n",
        items(*LIST, "de straat veilig maken"),
    ),
    7: ("eMeer banken in het park\neEen buurthuis dat open is\n", items(*LIST)),
    8: ("e\\Meer banken in het park\no\\Een buurthuis dat open is\n", items(*LIST)),
    9: ("e Meer banken in het park\no Een buurthuis dat open is\n", items(*LIST)),
    10: ("¢ Meer banken in het park\n¢ Een buurthuis dat open is\n", items(*LIST)),
    11: (
        "® Meer banken in het park\n® Een buurthuis dat open is\nWonen bij de VNG® blijft.\n",
        lambda u: items(*LIST)(u) or holds(*LIST)(u),
    ),
    12: ("» Meer banken in het park\n> Een buurthuis dat open is\n", items(*LIST)),
    13: ("e Graag een speelplek erbij\nP Meer banken in het park\nP Een buurthuis dat open is\n", holds(*LIST)),
    14: ("e Graag een speelplek erbij\nJ Meer banken in het park\nJ Een buurthuis dat open is\n", holds(*LIST)),
    15: ("-Meer banken in het park\n-Een buurthuis dat open is\n", items(*LIST)),
    16: (
        "* Meer banken in het park\n* Een buurthuis dat open is\n\nDe cijfers* zijn van vorig jaar.\n\n"
        "*Op basis van de telling in de wijk\n",
        lambda u: items(*LIST)(u) and kind_of("Op basis", "meta", "noise")(u),
    ),
    17: (
        "# Wie mist u in het dorp?\nWat is er al aan hulp?\nWie doet er mee?\n",
        lambda u: len(u) == 3 and sum(x.kind == "question" for x in u) >= 2,
    ),
    18: ("a) Meer banken in het park\nb) Een buurthuis dat open is\n", items(*LIST)),
    19: (
        "n) Meer banken in het park\n0) Een buurthuis dat open is\np) Bezoek thuis\ng) Hulp bij geld\n",
        items(*LIST, "Bezoek thuis", "Hulp bij geld"),
    ),
    20: ("Meer banken in het park\n\nEen buurthuis dat open is\n\nBezoek thuis\n", holds(*LIST)),
    21: ("k) Meer banken in het park\nl)\n\né:\nEen buurthuis dat open is\n", holds(*LIST)),
    22: (". Meer banken in het park\n. Een buurthuis dat open is\n", items(*LIST)),
    23: ("YVVVVY\nMeer banken in het park\n\nEen buurthuis dat open is\n", kind_of("YVVVVY", "noise")),
    24: ("1. Meer banken in het park\n2. Een buurthuis dat open is\n", items(*LIST)),
    25: (
        f"2. Vervoer in de dorpen\n\n{FULL} school.\n\n3. Wonen en zorg\n\n{FULL} brug.\n",
        lambda u: [x.kind for x in u] == ["heading", "statement", "heading", "statement"],
    ),
    26: (
        "Het plan is vorig jaar door de raad gefor-\nmuleerd en daarna besproken met de 24-\nuurszorg in het dorp.\n",
        said("Het plan is vorig jaar door de raad geformuleerd en daarna besproken met de 24-uurszorg in het dorp."),
    ),
    27: (
        "Het gaat hier om het op-, om-\nof afbouwen van de hulp in het dorp.\n",
        said("Het gaat hier om het op-, om- of afbouwen van de hulp in het dorp."),
    ),
    28: (
        f"{PROSE}De raad vraagt om nieuwe regels voor het geld en om betere "
        "sturingsinstrumente\nn voor de wijk en voor het dorp.\n",
        clean("sturingsinstrumenten"),
    ),
    29: ("De straat is donker en stil.\n\n12\n\nDe bus rijdt niet op zondag.\n", kind_of("12", "noise")),
    30: (
        "Aan: de raad\nVan: het college\nDatum: 3 mei 2024\nBetreft: verslag van de wijk\n\n"
        "De straat is donker en stil.\n",
        said("De straat is donker en stil."),
    ),
    31: (
        "De straat is donker en stil.\nStadsplein 1 Postbus 10 Telefoon www.dorpstad.nl\n"
        "De bus rijdt niet op zondag.\n",
        kind_of("Postbus", "meta", "noise"),
    ),
    32: (
        "Geacht college,\n\nDe straat is donker en stil.\n\nMet vriendelijke groet,\nJ. de Vries, voorzitter\n\n"
        "\fDe bus rijdt niet.\n\nA.B. Jansen drs. K. de Vries\nsecretaris burgemeester\n",
        lambda u: holds("De straat is donker en stil.")(u) and kind_of("Jansen", "meta")(u),
    ),
    33: (
        "Aanwezig: 17 deelnemers van school, kerk, sportclub en wijkteam\n\nDe straat is donker en stil.\n",
        said("De straat is donker en stil."),
    ),
    34: ("*** gem~ / 22X\n>~ 4 ‘\\\\\\V\n\nDe straat is donker en stil.\n", said("De straat is donker en stil.")),
    35: (
        "De straat is donker en stil.\n\nFiguur 1: de wijk in kaart\n\nDe bus rijdt niet op zondag.\n",
        said("De straat is donker en stil.", "De bus rijdt niet op zondag."),
    ),
    36: (
        f"{FULL}\n3 CBS, Bevolking in cijfers (2021).\n4 GGD, Gezondheidsmonitor (2022).\n"
        " school omdat het verkeer daar hard rijdt.\n",
        holds(f"{FULL} school omdat het verkeer daar hard rijdt."),
    ),
    37: (
        "Uit het onderzoek? blijkt dat de straat donker is (volgens buren?), en dat heeft gevolgen3 voor ouderen®.\n",
        lambda u: len(u) == 1 and clean("gevolgen voor ouderen.")(u),
    ),
    38: ("De gemeente¹ helpt de buurt met een eigen budget.\n", clean("gemeente helpt")),
    39: (
        "Resultaat Indicator Nulmeting Streefwaarde Bron\nMeer mensen 12% 15% GGD\nsporten\nMinder pijn 8% 6% CBS\n",
        kind_of("12%", "table_cell", "heading"),
    ),
    40: ("(Bureau Meting) 3.3 Het aantal huizens\n", kind_of("3.3", "heading")),
    41: (
        f"Vervoer in de dorpen\n{FULL} school omdat\nhet verkeer daar hard rijdt en de stoep smal is.\n",
        kind_of("Vervoer in de dorpen", "heading"),
    ),
    42: (
        "Er zijn ideeén bij cliénten over de financiéle kant.\n",
        clean("ideeën bij cliënten over de financiële kant"),
    ),
    43: ("De buurt is geinformeerd en voelt zich geisoleerd.\n", clean("geïnformeerd en voelt zich geïsoleerd")),
    44: ("ledereen doet mee. lemand komt langs met een laars van leder.\n", clean("Iedereen doet mee")),
    45: ("De |nwoners van het dorp helpen elkaar.\n", clean("Inwoners van")),
    46: ("Het viak langs de weg heeft invioed op het verkeer.\n", clean("vlak langs de weg heeft invloed")),
    47: ("De 0GGZ helpt mensen die het alleen niet redden.\n", clean("OGGZ helpt")),
    48: (
        "VVanuit de wijk komt hulp, en de VVE doet mee.\n",
        lambda u: clean("Vanuit de wijk")(u) and clean("VVE doet")(u),
    ),
    49: ("Wij gaan anders subsidi€ren dan vorig jaar.\n", clean("subsidiëren")),
    50: ("Hetis lastig om vervoer te vinden.\n", clean("Het is lastig")),
    51: (
        "Er zijn veel activiteiten.Zonder vervoer komt niemand.\n",
        said("Er zijn veel activiteiten.", "Zonder vervoer komt niemand."),
    ),
    52: ("De groep komt maandelijks , maar niet altijd .\n", clean("maandelijks, maar niet altijd.")),
    53: (
        "Wij maken samen een plan. : De buurt doet mee, d.m.v.. hulp,steun en raad.\n",
        lambda u: len(u) == 2 and clean("samen een plan.")(u) and clean("d.m.v. hulp, steun")(u),
    ),
    54: (
        "Denk o.a. aan hulp bij geld, m.b.t. wonen enz. en max. 10.000 euro d.d. mei jl. voor bijv. Ans.\n",
        lambda u: len(u) == 1,
    ),
    55: ("Hoe vaak komt de bus? hoe laat gaat de laatste?\n", lambda u: len(u) == 2),
    56: ("Bij SAMEN!, de nieuwe club, is iedereen welkom.\n", lambda u: len(u) == 1),
    57: ("- meer banken in het park;\n- een buurthuis dat open is;\n", lambda u: len(u) == 2),
    58: (
        "Het gaat om ‘dichtbij’ helpen en om de plannen’ van “samen’” doen.\n",
        clean("om 'dichtbij' helpen en om de plannen van \"samen\" doen"),
    ),
    59: (
        "“Het is hier stil. Niemand komt langs op zondag”, zei een buurman.\n\n"
        "Een ander zei: “Vroeger was dat anders. Wij hielpen elkaar.\n\nNu is alles dicht. "
        "Dat is jammer.” De bus rijdt niet.\n",
        lambda u: [x.quoted for x in u] == [True, False, False, True, True, True, False],
    ),
    60: (
        "Wat bewoners zeggen:\n“Ik kom hier graag.”\n“Het is te duur.”\n",
        lambda u: sum(x.kind == "statement" for x in u) == 2,
    ),
    61: ("Kijk op https://www.dorp.nl/Hulp.Nu?x=1 of mail naar hulp@dorp.nl voor de lijst.\n", lambda u: len(u) == 1),
    62: (
        "Lees meer op https://www.dorp.nl/een-heel-\nlang-pad/ over de buurt.\n",
        lambda u: "een-heel-lang-pad/" in u[0].text,
    ),
    63: ("Mensen praten niet over geld (-> taboe) -> gidsen.\n", lambda u: len(u) == 1),
    64: (f"VERVOER EN WONEN\n\n{FULL} school.\n", kind_of("VERVOER EN WONEN", "heading")),
    65: ("Er is veel te doen... maar niet op zondag. Dat is jammer… Wij helpen.\n", lambda u: len(u) == 3),
    66: ("Wij helpen **samen** met de *Buurtkring* in het dorp.\n", clean("samen met de Buurtkring")),
    67: (
        "- Vervoer\n  - naar school\n  - naar de dokter\n",
        lambda u: {x.depth for x in u} == {0, 1} or {x.depth for x in u} == {1, 2},
    ),
    68: (
        "Wat er nodig is voor de buurt:\n- meer banken in het park\n- een buurthuis\n",
        lambda u: u[0].kind == "lead_in" and all(x.lead_in for x in u[1:]),
    ),
    69: (
        "Begrippenlijst\n\nAWZ Algemene wijkzorg\nBWB Bureau wonen en bouwen\n",
        kind_of("AWZ", "meta", "table_cell", "noise", "heading"),
    ),
    70: (
        "Een betere buurt begint bij mensen die elkaar helpen in de wijk.\n\nDe bus rijdt niet.\n\n"
        "Een betere buurt begint bij mensen die elkaar helpen in de wijk.\n",
        lambda u: any(x.repeat_of for x in mark_repeats(u)),
    ),
    71: ("Nodig zijn (1) een vaste bus, (2) een buurthuis en (3) hulp bij geld.\n", lambda u: len(u) == 3),
    72: (
        "De uitgagingen voor de Gerichtte hulp zijn groot.\n",
        lambda u: "uitgagingen" in u[0].text and "Gerichtte" in u[0].text,
    ),
}

# cells, captions of tables and word lists are what programmes have
IN_A_PLAN = {39, 40, 69}
SHORT = {
    40: "a head fused into a table's source stays with it",
    71: "an enumeration inside a sentence stays one statement",
}
TABLE = Path(__file__).parents[1] / "docs" / "quality.md"


def marked(number: int) -> object:
    reason = SHORT.get(number)
    return pytest.param(number, marks=pytest.mark.xfail(reason=reason, strict=False)) if reason else number


@pytest.mark.parametrize("number", [marked(number) for number in CASES])
def test_pattern(number: int, dutch: Pipeline) -> None:
    text, check = CASES[number]
    source = source_of(text)
    units = split_units(source, [document_of(source, role="policy" if number in IN_A_PLAN else "input")], dutch)
    check_cover(source, units)
    assert check(units), [(unit.kind, unit.item, unit.text, unit.clean_text) for unit in units]


def test_the_table_of_patterns_says_what_the_tests_say() -> None:
    rows = re.findall(r"^\| (\d+) \|[^|]*\| (handled|partly|not) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 73))
    assert {int(number) for number, verdict in rows if verdict == "not"} == set(SHORT)
