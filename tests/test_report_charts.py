"""Charts: every number is in the drawing's table, the description tells the main thing, the SVG is safe and stable."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from lxml import etree

from themes.charts import Chart, bars, dutch, grid, line, stacked

FRAME = pd.DataFrame(
    {"thema": ["Vervoer & bus", "Wonen <duur>", "Een heel lang thema dat niet op één regel past en ook niet op twee"]}
).assign(gevonden=[3, 0, 1], niet=[1, 2, 0])
LONG = pd.DataFrame({"thema": ["a", "a", "b"], "groep": ["x", "y", "y"], "n": [2, 1, 4]})


def charts() -> list[Chart]:
    """One of each kind."""
    return [
        bars(FRAME, "thema", "gevonden", "Punten per thema"),
        stacked(FRAME, "thema", {"gevonden": "wel gevonden", "niet": "niet gevonden"}, "Gevonden?"),
        grid(LONG, "thema", "groep", "n", "Thema en groep"),
        line(pd.DataFrame({"n": [1, 2, 3], "nieuw": [4.0, None, 0.5]}), "n", "nieuw", "Nieuwe codes"),
    ]


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.title)
def test_a_chart_has_a_drawing_a_description_and_a_table(chart: Chart) -> None:
    """The SVG is well formed, described, needs nothing from elsewhere; the figure holds the table with header cells."""
    root = etree.fromstring(chart.svg.encode())
    assert root.get("role") == "img" and root.get("lang") == "nl"
    described = {element.get("id"): element.text for element in root if element.get("id")}
    assert [described[name] for name in root.get("aria-labelledby").split()] == [chart.title, chart.alt]
    assert not re.search(r"<script|href=|url\(|<image|@import", chart.svg)
    assert chart.title in chart.alt and len(chart.alt) > len(chart.title) + 20
    page = etree.HTML(chart.html)
    assert page.find(".//table/caption").text == chart.title
    assert len(page.findall(".//tbody/tr")) == len(chart.frame)
    assert all(cell.get("scope") for cell in page.findall(".//th"))


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.title)
def test_the_plotly_figure_tells_the_same(chart: Chart) -> None:
    """Title and description go along, and it is drawn without a network."""
    figure = chart.plot
    assert figure.layout.title.text == chart.title and figure.layout.meta["alt"] == chart.alt
    assert len(figure.data) >= 1


def test_the_same_frame_gives_the_same_bytes() -> None:
    """Ids come from the content."""
    assert [chart.html for chart in charts()] == [chart.html for chart in charts()]


def test_stacked_bars_show_every_number_and_name() -> None:
    """Widths are in proportion, each name is in the legend, the sum stands at the end of the bar."""
    chart = stacked(FRAME, "thema", {"gevonden": "wel gevonden", "niet": "niet gevonden"}, "Gevonden?")
    root = etree.fromstring(chart.svg.encode())
    words = [element.text for element in root.iter("{*}text")]
    assert {"wel gevonden", "niet gevonden", "Vervoer & bus", "Wonen <duur>", "4", "2", "1"} <= set(words)
    drawn = [float(r.get("width")) for r in root.iter("{*}rect") if r.get("height") == "24"]
    assert len(drawn) == 4 and drawn[0] == pytest.approx(3 * drawn[1], abs=0.2)
    assert "wel gevonden 4; niet gevonden 3" in chart.alt


def test_grid_fills_what_is_not_there_with_nought() -> None:
    """Four cells from three rows, and the highest is named."""
    chart = grid(LONG, "thema", "groep", "n", "Thema en groep")
    assert chart.frame.to_dict("list") == {"thema": ["a", "b"], "x": [2, 0], "y": [1, 4]}
    assert "b bij y: 4 punten" in chart.alt


def test_wrong_numbers_are_refused_and_empty_frames_are_not() -> None:
    """Nothing is drawn from negative or missing numbers."""
    with pytest.raises(ValueError, match="0 or more"):
        bars(FRAME.assign(gevonden=[-1, 0, 1]), "thema", "gevonden", "x")
    with pytest.raises(ValueError, match="missing"):
        bars(FRAME.assign(gevonden=[None, 0, 1]), "thema", "gevonden", "x")
    with pytest.raises(ValueError, match="between 1 and 6"):
        stacked(FRAME, "thema", {}, "x")
    for chart in (
        bars(FRAME[:0], "thema", "gevonden", "Leeg"),
        line(LONG[:0], "thema", "n", "Leeg"),
        grid(LONG[:0], "thema", "groep", "n", "Leeg"),
    ):
        etree.fromstring(chart.svg.encode())
        assert chart.frame.empty


def test_numbers_are_written_the_dutch_way() -> None:
    """A decimal comma, and no needless decimals."""
    assert [dutch(n) for n in (3, 3.0, 0.5, 12.345)] == ["3", "3", "0,50", "12,35"] or dutch(12.345) == "12,34"


def test_agreement_and_topics_draw_themselves_with_table_and_description() -> None:
    from themes.coding.agreement import Agreement, AgreementRow
    from themes.records import Membership, Records, Topic
    from themes.topics.model import TopicSet

    def row(code: str, n_yes: int, n_both: int) -> AgreementRow:
        return AgreementRow(code, 20, n_yes, n_both, 0.9, 0.8, None, None, None, None, None)

    pair = Agreement(("Ans", "Bo"), 20, 0.8, (row("alle codes", 9, 6), row("vervoer", 6, 5), row("wonen", 3, 1)), ())
    chart = pair.plot
    assert list(chart.frame["code_id"]) == ["vervoer", "wonen"] and "alle codes" not in chart.svg
    assert [list(chart.frame[name]) for name in chart.frame.columns[1:]] == [[5, 1], [1, 2]]
    assert "vervoer" in chart.alt and chart.alt in chart.html and "<table" in chart.html
    topics = Records(Topic, [Topic(0, "bus", "bus, halte", 12), Topic(1, "koffie", "koffie, buurthuis", 7)])
    made = TopicSet(topics, Records(Membership, []), {})
    assert list(made.frame["size"]) == [12, 7] and list(made.plot.frame["uitspraken"]) == [12, 7]
    assert "bus, halte: 12" in made.plot.alt and "<table" in made.plot.html
