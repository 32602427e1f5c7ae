"""How a run of the grader begins and ends: alone in its folder, and tidy when it is told to stop."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from course_lib.errors import CourseError
from course_lib.grading import kit
from course_lib.language import say

STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
SOON = 2.0  # seconds


class Stopped(KeyboardInterrupt):
    """Somebody, such as a batch system, has told the grader to stop. It ends as by Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


@contextlib.contextmanager
def told_to_stop() -> Iterator[None]:
    """Raise Stopped at a SIGTERM or SIGHUP, KeyboardInterrupt at Ctrl-C; what comes soon after it means the same."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    last = -SOON

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before > SOON:
            raise KeyboardInterrupt if number == signal.SIGINT else Stopped(number)

    before = {one: signal.signal(one, stop) for one in STOPS if signal.getsignal(one) is not signal.SIG_IGN}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextlib.contextmanager
def alone_in(folder: str | Path) -> Iterator[None]:
    """Hold the lock on a folder of results, made if it is missing; CourseError when another run holds it.

    The system frees it at our end, whatever that is. A folder in which nothing was written is taken away again.
    """
    lock = None
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        lock = kit.locked(Path(folder))
    except BlockingIOError:
        raise CourseError(
            say("Another run of the grader is writing into {folder}: wait for its end.", folder=folder)
        ) from None
    except (OSError, ModuleNotFoundError):  # no folder, no right to write, no such locks: said later where it matters
        pass
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            Path(folder).rmdir()
        if lock is not None:
            os.close(lock)


@contextlib.contextmanager
def alone_in_results(folder: str | Path) -> Iterator[None]:
    """The same for a folder that must be there already: none is made."""
    with alone_in(folder) if Path(folder).is_dir() else contextlib.nullcontext():
        yield
