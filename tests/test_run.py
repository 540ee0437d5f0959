"""The main job end to end on the shipped corpus: tables, account, places, the same answer twice, bad input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from themes.records import TABLES
from themes.report.run_tables import RunTables
from themes.tables import read_table

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SHARED = Path(__file__).parents[2] / "shared"
LETTER = """Aan: Deelnemers gespreksavond Buurten
Van: Gemeenteraad van Wierdijk
Datum: 3 maart 2025

a) De bus rijdt na zes uur niet meer naar het dorp.

b) Een buurthuis waar je zonder afspraak binnen kunt lopen.

c) Veel ouderen voelen zich alleen.
"""


def themes(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "themes", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture(scope="module")
def tables(demo: Path) -> RunTables:
    return RunTables(demo)


def test_every_table_of_the_contract_is_there(demo: Path) -> None:
    """Parquet and CSV, with every column of the contract."""
    for name, record_type in TABLES.items():
        assert (demo / "tables" / f"{name}.csv").exists()
        records = read_table(record_type, demo / "tables", name)
        assert name == "findings" or len(records), f"{name} is empty"


def test_the_account_adds_up(tables: RunTables) -> None:
    """Counts of the ledger are those of the tables, and every sum holds."""
    from themes.ledger import Ledger

    ledger = Ledger(**tables.manifest["ledger"])
    assert ledger.check() == []
    assert ledger.n_statements == len(tables.points) == len(tables.trace)
    assert sum(ledger.units_by_kind.values()) == len(tables.units)
    assert ledger.n_refused == 0
    assert ledger.n_documents == len(tables.documents) >= 14


def test_no_character_vanishes_and_no_quote_is_made_up(tables: RunTables) -> None:
    """Each non-blank character is in exactly one unit; every text is made of the characters of its spans."""
    from themes.documents import read_corpus

    sources, _ = read_corpus(CORPUS, workers=2)
    for source in sources:
        text = source.text
        seen = [0] * len(text)
        for unit in tables.units.where(source=source.path):
            letters = ""
            for span in unit.spans.split():
                start, end = map(int, span.split("-"))
                letters += text[start:end]
                for at in range(start, end):
                    seen[at] += 1
            squeezed = "".join(letters.split())
            said = "".join(unit.text.split())
            assert said in squeezed or said.replace("-", "") in squeezed.replace("-", ""), (unit.text, letters)
        lost = [text[max(0, i - 20) : i + 20] for i, n in enumerate(seen) if not text[i].isspace() and n != 1]
        assert not lost, (source.path, lost[:3])


def test_quotes_are_literal(tables: RunTables) -> None:
    """Words that carry a code stand in the text; words of the plan stand in the plan."""
    for coding in tables.codings:
        assert coding.quote in tables.unit_of[coding.unit_id].text
    for row in tables.trace:
        if row.plan_unit_id:
            assert row.plan_quote and row.plan_quote in tables.unit_of[row.plan_unit_id].text
        assert len(json.loads(row.nearest)) == 3 or row.elsewhere is not None or not row.plan_quote


def test_keys_are_unique_and_ties_lead_somewhere(tables: RunTables) -> None:
    """No id stands twice and none points nowhere."""
    for name, key in (
        ("documents", "document_id"),
        ("units", "unit_id"),
        ("goals", "goal_id"),
        ("advice", "advice_id"),
    ):
        ids = [getattr(row, key) for row in tables.table(name)]
        assert len(ids) == len(set(ids)), name
    goals = set(tables.goal_of)
    assert {row.goal_id for row in tables.links} <= goals
    assert {row.parent_id for row in tables.goals if row.parent_id} <= goals
    assert {row.unit_id for row in tables.codings} <= set(tables.unit_of)


def test_nothing_is_traced_to_another_municipality(tables: RunTables) -> None:
    """A plan of the neighbour is never an answer."""
    for row in tables.trace:
        goal = tables.goal_of.get(row.goal_id or "")
        if goal is not None and row.found != "none":
            unit = tables.unit_of[row.unit_id]
            assert goal.municipality == tables.document_of[unit.document_id].municipality


def test_the_same_answer_twice_whatever_the_workers(demo: Path, tmp_path: Path) -> None:
    """Another run, in another process, with another number of workers: the same bytes."""
    done = themes("run", str(CORPUS), "--out", str(tmp_path), "--no-reports", "--workers", "1", "--force")
    assert done.returncode == 0, done.stderr
    for name in TABLES:
        assert (tmp_path / "tables" / f"{name}.parquet").read_bytes() == (
            demo / "tables" / f"{name}.parquet"
        ).read_bytes(), name


@pytest.fixture()
def small(tmp_path: Path) -> Path:
    """A corpus of one letter and one plan."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "brief.txt").write_text(LETTER, encoding="utf-8")
    shutil.copy(CORPUS / "11_programma_iedereen_doet_mee.pdf", corpus / "plan.pdf")
    return corpus


