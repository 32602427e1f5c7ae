"""What chapter 6 says of the rules that came later (slide S15 and after): Nesterov, Adadelta, AdamW, schedules."""

from typing import NamedTuple

import numpy as np

from course_lib import schedules, surfaces, training
from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.experiments.momentum import stability_limit, tuned_steps
from course_lib.optimizers import SGD, AdaDelta, Adam, AdamW, Momentum, Nesterov
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


def decay(sizes=(0.1, 10.0), lr=0.01, weight_decay=0.1, steps=1000, runs=400, seed=0):
    """Chapter 6, "L2 is weight decay": what is left of a weight of 1 when its gradients are noise of these sizes.

    Returns {"SGD + L2", "Adam + L2", "AdamW"}: each (len(sizes),), the mean over runs. Pure decay leaves
    (1 - lr·λ)^steps, whatever the size. SGD is shown one noise-free run, since L2 and decay are the same thing there.
    """
    rng, sizes = np.random.default_rng(seed), np.array(sizes)
    noise = sizes * rng.standard_normal((steps, runs, len(sizes)))
    adam, adamw = Adam(lr), AdamW(lr, weight_decay=weight_decay)
    return {
        "SGD + L2": left(SGD(lr), np.zeros_like(noise[:, :1]), weight_decay),
        "Adam + L2": left(adam, noise, weight_decay),
        "AdamW": left(adamw, noise, 0.0),
    }


def left(opt, noise, penalty):
    """The mean over runs of what is left of W = 1 after the gradients noise (steps, runs, d) + penalty · W."""
    W = np.ones(noise.shape[1:])
    state = opt.start(W)
    for kick in noise:
        W, state = opt.step(W, kick + penalty * W, state)
    return W.mean(axis=0)


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
    "warm-up + cosine": lambda steps: schedules.warm_up(steps) * schedules.cosine(steps),
}


# Adam's best rate on the digits with each schedule: what `search` finds, starting here (a test searches again).
RATES = {"constant": 2**-4.5, "step": 2**-4, "cosine": 2**-4, "warm-up + cosine": 2**-3.5}


def search(name):
    """Adam's best rate on the digits with the schedule of that name, by `tuning.race` on ten seeds."""
    return tuning.race(tuning.digits(records=1), Adam, RATES[name], schedule=SCHEDULES[name]).lr


def scheduled():
    """A falling rate against a constant one: Adam on the digits, each schedule at its own best rate: {name: Race}.

    Ten seeds have chosen the rates, ten others are the race.
    """
    task = tuning.digits(first=10)
    return {name: tuning.at(task, Adam, RATES[name], schedule) for name, schedule in SCHEDULES.items()}


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
    steps = {rule: tuned_steps(rule, 100.0).steps for rule in (Momentum, Nesterov)}
    ratio = stability_limit(Momentum, 1.0) / stability_limit(Nesterov, 1.0)
    usual, tiny = adadelta(1e-6), adadelta(1e-8)
    return [
        Claim(
            "S15",
            "Nesterov's look ahead saves steps",
            steps[Nesterov] < steps[Momentum],
            f"κ = 100, each at its best rate: {steps[Nesterov]} steps, Momentum {steps[Momentum]}",
            ratio > 1,
            f"a large rate is needed: it tolerates only 1/{ratio:.1f} of Momentum's",
        ),
        Claim(
            "S15",
            "Adadelta needs no learning rate",
            np.isfinite(usual.steps),
            f"κ = 100: from lr = 1 and ε = 1e-6 it is below 1 after {usual.steps:.0f} steps",
            not np.isfinite(tiny.steps),
            f"ε = 1e-8: the first step is {tiny.first:.1g}, and 4000 steps are not enough. ε has become the rate",
        ),
    ]
