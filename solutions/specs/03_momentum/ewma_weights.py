import numpy as np

from course_lib.homework.spec import Exercise

from .. import slips

ewma_weights = Exercise("ewma_weights", points=2, returns="array")


@ewma_weights.draw
def weights_cases(rng):
    for n in (5, 1, 12, 3, 30):
        yield dict(beta=round(rng.uniform(0.1, 0.98), 2), n=n)
    yield dict(beta=0.0, n=4)


@ewma_weights.mistake
def oldest_first(beta, n):
    """These weights begin with the oldest observation; the newest comes first."""
    return ((1 - beta) * beta ** np.arange(n))[::-1]


@ewma_weights.mistake
def without_the_factor(beta, n):
    """The newest weight is 1 here. What weight does the newest value have in v = βv + (1-β)x?"""
    return beta ** np.arange(n)


@ewma_weights.mistake
def power_one_too_high(beta, n):
    """Every weight has one factor β too many: with which power of β does the newest value enter?"""
    return (1 - beta) * beta ** np.arange(1, n + 1)


@ewma_weights.mistake
def made_to_sum_to_one(beta, n):
    """These sum to 1. The weights of n observations do not: older ones hold the rest."""
    weights = beta ** np.arange(n)
    return weights / weights.sum()


@ewma_weights.mistake
def powers_of_one_minus_beta(beta, n):
    """β and 1-β have swapped places: with β near 1 the weights should fall slowly."""
    return beta * (1 - beta) ** np.arange(n)


@ewma_weights.mistake
def one_weight_too_many(beta, n):
    """There are n + 1 weights; return n."""
    return (1 - beta) * beta ** np.arange(n + 1)


@ewma_weights.mistake
def all_alike(beta, n):
    """All weights are 1/n: those of a plain mean. The older an observation is, the less it should count."""
    return np.full(n, 1 / n)


@ewma_weights.mistake
def what_is_forgotten(beta, n):
    """That is 1 - βᵏ, the weight of all newer observations together. Return the weight of each one."""
    return 1 - beta ** np.arange(n)


@ewma_weights.mistake
def falls_like_one_over_age(beta, n):
    """These weights fall like 1/k. From one observation to the next they are multiplied by β."""
    return (1 - beta) / np.arange(1, n + 1)


@ewma_weights.mistake
def falls_in_a_straight_line(beta, n):
    """These weights fall by the same amount from one to the next. Each should be β times the one before."""
    return (1 - beta) * (1 - np.arange(n) / n)


@ewma_weights.mistake
def factor_in_the_newest_alone(beta, n):
    """Only the newest weight has the factor 1-β; from the second on these are βᵏ."""
    weights = beta ** np.arange(n)
    weights[0] = 1 - beta
    return weights


@ewma_weights.mistake
def oldest_has_the_rest(beta, n):
    """The oldest weight holds all the rest, as if the average had started there. Ours started at 0 long before."""
    weights = (1 - beta) * beta ** np.arange(n)
    weights[-1] = beta ** (n - 1)
    return weights


@ewma_weights.mistake
def newest_alone(beta, n):
    """That is the newest weight alone; n are asked for. Does a return stand inside a loop?"""
    return np.array([1 - beta])


ewma_weights.slipping(
    """
    age = np.arange(n)
    weights = (1 - beta) * beta**age
    return weights
    """,
    slips.often(slips.edit("oldest_first", "The oldest comes first.", ("return weights", "return weights[::-1]"))),
    slips.often(slips.edit("without_the_factor", "The factor 1 - β is missing.", ("(1 - beta) * beta", "beta"))),
    slips.often(
        slips.edit("power_one_too_high", "Every power is one too high.", ("np.arange(n)", "np.arange(1, n + 1)"))
    ),
    slips.edit("factor_doubled", "The factor 1 - β is squared.", ("(1 - beta) *", "(1 - beta) ** 2 *")),
    slips.setting("weights_exchanged", "β and 1 - β have swapped places.", "beta = 1 - beta"),
    slips.edit(
        "made_to_sum_to_one", "The weights are made to sum to 1.", ("return weights", "return weights / weights.sum()")
    ),
    slips.edit("one_too_many", "There is one weight too many.", ("np.arange(n)", "np.arange(n + 1)")),
    slips.edit("one_too_few", "There is one weight too few.", ("np.arange(n)", "np.arange(n - 1)")),
    slips.edit("all_alike", "All weights are the same: older ones should count less.", ("beta**age", "1.0**age")),
    slips.edit(
        "summed_up", "These are sums of the weights up to each.", ("return weights", "return np.cumsum(weights)")
    ),
)

ewma_weights.slipping(
    """
    weights = []
    weight = 1 - beta
    for age in range(n):
        weights.append(weight)
        weight = beta * weight
    return np.array(weights)
    """
)
