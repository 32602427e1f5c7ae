"""Where Adam does not converge (chapter 5, after slide S13), and a loop that keeps every state on the way."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from course_lib import surfaces
from course_lib.experiments.momentum import stability_limit
from course_lib.optimizers import Adam, AMSGrad, Momentum


def follow(rules, W, gradient, state=None, clip=np.inf):
    """Steps of a rule whose hyperparameters change as it goes: rules holds one rule of the same class for each step.

    W: (d,) or (runs, d). gradient(W, t) → like W, t from 1. state: the rule's first state, its own start by default.
    clip: W is held inside [-clip, clip] after each step. Returns (path (T+1, …, d), the T states).
    """
    W = np.array(W, dtype=float)
    state = rules[0].start(W) if state is None else state
    path, states = [W], []
    for t, opt in enumerate(rules, start=1):
        W, state = opt.step(W, gradient(W, t), state)
        W = np.clip(W, -clip, clip)
        path.append(W)
        states.append(state)
    return np.array(path), states


def at_rates(opt, rates):
    """The rule once for each rate, for `follow`: a schedule."""
    return [replace(opt, lr=lr) for lr in rates]


class Excursion(NamedTuple):
    """A run on a bowl: loss (T+1,), the rate lr/√(Ŝ+ε) each coordinate really has (T, d), Momentum's limit (d,) for
    that rate, the first step with a loss below 1e-6, and the highest loss after it."""

    loss: np.ndarray
    effective: np.ndarray
    limit: np.ndarray
    reached: int
    highest_after: float


def excursion(opt, c=(1, 25), factor=1.0, steps=8000):
    """S13: at a constant rate Adam reaches the minimum and leaves it again.

    Gradients vanish, S forgets, so the rate lr/√(Ŝ+ε) grows until it exceeds what Momentum tolerates at this
    curvature. opt: Adam or AMSGrad. factor: the rate's change a step; with √β₂ or less it falls as fast as √S can.
    """
    surface, rates = surfaces.quadratic(c), opt.lr * factor ** np.arange(steps)
    path, states = follow(at_rates(opt, rates), surface.start, lambda W, t: surface.gradient(W))
    loss = surface.value(path)
    S = np.array([state.get("S_max", state["S"]) for state in states])
    S_hat = S / (1 - opt.beta2 ** np.arange(1, steps + 1)[:, None])
    limit = stability_limit(Momentum, np.array(c, dtype=float), opt.beta1)
    reached = int(np.argmax(loss < 1e-6))
    return Excursion(loss, rates[:, None] / np.sqrt(S_hat + opt.eps), limit, reached, float(loss[reached:].max()))


# What keeps the effective rate of `excursion` below the limit, as its arguments.
REMEDIES = {
    "none": (Adam(0.1), {}),
    "rate × √β₂ a step": (Adam(0.1), {"factor": 0.999**0.5}),
    "ε = 0.01": (Adam(0.1, eps=0.01), {}),
    "AMSGrad": (AMSGrad(0.1), {}),
}


def jitter(opt, noise, power=0.0, steps=3000, runs=100, seed=0):
    """How far W strays from the minimum of ½W² in the end when each gradient carries `noise`, at rate lr/tᵖ.

    Returns the root mean square over the last tenth of the steps and all runs. power: p, 0 for a constant rate.
    """
    kicks = noise * np.random.default_rng(seed).standard_normal((steps, runs, 1))
    rates = opt.lr / np.arange(1, steps + 1) ** power
    path, _ = follow(at_rates(opt, rates), np.zeros((runs, 1)), lambda W, t: W + kicks[t - 1])
    return float(np.sqrt(np.mean(path[-steps // 10 :] ** 2)))


def cycle(rule, C=3.0, beta1=0.0, beta2=0.1, lr=1.0, steps=10_000):
    """Where Adam goes the wrong way: gradients C, -1, -1 in turn, W held in [-1, 1], rate lr/√t.

    The gradients' mean is above 0 for C > 2, so -1 is right. With β₂ = 1/(1+C²) Adam forgets C within its two
    steps of -1. Returns the path (T+1,).
    """
    rates = lr / np.sqrt(np.arange(1, steps + 1))
    rules = at_rates(rule(beta1=beta1, beta2=beta2), rates)
    return follow(rules, [0.0], lambda W, t: np.array([C if t % 3 == 1 else -1.0]), clip=1.0)[0][:, 0]
