"""Slides S16 to S18: what the three animations show, and how little it takes to change it."""

from types import SimpleNamespace

import numpy as np
import pytest

from course_lib import surfaces
from course_lib.experiments import races
from tests.tours import tours

pytestmark = pytest.mark.slow

PLAIN = ("SGD", "Momentum", "Nesterov")


def test_s16_which_rule_ends_in_which_basin_also_from_beside_the_start():
    reached = {name: set(basins) for name, basins in races.basins_reached().items()}
    shallow = {name: {"shallow"} for name in ("SGD", "AdaGrad", "RMSProp")}
    assert reached == shallow | {"Adam": {"middle"}, "Momentum": {"deep"}, "Nesterov": {"deep"}}


def test_s16_the_animation_is_long_enough_to_see_it():
    ends = {name: races.basin_of(run.W[-1]) for name, run in races.race("basins", 120).items()}
    assert ends == {name: basins[0] for name, basins in races.basins_reached().items()}


def test_basins_are_named_in_the_order_of_their_depth_and_nowhere_is_none():
    minima = surfaces.basins().minima
    assert races.basin_of(minima).tolist() == ["deep", "middle", "shallow"]
    assert races.basin_of([surfaces.basins().start, minima[0] + 0.08]).tolist() == ["none", "none"]


@pytest.mark.parametrize(
    ("name", "rates", "basins"),
    [
        ("Momentum", [0.1, 1.0], ["shallow", "deep"]),
        ("Nesterov", [0.1, 1.0], ["shallow", "deep"]),
        ("Adam", [0.03, 0.1, 0.5], ["shallow", "middle", "deep"]),
        ("AdaGrad", [0.3, 4 / 3, 1.8], ["shallow", "middle", "deep"]),
        ("SGD", [0.02, 0.1, 0.75], ["shallow", "shallow", "shallow"]),
    ],
)
def test_s16_the_rate_decides_which_basin_is_reached(name, rates, basins):
    assert races.basins_by_rate(name, rates).tolist() == basins


@pytest.mark.parametrize("seed", tours(range(3)))
def test_s16_from_anywhere_momentum_ends_deep_more_often_and_at_an_equal_rate_it_does_not(seed):
    tuned = races.share_deep(seed=seed)
    assert tuned["Momentum"] > 1.5 * tuned["SGD"]
    equal = races.share_deep(seed=seed, rates={"SGD": 0.1, "Momentum": 0.1})
    assert equal["Momentum"] == pytest.approx(equal["SGD"], abs=0.05)


def test_s17_coordinate_wise_rules_leave_the_saddle_first():
    assert races.escape_steps() == {
        "SGD": 189,
        "Momentum": 255,
        "Nesterov": 249,
        "AdaGrad": 57,
        "RMSProp": 73,
        "Adam": 77,
    }


@pytest.mark.parametrize(("lr", "offset"), [(0.05, 1e-4), (0.05, 1e-8), (0.2, 1e-4), (0.2, 1e-2)])
def test_s17_sgd_leaves_as_theory_says(lr, offset):
    # Away from the ridge the distance grows by the factor 1 + lr in each step.
    steps = races.escape_steps(offset=offset, rates={"SGD": lr})["SGD"]
    assert steps == np.ceil(np.log(1 / offset) / np.log(1 + lr))


@pytest.mark.parametrize("lr", [0.05, 0.2])
def test_s17_momentum_leaves_as_theory_says(lr):
    # In the long run by the larger root of z² - (1 + β + (1-β)lr) z + β, so 1e-4 times nearer costs ln(1e4)/ln(z).
    root = max(np.roots([1, -(1.9 + 0.1 * lr), 0.9]))
    near, nearer = (races.escape_steps(offset=d, rates={"Momentum": lr})["Momentum"] for d in (1e-4, 1e-8))
    assert nearer - near == pytest.approx(np.log(1e4) / np.log(root), abs=1)


def test_s17_a_start_nearer_to_the_ridge_holds_the_plain_rules_and_hardly_the_others():
    near, nearer = races.escape_steps(), races.escape_steps(offset=1e-8)
    assert all(nearer[name] > 1.9 * near[name] for name in PLAIN)
    assert all(nearer[name] <= near[name] + 2 for name in races.ADAPTIVE)


def test_s17_fails_when_the_saddle_is_turned_or_sgd_has_a_larger_rate():
    straight, turned = races.escape_steps(), races.escape_steps(45)
    assert all(turned[name] == straight[name] for name in PLAIN), "these rules know no axes"
    assert [turned[name] for name in races.ADAPTIVE] == [622, 154, 360]
    assert races.escape_steps(rates={"SGD": 0.2})["SGD"] < min(straight.values())


