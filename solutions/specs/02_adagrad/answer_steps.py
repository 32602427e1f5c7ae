from course_lib.homework.spec import Exercise

answer_steps = Exercise("answer_steps", points=1, kind="value")


@answer_steps.mistake
def constant_rate():
    """That would be right if every step were as long as the first. The second one is already shorter."""
    return 19


@answer_steps.mistake
def reached_exactly_at_constant_rate():
    """That is 9 divided by 0.5, as if every step were as long as the first."""
    return 18


@answer_steps.mistake
def one_short():
    """After that many steps W has not quite moved by 9: one more."""
    return 94


@answer_steps.mistake
def one_over():
    """One too many: after which step is the distance first longer than 9? Did you count the start as a step?"""
    return 96


@answer_steps.mistake
def by_the_integral():
    """That comes from Σ 1/√t ≈ 2√n, which is too rough here: add up the steps."""
    return 81
