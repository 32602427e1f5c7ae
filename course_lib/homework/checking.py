"""`check`: try an answer on the public cases, and say what there is to say of it."""

import ast
import contextlib
import os
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

from course_lib.homework import keys, progress
from course_lib.homework.calling import copied, own_line
from course_lib.homework.examine import examine
from course_lib.homework.report import Refusal, Report
from course_lib.language import say, together

MISSING = object()
PATIENCE = 10  # seconds, after which it is said that the answer is still being tried


def check(answer: Any, value: Any = MISSING, *, strict: bool | None = None, expected: bool = False) -> None:
    """Try a function on the public cases of its exercise, or compare a value: check(ewma), check("answer_beta", 0.9).

    A function under another name is given the exercise's: check("ewma", my_ewma). Shows a panel in a notebook, text in
    a terminal; expected=True also writes the right result of the first case that failed (the panel has a fold for it).
    strict: raise AssertionError with the same text when not all cases pass; by default only under nbgrader.
    Nothing of the student's is changed, and what the function prints is kept for the report.
    """
    strict = bool(os.environ.get("NBGRADER_EXECUTION")) if strict is None else strict
    report: Report | Refusal
    try:
        with still_running():
            report = tried(*named(answer, value), expected, keep=not strict)
    except keys.NoKey as problem:
        report = Refusal(str(problem))
    except KeyboardInterrupt as stop:
        report = Refusal(say("Stopped{where}. Does a loop never end?", where=own_line(stop).rstrip(":")))
    if strict and not report.passed:
        raise AssertionError(str(report))
    show(report)


def case(name: Any, number: int = 1) -> tuple:
    """The arguments of a public case, as the check numbers them: ewma(*case("ewma", 2))."""
    key = keys.find(name if isinstance(name, str) else getattr(name, "__name__", ""))
    if not 1 <= number <= len(key.cases) or key.is_value:
        many = 0 if key.is_value else len(key.cases)
        raise ValueError(say("{name} has {many} cases, got number {number}.", name=key.name, many=many, number=number))
    return tuple(copied(value) for value in key.cases[number - 1].values())


def named(answer: Any, value: Any) -> tuple[str, Any]:
    """(name of the exercise, what to examine) from the arguments of `check`; NoKey says what to write instead."""
    if isinstance(answer, str):
        if value is MISSING:
            raise keys.NoKey(say('Give the answer, too: check("{name}", {name}).', name=answer))
        return answer, value
    if not callable(answer):
        pass_it = say('Pass the function itself, check(ewma), or the name and a value, check("answer_beta", 0.9).')
        raise keys.NoKey(pass_it)
    name = getattr(answer, "__name__", "")
    if not name.isidentifier():  # a lambda or an object
        raise keys.NoKey(say('This function has no name: write check("ewma", …) with the name of the exercise.'))
    return name, answer


def tried(name: str, answer: Any, expected: bool, keep: bool) -> Report:
    """The Report on an answer to the exercise of this name."""
    key = keys.find(name)
    if not key.is_value and not callable(answer):
        raise keys.NoKey(say("{name} is a function: pass it without calling it, check({name}).", name=name))
    if key.is_value and callable(answer):
        raise keys.NoKey(say('{name} is a value: write check("{name}", {name}).', name=name))
    if str(getattr(answer, "__module__", "")).startswith("course_lib."):
        raise keys.NoKey(say("This {name} is the library's: the exercise is to write your own.", name=name))
    verdict = examine(key, answer)
    notes = [older_version(name), progress.record(key) if verdict.passed and keep else None]
    return Report(key, verdict, note=together(*notes), expected=expected)


@contextlib.contextmanager
def still_running() -> Iterator[None]:
    """Says one line when what is done inside takes long, for a loop may never end."""
    stream = sys.stdout  # that of the cell: what the function prints goes elsewhere
    line = say("still running: does a loop never end? ■ (Interrupt) stops it.")
    timer = threading.Timer(PATIENCE, lambda: print(line, file=stream, flush=True))
    timer.daemon = True
    with contextlib.suppress(RuntimeError):  # a browser has no threads
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def older_version(name: str) -> str | None:
    """A sentence when the last cell that defines the function could not be read, so that an older one was tried."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    cells = shell.user_ns.get("In", []) if shell else []
    source = next((cell for cell in reversed(cells) if re.search(rf"^\s*def {name}\b", cell, re.MULTILINE)), "")
    try:
        ast.parse(source)
    except SyntaxError:
        return say(
            "The last cell that defines {name} has a SyntaxError: this is about the version before it.", name=name
        )
    return None


def show(report: Report | Refusal) -> None:
    """In a notebook the panel, elsewhere the text."""
    try:
        from IPython import get_ipython
    except ImportError:
        get_ipython = lambda: None  # noqa: E731
    if get_ipython() is None:
        print(report)
    else:
        from IPython.display import display

        display({"text/html": report.html(), "text/plain": str(report)}, raw=True)
