"""What chapter 3 claims about moving averages and Momentum (slides S7 to S10), measured."""

from typing import NamedTuple

import numpy as np

from course_lib import averages, data, models, surfaces, training
from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, Momentum, Nesterov
from course_lib.surfaces import Surface


class Memory(NamedTuple):
    """How far back an average remembers: window N, the weight at age N over the newest, the share of the last N."""

    N: float
    weight_at_N: float
    share_of_last_N: float
    half_life: float


def memory(beta):
    """S8: an average with β counts about the last N = 1/(1-β) observations.

    "About": at age N a weight has fallen to 1/e of the newest, and the last N hold two thirds of all weight.
    """
    N = averages.window(beta)
    weights = averages.weights(beta, round(N) + 1)
    return Memory(N, weights[-1] / weights[0], weights[:-1].sum(), averages.half_life(beta))


def gradient_series(steps=300, batch_size=16, lr=0.01, weight=3, seed=0):
    """A real noisy series: what SGD on the diabetes data feels along one weight (here blood pressure), step by step.

    Returns (noisy, full), each (steps,): the mini-batch's gradient, and that of all the data at the same W.
    """
    X, y = data.diabetes()
    model = models.LinearRegression(X.shape[1])
    rng = np.random.default_rng(seed)
    W, noisy, full = model.start(), [], []
    for _ in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        g = model.gradient(W, X[batch], y[batch])
        noisy.append(g[weight])
        full.append(model.gradient(W, X, y)[weight])
        W = W - lr * g
    return np.array(noisy), np.array(full)


class Smoothing(NamedTuple):
    """Against the full gradient: the average's noise (standard deviation) and its lag at the start (mean shortfall)."""

    noise: np.ndarray
    lag: np.ndarray


