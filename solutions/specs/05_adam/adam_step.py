import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import adam, sized, tiny

adam_step = Exercise("adam_step", points=5, returns=("W", "m", "S"), starts=("m", "S"), kind="step")


@adam_step.draw
def step_cases(rng):
    """The first step and later ones, one to nine dimensions, both β far from their defaults and from each other.

    First gradients are small: there ε is felt, and so is where it stands. Late corrections count; β₁ is once 0, and β₂.
    """
    for d, t in ((3, 3), (1, 1), (4, 6), (2, 2), (int(rng.integers(6, 10)), 1), (2, 9)):
        first = t == 1
        yield dict(
            W=sized(rng, d, 0.2, 2),
            g=sized(rng, d, 0.05, 0.2) if first else rng.normal(0, 2, d).round(2),
            m=np.zeros(d) if first else rng.normal(0, 1, d).round(2),
            S=np.zeros(d) if first else rng.uniform(0.2, 2, d).round(2),
            t=t,
            lr=round(rng.uniform(0.1, 0.6), 3),
            beta1=round(rng.uniform(0.3, 0.55), 2),
            beta2=round(rng.uniform(0.65, 0.9), 2),
            eps=round(rng.uniform(0.02, 0.06), 3),
        )
    for t, beta1, beta2, steep in ((1300, 0.999, 0.9995, 1), (5, 0.4, 0.7, 100), (4, 0.0, 0.6, 1), (3, 0.5, 0.0, 1)):
        W, g, m = sized(rng, 2, 0.2, 2), steep * sized(rng, 2, 1.2, 3), steep * sized(rng, 2, 0.5, 2)
        S = (steep**2 * rng.uniform(1, 4, 2)).round(2)
        yield dict(W=W, g=g, m=m, S=S, t=t, lr=0.4, beta1=beta1, beta2=beta2, eps=0.03)
    S = rng.uniform(1, 4, 2).round(2)
    yield dict(W=tiny(rng), g=tiny(rng), m=tiny(rng), S=S, t=4, lr=0.4, beta1=0.4, beta2=0.7, eps=0.03)


@adam_step.mistake
def epsilon_outside(W, g, m, S, t, lr, beta1, beta2, eps):
    """ε is outside the root here, as in the paper and in PyTorch. In this course it is inside."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / (np.sqrt(S_hat) + eps), m, S


@adam_step.mistake
def epsilon_before_the_correction(W, g, m, S, t, lr, beta1, beta2, eps):
    """ε is added to S before the correction, so it is corrected, too. Correct S first, then add ε."""
    m, S, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt((S + eps) / (1 - beta2**t)), m, S


@adam_step.mistake
def epsilon_forgotten(W, g, m, S, t, lr, beta1, beta2, eps):
    """These are the numbers without ε, or with a tiny fixed one. eps stands under the root, beside Ŝ."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat), m, S


@adam_step.mistake
def not_corrected(W, g, m, S, t, lr, beta1, beta2, eps):
    """Neither average is corrected for its start at 0."""
    m, S, _, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m / np.sqrt(S + eps), m, S


@adam_step.mistake
def only_m_corrected(W, g, m, S, t, lr, beta1, beta2, eps):
    """m is corrected, S is not. Both start at 0."""
    m, S, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S + eps), m, S


@adam_step.mistake
def only_S_corrected(W, g, m, S, t, lr, beta1, beta2, eps):
    """S is corrected, m is not. Both start at 0."""
    m, S, _, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def m_corrected_with_beta2(W, g, m, S, t, lr, beta1, beta2, eps):
    """m is corrected with β₂. Each average is corrected with its own β."""
    m, S, _, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m / (1 - beta2**t) / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def S_corrected_with_beta1(W, g, m, S, t, lr, beta1, beta2, eps):
    """S is corrected with β₁. Each average is corrected with its own β."""
    m, S, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S / (1 - beta1**t) + eps), m, S


