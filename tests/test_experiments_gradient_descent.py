"""Slides S1 and S2: each claim of chapter 1, and the condition under which it is false."""

import functools
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib import data, surfaces, training
from course_lib.experiments import clock, few_weights
from course_lib.experiments import gradient_descent as experiments
from course_lib.optimizers import SGD
from tests.tours import tours

pytestmark = pytest.mark.slow

BATCH_SIZES = np.array([1, 4, 16, 64, 256])


@pytest.fixture(scope="module")
def ways():
    """The three ways at the shared rate 0.03, ten seeds."""
    return {way: experiments.train(B) for way, B in experiments.WAYS.items()}


def test_s2_the_number_of_updates_lies_between(ways):
    updates = {way: run.updates[-1] / 40 for way, run in ways.items()}
    assert updates == {"SGD": 442, "mini-batch": 14, "BGD": 1}
    assert all(run.epochs[-1] == pytest.approx(40) for run in ways.values())


def test_s2_at_a_shared_rate_mini_batch_is_faster_than_bgd(ways):
    mini, full = (experiments.epochs_to_stay_below(ways[way], 0.05) for way in ("mini-batch", "BGD"))
    assert mini <= 1
    assert full == 12


def test_s2_at_a_shared_rate_mini_batch_is_more_accurate_than_sgd(ways):
    assert experiments.epochs_to_stay_below(ways["SGD"], 0.05) == np.inf
    late = {way: experiments.late_excess(run) for way, run in ways.items()}
    assert late["SGD"] > 0.15
    assert late["mini-batch"] < late["BGD"] < 0.02
    # In every seed, not only on average.
    each = {way: run.excess[run.epochs >= 20].mean(axis=0) for way, run in ways.items()}
    assert np.all(each["mini-batch"] < each["SGD"])


@pytest.mark.parametrize("lr", tours([0.006, 0.02, 0.04], 0.02))
def test_s2_at_any_shared_rate_a_mini_batch_ends_closer_to_bgd_s_end_and_sgd_does_at_a_32nd_of_it(lr):
    mini, single = (experiments.late_excess(experiments.train(B, lr, every=14)) for B in (32, 1))
    assert mini < single / 5
    assert experiments.late_excess(experiments.train(1, lr / 32, every=34)) < 1.2 * mini


def test_s2_the_excess_is_how_far_the_predictions_are_from_those_where_bgd_ends(ways):
    X, y, _, _ = experiments.problem()
    best, W = np.linalg.lstsq(X, y)[0], ways["SGD"].W[500]
    assert np.mean((W @ X.T - X @ best) ** 2, axis=1) == pytest.approx(ways["SGD"].excess[500])
    end = experiments.train(442, 0.24, epochs=5000, seeds=1, every=5000).W[-1, 0]
    assert X @ end == pytest.approx(X @ best, abs=1e-3)


def test_s2_fails_when_each_has_its_own_rate():
    """Whatever the level: up to 32 a larger batch takes about as many epochs, beyond that more."""
    for level in (0.02, 0.01):
        found = [experiments.tuned(B, level) for B in (1, 32, 128, 442)]
        assert all(run.interior for run in found)
        single, mini, large, full = (run.epochs for run in found)
        assert 0.7 < single / mini < 1.3
        assert 1.2 * mini < large < full
        assert np.all(np.diff([run.updates for run in found]) < 0)
        assert 1 / 2 < found[1].lr / found[0].lr / 32 < 2, "up to 32 the best rate grows like B"
        assert found[2].lr < 0.7 * 128 * found[0].lr and max(run.lr for run in found) < 2 / 8.05, (
            "then the limit caps it"
        )


def test_s1_on_the_map_sgd_ends_nearest_in_nine_shufflings_of_ten():
    minimum, sgd, others = few_weights.two_weights()[2].minima[0], [], []
    for seed in range(200):
        ends = {way: run.W[-1] for way, run in few_weights.two_weight_paths(seed=seed).items()}
        off = {way: np.linalg.norm(W - minimum) for way, W in ends.items()}
        sgd.append(off.pop("SGD"))
        others.append(min(off.values()))
    nearest = np.array(sgd) < others
    assert nearest[0] and nearest.mean() == pytest.approx(0.9, abs=0.03)


def test_s1_constant_rate_sgd_hovers_and_a_smaller_rate_calms_it():
    constant = experiments.train(1, 0.01, every=17)
    spans = [(constant.epochs > a) & (constant.epochs <= a + 10) for a in (10, 20, 30)]
    means = [constant.excess[span].mean() for span in spans]
    assert max(means) < 1.05 * min(means), "it stays where it is"
    lowered = experiments.train(1, 0.01, stages=(1, 0.1), every=17)
    half = lowered.epochs <= 20
    assert lowered.excess[half] == pytest.approx(constant.excess[: half.sum()])
    assert np.median(lowered.excess[-1]) < 0.1 * np.median(constant.excess[-1])


