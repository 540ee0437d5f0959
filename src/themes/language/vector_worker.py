"""Encoding in processes of their own: `python -m themes.language.vector_worker ENCODER`, batches in, vectors out.

Plain subprocesses, since the spawned workers of multiprocessing run the user's script again when it has no
`if __name__ == "__main__"`.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def encode_in_processes(batches: list[tuple[str, ...]], encoder: str, workers: int) -> list[NDArray[np.float32]] | None:
    """The vectors of each batch, made by `workers` processes; None when one of them fails."""
    shares = [batches[at::workers] for at in range(workers)]
    shares = [share for share in shares if share]
    with ThreadPoolExecutor(len(shares)) as threads:
        results = list(threads.map(lambda share: _run(share, encoder), shares))
    made: list[NDArray[np.float32]] = [np.empty((0, 0), dtype=np.float32)] * len(batches)
    for first, (share, rows) in enumerate(zip(shares, results, strict=True)):
        if rows is None or len(rows) != sum(map(len, share)):
            return None
        at = 0
        for number, batch in enumerate(share):
            made[first + number * workers] = rows[at : at + len(batch)]
            at += len(batch)
    return made


def _run(batches: list[tuple[str, ...]], encoder: str) -> NDArray[np.float32] | None:
    source = str(Path(__file__).parents[2])
    environment = {**os.environ, **dict.fromkeys(THREAD_LIMITS, "1")}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "themes.language.vector_worker", encoder],
            input=json.dumps(batches).encode("ascii"),
            capture_output=True,
            env=environment,
            check=True,
        )
        return np.load(io.BytesIO(done.stdout), allow_pickle=False)
    except (OSError, ValueError, EOFError, subprocess.CalledProcessError):
        return None


def main() -> None:
    """Read batches as JSON from standard input, write their vectors to standard output as `.npy`."""
    from themes.language.vectors import encode_all, load_encoder

    encoder = load_encoder(sys.argv[1])
    batches = json.loads(sys.stdin.buffer.read())
    answer = io.BytesIO()
    np.save(answer, np.concatenate(encode_all(encoder, batches, 1)))
    sys.stdout.buffer.write(answer.getvalue())


if __name__ == "__main__":
    main()
