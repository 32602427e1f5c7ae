from course_lib.homework.spec import Exercise

answer_limit_rate = Exercise("answer_limit_rate", points=1, kind="value")


@answer_limit_rate.mistake
def lands_in_one_step():
    """At this rate a single step lands in the minimum. How much further may a step go before it leads away?"""
    return 1 / 50


@answer_limit_rate.mistake
def curvature_without_two():
    """This takes x² as the curvature. There is one more factor in the gradient of (x·W - y)²."""
    return 2 / 25


@answer_limit_rate.mistake
def curvature_without_square():
    """This takes 2x as the curvature. Look at the gradient 2(x·W - y)x: how much does it grow when W grows by 1?"""
    return 2 / 10


@answer_limit_rate.mistake
def curvature_itself():
    """That is λ, the curvature. Which limit for the rate follows from it?"""
    return 50


@answer_limit_rate.mistake
def x_for_curvature():
    """This takes x itself as the curvature. The x enters the gradient twice, and the square gives a factor 2."""
    return 2 / 5
