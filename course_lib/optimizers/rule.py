"""What all rules share: their hyperparameters are checked once, and never change."""

from dataclasses import dataclass, fields

import numpy as np

# The allowed range of each hyperparameter: lowest value, first value that is too large, and how we say it.
RANGES = {
    "lr": (0.0, np.inf, "be a finite number of at least 0"),
    "beta": (0.0, 1.0, "lie in [0, 1)"),
    "beta1": (0.0, 1.0, "lie in [0, 1)"),
    "beta2": (0.0, 1.0, "lie in [0, 1)"),
    "rho": (0.0, 1.0, "lie in [0, 1)"),
    "eps": (0.0, np.inf, "be a finite number of at least 0"),
    "weight_decay": (0.0, np.inf, "be a finite number of at least 0"),
}


@dataclass(frozen=True)
class Rule:
    """An update rule: a frozen set of hyperparameters, each a number or an array that broadcasts against W.

    Raises ValueError when a hyperparameter is out of its range or not a number.
    """

    def __post_init__(self):
        for field in fields(self):
            if field.name in RANGES:
                object.__setattr__(self, field.name, checked(field.name, getattr(self, field.name)))

    def start(self, W):
        """The state before the first step, a dict of arrays shaped like W (empty for a rule without memory)."""
        return {}

    def step(self, W, g, past):
        """(new W, new state) from W, the gradient g at `look(W, past)` and the state; nothing changes in place."""
        raise NotImplementedError(f"{type(self).__name__} does not say how to step")

    def look(self, W, past):
        """The point at which the rule wants the gradient: W itself, unless a rule looks ahead."""
        return W

    def shape(self, W):
        """The shape of W once all hyperparameters are broadcast against it: (runs, d) for a sweep."""
        knobs = [getattr(self, field.name) for field in fields(self) if field.name in RANGES]
        return np.broadcast_shapes(np.shape(W), *(np.shape(knob) for knob in knobs))


def checked(name, value):
    """`value` as a float, or as a read-only float array, when it is in the range of `name`; ValueError otherwise."""
    low, high, wording = RANGES[name]
    try:
        array = np.array(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number, got {value!r}.") from None
    wrong = array[~((array >= low) & (array < high))]  # written so that NaN counts as wrong
    if wrong.size:
        raise ValueError(f"{name} must {wording}, got {wrong.flat[0]:g}.")
    if array.ndim == 0:
        return float(array)
    array.setflags(write=False)
    return array
