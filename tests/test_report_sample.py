"""What an installed package carries: the sample corpus and the notebooks, and every file that is read at run time."""

from __future__ import annotations

import fnmatch
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import themes
from themes.problems import ThemesError
from themes.report.sample import sample_corpus, sample_files

ROOT = Path(__file__).parents[1]
PACKAGE = Path(themes.__file__).parent


def test_the_archive_holds_the_corpus_and_the_notebooks_as_they_are_now(tmp_path: Path) -> None:
    """After a change: python -m themes.report.sample ."""
    corpus = sample_corpus(tmp_path / "voorbeeld")
    assert corpus == tmp_path / "voorbeeld" / "corpus"
    made = {
        path.relative_to(tmp_path / "voorbeeld").as_posix(): path.read_bytes() for path in sample_files(corpus.parent)
    }
    here = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sample_files(ROOT)}
    assert made.keys() == here.keys()
    assert [name for name in here if made[name] != here[name]] == []
    assert sample_corpus(tmp_path / "voorbeeld") == corpus  # a second time takes what is there


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_text("x", "utf-8")
    with pytest.raises(ThemesError, match="niet leeg"):
        sample_corpus(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.docx"]


def test_every_file_beside_the_code_is_named_in_the_package_data() -> None:
    """What the wheel leaves out is missed only by those who install it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        kept = tomllib.load(file)["tool"]["setuptools"]["package-data"]["themes"]
    kept = [pattern.removeprefix("**/") for pattern in kept]
    files = [p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".py" and "__pycache__" not in p.parts]
    if shutil.which("git") and (ROOT / ".git").exists():  # what is not kept there yet is in no wheel either
        listed = subprocess.run(["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        files = [path for path in files if path.relative_to(ROOT).as_posix() in listed.split("\n")]
    missed = [
        p.name for p in files if not p.name.startswith("LICEN") and not any(fnmatch.fnmatch(p.name, k) for k in kept)
    ]
    assert missed == []
    assert {"page.html.j2", "words.txt.xz", "codebook.yml", "sample.tar.xz"} <= {path.name for path in files}