@adam_step.mistake
def t_counted_once_more(W, g, m, S, t, lr, beta1, beta2, eps):
    """t is increased once more. It comes in as the number of this step; the first one has t = 1."""
    new_m, new_S, _, _ = adam(g, m, S, t, beta1, beta2)
    m_hat, S_hat = new_m / (1 - beta1 ** (t + 1)), new_S / (1 - beta2 ** (t + 1))
    return W - lr * m_hat / np.sqrt(S_hat + eps), new_m, new_S


@adam_step.mistake
def t_one_too_low(W, g, m, S, t, lr, beta1, beta2, eps):
    """The correction uses t - 1. In the first step, t = 1, that divides by zero."""
    new_m, new_S, _, _ = adam(g, m, S, t, beta1, beta2)
    power = np.float64(t - 1)
    return W - lr * (new_m / (1 - beta1**power)) / np.sqrt(new_S / (1 - beta2**power) + eps), new_m, new_S


@adam_step.mistake
def corrected_as_in_the_first_step(W, g, m, S, t, lr, beta1, beta2, eps):
    """Both are divided by 1 - β, as in the first step, whatever t is."""
    m, S, _, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m / (1 - beta1) / np.sqrt(S / (1 - beta2) + eps), m, S


@adam_step.mistake
def corrected_values_stored(W, g, m, S, t, lr, beta1, beta2, eps):
    """W is right, but the corrected averages come back. The next step needs the plain ones: else it corrects twice."""
    _, _, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m_hat, S_hat


@adam_step.mistake
def old_averages_returned(W, g, m, S, t, lr, beta1, beta2, eps):
    """W is right, but the averages that come back are the old ones: this gradient is forgotten at once."""
    _, _, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def old_averages_used(W, g, m, S, t, lr, beta1, beta2, eps):
    """The step uses the averages that came in. First update them with this gradient, then step."""
    new_m, new_S, _, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), new_m, new_S


@adam_step.mistake
def square_forgotten(W, g, m, S, t, lr, beta1, beta2, eps):
    """S averages the size |g| instead of the square."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2, square=np.abs)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def gradient_not_squared(W, g, m, S, t, lr, beta1, beta2, eps):
    """S averages the gradients themselves, as m does. Then S can be negative, and it has to have a root."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2, square=lambda g: g)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def squares_of_all_coordinates(W, g, m, S, t, lr, beta1, beta2, eps):
    """Every coordinate's S gets the squares of all coordinates, as g @ g adds them up. Each should get its own only."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2, square=lambda g: g @ g)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def mean_of_the_squares(W, g, m, S, t, lr, beta1, beta2, eps):
    """Every coordinate's S gets the mean of all squares, as np.mean(g**2) gives it. Each should get its own square."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2, square=lambda g: np.mean(g**2))
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def square_of_m(W, g, m, S, t, lr, beta1, beta2, eps):
    """S averages the square of m. It is the average of the gradient's square."""
    m = beta1 * m + (1 - beta1) * g
    S = beta2 * S + (1 - beta2) * m**2
    return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adam_step.mistake
def root_forgotten(W, g, m, S, t, lr, beta1, beta2, eps):
    """The step is divided by Ŝ itself; where is its root?"""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / (S_hat + eps), m, S


@adam_step.mistake
def gradient_over_the_root(W, g, m, S, t, lr, beta1, beta2, eps):
    """The plain gradient is above the root. Adam puts the averaged and corrected one there."""
    m, S, _, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * g / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def new_gradient_unweighted_in_m(W, g, m, S, t, lr, beta1, beta2, eps):
    """In m the new gradient has the weight 1. The two weights of an average add up to 1."""
    _, S, _, S_hat = adam(g, m, S, t, beta1, beta2)
    m = beta1 * m + g
    return W - lr * m / (1 - beta1**t) / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def new_square_unweighted_in_S(W, g, m, S, t, lr, beta1, beta2, eps):
    """In S the new square has the weight 1. The two weights of an average add up to 1."""
    m, _, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    S = beta2 * S + g**2
    return W - lr * m_hat / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adam_step.mistake
def weights_exchanged(W, g, m, S, t, lr, beta1, beta2, eps):
    """In both averages the weights of old and new are swapped: with β near 1 an average should change slowly."""
    m, S = (1 - beta1) * m + beta1 * g, (1 - beta2) * S + beta2 * g**2
    return W - lr * m / (1 - beta1**t) / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adam_step.mistake
