"""Tables of a plan in every shape: cells one after another, braided lines, ruled cells, over a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_policy_goals import PLAN, source_of, texts, tree
from themes.policy import read_goals
from themes.policy.anchors import column_roles
from themes.policy.columns import word_pairs
from themes.policy.goal_tables import find_tables
from themes.policy.plan_lines import plan_lines
from themes.records import Cell, Document, Goal, Line, Source


@pytest.fixture(scope="module")
def goals() -> list[Goal]:
    return tree(PLAN)


def test_indicators_from_cells_printed_one_after_another(goals: list[Goal]) -> None:
    indicators = [goal for goal in goals if goal.level == "indicator"]
    assert [(goal.text, goal.baseline, goal.target, goal.measured_by) for goal in indicators] == [
        ("Aandeel ritten tot vijf kilometer per fiets", "31% (2024)", "Minimaal 40%", "Fietsmonitor"),
        ("% scholieren dat fietst", "Nulmeting volgt in 2026", None, "Cijfers van scholen"),
    ]


def test_results_from_braided_lines(goals: list[Goal]) -> None:
    by_text = {goal.text: goal for goal in goals}
    assert by_text["Bewoners kennen een veilige route naar het dorp"].measured_by == (
        "Aantal bezoeken aan de routekaart (bron: Gemeente)"
    )
    assert by_text["Er is een leenplek met bakfietsen"].measured_by == (
        "Aantal uitgeleende fietsen (bron: Cijfers van de leenplek)"
    )


def test_an_empty_cell_leaves_no_trace_and_shifts_nothing(goals: list[Goal]) -> None:
    by_text = {goal.text: goal for goal in goals}
    lit = by_text["De hoofdroute naar school is goed verlicht"]
    assert lit.measured_by == "Aantal kapotte lampen (bron: Gemeente)"
    assert "Meer scholieren krijgen fietsles in groep zeven" in by_text


def test_a_heading_glued_to_the_last_cell_ends_the_table() -> None:
    found = tree(
        "Doel 1: Schoon water\n\n1.1 De vijver\n\nUitwerking doel: De vijver is schoon\n\nResultaat Indicator Bron\n"
        "De vijver is twee keer schoongemaakt Aantal keren Gemeente 1.2 De sloten in het dorp\n\n"
        "De sloten zijn dichtgegroeid.\n"
    )
    result = next(goal for goal in found if goal.level == "result")
    assert "sloten" not in f"{result.text} {result.measured_by}"


def test_a_lone_figure_in_a_centred_cell_goes_to_the_row_below_it() -> None:
    found = tree(
        "Doel 1: Meer groen\n\nIndicator Nulmeting 2025 Streefwaarde 2028 Bron\n"
        "Aantal bomen in de kern | 126 Minimaal 150 Gemeente\nvan het dorp.\n127\n"
        "Aantal perken in de wijk. (gemeente 2022) Gemeente\n"
    )
    perken = next(goal for goal in found if goal.text.startswith("Aantal perken"))
    assert perken.baseline == "127 (gemeente 2022)"


def ruled(rows: list[list[str]], *, table: int = 1, first: int = 5) -> list[Line]:
    lines = []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            for part in cell.split("\n"):
                lines.append(Line(first + len(lines), part, 1, cell=Cell(table, row, column, row == 0)))
    return lines


def ruled_plan() -> tuple[Source, Document]:
    head = [
        Line(1, "Doel 1: Iedereen kan naar de bieb", 1),
        Line(2, "", 1),
        Line(3, "Uitwerking doel: De bieb is dichtbij", 1),
        Line(4, "", 1),
    ]
    first = ruled(
        [
            ["Resultaat", "Indicator", "Bron", "Activiteit"],
            ["Elk dorp heeft een\nboekenplek", "Aantal plekken", "Bieb", "- Kasten maken\n- Boeken\nruilen"],
            ["", "Aantal leners", "Bieb", ""],
        ]
    )
    over = ruled([["De bieb is op zondag open", "", "", "Vrijwilligers vragen"]], table=2, first=60)
    over = [
        Line(line.number, line.text, 2, cell=Cell(2, 0, line.cell.column)) for line in over if line.cell and line.text
    ]
    lines = (*head, *first, *over)
    source = Source("plan.pdf", "d", "pdf", lines, 2)
    return source, Document(
        "doc", "plan.pdf", "d", "Leesplan", "policy", "Wierdijk", None, None, None, None, 1, 99, 1, 2
    )


def test_ruled_tables_are_read_by_their_cells_also_over_a_page() -> None:
    source, document = ruled_plan()
    found = read_goals(source, document, [])
    assert texts(found, "result") == ["Elk dorp heeft een boekenplek", "De bieb is op zondag open"]
    assert texts(found, "activity") == ["Kasten maken", "Boeken ruilen", "Vrijwilligers vragen"]
    by_id = {goal.goal_id: goal for goal in found}
    place = next(goal for goal in found if goal.text == "Elk dorp heeft een boekenplek")
    assert place.measured_by == "Aantal plekken (bron: Bieb); Aantal leners (bron: Bieb)"
    assert {by_id[goal.parent_id or ""].text for goal in found if goal.text in ("Kasten maken", "Boeken ruilen")} == {
        "Elk dorp heeft een boekenplek"
    }


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Indicator Nulmeting 2025 Streefwaarde 2028 Monitoring/ bron", ("indicator", "baseline", "target", "source")),
        ("Resultaat Indicator op resultaat Bron", ("result", "indicator", "source")),
        ("Resultaat van het onderzoek", ()),
        ("Activiteiten Planning Kosten", ("activity", "other", "other")),
    ],
)
def test_column_heads(line: str, roles: tuple[str, ...]) -> None:
    assert column_roles(line) == roles


@given(
    st.lists(st.sampled_from(["Aantal bomen", "Meer bomen groeien", "CBS", "12% (2024)", "en", "n.v.t."]), min_size=1)
)
def test_every_line_of_a_table_is_in_one_cell(parts: list[str]) -> None:
    source, document = source_of("Doel 1: Groen\n\nResultaat\n\nIndicator\n\nBron\n\n" + "\n\n".join(parts))
    lines = plan_lines(source, document)
    tables = find_tables(lines)
    cells = [cell for table in tables for row in table.rows for own in row.cells.values() for cell in own]
    inside = [line.number for cell in cells for line in cell]
    assert sorted(inside) == [line.number for line in lines if line.number > 7]
    assert word_pairs(lines)
