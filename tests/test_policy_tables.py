"""Shapes of flattened tables in plans of other municipalities, and their own names for goals."""

from __future__ import annotations

import pytest

from themes.documents.text import text_lines
from themes.policy import read_goals
from themes.policy.plan_lines import starts_small, unfinished
from themes.records import Document, Goal, Source

NESTED = """Plan Water en Wegen

Ambitie 1
De straten zijn droog

Na een bui staat het water in drie wijken op straat.

Speerpunt 1.1 Minder tegels in de tuin

Wat is er aan de hand?
De helft van de tuinen is betegeld.

Beoogde resultaten
- Elk jaar verdwijnen duizend tegels

Hoe pakken wij dit aan?
Wij halen de tegels op.

Speerpunt 1.2 De goten zijn schoon

Trekker Beoogd resultaat
Wijkbeheer Alle goten zijn in november leeg en
schoon

Prestatie-indicatoren bij ambitie 1

Bron Prestatie-indicator Nu Doelwaarde 2030
Waterschap Aantal straten dat na een bui 31 12
onder water staat
Wijkbeheer Aantal lege goten per wijk 88 (2025) 130

Ambitie 2
De wegen zijn heel
"""


def tree(text: str) -> list[Goal]:
    lines, pages = text_lines(text)
    source = Source("plan.txt", "d", "text", lines, pages)
    place = (1, len(lines), lines[0].page, lines[-1].page)
    document = Document("doc", "plan.txt", "d", None, "policy", "Wierdijk", None, None, None, None, *place)
    return read_goals(source, document, [])


def rows(goals: list[Goal], level: str) -> list[tuple[str, str | None, str | None]]:
    return [(goal.text, goal.baseline, goal.target) for goal in goals if goal.level == level]


def test_a_second_word_for_goals_is_a_level_below_the_first() -> None:
    goals = tree(NESTED)
    by_id = {goal.goal_id: goal for goal in goals}
    parent = {goal.text: by_id[goal.parent_id].text for goal in goals if goal.parent_id}
    assert [text for text, *_ in rows(goals, "goal")] == ["De straten zijn droog", "De wegen zijn heel"]
    assert parent["Minder tegels in de tuin"] == parent["De goten zijn schoon"] == "De straten zijn droog"
    assert parent["Alle goten zijn in november leeg en schoon"] == "De goten zijn schoon"
    assert parent["Aantal lege goten per wijk"] == "De straten zijn droog", "these indicators are of the goal"


def test_a_question_above_prose_ends_a_list_of_results() -> None:
    assert [text for text, *_ in rows(tree(NESTED), "result")] == [
        "Elk jaar verdwijnen duizend tegels",
        "Alle goten zijn in november leeg en schoon",
    ]


def test_a_table_may_start_with_its_sources() -> None:
    assert rows(tree(NESTED), "indicator") == [
        ("Aantal straten dat na een bui onder water staat", "31", "12"),
        ("Aantal lege goten per wijk", "88 (2025)", "130"),
    ]


def test_a_table_printed_column_by_column() -> None:
    goals = tree(
        "Doel 1: De straten zijn droog\n\nIndicator\n\n% huizen met een\nregenton\n\n"
        "Aantal overstromingen\nper jaar\n\n% bewoners dat tevreden is\n\nNulmeting 2025\n\n46,2% (2024)\n\n"
        "27 keer\n\n17% (2023)\n\nStreefwaarde 2029\n\n50%\n\n20%\n\n"
        "Monitoring/ bron\n\nWaterschap\n\nGemeente\n\nMonitor Wonen\n\nDe gemeente werkt hieraan met bewoners.\n"
    )
    assert rows(goals, "indicator") == [
        ("% huizen met een regenton", "46,2% (2024)", "50%"),
        ("Aantal overstromingen per jaar", "27 keer", None),
        ("% bewoners dat tevreden is", "17% (2023)", "20%"),
    ]


@pytest.mark.parametrize(
    ("line", "baseline", "target"),
    [
        ("% huizen met een regenton 43,9 % 45,0 % Monitor Wonen", "43,9 %", "45,0 %"),
        ("% huizen dat droog is 46% 45% Monitor Wonen", "46%", "45%"),
        ("Rapportcijfer voor de straat 7,1 (2024) 7,5 Monitor Wonen", "7,1 (2024)", "7,5"),
    ],
)
def test_two_figures_side_by_side_are_two_cells(line: str, baseline: str, target: str) -> None:
    goals = tree(f"Doel 1: De straten zijn droog\n\nIndicator Nulmeting 2025 Streefwaarde 2028 Bron\n{line}\n\n")
    assert [row[1:] for row in rows(goals, "indicator")] == [(baseline, target)]


def test_a_whole_sentence_with_figures_is_a_measurement_and_no_indicator() -> None:
    goals = tree(
        "Doel 1: De straten zijn droog\n\nIndicator\n\nNulmeting\n\nStreefwaarde 2028\n\nBron\n\n% natte straten\n\n"
        "14% van de straten stond in 2024 na een bui onder water (9 van de 65).\n\n"
        "In 2028 willen wij dat dit de helft is.\n\nWaterschap\n\n"
    )
    assert rows(goals, "indicator") == [
        (
            "% natte straten",
            "14% van de straten stond in 2024 na een bui onder water (9 van de 65).",
            "In 2028 willen wij dat dit de helft is.",
        )
    ]


def test_ends_and_starts_of_cells() -> None:
    assert not unfinished("% bewoners dat eenzaam is")
    assert unfinished("de straat is")
    assert starts_small("van de straat") and starts_small("lange straten") and not starts_small("ln elke straat")


