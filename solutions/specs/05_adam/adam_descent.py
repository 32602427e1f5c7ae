import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import adam, beyond_the_minimum, far_from_the_minimum, near_the_minimum

adam_descent = Exercise("adam_descent", points=3, returns="array", kind="path")


@adam_descent.draw
def descent_cases(rng):
    """Bowls of one to four directions, one so flat that ε counts: else Adam's path is the same for 2cW as for cW.

    One path is long, so that late corrections count, two go beyond the minimum, one of
    them with β₂ = 0, one starts near it, one far away.
    """
    for d, steps in ((2, 3), (1, 5), (int(rng.integers(6, 10)), 1), (4, 8), (2, 16)):
        c = rng.uniform(0.3, 3, d).round(2)
        c[0] = round(rng.uniform(0.06, 0.15), 2)
        yield dict(
            W=(rng.choice([-1, 1], d) * rng.uniform(4, 7, d)).round(2),
            c=c,
            lr=round(rng.uniform(0.05, 0.25), 3),
            beta1=round(rng.uniform(0.3, 0.55), 2),
            beta2=round(rng.uniform(0.65, 0.9), 2),
            eps=round(rng.uniform(0.1, 0.4), 2),
            steps=steps,
        )
    yield beyond_the_minimum(rng, lr=0.4, beta1=0.4, beta2=0.7, eps=0.1, steps=5)
    yield near_the_minimum(rng, lr=0.1, beta1=0.0, beta2=0.5, eps=0.1)
    yield beyond_the_minimum(rng, lr=0.4, beta1=0.5, beta2=0.0, eps=0.1, steps=3)
    yield far_from_the_minimum(rng, lr=40, beta1=0.4, beta2=0.7, eps=0.1, steps=4)


def path(W, c, lr, beta1, beta2, eps, steps, slope=lambda W, c: c * W, count=lambda t: t, keep=True):
    """Adam's path with its start; count(t) is what the correction takes for t, keep=False forgets m and S."""
    m, S, found = np.zeros_like(W), np.zeros_like(W), [W]
    for t in range(1, steps + 1):
        g = slope(W, c)
        if not keep:
            m, S = np.zeros_like(W), np.zeros_like(W)
        m, S, m_hat, S_hat = adam(g, m, S, np.float64(count(t)), beta1, beta2)
        W = W - lr * m_hat / np.sqrt(S_hat + eps)
        found.append(W)
    return np.array(found)


@adam_descent.mistake
def start_missing(W, c, lr, beta1, beta2, eps, steps):
    """The path has no start: W as it came in should be its first row."""
    return path(W, c, lr, beta1, beta2, eps, steps)[1:]


@adam_descent.mistake
def only_the_end(W, c, lr, beta1, beta2, eps, steps):
    """That is where the path ends. Return all of it, the start first."""
    return path(W, c, lr, beta1, beta2, eps, steps)[-1]


@adam_descent.mistake
def t_stays_one(W, c, lr, beta1, beta2, eps, steps):
    """t is 1 in every step: count it up."""
    return path(W, c, lr, beta1, beta2, eps, steps, count=lambda t: 1)


@adam_descent.mistake
def t_from_zero(W, c, lr, beta1, beta2, eps, steps):
    """t begins with 0, and the first correction divides by zero. The first step has t = 1."""
    return path(W, c, lr, beta1, beta2, eps, steps, count=lambda t: t - 1)


@adam_descent.mistake
def t_from_two(W, c, lr, beta1, beta2, eps, steps):
    """t begins with 2. The first step has t = 1."""
    return path(W, c, lr, beta1, beta2, eps, steps, count=lambda t: t + 1)


@adam_descent.mistake
def averages_start_anew(W, c, lr, beta1, beta2, eps, steps):
    """m and S start at 0 in every step: what adam_step returns has to go into the next one."""
    return path(W, c, lr, beta1, beta2, eps, steps, keep=False)


@adam_descent.mistake
def gradient_at_the_start(W, c, lr, beta1, beta2, eps, steps):
    """Every step uses the gradient at the start. It has to be computed anew at each W."""
    fixed = c * W
    return path(W, c, lr, beta1, beta2, eps, steps, slope=lambda W, c: fixed)


@adam_descent.mistake
def half_the_gradient(W, c, lr, beta1, beta2, eps, steps):
    """The gradient is half as large as it should be: what is the derivative of ½cW²?"""
    return path(W, c, lr, beta1, beta2, eps, steps, slope=lambda W, c: c * W / 2)


@adam_descent.mistake
def gradient_doubled(W, c, lr, beta1, beta2, eps, steps):
    """The gradient is 2cW here: mind the ½ in f. Adam nearly hides it: only beside ε does a gradient's size matter."""
    return path(W, c, lr, beta1, beta2, eps, steps, slope=lambda W, c: 2 * c * W)


@adam_descent.mistake
def curvature_forgotten(W, c, lr, beta1, beta2, eps, steps):
    """The gradient is W, whatever c is. The derivative of ½cW² has one more factor."""
    return path(W, c, lr, beta1, beta2, eps, steps, slope=lambda W, c: W)


@adam_descent.mistake
def one_step_too_many(W, c, lr, beta1, beta2, eps, steps):
    """There is one step too many: `steps` steps make steps + 1 points."""
    return path(W, c, lr, beta1, beta2, eps, steps + 1)


@adam_descent.mistake
def never_corrected(W, c, lr, beta1, beta2, eps, steps):
    """The averages are not corrected for their start at 0."""
    return path(W, c, lr, beta1, beta2, eps, steps, count=lambda t: np.inf)


adam_descent.slipping(
    """
    m, S = np.zeros(len(W)), np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        g = c * W
        m1 = beta1 * m + (1 - beta1) * g
        S1 = beta2 * S + (1 - beta2) * g**2
        m_used = m1 / (1 - beta1**t)
        S_used = S1 / (1 - beta2**t)
        root = np.sqrt(S_used + eps)
        W = W - lr * m_used / root
        m, S = m1, S1
        path.append(W)
    return np.array(path)
    """,
    *(slip for slip in slips.corrections() if not slip.first),
    slips.often(slips.edit("t_from_two", "t begins with 2.", ("range(1, steps + 1)", "range(2, steps + 2)"))),
    slips.edit("t_from_zero", "t begins with 0.", ("range(1, steps + 1)", "map(np.float64, range(steps))")),
    *slips.LR,
    *slips.EPS,
    *slips.BETAS,
    *slips.CURVATURE,
    *slips.STEPS,
    *slips.root("S", "lr * m_used"),
    *slips.average("m", "beta1", "g", 0.9),
    *slips.average("S", "beta2", "g**2", 0.999),
    *slips.squares("S"),
    slips.often(
        slips.edit(
            "corrected_values_kept",
            "The corrected averages go into the next step.",
            ("m, S = m1, S1", "m, S = m_used, S_used"),
        )
    ),
    slips.edit(
        "averages_exchanged",
        "m and S change places from one step to the next, and then S may be negative.",
        ("m, S = m1, S1", "m, S = S1, m1"),
    ),
    slips.edit("averages_forgotten", "m and S start at 0 in every step.", ("m, S = m1, S1", "pass")),
    slips.edit("gradient_over_the_root", "The plain gradient is above the root.", ("m_used / root", "g / root")),
    slips.edit("old_averages_used", "The step uses the old m and S.", ("= m1 /", "= m /"), ("= S1 /", "= S /")),
)
