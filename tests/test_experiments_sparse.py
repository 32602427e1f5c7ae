"""Slide S5: rare inputs keep large rates; under which conditions, and when that is worth anything."""

import numpy as np
import pytest

from course_lib import models
from course_lib.experiments import sparse
from course_lib.optimizers import SGD, AdaGrad
from tests.tours import tours

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(3))
def test_rare_pixels_keep_large_rates(seed):
    found = sparse.pixels(seed=seed)
    assert found.correlation < -0.95
    never, rare = found.on_rate == 0, (found.on_rate > 0) & (found.on_rate < 0.005)
    assert never.sum() >= 3 and found.rate[never] == pytest.approx(0.1 / np.sqrt(1e-8))
    assert found.rate[rare].min() > 50 * found.rate[found.on_rate > 0.9].max()


@pytest.mark.parametrize("seed", range(5))
def test_by_how_much_whatever_counts_as_rare(seed):
    found = sparse.pixels(seed=seed)
    assert all(found.apart(below) > 100 for below in (0.005, 0.01, 0.02, 0.05))
    assert found.apart(0.1) > 70


@pytest.mark.parametrize("setting", [{"epochs": 1}, {"epochs": 15}, {"batch_size": 128}, {"lr": 1.0}, {"lr": 0.01}])
def test_and_whatever_the_run(setting):
    found = sparse.pixels(**setting)
    assert found.correlation < -0.95 and found.apart(0.005) > 100


def test_rare_is_not_the_same_as_at_the_edge():
    found = sparse.pixels()
    on, rate = found.on_rate.reshape(8, 8), found.rate.reshape(8, 8)
    assert np.all(on[[0, 0, 7, 7], [3, 4, 3, 4]] > 0.9), "top and bottom, in the middle columns"
    edge = np.ones((8, 8), bool)
    edge[1:-1, 1:-1] = False
    ratio = np.median(rate[edge & (on > 0)]) / np.median(rate[~edge])
    assert 5 < ratio < 20


@pytest.mark.parametrize("seed", range(6))
def test_it_ends_when_each_pixel_is_standardised(seed):
    found = sparse.pixels(standardised=True, seed=seed)
    assert 0.6 < found.apart(0.1) < 1.5
    assert found.rarest_at_the_bottom() >= 3


def test_not_with_every_seed_do_so_many_of_the_rarest_pixels_end_with_the_lowest_rates():
    assert [sparse.pixels(standardised=True, seed=seed).rarest_at_the_bottom() for seed in (0, 10)] == [6, 2]


def test_how_many_of_the_rarest_pixels_have_the_lowest_rates_by_hand():
    found = sparse.Pixels(np.array([0, 0.1, 0.2, 0.5, 0.9]), np.array([9.0, 1, 5, 2, 4]), 0.0)
    assert [found.rarest_at_the_bottom(count) for count in (1, 2, 3)] == [1, 1, 2]


@pytest.mark.parametrize("seed", range(2))
def test_a_gradient_s_size_stands_for_the_curvature_by_its_root(seed):
    correlation, exponent = sparse.sizes_and_curvature(seed)
    assert correlation > 0.97 and 0.45 < exponent < 0.65


def test_the_curvature_is_the_loss_s():
    model, rng = models.SoftmaxRegression(64, 10), np.random.default_rng(0)
    W, X, y = rng.standard_normal(650) / 4, rng.random((20, 64)), rng.integers(10, size=20)
    nudge = np.zeros(650)
    nudge[137] = 1e-4
    slopes = [model.gradient(W + step, X, y)[137] for step in (nudge, -nudge)]
    assert sparse.curvature(W, X)[13, 7] == pytest.approx((slopes[0] - slopes[1]) / 2e-4, rel=1e-5)


def test_a_document_has_as_many_words_as_their_shares_say():
    shares = sparse.shares_of_words()
    assert shares[:3] == pytest.approx([1 / 2, 1 / 4, 1 / 6])
    assert sparse.shares_of_words(alike=True) == pytest.approx(np.full(200, shares.mean()))
    assert np.sum(shares < 1 / 200) == 100
    true, X, y = sparse.documents(shares, 500, 16, 0.0, 0)
    assert X.mean(axis=(0, 1)) == pytest.approx(shares, abs=0.025)
    assert y == pytest.approx(X @ true)


@pytest.mark.parametrize("noise", [0.3, 1.0])
@pytest.mark.parametrize("steps", tours([125, 250, 500]))
def test_with_rare_words_adagrad_pays_and_with_equally_common_ones_it_does_not(steps, noise):
    races = {
        (rule, alike): sparse.words_race(rule, alike, steps=steps, noise=noise)
        for rule in (SGD, AdaGrad)
        for alike in (False, True)
    }
    assert all(race.interior for race in races.values())
    assert races[AdaGrad, False].error < 0.75 * races[SGD, False].error
    assert 0.8 < races[AdaGrad, True].error / races[SGD, True].error < 1.25


def test_a_falling_rate_does_not_replace_it_in_a_short_run():
    falling, ours = sparse.words_race(SGD, falling=True), sparse.words_race(AdaGrad)
    assert ours.error < 0.6 * falling.error
    long = [sparse.words_race(SGD, falling=True, steps=1000), sparse.words_race(AdaGrad, steps=1000)]
    assert long[0].error < long[1].error, "in a run four times as long it does"
    both = sparse.words_race(AdaGrad, falling=True, steps=1000)
    assert both.error < long[0].error, "unless AdaGrad gets the cosine, too"


@pytest.mark.parametrize("epochs", tours([2, 5, 20]))
def test_on_the_digits_adagrad_leads_and_not_because_of_the_rare_pixels(epochs):
    ways = {"SGD": (SGD, False), "falling": (SGD, True), "AdaGrad": (AdaGrad, False)}
    ends = {}
    for blank in (0.0, 0.1):
        races = {way: sparse.digits_race(rule, falling, blank, epochs) for way, (rule, falling) in ways.items()}
        assert all(race.interior for race in races.values())
        ends[blank] = {way: race.loss[-1].mean() for way, race in races.items()}
    lead = {blank: end["SGD"] - end["AdaGrad"] for blank, end in ends.items()}
    assert lead[0.0] > 0.2 * ends[0.0]["SGD"]
    assert lead[0.1] > 0.9 * lead[0.0], "without the rare pixels the lead stays"
    assert 0.6 < (ends[0.0]["SGD"] - ends[0.0]["falling"]) / lead[0.0] < 0.9, "a falling rate makes up most of it"


def test_blanking_takes_away_what_pixels_teach():
    ends = [sparse.digits_race(AdaGrad, blank=blank, epochs=1, seeds=2).loss[-1].mean() for blank in (0.0, 0.1, 0.8)]
    assert ends[0] < ends[2] / 2 and ends[0] != ends[1]


def test_no_batch_of_the_digits_race_is_a_short_one():
    race = sparse.digits_race(AdaGrad, epochs=1, seeds=2)
    updates = race.epochs * 1344 / 16
    assert updates == pytest.approx(np.round(updates)) and race.epochs[-1] == 1
