"""Slide S13: each claim of chapter 5, and the condition under which it is false."""

from functools import partial

import numpy as np
import pytest

from course_lib import schedules, surfaces
from course_lib.experiments import adam, adam_tuning
from course_lib.experiments import adam_convergence as convergence
from course_lib.experiments.momentum import gradient_series
from course_lib.optimizers import SGD, Adam, AMSGrad, Momentum, RMSProp
from tests.tours import tours

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


def test_s13_where_the_first_step_is_right_by_accident_later_ones_are_up_to_twice_too_long():
    step = adam.start_error(0.9, 0.99).step
    assert step.max() == pytest.approx(2.13, abs=5e-3) and adam.last_off(step) == pytest.approx(175, abs=1)


# Adam with a mistake: (W, g, m, S, t) → (W, m, S), at lr 0.1 and ε = 0. The averages that are used may differ from
# those that are kept.
def wrong(beta1=0.9, beta2=0.999, of_m=None, of_S=None, count=lambda t: t, sign=-1, keep=False):
    of_m, of_S = beta1 if of_m is None else of_m, beta2 if of_S is None else of_S

    def step(W, g, m, S, t):
        m, S = beta1 * m + (1 - beta1) * g, beta2 * S + (1 - beta2) * g**2
        m_hat, S_hat = m / (1 - of_m ** count(t)), S / (1 - of_S ** count(t))
        kept = (m_hat, S_hat) if keep else (m, S)
        return W + sign * 0.1 * m_hat / np.sqrt(S_hat), *kept

    return step


@pytest.mark.parametrize(
    ("step", "found"),
    [
        (wrong(), False),
        (wrong(beta1=0.5, beta2=0.9), False),  # wrong values
        (wrong(beta1=0.999, beta2=0.9), False),  # exchanged everywhere
        (wrong(of_S=0.9), True),  # corrected with the other β
        (wrong(of_m=0.999), True),
        (wrong(of_m=0.0, of_S=0.0), True),  # not corrected
        (wrong(count=lambda t: t + 1), True),
        (wrong(keep=True), True),  # written back
        (wrong(sign=1), True),
    ],
)
def test_what_a_test_with_a_constant_gradient_finds(step, found):
    for g in (1.0, -0.3):
        W, m, S, path = 0.0, 0.0, 0.0, []
        for t in range(1, 21):
            W, m, S = step(W, g, m, S, t)
            path.append(W)
        right = -0.1 * np.sign(g) * np.arange(1, 21)
        assert (not np.allclose(path, right, rtol=1e-3)) == found


def test_last_off_counts_from_one_and_knows_when_it_never_ends():
    assert adam.last_off(np.array([2.0, 1.0, 1.05])) == 2
    assert adam.last_off(np.array([1.0, 1.0])) == 1
    assert adam.last_off(np.array([1.0, 2.0])) == np.inf


@pytest.mark.parametrize("seed", tours([0, 1]))
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
    inside, outside = (adam.distance_under(rule) for rule in (Adam, adam.EpsOutside))
    assert inside == pytest.approx(0.05, rel=1e-3) and outside == pytest.approx(4.95, rel=1e-3)


@pytest.mark.parametrize("settings", [{"g": 1.0}, {"eps": 0.0}])
def test_epsilon_makes_no_difference_where_gradients_are_large_or_it_is_zero(settings):
    inside, outside = (adam.distance_under(rule, **settings) for rule in (Adam, adam.EpsOutside))
    assert inside == pytest.approx(outside, rel=1e-6) == pytest.approx(5.0, rel=1e-6)


def test_a_step_on_steady_gradients_is_lr_whatever_their_size_as_long_as_it_is_large_beside_the_root_of_epsilon():
    for g in (-300.0, 0.02):
        assert adam.step_lengths(Adam(0.1), np.full(50, g)) == pytest.approx(1, rel=1e-4)
    assert adam.step_lengths(Adam(0.1), np.full(50, 1e-6)) == pytest.approx(0.01, rel=1e-3)


def test_without_memory_only_the_sign_is_left():
    g = np.array([3.0, -0.2, 40.0])
    opt = Adam(0.1, beta1=0, beta2=0)
    W, _ = opt.step(np.zeros(3), g, opt.start(np.zeros(3)))
    assert pytest.approx(-0.1 * np.sign(g)) == W


