"""`check`: try an answer on the public cases, and say what there is to say of it."""

import os

from course_lib.homework import keys, progress
from course_lib.homework.calling import copied
from course_lib.homework.examine import examine
from course_lib.homework.report import Report

MISSING = object()


def check(answer, value=MISSING, *, strict=None, expected=False):
    """Try a function on the public cases of its exercise, or compare a value: check(ewma), check("answer_beta", 0.9).

    A function under another name is given the exercise's: check("ewma", my_ewma). Shows a panel in a notebook, text in
    a terminal; expected=True also writes the right result of the first case that failed (the panel has a fold for it).
    strict: raise AssertionError with the same text when not all cases pass; by default only under nbgrader.
    Nothing of the student's is changed, and what the function prints is kept for the report.
    """
    strict = bool(os.environ.get("NBGRADER_EXECUTION")) if strict is None else strict
    try:
        report = tried(*named(answer, value), expected, keep=not strict)
    except keys.NoKey as problem:
        report = Report(sentence=str(problem))
    if strict and not report.passed:
        raise AssertionError(str(report))
    show(report)


def case(name, number=1):
    """The arguments of a public case, as the check numbers them: ewma(*case("ewma", 2))."""
    key = keys.find(name if isinstance(name, str) else getattr(name, "__name__", ""))
    if not 1 <= number <= len(key.cases) or key.is_value:
        raise ValueError(f"{key.name} has {0 if key.is_value else len(key.cases)} cases, got number {number}.")
    return tuple(copied(value) for value in key.cases[number - 1].values())


def named(answer, value):
    """(name of the exercise, what to examine) from the arguments of `check`; NoKey says what to write instead."""
    if isinstance(answer, str):
        if value is MISSING:
            raise keys.NoKey(f'Give the answer, too: check("{answer}", {answer}).')
        return answer, value
    if not callable(answer):
        raise keys.NoKey('Pass the function itself, check(ewma), or the name and a value, check("answer_beta", 0.9).')
    name = getattr(answer, "__name__", "")
    if not name.isidentifier():  # a lambda or an object
        raise keys.NoKey('This function has no name: write check("ewma", …) with the name of the exercise.')
    return name, answer


def tried(name, answer, expected, keep):
    """The Report on an answer to the exercise of this name."""
    key = keys.find(name)
    if not key.is_value and not callable(answer):
        raise keys.NoKey(f"{name} is a function: pass it without calling it, check({name}).")
    if key.is_value and callable(answer):
        raise keys.NoKey(f'{name} is a value: write check("{name}", {name}).')
    if str(getattr(answer, "__module__", "")).startswith("course_lib."):
        raise keys.NoKey(f"This {name} is the library's: the exercise is to write your own.")
    verdict = examine(key, answer)
    problem = progress.record(key) if verdict.passed and keep else None
    return Report(key, verdict, note=problem, expected=expected)


def show(report):
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
