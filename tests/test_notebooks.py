"""The notebooks run from the first cell to the last on the shipped corpus, and are saved without outputs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
OUT = 'out = root / "outputs" / "notebooks"'

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")


def executed(path: Path, out: Path) -> Any:
    """The notebook with its outputs, its runs written to `out`. A cell that fails raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace(OUT, f"out = Path({str(out)!r})")
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    return notebook


def texts(notebook: Any) -> str:
    """Everything that the cells showed, as text."""
    shown = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            shown.append(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
    return "\n".join(shown)


EXPECTED = {
    "01_from_minutes_to_policy.ipynb": (
        "Bestanden:",
        "In het plan:",
        "10_programma_gezond_en_verbonden.pdf",
        "Staafdiagram|Tabel met kleur",
    ),
    "02_codebook_with_two_coders.ipynb": ("alle codes", "Anna and computer", "Uitspraak:", "'added'", "True"),
    "03_topics_beside_the_codebook.ipynb": ("stability_seeds", "geen code|lift", "vrijwilliger"),
    "04_advice_and_answer.ipynb": ("12_advies_adviesraad.txt", "changed", "rejected", "False", "cliëntondersteuning"),
}


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_and_shows_what_it_promises(path: Path, demo: Path, tmp_path: Path) -> None:
    """Every cell runs; what the text announces is in the outputs; nothing is written beside the notebook."""
    before = sorted(path.parent.iterdir())
    out = tmp_path / "run"
    shutil.copytree(demo, out)  # a run that is there makes the notebook quick; without one it is made
    notebook = executed(path, out)
    told = texts(notebook)
    for pattern in EXPECTED[path.name]:
        assert re.search(pattern, told), f"{pattern} is not in the outputs"
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    silent = [cell.id for cell in cells if not cell.outputs]
    assert not silent, f"cells that show nothing: {silent}"
    errors = [o.text for cell in cells for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"]
    assert not [text for text in errors if "Warning" in text or "Error" in text]
    assert sorted(p for p in path.parent.iterdir() if p.name != ".ipynb_checkpoints") == [
        p for p in before if p.name != ".ipynb_checkpoints"
    ]


def test_every_notebook_has_expectations() -> None:
    """A new notebook is tested too."""
    assert {path.name for path in NOTEBOOKS} == set(EXPECTED)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_saved_clean_and_says_what_to_change(path: Path) -> None:
    """No outputs, no counts, stable cell ids, a title first; the first code cell names the corpus folder."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell.id for cell in code if cell.outputs or cell.execution_count is not None]
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.cells[0].cell_type == "markdown" and notebook.cells[0].source.startswith("# ")
    assert "change one line" in notebook.cells[0].source
    assert 'corpus = root / "corpus"  # change this' in code[0].source
    assert re.search(r"/(?:home|root|tmp|work)/|[A-Z]:\\", "\n".join(cell.source for cell in notebook.cells)) is None
