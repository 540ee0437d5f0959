"""A run after a change gives what a run from nothing gives, byte for byte, and makes no more than it must."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from themes import folder as output
from themes.beside import Beside
from themes.coding import examples, read_codebook
from themes.coding.rules import RuleCoder
from themes.language import pipeline
from themes.language.lexicon import Answers, Listed
from themes.policy.people import Verdict, add_rows
from themes.project import run
from themes.project.kept_codes import KeptCodes
from themes.project.kept_words import KeptWords
from themes.records import TABLES, Goal, Unit
from themes.report import page_pictures
from themes.report.run_tables import RunTables
from themes.store import Store
from themes.tables import read_table

ROOT = Path(__file__).parents[1]
WHO = ("Ouderen", "Jongeren", "Mantelzorgers", "Nieuwe bewoners", "Gezinnen met weinig geld", "Vrijwilligers")
WHAT = (
    "kunnen na zes uur niet meer met de bus naar het dorp",
    "zoeken een buurthuis waar je zomaar kunt binnenlopen",
    "voelen zich in de winter vaak alleen",
    "weten de weg naar het wijkteam niet te vinden",
    "vinden sporten bij de vereniging te duur",
    "wachten te lang op een woning die bij hen past",
    "willen bij de huisarts langer kunnen praten",
    "missen een plek om samen te eten",
    "hebben hulp nodig bij brieven van de belasting",
)


def make_corpus(folder: Path, *more: str) -> Path:
    """A letter of 54 statements and one programme, both short, and a codebook of its own."""
    folder.mkdir(exist_ok=True)
    said = [f"- {who} {what}." for who in WHO for what in WHAT] + [f"- {text}" for text in more]
    head = "Aan: Deelnemers gespreksavond\nVan: Gemeenteraad van Wierdijk\nDatum: 3 maart 2025\n\n"
    (folder / "brief.txt").write_text(head + "\n\n".join(said) + "\n", encoding="utf-8")
    if not (folder / "plan.pdf").exists():
        shutil.copy(ROOT / "corpus" / "11_programma_iedereen_doet_mee.pdf", folder / "plan.pdf")
        shutil.copy(ROOT / "src" / "themes" / "coding" / "codebook.yml", folder / "codebook.yml")
        (folder / "themes.toml").write_text('[roles]\n"brief.txt" = "input"\n', encoding="utf-8")
    return folder


def change_a_pattern(corpus: Path, pattern: str) -> None:
    """One pattern more for the first code."""
    path = corpus / "codebook.yml"
    text = path.read_text(encoding="utf-8")
    at = text.index("patterns: |\n") + len("patterns: |\n")
    path.write_text(f"{text[:at]}      {pattern},\n{text[at:]}", encoding="utf-8")


def change_a_goal(corpus: Path, out: Path) -> None:
    """A person's correction of the first goal: its text with two words more."""
    goal = next(goal for goal in read_table(Goal, out / "tables", "goals") if goal.level == "goal")
    with (corpus / "goals.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["doel_id", "handeling", "tekst_in_plan", "tekst", "door"])
        rows.writerow([goal.goal_id, "wijzigen", goal.text, f"{goal.text} op zaterdag", "anna"])


def add_a_verdict(corpus: Path, out: Path) -> None:
    """One opinion of an adviser on one statement."""
    unit = RunTables(out).points[3].unit
    row = Verdict(
        unit.unit_id, "Eens", "anna", "2025-04-01", unit.text, source=unit.source, line_start=unit.line_start,
        remark="daar ben ik het mee eens",
    )  # fmt: skip
    add_rows(corpus, [row])


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a run by its name; of the manifest what doesn't tell how the run went."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }
    manifest = json.loads(found.pop("manifest.json"))
    manifest.pop("steps")
    return {**found, "manifest": json.dumps(manifest).encode()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    """Corpus, run with reports, and the seconds that the run took."""
    folder = tmp_path_factory.mktemp("again")
    start = time.perf_counter()
    run(make_corpus(folder / "c"), folder / "o")
    return folder / "c", folder / "o", time.perf_counter() - start


def test_after_changes_the_files_are_those_of_a_run_from_nothing(
    first: tuple[Path, Path, float], tmp_path: Path
) -> None:
    """Patterns, a document, a goal and a verdict in turn: tables, page, workbook and Word files byte for byte."""
    shutil.copytree(first[0], tmp_path / "c")
    shutil.copytree(first[1], tmp_path / "o")
    change_a_pattern(tmp_path / "c", "sporten")
    result = run(tmp_path / "c", tmp_path / "o")
    steps = {row["step"]: row for row in result.manifest["steps"]}
    assert [steps[name]["made"] for name in ("lezen", "splitsen", "doelen", "advies")] == [0, 0, 0, 0]
    assert steps["onderwerpen"]["made"] == 1
    assert steps["rapporten"]["reused"], "a Word file that says the same is not made again"
    assert (steps["spoor"]["made"], steps["spoor"]["reused"] > 2) == (1, True), "codes are weighed, no word measured"
    assert (steps["coderen"]["made"], steps["onderwerpen"]["reused"]) == (1, 1)
    make_corpus(tmp_path / "c", "Het fietspad langs de dijk is donker.")
    run(tmp_path / "c", tmp_path / "o")
    change_a_goal(tmp_path / "c", tmp_path / "o")
    run(tmp_path / "c", tmp_path / "o", reports=False)
    add_a_verdict(tmp_path / "c", tmp_path / "o")
    change_a_pattern(tmp_path / "c", "?dorp")
    run(tmp_path / "c", tmp_path / "o")
    run(tmp_path / "c", tmp_path / "fresh", force=True)
    ours, fresh = files_of(tmp_path / "o"), files_of(tmp_path / "fresh")
    assert ours.keys() == fresh.keys()
    assert [name for name in fresh if ours[name] != fresh[name]] == []
    assert b"fietspad" in ours["overzicht.html"] and b"op zaterdag" in ours["tables/goals.csv"]
    assert b"daar ben ik het mee eens" in ours["overzicht.html"]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_with_reports_the_run_after_it_gives_the_same_files(
    first: tuple[Path, Path, float], tmp_path: Path
) -> None:
    """Whole runs in a process of their own, killed at three random moments: what stood there stays whole, no copy of
    the process keeps the folder, and the run that is let be ends with the bytes of one that was never killed."""
    corpus, out = tmp_path / "c", tmp_path / "o"
    shutil.copytree(first[0], corpus)
    shutil.copytree(first[1], out)
    draw, killed = random.Random(11), 0
    for turn in range(3):
        make_corpus(corpus, f"Er is {turn} keer per week een markt.")
        command = [sys.executable, "-m", "themes", "run", str(corpus), "--out", str(out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.1, 0.9) * first[2])
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        place, manifest = output.complete_folder(out), output.read_manifest(out)
        for name, size in manifest["outputs"].items():
            assert (place / name).stat().st_size == size
        for name, record_type in TABLES.items():
            assert read_table(record_type, place / "tables", name).digest == manifest["digests"][name]
        for _ in range(50):  # a copy of the process ends with it, be it not in the same instant
            try:
                with output.locked(out):
                    break
            except Exception:
                time.sleep(0.1)
        else:
            pytest.fail("the folder is still held")
    assert killed
    run(corpus, out)
    run(corpus, tmp_path / "fresh", force=True)
    assert files_of(out) == files_of(tmp_path / "fresh")


def test_work_beside_gives_the_same_wherever_it_is_done() -> None:
    """In a copy of the process, here, and here after the copy was killed."""
    copy, here = Beside(lambda: [os.getpid()]), Beside(lambda: [os.getpid()], wanted=False)
    assert copy() == copy()
    assert (copy() != [os.getpid()]) == copy.apart
    assert here() == [os.getpid()] and not here.apart
    lost = Beside(lambda: os.kill(os.getpid(), signal.SIGKILL) if os.getpid() != parent else "done")
    assert lost() == "done" and not lost.apart


parent = os.getpid()


def test_an_error_beside_is_raised_here() -> None:
    """Not swallowed, and with its own type."""
    with pytest.raises(ZeroDivisionError):
        Beside(lambda: 1 // 0)()


def test_words_of_known_texts_come_back() -> None:
    """Through JSON, as on disk; a text that most of a run doesn't ask for is dropped."""
    pipe = pipeline("built-in")
    texts = ["De buurthuizen zijn 's avonds dicht.", "Zo'n 10.000 ouderen", ""]
    words = KeptWords()
    for text in texts:
        words.put(text, pipe.tokens(text))
    assert words.is_changed
    again = KeptWords(json.loads(json.dumps(words.packed())))
    assert [again.get(text) for text in texts] == [pipe.tokens(text) for text in texts]
    assert again.get("nieuw") is None and not again.is_changed
    seldom = KeptWords(json.loads(json.dumps(words.packed())))
    seldom.get(texts[0])
    assert seldom.is_changed and list(seldom.packed()[1]) == [texts[0]]


def test_a_changed_code_reads_for_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept readings with the changed code's own are those of a coder that reads everything; so are kept guesses."""
    pipe, book = pipeline("built-in"), read_codebook()
    texts = [f"{who} {what}." for who in WHO for what in WHAT]
    first = RuleCoder(book, pipe)
    kept = KeptCodes(Store(tmp_path), "key", first)
    found = {text: first.read(text) for text in texts}
    first.guesses(texts)
    kept.keep()
    code = next(code for code in book.codes if any(code.id in reading.codes for reading in found.values()))
    changed = dataclasses.replace(code, patterns=(*code.patterns, "bus", "?dorp"))
    other = dataclasses.replace(book, codes=tuple(changed if each is code else each for each in book.codes))
    whole = RuleCoder(other, pipe)
    expected, guessed = {text: whole.read(text) for text in texts}, whole.guesses(texts)
    assert expected != found and any(guessed)
    asked: list[Any] = []
    real = RuleCoder.only

    def only(self: RuleCoder, codes: Any) -> RuleCoder:
        asked.append(set(codes))
        return real(self, codes)

    monkeypatch.setattr(RuleCoder, "only", only)
    again = RuleCoder(other, pipe)
    store = Store(tmp_path)
    kept = KeptCodes(store, "key", again)
    assert asked == [{code.id}]
    monkeypatch.setattr(RuleCoder, "_read", lambda self, text: pytest.fail("read again"))
    monkeypatch.setattr(examples, "_guesses", lambda *_: pytest.fail("guessed again"))
    assert {text: again.read(text) for text in texts} == expected
    assert again.guesses(texts) == guessed
    kept.keep()
    store.sweep()
    KeptCodes(Store(tmp_path), "key", RuleCoder(other, pipe))
    assert asked == [{code.id}], "what the changed code read is kept too"


def test_texts_that_are_not_asked_for_are_dropped(tmp_path: Path) -> None:
    """Once they are the greater part; and new texts come beside the kept ones."""
    pipe, book = pipeline("built-in"), read_codebook()
    texts = [f"{who} {what}." for who in WHO for what in WHAT]

    def read(own: list[str]) -> int:
        coder = RuleCoder(book, pipe)
        kept = KeptCodes(Store(tmp_path), "key", coder)
        before = len(coder.readings)
        for text in own:
            assert coder.read(text) == RuleCoder(book, pipe).read(text)
        kept.keep()
        return before

    assert [read(texts[:6]), read(texts[3:8]), read(texts[:3]), read([])] == [0, 6, 8, 3]


def test_a_picture_is_drawn_once(first: tuple[Path, Path, float], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was drawn for one run is there for the next; a new spot of the same file is drawn alone."""
    corpus, out, _ = first
    asked: list[list[str]] = []

    def draw(path: Path, jobs: Any) -> dict[str, str]:
        asked.append(sorted(jobs))
        return {number: f"picture of {job}" for number, job in jobs.items()}

    monkeypatch.setattr(page_pictures, "_drawn", draw)
    store = Store(out.parent / "kept")
    one, two = (1, [(0.0, 0.0, 5.0, 5.0)]), (2, [(0.0, 0.0, 5.0, 5.0)])
    page_pictures._kept_or_drawn(corpus / "plan.pdf", "d", {"1.1": one}, store)
    made = page_pictures._kept_or_drawn(corpus / "plan.pdf", "d", {"1.2": one, "1.3": two}, Store(store.folder))
    assert asked == [["1.1"], ["1.3"]]
    assert made == {"1.2": f"picture of {one}", "1.3": f"picture of {two}"}
    page_pictures._kept_or_drawn(corpus / "plan.pdf", "another file", {"1.1": one}, Store(store.folder))
    assert asked[-1] == ["1.1"]


def test_statements_of_the_letter_are_read(first: tuple[Path, Path, float]) -> None:
    """The corpus of these tests is what they say it is: enough for topics and for work on two cores."""
    units = read_table(Unit, first[1] / "tables", "units")
    said = [unit for unit in units if unit.kind == "statement" and unit.source == "brief.txt"]
    assert len(said) == len(WHO) * len(WHAT)
    assert len(read_table(TABLES["topics"], first[1] / "tables", "topics"))


def test_what_word_lists_said_is_kept() -> None:
    """Known forms are answered without the list, new ones with it; going through a list is always the whole of it."""
    loads: list[str] = []

    def load() -> dict[str, str]:
        loads.append("list")
        return {"huizen": "huis"}

    listed: Listed[str] = Listed("test", load)
    assert listed.get("huizen") == "huis" and "bomen" not in listed
    try:
        Listed.answers = Answers()
        assert listed["huizen"] == "huis" and listed.get("bomen", "?") == "?" and Listed.answers.is_changed
        packed = json.loads(json.dumps(Listed.answers.packed))
        again: Listed[str] = Listed("test", lambda: pytest.fail("loaded"))
        Listed.answers = Answers(packed)
        assert again.get("huizen") == "huis" and "bomen" not in again and not Listed.answers.is_changed
        with pytest.raises(KeyError):
            again["bomen"]
        with pytest.raises(pytest.fail.Exception):
            again.get("daken")
    finally:
        Listed.answers = None
    assert loads == ["list"] and list(listed) == ["huizen"]
