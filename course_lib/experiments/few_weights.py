"""Chapter 1 on one or two of the eleven weights, so that the loss can be drawn (slide S1), and its noise floor."""

import numpy as np

from course_lib import data, models, training
from course_lib.experiments.gradient_descent import WAYS
from course_lib.optimizers import SGD
from course_lib.surfaces import Surface

NAMES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")


def loss_of(names, window, start):
    """The diabetes data with the measurements `names` only, and its loss as a surface: (X (442, d), y, surface)."""
    X, y = data.diabetes()
    X = X[:, [NAMES.index(name) for name in names]]
    model = models.LinearRegression(len(names))
    best = np.linalg.lstsq(X, y)[0]
    surface = Surface(
        name=f"loss of {len(names)} weights" if len(names) > 1 else "loss of one weight",
        value=lambda W: model.loss(W, X, y),
        gradient=lambda W: model.gradient(W, X, y),
        window=window,
        start=start,
        minima=best[None],
    )
    return X, y, surface


def one_weight():
    """The body mass index alone. Its column has mean 0 and standard deviation 1, so the loss has the curvature 2."""
    return loss_of(["bmi"], window=((-1.8, 2.97),), start=(-0.6,))


def two_weights():
    """The body mass index and the blood value s5."""
    return loss_of(["bmi", "s5"], window=((-0.45, 0.85), (-0.2, 1.0)), start=(-0.25, 0.7))


def two_weight_paths(lr=0.03, epochs=2, seed=0, sizes=None):
    """S1's picture: the paths of SGD, mini-batch and BGD on the loss of two weights. Returns {way: History}."""
    X, y, surface = two_weights()
    orders = data.epoch_orders(len(X), epochs, np.random.default_rng(seed))
    model = models.LinearRegression(2)
    sizes = WAYS if sizes is None else sizes
    return {way: training.fit(model, SGD(lr), X, y, surface.start, B, orders) for way, B in sizes.items()}


def noise_floor(lr, batch_size, shuffled=False, epochs=30, seeds=20, settled=10):
    """S1: at a constant rate SGD does not settle; on two weights its mean excess in the end depends on lr/B alone.

    Each sample drawn anew: proportional to lr/B, while lr is far below 2/λ. shuffled=True visits each sample once an
    epoch, as is usual: the errors of an epoch partly cancel, so the floor is lower and falls faster than lr/B.
    Returns the mean over seeds and over all updates after epoch `settled`.
    """
    X, y, surface = two_weights()
    generators, n = [np.random.default_rng(seed) for seed in range(seeds)], len(X)
    drawn = [data.epoch_orders(n, epochs, rng) if shuffled else rng.integers(0, n, (epochs, n)) for rng in generators]
    orders = np.stack(drawn)
    start = np.tile(surface.start, (seeds, 1))
    history = training.fit(models.LinearRegression(2), SGD(lr), X, y, start, batch_size, orders)
    return float(history.loss[history.epochs > settled].mean() - surface.value(surface.minima[0]))
