from course_lib.homework.spec import Exercise

answer_wins = Exercise("answer_wins", points=1, kind="value")


@answer_wins.mistake
def as_a_number_of_seeds():
    """That is a number of seeds. As a share of all ten it is a number between 0 and 1."""
    return 7


@answer_wins.mistake
def the_other_rule():
    """That is the other rule's share."""
    return 0.3


@answer_wins.mistake
def by_the_means():
    """The means say who is lower on the whole, not how often. Compare seed by seed."""
    return 1.0


@answer_wins.mistake
def half():
    """Count: in how many of the ten pairs is A's loss the lower one?"""
    return 0.5
