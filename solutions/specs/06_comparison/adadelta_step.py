import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import sized, tiny

adadelta_step = Exercise("adadelta_step", points=4, returns=("W", "S", "D"), starts=("S", "D"), kind="step")


@adadelta_step.draw
def adadelta_cases(rng):
    """The first step and later ones, in one to nine dimensions, once on a steep slope, once with ρ = 0."""
    for d, first in ((3, False), (2, True), (1, False), (int(rng.integers(6, 10)), False), (4, True), (2, False)):
        yield dict(
            W=rng.normal(0, 2, d).round(2),
            g=(rng.choice([-1, 1], d) * rng.uniform(0.5, 3, d)).round(2),
            S=np.zeros(d) if first else rng.uniform(0.5, 3, d).round(2),
            D=np.zeros(d) if first else rng.uniform(0.1, 1, d).round(2),
            rho=round(rng.uniform(0.35, 0.8), 2),
            eps=round(rng.uniform(0.02, 0.08), 3),
        )
    S, D = rng.uniform(5000, 30000, 2).round(2), rng.uniform(0.1, 1, 2).round(2)
    yield dict(W=sized(rng, 2, 0.5, 3), g=sized(rng, 2, 100, 300), S=S, D=D, rho=0.4, eps=0.05)
    S, D = rng.uniform(0.5, 3, 2).round(2), rng.uniform(0.1, 1, 2).round(2)
    yield dict(W=sized(rng, 2, 0.5, 3), g=sized(rng, 2, 0.5, 3), S=S, D=D, rho=0.0, eps=0.05)
    S, D = rng.uniform(0.5, 3, 2).round(2), rng.uniform(0.1, 1, 2).round(2)
    yield dict(W=tiny(rng), g=tiny(rng), S=S, D=D, rho=0.6, eps=0.05)


def adadelta(W, g, S, D, rho, step):
    """(W, S, D) for a step(g, new S, old D)."""
    new_S = rho * S + (1 - rho) * g**2
    move = step(g, new_S, D)
    return W - move, new_S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def D_updated_first(W, g, S, D, rho, eps):
    """D is updated before the step, by the gradient. The step uses the old D; then D learns of this step."""
    S = rho * S + (1 - rho) * g**2
    D = rho * D + (1 - rho) * g**2
    return W - np.sqrt((D + eps) / (S + eps)) * g, S, D


@adadelta_step.mistake
def D_of_the_gradient(W, g, S, D, rho, eps):
    """D averages the square of the gradient, as S does. It is the average of the squared steps."""
    new_S = rho * S + (1 - rho) * g**2
    return W - np.sqrt((D + eps) / (new_S + eps)) * g, new_S, rho * D + (1 - rho) * g**2


@adadelta_step.mistake
def old_S_used(W, g, S, D, rho, eps):
    """The step divides by the old S: this gradient's square has to enter S first."""
    move = np.sqrt((D + eps) / (S + eps)) * g
    return W - move, rho * S + (1 - rho) * g**2, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def roots_forgotten(W, g, S, D, rho, eps):
    """The roots are missing: both averages are of squares."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: (D + eps) / (S + eps) * g)


@adadelta_step.mistake
def epsilon_outside(W, g, S, D, rho, eps):
    """ε stands outside the roots. Here it stands inside both."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: (np.sqrt(D) + eps) / (np.sqrt(S) + eps) * g)


@adadelta_step.mistake
def epsilon_only_below(W, g, S, D, rho, eps):
    """ε is only below. Above it is what makes the very first step possible, when D is 0."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt(D / (S + eps)) * g)


@adadelta_step.mistake
def epsilon_only_above(W, g, S, D, rho, eps):
    """ε is only above. It stands below as well, beside S."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / S) * g)


@adadelta_step.mistake
def upside_down(W, g, S, D, rho, eps):
    """S and D are swapped in the quotient: the usual step stands above, the usual gradient below."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((S + eps) / (D + eps)) * g)


@adadelta_step.mistake
def step_not_squared_in_D(W, g, S, D, rho, eps):
    """D averages the step's size. It is the average of its square."""
    W, S, _ = (parts := adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g))
    move = np.sqrt((D + eps) / (parts[1] + eps)) * g
    return W, S, rho * D + (1 - rho) * np.abs(move)


@adadelta_step.mistake
def weights_exchanged_in_both(W, g, S, D, rho, eps):
    """In both averages the weights of old and new are swapped: with ρ near 1 they should change slowly."""
    return adadelta(W, g, S, D, 1 - rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g)


@adadelta_step.mistake
def new_squares_unweighted(W, g, S, D, rho, eps):
    """In both averages the new square has the weight 1. Both weights of an average add up to 1."""
    S = rho * S + g**2
    move = np.sqrt((D + eps) / (S + eps)) * g
    return W - move, S, rho * D + move**2


@adadelta_step.mistake
def rmsprop_in_disguise(W, g, S, D, rho, eps):
    """D has no influence on the step: that is RMSProp at rate 1."""
    return adadelta(W, g, S, D, rho, lambda g, S, D: g / np.sqrt(S + eps))


@adadelta_step.mistake
def uphill(W, g, S, D, rho, eps):
    """W goes uphill: the step must go against the gradient."""
    _, S, new_D = adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g)
    return W + np.sqrt((D + eps) / (S + eps)) * g, S, new_D


@adadelta_step.mistake
def old_D_returned(W, g, S, D, rho, eps):
    """W and S are right, but the D that comes back is the old one: it has to learn of this step."""
    W, S, _ = adadelta(W, g, S, D, rho, lambda g, S, D: np.sqrt((D + eps) / (S + eps)) * g)
    return W, S, D


