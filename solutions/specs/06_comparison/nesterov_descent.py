import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import far_from_the_minimum, near_the_minimum

nesterov_descent = Exercise("nesterov_descent", points=4, returns="array", kind="path")


@nesterov_descent.draw
def cases(rng):
    """Bowls of one to nine directions, some steps and a single one; one near the minimum, with β = 0; a far one."""
    for d, steps in ((2, 3), (1, 5), (3, 1), (int(rng.integers(6, 10)), 6), (2, 9)):
        yield dict(
            W=(rng.choice([-1, 1], d) * rng.uniform(2, 6, d)).round(2),
            c=rng.uniform(0.4, 2, d).round(2),
            lr=round(rng.uniform(0.3, 0.7), 3),
            beta=round(rng.uniform(0.35, 0.75), 2),
            steps=steps,
        )
    yield near_the_minimum(rng, lr=0.4, beta=0.0)
    yield far_from_the_minimum(rng, lr=0.4, beta=0.5, steps=3)


def path(W, c, steps, look, update, move):
    """A path with its start: g at look(W, v), then v from update(v, g), then W from move(W, v, g)."""
    v, found = np.zeros_like(W), [W]
    for _ in range(steps):
        g = c * look(W, v)
        v = update(v, g)
        W = move(W, v, g)
        found.append(W)
    return np.array(found)


def nesterov(W, c, lr, beta, steps, **changes):
    """The right rule, but for what `changes` says."""
    rule = {
        "look": lambda W, v: W - lr * beta * v,
        "update": lambda v, g: beta * v + (1 - beta) * g,
        "move": lambda W, v, g: W - lr * v,
    }
    return path(W, c, steps, **(rule | changes))


@nesterov_descent.mistake
def plain_momentum(W, c, lr, beta, steps):
    """That is plain Momentum: the gradient is taken at W. Nesterov takes it where the old velocity is about to lead."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W)


@nesterov_descent.mistake
def looks_too_far(W, c, lr, beta, steps):
    """It looks ahead by lr·v. Of the old velocity only the part β is left after the step."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W - lr * v)


@nesterov_descent.mistake
def looks_without_lr(W, c, lr, beta, steps):
    """It looks ahead by β·v. The velocity moves W by lr times itself."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W - beta * v)


@nesterov_descent.mistake
def looks_back(W, c, lr, beta, steps):
    """It looks behind: the sign of the look ahead is wrong."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W + lr * beta * v)


@nesterov_descent.mistake
def moves_to_the_look_point(W, c, lr, beta, steps):
    """W moves from the point where you looked. It moves from where it stood; only the gradient is taken there."""

    return nesterov(W, c, lr, beta, steps, move=lambda W, v, g: W - lr * (v - (1 - beta) * g) - lr * v)


@nesterov_descent.mistake
def new_gradient_unweighted(W, c, lr, beta, steps):
    """The new gradient's weight 1 - β is missing: v = βv + g, or βv + lr·g and then W - v."""
    return nesterov(W, c, lr, beta, steps, update=lambda v, g: beta * v + g)


@nesterov_descent.mistake
def weights_exchanged(W, c, lr, beta, steps):
    """The weights of the old v and the new gradient are swapped."""
    return nesterov(W, c, lr, beta, steps, update=lambda v, g: (1 - beta) * v + beta * g)


@nesterov_descent.mistake
def steps_along_the_gradient(W, c, lr, beta, steps):
    """W steps along the gradient instead of along v."""
    return nesterov(W, c, lr, beta, steps, move=lambda W, v, g: W - lr * g)


@nesterov_descent.mistake
def pytorchs_form(W, c, lr, beta, steps):
    """That is PyTorch's form: its W is the look point of ours. You are asked for the path of W itself."""
    update, look = (lambda v, g: beta * v + (1 - beta) * g), (lambda W, v: W)
    return nesterov(
        W, c, lr, beta, steps, look=look, update=update, move=lambda W, v, g: W - lr * (beta * v + (1 - beta) * g)
    )


@nesterov_descent.mistake
def start_missing(W, c, lr, beta, steps):
    """The path has no start: W as it came in should be its first row."""
    return nesterov(W, c, lr, beta, steps)[1:]


