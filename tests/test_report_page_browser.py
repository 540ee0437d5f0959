"""The page for everyone in a real browser: search, filters, keyboard, narrow screens and paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from run_maker import SAID, write_run
from themes.report.page import render_page


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render_page(write_run(tmp_path_factory.mktemp("run")))


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
