"""Slide S14 and what came after: the long comparison runs once for this file, and every claim is judged by it."""

import itertools

import numpy as np
import pytest

from course_lib.experiments import claims as lecture
from course_lib.experiments import comparison, races, tuning, variants
from course_lib.experiments.claims import Claim
from course_lib.experiments.momentum import largest_stable_rate, stability_limit, tuned_steps
from course_lib.optimizers import SGD, Adam, Momentum, Nesterov, RMSProp

pytestmark = pytest.mark.slow

ORDINARY, SWINGS, CALMER, FASTER, BETTER, EQUAL = comparison.SENTENCES


@pytest.fixture(scope="module")
def shared():
    """The slide's picture: one rate for all."""
    return comparison.shared_rate()


@pytest.fixture(scope="module")
def on_curve():
    """The curve, each rule tuned."""
    return comparison.tuned("curve")


@pytest.fixture(scope="module")
def on_digits():
    """The digits, each of the four and of those after Adam tuned."""
    return comparison.tuned("digits", [*comparison.FOUR, "AMSGrad", "NAdam", "Lion", "Muon"])


@pytest.fixture(scope="module")
def canyon():
    """Steps through Rosenbrock's valley from ten starts, each rule tuned."""
    return {name: run.steps for name, run in races.canyon_race().items()}


@pytest.fixture(scope="module")
def columns(shared, on_curve, on_digits, canyon):
    """S14 judged on all tasks."""
    return comparison.judged(shared, on_curve, on_digits, canyon)


EACH_RATE = [(where, name) for where, rates in comparison.RATES.items() for name in rates]


@pytest.mark.parametrize(("where", "name"), EACH_RATE)
def test_the_rates_of_the_race_are_what_a_search_finds(where, name):
    assert comparison.search(where, name) == comparison.RATES[where][name]


@pytest.mark.parametrize("name", variants.SCHEDULES)
def test_so_are_those_of_the_schedules(name):
    assert variants.search(name) == variants.RATES[name]


def test_every_rule_ran_with_the_same_budget(on_curve, on_digits):
    for runs in (on_curve, on_digits):
        assert all(run.loss.shape[1] >= 10 for run in runs.values())
        assert len({run.epochs[-1] for run in runs.values()}) == 1


def test_s14_sgd_is_ahead_of_none_but_in_the_canyon(columns):
    assert [column[ORDINARY] for column in columns.values()] == [True, True, True, True, False]


def test_s14_sgd_does_not_swing_most(columns, shared):
    assert not any(column[SWINGS] for column in columns.values())
    swings = {name: np.median(comparison.swing(run)) for name, run in shared.items()}
    assert swings["RMSProp"] > 20 * swings["SGD"]


def test_s14_momentum_is_smoother_at_one_rate_and_faster_when_tuned(columns):
    one, pytorch, curve, digits, canyon = columns.values()
    assert one[CALMER] and not pytorch[CALMER] and not curve[CALMER]
    assert curve[FASTER] and digits[FASTER] and canyon[FASTER] and pytorch[FASTER]
    assert not one[FASTER]


def test_s14_rmsprop_is_better_at_one_rate_only(columns):
    assert [column[BETTER] for column in columns.values()] == [True, False, False, False, False]


def test_s14_on_the_curve_each_is_ahead_of_the_next(on_curve):
    order = [on_curve[name].loss[-1] for name in ("Adam", "Momentum", "RMSProp", "SGD")]
    assert all(comparison.ahead(a, b) for a, b in itertools.pairwise(order))


def test_s14_adam_is_level_with_rmsprop_on_the_digits_only(columns, on_curve):
    assert [column[EQUAL] for column in columns.values()] == [False, False, False, True, False]
    assert comparison.ahead(on_curve["Adam"].loss[-1], on_curve["RMSProp"].loss[-1])


def test_the_claims_follow_from_the_runs(shared, on_curve, canyon, columns):
    verdicts = [claim.verdict for claim in comparison.claims(shared, on_curve, canyon, columns)]
    assert verdicts == ["holds when", "does not hold", "holds when", "holds when", "holds when"]
    assert [claim.verdict for claim in variants.claims()] == ["holds when", "holds when"]


def test_after_adam_muon_is_ahead_on_the_digits_and_the_others_are_near_adam(on_digits):
    loss = {name: run.loss[-1] for name, run in on_digits.items()}
    assert all(comparison.ahead(loss["Muon"], loss[name]) for name in loss if name != "Muon")
    for name in ("AMSGrad", "NAdam"):
        assert not comparison.ahead(loss["Adam"], loss[name]) and not comparison.ahead(loss[name], loss["Adam"])