@nesterov_descent.mistake
def only_the_end(W, c, lr, beta, steps):
    """That is where the path ends. You are asked for all of it, the start first."""
    return nesterov(W, c, lr, beta, steps)[-1]


@nesterov_descent.mistake
def one_step_too_many(W, c, lr, beta, steps):
    """There is one step too many: `steps` steps make steps + 1 points."""
    return nesterov(W, c, lr, beta, steps + 1)


@nesterov_descent.mistake
def velocity_forgotten(W, c, lr, beta, steps):
    """The velocity starts from 0 in every step. It has to be kept."""
    return nesterov(W, c, lr, beta, steps, look=lambda W, v: W, update=lambda v, g: (1 - beta) * g)


@nesterov_descent.mistake
def curvature_forgotten(W, c, lr, beta, steps):
    """The gradient is W, whatever c is. The derivative of ½cW² has one more factor."""
    return nesterov(W, np.ones_like(c), lr, beta, steps)


nesterov_descent.slipping(
    """
    v = np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        ahead = W - lr * beta * v
        g = c * ahead
        v1 = beta * v + (1 - beta) * g
        W = W - lr * v1
        v = v1
        path.append(W)
    return np.array(path)
    """,
    slips.often(
        slips.edit("plain_momentum", "The gradient is taken at W: that is plain Momentum.", ("c * ahead", "c * W"))
    ),
    *slips.LR,
    *slips.CURVATURE,
    *(
        slip
        for slip in slips.STEPS
        if slip.name not in ("gradient_of_the_start", "value_for_gradient", "W_squared_in_the_gradient")
    ),
    slips.edit("looks_too_far", "It looks ahead by lr·v.", ("lr * beta * v\n", "lr * v\n")),
    slips.edit("looks_without_lr", "It looks ahead by β·v, without lr.", ("lr * beta * v\n", "beta * v\n")),
    slips.edit("looks_by_v", "It looks ahead by v itself.", ("lr * beta * v\n", "v\n")),
    slips.edit("looks_back", "It looks behind.", ("W - lr * beta", "W + lr * beta")),
    slips.edit(
        "moves_from_the_look_point",
        "W moves from the point where you looked.",
        ("W = W - lr * v1", "W = ahead - lr * v1"),
    ),
    slips.edit("moves_by_v", "W moves by v itself, without lr.", ("- lr * v1", "- v1")),
    slips.edit("lr_in_v", "The learning rate is inside v.", ("* g\n", "* lr * g\n")),
    slips.edit(
        "pytorchs_form",
        "That is PyTorch's form: its W is the look point.",
        ("c * ahead", "c * W"),
        ("lr * v1", "lr * (beta * v1 + (1 - beta) * g)"),
    ),
    slips.edit(
        "classical_look_point",
        "That is the path of the look point, as in PyTorch and Keras, where the new gradient has no weight 1 - β.",
        ("c * ahead", "c * W"),
        ("beta * v + (1 - beta) * g\n", "beta * v - lr * g\n"),
        ("W - lr * v1", "W + beta * v1 - lr * g"),
    ),
    slips.edit(
        "twice_applied",
        "W moves by β²v and (1+β)·lr·g, with the new v where the old one belongs.",
        ("c * ahead", "c * W"),
        ("beta * v + (1 - beta) * g\n", "beta * v - lr * g\n"),
        ("W - lr * v1", "W + beta**2 * v1 - (1 + beta) * lr * g"),
    ),
    *slips.average("v", "beta", "g", 0.9),
    slips.edit("steps_along_the_gradient", "W steps along the gradient.", ("lr * v1", "lr * g")),
    slips.edit("velocity_forgotten", "The velocity is not kept for the next step.", ("v = v1", "pass")),
    slips.often(
        slips.edit(
            "moves_uphill",
            "W goes uphill: the step must go against the velocity.",
            ("W = W - lr * v1", "W = W + lr * v1"),
        )
    ),
    slips.edit(
        "look_points", "That is the path of the points where you looked.", ("path.append(W)", "path.append(ahead)")
    ),
)

nesterov_descent.slipping(
    """
    v = np.zeros(len(W))
    path = [W]
    for t in range(1, steps + 1):
        v = beta * v + (1 - beta) * c * (W - lr * beta * v)
        W = W - lr * v
        path.append(W)
    return np.array(path)
    """
)
