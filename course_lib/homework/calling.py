"""Call a student's function once, on copies of the inputs, and note all that happened."""

import contextlib
import functools
import inspect
import io
import sysconfig
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.homework import answers
from course_lib.homework.answers import Answer
from course_lib.homework.cells import STUBS
from course_lib.language import later, say, together

MOST_PRINTED = 2_000  # characters kept of what it prints
UNWRITTEN = later("It is not written yet.")


@dataclass
class Outcome:
    """What one call led to: an answer (list of arrays), or a sentence that says why there is none."""

    answer: Answer | None = None
    problem: str | None = None  # it raised, or what came back is not numbers
    raised: str | None = None  # the name of the exception
    unwritten: bool = False  # it still raises the NotImplementedError of the exercise
    changed: list[str] = field(default_factory=list)  # the arguments that are not as they were
    printed: str = ""
    raw: Any = None  # what came back, for remarks on its form

    @property
    def arrays(self) -> Answer:
        """The answer, empty where there is none."""
        return self.answer or []


def call(function: Callable, inputs: dict, returns: str | tuple) -> Outcome:
    """The Outcome of a call with `inputs` {name: value}: given in order, by name only where the function insists."""
    copies = {name: copied(value) for name, value in inputs.items()}
    outcome, printed = Outcome(), Printed()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            in_order, named = arguments(function, copies)
            outcome.raw = function(*in_order, **named)
            outcome.answer = answers.plain(outcome.raw, returns)  # a generator runs only here
        except answers.Refused as refused:
            outcome.problem = str(refused)
        except (Exception, SystemExit) as error:  # whatever a student's code may raise, but Ctrl-C goes through
            outcome.raised = "MemoryError" if isinstance(error, MemoryError) else type(error).__name__
            outcome.unwritten = is_unwritten(error)
            outcome.problem = say(UNWRITTEN) if outcome.unwritten else sentence(error)
    outcome.answer = None if outcome.answer is None else [np.array(part) for part in outcome.answer]
    outcome.changed = [name for name, value in inputs.items() if not same(value, copies[name])]
    outcome.printed = printed.getvalue()
    return outcome


def arguments(function: Callable, inputs: dict) -> tuple[list, dict]:
    """(in order, by name): all in order, but for the parameters that a function takes by name only."""
    try:
        kinds = {name: one.kind for name, one in inspect.signature(function).parameters.items()}
    except (TypeError, ValueError):  # some callables do not tell
        return [*inputs.values()], {}
    every = inspect.Parameter.VAR_KEYWORD in kinds.values() and len(kinds) == 1
    by_name = {name for name in inputs if every or kinds.get(name) is inspect.Parameter.KEYWORD_ONLY}
    return (
        [value for name, value in inputs.items() if name not in by_name],
        {name: value for name, value in inputs.items() if name in by_name},
    )


def refusal(function: Callable, names: list[str]) -> str | None:
    """Why the function cannot be called with these arguments: a sentence, or None."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    in_order, named = arguments(function, {name: name for name in names})
    try:
        signature.bind(*in_order, **named)
    except TypeError:
        known = {"own": ", ".join(signature.parameters), "names": ", ".join(names)}
        return say("It takes ({own}); it is called with ({names}), in this order.", **known)
    return None


def parameters(function: Callable) -> list[str]:
    """The names of its parameters, in order; [] when it does not tell."""
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def is_unwritten(error: BaseException) -> bool:
    """Whether this is what an exercise raises until it is written."""
    return isinstance(error, NotImplementedError) and any(stub in str(error) for stub in STUBS.values())


def sentence(error: BaseException) -> str:
    """An exception as one sentence with the student's own line, the deepest of theirs, and what Python does not say."""
    line = own_line(error)
    said = say("It raises {error}", error=f"{type(error).__name__}: {error}".rstrip(": ")) + line
    if not isinstance(error, TypeError):
        return said
    return together(said, *(say(more) for sign, more in UNSAID.items() if sign in line))


def own_line(error: BaseException) -> str:
    """Where in the student's code it was raised, to put behind a sentence; empty when nowhere in theirs."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not is_library(frame.filename)]
    if not own or not own[-1].line:
        return ""
    return say(", in line {line} of its cell: {code}", line=own[-1].lineno, code=own[-1].line)


@functools.lru_cache(maxsize=256)  # an answer that raises does so in every case
def is_library(filename: str) -> bool:
    """Whether a file is not the student's: installed packages, Python's own files and this library."""
    return filename.startswith("<frozen") or any(Path(filename).is_relative_to(folder) for folder in LIBRARIES)


UNSAID = later(  # {what stands in the line that raised a TypeError: what helps}
    {
        "^": "(A power is written ** in Python: x**2.)",
        "math.": "(The functions of math take one number; those of NumPy take arrays: np.sqrt.)",
    }
)
LIBRARIES = {*map(Path, sysconfig.get_paths().values()), Path(__file__).parents[1]} - {Path(sysconfig.get_path("data"))}


def copied(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


def same(before: Any, after: Any) -> bool:
    """Whether an argument is as it was; most are, to the byte."""
    if before is after:
        return True
    about = [(one.dtype, one.shape, one.tobytes()) for one in map(np.asarray, (before, after))]
    return about[0] == about[1] or np.array_equal(before, after, equal_nan=True)


class Printed(io.StringIO):
    """Takes what is printed, and forgets what is too much."""

    def write(self, text: str) -> int:
        if self.tell() < MOST_PRINTED:
            super().write(text[: MOST_PRINTED - self.tell()])
        return len(text)
