"""The words in which solutions/specs says what is graded: an exercise, its cases, its mistakes.

    momentum_step = Exercise("momentum_step", points=3, returns=("W", "v"), starts=("v",), kind="step")

    @momentum_step.draw
    def cases(rng):
        yield dict(W=…, g=…, v=…, lr=…, beta=…)        # in the order of the arguments

    @momentum_step.mistake
    def new_gradient_unweighted(W, g, v, lr, beta):
        \"\"\"The hint: a sentence that helps and does not give the answer away.\"\"\"
        …

A rule's step is of kind "step", a path down a surface of kind "path". A question answered by a value is of kind
"value": it draws no cases, and its mistakes take nothing. Each exercise is one file, solutions/specs/HOMEWORK/NAME.py.

The numbers of such a question may be each student's own (see variants). Then its mistakes take those that they name:

    answer_beta = Exercise("answer_beta", points=1, kind="value", numbers=dict(N=20))  # the plain notebook's

    @answer_beta.vary
    def own(rng):
        return dict(N=int(rng.integers(12, 91)))

    @answer_beta.mistake
    def the_weight(N):
        \"\"\"The hint, which may name them: about {N} steps.\"\"\"
        return 1 / N
"""

import importlib
import inspect
import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from course_lib.homework import hints
from course_lib.homework.calling import call
from course_lib.homework.compare import agree
from course_lib.homework.edits import slips_of
from course_lib.homework.fingerprints import fingerprint, traces
from course_lib.homework.key import KINDS, PARTIAL, Key, Mistake, listed
from course_lib.homework.sentences import common, pairs
from course_lib.homework.slips import Slips, alone, paired, told
from course_lib.homework.written import Slip, compiled, places

MOST_PAIRS = 700  # of two slips found in one body
PUBLIC_SEED = 20  # of the cases that students see


@dataclass
class Exercise:
    """One graded function or value. `returns` as in answers, `kind` as in key.KINDS.

    starts: the arguments that are zero in a first step. partial: "cases" or "parts" for partial credit.
    numbers: those in the text of a question; words among them are for hints alone.
    """

    name: str
    points: int
    returns: str | tuple[str, ...] = "number"
    starts: tuple[str, ...] = ()
    kind: str = "function"
    cases: Callable[[np.random.Generator], Iterator[dict]] | None = None
    mistakes: dict[str, Callable] = field(default_factory=dict)  # {name: function}, the hint is its docstring
    partial: str | None = None
    bodies: list[str] = field(default_factory=list)  # the right function as text, the first one with `slips`
    slips: list[Slip] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    own: Callable[[np.random.Generator], dict] | None = None  # how a student's own numbers are drawn
    general: dict[str, Callable] = field(default_factory=dict)  # the mistakes as functions of the numbers

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}.")
        if self.partial not in (None, *PARTIAL):
            raise ValueError(f"partial must be one of {', '.join(PARTIAL)}, got {self.partial!r}.")

    def draw(self, function: Callable) -> Callable:
        """Decorator: how cases are drawn."""
        self.cases = function
        return function

    def mistake(self, function: Callable) -> Callable:
        """Decorator: a wrong version, under the function's name."""
        self.general[function.__name__] = function
        self.mistakes[function.__name__] = filled(function, self.numbers) if self.numbers else function
        return function

    def vary(self, function: Callable) -> Callable:
        """Decorator: how a student's own numbers are drawn: function(rng) gives all of `numbers`."""
        self.own = function
        return function

    def with_numbers(self, numbers: dict) -> "Exercise":
        """The same question with other numbers."""
        wrongs = {name: filled(function, numbers) for name, function in self.general.items()}
        return replace(self, numbers=numbers, mistakes=wrongs)

    def slipping(self, body: str, *slips: Slip) -> None:
        """The right function's body, one step a line, and slips in it: see course_lib.homework.slips.

        A second body says the same in another way: of that only the slips count that its syntax tree shows.
        """
        self.bodies.append(textwrap.dedent(body))
        self.slips += slips

    def inputs(self, rng: np.random.Generator) -> list[dict]:
        """The cases, lists made arrays; one empty case for a value."""
        return [{n: as_input(v) for n, v in case.items()} for case in self.cases(rng)] if self.cases else [{}]


def key(exercise: Exercise, assignment: str, reference: Any, rng: np.random.Generator) -> Key:
    """The Key of an exercise: the reference, a function or a value, and every mistake run on cases drawn from rng."""
    cases = exercise.inputs(rng)
    if not exercise.cases:
        value, reference = reference, lambda: value
    mistakes = {name: (hint(wrong), wrong) for name, wrong in exercise.mistakes.items()} | {
        name: (said, wrong) for name, said, wrong in derived(exercise, reference, cases[0])
    }
    expected = results(reference, cases, exercise.returns, must=exercise.name)
    wrong = [
        Mistake(name, said, results(one, cases, exercise.returns, must=name if name in exercise.mistakes else ""))
        for name, (said, one) in mistakes.items()
    ]
    return Key(
        name=exercise.name,
        assignment=assignment,
        points=exercise.points,
        kind=exercise.kind,
        returns=exercise.returns,
        starts=exercise.starts,
        cases=cases,
        partial=exercise.partial,
        expected=expected,
        mistakes=wrong,
        slips=slipped(exercise, cases, expected, wrong),
    )


