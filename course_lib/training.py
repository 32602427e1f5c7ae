"""Run a rule: `descend` on a surface, `fit` on data. Both return a History with everything that a plot needs.

One call may hold many runs: give the rule hyperparameters of shape (runs, 1), or W of shape (runs, d). A run whose loss
or gradient is no longer finite, or whose |W| passes 1e12, is frozen at its last good W and marked `diverged`; the other
runs are not touched.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from course_lib.arguments import Model, Rule, Surface, array, generator, has, number, whole
from course_lib.data import minibatches

TOO_FAR = 1e12


@dataclass(frozen=True)
class History:
    """What happened. T + 1 records: the start, and one after each recorded update.

    W: (T+1, …, d). loss: (T+1, …), of the surface or of all the data. diverged: (…), True for a frozen run.
    updates: (T+1,), steps taken so far. samples: (T+1,), sample gradients spent so far (one for a step on a surface).
    n: the number of samples in an epoch (1 on a surface).

    >>> from course_lib import optimizers, surfaces
    >>> descend(surfaces.quadratic(), optimizers.SGD(lr=0.01), (10, 1), steps=2).updates.tolist()
    [0, 1, 2]
    """

    W: np.ndarray
    loss: np.ndarray
    diverged: np.ndarray
    updates: np.ndarray
    samples: np.ndarray
    n: int = 1

    @property
    def epochs(self) -> np.ndarray:
        """(T+1,), passes through the data so far."""
        return self.samples / self.n


def descend(
    surface: Surface,
    opt: Rule,
    W: ArrayLike,
    steps: int,
    noise: float = 0.0,
    rng: np.random.Generator | None = None,
    schedule: ArrayLike | None = None,
) -> History:
    """Take `steps` steps of the rule `opt` on `surface` from W and record every one.

    W: (d,) or (runs, d). noise: the standard deviation of what `rng` (a numpy Generator) adds to each gradient entry;
    the runs of a sweep meet the same noise. schedule: (steps,), the factor of lr in each step; see `schedules`.
    Returns a History.
    Raises ValueError for a W of the wrong shape, steps below 0, noise without rng, or a first gradient with NaN.

    >>> from course_lib import optimizers, surfaces
    >>> run = descend(surfaces.quadratic((1, 100)), optimizers.SGD(lr=0.01), (10, 1), steps=2)
    >>> run.W.round(3).tolist()
    [[10.0, 1.0], [9.9, 0.0], [9.801, 0.0]]
    """
    has("surface", surface, Surface, "surfaces.quadratic()")
    W, steps, noise = started(opt, W, surface.dim), whole("steps", steps), number("noise", noise, low=0)
    if noise and rng is None:
        raise ValueError("noise needs rng, a numpy Generator: np.random.default_rng(0).")
    if rng is not None:
        generator("rng", rng)
    kicks = noise * rng.standard_normal((steps, surface.dim)) if noise and rng else np.zeros(steps)
    walk = points(opt, W, kicks, lambda W, kick: surface.gradient(W) + kick, schedule)
    return record(walk, surface.value, sizes=np.ones(steps, dtype=int))


def fit(
    model: Model,
    opt: Rule,
    X: ArrayLike,
    y: ArrayLike,
    W: ArrayLike,
    batch_size: int,
    orders: ArrayLike,
    every: int = 1,
    schedule: ArrayLike | None = None,
) -> History:
    """Train `model` from W by the rule `opt`: one pass through the data for each row of `orders`.

    X: (n, d). y: (n,). W: (size,) or (runs, size). batch_size: 1 (SGD) to n (batch gradient descent).
    orders: (epochs, n), the order in which each epoch visits the samples, or (runs, epochs, n) to give each run its
    own; see data.epoch_orders. every: record after each `every`-th update, and after the last.
    schedule: (updates,), the factor of lr in each update; see `schedules`.
    Returns a History whose loss is that of all the data.
    Raises ValueError for shapes that do not match, a batch_size outside 1 … n, or a first gradient with NaN.

    >>> from course_lib import models, optimizers
    >>> model, X, y = models.LinearRegression(1), [[1], [2]], [2, 4]
    >>> fit(model, optimizers.SGD(lr=0.1), X, y, model.start(), batch_size=1, orders=[[0, 1]]).W.round(3).tolist()
    [[0.0], [0.4], [1.68]]
    """
    has("model", model, Model, "models.LinearRegression(11)")
    X, y, orders = array("X", X, dtype=None), array("y", y, dtype=None), array("orders", orders, dtype=None)
    W, n, every = started(opt, W, model.size), len(X), whole("every", every, 1)
    if len(y) != n or orders.ndim not in (2, 3) or orders.shape[-1] != n:
        raise ValueError(
            f"X, y and each row of orders must have the same length: X has {n}, y {len(y)}, orders {orders.shape}."
        )
    if orders.dtype.kind not in "iu" or np.any((orders < 0) | (orders >= n)):
        raise ValueError(f"orders must hold sample numbers from 0 to {n - 1}; see data.epoch_orders.")
    # Time first, so that one batch is (B,), or (runs, B).
    epochs = np.moveaxis(orders, -2, 0)
    batches = [np.moveaxis(b, 0, -1) for order in epochs for b in minibatches(np.moveaxis(order, -1, 0), batch_size)]
    walk = points(opt, W, batches, lambda W, b: model.gradient(W, X[b], y[b]), schedule)
    return record(walk, lambda W: model.loss(W, X, y), [b.shape[-1] for b in batches], every, n)


def points(
    opt: Rule, W: np.ndarray, batches: np.ndarray | list | range, gradient: Callable, schedule: ArrayLike | None = None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The loop under `descend` and `fit`: yields (W, good) at the start and after the step on each batch.

    gradient(W, batch) → like W. good: (runs), False for a run that is frozen. It is the same array each time: set
    a run to False, and it stands still from then on.

    >>> from course_lib.optimizers import SGD
    >>> [W.tolist() for W, good in points(SGD(lr=0.5), np.array([8.0]), range(3), lambda W, batch: W)]
    [[8.0], [4.0], [2.0], [1.0]]
    """
    state, good = opt.start(W), np.ones(W.shape[:-1], dtype=bool)
    yield W, good
    for t, (rule, batch) in enumerate(zip(scheduled(opt, schedule, len(batches)), batches)):
        g = gradient(rule.look(W, state), batch)
        if t == 0 and np.isnan(g).any():
            raise ValueError("the first gradient has a NaN: look for NaN in W and in the data.")
        stepped, state = rule.step(W, g, state)
        good &= (np.isfinite(g) & (np.abs(stepped) <= TOO_FAR)).all(axis=-1)
        W = np.where(good[..., None], stepped, W)
        yield W, good


