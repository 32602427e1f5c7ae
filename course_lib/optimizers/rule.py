"""What all rules share: hyperparameters that are declared in the rule's own file, checked once, and never change."""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

import numpy as np

# What a rule remembers: arrays shaped like W, and t, a whole number, if it counts its steps.
State = dict[str, Any]


@dataclass(frozen=True)
class Knob:
    """What the library knows about a hyperparameter: the values allowed, and the slider that moves it in an explorer.

    low: the smallest value allowed. below: values must stay below it. must: how an error says so.
    label, least, most: the slider's name and ends. step: its step; None for a logarithmic slider.
    """

    low: float
    below: float
    must: str
    label: str
    least: float
    most: float
    step: float | None = None


def knob(default: float, label: str, **known: Any) -> Any:
    """A hyperparameter as a field of a rule, with its default and its `Knob`: any number from 0 up, unless stated."""
    allowed: dict[str, Any] = {"low": 0.0, "below": np.inf, "must": "be a finite number of at least 0"}
    return field(default=default, metadata={"knob": Knob(**allowed | known, label=label)})


def rate(default: float) -> Any:
    """lr, the learning rate."""
    return knob(default, "learning rate", least=1e-4, most=10)


def memory(label: str, default: float, step: float = 0.01) -> Any:
    """β or ρ: the share of its past that a moving average keeps."""
    return knob(default, label, below=1.0, must="lie in [0, 1)", least=0, most=1 - step, step=step)


def epsilon(default: float) -> Any:
    """eps, the ε under the root."""
    return knob(default, "ε", least=1e-12, most=1)


def decay(default: float) -> Any:
    """weight_decay, the λ that pulls W to 0."""
    return knob(default, "weight decay λ", least=0, most=1, step=0.01)


@dataclass(frozen=True)
class Rule:
    """An update rule: a frozen set of hyperparameters, each a number or an array that broadcasts against W.

    elementwise: it works on each coordinate by itself; then W may have any shape, and the explorers know the rule.
    SAME: {library: the line of Python that makes the same rule there, W being a parameter}. A hyperparameter that the
    line does not name must be 0; a line that is only a comment says why there is no such rule.
    Raises ValueError when a hyperparameter is out of its range or not a number.

        >>> Rule().look(np.array([1.0]), past={})
        array([1.])
    """

    elementwise = True
    SAME: ClassVar[dict[str, str]] = {}

    def __init_subclass__(cls) -> None:
        """Add SAME to the docstring, so that `help` and the website show what the tests evaluate."""
        if "SAME" in vars(cls):
            cls.__doc__ = f"{cls.__doc__ or ''}\n    Same as:\n        " + "\n        ".join(cls.SAME.values())

    def __post_init__(self) -> None:
        for name, known in knobs(self).items():
            object.__setattr__(self, name, checked(name, getattr(self, name), known))

    def start(self, W: np.ndarray) -> State:
        """The state before the first step (empty for a rule without memory)."""
        return {}

    def step(self, W: np.ndarray, g: np.ndarray, past: State) -> tuple[np.ndarray, State]:
        """(new W, new state) from W, the gradient g at `look(W, past)` and the state; nothing changes in place."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to step")

    def look(self, W: np.ndarray, past: State) -> np.ndarray:
        """The point at which the rule wants the gradient: W itself, unless a rule looks ahead."""
        return W

    def shape(self, W: np.ndarray) -> tuple[int, ...]:
        """The shape of W once all hyperparameters are broadcast against it: (runs, d) for a sweep."""
        return np.broadcast_shapes(np.shape(W), *(np.shape(getattr(self, name)) for name in knobs(self)))


def knobs(rule: Rule | type[Rule]) -> dict[str, Knob]:
    """{name: Knob} of the hyperparameters that are numbers."""
    return {each.name: each.metadata["knob"] for each in fields(rule) if "knob" in each.metadata}


def checked(name: str, value: Any, known: Knob) -> float | np.ndarray:
    """`value` as a float, or as a read-only float array, when it is in the knob's range; ValueError otherwise."""
    try:
        array = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number, got {value!r}.") from None
    wrong = array[~((array >= known.low) & (array < known.below))]  # written so that NaN counts as wrong
    if wrong.size:
        raise ValueError(f"{name} must {known.must}, got {wrong.flat[0]:g}.")
    if array.ndim == 0:
        return float(array)
    array.setflags(write=False)
    return array
