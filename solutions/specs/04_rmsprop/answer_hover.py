import numpy as np

from course_lib.homework.spec import Exercise

answer_hover = Exercise("answer_hover", points=1, kind="value", numbers=dict(lr=0.04, n=50, total=1050))


@answer_hover.vary
def own(rng):
    n = 2 * int(rng.integers(11, 46))
    return dict(lr=int(rng.integers(2, 9)) / 100, n=n, total=1000 + n)


@answer_hover.mistake
def distance_at_each_step(lr, n):
    """That is {n} times the distance from the minimum. How far is it from one side to the other?"""
    return n * lr / 2


@answer_hover.mistake
def net_way():
    """After an even number of steps it is back where it was. But it has travelled: count every step."""
    return 0


@answer_hover.mistake
def twice_the_rate(lr, n):
    """That would be steps of twice the rate. It jumps between +α/2 and -α/2: how long is one jump?"""
    return 2 * n * lr


@answer_hover.mistake
def a_single_jump(lr):
    """That is one jump. There are {n} of them."""
    return lr


@answer_hover.mistake
def first_step_lasting(lr, n):
    """That would be {n} steps as long as the first, α/√(1-β). By now S has filled."""
    return n * lr / np.sqrt(0.1)
