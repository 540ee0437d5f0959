"""The page for everyone: its counts, its words and how it works in a real browser."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from themes.records import TABLES, Advice, Coding, Coverage, Document, Finding, Goal, Records, Trace, Unit
from themes.report.goal_tree import branches, draw_tree, grow_trees, wrap
from themes.report.page import MAX_BYTES, render_page, write_page
from themes.report.page_pictures import spot_of, spread
from themes.report.people import Entry, People
from themes.report.run_tables import RunTables
from themes.tables import write_table

SAID = (
    ("Er rijdt na zes uur geen bus meer naar Oosterend.", "result", ("vervoer",)),
    ("Een sociale kaart voor vrijwilligers zou ons echt helpen.", "none", ("sociale-kaart",)),
    ("Koffie <b>drinken</b> & buurten in het buurthuis.", "approach", ("ontmoeting",)),
    ("De bussen zijn te duur voor gezinnen.", "partly", ("vervoer", "bestaanszekerheid")),
    ("Dat weten we nog niet.", "unsure", ()),
)
LINES = [text for text, _, _ in SAID]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _document(name: str, role: Any, source: str, **more: Any) -> Document:
    fields: dict[str, Any] = {
        "document_id": name, "source": source, "source_digest": "0" * 12, "title": f"Titel {name}", "role": role,
        "municipality": "Oosterend", "meeting": None, "held_on": None, "speakers": None, "version": None,
        "line_start": 1, "line_end": 99, "page_start": 1, "page_end": 1,
    }  # fmt: skip
    return Document(**(fields | more))


def _unit(name: str, document: str, source: str, text: str, line: int, **more: Any) -> Unit:
    return Unit(name, document, source, more.pop("kind", "statement"), text, text, line, line, 1, 1, **more)


def _goal(name: str, parent: str | None, level: Any, text: str, line: int, number: str | None = None) -> Goal:
    return Goal(
        name, parent, level, text, None, None, None, "plan", "plan.pdf", line, line, 2,
        programme_id="g0", number=number, municipality="Oosterend",
    )  # fmt: skip


GOALS = [
    _goal("g0", None, "programme", "Oosterend doet mee", 1),
    _goal("g1", "g0", "goal", "Iedereen kan ergens komen", 5, "1"),
    _goal("g2", "g1", "result", "De avondbus rijdt tot tien uur", 7),
    _goal("g3", "g0", "goal", "Er is een actueel overzicht van het aanbod", 20, "2"),
]


def make_tables(repeat: int = 1) -> dict[str, Records[Any]]:
    """A small run made by hand; `repeat` times the same points."""
    source, ids = "gesprek.pdf", [f"u{n}-{at}" for n in range(repeat) for at in range(len(SAID))]
    documents = [
        _document(
            "gesprek", "input", source, meeting="buurtgesprek Oosterend", held_on="2025-03-06", speakers="vrijwilligers"
        ),
        _document("plan", "policy", "plan.pdf", title="Oosterend doet mee", version="vastgesteld"),
        _document("advies", "advice", "advies.txt"),
        _document("brief", "response", "brief.txt"),
    ]  # fmt: skip
    starts = [sum(len(line) + 1 for line in LINES[:at]) for at in range(len(LINES))]
    units = [
        _unit(ids[n * len(SAID) + at], "gesprek", source, text, at + 1, spans=f"{starts[at]}-{starts[at] + len(text)}",
              repeat_of=f"u0-{at}" if n and at == 0 else None)
        for n in range(repeat)
        for at, (text, _, _) in enumerate(SAID)
    ]  # fmt: skip
    units += [
        _unit("q", "gesprek", source, "Wanneer komt de bus terug?", 8, kind="question"),
        _unit("p1", "plan", "plan.pdf", "In de buurthuizen drinken mensen koffie met elkaar.", 9),
        _unit("a1", "advies", "advies.txt", "Neem een avondbus op.", 1),
        _unit("a2", "advies", "advies.txt", "Maak een lijst van organisaties.", 2),
        _unit("r1", "brief", "brief.txt", "Wij hebben de avondbus toegevoegd.", 1),
    ]
    near = json.dumps([{"unit_id": "p1", "quote": units[-4].text, "level": "approach", "goal_id": "g1"}])
    traces = []
    for at, name in enumerate(ids):
        found: Any = SAID[at % len(SAID)][1]
        goal = "g2" if found in ("result", "partly") else None
        quote = {"g2": GOALS[2].text}.get(goal or "", units[-4].text if found == "approach" else None)
        unit = "p1" if found == "approach" else None
        traces.append(Trace(name, found, goal, unit, quote, 0.5, near, "bus, kaart"))
    rows: dict[str, list[Any]] = {
        "documents": documents,
        "units": units,
        "codings": [
            Coding(name, code, "rules", 0.8, SAID[at % len(SAID)][0].split()[0])
            for at, name in enumerate(ids)
            for code in SAID[at % len(SAID)][2]
        ],
        "goals": GOALS,
        "trace": traces,
        "coverage": [
            Coverage("vervoer", "g0", 2, 1, 0, 0, "result", "g2", 1),
            Coverage("ontmoeting", "g0", 1, 0, 1, 0, "approach", ""),
            Coverage("sociale-kaart", "g0", 1, 0, 0, 1, "none", ""),
        ],
        "advice": [
            Advice(
                "A", "a1", "advies", units[-3].text, "changed", "r1", units[-1].text, units[-1].text, False,
                document_id="advies",
            ),
            Advice("B", "a2", "ontbreekt", units[-2].text, "none", None, None, None, None, document_id="advies"),
        ],
        "findings": [Finding("error", "documents", "kapot.pdf", "Het bestand is beschadigd.", "Maak een nieuwe PDF.")],
    }  # fmt: skip
    return {name: Records(kind, rows.get(name, [])) for name, kind in TABLES.items()}


def write_run(folder: Path, repeat: int = 1) -> RunTables:
    for name, records in make_tables(repeat).items():
        write_table(records, folder / "tables", name)
    manifest = {
        "key": "abc", "made_on": "2026-01-05", "themes": "0.1.0", "pipeline": "built-in", "encoder": "use", "seed": 7,
        "settings": {"pipeline": "auto", "municipality": "Oosterend"}, "codebook": {"version": 1, "digest": "d"},
        "ledger": {
            "n_files": 5, "n_refused": 1, "n_documents": 4,
            "documents_by_role": {"input": 1, "policy": 1, "advice": 1, "response": 1, "other": 0},
            "input_by_kind": {"statement": 5 * repeat, "question": 1},
        },
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return RunTables(folder)


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


def test_the_tree_counts_each_point_once_a_node_and_loses_no_goal() -> None:
    loop = [_goal("x", "y", "goal", "Rond", 30), _goal("y", "x", "goal", "En rond", 31)]
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


# -- in a real browser -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the browser tests of the page were not run")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any, html: str, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page from disk; at the end nothing may have been asked of a network and no script have failed."""
    path = tmp_path / "overzicht.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    asked: list[str] = []
    failed: list[str] = []
    contexts = []

    def go(**options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
        page.goto(path.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert asked and all(url.startswith(("file:", "data:")) for url in asked)
    assert failed == []


def _shown(page: Any) -> list[str]:
    return page.eval_on_selector_all("article.p[id^=p]", "all => all.filter(e => e.offsetParent).map(e => e.id)")


def test_search_shows_what_was_said_and_what_the_plan_says(visit: Callable[..., Any]) -> None:
    page = visit()
    page.fill("#q", "sociale kaarten")
    page.locator("#melding:not(:empty)").wait_for()  # while typing, without pressing Enter
    assert _shown(page) == ["p1.2"]
    assert page.is_visible("#p1\\.2 details.near li")
    assert page.inner_text("#p1\\.2 mark >> nth=0") == "sociale"
    assert page.is_visible("#plan li.p >> text=actueel overzicht"), "the plan says it in other words"
    assert "verwant woord" in page.inner_text("#plan") and "vorm van het woord" in page.inner_text("#p1\\.2")
    assert "Oosterend doet mee: In een doel of resultaat" in page.inner_text("#uitkomst")
    page.click("#wis")
    assert len(_shown(page)) == len(SAID) and page.inner_text("#melding") == ""
    page.fill("#q", "avondbus")
    page.press("#q", "Enter")
    assert page.is_visible("#plan li.p >> text=De avondbus rijdt tot tien uur")
    assert page.is_visible("#A1")
    page.fill("#q", "vrijwiligers")
    page.press("#q", "Enter")
    assert "Het plan gebruikt deze woorden niet" in page.inner_text("#melding")
    assert "Bedoelt u" in page.inner_text("#melding")


def test_filters_on_theme_and_degree_work_together(visit: Callable[..., Any]) -> None:
    page = visit()
    page.select_option("#k-t", "vervoer")
    assert _shown(page) == ["p1.1", "p1.4"]
    page.select_option("#k-f", "partly")
    assert _shown(page) == ["p1.4"]
    page.select_option("#k-t", "-")
    page.select_option("#k-f", "")
    assert _shown(page) == ["p1.5"]


def test_a_theme_opens_from_its_link_and_says_why(visit: Callable[..., Any]) -> None:
    page = visit()
    page.evaluate("location.hash = '#t-ontmoeting'")
    page.locator("#t-ontmoeting dl").wait_for()
    text = page.inner_text("#t-ontmoeting")
    assert "Alleen genoemd in de uitleg" in text and "geen doel of resultaat" in text


def test_a_table_sorts_and_says_so(visit: Callable[..., Any]) -> None:
    page = visit()
    head = page.locator("#gaten table.sortable thead th").first
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    page.locator("#uitleg table.sortable thead th >> text=Bestand >> nth=-1").click()
    assert page.locator("#uitleg th[aria-sort]").count() == 1


def test_axe_finds_nothing(visit: Callable[..., Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit()
    assert axe.run(page).response["violations"] == []
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert axe.run(page).response["violations"] == []
    page.fill("#q", "bus")
    page.press("#q", "Enter")
    assert axe.run(page).response["violations"] == []


def test_without_javascript_all_points_can_be_read(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("article.p[id^=p]").count() == len(SAID)
    assert page.is_visible("#p1\\.5") and not page.is_visible("#zoeken")
    page.click("#t-vervoer summary")
    assert page.is_visible("#t-vervoer dl")


def test_the_keyboard_reaches_the_content_and_the_search_box(visit: Callable[..., Any]) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("width", [1280 // 2, 320])
def test_zoomed_in_or_on_a_phone_nothing_scrolls_sideways(visit: Callable[..., Any], width: int) -> None:
    page = visit(viewport={"width": width, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_a4_prints_on_one_page(visit: Callable[..., Any]) -> None:
    import io

    pdfplumber = pytest.importorskip("pdfplumber")
    page = visit()
    page.evaluate("document.body.classList.add('only-a4')")
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        assert len(paper.pages) == 1
        assert (round(paper.pages[0].width), round(paper.pages[0].height)) in {(595, 842), (594, 841), (596, 842)}
        text = paper.pages[0].extract_text()
    assert "Wat is er met de inbreng gebeurd?" in text and "Wat dit overzicht niet kan zien" in text


def test_a_large_run_is_split_in_parts_that_hold_every_point_once(tmp_path: Path, browser: Any) -> None:
    from themes.report.page import render_pages

    big = write_run(tmp_path, repeat=6)
    pages = render_pages(big, most=12)
    names = list(pages)
    assert names[0] == "overzicht.html" and len(names) == 4
    assert "30 punten staan daarom in 3 losse bestanden" in re.sub(r"\s+", " ", pages[names[0]])
    held = [number for name in names for number in re.findall(r'<article class="p" id="p([\d.]+)"', pages[name])]
    assert held == [point.number for point in big.points]
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        links = set(re.findall(r'href="([^"#]*)#(p[\d.]+)"', text))
        assert (links or name != names[0]) and all(f'id="{anchor}"' in pages[file or name] for file, anchor in links)
    failed: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto((tmp_path / names[2]).as_uri())
    page.fill("#q", "koffie")
    page.press("#q", "Enter")
    assert 0 < len(_shown(page)) < 10
    page.goto((tmp_path / names[0]).as_uri())
    page.fill("#q", "avondbus")
    page.press("#q", "Enter")
    assert page.is_visible("#plan li.p >> text=De avondbus rijdt tot tien uur")
    page.close()
    assert failed == []