def test_ahead_needs_most_seeds_and_more_than_a_hundredth():
    ten = np.full(10, 1.0)
    assert comparison.ahead(np.r_[np.full(8, 0.5), 2, 2], ten)
    assert not comparison.ahead(np.r_[np.full(7, 0.5), 2, 2, 2], ten)
    assert not comparison.ahead(0.995 * ten, ten)


def test_a_race_moves_its_grid_until_the_best_rate_is_inside():
    task = tuning.task(tuning.curve(seeds=2).model, tuning.curve(seeds=2).split, epochs=2, seeds=2)
    low, high = (tuning.race(task, SGD, middle) for middle in (1e-3, 0.125))
    assert low.interior and high.interior
    assert tuning.best_of(task, SGD, [1e-4, 1e-3]).interior is False


# ---- S15 and after ----


def test_s15_nesterov_needs_fewer_steps_at_its_best_rate():
    for kappa in (30.0, 100.0, 400.0):
        assert tuned_steps(Nesterov, kappa).steps < tuned_steps(Momentum, kappa).steps


@pytest.mark.parametrize("beta", [0.8, 0.9, 0.95])
def test_s15_but_it_tolerates_smaller_rates_than_momentum(beta):
    measured = largest_stable_rate(Nesterov, 100, beta=beta)
    assert measured == pytest.approx(stability_limit(Nesterov, 100, beta), rel=0.01)
    assert measured < 0.5 * stability_limit(Momentum, 100, beta)


def test_s15_nesterov_swings_less_at_the_same_rate():
    for lr in (0.02, 0.05, 0.1):
        assert variants.look_ahead(Nesterov, lr) < 0.4 * variants.look_ahead(Momentum, lr)


@pytest.mark.parametrize(("eps", "rho"), [(1e-8, 0.9), (1e-6, 0.9), (1e-4, 0.95)])
def test_s15_adadeltas_first_step_is_set_by_epsilon(eps, rho):
    assert variants.adadelta(eps, rho, steps=2).first == pytest.approx(np.sqrt(eps / (1 - rho)), rel=1e-3)


def test_s15_adadelta_needs_no_rate_only_while_epsilon_fits():
    assert [np.isfinite(variants.adadelta(eps).steps) for eps in (1e-8, 1e-6, 1e-4)] == [False, True, False]


@pytest.mark.parametrize("seed", range(3))
def test_l2_is_weight_decay_for_sgd_but_not_for_adam(seed):
    left = variants.decay(seed=seed)
    pure = (1 - 0.01 * 0.1) ** 1000
    assert left["SGD + L2"] == pytest.approx([pure, pure])
    assert left["AdamW"] == pytest.approx([pure, pure], abs=0.05)
    assert left["Adam + L2"][0] < 0.05 and left["Adam + L2"][1] > 0.8


def test_muon_evens_out_the_directions_of_a_step():
    for seed in range(3):
        before, after = variants.step_sizes(seed)
        assert before[0] > 100 * before[-1]
        assert np.median(after) > 0.5 * after[0] and np.median(before) < 0.1 * before[0]


def test_a_falling_rate_brings_every_rule_to_rest():
    for opt in (SGD(0.1), Momentum(0.1), RMSProp(0.1), Adam(0.1)):
        constant = variants.resting_distance(opt)
        for name in ("step", "cosine", "warm-up + cosine"):
            assert variants.resting_distance(opt, variants.SCHEDULES[name]) < 0.3 * constant


def test_a_schedule_helps_adam_on_the_digits(on_digits):
    loss = {name: run.loss[-1] for name, run in variants.scheduled().items()}
    assert comparison.ahead(loss["warm-up + cosine"], loss["constant"])
    assert comparison.ahead(loss["warm-up + cosine"], loss["cosine"])
    assert np.median(loss["cosine"]) < 0.7 * np.median(loss["constant"])
    four = [np.median(on_digits[name].loss[-1]) for name in comparison.FOUR]
    gain = np.median(loss["constant"]) / np.median(loss["warm-up + cosine"])
    assert gain > max(four) / min(four), "the schedule is worth more than the choice among the four"


def test_a_verdict_follows_from_what_was_shown():
    claim = Claim("S1", "says", True, "evidence")
    assert claim.verdict == "holds"
    assert claim._replace(fails=True, exception="never").verdict == "holds when"
    assert claim._replace(shown=False).verdict == "does not hold"
    later = claim._replace(slide="S10", fails=True, exception="on Sundays")
    rows = lecture.table([later, claim._replace(slide="S9", exception="not tried")]).splitlines()
    assert rows[2:] == [
        "| S9 | says | **holds** | evidence |  |",
        "| S10 | says | **holds when** | evidence | on Sundays |",
    ]