def test_s1_a_rate_that_is_lowered_too_early_ends_higher():
    ends = [np.median(experiments.train(1, 0.01, stages=s, every=442).excess[-1]) for s in ((1, 0.1), (1, *[0.1] * 7))]
    assert ends[1] > 2 * ends[0]


def test_s2_sgd_loses_half_its_excess_in_a_few_dozen_updates_and_then_gets_no_lower(ways):
    excess = np.median(ways["SGD"].excess, axis=1)
    assert excess[20:40].mean() < excess[0] / 2
    assert excess[-4420:].mean() > 0.7 * excess[20:40].mean()


def test_s1_without_noise_in_the_targets_constant_rate_sgd_settles():
    excess = np.median(experiments.train(1, 0.01, noise_free=True, every=442).excess, axis=1)
    assert excess[40] < 1e-5 < 1e-3 < excess[5]
    noisy = np.median(experiments.train(1, 0.01, every=442).excess, axis=1)
    assert noisy[40] > 1e-2
    fast = np.median(experiments.train(1, 0.1, epochs=2, noise_free=True, every=442).excess, axis=1)
    assert fast[-1] > 1, "a small enough rate, that is"


@functools.cache
def floor(lr, B, shuffled):
    return few_weights.noise_floor(lr, B, shuffled)


@pytest.mark.parametrize("lr", tours([0.005, 0.01], 0.01))
def test_s1_drawn_anew_the_floor_is_proportional_to_rate_over_batch(lr):
    assert floor(lr, 1, False) / floor(lr / 2, 1, False) == pytest.approx(2, rel=0.1)
    assert floor(lr, 1, False) / floor(lr, 4, False) == pytest.approx(4, rel=0.1)


def test_s1_at_large_rates_it_is_more_than_that():
    assert floor(0.2, 4, False) / floor(0.02, 4, False) > 12


@pytest.mark.parametrize(("lr", "B"), tours([(0.02, 1), (0.01, 1), (0.005, 1), (0.02, 4)], (0.02, 4)))
def test_s1_in_shuffled_epochs_it_is_lower_and_falls_faster(lr, B):
    assert floor(lr, B, True) < floor(lr, B, False)
    assert floor(lr, 2 * B, True) == pytest.approx(floor(lr / 2, B, True), rel=0.15), "lr/B alone counts"
    assert floor(lr / 2, B, True) < 0.46 * floor(lr, B, True)


def test_s2_a_batch_is_right_on_average_whatever_its_size_and_whatever_w():
    X, y, model, _ = experiments.problem()
    for W in (np.zeros(11), np.linspace(-1, 1, 11)):
        full = model.gradient(W, X, y)
        assert experiments.one_by_one(W).mean(axis=0) == pytest.approx(full)
        orders = data.epoch_orders(442, 2000, np.random.default_rng(0))[:, :32]
        batches = np.stack([model.gradient(W, X[order], y[order]) for order in orders])
        assert batches.mean(axis=0) == pytest.approx(full, abs=0.15)


def test_s2_the_patients_never_all_agree():
    later = experiments.train(442).W[20, 0]
    assert 0.25 < experiments.against(np.zeros(11)) < 0.33 < experiments.against(later) < 0.5


def test_s2_the_noise_of_a_batch_falls_with_the_root_of_its_size():
    noise = experiments.gradient_noise(BATCH_SIZES, replacement=True)
    assert noise * np.sqrt(BATCH_SIZES) == pytest.approx(np.full(5, noise[0]), rel=0.06)


def test_s2_without_replacement_it_falls_faster_and_is_zero_for_all_the_data():
    sizes = np.append(BATCH_SIZES, 442)
    noise = experiments.gradient_noise(sizes)
    theory = noise[0] * np.sqrt((442 - sizes) / 441 / sizes)
    assert noise == pytest.approx(theory, rel=0.08, abs=1e-12)


def test_s2_the_direction_is_more_accurate_and_less_so_near_the_minimum():
    start = experiments.direction(BATCH_SIZES, np.zeros(11))
    late = experiments.direction(BATCH_SIZES, experiments.train(442).W[20, 0])
    assert np.all(np.diff(start) > 0) and np.all(np.diff(late) > 0)
    assert start[-1] > 0.99
    assert np.all(late < start)


def test_s1_the_picture_every_way_starts_alike_and_takes_its_number_of_updates():
    runs = few_weights.two_weight_paths(epochs=2)
    surface = few_weights.two_weights()[2]
    assert {way: run.updates[-1] for way, run in runs.items()} == {"SGD": 884, "mini-batch": 28, "BGD": 2}
    assert all(run.W[0].tolist() == list(surface.start) for run in runs.values())
    assert surface.gradient(surface.minima[0]) == pytest.approx([0, 0], abs=1e-14)


