"""What the animations of chapter 6 show (slides S16 to S18), measured, and how little it takes to change it.

Each animation is one race of six rules from one start, at the rates of RATES. The other functions move what a viewer
does not see moving: the rate, the start, the direction of the axes.
"""

from dataclasses import replace
from itertools import product
from typing import NamedTuple

import numpy as np

from course_lib import surfaces, training
from course_lib.experiments.claims import Claim
from course_lib.experiments.momentum import steps_to_stay_below
from course_lib.optimizers import SGD, AdaGrad, Adam, Momentum, Nesterov, RMSProp

RULES = {"SGD": SGD, "Momentum": Momentum, "Nesterov": Nesterov, "AdaGrad": AdaGrad, "RMSProp": RMSProp, "Adam": Adam}

# Basins and saddle: chosen for what they show. Canyons: what `search` finds.
RATES = {
    "basins": {"SGD": 0.1, "Momentum": 1.0, "Nesterov": 1.0, "AdaGrad": 0.3, "RMSProp": 0.03, "Adam": 0.1},
    "saddle": {"SGD": 0.05, "Momentum": 0.05, "Nesterov": 0.05, "AdaGrad": 0.05, "RMSProp": 0.01, "Adam": 0.01},
    "canyon": {
        "SGD": 2**-3.5,
        "Momentum": 2**0.5,
        "Nesterov": 2**-1,
        "AdaGrad": 2**-0.5,
        "RMSProp": 2**-6.5,
        "Adam": 2**-0.5,
    },
    "rosenbrock": {
        "SGD": 2**-9,
        "Momentum": 2**-6,
        "Nesterov": 2**-6.5,
        "AdaGrad": 2**-0.5,
        "RMSProp": 2**-9.5,
        "Adam": 2**-0.5,
    },
}

# Of Adam in Rosenbrock's valley: the rate that arrives first, one that leaves again late, one that does not in 12000.
ADAM_RATES = (2**-0.5, 2**-7, 2**-9)

CLOSER = 8  # rates of a closer grid: eight for each factor of two
BESIDE = {"canyon": {"Momentum": 2**-0.5, "Nesterov": 2**-1}, "rosenbrock": {"Momentum": 2**-6, "Adam": 2**-0.5}}

# Of AdaGrad in Rosenbrock's valley: a rate between two of that grid, one of few so large that arrive from all starts.
SKIPPED = 2**0.75

# What `search` finds on the closer grid for a rougher level. (On the wider one RMSProp seems to be ahead.)
ROUGH = 1e-2
ROUGH_RATES = {"canyon": {"SGD": 2**-3.25, "RMSProp": 2**-5.375}, "rosenbrock": {"SGD": 2**-8.75, "RMSProp": 2**-8}}

ADAPTIVE = ("AdaGrad", "RMSProp", "Adam")
BASINS = ("deep", "middle", "shallow")  # in the order of the surface's minima


def surface_of(where):
    """The surface that `race` runs on, by its name; the canyon with a window that holds all six paths.

    Its gradient has ten decimal places. Beside a minimum RMSProp's steps double a difference in the last bit every few
    steps, until the path is another one on another CPU.
    """
    exact = surfaces.get(where)
    surface = replace(exact, gradient=lambda W: np.round(exact.gradient(W), 10))
    return replace(surface, window=((-6.5, 2.0), (-2.0, 2.0))) if where == "canyon" else surface


def race(where, steps, rates=None, start=None):
    """Six rules from one start on "basins", "saddle", "canyon" or "rosenbrock". Returns {name: History}.

    rates: {name: lr} of those that run, RATES by default. start: (2,) or (starts, 2), the surface's own by default.
    """
    surface = surface_of(where)
    start = surface.start if start is None else start
    rates = RATES[where] if rates is None else rates
    return {name: training.descend(surface, RULES[name](lr), start, steps) for name, lr in rates.items()}


def near(start, count=10, spread=0.1, seed=0):
    """(count, 2): `start` itself, and places beside it by at most `spread` in each coordinate."""
    aside = np.random.default_rng(seed).uniform(-spread, spread, (count, 2))
    aside[0] = 0
    return np.array(start) + aside


def basin_of(W):
    """Which of the three low places W (…, 2) lies in, within 0.1: an array of names, "none" elsewhere."""
    distance = np.linalg.norm(np.asarray(W)[..., None, :] - surfaces.basins().minima, axis=-1)
    return np.where(distance.min(axis=-1) < 0.1, np.array(BASINS)[distance.argmin(axis=-1)], "none")


def basins_reached(steps=300):
    """S16: which rule ends in which basin. Returns {name: (5,) names}, from the start and four corners ±0.1 of it."""
    corners = np.array([(0, 0), *product((-0.1, 0.1), repeat=2)])
    runs = race("basins", steps, start=np.array(surfaces.basins().start) + corners)
    return {name: basin_of(run.W[-1]) for name, run in runs.items()}


