"""The review page in a real browser: filled in, saved, read back without loss, kept over a rerun."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themes.coding.codebook import Code, Codebook, Theme
from themes.coding.review_file import read_review_file
from themes.problems import InvalidTable
from themes.records import NO_CODE, Coding, Unit, digest
from themes.report.review_page import ReviewPage, review_page

BOOK = Codebook(
    (
        Code("vervoer", "Vervoer", "Ergens kunnen komen.", "bus, fiets", "telefoon", "De bus is weg.", parent="leven"),
        Code("wonen", "Wonen & <b>buurt</b>", "Huizen en buurten.", parent="leven"),
        Code("jeugd", "Jeugd en school", "Kinderen en ouders."),
    ),
    (Theme("leven", "Leven"),),
)
TEXTS = [
    "De bus rijdt na zes uur niet meer naar het dorp.",
    "Huurhuizen voor starters zijn er </script><script>alert(1)</script> amper 🚌.",
    "Kinderen fietsen langs een drukke weg naar school.",
    "De koffie was lekker.",
]


def make_unit(number: int, text: str, **changes: Any) -> Unit:
    unit = Unit(
        unit_id=digest("a.txt", number, text), document_id="d1", source="a.txt", kind="statement", text=text,
        clean_text=text, line_start=number + 1, line_end=number + 1, page_start=None, page_end=None, section="Kop",
        spans=f"{number * 100}-{number * 100 + len(text)}",
    )  # fmt: skip
    return dataclasses.replace(unit, **changes)


UNITS = [make_unit(number, text) for number, text in enumerate(TEXTS)]
MACHINE = [
    Coding(UNITS[0].unit_id, "vervoer", "rules", 0.9, "bus", None, "patroon 'bus'"),
    Coding(UNITS[2].unit_id, "jeugd", "rules", 0.9, "Kinderen"),
    Coding(UNITS[2].unit_id, "vervoer", "rules", 0.9, "fietsen"),
    Coding(UNITS[3].unit_id, "wonen", "Bram", 1.0, TEXTS[3]),
]
NUMBERS = {unit.unit_id: f"1.{at}" for at, unit in enumerate(UNITS, 1)}


def decided(codings: list[Coding]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for coding in codings:
        found.setdefault(coding.unit_id, set()).add(coding.code_id)
    return found


def make_page(**options: Any) -> ReviewPage:
    return review_page(UNITS, MACHINE, BOOK, numbers=NUMBERS, around=UNITS, **options)


# -- the file that comes back -----------------------------------------------------------------------------------


def row(at: int, *codes: str, **more: Any) -> dict[str, Any]:
    unit = UNITS[at]
    return {
        "id": unit.unit_id, "nr": f"1.{at + 1}", "codes": list(codes), "geen_code": not codes, "opmerking": "",
        "op": "2025-03-06", "tekst": unit.text, "bron": "a.txt", "regel": unit.line_start,
    } | more  # fmt: skip


def write_file(path: Path, rows: list[Any], **more: Any) -> Path:
    content = {"soort": "themes-nakijken", "versie": 1, "naam": "Anna", "op": "2025-03-07", "besluiten": rows} | more
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@given(st.permutations(range(len(UNITS))), st.integers(0, len(UNITS)), st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_in_any_order_or_left_out_come_back(tmp_path: Path, order: list[int], n: int, data: Any) -> None:
    answers = {at: data.draw(st.sets(st.sampled_from(["vervoer", "wonen", "jeugd"]))) for at in order[:n]}
    path = write_file(tmp_path / "b.json", [row(at, *sorted(codes)) for at, codes in answers.items()])
    codings, findings = read_review_file(path, UNITS, BOOK)
    assert findings == []
    assert decided(codings) == {UNITS[at].unit_id: codes or {NO_CODE} for at, codes in answers.items()}
    assert {(coding.coder, coding.decided_on) for coding in codings} <= {("Anna", "2025-03-06")}


def test_several_coders_in_one_file_and_dates_of_rows(tmp_path: Path) -> None:
    rows = [row(0, "vervoer"), row(0, "wonen", naam="Bram", op="gisteren"), row(1, opmerking="niets")]
    codings, findings = read_review_file(write_file(tmp_path / "b.json", rows), UNITS, BOOK)
    assert findings == []
    assert [(c.coder, c.code_id, c.decided_on, c.why) for c in codings] == [
        ("Anna", "vervoer", "2025-03-06", ""),
        ("Bram", "wonen", "2025-03-07", ""),
        ("Anna", NO_CODE, "2025-03-06", "niets"),
    ]


def test_what_cannot_be_used_is_named_by_row_and_the_rest_counts(tmp_path: Path) -> None:
    gone = row(3, "wonen", id="weg", tekst="Een heel andere zin die nergens staat.")
    rows = [
        row(0, "vervoor"), "onzin", row(1, codes="wonen"), row(2, "jeugd", geen_code=True), gone,
        row(3, geen_code=False, opmerking="hier twijfel ik"), row(2, "jeugd"), row(2, "vervoer"), row(1, "wonen"),
        row(0, "vervoer", naam="rules"), row(1, geen_code="ja"),
    ]  # fmt: skip
    codings, findings = read_review_file(write_file(tmp_path / "b.json", rows), UNITS, BOOK)
    assert decided(codings) == {UNITS[1].unit_id: {"wonen"}}
    assert [finding.key for finding in findings] == [f"rij {n}" for n in (1, 2, 3, 4, 5, 6, 8, 10, 11)]
    assert "Vervoer" in findings[0].remedy and "hier twijfel ik" in findings[5].message
    assert "rij 7" in findings[6].message


def test_a_file_from_before_a_changed_extraction_still_counts(tmp_path: Path) -> None:
    moved = make_unit(40, TEXTS[0])
    codings, findings = read_review_file(write_file(tmp_path / "b.json", [row(0, "vervoer")]), [moved], BOOK)
    assert findings == [] and decided(codings) == {moved.unit_id: {"vervoer"}}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"soort": "iets anders"}', '{"soort": "themes-nakijken", "versie": 9, "besluiten": []}',
     '{"soort": "themes-nakijken", "versie": 1, "naam": "Anna"}',
     '{"soort": "themes-nakijken", "versie": 1, "besluiten": [1]}',
     '{"soort": "themes-nakijken", "versie": 1, "naam": "model", "besluiten": []}', "[" * 100_000],
)  # fmt: skip
def test_other_files_are_refused_with_a_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidTable) as caught:
        read_review_file(path, UNITS, BOOK)
    assert "b.json" in str(caught.value)


# -- the page ---------------------------------------------------------------------------------------------------


def test_a_blind_page_holds_nothing_of_others_and_the_sample_is_the_same_for_all() -> None:
    html = make_page(blind=True, coder="Bram", reasons={UNITS[0].unit_id: "Misschien 'Vervoer'."}).html
    data = json.loads(html.split('id="gegevens">')[1].split("</script>")[0])
    assert all(not item["proposals"] and not item["own"] and not item["reason"] for item in data["items"])
    assert "patroon" not in json.dumps(data["items"]) and "vervoer" not in json.dumps(data["items"]).lower()
    one, two = make_page(blind=True, coder="Bram", sample=2), make_page(blind=True, coder="Anna", sample=2)
    assert one.n == two.n == 2
    assert [f'"id":"{unit.unit_id}"' in one.html for unit in UNITS] == [
        f'"id":"{unit.unit_id}"' in two.html for unit in UNITS
    ]


def test_same_input_same_bytes_and_a_frame_for_notebooks() -> None:
    page = make_page(coder="Anna")
    assert page.html == make_page(coder="Anna").html
    assert page._repr_html_().startswith("<iframe title=") and "<script" not in page._repr_html_()
    assert "http" not in page.html.replace("http-equiv", "")


def test_text_that_is_no_text_is_written_all_the_same(tmp_path: Path) -> None:
    broken = make_unit(9, "Half teken \ud83d hier\x00 en hier.")
    path = review_page([broken], (), BOOK).save(tmp_path / "map" / "p.html")
    assert "Half teken ? hier" in path.read_text("utf-8")


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page from disk; at the end nothing may have been asked of a network and no script have failed."""
    asked: list[str] = []
    failed: list[str] = []
    contexts = []

    def go(page_made: ReviewPage | None, context: Any = None, **options: Any) -> Any:
        path = tmp_path / "nakijken.html"
        if page_made is not None:
            page_made.save(path)
        if context is None:
            context = browser.new_context(**options)
            contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: failed.append(dialog.message))
        page.goto(path.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert asked and all(url.startswith(("file:", "data:", "blob:")) for url in asked)
    assert failed == []


def save(page: Any, path: Path) -> dict[str, Any]:
    with page.expect_download() as waiting:
        page.locator(".opslaan >> nth=0").click()
    waiting.value.save_as(path)
    return dict(json.loads(path.read_text("utf-8")))


def test_filled_in_saved_and_read_back(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(make_page())
    assert page.locator("article").count() == 1
    assert page.inner_text("article mark") == "bus"
    assert page.inner_text("article blockquote") == TEXTS[0]
    assert "a.txt, regel 1" in page.inner_text("article .meta >> nth=0")
    page.locator(".opslaan >> nth=0").click()
    assert page.inner_text("#melding") == "Vul eerst uw naam in."
    assert page.evaluate("document.activeElement.id") == "naam"
    page.fill("#naam", "Anna de Wit")
    page.click("text=Neem dit voorstel over")
    page.click("#volgende")
    assert page.inner_text("article blockquote") == TEXTS[1]
    assert "Wonen & <b>buurt</b>" in page.inner_text("article")
    page.check("#p1wonen")
    page.fill("textarea", 'starters; "duur"\nen schaars')
    page.keyboard.press("Control+Enter")
    assert page.inner_text("article blockquote") == TEXTS[2]
    page.check("#p2jeugd")
    page.check("#p2geen")
    assert not page.is_checked("#p2jeugd")
    page.click("#volgende")
    assert "Hierover besliste al: Bram." in page.inner_text("article")
    page.fill("textarea", "weet ik niet")
    assert page.inner_text("#stand") == "3 van de 4 bekeken"
    content = save(page, tmp_path / "anna.json")
    assert "zonder code" in page.inner_text("#melding") and "1.4" in page.inner_text("#melding")
    assert content["naam"] == "Anna de Wit"
    codings, findings = read_review_file(tmp_path / "anna.json", UNITS, BOOK)
    assert decided(codings) == {
        UNITS[0].unit_id: {"vervoer"},
        UNITS[1].unit_id: {"wonen"},
        UNITS[2].unit_id: {NO_CODE},
    }
    assert {coding.why for coding in codings} == {"", 'starters; "duur"\nen schaars'}
    assert {coding.coder for coding in codings} == {"Anna de Wit"}
    assert [finding.key for finding in findings] == ["rij 4"] and "weet ik niet" in findings[0].message


def test_work_in_progress_is_kept_and_can_be_wiped(visit: Callable[..., Any]) -> None:
    made = make_page()
    page = visit(made)
    page.fill("#naam", "Anna")
    page.check("#p0vervoer")
    again = visit(None, page.context)
    assert again.inner_text("#melding") == "U gaat verder waar u was."
    assert again.input_value("#naam") == "Anna" and again.is_checked("#p0vervoer")
    again.click("#opnieuw")
    again.click("#wis-ja")
    assert not again.is_checked("#p0vervoer") and again.inner_text("#stand") == "0 van de 4 bekeken"


def test_a_saved_file_goes_on_elsewhere_also_where_the_browser_keeps_nothing(
    visit: Callable[..., Any], browser: Any, tmp_path: Path
) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('dicht'); }})")
    saved = write_file(
        tmp_path / "eerder.json", [row(1, "wonen", opmerking="x"), row(2), row(0, "bestaat-niet"), {"id": "weg"}]
    )
    page = visit(make_page(), context)
    assert "onthoudt niets" in page.inner_text("#bewaard")
    page.set_input_files("#bestand", saved)
    page.locator("#melding:has-text('geopend')").wait_for()
    assert "3 besluiten geopend. 1 besluit gaat over uitspraken" in page.inner_text("#melding")
    assert "bestaat-niet" in page.inner_text("#melding")
    assert page.inner_text("#stand") == "2 van de 4 bekeken" and page.input_value("#naam") == "Anna"
    content = save(page, tmp_path / "later.json")
    assert [(r["codes"], r["geen_code"], r["opmerking"], r["op"]) for r in content["besluiten"]] == [
        (["wonen"], False, "x", "2025-03-06"),
        ([], True, "", "2025-03-06"),
    ]
    context.close()


