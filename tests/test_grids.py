"""Grids of rates do not depend on the processor: NumPy's powers differ in the last bits between vector units."""

from course_lib.experiments import momentum, tuning


def test_a_last_bit_more_or_less_gives_the_same_grid():
    values = [0.059948425031894084, 1.01**-399]
    beside = [value * (1 + 4e-16) for value in values]
    assert beside != values
    assert tuning.same_everywhere(beside).tolist() == tuning.same_everywhere(values).tolist()


def test_the_rates_that_momentum_is_tuned_on_have_twelve_digits():
    assert all(rate == float(f"{rate:.12g}") for rate in momentum.TUNING)
