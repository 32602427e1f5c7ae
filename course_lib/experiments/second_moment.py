"""What dividing by the root of S does to the steps (slide S12): on gradients that are given, not on a surface.

All lengths are in units of lr, so no rate has to be chosen.
"""

from typing import NamedTuple

import numpy as np

from course_lib.experiments.adagrad import rule_path
from course_lib.optimizers import AdaGrad, RMSProp

# Hinton's example: nine mini-batches with a small gradient, the tenth with a large one. Their sum is 0.
UNEVEN = (0.1,) * 9 + (-0.9,)


def steps_for(sizes, rule, lr=0.01, steps=200, **knobs):
    """S12: the length of a rule's last step, in units of lr, when gradients of these sizes repeat: (len(sizes),).

    RMSProp divides each gradient by its usual size, so large and small gradients end with the same step, lr.
    """
    sizes = np.asarray(sizes, dtype=float)
    path = rule_path(rule(lr, **knobs), np.zeros(len(sizes)), np.tile(sizes, (steps, 1)))
    return (path[-2] - path[-1]) / lr


def drift(beta, gradients=UNEVEN, rounds=200, rng=None):
    """Why S is averaged at all: where RMSProp is on gradients whose mean is 0, in units of lr, (T + 1,) from 0.

    With β = 0 only the sign is left, and W runs away. A large β gives gradients that are neighbours almost the same
    divisor, so they almost cancel. gradients: one round of them, T/rounds long; rng: shuffles each round.
    """
    each = np.tile(np.asarray(gradients, dtype=float), (rounds, 1))
    series = each if rng is None else rng.permuted(each, axis=1)
    return rule_path(RMSProp(1.0, beta, eps=0.0), np.zeros(1), series.reshape(-1, 1))[:, 0]


class Change(NamedTuple):
    """Steps in units of lr before and after the gradient's size changes: {name: (steps,)}, and where it changes."""

    steps: dict
    at: int


def after_a_change(before=10.0, after=0.1, beta=0.9, half=200):
    """S12: RMSProp's average forgets, AdaGrad's sum does not: a gradient whose size changes half-way. A Change."""
    gradients = np.repeat([before, after], half)[:, None]
    rules = {"AdaGrad": AdaGrad(1.0), "RMSProp": RMSProp(1.0, beta)}
    return Change({name: -np.diff(rule_path(opt, np.zeros(1), gradients)[:, 0]) for name, opt in rules.items()}, half)


def steps_to_recover(before=10.0, after=0.1, beta=0.9, within=0.05, half=400):
    """How many steps after the change RMSProp's step is, and stays, within 5 % of lr.

    After a fall by the factor r about N(2 ln r + 2.2) with N = 1/(1-β); after a rise less than 2.4 N.
    """
    change = after_a_change(before, after, beta, half)
    off = np.abs(change.steps["RMSProp"][change.at :] - 1) > within
    return int(np.flatnonzero(off)[-1] + 2) if off.any() else 1
