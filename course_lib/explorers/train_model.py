"""What the explorer `train` trains, in Python: the models, first weights and schedules of its script."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_lib import models, schedules
from course_lib.explorers import chance

# What js/schedule.js has, by the same names.
SCHEDULES: dict[str, Callable[[int], np.ndarray | None]] = {
    "constant": lambda steps: None,
    "step": schedules.step,
    "cosine": schedules.cosine,
    "warm-up": schedules.warm_up,
    "warm-up + cosine": lambda steps: schedules.warm_up(steps) * schedules.cosine(steps),
}


def model_of(inputs: int, outputs: int, classes: bool, settings: Mapping[str, Any]) -> Any:
    """The model of the library: without hidden layers linear or softmax regression.

    settings: {"hidden": numbers of units, "activation"}.
    """
    if settings["hidden"]:
        return models.MLP(inputs, tuple(settings["hidden"]), outputs, classes, settings["activation"])
    return models.SoftmaxRegression(inputs, outputs) if classes else models.LinearRegression(inputs)


def start_of(model: Any, seed: int) -> np.ndarray:
    """The first weights by explorers.chance: those of `model.start`, from other numbers."""
    if not isinstance(model, models.MLP):
        return model.start()
    z, used, parts = chance.normals(seed, chance.START, model.size), 0, []
    gain = models.ACTIVATIONS[model.activation][2]
    for rows, columns in model.matrices:
        parts += [z[used : used + rows * columns] * np.sqrt(gain / rows), np.zeros(columns)]
        used += rows * columns
    return np.concatenate(parts)
