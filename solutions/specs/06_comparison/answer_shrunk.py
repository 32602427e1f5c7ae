from course_lib.homework.spec import Exercise

answer_shrunk = Exercise("answer_shrunk", points=1, kind="value")


@answer_shrunk.mistake
def linear():
    """That would be so if the same length was taken away every time. It is the same share of what is left."""
    return 1 - 0.01 * 0.1 * 500


@answer_shrunk.mistake
def without_lr():
    """The decay is multiplied by the learning rate in every step."""
    return (1 - 0.1) ** 500


@answer_shrunk.mistake
def what_is_lost():
    """That share is lost. Asked for is what is left."""
    return 1 - (1 - 0.001) ** 500


@answer_shrunk.mistake
def one_step_only():
    """That is what one step leaves. The question is about five hundred of them."""
    return 1 - 0.01 * 0.1