@adadelta_step.mistake
def weights_exchanged_in_S(W, g, S, D, rho, eps):
    """In S the weights of old and new are swapped: with ρ near 1 it should change slowly."""
    S = (1 - rho) * S + rho * g**2
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def S_summed_as_in_adagrad(W, g, S, D, rho, eps):
    """S is a sum of squares, as in AdaGrad. Here it is an average: it forgets."""
    S = S + g**2
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def D_of_the_weights(W, g, S, D, rho, eps):
    """D averages the squares of W. It should average those of the steps."""
    S = rho * S + (1 - rho) * g**2
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * W**2


@adadelta_step.mistake
def gradient_not_squared(W, g, S, D, rho, eps):
    """S averages the gradients themselves. Then S can be negative, and it has to have a root."""
    S = rho * S + (1 - rho) * g
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * move**2


@adadelta_step.mistake
def squares_of_all_coordinates(W, g, S, D, rho, eps):
    """Every coordinate's S gets the squares of all coordinates, as g @ g adds them up. Each should get its own only."""
    S = rho * S + (1 - rho) * (g @ g)
    move = np.sqrt(D + eps) / np.sqrt(S + eps) * g
    return W - move, S, rho * D + (1 - rho) * move**2


adadelta_step.slipping(
    """
    S1 = rho * S + (1 - rho) * g**2
    D_used = D
    S_used = S1
    above = np.sqrt(D_used + eps)
    root = np.sqrt(S_used + eps)
    move = above * g / root
    W1 = W - move
    D1 = rho * D + (1 - rho) * move**2
    return W1, S1, D1
    """,
    slips.edit("step_alone", slips.ONLY_THE_STEP, ("W - move", "move")),
    slips.often(
        slips.edit("steps_uphill", "W goes uphill: the step must go against the gradient.", ("W - move", "W + move"))
    ),
    *slips.EPS,
    slips.often(
        slips.edit(
            "eps_outside_both_roots",
            "ε stands outside both roots.",
            ("np.sqrt(D_used + eps)", "np.sqrt(D_used) + eps"),
            ("np.sqrt(S_used + eps)", "(np.sqrt(S_used) + eps)"),
        )
    ),
    slips.edit(
        "eps_outside_below", "ε stands outside the root below.", ("np.sqrt(S_used + eps)", "(np.sqrt(S_used) + eps)")
    ),
    slips.edit(
        "eps_outside_above", "ε stands outside the root above.", ("np.sqrt(D_used + eps)", "(np.sqrt(D_used) + eps)")
    ),
    slips.edit("eps_missing_above", "Above there is no ε.", ("D_used + eps", "D_used")),
    slips.edit("eps_missing_below", "Below there is no ε.", ("S_used + eps", "S_used")),
    slips.edit(
        "no_roots",
        "The roots are missing.",
        ("np.sqrt(D_used + eps)", "(D_used + eps)"),
        ("np.sqrt(S_used + eps)", "(S_used + eps)"),
    ),
    slips.edit("no_root_below", "The root below is missing.", ("np.sqrt(S_used + eps)", "(S_used + eps)")),
    slips.edit("no_root_above", "The root above is missing.", ("np.sqrt(D_used + eps)", "(D_used + eps)")),
    slips.edit("D_has_no_influence", "D has no influence on the step.", ("above * g", "g")),
    slips.often(slips.edit("old_S_used", "The step uses the old S.", ("S_used = S1", "S_used = S"))),
    slips.edit(
        "D_updated_first", "D is updated before the step.", ("D_used = D\n", "D_used = rho * D + (1 - rho) * g**2\n")
    ),
    slips.edit(
        "new_D_used",
        "The step is taken anew with the new D.",
        ("W1 = W - move", "W1 = W - np.sqrt(rho * D + (1 - rho) * move**2 + eps) * g / root"),
    ),
    slips.edit(
        "sums_in_both",
        "S and D are sums, not averages.",
        ("rho * S + (1 - rho) * g**2", "S + g**2"),
        ("rho * D + (1 - rho) * move**2", "D + move**2"),
    ),
    slips.edit("D_of_the_gradient", "D averages the square of the gradient.", ("move**2", "g**2")),
    slips.edit("old_D_returned", "The D that comes back is the old one.", ("S1, D1", "S1, D")),
    slips.edit("old_S_returned", "The S that comes back is the old one.", ("W1, S1", "W1, S")),
    slips.edit(
        "upside_down",
        "S and D are swapped in the quotient.",
        ("D_used = D\n", "D_used = S1\n"),
        ("S_used = S1", "S_used = D"),
    ),
    *slips.average("S", "rho", "g**2", 0.9),
    *slips.average("D", "rho", "move**2", 0.9),
    *slips.squares("S"),
    *slips.squares("D", "move**2"),
    slips.often(
        slips.setting(
            "weights_exchanged_in_both", "In both averages the weights of old and new are swapped.", "rho = 1 - rho"
        )
    ),
    slips.often(
        slips.edit(
            "new_unweighted_in_both",
            "In both averages the new part has the weight 1.",
            ("(1 - rho) * g**2", "g**2"),
            ("(1 - rho) * move**2", "move**2"),
        )
    ),
    slips.setting("rho_always_09", "ρ is 0.9, whatever comes in.", "rho = 0.9"),
    slips.setting("rho_always_095", "ρ is 0.95, whatever comes in.", "rho = 0.95"),
    *slips.CLIP,
)
