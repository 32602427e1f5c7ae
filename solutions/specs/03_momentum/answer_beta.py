from course_lib.homework.spec import Exercise

answer_beta = Exercise("answer_beta", points=1, kind="value", numbers=dict(N=20))


@answer_beta.vary
def own(rng):
    return dict(N=int(rng.integers(12, 91)))


@answer_beta.mistake
def the_weight(N):
    """That is 1-β, the weight of the newest gradient."""
    return 1 / N


@answer_beta.mistake
def of_ten():
    """That β looks back about 10 steps; the question is about {N}."""
    return 0.9


@answer_beta.mistake
def by_half_life(N):
    """With this β a weight has halved after {N} steps. N = 1/(1-β) is about the fall to 1/e."""
    return 0.5 ** (1 / N)


@answer_beta.mistake
def twenty_itself(N):
    """That is N. The question asks for the β whose window it is."""
    return N
