"""All claims of the lecture, S1 to S18, with what the runs say: the table at the end of chapter 7 and in the README."""

from course_lib.experiments import adagrad, adam, comparison, gradient_descent, kept, momentum, races, rmsprop, variants


def claims(found=None):
    """A list of Claim, chapter by chapter. found: what `comparison.runs` returns, where it has run already.

    In a browser it is read: see `kept`.
    """
    return kept.claims(lambda: computed(found), "lecture.computed")


def computed(found=None):
    """The same, from runs."""
    return [
        *gradient_descent.claims(),
        *adagrad.claims(),
        *momentum.claims(),
        *rmsprop.claims(),
        *adam.claims(),
        *comparison.claims(found),
        *variants.claims(),
        *races.claims(),
    ]
