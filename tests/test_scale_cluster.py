"""The tasks of a run on a real Dask cluster of separate processes, some of which end before their time."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import themes
from test_scale import SMALL, different, small_corpus
from themes.problems import ThemesError
from themes.records import TABLES
from themes.scale.parts import lost_file
from themes.scale.workers import hired
from themes.tables import read_table

distributed = pytest.importorskip("distributed")
DEADLY = "07_dodelijk.txt"
# what a worker does at its start: reading one file ends the process, as a fault in a C library would
PRELOAD = f"""
import os
import signal


def dask_setup(worker):
    import themes.documents

    real = themes.documents.read_source

    def read_source(path, **more):
        if path.name == "{DEADLY}":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(path, **more)

    themes.documents.read_source = read_source
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client of two worker processes; a task is given up at the second process that it costs."""
    import dask

    preload = tmp_path_factory.mktemp("preload") / "deadly.py"
    preload.write_text(PRELOAD, "utf-8")
    options = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.worker.preload": [str(preload)],
        "distributed.nanny.environ": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    }
    with (
        dask.config.set(options),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(corpus, run as a whole on this computer)."""
    folder = tmp_path_factory.mktemp("plain")
    corpus = small_corpus(folder / "corpus")
    themes.run(corpus, folder / "run", reports=False)
    return corpus, folder / "run"


@pytest.fixture(autouse=True)
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions of about a file."""
    monkeypatch.setattr("themes.scale.sizes.MEAN_STATEMENTS", 60)
    monkeypatch.setattr("themes.topics.large.BLOCK", 80)


def test_a_worker_killed_in_the_middle_changes_nothing(client: Any, plain: tuple[Path, Path], tmp_path: Path) -> None:
    """The same bytes in every table as the run on this computer."""
    killed: list[int] = []

    def kill_one(items: Iterable[Any], label: str, total: int) -> Iterator[Any]:
        for number, item in enumerate(items):
            if label == "Lezen" and number == 0:
                assert total > 2
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)
            yield item

    themes.run(plain[0], tmp_path / "run", client=client, progress=kill_one, reports=False)
    assert killed
    assert different(plain[1], tmp_path / "run") == []


def test_a_document_that_kills_its_worker_is_one_refused_row(
    client: Any, plain: tuple[Path, Path], tmp_path: Path
) -> None:
    """The rest goes on, also what shared a partition with it; the sentence says what happened."""
    corpus = tmp_path / "corpus"
    shutil.copytree(plain[0], corpus)
    (corpus / DEADLY).write_text("Verslag\n\n- De bus rijdt niet meer.\n", "utf-8")
    address = client.scheduler.address
    made = themes.run(corpus, tmp_path / "run", cluster=address, reports=False)
    assert (made.exit_code, made.ledger.n_refused, made.ledger.n_files) == (1, 1, len(SMALL))
    assert lost_file(DEADLY) in made.findings
    for name in set(TABLES) - {"findings"}:
        assert made.tables[name] == read_table(TABLES[name], plain[1] / "tables", name), name


def test_an_address_where_nobody_answers_is_said_plainly() -> None:
    """One sentence, not a traceback."""
    import dask

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "300ms"}),
        pytest.raises(ThemesError, match="antwoordt geen cluster"),
        hired("tcp://127.0.0.1:9", None, 1),
    ):
        pass
