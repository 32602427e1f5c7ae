import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips
from ..shared import counts, shifted, sized

effective_rates = Exercise("effective_rates", points=2, returns="array")


@effective_rates.draw
def rate_cases(rng):
    """Large and small gradients, short and long series, sparse ones and a coordinate that never has a gradient."""
    for T, d, high in ((4, 2, 3), (1, 3, 0.5), (9, 1, 0.4), (3, int(rng.integers(6, 10)), 1), (6, 2, 0.3), (4, 3, 200)):
        lr, eps = round(rng.uniform(0.05, 0.6), 3), round(rng.uniform(0.01, 0.05), 3)
        yield dict(G=sized(rng, (T, d), high / 5, high), lr=lr, eps=eps)
    sparse = np.where(rng.random((8, 3)) < 0.4, sized(rng, (8, 3), 0.5, 2), 0.0)
    sparse[:, 1] = 0.0
    yield dict(G=sparse, lr=0.3, eps=0.005)
    yield dict(G=sized(rng, (5, 2), 0.4, 2), lr=1, eps=0.02)


@effective_rates.mistake
def rates_before_the_step(G, lr, eps):
    """The rows are one step late: these are the rates before each step. The first rate already includes g₁."""
    return lr / np.sqrt(shifted(np.cumsum(G**2, axis=0)) + eps)


@effective_rates.mistake
def this_gradient_only(G, lr, eps):
    """Each rate uses only this step's gradient. AdaGrad remembers all of them: the rates should never rise."""
    return lr / np.sqrt(G**2 + eps)


@effective_rates.mistake
def divided_by_sigma(G, lr, eps):
    """These are lr/σ: there is a mean of the squares under the root. Which factor did it cancel with?"""
    return lr / np.sqrt(np.cumsum(G**2, axis=0) / counts(G) + eps)


@effective_rates.mistake
def falls_twice(G, lr, eps):
    """These rates fall by the sum and by another √t: the chapter's misunderstanding. The sum contains that root."""
    return lr / np.sqrt(counts(G)) / np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def eps_beside_the_root(G, lr, eps):
    """ε stands outside the root here. Where no gradient has come yet, the rate should be lr/√ε."""
    return lr / (np.sqrt(np.cumsum(G**2, axis=0)) + eps)


@effective_rates.mistake
def rates_without_root(G, lr, eps):
    """That is lr over the sum itself, without the root."""
    return lr / (np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def sizes_summed(G, lr, eps):
    """Under the root is the sum of |g|. It should be the sum of the squares."""
    return lr / np.sqrt(np.cumsum(np.abs(G), axis=0) + eps)


@effective_rates.mistake
def steps_in_place_of_rates(G, lr, eps):
    """These are the steps: rates times gradients. Return what the gradient is multiplied by."""
    return lr * G / np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def no_lr_in_the_rates(G, lr, eps):
    """That is 1 over the root: the learning rate is missing."""
    return 1 / np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def no_eps_in_the_rates(G, lr, eps):
    """There is no ε in these numbers: a coordinate that has had no gradient divides by 0."""
    return lr / np.sqrt(np.cumsum(G**2, axis=0))


@effective_rates.mistake
def eps_in_every_row(G, lr, eps):
    """ε is summed along with the squares, t times in row t. It is added once, under the root."""
    return lr / np.sqrt(np.cumsum(G**2 + eps, axis=0))


@effective_rates.mistake
def one_rate_a_row(G, lr, eps):
    """All coordinates of a row share one rate. The rare one should keep a larger rate than the common one."""
    return lr / np.sqrt(np.cumsum(np.sum(G**2, axis=1, keepdims=True), axis=0) + eps) * np.ones_like(G)


@effective_rates.mistake
def only_the_last_rates(G, lr, eps):
    """These are the rates left at the end. Return one row for each step."""
    return lr / np.sqrt(np.sum(G**2, axis=0) + eps)


@effective_rates.mistake
def summed_along_the_coordinates(G, lr, eps):
    """The squares are summed from coordinate to coordinate. They should be summed from step to step, down the rows."""
    return lr / np.sqrt(np.cumsum(G**2, axis=1) + eps)


@effective_rates.mistake
def root_itself(G, lr, eps):
    """That is the root alone. The rate is lr over it."""
    return np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def last_rates_in_every_row(G, lr, eps):
    """Every row has the rates of the end. Row t may use only the gradients up to t.

    If you collect one array and change it in place, collect a copy.
    """
    return lr / np.sqrt(np.sum(G**2, axis=0) + eps) * np.ones_like(G)


@effective_rates.mistake
def rates_grow_with_the_root(G, lr, eps):
    """lr is multiplied by the root: large gradients in the past would give a larger rate, not a smaller one."""
    return lr * np.sqrt(np.cumsum(G**2, axis=0) + eps)


@effective_rates.mistake
def always_lr(G, lr, eps):
    """Every rate is lr itself: no gradient has an influence."""
    return np.full(G.shape, float(lr))


effective_rates.slipping(
    """
    total = np.cumsum(G**2, axis=0)
    total_used = total
    root = np.sqrt(total_used + eps)
    return lr / root
    """,
    *slips.EPS,
    *(
        slip
        for slip in slips.root("total", "lr")
        if not slip.name.startswith(("one_rate", "rate_under", "eps_added", "nothing_above"))
    ),
    slips.edit("size_not_squared", "|g| is under the root, not its square.", ("G**2", "np.abs(G)")),
    slips.edit("gradient_not_squared", "Under the root the gradients are not squared.", ("G**2", "G")),
    slips.often(
        slips.edit("not_accumulated", "Each row knows only its own gradient.", ("np.cumsum(G**2, axis=0)", "G**2"))
    ),
    slips.edit(
        "axis_forgotten",
        "The sum runs on from coordinate to coordinate: the axis is missing.",
        ("np.cumsum(G**2, axis=0)", "np.cumsum(G**2).reshape(G.shape)"),
    ),
    slips.edit("axis_one", "The sum runs from coordinate to coordinate.", ("axis=0", "axis=1")),
    slips.edit(
        "one_rate_a_row",
        "All coordinates of a row share one rate.",
        ("np.cumsum(G**2, axis=0)", "np.cumsum(np.sum(G**2, axis=1, keepdims=True), axis=0) + 0 * G"),
    ),
    slips.often(
        slips.edit(
            "before_the_step",
            "The rows are one step late.",
            ("total_used = total", "total_used = np.concatenate([0 * total[:1], total[:-1]])"),
        )
    ),
    slips.edit(
        "mean_for_sum",
        "The mean is under the root, not the sum.",
        ("total_used = total", "total_used = total / np.arange(1, len(G) + 1)[:, None]"),
    ),
    slips.edit("steps_for_rates", "These are steps: the rates times the gradients.", ("lr / root", "lr * G / root")),
    slips.often(slips.edit("no_lr", "The learning rate is missing.", ("lr / root", "1 / root"))),
    slips.edit("only_the_last", "These are only the rates of the end.", ("lr / root", "lr / root[-1]")),
    slips.setting("rate_always_01", "The rate is 0.1, whatever lr comes in.", "lr = 0.1"),
    slips.edit(
        "sum_squared",
        "The sum is squared, not the gradients: signs cancel.",
        ("np.cumsum(G**2, axis=0)", "np.cumsum(G, axis=0) ** 2"),
    ),
)

effective_rates.slipping(
    """
    total = np.zeros(G.shape[1])
    rates = []
    for g in G:
        total = total + g**2
        root = np.sqrt(total + eps)
        rates.append(lr / root)
    return np.array(rates)
    """
)
