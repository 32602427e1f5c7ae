from course_lib.homework.spec import Exercise

answer_limit_rate = Exercise("answer_limit_rate", points=1, kind="value", numbers=dict(x=5, y=10))


@answer_limit_rate.vary
def own(rng):
    return dict(x=int(rng.integers(6, 81)) / 2, y=int(rng.integers(2, 41)))


@answer_limit_rate.mistake
def lands_in_one_step(x):
    """At this rate a single step lands at the minimum. How much further may a step go before it leads away?"""
    return 1 / (2 * x**2)


@answer_limit_rate.mistake
def curvature_without_two(x):
    """This takes x² as the curvature. There is one more factor in the gradient of (x·W - y)²."""
    return 2 / x**2


@answer_limit_rate.mistake
def curvature_without_square(x):
    """This takes 2x as the curvature. Look at the gradient 2(x·W - y)x: how much does it grow when W grows by 1?"""
    return 2 / (2 * x)


@answer_limit_rate.mistake
def curvature_itself(x):
    """That is λ, the curvature. Which limit for the rate follows from it?"""
    return 2 * x**2


@answer_limit_rate.mistake
def x_for_curvature(x):
    """This takes x itself as the curvature. The x enters the gradient twice, and the square gives a factor 2."""
    return 2 / x
