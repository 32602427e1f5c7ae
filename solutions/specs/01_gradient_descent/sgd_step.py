import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import sized, tiny

sgd_step = Exercise("sgd_step", points=1, returns="array", kind="step")


@sgd_step.draw
def step_cases(rng):
    """One to nine coordinates, small and large rates, once a whole one; gradients of every size, one of them 0."""
    for d, low, high in ((3, 1.2, 5), (1, 1.2, 5), (int(rng.integers(6, 10)), 1.2, 5), (2, 0.1, 0.8), (4, 120, 300)):
        yield dict(
            W=rng.normal(0, 2, d).round(2),
            g=sized(rng, d, low, high) * (np.arange(d) != 3),
            lr=round(rng.uniform(0.05, 0.6), 3),
        )
    yield dict(W=rng.normal(0, 2, 2).round(2), g=rng.integers(2, 6, 2) + 0.0, lr=2)
    yield dict(W=tiny(rng), g=tiny(rng), lr=0.3)


@sgd_step.mistake
def goes_uphill(W, g, lr):
    """W goes uphill: g points to where the loss grows."""
    return W + lr * g


@sgd_step.mistake
def rate_forgotten(W, g, lr):
    """W moves by the whole gradient: where is the learning rate?"""
    return W - g


@sgd_step.mistake
def change_alone(W, g, lr):
    """That is only the change of W. Return where W is after the step."""
    return -lr * g


@sgd_step.mistake
def length_alone(W, g, lr):
    """That is lr·g alone. Return W after the step."""
    return lr * g


@sgd_step.mistake
def divided_by_the_rate(W, g, lr):
    """The gradient is divided by lr: a larger rate would give a smaller step."""
    return W - g / lr


@sgd_step.mistake
def rate_times_everything(W, g, lr):
    """The rate multiplies W as well: check the brackets. With g = 0, W should stay where it is."""
    return lr * (W - g)


@sgd_step.mistake
def always_the_same_rate(W, g, lr):
    """These are the numbers for a rate of 0.1, whatever lr is passed in."""
    return W - 0.1 * g


@sgd_step.mistake
def same_step_for_all(W, g, lr):
    """Every coordinate takes the same step, by the mean of g. Each one has its own entry of the gradient."""
    return W - lr * np.mean(g)


@sgd_step.mistake
def divided_by_the_size(W, g, lr):
    """The step is divided by the number of coordinates. The mean over the samples is already in g."""
    return W - lr * g / len(g)


@sgd_step.mistake
def made_one_long(W, g, lr):
    """The gradient is scaled to length 1 here. On a steep slope the step should be longer than on a flat one."""
    return W - lr * g / np.sqrt(np.sum(g**2))


@sgd_step.mistake
def rate_is_subtracted(W, g, lr):
    """The rate stands between W and g as one more term: it is a factor."""
    return W - lr - g


@sgd_step.mistake
def sign_only(W, g, lr):
    """Only the sign of the gradient counts here. On a steep slope the step should be longer than on a flat one."""
    return W - lr * np.sign(g)


@sgd_step.mistake
def gradient_squared(W, g, lr):
    """The gradient is squared, so W always decreases, whichever way g points."""
    return W - lr * g**2


@sgd_step.mistake
def weights_times_gradient(W, g, lr):
    """The step is multiplied by W as well. Where W is does not matter, only lr and g do."""
    return W - lr * g * W


@sgd_step.mistake
def weights_for_gradient(W, g, lr):
    """The step goes along W itself: W shrinks. Which way should it go?"""
    return W - lr * W


sgd_step.slipping(
    """
    along = g
    return W - lr * along
    """,
    *slips.LR,
    *slips.CLIP[:4],
    slips.edit("size_only", "The gradient has lost its sign.", ("along = g", "along = np.abs(g)")),
    slips.edit("sign_only", "Only the sign of the gradient counts.", ("along = g", "along = np.sign(g)")),
    slips.edit("made_one_long", "The gradient is scaled to length 1.", ("along = g", "along = g / np.linalg.norm(g)")),
    slips.edit("gradient_squared", "The gradient is squared.", ("along = g", "along = g**2")),
    slips.edit("mean_for_all", "Every coordinate takes the mean of g.", ("along = g", "along = g.mean()")),
    slips.edit("sum_for_all", "Every coordinate takes the sum of g.", ("along = g", "along = g.sum()")),
    slips.edit("two_steps", "The step is twice as long as it should be.", ("W - lr", "W - 2 * lr")),
    slips.edit("half_a_step", "The step is half as long as it should be.", ("W - lr", "W - lr / 2")),
    slips.often(slips.edit("change_alone", "That is only the change of W.", ("W - lr", "-lr"))),
    slips.edit("weights_and_gradient_exchanged", "W and g have changed places.", ("along = g", "along, W = W, g")),
    slips.edit("times_the_weights", "The step is multiplied by W.", ("W - lr", "W - W * lr")),
    slips.setting("rate_always_001", "The rate is 0.01, whatever lr comes in.", "lr = 0.01"),
    slips.setting("rate_always_01", "The rate is 0.1, whatever lr comes in.", "lr = 0.1"),
)
