"""The exponential moving average: its values, its weights, and how far back it remembers (slides S7, S8)."""

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from course_lib.arguments import array, flag, number, shown, whole


def ewma(x: ArrayLike, beta: float, correct: bool = False) -> np.ndarray:
    r"""The averages v₁ … v_T of a series: $v_t = \beta v_{t-1} + (1-\beta) x_t, \ v_0 = 0$.

    x: (T,) or (T, …), time first. beta: in [0, 1). Returns an array shaped like x, in x's unit.
    correct=True divides v_t by 1 - βᵗ (as Adam does), which removes the pull towards v₀ = 0.
    Source: slide S7. pandas: x.ewm(alpha=1 - beta, adjust=True).mean() is the corrected average;
    adjust=False starts at x₁ instead of 0.

    >>> ewma([8, 2, -3], beta=0.5).tolist()
    [4.0, 3.0, 0.0]
    """
    x, beta = array("x", x), in_unit_interval("beta", beta)
    v = np.zeros_like(x)
    past = np.zeros(x.shape[1:])
    for t, value in enumerate(x):
        past = v[t] = beta * past + (1 - beta) * value
    if flag("correct", correct):
        steps = np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))
        return v / (1 - beta**steps)
    return v


def weights(beta: float, n: int) -> np.ndarray:
    r"""The weight that v_t gives to the newest observation, the one before it, …: $(1-\beta)\beta^k$, k = 0 … n-1.

    Returns (n,). The weights of the first n sum to 1 - βⁿ. Source: slide S7, the unrolled form.

    >>> weights(beta=0.5, n=3).tolist()
    [0.5, 0.25, 0.125]
    """
    return (1 - in_unit_interval("beta", beta)) * beta ** np.arange(whole("n", n))


def window(beta: float) -> float:
    r"""$N \approx 1/(1-\beta)$: the age, in steps, at which a weight has fallen to about 1/e of the newest.

    No hard edge: older observations still hold about a third of the weight. Source: slide S8.

    >>> window(beta=0.75)
    4.0
    """
    return 1 / (1 - in_unit_interval("beta", beta))


def beta_for_window(N: float) -> float:
    r"""The β whose window is N: $\beta = 1 - 1/N$, for N of at least 1.

    >>> beta_for_window(4)
    0.75
    """
    return 1 - 1 / number("N", N, low=1)


def half_life(beta: float) -> float:
    r"""The number of steps after which a weight has halved: $\ln 0.5 / \ln\beta$, for β above 0.

    >>> round(half_life(beta=0.9), 2)
    6.58
    """
    if in_unit_interval("beta", beta) == 0:
        raise ValueError("beta must lie above 0: with 0 nothing is remembered, so nothing can halve.")
    return float(np.log(0.5) / np.log(beta))


def in_unit_interval(name: str, beta: float) -> float:
    """`beta` when it lies in [0, 1); ValueError otherwise.

    >>> in_unit_interval("beta", 0.9)
    0.9
    """
    if not (isinstance(beta, Real) and 0 <= beta < 1):
        raise ValueError(f"{name} must lie in [0, 1), got {shown(beta)}.")
    return float(beta)
