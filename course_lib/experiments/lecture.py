"""All claims of the lecture, S1 to S18, with what the runs say: the table at the end of chapter 7 and in the README."""

from course_lib.experiments import adagrad, adam, comparison, gradient_descent, momentum, races, rmsprop, variants


def claims(found=None):
    """A list of Claim, chapter by chapter. found: what `comparison.runs` returns, where it has run already."""
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
