import numpy as np

from course_lib.homework.spec import Exercise

answer_share = Exercise("answer_share", points=1, kind="value")


@answer_share.mistake
def share_of_the_older():
    """That is the share of all older gradients together; the question asks for that of the last ten."""
    return 0.9**10


@answer_share.mistake
def everything():
    """The window has no hard edge: the last N hold a part of the weight, not all of it."""
    return 1.0


@answer_share.mistake
def limit():
    """That is the limit for large N, 1 - 1/e. For β = 0.9 there is an exact number."""
    return 1 - np.exp(-1)


@answer_share.mistake
def in_per_cent():
    """That is in per cent. A share is a number between 0 and 1."""
    return 100 * (1 - 0.9**10)
