"""The rules and surfaces in JavaScript are those of course_lib: path by path, in Chromium."""

import itertools

import numpy as np
import pytest

from course_lib import training
from course_lib.explorers import recipes, table
from tests.explorer_page import run_module
from tests.rules import row_of
from tests.tours import tours

STEPS = 200
# Every maker, with a rate at which the rules come to rest: a run that swings for long doubles the last digit's error
# again and again, in any language.
GROUNDS = [
    (["quadratic", [1, 25]], 0.03),
    (["quadratic", [3]], 0.1),
    (["pit"], 0.03),
    (["cliff"], 0.03),
    (["basins"], 0.1),
    (["saddle"], 0.02),
    (["canyon"], 0.05),
    (["beale"], 0.005),
    (["rosenbrock"], 0.001),
    (["rotated", ["quadratic", [1, 100]], 30], 0.01),
    (["rotated", ["saddle"], 30], 0.02),
    (["scaled", ["canyon"], 0.5], 0.05),
]
# Hyperparameters away from their defaults, so that none is forgotten.
KNOBS = {"beta": 0.8, "beta1": 0.7, "beta2": 0.95, "rho": 0.85, "eps": 1e-3, "weight_decay": 0.02}


def test_every_surface_is_tried():
    missing = set(recipes.MAKERS) - {recipe[0] for recipe, _ in GROUNDS}
    assert not missing, f"add to GROUNDS a recipe and a rate for {', '.join(sorted(missing))}"


def rule(name, lr):
    """The rule of course_lib and its hyperparameters; for some a rate counts for more than for SGD."""
    lr = {"AdaDelta": 0.3, "Lion": lr / 10, "NAdam": lr / 3}.get(name, lr)
    kind = table.RULES[name]
    away = {"lr": lr, **KNOBS}
    knobs = {knob: away.get(knob, value) for knob, value in table.knobs_of(row_of(kind).settings[0]).items()}
    return kind(**knobs), knobs


# Noise is the same for all rules.
@pytest.mark.parametrize(
    ("name", "noise"),
    tours(itertools.product(table.RULES, (0.0, 0.3)), *((name, 0.0) for name in table.RULES), ("Adam", 0.3)),
)
def test_paths_are_the_same_in_javascript(chrome, name, noise):
    wanted, cases = [], []
    for recipe, lr in GROUNDS:
        surface, (opt, knobs) = recipes.surface_of(recipe), rule(name, lr)
        rng = np.random.default_rng(7)
        wanted.append(training.descend(surface, opt, surface.start, STEPS, noise=noise, rng=rng))
        kicks = np.random.default_rng(7).standard_normal((STEPS, surface.dim))
        cases.append([recipe, name, knobs, list(surface.start), STEPS, noise, kicks.tolist()])
    runs = run_module(
        chrome,
        "rules surfaces descend",
        """cases => cases.map(([recipe, name, ...given]) =>
        descend(surfaceOf(recipe), RULES[name], ...given))""",
        cases,
    )
    for (recipe, _), run, history in zip(GROUNDS, runs, wanted):
        for mine, theirs in ((run["path"], history.W), (run["loss"], history.loss)):
            error = np.abs(np.array(mine) - theirs) / np.maximum(1, np.abs(theirs))
            error = error.reshape(len(error), -1).max(axis=1)
            assert error.max() <= 1e-9, (
                f"{name} on {recipe} is {error.max():.1e} away in step {error.argmax()}, first in step"
                f" {(error > 1e-9).argmax()}: if only late, it swings there; give it a smaller rate in `rule`."
            )
        assert run["diverged"] == bool(history.diverged)
        assert np.ptp(history.loss) > 0, f"{name} does not move on {recipe}: nothing is compared"
