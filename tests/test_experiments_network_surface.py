"""Chapter 6's real landscape: what a plane through a network's loss shows of the rules' paths, and what it hides."""

import json

import numpy as np
import pytest

from course_lib import explorers, models, training
from course_lib.experiments import comparison, loss_plane, network_surface, tuning
from tests.tours import tours

pytestmark = pytest.mark.slow

SEED = 10
ENDS, PRINCIPAL = network_surface.ENDS, network_surface.PRINCIPAL


@pytest.fixture(scope="module")
def found():
    return network_surface.picture(SEED)


@pytest.fixture(scope="module")
def bowl():
    """A loss in four dimensions that is known everywhere: ½ Σ c W²."""
    c = np.array([1.0, 4.0, 9.0, 100.0])
    return lambda W: 0.5 * np.sum(c * W**2, axis=-1), lambda W: c * W


# ---- the geometry, by hand ----


def test_a_plane_through_three_points_by_hand():
    plane = loss_plane.through(np.array([1.0, 0, 0]), np.array([4.0, 0, 0]), np.array([3.0, 5, 0]))
    assert plane.axes.tolist() == [[1, 0, 0], [0, 1, 0]]
    W = np.array([2.0, 3, 4])
    assert loss_plane.project(plane, W).tolist() == [1, 3] and loss_plane.away(plane, W) == 4
    assert loss_plane.point(plane, [1, 3]).tolist() == [2, 3, 0]
    path = np.array([[1.0, 0, 0], [1, 0, 1], [4, 4, 1]])  # a step of 1 out of the plane, one of 5 in it
    assert loss_plane.shares(plane, path) == (25 / 27, 25 / 26)


def test_heights_and_lines_are_the_loss_at_those_places(bowl):
    loss, _ = bowl
    plane = loss_plane.through(np.zeros(4), np.array([2.0, 0, 0, 0]), np.array([0, 0, 0, 3.0]))
    high = loss_plane.heights(loss, plane, np.array([0.0, 1, 2]), np.array([0.0, 1]))
    assert high.tolist() == [[0, 0.5, 2], [50, 50.5, 52]]
    line = loss_plane.on_line(lambda W: np.abs(W[..., 0]), np.array([-2.0]), np.array([1.0]), points=4)
    assert line.tolist() == [2, 1, 0, 1] and loss_plane.barrier(line) == 0
    assert loss_plane.barrier(np.array([1.0, 5, 2])) == 3


def test_curvatures_are_those_of_a_bowl(bowl):
    _, gradient = bowl
    W, along = np.ones(4), np.eye(4)[[0, 3]]
    np.testing.assert_allclose(loss_plane.curved(gradient, W, along), np.diag([1, 100]), atol=1e-9)
    assert loss_plane.steepest(gradient, W) == pytest.approx(100)


def test_principal_directions_are_those_in_which_paths_spread():
    rng = np.random.default_rng(0)
    paths = [np.cumsum(rng.standard_normal((50, 6)) * [9, 0.1, 0.1, 4, 0.1, 0.1], axis=0) for _ in range(4)]
    paths = [np.concatenate([np.zeros((1, 6)), path]) for path in paths]
    plane = loss_plane.principal(paths)
    assert np.abs(plane.axes).argmax(axis=1).tolist() == [0, 3]
    np.testing.assert_allclose(plane.axes.T @ plane.axes, np.diag([1, 0, 0, 1, 0, 0]), atol=0.05)
    others = [loss_plane.Plane(np.zeros(6), np.eye(6)[list(two)]) for two in ((0, 1), (2, 3), (0, 4))]
    held = [sum(np.sum(loss_plane.project(each, path) ** 2) for path in paths) for each in (plane, *others)]
    assert held[0] == max(held)
    ends = np.stack([loss_plane.project(plane, path[-1]) for path in paths])
    assert np.all(ends[np.abs(ends).argmax(axis=0), [0, 1]] > 0), "the sign is chosen, not the machine's"


# ---- the network ----


def test_the_paths_are_those_of_a_training_loop_and_their_losses_too(found):
    task = tuning.digits(1, first=SEED)
    model = models.MLP(64, 32, 10, classes=True)
    for name, opt in network_surface.RULES.items():
        rule = opt(network_surface.RATES[name])
        run = training.fit(model, rule, task.split.X, task.split.y, task.start[0], 32, task.orders[0], every=336)
        np.testing.assert_allclose(network_surface.paths(SEED)[name][-1], run.W[-1], atol=1e-9)
        assert found.loss[name][[0, -1]] == pytest.approx(run.loss[[0, -1]], rel=1e-9)
        assert len(found.loss[name]) == 337 and found.an_epoch == 42


def test_the_plane_s_loss_at_its_three_checkpoints_is_the_training_s(found):
    cut, (plane, _) = found.slices[ENDS], network_surface.planes(SEED)[ENDS]
    task = tuning.digits(1, first=SEED)
    for name, t in (("SGD", 0), ("SGD", -1), ("Adam", -1)):
        W = loss_plane.point(plane, cut.path[name][t])
        assert task.model.loss(W, task.split.X, task.split.y) == pytest.approx(found.loss[name][t], rel=1e-9)
        assert cut.away[name][t] < 1e-9
    assert cut.away["Momentum"][-1] > 5, "the others end beside the plane"


