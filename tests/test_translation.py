"""A copy of the program with other words in `themes/words/` works, and its readers meet no Dutch of ours any more."""

from __future__ import annotations

import ast
import csv
import html
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from test_words import is_dutch

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "themes"
INPUTS = ("03_thematafel_ontmoeten.pdf", "10_programma_gezond_en_verbonden.pdf", "12_advies_adviesraad.txt")
ABROAD = str.maketrans("aeiouAEIOU", "äëïöüÄËÏÖÜ")
STAYS = re.compile(r"\{[^}]*\}|<[^>]*>|&#?\w+;|&[A-Z]|%\(\w+\)s")  # fields, tags and codes of Excel


def translated(text: str) -> str:
    """A text in a language that has no a, e, i, o and u; what a translator leaves alone stays."""
    kept = STAYS.findall(text)
    parts = [part.translate(ABROAD) for part in STAYS.split(text)]
    return "".join(part for pair in zip(parts, [*kept, ""], strict=True) for part in pair)


class Translator(ast.NodeTransformer):
    """Does what a translator does: all texts but the keys of dicts."""

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        """Keys stay."""
        node.values = [self.visit(value) for value in node.values]
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        """Only the texts between the fields."""
        node.values = [self.visit(value) if isinstance(value, ast.Constant) else value for value in node.values]
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """A text in the other language."""
        return ast.Constant(translated(node.value)) if isinstance(node.value, str) else node


def test_translated_leaves_fields_and_tags() -> None:
    """As a translator would."""
    assert translated("Er is {n:,} <b>punt</b>") == "Ër ïs {n:,} <b>pünt</b>"


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Folder of a run of the translated program over a few documents, and what it printed."""
    base = tmp_path_factory.mktemp("abroad")
    package = base / "lib" / "themes"
    package.mkdir(parents=True)
    for path in PACKAGE.iterdir():
        if path.name not in ("words", "__pycache__"):
            (package / path.name).symlink_to(path)
    (package / "words").mkdir()
    for path in (PACKAGE / "words").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                node.value = Translator().visit(node.value)
        (package / "words" / path.name).write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    corpus, folder = base / "corpus", base / "out"
    corpus.mkdir()
    for name in INPUTS:
        shutil.copy2(ROOT / "corpus" / name, corpus)
    (corpus / "leeg.pdf").write_bytes(b"")  # a refusal
    command = [sys.executable, "-m", "themes", "run", str(corpus), "--out", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(base / "lib")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1 and (folder / "manifest.json").exists(), done.stdout + done.stderr  # one was refused
    return folder, done.stdout


def flat(text: str) -> str:
    """Letters only, in lower case."""
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))


def shown(folder: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of all that readers of a run see."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".html":
            page = re.sub(r"<(style|script).*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            attributes = re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', page)
            yield from ((path.name, html.unescape(text)) for text in [*attributes, *re.split(r"<[^>]*>", page)])
        elif path.suffix in (".docx", ".xlsx"):
            end = "</w:p>" if path.suffix == ".docx" else "</si>"
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    body = archive.read(name).decode("utf-8", "replace") if name.endswith(".xml") else ""
                    for part in body.split(end):
                        yield path.name, html.unescape("".join(re.findall(r"<(?:w:)?t(?: [^>]*)?>([^<]*)<", part)))


def test_the_account_and_the_refusal_are_in_the_other_language(abroad: tuple[Path, str]) -> None:
    """What the command prints, and what is said of a file that can't be read."""
    folder, printed = abroad
    assert "4 = 3 gëlëzën + 1 gëwëïgërd" in printed
    assert not [line for line in printed.split("\n") if is_dutch(line)]
    assert "Hët bëständ ïs lëëg" in (folder / "tables" / "findings.csv").read_text(encoding="utf-8")


def test_no_dutch_of_ours_is_left_in_the_reports(abroad: tuple[Path, str]) -> None:
    """What is Dutch in page, workbook and Word files stands in the documents or in the codebook."""
    folder, _ = abroad
    csv.field_size_limit(2**31 - 1)
    known = [(folder / "codebook.yml").read_text(encoding="utf-8")]
    for path in (folder / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            known += [cell for row in csv.reader(file) for cell in row]
    ours = " | ".join(map(flat, known))
    count, left = 0, set()
    for name, text in shown(folder):
        for part in re.split(r"[.;:,()·‘’\n]|\S*[äëïöüÄËÏÖÜ]\S*", text):  # between what is translated
            count += 1
            if is_dutch(part) and flat(part) not in ours:
                left.add((name, part.strip()))
    assert count > 3000
    assert not left, left
