import numpy as np

from course_lib.homework.spec import Exercise

beta_for_window = Exercise("beta_for_window", points=1)


@beta_for_window.draw
def inverse_cases(rng):
    yield dict(N=1.0)
    for N in (2, 12, 120):
        yield dict(N=round(N * rng.uniform(1, 1.8), 1))


@beta_for_window.mistake
def one_over_N(N):
    """That is the newest observation's weight, 1-β. What is β itself?"""
    return 1 / N


@beta_for_window.mistake
def window_again(N):
    """That is 1/(1-N): the formula of `window` with N instead of β. Solve N = 1/(1-β) for β."""
    return 1 / (1 - N) if N != 1 else 0.0


@beta_for_window.mistake
def off_by_one(N):
    """That is N/(N+1), which is right for the mean age, not for N = 1/(1-β)."""
    return N / (N + 1)


@beta_for_window.mistake
def sign_lost(N):
    """That is 1/N - 1, the right number with the wrong sign."""
    return 1 / N - 1


@beta_for_window.mistake
def exact_beta(N):
    """That is exp(-1/N), from the exact age -1/ln β. Solve the slide's N = 1/(1-β)."""
    return np.exp(-1 / N)


@beta_for_window.mistake
def half_life(N):
    """That is the β whose half-life is N: a weight has halved after N steps. Solve N = 1/(1-β)."""
    return 0.5 ** (1 / N)


@beta_for_window.mistake
def span(N):
    """That is 1 - 2/(N+1), from the length of a plain mean. Solve N = 1/(1-β)."""
    return 1 - 2 / (N + 1)


@beta_for_window.mistake
def one_minus_N(N):
    """That is 1 - N. In N = 1/(1-β) the bracket is in the denominator."""
    return 1 - N


@beta_for_window.mistake
def plus_in_place_of_minus(N):
    """That is 1 + 1/N, which is larger than 1. Solve N = 1/(1-β) for β once more, and mind the signs."""
    return 1 + 1 / N


@beta_for_window.mistake
def N_minus_one(N):
    """That is N - 1. β lies between 0 and 1: solve N = 1/(1-β) for it."""
    return N - 1


@beta_for_window.mistake
def two_over_N(N):
    """That is 1 - 2/N. Solve N = 1/(1-β): there is no 2."""
    return 1 - 2 / N


@beta_for_window.mistake
def larger_than_one(N):
    """That is N/(N-1), which is larger than 1. β lies between 0 and 1: solve N = 1/(1-β) for it."""
    return N / (N - 1) if N != 1 else 0.0


beta_for_window.slipping("return 1 - 1 / N")
beta_for_window.slipping("return (N - 1) / N")
