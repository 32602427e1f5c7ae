import numpy as np

from course_lib.homework.spec import Exercise

answer_sum_rate = Exercise("answer_sum_rate", points=1, kind="value", numbers=dict(n=448, B=32, lr=0.03))


@answer_sum_rate.vary
def own(rng):
    # No epoch has as many updates as a batch has samples.
    B = 4 * int(rng.integers(2, 17))
    return dict(n=B * int(rng.choice([13, 14, 15, 17, 18, 19])), B=B, lr=int(rng.integers(4, 20)) / 200)


@answer_sum_rate.mistake
def rate_enlarged(B, lr):
    """The sum is longer than the mean already, and this rate would make the step still longer."""
    return lr * B


@answer_sum_rate.mistake
def rate_kept(lr):
    """At the same rate the step is as many times too long as a batch has samples."""
    return lr


@answer_sum_rate.mistake
def divided_by_all_samples(n, lr):
    """That is divided by n, all samples. The sum goes over one batch."""
    return lr / n


@answer_sum_rate.mistake
def divided_by_the_updates(n, B, lr):
    """That is divided by the number of updates in an epoch. How many samples does one sum have?"""
    return lr / (n / B)


@answer_sum_rate.mistake
def divided_by_the_root(B, lr):
    """That is divided by √B, the law of the noise. The sum of B gradients is B times their mean."""
    return lr / np.sqrt(B)
