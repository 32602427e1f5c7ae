"""Real data that comes with scikit-learn, split and scaled, and the order in which samples are visited."""

from typing import NamedTuple

import numpy as np


class Split(NamedTuple):
    """Samples for learning and samples held back. X: (n, d) floats, y: (n,) targets or class numbers."""

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def diabetes():
    """All 442 patients: ten measurements, standardised, and a column of ones for the bias; y is the progression of
    the disease after a year, standardised.

    Returns X (442, 11) and y (442,). No test set: the course uses it to watch optimizers, not to predict.
    Source: Efron et al., "Least angle regression" (2004), as shipped with scikit-learn.
    """
    from sklearn.datasets import load_diabetes  # here, because it takes a second to import

    X, y = load_diabetes(return_X_y=True, scaled=False)
    return with_bias(standardised(X)), standardised(y)


def digits(rng, test=0.25):
    """8×8 pictures of handwritten digits: Split of X (n, 64) with grey values 0 … 1 and y (n,) the digit.

    rng chooses which samples are held back; test is their share. The pixels are divided by 16, not standardised,
    so a pixel that is almost always off keeps its rare gradient.
    Source: the test set of Alpaydin and Kaynak, "Optical recognition of handwritten digits" (1998), as shipped with
    scikit-learn: 1797 pictures.
    """
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    return split(X / 16, y, rng, test)


def regression(rng, n=1000, noise=0.1):
    """A curve to fit: x (n, 1) uniform in [-1, 1] and y = x² + noise · N(0, 1), as (X, y)."""
    X = rng.uniform(-1, 1, (n, 1))
    return X, X[:, 0] ** 2 + noise * rng.standard_normal(n)


def split(X, y, rng, test=0.25):
    """Hold back a random share `test` of the samples, in (0, 1)."""
    if not 0 < test < 1:
        raise ValueError(f"test must lie between 0 and 1, got {test:g}.")
    order = rng.permutation(len(X))
    held = round(test * len(X))
    return Split(X[order[held:]], y[order[held:]], X[order[:held]], y[order[:held]])


def standardised(X):
    """Each column (or the one series) with mean 0 and standard deviation 1; a constant column becomes 0."""
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread == 0, 1, spread)


def with_bias(X):
    """X with a last column of ones, so that the last weight is the intercept."""
    return np.column_stack([X, np.ones(len(X))])


def epoch_orders(n, epochs, rng):
    """The order in which each epoch visits the n samples: (epochs, n), each row a fresh permutation of 0 … n-1."""
    return rng.permuted(np.tile(np.arange(n), (epochs, 1)), axis=1)


def minibatches(order, batch_size):
    """Consecutive slices of `order` of `batch_size` samples; the last may be shorter.

    order: (n,) sample numbers. batch_size: a whole number from 1 (SGD) to n (batch gradient descent).
    """
    if not (isinstance(batch_size, int | np.integer) and 1 <= batch_size <= len(order)):
        raise ValueError(f"batch_size must be a whole number from 1 to {len(order)}, got {batch_size}.")
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
