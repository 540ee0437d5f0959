"""A translation works: with every constant of `themes/words/` marked, reports have no unmarked sentence of ours.

What then stands unmarked is a text of a document or the codebook, or a name; all else would stay Dutch when translated.
"""

from __future__ import annotations

import ast
import html
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from themes.report.run_tables import RunTables

PACKAGE = Path(__file__).parents[1] / "src" / "themes"
CORPUS = Path(__file__).parents[1] / "corpus"
FILES = ("03_thematafel_ontmoeten.pdf", "10_programma_gezond_en_verbonden.pdf", "12_advies_adviesraad.txt")
MARK = "¤"
pytestmark = pytest.mark.slow


def marked(source: str) -> str:
    """A module of words with the mark before every text; keys and types stay."""
    tree, data = ast.parse(source), source.encode()
    starts = [0]
    for line in data.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    kept = {id(tree.body[0].value)} if isinstance(tree.body[0], ast.Expr) else set()
    for node in ast.walk(tree):
        part = [node.annotation] if isinstance(node, ast.AnnAssign) else []
        part += [key for key in node.keys if key is not None] if isinstance(node, ast.Dict) else []
        part += [node] if isinstance(node, ast.JoinedStr) else []
        kept |= {id(inner) for top in part for inner in ast.walk(top)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    for node in sorted(texts, key=lambda node: (-node.lineno, -node.col_offset)):
        if id(node) not in kept and re.search(r"[^\W\d_]", str(node.value)) and node.end_lineno and node.end_col_offset:
            first = starts[node.lineno - 1] + node.col_offset
            last = starts[node.end_lineno - 1] + node.end_col_offset
            data = data[:first] + repr(MARK + str(node.value)).encode() + data[last:]
    return data.decode()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, its words marked."""
    top = tmp_path_factory.mktemp("marked")
    (top / "themes" / "words").mkdir(parents=True)
    for path in PACKAGE.iterdir():
        if path.name not in ("words", "__pycache__"):
            (top / "themes" / path.name).symlink_to(path)
    for path in (PACKAGE / "words").glob("*.py"):
        text = path.read_text("utf-8")
        (top / "themes" / "words" / path.name).write_text(text if path.stem == "__init__" else marked(text), "utf-8")
    return top


def themes(package: Path, *arguments: str | Path) -> str:
    """What the command line of the marked package prints, errors included."""
    environment = {**os.environ, "PYTHONPATH": str(package), "COLUMNS": "500"}
    command = [sys.executable, "-m", "themes", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def run(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    (folder / "corpus").mkdir()
    for name in FILES:
        (folder / "corpus" / name).write_bytes((CORPUS / name).read_bytes())
    printed = themes(package, "run", folder / "corpus", "--out", folder / "out")
    assert (folder / "out" / "overzicht.html").exists(), printed
    assert not [line for line in printed.splitlines() if MARK not in line], printed
    return folder / "out"


def known(run: Path) -> str:
    """All texts of documents and codebook."""
    tables = RunTables(run)
    rows: list[object] = [*tables.units, *tables.documents, *tables.goals, *tables.codebook.codes, *tables.advice]
    rows += [theme.label for theme in tables.codebook.themes]
    texts = [row if isinstance(row, str) else str(value) for row in rows for value in _values(row)]
    return re.sub(r"\s+", " ", " ".join(texts)).casefold()


def _values(row: object) -> Iterable[object]:
    slots = getattr(row, "__slots__", None) or vars(row) if not isinstance(row, str) else ("",)
    return [getattr(row, name, row) for name in slots]


def unmarked(pieces: Iterable[str], texts: str) -> list[str]:
    """Pieces with words that are neither marked nor from a document or the codebook."""
    left = []
    for piece in pieces:
        text = re.sub(r"\s+", " ", html.unescape(piece)).strip()
        parts = [part.strip(" ‘’.,:·") for part in re.split(r"; | · | \(|\) ?|^\d+\. ", text)]
        if MARK not in text and [p for p in parts if re.search(r"[a-z]{4}", p) and p.casefold() not in texts]:
            left.append(text)
    return left


def test_the_page_has_no_unmarked_words(run: Path) -> None:
    page = re.sub(r"<(script|style).*?</\1>", "", (run / "overzicht.html").read_text("utf-8"), flags=re.DOTALL)
    pieces = re.findall(r">([^<]+)<", page) + re.findall(r'(?:aria-label|alt|title)="([^"]*)"', page)
    assert len(pieces) > 500
    technical = {"spacy", "simplemma", "built-in"}
    left = [text for text in unmarked(pieces, known(run)) if not any(word in text for word in technical)]
    assert not [text for text in left if "nulmeting" not in text and "Themes" not in text], left


def test_the_word_files_have_no_unmarked_words(run: Path) -> None:
    texts = known(run)
    files = [*run.glob("*.docx"), *(run / "terugkoppeling").glob("*.docx")]
    assert len(files) >= 6
    for path in files:
        with zipfile.ZipFile(path) as file:
            parts = [file.read(name).decode() for name in file.namelist() if re.search(r"word/(document|footer)", name)]
        pieces = [piece for part in parts for piece in re.findall(r"<w:t(?: [^>]*)?>([^<]*)<", part)]
        left = unmarked(pieces, texts)
        if path.stem == "methodeverantwoording":  # versions, names of files and of libraries
            left = [text for text in left if " " in text and "built-in" not in text]
        assert not left, (path.name, left)


def test_the_workbook_has_no_unmarked_heads(run: Path) -> None:
    import openpyxl

    for sheet in openpyxl.load_workbook(run / "werkboek.xlsx"):
        assert sheet.title.startswith(MARK)
        heads = [
            str(cell.value)
            for cell in sheet[1]
            if cell.value and not sheet.column_dimensions[cell.column_letter].hidden
        ]
        assert not [head for head in heads if MARK not in head and head not in ("id", "controle", "eerder")], heads


@pytest.mark.parametrize(
    "command", ["", "run", "review", "names", "codebook", "agreement", "table", "compare", "public"]
)
def test_the_help_has_no_unmarked_words(package: Path, command: str) -> None:
    printed = themes(package, *command.split(), "--help")
    lines = [line for line in printed.splitlines() if re.search(r"[a-z]{3} +[a-z]{3}", line) and "[-h]" not in line]
    assert not [line for line in lines if MARK not in line], lines


def test_a_wrong_command_is_told_in_marked_words(package: Path) -> None:
    for arguments in (("nee",), ("run", "--seed", "x"), ("show",), ("find", "a", "--anders")):
        usage, *told = themes(package, *arguments).strip().splitlines()
        assert usage.startswith(MARK)
        assert all(MARK in line for line in told if not line.startswith(" ")), told
