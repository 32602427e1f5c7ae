"""Slide S15 and after: Nesterov, Adadelta, AdamW, Muon, schedules, clipping, and why anyone needs Adam."""

from functools import partial

import numpy as np
import pytest

from course_lib import schedules
from course_lib.experiments import variants, words
from course_lib.experiments.momentum import largest_stable_rate, stability_limit, tuned_steps
from course_lib.optimizers import SGD, Adam, AMSGrad, Lion, Momentum, Nesterov, RMSProp
from tests.tours import tours

pytestmark = pytest.mark.slow


def test_s15_nesterov_needs_fewer_steps_at_its_best_rate():
    for kappa in (30.0, 100.0, 400.0):
        assert tuned_steps(Nesterov, kappa).steps < tuned_steps(Momentum, kappa).steps
    assert tuned_steps(Nesterov, 1000.0).steps > tuned_steps(Momentum, 1000.0).steps, "its smaller limit holds it back"


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


def test_the_verdicts_of_s15():
    assert [claim.verdict for claim in variants.claims()] == ["holds when", "holds when"]


@pytest.mark.parametrize("seed", tours(range(3)))
def test_an_l2_penalty_is_not_weight_decay_for_adam(seed):
    left = variants.decay(seed=seed)
    pure = (1 - 0.01 * 0.1) ** 1000
    assert left["AdamW"].mean == pytest.approx([pure, pure], abs=0.05)
    assert left["Adam + L2"].mean[0] < 0.05 and left["Adam + L2"].mean[1] > 0.8
    assert left["Adam"].mean == pytest.approx([1, 1], abs=0.06), "without decay the mean stays"
    assert np.all(left["Adam"].spread > 0.2), "while each weight wanders"


def test_for_sgd_it_is_the_same_on_any_noise():
    noise = np.random.default_rng(0).standard_normal((50, 3))
    penalised, decayed = np.ones(3), np.ones(3)
    for g in noise:
        penalised = SGD(0.01).step(penalised, g + 0.1 * penalised, {})[0]
        decayed = SGD(0.01).step(decayed, g, {})[0] - 0.01 * 0.1 * decayed
    assert penalised == pytest.approx(decayed)


def test_muon_evens_out_the_directions_of_a_step():
    for seed in range(3):
        before, after = variants.step_sizes(seed)
        assert before[0] > 100 * before[-1]
        assert np.median(after) > 0.5 * after[0] and np.median(before) < 0.1 * before[0]


@pytest.mark.parametrize("noise", tours([1.0, 0.01]))
def test_a_falling_rate_brings_every_rule_closer(noise):
    for opt in (SGD(0.1), Momentum(0.1), RMSProp(0.1), Adam(0.1)):
        constant = variants.resting_distance(opt, noise=noise)
        for name in ("step", "cosine", "warm-up + cosine"):
            assert variants.resting_distance(opt, variants.SCHEDULES[name], noise) < 0.3 * constant


def test_at_a_constant_rate_less_noise_helps_the_adaptive_rules_less():
    loud, quiet = (
        [variants.resting_distance(opt, noise=noise) for opt in (SGD(0.1), Momentum(0.1), RMSProp(0.1), Adam(0.1))]
        for noise in (1.0, 0.01)
    )
    assert loud == pytest.approx([loud[0]] * 4, rel=0.1), "the same at noise 1, by chance"
    assert quiet[:2] == pytest.approx([loud[0] / 100, loud[1] / 100], rel=0.01)
    assert quiet[2] > 10 * quiet[0] and quiet[3] > 5 * quiet[0]


@pytest.mark.parametrize("size", [100.0, 1000.0, 10000.0])
def test_one_wild_gradient_throws_sgd_far_and_makes_adam_crawl(size):
    assert variants.outlier(SGD(0.1), size).step == pytest.approx(size)
    wild = variants.outlier(Adam(0.1), size)
    assert wild.step < 1.5 and wild.later < 0.5
    if size <= 1000:  # within the 200 steps a shorter memory has not forgotten a larger one
        assert variants.outlier(Adam(0.1, beta2=0.95), size).later > wild.later
    for opt in (SGD(0.1), Momentum(0.1), Adam(0.1)):
        tamed = variants.outlier(opt, size, clip=2.0)
        assert tamed.step <= 2 and tamed.later == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("before", [200, 5000])
