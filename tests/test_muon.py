"""Muon, the one rule that is not elementwise: what it makes of a matrix, and the contract it shares with the others."""

import numpy as np
import pytest

from course_lib import data, models, training
from course_lib.optimizers import Muon
from course_lib.optimizers.muon import orthogonal

SHAPES = ((3, 5), (5,), (5, 2), (2,))
SIZE = 15 + 5 + 10 + 2


@pytest.mark.parametrize("shape", [(3, 3), (4, 9), (9, 4), (1, 6), (64, 32)])
@pytest.mark.parametrize("seed", range(3))
def test_orthogonal_keeps_the_directions_and_evens_the_sizes(shape, seed):
    M = np.random.default_rng(seed).standard_normal(shape)
    U, _, Vt = np.linalg.svd(M, full_matrices=False)
    inside = U.T @ orthogonal(M) @ Vt.T  # diagonal when the directions are kept
    sizes = np.diag(inside)
    assert inside == pytest.approx(np.diag(sizes), abs=1e-9)
    assert np.all((sizes > 0.6) & (sizes < 1.3))
    spread = np.linalg.svd(M, compute_uv=False)
    assert sizes.max() / sizes.min() < 2 or spread.max() / spread.min() < 2


def test_orthogonal_does_not_see_the_size_of_the_matrix():
    M = np.random.default_rng(0).standard_normal((4, 6))
    assert orthogonal(1e-8 * M) == pytest.approx(orthogonal(1e6 * M))
    assert np.array_equal(orthogonal(np.zeros((4, 6))), np.zeros((4, 6)))


def test_a_step_moves_every_direction_of_a_matrix_about_equally_far():
    opt, rng = Muon(0.1, 0.9, ((6, 4),)), np.random.default_rng(0)
    W = rng.standard_normal(24)
    g = (rng.standard_normal((6, 4)) * [100, 1, 0.1, 0.1]).ravel()
    stepped, _ = opt.step(W, g, opt.start(W))
    sizes = np.linalg.svd((W - stepped).reshape(6, 4), compute_uv=False)
    before = np.linalg.svd(g.reshape(6, 4), compute_uv=False)
    assert before[0] > 100 * before[-1]
    assert sizes.max() < 0.13


def test_a_wide_matrix_steps_further_as_its_fan_out_exceeds_its_fan_in():
    v = np.random.default_rng(0).standard_normal(20)
    wide, tall = (Muon(1.0, 0, (shape,)).step(np.zeros(20), v, {"v": np.zeros(20)})[0] for shape in ((2, 10), (10, 2)))
    across = [np.linalg.norm(W.reshape(shape), 2) for W, shape in ((wide, (2, 10)), (tall, (10, 2)))]
    assert across[0] / across[1] == pytest.approx(np.sqrt(10 / 2), rel=0.5)


def test_a_bias_steps_along_its_gradient():
    g = np.array([3.0, -4.0, 0.0, 1.0])
    stepped, _ = Muon(0.1, 0.9, ((4,),)).step(np.zeros(4), g, {"v": np.zeros(4)})
    assert -stepped @ g == pytest.approx(np.linalg.norm(stepped) * np.linalg.norm(g))
    assert np.linalg.norm(stepped) == pytest.approx(0.1 * 2, rel=0.4)


def test_nothing_is_changed_in_place_and_the_state_is_a_plain_dict():
    opt, rng = Muon(0.1, 0.9, SHAPES), np.random.default_rng(0)
    W, g = rng.standard_normal((2, SIZE))
    state = opt.start(W)
    copies = W.copy(), g.copy(), state["v"].copy()
    new_W, new_state = opt.step(W, g, state)
    assert type(new_state) is dict and set(new_state) == {"v"}
    assert all(np.array_equal(a, b) for a, b in zip((W, g, state["v"]), copies))
    assert not np.shares_memory(new_W, W) and new_W.shape == W.shape


def test_a_sweep_is_its_single_runs():
    rng = np.random.default_rng(0)
    W, *gradients = rng.standard_normal((8, SIZE))
    rates = np.array([0.01, 0.1, 1.0])
    opt = Muon(rates[:, None], 0.9, SHAPES)
    many, state = np.tile(W, (3, 1)), opt.start(np.tile(W, (3, 1)))
    for g in gradients:
        many, state = opt.step(many, g, state)
    for row, lr in enumerate(rates):
        single, alone = W, Muon(lr, 0.9, SHAPES).start(W)
        for g in gradients:
            single, alone = Muon(lr, 0.9, SHAPES).step(single, g, alone)
        assert many[row] == pytest.approx(single, rel=1e-10, abs=1e-12)
    assert opt.shape(W) == (3, SIZE)


def test_shapes_that_do_not_make_up_W_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"^shapes must make up the 7 entries of W, got .*\.$"):
        Muon(0.1, 0.9, SHAPES).start(np.zeros(7))
    with pytest.raises(ValueError, match="beta must lie"):
        Muon(0.1, 1.0, SHAPES)


def test_it_trains_the_network():
    split = data.digits(np.random.default_rng(0))
    model = models.MLP(64, 32, 10, classes=True)
    assert sum(np.prod(shape) for shape in model.shapes) == model.size
    rng = np.random.default_rng(1)
    orders = data.epoch_orders(len(split.X), 3, rng)
    run = training.fit(model, Muon(0.03, 0.9, model.shapes), split.X, split.y, model.start(rng), 32, orders)
    assert run.loss[-1] < 0.2 * run.loss[0]
