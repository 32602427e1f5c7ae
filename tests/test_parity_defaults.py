"""The cheat sheet's defaults of PyTorch, Keras and optax are those of the libraries, wherever one is installed."""

import importlib.util
import json
import re
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from course_lib import optimizers

ROOT = Path(__file__).resolve().parents[1]
DEFAULTS = json.loads((ROOT / "docs" / "cheatsheet" / "defaults.json").read_text(encoding="utf-8"))
LABELS = {"torch": "PyTorch", "keras": "Keras", "optax": "optax"}
INSTALLED = [library for library in LABELS if importlib.util.find_spec(library)]
# {our name: what the libraries call it, the first that there is}
NAMES = {
    "lr": ("lr", "learning_rate"),
    "beta": ("alpha", "rho", "decay", "momentum"),
    "beta1": ("beta1", "beta_1", "b1"),
    "beta2": ("beta2", "beta_2", "b2"),
    "rho": ("rho",),
    "eps": ("eps", "epsilon"),
    "weight_decay": ("weight_decay",),
}


def chosen(line):
    """The defaults of what a line of SAME calls, in the library's own names."""
    package, *rest = re.match(r"[\w.]+", line)[0].split(".")
    made = import_module(package)
    for part in rest:
        made = getattr(made, part)
    found = {name: each.default for name, each in signature(made).parameters.items()}
    return found | dict(zip(("beta1", "beta2"), found.get("betas", ())))


def test_each_library_has_its_column():
    assert set(DEFAULTS) == set(LABELS.values())
    assert all(hasattr(optimizers, name) for rules in DEFAULTS.values() for name in set(rules) - {"version"})


if INSTALLED:  # as in `make parity`

    @pytest.mark.parametrize("name", sorted(set(DEFAULTS["Keras"]) - {"version"}))
    @pytest.mark.parametrize("library", INSTALLED)
    def test_the_defaults_are_the_installed_librarys(library, name):
        rules, line = DEFAULTS[LABELS[library]], getattr(optimizers, name).SAME[library].removeprefix("# ")
        if name not in rules:
            assert not line.startswith(library)
            return
        theirs = chosen(line)
        for knob, value in rules[name].items():
            assert (theirs[next(each for each in NAMES[knob] if each in theirs)] or 0) == value
