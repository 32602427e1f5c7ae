import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import sized, tiny

momentum_step = Exercise("momentum_step", points=4, returns=("W", "v"), starts=("v",), kind="step")


@momentum_step.draw
def momentum_cases(rng):
    """The first step and later ones, in one to nine dimensions, β far from 0.9, once 0; once a steep slope."""
    for d, first in ((3, False), (1, True), (4, True), (1, False), (int(rng.integers(6, 10)), False), (2, False)):
        yield dict(
            W=rng.normal(0, 2, d).round(2),
            g=rng.normal(0, 3, d).round(2),
            v=np.zeros(d) if first else rng.normal(0, 2, d).round(2),
            lr=round(rng.uniform(0.05, 0.6), 3),
            beta=round(rng.uniform(0.2, 0.8), 2),
        )
    W, g, v = rng.normal(0, 2, 2).round(2), sized(rng, 2, 120, 300), rng.normal(0, 50, 2).round(2)
    yield dict(W=W, g=g, v=v, lr=0.3, beta=0.4)
    W, g, v = rng.normal(0, 2, 2).round(2), sized(rng, 2, 1, 4), rng.normal(0, 2, 2).round(2)
    yield dict(W=W, g=g, v=v, lr=0.2, beta=0.0)
    yield dict(W=tiny(rng), g=tiny(rng), v=tiny(rng), lr=0.2, beta=0.6)


@momentum_step.mistake
def new_gradient_unweighted(W, g, v, lr, beta):
    """These are the numbers of v = βv + g, PyTorch's form. On the slide the new gradient has its own weight."""
    v = beta * v + g
    return W - lr * v, v


@momentum_step.mistake
def weights_exchanged_in_v(W, g, v, lr, beta):
    """The old v and the new gradient have swapped weights: which should count more when β is near 1?"""
    v = (1 - beta) * v + beta * g
    return W - lr * v, v


@momentum_step.mistake
def steps_along_the_old_v(W, g, v, lr, beta):
    """The v is right, but W steps along the old one. Update v first, then W."""
    return W - lr * v, beta * v + (1 - beta) * g


@momentum_step.mistake
def steps_along_the_gradient(W, g, v, lr, beta):
    """The v is right, but W still steps along the gradient, as in SGD."""
    return W - lr * g, beta * v + (1 - beta) * g


@momentum_step.mistake
def steps_uphill(W, g, v, lr, beta):
    """W goes uphill: the step must go against the averaged gradient."""
    v = beta * v + (1 - beta) * g
    return W + lr * v, v


@momentum_step.mistake
def old_v_returned(W, g, v, lr, beta):
    """W is right, but the v that comes back is the old one: the next step would know nothing of this gradient."""
    return W - lr * (beta * v + (1 - beta) * g), v


@momentum_step.mistake
def lr_inside_v(W, g, v, lr, beta):
    """The learning rate is inside v here. W may come out the same at first, but v should be an average of gradients."""
    step = beta * v + lr * (1 - beta) * g
    return W - step, step


@momentum_step.mistake
def lr_forgotten(W, g, v, lr, beta):
    """W steps by the whole v: where is the learning rate?"""
    v = beta * v + (1 - beta) * g
    return W - v, v


@momentum_step.mistake
def beta_always_09_in_v(W, g, v, lr, beta):
    """These are the numbers for β = 0.9, whatever β comes in."""
    v = 0.9 * v + 0.1 * g
    return W - lr * v, v


@momentum_step.mistake
def v_from_zero(W, g, v, lr, beta):
    """The v that comes in has no influence: every step starts again from v = 0."""
    v = (1 - beta) * g
    return W - lr * v, v


@momentum_step.mistake
def corrected_as_in_adam(W, g, v, lr, beta):
    """This v is divided by 1-β, as Adam does in its first step. Momentum does not correct."""
    v = beta * v + (1 - beta) * g
    return W - lr * v / (1 - beta), v


@momentum_step.mistake
def looks_ahead(W, g, v, lr, beta):
    """The step averages g into the new v once more, which is Nesterov's look ahead. Step by lr times the new v."""
    v = beta * v + (1 - beta) * g
    return W - lr * (beta * v + (1 - beta) * g), v


@momentum_step.mistake
def classical_form(W, g, v, lr, beta):
    """These are the numbers of v = βv + lr·g and W - v, as in many textbooks. On the slide v averages gradients."""
    v = beta * v + lr * g
    return W - v, v


@momentum_step.mistake
def keras_form(W, g, v, lr, beta):
    """These are the numbers of v = βv - lr·g and W + v, Keras's form. On the slide v averages gradients."""
    v = beta * v - lr * g
    return W + v, v


@momentum_step.mistake
def v_points_downhill(W, g, v, lr, beta):
    """Your v averages -g and is added to W. On the slide v averages g itself."""
    v = beta * v - (1 - beta) * g
    return W + lr * v, v


