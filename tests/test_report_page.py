"""The page for everyone: its counts and its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from run_maker import SAID, write_run
from themes.report.page import MAX_BYTES, render_page, write_page
from themes.report.people import Entry, People
from themes.report.run_tables import RunTables


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> RunTables:
    return write_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def html(tables: RunTables) -> str:
    return render_page(tables)


def test_the_counts_of_the_a4_add_up(html: str) -> None:
    text = re.sub(r"\s+", " ", html)
    assert "In 1 verslag van 6 maart 2025 staan 5 punten." in text
    counts = re.search(r"Van deze (\d+) punten: (\d+) .*?, (\d+) .*?, (\d+) .*?, (\d+) .*? en (\d+) moet", text)
    assert counts is not None
    total, *parts = map(int, counts.groups())
    assert total == sum(parts) == len(SAID)


def test_it_says_who_spoke_and_that_residents_did_not(html: str) -> None:
    assert "Volgens de verslagen spraken: vrijwilligers (5 punten)." in html
    assert "Geen verslag zegt dat inwoners zelf spraken." in html
    assert "inwoners zeggen" not in html


def test_every_point_stands_on_it_with_literal_text_and_place(html: str, tables: RunTables) -> None:
    from html import unescape

    plain = unescape(html)
    for point in tables.points:
        assert f'id="p{point.number}"' in html
        assert point.unit.text in plain
        assert f"gesprek.pdf, pagina 1, regel {point.unit.line_start}" in plain
    assert "<b>drinken</b>" not in html  # people's words are text, never markup


def test_points_without_theme_questions_and_refused_files_are_named(html: str) -> None:
    assert "Bij 1 punt past geen thema" in html
    assert "Wanneer komt de bus terug?" in html
    assert "kapot.pdf" in html and "Het bestand is beschadigd." in html
    assert "4 gelezen + 1 geweigerd" in html


def test_a_point_that_is_not_found_shows_the_nearest_passage_and_the_words_searched(html: str) -> None:
    article = html[html.index('id="p1.2"') : html.index('id="p1.3"')]
    assert "Niet gevonden" in article and "bus, kaart" in article and "drinken mensen koffie" in article


def test_gaps_name_the_goal_without_input_and_the_themes_without_result(html: str) -> None:
    gaps = html[html.index('id="gaten"') : html.index('id="adviezen"')]
    assert "Er is een actueel overzicht van het aanbod" in gaps and "De avondbus rijdt" not in gaps
    assert "t-ontmoeting" in gaps and "t-vervoer" not in gaps


def test_each_point_has_three_layers_of_which_the_program_fills_one(html: str, tables: RunTables) -> None:
    assert html.count("Verwerking (gemeente): nog niet ingevuld · Oordeel (adviesraad): nog niet ingevuld") == len(SAID)
    ids = {point.number: point.unit.unit_id for point in tables.points}
    people = People(
        [
            Entry("reaction", ids["1.1"], "handling", "Niet overgenomen"),
            Entry("reaction", ids["1.1"], "reason", "de bus rijdt al"),
            Entry("verdict", ids["1.2"], "opinion", "Bespreken"),
        ]
    )
    filled = render_page(tables, people=people)
    first = filled[filled.index('id="p1.1"') : filled.index('id="p1.2"')]
    second = filled[filled.index('id="p1.2"') : filled.index('id="p1.3"')]
    assert re.search(
        r"Zekerheid: (hoog|middel|laag) · Verwerking \(gemeente\): Niet overgenomen\. de bus rijdt al", first
    )
    assert "Oordeel (adviesraad): Bespreken" in second and "Verwerking (gemeente): nog niet ingevuld" in second


@pytest.mark.slow
def test_two_versions_of_a_plan_stand_side_by_side_with_the_points_that_rest_on_a_new_text(demo: Path) -> None:
    from themes.language import pipeline
    from themes.report.page_changes import plan_changes
    from themes.report.page_rows import PageRows

    tables = RunTables(demo)
    changes = plan_changes(PageRows(tables, pipeline("auto")))
    assert [plan.title for plan in changes] == ["Uitvoeringsprogramma Gezond en Verbonden 2026-2029"]
    plan = changes[0]
    assert "concept" in plan.old_version and "vastgesteld" in plan.new_version
    assert sum(plan.n_by_kind.values()) == plan.n_rows >= len(plan.rows) > 10
    texts = {unit.text for unit in tables.units} | {goal.text for goal in tables.goals}
    assert all(row.old.split(" (nulmeting")[0] != row.new for row in plan.rows)
    assert any(row.new in texts for row in plan.rows if row.kind == "added")
    numbers = {point.number for point in tables.points}
    assert plan.moved and set(plan.moved) <= numbers
    assert {n for row in plan.rows if row.kind != "removed" for n in row.points} <= set(plan.moved)


def test_it_never_says_that_the_municipality_adopted_a_point(html: str) -> None:
    assert "overgenomen" not in html.lower().replace("betekent niet: overgenomen", "")


def test_the_same_run_gives_the_same_bytes_and_nothing_is_asked_of_a_network(tables: RunTables, html: str) -> None:
    assert render_page(RunTables(tables.folder)) == html
    assert not re.search(r'(?:src|href)="(?!#|data:)', html)
    assert "url(" not in html and "@import" not in html and "fetch(" not in html


def test_a_thousand_points_stay_under_three_megabytes(tmp_path: Path) -> None:
    big = write_run(tmp_path, repeat=200)
    write_page(big, tmp_path / "overzicht.html")
    assert len(big.points) == 1000
    assert (tmp_path / "overzicht.html").stat().st_size < MAX_BYTES
