import numpy as np

from course_lib.homework.spec import Exercise

answer_steps_until = Exercise("answer_steps_until", points=1, kind="value", numbers=dict(beta=0.99))


@answer_steps_until.vary
def own(rng):
    return dict(beta=int(rng.integers(9700, 9931)) / 10000)


@answer_steps_until.mistake
def memory(beta):
    """That is N = 1/(1-β). After so many steps about a third of the weight is still missing."""
    return 1 / (1 - beta)


@answer_steps_until.mistake
def one_too_few(beta):
    """After that many steps slightly more than a tenth is still missing: one more."""
    return np.ceil(np.log(0.1) / np.log(beta)) - 1


@answer_steps_until.mistake
def with_beta1():
    """That is for β = 0.9. The question is about a longer memory."""
    return 22


@answer_steps_until.mistake
def a_tenth_is_there(beta):
    """After so many steps a tenth is there. The question asks when a tenth is missing."""
    return np.ceil(np.log(0.9) / np.log(beta))
