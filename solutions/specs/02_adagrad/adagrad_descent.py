import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import beyond_the_minimum, far_from_the_minimum, near_the_minimum, sized

adagrad_descent = Exercise("adagrad_descent", points=2, returns="array", kind="path")


@adagrad_descent.draw
def descent_cases(rng):
    """Few steps and many, steep coordinates and ones so flat that ε counts.

    One path goes beyond the minimum, one begins near it, one far away.
    """
    for d, steps in ((2, 4), (1, 7), (3, 1), (int(rng.integers(6, 10)), 3), (2, 12), (4, 6)):
        c = rng.uniform(0.3, 4, d).round(2)
        c[0] = round(rng.uniform(0.06, 0.15), 2)
        yield dict(
            W=sized(rng, d, 1.8, 3),
            c=c,
            lr=round(rng.uniform(0.3, 1) * min(0.6, 0.8 / np.sqrt(steps)), 3),
            eps=round(rng.uniform(0.02, 0.05), 3),
            steps=steps,
        )
    yield beyond_the_minimum(rng, lr=0.9, eps=0.03, steps=4)
    yield near_the_minimum(rng, lr=0.1, eps=0.03)
    yield far_from_the_minimum(rng, lr=60, eps=0.03, steps=4)


def walk(W, c, lr, eps, steps, total=0.0, slope=lambda W, c, t: c * W, rate=lambda lr, t: lr):
    """AdaGrad's path with its start; `slope` gives the gradient of step t, `rate` its lr; `total`: where it begins."""
    path = [W]
    for t in range(1, steps + 1):
        g = slope(path[-1], c, t)
        total = total + g**2
        path.append(path[-1] - rate(lr, t) * g / np.sqrt(total + eps))
    return np.array(path)


@adagrad_descent.mistake
def start_missing(W, c, lr, eps, steps):
    """The path begins after the first step. Its first row should be the start."""
    return walk(W, c, lr, eps, steps)[1:]


@adagrad_descent.mistake
def one_step_too_few(W, c, lr, eps, steps):
    """The path has one step too few: with the start in it there are steps + 1 rows."""
    return walk(W, c, lr, eps, steps)[:-1]


@adagrad_descent.mistake
def one_step_too_many(W, c, lr, eps, steps):
    """The path has one step too many: with the start in it there are steps + 1 rows."""
    return walk(W, c, lr, eps, steps + 1)


@adagrad_descent.mistake
def only_the_end(W, c, lr, eps, steps):
    """That is only the last point. Return every point of the path, including the start."""
    return walk(W, c, lr, eps, steps)[-1]


@adagrad_descent.mistake
def end_in_every_row(W, c, lr, eps, steps):
    """Every row is the last point: is one array collected again and again and changed in place (then collect W.copy()),
    or is every row filled with the end?
    """
    return np.tile(walk(W, c, lr, eps, steps)[-1], (steps + 1, 1))


@adagrad_descent.mistake
def gradient_of_the_start(W, c, lr, eps, steps):
    """Every step uses the gradient at the start. Take the gradient at the point where W is now."""
    return walk(W, c, lr, eps, steps, slope=lambda _, c, t: c * W)


@adagrad_descent.mistake
def curvature_forgotten(W, c, lr, eps, steps):
    """The gradient is W here, without c. What is the derivative of ½cW²?"""
    return walk(W, c, lr, eps, steps, slope=lambda W, c, t: W)


@adagrad_descent.mistake
def gradient_doubled(W, c, lr, eps, steps):
    """The gradient is 2cW here: mind the ½ in f."""
    return walk(W, c, lr, eps, steps, slope=lambda W, c, t: 2 * c * W)


@adagrad_descent.mistake
def gradient_halved(W, c, lr, eps, steps):
    """The gradient is ½cW here: what happens to the ½ when you differentiate W²?"""
    return walk(W, c, lr, eps, steps, slope=lambda W, c, t: c * W / 2)


@adagrad_descent.mistake
def value_for_gradient(W, c, lr, eps, steps):
    """The step uses ½cW², the value of f along each coordinate. It should use the slope."""
    return walk(W, c, lr, eps, steps, slope=lambda W, c, t: c * W**2 / 2)


@adagrad_descent.mistake
def total_forgotten(W, c, lr, eps, steps):
    """Every step begins with a total of 0. Pass the total of one step on to the next."""
    path = [W]
    for _ in range(steps):
        path.append(walk(path[-1], c, lr, eps, 1)[1])
    return np.array(path)


@adagrad_descent.mistake
def total_starts_at_one(W, c, lr, eps, steps):
    """The first step is too short: what does the total start at?"""
    return walk(W, c, lr, eps, steps, total=1.0)


@adagrad_descent.mistake
def rate_falls_twice(W, c, lr, eps, steps):
    """The rate is divided by √t as well as by the root of the total. That factor is already in the sum."""
    return walk(W, c, lr, eps, steps, rate=lambda lr, t: lr / np.sqrt(t))


adagrad_descent.slipping(
    """
    total = np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        g = c * W
        total1 = total + g**2
        total_used = total1
        root = np.sqrt(total_used + eps)
        W = W - lr * g / root
        total = total1
        path.append(W)
    return np.array(path)
    """,
    *slips.LR,
    *slips.EPS,
    *slips.CURVATURE,
    *slips.STEPS,
    *slips.root("total", "lr * g"),
    *slips.squares("total"),
    *slips.used("total", "total1"),
    slips.edit("total_forgotten", "The total of one step is not passed on to the next.", ("total = total1", "pass")),
    slips.edit("total_starts_at_one", "The total starts at 1.", ("np.zeros", "np.ones")),
    slips.edit(
        "average_in_place_of_sum",
        "Old and new are averaged with weights 0.9 and 0.1.",
        ("total + g", "0.9 * total + 0.1 * g"),
    ),
)

adagrad_descent.slipping(
    """
    total = np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        total = total + (c * W)**2
        W = W - lr * (c * W) / np.sqrt(total + eps)
        path.append(W)
    return np.array(path)
    """
)
