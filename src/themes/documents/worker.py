"""A child process that parses files, with a bound on its memory and a clock that can end it.

The parent writes one job a line (JSON) to the child's standard input and reads messages, one a line. A child is used
for one file after another, since starting Python and its PDF libraries costs more than many a file; it is killed when
it gives no sign of life in time, and a crash loses only the job at hand.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START_SECONDS = 3.0  # more patience with the first message: Python and the libraries have to start
JOBS_PER_CHILD = 200  # a child is replaced after this many files, so that memory stays flat


class WorkerStopped(Exception):
    """The child ended before its job did; `reason` is 'stalled', 'time', 'memory' or 'crash'."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """One child process. Not for use by two threads at once.

    Parameters
    ----------
    max_memory_mb : address space of the child; not bound where the system has no RLIMIT_AS (Windows, macOS).
    """

    def __init__(self, max_memory_mb: int) -> None:
        self.max_memory_mb = max_memory_mb
        self.jobs = 0
        environment = dict(os.environ)
        package_root = str(Path(__file__).parents[2])
        environment["PYTHONPATH"] = os.pathsep.join([package_root, *[path for path in sys.path if path]])
        environment.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MALLOC_ARENA_MAX="2", PYTHONUTF8="1")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "themes.documents.child", str(max_memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._messages: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._messages.put(line)
        self._messages.put(None)

    @property
    def fresh(self) -> bool:
        """True while the child has had no job yet."""
        return self.jobs == 0

    @property
    def spent(self) -> bool:
        """True when the child has had its share of jobs or has ended."""
        return self.jobs >= JOBS_PER_CHILD or self._process.poll() is not None

    def run(self, job: dict[str, Any], *, stall: float, until: float) -> Iterator[dict[str, Any]]:
        """Give the child a job and yield its messages up to and without the last ({"done": true}).

        Parameters
        ----------
        job : what to do, JSON-able.
        stall : seconds the child may be silent.
        until : moment (time.monotonic) at which the file must be done.

        Raises
        ------
        WorkerStopped
            When the child crashed, was silent too long or ran out of time; it is dead by then.
        """
        self.jobs += 1
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            self.kill()
            raise WorkerStopped("crash") from None
        finished = False
        patience = stall + START_SECONDS if self.jobs == 1 else stall
        try:
            while True:
                left = until - time.monotonic()
                try:
                    line = self._messages.get(timeout=max(min(patience, left), 0.001))
                    patience = stall
                except queue.Empty:
                    raise WorkerStopped("time" if until - time.monotonic() <= 0 else "stalled") from None
                if line is None:
                    raise WorkerStopped(self._end())
                message = json.loads(line)
                if message.get("done"):
                    finished = True
                    return
                yield message
        finally:
            if not finished:  # also when the reader of the messages stops early
                self.kill()

    def _end(self) -> str:
        """Why the child ended by itself: a C library aborts when it gets no more memory."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        return "memory" if self._process.returncode in (-6, -9, 3) else "crash"

    def kill(self) -> None:
        """End the child at once."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


_idle: list[Worker] = []
_lock = threading.Lock()


def take_worker(max_memory_mb: int, *, fresh: bool = False) -> Worker:
    """An idle child with this memory bound, or a new one."""
    with _lock:
        for worker in [] if fresh else list(_idle):
            if worker.max_memory_mb == max_memory_mb:
                _idle.remove(worker)
                if not worker.spent:
                    return worker
                worker.kill()
    return Worker(max_memory_mb)


def give_back(worker: Worker) -> None:
    """Keep a child for the next file, unless it is spent."""
    if worker.spent:
        worker.kill()
        return
    with _lock:
        _idle.append(worker)


def close_workers() -> None:
    """End all idle children."""
    with _lock:
        while _idle:
            _idle.pop().kill()


atexit.register(close_workers)