def test_s17_45_degrees_is_the_worst_angle_and_the_lead_over_sgd_is_lost_near_it_alone():
    steps = {degrees: races.escape_steps(degrees) for degrees in range(0, 91, 5)}
    sgd = steps[0]["SGD"]
    for name in races.ADAPTIVE:
        assert max(steps, key=lambda degrees: steps[degrees][name]) == 45
    assert all(
        found[name] < sgd for degrees, found in steps.items() for name in races.ADAPTIVE if abs(degrees - 45) > 5
    )
    assert steps[40]["Adam"] < sgd < steps[40]["AdaGrad"]
    assert races.escape_steps(44)["Adam"] > sgd


def test_s17_fails_exactly_on_a_ridge_along_an_axis():
    for name, result in races.on_ridge(0).items():
        assert result.furthest == 0, name
        assert result.rest <= races.RATES["saddle"][name], f"{name} hovers within lr of the saddle"


@pytest.mark.parametrize("degrees", tours([10, 30, 60], 30))
def test_s17_coordinate_wise_rules_leave_a_turned_ridge_at_the_first_step(degrees):
    # Their first step has the same length along both axes: lr, RMSProp's lr/√(1-β). The ridge goes another way.
    angle, gain = np.deg2rad(degrees), {"AdaGrad": 1, "RMSProp": 1 / np.sqrt(0.1), "Adam": 1}
    results = races.on_ridge(degrees, steps=200)
    for name in races.ADAPTIVE:
        aside = races.RATES["saddle"][name] * gain[name] * (np.sin(angle) - np.cos(angle))
        assert results[name].first == pytest.approx(aside, rel=1e-5)
        assert results[name].furthest > 1
    assert all(results[name].furthest < 1e-9 for name in PLAIN)


def test_s17_at_45_degrees_symmetry_holds_the_coordinate_wise_rules():
    results = races.on_ridge(45, steps=50)
    assert all(result.furthest < 1e-12 for result in results.values())


def test_s17_at_45_degrees_a_rounding_error_is_enough_for_rmsprop():
    # It divides by the usual size of the gradient, so near the saddle it makes small gradients large.
    steps = races.escape_steps(45, offset=1e-16)
    assert steps["RMSProp"] < 300 < 3 * 300 < steps["AdaGrad"]


@pytest.fixture(scope="module")
def arrivals():
    """{canyon: {name: median steps}} of twenty-one starts that did not choose the rates, and the Canyons."""
    runs = {"rosenbrock": races.canyon_race(), "canyon": races.canyon_race("canyon", steps=2000)}
    return {
        where: ({name: np.median(run.steps) for name, run in found.items()}, found) for where, found in runs.items()
    }


EACH_RATE = [(where, name) for where in ("rosenbrock", "canyon") for name in races.RULES]


@pytest.mark.parametrize("shift", tours([1 / 4, 1, 4], 1))
@pytest.mark.parametrize(("where", "name"), tours(EACH_RATE, ("rosenbrock", "Adam"), ("canyon", "Momentum")))
def test_s18_each_rate_is_what_a_search_finds_wherever_it_begins(where, name, shift):
    found = races.search(where, name, middle=races.RATES[where][name] * shift, steps=4000)
    assert found.lr == pytest.approx(races.RATES[where][name]) and found.interior


def test_s18_rules_with_a_first_moment_arrive_first_in_both_canyons(arrivals):
    for steps, _ in arrivals.values():
        quick = [steps[name] for name in ("Momentum", "Nesterov", "Adam")]
        slow = [steps[name] for name in ("SGD", "AdaGrad", "RMSProp")]
        assert max(quick) < 0.25 * min(slow)


def test_s18_an_adaptive_rule_may_be_slower_than_sgd(arrivals):
    for steps, found in arrivals.values():
        assert np.all(found["RMSProp"].steps > found["SGD"].steps)
        assert 0.85 < steps["AdaGrad"] / steps["SGD"] < 1, "about level"


@pytest.mark.parametrize("where", ["canyon", "rosenbrock"])
def test_s18_to_a_rougher_level_rmsprop_is_about_level_with_sgd(where):
    for name, lr in races.ROUGH_RATES[where].items():
        found = races.search(where, name, middle=2**0.25 * lr, steps=4000, level=races.ROUGH, parts=races.CLOSER)
        assert found.lr == pytest.approx(lr) and found.interior
    found = {name: np.median(run.steps) for name, run in races.to_the_rough_level(where).items()}
    assert found["RMSProp"] == pytest.approx(found["SGD"], rel=0.06)


def test_s18_between_the_rates_of_the_grid_adagrad_is_ahead_of_sgd_in_rosenbrocks_valley():
    """SGD has the best of the closer grid, too. AdaGrad's rates beside it do not arrive from all starts."""
    close = {"middle": races.SKIPPED, "steps": 4000, "parts": races.CLOSER}
    adagrad = races.search("rosenbrock", "AdaGrad", **close)
    sgd = races.search("rosenbrock", "SGD", **close | {"middle": None})
    assert adagrad.lr == pytest.approx(races.SKIPPED) and adagrad.interior
    found = races.canyon_race(rates={"AdaGrad": adagrad.lr, "SGD": sgd.lr})
    assert np.isfinite(found["AdaGrad"].steps).all()
    assert np.median(found["AdaGrad"].steps) < 0.87 * np.median(found["SGD"].steps)
    assert not np.isfinite(races.canyon_race(rates={"AdaGrad": 2.0}, steps=4000)["AdaGrad"].steps).all()


