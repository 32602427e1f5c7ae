from course_lib.homework.spec import Exercise

answer_first_step = Exercise("answer_first_step", points=1, kind="value")


@answer_first_step.mistake
def as_sgd():
    """That is SGD's first step. Momentum starts at v₀ = 0: how much of g is in v₁?"""
    return 0.5 * 4


@answer_first_step.mistake
def all_of_beta():
    """That is lr·β·g: which of the two weights belongs to the new gradient?"""
    return 0.5 * 0.9 * 4


@answer_first_step.mistake
def v1_alone():
    """That is v₁. The step is lr times v₁."""
    return 0.1 * 4


@answer_first_step.mistake
def minus():
    """That is the change of W, with its sign. The question asks how far it moves: a distance."""
    return -0.5 * 0.1 * 4
