"""What chapter 2 claims about one rate for all parameters and about AdaGrad (slides S3, S4 and S6), measured."""

from typing import NamedTuple

import numpy as np

from course_lib import data, models, surfaces, training
from course_lib.experiments import sparse, tuning
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, AdaGrad

# ---- S3: one rate does not fit two slopes ----


def contraction(lr, c=(1.0, 100.0), steps=20):
    """S3: by how much a step of SGD multiplies the coordinates' sizes on the bowl with curvatures c: (len(c),)."""
    path = training.descend(surfaces.quadratic(c), SGD(lr), np.ones(len(c)), steps).W
    return np.abs(path[-1]) ** (1 / steps)


def best_compromise(kappa=100.0, count=2000):
    """S3: on the bowl (1, κ), of `count` rates up to 2/κ, the one whose slower coordinate is fastest: (rate, the number
    by which a step multiplies it).

    Theory: at rate 2/(κ+1) a step multiplies the size of both coordinates by (κ-1)/(κ+1).
    """
    rates = np.linspace(0, 2 / kappa, count + 1)[1:, None]
    path = training.descend(surfaces.quadratic((1, kappa)), SGD(rates), np.ones(2), 20).W
    slower = np.max(np.abs(path[-1]) ** (1 / 20), axis=-1)
    return float(rates[np.argmin(slower), 0]), float(slower.min())


def steps_needed(rule, degrees=0.0, kappa=100.0, level=1e-6, steps=1000):
    """S3: steps until the loss is below `level`, at the best of 400 rates that are 1 % apart, on a turned bowl.

    The bowl (1, κ) is turned by `degrees`; its start turns with it. Returns (steps, whether the rate is interior).
    """
    surface = surfaces.rotated(surfaces.quadratic((1, kappa)), degrees)
    rates = (2 / kappa if rule is SGD else 20.0) * 1.01 ** np.arange(-399, 1)[:, None]
    below = training.descend(surface, rule(lr=rates), surface.start, steps).loss <= level
    needed = np.where(below.any(axis=0), np.argmax(below, axis=0), np.inf)
    best = int(np.argmin(needed))
    return float(needed[best]), 0 < best < len(rates) - 1


# ---- S4: σ by hand, and the root that cancels ----


class ByHand(NamedTuple):
    """S4 step by step: sigma (T, d), the rates η/√(t+1) (T,), the path with its start (T+1, d)."""

    sigma: np.ndarray
    rates: np.ndarray
    path: np.ndarray


def by_hand(W, gradients, lr):
    """S4 as the slide writes it: σᵗ is the root mean square of the gradients so far, the rate is η/√(t+1).

    W: (d,). gradients: (T, d). In the quotient rate/σ the two √(t+1) cancel: this is AdaGrad with ε = 0.
    """
    sigma = np.array([np.sqrt(np.mean(gradients[: t + 1] ** 2, axis=0)) for t in range(len(gradients))])
    rates = lr / np.sqrt(np.arange(1, len(gradients) + 1))
    path = [np.asarray(W, dtype=float)]
    for g, s, rate in zip(gradients, sigma, rates):
        path.append(path[-1] - rate / s * g)
    return ByHand(sigma, rates, np.array(path))


def rule_path(opt, W, gradients):
    """The path of a rule on given gradients, with its start: (T+1, d)."""
    path, state = [np.asarray(W, dtype=float)], opt.start(np.asarray(W, dtype=float))
    for g in gradients:
        W, state = opt.step(path[-1], g, state)
        path.append(W)
    return np.array(path)


def rate_left(steps, twice=False):
    """What a constant gradient of 1 leaves of lr after t = 1 … steps: (steps,). AdaGrad: 1/√t.

    twice=True divides by √(t+1) once more, the mistake of applying both η/√(t+1) and the root of the sum: 1/t.
    """
    moved = -np.diff(rule_path(AdaGrad(1.0, eps=0), np.zeros(1), np.ones((steps, 1)))[:, 0])
    return moved / np.sqrt(np.arange(1, steps + 1)) if twice else moved


# ---- S6: the rate only falls ----


def down_the_cliff(opt, start=6.0, steps=5000):
    """S6: a History down the cliff from `start`. Above x = 1 is the wall, whose gradients stay in AdaGrad's sum."""
    return training.descend(surfaces.cliff(), opt, (start,), steps)


def still_to_go(lr, steps):
    """S6 at one rate on two landscapes: the share of the starting distance left after each of `steps` (n,) steps of
    AdaGrad, on the cliff from 6 and on the bowl (1, 25) from (10, 1) along its flat axis: {name: (n,)}."""
    found = {}
    for name, surface in (("cliff", surfaces.cliff()), ("bowl", surfaces.quadratic((1, 25)))):
        run = training.descend(surface, AdaGrad(lr), surface.start, max(steps))
        found[name] = np.abs(run.W[list(steps), 0]) / surface.start[0]
    return found


