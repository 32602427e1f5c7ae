"""Frequent and sparse gradients (slide S5): what AdaGrad leaves of each parameter's rate, and when that pays."""

from typing import NamedTuple

import numpy as np

from course_lib import data, models, schedules
from course_lib.experiments import tuning
from course_lib.optimizers import SGD, AdaGrad


class Pixels(NamedTuple):
    """Each pixel of the digits: how often it is on (64,), and the rate lr/√(Σg² + ε) that AdaGrad leaves it (64,), with
    the mean of Σg² over its ten weights. correlation: of the logarithms, over the pixels that are ever on."""

    on_rate: np.ndarray
    rate: np.ndarray
    correlation: float

    def apart(self, below, above=0.9):
        """The median rate of the pixels on in a share up to `below` of the pictures (but in some), divided by the
        median rate of those on in more than `above`."""
        rare = (self.on_rate > 0) & (self.on_rate < below)
        return float(np.median(self.rate[rare]) / np.median(self.rate[self.on_rate > above]))

    def rarest_at_the_bottom(self, count=6):
        """How many of the `count` rarest pixels (of those that are ever on) have one of the `count` lowest rates."""
        ever = np.flatnonzero(self.on_rate)
        rarest, lowest = (ever[np.argsort(each[ever], kind="stable")[:count]] for each in (self.on_rate, self.rate))
        return len(set(rarest) & set(lowest))


class PixelSums(NamedTuple):
    """AdaGrad on the digits: Σg² of each weight (K, 64, 10) after the steps (K,), its rate lr, how often each pixel is
    on (64,), and the curvature of the training loss along each weight at the end (64, 10)."""

    steps: np.ndarray
    total: np.ndarray
    lr: float
    on_rate: np.ndarray
    curvature: np.ndarray


def pixel_sums(lr=0.1, batch_size=16, epochs=5, standardised=False, seed=0, records=20):
    """S5: AdaGrad's sums on the digits by softmax regression, at up to `records` steps spread evenly in logarithm."""
    rng = np.random.default_rng(seed)
    split = data.digits(rng)
    X = data.standardised(split.X) if standardised else split.X
    model, opt = models.SoftmaxRegression(64, 10), AdaGrad(lr)
    W, state = model.start(), opt.start(model.start())
    orders = data.epoch_orders(len(X), epochs, rng)
    batches = [batch for order in orders for batch in data.minibatches(order, batch_size)]
    steps = np.unique(np.geomspace(1, len(batches), records).round().astype(int))
    total = []
    for t, batch in enumerate(batches, start=1):
        W, state = opt.step(W, model.gradient(W, X[batch], split.y[batch]), state)
        if t in steps:
            total.append(state["total"][: 64 * 10].reshape(64, 10))
    return PixelSums(steps, np.array(total), lr, (split.X > 0).mean(axis=0), curvature(W, X))


def curvature(W, X):
    """The second derivative of softmax regression's loss along the weight of each pixel and class: the mean over the
    samples of x²·p(1-p), (64, 10)."""
    scores = X @ W[: 64 * 10].reshape(64, 10) + W[64 * 10 :]
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return (X**2).T @ (p * (1 - p)) / len(X)


def pixels(lr=0.1, batch_size=16, epochs=5, standardised=False, seed=0):
    """S5: softmax regression on the digits. A pixel that is seldom on has small sums and keeps a large rate.

    standardised: give each pixel the standard deviation 1 instead of dividing all by 16, which ends the effect.
    """
    sums = pixel_sums(lr, batch_size, epochs, standardised, seed)
    rate = lr / np.sqrt(sums.total[-1].mean(axis=1) + AdaGrad(lr).eps)
    ever = sums.on_rate > 0
    return Pixels(sums.on_rate, rate, float(np.corrcoef(np.log(sums.on_rate[ever]), np.log(rate[ever]))[0, 1]))


def sizes_and_curvature(seed=0):
    """Does a gradient's size stand for the curvature? (correlation, exponent): over the digits' weights, log σ against
    log curvature, where σ is the root mean square of the weight's gradients in five epochs of AdaGrad.

    On a bowl seen from places equally far in all coordinates the exponent is 1. With the noise of small batches near
    the minimum, where the mean square of a sample's gradient is the curvature itself (Fisher), it is 1/2.
    """
    sums = pixel_sums(seed=seed)
    sigma, curved = np.sqrt(sums.total[-1] / sums.steps[-1]), sums.curvature
    known = (sigma > 0) & (curved > 0)
    x, y = np.log(curved[known]), np.log(sigma[known])
    return float(np.corrcoef(x, y)[0, 1]), float(np.polyfit(x, y, 1)[0])


