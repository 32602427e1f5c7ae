"""A question with drawn numbers: its text, its model answer with marking, and the key, which the library computes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# Of a number that is rounded, this share of it may be off.
SHARE = 0.01


@dataclass(frozen=True)
class Key:
    """A number of the answer, and by how much an accepted one may differ from it."""

    value: float
    tolerance: float


@dataclass(frozen=True)
class Drawn:
    """A question with its numbers. text, answer and marking are Markdown of one paragraph, with formulas between $.

    numbers: what was drawn; key: {what the answer asks for: its Key}.
    """

    text: str
    answer: str
    marking: str
    numbers: dict[str, float | tuple[float, ...]]
    key: dict[str, Key]


@dataclass(frozen=True)
class Task:
    """draw(rng) gives the question. exam: the number of the guide's exam question whose place it takes, 0 for none."""

    name: str
    chapter: str
    points: int
    exam: int
    draw: Callable[[np.random.Generator], Drawn]


@dataclass(frozen=True)
class Topic:
    """A chapter's questions: `@topic.task(points=4, exam=2)` adds the function below it."""

    chapter: str
    tasks: list[Task] = field(default_factory=list)

    def task(self, points: int, exam: int = 0) -> Callable[[Callable], Callable]:
        """Add a function of a generator that returns a Drawn."""

        def add(draw: Callable[[np.random.Generator], Drawn]) -> Callable:
            self.tasks.append(Task(draw.__name__, self.chapter, points, exam, draw))
            return draw

        return add


def one_of(rng: np.random.Generator, values: tuple) -> Any:
    """One of these values, as it stands there."""
    return values[int(rng.integers(len(values)))]


def exact(value: float) -> Key:
    """A number that must be met."""
    return Key(float(value), 0.0)


def about(value: float) -> Key:
    """A number that is rounded."""
    return Key(float(value), abs(float(value)) * SHARE)


def num(number: float, digits: int = 4) -> str:
    """A number as one writes it on paper: at most so many digits, none behind them that is 0, no 1e-05."""
    text = np.format_float_positional(float(number), precision=digits, unique=False, fractional=False, trim="-")
    return text.rstrip(".")


def equals(number: float, digits: int = 4) -> str:
    """= and the number, or ≈ when it had to be rounded."""
    shown = num(number, digits)
    sign = "=" if abs(float(shown) - number) <= 1e-9 * abs(number) else r"\approx"
    return f"{sign} {shown}"
