"""One table of what the explorers show: the rules' colours and lines, and their sliders."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib import optimizers, style
from course_lib.optimizers.rule import Knob, knobs

# Lengths of strokes and gaps, in widths of the line.
DASHES = {"-": [], "--": [4, 2], ":": [1, 1.5], "-.": [5, 2, 1, 2]}

# {name: rule} of those that work on the coordinates of a point: Muon, which works on matrices, is left out.
RULES = {name: rule for name, rule in optimizers.RULES.items() if rule.elementwise}


def slider(knob: Knob) -> dict[str, Any]:
    """What js/controls.js needs of a hyperparameter's slider."""
    return {
        "label": knob.label,
        "min": knob.least,
        "max": knob.most,
        **({"step": knob.step} if knob.step else {"log": True}),
    }


def all_sliders() -> dict[str, dict[str, Any]]:
    """{hyperparameter: its slider}, each as far down as it stands in any rule."""
    places: dict[str, int] = {}
    found = {}
    for rule in RULES.values():
        for place, (name, knob) in enumerate(knobs(rule).items()):
            places[name] = max(place, places.get(name, 0))
            found[name] = slider(knob)
    return {name: found[name] for name in sorted(found, key=lambda name: places[name])}


KNOBS = all_sliders()

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
    return {name: within(name, getattr(rule, name), knob.least, knob.most) for name, knob in knobs(rule).items()}


def within(name: str, value: float, low: float, high: float) -> float:
    """`value` as a float when it lies between low and high; ValueError otherwise."""
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g} for its slider, got {value:g}.")
    return float(value)


def colours() -> list[str]:
    """Cividis, which colour-blind readers can follow, in 32 steps from a low loss to a high one."""
    from matplotlib import colormaps, colors  # here: importing the explorers stays quick

    return [colors.to_hex(colour) for colour in colormaps["cividis"](np.linspace(0, 1, 32))]
