"""The bias-correction explorer (chapter 5): how wrong Adam's first steps are without correction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from course_lib import style
from course_lib.explorers import base, table
from course_lib.language import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STEPS = 4000
LOOKS = {
    "corrected": {"colour": style.RED, "dashes": []},
    "step": {"colour": style.BLACK, "dashes": table.DASHES["--"]},
    "m": {"colour": style.BLUE, "dashes": table.DASHES["-."]},
    "root_S": {"colour": style.GREEN, "dashes": table.DASHES[":"]},
}


class BiasExplorer(base.Explorer):
    """What `bias` returns."""

    MAIN = "bias"
    FACTS: ClassVar = {
        "beta1": "β₁",
        "beta2": "β₂",
        "t": "the step that is spelled out",
        "first": "the length of the first uncorrected step in α",
        "longest": "that of the longest",
    }

    def figure(self) -> "Figure":
        """The shares of the right size against the step, for the β₁ and β₂ that are chosen."""
        from course_lib.plots.adam import start_error

        m, root_S, step = shares(self.settings["beta1"], self.settings["beta2"], np.arange(1, STEPS + 1))
        title = say("Without correction the first step is {first} α", first=f"{step[0]:.2f}")
        return start_error(m, root_S, step, title)


def shares(beta1: float, beta2: float, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Without correction in step t, g = 1: m = $1-\beta_1^t$, √S = $\sqrt{1-\beta_2^t}$, and the step m/√S in α."""
    m, root_S = 1 - beta1**t, np.sqrt(1 - beta2**t)
    return m, root_S, m / root_S


def bias(beta1: float = 0.9, beta2: float = 0.999, *, tasks: Sequence[dict[str, Any]] = (), alt: str) -> BiasExplorer:
    """An explorer of what the correction of m and S repairs: Adam on a constant gradient, with and without it.

    beta1: in [0, 0.99]. beta2: in [0, 0.999]. tasks: see `bias_task`. alt: what the still picture shows.
    Returns the widget; its settings are beta1, beta2 and t, the step that is spelled out.
    """
    settings = {"beta1": table.within("beta1", beta1, 0, 0.99), "beta2": table.within("beta2", beta2, 0, 0.999), "t": 1}
    fixed = {"steps": STEPS, "looks": LOOKS, "first": settings, "tasks": list(tasks)}
    return BiasExplorer(fixed, settings, alt)


bias_task = BiasExplorer.task
