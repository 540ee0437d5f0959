"""Who does the tasks: this process, one after another, or the processes of a Dask cluster.

A task is a function of one job (plain values) that leaves its result in the storage and gives a small answer, so that
doing it twice is no harm.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from themes.problems import MissingExtra, ThemesError
from themes.words import running as words

J = TypeVar("J")
R = TypeVar("R")
Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]


class Lost:
    """The answer of a task whose process ended, each time that it was tried."""


def sure(answer: Any) -> Any:
    """The answer of a task that reads no document; a lost one means that processes end for another reason."""
    if isinstance(answer, Lost):
        raise fallen()
    return answer


def fallen() -> ThemesError:
    """What is said when the processes of a cluster keep ending."""
    return ThemesError(
        words.WORKERS_FALL,
        remedy=words.MORE_MEMORY,
    )


class Crew(Protocol):
    """Does tasks."""

    threads: int  # that one task may use

    def map(self, task: Callable[[J], R], jobs: Sequence[J]) -> Iterator[R | Lost]:
        """The answers in the order of the jobs; an exception of a task is raised."""

    def alone(self, task: Callable[[J], R], jobs: Sequence[J]) -> Iterator[R | Lost]:
        """As `map`, one task at a time, so that a task whose process ends takes no other with it."""


class Here:
    """Tasks one after another in this process."""

    def __init__(self, threads: int) -> None:
        self.threads = threads

    def map(self, task: Callable[[J], R], jobs: Sequence[J]) -> Iterator[R | Lost]:
        """Each task when its answer is asked for."""
        return (task(job) for job in jobs)

    alone = map


class OnDask:
    """Tasks on the workers of a Dask client.

    Dask itself does a task again when its worker ends, as often as the scheduler's `allowed-failures` says (3 unless
    set otherwise), and then gives it up.
    """

    threads = 1

    def __init__(self, client: Any) -> None:
        self.client = client

    def map(self, task: Callable[[J], R], jobs: Sequence[J]) -> Iterator[R | Lost]:
        """All tasks at once; each answer as soon as those before it are there."""
        futures = [self.client.submit(task, job, pure=False) for job in jobs]
        try:
            while futures:
                yield self._answer(futures.pop(0))
        finally:
            if futures:
                self.client.cancel(futures)

    def alone(self, task: Callable[[J], R], jobs: Sequence[J]) -> Iterator[R | Lost]:
        """One task on the whole cluster at a time."""
        for job in jobs:
            yield self._answer(self.client.submit(task, job, pure=False))

    def _answer(self, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            return Lost()


@contextlib.contextmanager
def hired(cluster: str | None, client: Any, threads: int) -> Iterator[Crew]:
    """The crew for a run: a given client, the cluster at an address, 'local' (processes here), or this process.

    Raises MissingExtra without Dask, ThemesError when nobody answers at the address.
    """
    if client is not None:
        yield OnDask(client)
        return
    if cluster is None:
        yield Here(threads)
        return
    try:
        import distributed
    except ImportError as error:
        raise MissingExtra("distributed", "cluster") from error
    if cluster == "local":
        with (
            distributed.LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=threads, threads_per_worker=1, dashboard_address=None
            ) as own,
            distributed.Client(own) as found,  # type: ignore[no-untyped-call]
        ):
            yield OnDask(found)
        return
    try:
        found = distributed.Client(cluster)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise ThemesError(
            words.NO_CLUSTER,
            where=cluster,
            remedy=words.START_SCHEDULER,
        ) from error
    with found:
        yield OnDask(found)
