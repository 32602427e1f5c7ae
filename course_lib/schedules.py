"""Learning-rate schedules: by which factor to multiply lr in each step (chapter 6).

Each returns an array (steps,) that `descend` and `fit` take as `schedule`. The factors multiply: a warm-up before a
cosine is `warm_up(steps) * cosine(steps)`.
"""

import numpy as np


def step(steps, factor=0.1, at=(0.5, 0.75)):
    """1 at first, and `factor` times as much from each share `at` of the way on."""
    done = progress(steps)
    return np.prod([np.where(done >= share, factor, 1.0) for share in at], axis=0)


def cosine(steps, end=0.0):
    r"""$e + (1-e)\,(1 + \cos \pi s)/2$ from 1 at s = 0 down to `end` (e), at which the step after the last would be.

    Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), without restarts.
    """
    return end + (1 - end) * (1 + np.cos(np.pi * progress(steps))) / 2


def warm_up(steps, share=0.1):
    """Rises in a straight line over the first `share` of the steps, then 1. The first factor is not 0."""
    rise = max(1, round(share * steps))
    return np.minimum(1.0, np.arange(1, steps + 1) / rise)


def inverse_root(steps):
    """1/√t in step t = 1, 2, …: falls for ever, and yet the steps sum to as long a way as is needed."""
    return 1 / np.sqrt(np.arange(1, steps + 1))


def progress(steps):
    """Which share of the way lies behind each step: 0, 1/steps, …, 1 - 1/steps. ValueError for no steps."""
    if not (isinstance(steps, int | np.integer) and steps >= 1):
        raise ValueError(f"steps must be a whole number of at least 1, got {steps}.")
    return np.arange(steps) / steps