@momentum_step.mistake
def gradient_subtracted_in_v(W, g, v, lr, beta):
    """The new gradient is subtracted in v. An average adds both parts."""
    v = beta * v - (1 - beta) * g
    return W - lr * v, v


@momentum_step.mistake
def gradient_squared(W, g, v, lr, beta):
    """v averages the squares, which forget the direction. Momentum averages the gradients themselves."""
    v = beta * v + (1 - beta) * g**2
    return W - lr * v, v


@momentum_step.mistake
def never_forgets(W, g, v, lr, beta):
    """v is the sum of all gradients: the old v keeps its full weight, so nothing is ever forgotten."""
    v = v + g
    return W - lr * v, v


@momentum_step.mistake
def plain_mean_of_both(W, g, v, lr, beta):
    """v is the mean of the old v and the new gradient, whatever β is."""
    v = (v + g) / 2
    return W - lr * v, v


momentum_step.slipping(
    """
    v1 = beta * v + (1 - beta) * g
    v_used = v1
    W1 = W - lr * v_used
    return W1, v1
    """,
    *slips.LR,
    *slips.average("v", "beta", "g", 0.9, 0.99),
    *slips.used("v", "v1"),
    *slips.returned("v", "W1, v1"),
    slips.edit("steps_along_the_gradient", "W steps along the gradient.", ("v_used = v1", "v_used = g")),
    slips.edit("gradient_added_in_the_step", "W steps along v + g.", ("v_used = v1", "v_used = v1 + g")),
    slips.edit(
        "gradient_weighted_in_the_step", "W steps along (1-β)·g alone.", ("v_used = v1", "v_used = (1 - beta) * g")
    ),
    slips.edit(
        "looks_ahead",
        "W steps along βv + (1-β)g with the new v: Nesterov's step.",
        ("v_used = v1", "v_used = beta * v1 + (1 - beta) * g"),
    ),
    slips.often(
        slips.edit(
            "pytorchs_nesterov",
            "W steps along g + βv: Nesterov's step in PyTorch's form.",
            ("v_used = v1", "v_used = g + beta * v1"),
        )
    ),
    slips.edit("corrected", "The step is divided by 1 - β.", ("v_used = v1", "v_used = v1 / (1 - beta)")),
    slips.edit("lr_in_v_too", "The learning rate is inside v.", ("* g\n", "* lr * g\n")),
    slips.often(slips.edit("velocity_in_steps", "W steps by v itself, without lr.", ("- lr * v_used", "- v_used"))),
    slips.often(slips.edit("velocity_added", "v is added to W without lr.", ("- lr * v_used", "+ v_used"))),
    slips.edit("step_alone", slips.ONLY_THE_STEP, ("W1 = W - ", "W1 = ")),
    slips.edit("change_alone", "That is only the change of W.", ("W1 = W -", "W1 = -")),
    slips.edit("lr_for_the_weight", "The new gradient's weight is lr, not 1 - β.", ("(1 - beta) * g", "lr * g")),
    slips.setting("beta_0_as_09", "β = 0 is taken for 0.9.", "beta = beta or 0.9"),
    *slips.CLIP,
    slips.edit(
        "minus_lr_for_the_weight", "The new gradient's weight is -lr, not 1 - β.", ("(1 - beta) * g", "-lr * g")
    ),
    slips.edit("gradient_squared", "In v the gradient is squared.", ("* g\n", "* g**2\n")),
    slips.edit("v_times_lr_returned", "The v that comes back is multiplied by lr.", ("W1, v1", "W1, lr * v1")),
    slips.often(
        slips.edit(
            "classical_form",
            "v = βv + lr·g and W - v, as in many textbooks.",
            ("(1 - beta) * g", "lr * g"),
            ("- lr * v_used", "- v_used"),
        )
    ),
    slips.often(
        slips.edit(
            "keras_form",
            "v = βv - lr·g and W + v, Keras's form.",
            ("(1 - beta) * g", "-lr * g"),
            ("- lr * v_used", "+ v_used"),
        )
    ),
    # Beside the two forms, not one of them and a second mistake: which sign is wrong cannot be seen.
    *(
        slips.edit(name, "lr is inside v, and the sign of v or of the step is wrong.", weight, step)
        for name, weight, step in (
            ("classical_form_sign", ("(1 - beta) * g", "lr * g"), ("- lr * v_used", "+ v_used")),
            ("keras_form_sign", ("(1 - beta) * g", "-lr * g"), ("- lr * v_used", "- v_used")),
        )
    ),
    slips.setting("beta_always_09", "β is 0.9, whatever comes in.", "beta = 0.9"),
    slips.edit("averages_the_weights", "v averages W, not the gradient.", ("* g\n", "* W\n")),
)
