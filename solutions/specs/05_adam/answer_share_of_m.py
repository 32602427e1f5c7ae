from course_lib.homework.spec import Exercise

answer_share_of_m = Exercise("answer_share_of_m", points=1, kind="value")


@answer_share_of_m.mistake
def share_missing():
    """That share is missing. The question asks for the share that is there."""
    return 0.9**5


@answer_share_of_m.mistake
def of_the_first_step():
    """That is so after one step. The question is about five."""
    return 0.1


@answer_share_of_m.mistake
def five_times_the_first():
    """Each step adds less than the one before: what was there is multiplied by β₁."""
    return 0.5


@answer_share_of_m.mistake
def one_step_late():
    """That is the share after four steps."""
    return 1 - 0.9**4
