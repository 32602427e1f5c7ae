"""What chapter 4 claims about RMSProp (slides S11, S12), measured: its swings in a narrow valley and its speed."""

from typing import NamedTuple

import numpy as np

from course_lib import averages, surfaces, training
from course_lib.experiments import kept, tuning
from course_lib.experiments.claims import Claim
from course_lib.experiments.momentum import steps_to_stay_below
from course_lib.experiments.rmsprop_rates import BOWL, largest_good_rate
from course_lib.experiments.second_moment import after_a_change, steps_for, steps_to_recover
from course_lib.optimizers import SGD, Momentum, RMSProp

# ---- S11: swings ----

# A picture like the slide's: rates at which both come down about as fast.
PAIR = {"Momentum": Momentum(0.06), "RMSProp": RMSProp(0.3)}


class Swings(NamedTuple):
    """What a path does across the valley, in the second coordinate y of the bowl (1, 100), mostly from (10, 1).

    first: the first step with a loss of at most 0.5, or the last of all when there is none. Up to there: overshoot,
    how far y goes below 0; travel, the distance y covers, Σ|change|; wide, how often y comes out beyond 0.05 on the
    other side; reversals, how often y's step reverses. total: the distance y covers in all steps.
    end: the largest loss in the last 20 of all steps.
    """

    first: int
    overshoot: float
    travel: float
    wide: int
    reversals: int
    total: float
    end: float


def swings(opt, steps=200, width=0.05, start=BOWL.start):
    """S11: RMSProp against swings that are too wide: their size and the distance covered, not their number."""
    run = training.descend(BOWL, opt, start, steps)
    down = run.loss <= 0.5
    first = int(np.argmax(down)) if down.any() else steps
    y = run.W[: first + 1, 1]
    sides = np.sign(y[np.abs(y) > width])
    return Swings(
        first,
        float(max(0, -y.min())),
        float(np.abs(np.diff(y)).sum()),
        int(np.sum(np.diff(sides) != 0)),
        reversals(y),
        float(np.abs(np.diff(run.W[:, 1])).sum()),
        float(run.loss[-20:].max()),
    )


def reversals(y):
    """How often a sequence reverses its direction."""
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


# ---- S11: speed ----

# Far up a wall of the bowl, where its own start, (10, 1), is near the floor.
ON_THE_WALL = (10, 10)

LEVELS = (20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005)  # the loss starts at 100


class Fewest(NamedTuple):
    """For each level, the fewest steps over the grid of rates, and the rate that needs them: (len(levels),) each."""

    steps: np.ndarray
    lr: np.ndarray


def fewest_steps(rule, levels=LEVELS, degrees=0, steps=1500, start=BOWL.start, **knobs):
    """S11, "to speed up convergence": steps until the loss stays at or below each level on the bowl (1, 100).

    Each level at the best of 560 rates, 2 % apart, the same for each rule; β is not tuned. degrees: by how much the
    bowl and its start are turned. SGD needs some ln(1/level) steps, RMSProp some 1/√level: it must hover that low.
    """
    surface, rates = surfaces.rotated(surfaces.quadratic((1, 100), start), degrees), 1.02 ** np.arange(-500, 60)
    history = training.descend(surface, rule(rates[:, None], **knobs), surface.start, steps)
    needed = np.array([steps_to_stay_below(history, level) for level in levels])
    return Fewest(needed.min(axis=1), rates[needed.argmin(axis=1)])


# ---- real data ----

MIDDLE = {SGD: 0.5, Momentum: 1.0, RMSProp: 1 / 64}
# The best rates over sixteen epochs, found in the same way (a test searches again).
LONGER = {Momentum: 2**0.5, RMSProp: 2**-6}


def digits_race(rule):
    """The digits with an MLP, at the best of nine rates: a tuning.Race. Ten seeds choose the rate, forty others race.

    Forty, since ten cannot tell the three apart. In a browser it is read: see `kept`.
    """
    return kept.race(raced_as(rule), lambda: raced(rule), "rmsprop.raced")


def raced_as(rule):
    """What that race is called in the file of what is kept."""
    return f"digits, {rule.__name__}, the best of nine rates, seeds 10 to 49"


def raced(rule):
    """The same, run."""
    return tuning.race(tuning.digits(), rule, MIDDLE[rule], fresh=tuning.digits(40, first=10))


