"""Learning-rate schedules: the factor that multiplies lr in each step (chapter 6).

Each returns an array (steps,) that `descend` and `fit` take as `schedule`. The factors multiply: a warm-up before a
cosine is `warm_up(steps) * cosine(steps)`.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib.arguments import array, number, whole


def step(steps: int, factor: float = 0.1, at: ArrayLike = (0.5, 0.75)) -> np.ndarray:
    """1 at first, then multiplied by `factor` at each share `at` of the steps.

    >>> step(4, factor=0.5).tolist()
    [1.0, 1.0, 0.5, 0.25]
    """
    done, factor = progress(steps), number("factor", factor, low=0)
    shares = [number("each share in at", share, 0, 1) for share in array("at", at, ndim=1)]
    return np.prod([np.where(done >= share, factor, 1.0) for share in shares], axis=0)


def cosine(steps: int, end: float = 0.0) -> np.ndarray:
    r"""$e + (1-e)\,(1 + \cos \pi s)/2$ from 1 at s = 0 down to `end` (e), which the step after the last would reach.

    end: in [0, 1].
    Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), without restarts.

    >>> cosine(4).round(3).tolist()
    [1.0, 0.854, 0.5, 0.146]
    """
    end = number("end", end, 0, 1)
    return end + (1 - end) * (1 + np.cos(np.pi * progress(steps))) / 2


def warm_up(steps: int, share: float = 0.1) -> np.ndarray:
    """Rises in a straight line over the first `share` of the steps, then 1. The first factor is not 0.

    >>> warm_up(5, share=0.4).tolist()
    [0.5, 1.0, 1.0, 1.0, 1.0]
    """
    rise = max(1, round(number("share", share, 0, 1) * whole("steps", steps, 1)))
    return np.minimum(1.0, np.arange(1, steps + 1) / rise)


def progress(steps: int) -> np.ndarray:
    """The share of the steps that lie behind each step: 0, 1/steps, …, 1 - 1/steps. ValueError for no steps.

    >>> progress(4).tolist()
    [0.0, 0.25, 0.5, 0.75]
    """
    return np.arange(whole("steps", steps, 1)) / steps
