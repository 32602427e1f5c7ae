import numpy as np

from course_lib.homework.spec import Exercise

answer_after = Exercise("answer_after", points=1, kind="value", numbers=dict(a=12, g=7, lr=0.5))


@answer_after.vary
def own(rng):
    # 4a² + g² is a square, so that the exact number is short.
    a, g = rng.choice(
        [(6, 5), (12, 10), (18, 15), (20, 9), (24, 14), (30, 11), (30, 25), (36, 21), (40, 18), (40, 39), (42, 13)]
    ).tolist()
    return dict(a=a, g=g, lr=int(rng.integers(2, 20)) / 20)


@answer_after.mistake
def past_forgotten(lr):
    """That is the length of the first step, with an empty total. Here the four steep gradients are in the total."""
    return lr


@answer_after.mistake
def new_square_left_out(a, g, lr):
    """The gradient of {g} is missing from the total: its square is added before the step."""
    return lr * g / (2 * a)


@answer_after.mistake
def by_the_mean(a, g, lr):
    """That divides by σ, the root of the mean. Without the slide's falling η you need the root of the sum."""
    return lr * g / np.sqrt((4 * a**2 + g**2) / 5)


@answer_after.mistake
def root_and_count(a, g, lr):
    """You also divided by √5. The number of steps is already in the sum."""
    return lr * g / np.sqrt(4 * a**2 + g**2) / np.sqrt(5)


@answer_after.mistake
def without_the_root(a, g, lr):
    """That divides by the total, not by its root."""
    return lr * g / (4 * a**2 + g**2)


@answer_after.mistake
def as_sgd(g, lr):
    """That is SGD's step, lr times the gradient."""
    return lr * g


@answer_after.mistake
def steep_square_once(a, g, lr):
    """This total contains {a}² only once. The gradient was {a} in four steps."""
    return lr * g / np.sqrt(a**2 + g**2)
