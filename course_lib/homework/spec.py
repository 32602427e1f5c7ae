"""The words in which solutions/specs says what is graded: an exercise, its cases, its mistakes.

    momentum_step = Exercise("momentum_step", points=3, returns=("W", "v"), starts=("v",))

    @momentum_step.draw
    def cases(rng):
        yield dict(W=…, g=…, v=…, lr=…, beta=…)        # in the order of the arguments

    @momentum_step.mistake
    def new_gradient_unweighted(W, g, v, lr, beta):
        \"\"\"The hint: a sentence that helps and does not give the answer away.\"\"\"
        …

A question answered by a value is an Exercise without arguments: it draws no cases, and its mistakes take nothing.
"""

import importlib.util
import itertools
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from course_lib.homework.calling import call
from course_lib.homework.key import Key, Mistake, listed

PUBLIC_SEED = 20  # of the cases that students see


@dataclass
class Exercise:
    """One graded function or value. `returns` as in answers; `starts`: the arguments that are zero in a first step."""

    name: str
    points: int
    returns: str | tuple = "number"
    starts: tuple = ()
    cases: object = None  # a generator of cases from a Generator of numbers
    mistakes: dict = field(default_factory=dict)  # {name: function}, the hint is its docstring

    def draw(self, function):
        """Decorator: how cases are drawn."""
        self.cases = function
        return function

    def mistake(self, function):
        """Decorator: a wrong version, under the function's name."""
        self.mistakes[function.__name__] = function
        return function

    def inputs(self, rng):
        """The cases, lists made arrays; one empty case for a value."""
        return [{n: as_input(v) for n, v in case.items()} for case in self.cases(rng)] if self.cases else [{}]


def key(exercise, assignment, reference, rng):
    """The Key of an exercise: the reference, a function or a value, and every mistake run on cases drawn from rng."""
    cases = exercise.inputs(rng)
    if not exercise.cases:
        value, reference = reference, lambda: value
    mistakes = {name: (hint(wrong), wrong) for name, wrong in exercise.mistakes.items()} | {
        name: (said, wrong) for name, said, wrong in derived(exercise, reference, cases[0])
    }
    return Key(
        name=exercise.name,
        assignment=assignment,
        points=exercise.points,
        returns=exercise.returns,
        starts=exercise.starts,
        cases=cases,
        expected=results(reference, cases, exercise.returns, must=exercise.name),
        mistakes=[
            Mistake(name, said, results(wrong, cases, exercise.returns, must=name if name in exercise.mistakes else ""))
            for name, (said, wrong) in mistakes.items()
        ],
    )


def results(function, cases, returns, must=""):
    """What a function gives in each case; a function that `must` give something may not fail."""
    found = [call(function, case, returns) for case in cases]
    for outcome in found:
        if must and outcome.answer is None:
            raise ValueError(f"{must} gives no answer: {outcome.problem}")
    return [None if o.answer is None else [np.array(listed(part)) for part in o.answer] for o in found]


def derived(exercise, reference, case):
    """The mistakes that every exercise has: two arguments in each other's place, results in another order."""
    for a, b in itertools.combinations(case, 2):
        if np.shape(case[a]) == np.shape(case[b]):
            hint = f"These are the numbers you get when {a} and {b} stand in each other's place."
            yield f"{a}_and_{b}_swapped", hint, swapped(reference, list(case), a, b)
    if isinstance(exercise.returns, tuple):
        for order in list(itertools.permutations(range(len(exercise.returns))))[1:]:
            names = ", ".join(exercise.returns[i] for i in order)
            hint = f"These are the right numbers in another order, {names}; asked for is {', '.join(exercise.returns)}."
            yield f"returns_{names.replace(', ', '_')}", hint, reordered(reference, order)


def swapped(function, names, a, b):
    """The function with two of its arguments exchanged."""
    order = [names.index({a: b, b: a}.get(name, name)) for name in names]
    return lambda *values: function(*(values[i] for i in order))


def reordered(function, order):
    """The function with its results in another order."""

    def other(*values):
        parts = function(*values)
        return tuple(parts[i] for i in order)

    return other


def hint(function):
    """A mistake's docstring as one line."""
    return " ".join((function.__doc__ or "").split())


def exercises(path):
    """The exercises of one file of solutions/specs, in its order."""
    path = Path(path)
    module = importlib.util.module_from_spec(found := importlib.util.spec_from_file_location(f"spec_{path.stem}", path))
    found.loader.exec_module(module)
    return [value for value in vars(module).values() if isinstance(value, Exercise)]


def as_input(value):
    """An argument as students get it: lists and arrays as arrays, numbers as Python's own."""
    return np.array(value) if isinstance(value, list | tuple | np.ndarray) else plain_number(value)


def plain_number(value):
    return value.item() if isinstance(value, np.generic) else value
