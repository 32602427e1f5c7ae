from course_lib.homework.spec import Exercise

from ..shared import word

answer_shrunk = Exercise(
    "answer_shrunk", points=1, kind="value", numbers=dict(lr=0.01, decay=0.1, n=500, steps="five hundred")
)


@answer_shrunk.vary
def own(rng):
    # What is left lies between 0.39 and 0.74, and apart from what is lost and from the straight line.
    while True:
        lr, decay = int(rng.integers(2, 13)) / 500, int(rng.integers(2, 9)) / 50
        hundreds = int(rng.integers(2, 10))
        exponent = lr * decay * 100 * hundreds
        if 0.3 < exponent < 0.95 and abs(exponent - 0.69) > 0.03 and abs(exponent - 0.57) > 0.03:
            return dict(lr=lr, decay=decay, n=100 * hundreds, steps=f"{word(hundreds)} hundred")


@answer_shrunk.mistake
def linear(lr, decay, n):
    """That would be right if the same length were taken away every time. It is the same share of what is left."""
    return 1 - lr * decay * n


@answer_shrunk.mistake
def without_lr(decay, n):
    """The decay is multiplied by the learning rate in every step."""
    return (1 - decay) ** n


@answer_shrunk.mistake
def what_is_lost(lr, decay, n):
    """That is the share that is lost. You are asked for what is left."""
    return 1 - (1 - lr * decay) ** n


@answer_shrunk.mistake
def one_step_only(lr, decay):
    """That is what one step leaves. The question is about {steps} of them."""
    return 1 - lr * decay
