"""A fair race: every rule trains the same task with the same budget, each at the best rate of a grid of its own.

All grids have the same number of rates at the same ratio. Where a grid lies is not a matter of taste: as long as the
best rate is the lowest or the highest, the grid moves on by one in that direction.
"""

from typing import NamedTuple

import numpy as np

from course_lib import data, models, schedules, training


class Task(NamedTuple):
    """What all rules train alike. start: (seeds, size). orders: (seeds, epochs, n).

    records: how many each epoch; 0: the end alone, since measuring the loss of all the data takes a fifth of a run.
    """

    model: models.MLP
    split: data.Split
    start: np.ndarray
    orders: np.ndarray
    batch_size: int
    records: int


def task(model, split, epochs, seeds, batch_size=32, records=2, first=0):
    """A Task in which each seed, from `first` on, has a start and orders of its own, while all share the data."""
    generators = [np.random.default_rng(seed) for seed in range(first, first + seeds)]
    start = np.stack([model.start(rng) for rng in generators])
    orders = np.stack([data.epoch_orders(len(split.X), epochs, rng) for rng in generators])
    return Task(model, split, start, orders, batch_size, records)


def digits(seeds=10, epochs=8, first=0, records=2, full=True):
    """The handwritten digits with an MLP of 32 hidden units, 64-32-10; 42 batches of 32, and no other.

    full=False keeps the 4 pictures that are left over: they make a last batch whose gradient is far noisier, and where
    a rule ends, right after it, hangs on that one step.
    """
    model, split = models.MLP(64, 32, 10, classes=True), data.digits(np.random.default_rng(0))
    split = whole_batches(split, 32) if full else split
    return task(model, split, epochs, seeds, records=records, first=first)


def whole_batches(split, batch_size):
    """The split without the last training samples, which would not fill a batch."""
    n = len(split.X) // batch_size * batch_size
    return split._replace(X=split.X[:n], y=split.y[:n])


def curve(seeds=10, epochs=12, first=0, records=32):
    """1024 noisy points of y = x² with an MLP of 20 hidden units, 1-20-1; 32 batches of 32. No test set."""
    X, y = data.regression(np.random.default_rng(0), n=1024)
    return task(models.MLP(1, 20), data.Split(X, y, X, y), epochs, seeds, records=records, first=first)


def train(task, opt, schedule=None):
    """All seeds at once, by the rule `opt`: a History, with the training loss of each seed."""
    updates = len(data.minibatches(task.orders[0, 0], task.batch_size))
    last = updates * task.orders.shape[1]
    factors = None if schedule is None else schedule(last)
    return training.fit(
        task.model,
        opt,
        task.split.X,
        task.split.y,
        task.start,
        task.batch_size,
        task.orders,
        every=max(1, updates // task.records) if task.records else last,
        schedule=factors,
    )


class Race(NamedTuple):
    """A rule at its best rate. epochs: (T,). loss: (T, seeds), of all training data. lr: the best rate; interior:
    whether it lies inside its grid (None: the rate was given). accuracy: on the data held back, the median over the
    seeds (0 for a curve). failed: how many seeds `failures` counts."""

    epochs: np.ndarray
    loss: np.ndarray
    lr: float
    interior: bool | None
    accuracy: float
    failed: int


def race(task, rule, middle, count=9, schedule=None, fresh=None, by=np.median):
    """The rule at the best of `count` rates, each √2 times the one before: the lowest final loss.

    rule: makes a rule of a rate. middle: the middle of the first grid; the grid moves until its best is interior.
    schedule: a function of the number of updates, see `course_lib.schedules`. fresh: the same task with other seeds;
    the rule then runs on them at the rate it has chosen, since whoever picks the best of nine also picks some luck.
    """
    runs, low = {}, -(count // 2)
    tried = task._replace(records=0) if fresh else task
    while True:
        grid = range(low, low + count)
        runs |= {k: train(tried, rule(rate(middle, k)), schedule) for k in grid if k not in runs}
        best = min(grid, key=lambda k: by(runs[k].loss[-1]))
        if grid[0] < best < grid[-1]:
            lr = rate(middle, best)
            return at(fresh, rule, lr, schedule, True) if fresh else result(task, runs[best], lr, True)
        low += -1 if best == grid[0] else 1


def at(task, rule, lr, schedule=None, interior=None):
    """The rule at a given rate, as a Race."""
    return result(task, train(task, rule(lr), schedule), lr, interior)


def rate(middle, k):
    """The k-th rate of a grid around `middle`, half an octave apart."""
    return float(middle * 2 ** (k / 2))


def same_everywhere(values, digits=12):
    """The values rounded to so many significant digits: a power's last bits depend on the processor's vector units."""
    return np.array([float(f"{value:.{digits}g}") for value in values])


def result(task, run, lr, interior):
    """A History as a Race."""
    right = task.model.predict(run.W[-1], task.split.X_test) == task.split.y_test
    accuracy = float(np.median(right.mean(axis=-1)))
    return Race(run.epochs, run.loss, lr, interior, accuracy, int(failures(task, run.loss[-1]).sum()))


def failures(task, loss):
    """Which seeds, (seeds,), have failed: their loss is above half of what one answer for all inputs would get.

    That answer's loss is the variance of y for a curve, and the entropy of the classes for digits.
    """
    y = task.split.y
    shares = np.unique(y, return_counts=True)[1] / len(y)
    ignorant = -np.sum(shares * np.log(shares)) if task.model.classes else np.var(y)
    return loss > ignorant / 2


def warm_up_cosine(steps):
    """The schedule of chapter 6: a rise in a straight line over the first tenth, times a cosine down to 0: (steps,)."""
    return schedules.warm_up(steps) * schedules.cosine(steps)
