"""From a run to a page, from the page to decisions, from decisions to a better codebook; and what a rerun keeps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from themes.cli import main
from themes.coding import read_codebook, read_decisions, record_decisions
from themes.records import NO_CODE, Coding
from themes.report.run_tables import RunTables

LETTER = """Aan: Deelnemers gespreksavond Buurten
Van: Gemeenteraad van Wierdijk
Datum: 3 maart 2025

a) De bus rijdt na zes uur niet meer naar het dorp.

b) De knikkerbaan op het plein trekt veel bekijks.

c) Veel ouderen voelen zich alleen.

d) Een tweede knikkerbaan zou ook mooi zijn in de Molenwijk.

e) Zaterdag is er een knikkerbaan gemaakt achter de kerk.
"""
WORDS = "knikkerbaan"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "brief.txt").write_text(LETTER, encoding="utf-8")
    return folder


def run(corpus: Path) -> RunTables:
    assert main(["run", str(corpus), "--out", str(corpus.parent / "uit"), "--no-reports"]) == 0
    return RunTables(corpus.parent / "uit")


def codes_of(tables: RunTables) -> dict[str, tuple[set[str], set[str]]]:
    """First words of a statement -> its codes and who gave them."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for unit in tables.units:
        own = [coding for coding in tables.codings if coding.unit_id == unit.unit_id]
        found[" ".join(unit.text.split()[:3])] = {c.code_id for c in own}, {c.coder for c in own}
    return found


