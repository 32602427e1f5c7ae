"""Our rules take the steps that PyTorch, optax and Keras take, to 1e-10 of the largest value on the way.

Compared with recorded runs (tests/parity/recorded.json; `make parity` records them anew), so none of the libraries is
needed; with the library itself wherever it is installed.
"""

import importlib.util
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from course_lib import optimizers
from course_lib.optimizers import Adam, Momentum, RMSProp
from tests.parity.drivers import DRIVERS
from tests.parity.table import KEPT, LIBRARIES, SHAPES, TABLE, Row, has, ours, problem

RECORDED = json.loads((Path(__file__).parent / "parity" / "recorded.json").read_text(encoding="utf-8"))
INSTALLED = [library for library in DRIVERS if importlib.util.find_spec(library)]
EACH_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=str)


def recorded(row, shape):
    """The library's points, as recorded; the test fails with a sentence when they are not."""
    name = f"{row.name}, {shape}"
    if name not in RECORDED["paths"]:
        pytest.fail(f"recorded.json has no “{name}”: run `make parity ONLY={type(row.opt).__name__}`.")
    return np.array(RECORDED["paths"][name]).reshape(len(KEPT), *shape)


def difference(row, shape, theirs):
    """The largest difference, relative to the largest value on the way."""
    return np.abs(ours(row, shape) - theirs).max() / np.abs(theirs).max()


def assert_same(row, shape, theirs):
    """Fails with a sentence when our rule takes other steps."""
    apart = difference(row, shape, theirs)
    name = type(row.opt).__name__
    assert apart <= 1e-10, f"{row.name} is {apart:.1e} away: correct step of {name}, or its SAME and record it again."


def pairs(rows):
    """Each row with each of its shapes."""
    return pytest.mark.parametrize(("row", "shape"), [(row, shape) for row in rows for shape in row.shapes], ids=str)


def is_recorded(row):
    """True when all of its runs are in recorded.json."""
    return all(f"{row.name}, {shape}" in RECORDED["paths"] for shape in row.shapes)


@pytest.mark.parametrize("rule", optimizers.RULES.values())
def test_every_rule_is_recorded(rule):
    missing = [row.name for row in TABLE if type(row.opt) is rule and not is_recorded(row)]
    assert not missing, (
        f"recorded.json lacks {rule.__name__} in {len(missing)} rows: run `make parity ONLY={rule.__name__}`."
    )


@pairs([row for row in TABLE if is_recorded(row)])
def test_our_steps_are_the_recorded_ones(row, shape):
    assert_same(row, shape, recorded(row, shape))


if INSTALLED:  # with no library there is nothing to collect; the recorded runs are compared in any case

    @pairs([row for row in TABLE if row.library in INSTALLED])
    def test_our_steps_are_the_installed_librarys(row, shape):
        assert_same(row, shape, DRIVERS[row.library](row, shape))


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("rule", optimizers.RULES.values())
def test_every_rule_says_what_it_is_in_each_library(rule, library):
    assert library in vars(rule)["SAME"], f"SAME of {rule.__name__} must say what it is in {library}, or why it is not."
    compared = [row for row in TABLE if type(row.opt) is rule and row.library == library]
    assert not has(library, rule) or len(compared) >= 2, f"{rule.__name__} has no row in tests/rules.py."
    assert rule.SAME[library] in rule.__doc__


def test_most_rules_are_compared_and_nothing_else_is_recorded():
    assert len({(row.library, type(row.opt)) for row in TABLE}) >= 31
    assert set(RECORDED["paths"]) <= {f"{row.name}, {shape}" for row in TABLE for shape in row.shapes}


@EACH_SHAPE
def test_the_recording_saw_the_same_gradients(shape):
    _, gradients = problem(shape)
    assert len(gradients) >= 100
    assert gradients.sum() == pytest.approx(RECORDED["gradient_sums"][str(shape)], rel=1e-11)


# The tolerance has teeth: rules that are almost right are told from the recorded ones.


@dataclass(frozen=True)
class RMSPropWithEpsilonOutside(RMSProp):
    """A common mistake: √S + ε."""

    def step(self, W, g, past):
        """As RMSProp, but for the place of ε."""
        S = self.beta * past["S"] + (1 - self.beta) * g**2
        return W - self.lr * g / (np.sqrt(S) + self.eps), {"S": S}


@dataclass(frozen=True)
class AdamThatStoresTheCorrected(Adam):
    """A common mistake: m̂ is written back."""

    def step(self, W, g, past):
        """As Adam, but for what is kept."""
        W, state = super().step(W, g, past)
        return W, state | {"m": state["m"] / (1 - self.beta1 ** state["t"])}


def knobs(opt):
    """The hyperparameters of a rule."""
    return dict(vars(opt))


def of(library, rule):
    """The table's first row of that library and rule."""
    return next(row for row in TABLE if row.library == library and type(row.opt) is rule)


OPTAX_ADAM, OPTAX_RMSPROP, TORCH_MOMENTUM = of("optax", Adam), of("optax", RMSProp), of("torch", Momentum)
ALMOST = {
    "ε outside the root": (OPTAX_RMSPROP, RMSPropWithEpsilonOutside(**knobs(OPTAX_RMSPROP.opt))),
    "betas swapped": (OPTAX_ADAM, replace(OPTAX_ADAM.opt, beta1=OPTAX_ADAM.opt.beta2, beta2=OPTAX_ADAM.opt.beta1)),
    "no correction": (OPTAX_ADAM, replace(OPTAX_ADAM.opt, correct=False)),
    "corrected values stored": (OPTAX_ADAM, AdamThatStoresTheCorrected(**knobs(OPTAX_ADAM.opt))),
    "ε a millionth off": (OPTAX_ADAM, replace(OPTAX_ADAM.opt, eps=OPTAX_ADAM.opt.eps * (1 + 1e-6))),
    "gain 1/(1-β)": (TORCH_MOMENTUM, replace(TORCH_MOMENTUM.opt, lr=TORCH_MOMENTUM.opt.lr / 0.3)),
}


@pytest.mark.parametrize(("row", "wrong"), ALMOST.values(), ids=ALMOST)
def test_an_almost_right_rule_is_told_from_the_recorded_one(row, wrong):
    assert difference(Row(row.library, wrong), (5,), recorded(row, (5,))) > 1e-9
