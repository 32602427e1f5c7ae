"""What chapter 3 claims about plains and pits (slide S10), measured: how far a point with a velocity rolls."""

from typing import NamedTuple

import numpy as np

from course_lib import surfaces, training
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, Momentum
from course_lib.surfaces import Surface


class Crossing(NamedTuple):
    """The furthest place that the point reached, and where it came to rest."""

    turn: float
    end: float
    history: training.History


def pit_crossing(opt, depth=0.1, hill=0.5, steps=3000):
    """S10: SGD stops in a small pit, Momentum runs through it; in front of a larger slope it turns and stays below.

    opt: the rule. depth: of the pit at 1. hill: the height at 3. Starts at -2.
    """
    surface = surfaces.pit(depth, hill)
    history = training.descend(surface, opt, surface.start, steps)
    return Crossing(float(history.W.max()), float(history.W[-1, 0]), history)


def highest_hill_passed(opt, hills, depth=0.1):
    """The highest of `hills` that the point gets over (it ends beyond 3), or 0 when it passes none."""
    return max([hill for hill in hills if pit_crossing(opt, depth, hill).end > 3], default=0.0)


def plain(width):
    """A slope of 1 down to W = 0, a plain of this width where the gradient is exactly 0, then the slope again."""
    return Surface(
        name="plain",
        value=lambda W: -np.minimum(W[..., 0], 0) - np.maximum(W[..., 0] - width, 0),
        gradient=lambda W: np.where((W >= 0) & (W <= width), 0.0, -1.0),
        window=((-35.0, 10.0),),
        start=(-30.1,),  # no multiple of a rate: whether the edge is met must not hang on a last digit
    )


class Roll(NamedTuple):
    """Where the point met the plain, at what velocity, and where it was at the end."""

    entry: float
    speed: float
    end: float


def roll(opt, width, steps=1000):
    """S10: on a plain v is multiplied by β in each step, so the point coasts lr·v·β/(1-β) further and stops.

    A narrower plain is crossed. The slope before it is long enough for v to reach its limit, 1. Returns a Roll.
    """
    surface = plain(width)
    W = training.descend(surface, opt, surface.start, steps).W[:, 0]
    met = int(np.argmax(W >= 0))
    return Roll(float(W[met]), float((W[met] - W[met - 1]) / opt.lr), float(W[-1]))


def claims():
    """S10 with what the runs say of it."""
    still, through, back = (pit_crossing(opt) for opt in (SGD(0.3), Momentum(0.3), Momentum(0.3, 0.97)))
    slow, narrow, wide = pit_crossing(Momentum(0.15)), roll(Momentum(0.3), 2.5), roll(Momentum(0.3), 3.5)
    return [
        Claim(
            "S10",
            "Momentum does not stop in small pits, and before a larger slope it may stay in the valley",
            still.end < 1.1 < through.end < through.turn < 3,
            f"rate 0.3: SGD stays in the pit at {still.end:.1f}; Momentum turns at {through.turn:.1f} and rests at "
            f"{through.end:.1f}",
            slow.end < 1.1 and back.end < 1.1,
            f"the rate is 0.15: it stays in the pit too; or β = 0.97: it rolls back into it, to {back.end:.1f}",
        ),
        Claim(
            "S10",
            "Momentum does not stop on plains",
            narrow.end > 2.5 and roll(SGD(0.3), 2.5).end < 0.3,
            "rate 0.3, velocity 1: it crosses a plain 2.5 wide, at whose edge SGD stops",
            0 < wide.end < 3.5,
            f"the plain is wider than it can coast: on one 3.5 wide it coasts {wide.end - wide.entry:.1f} and stops",
        ),
    ]
