from course_lib.homework.spec import Exercise

answer_four = Exercise("answer_four", points=1, kind="value")


@answer_four.mistake
def by_the_window():
    """With this β, 1/(1-β) is 4. The first step is the root of that times α."""
    return 0.75


@answer_four.mistake
def weight_of_the_square():
    """That is 1-β, the weight of the first square. The question asks for β."""
    return 1 / 16


@answer_four.mistake
def root_taken_twice():
    """That solves √√(1-β) = 1/4: there is one root too many."""
    return 1 - 4**-4


@answer_four.mistake
def default_beta():
    """With β = 0.9 the first step is 3.16 times α. Which β makes it 4?"""
    return 0.9