@pytest.mark.parametrize("lr", [0.1, 0.003])
def test_after_a_silence_the_start_comes_a_second_time_and_the_paper_s_bound_is_passed(lr):
    lengths = adam.after_silence(Adam(lr))
    assert lengths[0] == pytest.approx(3.16, abs=5e-3)
    assert lengths.max() == pytest.approx(6.57, abs=5e-3) and lengths.argmax() == 11


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.9), (0.9, 0.99)])
def test_the_longest_step_and_no_random_series_is_longer(betas):
    beta1, beta2 = betas
    longest = adam.longest_step(beta1, beta2)
    assert longest == pytest.approx((1 - beta1) / np.sqrt(1 - beta2) / np.sqrt(1 - beta1**2 / beta2), rel=1e-3)
    rng = np.random.default_rng(0)
    for _ in range(20):
        silence = np.zeros(rng.integers(1, 3000))
        g = np.concatenate([silence, rng.standard_normal(50) ** rng.integers(1, 5)])
        assert adam.step_lengths(Adam(1.0, beta1, beta2, eps=1e-30), g)[len(silence) + 1 :].max() <= longest


def test_s_is_no_variance():
    noisy, _ = gradient_series(steps=300)
    parts = adam.second_moment(noisy)
    assert parts.S_hat == pytest.approx(parts.mean**2 + parts.variance, rel=1e-6)
    steady = adam.second_moment(np.full(50, 5.0))
    assert steady.variance == 0 and steady.S_hat == pytest.approx(25)


@pytest.mark.parametrize(("seed", "noise"), tours([(0, 1e-8), (1, 1e-10), (2, 1e-6)]))
def test_at_a_constant_rate_adam_reaches_the_minimum_of_real_data_and_leaves_it_again(seed, noise):
    run = convergence.stay(Adam(0.1), noise=noise, seed=seed)
    assert 250 < run.reached < 270 and run.excess[500:1500].max() < 1e-9
    assert 0.005 < run.highest < 0.03
    left = run.reached + int(np.argmax(run.excess[run.reached :] > 1e-6))
    over = int(np.argmax(run.felt > run.limit))
    assert over < left < over + 100, "it leaves where Momentum would become unstable"
    assert np.median(run.felt[2000:]) == pytest.approx(run.limit, rel=0.1) and run.felt.max() < 1.1 * run.limit


@pytest.mark.parametrize(("beta1", "limit"), tours([(0.5, 6), (0.8, 18), (0.95, 78)]))
def test_it_lives_at_momentum_s_limit_for_every_beta(beta1, limit):
    run = convergence.stay(Adam(0.1, beta1), steps=6000)
    assert run.limit == pytest.approx(limit)
    assert np.median(run.felt[3000:]) == pytest.approx(limit, rel=0.1)


@pytest.mark.parametrize(("lr", "highest"), tours([(0.03, 0.001), (0.3, 0.2)]))
def test_how_far_it_leaves_grows_with_the_rate(lr, highest):
    assert convergence.stay(Adam(lr), steps=8000).highest == pytest.approx(highest, rel=0.5)


@pytest.mark.parametrize(
    ("lr", "steps", "highest"),
    tours(
        [(0.0003, 20_000, 0), (0.00045, 30_000, 0), (0.001, 15_000, 1e-6), (0.01, 8000, 1.6e-4)], (0.0003, 20_000, 0)
    ),
)
def test_it_leaves_only_where_the_rate_times_the_curvature_over_root_epsilon_passes_38(lr, steps, highest):
    run = convergence.stay(Adam(lr), steps)
    there = run.excess[np.argmax(run.excess < 1e-12) :]
    if lr == 0.001:
        assert 12_500 < np.argmax(run.felt > run.limit) < 13_500
    assert there[0] < 1e-12 and (lr * 8.05 / np.sqrt(1e-8) > run.limit) == bool(highest)
    assert there.max() == pytest.approx(highest, rel=0.5, abs=1e-12)


