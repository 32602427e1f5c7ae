"""Models: exact gradients on one flat W, many runs at once, and agreement with scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import models
from tests.test_surfaces import central_difference

# Each model with whether its targets are class numbers.
MODELS = [
    (models.LinearRegression(3), False),
    (models.SoftmaxRegression(3, 4), True),
    (models.MLP(3, 5), False),
    (models.MLP(3, 5, 4, classes=True), True),
    (models.MLP(3, 5, activation="tanh"), False),
    (models.MLP(3, (5, 4, 3)), False),
    (models.MLP(3, (6, 5), 4, classes=True, activation="tanh"), True),
]


def samples(classes, n=6, seed=0):
    """Inputs (n, 3) and targets for a model."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 3)), rng.integers(0, 4, n) if classes else rng.standard_normal(n)


@pytest.mark.parametrize(("model", "classes"), MODELS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_gradient_is_the_slope_of_the_loss(model, classes, seed):
    X, y = samples(classes, seed=seed)
    W = np.random.default_rng(seed + 1).standard_normal(model.size)
    if getattr(model, "activation", "") == "relu" and near_a_bend(model, W, X):
        return  # there the difference quotient is not the slope
    expected = central_difference(lambda V: model.loss(V, X, y), W)
    assert model.gradient(W, X, y) == pytest.approx(expected, rel=1e-6, abs=1e-7)


def near_a_bend(model, W, X):
    """Whether the input of some ReLU is so close to 0 that a difference quotient reaches over it."""
    parts = models.layers(W, *model.matrices)
    for A, a in zip(parts[:-2:2], parts[1:-2:2]):
        z = X @ A + a
        if np.abs(z).min() < 1e-3:
            return True
        X = np.maximum(z, 0)
    return False


@pytest.mark.parametrize(("model", "classes"), MODELS)
def test_runs_at_once_are_the_runs_one_by_one(model, classes):
    X, y = samples(classes)
    W = np.random.default_rng(1).standard_normal((5, model.size))
    for answer in (model.loss, model.gradient):
        together = answer(W, X, y)
        assert together == pytest.approx(np.stack([answer(w, X, y) for w in W]), rel=1e-12, abs=1e-14)
    batch = np.random.default_rng(2).integers(0, len(X), (5, 4))  # its own samples for each run
    own = model.gradient(W, X[batch], y[batch])
    assert own == pytest.approx(np.stack([model.gradient(w, X[b], y[b]) for w, b in zip(W, batch)]), abs=1e-13)


@pytest.mark.parametrize(("model", "classes"), MODELS)
def test_loss_is_a_mean_over_the_samples(model, classes):
    X, y = samples(classes)
    W = np.random.default_rng(1).standard_normal(model.size)
    each = [model.loss(W, X[i : i + 1], y[i : i + 1]) for i in range(len(X))]
    assert model.loss(W, X, y) == pytest.approx(np.mean(each))
    each = [model.gradient(W, X[i : i + 1], y[i : i + 1]) for i in range(len(X))]
    assert model.gradient(W, X, y) == pytest.approx(np.mean(each, axis=0), abs=1e-13)


def test_linear_regression_is_flat_at_the_least_squares_solution():
    X, y = samples(False, n=20)
    best = np.linalg.lstsq(X, y)[0]
    assert models.LinearRegression(3).gradient(best, X, y) == pytest.approx(np.zeros(3), abs=1e-14)


def test_softmax_loss_is_scikit_learns():
    from sklearn.metrics import log_loss

    model = models.SoftmaxRegression(3, 4)
    X, y = samples(True, n=20)
    W = np.random.default_rng(1).standard_normal(model.size)
    scores = model.scores(W, X)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert model.loss(W, X, y) == pytest.approx(log_loss(y, p, labels=range(4)))
    assert model.loss(model.start(), X, y) == pytest.approx(np.log(4))


def test_mlp_with_opposite_units_is_a_linear_model():
    # ReLU(x) - ReLU(-x) = x, so two hidden units can copy an input to the output.
    model = models.MLP(1, 2)
    W = np.array([1.0, -1.0, 0.0, 0.0, 3.0, -3.0, 0.5])
    x = np.linspace(-2, 2, 9)[:, None]
    assert model.predict(W, x) == pytest.approx(3 * x[:, 0] + 0.5)


def test_huge_scores_stay_finite():
    model = models.SoftmaxRegression(1, 2)
    W = np.array([1e4, -1e4, 0, 0])
    assert model.loss(W, np.array([[1.0]]), np.array([1])) == pytest.approx(2e4)
    assert np.isfinite(model.gradient(W, np.array([[1.0]]), np.array([1]))).all()


def test_he_start_has_the_stated_spread():
    W = models.MLP(100, 400).start(np.random.default_rng(0))
    assert W[: 100 * 400].std() == pytest.approx(np.sqrt(2 / 100), rel=0.02)
    assert np.all(W[100 * 400 : 101 * 400] == 0)


@pytest.mark.parametrize(("model", "classes"), MODELS)
@pytest.mark.parametrize("answer", ["predict", "loss", "gradient"])
def test_w_of_the_wrong_size_is_a_sentence(model, classes, answer):
    X, y = samples(classes)
    arguments = (X,) if answer == "predict" else (X, y)
    with pytest.raises(ValueError, match=f"W must have {model.size} parameters .* got shape"):
        getattr(model, answer)(np.zeros(model.size + 1), *arguments)
