from course_lib.homework.spec import Exercise

answer_budget = Exercise("answer_budget", points=1, kind="value")


@answer_budget.mistake
def one_rule():
    """That is for one rule; four are compared."""
    return 9 * 10 * 8


@answer_budget.mistake
def one_seed():
    """That is with one seed. Each rate is tried with ten."""
    return 4 * 9 * 8


@answer_budget.mistake
def runs():
    """That is the number of runs. Each of them goes eight times through the data."""
    return 4 * 9 * 10


@answer_budget.mistake
def one_rate():
    """That is at one rate a rule. The grid has nine."""
    return 4 * 10 * 8