def test_in_single_precision_it_leaves_as_well():
    H, b, minimum = (each.astype(np.float32) for each in convergence.diabetes())
    path, _ = convergence.follow([Adam(0.1)] * 3000, np.zeros_like(b), lambda W, t: (H * W[:, None]).sum(axis=0) - b)
    assert path.dtype == np.float32
    off = (path - minimum).astype(float)
    excess = 0.5 * np.sum((off @ H) * off, axis=1)
    assert excess[300:1500].max() < 1e-6 and excess[1500:].max() > 0.005


def test_the_steepest_curvature_of_the_diabetes_loss_is_about_8():
    H, b, minimum = convergence.diabetes()
    assert np.linalg.eigvalsh(H)[-1] == pytest.approx(8, abs=0.1)
    assert H @ minimum == pytest.approx(b)


def test_remedies_as_measured():
    runs = {name: convergence.stay(opt, **settings) for name, (opt, settings) in convergence.REMEDIES.items()}
    assert {name for name, run in runs.items() if run.highest > 1e-6} == {"nothing", "a cosine over 8000 steps"}
    assert runs["a cosine over 8000 steps"].highest > 0.004
    for name in runs.keys() - {"nothing"}:
        assert runs[name].excess[-1] < 1e-12, "all but the first end at the minimum"


@pytest.mark.parametrize(
    ("steps", "leaves"),
    tours([(2000, False), (4000, False), (6000, True), (12_000, True)], (4000, False), (6000, True)),
)
def test_a_cosine_keeps_it_there_only_when_it_falls_soon_enough(steps, leaves):
    run = convergence.stay(Adam(0.1), steps, schedules.cosine, seed=1)
    assert (run.highest > 1e-5) == leaves and run.excess[-1] < 1e-12


@pytest.mark.parametrize(
    ("eps", "leaves"), tours([(1e-2, False), (1e-3, False), (1e-4, True), (1e-8, True)], (1e-3, False), (1e-4, True))
)
def test_a_large_epsilon_keeps_it_there_when_it_fits_the_curvature(eps, leaves):
    assert (0.1 * 8.05 / np.sqrt(eps) > 38) == leaves
    assert (convergence.stay(Adam(0.1, eps=eps), steps=6000).highest > 1e-3) == leaves


def test_adams_jitter_falls_only_with_the_root_of_the_noise():
    for seed in range(2):
        rules = SGD, Adam, RMSProp
        spread = {rule: [convergence.jitter(rule(0.1), noise, seed=seed) for noise in (1, 0.01)] for rule in rules}
        assert spread[Adam][0] == pytest.approx(spread[SGD][0], rel=0.1), "at noise 1 all are level"
        assert spread[SGD][0] / spread[SGD][1] == pytest.approx(100, rel=0.1)
        assert 8 < spread[Adam][0] / spread[Adam][1] < 20
        assert spread[RMSProp][1] == pytest.approx(0.05, rel=0.1), "lr/2: the cycle that RMSProp ends in"
        amsgrad = [convergence.jitter(AMSGrad(0.1), noise, seed=seed) for noise in (1, 0.01)]
        assert amsgrad == pytest.approx(spread[Adam], rel=0.03), "from the minimum its maximum has seen only noise"


@pytest.mark.parametrize(("start", "share"), tours([(1, 0.6), (5, 0.2), (10, 0.12)], (10, 0.12)))
def test_amsgrad_jitters_less_the_larger_the_gradients_that_it_remembers(start, share):
    near, far = (convergence.jitter(Adam(0.1), 0.01, start=where, steps=15_000, runs=10) for where in (0, start))
    assert far == pytest.approx(near, rel=0.05), "Adam has forgotten the way"
    amsgrad = convergence.jitter(AMSGrad(0.1), 0.01, start=start, steps=15_000, runs=10)
    assert amsgrad < share * far
    assert convergence.jitter(Adam(0.1), 0.01, 0.5, start, 15_000, 10) < share * far, "and so does a falling rate"


def test_a_decaying_rate_calms_the_jitter():
    for noise in (1, 0.1):
        constant, decaying = (convergence.jitter(Adam(0.1), noise, power) for power in (0, 0.5))
        assert decaying < constant / 5


