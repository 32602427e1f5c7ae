import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import positive, sized, tiny

adagrad_step = Exercise("adagrad_step", points=4, returns=("W", "total"), starts=("total",), kind="step")


@adagrad_step.draw
def adagrad_cases(rng):
    """The first step and later ones, large gradients and ones so small that ε counts, one coordinate at rest."""
    for d, first, small in (
        (3, False, False),
        (1, True, True),
        (4, True, True),
        (2, False, True),
        (int(rng.integers(6, 10)), False, False),
        (1, False, False),
    ):
        low, high = (0.05, 0.25) if small else (0.5, 4)
        g = sized(rng, d, low, high)
        g[1 : d - 2] = 0.0 if first else g[1 : d - 2]  # never a gradient, as a pixel that is never on
        yield dict(
            W=sized(rng, d, 0.2, 0.9 if small else 4),
            g=g,
            total=np.zeros(d) if first else positive(rng, d, low, high),
            lr=round(rng.uniform(0.2 if small else 0.05, 0.6), 3),
            eps=round(rng.uniform(0.03, 0.05) if small else rng.uniform(0.005, 0.02), 3),
        )
    yield dict(W=np.array([2.0, -1.0]), g=sized(rng, 2, 1, 3), total=positive(rng, 2), lr=1, eps=0.005)
    W, g = sized(rng, 2, 0.2, 4), sized(rng, 2, 100, 300)
    yield dict(W=W, g=g, total=positive(rng, 2, 1000, 9000), lr=0.3, eps=0.02)
    yield dict(W=tiny(rng), g=tiny(rng), total=positive(rng, 2, 1, 4), lr=0.3, eps=0.02)


@adagrad_step.mistake
def eps_outside_the_root(W, g, total, lr, eps):
    """These are the numbers you get when ε stands outside the root, as in PyTorch. Here it is under the root."""
    total = total + g**2
    return W - lr * g / (np.sqrt(total) + eps), total


@adagrad_step.mistake
def eps_forgotten(W, g, total, lr, eps):
    """There is no ε in these numbers. What happens where all gradients have been 0?"""
    total = total + g**2
    return W - lr * g / np.sqrt(total), total


@adagrad_step.mistake
def eps_squared(W, g, total, lr, eps):
    """ε is squared here before it is added. Add it as it is."""
    total = total + g**2
    return W - lr * g / np.sqrt(total + eps**2), total


@adagrad_step.mistake
def eps_kept_in_total(W, g, total, lr, eps):
    """W is right, but the total you return contains ε, and would gain another ε in every step."""
    total = total + g**2 + eps
    return W - lr * g / np.sqrt(total), total


@adagrad_step.mistake
def no_root(W, g, total, lr, eps):
    """The step is divided by the sum of squares itself. A gradient over its square: what unit would lr have?"""
    total = total + g**2
    return W - lr * g / (total + eps), total


@adagrad_step.mistake
def gradient_added_not_its_square(W, g, total, lr, eps):
    """g is added to the total, so positive and negative gradients cancel. What should be added instead?"""
    total = total + g
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def size_added_not_the_square(W, g, total, lr, eps):
    """|g| is added to the total. The root is taken of a sum of squares."""
    total = total + np.abs(g)
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def divides_by_the_old_total(W, g, total, lr, eps):
    """The total is right, but the step is divided by the root of the old one, which lacks this step's g."""
    return W - lr * g / np.sqrt(total + eps), total + g**2


@adagrad_step.mistake
def old_total_returned(W, g, total, lr, eps):
    """W is right, but you return the old total: the next step would know nothing of this gradient."""
    return W - lr * g / np.sqrt(total + g**2 + eps), total


