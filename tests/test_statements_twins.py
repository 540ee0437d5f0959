"""One document in three forms, text, Word and PDF, gives the same statements."""

from __future__ import annotations

import collections
import re
import sys
from pathlib import Path

import pytest

from themes.documents import read_source, split_documents
from themes.language import Pipeline, pipeline
from themes.statements import split_units

SOURCES = Path(__file__).parents[1] / "corpus_src"
# minutes, a letter, a note and an advice; a scan has its own slips by nature, and tables differ between forms
TWINS = (
    "01_raadsbrief_omzien_naar_elkaar",
    "03_thematafel_ontmoeten",
    "04_thematafel_rondkomen",
    "05_thematafel_opgroeien",
    "06_thematafel_vervoer_lutmerzijl",
    "08_coalitie_samen_op_de_dijk",
    "12_advies_adviesraad",
    "13_reactie_college",
)
LOOK = {"03": "columns", "04": "fonts", "13": "letter"}
ALIKE = 0.97


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline()


def statements(path: Path, dutch: Pipeline) -> collections.Counter[str]:
    source = read_source(path, root=path.parent)
    units = split_units(source, split_documents(source), dutch)
    return collections.Counter(
        re.sub(r"[\W_]+", "", unit.clean_text.lower()) for unit in units if unit.kind == "statement"
    )


def alike(one: collections.Counter[str], other: collections.Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


def write(stem: str, folder: Path) -> dict[str, Path]:
    """The document of one source as .txt, .docx and .pdf."""
    pytest.importorskip("reportlab")
    sys.path.insert(0, str(SOURCES))
    try:
        from markup import parse
        from write_pdf import write_pdf
        from write_text import text_of, write_docx
    finally:
        sys.path.remove(str(SOURCES))
    script = parse(SOURCES / "documents" / f"{stem}.src")
    paths = {kind: folder / f"{stem}.{kind}" for kind in ("txt", "docx", "pdf")}
    script.settings.update(format="txt", glue="", look=LOOK.get(stem[:2], "portrait"))
    paths["txt"].write_text(text_of(script), encoding="utf-8")
    write_docx(script, paths["docx"], stem)
    write_pdf(script, paths["pdf"], stem)
    return paths


@pytest.mark.parametrize("stem", TWINS)
def test_text_word_and_pdf_give_the_same_statements(stem: str, tmp_path: Path, dutch: Pipeline) -> None:
    found = {kind: statements(path, dutch) for kind, path in write(stem, tmp_path).items()}
    assert found["txt"].total() > 10
    for kind in sorted(set(found) - {"txt"}):
        only = {"txt": found["txt"] - found[kind], kind: found[kind] - found["txt"]}
        assert alike(found["txt"], found[kind]) >= ALIKE, (stem, kind, alike(found["txt"], found[kind]), only)