def basins_by_rate(name, rates, steps=300):
    """S16, where it fails: the basin that one rule reaches from the one start, at each of `rates`. (rates,) names."""
    surface = surfaces.basins()
    lr = np.array(rates, dtype=float)[:, None]
    return basin_of(training.descend(surface, RULES[name](lr), surface.start, steps).W[-1])


def share_deep(starts=1000, seed=0, rates=None, steps=300):
    """S16 from everywhere: the share of random starts in the window from which each rule ends in the deep basin."""
    low, high = np.array(surfaces.basins().window).T
    start = np.random.default_rng(seed).uniform(low, high, (starts, 2))
    runs = race("basins", steps, rates, start)
    return {name: float(np.mean(basin_of(run.W[-1]) == "deep")) for name, run in runs.items()}


def turned_saddle(degrees):
    """(surface, along, across): the saddle turned by `degrees`, the unit vectors along its ridge and downhill."""
    surface = surfaces.rotated(surfaces.saddle(), degrees)
    angle = np.deg2rad(degrees)
    return surface, np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])


def escape_steps(degrees=0, offset=1e-4, rates=None, steps=1000):
    """S17: steps until a point that starts `offset` beside the ridge is more than 1 away from it; inf when never.

    degrees: how far the saddle is turned against the axes. Returns {name: steps}.
    """
    surface, along, across = turned_saddle(degrees)
    needed = {}
    for name, lr in (RATES["saddle"] if rates is None else rates).items():
        away = np.abs(training.descend(surface, RULES[name](lr), along + offset * across, steps).W @ across) > 1
        needed[name] = float(np.argmax(away)) if away.any() else np.inf
    return needed


class OnRidge(NamedTuple):
    """A start exactly on the ridge. first: distance from the ridge after one step, with its sign. furthest: the largest
    on the way. rest: distance from the saddle point at the end. history: all of it."""

    first: float
    furthest: float
    rest: float
    history: training.History


def on_ridge(degrees=0, steps=1500):
    """S17, where it fails: exactly on the ridge nothing pushes the point off, unless the rule does it by itself.

    Along an axis each rule slides to the saddle and stops (RMSProp within lr). On a ridge that lies across the axes a
    rule that divides each coordinate by itself no longer steps along the gradient, and leaves at the first step;
    at 45° both coordinates are alike and the division changes nothing. Returns {name: OnRidge}.
    """
    surface, along, across = turned_saddle(degrees)
    results = {}
    for name, lr in RATES["saddle"].items():
        history = training.descend(surface, RULES[name](lr), along, steps)
        aside = history.W @ across
        rest = float(np.linalg.norm(history.W[-1]))
        results[name] = OnRidge(float(aside[1]), float(np.abs(aside).max()), rest, history)
    return results


HOLD = 300  # steps in a row at or below the level count as having arrived
LEVEL = 1e-3


class Canyon(NamedTuple):
    """A rule on its way through a canyon. steps: (starts,), until the value is at or below the level, 1e-3 unless
    another is given, and stays there for 300 steps, inf where it never does. lr: its rate. interior: whether that lies
    inside its grid (None: the rate was given). leaves: the share of starts from which the value rises above the level
    once more within the run."""

    steps: np.ndarray
    lr: float
    interior: bool | None
    leaves: float


def canyon_race(where="rosenbrock", starts=21, seed=1, steps=6000, rates=None, level=LEVEL):
    """S18: steps until each rule arrives, at the rate that `search` found on other starts. Returns {name: Canyon}.

    The starts lie within ±0.1 of the surface's own in each coordinate. rates: {name: lr} of those that run, RATES by
    default.
    """
    surface, start = surface_of(where), fresh_starts(where, starts, seed)
    rates = RATES[where] if rates is None else rates
    runs = {name: training.descend(surface, RULES[name](lr), start, steps) for name, lr in rates.items()}
    return {name: canyon_of(run, rates[name], None, level) for name, run in runs.items()}


def to_the_rough_level(where):
    """S18: RMSProp against SGD to a loss of 0.01, each at its best rate for that: {name: Canyon}."""
    return canyon_race(where, steps=4000, rates=ROUGH_RATES[where], level=ROUGH)


def closer_race(where):
    """S18: two rules, each at the best of a closer grid, which `search` begins at the rates of BESIDE: {name: Canyon}.

    From Momentum's own rate in the gentle canyon it would stop at a lesser best.
    """
    steps = 4000 if where == "rosenbrock" else 2000
    rates = {name: search(where, name, lr, steps=steps, parts=CLOSER).lr for name, lr in BESIDE[where].items()}
    return canyon_race(where, steps=steps, rates=rates)


