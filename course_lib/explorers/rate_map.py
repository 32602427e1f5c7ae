"""The map of learning rates and β (chapters 3 to 5): each place is a run on a bowl, its colour the last loss."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from course_lib import optimizers, surfaces, training
from course_lib.explorers import base, table
from course_lib.explorers.names import one_of
from course_lib.language import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# 40 values of β from 0 to 0.975, among them 0.9; 64 rates with the same ratio from each to the next.
BETAS = np.arange(40) / 40
LRS = np.array(base.rounded(np.geomspace(1e-3, 10, 64).tolist()))
# Which β's each rule has.
RULES = {"Momentum": ["beta"], "RMSProp": ["beta"], "Adam": ["beta1", "beta2"]}
NAMES = {"beta": "β", "beta1": "β₁", "beta2": "β₂"}


class RateMap(base.Explorer):
    """What `rate_map` returns."""

    MAIN = "rate_map"
    FACTS: ClassVar = {
        "loss": "the last loss at the cross",
        "lr": "the learning rate",
        "beta": "the β up the map",
        "rule": "the rule, by its name",
        "knob": "which β that is, by its name",
        "kappa": "κ",
        "steps": "the number of steps",
    }

    def figure(self) -> "Figure":
        """The plane of the settings, computed by course_lib in one call."""
        from course_lib.plots.rate_map import rate_map

        chosen = self.settings
        bowl, loss = losses(**{name: chosen[name] for name in ("rule", "knob", "kappa", "steps")})
        momentum = chosen["rule"] == "Momentum"
        limits = 2 * (1 + BETAS) / ((1 - BETAS) * chosen["kappa"]) if momentum else None
        named = {"rule": chosen["rule"], "steps": chosen["steps"], "kappa": f"{chosen['kappa']:g}"}
        title = say("{rule}, {steps} steps on a bowl with κ = {kappa}", **named)
        return rate_map(LRS, BETAS, loss, bowl.value(bowl.start), limits, NAMES[chosen["knob"]], title)


def losses(rule: str, knob: str, kappa: float, steps: int) -> tuple[Any, np.ndarray]:
    """(the bowl, the last loss (40, 64) of each β and rate, NaN for a run that diverged)."""
    bowl = surfaces.quadratic((1, kappa))
    lr, beta = (axis.ravel()[:, None] for axis in np.meshgrid(LRS, BETAS))
    run = training.descend(bowl, getattr(optimizers, rule)(**{"lr": lr, knob: beta}), bowl.start, steps)
    return bowl, np.where(run.diverged, np.nan, run.loss[-1]).reshape(len(BETAS), len(LRS))


def rate_map(
    rules: Sequence[str] = ("Momentum",),
    kappa: float = 25,
    steps: int = 100,
    *,
    knob: str | None = None,
    lr: float = 0.1,
    beta: float = 0.9,
    tasks: Sequence[dict[str, Any]] = (),
    alt: str,
) -> RateMap:
    """An explorer of the plane of hyperparameters: move over it to see the run of a place, click to keep it.

    rules: those to choose from, of Momentum, RMSProp and Adam. kappa: the condition number of the bowl, 1 to 200.
    steps: 1 to 200. knob: which β of the first rule stands up the map, its first by default. lr, beta: where the cross
    stands at first (the nearest cell). tasks: see `rate_task`.
    alt: what the still picture shows. Returns the widget; its settings are rule, knob, kappa, steps, lr and beta.
    """
    if unknown := [rule for rule in rules if rule not in RULES]:
        raise ValueError(f"{', '.join(unknown)} has no map; choose among {', '.join(RULES)}.")
    for task in tasks:
        one_of(task["where"].get("rule", rules[0]), rules, "rule")
    settings: dict[str, Any] = {
        "rule": rules[0],
        "knob": one_of(knob or RULES[rules[0]][0], RULES[rules[0]], "β"),
        "kappa": table.within("kappa", kappa, 1, 200),
        "steps": int(table.within("steps", steps, 1, 200)),
        "lr": float(LRS[np.argmin(np.abs(np.log(LRS / lr)))]),
        "beta": float(BETAS[np.argmin(np.abs(BETAS - beta))]),
    }
    fixed = {
        "rules": {rule: RULES[rule] for rule in rules},
        "looks": {rule: table.look(rule) for rule in rules},
        "rest": {rule: table.knobs_of(getattr(optimizers, rule)()) for rule in rules},
        "lrs": LRS.tolist(),
        "betas": BETAS.tolist(),
        "colours": table.colours(),
        "first": settings,
        "tasks": list(tasks),
    }
    return RateMap(fixed, settings, alt)


rate_task = RateMap.task
