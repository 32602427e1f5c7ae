"""Learning-rate schedules: their ends, their shape, and what is refused."""

import numpy as np
import pytest

from course_lib import schedules


def test_step_falls_at_its_marks():
    assert schedules.step(8, factor=0.5, at=(0.5, 0.75)).tolist() == [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25]
    assert schedules.step(2, at=(1.0,)).tolist() == [1, 1]


@pytest.mark.parametrize("end", [0.0, 0.1])
def test_cosine_falls_from_one_to_its_end_symmetrically(end):
    factors = schedules.cosine(1000, end)
    assert factors[0] == 1 and factors[500] == pytest.approx((1 + end) / 2)
    assert factors[-1] == pytest.approx(end, abs=1e-5)
    assert np.all(np.diff(factors) < 0)
    assert factors[250] - end == pytest.approx(1 - factors[750])


def test_warm_up_rises_in_a_straight_line():
    assert schedules.warm_up(10, share=0.4).tolist() == [0.25, 0.5, 0.75, *[1] * 7]
    assert schedules.warm_up(3, share=0).tolist() == [1, 1, 1]


@pytest.mark.parametrize("steps", [0, -1, 2.5])
def test_no_steps_are_refused(steps):
    with pytest.raises(ValueError, match=r"^steps must be a whole number of at least 1, got .*\.$"):
        schedules.cosine(steps)
