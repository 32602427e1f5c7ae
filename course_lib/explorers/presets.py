"""Settings with a name, which a button of the path explorer leads to: "too small", "good", "too large"."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from course_lib.explorers import table
from course_lib.explorers.names import one_of

# What a preset may set besides hyperparameters.
OTHERS = ("steps", "noise", "start", "surface", "rules")


def fragments(
    presets: Mapping[str, Mapping[str, Any]], fixed: Mapping[str, Any], settings: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """{name: what differs from the first settings}, for fixed["presets"].

    presets: {name: {what: value}}; what is a hyperparameter, of all rules that have it, a rule's label with
    {hyperparameter: value} of it alone, or one of OTHERS. ValueError for a name or a value that the explorer lacks.
    """
    if not isinstance(presets, Mapping):
        raise ValueError(f"presets must be {{name: settings}}, such as {{'good': {{'lr': 0.1}}}}, got {presets!r}.")
    return {str(name): fragment(str(name), wanted, fixed, settings) for name, wanted in presets.items()}


def fragment(
    preset: str, wanted: Mapping[str, Any], fixed: Mapping[str, Any], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """One of them."""
    if not isinstance(wanted, Mapping):
        raise ValueError(f"preset {preset!r} must be settings, such as {{'lr': 0.1}}, got {wanted!r}.")
    if not wanted:
        raise ValueError(f"preset {preset!r} must set something, such as {{'lr': 0.1}}.")
    found: dict[str, Any] = {}
    mine: dict[str, dict[str, float]] = {}
    known = {name for knobs in settings["knobs"].values() for name in knobs}
    surface = wanted.get("surface", settings["surface"])
    for what, value in wanted.items():
        if what in settings["knobs"] and isinstance(value, Mapping):
            for knob, number in value.items():
                one_of(knob, settings["knobs"][what], f"hyperparameter of {what}")
                mine.setdefault(what, {})[knob] = on_slider(knob, number)
        elif what in known:
            for label, knobs in settings["knobs"].items():
                if what in knobs and what not in mine.get(label, {}):
                    mine.setdefault(label, {})[what] = on_slider(what, value)
        else:
            one_of(what, (*known, *settings["knobs"], *OTHERS), f"setting of preset {preset!r}")
            found[what] = setting(what, value, fixed, surface)
    if "surface" in found and "start" not in found:
        found["start"] = fixed["surfaces"][surface]["start"]
    return found | ({"knobs": mine} if mine else {})


def on_slider(knob: str, value: float) -> float:
    """A hyperparameter's value, when its slider reaches it."""
    slider = table.KNOBS[knob]
    return table.within(knob, value, slider["min"], slider["max"])


def setting(what: str, value: Any, fixed: Mapping[str, Any], surface: str) -> Any:
    """The value of one of OTHERS, checked."""
    if what == "steps":
        return int(table.within("steps", value, 1, fixed["longest"]))
    if what == "noise":
        return table.within("noise", value, 0, 5)
    if what == "start":
        dimensions = len(fixed["surfaces"][surface]["start"])
        if np.shape(value) != (dimensions,):
            raise ValueError(f"start must hold {dimensions} numbers, got {value}.")
        return list(map(float, value))
    if what == "rules":
        for name in value:
            one_of(name, fixed["order"]["rules"], "rule")
        return [name for name in fixed["order"]["rules"] if name in value]
    return one_of(value, fixed["surfaces"], what)
