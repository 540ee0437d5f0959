"""Killed, refused and cut short: the last complete run stays readable and no human decision is lost."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from themes import folder as output
from themes.coding.decisions import read_decisions, read_log, record_decisions
from themes.problems import ThemesError
from themes.project import RunResult, run
from themes.records import TABLES, Coding, Unit
from themes.tables import read_table

SAID = ("De bus rijdt na zes uur niet meer.", "Een buurthuis zonder drempel.", "Veel ouderen voelen zich alleen.")
CHANGES = ("vervoer", "ontmoeten", "eenzaamheid")


def make_corpus(folder: Path, said: tuple[str, ...] = SAID) -> Path:
    folder.mkdir(exist_ok=True)
    letters = "\n\n".join(f"{letter}) {text}" for letter, text in zip("abcdefg", said, strict=False))
    text = f"Aan: Deelnemers gespreksavond\nVan: Gemeenteraad van Wierdijk\nDatum: 3 maart 2025\n\n{letters}\n"
    (folder / "brief.txt").write_text(text, encoding="utf-8")
    return folder


def is_whole(folder: Path) -> dict[str, object]:
    """The manifest of the complete run, after checking that every table is the one that the manifest speaks of."""
    place, manifest = output.complete_folder(folder), output.read_manifest(folder)
    for name, record_type in TABLES.items():
        assert read_table(record_type, place / "tables", name).digest == manifest["digests"][name], name
    return manifest


def made_steps(result: RunResult) -> dict[str, int]:
    return {step["step"]: step["made"] for step in result.manifest["steps"]}


def test_another_pattern_makes_only_what_hangs_on_it(tmp_path: Path) -> None:
    """Reading, splitting, goals and advice are reused; the manifest says what was made again and why."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    shipped = Path(sys.modules["themes"].__file__ or "").parent / "coding" / "codebook.yml"
    text = shipped.read_text(encoding="utf-8")
    (corpus / "codebook.yml").write_text(text, encoding="utf-8")
    run(corpus, out, reports=False)
    at = text.index("patterns: |\n") + len("patterns: |\n")
    (corpus / "codebook.yml").write_text(text[:at] + "      drempel*,\n" + text[at:], encoding="utf-8")
    result = run(corpus, out, reports=False)
    steps = made_steps(result)
    assert [steps[name] for name in ("lezen", "splitsen", "doelen", "advies")] == [0, 0, 0, 0]
    assert steps["coderen"] == 1
    why = {step["step"]: step["why"] for step in result.manifest["steps"]}
    assert why["coderen"] == "gemaakt om: codeboek"
    assert why["lezen"].startswith("hergebruikt")


