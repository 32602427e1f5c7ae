"""Slides S3, S4 and S6: each claim of chapter 2, and the condition under which it is false."""

import numpy as np
import pytest

from course_lib import surfaces, training
from course_lib.experiments import adagrad
from course_lib.experiments.momentum import tuned_steps
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
    needed = {(rule, d): adagrad.steps_needed(rule, d) for rule in (SGD, AdaGrad) for d in (0, 5, 15, 45)}
    assert all(interior for _, interior in needed.values())
    steps = {key: value for key, (value, _) in needed.items()}
    assert steps[AdaGrad, 0] < steps[SGD, 0] / 50
    assert steps[SGD, 45] == steps[SGD, 15] == steps[SGD, 0]
    assert steps[AdaGrad, 0] < 10 and steps[AdaGrad, 5] > 3 * steps[AdaGrad, 0]
    assert steps[AdaGrad, 15] == pytest.approx(50 * steps[AdaGrad, 0], rel=0.05)
    assert steps[AdaGrad, 45] > 1.5 * steps[SGD, 45]
    assert steps[SGD, 0] == tuned_steps(SGD).steps, "on the rates of S9"


def test_s3_the_best_single_rate_is_2_over_the_sum_of_the_outer_curvatures():
    c = np.array([3.0, 7.0, 12.0])
    best = adagrad.contraction(2 / (3 + 12), c).max()
    assert best == pytest.approx((12 - 3) / (12 + 3))
    assert all(adagrad.contraction(lr, c, steps=5).max() > best for lr in (0.12, 0.13, 0.14, 0.15))


@pytest.mark.parametrize("scale", [(1, 1), (1, 10)])
def test_s3_a_gradient_s_usual_size_is_curvature_times_usual_distance(scale):
    places = np.random.default_rng(0).standard_normal((20000, 2)) * scale
    usual = np.sqrt(np.mean(surfaces.quadratic((1, 100)).gradient(places) ** 2, axis=0))
    assert usual == pytest.approx(np.multiply([1, 100], scale), rel=0.03)


def test_s4_on_the_turned_bowl_both_sums_grow_alike_and_the_rate_soon_stays():
    turned = surfaces.rotated(surfaces.quadratic((1, 100)), 45)
    run = training.descend(turned, AdaGrad(1.5), turned.start, 700)
    rates = 1.5 / np.sqrt(np.cumsum(turned.gradient(run.W[:-1]) ** 2, axis=0))
    assert rates[50, 0] == pytest.approx(rates[50, 1], rel=0.05)
    assert np.all(rates[-1] < 2 / 100)  # below the limit that the steep direction sets
    assert rates[-1] == pytest.approx(rates[100], rel=0.05)


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


# ---- S6 ----


@pytest.mark.parametrize("lr", [pytest.param(0.1, marks=pytest.mark.slow), 0.3, 1.0, 3.0])
def test_s6_it_is_the_memory_of_the_wall_that_slows_adagrad_down(lr):
    """From the foot with an empty sum against from the wall, at one rate: steps on the gentle slope, from 1 to 0.1."""
    fresh = adagrad.down_the_cliff(AdaGrad(lr), start=1.0).W[:, 0]
    steps, times = (130_000, 2000) if lr == 0.1 else (5000, 10)
    late = adagrad.down_the_cliff(AdaGrad(lr), steps=steps).W[:, 0]
    short = np.argmax(fresh < 0.1)
    assert 0 < short <= 60
    long = np.argmax(late < 0.1) if late.min() < 0.1 else steps + 1
    assert long - np.argmax(late <= 1) > times * short


def test_s6_at_rate_01_it_lies_at_the_foot_and_rmsprop_does_not():
    slow = adagrad.down_the_cliff(AdaGrad(0.1)).W[:, 0]
    assert slow[5000] == pytest.approx(0.994, abs=0.001) and slow[1000] > 1
    assert adagrad.down_the_cliff(RMSProp(0.01), steps=1000).W[-1, 0] == pytest.approx(0, abs=0.01)


def test_s6_cliff_and_bowl_at_the_same_rates():
    left = {lr: adagrad.still_to_go(lr, (1000, 5000)) for lr in (0.1, 1.0, 3.0, 20.0)}
    assert left[0.1]["cliff"][1] > 0.1 and left[0.1]["bowl"][1] > 0.05  # at 0.1 neither is done
    assert left[0.1]["bowl"][0] > left[0.1]["cliff"][0]  # and after 1000 steps the bowl is even behind
    assert left[1.0]["bowl"][0] < 1e-10 and 0.01 < left[1.0]["cliff"][1] < 0.02
    assert left[3.0]["cliff"][1] < 1e-6 and left[20.0]["cliff"][0] < 1e-6


