"""The contract that every rule keeps, each rule worked by hand, and the identities between the rules.

Agreement with PyTorch, Keras and optax over many steps is in test_parity.py.
"""

from dataclasses import FrozenInstanceError, replace
from importlib import import_module
from inspect import isclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_lib import optimizers, style
from course_lib.optimizers import (
    SGD,
    AdaDelta,
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    Lion,
    Momentum,
    NAdam,
    Nesterov,
    RMSProp,
    Rule,
)
from course_lib.optimizers.rule import knobs
from tests.rules import ELEMENTWISE, ROWS

FOLDER = Path(optimizers.__file__).parent

# A setting away from the defaults for all its knobs.
RULES = {rule: {knob: getattr(ROWS[rule].settings[0], knob) for knob in knobs(rule)} for rule in ELEMENTWISE}
EACH_RULE = pytest.mark.parametrize("rule", RULES)
FLOATS = st.floats(-100, 100)


def test_every_rule_is_exported_has_its_row_and_its_style():
    modules = [import_module(f"course_lib.optimizers.{path.stem}") for path in FOLDER.glob("[a-z]*.py")]
    written = {item for module in modules for item in vars(module).values() if isclass(item) and issubclass(item, Rule)}
    missing = []  # all of it, so that one run says what there is to do
    for rule in written - {Rule}:
        name = rule.__name__
        if optimizers.RULES.get(name) is not rule:
            missing.append(f"Export {name} in course_lib/optimizers/__init__.py: import it, and add it to __all__.")
        if name not in style.RULES:
            missing.append(f"Give {name} a colour and a line style in RULES of course_lib/style.py.")
        if rule not in ROWS:
            missing.append(f"Add a row for {name} to ROWS in tests/rules.py, with two steps worked by hand.")
        elif rule.elementwise != (ROWS[rule].by_hand is not None):
            missing.append(f"Work two steps of {name} out by hand in its row in tests/rules.py.")
    assert not missing, " ".join(missing)
    assert all(len(row.settings) == 2 for row in ROWS.values())
    assert set(ROWS) == written - {Rule}


def test_a_hyperparameter_has_the_same_range_and_slider_in_every_rule():
    known = {}
    for rule in optimizers.RULES.values():
        for name, knob in knobs(rule).items():
            assert knob == known.setdefault(name, knob), f"{rule.__name__} gives {name} another range or slider."
    assert len(known) >= 7


def walk(opt, W, gradients):
    """[W after each step] on given gradients."""
    state, path = opt.start(W), []
    for g in gradients:
        W, state = opt.step(W, g, state)
        path.append(W)
    return path


@EACH_RULE
def test_two_steps_by_hand(rule):
    row = ROWS[rule]
    assert walk(row.by_hand, np.array(1.0), [2.0, -4.0]) == pytest.approx(row.steps, rel=1e-14, abs=1e-14)


def test_two_steps_of_uncorrected_adam_by_hand():
    # W = 1 - (3/2)·1/√(1 + 5); then + (3/2)·(3/2)/√(19/4 + 5) = (9/4)/√(39/4)
    steps = walk(Adam(1.5, 0.5, 0.75, 5, correct=False), np.array(1.0), [2.0, -4.0])
    assert steps == pytest.approx([1 - 1.5 / 6**0.5, 1 - 1.5 / 6**0.5 + 2.25 / 9.75**0.5], rel=1e-14)


# ---- the contract ----


@EACH_RULE
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_step_changes_no_argument_and_keeps_shape_and_type(rule, data):
    dtype = data.draw(st.sampled_from([np.float64, np.float32]))
    shape = data.draw(array_shapes(min_dims=0, max_dims=3, max_side=4))
    W, *gradients = (data.draw(arrays(dtype, shape, elements=st.floats(-100, 100, width=32))) for _ in range(4))
    opt = rule(**RULES[rule])
    state = opt.start(W)
    for g in gradients:
        before = [W.copy(), g.copy(), {key: np.copy(value) for key, value in state.items()}]
        ahead = opt.look(W, state)
        new_W, new_state = opt.step(W, g, state)
        assert np.array_equal(W, before[0]) and np.array_equal(g, before[1])
        assert all(np.array_equal(state[key], before[2][key]) for key in before[2]) and set(state) == set(before[2])
        assert np.shape(new_W) == np.shape(ahead) == shape
        assert new_W.dtype == ahead.dtype == dtype
        W, state = new_W, new_state


