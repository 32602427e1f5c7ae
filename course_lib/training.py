"""Let a rule run: `descend` on a surface, `fit` on data. Both return a History that holds all that a plot needs.

One call may hold many runs: give the rule hyperparameters of shape (runs, 1), or W of shape (runs, d). A run whose loss
or gradient is no longer finite, or whose |W| passes 1e12, is frozen at its last good W and marked `diverged`; the other
runs are not touched.
"""

from dataclasses import dataclass, replace

import numpy as np

from course_lib.data import minibatches

TOO_FAR = 1e12


@dataclass(frozen=True)
class History:
    """What happened. T + 1 records: the start, and one after each recorded update.

    W: (T+1, …, d). loss: (T+1, …), of the surface or of all the data. diverged: (…), True for a frozen run.
    updates: (T+1,), steps taken so far. samples: (T+1,), sample gradients spent so far (one for a step on a surface).
    n: the number of samples in an epoch (1 on a surface).
    """

    W: np.ndarray
    loss: np.ndarray
    diverged: np.ndarray
    updates: np.ndarray
    samples: np.ndarray
    n: int = 1

    @property
    def epochs(self):
        """(T+1,), passes through the data so far."""
        return self.samples / self.n


def descend(surface, opt, W, steps, noise=0.0, rng=None, schedule=None):
    """Take `steps` steps of the rule `opt` on `surface` from W and record every one.

    W: (d,) or (runs, d). noise: the standard deviation of what `rng` (a numpy Generator) adds to each gradient entry;
    the runs of a sweep meet the same noise. schedule: (steps,), the factor of lr in each step; see `schedules`.
    Returns a History.
    Raises ValueError for a W of the wrong shape, steps below 0, noise without rng, or a first gradient with NaN.
    """
    W, steps = started(opt, W, surface.dim), at_least("steps", steps, 0)
    if noise and rng is None:
        raise ValueError("noise needs rng, a numpy Generator: np.random.default_rng(0).")
    kicks = noise * rng.standard_normal((steps, surface.dim)) if noise else np.zeros(steps)

    return run(opt, W, kicks, lambda W, kick: surface.gradient(W) + kick, surface.value, 1, schedule)


def fit(model, opt, X, y, W, batch_size, orders, every=1, schedule=None):
    """Train `model` from W by the rule `opt`: one pass through the data for each row of `orders`.

    X: (n, d). y: (n,). W: (size,) or (runs, size). batch_size: 1 (SGD) to n (batch gradient descent).
    orders: (epochs, n), in which order each epoch visits the samples, or (runs, epochs, n) for an order of its own for
    each run; see data.epoch_orders. every: record after each `every`-th update, and after the last.
    schedule: (updates,), the factor of lr in each update; see `schedules`.
    Returns a History whose loss is that of all the data.
    Raises ValueError for shapes that do not fit, a batch_size outside 1 … n, or a first gradient with NaN.
    """
    W, orders, n = started(opt, W, model.size), np.asarray(orders), len(X)
    if len(y) != n or orders.ndim not in (2, 3) or orders.shape[-1] != n:
        raise ValueError(
            f"X, y and each row of orders must have one length: X has {n}, y {len(y)}, orders shape {orders.shape}."
        )
    # Time first, so that one batch is (B,), or (runs, B).
    epochs = np.moveaxis(orders, -2, 0)
    batches = [np.moveaxis(b, 0, -1) for order in epochs for b in minibatches(np.moveaxis(order, -1, 0), batch_size)]

    return run(
        opt,
        W,
        batches,
        lambda W, b: model.gradient(W, X[b], y[b]),
        lambda W: model.loss(W, X, y),
        every,
        schedule,
        sizes=[b.shape[-1] for b in batches],
        n=n,
    )


def run(opt, W, batches, gradient, loss, every, schedule=None, sizes=None, n=1):
    """The loop under `descend` and `fit`: one step a batch, recorded after each `every`-th and after the last.

    gradient(W, batch) → like W; loss(W) → one number a run.
    """
    state = opt.start(W)
    every = at_least("every", every, 1)
    if schedule is not None and np.shape(schedule) != (len(batches),):
        raise ValueError(f"schedule must hold a factor for each of {len(batches)} steps, got {np.shape(schedule)}.")
    marks = sorted({*range(0, len(batches) + 1, every), len(batches)})
    path, losses = np.empty((len(marks), *W.shape)), np.empty((len(marks), *W.shape[:-1]))
    good = np.ones(W.shape[:-1], dtype=bool)
    record = 0

    # A run that diverges overflows before it is caught; the others must not warn about it.
    with np.errstate(all="ignore"):
        value = loss(W)
        for t in range(len(batches) + 1):
            if t == marks[record]:
                new_value = loss(W)
                good &= np.isfinite(new_value)
                value = np.where(good, new_value, value)
                path[record], losses[record] = W, value
                record += 1
            if t == len(batches):
                break
            rule = opt if schedule is None else replace(opt, lr=opt.lr * schedule[t])
            g = gradient(rule.look(W, state), batches[t])
            if t == 0 and np.isnan(g).any():
                raise ValueError("the first gradient has a NaN: look for NaN in W and in the data.")
            stepped, state = rule.step(W, g, state)
            good &= np.isfinite(g).all(axis=-1) & (np.abs(stepped) <= TOO_FAR).all(axis=-1)
            W = np.where(good[..., None], stepped, W)

    updates = np.array(marks)
    spent = np.cumsum([0, *(sizes or [1] * len(batches))])[updates]
    return History(path, losses, ~good, updates, spent, n)


def started(opt, W, size):
    """W as floats, broadcast to the shape of all runs; ValueError when its last axis is not `size`."""
    W = np.array(W, dtype=float)
    if W.ndim == 0 or W.shape[-1] != size:
        raise ValueError(f"W must have {size} entries on its last axis, got shape {W.shape}.")
    return np.broadcast_to(W, opt.shape(W)).copy()


def at_least(name, value, low):
    """`value` when it is a whole number of at least `low`; ValueError otherwise."""
    if not (isinstance(value, int | np.integer) and value >= low):
        raise ValueError(f"{name} must be a whole number of at least {low}, got {value}.")
    return value
