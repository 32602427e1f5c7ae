import numpy as np

from course_lib.homework.spec import Exercise

answer_updates = Exercise("answer_updates", points=1, kind="value", numbers=dict(B=32, epochs=20))


@answer_updates.vary
def own(rng):
    # The quotient is neither nearly whole nor nearly the answer.
    while True:
        B, epochs = int(rng.integers(12, 61)), int(rng.integers(12, 41))
        quotient = epochs * 442 / B
        right, rounded = epochs * np.ceil(442 / B), np.ceil(quotient)
        if min(rounded - quotient, right - rounded) > right / 500 and 442 % B:
            return dict(B=B, epochs=epochs)


@answer_updates.mistake
def short_batches_dropped(B, epochs):
    """The shorter batch at the end of each epoch is missing."""
    return epochs * (442 // B)


@answer_updates.mistake
def whole_quotient(B, epochs):
    """That is {epochs}·442/{B}, as if a batch could reach into the next epoch. Each epoch ends with a shorter one."""
    return epochs * 442 / B


@answer_updates.mistake
def rounded_at_the_end(B, epochs):
    """That rounds {epochs}·442/{B} up once, at the end. Each epoch has a shorter batch of its own."""
    return np.ceil(epochs * 442 / B)


@answer_updates.mistake
def updates_of_one_epoch(B):
    """That is one epoch's number. There are {epochs} epochs."""
    return np.ceil(442 / B)


@answer_updates.mistake
def samples_seen(epochs):
    """That is the number of sample gradients. One update uses {B} of them."""
    return epochs * 442
