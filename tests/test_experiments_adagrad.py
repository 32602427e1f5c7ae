"""Slides S3 to S6: each claim of chapter 2, and the condition under which it is false."""

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.experiments import adagrad
from course_lib.optimizers import SGD, AdaGrad, RMSProp

pytestmark = pytest.mark.slow

# ---- S3 ----


@pytest.mark.parametrize("kappa", [10, 100, 400])
def test_s3_the_best_single_rate_is_a_compromise(kappa):
    lr, factor = adagrad.best_compromise(kappa)
    assert lr == pytest.approx(2 / (kappa + 1), rel=0.002)
    assert factor == pytest.approx((kappa - 1) / (kappa + 1), abs=0.002)


def test_s3_a_rate_that_suits_one_coordinate_leaves_or_throws_the_other():
    assert adagrad.contraction(0.01) == pytest.approx([0.99, 0], abs=1e-9)
    assert adagrad.contraction(0.1, steps=5) == pytest.approx([0.9, 9])


def test_s3_one_rate_each_arrives_at_once():
    bowl = surfaces.quadratic((1, 100))
    W = np.array(bowl.start, dtype=float)
    assert SGD(np.array([1, 1 / 100])).step(W, bowl.gradient(W), {})[0] == pytest.approx([0, 0])


def test_s3_adagrad_needs_far_fewer_steps_and_fails_when_the_bowl_is_turned():
    needed = {(rule, d): adagrad.steps_needed(rule, d) for rule in (SGD, AdaGrad) for d in (0, 15, 45)}
    assert all(interior for _, interior in needed.values())
    steps = {key: value for key, (value, _) in needed.items()}
    assert steps[AdaGrad, 0] < steps[SGD, 0] / 50
    assert steps[SGD, 45] == steps[SGD, 15] == steps[SGD, 0]
    assert steps[AdaGrad, 15] > 20 * steps[AdaGrad, 0] and steps[AdaGrad, 45] > steps[SGD, 45]


# ---- S4 ----


def test_s4_three_steps_by_hand():
    # g = 2, -1, 2 at η = 1/2: σ = 2, √(5/2), √3; steps (1/2)·2/2 = 1/2, (1/2)·(-1)/√5, (1/2)·2/3.
    hand = adagrad.by_hand([1.0], np.array([[2.0], [-1.0], [2.0]]), 0.5)
    assert hand.sigma[:, 0] == pytest.approx([2, 2.5**0.5, 3**0.5])
    assert hand.rates == pytest.approx([0.5, 0.5 / 2**0.5, 0.5 / 3**0.5])
    assert hand.path[:, 0] == pytest.approx([1, 0.5, 0.5 + 0.5 / 5**0.5, 0.5 + 0.5 / 5**0.5 - 1 / 3])


@pytest.mark.parametrize("seed", range(5))
def test_s4_the_roots_cancel_at_epsilon_0_and_not_otherwise(seed):
    rng = np.random.default_rng(seed)
    W, gradients = rng.standard_normal(3), rng.standard_normal((40, 3)) * [0.01, 1, 100]
    hand = adagrad.by_hand(W, gradients, 0.3).path
    assert hand == pytest.approx(adagrad.rule_path(AdaGrad(0.3, eps=0), W, gradients), rel=1e-12, abs=1e-12)
    assert np.abs(hand - adagrad.rule_path(AdaGrad(0.3, eps=1e-2), W, gradients)).max() > 1e-3


def test_s4_the_root_of_t_does_not_come_on_top():
    steps = np.arange(1, 101)
    assert adagrad.rate_left(100) == pytest.approx(1 / np.sqrt(steps))
    assert adagrad.rate_left(100, twice=True) == pytest.approx(1 / steps)


@pytest.mark.parametrize("size", [1e-3, 1.0, 200.0])
def test_the_first_step_is_the_rate_whatever_the_gradient(size):
    path = adagrad.rule_path(AdaGrad(0.1, eps=0), np.zeros(2), np.array([[size, -size]]))
    assert path[1] == pytest.approx([-0.1, 0.1])


# ---- S5 ----


@pytest.mark.parametrize("seed", range(3))
def test_s5_rare_pixels_keep_large_rates(seed):
    found = adagrad.pixels(seed=seed)
    assert found.correlation < -0.95
    never, rare = found.on_rate == 0, (found.on_rate > 0) & (found.on_rate < 0.005)
    assert never.sum() >= 3 and found.rate[never] == pytest.approx(0.1 / np.sqrt(1e-8))
    assert np.all(found.rate[rare] > 9)
    assert np.all(found.rate[found.on_rate > 0.9] < 0.25)


@pytest.mark.parametrize("seed", range(3))
def test_s5_fails_when_each_pixel_is_standardised(seed):
    assert abs(adagrad.pixels(standardised=True, seed=seed).correlation) < 0.3


def test_s5_on_the_digits_tuned_adagrad_is_ahead_of_tuned_sgd():
    sgd, ours = (adagrad.digits_race(rule) for rule in (SGD, AdaGrad))
    assert sgd.interior and ours.interior
    assert np.mean(ours.loss[-1] < sgd.loss[-1]) >= 0.8
    assert np.median(ours.loss[-1]) < 0.8 * np.median(sgd.loss[-1])


# ---- S6 ----


def test_s6_adagrad_stalls_at_the_foot_of_the_cliff_and_rmsprop_does_not():
    slow = adagrad.down_the_cliff(AdaGrad(0.1)).W[:, 0]
    assert slow[5000] == pytest.approx(0.994, abs=0.001) and slow[1000] > 1
    assert adagrad.down_the_cliff(RMSProp(0.01), 1000).W[-1, 0] == pytest.approx(0, abs=0.01)


def test_s6_a_larger_rate_gets_it_down():
    assert adagrad.down_the_cliff(AdaGrad(3.0)).W[-1, 0] < 1e-3


def test_s6_fails_on_a_bowl_where_the_gradients_shrink_by_themselves():
    assert adagrad.on_a_bowl() < 1e-20
    assert adagrad.on_a_bowl(c=(1.0, 100.0)) < 1e-20


def test_the_cliff_is_the_slope_of_its_value():
    surface = surfaces.cliff()
    x = np.linspace(-1, 6, 50)[:, None]
    slope = (surface.value(x + 1e-6) - surface.value(x - 1e-6)) / 2e-6
    assert slope == pytest.approx(surface.gradient(x)[:, 0], abs=1e-4)


# ---- ε and units ----


def test_without_epsilon_pixels_that_are_off_break_their_weights():
    assert all(adagrad.broken_weights(0, seed=seed) >= 100 for seed in range(3))
    assert adagrad.broken_weights(1e-8) == 0


def test_the_unit_of_the_loss_does_not_matter_until_epsilon_does():
    assert adagrad.distance(100, 0) == pytest.approx(adagrad.distance(1, 0)) == adagrad.distance(1, 0)
    assert adagrad.distance(100, 1e-8) == pytest.approx(adagrad.distance(1, 1e-8), rel=1e-6)
    assert adagrad.distance(1e-6, 0) == pytest.approx(adagrad.distance(1, 0))
    assert adagrad.distance(1e-6, 1e-8) < 0.6 * adagrad.distance(1, 1e-8)


def test_the_claims_follow_from_the_runs():
    found = adagrad.claims()
    assert [(claim.slide, claim.verdict) for claim in found] == [
        ("S3", "holds when"),
        ("S4", "holds"),
        ("S5", "holds when"),
        ("S6", "holds when"),
    ]
