"""Bounds that hold inside the child process: processor time of one page and what one stream may unpack to."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import zlib
from collections.abc import Iterator
from typing import Any


class PageFull(BaseException):
    """The page draws more than a limit allows; the argument names it. No library may catch it, hence its base."""


@contextlib.contextmanager
def time_bound(seconds: float) -> Iterator[None]:
    """Raise `PageFull` when the block takes more processor time than this (where the system has such a clock)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield  # Windows: the parent's clock remains
        return

    def stop(*_: object) -> None:
        raise PageFull("max_seconds_per_page")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class _BoundedZlib:
    """Stands in for the zlib module in pdfminer: the same, but a stream that unpacks to too much stops the page."""

    error = zlib.error

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes

    def decompress(self, data: bytes) -> bytes:
        """As zlib.decompress.

        Raises
        ------
        PageFull
            When the result would be larger than the bound.
        """
        unpacker = zlib.decompressobj()
        result = unpacker.decompress(data, self.max_bytes)
        if unpacker.unconsumed_tail:
            raise PageFull("max_decompressed_mb")
        if not unpacker.eof:
            raise zlib.error("incomplete or truncated stream")
        return result

    def decompressobj(self) -> Any:
        """As zlib.decompressobj: pdfminer feeds it byte by byte when a stream is damaged."""
        return zlib.decompressobj()


def bound_inflation(max_bytes: int) -> None:
    """Bound what pdfminer unpacks in this process, and make its debug messages cost nothing (they cost a tenth)."""
    import pdfminer.pdftypes

    pdfminer.pdftypes.zlib = _BoundedZlib(max_bytes)  # type: ignore[assignment]
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("pdfminer"):
            logging.getLogger(name).debug = _silent  # type: ignore[method-assign]


def _silent(*_: object, **__: object) -> None:
    """Say nothing."""