def test_one_weight_has_the_curvature_two():
    """So 0.5 lands in the minimum, and 1 is the limit: below it each step ends closer, above it further away."""
    _, _, line = few_weights.one_weight()
    for lr, ratio in ((0.5, 0), (0.05, 0.9), (0.95, 0.9), (1.05, 1.1)):
        distance = abs(training.descend(line, SGD(lr), line.start, 6).W - line.minima[0])[:, 0]
        assert distance[1:] == pytest.approx(ratio * distance[:-1], abs=1e-12)


def test_the_limit_of_all_eleven_weights_is_two_over_the_largest_curvature():
    ends = [experiments.train(442, lr, epochs=1000, seeds=1, every=1000).excess[-1, 0] for lr in (0.248, 0.249)]
    assert ends[0] < 1e-3 < 10 < ends[1]


def test_the_best_rate_lies_just_below_the_limit_only_where_the_curvatures_differ_much():
    for kappa, share in ((1, 0.5), (3, 0.75), (100, 0.99)):
        lrs = 2 / kappa * np.linspace(0.3, 0.999, 700)
        bowl = surfaces.quadratic((1, kappa), start=(1, 1))
        loss = training.descend(bowl, SGD(lrs[:, None]), bowl.start, 400 if kappa > 3 else 50).loss[-1]
        assert lrs[np.argmin(loss)] / (2 / kappa) == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(("kappa", "grows"), [(10, 11.4), (100, 11.3)])
def test_ten_times_the_condition_number_takes_a_little_more_than_ten_times_the_steps(kappa, grows):
    steps = []
    for k in (kappa, 10 * kappa):
        bowl = surfaces.quadratic((1, k), start=(1, 1))
        loss = training.descend(bowl, SGD(2 / (1 + k)), bowl.start, 6000).loss
        steps.append(np.argmax(loss < 1e-6))
    assert steps[1] / steps[0] == pytest.approx(grows, abs=0.3)


def test_noise_shakes_a_large_rate_more():
    bowl = surfaces.quadratic((1, 100), start=(10, 3))
    late = {}
    for lr in (0.005, 0.019):
        runs = [training.descend(bowl, SGD(lr), bowl.start, 500, 2, np.random.default_rng(seed)) for seed in range(20)]
        late[lr] = np.mean([run.W[300:, 1].std() for run in runs])
    assert late[0.019] > 5 * late[0.005]


def test_copies_of_the_patients_change_the_cost_of_a_full_step_and_nothing_else():
    one, many = clock.timed(442, 0.17, 6), clock.timed(44200, 0.17, 6, copies=100)
    assert many.excess == pytest.approx(one.excess) and len(one.seconds) == 7
    assert np.all(np.diff(one.seconds) > 0)
    assert one.excess == pytest.approx(experiments.train(442, 0.17, 6, seeds=1).excess[:, 0])
    assert clock.seconds_to(one.excess[3], one) == one.seconds[3] and clock.seconds_to(-1, one) == np.inf


@pytest.mark.parametrize("B", [8, 128])
def test_s2_updates_are_counted_with_the_short_batch_at_the_end_of_an_epoch(B):
    found = experiments.tuned(B)
    whole, rest = divmod(round(found.epochs * 442), 442)
    assert found.updates == whole * -(-442 // B) + -(-rest // B)


def test_the_loop_that_the_chapter_shows_does_what_fit_does():
    text = (Path(__file__).resolve().parents[1] / "notebooks/src/01_gradient_descent.md").read_text(encoding="utf-8")
    (loop,) = [code for code in re.findall(r"```{code-cell}\n(.*?)```", text, re.DOTALL) if "for epoch in" in code]
    X, y, model, _ = experiments.problem()
    shown = {"np": np, "data": data, "model": model, "X": X, "y": y}
    exec("\n".join(line for line in loop.splitlines() if not line.startswith(":")), shown)
    rng = np.random.default_rng(0)
    orders = np.stack([rng.permutation(442) for _ in range(40)])
    assert shown["W"] == pytest.approx(training.fit(model, SGD(0.03), X, y, model.start(), 32, orders).W[-1])


def test_stages_are_one_run():
    whole, halves = (experiments.train(32, stages=stages, seeds=2) for stages in ((1,), (1, 1)))
    assert np.array_equal(whole.W, halves.W) and np.array_equal(whole.excess, halves.excess)
    assert np.array_equal(whole.updates, halves.updates) and np.array_equal(whole.samples, halves.samples)


def test_the_claims_follow_from_the_runs():
    found = [(claim.slide, claim.verdict) for claim in experiments.claims()]
    verdicts = ["holds", "holds when", "holds", "holds when"]
    assert found == [("S1", "holds when"), *[("S2", verdict) for verdict in verdicts]]