def longer_race(rule, first=10):
    """The same over sixteen epochs, at the rate of LONGER; the loss at the start and the end alone."""
    return tuning.at(tuning.digits(40, epochs=16, first=first, records=0), rule, LONGER[rule])


def claims():
    """S11 and S12 with what the runs say of each."""
    wide, calm = (swings(opt) for opt in PAIR.values())
    rough, fine = 5, 0.005
    rates = {rule: [largest_good_rate(rule, level) for level in (rough, fine)] for rule in (SGD, Momentum, RMSProp)}
    small, large = steps_for([0.01, 100.0], RMSProp)
    late = {name: steps[-1] for name, steps in after_a_change().steps.items()}
    levels = (20, 0.5, fine)
    rules = (SGD, Momentum, RMSProp)
    steps, above = (
        {rule: fewest_steps(rule, levels, start=start).steps for rule in rules} for start in (BOWL.start, ON_THE_WALL)
    )
    beside = [swings(opt, start=(10, 0.5)).total for opt in PAIR.values()]
    return [
        Claim(
            "S11",
            "RMSProp keeps Momentum's swings from getting too wide",
            calm.travel < wide.travel / 4 and calm.overshoot < 0.1 < wide.overshoot,
            f"κ = 100, start (10, 1), β = 0.9, rates 0.3 and 0.06, until the loss is 0.5: across the valley it covers "
            f"{calm.travel:.1f} against {wide.travel:.1f}, overshoot {calm.overshoot:.1f} against {wide.overshoot:.1f}",
            calm.reversals > wide.reversals and calm.total > 2 * wide.total and beside[1] > 2 * beside[0],
            f"reversals are counted, {calm.reversals} against {wide.reversals}; or it runs on: it jumps off the floor, "
            f"and after 200 steps it has covered {calm.total:.0f} against {wide.total:.0f}; or from (10, 0.5) 0.5 is "
            f"not reached, and it covers {beside[1]:.0f} in 200 steps, Momentum {beside[0]:.1f}",
        ),
        Claim(
            "S11",
            "that speeds up convergence",
            bool(np.all(steps[RMSProp][:2] < steps[SGD][:2])),
            "κ = 100, start (10, 1), β = 0.9, each at its best rate, RMSProp, Momentum, SGD: a loss of 20 after "
            f"{in_turn(steps, 0)} steps, of 0.5 after {in_turn(steps, 1)}",
            bool(steps[RMSProp][2] > steps[SGD][2] and np.all(above[RMSProp] > above[SGD])),
            f"it is to come close, since it hovers: {fine} after {in_turn(steps, 2)}; or it starts up a wall, at "
            f"(10, 10): 20 after {in_turn(above, 0)}, 0.5 after {in_turn(above, 1)}",
        ),
        Claim(
            "S12",
            "S is a moving average, so the rate can rise again",
            late["RMSProp"] > 0.9,
            f"β = 0.9: {steps_to_recover()} steps after gradients fell from 10 to 0.1 the step is within 5 % "
            f"of lr; after 200 of each AdaGrad's is at {late['AdaGrad']:.4f} lr",
        ),
        Claim(
            "S12",
            "a larger learning rate becomes possible",
            rates[RMSProp][0] > 5 * rates[SGD][0],
            f"κ = 100, β = 0.9, largest rate that ends at a loss of {rough} or less: RMSProp {rates[RMSProp][0]:.2f}, "
            f"SGD {rates[SGD][0]:.2f}, Momentum {rates[Momentum][0]:.2f}",
            rates[RMSProp][1] < 1.05 * rates[SGD][1],
            f"a loss of {fine} is wanted: RMSProp {rates[RMSProp][1]:.2f}, the others as before; and the units differ: "
            "with loss × 100 only RMSProp's stays",
        ),
        Claim(
            "S12",
            "the root makes large gradients much smaller and small ones a little smaller",
            bool(small < 0.01),
            f"steady gradients of 0.01 and 100 give steps of {small:.2f} and {large:.2f} lr: the small one grew",
        ),
    ]


def in_turn(steps, level):
    """The steps of RMSProp, Momentum and SGD to one of the levels, as words."""
    return ", ".join(f"{steps[rule][level]:.0f}" for rule in (RMSProp, Momentum, SGD))
