import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import sized, tiny

rmsprop_step = Exercise("rmsprop_step", points=4, returns=("W", "S"), starts=("S",), kind="step")


@rmsprop_step.draw
def rmsprop_cases(rng):
    """The first step and later ones, large gradients and small ones beside which ε counts, one coordinate at rest."""
    for d, first, small in (
        (3, False, False),
        (1, True, True),
        (4, True, True),
        (2, False, True),
        (int(rng.integers(6, 10)), False, False),
        (1, False, False),
    ):
        low, high = (0.05, 0.4) if small else (0.5, 4)
        g = sized(rng, d, low, high)
        g[1 : d - 2] = 0.0 if first else g[1 : d - 2]
        yield dict(
            W=sized(rng, d, 0.2, 0.9 if small else 4),
            g=g,
            S=np.zeros(d) if first else rng.uniform(low, 3 * high, d).round(2),
            lr=round(rng.uniform(0.2 if small else 0.05, 0.6), 3),
            beta=round(rng.uniform(0.2, 0.8), 2),
            eps=round(rng.uniform(0.03, 0.05) if small else rng.uniform(0.005, 0.02), 3),
        )
    S = rng.uniform(1, 6, 2).round(2)
    yield dict(W=np.array([2.0, -1.0]), g=sized(rng, 2, 1, 3), S=S, lr=1, beta=0.25, eps=0.005)
    S = rng.uniform(1000, 6000, 2).round(2)
    yield dict(W=sized(rng, 2, 0.2, 4), g=sized(rng, 2, 100, 300), S=S, lr=0.3, beta=0.4, eps=0.02)
    S = rng.uniform(1, 6, 2).round(2)
    yield dict(W=sized(rng, 2, 0.2, 4), g=sized(rng, 2, 1, 3), S=S, lr=0.3, beta=0.0, eps=0.02)
    yield dict(W=tiny(rng), g=tiny(rng), S=rng.uniform(1, 6, 2).round(2), lr=0.3, beta=0.6, eps=0.02)


@rmsprop_step.mistake
def new_square_unweighted(W, g, S, lr, beta, eps):
    """These are the numbers of S = βS + g². Which weight must the new square have so that both weights add up to 1?"""
    S = beta * S + g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def old_S_unweighted(W, g, S, lr, beta, eps):
    """The old S keeps its full weight here, so it never forgets. By what is it multiplied in each step?"""
    S = S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def sum_as_in_adagrad(W, g, S, lr, beta, eps):
    """This S is AdaGrad's sum. RMSProp has an average instead, with weights for the old S and the new square."""
    S = S + g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def weights_exchanged(W, g, S, lr, beta, eps):
    """The old S and the new square have swapped their weights: with β near 1 the average should change slowly."""
    S = (1 - beta) * S + beta * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def gradient_not_squared(W, g, S, lr, beta, eps):
    """S averages the gradients themselves, as Momentum does. Then S can be negative and has no root."""
    S = beta * S + (1 - beta) * g
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def size_not_squared(W, g, S, lr, beta, eps):
    """S averages |g|. The root is taken of an average of squares."""
    S = beta * S + (1 - beta) * np.abs(g)
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def squares_of_all_coordinates(W, g, S, lr, beta, eps):
    """Every coordinate's S gets the squares of all coordinates, as g @ g adds them up. Each should get only its own."""
    S = beta * S + (1 - beta) * (g @ g)
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def weight_squared_too(W, g, S, lr, beta, eps):
    """The weight 1-β of the new gradient is squared along with it. First square g, then weight the square."""
    S = beta * S + ((1 - beta) * g) ** 2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def no_root(W, g, S, lr, beta, eps):
    """The step is divided by S itself: where is the R of RMS?"""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / (S + eps), S


@rmsprop_step.mistake
def root_stored(W, g, S, lr, beta, eps):
    """W is right, but the S you return is already a root. Keep the average of the squares."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), np.sqrt(S)


@rmsprop_step.mistake
def eps_outside_the_root(W, g, S, lr, beta, eps):
    """These are the numbers you get when ε stands outside the root, as in PyTorch. Here it stands inside."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / (np.sqrt(S) + eps), S


@rmsprop_step.mistake
def eps_forgotten(W, g, S, lr, beta, eps):
    """There is no ε in these numbers. What happens where every gradient so far was 0?"""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S), S


