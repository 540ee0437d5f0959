"""Work that a copy of this process does: the same outcome with and without it, and when it ends before its time."""

import os
import signal
import sys
from pathlib import Path

import pytest

from themes.beside import Ahead, Beside

two_cores = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="a copy is made on Linux with two cores"
)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("wanted", [True, False])
def test_value_given_later_is_what_the_work_is_done_on(wanted: bool) -> None:
    begun = Ahead(lambda: None, lambda words: [word.upper() for word in words], wanted=wanted)
    begun.give(["één", "twee"] * 50_000)  # more than a pipe holds
    assert begun() == ["ÉÉN", "TWEE"] * 50_000
    assert begun() is begun()


@two_cores
def test_copy_gets_ready_apart_before_the_value_is_there() -> None:
    here: list[int] = []
    begun = Ahead(lambda: here.append(os.getpid()), lambda value: (value, here, os.getpid()))
    begun.give("later")
    value, there, process = begun()
    assert begun.apart
    assert (value, there) == ("later", [process])
    assert process != os.getpid()
    assert here == []


@two_cores
def test_time_before_the_value_is_not_counted() -> None:
    import time

    begun = Ahead(lambda: time.sleep(0.3), lambda value: value)
    begun.give(1)
    assert begun() == 1
    assert begun.seconds < 0.2


@two_cores
@pytest.mark.parametrize("when", ["ready", "make"])
def test_work_is_done_here_when_the_copy_fails(when: str) -> None:
    home = os.getpid()

    def fail(moment: str) -> None:
        if when == moment and os.getpid() != home:
            raise MemoryError

    def make(value: int) -> int:
        fail("make")
        return value + 1

    begun = Ahead(lambda: fail("ready"), make)
    begun.give(1)
    assert begun() == 2
    assert not begun.apart


@two_cores
def test_work_is_done_here_when_the_copy_is_killed_while_it_waits() -> None:
    begun = Ahead(lambda: None, lambda value: value + 1)
    os.kill(begun._child, signal.SIGKILL)
    begun.give(1)
    assert begun() == 2
    assert not begun.apart


@two_cores
def test_copy_that_is_not_wanted_any_more_leaves_nothing() -> None:
    before = open_files()
    begun = Ahead(lambda: None, lambda value: value)
    begun.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(begun._child, 0)
    used = Ahead(lambda: None, lambda value: value)
    used.give(1)
    assert used() == 1
    used.close()
    assert open_files() == before


@two_cores
def test_another_copy_may_ask_for_the_result_too() -> None:
    first = Ahead(lambda: None, lambda value: value * 2)
    first.give(21)
    second = Beside(lambda: first())
    assert (second(), first()) == (42, 42)
