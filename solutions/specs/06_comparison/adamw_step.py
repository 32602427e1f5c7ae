import numpy as np

from course_lib.homework.slips import Slip
from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import adam, sized, tiny

adamw_step = Exercise("adamw_step", points=4, returns=("W", "m", "S"), starts=("m", "S"), kind="step")


@adamw_step.draw
def adamw_cases(rng):
    """The first step and later ones, late corrections, a decay that can be felt, first gradients so small that ε is."""
    for d, t in ((3, 3), (1, 1), (4, 6), (2, 2), (int(rng.integers(6, 10)), 1), (2, 9)):
        first = t == 1
        yield dict(
            W=sized(rng, d, 1, 4),
            g=sized(rng, d, 0.05, 0.2) if first else rng.normal(0, 2, d).round(2),
            m=np.zeros(d) if first else rng.normal(0, 1, d).round(2),
            S=np.zeros(d) if first else rng.uniform(0.2, 2, d).round(2),
            t=t,
            lr=round(rng.uniform(0.1, 0.5), 3),
            beta1=round(rng.uniform(0.3, 0.55), 2),
            beta2=round(rng.uniform(0.65, 0.9), 2),
            eps=round(rng.uniform(0.02, 0.06), 3),
            decay=round(rng.uniform(0.1, 0.4), 2),
        )
    for t, beta1, beta2, steep in ((1300, 0.999, 0.9995, 1), (5, 0.4, 0.7, 100), (4, 0.0, 0.6, 1), (3, 0.5, 0.0, 1)):
        W, g, m = sized(rng, 2, 1, 4), steep * sized(rng, 2, 1.2, 3), steep * sized(rng, 2, 0.5, 2)
        S = (steep**2 * rng.uniform(1, 4, 2)).round(2)
        yield dict(W=W, g=g, m=m, S=S, t=t, lr=0.4, beta1=beta1, beta2=beta2, eps=0.03, decay=0.2)
    S = rng.uniform(1, 4, 2).round(2)
    yield dict(W=tiny(rng), g=tiny(rng), m=tiny(rng), S=S, t=4, lr=0.4, beta1=0.4, beta2=0.7, eps=0.03, decay=0.2)


def moved(g, m, S, t, beta1, beta2, eps, lr, **changes):
    """(Adam's step, m, S)."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2, **changes)
    return lr * m_hat / np.sqrt(S_hat + eps), m, S


@adamw_step.mistake
def penalty_in_the_gradient(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is added to the gradient, as an L2 penalty would be: so it passes through both averages."""
    move, m, S = moved(g + decay * W, m, S, t, beta1, beta2, eps, lr)
    return W - move, m, S


