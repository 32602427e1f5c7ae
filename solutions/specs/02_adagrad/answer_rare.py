import numpy as np

from course_lib.homework.spec import Exercise

answer_rare = Exercise("answer_rare", points=1, kind="value")


@answer_rare.mistake
def counted_only():
    """That would be right if both had gradients of the same size. The rare one's are five times as large."""
    return 10


@answer_rare.mistake
def ratio_of_the_sums():
    """That is the ratio of the two sums of squares. The rate divides by their root."""
    return 4


@answer_rare.mistake
def other_way_round():
    """That is the common weight's rate over the rare one's. Which of them has the smaller sum?"""
    return 0.5


@answer_rare.mistake
def gradients_summed():
    """That is the ratio of the sums of the gradients. AdaGrad sums their squares, and takes the root."""
    return 20


@answer_rare.mistake
def root_of_gradients_summed():
    """That is the root of the ratio of the summed gradients. What AdaGrad sums are squares."""
    return np.sqrt(20)
