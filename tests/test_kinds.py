"""A wrong kind of argument is told in one sentence that names it, wherever a learner calls layers 0 to 2."""

import inspect
import itertools
import traceback
from pathlib import Path

import numpy as np
import pytest

from course_lib import averages, data, models, own_rule, plots, schedules, surfaces, training
from course_lib.optimizers import SGD
from tests.test_examples import PUBLIC

LIBRARY = str(Path(averages.__file__).parent)
RNG, BOWL, X, Y, ORDERS = np.random.default_rng(0), surfaces.quadratic(), np.eye(4), np.arange(4), [[0, 1, 2, 3]]
LINEAR, LABELS = models.LinearRegression(4), np.array([0, 1, 0, 1])
RUN = training.descend(BOWL, SGD(0.01), BOWL.start, 3)
SQUARE = {"value": lambda W: W[..., 0] ** 2, "gradient": lambda W: 2 * W}


def sgd_step(W, g, lr):
    return W - lr * g


# Good arguments of what a learner calls.
GOOD = {
    averages.ewma: {"x": [1, 2], "beta": 0.9, "correct": False},
    averages.weights: {"beta": 0.9, "n": 3},
    averages.window: {"beta": 0.9},
    averages.beta_for_window: {"N": 10},
    averages.half_life: {"beta": 0.9},
    schedules.step: {"steps": 10, "factor": 0.1, "at": (0.5, 0.75)},
    schedules.cosine: {"steps": 10, "end": 0.0},
    schedules.warm_up: {"steps": 10, "share": 0.1},
    schedules.progress: {"steps": 10},
    surfaces.Surface: {**SQUARE, "name": "mine", "window": ((-1, 1),), "start": (1,)},
    surfaces.quadratic: {"c": (1, 100), "start": (10, 1)},
    surfaces.pit: {"depth": 0.1, "hill": 0.5},
    surfaces.rotated: {"surface": BOWL, "degrees": 30},
    surfaces.scaled: {"surface": BOWL, "factor": 2},
    surfaces.proportioned: {"window": ((-4, 4), (-1, 1))},
    surfaces.get: {"name": "canyon"},
    data.digits: {"rng": RNG, "test": 0.25},
    data.regression: {"rng": RNG, "n": 10, "noise": 0.1},
    data.split: {"X": X, "y": Y, "rng": RNG, "test": 0.25},
    data.standardised: {"X": X},
    data.with_bias: {"X": X},
    data.epoch_orders: {"n": 4, "epochs": 2, "rng": RNG},
    data.minibatches: {"order": Y, "batch_size": 2},
    models.LinearRegression: {"inputs": 4},
    models.SoftmaxRegression: {"inputs": 4, "classes": 2},
    models.MLP: {"inputs": 4, "hidden": 3, "outputs": 1, "classes": False},
    models.MLP(4, 3).start: {"rng": RNG},
    LINEAR.predict: {"W": np.zeros(4), "X": X},
    LINEAR.gradient: {"W": np.zeros(4), "X": X, "y": Y},
    models.SoftmaxRegression(4, 2).loss: {"W": np.zeros(10), "X": X, "y": LABELS},
    models.SoftmaxRegression(4, 2).gradient: {"W": np.zeros(10), "X": X, "y": LABELS},
    training.descend: {
        "surface": BOWL,
        "opt": SGD(0.1),
        "W": (1, 1),
        "steps": 3,
        "noise": 0.1,
        "rng": RNG,
        "schedule": None,
    },
    training.fit: {
        "model": LINEAR,
        "opt": SGD(0.1),
        "X": X,
        "y": Y,
        "W": np.zeros(4),
        "batch_size": 2,
        "orders": ORDERS,
        "every": 1,
        "schedule": None,
    },
    own_rule.OwnRule: {"step": sgd_step},
    plots.paths: {"surface": BOWL, "runs": {"SGD": RUN}},
    plots.relief: {"surface": BOWL, "runs": {"SGD": RUN}},
    plots.landscape: {"surface": surfaces.pit(), "runs": {"SGD": training.descend(surfaces.pit(), SGD(0.1), [-2], 3)}},
    plots.curves: {"lines": {"SGD": ([1, 2], [3, 4])}, "xlabel": "", "ylabel": "", "title": "", "log": "y"},
}
# Called by those above with what they have checked, or without arguments.
INNER = {
    "language.current",
    "language.of_system",
    "language.known",
    "language.tag",
    "language.say",
    "called.called",
    "called.known",
    "called.listed",
    "heard.heard",
    "language.later",
    "language.speaking",
    "language.tidy",
    "language.together",
    "style.rule_of",
    "averages.in_unit_interval",
    "surfaces.plain",
    "surfaces.minima_on_line",
    "surfaces.coordinates",
    "surfaces.points",
    "models.checked",
    "models.layers",
    "models.flat",
    "models.Sized",
    "models.cross_entropy",
    "models.cross_entropy_slope",
    "training.History",
    "training.points",
    "training.record",
    "training.scheduled",
    "training.slowed",
    "training.started",
    "data.Split",
    "style.dot",
    "style.line",
    "style.variables",
    "surfaces.cliff",
    "surfaces.basins",
    "surfaces.saddle",
    "surfaces.canyon",
    "surfaces.beale",
    "surfaces.rosenbrock",
    "data.diabetes",
}
WRONG = [
    None,
    "0.9",
    "quadratic",
    [],
    [[1], [2, 3]],
    ["a"],
    {},
    SGD,
    SGD(0.1),
    0,
    -1,
    2.5,
    np.nan,
    np.inf,
    np.zeros((2, 3, 5)),
    len,
]