def betas_exchanged(W, g, m, S, t, lr, beta1, beta2, eps):
    """β₁ and β₂ are swapped: β₁ belongs to m, β₂ to S."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta2, beta1)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def one_beta_for_both(W, g, m, S, t, lr, beta1, beta2, eps):
    """β₁ is used for both averages. S has a β of its own, β₂."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta1)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def betas_always_the_defaults(W, g, m, S, t, lr, beta1, beta2, eps):
    """These are the numbers for β₁ = 0.9 and β₂ = 0.999, whatever comes in."""
    m, S, m_hat, S_hat = adam(g, m, S, t, 0.9, 0.999)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def one_rate_for_all(W, g, m, S, t, lr, beta1, beta2, eps):
    """Every coordinate is divided by the same number, the mean over Ŝ. Each has its own."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat.mean() + eps), m, S


@adam_step.mistake
def sign_only(W, g, m, S, t, lr, beta1, beta2, eps):
    """Every coordinate moves by exactly lr: only the sign of the averaged gradient is left."""
    m, S, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * np.sign(m_hat), m, S


@adam_step.mistake
def uphill(W, g, m, S, t, lr, beta1, beta2, eps):
    """W goes uphill: the step must go against the averaged gradient."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W + lr * m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def lr_forgotten(W, g, m, S, t, lr, beta1, beta2, eps):
    """Where is the learning rate? Every step is as if it were 1."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - m_hat / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def epsilon_squared(W, g, m, S, t, lr, beta1, beta2, eps):
    """ε is squared before it is added to Ŝ. Add it as it is."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat + eps**2), m, S


@adam_step.mistake
def roles_exchanged(W, g, m, S, t, lr, beta1, beta2, eps):
    """m averages the squares here and S the gradients: their roles are swapped."""
    m, S = beta1 * m + (1 - beta1) * g**2, beta2 * S + (1 - beta2) * g
    return W - lr * m / (1 - beta1**t) / np.sqrt(np.abs(S) / (1 - beta2**t) + eps), m, S


@adam_step.mistake
def never_divided(W, g, m, S, t, lr, beta1, beta2, eps):
    """The step is not divided by the root of Ŝ: that is Momentum, corrected."""
    m, S, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat, m, S


@adam_step.mistake
def multiplied_by_the_share(W, g, m, S, t, lr, beta1, beta2, eps):
    """The averages are multiplied by 1 - βᵗ, so they become smaller still. Divide by it."""
    m, S, _, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m * (1 - beta1**t) / np.sqrt(S * (1 - beta2**t) + eps), m, S


@adam_step.mistake
def power_at_the_bracket(W, g, m, S, t, lr, beta1, beta2, eps):
    """The power is on the bracket, (1-β)ᵗ. It belongs to β alone."""
    m, S, _, _ = adam(g, m, S, t, beta1, beta2)
    return W - lr * m / (1 - beta1) ** t / np.sqrt(S / (1 - beta2) ** t + eps), m, S


@adam_step.mistake
def squares_summed(W, g, m, S, t, lr, beta1, beta2, eps):
    """S is a sum of squares, as in AdaGrad. Adam's S is an average: it forgets."""
    m, _, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    S = S + g**2
    return W - lr * m_hat / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adam_step.mistake
def m_without_memory(W, g, m, S, t, lr, beta1, beta2, eps):
    """m is the new gradient alone, weighted: the m that comes in has no influence."""
    _, S, _, S_hat = adam(g, m, S, t, beta1, beta2)
    m = (1 - beta1) * g
    return W - lr * m / (1 - beta1**t) / np.sqrt(S_hat + eps), m, S


@adam_step.mistake
def S_without_memory(W, g, m, S, t, lr, beta1, beta2, eps):
    """S is the new square alone, weighted: the S that comes in has no influence."""
    m, _, m_hat, _ = adam(g, m, S, t, beta1, beta2)
    S = (1 - beta2) * g**2
    return W - lr * m_hat / np.sqrt(S / (1 - beta2**t) + eps), m, S


