"""The house: a room imports only rooms before it, modules stay small, and the start stays instant."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "themes"
ORDER = [
    ("words",),
    ("problems", "records"),
    ("tables", "charts", "kept", "people_files"),
    ("language",),
    ("documents",),
    ("statements",),
    ("coding",),
    ("topics",),
    ("policy",),
    ("beside", "ledger", "store", "folder", "settings"),
    ("report",),
    ("project",),
    ("steps",),
    ("scale",),
    ("review_commands",),
    ("commands",),
    ("cli",),
    ("__init__", "__main__"),
]
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """Folder or module name directly under the package."""
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Rooms of this package that a file imports, inside functions too."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"themes.{alias.name}" for alias in node.names] if node.module == "themes" else [node.module]
        rooms |= {name.split(".")[1] for name in names if name.startswith("themes.")}
    return rooms


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_before_it(path: Path) -> None:
    """Data flows one way."""
    here = room_of(path)
    assert here in RANK, f"{here} has no place in the order"
    wrong = {room for room in imported_rooms(path) if room != here and RANK.get(room, -1) >= RANK[here]}
    assert not wrong, f"{path.relative_to(PACKAGE)} imports {sorted(wrong)}"


def modules_after(code: str) -> set[str]:
    """Names of the modules that are loaded after running `code` in a fresh interpreter."""
    command = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n"))


HEAVY = {
    "pandas",
    "numpy",
    "spacy",
    "sklearn",
    "bertopic",
    "pdfplumber",
    "docx",
    "openpyxl",
    "pyarrow",
    "plotly",
    "lxml",
    "dask",
    "distributed",
    "fsspec",
}


def test_import_and_help_load_nothing_heavy() -> None:
    """`import themes` and `themes --help` are instant: counted in modules, since seconds differ by machine."""
    loaded = modules_after("import themes")
    assert not loaded & HEAVY
    assert len(loaded) < 150
    loaded = modules_after("from themes.cli import parser; parser().format_help()")
    assert not loaded & HEAVY
    assert len(loaded) < 200


def test_every_public_name_of_the_package_resolves() -> None:
    """What `themes.__all__` promises is there."""
    import themes

    for name in themes.__all__:
        assert getattr(themes, name) is not None