def test_every_public_function_is_tried():
    tried = {inspect.unwrap(call) for call in GOOD}
    # The rules' hyperparameters are tried in test_optimizers.
    others = [case for case in PUBLIC if not case.id.startswith("optimizers.")]
    left_out = {case.id for case in others if case.values[0] not in tried}
    assert left_out == INNER


@pytest.mark.parametrize("call", GOOD, ids=lambda call: call.__qualname__)
def test_a_wrong_kind_works_or_is_a_sentence_of_ours(call):
    call(**GOOD[call])
    refused = 0
    for name, wrong in itertools.product(GOOD[call], WRONG):
        try:
            with np.errstate(all="ignore"):
                call(**GOOD[call] | {name: wrong})
        except Exception as error:
            refused += 1
            where, said = traceback.extract_tb(error.__traceback__)[-1].filename, str(error)
            case = f"{name}={wrong!r}: {type(error).__name__}: {said}"
            assert isinstance(error, ValueError) and where.startswith(LIBRARY), case
            assert said.endswith(".") or ": " in said, case
    assert refused >= 5


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: training.descend(BOWL, SGD, (1, 1), 3),
            r"^opt must be one such as SGD\(lr=0.1\), got the class SGD: call it first\.$",
        ),
        (lambda: training.descend("quadratic", SGD(), (1, 1), 3), "^surface must be .* got 'quadratic'"),
        (lambda: training.descend(BOWL, SGD(), (1, 1), 3, noise=0.1, rng=0), r"^rng .* np.random.default_rng\(0\)"),
        (lambda: training.descend(BOWL, SGD(), (1, 1), 3, noise=-1, rng=RNG), "^noise must be at least 0, got -1"),
        (lambda: training.descend(BOWL, SGD(np.ones(3)), (1, 1), 3), r"must have the shape \(runs, 1\)"),
        (lambda: training.fit("linear", SGD(), X, Y, np.zeros(4), 2, ORDERS), "^model must be"),
        (lambda: training.fit(LINEAR, SGD(), X, Y, np.zeros(4), 2, [[0, 1, 2, 9]]), "^orders must hold sample numbers"),
        (lambda: averages.ewma([1, 2], "0.9"), r"^beta must lie in \[0, 1\), got '0.9'"),
        (lambda: averages.ewma([1, 2], 0.9, "no"), "^correct must be True or False, got 'no'"),
        (lambda: schedules.warm_up(10, -1), "^share must be from 0 to 1, got -1"),
        (lambda: schedules.cosine(3, end=2), "^end must be from 0 to 1, got 2"),
        (lambda: data.regression(0), r"^rng must be a numpy Generator such as np.random.default_rng\(0\), got 0"),
        (lambda: models.MLP(2, 3, classes="no"), "^classes must be True or False"),
        (lambda: models.SoftmaxRegression(4, 2).loss(np.zeros(10), X, [0, 1, 2, 0]), "^y must hold class numbers"),
        (lambda: models.SoftmaxRegression(4, 2).loss(np.zeros(10), X, [0, 1, -1, 0]), "^y must hold class numbers"),
        (lambda: own_rule.OwnRule(lambda w, grad, lr: w, lr=0.1), "must take W and g"),
        (lambda: own_rule.OwnRule(sgd_step(1, 1, 1)), "^step must be a function"),
        (lambda: surfaces.rotated(surfaces.pit(), 30), "^surface must have two coordinates"),
    ],
)
def test_what_a_learner_tries_is_told(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_lists_are_as_good_as_arrays():
    lists = training.fit(LINEAR, SGD(0.1), X.tolist(), Y.tolist(), [0, 0, 0, 0], 2, ORDERS)
    assert np.array_equal(lists.W, training.fit(LINEAR, SGD(0.1), X, Y, np.zeros(4), 2, ORDERS).W)
    assert np.array_equal(LINEAR.gradient([1, 1, 1, 1], X.tolist(), Y.tolist()), LINEAR.gradient(np.ones(4), X, Y))


def test_an_own_rule_takes_a_schedule():
    factors = schedules.cosine(20)
    own = training.descend(BOWL, own_rule.OwnRule(sgd_step, lr=0.01), BOWL.start, 20, schedule=factors)
    assert np.array_equal(own.W, training.descend(BOWL, SGD(0.01), BOWL.start, 20, schedule=factors).W)
    with pytest.raises(ValueError, match=r"^a schedule needs lr"):
        training.descend(BOWL, own_rule.OwnRule(lambda W, g: W - g), BOWL.start, 20, schedule=factors)


def test_a_run_of_ones_own_is_drawn_in_its_own_style():
    from course_lib import style

    line = plots.paths(BOWL, {"mine": RUN}).axes[0].lines[0]
    assert (line.get_label(), line.get_color(), line.get_linestyle()) == ("mine", *style.OWN)