def results(function: Callable, cases: list[dict], returns: str | tuple, must: str = "") -> list:
    """What a function gives in each case; a function that `must` give something may not fail."""
    found = [call(function, case, returns) for case in cases]
    for outcome in found:
        if must and outcome.answer is None:
            raise ValueError(f"{must} gives no answer: {outcome.problem}")
    return [None if o.answer is None else [np.array(listed(part)) for part in o.answer] for o in found]


def slipped(exercise: Exercise, cases: list[dict], expected: list, mistakes: list[Mistake]) -> Slips:
    """The slips of an exercise; ValueError when a body is not the right function, or a slip changes nothing in it."""
    if not exercise.bodies:
        return Slips()
    for slip in exercise.slips:
        places(exercise.bodies[0], slip)
    for body in exercise.bodies:
        name = f"{exercise.name}'s body"
        right = results(compiled(body.splitlines(), [*cases[0]]), cases, exercise.returns, must=name)
        if not all(map(agree, right, expected)):
            raise ValueError(f"{exercise.name}: the body of its slips is not the right function.")
    often = [slip for slip in exercise.slips if slip.often]
    found = slips_of(exercise.bodies, cases[0])
    stages: list[tuple[list[list[tuple[Slip, ...]]], bool]] = [
        ([alone(exercise.slips)], False),
        ([paired(exercise.slips)], False),
        ([alone(slips) for slips in found], True),
        ([[(other, slip) for slip in found[0] if pairs(slip.name) for other in often]], True),
        (
            [short(list(itertools.combinations([slip for slip in slips if common(slip.name)], 2))) for slips in found],
            True,
        ),
    ]
    known = {fingerprint(traces(answers, expected)) for answers in [expected, *(m.results for m in mistakes)]}
    tellers = [
        partial(told, exercise.bodies, some, cases, exercise.returns, expected, known, strict)
        for some, strict in stages
    ]
    hints = {slip.name: slip.hint for slip in itertools.chain(exercise.slips, *found)}
    return Slips(hints, tuple(tellers))


def short(made: list[tuple[Slip, ...]]) -> list[tuple[Slip, ...]]:
    """All of these, or none when they are too many."""
    return made if len(made) <= MOST_PAIRS else []


def derived(exercise: Exercise, reference: Callable, case: dict) -> Iterator[tuple[str, str, Callable]]:
    """The mistakes that every exercise has: two arguments in each other's place, results in another order."""
    for a, b in itertools.combinations(case, 2):
        if np.shape(case[a]) == np.shape(case[b]):
            yield f"{a}_and_{b}_swapped", hints.SWAPPED.format(a=a, b=b), swapped(reference, list(case), a, b)
    if isinstance(exercise.returns, tuple):
        for order in list(itertools.permutations(range(len(exercise.returns))))[1:]:
            names = ", ".join(exercise.returns[i] for i in order)
            hint = hints.REORDERED.format(names=names, right=", ".join(exercise.returns))
            yield f"returns_{names.replace(', ', '_')}", hint, reordered(reference, order)


def swapped(function: Callable, names: list[str], a: str, b: str) -> Callable:
    """The function with two of its arguments exchanged."""
    order = [names.index({a: b, b: a}.get(name, name)) for name in names]
    return lambda *values: function(*(values[i] for i in order))


def reordered(function: Callable, order: tuple[int, ...]) -> Callable:
    """The function with its results in another order."""

    def other(*values: Any) -> tuple:
        parts = function(*values)
        return tuple(parts[i] for i in order)

    return other


def filled(wrong: Callable, numbers: dict) -> Callable:
    """A mistake in a question, for these numbers: a function without arguments, its hint with the numbers in it."""
    taken = {name: numbers[name] for name in inspect.signature(wrong).parameters}

    def answer() -> Any:
        return wrong(**taken)

    answer.__doc__ = (wrong.__doc__ or "").format(**numbers)
    return answer


def hint(function: Callable) -> str:
    """A mistake's docstring as one line."""
    return " ".join((function.__doc__ or "").split())


def exercises(folder: Path | str) -> list[Exercise]:
    """The exercises of a homework, in the order of their files' names: folder/ewma.py defines Exercise("ewma").

    The files form a package for as long as they are read, so `from ..shared import …` finds the module beside folders.
    """
    folder = Path(folder)
    package = sys.modules["specs"] = ModuleType("specs")
    package.__path__ = [str(folder.parent)]
    importlib.invalidate_caches()
    try:
        return [exercise(folder.name, path.stem) for path in sorted(folder.glob("*.py"))]
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "specs"]:
            del sys.modules[name]


def exercise(folder: str, name: str) -> Exercise:
    """The exercise that a file of specs defines; ValueError when it defines none of its own name, or no cases."""
    found = getattr(importlib.import_module(f"specs.{folder}.{name}"), name, None)
    if not isinstance(found, Exercise) or found.name != name:
        raise ValueError(f'solutions/specs/{folder}/{name}.py must define {name} = Exercise("{name}", …).')
    if (found.cases is None) != (found.kind == "value"):
        raise ValueError(f'{name}: an exercise draws cases, or is of kind="value" and draws none.')
    if bool(found.numbers) != bool(found.own):
        raise ValueError(f"{name}: a question whose numbers vary says both, numbers=dict(…) and @{name}.vary.")
    return found


def as_input(value: Any) -> Any:
    """An argument as students get it: lists and arrays as arrays, numbers as Python's own."""
    return np.array(value) if isinstance(value, list | tuple | np.ndarray) else plain_number(value)


def plain_number(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
