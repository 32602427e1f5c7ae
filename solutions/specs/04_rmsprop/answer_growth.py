import numpy as np

from course_lib.homework.spec import Exercise

answer_growth = Exercise("answer_growth", points=1, kind="value", numbers=dict(beta=0.95))


@answer_growth.vary
def own(rng):
    # Not close to 0.95, where S falls to a tenth in nearly the 44 steps that β = 0.9 needs for a hundredth.
    return dict(beta=int(rng.choice([*range(910, 945), *range(956, 986)])) / 1000)


def until(beta, times):
    """After how many steps without a gradient S is for the first time below this part of it."""
    return int(np.log(times) / -np.log(beta)) + 1


@answer_growth.mistake
def root_left_out(beta):
    """After that many steps S has fallen to a tenth. The rate depends on its root: how far must S fall?"""
    return until(beta, 10)


@answer_growth.mistake
def one_step_short(beta):
    """After that many steps the rate is still a little below ten times: one more."""
    return until(beta, 100) - 1


@answer_growth.mistake
def one_step_over(beta):
    """One too many: after one step without a gradient S has been multiplied by β once."""
    return until(beta, 100) + 1


@answer_growth.mistake
def window_of_beta(beta):
    """That is N = 1/(1-β), about the steps until a weight has fallen to 1/e. S has to fall much further."""
    return 1 / (1 - beta)


@answer_growth.mistake
def beta_of_09():
    """That is the number for β = 0.9. Here β is {beta} and forgets more slowly."""
    return 44


@answer_growth.mistake
def S_compared_with_one_of_thousand(beta):
    """After that many steps S has fallen to a thousandth. A rate ten times as large needs less."""
    return until(beta, 1000)
