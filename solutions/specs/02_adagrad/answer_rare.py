import numpy as np

from course_lib.homework.spec import Exercise

from ..shared import word

answer_rare = Exercise(
    "answer_rare", points=1, kind="value", numbers=dict(n=900, small=0.1, k=9, big=0.5, every=100, times="five")
)


@answer_rare.vary
def own(rng):
    # n is k squares, so that the exact number is short; the rare weight's rate is the larger one.
    root, k = int(rng.choice([7, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23])), int(rng.integers(5, 21))
    times = int(rng.integers(3, 7))
    small = int(rng.integers(1, 4)) / 10
    big = round(times * small, 1)
    return dict(n=k * root**2, small=small, k=k, big=big, every=root**2, times=word(times))


@answer_rare.mistake
def counted_only(n, k):
    """That would be right if both had gradients of the same size. The rare one's are {times} times as large."""
    return np.sqrt(n / k)


@answer_rare.mistake
def ratio_of_the_sums(n, small, k, big):
    """That is the ratio of the two sums of squares. The rate divides by their root."""
    return n * small**2 / (k * big**2)


@answer_rare.mistake
def other_way_round(n, small, k, big):
    """That is the common weight's rate over the rare one's. Which of them has the smaller sum?"""
    return np.sqrt(k * big**2 / (n * small**2))


@answer_rare.mistake
def gradients_summed(n, small, k, big):
    """That is the ratio of the sums of the gradients. AdaGrad sums their squares, and takes the root."""
    return n * small / (k * big)


@answer_rare.mistake
def root_of_gradients_summed(n, small, k, big):
    """That is the root of the ratio of the summed gradients. What AdaGrad sums are squares."""
    return np.sqrt(n * small / (k * big))
