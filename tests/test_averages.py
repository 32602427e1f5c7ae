"""The moving average: a hand-worked table, its weights, its window, sentences for bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib import averages

BETAS = st.floats(0, 0.99)


def test_three_steps_by_hand():
    # v1 = 0.5·0 + 0.5·8 = 4, v2 = 2 + 0.5·2 = 3, v3 = 1.5 + 0.5·(-3) = 0
    assert averages.ewma([8, 2, -3], 0.5).tolist() == [4, 3, 0]
    # Corrected: 4/(1/2), 3/(3/4), 0/(7/8)
    assert averages.ewma([8, 2, -3], 0.5, correct=True).tolist() == [8, 4, 0]


@given(beta=BETAS, x=st.lists(st.floats(-100, 100), min_size=1, max_size=30))
def test_the_loop_is_the_weighted_sum(beta, x):
    unrolled = averages.weights(beta, len(x)) @ np.array(x)[::-1]
    assert averages.ewma(x, beta)[-1] == pytest.approx(unrolled, abs=1e-9)


@given(beta=BETAS, n=st.integers(0, 200))
def test_the_weights_sum_to_one_minus_beta_to_the_n(beta, n):
    assert averages.weights(beta, n).sum() == pytest.approx(1 - beta**n)


@given(beta=BETAS, value=st.floats(-100, 100))
def test_corrected_a_constant_series_is_itself(beta, value):
    assert averages.ewma(np.full(20, value), beta, correct=True) == pytest.approx(np.full(20, value))


def test_columns_are_averaged_each_by_itself():
    x = np.random.default_rng(0).standard_normal((30, 3))
    before = x.copy()
    for correct in (False, True):
        together = averages.ewma(x, 0.9, correct)
        assert np.array_equal(together, np.stack([averages.ewma(c, 0.9, correct) for c in x.T], axis=1))
    assert np.array_equal(x, before)


def test_an_empty_series_has_no_averages():
    assert averages.ewma([], 0.9).shape == (0,)


@given(N=st.floats(1, 1000))
def test_window_and_beta_for_window_undo_each_other(N):
    assert averages.window(averages.beta_for_window(N)) == pytest.approx(N)


def test_half_life_is_where_a_weight_has_halved():
    assert averages.half_life(0.9) == pytest.approx(6.58, abs=0.005)
    assert averages.half_life(0.5) == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: averages.ewma([1], 1.0), r"beta must lie in \[0, 1\), got 1"),
        (lambda: averages.weights(-0.1, 3), r"beta must lie in \[0, 1\), got -0.1"),
        (lambda: averages.window(np.nan), r"beta must lie in \[0, 1\), got nan"),
        (lambda: averages.half_life(0), r"beta must lie above 0"),
        (lambda: averages.beta_for_window(0.5), "N must be at least 1, got 0.5"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
