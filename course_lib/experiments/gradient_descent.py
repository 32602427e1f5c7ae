"""What chapter 1 claims about SGD, mini-batch and batch gradient descent (slides S1, S2), on the diabetes data.

`excess` is always the loss above the smallest one that any W reaches (least squares): 0 is perfect. It is also the mean
squared difference between the predictions of W and those of the best W, where batch gradient descent ends up.
"""

from typing import NamedTuple

import numpy as np

from course_lib import data, models, training
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD

# The slides' three kinds of descent, as batch sizes; 442 is all the data.
WAYS = {"SGD": 1, "mini-batch": 32, "BGD": 442}


class Runs(NamedTuple):
    """Many seeds at once. updates, samples, epochs: (T,). excess: (T, seeds). W: (T, seeds, 11)."""

    updates: np.ndarray
    samples: np.ndarray
    epochs: np.ndarray
    excess: np.ndarray
    W: np.ndarray


def problem(noise_free=False):
    """(X, y, model, smallest loss). noise_free: y is replaced by what the best linear model says, so that it fits."""
    X, y = data.diabetes()
    best = np.linalg.lstsq(X, y)[0]
    y = X @ best if noise_free else y
    model = models.LinearRegression(X.shape[1])
    return X, y, model, model.loss(best, X, y)


def train(batch_size, lr=0.03, epochs=40, seeds=10, stages=(1.0,), noise_free=False, every=1, first=0):
    """S1, S2: gradient descent from W = 0 with batches of `batch_size`, each seed with orders of its own.

    stages: factors of lr; the epochs are divided equally among them, so (1, 0.1) lowers the rate half-way.
    every: record after each `every`-th update. first: the first seed. Returns Runs.
    """
    X, y, model, smallest = problem(noise_free)
    orders = np.stack(
        [data.epoch_orders(len(X), epochs, np.random.default_rng(seed)) for seed in range(first, first + seeds)]
    )
    W, parts = np.tile(model.start(), (seeds, 1)), []
    for stage, factor in zip(np.split(orders, len(stages), axis=1), stages):
        parts.append(training.fit(model, SGD(lr * factor), X, y, W, batch_size, stage, every))
        W = parts[-1].W[-1]
    return joined(parts, smallest)


def joined(parts, smallest):
    """The Histories of consecutive stages as one Runs; each stage's start is the end of the one before."""
    kept = [slice(0 if number == 0 else 1, None) for number in range(len(parts))]
    shift = np.cumsum([[0, 0], *[[part.updates[-1], part.samples[-1]] for part in parts]], axis=0)
    updates = np.concatenate([part.updates[k] + s for part, k, (s, _) in zip(parts, kept, shift)])
    samples = np.concatenate([part.samples[k] + s for part, k, (_, s) in zip(parts, kept, shift)])
    excess = np.concatenate([part.loss[k] for part, k in zip(parts, kept)]) - smallest
    return Runs(updates, samples, samples / parts[0].n, excess, np.concatenate([p.W[k] for p, k in zip(parts, kept)]))


def epochs_to_stay_below(runs, level):
    """The first recorded epoch from which the median excess stays at or below `level`; inf when it does not."""
    above = np.flatnonzero(np.median(runs.excess, axis=1) > level)
    first = 0 if len(above) == 0 else above[-1] + 1
    return float(runs.epochs[first]) if first < len(runs.epochs) else np.inf


def late_excess(runs, since=20):
    """The mean excess over the epochs from `since` on, over all seeds: where the run hovers."""
    return float(runs.excess[runs.epochs >= since].mean())


class Tuned(NamedTuple):
    """The fewest epochs over a grid of rates, the updates in them, the rate, and whether it lies inside the grid."""

    epochs: float
    updates: float
    lr: float
    interior: bool


