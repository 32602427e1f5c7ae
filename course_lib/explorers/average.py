"""The average explorer (chapter 3): what an exponential average remembers, and what it makes of a noisy series."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from course_lib import style
from course_lib.explorers import base, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SLIDES = (0.9, 0.98)  # the two of slide S8
LOOKS = {
    "inside": {"colour": style.BLUE, "dashes": []},
    "outside": {"colour": style.SKY, "dashes": []},
    "window": {"colour": style.BLACK, "dashes": table.DASHES["--"]},
    "share": {"colour": style.RED, "dashes": table.DASHES[":"]},
    "full": {"colour": style.GREY, "dashes": []},
    "average": {"colour": style.BLUE, "dashes": []},
    "corrected": {"colour": style.RED, "dashes": table.DASHES["--"]},
}


class AverageExplorer(base.Explorer):
    """What `average` returns."""

    MAIN = "average"
    FACTS: ClassVar = {
        "beta": "β",
        "N": "the window 1/(1−β)",
        "within": "the share of weight of the newest N",
        "first": "the first average",
        "noise": "the standard deviation of what is left of it after step 100",
    }

    def figure(self) -> "Figure":
        """The weights and the smoothed series for the β that is chosen."""
        from course_lib.plots import averages

        return averages.memory(np.array(self.fixed["noisy"]), np.array(self.fixed["full"]), self.settings["beta"])


def average(
    noisy: np.ndarray,
    full: np.ndarray,
    beta: float = 0.9,
    *,
    corrected: bool = False,
    tasks: Sequence[dict[str, Any]] = (),
    alt: str,
) -> AverageExplorer:
    """An explorer of the exponential average: its weights over the age, and what it makes of a series.

    noisy, full: (T,), T above 100, a series and what it would be without noise. beta: in [0, 0.99]. corrected: draw
    the average divided by 1 - βᵗ as well. tasks: see `average_task`. alt: what the still picture shows.
    Returns the widget; its settings are {"beta", "corrected"}.
    """
    if np.shape(noisy) != np.shape(full) or np.ndim(noisy) != 1 or len(noisy) <= 100:
        raise ValueError(
            f"noisy and full must be two series of the same length, above 100, got shapes {np.shape(noisy)}"
            f" and {np.shape(full)}."
        )
    settings = {"beta": table.within("beta", beta, 0, 0.99), "corrected": bool(corrected)}
    fixed = {
        "noisy": np.round(noisy, 4).tolist(),
        "full": np.round(full, 4).tolist(),
        "betas": list(SLIDES),
        "looks": LOOKS,
        "first": settings,
        "tasks": list(tasks),
    }
    return AverageExplorer(fixed, settings, alt)


average_task = AverageExplorer.task
