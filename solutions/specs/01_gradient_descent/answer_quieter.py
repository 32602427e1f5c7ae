import numpy as np

from course_lib.homework.spec import Exercise

answer_quieter = Exercise("answer_quieter", points=1, kind="value", numbers=dict(B=8))


@answer_quieter.vary
def own(rng):
    return dict(B=int(rng.integers(4, 65)))


@answer_quieter.mistake
def three_times_the_batch(B):
    """With so many samples the noise is divided by √3 only."""
    return 3 * B


@answer_quieter.mistake
def root_of_three_times(B):
    """The root goes the other way: the noise falls more slowly than B grows, so B must be over 3 times as large."""
    return B * np.sqrt(3)


@answer_quieter.mistake
def factor_alone():
    """That is how many times larger the batch must be. Give its new size."""
    return 9


@answer_quieter.mistake
def smaller_batch(B):
    """A smaller batch is noisier: the noise falls as B grows."""
    return B / 9


@answer_quieter.mistake
def cubed(B):
    """That is {B} times 3³. The noise falls like 1/√B: by which power of 3 must you multiply B?"""
    return B * 27