def outline(text: str) -> list[str]:
    goals = tree(text)
    by_id = {goal.goal_id: goal for goal in goals}

    def depth(goal: Goal) -> int:
        return 1 + depth(by_id[goal.parent_id]) if goal.parent_id else 0

    return [f"{depth(goal)} {goal.level}: {goal.text}" for goal in goals[1:]]


def test_a_budget_asks_what_we_want_and_what_we_do() -> None:
    assert outline(
        "Programma 6 Wegen en water\n\nWat willen we bereiken?\n\n6.1 De straten blijven droog\nNa elke bui komen er "
        "klachten binnen uit de lage wijken van het dorp.\n\nWat gaan we daarvoor doen?\n- We leggen goten aan.\n\n"
        "6.2 De wegen zijn heel\nDe helft van de wegen heeft gaten na de winter van dit jaar.\n\n"
        "Wat gaan we daarvoor doen?\n- We vullen de gaten.\n\nEffectindicatoren\n"
        "Indicator Realisatie 2024 Streefwaarde 2029 Bron\nAantal gaten per straat 21 12 Eigen registratie\n"
    ) == [
        "1 goal: De straten blijven droog",
        "2 activity: We leggen goten aan.",
        "1 goal: De wegen zijn heel",
        "2 activity: We vullen de gaten.",
        "2 indicator: Aantal gaten per straat",
    ]


def test_strategic_and_operational_goals() -> None:
    assert outline(
        "Beleidsplan Droge Voeten\n\nStrategisch doel 1. De straten zijn droog\n\n"
        "Operationeel doel 1.1 Minder tegels in de tuin\nPrestaties\n1.1.1 De gemeente haalt tegels op.\n"
        "1.1.2 Scholen maken hun plein groen.\nKPI: aantal tegels dat is opgehaald\n"
    ) == [
        "1 goal: De straten zijn droog",
        "2 elaboration: Minder tegels in de tuin",
        "3 activity: De gemeente haalt tegels op.",
        "3 activity: Scholen maken hun plein groen.",
        "3 indicator: aantal tegels dat is opgehaald",
    ]


def test_labels_with_letters_follow_line_by_line() -> None:
    assert outline(
        "Koersdocument Water\n\nDoelstelling A: De straten zijn droog\nSubdoelstelling A1: De goten zijn schoon\n"
        "Beoogd resultaat: Alle goten zijn in november leeg\nActie A1.1: We maken een rooster\n"
        "Subdoelstelling A2: De tuinen zijn groen\nDoelstelling B: De wegen zijn heel\n"
    ) == [
        "1 goal: De straten zijn droog",
        "2 elaboration: De goten zijn schoon",
        "3 result: Alle goten zijn in november leeg",
        "4 activity: We maken een rooster",
        "2 elaboration: De tuinen zijn groen",
        "1 goal: De wegen zijn heel",
    ]


WRAPPED = """Uitvoeringsprogramma Groen en Water

Doel 1: De parken zijn schoon

Uitwerking doel 1.1: Minder afval in het park

Resultaat Indicator op resultaat Bron

Bezoekers weten wat er met afval gebeurt en
handelen daar naar

Bereik van de borden in het park

Elke school houdt een keer per jaar een
opruimdag, waardoor er minder zwerfvuil is

Nog te bepalen

Alle bankjes worden een keer per jaar nagekeken.

Aantal bankjes per keuring:

a. Heel en schoon

b. Hersteld door de wijkploeg

c. Weggehaald

Gemeente

Uitwerking doel 1.2: Meer bomen in de straat

Resultaat Indicator op resultaat Bron

Meer straten hebben een boom. | Aantal straten met een boom | Gemeente

Aantallen nieuwe bomen per wijk. N.B. Bij het
planten blijven we afhankelijk van het weer.

Uitwerking doel 1.3: Een plan voor de vijvers

Resultaat Indicator Bron
op resultaat

Een vijverplan waarbij Soort vijver per wijk en per dorp
rekening wordt gehouden met de
wensen van vissers en buren in
verband met droogte en
steile oevers (beschoeiing)
"""


def measured(text: str) -> dict[str, str | None]:
    return {goal.text: goal.measured_by for goal in tree(text) if goal.level == "result"}


def test_cells_that_wrap_and_cells_below_each_other_stay_apart() -> None:
    found = measured(WRAPPED)
    assert "Bezoekers weten wat er met afval gebeurt en handelen daar naar" in found, "'daar naar' ends a cell"
    assert "Elke school houdt een keer per jaar een opruimdag, waardoor er minder zwerfvuil is" in found
    listed = found["Alle bankjes worden een keer per jaar nagekeken."]
    assert listed is not None and "b. Hersteld door de wijkploeg c. Weggehaald" in listed, "a list stays in its cell"


def test_a_count_with_a_sentence_below_it_is_a_count() -> None:
    found = measured(WRAPPED)
    trees = found["Meer straten hebben een boom."]
    assert trees is not None and "Aantallen nieuwe bomen per wijk." in trees
    assert not any(text.startswith("Aantallen") for text in found)


def test_no_line_is_cut_after_its_last_small_word() -> None:
    pond = next(text for text in measured(WRAPPED) if text.startswith("Een vijverplan"))
    assert "de wensen van vissers en buren in verband met droogte en steile oevers (beschoeiing)" in pond
    assert measured(WRAPPED)[pond] == "Soort vijver per wijk en per dorp"