def test_a_second_run_makes_nothing_again(small: Path, tmp_path: Path) -> None:
    """Nothing changed: said so. One document changed: only what rests on it is made again."""
    out = tmp_path / "out"
    first = themes("run", str(small), "--out", str(out), "--no-reports")
    assert first.returncode == 0, first.stderr
    again = themes("run", str(small), "--out", str(out), "--no-reports")
    assert "niets veranderd" in again.stdout
    assert again.stdout.splitlines()[-8:] == first.stdout.splitlines()[-8:]
    (small / "brief.txt").write_text(LETTER + "\nd) Er zijn te weinig vrijwilligers.\n", encoding="utf-8")
    third = themes("run", str(small), "--out", str(out), "--no-reports")
    assert third.returncode == 0, third.stderr
    steps = {row["step"]: row for row in json.loads((out / "manifest.json").read_text(encoding="utf-8"))["steps"]}
    assert steps["lezen"] == {**steps["lezen"], "made": 1, "reused": 1}
    assert steps["doelen"]["made"] == 0


def test_nothing_opens_a_socket(small: Path, tmp_path: Path) -> None:
    """A run in which every process refuses to look up a name or connect does all its work."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(
        "import sys\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'socket.bind', 'urllib.Request'):\n"
        "        raise RuntimeError('network: ' + event)\n"
        "sys.addaudithook(hook)\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(guard), os.environ.get("PYTHONPATH", "")])
    proof = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "network: socket." in proof.stderr, "the guard itself must work"
    done = themes("run", str(small), "--out", str(tmp_path / "out"), PYTHONPATH=path, THEMES_CACHE=str(tmp_path / "v"))
    assert done.returncode == 0, done.stderr
    assert "network" not in done.stderr
    found = themes("find", "vervoer", "--run", str(tmp_path / "out"), PYTHONPATH=path)
    assert found.returncode == 0, found.stderr


def test_bad_files_are_told_and_the_rest_goes_on(small: Path, tmp_path: Path) -> None:
    """Empty, no PDF at all, encrypted, unknown kind: a sentence each, a row each, exit code 1, the rest is done."""
    (small / "leeg.pdf").write_bytes(b"")
    (small / "geen.pdf").write_bytes(b"<html>404</html>")
    (small / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    (small / "stuk.docx").write_bytes(b"PK\x03\x04kapot")
    import pikepdf

    with pikepdf.open(small / "plan.pdf") as pdf:
        pdf.save(small / "geheim.pdf", encryption=pikepdf.Encryption(user="geheim", owner="geheim2"))
    done = themes("run", str(small), "--out", str(tmp_path / "out"), "--no-reports")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "2 gelezen + 5 geweigerd" in done.stdout
    findings = {row.key: row for row in RunTables(tmp_path / "out").findings if row.table == "documents"}
    for name in ("leeg.pdf", "geen.pdf", "foto.jpg", "stuk.docx", "geheim.pdf"):
        assert findings[name].message and findings[name].remedy, name
    assert len(RunTables(tmp_path / "out").points) == 3


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("themes.toml", "[run]\nsede = 1\n", "Bedoelt u 'seed'?"),
        ("codebook.yml", "version: 1\ncodes:\n  - id: bus\n    label: Bus\n    definitie: x\n", "definit"),
        (
            "codebook.yml",
            "version: 1\ncodes:\n" + "  - {id: bus, label: Bus, definition: De bus., patterns: [bus]}\n" * 2,
            "bus",
        ),
    ],
)
def test_bad_settings_and_codebooks_stop_with_one_clear_error(
    small: Path, tmp_path: Path, name: str, text: str, said: str
) -> None:
    """Exit code 2, the file named, no traceback."""
    (small / name).write_text(text, encoding="utf-8")
    done = themes("run", str(small), "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert said in done.stderr
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_no_folder_and_no_documents_are_told(tmp_path: Path) -> None:
    """Exit code 2 and what to do."""
    assert "bestaat niet" in themes("run", str(tmp_path / "nergens")).stderr
    (tmp_path / "leeg").mkdir()
    done = themes("run", str(tmp_path / "leeg"), "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "geen document" in done.stderr


def test_find_and_show(demo: Path) -> None:
    """The search of the command line gives a degree and literal places; a statement shows its trace."""
    done = themes("find", "vervoer", "koffieprijzen", "--run", str(demo), "--json")
    rows = json.loads(done.stdout)
    assert [row["term"] for row in rows] == ["vervoer", "koffieprijzen"]
    assert all(row["found"] in ("result", "approach", "none") for row in rows)
    told = themes("find", "schulden", "koffieprijzen", "--run", str(demo)).stdout
    assert "Iedereen Doet Mee 2026-2029: in een doel of resultaat" in told and "(met deze woorden)" in told
    assert "lijken er in betekenis op" in told
    assert themes("show", "1.1", "--run", str(demo)).stdout.startswith("1.1")
    assert "Er is geen uitspraak" in themes("show", "99.1", "--run", str(demo)).stderr


def test_doctor_tells_what_is_there() -> None:
    """Pipeline, encoder, OCR and browser each have a row."""
    said = themes("doctor").stdout
    for word in ("Nederlandse taal", "zinsvectoren", "OCR", "browser"):
        assert word in said


@pytest.mark.skipif(not (SHARED / "documents").exists(), reason="the real documents are not here")
def test_real_documents_run_and_every_figure_is_printed(tmp_path: Path) -> None:
    """The same command on real input ends without an error and the scorer misses no table."""
    done = themes("run", str(SHARED / "documents"), "--out", str(tmp_path), "--no-reports")
    assert done.returncode == 0, done.stderr
    score = subprocess.run(
        [sys.executable, str(SHARED / "eval" / "score.py"), str(tmp_path), str(SHARED / "eval" / "reference")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "missing" not in score.stdout
