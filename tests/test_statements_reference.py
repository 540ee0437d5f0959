"""Scored against hand-made references: the package's own corpus, and the shared documents where they are there."""

from __future__ import annotations

import collections
import json
import re
import time
import unicodedata
from pathlib import Path

import pytest

from test_statements_cover import check_cover
from themes.documents import read_source, split_documents
from themes.language import Pipeline, pipeline
from themes.records import Unit
from themes.statements import split_units

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[2] / "shared"
CORPUS = HERE.parent / "corpus"
CONTENT = {"statement", "question", "lead_in"}


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


def key(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def references() -> list[tuple[Path, Path]]:
    """Reference file and the document that it is about."""
    pairs = []
    second = [(HERE / "second" / name / "reference", HERE / "second" / name / "docs") for name in ("notes", "plan")]
    for folder, documents in (
        (HERE / "reference", CORPUS),
        *second,
        (SHARED / "eval" / "reference", SHARED / "documents"),
    ):
        for reference in sorted(folder.glob("seg_*.jsonl")):
            stem = reference.stem.removeprefix("seg_")
            found = [path for path in sorted(documents.glob(f"{stem}*")) if path.is_file()]
            pairs += [(reference, found[0])] if found else []
    return pairs


def score(gold: list[dict[str, object]], units: list[Unit]) -> dict[str, float]:
    low, high = min(int(str(g["line_start"])) for g in gold), max(int(str(g["line_end"])) for g in gold)
    units = [unit for unit in units if unit.line_end >= low and unit.line_start <= high]
    want = collections.Counter(key(str(g["text"])) for g in gold if g["kind"] == "statement")
    have = collections.Counter(key(unit.text) for unit in units if unit.kind == "statement")
    both = sum((want & have).values())
    kinds = {key(unit.text): unit.kind for unit in units}
    matched = [
        (g["kind"] in CONTENT) == (kinds[key(str(g["text"]))] in CONTENT) for g in gold if key(str(g["text"])) in kinds
    ]
    letters = collections.Counter("".join(key(str(g["text"])) for g in gold))
    kept = collections.Counter("".join(key(unit.text) for unit in units))
    return {
        "statement_f1": 2 * both / (sum(want.values()) + sum(have.values())),
        "content_or_not": sum(matched) / len(matched),
        "characters_kept": sum((letters & kept).values()) / sum(letters.values()),
    }


@pytest.mark.parametrize(("reference", "path"), references(), ids=lambda value: value.stem[:40])
def test_statements_as_a_careful_reader_cuts_them(reference: Path, path: Path, dutch: Pipeline) -> None:
    gold = [json.loads(line) for line in reference.read_text(encoding="utf-8").splitlines() if line.strip()]
    source = read_source(path, root=path.parent)
    units = split_units(source, split_documents(source), dutch)
    check_cover(source, units)
    figures = score(gold, units)
    assert figures["statement_f1"] >= 0.92, figures
    assert figures["content_or_not"] >= 0.96, figures
    assert figures["characters_kept"] >= 0.998, figures


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not here")
@pytest.mark.parametrize("path", sorted((SHARED / "documents").glob("*.txt")), ids=lambda path: path.stem[:3])
def test_every_character_of_the_shared_documents(path: Path, dutch: Pipeline) -> None:
    source = read_source(path, root=path.parent)
    began = time.perf_counter()
    units = split_units(source, split_documents(source), dutch)
    took = time.perf_counter() - began
    check_cover(source, units)
    assert len({unit.unit_id for unit in units}) == len(units)
    assert took < 60  # 330 kB take two to three seconds on a quiet machine
