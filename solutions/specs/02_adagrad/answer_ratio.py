from course_lib.homework.spec import Exercise

answer_ratio = Exercise("answer_ratio", points=1, kind="value")


@answer_ratio.mistake
def ratio_of_curvatures():
    """That would be right if the curvature decided. Put c into g and into the root of the total: what is left of it?"""
    return 100


@answer_ratio.mistake
def root_of_the_ratio():
    """That is √100. Write out the first step of both coordinates: where does c appear, above and below?"""
    return 10


@answer_ratio.mistake
def inverse_of_the_ratio():
    """That is 1/100, as if the steep coordinate were that much slower. Compare the first steps of the two."""
    return 0.01


@answer_ratio.mistake
def difference():
    """That is the difference of the two. The question asks for their ratio."""
    return 0
