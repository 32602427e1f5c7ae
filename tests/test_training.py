"""`descend` and `fit`: what they record, sweeps against single runs, divergence, bad input."""

import warnings

import numpy as np
import pytest

from course_lib import data, models, schedules, surfaces, training
from course_lib.optimizers import SGD, AdaGrad, Adam, Nesterov
from tests.rules import ELEMENTWISE

BOWL = surfaces.quadratic()


def test_descend_by_hand():
    # c = (1, 100), lr 0.01: W1 falls by 1 % a step, W2 by all of it in the first.
    history = training.descend(BOWL, SGD(0.01), (10, 1), 2)
    assert history.W == pytest.approx(np.array([[10, 1], [9.9, 0], [9.801, 0]]))
    assert history.loss == pytest.approx([100, 49.005, 48.0298005])
    assert not history.diverged
    assert history.updates.tolist() == history.samples.tolist() == [0, 1, 2]


def test_nesterov_takes_its_gradient_ahead():
    # c = 1, lr = 1, β = 0.5, from 8: v1 = 4, W = 4; the look point is 4 - 0.5·4 = 2, v2 = 2 + 1 = 3, W = 1.
    history = training.descend(surfaces.quadratic((1,)), Nesterov(1.0, 0.5), [8.0], 2)
    assert history.W[:, 0].tolist() == [8, 4, 1]


@pytest.mark.parametrize("rule", ELEMENTWISE)
def test_a_sweep_on_a_surface_is_its_single_runs(rule):
    rates = np.array([0.001, 0.01, 0.019])
    sweep = training.descend(surfaces.get("beale"), rule(lr=rates[:, None]), (1, 1.5), 200)
    for i, lr in enumerate(rates):
        single = training.descend(surfaces.get("beale"), rule(lr=lr), (1, 1.5), 200)
        assert sweep.W[:, i] == pytest.approx(single.W, rel=1e-10, abs=1e-10)
        assert sweep.loss[:, i] == pytest.approx(single.loss, rel=1e-10, abs=1e-10)
        assert sweep.diverged[i] == single.diverged


@pytest.mark.parametrize("model", [models.SoftmaxRegression(3, 2), models.MLP(3, 4, 2, classes=True)])
def test_a_sweep_on_data_is_its_single_runs_each_with_its_own_order(model):
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((20, 3)), rng.integers(0, 2, 20)
    W = np.stack([model.start(rng) for _ in range(3)])
    orders = np.stack([data.epoch_orders(20, 4, rng) for _ in range(3)])
    rates = np.array([0.1, 0.2, 0.3])
    sweep = training.fit(model, Adam(lr=rates[:, None]), X, y, W, 8, orders)
    for i, lr in enumerate(rates):
        single = training.fit(model, Adam(lr=lr), X, y, W[i], 8, orders[i])
        assert sweep.W[:, i] == pytest.approx(single.W, rel=1e-10, abs=1e-10)
        assert sweep.loss[:, i] == pytest.approx(single.loss, rel=1e-10, abs=1e-10)


def test_fit_visits_the_batches_in_the_given_order():
    seen = []

    class Spy(models.LinearRegression):
        def gradient(self, W, X, y):
            seen.append(X[:, 0].tolist())
            return super().gradient(W, X, y)

    X = np.arange(5.0)[:, None]
    training.fit(Spy(1), SGD(0.0), X, X[:, 0], np.zeros(1), 2, [[4, 3, 2, 1, 0], [0, 1, 2, 3, 4]])
    assert seen == [[4, 3], [2, 1], [0], [0, 1], [2, 3], [4]]


def test_what_is_recorded_every_few_updates():
    X, y = data.regression(np.random.default_rng(0), n=10)
    orders = data.epoch_orders(10, 3, np.random.default_rng(1))
    full = training.fit(models.LinearRegression(1), SGD(0.1), X, y, np.zeros(1), 4, orders)
    some = training.fit(models.LinearRegression(1), SGD(0.1), X, y, np.zeros(1), 4, orders, every=4)
    assert full.updates.tolist() == list(range(10))
    assert full.samples.tolist() == [0, 4, 8, 10, 14, 18, 20, 24, 28, 30]
    assert full.epochs[-1] == 3
    assert some.updates.tolist() == [0, 4, 8, 9], "the last update is always recorded"
    assert np.array_equal(some.W, full.W[some.updates]) and np.array_equal(some.loss, full.loss[some.updates])


def test_loss_and_gradient_are_computed_once_for_each_point():
    asked = []
    bowl = surfaces.Surface(
        name="counted",
        value=lambda W: asked.append("value") or BOWL.value(W),
        gradient=lambda W: asked.append("gradient") or BOWL.gradient(W),
        window=BOWL.window,
        start=BOWL.start,
    )
    training.descend(bowl, SGD(0.01), (10, 1), 3)
    assert asked == ["value", *["gradient", "value"] * 3]


def test_a_run_whose_loss_is_no_number_stands_still():
    # ln W has the slope 1 handed to it here also where it is not defined.
    log = surfaces.Surface("log", lambda W: np.log(W[..., 0]), np.ones_like, ((-1, 1),), (1,))
    run = training.descend(log, SGD([[0.75], [0.25]]), [1.0], 3)
    assert run.W[:, 0, 0].tolist() == [1, 0.25, -0.5, -0.5] and run.W[:, 1, 0].tolist() == [1, 0.75, 0.5, 0.25]
    assert run.diverged.tolist() == [True, False]
    assert run.loss[2:, 0].tolist() == [np.log(0.25)] * 2


