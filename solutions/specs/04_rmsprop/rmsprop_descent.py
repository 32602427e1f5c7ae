import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import beyond_the_minimum, far_from_the_minimum, near_the_minimum, sized

rmsprop_descent = Exercise("rmsprop_descent", points=2, returns="array", kind="path")


@rmsprop_descent.draw
def descent_cases(rng):
    """One step and many, steep coordinates and such as are so flat that ε counts.

    One path goes beyond the minimum, one begins near it, one far away; β is once 0.
    """
    for d, steps in ((2, 4), (1, 7), (3, 1), (int(rng.integers(6, 10)), 3), (2, 12), (4, 5), (3, 2)):
        c = rng.uniform(0.3, 4, d).round(2)
        c[0] = round(rng.uniform(0.05, 0.12), 2)
        longest = min(0.6, 1.2 / steps)
        yield dict(
            W=sized(rng, d, 2.4, 4),
            c=c,
            lr=round(rng.uniform((0.85 if steps == 2 else 0.5) * longest, longest), 3),
            beta=round(rng.uniform(0.6 if steps == 2 else 0.25, 0.8), 2),  # two long steps tell two starts of S apart
            eps=round(rng.uniform(0.02, 0.05), 3),
            steps=steps,
        )
    yield beyond_the_minimum(rng, lr=0.5, beta=0.5, eps=0.03, steps=4)
    yield near_the_minimum(rng, lr=0.1, beta=0.5, eps=0.03)
    yield beyond_the_minimum(rng, lr=0.5, beta=0.0, eps=0.03, steps=3)
    yield far_from_the_minimum(rng, lr=40, beta=0.5, eps=0.03, steps=4)


def way(W, c, lr, beta, eps, steps, S=0.0, slope=lambda W, c: c * W, old=None, new=None, lasting=lambda S, t: S):
    """RMSProp's path with its start. S: where it begins; slope: the gradient; old, new: the weights of S and of g²;
    lasting: what of S in step t stands under the root."""
    path = [W]
    for t in range(1, steps + 1):
        g = slope(path[-1], c)
        S = (beta if old is None else old) * S + (1 - beta if new is None else new) * g**2
        path.append(path[-1] - lr * g / np.sqrt(lasting(S, t) + eps))
    return np.array(path)


@rmsprop_descent.mistake
def start_missing(W, c, lr, beta, eps, steps):
    """The path begins after the first step. Its first row should be the start."""
    return way(W, c, lr, beta, eps, steps)[1:]


@rmsprop_descent.mistake
def one_step_too_few(W, c, lr, beta, eps, steps):
    """The path has one step too few: with the start in it there are steps + 1 rows."""
    return way(W, c, lr, beta, eps, steps)[:-1]


@rmsprop_descent.mistake
def one_step_too_many(W, c, lr, beta, eps, steps):
    """The path has one step too many: with the start in it there are steps + 1 rows."""
    return way(W, c, lr, beta, eps, steps + 1)


@rmsprop_descent.mistake
def only_the_end(W, c, lr, beta, eps, steps):
    """That is where it ends. Return all points on the way, including the start."""
    return way(W, c, lr, beta, eps, steps)[-1]


@rmsprop_descent.mistake
def end_in_every_row(W, c, lr, beta, eps, steps):
    """Every row is the last point: is one array collected again and again and changed in place (then collect W.copy()),
    or is every row filled with the end?
    """
    return np.tile(way(W, c, lr, beta, eps, steps)[-1], (steps + 1, 1))


@rmsprop_descent.mistake
def gradient_of_the_start(W, c, lr, beta, eps, steps):
    """Every step uses the gradient at the start. Compute it anew where the point is now."""
    return way(W, c, lr, beta, eps, steps, slope=lambda _, c: c * W)


@rmsprop_descent.mistake
def curvature_forgotten(W, c, lr, beta, eps, steps):
    """The gradient is W here, without c. What is the derivative of ½cW²?"""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: W)


@rmsprop_descent.mistake
def gradient_doubled(W, c, lr, beta, eps, steps):
    """The gradient is 2cW here: mind the ½ in f."""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: 2 * c * W)


@rmsprop_descent.mistake
def gradient_halved(W, c, lr, beta, eps, steps):
    """The gradient is ½cW here: what happens to the ½ when you differentiate W²?"""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: c * W / 2)


@rmsprop_descent.mistake
def value_for_gradient(W, c, lr, beta, eps, steps):
    """The step uses ½cW², the value of f along each coordinate, instead of the slope."""
    return way(W, c, lr, beta, eps, steps, slope=lambda W, c: c * W**2 / 2)


@rmsprop_descent.mistake
def S_forgotten(W, c, lr, beta, eps, steps):
    """Every step begins with S = 0: pass the S of one step on to the next."""
    return way(W, c, lr, beta, eps, steps, old=0)


@rmsprop_descent.mistake
def S_starts_at_one(W, c, lr, beta, eps, steps):
    """The first step is that of S₀ = 1. The average starts at 0."""
    return way(W, c, lr, beta, eps, steps, S=1.0)


@rmsprop_descent.mistake
def S_starts_at_the_first_square(W, c, lr, beta, eps, steps):
    """S begins at the first g² here, so no first step exceeds lr. Ours begins at 0: its first step is longer."""
    return way(W, c, lr, beta, eps, steps, S=(c * W) ** 2)


@rmsprop_descent.mistake
def sum_in_place_of_average(W, c, lr, beta, eps, steps):
    """That is AdaGrad's path: the squares are summed, not averaged."""
    return way(W, c, lr, beta, eps, steps, old=1, new=1)


@rmsprop_descent.mistake
def corrected_for_the_start(W, c, lr, beta, eps, steps):
    """S is divided by 1 - βᵗ, as in Adam. RMSProp takes it as it is, although its first steps are long."""
    return way(W, c, lr, beta, eps, steps, lasting=lambda S, t: S / (1 - beta**t))


rmsprop_descent.slipping(
    """
    S = np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        g = c * W
        S1 = beta * S + (1 - beta) * g**2
        S_used = S1
        root = np.sqrt(S_used + eps)
        W = W - lr * g / root
        S = S1
        path.append(W)
    return np.array(path)
    """,
    *slips.LR,
    *slips.EPS,
    *slips.CURVATURE,
    *slips.STEPS,
    *slips.root("S", "lr * g"),
    *slips.average("S", "beta", "g**2", 0.9, 0.99),
    *slips.squares("S"),
    *slips.used("S", "S1"),
    slips.edit("S_forgotten", "The S of one step is not passed on to the next.", ("S = S1", "pass")),
    slips.edit("S_starts_at_one", "S starts at 1.", ("np.zeros", "np.ones")),
    slips.edit("corrected", "S is corrected as in Adam.", ("S_used = S1", "S_used = S1 / (1 - beta**t)")),
)

rmsprop_descent.slipping(
    """
    S = np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        S = beta * S + (1 - beta) * (c * W)**2
        W = W - lr * (c * W) / np.sqrt(S + eps)
        path.append(W)
    return np.array(path)
    """
)