# ---- when rarity pays: words ----


class Words(NamedTuple):
    """The race on words: the best rate, whether it lies inside its grid, the share of the targets' variance that is not
    explained on other seeds (their mean)."""

    lr: float
    interior: bool
    error: float


def shares_of_words(alike=False, words=200):
    """In what share of the documents each word occurs: 1/2, 1/4, 1/6 … as in a language (Zipf), or `alike`: their mean
    for every word. (words,)"""
    zipf = 0.5 / np.arange(1, words + 1)
    return np.full(words, zipf.mean()) if alike else zipf


def words_race(rule, alike=False, falling=False, steps=250, batch_size=16, noise=0.3, seeds=8):
    """S5: linear regression on documents of 0 and 1, at the best of 21 rates (each √2 times the last): a Words.

    A document's target is the sum of its words' true weights, which are N(0, 1), and noise of `noise` times their
    spread. Every batch is new. falling: the rate follows a cosine to 0. The best rate has the lowest mean error over
    `seeds` seeds; the error returned is that of as many other seeds at this rate.
    """
    grid = 0.4 * 2.0 ** (np.arange(-10, 11) / 2)
    schedule = schedules.cosine(steps) if falling else np.ones(steps)
    shares = shares_of_words(alike)
    found = learn_words(rule, grid, schedule, shares, batch_size, noise, range(seeds)).mean(axis=1)
    best = int(np.argmin(found))
    error = learn_words(rule, grid[[best]], schedule, shares, batch_size, noise, range(seeds, 2 * seeds)).mean()
    return Words(float(grid[best]), 0 < best < len(grid) - 1, float(error))


def learn_words(rule, lrs, schedule, shares, batch_size, noise, seeds):
    """The error of each rate and seed after the last step: (rates, seeds)."""
    drawn = [documents(shares, len(schedule), batch_size, noise, seed) for seed in seeds]
    true, X, y = (np.stack(part) for part in zip(*drawn))  # (seeds, K), (seeds, T, B, K), (seeds, T, B)
    W = np.zeros((len(lrs), *true.shape))
    opt = rule(lr=lrs[:, None, None])
    state = opt.start(W)
    with np.errstate(all="ignore"):  # a rate that is too large overflows
        for t, factor in enumerate(schedule):
            wrong = (X[:, t] @ W[..., None])[..., 0] - y[:, t]
            g = 2 / batch_size * (wrong[..., None, :] @ X[:, t])[..., 0, :]
            W, state = rule(lr=factor * opt.lr).step(W, g, state)
        off = W - true
        missed = (off**2 * shares * (1 - shares)).sum(axis=-1) + (off * shares).sum(axis=-1) ** 2
    error = missed / (true**2 * shares * (1 - shares)).sum(axis=-1)
    return np.where(np.isfinite(error), error, np.inf)


def documents(shares, steps, batch_size, noise, seed):
    """True weights (K,), documents (steps, batch_size, K) of 0 and 1, and their targets (steps, batch_size)."""
    rng = np.random.default_rng(seed)
    true = rng.standard_normal(len(shares))
    X = (rng.random((steps, batch_size, len(shares))) < shares).astype(float)
    spread = np.sqrt((true**2 * shares * (1 - shares)).sum())
    return true, X, X @ true + noise * spread * rng.standard_normal((steps, batch_size))


# ---- and the digits ----

MIDDLE = {SGD: 2.8, AdaGrad: 1.4}


def digits_race(rule, falling=False, blank=0.0, epochs=5, seeds=10):
    """S5 on real data: softmax regression on the digits, batches of 16, at the best of nine rates: a Race.

    blank: pixels that are on in a smaller share of the pictures are set to 0, so what they teach is lost. falling: the
    rate follows a cosine to 0. As many pictures are used as fill whole batches: a last batch of four would decide the
    end of a run. The best rate has the lowest mean final loss over `seeds` seeds; the race is run on as many others.
    """
    split = data.digits(np.random.default_rng(0))
    X, y = split.X[: len(split.X) // 16 * 16], split.y[: len(split.X) // 16 * 16]
    seen = (split.X > 0).mean(axis=0) >= blank
    split = data.Split(X * seen, y, split.X_test * seen, split.y_test)
    tasks = [
        tuning.task(models.SoftmaxRegression(64, 10), split, epochs, seeds, 16, first=first) for first in (0, seeds)
    ]
    schedule = schedules.cosine if falling else None
    return tuning.race(tasks[0], rule, MIDDLE[rule], schedule=schedule, fresh=tasks[1], by=np.mean)
