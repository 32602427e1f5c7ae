"""What chapter 7 says of other rules (slide S15 and after): Nesterov, Adadelta, AdamW, Muon, schedules."""

from typing import NamedTuple

import numpy as np

from course_lib import schedules, surfaces, training
from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.experiments.momentum import stability_limit, tuned_steps
from course_lib.optimizers import AdaDelta, Adam, AdamW, Momentum, Nesterov
from course_lib.optimizers.muon import orthogonal


def look_ahead(rule, lr=0.1, beta=0.9, kappa=100.0, steps=200):
    """S15: Nesterov swings less than Momentum at one rate: how far the steep coordinate of a narrow bowl travels."""
    surface = surfaces.quadratic((1, kappa))
    path = training.descend(surface, rule(lr, beta), surface.start, steps).W
    return float(np.abs(np.diff(path[:, 1])).sum())


class Adadelta(NamedTuple):
    """The first step, and the steps until the loss stays at or below 1 (inf when it does not)."""

    first: float
    steps: float


def adadelta(eps, rho=0.9, steps=4000):
    """S15: Adadelta needs no learning rate, but ε takes its place: its first step is about √(ε/(1-ρ))."""
    surface = surfaces.quadratic((1, 100))
    run = training.descend(surface, AdaDelta(1.0, rho, eps), surface.start, steps)
    above = np.flatnonzero(run.loss > 1)
    return Adadelta(float(abs(run.W[1, 0] - run.W[0, 0])), float(above[-1] + 1) if above[-1] < steps else np.inf)


class Left(NamedTuple):
    """What is left of a weight of 1: the mean over the runs and their standard deviation, (sizes,) each."""

    mean: np.ndarray
    spread: np.ndarray


def decay(sizes=(0.1, 10.0), lr=0.01, weight_decay=0.1, steps=1000, runs=400, seed=0):
    """Chapter 7, "L2 is weight decay": what is left of a weight of 1 when its gradients are noise of these sizes.

    Returns {"Adam": no decay, "Adam + L2", "AdamW"}: each a Left over `runs` runs, all on the same noise. Pure decay
    leaves (1 - lr·λ)^steps, whatever the size; the noise alone makes a weight wander.
    """
    rng, sizes = np.random.default_rng(seed), np.array(sizes)
    noise = sizes * rng.standard_normal((steps, runs, len(sizes)))
    return {
        "Adam": left(Adam(lr), noise),
        "Adam + L2": left(Adam(lr), noise, weight_decay),
        "AdamW": left(AdamW(lr, weight_decay=weight_decay), noise),
    }


def left(opt, noise, penalty=0.0):
    """What is left of W = 1 after the gradients noise (steps, runs, d) + penalty · W, as a Left."""
    W = np.ones(noise.shape[1:])
    state = opt.start(W)
    for kick in noise:
        W, state = opt.step(W, kick + penalty * W, state)
    return Left(W.mean(axis=0), W.std(axis=0))


def step_sizes(seed=0):
    """How far a first step goes along each direction of the digits' first weight matrix: by SGD and by Muon.

    Returns the singular values of the two steps, largest first: of the gradient of one batch of 32, and of what Muon
    makes of it. Directions along which the gradient has no component (a millionth of the largest) are left out.
    """
    task = tuning.digits(seeds=seed + 1)
    batch = task.orders[seed, 0, :32]
    g = task.model.gradient(task.start[seed], task.split.X[batch], task.split.y[batch])[: 64 * 32].reshape(64, 32)
    before, after = (np.linalg.svd(step, compute_uv=False) for step in (g, orthogonal(g)))
    there = before > 1e-6 * before[0]
    return before[there], after[there]


SCHEDULES = {
    "constant": None,
    "step": schedules.step,
    "cosine": schedules.cosine,
    "warm-up + cosine": tuning.warm_up_cosine,
}


def gains(constant, schedule):
    """What a schedule is worth: {name: median loss at the best constant rate, over that at the best with a schedule}.

    constant, schedule: {name: tuning.Race}.
    """
    return {name: float(np.median(constant[name].loss[-1]) / np.median(schedule[name].loss[-1])) for name in constant}


class Outlier(NamedTuple):
    """In units of lr: the step on one wild gradient, and the mean of the steps that follow it."""

    step: float
    later: float


def outlier(opt, size=1000.0, clip=np.inf, before=200, after=200):
    """Chapter 7: one gradient of `size` among gradients of 1, each clipped to at most `clip`. Returns an Outlier."""
    gradients = np.ones(before + 1 + after)
    gradients[before] = size
    W, state, path = np.zeros(1), opt.start(np.zeros(1)), [0.0]
    for g in np.minimum(gradients, clip):
        W, state = opt.step(W, np.array([g]), state)
        path.append(float(W[0]))
    steps = -np.diff(path) / opt.lr
    return Outlier(steps[before], steps[before + 1 :].mean())


def state_size(opt, size=4):
    """How many numbers a rule remembers for each parameter."""
    return sum(np.size(part) for part in opt.start(np.zeros(size)).values() if np.size(part) > 1) / size


def resting_distance(opt, schedule=None, noise=1.0, steps=4000, runs=50, seed=0):
    """How far from the minimum of ½W² a rule ends when gradients are noisy: root mean square over the last tenth.

    A constant rate leaves the point trembling, a falling one lets it come to rest.
    """
    rng = np.random.default_rng(seed)
    bowl = surfaces.quadratic(np.ones(runs))  # each coordinate is a run of its own
    factors = None if schedule is None else schedule(steps)
    path = training.descend(bowl, opt, np.ones(runs), steps, noise, rng, factors).W
    return float(np.sqrt(np.mean(path[-steps // 10 :] ** 2)))


def claims():
    """S15 with what the runs say: the slide only names the two, so this is what is usually said of them."""
    steps, narrow = ({rule: tuned_steps(rule, k).steps for rule in (Momentum, Nesterov)} for k in (100.0, 1000.0))
    ratio = stability_limit(Momentum, 1.0) / stability_limit(Nesterov, 1.0)
    usual, tiny = adadelta(1e-6), adadelta(1e-8)
    return [
        Claim(
            "S15",
            "Nesterov's look ahead saves steps",
            steps[Nesterov] < steps[Momentum],
            f"κ = 100, a loss of 1e-6, each at its best rate: {steps[Nesterov]} steps, Momentum {steps[Momentum]}",
            narrow[Nesterov] > narrow[Momentum],
            f"κ = 1000: {narrow[Nesterov]} steps, Momentum {narrow[Momentum]}: it tolerates only 1/{ratio:.1f} of "
            "Momentum's rate",
        ),
        Claim(
            "S15",
            "Adadelta needs no learning rate",
            np.isfinite(usual.steps),
            f"κ = 100: at lr = 1 and ε = 1e-6 the loss is below 1 after {usual.steps:.0f} steps",
            not np.isfinite(tiny.steps),
            f"ε = 1e-8: the first step is {tiny.first:.1g}, and 4000 steps are not enough. ε has become the rate",
        ),
    ]
