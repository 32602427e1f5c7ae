from course_lib.homework.spec import Exercise

answer_share_of_m = Exercise("answer_share_of_m", points=1, kind="value", numbers=dict(beta=0.9))


@answer_share_of_m.vary
def own(rng):
    # From 0.905 on, below which some two of the shares are nearly the same.
    return dict(beta=int(rng.integers(905, 971)) / 1000)


@answer_share_of_m.mistake
def share_missing(beta):
    """That share is missing. The question asks for the share that is there."""
    return beta**5


@answer_share_of_m.mistake
def of_the_first_step(beta):
    """That is so after one step. The question is about five."""
    return 1 - beta


@answer_share_of_m.mistake
def five_times_the_first(beta):
    """Each step adds less than the one before: what was there is multiplied by β₁."""
    return 5 * (1 - beta)


@answer_share_of_m.mistake
def one_step_late(beta):
    """That is the share after four steps."""
    return 1 - beta**4
