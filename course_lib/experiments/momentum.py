"""What chapter 3 claims about moving averages and Momentum (slides S7 to S10), measured."""

import itertools
from typing import NamedTuple

import numpy as np

from course_lib import averages, data, models, surfaces, training
from course_lib.experiments import kept, pits, tuning
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, Momentum, Nesterov


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


def valley():
    """The chapter's valley: a bowl that is 25 times as steep across (W₂) as along (W₁), started beside its floor."""
    return surfaces.quadratic((1, 25), start=(10, 2))


class Trip(NamedTuple):
    """The distance that a point travels, in units of W, and the number of steps until its loss stays ≤ 10⁻⁶."""

    distance: float
    steps: float


def trip(opt, steps=1000):
    """S9: what a rule's detours cost in the valley; the straight line to the minimum is 10.2 long. Returns a Trip."""
    surface = valley()
    history = training.descend(surface, opt, surface.start, steps)
    moves = np.diff(history.W, axis=0)
    return Trip(float(np.sqrt((moves**2).sum(axis=1)).sum()), float(steps_to_stay_below(history, 1e-6)))


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


def contraction(lr, beta, curvature):
    """The factor by which a step of Momentum multiplies the distance from the minimum of ½·curvature·W² in the end.

    The larger root of z² - pz + β = 0 with p = 1 + β - lr·(1-β)·curvature, by its size; above 1 the run explodes.
    Arguments may be arrays that broadcast. β = 0 is SGD.
    """
    p = 1 + beta - lr * (1 - beta) * curvature
    root = np.sqrt(p**2 - 4 * beta + 0j)
    return np.maximum(abs(p + root), abs(p - root)) / 2


def critical_beta(lr, curvature=1.0):
    """The β of critical damping, ((1-lr·λ)/(1+lr·λ))²: below it the point creeps, above it it swings; for lr·λ ≤ 1."""
    return ((1 - lr * curvature) / (1 + lr * curvature)) ** 2


def best_knobs(kappa):
    """(lr, β) with the smallest contraction on a bowl with the curvatures 1 and κ (Polyak, 1964).

    lr = 1/√κ, which damps the flat direction critically at the β = ((√κ-1)/(√κ+1))² that does so for the steep one.
    """
    lr = kappa**-0.5
    return lr, critical_beta(lr)


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


class TunedBoth(NamedTuple):
    """The fewest steps over all pairs of rate and β, with that pair; interior: inside both grids."""

    steps: int
    lr: float
    beta: float
    interior: bool


BETAS = np.arange(1, 20) / 20


def tuned_both(kappa, betas=BETAS, every=4, steps=400):
    """S9: as `tuned_steps`, with β tuned as well: the best of 19 β's, 0.05 apart, each with its own 100 rates.

    A pair that needs more than `steps` steps cannot win, so no run is longer.
    """
    surface, found = surfaces.quadratic((1, kappa)), []
    for beta in betas:
        rates = stability_limit(Momentum, kappa, beta) * TUNING[::-every][::-1]
        history = training.descend(surface, Momentum(rates[:, None], beta), surface.start, steps)
        needed = steps_to_stay_below(history, 1e-6)
        best = int(np.argmin(needed))
        found.append((needed[best], rates[best], beta, 0 < best < len(rates) - 1))
    needed, lr, beta, interior = min(found)
    return TunedBoth(int(needed), float(lr), float(beta), bool(interior and betas[0] < beta < betas[-1]))


def steps_at_equal_rate(rule, lr, kappa=100.0, level=1e-6, steps=10_000):
    """S9: steps until the loss stays ≤ `level` on the bowl of condition number κ, at the one rate `lr`."""
    surface = surfaces.quadratic((1, kappa))
    return float(steps_to_stay_below(training.descend(surface, rule(lr), surface.start, steps), level))


class Spread(NamedTuple):
    """Variances (runs,) when all that moves the point is noise: of one step divided by lr, and of W itself."""

    step: np.ndarray
    W: np.ndarray


def final_spread(rule, rates, noise=1.0, steps=40_000, seed=0):
    """How far noisy gradients spread W around the minimum of ½W², once it has settled, at each of the rates (runs,)."""
    lr, rng = np.asarray(rates, dtype=float)[:, None], np.random.default_rng(seed)
    path = training.descend(surfaces.quadratic((1.0,)), rule(lr), [0.0], steps, noise=noise, rng=rng).W[1000:]
    return Spread(np.var(np.diff(path, axis=0) / lr, axis=0)[:, 0], np.var(path, axis=0)[:, 0])


def spread_in_theory(lr, beta=0.0):
    """The variance of W in `final_spread` for noise 1: lr·(1+β) / (2(1+β) - lr·(1-β)). β = 0 is SGD: lr/(2 - lr)."""
    return lr * (1 + beta) / (2 * (1 + beta) - lr * (1 - beta))


# The middles of the first grids of nine rates; Momentum's lies higher by a factor 2.
DIGITS_MIDDLE = {SGD: 0.25, Momentum: 0.5}


