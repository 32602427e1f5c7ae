"""Slides S7 to S10: each claim of chapter 3, and the condition under which it is false."""

import numpy as np
import pytest

from course_lib.experiments import momentum
from course_lib.optimizers import SGD, Momentum

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("beta", "N", "weight", "share"), [(0.9, 10, 0.3487, 0.651), (0.98, 50, 0.3642, 0.636)])
def test_s8_about_n_observations_count(beta, N, weight, share):
    memory = momentum.memory(beta)
    assert memory.N == pytest.approx(N)
    assert memory.weight_at_N == pytest.approx(weight, abs=5e-5)
    assert memory.share_of_last_N == pytest.approx(share, abs=5e-4)


def test_s8_the_limit_is_one_over_e_and_no_hard_edge():
    weights = [abs(momentum.memory(beta).weight_at_N - np.exp(-1)) for beta in (0.9, 0.98, 0.99, 0.999)]
    assert np.all(np.diff(weights) < 0) and weights[-1] < 2e-4
    assert all(0.3 < 1 - momentum.memory(beta).share_of_last_N < 0.4 for beta in (0.9, 0.98, 0.999))


def test_s7_a_larger_beta_is_smoother_and_later():
    result = momentum.smoothing([0.0, 0.5, 0.9])
    assert np.all(np.diff(result.noise) < -0.05)
    assert np.all(np.diff(result.lag) > 0.02)
    assert result.lag[0] == pytest.approx(0, abs=0.2), "without averaging nothing comes late, only noisily"


def test_s9_momentum_straightens_the_turns():
    sgd, smooth = momentum.reversals(SGD(0.076)), momentum.reversals(Momentum(0.076))
    assert sgd > 190
    assert smooth < 35


def test_s9_at_an_equal_small_rate_momentum_is_no_faster():
    sgd, smooth = (momentum.steps_at_equal_rate(rule, 0.002) for rule in (SGD, Momentum))
    assert smooth == pytest.approx(sgd, rel=0.02)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.95])
def test_s9_momentum_tolerates_a_larger_rate(beta):
    curvature = 100.0
    assert momentum.largest_stable_rate(SGD, curvature) == pytest.approx(2 / curvature, rel=0.01)
    measured = momentum.largest_stable_rate(Momentum, curvature, beta=beta)
    assert measured == pytest.approx(momentum.stability_limit(Momentum, curvature, beta), rel=0.01)
    assert measured > 2.5 * 2 / curvature


def test_the_largest_rate_is_never_the_end_of_the_sweep():
    # A sweep that is too short would report its own end.
    assert momentum.largest_stable_rate(Momentum, 100.0, beta=0.95) < momentum.sweep_rates(Momentum, 100.0, 0.95).max()
    assert momentum.largest_stable_rate(SGD, 100.0) < momentum.sweep_rates(SGD, 100.0, 0.9).max()


def test_s9_tuned_momentum_wins_on_a_narrow_bowl_and_loses_on_a_wide_one():
    narrow = [momentum.tuned_steps(rule, kappa=100) for rule in (SGD, Momentum)]
    wide = [momentum.tuned_steps(rule, kappa=25) for rule in (SGD, Momentum)]
    assert all(tuned.interior for tuned in narrow + wide)
    assert narrow[1].steps < 0.5 * narrow[0].steps
    assert wide[1].steps > 1.2 * wide[0].steps


def test_s9_they_cross_between_kappa_30_and_40():
    gap = [momentum.tuned_steps(SGD, k).steps - momentum.tuned_steps(Momentum, k).steps for k in (30, 40)]
    assert gap[0] < 0 < gap[1]


def test_averaging_smooths_the_steps_but_not_the_final_spread():
    for seed in range(2):
        plain, smooth = (momentum.final_spread(rule(0.1), seed=seed) for rule in (SGD, Momentum))
        assert smooth.step < 0.06 * plain.step
        assert smooth.W == pytest.approx(plain.W, rel=0.15)


def test_s10_momentum_crosses_the_pit_in_which_sgd_stops():
    sgd, smooth = momentum.pit_crossing(SGD(0.3)), momentum.pit_crossing(Momentum(0.3))
    assert sgd.end == pytest.approx(1.00, abs=0.01)
    assert smooth.end == pytest.approx(1.99, abs=0.01)
    assert smooth.turn == pytest.approx(2.26, abs=0.01)


def test_s10_in_front_of_a_larger_slope_it_turns_and_may_even_roll_back_into_the_pit():
    fast = momentum.pit_crossing(Momentum(0.3, 0.97))
    assert fast.turn == pytest.approx(2.67, abs=0.01)
    assert fast.end == pytest.approx(1.00, abs=0.01)
    hills = np.arange(0, 0.45, 0.05)
    passed = [momentum.highest_hill_passed(rule, hills) for rule in (Momentum(0.3), Momentum(0.3, 0.97))]
    assert passed[0] == 0
    assert passed[1] == pytest.approx(0.2)


def test_s10_fails_when_the_rate_alone_carries_sgd_over_the_pit():
    assert momentum.pit_crossing(SGD(0.3), depth=0.45).end > 1.5, "at this depth SGD's step out of the pit is a jump"


@pytest.mark.parametrize(("lr", "beta", "speed"), [(0.3, 0.9, 1.0), (0.1, 0.98, 2.0)])
def test_s10_on_a_true_plain_momentum_coasts_a_finite_way(lr, beta, speed):
    assert momentum.coasting(lr, beta, speed) == pytest.approx(lr * speed * beta / (1 - beta), rel=1e-6)


def test_s9_on_the_digits_tuned_momentum_has_the_lower_loss_and_a_level_accuracy():
    sgd, smooth = momentum.digits_race(SGD), momentum.digits_race(Momentum)
    assert sgd.interior and smooth.interior
    assert np.median(smooth.loss[-1]) < 0.9 * np.median(sgd.loss[-1])
    assert smooth.accuracy == pytest.approx(sgd.accuracy, abs=0.02)


def test_the_claims_follow_from_the_runs():
    found = [(claim.slide, claim.verdict) for claim in momentum.claims()]
    assert found == [(slide, "holds when") for slide in ("S7", "S8", "S9", "S9", "S10")]