def rates_left(lr=1.0, c=(1.0, 25.0), steps=400):
    """S6: the rate lr/√Σg² of each coordinate in each step of AdaGrad down a bowl: (steps, len(c)). It levels off."""
    surface = surfaces.quadratic(c)
    run = training.descend(surface, AdaGrad(lr), surface.start, steps)
    return lr / np.sqrt(np.cumsum(surface.gradient(run.W[:-1]) ** 2, axis=0))


def read_right(lr, seeds=3):
    """What a rate that leaps does in a network: the share of held-out digits that an MLP 64-32-10 reads right after
    five epochs of AdaGrad, the median of the seeds."""
    return tuning.at(tuning.digits(seeds, epochs=5), AdaGrad, lr).accuracy


# ---- ε, units ----


def broken_weights(eps, steps=1, batch_size=16, seed=0):
    """How many of the 650 weights are NaN after some steps on the digits: 0/0 where gradient, sum and ε are 0."""
    split = data.digits(np.random.default_rng(seed))
    model = models.SoftmaxRegression(64, 10)
    W, opt = model.start(), AdaGrad(0.1, eps)
    state = opt.start(W)
    with np.errstate(invalid="ignore"):
        for batch in np.arange(steps * batch_size).reshape(steps, batch_size):
            W, state = opt.step(W, model.gradient(W, split.X[batch], split.y[batch]), state)
    return int(np.isnan(W).sum())


def distance(scale, eps, steps=50, lr=0.1):
    """How far AdaGrad gets from its start in `steps` steps on a bowl whose loss is multiplied by `scale`."""
    surface = surfaces.scaled(surfaces.quadratic((1, 25)), scale)
    path = training.descend(surface, AdaGrad(lr, eps), surface.start, steps).W
    return float(np.linalg.norm(path[-1] - path[0]))


def moved(rule, times, steps=900):
    """How far a weight has moved after `steps` steps if its gradient is 1 in `times` of them, evenly spread, else 0."""
    gradients = np.zeros((steps, 1))
    gradients[:: steps // times] = 1.0
    return -float(rule_path(rule, np.zeros(1), gradients)[-1, 0])


def claims():
    """S3 to S6 with what the runs say of each."""
    sgd, straight, turned = steps_needed(SGD)[0], steps_needed(AdaGrad)[0], steps_needed(AdaGrad, 45)[0]
    gradients = np.random.default_rng(0).standard_normal((40, 3)) * [0.01, 1, 100]
    apart = np.abs(by_hand(np.ones(3), gradients, 0.5).path - rule_path(AdaGrad(0.5, eps=0), np.ones(3), gradients))
    scaled, standard = (
        [sparse.pixels(standardised=each, seed=seed).apart(below=0.1) for seed in range(6)] for each in (False, True)
    )
    late, fresh = down_the_cliff(AdaGrad(0.1)).W[-1, 0], down_the_cliff(AdaGrad(0.1), start=1.0, steps=100).W[-1, 0]
    rates = rates_left()
    return [
        Claim(
            "S3",
            "different slopes need different learning rates",
            straight < sgd,
            f"κ = 100, a loss of 1e-6, each at the best of 400 rates that are 1 % apart: AdaGrad {straight:.0f} "
            f"steps, SGD {sgd:.0f}",
            turned > straight,
            f"the slopes do not lie along the axes: turned by 45° AdaGrad needs {turned:.0f}",
        ),
        Claim(
            "S4",
            "σᵗ and η/√(t+1) cancel into η/√Σg²",
            bool(apart.max() < 1e-12),
            f"{len(gradients)} random gradients: step by step as on the slide and by the sum, the same path at ε = 0",
        ),
        Claim(
            "S5",
            "sparse gradients keep large steps, frequent ones get small steps",
            min(scaled) > 50,
            "digits, pixels divided by 16, six seeds: on in under 10 % of the pictures, "
            f"{min(scaled):.0f} to {max(scaled):.0f} times the rate of those on in over 90 %",
            max(standard) < 2,
            "each pixel is standardised, so that rare values are large: "
            f"{min(standard):.1f} to {max(standard):.1f} times",
        ),
        Claim(
            "S6",
            "the more updates, the smaller the rate",
            bool(late > 0.9 and fresh < 0.1),
            f"a steady gradient leaves {rate_left(100)[-1]:.1f} of it after 100 updates; at rate 0.1, from high on a "
            f"wall, x is {late:.2f} after 5000 steps; without the wall's gradients in the sum {fresh:.2f} after 100",
            bool(np.allclose(rates[99], rates[-1], rtol=1e-3)),
            f"the gradients shrink fast: on a bowl, with lr 1, the flat coordinate's rate is {rates[0, 0]:.2f} in the "
            f"first step, {rates[99, 0]:.3f} in step 100 and still {rates[-1, 0]:.3f} in step {len(rates)}",
        ),
    ]
