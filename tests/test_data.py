"""Data: what the course says about its data sets, and orders that visit every sample once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib import data


def test_diabetes_is_standardised_with_a_bias():
    X, y = data.diabetes()
    assert X.shape == (442, 11) and y.shape == (442,)
    assert X[:, :10].mean(axis=0) == pytest.approx(np.zeros(10), abs=1e-12)
    assert X[:, :10].std(axis=0) == pytest.approx(np.ones(10))
    assert np.all(X[:, 10] == 1)
    assert (y.mean(), y.std()) == (pytest.approx(0, abs=1e-12), pytest.approx(1))


def test_digits_are_scaled_and_split_without_loss():
    a, b = (data.digits(np.random.default_rng(seed)) for seed in (0, 1))
    assert len(a.X) + len(a.X_test) == 1797 and len(a.X_test) == 449
    assert (a.X.min(), a.X.max()) == (0, 1)
    assert set(a.y) == set(range(10))
    assert not np.array_equal(a.y, b.y), "another generator holds back other samples"
    rows = np.concatenate([a.X, a.X_test])
    assert np.array_equal(np.sort(rows.sum(axis=1)), np.sort(np.concatenate([b.X, b.X_test]).sum(axis=1)))


def test_three_pixels_are_always_off():
    split = data.digits(np.random.default_rng(0))
    assert np.sum(np.concatenate([split.X, split.X_test]).max(axis=0) == 0) == 3


def test_regression_has_the_stated_noise_and_seed():
    X, y = data.regression(np.random.default_rng(0), n=5000, noise=0.1)
    assert np.std(y - X[:, 0] ** 2) == pytest.approx(0.1, rel=0.05)
    again = data.regression(np.random.default_rng(0), n=5000, noise=0.1)
    assert np.array_equal(X, again[0]) and np.array_equal(y, again[1])


def test_a_constant_column_becomes_zero():
    assert np.array_equal(data.standardised(np.full((3, 1), 7.0)), np.zeros((3, 1)))


@given(n=st.integers(1, 50), epochs=st.integers(0, 4), batch=st.integers(1, 60), seed=st.integers(0, 99))
def test_every_epoch_visits_every_sample_once(n, epochs, batch, seed):
    orders = data.epoch_orders(n, epochs, np.random.default_rng(seed))
    assert orders.shape == (epochs, n)
    for order in orders:
        assert np.array_equal(np.sort(order), np.arange(n))
        if batch <= n:
            batches = data.minibatches(order, batch)
            assert np.array_equal(np.concatenate(batches), order)
            assert [len(b) for b in batches[:-1]] == [batch] * (len(batches) - 1)
            assert 1 <= len(batches[-1]) <= batch


def test_epochs_differ():
    orders = data.epoch_orders(100, 3, np.random.default_rng(0))
    assert len({tuple(order) for order in orders}) == 3


@pytest.mark.parametrize("batch", [0, -1, 11, 2.5, "3"])
def test_a_batch_size_that_does_not_fit_is_a_sentence(batch):
    with pytest.raises(ValueError, match=f"batch_size must be a whole number from 1 to 10, got {batch!r}"):
        data.minibatches(np.arange(10), batch)


@pytest.mark.parametrize("test", [0, 1, 1.5])
def test_a_share_that_leaves_nothing_is_a_sentence(test):
    with pytest.raises(ValueError, match="test must lie between 0 and 1"):
        data.split(np.zeros((4, 1)), np.zeros(4), np.random.default_rng(0), test)
