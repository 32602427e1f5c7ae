import numpy as np

from course_lib.homework.spec import Exercise

answer_sum_rate = Exercise("answer_sum_rate", points=1, kind="value")


@answer_sum_rate.mistake
def rate_enlarged():
    """The sum is longer than the mean already, and this rate would make the step still longer."""
    return 0.03 * 32


@answer_sum_rate.mistake
def rate_kept():
    """At the same rate the step is as many times too long as a batch has samples."""
    return 0.03


@answer_sum_rate.mistake
def divided_by_all_samples():
    """That is divided by n, all samples. The sum goes over one batch."""
    return 0.03 / 448


@answer_sum_rate.mistake
def divided_by_the_updates():
    """That is divided by the number of updates in an epoch. How many samples does one sum have?"""
    return 0.03 / 14


@answer_sum_rate.mistake
def divided_by_the_root():
    """That is divided by √B, the law of the noise. The sum of B gradients is B times their mean."""
    return 0.03 / np.sqrt(32)