def test_a_shorter_memory_crawls_more_at_first_and_is_back_at_its_pace_sooner(before):
    def pace(beta2, start, stop):
        """The mean step from the start-th after the wild gradient to the stop-th, over α."""
        far = [
            after * variants.outlier(Adam(0.1, beta2=beta2), before=before, after=after).later
            for after in (start, stop)
        ]
        return (far[1] - far[0]) / (stop - start)

    assert pace(0.95, 1, 50) < 0.5 * pace(0.999, 1, 50)
    assert pace(0.95, 220, 240) < 0.9 < pace(0.95, 240, 260)
    assert pace(0.999, 2000, 2100) < 0.5


def test_late_in_a_training_adams_step_on_a_wild_gradient_is_three_times_as_long():
    for before in (3000, 5000, 10_000):
        wild = variants.outlier(Adam(0.1), before=before)
        assert 3 < wild.step < 3.3 and 0.1 < wild.later < 0.2, "the correction is over"
        assert 1.5 < variants.outlier(Adam(0.1), before=before, after=10).later < 2.2, "the next ones are long, too"


def test_what_a_rule_remembers_for_each_parameter():
    sizes = {SGD: 0, Momentum: 1, Lion: 1, RMSProp: 1, Adam: 2, AMSGrad: 3}
    assert {rule: variants.state_size(rule(0.1)) for rule in sizes} == sizes


# ---- why anyone needs Adam ----


@pytest.mark.parametrize(
    ("count", "steps", "seed"), tours([(64, 100, 0), (64, 100, 1), (64, 300, 0), (32, 100, 0)], (32, 100, 0))
)
def test_rare_words_are_learnt_by_adam_and_not_by_momentum(count, steps, seed):
    zipf, alike = words.race(1.0, count, steps, seed=seed), words.race(0.0, count, steps, seed=seed)
    assert all(learnt.interior for learnt in (*zipf.values(), *alike.values()))
    assert zipf["SGD"].loss > 3 * zipf["Momentum"].loss > 3 * 3 * zipf["Adam"].loss
    gap = zipf["Momentum"].loss / zipf["Adam"].loss
    assert gap > 1.5 * alike["Momentum"].loss / alike["Adam"].loss, "the frequencies make the gap"
    rare = slice(count // 2, None)
    assert zipf["SGD"].rows[rare].mean() > 20 * zipf["Adam"].rows[rare].mean()


def test_with_a_falling_rate_the_rules_that_divide_are_still_ahead():
    found = words.race(schedule=schedules.cosine)
    assert max(found["RMSProp"].loss, found["Adam"].loss) < 0.2 * min(found["SGD"].loss, found["Momentum"].loss)


@pytest.mark.parametrize("name", ["RMSProp", "Adam"])
def test_only_eps_makes_rare_words_slower_for_a_rule_that_divides(name, monkeypatch):
    rule, middle = words.RULES[name]
    text = words.language()
    usual = words.learn(name, text).rows
    monkeypatch.setitem(words.RULES, name, (partial(rule, eps=1e-12), middle))
    level = words.learn(name, text).rows
    assert usual[-8:].mean() > 3 * usual[:8].mean()
    assert level[-8:].mean() < 1.5 * level[:8].mean()


def test_the_table_s_gradient_is_that_of_its_loss():
    text = words.language(5, seed=3)
    W = np.random.default_rng(1).standard_normal((1, 25))
    slope = words.gradient(W, text)[0]
    for k in range(25):
        high, low = W.copy(), W.copy()
        high[0, k], low[0, k] = W[0, k] + 1e-6, W[0, k] - 1e-6
        difference = (words.excess(high.reshape(1, 5, 5), text) - words.excess(low.reshape(1, 5, 5), text)) @ text.share
        assert slope[k] == pytest.approx(difference[0] / 2e-6, abs=1e-8)
