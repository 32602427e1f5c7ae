"""Slides S11 and S12: each claim of chapter 4, and the condition under which it is false."""

import numpy as np
import pytest

from course_lib import training
from course_lib.experiments import rmsprop
from course_lib.experiments.momentum import largest_stable_rate, stability_limit
from course_lib.optimizers import SGD, AdaGrad, Momentum, RMSProp
from course_lib.schedules import cosine

pytestmark = pytest.mark.slow


def test_s11_both_come_down_alike_but_rmsprop_without_wide_swings():
    wide, calm = (rmsprop.swings(opt) for opt in rmsprop.PAIR.values())
    assert (wide.first, calm.first) == (32, 33)
    assert wide.overshoot == pytest.approx(0.854, abs=0.001) and calm.overshoot < 0.001
    assert wide.way == pytest.approx(8.5, abs=0.1) and calm.way == pytest.approx(1.0, abs=0.01)
    assert (wide.wide, calm.wide) == (8, 0)


@pytest.mark.parametrize("lr", [0.04, 0.05, 0.06])
def test_s11_holds_at_other_rates_as_long_as_rmsprops_own_jumps_are_small(lr):
    assert rmsprop.swings(Momentum(lr)).way > 4 * rmsprop.swings(RMSProp(5 * lr)).way
    assert rmsprop.swings(RMSProp(0.4)).way > 5, "its first step, 0.4/√0.1, already leads beyond the floor"


def test_s11_fails_when_turns_are_counted_and_when_it_is_to_settle():
    wide, calm = (rmsprop.swings(opt) for opt in rmsprop.PAIR.values())
    assert (wide.reversals, calm.reversals) == (8, 30)
    assert calm.end > 1 and wide.end < 1e-5


@pytest.mark.parametrize(("lr", "beta"), [(0.1, 0.9), (0.2, 0.9), (0.3, 0.9), (0.2, 0.95)])
def test_s11_fails_once_the_walls_are_forgotten(lr, beta):
    out = rmsprop.thrown_out(RMSProp(lr, beta), steps=200)
    size = np.abs(out.y)
    assert size[out.passes - 1 : out.passes + 2].min() < 1e-6 < 0.2 < out.widest
    # Below the limit 2/λ of a plain step y shrinks, above it y grows, until the new gradients fill S again.
    assert np.all(np.diff(size[: out.passes]) < 0)
    assert np.all(np.diff(size[out.passes : out.at]) > 0)
    assert out.rate[out.at] < out.limit


def test_s11_convergence_is_faster_than_sgds_if_a_rough_answer_will_do():
    rules = (SGD, Momentum, RMSProp)
    rough, fine = ({rule: rmsprop.fewest_steps(rule, level) for rule in rules} for level in (0.5, 0.005))
    assert all(tuned.interior for tuned in [*rough.values(), *fine.values()])
    assert rough[Momentum].steps < rough[RMSProp].steps < 0.8 * rough[SGD].steps
    assert fine[RMSProp].steps > 2 * fine[SGD].steps


@pytest.mark.parametrize("degrees", [30, 45])
def test_s11_it_is_not_faster_than_sgd_in_a_valley_across_the_axes(degrees):
    assert rmsprop.fewest_steps(RMSProp, degrees=degrees).steps > rmsprop.fewest_steps(SGD, degrees=degrees).steps
    assert rmsprop.fewest_steps(SGD, degrees=degrees).steps == rmsprop.fewest_steps(SGD).steps


def test_s12_the_largest_rate_is_larger_than_sgds_but_not_than_momentums():
    good = {rule: rmsprop.largest_good_rate(rule) for rule in (SGD, Momentum, RMSProp)}
    assert good[SGD] == pytest.approx(0.02, rel=0.02)
    assert good[Momentum] == pytest.approx(0.38, rel=0.02)
    assert good[RMSProp] == pytest.approx(0.199, rel=0.02)
    # RMSProp ends at W = ±lr/2 in both coordinates, a loss of ½(1 + 100)lr²/4.
    assert good[RMSProp] == pytest.approx(np.sqrt(0.5 * 8 / 101), rel=0.02)
    assert good[Momentum] == pytest.approx(stability_limit(Momentum, 100), rel=0.02)
    assert largest_stable_rate(SGD, 100) == pytest.approx(stability_limit(SGD, 100), rel=0.01)