def test_a_diverged_run_is_frozen_and_the_others_are_not_touched():
    rates = np.array([[0.019], [3.0], [0.001]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sweep = training.descend(BOWL, SGD(rates), (10, 1), 300)
    assert sweep.diverged.tolist() == [False, True, False]
    assert np.isfinite(sweep.W).all() and np.isfinite(sweep.loss).all()
    assert np.abs(sweep.W).max() <= training.TOO_FAR
    assert np.array_equal(sweep.W[-1, 1], sweep.W[-2, 1]), "frozen"
    for i in (0, 2):
        assert np.array_equal(sweep.W[:, i], training.descend(BOWL, SGD(rates[i, 0]), (10, 1), 300).W)


def test_a_gradient_that_becomes_nan_later_freezes_only_its_run():
    # AdaGrad without ε on a coordinate whose gradient is 0 divides 0 by 0 (slide S5's formula).
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = training.descend(BOWL, AdaGrad(lr=1.0, eps=0), [[10, 1], [10, 0]], 5)
    assert history.diverged.tolist() == [False, True]
    assert history.W[-1, 1].tolist() == [10, 0]


def test_noise_comes_from_the_generator_and_has_the_stated_size():
    flat = surfaces.quadratic((1e-12, 1e-12), start=(0, 0))
    run = training.descend(flat, SGD(1.0), (0, 0), 20_000, noise=0.5, rng=np.random.default_rng(0))
    assert np.diff(run.W, axis=0).std() == pytest.approx(0.5, rel=0.02)
    again = training.descend(flat, SGD(1.0), (0, 0), 20_000, noise=0.5, rng=np.random.default_rng(0))
    assert np.array_equal(run.W, again.W)


def test_the_start_is_copied_and_never_changed():
    W = np.array([10.0, 1.0])
    history = training.descend(BOWL, SGD(0.01), W, 3)
    assert W.tolist() == [10, 1]
    W[0] = 99
    assert history.W[0].tolist() == [10, 1]


X, Y = np.eye(4), np.arange(4.0)
ORDERS = np.array([[0, 1, 2, 3]])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: training.descend(BOWL, SGD(), (1, 2, 3), 5), r"W must have 2 entries .* got shape \(3,\)"),
        (lambda: training.descend(BOWL, SGD(), 1.0, 5), r"W must be an array of one axis or more, got shape \(\)"),
        (lambda: training.descend(BOWL, SGD(), (np.nan, 1), 5), "the first gradient has a NaN"),
        (lambda: training.descend(BOWL, SGD(), (1, 1), -1), "steps must be a whole number of at least 0, got -1"),
        (lambda: training.descend(BOWL, SGD(), (1, 1), 5, noise=0.1), "noise needs rng"),
        (lambda: fit(W=np.zeros(3)), r"W must have 4 entries"),
        (lambda: fit(batch_size=0), "batch_size must be a whole number from 1 to 4, got 0"),
        (lambda: fit(batch_size=5), "batch_size must be a whole number from 1 to 4, got 5"),
        (lambda: fit(X=np.full((4, 4), np.nan)), "the first gradient has a NaN"),
        (lambda: fit(y=np.zeros(3)), "must have the same length"),
        (lambda: fit(orders=[[0, 1]]), "must have the same length"),
        (lambda: fit(orders=[0, 1, 2, 3]), "must have the same length"),
        (lambda: fit(every=0), "every must be a whole number of at least 1, got 0"),
    ],
)
def test_bad_input_is_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def fit(X=X, y=Y, W=(0, 0, 0, 0), batch_size=2, orders=ORDERS, every=1):
    """`training.fit` with good arguments but for those given."""
    return training.fit(models.LinearRegression(4), SGD(0.1), X, y, W, batch_size, orders, every)


def test_a_schedule_multiplies_the_rate_of_each_step():
    # c = 1, from 8 at lr 0.5: halves to 4; at factor 0 it stands still; at factor 2 it is at the minimum.
    history = training.descend(surfaces.quadratic((1,)), SGD(0.5), [8.0], 3, schedule=[1, 0, 2])
    assert history.W[:, 0].tolist() == [8, 4, 4, 0]


@pytest.mark.parametrize("rule", ELEMENTWISE)
def test_a_schedule_of_ones_changes_nothing_and_a_sweep_keeps_it(rule):
    plain = training.descend(BOWL, rule(0.01), (10, 1), 20)
    assert np.array_equal(training.descend(BOWL, rule(0.01), (10, 1), 20, schedule=np.ones(20)).W, plain.W)
    rates, factors = np.array([0.001, 0.01]), schedules.cosine(20)
    sweep = training.descend(BOWL, rule(rates[:, None]), (10, 1), 20, schedule=factors)
    for i, lr in enumerate(rates):
        assert sweep.W[:, i] == pytest.approx(training.descend(BOWL, rule(lr), (10, 1), 20, schedule=factors).W)


def test_a_schedule_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match=r"^schedule must hold a factor for each of 5 steps, got \(4,\)\.$"):
        training.descend(BOWL, SGD(0.01), (10, 1), 5, schedule=np.ones(4))
