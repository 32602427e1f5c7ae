"""One table of what the explorers show: the rules' colours and lines, and the sliders of their hyperparameters."""

from dataclasses import fields

import numpy as np

from course_lib import style

# Lengths of strokes and gaps, in widths of the line.
DASHES = {"-": [], "--": [4, 2], ":": [1, 1.5], "-.": [5, 2, 1, 2]}

# Muon is left out: it works on matrices, not on the coordinates of a point.
RULES = ("SGD", "Momentum", "Nesterov", "AdaGrad", "AdaDelta", "RMSProp", "Adam", "AdamW", "AMSGrad", "NAdam", "Lion")

KNOBS = {
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


def look(name):
    """{"colour", "dashes"} of a rule."""
    line = style.line(name)
    return {"colour": line["color"], "dashes": DASHES[line["linestyle"]]}


def knobs_of(rule):
    """The hyperparameters of a rule that a slider can move: {name: value}. ValueError outside the slider's range."""
    values = {field.name: getattr(rule, field.name) for field in fields(rule) if field.name in KNOBS}
    for name, value in values.items():
        within(name, value, KNOBS[name]["min"], KNOBS[name]["max"])
    return values


def within(name, value, low, high):
    """`value` as a float when it lies between low and high; ValueError otherwise."""
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g} for its slider, got {value:g}.")
    return float(value)


def colours():
    """Cividis, which colour-blind readers can follow, in 32 steps from a low loss to a high one."""
    from matplotlib import colormaps, colors  # here: importing the explorers stays quick

    return [colors.to_hex(colour) for colour in colormaps["cividis"](np.linspace(0, 1, 32))]
