"""What chapter 4 claims about RMSProp (slides S11, S12), measured."""

from typing import NamedTuple

import numpy as np

from course_lib import surfaces, training
from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, AdaGrad, Momentum, RMSProp

# ---- S11: swings ----

# The slide's picture: both come down about as fast.
PAIR = {"Momentum": Momentum(0.06), "RMSProp": RMSProp(0.3)}


class Swings(NamedTuple):
    """What a path does across the valley, the second coordinate y of the bowl (1, 100) from (10, 1).

    first: the first step with a loss of at most 0.5. Up to there: overshoot, how far y goes below 0 (its start is 1);
    way, the way y travels, Σ|change|; wide, how often y comes out beyond 0.05 on the other side; reversals, how often
    y's step turns round. end: the largest loss in the last 20 of all steps, where the rule hovers.
    """

    first: int
    overshoot: float
    way: float
    wide: int
    reversals: int
    end: float


def swings(opt, steps=200, width=0.05):
    """S11: RMSProp against too wide swings: their size and the way travelled, not their number."""
    surface = surfaces.quadratic((1, 100))
    run = training.descend(surface, opt, surface.start, steps)
    first = int(np.argmax(run.loss <= 0.5))
    y = run.W[: first + 1, 1]
    sides = np.sign(y[np.abs(y) > width])
    return Swings(
        first, float(max(0, -y.min())), float(np.abs(np.diff(y)).sum()), int(np.sum(np.diff(sides) != 0)),
        turns(y), float(run.loss[-20:].max()),
    )  # fmt: skip


def turns(y):
    """How often a sequence turns round."""
    moves = np.diff(y)
    return int(np.sum(moves[1:] * moves[:-1] < 0))


# ---- S12: the largest rate ----


def largest_good_rate(rule, scale=1.0, steps=1000, level=0.5):
    """S12, "a larger rate becomes possible": the largest that ends at a loss of at most `level` on the bowl (1, 100).

    scale: the factor on the loss (and on `level` with it). One sweep of 1000 rates, 1 % apart.
    """
    surface = surfaces.scaled(surfaces.quadratic((1, 100)), scale)
    unit = scale if rule is not RMSProp else 1.0
    rates = 1.01 ** np.arange(-900, 100)[:, None] / unit
    end = training.descend(surface, rule(lr=rates), surface.start, steps).loss[-20:].max(axis=0)
    return float(rates[end <= scale * level].max())


def resting_distance(lr, curvature=1.0, steps=2000):
    """S12: RMSProp has no largest stable rate on a bowl: it ends jumping between ±lr/2. The largest |W| at the end."""
    bowl = surfaces.quadratic((curvature,))
    path = training.descend(bowl, RMSProp(lr), [1.0], steps).W
    return float(np.abs(path[-100:]).max())


# ---- S12: what the root does ----


def steps_for(sizes, rule, lr=0.01, steps=200, **knobs):
    """S12: the length of a rule's steps, in units of lr, when every gradient has the same size: (len(sizes),).

    RMSProp divides each gradient by its usual size, so large and small gradients end with the same step, lr.
    """
    sizes = np.asarray(sizes, dtype=float)
    opt, W = rule(lr, **knobs), np.zeros(len(sizes))
    state = opt.start(W)
    for _ in range(steps):
        before = W
        W, state = opt.step(W, sizes, state)
    return (before - W) / lr


class Change(NamedTuple):
    """Steps in units of lr before and after the gradient's size changes: {name: (steps,)}, and where it changes."""

    steps: dict
    at: int


def after_a_change(before=10.0, after=0.1, beta=0.9, half=200):
    """S12: RMSProp's average forgets, AdaGrad's sum does not: a gradient whose size changes half-way. A Change."""
    gradients = np.repeat([before, after], half)[:, None]
    found = {}
    for name, opt in {"AdaGrad": AdaGrad(1.0), "RMSProp": RMSProp(1.0, beta)}.items():
        W, state, path = np.zeros(1), opt.start(np.zeros(1)), [0.0]
        for g in gradients:
            W, state = opt.step(W, g, state)
            path.append(W[0])
        found[name] = -np.diff(path)
    return Change(found, half)


def steps_to_recover(before=10.0, after=0.1, beta=0.9, within=0.05, half=400):
    """How many steps after the change RMSProp's step is, and stays, within 5 % of lr."""
    change = after_a_change(before, after, beta, half)
    off = np.abs(change.steps["RMSProp"][change.at :] - 1) > within
    return int(np.flatnonzero(off)[-1] + 2) if off.any() else 1


# ---- real data ----

MIDDLE = {SGD: 0.25, Momentum: 0.5, RMSProp: 1 / 64}


def digits_race(rule):
    """The digits with an MLP, at the best of nine rates: a tuning.Race. Ten seeds choose the rate, ten others race."""
    return tuning.race(tuning.digits(), rule, MIDDLE[rule], fresh=tuning.digits(first=10))


def claims():
    """S11 and S12 with what the runs say of each."""
    wide, calm = (swings(opt) for opt in PAIR.values())
    good = {rule: largest_good_rate(rule) for rule in (SGD, Momentum, RMSProp)}
    small, large = steps_for([0.01, 100.0], RMSProp)
    forget = after_a_change().steps
    late = {name: steps[-1] for name, steps in forget.items()}
    return [
        Claim(
            "S11", "RMSProp keeps Momentum's swings from getting too wide",
            calm.way < wide.way / 4 and calm.overshoot < 0.1 < wide.overshoot,
            f"κ = 100: y travels {calm.way:.1f} against {wide.way:.1f}, overshoot {calm.overshoot:.1f} against "
            f"{wide.overshoot:.1f}",
            calm.reversals > wide.reversals and calm.end > 2 * wide.end,
            f"turns are counted, {calm.reversals} against {wide.reversals}; or it is to settle: it hovers at "
            f"{calm.end:.1f}",
        ),
        Claim(
            "S12", "S is a moving average, so the rate can rise again", late["RMSProp"] > 0.9,
            f"after gradients fall from 10 to 0.1 the step is back at {late['RMSProp']:.1f} lr, "
            f"AdaGrad's at {late['AdaGrad']:.3f}",
        ),
        Claim(
            "S12", "a larger learning rate becomes possible", good[RMSProp] > 5 * good[SGD],
            f"κ = 100, largest rate that ends below 0.5: RMSProp {good[RMSProp]:.2f}, SGD {good[SGD]:.2f}",
            good[Momentum] > good[RMSProp],
            f"it is compared with Momentum's {good[Momentum]:.2f}; and the units differ: with loss × 100 only "
            "RMSProp's stays",
        ),
        Claim(
            "S12", "the root makes large gradients much smaller and small ones a little smaller", bool(small < 0.01),
            f"steady gradients of 0.01 and 100 give steps of {small:.2f} and {large:.2f} lr: the small one grew",
        ),
    ]  # fmt: skip