@pytest.mark.parametrize("where", tours(["rosenbrock", "canyon"], "rosenbrock"))
def test_s18_nor_does_a_closer_grid_bring_rmsprop_before_sgd(where):
    found = {name: races.search(where, name, steps=4000, parts=races.CLOSER) for name in ("SGD", "RMSProp")}
    assert np.median(found["RMSProp"].steps) > 1.1 * np.median(found["SGD"].steps)


def test_s18_adam_arrives_with_momentum_and_leaves_again(arrivals):
    for steps, found in arrivals.values():
        assert steps["Adam"] == pytest.approx(steps["Momentum"], rel=0.05)
        assert found["Adam"].leaves == 1
        assert max(found[name].leaves for name in ("SGD", "Momentum", "Nesterov", "RMSProp")) == 0


@pytest.mark.parametrize("parts", tours([4, 8], 8))
@pytest.mark.parametrize("where", tours(["canyon", "rosenbrock"], "canyon"))
def test_s18_on_a_closer_grid_nesterov_arrives_before_momentum_in_the_gentle_canyon_alone(where, parts):
    names, steps = ("Momentum", "Nesterov"), {"canyon": 2000, "rosenbrock": 4000}[where]
    begin = races.BESIDE["canyon"] if where == "canyon" else races.RATES[where]
    rates = {name: races.search(where, name, begin[name], steps=steps, parts=parts).lr for name in names}
    found = races.canyon_race(where, steps=steps, rates=rates)
    assert all(run.leaves == 0 for run in found.values())
    momentum, nesterov = (np.median(found[name].steps) for name in names)
    assert nesterov < 0.92 * momentum if where == "canyon" else momentum < 0.8 * nesterov


def test_s18_on_the_closer_grid_momentum_arrives_before_adam_in_rosenbrocks_valley():
    found = races.closer_race("rosenbrock")
    assert np.median(found["Momentum"].steps) < np.median(found["Adam"].steps)
    assert found["Momentum"].leaves == 0 and found["Adam"].leaves == 1


@pytest.mark.parametrize(("name", "lr"), [("Momentum", 2**-6), ("SGD", 2**-9), ("RMSProp", 2**-9.5)])
def test_s18_who_settles_has_one_number_whatever_the_length_of_the_run(name, lr):
    (visit,) = races.visits(name, [lr], lengths=(6000, 12000))
    assert visit.above[6000] == visit.above[12000] < visit.arrives + 1
    assert visit.stays == {6000: 1, 12000: 1}


@pytest.mark.parametrize(("short", "long"), tours([(6000, 12000), (9000, 18000)]))
def test_s18_adams_last_step_above_grows_with_the_run_unless_its_rate_is_small(short, long):
    quick, late, lasting = races.visits("Adam", races.ADAM_RATES, lengths=(short, long))
    assert quick.above[long] > 0.95 * long and late.above[long] > 0.95 * long
    assert quick.arrives < late.arrives < lasting.arrives
    assert quick.stays[long] == 0 and late.stays[long] < 0.5 and lasting.stays[long] > 0.9


@pytest.mark.tour
def test_s18_adam_at_a_small_rate_stays_for_twelve_thousand_steps_and_not_from_every_start_for_more():
    (lasting,) = races.visits("Adam", races.ADAM_RATES[-1:], lengths=(12000, 18000))
    assert lasting.stays[12000] == 1 > lasting.stays[18000] > 0.9
    assert lasting.above[12000] < lasting.arrives + 1
    (sgd,) = races.visits("SGD", [2**-9], lengths=(6000,))
    assert lasting.arrives > 2 * sgd.arrives


def test_steps_to_hold_below_by_hand():
    loss = np.array([3, 1, 1, 3, 1, 1, 1, 3])
    run = SimpleNamespace(loss=np.stack([loss, 0 * loss + 9], axis=1))
    assert races.steps_to_hold_below(run, 1.5, 1).tolist() == [1, np.inf]
    assert races.steps_to_hold_below(run, 1.5, 2).tolist() == [4, np.inf]
    assert races.steps_to_hold_below(run, 1.5, 3).tolist() == [np.inf, np.inf]


@pytest.mark.parametrize("seed", range(2))
def test_places_near_the_start_include_it_and_stay_near(seed):
    places = races.near((2.0, -1.0), count=50, spread=0.1, seed=seed)
    assert places[0].tolist() == [2.0, -1.0]
    assert 0.05 < np.abs(places - (2.0, -1.0)).max() <= 0.1


def test_the_verdicts():
    verdicts = [(claim.slide, claim.verdict) for claim in races.claims()]
    assert verdicts == [
        ("S16", "holds when"),
        ("S16", "does not hold"),
        ("S17", "holds when"),
        ("S17", "holds when"),
        ("S18", "holds when"),
        ("S18", "holds when"),
    ]
