import numpy as np

from course_lib.homework.spec import Exercise

from ..shared import sized

bias_correct = Exercise("bias_correct", points=2, returns="array")


@bias_correct.draw
def cases(rng):
    """The first step and later ones, one number and several, β of every size, 0 once; late corrections that count."""
    for d, t in ((3, 1), (1, 4), (4, 9), (2, 2)):
        yield dict(m=rng.normal(0, 2, d).round(2), beta=round(rng.uniform(0.3, 0.95), 2), t=t)
    yield dict(
        m=sized(rng, int(rng.integers(6, 10)), 0.5, 4),
        beta=round(rng.uniform(0.999, 0.9995), 5),
        t=int(rng.integers(1010, 2000)),
    )
    yield dict(m=sized(rng, 2, 0.5, 4), beta=0.0, t=3)


@bias_correct.mistake
def not_divided_but_multiplied(m, beta, t):
    """It is multiplied by 1 - βᵗ, so it becomes smaller still. The average is too small at the start: divide."""
    return m * (1 - beta**t)


@bias_correct.mistake
def t_minus_one(m, beta, t):
    """The power is one too low: the first step has t = 1, and t comes in as the number of this step."""
    return m / (1 - float(beta) ** np.float64(t - 1))


@bias_correct.mistake
def t_plus_one(m, beta, t):
    """The power is one too high: t comes in as the number of this step, already counted."""
    return m / (1 - beta ** (t + 1))


@bias_correct.mistake
def always_the_first_step(m, beta, t):
    """It is always divided by 1 - β, as in the first step. Which part of the weights is there after t steps?"""
    return m / (1 - beta)


@bias_correct.mistake
def beta_times_t(m, beta, t):
    """β is multiplied by t; it should be raised to the power t."""
    return m / (1 - beta * t)


@bias_correct.mistake
def power_of_the_bracket(m, beta, t):
    """The power is on the bracket, (1-β)ᵗ. It belongs to β alone."""
    return m / (1 - beta) ** t


@bias_correct.mistake
def divided_by_the_power(m, beta, t):
    """It is divided by βᵗ, the share that is missing. Divide by the share that is there."""
    return m / beta**t


@bias_correct.mistake
def beta_always_09(m, beta, t):
    """These are the numbers for β = 0.9, whatever β comes in."""
    return m / (1 - 0.9**t)


@bias_correct.mistake
def brackets_missing(m, beta, t):
    """Without brackets m is divided by 1 and βᵗ is subtracted from the result: m / (1 - …)."""
    return m / 1 - beta**t


@bias_correct.mistake
def root_of_the_share(m, beta, t):
    """It is divided by the root of 1 - βᵗ. m is that share of its right size, so no root is needed."""
    return m / np.sqrt(1 - beta**t)


@bias_correct.mistake
def plus_in_place_of_minus(m, beta, t):
    """It is divided by 1 + βᵗ, so it becomes smaller still. Which share of the weights is there after t steps?"""
    return m / (1 + beta**t)


@bias_correct.mistake
def divided_by_t(m, beta, t):
    """It is divided by t, as if m were a sum. It is an average, of which a share is missing."""
    return m / t


@bias_correct.mistake
def share_that_is_missing(m, beta, t):
    """It is multiplied by βᵗ, the share that is missing. Divide by the share that is there."""
    return m * beta**t


@bias_correct.mistake
def not_corrected(m, beta, t):
    """That is m as it came in: nothing is corrected."""
    return m


@bias_correct.mistake
def t_minus_one_but_never_0(m, beta, t):
    """The power is one too low, and there is no correction in the first step. The first step has t = 1."""
    return m / (1 - beta ** (t - 1)) if t > 1 else m


@bias_correct.mistake
def corrected_only_early(m, beta, t):
    """Late steps are not corrected. With β near 1 the correction counts much longer."""
    return m / (1 - beta**t) if t < 10 else m


@bias_correct.mistake
def power_and_base_exchanged(m, beta, t):
    """That is tᵝ: β is to be raised to the power t."""
    return m / (1 - float(t) ** beta) if t > 1 else m


@bias_correct.mistake
def bracket_times_t(m, beta, t):
    """It is divided by (1-β)·t. The t is a power, and on β alone."""
    return m / ((1 - beta) * t)


@bias_correct.mistake
def share_subtracted(m, beta, t):
    """1 - βᵗ is subtracted. m is that share of its right size: divide."""
    return m - (1 - beta**t)


@bias_correct.mistake
def base_and_weight_exchanged(m, beta, t):
    """It is divided by 1 - (1-β)ᵗ. The share that is missing after t steps is βᵗ."""
    return m / (1 - (1 - beta) ** t)


@bias_correct.mistake
def corrected_twice(m, beta, t):
    """It is divided by 1 - βᵗ twice."""
    return m / (1 - beta**t) ** 2


bias_correct.slipping("return m / (1 - beta**t)")
