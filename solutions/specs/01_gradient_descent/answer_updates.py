from course_lib.homework.spec import Exercise

answer_updates = Exercise("answer_updates", points=1, kind="value")


@answer_updates.mistake
def short_batches_dropped():
    """The shorter batch at the end of each epoch is missing."""
    return 20 * 13


@answer_updates.mistake
def whole_quotient():
    """That is 20·442/32, as if a batch could reach into the next epoch. Each epoch ends with a shorter one."""
    return 20 * 442 / 32


@answer_updates.mistake
def rounded_at_the_end():
    """That rounds 20·442/32 up once, at the end. Each epoch has a shorter batch of its own."""
    return 277


@answer_updates.mistake
def updates_of_one_epoch():
    """That is one epoch's number. There are 20 epochs."""
    return 14


@answer_updates.mistake
def samples_seen():
    """That is the number of sample gradients. One update uses 32 of them."""
    return 20 * 442
