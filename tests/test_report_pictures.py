"""What is drawn on the page: the tree of the goals, and pictures of the places in a PDF."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from run_maker import GOALS, LINES, SAID, make_goal, make_tables, write_run
from themes.records import Document, Records, Unit
from themes.report.goal_tree import branches, draw_tree, grow_trees, wrap
from themes.report.page import render_page
from themes.report.page_pictures import spot_of, spread
from themes.report.run_tables import RunTables
from themes.tables import write_table


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> RunTables:
    return write_run(tmp_path_factory.mktemp("run"))


def test_the_tree_counts_each_point_once_a_node_and_loses_no_goal() -> None:
    loop = [make_goal("x", "y", "goal", "Rond", 30), make_goal("y", "x", "goal", "En rond", 31)]
    trees = grow_trees([*GOALS, *loop], {"g1": ["1.1", "1.2"], "g2": ["1.1"]})
    nodes = [node for tree in trees for node in tree.walk()]
    assert sorted(node.goal.goal_id for node in nodes) == sorted(goal.goal_id for goal in [*GOALS, *loop])
    assert {node.goal.goal_id: node.n_under for node in nodes if node.goal.programme_id == "g0"}["g0"] == 2
    assert [node.goal.goal_id for node in branches(trees[0])] == ["g1", "g3"]
    drawing = draw_tree(trees[0], "k")
    assert "<title id=" in drawing and "<desc id=" in drawing and drawing.count("<rect") == 4


def test_a_long_text_is_cut_in_the_drawing_and_no_line_is_too_wide() -> None:
    lines = wrap("Gemeenschapsvoorzieningenbeleidsmedewerkersoverleg " * 9, 20, 3)
    assert len(lines) == 3 and lines[-1].endswith("…") and all(len(line) <= 20 for line in lines)


def test_every_beginning_of_the_spread_is_spread() -> None:
    for count in (0, 1, 2, 7, 100):
        assert sorted(spread(count)) == list(range(count))
    assert max(spread(100)[:10]) > 80


@pytest.fixture(scope="module")
def pdf_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunTables, Path]:
    """The same run with a real PDF of the points."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from themes.documents import read_source

    corpus, folder = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("run")
    paper = canvas.Canvas(str(corpus / "gesprek.pdf"), pagesize=(595, 842), invariant=True)
    for at, line in enumerate(LINES):
        paper.drawString(60, 760 - 40 * at, line)
    paper.save()
    write_run(folder)
    source = read_source(corpus / "gesprek.pdf", root=corpus)
    made = make_tables()
    documents = [
        dataclasses.replace(row, source_digest=source.digest) if row.document_id == "gesprek" else row
        for row in made["documents"]
    ]
    write_table(Records(Document, documents), folder / "tables", "documents")
    at = {unit.text: source.text.index(unit.text) for unit in made["units"] if unit.text in source.text}
    units = [
        dataclasses.replace(unit, spans=f"{at[unit.text]}-{at[unit.text] + len(unit.text)}")
        if unit.text in at
        else unit
        for unit in made["units"]
    ]
    write_table(Records(Unit, units), folder / "tables", "units")
    return RunTables(folder), corpus


def test_a_point_from_a_pdf_has_a_picture_with_its_words_marked(pdf_run: tuple[RunTables, Path]) -> None:
    import base64
    import io

    from PIL import Image

    tables, corpus = pdf_run
    page = render_page(tables, corpus=corpus)
    found = re.findall(r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)"', page)
    assert len(found) == len(SAID)
    assert "punt 1.1" in found[0][1] and "pagina 1" in found[0][1]
    image = Image.open(io.BytesIO(base64.b64decode(found[0][0]))).convert("RGB")
    colours = {colour for _, colour in image.getcolors(1 << 16) or []}
    assert any(r > 220 and g > 190 and b < 160 for r, g, b in colours), "no mark"
    assert any(max(colour) < 90 for colour in colours), "no letters"
    assert page == render_page(tables, corpus=corpus)


def test_the_spot_of_a_point_is_where_its_words_stand(pdf_run: tuple[RunTables, Path]) -> None:
    from themes.documents import read_source

    tables, corpus = pdf_run
    source = read_source(corpus / "gesprek.pdf", root=corpus)
    unit = tables.points[1].unit
    spot = spot_of(unit, source)
    assert spot is not None
    page, [(x0, top, x1, bottom)] = spot
    assert page == 1 and 55 < x0 < 65 and x1 > 250 and 100 < top < 842 - 715 < bottom + 12


def test_a_missing_file_gives_a_page_without_pictures(tables: RunTables, tmp_path: Path) -> None:
    assert "<img" not in render_page(tables, corpus=tmp_path)
