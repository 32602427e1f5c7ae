"""Real data that comes with scikit-learn, split and scaled, and the order in which samples are visited."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from course_lib.arguments import array, generator, number, whole


class Split(NamedTuple):
    """Samples for learning and samples held back. X: (n, d) floats, y: (n,) targets or class numbers.

    >>> Split(X=np.eye(2), y=np.ones(2), X_test=np.eye(2), y_test=np.ones(2)).X.shape
    (2, 2)
    """

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def diabetes() -> tuple[np.ndarray, np.ndarray]:
    """All 442 patients: ten measurements, standardised, and a column of ones for the bias; y is the progression of
    the disease after a year, standardised.

    Returns X (442, 11) and y (442,). No test set: the course uses it to watch optimizers, not to predict.
    Source: Efron et al., "Least angle regression" (2004), as shipped with scikit-learn.

    >>> X, y = diabetes()
    >>> X.shape, y.shape
    ((442, 11), (442,))
    """
    from sklearn.datasets import load_diabetes  # here, because it takes a second to import

    X, y = load_diabetes(return_X_y=True, scaled=False)
    return with_bias(standardised(X)), standardised(y)


def digits(rng: np.random.Generator, test: float = 0.25) -> Split:
    """8×8 pictures of handwritten digits: Split of X (n, 64) with grey values 0 … 1 and y (n,) the digit.

    rng chooses which samples are held back; test is their share. The pixels are divided by 16, not standardised,
    so a pixel that is almost always off keeps its rare gradient.
    Source: the test set of Alpaydin and Kaynak, "Optical recognition of handwritten digits" (1998), as shipped with
    scikit-learn: 1797 pictures.

    >>> digits(np.random.default_rng(0)).X.shape
    (1348, 64)
    """
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    return split(X / 16, y, rng, test)


def regression(rng: np.random.Generator, n: int = 1000, noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """A curve to fit: x (n, 1) uniform in [-1, 1] and y = x² + noise · N(0, 1), as (X, y).

    >>> X, y = regression(np.random.default_rng(0), n=3, noise=0)
    >>> bool(np.all(y == X[:, 0] ** 2))
    True
    """
    X = generator("rng", rng).uniform(-1, 1, (whole("n", n, 1), 1))
    noise = number("noise", noise, low=0)
    return X, X[:, 0] ** 2 + noise * rng.standard_normal(n)


def split(X: ArrayLike, y: ArrayLike, rng: np.random.Generator, test: float = 0.25) -> Split:
    """Hold back a random share `test` of the samples, in (0, 1).

    >>> held = split(np.eye(4), np.arange(4), np.random.default_rng(0))
    >>> len(held.X), len(held.X_test)
    (3, 1)
    """
    X, y = array("X", X, dtype=None), array("y", y, dtype=None)
    if len(X) != len(y):
        raise ValueError(f"X and y must have the same length, got {len(X)} and {len(y)}.")
    if not 0 < number("test", test) < 1:
        raise ValueError(f"test must lie between 0 and 1, got {test:g}.")
    order = generator("rng", rng).permutation(len(X))
    held = round(test * len(X))
    return Split(X[order[held:]], y[order[held:]], X[order[:held]], y[order[:held]])


def standardised(X: ArrayLike) -> np.ndarray:
    """Each column (or the one series) with mean 0 and standard deviation 1; a constant column becomes 0.

    >>> standardised([1, 3, 5]).round(2).tolist()
    [-1.22, 0.0, 1.22]
    """
    X = array("X", X)
    if len(X) == 0:
        raise ValueError("X must hold at least one sample, got none.")
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread == 0, 1, spread)


def with_bias(X: ArrayLike) -> np.ndarray:
    """X with a last column of ones, so that the last weight is the intercept.

    >>> with_bias([[2.0], [3.0]]).tolist()
    [[2.0, 1.0], [3.0, 1.0]]
    """
    X = array("X", X, ndim=2)
    return np.column_stack([X, np.ones(len(X))])


def epoch_orders(n: int, epochs: int, rng: np.random.Generator) -> np.ndarray:
    """The order in which each epoch visits the n samples: (epochs, n), each row a fresh permutation of 0 … n-1.

    >>> np.sort(epoch_orders(3, 2, np.random.default_rng(0)), axis=1).tolist()
    [[0, 1, 2], [0, 1, 2]]
    """
    once = np.arange(whole("n", n, 1))
    return generator("rng", rng).permuted(np.tile(once, (whole("epochs", epochs), 1)), axis=1)


def minibatches(order: ArrayLike, batch_size: int) -> list[np.ndarray]:
    """Consecutive slices of `order` of `batch_size` samples; the last may be shorter.

    order: (n,) sample numbers. batch_size: a whole number from 1 (SGD) to n (batch gradient descent).

    >>> [batch.tolist() for batch in minibatches([4, 0, 3, 1, 2], batch_size=2)]
    [[4, 0], [3, 1], [2]]
    """
    order = array("order", order, dtype=None)
    batch_size = whole("batch_size", batch_size, 1, len(order))
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
