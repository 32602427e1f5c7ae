import numpy as np

from course_lib.homework.spec import Exercise

from ..shared import cut

minibatches = Exercise("minibatches", points=3, returns="sequence")


@minibatches.draw
def batch_cases(rng):
    """Lengths that batch_size divides and others; batches of 1, of more than half, of all and of more than all."""
    for n, batch_size in ((7, 3), (8, 4), (5, 1), (9, 6), (6, 6), (10, 4), (14, 3), (3, 5)):
        yield dict(order=rng.choice(60, n, replace=False), batch_size=batch_size)


@minibatches.mistake
def last_batch_dropped(order, batch_size):
    """The samples of the last, shorter batch are missing. In an epoch everyone is asked once."""
    return [batch for batch in cut(order, batch_size) if len(batch) == batch_size]


@minibatches.mistake
def last_batch_too_long(order, batch_size):
    """What is left over has been added to the last full batch. It should be a batch of its own, a shorter one."""
    full = len(order) // batch_size - 1
    return [*cut(order[: full * batch_size], batch_size), order[full * batch_size :]]


@minibatches.mistake
def last_batch_filled_up(order, batch_size):
    """The last batch is filled up with samples from the beginning: these would be asked twice in one epoch."""
    missing = -len(order) % batch_size
    return cut(np.concatenate([order, order[:missing]]), batch_size)


@minibatches.mistake
def a_batch_at_every_sample(order, batch_size):
    """The batches overlap: a new one begins at every sample. How far should the start move each time?"""
    return [order[start : start + batch_size] for start in range(len(order))]


@minibatches.mistake
def sliding_window(order, batch_size):
    """A window slides along one by one, so the batches overlap. Each should begin where the last one ended."""
    return [order[start : start + batch_size] for start in range(len(order) - batch_size + 1)]


@minibatches.mistake
def in_sorted_order(order, batch_size):
    """The batches are sorted. `order` was shuffled for a reason: leave it as it is."""
    return cut(np.sort(order), batch_size)


@minibatches.mistake
def places_in_place_of_entries(order, batch_size):
    """These are the places 0, 1, 2, … in `order`, not the sample numbers that stand there."""
    return cut(np.arange(len(order)), batch_size)


@minibatches.mistake
def empty_batch_at_the_end(order, batch_size):
    """When batch_size divides the length, there is an extra, empty batch at the end."""
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(len(order) // batch_size + 1)]


@minibatches.mistake
def size_taken_as_number(order, batch_size):
    """There are batch_size batches here. batch_size is how many samples a batch has, not how many batches there are."""
    return np.array_split(order, batch_size)


@minibatches.mistake
def evened_out(order, batch_size):
    """The number of batches is right, but they are made about equal. All but the last should be full."""
    return np.array_split(order, -(-len(order) // batch_size))


@minibatches.mistake
def dealt_like_cards(order, batch_size):
    """The samples are dealt out in turn, like cards. A batch is a piece of `order` without gaps."""
    number = -(-len(order) // batch_size)
    return [order[first::number] for first in range(number)]


@minibatches.mistake
def one_sample_short(order, batch_size):
    """The last sample of each batch is missing: a slice a:b ends before b."""
    return [order[start : start + batch_size - 1] for start in range(0, len(order), batch_size)]


@minibatches.mistake
def only_the_first_batch(order, batch_size):
    """Only the first batch comes back: does the return stand inside the loop?"""
    return order[:batch_size]


@minibatches.mistake
def last_batch_of_full_size(order, batch_size):
    """The last batch is the last batch_size samples: some of them have been in the batch before."""
    full = len(order) // batch_size
    last = [order[-batch_size:]] if len(order) % batch_size else []
    return [*(order[k * batch_size : (k + 1) * batch_size] for k in range(full)), *last]


@minibatches.mistake
def remainder_from_the_front(order, batch_size):
    """The last, shorter batch is taken from the front of `order`. It is what is left at its end."""
    rest = len(order) % batch_size
    batches = [order[k * batch_size : (k + 1) * batch_size] for k in range(len(order) // batch_size)]
    return [*batches, *([order[:rest]] if rest else [])]


@minibatches.mistake
def short_batch_first(order, batch_size):
    """The shorter batch comes first. It is what is left over at the end."""
    rest = len(order) % batch_size
    return [*([order[:rest]] if rest else []), *cut(order[rest:], batch_size)]


@minibatches.mistake
def back_to_front(order, batch_size):
    """`order` is read from its end. It was shuffled already: take it as it is."""
    return cut(order[::-1], batch_size)


@minibatches.mistake
def starts_move_by_one(order, batch_size):
    """The number of full batches is right, but each begins one sample after the one before: move by batch_size."""
    return [order[k : k + batch_size] for k in range(len(order) // batch_size)]


@minibatches.mistake
def first_sample_left_out(order, batch_size):
    """The first sample is missing: places count from 0."""
    return cut(order[1:], batch_size)


@minibatches.mistake
def last_sample_left_out(order, batch_size):
    """The last sample is missing: range and slices end before their second number anyway."""
    return cut(order[:-1], batch_size)


@minibatches.mistake
def first_batch_alone(order, batch_size):
    """That is the first batch alone: does a return stand inside the loop?"""
    return [order[:batch_size]]


@minibatches.mistake
def nothing_when_too_few(order, batch_size):
    """With fewer samples than batch_size there are no batches here. They are one batch, a short one."""
    return cut(order, batch_size) if len(order) >= batch_size else []


@minibatches.mistake
def one_sample_long(order, batch_size):
    """Each batch has one sample too many: a slice a:b has b - a samples."""
    return [order[start : start + batch_size + 1] for start in range(0, len(order), batch_size)]


@minibatches.mistake
def as_many_as_batch_size(order, batch_size):
    """There are batch_size batches here, dealt out like cards. batch_size says how many samples a batch has."""
    return [order[first::batch_size] for first in range(batch_size)]


@minibatches.mistake
def evened_out_and_no_short_one(order, batch_size):
    """The samples are dealt out evenly to as many batches as would be full. All but the last should be full."""
    return np.array_split(order, max(len(order) // batch_size, 1))


@minibatches.mistake
def last_batch_always_missing(order, batch_size):
    """The last batch is missing, full or not: does the loop end one batch too early?"""
    return [order[start : start + batch_size] for start in range(0, len(order) - batch_size, batch_size)]


@minibatches.mistake
def everything_in_one(order, batch_size):
    """That is one batch with all samples: batch_size has no influence."""
    return [order]


@minibatches.mistake
def each_sample_alone(order, batch_size):
    """Every sample is a batch of its own: batch_size has no influence."""
    return cut(order, 1)


minibatches.slipping(
    """
    batches = []
    for start in range(0, len(order), batch_size):
        end = start + batch_size
        batches.append(order[start:end])
    return batches
    """
)
minibatches.slipping(
    """
    batches = []
    number = -(-len(order) // batch_size)
    for i in range(number):
        batches.append(order[i * batch_size : (i + 1) * batch_size])
    return batches
    """
)