def smoothing(betas, steps=300, runs=20, early=10):
    """S7: a larger β gives a smoother average, and one that comes later.

    Returns, for each β: the root mean square of average minus full gradient over the second half (where little
    changes), and how much of the full gradient is missing on average in the first `early` steps, over `runs` seeds.
    """
    series = [gradient_series(steps, seed=seed) for seed in range(runs)]
    noise, lag = np.zeros(len(betas)), np.zeros(len(betas))
    for i, beta in enumerate(betas):
        errors = np.array([averages.ewma(noisy, beta) - full for noisy, full in series])
        noise[i] = np.sqrt(np.mean(errors[:, steps // 2 :] ** 2))
        lag[i] = 1 - np.mean([averages.ewma(noisy, beta)[:early].sum() / full[:early].sum() for noisy, full in series])
    return Smoothing(noise, lag)


def reversals(opt, c=(1, 25), steps=200):
    """S9: how often the steep coordinate's step turns round on a long narrow bowl. Returns a whole number."""
    surface = surfaces.quadratic(c)
    moves = np.diff(training.descend(surface, opt, surface.start, steps).W[:, 1])
    return int(np.sum(moves[1:] * moves[:-1] < 0))


def stability_limit(rule, curvature, beta=0.9):
    """The largest stable rate in theory, on a bowl of this curvature λ.

    2/λ for SGD, 2(1+β)/((1-β)λ) for Momentum, 2(1+β)/((1-β)(1+2β)λ) for Nesterov.
    """
    if rule is SGD:
        return 2 / curvature
    limit = 2 * (1 + beta) / ((1 - beta) * curvature)
    return limit / (1 + 2 * beta) if rule is Nesterov else limit


def sweep_rates(rule, curvature, beta):
    """600 rates, 0.5 % apart, that cover both limits for β up to 0.95; the same number and ratio for each rule."""
    return 1.005 ** np.arange(600)[:, None] / curvature * (1 if rule is SGD else 5)


def largest_stable_rate(rule, curvature=100.0, steps=4000, **knobs):
    """S9: the largest rate at which `rule` does not run away on ½·curvature·W², measured by one sweep."""
    rates = sweep_rates(rule, curvature, knobs.get("beta", 0.9))
    history = training.descend(surfaces.quadratic((curvature,)), rule(lr=rates, **knobs), [1.0], steps)
    return float(rates[history.loss[-1] <= history.loss[0]].max())


def steps_to_stay_below(history, level):
    """For each run, the number of steps after which the loss stays at or below `level`; inf when it does not."""
    above = history.loss > level
    last = np.where(above.any(axis=0), len(above) - 1 - np.argmax(above[::-1], axis=0), -1)
    return np.where(last == len(above) - 1, np.inf, last + 1.0)


# The same number and ratio of rates for each rule: 400, each 1 % above the one before, up to the largest stable one.
TUNING = tuning.same_everywhere(1.01 ** np.arange(-399, 1))


class Tuned(NamedTuple):
    """The fewest steps over a grid of rates, the rate that needs them, and whether that rate lies inside the grid."""

    steps: int
    lr: float
    interior: bool


def tuned_steps(rule, kappa=100.0, level=1e-6, steps=2500, **knobs):
    """S9: steps until the loss stays ≤ `level` on the bowl of condition number κ, at the best of 400 rates.

    The grid ends at the largest rate that is stable in theory along the steep direction (λ = κ); it covers a factor 50.
    """
    rates = stability_limit(rule, kappa, knobs.get("beta", 0.9)) * TUNING
    surface = surfaces.quadratic((1, kappa))
    history = training.descend(surface, rule(lr=rates[:, None], **knobs), surface.start, steps)
    needed = steps_to_stay_below(history, level)
    best = int(np.argmin(needed))
    return Tuned(int(needed[best]), float(rates[best]), 0 < best < len(rates) - 1)


def steps_at_equal_rate(rule, lr, kappa=100.0, level=1e-6, steps=10_000):
    """S9: steps until the loss stays ≤ `level` on the bowl of condition number κ, at the one rate `lr`."""
    surface = surfaces.quadratic((1, kappa))
    return float(steps_to_stay_below(training.descend(surface, rule(lr), surface.start, steps), level))


class Spread(NamedTuple):
    """Variances when all that moves the point is noise: of one step divided by lr, and of W itself."""

    step: float
    W: float


def final_spread(opt, noise=1.0, steps=40_000, seed=0):
    """Averaging smooths the steps, but not the final spread: W on ½W² with noisy gradients, once it has settled."""
    rng = np.random.default_rng(seed)
    path = training.descend(surfaces.quadratic((1.0,)), opt, [0.0], steps, noise=noise, rng=rng).W[1000:, 0]
    return Spread(float(np.var(np.diff(path) / opt.lr)), float(np.var(path)))


class Crossing(NamedTuple):
    """Where the point turned round for the first time (its furthest place), and where it came to rest."""

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


def coasting(lr=0.3, beta=0.9, speed=1.0, steps=2000):
    """How far Momentum rolls on a true plain, where the gradient is 0, from velocity `speed`: lr·v·β/(1-β) in all.

    Returns the distance.
    """
    plain = Surface("plain", lambda W: 0 * W[..., 0], lambda W: 0 * W, window=((-1, 1),), start=(0.0,))
    opt, W = Momentum(lr, beta), np.zeros(1)
    state = {"v": np.array([-speed])}
    for _ in range(steps):
        W, state = opt.step(W, plain.gradient(W), state)
    return float(W[0])


# The middles of the first grids of nine rates; Momentum's lies higher by a factor 2.
DIGITS_MIDDLE = {SGD: 0.25, Momentum: 0.5}


def digits_race(rule, rates=None):
    """S9 on real data: an MLP (64-32-10) on the digits, at the best of nine rates by the mean final loss over seeds.

    rates: those to try, in place of the nine. Returns a tuning.Race of ten seeds.
    """
    task = tuning.digits()
    return tuning.race(task, rule, DIGITS_MIDDLE[rule]) if rates is None else tuning.best_of(task, rule, rates)


def claims():
    """S7 to S10 with what the runs say of each."""
    noise, lag = smoothing([0.0, 0.9], runs=5)
    short, long = memory(0.9), memory(0.98)
    steps = {kappa: [tuned_steps(rule, kappa).steps for rule in (SGD, Momentum)] for kappa in (20.0, 100.0)}
    turns = [reversals(rule(0.076)) for rule in (SGD, Momentum)]
    spread = [final_spread(rule(0.1)).W for rule in (SGD, Momentum)]
    pits = [pit_crossing(SGD(0.3)), pit_crossing(Momentum(0.3)), pit_crossing(Momentum(0.3, 0.97))]
    return [
        Claim(
            "S7",
            "the moving average smooths a noisy gradient",
            noise[1] < noise[0],
            f"β = 0.9 lowers the noise from {noise[0]:.1f} to {noise[1]:.1f}",
            lag[1] > 0.2,
            f"at the start: of the first ten steps {lag[1]:.0%} is missing, since v₀ = 0",
        ),
        Claim(
            "S8",
            "N ≈ 1/(1−β): 10 for β = 0.9, 50 for β = 0.98",
            round(short.N) == 10 and round(long.N) == 50,
            f"at age N a weight is {short.weight_at_N:.3f} and {long.weight_at_N:.3f} of the newest, about 1/e",
            short.share_of_last_N < 0.9,
            f"N is read as a hard window: the last N hold only {short.share_of_last_N:.0%} of the weight",
        ),
        Claim(
            "S9",
            "Momentum straightens the sharp turns",
            turns[1] < turns[0] / 2,
            f"κ = 25, 200 steps: SGD turns round {turns[0]} times, Momentum {turns[1]}",
            abs(spread[1] / spread[0] - 1) < 0.2,
            "it is to calm the end: with noise W strays as far as SGD's",
        ),
        Claim(
            "S9",
            "Momentum gets there sooner",
            steps[100.0][1] < steps[100.0][0],
            f"κ = 100, each at its best rate: {steps[100.0][1]} steps against SGD's {steps[100.0][0]}",
            steps[20.0][1] > steps[20.0][0],
            f"the bowl is rounder: at κ = 20 {steps[20.0][1]} against {steps[20.0][0]}; at one rate both are level",
        ),
        Claim(
            "S10",
            "Momentum rolls through small pits and stops before a larger slope",
            pits[0].end < 1.1 < pits[1].end < pits[1].turn < 3,
            f"SGD stays in the pit at {pits[0].end:.1f}; Momentum turns at {pits[1].turn:.1f} and rests at "
            f"{pits[1].end:.1f}",
            pits[2].end < 1.1,
            f"the memory is longer: β = 0.97 rolls back into the pit at {pits[2].end:.1f}",
        ),
    ]