def test_one_changed_document_reads_one_document(tmp_path: Path) -> None:
    """The other document's lines and units are reused."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    shutil.copy(corpus / "brief.txt", corpus / "tweede.txt")
    run(corpus, out, reports=False)
    make_corpus(corpus, (*SAID, "Het fietspad is donker."))
    steps = made_steps(run(corpus, out, reports=False))
    assert (steps["lezen"], steps["splitsen"]) == (1, 1)


def test_nothing_changed_loads_nothing_heavy(tmp_path: Path) -> None:
    """A second run imports no library for data, language or documents, and tells that nothing changed."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    run(corpus, out, reports=False)
    code = (
        "import sys; from themes.cli import main\n"
        f"main(['run', {str(corpus)!r}, '--out', {str(out)!r}, '--no-reports'])\n"
        "heavy = {'pandas','numpy','spacy','sklearn','bertopic','pyarrow','pdfplumber','docx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "niets veranderd" in done.stdout
    assert done.stdout.rstrip().endswith("[]")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_at_random_moments_the_last_run_stays_whole(tmp_path: Path) -> None:
    """Each kill leaves one whole run to read, and the run after it goes on to the same tables as one never killed."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    run(corpus, out, reports=False)
    draw = random.Random(5)
    killed = 0
    for turn in range(5):
        make_corpus(corpus, (*SAID, f"Er is {turn} keer per week een markt."))
        process = subprocess.Popen(
            [sys.executable, "-m", "themes", "run", str(corpus), "--out", str(out), "--no-reports"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(draw.uniform(0.2, 2.5))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        is_whole(out)
    assert killed
    continued, fresh = run(corpus, out, reports=False), run(corpus, tmp_path / "fresh", reports=False)
    assert continued.manifest["digests"] == fresh.manifest["digests"]
    is_whole(out)
    assert not [path for path in out.rglob("*") if path.name.endswith(".part") or path.name in (".next", ".previous")]


@pytest.mark.parametrize("call", range(0, 24, 3))
def test_a_full_disk_is_told_and_the_last_run_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """Whichever move or link hits the full disk, one whole run is there, and it goes on when there is room again."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    run(corpus, out, reports=False)
    make_corpus(corpus, (*SAID, "Het fietspad is donker."))
    count = 0
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > call:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(ThemesError, match="schijf is vol"):
            run(corpus, out, reports=False)
    is_whole(out)
    run(corpus, out, reports=False)
    assert any("fietspad" in unit.text for unit in read_table(Unit, out / "tables", "units"))


@pytest.mark.skipif(os.name == "nt", reason="limits of a process")
def test_files_that_may_not_grow_are_told(tmp_path: Path) -> None:
    """A real limit of the system on the size of files: exit code 2, one sentence, no stack of calls, the run intact."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    run(corpus, out, reports=False)
    make_corpus(corpus, (*SAID, "Het fietspad is donker."))
    code = (
        "import resource, sys; from themes.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))\n"
        f"sys.exit(main(['run', {str(corpus)!r}, '--out', {str(out)!r}, '--no-reports']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert "schijf is vol" in done.stderr or "schijf is vol" in done.stdout
    assert "Traceback" not in done.stderr
    is_whole(out)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_is_read_only_is_told(tmp_path: Path) -> None:
    """One sentence and what to do."""
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "o"
    out.mkdir(mode=0o500)
    with pytest.raises(ThemesError, match="kan niet worden geschreven"):
        run(corpus, out, reports=False)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    """An output that can't be a folder, for the administrator as well."""
    (tmp_path / "o").write_text("geen map")
    with pytest.raises(ThemesError, match="kan niet worden geschreven"):
        run(make_corpus(tmp_path / "c"), tmp_path / "o", reports=False)


def units_of(said: list[str]) -> list[Unit]:
    """Statements by the main reader of a letter with these texts."""
    from themes import steps

    with tempfile.TemporaryDirectory() as folder:
        documents = steps.read_documents(make_corpus(Path(folder) / "c", tuple(said)))
        return [unit for unit in steps.split_units(documents) if unit.kind in ("statement", "question")]


def decision(unit: Unit, code: str, who: str) -> Coding:
    return Coding(unit.unit_id, code, coder=who, score=1.0, quote="", decided_on="2025-03-04")


ALL = units_of(list(SAID))
deeds = st.lists(
    st.tuples(
        st.sampled_from(["review", "killed review", "run", "fewer", "all"]),
        st.sampled_from(range(len(ALL))),
        st.sampled_from(CHANGES),
        st.sampled_from(["anna", "bram"]),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_no_sequence_loses_a_decision(sequence: list[tuple[str, int, str, str]]) -> None:
    """Reviews, reviews killed while writing, and runs over fewer or more statements: each decision that was recorded
    stands in the log ever after, and comes back on its statement as soon as that is there."""
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        present = list(ALL)
        recorded: dict[tuple[str, str], str] = {}
        history: list[tuple[str, str, tuple[str, ...]]] = []
        for deed, at, code, who in sequence:
            unit = ALL[at]
            if deed == "fewer":
                present = [u for u in present if u is not unit]
            elif deed == "all":
                present = list(ALL)
            elif deed == "review":
                before = len(read_log(folder)[0])
                record_decisions(folder, [decision(unit, code, who)], ALL)
                recorded[who, unit.unit_id] = code
                log = read_log(folder)[0]
                history += [(d.who, d.unit_id, d.new) for d in log[before:]]
            elif deed == "killed review":
                with patch.context() as killed, pytest.raises(KeyboardInterrupt):
                    killed.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
                    record_decisions(folder, [decision(unit, f"{code}-x{at}", who)], ALL)
            decisions, _ = read_decisions(folder, present)
            assert [(d.who, d.unit_id, d.new) for d in read_log(folder)[0]] == history
            here = {unit.unit_id for unit in present}
            found = {(c.coder, c.unit_id): c.code_id for c in decisions}
            assert found == {key: code for key, code in recorded.items() if key[1] in here}


def test_a_review_keeps_the_file_before_it(tmp_path: Path) -> None:
    """People's files are never written without a copy of what they were."""
    coding = decision(ALL[0], "vervoer", "anna")
    record_decisions(tmp_path, [coding], ALL)
    before = (tmp_path / "coding_log.jsonl").read_bytes()
    record_decisions(tmp_path, [dataclasses.replace(coding, code_id="ontmoeten")], ALL)
    assert (tmp_path / "coding_log.jsonl.bak").read_bytes() == before
    assert (tmp_path / "coding_log.jsonl").read_bytes().startswith(before)
    assert json.loads(before.splitlines()[0])["who"] == "anna"