@adagrad_step.mistake
def total_forgets(W, g, total, lr, eps):
    """The total that comes in has no effect: these numbers contain only this gradient's square."""
    total = g**2
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def average_in_place_of_sum(W, g, total, lr, eps):
    """Old total and new square are averaged with weights 0.9 and 0.1, as in chapter 4. AdaGrad adds them up."""
    total = 0.9 * total + 0.1 * g**2
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def mean_of_old_and_new(W, g, total, lr, eps):
    """Old total and new square are added and halved. The mean cancelled with the other root: what is left is a sum."""
    total = (total + g**2) / 2
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def steps_up(W, g, total, lr, eps):
    """W goes uphill: the step must go against the gradient."""
    total = total + g**2
    return W + lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def rate_without_lr(W, g, total, lr, eps):
    """Where is the learning rate? These steps are the same for every lr."""
    total = total + g**2
    return W - g / np.sqrt(total + eps), total


@adagrad_step.mistake
def rate_without_gradient(W, g, total, lr, eps):
    """W changes by the rate alone, so it always decreases. Multiply the rate by something that has a sign."""
    total = total + g**2
    return W - lr / np.sqrt(total + eps), total


@adagrad_step.mistake
def multiplied_by_the_root(W, g, total, lr, eps):
    """The step is multiplied by the root: large gradients in the past would give a larger rate, not a smaller one."""
    total = total + g**2
    return W - lr * g * np.sqrt(total + eps), total


@adagrad_step.mistake
def one_rate_for_all(W, g, total, lr, eps):
    """The step is divided by one number, the root of all totals together. Each coordinate should have its own rate."""
    total = total + g**2
    return W - lr * g / np.sqrt(total.sum() + eps), total


@adagrad_step.mistake
def whole_square_added_to_each(W, g, total, lr, eps):
    """Every coordinate's total gets the squares of all coordinates, |g|². Each should get only its own."""
    total = total + np.sum(g**2)
    return W - lr * g / np.sqrt(total + eps), total


@adagrad_step.mistake
def gradient_squared_above(W, g, total, lr, eps):
    """The gradient in the numerator is squared, so W always decreases. Square it only in the total."""
    total = total + g**2
    return W - lr * g**2 / np.sqrt(total + eps), total


@adagrad_step.mistake
def never_divided(W, g, total, lr, eps):
    """The total is right, but the step is SGD's: it is not divided by anything."""
    return W - lr * g, total + g**2


adagrad_step.slipping(
    """
    total1 = total + g**2
    total_used = total1
    root = np.sqrt(total_used + eps)
    W1 = W - lr * g / root
    return W1, total1
    """,
    *slips.LR,
    *slips.EPS,
    *slips.root("total", "lr * g"),
    *slips.squares("total"),
    *slips.used("total", "total1"),
    *slips.returned("total", "W1, total1"),
    slips.edit(
        "own_square_under_the_root",
        "Under the root stands the square of this gradient alone: where is the total?",
        ("total_used = total1", "total_used = g**2"),
    ),
    slips.edit("total_does_not_change", slips.missing("total"), ("total + g**2", "total")),
    slips.edit("total_forgotten", "The total that comes in has no influence.", ("total + g", "g")),
    slips.edit(
        "average_in_place_of_sum",
        "Old and new are averaged with weights 0.9 and 0.1.",
        ("total + g", "0.9 * total + 0.1 * g"),
    ),
    slips.edit(
        "root_kept_in_total", "The total that comes back is already a root.", ("W1, total1", "W1, np.sqrt(total1)")
    ),
    slips.edit(
        "eps_kept_in_total", "The total contains ε.", ("total + g", "total + eps + g"), ("_used + eps", "_used")
    ),
    slips.edit("step_alone", slips.ONLY_THE_STEP, ("W1 = W - ", "W1 = ")),
    slips.edit("change_alone", "That is only the change of W.", ("W1 = W -", "W1 = -")),
    slips.edit(
        "root_kept_in_total_eps_outside",
        "The total that comes back is already a root, and ε stands outside it.",
        ("root = np.sqrt(total_used + eps)", "total1 = np.sqrt(total1); root = total1 + eps"),
    ),
    *slips.CLIP,
)