@pytest.mark.parametrize("C", tours([2.5, 3.0, 10.0]))
def test_adam_goes_the_wrong_way_where_amsgrad_goes_the_right_one(C):
    beta2 = 1 / (1 + C**2)
    wrong, right = (convergence.cycle(rule, C, beta2=beta2)[-30:].mean() for rule in (Adam, AMSGrad))
    assert wrong > 0.99 and right < -0.99


@pytest.mark.parametrize("betas", [{"beta2": 0.5}, {"beta2": 0.999}, {"beta1": 0.9}])
def test_adam_goes_the_right_way_when_its_memory_outlasts_the_cycle(betas):
    assert convergence.cycle(Adam, **betas)[-30:].mean() < -0.95


@pytest.mark.parametrize(("beta1", "beta2"), tours([(0.0, 0.999), (0.9, 0.999), (0.0, 0.99)], (0.9, 0.999)))
def test_and_the_wrong_way_when_the_cycle_outlasts_its_memory(beta1, beta2):
    W = convergence.cycle(Adam, 1002.0, 1001, beta1, beta2, steps=30_030)
    assert W[-3003:].mean() > 0.9


@pytest.mark.parametrize(("schedule", "correct"), tours(adam_tuning.RATES))
def test_the_rates_on_the_digits_are_the_best_among_their_neighbours(schedule, correct):
    lr, losses = adam_tuning.RATES[schedule, correct], {}
    for k in (-3, -2, -1, 0, 1, 2):
        losses[k] = adam_tuning.final_losses(schedule, correct, lr * 2 ** (k / 2), seeds=10, first=0)
    for statistic in (np.mean, np.median):
        best = min(statistic(loss) for loss in losses.values())
        assert statistic(losses[0]) <= 1.03 * best


@pytest.mark.parametrize("first", tours([10, 30]))
def test_s13_at_a_constant_rate_uncorrected_adam_ends_lower_and_with_a_schedule_higher(first):
    constant, scheduled = (adam_tuning.duel(schedule, first=first) for schedule in adam_tuning.SCHEDULES)
    assert constant.bare < 0.8 * constant.corrected and constant.wins <= 8 and constant.seeds == 20
    assert scheduled.corrected < 0.9 * scheduled.bare and scheduled.wins >= 14
    assert scheduled.bare < constant.bare, "both gain by the schedule"
    assert adam_tuning.RATES["constant", False] < adam_tuning.RATES["constant", True]


@pytest.mark.tour
def test_adam_forgives_a_wrong_rate_on_the_digits_a_little_more_than_momentum_and_about_as_much_as_rmsprop():
    losses = {rule: adam_tuning.by_rate(rule, first=10, seeds=20) for rule in adam_tuning.FORGIVING}
    met = np.concatenate([[0.1, 1.0], *losses.values()])  # the widths change at these levels only
    for level in met[(0.1 <= met) & (met <= 1)]:
        wide = {rule: adam_tuning.octaves(loss, level) for rule, loss in losses.items()}
        assert 0 <= wide[Adam] - wide[Momentum] <= 1.5, level
        assert -1 <= wide[Adam] - wide[RMSProp] <= 1, level


@pytest.mark.parametrize("steps", [100, 300])
@pytest.mark.parametrize("start", [(10, 1), (1, 1), (1, 0.1)])
@pytest.mark.parametrize("kappa", tours([5, 25, 100], 25))
def test_on_bowls_without_noise_the_memory_of_s_decides_and_not_the_rule(kappa, start, steps):
    bowl = {"kappa": kappa, "start": start, "steps": steps}
    for level in (0.1, 0.01):
        found = {rule: adam_tuning.doublings_on_a_bowl(rule, level, **bowl) for rule in adam_tuning.FORGIVING}
        (momentum, _), (short, long), (adam, adam_short) = found.values()
        assert adam > max(momentum, short) and adam_short < adam
        assert long > max(35, adam), "with Adam's memory hardly any rate is too large for RMSProp"


def test_on_the_chapters_bowl_adam_with_rmsprops_memory_has_no_lead_over_momentum():
    found = [adam_tuning.doublings_on_a_bowl(rule) for rule in adam_tuning.FORGIVING]
    assert found[2][1] <= found[0][0] < found[2][0] and found[0][1] == "–"