@rmsprop_step.mistake
def eps_squared(W, g, S, lr, beta, eps):
    """ε is squared here before it is added. Add it under the root as it is."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps**2), S


@rmsprop_step.mistake
def eps_kept_in_S(W, g, S, lr, beta, eps):
    """W is right, but the S you return contains ε: it should average squares only."""
    S = beta * S + (1 - beta) * g**2 + eps
    return W - lr * g / np.sqrt(S), S


@rmsprop_step.mistake
def divides_by_the_old_S(W, g, S, lr, beta, eps):
    """S is right, but the step is divided by the root of the old one. First S, then W."""
    return W - lr * g / np.sqrt(S + eps), beta * S + (1 - beta) * g**2


@rmsprop_step.mistake
def old_S_returned(W, g, S, lr, beta, eps):
    """W is right, but the S you return is the old one: the next step would know nothing of this gradient."""
    return W - lr * g / np.sqrt(beta * S + (1 - beta) * g**2 + eps), S


@rmsprop_step.mistake
def S_from_zero(W, g, S, lr, beta, eps):
    """The S you are given has no influence: every step starts again from S = 0."""
    S = (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def beta_always_09(W, g, S, lr, beta, eps):
    """These are the numbers for β = 0.9, whatever β is passed in."""
    S = 0.9 * S + 0.1 * g**2
    return W - lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def corrected_as_in_adam(W, g, S, lr, beta, eps):
    """The step is divided by the root of S/(1-β), Adam's correction in its first step. RMSProp takes S as it is."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S / (1 - beta) + eps), S


@rmsprop_step.mistake
def steps_uphill(W, g, S, lr, beta, eps):
    """W goes uphill: the step must go against the gradient."""
    S = beta * S + (1 - beta) * g**2
    return W + lr * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def lr_forgotten(W, g, S, lr, beta, eps):
    """Where is the learning rate? These steps are the same for every lr."""
    S = beta * S + (1 - beta) * g**2
    return W - g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def gradient_weighted_in_the_step(W, g, S, lr, beta, eps):
    """The step contains (1-β)·g. The weight 1-β belongs to S alone; the step takes the whole gradient over the root."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * (1 - beta) * g / np.sqrt(S + eps), S


@rmsprop_step.mistake
def multiplied_by_the_root(W, g, S, lr, beta, eps):
    """The step is multiplied by the root: large gradients would become larger still."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g * np.sqrt(S + eps), S


@rmsprop_step.mistake
def one_rate_for_all(W, g, S, lr, beta, eps):
    """The step is divided by one number, the root of the mean of S over all coordinates. Each should have its own."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S.mean() + eps), S


@rmsprop_step.mistake
def gradient_squared_above(W, g, S, lr, beta, eps):
    """The gradient in the numerator is squared, so no W can ever increase. Square it only in S."""
    S = beta * S + (1 - beta) * g**2
    return W - lr * g**2 / np.sqrt(S + eps), S


@rmsprop_step.mistake
def never_divided(W, g, S, lr, beta, eps):
    """S is right, but the step is SGD's: it is not divided by anything."""
    return W - lr * g, beta * S + (1 - beta) * g**2


@rmsprop_step.mistake
def averages_the_weights(W, g, S, lr, beta, eps):
    """S averages the squares of W. It should average those of the gradient."""
    S = beta * S + (1 - beta) * W**2
    return W - lr * g / np.sqrt(S + eps), S


rmsprop_step.slipping(
    """
    S1 = beta * S + (1 - beta) * g**2
    S_used = S1
    root = np.sqrt(S_used + eps)
    W1 = W - lr * g / root
    return W1, S1
    """,
    *slips.LR,
    *slips.EPS,
    *slips.root("S", "lr * g"),
    *slips.average("S", "beta", "g**2", 0.9, 0.99),
    *slips.squares("S"),
    *slips.used("S", "S1"),
    *slips.returned("S", "W1, S1"),
    slips.edit("corrected", "S is corrected as in Adam's first step.", ("S_used = S1", "S_used = S1 / (1 - beta)")),
    slips.edit(
        "weight_squared_too", "The weight 1-β is squared along with g.", ("(1 - beta) * g**2", "((1 - beta) * g) ** 2")
    ),
    slips.edit("lr_inside_S", "The learning rate is inside S.", ("* g**2", "* (lr * g) ** 2")),
    slips.edit(
        "centred",
        "The square of the mean is subtracted from S: that is centred RMSProp.",
        ("S_used = S1", "S_used = S1 - ((1 - beta) * g) ** 2"),
    ),
    slips.edit("root_stored", "The S that comes back is already a root.", ("W1, S1", "W1, np.sqrt(S1)")),
    slips.edit("gradient_weighted_in_the_step", "The step contains (1-β)·g.", ("lr * g", "lr * (1 - beta) * g")),
    slips.edit(
        "mean_subtracted",
        "In S the mean over the coordinates is subtracted from g before the square.",
        ("* g**2", "* (g - np.mean(g)) ** 2"),
    ),
    slips.edit("step_alone", slips.ONLY_THE_STEP, ("W1 = W - ", "W1 = ")),
    slips.edit("change_alone", "That is only the change of W.", ("W1 = W -", "W1 = -")),
    *slips.CLIP,
    slips.setting("beta_always_09", "β is 0.9, whatever comes in.", "beta = 0.9"),
)
