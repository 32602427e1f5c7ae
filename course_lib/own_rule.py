"""A learner's step function as a rule for `training.descend` and `training.fit`."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from course_lib.arguments import function, shown


class OwnRule:
    """OwnRule(momentum_step, lr=0.1, beta=0.9): the rule that takes the learner's step.

    The function takes W, g, its state (v, m, S, …), t if it counts steps, and hyperparameters, and returns W, or W and
    the new state in the order in which it takes it. Whatever is neither W, g, t nor given here is state, and starts at
    zero. Or it takes exactly (W, g, state) and returns (W, state): state is any dict, empty at first.
    Raises ValueError for a hyperparameter that the function does not take, and for a function without W and g.

    >>> def sgd_step(W, g, lr):
    ...     return W - lr * g
    >>> W, state = OwnRule(sgd_step, lr=0.5).step(np.array([3.0]), np.array([2.0]), {"t": 0})
    >>> W.tolist()
    [2.0]
    """

    def __init__(self, step: Callable, **knobs: Any) -> None:
        try:
            names = list(inspect.signature(function("step", step)).parameters)
        except TypeError as error:
            raise ValueError(f"step must be a function in Python: {error}.") from None
        if not {"W", "g"} <= set(names):
            raise ValueError(
                f"{step.__name__} must take W and g, as in sgd_step(W, g, lr); it takes {', '.join(names)}."
            )
        if unknown := [name for name in knobs if name not in names]:
            raise ValueError(f"{step.__name__} takes no {' and no '.join(unknown)}; it takes {', '.join(names)}.")
        self.function, self.knobs, self.names = step, knobs, names
        self.state = [name for name in names if name not in {"W", "g", "t", *knobs}]

    def start(self, W: np.ndarray) -> dict[str, Any]:
        """All state zero (or an empty dict), t = 0."""
        kept: dict[str, Any] = (
            {"state": {}} if self.state == ["state"] else {name: np.zeros_like(W) for name in self.state}
        )
        return {"t": 0} | kept

    def step(self, W: np.ndarray, g: np.ndarray, past: dict[str, Any]) -> tuple[np.ndarray, dict[str, Any]]:
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

    def point(self, stepped: Any, W: np.ndarray) -> np.ndarray:
        """The new W as an array; ValueError when its shape is not that of W."""
        try:
            stepped = np.asarray(stepped, dtype=float)
        except (TypeError, ValueError):
            raise ValueError(f"{self.function.__name__} must return W first, got {shown(stepped)}.") from None
        if stepped.shape != W.shape:
            raise ValueError(f"{self.function.__name__} returned a W of shape {stepped.shape}; it must be {W.shape}.")
        return stepped

    def look(self, W: np.ndarray, past: dict[str, Any]) -> np.ndarray:
        """The gradient is taken at W itself."""
        return W

    def shape(self, W: np.ndarray) -> tuple[int, ...]:
        """One run at a time."""
        return np.shape(W)

    def slowed(self, factor: float) -> "OwnRule":
        """The same rule with its lr multiplied by `factor`, as a schedule asks."""
        if "lr" not in self.knobs:
            raise ValueError(f"a schedule needs lr: OwnRule({self.function.__name__}, lr=0.1).")
        return OwnRule(self.function, **self.knobs | {"lr": self.knobs["lr"] * factor})