@pytest.mark.parametrize("kappa", [50, 100, 200, 400, 2000, 5000])
def test_on_narrower_bowls_its_lead_is_smaller(kappa):
    (momentum, _), _, (own, exchanged) = (
        adam_tuning.doublings_on_a_bowl(r, kappa=kappa) for r in adam_tuning.FORGIVING
    )
    assert exchanged <= own - 1.5
    assert (exchanged > momentum) == (kappa >= 100)


@pytest.mark.parametrize(("beta", "wide"), [(0.95, False), (0.98, True), (0.99, True)])
def test_rmsprop_bears_any_rate_on_a_bowl_from_a_memory_of_50_steps_on(beta, wide):
    assert (adam_tuning.octaves(adam_tuning.by_rate_on_a_bowl(RMSProp, beta=beta), 0.01) > 35) == wide


@pytest.mark.parametrize("lr", [1e3, 1e6])
def test_since_its_first_step_makes_the_rate_times_the_curvature_1(lr):
    bowl = surfaces.quadratic((1, 25), (10, 1))
    W, state = np.array(bowl.start, float), RMSProp(lr, 0.999).start(np.zeros(2))
    for _ in range(2):
        g = bowl.gradient(W)
        W, state = RMSProp(lr, 0.999).step(W, g, state)
    assert np.array([1, 25]) * lr / np.sqrt(state["S"]) == pytest.approx([1, 1], rel=0.01)


@pytest.mark.tour
def test_on_the_digits_the_memory_of_s_matters_little():
    for rule, knobs in adam_tuning.EXCHANGED.items():
        own, other = (adam_tuning.swept(partial(rule, **each), 10, 20) for each in ({}, knobs))
        met = np.concatenate([[0.1, 1.0], own, other])  # the widths change at these levels only
        for level in met[(0.1 <= met) & (met <= 1)]:
            assert abs(adam_tuning.octaves(own, level) - adam_tuning.octaves(other, level)) <= 2, level
        assert abs(adam_tuning.octaves(own, 0.2) - adam_tuning.octaves(other, 0.2)) <= 1.5


def test_octaves_refuses_rates_that_do_not_reach_far_enough():
    assert adam_tuning.octaves(np.array([2, 0.1, 0.2, 3]), 0.2) == 1
    for loss in ([0.1, 0.1, 3], [3, 0.1, 0.1]):
        with pytest.raises(ValueError, match="must reach further"):
            adam_tuning.octaves(np.array(loss), 0.2)


def test_s13_at_the_default_rate_the_loss_on_the_digits_stays_high():
    default, tuned = (adam_tuning.final_losses("constant", True, lr) for lr in (0.001, None))
    assert default.min() > 5 * np.median(tuned)


def test_s13_at_a_rate_that_suits_the_corrected_adam_the_uncorrected_one_throws_the_network_away_first():
    lr = 2 * adam_tuning.RATES["constant", True]
    full, bare = (adam_tuning.first_updates(lr, correct) for correct in (True, False))
    assert np.median(full[1]) < np.median(full[0]) and np.mean(bare[1] > bare[0]) >= 0.9
    assert np.median(bare[60]) > 3 * np.median(full[60])


def test_s13_at_half_that_rate_the_damage_is_small():
    lr = adam_tuning.RATES["constant", True]
    full, bare = (adam_tuning.first_updates(lr, correct) for correct in (True, False))
    assert np.mean(bare[1] > bare[0]) <= 0.6 and np.median(bare[60]) < 1.6 * np.median(full[60])


def test_s13_at_a_small_rate_the_missing_correction_is_a_gain():
    full, bare = (adam_tuning.first_updates(0.001, correct) for correct in (True, False))
    assert np.all(bare[60] < full[60])


def test_follow_is_the_plain_run_when_nothing_changes():
    path, states = convergence.follow([Momentum(0.1)] * 3, [1.0], lambda W, t: W)
    assert path[:, 0] == pytest.approx([1, 0.99, 0.9711, 0.944379])
    assert len(states) == 3


def test_claims_of_s13():
    verdicts = [(claim.slide, claim.verdict) for claim in adam.claims()]
    assert verdicts == [("S13", "holds when")] * 3
    assert not any("|" in text for claim in adam.claims() for text in (claim.says, claim.evidence, claim.exception))
