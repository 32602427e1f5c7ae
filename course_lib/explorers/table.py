"""One table of what the explorers show: the rules' colours and lines, and the sliders of their hyperparameters."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from course_lib import style

# Lengths of strokes and gaps, in widths of the line.
DASHES = {"-": [], "--": [4, 2], ":": [1, 1.5], "-.": [5, 2, 1, 2]}

# Muon is left out: it works on matrices, not on the coordinates of a point.
RULES = ("SGD", "Momentum", "Nesterov", "AdaGrad", "AdaDelta", "RMSProp", "Adam", "AdamW", "AMSGrad", "NAdam", "Lion")

KNOBS: dict[str, dict[str, Any]] = {
    "lr": {"label": "learning rate", "min": 1e-4, "max": 10, "log": True},
    "beta": {"label": "β", "min": 0, "max": 0.99, "step": 0.01},
    "beta1": {"label": "β₁", "min": 0, "max": 0.99, "step": 0.01},
    "beta2": {"label": "β₂", "min": 0, "max": 0.999, "step": 0.001},
    "rho": {"label": "ρ", "min": 0, "max": 0.99, "step": 0.01},
    "eps": {"label": "ε", "min": 1e-12, "max": 1, "log": True},
    "weight_decay": {"label": "weight decay λ", "min": 0, "max": 1, "step": 0.01},
}

# A learner's own rule.
OWN = {"colour": style.PURPLE, "dashes": DASHES["-."]}


def look(name: str) -> dict[str, Any]:
    """{"colour", "dashes"} of a rule."""
    line = style.line(name)
    return {"colour": line["color"], "dashes": DASHES[line["linestyle"]]}


def looks(names: Sequence[str]) -> list[dict[str, Any]]:
    """{"colour", "dashes", "rule"} of rules drawn together: a second one of a name has another line in its colour."""
    found: list[dict[str, Any]] = []
    for name in names:
        usual = look(name)
        taken = [other["dashes"] for other in found if other["colour"] == usual["colour"]]
        free = [dashes for dashes in (usual["dashes"], *DASHES.values()) if dashes not in taken]
        if not free:
            raise ValueError(f"only {len(DASHES)} rules of one colour can be told apart; leave out one {name}.")
        found.append({"colour": usual["colour"], "dashes": free[0], "rule": name})
    return found


def linestyle(look: dict[str, Any]) -> str:
    """The line of a look as matplotlib calls it."""
    return next(name for name, dashes in DASHES.items() if dashes == look["dashes"])


def symbol(knob: str) -> str:
    """A hyperparameter's short name in a label."""
    return "lr" if knob == "lr" else KNOBS[knob]["label"]


def knobs_of(rule: Any) -> dict[str, float]:
    """The hyperparameters of a rule that a slider can move: {name: value}. ValueError outside the slider's range."""
    values = {field.name: getattr(rule, field.name) for field in fields(rule) if field.name in KNOBS}
    for name, value in values.items():
        within(name, value, KNOBS[name]["min"], KNOBS[name]["max"])
    return values


def within(name: str, value: float, low: float, high: float) -> float:
    """`value` as a float when it lies between low and high; ValueError otherwise."""
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g} for its slider, got {value:g}.")
    return float(value)


def colours() -> list[str]:
    """Cividis, which colour-blind readers can follow, in 32 steps from a low loss to a high one."""
    from matplotlib import colormaps, colors  # here: importing the explorers stays quick

    return [colors.to_hex(colour) for colour in colormaps["cividis"](np.linspace(0, 1, 32))]
