"""Writes the truth about the corpus (tests/reference) from the same sources as the documents.

    python corpus_src/make_truth.py [FOLDER]

Units, codes, goals, links, advice and names are in the sources; only the places (line, page) are looked up in the
lines that `themes.documents.read_source` gives, so that they count as the tables of a run count.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from made_up_names import EMAILS, NAMES, ORGANISATIONS, PHONES, STAY  # noqa: E402
from make_corpus import scripts  # noqa: E402
from markup import Piece, Script  # noqa: E402
from terms import DOCUMENTS, TERMS  # noqa: E402

CORPUS = HERE.parent / "corpus"
SEGMENTED = ("01", "02", "03", "04", "05", "06", "07", "08", "12", "13")
PROGRAMMES = ("10", "11", "14", "09")


def key(text: str) -> str:
    """Letters and digits only, lower case (as the scorer compares)."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


class Places:
    """Finds texts in the lines of a file, going forward."""

    def __init__(self, stem: str) -> None:
        from themes.documents import read_source

        path = next(p for p in sorted(CORPUS.glob(f"{stem}.*")))
        self.stem, self.lines = stem, read_source(path, root=CORPUS).lines
        self.keys, self.owner = "", []
        for line in self.lines:
            part = "" if re.search(r"(\. ?){5,}\d+$", line.text) else key(line.text)
            self.keys += part
            self.owner += [line.number] * len(part)
        self.used: set[int] = set()
        self.at = 0

    def page(self, number: int) -> int | None:
        """Page of a line."""
        return self.lines[number - 1].page

    def find(self, text: str) -> tuple[int, int]:
        """First and last line of the text: ahead of the last find, else (photos, notes) anywhere, else cut in parts."""
        wanted = key(text)
        if not wanted:
            return next((ln.number, ln.number) for ln in self.lines if ln.text.strip() == text.strip())
        for start, end, moves in ((self.at, self.at + 1500 + len(wanted), True), (0, len(self.keys), False)):
            found = self.keys.find(wanted, start, end)
            if found >= 0:
                return self._take(found, len(wanted), moves)
        return self._parts(wanted, text)

    def _take(self, found: int, size: int, moves: bool = True) -> tuple[int, int]:
        self.used.update(self.owner[found : found + size])
        self.at = found + size if moves else self.at
        return self.owner[found], self.owner[found + size - 1]

    def _parts(self, wanted: str, text: str) -> tuple[int, int]:
        """A text that is cut by what stands at a page's foot and head, each part at least six letters."""
        start = end = None
        while wanted:
            sizes = range(len(wanted), min(5, len(wanted) - 1), -1)
            at = ((self.keys.find(wanted[:size], self.at, self.at + 1500), size) for size in sizes)
            found, size = next(((f, n) for f, n in at if f >= 0), (-1, 0))
            if found < 0:
                message = f"{self.stem}: not found after line {self.owner[max(0, self.at - 1)]}: {text!r}"
                raise LookupError(message)
            first, end = self._take(found, size)
            start, wanted = (first if start is None else start), wanted[size:]
        assert start is not None and end is not None
        return start, end


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def segments(script: Script, places: Places) -> list[dict[str, Any]]:
    """A row for every unit; lines that hold none of the written units (heads, page numbers) are noise."""
    rows, last = [], None
    for piece in script.pieces:
        at = places.find(piece.text)
        row = {
            "doc": places.stem,
            "line_start": at[0],
            "line_end": at[1],
            "page": places.page(at[0]),
            "kind": piece.kind,
            "text": piece.text,
            "section": piece.section,
            "group": piece.group,
            "item": piece.item,
        }
        if piece.item is not None and last is not None and piece.item is last.item:
            row["note"] = "continues item"
        last = piece
        rows.append(row)
    for line in places.lines:
        if line.text.strip() and line.number not in places.used:
            rows.append(
                {
                    "doc": places.stem,
                    "line_start": line.number,
                    "line_end": line.number,
                    "page": line.page,
                    "kind": "noise",
                    "text": line.text.strip(),
                    "section": "",
                    "group": None,
                    "item": None,
                }
            )
    return sorted(rows, key=lambda row: (row["line_start"], row["line_end"]))


def goal_rows(script: Script, skip: set[str]) -> list[dict[str, Any]]:
    """The nodes of a script's programmes; those whose text is in `skip` are left out (a concept repeats the final)."""
    places, rows, programme = Places(script.name), [], ""
    concept = script.settings.get("version") == "concept"
    for node in script.nodes:
        if node.level == "programme":
            programme = node.id + ("-concept" if concept else "")
        same = key(f"{node.level} {node.text} {node.target or ''}")
        if same in skip:
            continue
        if not concept:
            skip.add(same)
        row = {"id": node.id, "level": node.level, "programme": programme, "text": node.text, "parent": node.parent}
        if concept:
            row["id"], row["parent"] = f"{node.id}-concept", None
        if node.level == "indicator":
            row |= {"baseline": node.baseline, "target": node.target}
        if node.level == "result":
            row["measured_by"] = node.measured_by
        places.at = 0
        try:
            row["lines"] = list(places.find(node.text))
            row["page"] = places.page(row["lines"][0])
        except LookupError:
            row["lines"] = None  # in a table whose cells are braided
        rows.append(row | {"doc": script.name})
    return rows


