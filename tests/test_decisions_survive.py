"""No sequence of runs, kills, reviews and changed documents loses what a person decided."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from test_robust import is_whole, make_corpus
from themes.coding.decisions import read_log, record_decisions
from themes.policy.people import Verdict, add_rows, read_verdicts
from themes.records import Coding, Unit
from themes.report import WORKBOOK, RunTables, read_back
from themes.report.sheets import YOUR_NAME
from themes.tables import read_table

SAID = (
    "De bus rijdt na zes uur niet meer naar het dorp.",
    "Een buurthuis zonder drempel helpt veel mensen.",
    "Veel ouderen voelen zich in de winter alleen.",
)
CODES = ("vervoer", "ontmoeten", "eenzaamheid")
DEEDS = ("code", "verdict", "workbook", "document", "killed run", "run")


class Sequence:
    """A corpus with its run, what people decided so far, and the deeds that may follow in any order."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.draw = random.Random(seed)
        self.said = list(SAID)
        self.corpus, self.out = make_corpus(folder / "c", SAID), folder / "o"
        self.command = [sys.executable, "-m", "themes", "run", str(self.corpus), "--out", str(self.out)]
        self.remarks: list[tuple[str, str]] = []  # text of the statement, what a person wrote of it
        self.codes: dict[str, str] = {}  # text of the statement -> the code that anna gave it last
        self.seconds, self.killed = 60.0, 0  # of the fastest run
        self.run()

    def statement(self) -> Unit:
        units = read_table(Unit, self.out / "tables", "units")
        return self.draw.choice([unit for unit in units if unit.kind == "statement"])

    def code(self) -> None:
        unit, code = self.statement(), self.draw.choice(CODES)
        units = list(read_table(Unit, self.out / "tables", "units"))
        made = Coding(unit.unit_id, code, coder="anna", score=1.0, quote="", decided_on="2025-03-04")
        record_decisions(self.corpus, [made], units)
        self.codes[unit.text] = code

    def verdict(self) -> None:
        unit, remark = self.statement(), f"opmerking {len(self.remarks)}"
        row = Verdict(
            unit.unit_id, "Eens", "bram", "2025-04-01", unit.text, source=unit.source, line_start=unit.line_start,
            remark=remark,
        )  # fmt: skip
        add_rows(self.corpus, [row])
        self.remarks.append((unit.text, remark))

    def workbook(self) -> None:
        """A reaction typed in the workbook of the last run and read back."""
        filled = self.corpus.parent / f"terug_{len(self.remarks)}.xlsx"
        book = openpyxl.load_workbook(self.out / WORKBOOK)
        sheet = book["Reactietabel"]
        heads = {cell.value: cell.column for cell in sheet[1]}
        row = self.draw.randrange(2, sheet.max_row + 1)
        remark = f"reactie {len(self.remarks)}"
        sheet.cell(row, heads["Reactie gemeente (invullen)"]).value = remark
        text = str(sheet.cell(row, heads["Inbreng (letterlijk)"]).value)
        front = book["Leesmij"]
        front.cell(next(cell.row for cell in front["A"] if cell.value == YOUR_NAME), 2).value = "carla"
        book.save(filled)
        added, _ = read_back(filled, RunTables(self.out), self.corpus)  # a note when another filled it in meanwhile
        assert sum(added.values()) >= 1
        self.remarks = [pair for pair in self.remarks if pair[0] != text or not pair[1].startswith("reactie")]
        self.remarks.append((text, remark))  # of a reaction the last one counts

    def document(self) -> None:
        """A statement more, at a place that moves the others."""
        self.said.insert(self.draw.randrange(len(self.said)), f"Maak het plein groener, plan {len(self.said)}.")
        make_corpus(self.corpus, tuple(self.said))  # has room for seven

    def killed_run(self) -> None:
        """A run over a document that has just changed, ended at a random moment."""
        self.document()
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.draw.uniform(0.1, 0.8) * self.seconds)
        process.kill()
        self.killed += process.wait() == -signal.SIGKILL

    def run(self) -> None:
        start = time.perf_counter()
        subprocess.run(self.command, check=True, capture_output=True)
        self.seconds = min(self.seconds, time.perf_counter() - start)
        units = {unit.text: unit for unit in read_table(Unit, self.out / "tables", "units")}
        codings = {(c.unit_id, c.coder): c.code_id for c in read_table(Coding, self.out / "tables", "codings")}
        for text, code in self.codes.items():
            assert codings[units[text].unit_id, "anna"] == code
        cells = {str(cell) for sheet in openpyxl.load_workbook(self.out / WORKBOOK).worksheets
                 for row in sheet.iter_rows(values_only=True) for cell in row if cell}  # fmt: skip
        assert [remark for _, remark in self.remarks if remark.startswith("reactie") and remark not in cells] == []

    def check(self) -> None:
        """Everything that people ever wrote stands in their files, and a complete run is there."""
        is_whole(self.out)
        log, wrong = read_log(self.corpus)
        assert not wrong
        last = {decision.text: decision.new for decision in log}
        assert {text: (code,) for text, code in self.codes.items()} == last
        assert not read_verdicts(self.corpus)[1]
        files = [path for path in self.corpus.iterdir() if path.suffix in (".csv", ".jsonl")]
        written = "\n".join(path.read_text("utf-8") for path in files)
        assert [remark for _, remark in self.remarks if remark not in written] == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("seed", [3, 5])
def test_no_sequence_loses_what_a_person_decided(tmp_path: Path, seed: int) -> None:
    """Two shuffled sequences, each with every deed twice but for runs that are let be, and a whole run at the end."""
    made = Sequence(tmp_path, seed)
    deeds = [*DEEDS, *DEEDS[:-1]]
    made.draw.shuffle(deeds)
    for deed in deeds:
        getattr(made, deed.replace(" ", "_"))()
        made.check()
    made.run()
    made.check()
    assert made.killed and len(made.remarks) >= 3 and made.codes