def fresh_starts(where, starts=21, seed=1):
    """S18: starts near the surface's own, which is left out: it chose the rates. (starts, 2)."""
    return near(surface_of(where).start, starts + 1, seed=seed)[1:]


def canyon_of(history, lr, interior, level=LEVEL):
    """A History of runs through a canyon as a Canyon."""
    arrived = steps_to_hold_below(history, level, HOLD)
    leaves = float(np.mean(steps_to_stay_below(history, level) > arrived))
    return Canyon(arrived, float(lr), interior, leaves)


def search(where, name, middle=None, starts=10, seed=0, steps=6000, count=9, parts=2, level=LEVEL):
    """S18: a rule's best of nine rates, √2 times apart: it arrives from all starts, with the lowest median. A Canyon.

    As long as the best is the first or the last of the nine, the grid moves on by one. What it finds is the best of its
    surroundings: there may be another further off. middle: of the first grid. parts: equal ones, of a factor of two.
    """
    surface = surface_of(where)
    start, middle = near(surface.start, starts, seed=seed), RATES[where][name] if middle is None else middle
    low = -(count // 2)
    while True:
        rates = middle * 2 ** (np.arange(low, low + count) / parts)
        history = training.descend(surface, RULES[name](rates[:, None, None]), start, steps)
        needed = steps_to_hold_below(history, level, HOLD)
        best = best_of(needed)
        if 0 < best < count - 1:
            return canyon_of(history_of(history, best), rates[best], True, level)
        low += -1 if best == 0 else 1


def best_of(needed):
    """Of (rates, starts) steps: the rate that arrives from all starts with the lowest median, by its number."""
    return int(np.argmin(np.where(np.isfinite(needed).all(axis=1), np.median(needed, axis=1), np.inf)))


def history_of(history, number):
    """One rate's part of a History of (rates, starts) runs."""
    return replace(history, W=history.W[:, number], loss=history.loss[:, number], diverged=history.diverged[number])


class Visit(NamedTuple):
    """One rate in a canyon. arrives: steps until the value is ≤ 1e-3 for 300 steps. above: {length of the run: the last
    step after which the value is above 1e-3}. Both are medians over the starts, of an even number the lower one."""

    lr: float
    arrives: float
    above: dict
    stays: dict


def visits(name, rates, lengths=(6000, 12000), where="rosenbrock"):
    """S18: a rule that has arrived, does it stay? A Visit for each rate, from the starts of `canyon_race`.

    A rule that settles has the same last step above the level whatever the length of the run. Where that step grows
    with the length, it tells where the run ended and nothing else.
    """
    surface = surface_of(where)
    lr, start = np.array(rates)[:, None, None], fresh_starts(where)
    history = training.descend(surface, RULES[name](lr), start, max(lengths))
    arrived = steps_to_hold_below(history, LEVEL, HOLD)
    last = {}
    for length in lengths:
        part = replace(history, loss=history.loss[: length + 1])
        last[length] = np.minimum(steps_to_stay_below(part, LEVEL) - 1, length)
    return [
        Visit(
            rate,
            float(np.median(arrived[k])),
            {length: float(np.median(steps[k])) for length, steps in last.items()},
            {length: float(np.mean(steps[k] < np.minimum(arrived[k], length))) for length, steps in last.items()},
        )
        for k, rate in enumerate(rates)
    ]


def steps_to_hold_below(history, level, hold):
    """For each run, the number of steps after which the loss is ≤ `level` for `hold` steps; inf when it never is."""
    below = np.cumsum(history.loss <= level, axis=0)
    held = below[hold:] - np.concatenate([0 * below[:1], below[: -hold - 1]]) == hold + 1
    return np.where(held.any(axis=0), np.argmax(held, axis=0), np.inf)


def claims():
    """S16 to S18 with what the runs say. The slides show pictures without words: each claim is what a viewer takes
    away from such an animation."""
    return [*basin_claims(), *saddle_claims(), *canyon_claims()]


def basin_claims():
    """S16."""
    ends = {name: set(names) for name, names in basins_reached().items()}
    small, adam = basins_by_rate("Momentum", [0.1])[0], basins_by_rate("Adam", [0.03, 0.1, 0.5])
    deep = share_deep()
    return [
        Claim(
            "S16",
            "Momentum runs past the shallow low place to the deep one",
            ends["SGD"] == {"shallow"} and ends["Momentum"] == {"deep"} and deep["Momentum"] > 1.5 * deep["SGD"],
            f"at rate 1.0; of starts all over the map about {round(deep['Momentum'], 1):.0%} end deep, with SGD (0.1) "
            f"{round(deep['SGD'], 1):.0%}",
            small == "shallow",
            f"its rate is 0.1: it ends {small}, like SGD",
        ),
        Claim(
            "S16",
            "the low place that a rule reaches says how good it is",
            len(set(adam)) == 1,
            f"Adam ends {adam[0]} at rate 0.03, {adam[1]} at 0.1, {adam[2]} at 0.5",
        ),
    ]


def saddle_claims():
    """S17."""
    straight, turned, nearly = escape_steps(), escape_steps(45), escape_steps(40)
    ridge, larger = on_ridge(), escape_steps(rates={"SGD": 0.2})["SGD"]
    quick = [straight[name] for name in ADAPTIVE]
    slow = [steps for name, steps in straight.items() if name not in ADAPTIVE]
    return [
        Claim(
            "S17",
            "adaptive rules leave the saddle first",
            max(quick) < min(slow),
            f"rate 0.05, RMSProp and Adam 0.01, start 1e-4 beside the ridge: after {min(quick):.0f} to "
            f"{max(quick):.0f} steps, the others after {min(slow):.0f} to {max(slow):.0f}",
            max(turned[name] for name in ADAPTIVE) > turned["SGD"] > nearly["Adam"] and larger < min(quick),
            f"it is turned by 45°, the worst angle: AdaGrad {turned['AdaGrad']:.0f}, Adam {turned['Adam']:.0f} (at 40° "
            f"{nearly['Adam']:.0f}), SGD still {turned['SGD']:.0f} (RMSProp {turned['RMSProp']:.0f}); or SGD's "
            f"rate is 0.2: {larger:.0f}",
        ),
        Claim(
            "S17",
            "sooner or later every rule leaves the saddle",
            max(straight.values()) < np.inf,
            f"start 1e-4 beside the ridge: all six, the last after {max(straight.values()):.0f} steps",
            max(result.furthest for result in ridge.values()) == 0,
            "the start lies exactly on a ridge along an axis: all six slide to the saddle and none leaves the ridge",
        ),
    ]


def canyon_claims():
    """S18."""
    valley, gentle = canyon_race(), canyon_race("canyon", steps=2000)
    steps = {name: float(np.median(result.steps)) for name, result in valley.items()}
    easy = {name: float(np.median(result.steps)) for name, result in gentle.items()}
    quick, _, lasting = visits("Adam", ADAM_RATES)
    rough, rough_easy = (
        {name: float(np.median(run.steps)) for name, run in to_the_rough_level(where).items()}
        for where in ("rosenbrock", "canyon")
    )
    close, near_by = closer_race("canyon"), closer_race("rosenbrock")
    apart = f"{2 ** (1 / CLOSER) - 1:.0%}"
    momentum, nesterov, rolling, adam = (
        float(np.median(found[name].steps)) for found in (close, near_by) for name in found
    )
    return [
        Claim(
            "S18",
            "Momentum gets through the canyon first",
            steps["Momentum"] == min(steps[name] for name in RULES if valley[name].leaves == 0),
            f"Rosenbrock, each at the best of rates √2 apart: {steps['Momentum']:.0f} steps, the fewest of those that "
            "stay",
            steps["Adam"] < 1.05 * steps["Momentum"]
            and valley["Adam"].leaves == 1
            and nesterov < 0.85 * momentum
            and rolling < adam
            and easy["Momentum"] < easy["Nesterov"]
            and not any(result.leaves for result in close.values()),
            f"arriving is enough: Adam needs {steps['Adam']:.0f}, and leaves again from every start (at rates {apart} "
            f"apart {adam:.0f}, Momentum {rolling:.0f}); or it is the gentle canyon, at rates {apart} apart: Nesterov "
            f"{nesterov:.0f}, Momentum {momentum:.0f}",
        ),
        Claim(
            "S18",
            "adaptive rules get through a canyon sooner than SGD",
            steps["Adam"] < steps["SGD"] and easy["Adam"] < easy["SGD"],
            f"arriving is enough, each at the best of rates √2 apart: Adam {steps['Adam']:.0f} steps, SGD "
            f"{steps['SGD']:.0f}; in the gentle canyon {easy['Adam']:.0f} and {easy['SGD']:.0f}",
            steps["RMSProp"] > steps["SGD"] < lasting.arrives and quick.stays[12000] < lasting.stays[12000] == 1,
            f"it is RMSProp, to a loss of {LEVEL}: {steps['RMSProp']:.0f} and {easy['RMSProp']:.0f} (to {ROUGH}, at "
            f"rates {apart} apart, about level: {rough['RMSProp']:.0f} and {rough_easy['RMSProp']:.0f}, SGD "
            f"{rough['SGD']:.0f} and {rough_easy['SGD']:.0f}); or it is to stay, from all starts, to the end of a run "
            f"of 12000: Adam at a rate that does, {lasting.lr:.1g}, needs {lasting.arrives:.0f}",
        ),
    ]
