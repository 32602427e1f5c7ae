"""Slide S13: each claim of chapter 5, and the condition under which it is false."""

import numpy as np
import pytest

from course_lib.experiments import adam
from course_lib.experiments import adam_convergence as convergence
from course_lib.experiments.momentum import gradient_series
from course_lib.optimizers import SGD, Adam, AMSGrad, Momentum, RMSProp

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("g", [1.0, -0.02, 300.0])
def test_s13_without_correction_the_first_steps_are_too_large_although_m_starts_too_small(g):
    error = adam.start_error(g=g)
    assert error.m[0] == pytest.approx(0.1) and np.all(np.diff(error.m) >= 0), "m alone starts too small"
    assert error.root_S[0] == pytest.approx(0.0316, abs=5e-5), "the root of S more so"
    assert error.step[0] == pytest.approx(3.16, abs=5e-3)
    assert error.step[11] == pytest.approx(6.57, abs=5e-3) and error.step.argmax() == 11
    assert adam.last_off(error.step) == pytest.approx(1750, abs=5)
    assert adam.last_off(error.m) < 30 and adam.last_off(error.root_S) > 1000


@pytest.mark.parametrize(
    ("beta1", "beta2", "first", "too_large"),
    [(0.9, 0.99, 1.0, True), (0.9, 0.9, 0.316, False), (0.99, 0.999, 0.316, True), (0.5, 0.5, 0.707, False)],
)
def test_s13_the_direction_of_the_error_depends_on_both_betas(beta1, beta2, first, too_large):
    step = adam.start_error(beta1, beta2).step
    assert step[0] == pytest.approx(first, abs=5e-4)
    assert bool(np.any(step > 1.05)) == too_large


def test_last_off_counts_from_one_and_knows_when_it_never_ends():
    assert adam.last_off(np.array([2.0, 1.0, 1.05])) == 2
    assert adam.last_off(np.array([1.0, 1.0])) == 1
    assert adam.last_off(np.array([1.0, 2.0])) == np.inf


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(("beta", "power"), [(0.9, 1), (0.999, 2), (0.5, 2)])
def test_s13_an_average_starts_short_by_one_minus_beta_to_the_t_and_the_correction_makes_it_right(beta, power, seed):
    share = adam.expected_share(beta, power=power, seed=seed)
    left = np.cumprod(np.full(50, beta))  # what of the weights has not been given out yet
    assert share == pytest.approx(1 - left, rel=0.04)
    assert adam.expected_share(beta, power=power, correct=True, seed=seed) == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize(
    ("beta1", "beta2", "eps", "seed"), [(0.9, 0.99, 1e-2, 0), (0.5, 0.9, 1e-8, 1), (0.8, 0.999, 1.0, 2)]
)
def test_s13_what_adam_becomes_when_one_half_is_taken_away(beta1, beta2, eps, seed):
    gaps = adam.limits(beta1, beta2, eps=eps, seed=seed)
    assert max(gaps._replace(adagrad=0)) < 1e-12
    assert gaps.adagrad < 1e-6


@pytest.mark.parametrize(("lr", "beta2"), [(0.01, 0.9), (0.1, 0.99)])
def test_s13_with_correction_adam_without_m_is_not_rmsprop(lr, beta2):
    for g in (0.5, -20.0):
        by_adam, by_rmsprop = adam.first_step_apart(lr, beta2, g)
        assert by_adam == pytest.approx(-lr * np.sign(g), rel=1e-6)
        assert by_rmsprop / by_adam == pytest.approx({0.9: 3.162, 0.99: 10.0}[beta2], rel=1e-3)


def test_from_s13_back_to_s4():
    gaps = [adam.bridge(1 - 10.0**-k) for k in (3, 5, 7, 9)]
    assert np.all(np.diff(gaps) < 0) and gaps[0] > 1e-3, "at the default β₂ it is not yet the mean of all"
    assert gaps[-1] < 3e-8


def test_epsilon_inside_the_root_is_a_floor_under_it():
    inside, outside = (adam.way_of_tiny_gradients(rule) for rule in (Adam, adam.EpsOutside))
    assert inside == pytest.approx(0.05, rel=1e-3) and outside == pytest.approx(4.95, rel=1e-3)


@pytest.mark.parametrize("settings", [{"g": 1.0}, {"eps": 0.0}])
def test_epsilon_makes_no_difference_where_gradients_are_large_or_it_is_zero(settings):
    inside, outside = (adam.way_of_tiny_gradients(rule, **settings) for rule in (Adam, adam.EpsOutside))
    assert inside == pytest.approx(outside, rel=1e-6) == pytest.approx(5.0, rel=1e-6)


def test_a_step_is_about_lr_but_after_a_silence_three_times_that():
    assert adam.step_after_silence(Adam(0.1), silence=0) == pytest.approx(1, rel=1e-6)
    for lr in (0.1, 0.003):
        assert adam.step_after_silence(Adam(lr)) == pytest.approx(3.16, abs=5e-3)


def test_s_is_no_variance():
    noisy, _ = gradient_series(steps=300)
    parts = adam.second_moment(noisy)
    assert parts.S_hat == pytest.approx(parts.mean**2 + parts.variance, rel=1e-6)
    steady = adam.second_moment(np.full(50, 5.0))
    assert steady.variance == 0 and steady.S_hat == pytest.approx(25)


