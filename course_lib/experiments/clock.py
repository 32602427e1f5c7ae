"""Chapter 1 by the clock (slide S2). What a step costs depends on the machine: no time is stored or asserted."""

from time import perf_counter
from typing import NamedTuple

import numpy as np

from course_lib import data
from course_lib.experiments.gradient_descent import problem


class Timed(NamedTuple):
    """One run. seconds: (T,), spent on steps so far. excess: (T,), the loss above the smallest at that time."""

    seconds: np.ndarray
    excess: np.ndarray


def timed(batch_size, lr, epochs, copies=1, seed=0):
    """The training loop of chapter 1 with a clock that runs during the steps only, as Timed.

    copies: how often each patient is in the data. That changes neither the loss nor what a full step does, only what
    it costs: `copies` times as much. Records the start, and then every update, or at most 200 of them.
    """
    X, y, model, smallest = problem()
    X_all, y_all = np.tile(X, (copies, 1)), np.tile(y, copies)
    rng, W, spent, updates = np.random.default_rng(seed), model.start(), 0.0, 0
    seconds, excess = [0.0], [model.loss(W, X, y) - smallest]
    every = max(1, epochs * len(X_all) // batch_size // 200)
    for _ in range(epochs):
        order = rng.permutation(len(X_all))
        X_all, y_all = X_all[order], y_all[order]  # once an epoch, so that a batch is a slice
        for batch in data.minibatches(np.arange(len(X_all)), batch_size):
            x, target = X_all[batch[0] : batch[-1] + 1], y_all[batch[0] : batch[-1] + 1]
            began = perf_counter()
            W = W - lr * 2 / len(x) * x.T @ (x @ W - target)
            spent, updates = spent + perf_counter() - began, updates + 1
            if updates % every == 0:
                seconds.append(spent)
                excess.append(model.loss(W, X, y) - smallest)
    return Timed(np.array(seconds), np.array(excess))


def seconds_to(level, run):
    """The seconds after which a Timed is at or below `level` for the first time; inf if it never is."""
    reached = np.flatnonzero(run.excess <= level)
    return float(run.seconds[reached[0]]) if len(reached) else np.inf
