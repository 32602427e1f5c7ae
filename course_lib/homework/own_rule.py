"""A student's step function as a rule for `training.descend` and `training.fit`."""

import inspect

import numpy as np

from course_lib.homework.answers import array


class OwnRule:
    """OwnRule(momentum_step, lr=0.1, beta=0.9): the rule that takes the student's step.

    The function takes W, g, its state (v, m, S, …), t if it counts steps, and hyperparameters, and returns W, or W and
    the new state in the order in which it takes it. Whatever is neither W, g, t nor given here is state, and starts at
    zero. Raises ValueError for a hyperparameter that the function does not take.
    """

    def __init__(self, step, **knobs):
        names = list(inspect.signature(step).parameters)
        if unknown := [name for name in knobs if name not in names]:
            raise ValueError(f"{step.__name__} takes no {' and no '.join(unknown)}; it takes {', '.join(names)}.")
        self.function, self.knobs, self.names = step, knobs, names
        self.state = [name for name in names if name not in {"W", "g", "t", *knobs}]

    def start(self, W):
        """All state zero, t = 0."""
        return {"t": 0} | {name: np.zeros_like(W) for name in self.state}

    def step(self, W, g, past):
        """One call of the student's function; t is increased before it is used."""
        given = self.knobs | past | {"t": past["t"] + 1, "W": W.copy(), "g": g.copy()}
        result = self.function(*(given[name] for name in self.names))
        W, *state = [array(part) for part in (result if self.state else [result])]
        return W, {"t": given["t"]} | dict(zip(self.state, state))

    def look(self, W, past):
        """The gradient is taken at W itself."""
        return W

    def shape(self, W):
        """One run at a time."""
        return np.shape(W)
