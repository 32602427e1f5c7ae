from course_lib.homework.spec import Exercise

answer_steps_until = Exercise("answer_steps_until", points=1, kind="value")


@answer_steps_until.mistake
def memory():
    """That is N = 1/(1-β). After so many steps about a third of the weight is still missing."""
    return 100


@answer_steps_until.mistake
def one_too_few():
    """After that many steps slightly more than a tenth is still missing: one more."""
    return 229


@answer_steps_until.mistake
def with_beta1():
    """That is for β = 0.9. The question is about a longer memory."""
    return 22


@answer_steps_until.mistake
def a_tenth_is_there():
    """After so many steps a tenth is there. The question asks when a tenth is missing."""
    return 11
