from course_lib.homework.spec import Exercise

answer_growth = Exercise("answer_growth", points=1, kind="value")


@answer_growth.mistake
def root_left_out():
    """After that many steps S has fallen to a tenth. The rate depends on its root: how far must S fall?"""
    return 45


@answer_growth.mistake
def one_step_short():
    """After that many steps the rate is still a little below ten times: one more."""
    return 89


@answer_growth.mistake
def one_step_over():
    """One too many: after one step without a gradient S has been multiplied by β once."""
    return 91


@answer_growth.mistake
def window_of_beta():
    """That is N = 1/(1-β), about the steps until a weight has fallen to 1/e. S has to fall much further."""
    return 20


@answer_growth.mistake
def beta_of_09():
    """That is the number for β = 0.9. Here β is 0.95 and forgets more slowly."""
    return 44


@answer_growth.mistake
def S_compared_with_one_of_thousand():
    """After that many steps S has fallen to a thousandth. A rate ten times as large needs less."""
    return 135
