import numpy as np

from course_lib.homework.spec import Exercise

answer_after = Exercise("answer_after", points=1, kind="value")


@answer_after.mistake
def past_forgotten():
    """That is the length of the first step, with an empty total. Here the four steep gradients are in the total."""
    return 0.5


@answer_after.mistake
def new_square_left_out():
    """The gradient of 7 is missing from the total: its square is added before the step."""
    return 0.5 * 7 / 24


@answer_after.mistake
def by_the_mean():
    """That divides by σ, the root of the mean. Without the slide's falling η you need the root of the sum."""
    return 0.5 * 7 / np.sqrt(125)


@answer_after.mistake
def root_and_count():
    """You also divided by √5. The number of steps is already in the sum."""
    return 0.5 * 7 / 25 / np.sqrt(5)


@answer_after.mistake
def without_the_root():
    """That divides by the total, not by its root."""
    return 0.5 * 7 / 625


@answer_after.mistake
def as_sgd():
    """That is SGD's step, lr times the gradient."""
    return 0.5 * 7


@answer_after.mistake
def steep_square_once():
    """This total contains 12² only once. The gradient was 12 in four steps."""
    return 0.5 * 7 / np.sqrt(144 + 49)
