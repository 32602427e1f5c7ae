import numpy as np

from course_lib.homework.spec import Exercise

answer_steps = Exercise("answer_steps", points=1, kind="value", numbers=dict(g=7, lr=0.5, far=9))


@answer_steps.vary
def own(rng):
    # As far as 8 to 24 first steps, which takes up to 170.
    lr = int(rng.integers(15, 61)) / 100
    low, high = int(np.ceil(8 * lr)), int(24 * lr)
    return dict(g=int(rng.integers(2, 31)), lr=lr, far=int(rng.integers(low, high + 1)))


def exactly(lr, far):
    """How many steps of length lr do not lead further."""
    return int(far / lr + 1e-9)


def needed(lr, far):
    """After how many steps W has moved further: the first n with lr·Σ 1/√t > far."""
    return int(np.argmax(lr * np.cumsum(1 / np.sqrt(np.arange(1, 1000))) > far)) + 1


@answer_steps.mistake
def constant_rate(lr, far):
    """That would be right if every step were as long as the first. The second one is already shorter."""
    return exactly(lr, far) + 1


@answer_steps.mistake
def reached_exactly_at_constant_rate(lr, far):
    """That is {far} divided by {lr}, as if every step were as long as the first."""
    return far / lr


@answer_steps.mistake
def one_short(lr, far):
    """After that many steps W has not quite moved by {far}: one more."""
    return needed(lr, far) - 1


@answer_steps.mistake
def one_over(lr, far):
    """One too many: after which step is the distance first longer than {far}? Did you count the start as a step?"""
    return needed(lr, far) + 1


@answer_steps.mistake
def by_the_integral(lr, far):
    """That comes from Σ 1/√t ≈ 2√n, which is too rough here: add up the steps."""
    return (far / lr / 2) ** 2