def answer(corpus: Path, tables: RunTables, name: str, codes: dict[str, list[str]]) -> Path:
    """A file as the page saves it: the statements that begin with these words, with these codes."""
    rows = [
        {"id": unit.unit_id, "codes": given, "geen_code": not given, "opmerking": "", "op": "2025-03-06",
         "tekst": unit.text, "bron": unit.source, "regel": unit.line_start}
        for unit in tables.units
        for words, given in codes.items()
        if unit.text.startswith(words)
    ]  # fmt: skip
    assert len(rows) == len(codes)
    path = corpus.parent / f"{name}.json"
    content = {"soort": "themes-nakijken", "versie": 1, "naam": name, "op": "2025-03-06", "besluiten": rows}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_page_filled_in_in_a_browser_counts_after_a_rerun(
    browser: Any, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(corpus)
    out, page_file = str(corpus.parent / "uit"), corpus.parent / "nakijken.html"
    assert main(["review", "out", "--page", str(page_file), "--run", out, "--next", "4"]) == 0
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.fill("#naam", "Anna")
    page.fill("#zoek", "bus rijdt")
    page.locator("article .code input[value=preventie]").check()
    page.fill("#zoek", "ouderen")
    page.locator("article .none input").check()
    with page.expect_download() as waiting:
        page.locator(".opslaan >> nth=0").click()
    waiting.value.save_as(corpus.parent / "anna.json")
    page.close()
    back = ["review", "in", str(corpus.parent / "anna.json"), "--run", out, "--corpus", str(corpus)]
    assert main(back) == 0
    assert "coding_log.jsonl: 2" in capsys.readouterr().out
    assert main(back) == 0
    assert "coding_log.jsonl: 0" in capsys.readouterr().out
    lines = [json.loads(line) for line in (corpus / "coding_log.jsonl").read_text("utf-8").splitlines()]
    assert [(row["who"], row["new"]) for row in lines] == [("Anna", ["preventie"]), ("Anna", [])]
    assert all(row["when"] for row in lines)
    found = codes_of(run(corpus))
    assert found["De bus rijdt"] == ({"preventie"}, {"Anna"})
    assert found["Veel ouderen voelen"] == ({NO_CODE}, {"Anna"})


def test_corrections_become_a_better_codebook_that_a_person_confirms(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = run(corpus)
    out = str(corpus.parent / "uit")
    before = codes_of(tables)
    assert "wonen" not in before["Zaterdag is er"][0]
    given = {"De knikkerbaan": ["wonen"], "Een tweede knikkerbaan": ["wonen"], "De bus": ["vervoer"]}
    file = answer(corpus, tables, "Anna", given)
    assert main(["review", "in", str(file), "--run", out, "--corpus", str(corpus)]) == 0
    capsys.readouterr()
    suggest = ["codebook", "suggest", "--run", out, "--corpus", str(corpus)]
    assert main(suggest) == 0
    listed = capsys.readouterr().out
    number = next(line.split(".")[0].strip() for line in listed.splitlines() if f"'+{WORDS}' bij 'wonen'" in line)
    assert "ook: Zaterdag is er" in listed and not (corpus / "codebook.yml").exists()
    assert main([*suggest, "--effect", number]) == 0
    shown = capsys.readouterr().out
    assert "3 erbij, 0 eraf" in shown and "Zaterdag" in shown and not (corpus / "codebook.yml").exists()
    assert main([*suggest, "--accept", number]) == 0
    assert "F1 nu" in capsys.readouterr().out
    book = read_codebook(corpus / "codebook.yml")
    assert f"+{WORDS}" in book.code("wonen").patterns and book.version == read_codebook().version + 1
    assert (corpus / "codebook.yml").read_text("utf-8").startswith("# Het codeboek")
    assert "wonen" in codes_of(run(corpus))["Zaterdag is er"][0]
    assert main([*suggest, "--accept", "99"]) == 2
    (corpus / "codebook.yml").write_text("# eigen\n" + (corpus / "codebook.yml").read_text("utf-8"), encoding="utf-8")
    more = answer(corpus, tables, "Bram", {"Zaterdag is er": []})
    assert main(["review", "in", str(more), "--run", out, "--corpus", str(corpus)]) == 0


def test_decisions_follow_a_document_whose_text_changed(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = run(corpus)
    file = answer(corpus, tables, "Anna", {"De bus": ["preventie"], "Veel ouderen": ["preventie"], "Een tweede": []})
    out = str(corpus.parent / "uit")
    assert main(["review", "in", str(file), "--run", out, "--corpus", str(corpus)]) == 0
    changed = LETTER.replace("Datum: 3 maart 2025", "Datum: 3 maart 2025\n\nNog een zin vooraf over het park.")
    changed = changed.replace("alleen.", "erg alleen.").replace("Een tweede knikkerbaan zou ook mooi zijn", "Weg ermee")
    (corpus / "brief.txt").write_text(changed, encoding="utf-8")
    tables = run(corpus)
    found = codes_of(tables)
    assert found["De bus rijdt"] == ({"preventie"}, {"Anna"})
    assert found["Veel ouderen voelen"] == ({"preventie"}, {"Anna"})
    told = {row.severity: row.message for row in tables.findings if row.table == "codings"}
    assert "erg alleen" in told["note"] and "Een tweede knikkerbaan" in told["warning"]
    assert len((corpus / "coding_log.jsonl").read_text("utf-8").splitlines()) == 3
    (corpus / "brief.txt").write_text(LETTER, encoding="utf-8")
    tables = run(corpus)
    assert codes_of(tables)["Een tweede knikkerbaan"] == ({NO_CODE}, {"Anna"})
    assert [row for row in tables.findings if row.table == "codings"] == []


def test_a_project_for_other_tools_goes_out_and_its_codings_come_back(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = run(corpus)
    out, project = str(corpus.parent / "uit"), str(corpus.parent / "p.qdpx")
    file = answer(corpus, tables, "Anna", {"De bus": ["preventie", "vervoer"], "Een tweede": []})
    assert main(["review", "in", str(file), "--run", out, "--corpus", str(corpus)]) == 0
    run(corpus)
    assert main(["review", "out", project, "--run", out, "--corpus", str(corpus)]) == 0
    log = corpus / "coding_log.jsonl"
    decided = read_decisions(corpus, tables.units)[0]
    log.unlink()
    capsys.readouterr()
    main(["review", "in", project, "--run", out, "--corpus", str(corpus)])
    assert "coding_log.jsonl: 2" in capsys.readouterr().out
    again = read_decisions(corpus, tables.units)[0]
    assert {(c.unit_id, c.code_id, c.coder, c.decided_on) for c in again} == {
        (c.unit_id, c.code_id, c.coder, c.decided_on) for c in decided
    }


def test_agreement_of_people_and_of_people_with_the_computer(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = run(corpus)
    out = str(corpus.parent / "uit")
    anna = answer(corpus, tables, "Anna", {"De bus": ["vervoer"], "Veel ouderen": ["preventie"]})
    bram = answer(corpus, tables, "Bram", {"De bus": ["vervoer"], "Veel ouderen": []})
    assert main(["review", "in", str(anna), str(bram), "--run", out, "--corpus", str(corpus)]) == 0
    capsys.readouterr()
    assert main(["agreement", "--run", out, "--corpus", str(corpus)]) == 0
    shown = capsys.readouterr().out
    for pair in ("Anna en Bram: 2", "Anna en computer: 2", "Bram en computer: 2"):
        assert pair in shown
    for measure in ("share_same", "positive", "cohen_kappa", "fleiss_kappa", "alpha", "brennan_prediger", "gwet_ac1"):
        assert measure in shown
    assert "preventie: wel Anna, niet Bram: Veel ouderen" in shown and "te weinig voorbeelden" in shown
    assert main(["agreement", "Anna", "Cor", "--run", out, "--corpus", str(corpus)]) == 2


def test_with_enough_reviewed_statements_the_held_out_figures_stand_in_the_manifest(tmp_path: Path) -> None:
    """A word that no pattern knows is learned, and holds in documents left out; the rules aren't done again."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("een", "twee", "drie"):
        rows = [
            f"- De {'knikkerbaan' if at % 2 else 'wilgentak'} bij nummer {at} van {name} is mooi." for at in range(24)
        ]
        text = "Verslag gespreksavond Wierdijk\n\nWat bewoners zeiden:\n\n" + "\n".join(rows) + "\n"
        (corpus / f"{name}.md").write_text(text, encoding="utf-8")
    tables = run(corpus)
    assert tables.manifest["model_coder"] == {}
    said = [unit for unit in tables.units if unit.kind == "statement"]
    assert len(said) == 72
    codings = [
        Coding(unit.unit_id, "wonen" if "knikkerbaan" in unit.text else NO_CODE, "Anna", 1.0, "", "2025-03-06")
        for unit in said
        if not unit.text.startswith(("De knikkerbaan bij nummer 1 ", "De wilgentak bij nummer 2 "))
    ]
    record_decisions(corpus, codings, said)
    tables = run(corpus)
    figures = tables.manifest["model_coder"]
    assert (figures["reviewed"], figures["documents"]) == (66, 3)
    assert figures["f1"]["with_model"] > figures["f1"]["rules"] and figures["codes"]["wonen"]["used"]
    learned = {tables.unit_of[row.unit_id].text for row in tables.codings if row.coder == "model"}
    assert figures["added"] == len(learned) == 3
    assert all(text.startswith("De knikkerbaan bij nummer 1 ") for text in learned)
    step = next(step for step in tables.manifest["steps"] if step["step"] == "coderen")
    assert (step["made"], step["reused"]) == (1, 1)
    assert tables.codebook == read_codebook()