@pytest.mark.parametrize(("lr", "c"), [(0.1, (1, 25)), (0.3, (1, 25)), (0.1, (1, 100))])
def test_at_a_constant_rate_adam_reaches_the_minimum_and_leaves_it_again(lr, c):
    run = convergence.excursion(Adam(lr), c)
    assert 0 < run.reached < 400 and run.loss[run.reached : 4000].min() < 1e-50
    assert run.highest_after > 0.05
    over = int(np.argmax(run.effective[:, 1] > run.limit[1]))
    back = int(np.argmax(run.loss[run.reached :] > 0.01)) + run.reached
    deepest = int(run.loss[:back].argmin())
    assert deepest == pytest.approx(over, abs=30), "it turns round where Momentum would become unstable"


@pytest.mark.parametrize("name", sorted(convergence.REMEDIES.keys() - {"none"}))
def test_it_stays_when_the_effective_rate_cannot_grow_past_the_limit(name):
    opt, settings = convergence.REMEDIES[name]
    run = convergence.excursion(opt, steps=16_000, **settings)
    assert 0 < run.reached < 400 and run.highest_after < 1e-6
    late = run.effective[run.reached :]
    assert np.all(late[:, 1] < run.limit[1])


@pytest.mark.parametrize(
    ("opt", "settings"),
    [(Adam(0.1), {"factor": 0.9999, "steps": 16_000}), (Adam(0.1, eps=1e-2), {"c": (1, 100)})],
    ids=["decay slower than √S", "ε too small for this curvature"],
)
def test_and_leaves_when_it_can(opt, settings):
    run = convergence.excursion(opt, **settings)
    assert run.highest_after > 0.005


def test_adams_jitter_falls_only_with_the_root_of_the_noise():
    for seed in range(2):
        rules = SGD, Adam, RMSProp
        spread = {rule: [convergence.jitter(rule(0.1), noise, seed=seed) for noise in (1, 0.01)] for rule in rules}
        assert spread[Adam][0] == pytest.approx(spread[SGD][0], rel=0.1), "at noise 1 all are level"
        assert spread[SGD][0] / spread[SGD][1] == pytest.approx(100, rel=0.1)
        assert 8 < spread[Adam][0] / spread[Adam][1] < 20
        assert spread[RMSProp][1] == pytest.approx(0.05, rel=0.1), "lr/2: the cycle that RMSProp ends in"


def test_a_decaying_rate_calms_the_jitter():
    for noise in (1, 0.1):
        constant, decaying = (convergence.jitter(Adam(0.1), noise, power) for power in (0, 0.5))
        assert decaying < constant / 5


@pytest.mark.parametrize("C", [2.5, 3.0, 10.0])
def test_adam_goes_the_wrong_way_where_amsgrad_goes_the_right_one(C):
    beta2 = 1 / (1 + C**2)
    wrong, right = (convergence.cycle(rule, C, beta2=beta2)[-30:].mean() for rule in (Adam, AMSGrad))
    assert wrong > 0.99 and right < -0.99


@pytest.mark.parametrize("betas", [{"beta2": 0.5}, {"beta2": 0.999}, {"beta1": 0.9}])
def test_adam_goes_the_right_way_when_its_memory_outlasts_the_cycle(betas):
    assert convergence.cycle(Adam, **betas)[-30:].mean() < -0.95


def test_s13_on_the_digits_the_three_rules_are_close_and_their_order_is_that_of_the_seeds():
    races = {name: adam.digits(name) for name in ("Momentum", "RMSProp", "Adam")}
    assert all(race.interior for race in races.values())
    chosen = {name: np.median(race.loss[-1]) for name, race in races.items()}
    fresh = {name: np.median(adam.fresh_loss(name)) for name in races}
    assert min(chosen, key=chosen.get) == "Adam"
    assert min(fresh, key=fresh.get) != "Adam", "on seeds that had no part in choosing the rates another one leads"
    assert all(max(medians.values()) < 1.5 * min(medians.values()) for medians in (chosen, fresh))
    assert np.ptp([race.accuracy for race in races.values()]) < 0.02


def test_s13_tuned_on_its_own_uncorrected_adam_ends_lower_at_a_smaller_rate():
    full, bare = (adam.digits(name) for name in ("Adam", "Adam, not corrected"))
    assert bare.lr < full.lr / 2
    assert np.median(bare.loss[-1]) < np.median(full.loss[-1])
    fresh = [adam.fresh_loss(name) for name in ("Adam", "Adam, not corrected")]
    assert np.median(fresh[1]) < np.median(fresh[0]), "nor is it luck in the seeds that chose the rates"


def test_s13_at_the_same_tuned_rate_uncorrected_adam_throws_the_network_away_first():
    lr = adam.digits("Adam").lr
    full, bare = (adam.first_updates(lr, correct) for correct in (True, False))
    assert np.all(full.max(axis=1) <= full[0].max()), "corrected, no seed ever climbs above where the worst began"
    assert np.mean(bare[1] > bare[0]) >= 0.9, "the very first step makes it worse"
    assert np.median(bare[60]) > 3 * np.median(full[60])


def test_s13_at_a_small_rate_the_missing_correction_is_a_gain():
    full, bare = (adam.first_updates(0.001, correct) for correct in (True, False))
    assert np.all(bare[60] < full[60])


def test_the_limit_is_that_of_momentum():
    assert convergence.excursion(Adam(0.1), steps=10).limit == pytest.approx([38, 1.52])


def test_follow_is_the_plain_run_when_nothing_changes():
    path, states = convergence.follow([Momentum(0.1)] * 3, [1.0], lambda W, t: W)
    assert path[:, 0] == pytest.approx([1, 0.99, 0.9711, 0.944379])
    assert len(states) == 3


def test_claims_of_s13():
    verdicts = [(claim.slide, claim.verdict) for claim in adam.claims()]
    assert verdicts == [("S13", "holds when")] * 3
    assert not any("|" in text for claim in adam.claims() for text in (claim.says, claim.evidence, claim.exception))