def test_choose_search_list_and_next_open(visit: Callable[..., Any]) -> None:
    page = visit(make_page(reasons={UNITS[1].unit_id: "Er is nog geen code."}))
    page.check("#p0vervoer")
    page.select_option("#toon", "open")
    assert page.inner_text("#melding") == "3 uitspraken gekozen."
    assert page.inner_text("article blockquote") == TEXTS[1] and "Er is nog geen code." in page.inner_text("article")
    page.select_option("#toon", "alle")
    page.select_option("#per", "20")
    assert page.locator("article").count() == 4
    page.fill("#zoek", "koffie lekker")
    assert page.locator("article").count() == 1
    page.fill("#zoek", "")
    page.select_option("#per", "1")
    page.click("#open")
    assert page.inner_text("article blockquote") == TEXTS[1]
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.fill("#zoek", "niets hiervan")
    assert page.locator("article").count() == 0


def test_with_the_keyboard_alone(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(make_page(coder="Anna"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    wanted = f"p0{BOOK.codes[0].id}"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            break
    assert page.evaluate("document.activeElement.id") == wanted
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    assert page.inner_text("article blockquote") == TEXTS[1]
    assert save(page, tmp_path / "a.json")["besluiten"][0]["codes"] == ["vervoer"]


def test_axe_finds_nothing(visit: Callable[..., Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(make_page(reasons={UNITS[0].unit_id: "Misschien."}))
    assert axe.run(page).response["violations"] == []
    page.select_option("#per", "20")
    page.check("#p0vervoer")
    page.click("#opnieuw")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert axe.run(page).response["violations"] == []


@pytest.mark.parametrize("width", [640, 320])
def test_zoomed_in_or_on_a_phone_nothing_scrolls_sideways(visit: Callable[..., Any], width: int) -> None:
    page = visit(make_page(), viewport={"width": width, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_in_the_frame_of_a_notebook_it_saves_as_well(visit: Callable[..., Any], tmp_path: Path) -> None:
    frame_only = dataclasses.replace(
        make_page(coder="Anna"), html="<!DOCTYPE html>" + make_page(coder="Anna")._repr_html_()
    )
    page = visit(frame_only)
    frame = page.frame_locator("iframe")
    frame.locator("#p0vervoer").check()
    with page.expect_download() as waiting:
        frame.locator(".opslaan >> nth=0").click()
    waiting.value.save_as(tmp_path / "a.json")
    codings, _ = read_review_file(tmp_path / "a.json", random.sample(UNITS, len(UNITS)), BOOK)
    assert decided(codings) == {UNITS[0].unit_id: {"vervoer"}}