@adamw_step.mistake
def decay_forgotten(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """That is plain Adam: the weights do not decay."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move, m, S


@adamw_step.mistake
def decay_of_the_new_W(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The W that decays is the one after Adam's step. It is the one that came in."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return (W - move) * (1 - lr * decay), m, S


@adamw_step.mistake
def decay_without_lr(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is not multiplied by the learning rate."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - decay * W, m, S


@adamw_step.mistake
def decay_over_the_root(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is divided by the root as well. It should shrink every weight by the same share."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adamw_step.mistake
def growth_instead_of_decay(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The weights grow: the decay has the wrong sign."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move + lr * decay * W, m, S


@adamw_step.mistake
def decay_by_the_sign(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """Every weight shrinks by the same length: that is what an L1 penalty does. Here it is the same share of each."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * np.sign(W), m, S


@adamw_step.mistake
def epsilon_outside_the_root(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """ε stands outside the root. In this course it stands inside."""
    _, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - lr * (m / (1 - beta1**t)) / (np.sqrt(S / (1 - beta2**t)) + eps) - lr * decay * W, m, S


@adamw_step.mistake
def not_corrected(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The averages are not corrected for their start at 0."""
    _, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - lr * m / np.sqrt(S + eps) - lr * decay * W, m, S


@adamw_step.mistake
def corrected_values_stored(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """W is right, but the corrected averages come back. The next step needs the plain ones."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W, m / (1 - beta1**t), S / (1 - beta2**t)


@adamw_step.mistake
def t_counted_twice(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """t is increased once more. It comes in as the number of this step."""
    _, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    move = lr * (m / (1 - beta1 ** (t + 1))) / np.sqrt(S / (1 - beta2 ** (t + 1)) + eps)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def betas_exchanged(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """β₁ and β₂ are swapped: β₁ goes with m, β₂ with S."""
    move, m, S = moved(g, m, S, t, beta2, beta1, eps, lr)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def everything_uphill(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """W goes uphill: Adam's part of the step has the wrong sign."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W + move - lr * decay * W, m, S


@adamw_step.mistake
def decay_of_one_hundredth(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """These are the numbers for a decay of 0.01, whatever decay comes in."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * 0.01 * W, m, S


@adamw_step.mistake
def weights_exchanged_in_m_and_S(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """In both averages the weights of old and new are swapped: with β near 1 an average should change slowly."""
    m, S = (1 - beta1) * m + beta1 * g, (1 - beta2) * S + beta2 * g**2
    move = lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def gradient_not_squared(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """S averages the gradients themselves, as m does. Then S can be negative, and it has to have a root."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr, square=lambda g: g)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def squares_of_all_coordinates(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """Every coordinate's S gets the squares of all coordinates, as g @ g adds them up. Each should get its own only."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr, square=lambda g: g @ g)
    return W - move - lr * decay * W, m, S


@adamw_step.mistake
def penalty_in_m(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The decay is added to the gradient in m: so it is averaged and divided by the root. It should act on W alone."""
    _, _, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    m = beta1 * m + (1 - beta1) * (g + decay * W)
    return W - lr * (m / (1 - beta1**t)) / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adamw_step.mistake
def decay_twice(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The weights decay twice as much as they should: where does the 2 come from?"""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - 2 * lr * decay * W, m, S


@adamw_step.mistake
def decay_of_the_squares(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """The square of W is subtracted. Every weight should shrink by the same share of itself."""
    move, m, S = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W**2, m, S


@adamw_step.mistake
def old_averages_returned(W, g, m, S, t, lr, beta1, beta2, eps, decay):
    """W is right, but the m and S that come back are the old ones: the next step knows nothing of this gradient."""
    move, _, _ = moved(g, m, S, t, beta1, beta2, eps, lr)
    return W - move - lr * decay * W, m, S


adamw_step.slipping(
    """
    m1 = beta1 * m + (1 - beta1) * g
    S1 = beta2 * S + (1 - beta2) * g**2
    m_used = m1 / (1 - beta1**t)
    S_used = S1 / (1 - beta2**t)
    root = np.sqrt(S_used + eps)
    W1 = W - lr * m_used / root - lr * decay * W
    return W1, m1, S1
    """,
    slips.often(slips.edit("decay_forgotten", "The weights do not decay.", (" - lr * decay * W", ""))),
    slips.often(
        Slip(
            "penalty_in_the_gradient",
            "The decay is added to the gradient.",
            ((" - lr * decay * W", ""),),
            "g = g + decay * W",
        )
    ),
    Slip(
        "penalty_doubled_in_the_gradient",
        "The decay is added to the gradient, twice.",
        ((" - lr * decay * W", ""),),
        "g = g + 2 * decay * W",
    ),
    slips.edit("decay_without_lr", "The decay is not multiplied by lr.", ("- lr * decay", "- decay")),
    slips.edit(
        "decay_of_the_new_W",
        "The W that decays is the one after Adam's step.",
        ("- lr * decay * W", "- lr * decay * (W - lr * m_used / root)"),
    ),
    slips.edit("decay_over_the_root", "The decay is divided by the root as well.", ("decay * W", "decay * W / root")),
    slips.often(slips.edit("growth_instead_of_decay", "The weights grow.", ("- lr * decay", "+ lr * decay"))),
    slips.edit("decay_twice", "The weights decay twice as much.", ("- lr * decay", "- 2 * lr * decay")),
    slips.edit(
        "adams_step_alone",
        "That is Adam's step alone, without W and without decay.",
        ("W - lr * m_used / root - lr * decay * W", "lr * m_used / root"),
    ),
    slips.edit("step_alone", slips.ONLY_THE_STEP, ("W - lr * m_used / root - lr", "lr * m_used / root + lr")),
    *slips.corrections(),
    slips.edit(
        "steps_uphill",
        "W goes uphill: Adam's part of the step must go against the gradient.",
        ("W - lr * m_used", "W + lr * m_used"),
    ),
    slips.edit(
        "lr_forgotten_in_adams_part",
        "Adam's part of the step lacks the learning rate.",
        ("W - lr * m_used", "W - m_used"),
    ),
    slips.LR[1],
    *slips.EPS,
    *slips.BETAS,
    *(slip for slip in slips.root("S", "lr * m_used") if not slip.name.startswith(("eps_added", "rate_under"))),
    *slips.average("m", "beta1", "g", 0.9),
    *slips.average("S", "beta2", "g**2", 0.999),
    *slips.squares("S"),
    slips.edit("old_averages_used", "The step uses the old m and S.", ("= m1 /", "= m /"), ("= S1 /", "= S /")),
    slips.edit("gradient_over_the_root", "The plain gradient is above the root.", ("m_used / root", "g / root")),
    slips.edit("old_averages_returned", "The old m and S come back.", ("W1, m1, S1", "W1, m, S")),
    slips.edit("corrected_values_returned", "The corrected averages come back.", ("W1, m1, S1", "W1, m_used, S_used")),
    *slips.CLIP,
    *slips.FALLING,
    slips.setting("penalty_and_decay", "W decays, and the decay is in the gradient, too.", "g = g + decay * W"),
)

adamw_step.slipping(
    """
    m1 = beta1 * m + (1 - beta1) * g
    m_used = m1 / (1 - beta1**t)
    S1 = beta2 * S + (1 - beta2) * g**2
    S_used = S1 / (1 - beta2**t)
    W1 = W - lr * m_used / np.sqrt(S_used + eps) - lr * decay * W
    return W1, m1, S1
    """
)
