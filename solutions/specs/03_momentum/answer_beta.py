from course_lib.homework.spec import Exercise

answer_beta = Exercise("answer_beta", points=1, kind="value")


@answer_beta.mistake
def the_weight():
    """That is 1-β, the weight of the newest gradient."""
    return 1 / 20


@answer_beta.mistake
def of_ten():
    """That β looks back about 10 steps; the question is about 20."""
    return 0.9


@answer_beta.mistake
def by_half_life():
    """With this β a weight has halved after 20 steps. N = 1/(1-β) is about the fall to 1/e."""
    return 0.5 ** (1 / 20)


@answer_beta.mistake
def twenty_itself():
    """That is N. The question asks for the β whose window it is."""
    return 20
