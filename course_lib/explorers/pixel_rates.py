"""AdaGrad's rate for each pixel of the digits (chapter 2): rare pixels keep a large one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from course_lib import style
from course_lib.explorers import base, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MEAN = "mean of the ten"
LOOKS = {
    "pixel": {"colour": style.ORANGE, "dashes": []},
    "median": {"colour": style.GREY, "dashes": table.DASHES["--"]},
}


class PixelRates(base.Explorer):
    """What `pixel_rates` returns."""

    MAIN = "pixel_rates"
    FACTS: ClassVar = {
        "rate": "the chosen pixel's rate",
        "sum": "its Σg²",
        "times": "its rate over the median pixel's",
        "on": "the share of pictures in which it is on",
        "eps": "ε",
        "pixel": "its number, from 0",
        "record": "the number of the step recorded, from 0",
    }

    def figure(self) -> "Figure":
        """How often each pixel is on, and its rate after the step that is chosen."""
        from course_lib.plots.adagrad import pixel_maps

        total = np.array(self.fixed["total"][self.settings["record"]])
        digit = self.settings["digit"]
        sums = total.mean(axis=1) if digit == MEAN else total[:, int(digit)]
        return pixel_maps(np.array(self.fixed["on_rate"]), self.fixed["lr"] / np.sqrt(sums + self.settings["eps"]))


def pixel_rates(
    sums: Any, pixel: int = 27, *, eps: float = 1e-8, tasks: Sequence[dict[str, Any]] = (), alt: str
) -> PixelRates:
    """An explorer of lr/√(Σg² + ε) for each of the 64 pixels: choose a pixel, a digit's weights, a step, ε.

    sums: what `experiments.sparse.pixel_sums` returns, at K steps. pixel: the one chosen at first, 0 to 63.
    tasks: see `pixel_task`. alt: what the still picture shows.
    Returns the widget; its settings are pixel, digit, record (the number of the step recorded) and eps.
    """
    if np.shape(sums.total)[1:] != (64, 10) or len(sums.total) != len(sums.steps):
        raise ValueError(f"sums.total must have the shape ({len(sums.steps)}, 64, 10), got {np.shape(sums.total)}.")
    settings = {
        "pixel": int(table.within("pixel", pixel, 0, 63)),
        "digit": MEAN,
        "record": len(sums.steps) - 1,
        "eps": table.within("eps", eps, 1e-12, 1),
    }
    fixed = {
        "steps": sums.steps.tolist(),
        "total": [[list(map(four_digits, ten)) for ten in each] for each in sums.total],
        "lr": float(sums.lr),
        "on_rate": [round(float(share), 5) for share in sums.on_rate],
        "colours": table.colours(),
        "looks": LOOKS,
        "first": settings,
        "tasks": list(tasks),
    }
    return PixelRates(fixed, settings, alt)


pixel_task = PixelRates.task


def four_digits(value: float) -> float:
    """As much of a number as a picture shows, and a quarter of its text.

    First ten digits and fourteen places: a tie between two fourth digits, and a sum of rounding errors where 0 is
    meant, would be decided by the processor.
    """
    return float(f"{float(f'{round(value, 14):.10g}'):.4g}")
