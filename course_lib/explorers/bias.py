"""The bias-correction explorer (chapter 5): how wrong Adam's first steps are without correction."""

import numpy as np

from course_lib import style
from course_lib.explorers import base, table

STEPS = 4000
LOOKS = {
    "corrected": {"colour": style.RED, "dashes": []},
    "step": {"colour": style.BLACK, "dashes": table.DASHES["--"]},
    "m": {"colour": style.BLUE, "dashes": table.DASHES["-."]},
    "root_S": {"colour": style.GREEN, "dashes": table.DASHES[":"]},
}


class BiasExplorer(base.Explorer):
    """What `bias` returns."""

    _esm = base.script("bias")

    def figure(self):
        """The shares of the right size against the step, for the β₁ and β₂ that are chosen."""
        from course_lib.plots.adam import start_error

        m, root_S, step = shares(self.settings["beta1"], self.settings["beta2"], np.arange(1, STEPS + 1))
        return start_error(m, root_S, step, f"Without correction the first step is {step[0]:.2f} lr")


def shares(beta1, beta2, t):
    r"""Without correction in step t, g = 1: m = $1-\beta_1^t$, √S = $\sqrt{1-\beta_2^t}$, and the step m/√S in lr."""
    m, root_S = 1 - beta1**t, np.sqrt(1 - beta2**t)
    return m, root_S, m / root_S


def bias(beta1=0.9, beta2=0.999, *, tasks=(), alt):
    """An explorer of what the correction of m and S mends: Adam on a constant gradient, with and without it.

    beta1: in [0, 0.99]. beta2: in [0, 0.999]. tasks: see `bias_task`. alt: what the still picture shows.
    Returns the widget; its settings are beta1, beta2 and t, the step that is spelled out.
    """
    settings = {"beta1": table.within("beta1", beta1, 0, 0.99), "beta2": table.within("beta2", beta2, 0, 0.999), "t": 1}
    fixed = {"steps": STEPS, "looks": LOOKS, "first": settings, "tasks": list(tasks)}
    return BiasExplorer(fixed, settings, alt)


def bias_task(text, **where):
    """Something to find: each named number lies in its range (low, high).

    Names: beta1, beta2; first and longest, the length of the first and of the longest uncorrected step in lr; t.
    """
    return {"text": text, "where": {name: list(map(float, ends)) for name, ends in where.items()}}
