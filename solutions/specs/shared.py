"""What the specs of several exercises share: drawn numbers, batches, rows moved and counted, Adam's averages, words."""

import numpy as np


def sized(rng, shape, low, high):
    """Numbers of either sign whose size lies between low and high: none is 0 by chance."""
    return (rng.choice([-1, 1], shape) * rng.uniform(low, high, shape)).round(2)


def positive(rng, d, low=0.3, high=6):
    return rng.uniform(low, high, d).round(2)


def counts(G):
    """1 … T as a column."""
    return np.arange(1, len(G) + 1)[:, None]


def shifted(rows):
    """Each row one place later, the first one 0."""
    return np.concatenate([np.zeros_like(rows[:1]), rows[:-1]])


def regression(rng, n, d):
    """W, X and y of a small regression in which no target is fitted by chance."""
    W, X = rng.uniform(-2, 2, d).round(2), rng.uniform(-2, 2, (n, d)).round(2)
    return W, X, (X @ W + rng.choice([-1, 1], n) * rng.uniform(1, 3, n)).round(2)


def cut(order, size):
    """The right batches."""
    return [order[start : start + size] for start in range(0, len(order), size)]


def adam(g, m, S, t, beta1, beta2, square=np.square):
    """(m, S, corrected m, corrected S), right but for what `square` makes of the gradient: a mistake changes a part."""
    m, S = beta1 * m + (1 - beta1) * g, beta2 * S + (1 - beta2) * square(g)
    return m, S, m / (1 - beta1**t), S / (1 - beta2**t)


def tiny(rng):
    """Two numbers as good as 0: a step that leaves W alone where the gradient is small is wrong there."""
    return sized(rng, 2, 1, 4) * 1e-11


def near_the_minimum(rng, **settings):
    """A case of a descent whose first gradient is as good as 0: a rule that stops at a small one stops at once."""
    return dict(W=sized(rng, 3, 1, 4) * 1e-11, c=rng.uniform(0.5, 1.5, 3).round(2), **settings, steps=5)


def beyond_the_minimum(rng, **settings):
    """A case of a descent whose first step is longer than the way to the minimum: W changes its sign."""
    return dict(W=sized(rng, 2, 0.2, 0.3), c=rng.uniform(1, 2, 2).round(2), **settings)


def far_from_the_minimum(rng, **settings):
    """A case of a descent whose gradients are some hundred: a rule that clips them takes another path."""
    return dict(W=sized(rng, 2, 100, 300), c=rng.uniform(0.5, 1.5, 2).round(2), **settings)


def word(n):
    """A number up to twenty-five as a word."""
    words = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    words += " seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three twenty-four twenty-five"
    return words.split()[n]
