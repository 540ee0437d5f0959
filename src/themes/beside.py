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
import tempfile
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
V = TypeVar("V")
_END_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG
_WHOLE = b"whole"  # behind what a copy left, when it is all there


class Beside(Generic[T]):
    """`make()` begun in a copy of this process. Calling the object waits and gives the result, once and again.

    Other copies of this process may call it as well. After the call, `seconds` is how long the work took and `apart`
    whether a copy did it. `wanted` False does it here.
    """

    def __init__(self, make: Callable[[], T], *, wanted: bool = True) -> None:
        self._make = make
        self._pipe: int | None = None  # nothing goes through it: it ends when the copy does
        self._left: Any = None  # file without a name that holds what the copy made
        self._child, self._parent = 0, os.getpid()
        self._done: list[T] = []
        self.seconds = 0.0
        self.apart = False
        if wanted and sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
            self._start()

    def _start(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            left = _unnamed()
        except OSError:
            return
        read, write = os.pipe()
        try:
            child = os.fork()
        except OSError:
            os.close(read)
            os.close(write)
            left.close()
            return
        if child:
            os.close(write)
            self._pipe, self._left, self._child = read, left, child
            return
        code = 1
        try:
            os.close(read)
            _end_with(self._parent)
            self._get_ready()
            start = time.perf_counter()
            body = pickle.dumps((self._make(), time.perf_counter() - start))
            left.write(body + _WHOLE)
            left.flush()
            code = 0
        except BaseException:  # said by the parent, which does the work again
            pass
        finally:
            os._exit(code)

    def _get_ready(self) -> None:
        """What the copy does before its work is timed."""

    @property
    def is_running(self) -> bool:
        """Whether a copy does the work and nobody here has asked for it yet."""
        return self._pipe is not None

    def __call__(self) -> T:
        if not self._done:
            self._done.append(self._wait())
        return self._done[0]

    def _wait(self) -> T:
        if self._pipe is not None:
            with os.fdopen(self._pipe, "rb") as pipe:
                pipe.read()
            self._pipe = None
            if os.getpid() == self._parent:
                os.waitpid(self._child, 0)
            with self._left, contextlib.suppress(EOFError):
                result, self.seconds = _read_whole(self._left.fileno())
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
            self._left.close()
            self._pipe = None
            if os.getpid() == self._parent:
                with contextlib.suppress(OSError):
                    os.kill(self._child, signal.SIGKILL)
                    os.waitpid(self._child, 0)


class Ahead(Beside[T], Generic[V, T]):
    """A copy that is there before what it works on: it does `ready()`, waits for `give`, then does `make(value)`.

    Where there is no copy, `ready()` is not done and `make(value)` is done here when its result is asked for.
    """

    def __init__(self, ready: Callable[[], object], make: Callable[[V], T], *, wanted: bool = True) -> None:
        self._ready = ready
        self._value: list[V] = []
        self._post: Any = None  # file without a name that holds what the copy works on
        self._told: tuple[int, int] | None = None  # nothing goes through this pipe: it ends when the value is there
        if wanted and sys.platform == "linux":
            with contextlib.suppress(OSError):
                self._post = _unnamed()
                self._told = os.pipe()
        super().__init__(lambda: make(self._value[0]), wanted=self._told is not None)
        if self._told is not None:
            os.close(self._told[0])

    def _get_ready(self) -> None:
        assert self._told is not None
        os.close(self._told[1])
        self._ready()
        with os.fdopen(self._told[0], "rb") as told:
            told.read()
        self._value.append(_read_whole(self._post.fileno()))

    def give(self, value: V) -> None:
        """Let the copy begin, once, with what it works on."""
        self._value.append(value)
        if self._told is not None:
            with contextlib.suppress(OSError):  # a copy that finds no whole value ends, and the work is done here
                self._post.write(pickle.dumps(value) + _WHOLE)
                self._post.flush()
        self._let_go()

    def _let_go(self) -> None:
        if self._told is not None:
            os.close(self._told[1])
            self._post.close()
            self._told = None

    def close(self) -> None:
        super().close()
        self._let_go()


def _read_whole(file: int) -> Any:
    """What this program's own copy wrote to a file without a name. Raises EOFError when it is not all there."""
    body = os.pread(file, os.fstat(file).st_size, 0)
    if not body.endswith(_WHOLE):
        raise EOFError
    return pickle.loads(body)


def _unnamed() -> Any:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("beside"), "wb")
    return tempfile.TemporaryFile()


def _end_with(parent: int) -> None:
    """Have the system end this process when its parent ends, however that ends."""
    import ctypes

    library: Any = ctypes.CDLL(None)
    library.prctl(_END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before this was asked
        os._exit(1)
