"""One run of the shipped corpus, shared by all tests that look at its outcome."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"

os.environ.setdefault("OMP_NUM_THREADS", "1")
# the same examples everywhere and no clock: a busy machine is no defect
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def vector_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Vectors of the tests are kept apart from those of the user."""
    base = tmp_path_factory.getbasetemp()
    os.environ["THEMES_CACHE"] = str((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "vectors")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this machine that asks nothing of a network by itself; without one the test says so."""
    api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine: nothing was looked at in a browser")
    quiet = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a complete run of the shipped corpus with all its reports; don't write in it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # shared by the workers: the first makes the run, the others wait
    folder, mark = base / "demo", base / "demo.making"
    try:
        mark.touch(exist_ok=False)
        first = True
    except FileExistsError:
        first = False
    if first:
        from themes.project import run

        run(CORPUS, folder)
        (base / "demo.done").touch()
    for _ in range(600):
        if (base / "demo.done").exists():
            return folder
        time.sleep(0.5)
    raise TimeoutError("the shared run of the corpus was not made")