def tuned(batch_size, level=0.01, seeds=40, epochs=10):
    """S2, fairly: epochs until the median excess reaches `level`, at the best of 12 rates (√2 apart).

    `seeds` seeds choose the rate, as many others run at it. Counted in steps of 1/13 of an epoch, or of an update where
    these are longer. Each batch size has a grid whose best rate is interior at a level of 0.01: about 0.002 for one
    sample, 0.17 for all.
    """
    X = problem()[0]
    rates = {1: 0.0007, 8: 0.003, 32: 0.006, 128: 0.015}.get(batch_size, 0.03) * 2 ** (np.arange(12) / 2)
    per_epoch = -(-len(X) // batch_size)

    def reached(lr, first):
        run = train(batch_size, lr, epochs, seeds, every=max(1, per_epoch // 13), first=first)
        there = np.flatnonzero(np.median(run.excess, axis=1) <= level)
        return (float(run.epochs[there[0]]), float(run.updates[there[0]])) if len(there) else (np.inf, np.inf)

    found = [reached(lr, first=0)[0] for lr in rates]
    best = np.flatnonzero(np.array(found) == min(found))
    middle = best[len(best) // 2]
    interior = bool(best[0] > 0 and best[-1] < len(rates) - 1)
    return Tuned(*reached(rates[middle], first=seeds), float(rates[middle]), interior)


def gradient_noise(batch_sizes, draws=2000, replacement=False, seed=0):
    """S2: how far a batch's gradient is from that of all the data, at W = 0 (root mean square length), per batch size.

    Theory: ∝ 1/√B with replacement, and √((n-B)/(n-1)) times that without. Returns (len(batch_sizes),).
    """
    each, rng = one_by_one(np.zeros(11)), np.random.default_rng(seed)
    # The gradient of a batch is the mean of its samples' gradients.
    off, n = each - each.mean(axis=0), len(each)
    if replacement:
        batches = [rng.integers(0, n, (draws, B)) for B in batch_sizes]
    else:
        orders = data.epoch_orders(n, draws, rng)
        batches = [orders[:, :B] for B in batch_sizes]
    return np.array([np.sqrt(np.mean(np.sum(off[b].mean(axis=1) ** 2, axis=-1))) for b in batches])


def direction(batch_sizes, W, draws=2000, seed=0):
    """S2, "the direction is more accurate": the mean cosine of the angle between a batch's gradient and the full one.

    W: (11,), where the gradients are taken. Returns (len(batch_sizes),).
    """
    each = one_by_one(W)
    orders = data.epoch_orders(len(each), draws, np.random.default_rng(seed))
    batches = [each[orders[:, :B]].mean(axis=1) for B in batch_sizes]
    return np.array([cosine(g, each.mean(axis=0)).mean() for g in batches])


def against(W):
    """S2: the share of the samples whose own gradient at W points against the full one (more than a right angle)."""
    each = one_by_one(W)
    return float(np.mean(cosine(each, each.mean(axis=0)) < 0))


def one_by_one(W):
    """Each sample's own gradient at W: (442, 11). Their mean is the full gradient."""
    X, y, model, _ = problem()
    return np.stack([model.gradient(W, X[i : i + 1], y[i : i + 1]) for i in range(len(X))])


def cosine(g, full):
    """The cosine of the angle between each row of g (k, d) and full (d,): (k,)."""
    return g @ full / np.linalg.norm(g, axis=1) / np.linalg.norm(full)


def claims():
    """S1 and S2 with what the runs say of each."""
    ways = {way: train(B, every=1 if B > 1 else 34) for way, B in WAYS.items()}
    late = {way: late_excess(run) for way, run in ways.items()}
    reach = {way: epochs_to_stay_below(run, 0.05) for way, run in ways.items()}
    quiet = np.median(train(1, 0.01, noise_free=True, every=442).excess[-1])
    slow = late_excess(train(1, 0.03 / 32, every=34))
    own = {way: tuned(B) for way, B in WAYS.items()}
    updates = {way: run.updates[-1] / run.epochs[-1] for way, run in ways.items()}
    cosines = direction([1, 32], np.zeros(11))
    return [
        Claim(
            "S1",
            "SGD's path scribbles round the minimum, BGD's does not",
            late["SGD"] > 10 * late["BGD"],
            f"at rate 0.03, epochs 20 to 40: SGD {late['SGD']:.2f} above the smallest loss, BGD {late['BGD']:.3f}",
            quiet < 1e-5,
            "the model fits every sample exactly: then SGD settles at a constant rate, too (a small enough one)",
        ),
        Claim(
            "S2",
            "the number of updates lies between BGD's and SGD's",
            updates["BGD"] < updates["mini-batch"] < updates["SGD"],
            f"an epoch of 442 samples: {updates['BGD']:.0f}, {updates['mini-batch']:.0f}, {updates['SGD']:.0f}",
        ),
        Claim(
            "S2",
            "a mini-batch is faster than BGD and more accurate than SGD",
            reach["mini-batch"] < reach["BGD"] and late["mini-batch"] < late["SGD"],
            f"at one rate, 0.03: within 0.05 after {reach['mini-batch']:.0f} epoch against {reach['BGD']:.0f}, "
            f"excess in epochs 20 to 40 {late['mini-batch']:.4f} against {late['SGD']:.2f}",
            own["SGD"].epochs < 1.2 * own["mini-batch"].epochs,
            f"each has its own rate: SGD reaches 0.01 in {own['SGD'].epochs:.1f} epochs, "
            f"mini-batch in {own['mini-batch'].epochs:.1f}",
        ),
        Claim(
            "S2",
            "a batch's direction is closer to the full gradient's",
            cosines[1] > cosines[0],
            f"cosine at the start {cosines[0]:.2f} for 1 sample, {cosines[1]:.2f} for 32",
        ),
        Claim(
            "S2",
            "a mini-batch ends closer to where BGD ends",
            late["mini-batch"] < 0.1 * late["SGD"],
            f"at one rate, 0.03: predictions differ from the best ones by {late['mini-batch'] ** 0.5:.2f} (root mean "
            f"square), SGD's by {late['SGD'] ** 0.5:.2f}",
            slow < 1.2 * late["mini-batch"],
            f"SGD's rate is 32 times smaller: {slow**0.5:.2f}",
        ),
    ]
