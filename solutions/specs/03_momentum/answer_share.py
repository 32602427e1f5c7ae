import numpy as np

from course_lib.homework.spec import Exercise

from ..shared import word

answer_share = Exercise("answer_share", points=1, kind="value", numbers=dict(beta=0.9, n=10, last="ten"))


@answer_share.vary
def own(rng):
    # As many as the window has, rounded up.
    thousandths = int(rng.integers(800, 961))
    n = -(-1000 // (1000 - thousandths))
    return dict(beta=thousandths / 1000, n=n, last=word(n))


@answer_share.mistake
def share_of_the_older(beta, n):
    """That is the share of all older gradients together; the question asks for that of the last {last}."""
    return beta**n


@answer_share.mistake
def everything():
    """The window has no hard edge: the last N hold a part of the weight, not all of it."""
    return 1.0


@answer_share.mistake
def limit():
    """That is the limit for large N, 1 - 1/e. For β = {beta} there is an exact number."""
    return 1 - np.exp(-1)


@answer_share.mistake
def in_per_cent(beta, n):
    """That is in per cent. A share is a number between 0 and 1."""
    return 100 * (1 - beta**n)
