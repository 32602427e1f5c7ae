"""What chapter 4 claims about RMSProp (slides S11, S12), measured."""

from typing import NamedTuple

import numpy as np

from course_lib import averages, surfaces, training
from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.experiments.momentum import Tuned, steps_to_stay_below
from course_lib.optimizers import SGD, AdaGrad, Momentum, RMSProp

# ---- S11: swings ----

BOWL = surfaces.quadratic((1, 100))

# The slide's picture: both come down about as fast.
PAIR = {"Momentum": Momentum(0.06), "RMSProp": RMSProp(0.3)}


class Swings(NamedTuple):
    """What a path does across the valley, the second coordinate y of the bowl (1, 100) from (10, 1).

    first: the first step with a loss of at most 0.5, or the last of all when there is none. Up to there: overshoot,
    how far y goes below 0 (its start is 1); way, the way y travels, Σ|change|; wide, how often y comes out beyond 0.05
    on the other side; reversals, how often y's step turns round. end: the largest loss in the last 20 of all steps,
    where the rule hovers.
    """

    first: int
    overshoot: float
    way: float
    wide: int
    reversals: int
    end: float


def swings(opt, steps=200, width=0.05):
    """S11: RMSProp against too wide swings: their size and the way travelled, not their number."""
    run = training.descend(BOWL, opt, BOWL.start, steps)
    down = run.loss <= 0.5
    first = int(np.argmax(down)) if down.any() else steps
    y = run.W[: first + 1, 1]
    sides = np.sign(y[np.abs(y) > width])
    return Swings(
        first,
        float(max(0, -y.min())),
        float(np.abs(np.diff(y)).sum()),
        int(np.sum(np.diff(sides) != 0)),
        turns(y),
        float(run.loss[-20:].max()),
    )


def turns(y):
    """How often a sequence turns round."""
    moves = np.diff(y)
    return int(np.sum(moves[1:] * moves[:-1] < 0))


class ThrownOut(NamedTuple):
    """What becomes of the rest on the valley's floor.

    y: (steps + 1,), across the valley. rate: (steps,), the rate lr/√(S + ε) that each step has across it. limit: the
    largest stable one, 2/λ. passes: the first step whose rate is above the limit. widest: the largest |y| after it,
    reached at step `at`.
    """

    y: np.ndarray
    rate: np.ndarray
    limit: float
    passes: int
    widest: float
    at: int


def thrown_out(opt=PAIR["RMSProp"], steps=100):
    """S11, where it fails: on the floor y's gradients are tiny, so S forgets the walls, and the rate grows past 2/λ.

    From there on y grows at every step, until S is large again. opt: an RMSProp whose rate passes the limit.
    """
    y = training.descend(BOWL, opt, BOWL.start, steps).W[:, 1]
    g = 100 * y[:-1]
    rate, limit = opt.lr / np.sqrt(averages.ewma(g**2, opt.beta) + opt.eps), 2 / 100
    passes = int(np.argmax(rate > limit)) + 1
    at = passes + int(np.argmax(np.abs(y[passes:])))
    return ThrownOut(y, rate, limit, passes, float(abs(y[at])), at)


def fewest_steps(rule, level=0.5, degrees=0, steps=1500):
    """S11, "to speed up convergence": steps until the loss stays ≤ `level` on the bowl (1, 100), a momentum.Tuned.

    At the best of 560 rates, 2 % apart, the same for each rule. degrees: by how much the bowl and its start are turned.
    """
    surface, rates = surfaces.rotated(BOWL, degrees), 1.02 ** np.arange(-500, 60)
    needed = steps_to_stay_below(training.descend(surface, rule(rates[:, None]), surface.start, steps), level)
    best = int(np.argmin(needed))
    return Tuned(int(needed[best]), float(rates[best]), 0 < best < len(rates) - 1)


# ---- S12: the largest rate ----


def largest_good_rate(rule, scale=1.0, steps=1000, level=0.5):
    """S12, "a larger rate becomes possible": the largest that ends at a loss of at most `level` on the bowl (1, 100).

    scale: the factor on the loss (and on `level` with it). One sweep of 1050 rates, 1 % apart, the same for each rule.
    """
    surface = surfaces.scaled(BOWL, scale)
    rates = 1.01 ** np.arange(-950, 100)[:, None]
    end = training.descend(surface, rule(lr=rates), surface.start, steps).loss[-20:].max(axis=0)
    return float(rates[end <= scale * level].max())


def resting_distance(lr, curvature=1.0, beta=0.9):
    """S12: RMSProp has no largest stable rate on a bowl: for β > 0 it ends jumping between ±lr/2.

    Returns the largest |W| at the end of 2000 steps.
    """
    return float(distances(lr, curvature, beta)[-100:].max())


def furthest(lr, curvature=1.0, beta=0.9):
    """S12: bounded at every rate. The largest |W| on the way from 1; no step is longer than lr/√(1-β)."""
    return float(distances(lr, curvature, beta).max())


def distances(lr, curvature, beta, steps=2000):
    """|W| after each step of RMSProp on the bowl ½·curvature·W², from 1: (steps + 1,)."""
    return np.abs(training.descend(surfaces.quadratic((curvature,)), RMSProp(lr, beta), [1.0], steps).W[:, 0])


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
    soon = {rule: fewest_steps(rule).steps for rule in (SGD, RMSProp)}
    close = {rule: fewest_steps(rule, level=0.005).steps for rule in (SGD, RMSProp)}
    return [
        Claim(
            "S11",
            "RMSProp keeps Momentum's swings from getting too wide",
            calm.way < wide.way / 4 and calm.overshoot < 0.1 < wide.overshoot,
            f"κ = 100: y travels {calm.way:.1f} against {wide.way:.1f}, overshoot {calm.overshoot:.1f} against "
            f"{wide.overshoot:.1f}",
            calm.reversals > wide.reversals and calm.end > 2 * wide.end,
            f"turns are counted, {calm.reversals} against {wide.reversals}; or it is to settle: it is thrown out again "
            f"and hovers at a loss of {calm.end:.1f}",
        ),
        Claim(
            "S11",
            "that speeds up convergence",
            soon[RMSProp] < soon[SGD],
            f"κ = 100, each at its best rate: a loss of 0.5 after {soon[RMSProp]} steps, SGD {soon[SGD]}",
            close[RMSProp] > close[SGD],
            f"it is to come close, since it hovers: 0.005 after {close[RMSProp]} steps, SGD {close[SGD]}",
        ),
        Claim(
            "S12",
            "S is a moving average, so the rate can rise again",
            late["RMSProp"] > 0.9,
            f"after gradients fall from 10 to 0.1 the step is back at {late['RMSProp']:.1f} lr, "
            f"AdaGrad's at {late['AdaGrad']:.3f}",
        ),
        Claim(
            "S12",
            "a larger learning rate becomes possible",
            good[RMSProp] > 5 * good[SGD],
            f"κ = 100, largest rate that ends below 0.5: RMSProp {good[RMSProp]:.2f}, SGD {good[SGD]:.2f}",
            good[Momentum] > good[RMSProp],
            f"it is compared with Momentum's {good[Momentum]:.2f}; and the units differ: with loss × 100 only "
            "RMSProp's stays",
        ),
        Claim(
            "S12",
            "the root makes large gradients much smaller and small ones a little smaller",
            bool(small < 0.01),
            f"steady gradients of 0.01 and 100 give steps of {small:.2f} and {large:.2f} lr: the small one grew",
        ),
    ]