def digits_race(rule, lr=None):
    """S9 on real data: an MLP (64-32-10) on the digits, at the best of nine rates: a tuning.Race.

    Ten seeds choose the rate by the mean final loss, forty others race. lr: their rate instead. In a browser
    the race at the best of the nine is read: see `kept`.
    """
    if lr is None:
        return kept.race(raced_as(rule), lambda: raced(rule), "momentum.raced")
    return tuning.at(tuning.digits(40, first=10), rule, lr)


def raced_as(rule):
    """What the race of nine rates is called in the file of what is kept."""
    return f"digits, {rule.__name__}, the best mean of nine rates, seeds 10 to 49"


def raced(rule):
    """The same, run."""
    return tuning.race(tuning.digits(), rule, DIGITS_MIDDLE[rule], fresh=tuning.digits(40, first=10), by=np.mean)


def bad_batch(rule, lr, first=10, epoch=7):
    """S9: the loss of forty seeds, (7, 40): before a step on 4 pictures, right after it, and after each of five more.

    It is the step that ends the epoch with this number; all others but those that end an epoch take 32.
    """
    task = tuning.digits(40, first=first, full=False)
    (X, y), epochs = task.split[:2], np.moveaxis(task.orders, -2, 0)
    batches = [np.moveaxis(b, 0, -1) for each in epochs for b in data.minibatches(np.moveaxis(each, -1, 0), 32)]
    walk = training.points(rule(lr), task.start, batches, lambda W, b: task.model.gradient(W, X[b], y[b]))
    bad = epoch * (len(batches) // len(epochs))
    return np.stack([task.model.loss(W, X, y) for W, _ in itertools.islice(walk, bad - 1, bad + 6)])


def claims():
    """S7 to S10 with what the runs say of each."""
    noise, lag = smoothing([0.0, 0.9])
    short, long = memory(0.9), memory(0.98)
    fixed = {kappa: [tuned_steps(rule, kappa).steps for rule in (SGD, Momentum)] for kappa in (20.0, 100.0)}
    both = {kappa: tuned_both(kappa).steps for kappa in (20.0, 100.0)}
    sharp, mild = ([trip(rule(lr)) for rule in (SGD, Momentum)] for lr in (0.079, 0.04))
    limits = [largest_stable_rate(rule) for rule in (SGD, Momentum)]
    surface = valley()
    past = [-training.descend(surface, rule(0.079), surface.start, 500).W[:, 0].min() for rule in (SGD, Momentum)]
    return [
        Claim(
            "S7",
            "the moving average smooths a noisy gradient",
            noise[1] < noise[0],
            f"β = 0.9 lowers the noise from {noise[0]:.2f} to {noise[1]:.2f}",
            lag[1] > 0.2,
            f"the average has only just begun, from v₀ = 0: over the first ten steps it is {lag[1]:.0%} too small",
        ),
        Claim(
            "S8",
            "N ≈ 1/(1−β): 10 for β = 0.9, 50 for β = 0.98",
            round(short.N) == 10 and round(long.N) == 50,
            f"at age N a weight is {short.weight_at_N:.3f} and {long.weight_at_N:.3f} of the newest, about 1/e",
            short.share_of_last_N < 0.9,
            f"N is read as a hard window: the last N hold only about {short.share_of_last_N:.0%} of the weight",
        ),
        Claim(
            "S9",
            "Momentum straightens the sharp turns and takes fewer detours",
            sharp[1].distance < sharp[0].distance / 2 and sharp[1].steps < sharp[0].steps,
            f"κ = 25, a rate just below SGD's limit: SGD travels {sharp[0].distance:.0f} to a minimum 10.2 away, "
            f"Momentum {sharp[1].distance:.0f}, in half the steps",
            mild[1].distance > mild[0].distance,
            f"the rate is at most half that limit: then SGD does not zigzag, and travels {mild[0].distance:.1f} "
            f"against {mild[1].distance:.1f}",
        ),
        Claim(
            "S9",
            "Momentum remedies, to some extent, what goes wrong at a small and at a large rate",
            limits[1] > 10 * limits[0] and both[100.0] < fixed[100.0][1] < fixed[100.0][0] / 2,
            f"κ = 100: it tolerates {limits[1] / limits[0]:.0f} times SGD's rate. Each at the best of 400 rates "
            f"that are 1 % apart, to a loss of 1e-6: {fixed[100.0][1]} steps with β = 0.9, {both[100.0]} with β tuned "
            f"too, SGD {fixed[100.0][0]}",
            past[1] > 0.5 > past[0] and fixed[20.0][1] > fixed[20.0][0] > both[20.0],
            f"κ = 25, both at rate 0.079: it runs {past[1]:.1f} past the minimum along the valley, SGD does not; or β "
            f"stays 0.9 on a rounder bowl: at κ = 20, {fixed[20.0][1]} steps against {fixed[20.0][0]} (β tuned: "
            f"{both[20.0]})",
        ),
        *pits.claims(),
    ]
