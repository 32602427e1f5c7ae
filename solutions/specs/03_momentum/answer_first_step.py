from course_lib.homework.spec import Exercise

answer_first_step = Exercise("answer_first_step", points=1, kind="value", numbers=dict(g=4, lr=0.5, beta=0.9))


@answer_first_step.vary
def own(rng):
    # No rate of 1, none that is 1-β and no β of one half: they would make two mistakes one.
    lr, beta = float(rng.choice([0.5, 0.75, 1.25, 1.5, 2.5])), float(rng.choice([0.7, 0.8, 0.85, 0.9, 0.95]))
    return dict(g=int(rng.integers(2, 20)), lr=lr, beta=beta)


@answer_first_step.mistake
def as_sgd(g, lr):
    """That is SGD's first step. Momentum starts at v₀ = 0: how much of g is in v₁?"""
    return lr * g


@answer_first_step.mistake
def all_of_beta(g, lr, beta):
    """That is lr·β·g: which of the two weights belongs to the new gradient?"""
    return lr * beta * g


@answer_first_step.mistake
def v1_alone(g, beta):
    """That is v₁. The step is lr times v₁."""
    return (1 - beta) * g


@answer_first_step.mistake
def minus(g, lr, beta):
    """That is the change of W, with its sign. The question asks how far it moves: a distance."""
    return -lr * (1 - beta) * g