@EACH_RULE
def test_nothing_returned_shares_memory_with_what_came_in(rule):
    opt, W, g = rule(**RULES[rule]), np.array([1.0, 2.0]), np.array([3.0, -4.0])
    state = opt.start(W)
    for _ in range(3):
        new_W, new_state = opt.step(W, g, state)
        came_in = [W, g, *(value for value in state.values() if isinstance(value, np.ndarray))]
        went_out = [new_W, *(value for value in new_state.values() if isinstance(value, np.ndarray))]
        assert not any(np.shares_memory(old, new) for old in came_in for new in went_out)
        W, state = new_W, new_state


@EACH_RULE
def test_state_is_a_plain_dict_with_the_same_keys_throughout(rule):
    opt = rule(**RULES[rule])
    state = opt.start(np.ones(2))
    _, after = opt.step(np.ones(2), np.ones(2), state)
    assert type(state) is type(after) is dict
    assert set(state) == set(after)


@EACH_RULE
def test_whole_numbers_and_lists_are_accepted(rule):
    opt = rule(**RULES[rule])
    expected = walk(opt, np.array([1.0, 2.0]), [np.array([3.0, -4.0])] * 2)
    assert np.array_equal(walk(opt, np.array([1, 2]), [np.array([3, -4])] * 2), expected)


@EACH_RULE
def test_a_gradient_of_zero_from_the_start_gives_numbers(rule):
    """Inputs that are always 0 have such weights: pixels at the edge."""
    path = walk(rule(**RULES[rule]), np.ones(1), [np.zeros(1)] * 3)
    assert np.isfinite(path).all(), f"{rule.__name__} divides by 0 when there is no gradient: add an eps."


@EACH_RULE
@given(rates=st.lists(st.floats(0, 10), min_size=1, max_size=5), seed=st.integers(0, 999))
@settings(max_examples=25, deadline=None)
def test_a_sweep_of_rates_is_its_single_runs_to_the_bit(rule, rates, seed):
    W, *gradients = np.random.default_rng(seed).standard_normal((13, 3))
    sweep = walk(rule(**RULES[rule] | {"lr": np.array(rates)[:, None]}), np.tile(W, (len(rates), 1)), gradients)
    for row, lr in enumerate(rates):
        single = walk(rule(**RULES[rule] | {"lr": lr}), W, gradients)
        assert np.array_equal(np.array(sweep)[:, row], single)


@pytest.mark.parametrize(("rule", "knob"), [(rule, knob) for rule in RULES for knob in RULES[rule] if knob != "lr"])
def test_a_sweep_of_any_other_knob_is_its_single_runs(rule, knob):
    W, *gradients = np.random.default_rng(0).standard_normal((31, 3))
    values = np.array([0.1, 0.5, 0.9])
    sweep = walk(rule(**RULES[rule] | {knob: values[:, None]}), np.tile(W, (3, 1)), gradients)
    for row, value in enumerate(values):
        single = walk(rule(**RULES[rule] | {knob: value}), W, gradients)
        assert np.array(sweep)[:, row] == pytest.approx(np.array(single), rel=1e-10, abs=1e-10)


@EACH_RULE
def test_a_rule_is_frozen_also_in_its_arrays(rule):
    rates = np.array([[0.1], [0.2]])
    opt = rule(lr=rates)
    with pytest.raises(FrozenInstanceError):
        opt.lr = 1.0
    with pytest.raises(ValueError, match="read-only"):
        opt.lr[0] = 1.0
    rates[0] = 99
    assert opt.lr[0, 0] == 0.1
    assert replace(opt, lr=0.3).lr == 0.3


BAD = [
    (rule, knob, value)
    for rule in RULES
    for knob in RULES[rule]
    for value in (-0.1, np.nan, np.inf, "fast", None, [0.1, -1.0])
]
BAD += [(rule, knob, 1.0) for rule in RULES for knob in RULES[rule] if knob in ("beta", "beta1", "beta2", "rho")]


