import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips

ewma = Exercise("ewma", points=3, returns="array")


@ewma.draw
def cases(rng):
    """Series of numbers and of vectors, short and long, that do not start at 0, with a β of every size."""
    for shape in ((4,), (1,), (12,), (5, 3), (6, 1), (30,), (4, int(rng.integers(6, 10)))):
        yield dict(x=rng.normal(2, 3, shape).round(2), beta=round(rng.uniform(0.15, 0.95), 2))
    yield dict(x=rng.normal(-4, 1, 6).round(2), beta=0.0)


def run(x, mix):
    """v₁ … v_T for a rule that mixes the next value into v, from 0."""
    v, values = np.zeros(x.shape[1:]), []
    for x_t in x:
        v = mix(v, x_t)
        values.append(v)
    return np.array(values)


@ewma.mistake
def new_value_unweighted(x, beta):
    """These are the numbers of v = βv + x: how much weight must the new value get for both weights to add up to 1?"""
    return run(x, lambda v, x_t: beta * v + x_t)


@ewma.mistake
def weights_exchanged(x, beta):
    """The old average and the new value have swapped weights: with β near 1 the average should change slowly."""
    return run(x, lambda v, x_t: (1 - beta) * v + beta * x_t)


@ewma.mistake
def starts_at_the_first_value(x, beta):
    """This average starts at the first value. Ours starts at v₀ = 0, so the first value is blended into 0."""
    v, values = x[0], [x[0]]
    for x_t in x[1:]:
        v = beta * v + (1 - beta) * x_t
        values.append(v)
    return values


@ewma.mistake
def bias_corrected(x, beta):
    """These values are divided by 1 - βᵗ: that is chapter 5's correction. Return the plain average here."""
    t = np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))
    return run(x, lambda v, x_t: beta * v + (1 - beta) * x_t) / (1 - beta**t)


@ewma.mistake
def one_value_late(x, beta):
    """The series is one step late: v₁ already contains x₁, and v₀ = 0 is not part of the answer."""
    return np.concatenate([np.zeros_like(x[:1]), run(x, lambda v, x_t: beta * v + (1 - beta) * x_t)[:-1]])


@ewma.mistake
def v0_included(x, beta):
    """There is one value too many: v₀ = 0 is only the start; the answer begins with v₁."""
    return np.concatenate([np.zeros_like(x[:1]), run(x, lambda v, x_t: beta * v + (1 - beta) * x_t)])


@ewma.mistake
def only_the_last_value(x, beta):
    """That is v_T alone. Return all of v₁ … v_T: collect them in the loop."""
    return run(x, lambda v, x_t: beta * v + (1 - beta) * x_t)[-1]


@ewma.mistake
def beta_always_09(x, beta):
    """These are the numbers for β = 0.9, whatever β comes in."""
    return run(x, lambda v, x_t: 0.9 * v + 0.1 * x_t)


@ewma.mistake
def plain_mean(x, beta):
    """That is the plain mean of all values so far, in which each counts the same; here older ones count less."""
    return np.cumsum(x, axis=0) / np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))


@ewma.mistake
def corrected_value_kept(x, beta):
    """Each value is divided by 1 - βᵗ and carried on like that. Leave the correction out here."""
    v, out = 0 * x[0], []
    for t, value in enumerate(x, start=1):
        v = (beta * v + (1 - beta) * value) / (1 - beta**t)
        out.append(v)
    return np.array(out)


@ewma.mistake
def of_two_observations(x, beta):
    """Each value is an average of two observations. Average the new observation with the last average instead."""
    before = np.concatenate([0 * x[:1], x[:-1]])
    return beta * before + (1 - beta) * x


@ewma.mistake
def plain_sum(x, beta):
    """The observations are only added up: where are the weights β and 1 - β?"""
    return np.cumsum(x, axis=0)


ewma.slipping(
    """
    v = np.zeros(x.shape[1:])
    values = []
    for t, new in enumerate(x, start=1):
        v1 = beta * v + (1 - beta) * new
        out = v1
        v = v1
        values.append(out)
    return np.array(values)
    """,
    *slips.average("v", "beta", "new", 0.9),
    slips.often(
        slips.edit(
            "starts_at_the_first_value",
            "The average starts at the first value, not at 0.",
            ("np.zeros(x.shape[1:])", "x[0]"),
        )
    ),
    slips.often(slips.edit("corrected", "The values are divided by 1 - βᵗ.", ("out = v1", "out = v1 / (1 - beta**t)"))),
    slips.edit(
        "corrected_with_t_one_too_high",
        "The values are divided by 1 - βᵗ⁺¹.",
        ("out = v1", "out = v1 / (1 - beta ** (t + 1))"),
    ),
    slips.edit("one_value_late", "The series is one step late.", ("out = v1", "out = v")),
    slips.edit(
        "v_never_kept", "v stays at its start: what is computed is not kept for the next step.", ("v = v1", "v = v")
    ),
    slips.edit(
        "corrected_value_kept",
        "The corrected value goes into the next step.",
        ("    v = v1", "    out = v = v1 / (1 - beta**t)"),
    ),
    slips.edit(
        "first_value_left_out",
        "The first value has no influence: the first entry stays 0.",
        ("enumerate(x, start=1)", "enumerate([0 * x[0], *x[1:]], start=1)"),
    ),
    slips.edit("only_the_last", "That is only the last value.", ("return np.array(values)", "return values[-1]")),
    slips.often(slips.edit("v0_included", "v₀ = 0 is in front.", ("values = []", "values = [v]"))),
    slips.edit("not_the_last", "The last value is missing.", ("np.array(values)", "np.array(values[:-1])")),
    slips.edit("not_the_first", "The first value is missing.", ("np.array(values)", "np.array(values[1:])")),
    slips.setting("beta_always_09", "β is 0.9, whatever comes in.", "beta = 0.9"),
    slips.setting("beta_as_a_span", "β itself is taken for pandas' span.", "beta = 1 - 2 / (beta + 1)"),
    slips.setting(
        "beta_from_a_span",
        "N is taken for pandas' span, so β becomes 1 - 2/(N+1).",
        "beta = 1 - 2 / (1 / (1 - beta) + 1)",
    ),
    slips.setting("back_to_front", "The series is read from its end.", "x = x[::-1]"),
    slips.edit(
        "corrected_only_early",
        "The values before the tenth are divided by 1 - βᵗ.",
        ("out = v1", "out = v1 / (1 - beta**t) if t < 10 else v1"),
    ),
)

ewma.slipping(
    """
    v = 0 * x[0]
    values = []
    for t in range(len(x)):
        v = beta * v + (1 - beta) * x[t]
        values.append(v)
    return np.array(values)
    """
)
