from course_lib.homework.spec import Exercise

answer_shrunk = Exercise("answer_shrunk", points=1, kind="value")


@answer_shrunk.mistake
def linear():
    """That would be right if the same length were taken away every time. It is the same share of what is left."""
    return 1 - 0.01 * 0.1 * 500


@answer_shrunk.mistake
def without_lr():
    """The decay is multiplied by the learning rate in every step."""
    return (1 - 0.1) ** 500


@answer_shrunk.mistake
def what_is_lost():
    """That is the share that is lost. You are asked for what is left."""
    return 1 - (1 - 0.001) ** 500


@answer_shrunk.mistake
def one_step_only():
    """That is what one step leaves. The question is about five hundred of them."""
    return 1 - 0.01 * 0.1
