import numpy as np

from course_lib.homework.spec import Exercise

answer_hover = Exercise("answer_hover", points=1, kind="value")


@answer_hover.mistake
def distance_at_each_step():
    """That is 50 times the distance from the minimum. How far is it from one side to the other?"""
    return 1


@answer_hover.mistake
def net_way():
    """After an even number of steps it is back where it was. But it has travelled: count every step."""
    return 0


@answer_hover.mistake
def twice_the_rate():
    """That would be steps of twice the rate. It jumps between +α/2 and -α/2: how long is one jump?"""
    return 4


@answer_hover.mistake
def a_single_jump():
    """That is one jump. There are 50 of them."""
    return 0.04


@answer_hover.mistake
def first_step_lasting():
    """That would be 50 steps as long as the first, α/√(1-β). By now S has filled."""
    return 50 * 0.04 / np.sqrt(0.1)
