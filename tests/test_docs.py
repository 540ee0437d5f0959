"""What the documents promise is there: commands, names, links, pictures, and the Dutch of the guides."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import themes
from themes.cli import parser

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
GUIDES = [DOCS / "zo-werkt-het.md", DOCS / "algoritmeregister.md", *sorted((DOCS / "handleiding").glob("*.md"))]


def label(path: Path) -> str:
    """Path as a test id."""
    return str(path.relative_to(ROOT))


def commands(path: Path) -> list[list[str]]:
    """Arguments of every `themes` command in a page; 'a | b' stands for two ways to end the same command."""
    text = path.read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    lines += re.findall(r"`(themes [^`]+)`", text)
    found = []
    for line in lines:
        words = shlex.split(line, comments=True)
        if not words or Path(words[0]).name != "themes":
            continue
        endings = [part.split() for part in " ".join(shlex.quote(word) for word in words[1:]).split(" '|' ")]
        room = endings[0][:1]
        found.append(shlex.split(" ".join(endings[0])))
        found.extend(shlex.split(" ".join([*room, *ending])) for ending in endings[1:])
    return found


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_every_command_in_the_docs_is_known(path: Path) -> None:
    """The parser takes each `themes ...` as written; a name of a step alone ('review in') needs no arguments."""
    for arguments in commands(path):
        if arguments in (["run"], ["find"], ["review", "in"], ["review", "out"], ["review", "next"]):
            continue  # named in a sentence
        try:
            parser().parse_args(arguments)
        except SystemExit:
            pytest.fail(f"{label(path)}: themes {' '.join(arguments)}")


def test_the_readme_shows_every_subcommand() -> None:
    """No part of the command line is a secret."""
    shown = {arguments[0] for arguments in commands(ROOT / "README.md")}
    actions = [action for action in parser()._actions if action.dest == "command"]
    assert shown == set(actions[0].choices or ())


def test_every_public_name_is_explained_somewhere() -> None:
    """Each name of `themes.__all__` occurs in a page or a notebook."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*PAGES, *(ROOT / "notebooks").glob("*.ipynb")])
    missing = [name for name in themes.__all__ if not re.search(rf"\b{name}\b", text)]
    assert not missing


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_links_lead_to_files(path: Path) -> None:
    """Relative links and pictures resolve; a heading that is linked to exists."""
    text = path.read_text(encoding="utf-8")
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, heading = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists():
            broken.append(target)
        elif heading and file.suffix == ".md":
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            if heading not in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}:
                broken.append(target)
    assert not broken


def test_python_in_the_docs_compiles() -> None:
    """Code blocks hold no typing errors."""
    for path in PAGES:
        for block in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            compile(block, label(path), "exec")


def test_pictures_are_small_used_and_described() -> None:
    """Every picture of the guide is shown in it with words for who can't see it, and is under 150 kB."""
    shown = {}
    for path in GUIDES:
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            shown[(path.parent / target).resolve()] = words
    there = {path.resolve() for path in (DOCS / "handleiding" / "beelden").iterdir()}
    assert there == set(shown)
    assert all(len(words) > 20 for words in shown.values())
    for path in there:
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG") and len(data) < 150_000
        width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
        assert 500 < width < 1600 and 300 < height < 1600


@pytest.mark.parametrize("path", GUIDES, ids=label)
def test_the_guides_are_plain_dutch(path: Path) -> None:
    """Short sentences, no jargon, and no claim that the program takes input over."""
    text = re.sub(
        r"```.*?```|`[^`]*`|!?\[([^\]]*)\]\([^)]*\)", r"\1", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    sentences = [sentence for sentence in re.split(r"(?<=[.?!:])\s+|\n\n|\n[-|\d]", text) if sentence.strip(" |-#*\n")]
    long = [sentence for sentence in sentences if len(sentence.split()) > 32]
    assert not long, long
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) < 13
    jargon = r"\b(?:embedding|pipeline|recall|precision|cluster|dataframe|match|tool|output|input|score)s?\b"
    assert not re.search(jargon, text, re.IGNORECASE)
    assert not re.search(r"[0-9]+ ?% (?:verwerkt|overgenomen)", text)


def test_the_register_text_has_the_headings_of_the_register() -> None:
    """All parts are filled in; which category it is, the municipality decides."""
    text = (DOCS / "algoritmeregister.md").read_text(encoding="utf-8")
    parts = re.split(r"^#{2,3} ", text, flags=re.MULTILINE)[1:]
    filled = {part.splitlines()[0]: len(part.split()) for part in parts}
    wanted = (
        *("Doel en impact", "Afwegingen", "Menselijke tussenkomst", "Risicobeheer", "Wettelijke basis", "Gegevens"),
        "Technische werking",
    )
    assert [name for name in wanted if filled.get(name, 0) < 40] == []
    assert "kies zelf: hoog-risico, impactvol of overige algoritmes" in text


def test_how_it_works_fits_on_half_a_page() -> None:
    """About three hundred words."""
    assert len((DOCS / "zo-werkt-het.md").read_text(encoding="utf-8").split()) < 340


@pytest.mark.slow
def test_the_reference_is_built_from_docstrings_without_a_network(tmp_path: Path) -> None:
    """Every public name of the package stands on its page, and no page asks anything of a server."""
    pytest.importorskip("pdoc")
    command = [sys.executable, str(DOCS / "make_reference.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "does not resolve" not in done.stderr, done.stderr
    first = (tmp_path / "themes.html").read_text(encoding="utf-8")
    assert [name for name in themes.__all__ if f'id="{name}"' not in first] == []
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 60 and (tmp_path / "themes" / "coding" / "analysis.html") in pages
    for page in pages:
        asked = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"(https?:[^\"]+)", page.read_text(encoding="utf-8"))
        assert not asked
