"""Slides S1 and S2: each claim of chapter 1, and the condition under which it is false."""

import numpy as np
import pytest

from course_lib.experiments import gradient_descent as experiments

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


def test_s2_fails_when_each_has_its_own_rate():
    tuned = [experiments.tuned(B) for B in (1, 32, 442)]
    assert all(run.interior for run in tuned)
    assert [run.epochs for run in tuned] == [2, 2, 5], "SGD is as accurate and as fast per epoch"
    assert [run.updates for run in tuned] == [884, 28, 5]
    assert tuned[0].lr < tuned[1].lr < tuned[2].lr, "but it needs a far smaller rate"


def test_s1_constant_rate_sgd_hovers_and_a_smaller_rate_calms_it():
    constant = experiments.train(1, 0.01, every=442)
    lowered = experiments.train(1, 0.01, stages=(1, 0.1), every=442)
    assert lowered.epochs.tolist() == constant.epochs.tolist()
    assert lowered.excess[:21] == pytest.approx(constant.excess[:21])
    assert np.median(lowered.excess[-1]) < 0.1 * np.median(constant.excess[-1])


def test_s1_without_noise_in_the_targets_constant_rate_sgd_settles():
    excess = np.median(experiments.train(1, 0.01, noise_free=True, every=442).excess, axis=1)
    assert excess[40] < 1e-5 < 1e-3 < excess[5]
    noisy = np.median(experiments.train(1, 0.01, every=442).excess, axis=1)
    assert noisy[40] > 1e-2


def test_s1_the_floor_is_proportional_to_rate_over_batch():
    floor = {(lr, B): experiments.noise_floor(lr, B) for lr in (0.005, 0.01) for B in (1, 4)}
    assert floor[0.01, 1] / floor[0.005, 1] == pytest.approx(2, rel=0.1)
    assert floor[0.01, 4] / floor[0.005, 4] == pytest.approx(2, rel=0.1)
    assert floor[0.01, 1] / floor[0.01, 4] == pytest.approx(4, rel=0.15)


def test_s1_shuffling_lowers_the_floor():
    assert experiments.noise_floor(0.005, 1, shuffled=True) < 0.8 * experiments.noise_floor(0.005, 1)


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
    runs = experiments.two_weight_paths(epochs=2)
    surface = experiments.two_weights()[2]
    assert {way: run.updates[-1] for way, run in runs.items()} == {"SGD": 884, "mini-batch": 28, "BGD": 2}
    assert all(run.W[0].tolist() == list(surface.start) for run in runs.values())
    assert surface.gradient(surface.minima[0]) == pytest.approx([0, 0], abs=1e-14)


def test_stages_are_one_run():
    whole, halves = (experiments.train(32, stages=stages, seeds=2) for stages in ((1,), (1, 1)))
    assert np.array_equal(whole.W, halves.W) and np.array_equal(whole.excess, halves.excess)
    assert np.array_equal(whole.updates, halves.updates) and np.array_equal(whole.samples, halves.samples)


def test_the_claims_follow_from_the_runs():
    found = [(claim.slide, claim.verdict) for claim in experiments.claims()]
    assert found == [("S1", "holds when"), ("S2", "holds"), ("S2", "holds when"), ("S2", "holds")]
