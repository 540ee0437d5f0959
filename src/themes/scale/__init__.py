"""A run too large for memory or for one machine: in partitions, here or on a Dask cluster, with the same tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from themes.scale.storage import is_url, local_path
from themes.settings import FILE_NAME, Settings, read_settings

if TYPE_CHECKING:
    from themes.project import RunResult


def run(
    corpus: str | Path,
    out: str | Path,
    *,
    settings: Settings | None = None,
    progress: Any = None,
    force: bool = False,
    reports: bool = True,
    partitions: bool | None = None,
    cluster: str | None = None,
    client: Any = None,
) -> RunResult:
    """Read a corpus folder, do every step and write tables, manifest and reports to `out`.

    Parameters
    ----------
    corpus : folder with documents and, if people made them, themes.toml, codebook, goals.csv and decisions; or a URL
        that fsspec knows (s3://..., needs s3fs).
    out : folder of this run; it keeps what each step made, so that a second run only does what changed. Or a URL.
    settings : instead of those of themes.toml.
    progress : wraps an iterable with a bar: progress(items, label, total).
    force : do every step again.
    reports : write the page, the workbook and the Word file as well.
    partitions : stream the corpus in partitions instead of holding it in memory; None does so when the files may hold
        more statements than `partitions_from` in the settings, with a cluster or client, and for URLs.
    cluster : address of a Dask scheduler (tcp://host:port) that shares the folders or URLs with this computer, or
        'local' for a process a core here.
    client : a Dask client, instead of `cluster`.

    The tables are the same either way. Raises ThemesError : no folder, no document in it, settings or codebook that
    don't hold, a folder that can't be written, a cluster that doesn't answer.
    """
    elsewhere = is_url(corpus) or is_url(out) or cluster is not None or client is not None
    if not elsewhere and partitions is None:
        partitions = is_large(local_path(corpus), settings)
    if elsewhere or partitions:
        from themes.scale.whole import run_in_partitions

        return run_in_partitions(
            corpus,
            out,
            settings=settings,
            progress=progress,
            force=force,
            reports=reports,
            cluster=cluster,
            client=client,
        )
    from themes.project import run as run_whole

    return run_whole(
        local_path(corpus), local_path(out), settings=settings, progress=progress, force=force, reports=reports
    )


def settings_of(corpus: str | Path) -> Settings:
    """Settings of the themes.toml in a folder or at a URL, or the defaults. Raises InvalidSettings."""
    if not is_url(corpus):
        return read_settings(local_path(corpus))
    from tempfile import TemporaryDirectory

    from themes.scale.storage import Storage

    storage = Storage.at(corpus)
    with TemporaryDirectory(prefix="themes-") as name:
        if storage.exists(FILE_NAME):
            (Path(name) / FILE_NAME).write_bytes(storage.read(FILE_NAME))
        return read_settings(Path(name))


def is_large(corpus: Path, settings: Settings | None = None) -> bool:
    """Whether the documents of a folder may hold more statements than the settings let a run hold in memory."""
    from themes.documents import document_paths
    from themes.scale.sizes import reckoned

    if not corpus.is_dir():
        return False  # said by the run itself
    settings = settings or read_settings(corpus)
    sizes: Iterable[float] = (reckoned(path.name, path.stat().st_size) for path in document_paths(corpus))
    return sum(sizes) > settings.partitions_from
