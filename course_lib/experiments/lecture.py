"""All claims of the lecture, S1 to S18, with what the runs say: the table at the end of chapter 7 and in the README."""

from course_lib.experiments import adagrad, adam, comparison, gradient_descent, momentum, races, rmsprop, variants


def claims(shared, on_curve, canyon, columns):
    """A list of Claim, chapter by chapter. The arguments are chapter 6's runs, see `comparison.claims`."""
    return [
        *gradient_descent.claims(),
        *adagrad.claims(),
        *momentum.claims(),
        *rmsprop.claims(),
        *adam.claims(),
        *comparison.claims(shared, on_curve, canyon, columns),
        *variants.claims(),
        *races.claims(),
    ]