def advice_rows(script: Script, answers: dict[str, str]) -> list[dict[str, Any]]:
    """Requests and concerns with what the reply does; an item's sentences stand together."""
    places, rows = Places(script.name), []
    for block in script.blocks:
        for k, piece in enumerate(block.pieces):
            if not piece.advice.startswith("@"):
                continue
            ident, kind, status, *more = piece.advice[1:].split()
            text = " ".join(p.text for p in (block.pieces if block.kind == "item" else block.pieces[k : k + 1]))
            claim = {"claim=true": True, "claim=false": False}.get(more[0]) if more else None
            at = places.find(text)
            row = {"id": ident, "kind": kind, "text": text, "doc": script.name, "lines": list(at), "status": status}
            rows.append(row | {"claim": claim, "answer": answers.get(ident)})
    return rows


def name_rows(words: list[str], all_places: dict[str, Places]) -> list[dict[str, Any]]:
    """Each occurrence of each word: document, line and page where it starts. A word that occurs nowhere is an error."""
    rows = []
    for word in words:
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)".replace(r"\ ", r"\s+"))
        found = []
        for stem, places in all_places.items():
            text = "\n".join(line.text for line in places.lines)
            for match in pattern.finditer(text):
                number = text.count("\n", 0, match.start()) + 1
                found.append({"text": word, "doc": stem, "line": number, "page": places.page(number)})
        if not found:
            message = f"{word!r} stands in no document"
            raise LookupError(message)
        rows += found
    return rows


def double_coding(pieces: list[tuple[str, Piece]], folder: Path) -> None:
    """Two made-up coders who read the same sixty statements and agree on most of them."""
    folder.mkdir(exist_ok=True)
    chance, chosen = random.Random(20250605), [p for _, p in pieces if p.codes or p.maybe][::5][:60]
    for name, drops, adds in (("anna", 0.03, 0.35), ("bram", 0.18, 0.3)):
        with (folder / f"codering_{name}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(["tekst", "codes"])
            for piece in chosen:
                codes = [c for c in piece.codes if chance.random() >= drops]
                codes += [c for c in piece.maybe if chance.random() < adds]
                rows.writerow([piece.text, " ".join(sorted(codes))])


def changes() -> list[dict[str, Any]]:
    """What differs between the concept and the final programme: rows of 'removed' and 'added' sentences and cells."""
    rows: list[dict[str, Any]] = []
    for line in (HERE / "documents" / "10_programma_gezond_en_verbonden.src").read_text(encoding="utf-8").splitlines():
        if re.match(r"%[CF] [sMm|]", line):
            change = "removed" if line[1] == "C" else "added"
            words = line[5:].strip() if line[3] != "|" else line.split("|")[2].strip()
            rows.append({"change": change, "text": words, "table": line[3] == "|"})
    return rows


def make_truth(folder: Path) -> None:
    """Writes every reference file into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = scripts()
    inputs = [script for script in made.values() if script.settings["role"] == "input"]
    for script in made.values():
        if script.name[:2] in SEGMENTED:
            _write(folder / f"seg_{script.name}.jsonl", segments(script, Places(script.name)))
    coded: list[tuple[str, Piece]] = []
    for script in inputs:
        number = script.name[:2]
        statements = [piece for piece in script.pieces if piece.kind == "statement"]
        named = [(f"{number}-{k:03d}", piece) for k, piece in enumerate(statements, 1)]
        coded += named
        rows = [{"id": i, "text": p.text, "codes": sorted(p.codes), "maybe": sorted(p.maybe)} for i, p in named]
        _write(folder / f"codes_{number}.jsonl", rows)
        links = [
            {"id": i, "text": p.text, "goals": p.goals, "maybe": p.maybe_goals} for i, p in named if p.goals is not None
        ]
        if links:
            _write(folder / f"links_{number}.jsonl", links)
    skip: set[str] = set()
    by_number = {script.name[:2]: script for script in made.values()}
    goals = [row for number in PROGRAMMES for row in goal_rows(by_number[number], skip)]
    tree = json.dumps({"items": goals}, ensure_ascii=False, indent=1)
    (folder / "goals.json").write_text(tree + "\n", encoding="utf-8")
    answers = {p.advice[1:]: p.text for s in made.values() for p in s.pieces if p.advice.startswith("=")}
    _write(folder / "advice.jsonl", [row for n in ("12", "14") for row in advice_rows(by_number[n], answers)])
    _write(folder / "topics.jsonl", TERMS)
    _write(folder / "documents.jsonl", DOCUMENTS)
    _write(folder / "changes.jsonl", changes())
    all_places = {stem: Places(stem) for stem in made}
    names = {
        "names": name_rows(NAMES, all_places),
        "emails": name_rows(EMAILS, all_places),
        "phones": name_rows(PHONES, all_places),
        "organisations": ORGANISATIONS,
        "may_stay": STAY,
    }
    (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    double_coding(coded, CORPUS / "dubbelcodering")


if __name__ == "__main__":
    make_truth(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "tests" / "reference")