@pytest.mark.parametrize(("rule", "knob", "value"), BAD, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_bad_knob_is_refused_with_a_sentence(rule, knob, value):
    with pytest.raises(ValueError, match=rf"^{knob} must .*, got .*\.$"):
        rule(**{knob: value})


@pytest.mark.parametrize("rule", [Adam, AdamW])
def test_a_correction_that_is_neither_true_nor_false_is_refused(rule):
    with pytest.raises(ValueError, match=r"^correct must be True or False, got 'no'\.$"):
        rule(correct="no")


@EACH_RULE
def test_epsilon_and_decay_of_zero_are_legal(rule):
    knobs = {knob: 0.0 for knob in RULES[rule] if knob in ("eps", "weight_decay", "beta", "beta1", "beta2", "rho")}
    assert np.isfinite(walk(rule(**knobs), np.array([1.0]), [np.array([2.0])] * 3)).all()


def test_the_shape_of_a_sweep():
    assert Adam(lr=np.ones((4, 1))).shape(np.zeros(3)) == (4, 3)
    assert SGD().shape(np.zeros((2, 3))) == (2, 3)


# ---- what the rules have to do with each other (design: tested identities) ----

GRADIENTS = np.random.default_rng(1).standard_normal((40, 3)) * [1, 10, 0.1]
START = np.array([1.0, -2.0, 3.0])


def test_nesterov_looks_where_the_old_velocity_leads():
    state = {"v": np.array([2.0])}
    assert Nesterov(0.5, 0.25).look(np.array([1.0]), state).tolist() == [0.75]
    assert Momentum(0.5, 0.25).look(np.array([1.0]), state).tolist() == [1.0]


def test_momentum_without_memory_is_sgd():
    assert np.array_equal(walk(Momentum(0.1, beta=0), START, GRADIENTS), walk(SGD(0.1), START, GRADIENTS))


def step_by_step(opts, W, gradients, state):
    """Like `walk`, with a rule of its own for each step and the state handed on."""
    path = []
    for opt, g in zip(opts, gradients):
        W, state = opt.step(W, g, state)
        path.append(W)
    return np.array(path)


@pytest.mark.parametrize("eps", [0, 1e-2])
def test_corrected_adam_without_first_moment_is_rmsprop_at_a_changing_rate(eps):
    left = [1 - 0.8**t for t in range(1, 41)]
    rmsprop = [RMSProp(0.1 * np.sqrt(share), 0.8, eps * share) for share in left]
    expected = step_by_step(rmsprop, START, GRADIENTS, rmsprop[0].start(START))
    assert np.array(walk(Adam(0.1, 0, 0.8, eps), START, GRADIENTS)) == pytest.approx(expected, rel=1e-12)
    assert walk(RMSProp(0.1, 0.8, eps), START, GRADIENTS)[0] != pytest.approx(expected[0], rel=0.1)


def test_uncorrected_adam_without_first_moment_is_rmsprop():
    adam, rmsprop = Adam(0.1, 0, 0.8, 1e-2, correct=False), RMSProp(0.1, 0.8, 1e-2)
    assert np.array_equal(walk(adam, START, GRADIENTS), walk(rmsprop, START, GRADIENTS))


@pytest.mark.parametrize("correct", [True, False])
def test_adam_with_a_frozen_second_moment_is_momentum(correct):
    # β2 so close to 1 that S does not move; corrected, Ŝ = S is reached by dividing S back.
    S, beta1, eps = np.array([4.0, 9.0, 0.25]), 0.6, 1e-2
    W, state, path = START, {"m": np.zeros(3), "S": S, "t": 0}, []
    for t, g in enumerate(GRADIENTS, start=1):
        beta2 = 0.999
        frozen = (S * (1 - beta2**t if correct else 1) - (1 - beta2) * g**2) / beta2
        W, state = Adam(0.1, beta1, beta2, eps, correct).step(W, g, state | {"S": frozen})
        path.append(W)
    rates = [0.1 / ((1 - beta1**t if correct else 1) * np.sqrt(S + eps)) for t in range(1, 41)]
    momentum = [Momentum(rate, beta1) for rate in rates]
    expected = step_by_step(momentum, START, GRADIENTS, momentum[0].start(START))
    assert np.array(path) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_adamw_without_decay_is_adam_and_decays_beside_the_averages():
    assert np.array_equal(walk(AdamW(0.1, weight_decay=0), START, GRADIENTS), walk(Adam(0.1), START, GRADIENTS))
    decayed = walk(AdamW(0.1, weight_decay=0.5), START, np.zeros((3, 3)))
    assert np.array(decayed) == pytest.approx(START * 0.95 ** np.arange(1, 4)[:, None])


def test_amsgrad_is_adam_until_the_second_moment_falls():
    falling = np.array([[10.0]] + [[0.1]] * 30)
    amsgrad, adam = AMSGrad(0.1, 0.6, 0.8), Adam(0.1, 0.6, 0.8)
    assert np.array_equal(walk(amsgrad, START, GRADIENTS[:1]), walk(adam, START, GRADIENTS[:1]))
    state = amsgrad.start(np.ones(1))
    for g in falling:
        _, state = amsgrad.step(np.ones(1), g, state)
    assert state["S_max"] == pytest.approx(0.2 * 10**2) and state["S"] < 0.5
    late = [np.diff(walk(opt, np.ones(1), falling), axis=0)[-1, 0] for opt in (amsgrad, adam)]
    assert abs(late[0]) < 0.2 * abs(late[1])


def test_nadam_without_first_moment_is_adam_and_reaches_further_under_a_steady_gradient():
    nadam, adam = (np.array(walk(rule(0.1, 0), START, GRADIENTS)) for rule in (NAdam, Adam))
    assert nadam == pytest.approx(adam)
    # At t = 1 Adam's m̂ is g; NAdam's is β1(1-β1)/(1-β1²) g + g.
    first = [walk(rule(0.1, 0.9, eps=0), np.zeros(1), np.ones((1, 1)))[0][0] for rule in (NAdam, Adam)]
    assert first[0] / first[1] == pytest.approx(0.9 / 1.9 + 1)


def test_lion_moves_each_coordinate_by_the_rate_whatever_the_gradients_size():
    steps = np.diff(walk(Lion(0.1), START, 1e-6 * GRADIENTS), axis=0)
    assert np.abs(steps) == pytest.approx(np.full(steps.shape, 0.1))


@pytest.mark.parametrize(
    ("opt", "unchanged"),
    [
        (SGD(0.1), False),
        (Momentum(0.1), False),
        (AdaGrad(0.1, 0), True),
        (RMSProp(0.1, 0.9, 0), True),
        (Adam(0.1, eps=0), True),
        (AMSGrad(0.1, eps=0), True),
        (NAdam(0.1, eps=0), True),
        (Lion(0.1), True),
    ],
)
def test_only_adaptive_rules_ignore_the_unit_of_the_loss(opt, unchanged):
    plain, large = (np.array(walk(opt, START, factor * GRADIENTS)) - START for factor in (1, 100))
    assert large == pytest.approx(plain if unchanged else 100 * plain, rel=1e-9)


def test_first_steps():
    W, g = np.zeros(3), np.array([1e-3, -5.0, 200.0])
    assert walk(AdaGrad(0.1, 0), W, [g])[0] == pytest.approx(-0.1 * np.sign(g))
    assert walk(RMSProp(0.1, 0.9, 0), W, [g])[0] == pytest.approx(-0.1 / np.sqrt(0.1) * np.sign(g))
    assert walk(Adam(0.1, eps=0), W, [g])[0] == pytest.approx(-0.1 * np.sign(g))
    assert np.abs(walk(AdaDelta(1.0, 0.9, 1e-6), W, [g])[0][1:]) == pytest.approx(np.sqrt(1e-6 / 0.1), rel=1e-2)


def test_uncorrected_adam_starts_too_large():
    steps = -np.diff(walk(Adam(1.0, eps=0, correct=False), np.zeros(1), np.ones((1760, 1))), axis=0, prepend=0)[:, 0]
    assert steps[0] == pytest.approx(3.16, abs=0.005)
    assert steps[11] == pytest.approx(6.57, abs=0.005) and np.argmax(steps) == 11
    assert steps[1600] > 1.1 > steps[1755]


def test_epsilon_inside_the_root_is_a_floor_for_small_gradients():
    inside = -walk(Adam(0.1), np.zeros(1), np.full((50, 1), 1e-6))[-1][0]
    assert inside == pytest.approx(0.05, rel=0.01), "with ε outside it would be 4.95"


def test_adagrad_without_epsilon_divides_zero_by_zero():
    with np.errstate(invalid="ignore"):
        assert np.isnan(walk(AdaGrad(0.1, eps=0), np.ones(1), [np.zeros(1)])[0])
    assert walk(AdaGrad(0.1), np.ones(1), [np.zeros(1)])[0] == 1
