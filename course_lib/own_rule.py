"""A learner's step function as a rule for `training.descend` and `training.fit`."""

import inspect

import numpy as np


class OwnRule:
    """OwnRule(momentum_step, lr=0.1, beta=0.9): the rule that takes the learner's step.

    The function takes W, g, its state (v, m, S, …), t if it counts steps, and hyperparameters, and returns W, or W and
    the new state in the order in which it takes it. Whatever is neither W, g, t nor given here is state, and starts at
    zero. Or it takes exactly (W, g, state) and returns (W, state): state is then what it likes, at first an empty dict.
    Raises ValueError for a hyperparameter that the function does not take.
    """

    def __init__(self, step, **knobs):
        names = list(inspect.signature(step).parameters)
        if unknown := [name for name in knobs if name not in names]:
            raise ValueError(f"{step.__name__} takes no {' and no '.join(unknown)}; it takes {', '.join(names)}.")
        self.function, self.knobs, self.names = step, knobs, names
        self.state = [name for name in names if name not in {"W", "g", "t", *knobs}]

    def start(self, W):
        """All state zero (or an empty dict), t = 0."""
        kept = {"state": {}} if self.state == ["state"] else {name: np.zeros_like(W) for name in self.state}
        return {"t": 0} | kept

    def step(self, W, g, past):
        """One call of the learner's function; t is increased before it is used."""
        given = self.knobs | past | {"t": past["t"] + 1, "W": W.copy(), "g": g.copy()}
        result = self.function(*(given[name] for name in self.names))
        if not self.state:
            return self.point(result, W), {"t": given["t"]}
        stepped, *state = result if isinstance(result, tuple | list) else [result]
        if len(state) != len(self.state):
            raise ValueError(f"{self.function.__name__} must return W and {' and '.join(self.state)}.")
        if self.state != ["state"]:
            state = [np.asarray(part, dtype=float) for part in state]
        return self.point(stepped, W), {"t": given["t"]} | dict(zip(self.state, state))

    def point(self, stepped, W):
        """The new W as an array; ValueError when it has another shape than W."""
        stepped = np.asarray(stepped, dtype=float)
        if stepped.shape != W.shape:
            raise ValueError(f"{self.function.__name__} returned a W of shape {stepped.shape}; it must be {W.shape}.")
        return stepped

    def look(self, W, past):
        """The gradient is taken at W itself."""
        return W

    def shape(self, W):
        """One run at a time."""
        return np.shape(W)
