from course_lib.homework.spec import Exercise

answer_too_long = Exercise("answer_too_long", points=1, kind="value")


@answer_too_long.mistake
def corrected():
    """That would be so with correction, where the first step is one rate long. The question is without."""
    return 1


@answer_too_long.mistake
def m_alone():
    """m is too small by that factor, but below it stands the root of S, and that is smaller still."""
    return 0.1


@answer_too_long.mistake
def root_of_S_forgotten():
    """You divided by S. Its root is taken first."""
    return 100


@answer_too_long.mistake
def S_alone():
    """That is what S does, with its root. m in the numerator is too small as well."""
    return 1000**0.5


@answer_too_long.mistake
def upside_down():
    """That is the inverse. Without correction the first steps are too long, not too short."""
    return 1000**0.5 / 100