def test_heights_of_the_grid_are_losses_of_the_network(found):
    task = tuning.digits(1, first=SEED)
    for label, cut in found.slices.items():
        plane, _ = network_surface.planes(SEED)[label]
        for j, i in ((0, 0), (10, 30), (-1, -1)):
            W = plane.origin + cut.x[i] * plane.axes[0] + cut.y[j] * plane.axes[1]
            loss = task.model.loss(W, task.split.X, task.split.y)
            assert cut.heights[j, i] == pytest.approx(loss, rel=1e-9)
        places = np.concatenate(list(cut.path.values()))
        for side, axis in ((cut.x, 0), (cut.y, 1)):
            assert side[0] < places[:, axis].min() and side[-1] > places[:, axis].max()
            assert np.ptp(np.diff(side)) < 1e-9 and len(side) <= 41


def test_adagrad_s_rate_is_what_the_chapter_s_search_finds():
    race = tuning.race(tuning.digits(records=0), network_surface.AdaGrad, 2**-2)
    assert race.lr == pytest.approx(network_surface.RATES["AdaGrad"]) and race.interior
    assert {name: network_surface.RATES[name] for name in comparison.FOUR} == comparison.RATES[
        "digits", comparison.CONSTANT
    ]


# ---- what it shows and what it hides ----


@pytest.mark.parametrize("seed", tours([10, 12]))
def test_a_plane_holds_most_of_the_way_and_little_of_the_steps(seed):
    ends, principal = (network_surface.planes(seed)[label][0] for label in (ENDS, PRINCIPAL))
    paths = network_surface.paths(seed)
    way, steps = loss_plane.shares(ends, paths["SGD"])
    assert way > 0.95 and steps < 0.02
    assert all(loss_plane.shares(principal, path)[0] > 2 / 3 for path in paths.values())
    assert all(loss_plane.shares(principal, path)[1] < 0.25 for path in paths.values())
    assert loss_plane.shares(ends, paths["AdaGrad"])[0] < 0.5, "the plane through two ends is not that of a third rule"
    aside = np.linalg.qr(np.random.default_rng(seed).standard_normal((2410, 2)))[0].T
    at_random = loss_plane.Plane(paths["SGD"][0], aside)
    assert all(loss_plane.shares(at_random, path)[0] < 0.01 for path in paths.values())


def test_the_steepest_direction_is_not_in_the_plane():
    for name in ("SGD", "Adam"):
        largest, inside = network_surface.curvatures(name)
        assert all(0 < low <= high < largest / 100 for low, high in inside.values())


def test_in_the_chapters_seeds_sgd_and_adam_end_in_one_valley_from_one_start():
    together = network_surface.hills("SGD", "Adam")
    assert np.all((together >= 0) & (together < 0.02))


@pytest.mark.parametrize("first", tours(range(20, 90, 10), 30, 40))
def test_in_other_seeds_they_usually_do(first):
    together = network_surface.hills("SGD", "Adam", first=first)
    assert np.mean(together < 0.02) >= 0.8 and np.median(together) < 0.01
    if first == 30:
        assert together.max() > 0.05, "not always"


@pytest.mark.parametrize("first", tours([10, 20, 30, 40, 50]))
def test_from_two_starts_there_is_always_a_hill(first):
    for name in ("SGD", "Adam"):
        assert np.all(network_surface.hills_between_starts(name, first=first) > 0.08)


@pytest.mark.parametrize("first", tours([10, 20, 30, 40, 50]))
def test_one_valley_is_not_true_of_every_pair_of_rules(first):
    apart = network_surface.hills("SGD", "AdaGrad", first=first)
    assert np.median(apart) > 0.03 and np.all((apart > 0.01) & (apart < 0.17))
    if first == 10:
        assert np.all((apart > 0.04) & (apart < 0.14)), "the chapter's"


def test_in_the_toy_the_hill_is_a_tenth_of_the_descent():
    assert network_surface.toy_hill() == pytest.approx(0.1, abs=0.005)


def test_on_the_straight_line_from_the_start_to_adam_s_end_the_loss_only_falls():
    run, task = network_surface.run("Adam", 10), network_surface.task()
    for start, end in zip(run.W[0], run.W[-1]):
        line = loss_plane.on_line(lambda W: loss_plane.losses(task, W), start, end)
        assert np.all(np.diff(line) < 0)


def test_a_random_walk_has_nine_tenths_of_its_way_in_two_directions():
    for seed in range(2):
        walk = loss_plane.random_walks(walks=1, seed=seed)
        assert loss_plane.shares(loss_plane.principal(walk), walk[0])[0] == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_from_its_mean_it_is_three_quarters_as_theory_says(seed):
    # Antognini and Sohl-Dickstein subtract the mean; the k-th direction then holds 6/(π²k²) of a long walk's variance.
    (walk,) = loss_plane.random_walks(walks=1, seed=seed)
    squares = np.linalg.svd(walk - walk.mean(axis=0), compute_uv=False) ** 2
    theory = 6 / np.pi**2 * (1 + 1 / 4)
    assert squares[:2].sum() / squares.sum() == pytest.approx(theory, abs=0.01) and 0.74 < theory < 0.77


# ---- the explorer that shows it ----


def test_it_is_small_enough_for_a_notebook(found):
    assert 20_000 < len(json.dumps(explorers.network_surface(found, alt="x").fixed)) < 110_000