def record(
    walk: Iterable[tuple[np.ndarray, np.ndarray]], loss: Callable, sizes: ArrayLike, every: int = 1, n: int = 1
) -> History:
    """Write down the points of a walk and their loss, each `every`-th and the last, as a History.

    loss(W) → one number for each run. sizes: how many samples each step takes. n: how many an epoch has.

    >>> good = np.ones((), dtype=bool)
    >>> walk = [(np.array([W]), good) for W in (8.0, 4.0, 2.0, 1.0)]
    >>> record(walk, lambda W: W[0] ** 2, sizes=[1, 1, 1], every=2).loss.tolist()
    [64.0, 4.0, 1.0]
    """
    spent = np.cumsum([0, *np.asarray(sizes)])
    last = len(spent) - 1
    path: list[np.ndarray] = []
    losses: list[np.ndarray] = []
    # A run that diverges overflows before it is caught; the others must not warn about it.
    with np.errstate(all="ignore"):
        for t, (W, good) in enumerate(walk):
            if t % every == 0 or t == last:
                value = loss(W)
                good &= np.isfinite(value)
                path.append(W)
                losses.append(np.where(good, value, losses[-1] if losses else value))
    updates = np.array([*range(0, last, every), last])
    return History(np.array(path), np.array(losses), ~good, updates, spent[updates], n)


def scheduled(opt: Rule, schedule: ArrayLike | None, steps: int) -> Iterable[Rule]:
    """The rule for each step: `opt` itself, or with its lr multiplied by the step's factor.

    >>> from course_lib.optimizers import SGD
    >>> list(scheduled(SGD(lr=1.0), [1, 0.5], steps=2))
    [SGD(lr=1.0), SGD(lr=0.5)]
    """
    if schedule is None:
        return repeat(opt, steps)
    factors = array("schedule", schedule)
    if factors.shape != (steps,):
        raise ValueError(f"schedule must hold a factor for each of {steps} steps, got {factors.shape}.")
    return (slowed(opt, factor) for factor in factors)


def slowed(opt: Any, factor: float) -> Rule:
    """The rule with its lr multiplied by `factor`; a rule that is not a dataclass, such as OwnRule, does it itself.

    >>> from course_lib.optimizers import SGD
    >>> slowed(SGD(lr=1.0), 0.5)
    SGD(lr=0.5)
    """
    has_fields = is_dataclass(opt)
    return replace(opt, lr=opt.lr * factor) if has_fields else opt.slowed(factor)


def started(opt: Rule, W: ArrayLike, size: int) -> np.ndarray:
    """W as floats, broadcast to the shape of all runs; ValueError when its last axis is not `size`.

    >>> from course_lib.optimizers import SGD
    >>> started(SGD(lr=[[0.1], [0.2]]), (10, 1), size=2).tolist()
    [[10.0, 1.0], [10.0, 1.0]]
    """
    has("opt", opt, Rule, "SGD(lr=0.1)")
    W = array("W", W)
    if W.shape[-1] != size:
        raise ValueError(f"W must have {size} entries on its last axis, got shape {W.shape}.")
    try:
        shape = opt.shape(W)
    except ValueError:
        raise ValueError(f"a swept hyperparameter must have the shape (runs, 1) for W of shape {W.shape}.") from None
    return np.broadcast_to(W, shape).copy()
