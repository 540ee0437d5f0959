"""Work that a second core does at the same time, in a copy of this process; the outcome is the same without.

Only on Linux, where a copy costs nothing and can be told to end when this process is killed. Elsewhere, with one core,
or when the copy fails, the work is done here when its result is asked for.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_END_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


class Beside(Generic[T]):
    """`make()` begun in a copy of this process. Calling the object waits and gives the result, once and again.

    After the call, `seconds` is how long the work took and `apart` whether a copy did it. `wanted` False does it here.
    """

    def __init__(self, make: Callable[[], T], *, wanted: bool = True) -> None:
        self._make = make
        self._pipe: int | None = None
        self._child = 0
        self._done: list[T] = []
        self.seconds = 0.0
        self.apart = False
        if wanted and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
            self._start()

    def _start(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        read, write = os.pipe()
        try:
            child = os.fork()
        except OSError:
            os.close(read)
            os.close(write)
            return
        if child:
            os.close(write)
            self._pipe, self._child = read, child
            return
        code = 1
        try:
            os.close(read)
            _end_with(parent)
            start = time.perf_counter()
            body = pickle.dumps((self._make(), time.perf_counter() - start))
            with os.fdopen(write, "wb") as pipe:
                pipe.write(body)
            code = 0
        except BaseException:  # said by the parent, which does the work again
            pass
        finally:
            os._exit(code)

    def __call__(self) -> T:
        if not self._done:
            self._done.append(self._wait())
        return self._done[0]

    def _wait(self) -> T:
        if self._pipe is not None:
            with os.fdopen(self._pipe, "rb") as pipe:
                body = pipe.read()
            self._pipe = None
            _, status = os.waitpid(self._child, 0)
            if status == 0:
                result, self.seconds = pickle.loads(body)  # made by this program's own copy
                self.apart = True
                return result  # type: ignore[no-any-return]
        start = time.perf_counter()
        result = self._make()
        self.seconds = time.perf_counter() - start
        return result

    def close(self) -> None:
        """End the copy when its result is not wanted any more."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
            with contextlib.suppress(OSError):
                os.kill(self._child, signal.SIGKILL)
                os.waitpid(self._child, 0)


def _end_with(parent: int) -> None:
    """Have the system end this process when its parent ends, however that ends."""
    import ctypes

    library: Any = ctypes.CDLL(None)
    library.prctl(_END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before this was asked
        os._exit(1)