@adam_step.mistake
def epsilon_kept_in_S(W, g, m, S, t, lr, beta1, beta2, eps):
    """W is right, but the S that comes back has ε in it, and would get another one in every step."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S + eps


@adam_step.mistake
def corrected_m_stored(W, g, m, S, t, lr, beta1, beta2, eps):
    """W is right, but the m that comes back is the corrected one. The next step would correct it again."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m_hat, S


@adam_step.mistake
def corrected_S_stored(W, g, m, S, t, lr, beta1, beta2, eps):
    """W is right, but the S that comes back is the corrected one. The next step would correct it again."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr * m_hat / np.sqrt(S_hat + eps), m, S_hat


@adam_step.mistake
def falling_rate(W, g, m, S, t, lr, beta1, beta2, eps):
    """The rate is divided by t as well. Adam's rate does not fall with t; only the corrections know t."""
    m, S, m_hat, S_hat = adam(g, m, S, t, beta1, beta2)
    return W - lr / t * m_hat / np.sqrt(S_hat + eps), m, S


adam_step.slipping(
    """
    m1 = beta1 * m + (1 - beta1) * g
    S1 = beta2 * S + (1 - beta2) * g**2
    m_used = m1 / (1 - beta1**t)
    S_used = S1 / (1 - beta2**t)
    root = np.sqrt(S_used + eps)
    W1 = W - lr * m_used / root
    return W1, m1, S1
    """,
    *slips.corrections(),
    *slips.LR,
    *slips.EPS,
    *slips.BETAS,
    *slips.root("S", "lr * m_used"),
    *slips.average("m", "beta1", "g", 0.9),
    *slips.average("S", "beta2", "g**2", 0.999),
    *slips.squares("S"),
    slips.edit("old_m_used", "The step uses the old m.", ("= m1 /", "= m /")),
    slips.edit("old_S_used", "The step uses the old S.", ("= S1 /", "= S /")),
    slips.edit("old_averages_used", "The step uses the old m and S.", ("= m1 /", "= m /"), ("= S1 /", "= S /")),
    slips.edit("gradient_over_the_root", "The plain gradient is above the root.", ("m_used / root", "g / root")),
    slips.edit(
        "sign_of_the_gradient", "Only the sign of the gradient is left of the step.", ("m_used / root", "np.sign(g)")
    ),
    slips.edit("square_of_m", "S averages the square of m.", ("g**2", "m1**2")),
    slips.edit("old_averages_returned", "The old m and S come back.", ("W1, m1, S1", "W1, m, S")),
    slips.edit("corrected_values_returned", "The corrected averages come back.", ("W1, m1, S1", "W1, m_used, S_used")),
    slips.edit("step_alone", slips.ONLY_THE_STEP, ("W1 = W - ", "W1 = ")),
    slips.edit("change_alone", "That is only the change of W.", ("W1 = W -", "W1 = -")),
    *slips.CLIP,
    *slips.FALLING,
    slips.edit("corrected_m_returned", "The corrected m comes back.", ("W1, m1, S1", "W1, m_used, S1")),
    slips.edit("corrected_S_returned", "The corrected S comes back.", ("W1, m1, S1", "W1, m1, S_used")),
    slips.edit("eps_kept_in_S", "S contains ε.", ("* g**2", "* g**2 + eps"), ("S_used + eps", "S_used")),
    slips.edit(
        "nadam", "Nadam's look ahead is above the root.", ("m_used = m1 ", "m_used = (beta1 * m1 + (1 - beta1) * g) ")
    ),
    slips.edit("amsgrad", "S never falls, as in AMSGrad.", ("S_used = S1", "S1 = np.maximum(S, S1); S_used = S1")),
)

adam_step.slipping(
    """
    m1 = beta1 * m + (1 - beta1) * g
    m_used = m1 / (1 - beta1**t)
    S1 = beta2 * S + (1 - beta2) * g**2
    S_used = S1 / (1 - beta2**t)
    W1 = W - lr * m_used / np.sqrt(S_used + eps)
    return W1, m1, S1
    """
)