def steps_to(surface, lr, share, most):
    far = np.abs(training.descend(surface, AdaGrad(lr), surface.start, most).W[:, 0]) / surface.start[0]
    return int(np.argmax(far <= share))


@pytest.mark.parametrize("share", [0.1, 0.05, 0.01])
@pytest.mark.parametrize("lr", [1.0, 2.0, 4.0])
def test_s6_at_the_same_rate_the_cliff_takes_many_times_as_long_as_the_bowl(lr, share):
    cliff = steps_to(surfaces.cliff(), lr, share, 6000)
    assert cliff > 15 * steps_to(surfaces.quadratic((1, 25)), lr, share, 200) > 0


@pytest.mark.parametrize("start", [2.0, 4.0, 6.0, 6.5])
def test_a_rate_that_leaps_over_the_wall_is_a_cure_on_the_cliff(start):
    rates = np.geomspace(15.1, 3000, 20)[:, None]
    run = adagrad.down_the_cliff(AdaGrad(rates), start, steps=500)
    assert np.all(run.loss.min(axis=0) <= surfaces.cliff().value(np.array([0.01])))


def test_but_shortly_above_the_distance_it_takes_longer_than_500_steps():
    assert abs(adagrad.down_the_cliff(AdaGrad(6.0), steps=500).W[-1, 0]) < 0.01
    assert abs(adagrad.down_the_cliff(AdaGrad(9.0), steps=500).W[-1, 0]) > 0.01
    assert abs(adagrad.down_the_cliff(AdaGrad(9.0), steps=5000).W[-1, 0]) < 0.01


def test_and_in_a_network_such_a_rate_is_no_cure():
    assert adagrad.read_right(0.1) > 0.9
    assert adagrad.read_right(20.0) < 0.2


@pytest.mark.parametrize("c", [(1.0, 25.0), (1.0, 100.0)])
def test_s6_on_a_bowl_the_rate_levels_off_and_with_a_steady_gradient_it_does_not(c):
    rates = adagrad.rates_left(c=c)
    assert rates[99] == pytest.approx(rates[399], rel=1e-3)
    assert adagrad.rate_left(400)[399] == pytest.approx(adagrad.rate_left(400)[99] / 2)


def test_the_cliff_is_the_slope_of_its_value():
    surface = surfaces.cliff()
    x = np.linspace(-1, 6, 50)[:, None]
    slope = (surface.value(x + 1e-6) - surface.value(x - 1e-6)) / 2e-6
    assert slope == pytest.approx(surface.gradient(x)[:, 0], abs=1e-4)


# ---- ε and units ----


def test_without_epsilon_pixels_that_are_off_break_their_weights():
    assert all(100 <= adagrad.broken_weights(0, seed=seed) < 650 for seed in range(3))
    assert all(adagrad.broken_weights(0, steps=2, seed=seed) == 650 for seed in range(3))
    assert adagrad.broken_weights(1e-8, steps=2) == 0


def test_the_unit_of_the_loss_does_not_matter_until_epsilon_does():
    assert adagrad.distance(100, 0) == pytest.approx(adagrad.distance(1, 0)) == adagrad.distance(1, 0)
    assert adagrad.distance(100, 1e-8) == pytest.approx(adagrad.distance(1, 1e-8), rel=1e-6)
    assert adagrad.distance(1e-6, 0) == pytest.approx(adagrad.distance(1, 0))
    assert adagrad.distance(1e-6, 1e-8) < 0.6 * adagrad.distance(1, 1e-8)


def test_a_rare_weight_has_larger_steps_but_not_a_longer_journey():
    sgd, ours = ([adagrad.moved(rule, times) for times in (900, 9)] for rule in (SGD(1.0), AdaGrad(1.0)))
    assert sgd == pytest.approx([900, 9])
    assert ours == pytest.approx([np.sum(np.arange(1, times + 1) ** -0.5) for times in (900, 9)], rel=1e-6)
    assert 10 < ours[0] / ours[1] < 15


def test_the_claims_follow_from_the_runs():
    found = adagrad.claims()
    assert [(claim.slide, claim.verdict) for claim in found] == [
        ("S3", "holds when"),
        ("S4", "holds"),
        ("S5", "holds when"),
        ("S6", "holds when"),
    ]