def test_s12_only_rmsprops_rate_survives_another_unit_of_the_loss():
    for rule, factor in ((SGD, 100), (Momentum, 100), (RMSProp, 1)):
        ratio = rmsprop.largest_good_rate(rule) / rmsprop.largest_good_rate(rule, scale=100)
        assert ratio == pytest.approx(factor, rel=0.02)


@pytest.mark.parametrize("curvature", [1.0, 100.0])
@pytest.mark.parametrize("lr", [0.01, 0.1, 1.0, 10.0])
def test_s12_rmsprop_is_stable_at_every_rate_and_hovers_at_half_of_it(lr, curvature):
    for beta in (0.5, 0.9, 0.95):
        assert rmsprop.resting_distance(lr, curvature, beta) == pytest.approx(lr / 2, rel=1e-3)
        assert rmsprop.furthest(lr, curvature, beta) <= max(1, lr / np.sqrt(1 - beta))


@pytest.mark.parametrize("lr", [0.1, 0.3, 10.0])
def test_s12_without_memory_it_jumps_by_lr_but_not_to_the_same_distance(lr):
    assert rmsprop.distances(lr, 1.0, beta=0)[-2:].sum() == pytest.approx(lr, rel=1e-3)
    assert rmsprop.resting_distance(lr, beta=0) > 0.55 * lr


def test_s12_a_falling_rate_brings_it_to_rest():
    for lr in (0.3, 1.0):
        loss = training.descend(rmsprop.BOWL, RMSProp(lr), rmsprop.BOWL.start, 200, schedule=cosine(200)).loss
        assert loss[-1] < 1e-6


def test_s12_steady_gradients_of_all_sizes_get_the_same_step():
    sizes = [1e-2, 1.0, 100.0]
    assert rmsprop.steps_for(sizes, RMSProp) == pytest.approx([1, 1, 1], abs=1e-3)
    assert rmsprop.steps_for(sizes, SGD) == pytest.approx(sizes)
    assert rmsprop.steps_for(sizes, AdaGrad, steps=100) == pytest.approx([0.1, 0.1, 0.1], rel=1e-3)


def test_s12_unless_epsilon_is_larger_than_the_gradients():
    tiny = rmsprop.steps_for([1e-6], RMSProp)[0]
    assert tiny == pytest.approx(1e-6 / 1e-4, rel=0.01), "the root of ε = 1e-8 is 1e-4"


def test_s12_the_first_step_is_too_long():
    for beta in (0.9, 0.99):
        assert rmsprop.steps_for([3.0], RMSProp, steps=1, beta=beta)[0] == pytest.approx(1 / np.sqrt(1 - beta))


def test_s12_the_average_forgets_and_the_sum_does_not():
    late = {name: steps[-1] for name, steps in rmsprop.after_a_change().steps.items()}
    assert late["RMSProp"] == pytest.approx(1, abs=0.01)
    assert late["AdaGrad"] < 1e-3


def test_s12_but_not_within_n_steps_after_a_fall():
    # k steps after the fall S = 0.01 + 100·0.9ᵏ nearly, so the step is 0.95 lr when 10000·0.9ᵏ = 1/0.95² - 1.
    theory = np.log(10_000 / (1 / 0.95**2 - 1)) / -np.log(0.9)
    assert rmsprop.steps_to_recover() == np.ceil(theory) == 109
    assert rmsprop.steps_to_recover(0.1, 10) < 25, "after a rise it is quick"
    assert rmsprop.steps_to_recover(10, 5) < 40, "and after a small fall"


def test_s12_after_a_rise_the_very_first_step_is_of_the_right_order():
    change = rmsprop.after_a_change(0.1, 10)
    assert change.steps["RMSProp"][change.at] == pytest.approx(1 / np.sqrt(1 - 0.9), rel=1e-3)


def test_digits_rmsprop_is_ahead_of_sgd_and_level_with_momentum():
    loss = {rule: rmsprop.digits_race(rule) for rule in (SGD, Momentum, RMSProp)}
    assert all(race.interior for race in loss.values())
    assert np.mean(loss[RMSProp].loss[-1] < loss[SGD].loss[-1]) >= 0.8
    assert 0.2 < np.mean(loss[RMSProp].loss[-1] < loss[Momentum].loss[-1]) < 0.8


def test_the_claims_follow_from_the_runs():
    found = rmsprop.claims()
    assert [(claim.slide, claim.verdict) for claim in found] == [
        ("S11", "holds when"),
        ("S11", "holds when"),
        ("S12", "holds"),
        ("S12", "holds when"),
        ("S12", "does not hold"),
    ]
