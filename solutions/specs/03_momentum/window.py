import numpy as np

from course_lib.homework.spec import Exercise

window = Exercise("window", points=1)


@window.draw
def window_cases(rng):
    yield dict(beta=0.0)
    yield dict(beta=round(1 - 1 / rng.uniform(2.6, 2.9), 3))  # cut to a whole number N is 2, rounded it is 3
    for beta in (0.5, 0.75, 0.99):
        yield dict(beta=round(beta + rng.uniform(-0.2, 0.009), 3))


@window.mistake
def inverse_of_beta(beta):
    """That is 1/β. Which weight does N come from: that of the old average, or that of the newest observation?"""
    return 1 / beta if beta else 0.0


@window.mistake
def weight_of_the_newest(beta):
    """That is the newest observation's weight, or 1 / 1 - β without brackets. N says how many such
    weights add up to 1.
    """
    return 1 - beta


@window.mistake
def half_life(beta):
    """That is the half-life, after which a weight has halved. N is the age at which it has fallen to about 1/e."""
    return np.log(0.5) / np.log(beta) if beta else 0.0


@window.mistake
def mean_age(beta):
    """That is the mean age of the observations, one less than N."""
    return beta / (1 - beta)


@window.mistake
def effective_length(beta):
    """That is (1+β)/(1-β), the length of a plain mean with the same noise. At the age N a weight is about 1/e of the
    newest.
    """
    return (1 + beta) / (1 - beta)


@window.mistake
def rounded(beta):
    """Your N is a whole number, the nearest one: leave 1/(1-β) as it is."""
    return round(1 / (1 - beta))


@window.mistake
def cut_to_a_whole_number(beta):
    """N is cut down to a whole number; leave it as it is."""
    return int(1 / (1 - beta))


@window.mistake
def exact_age(beta):
    """That is -1/ln β, the age at which a weight is 1/e of the newest exactly. The slide's N is simpler."""
    return -1 / np.log(beta) if beta else 0.0


@window.mistake
def one_too_many(beta):
    """That is one too many: N is 1/(1-β) itself."""
    return 1 / (1 - beta) + 1


@window.mistake
def by_common_logarithm(beta):
    """That is -1/lg β, with the logarithm to base 10. The slide's N needs no logarithm."""
    return -1 / np.log10(beta) if beta else 0.0


@window.mistake
def plus_in_place_of_minus(beta):
    """That is 1/(1+β), which falls when β grows. With β near 1 the window should be long."""
    return 1 / (1 + beta)


@window.mistake
def twice_the_window(beta):
    """That is twice N. The slide has N = 1/(1-β)."""
    return 2 / (1 - beta)


window.slipping("return 1 / (1 - beta)")
