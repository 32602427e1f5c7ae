"""Where Adam does not come to rest (chapter 5, after slide S13), and a loop that keeps every state of a run."""

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib import data, schedules
from course_lib.experiments.momentum import stability_limit
from course_lib.optimizers import Adam, AMSGrad, Momentum


def follow(rules, W, gradient, state=None, clip=np.inf):
    """Steps of a rule whose hyperparameters change as it goes: rules holds one rule of the same class for each step.

    W: (d,) or (runs, d). gradient(W, t) → like W, t from 1. state: the rule's first state, its own start by default.
    clip: W is held inside [-clip, clip] after each step. Returns (path (T+1, …, d), the T states).
    """
    W = np.array(W)
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


@cache
def diabetes():
    """(H, b, the minimum): linear regression on the diabetes data is the bowl ½ WᵀHW - bᵀW with H (10, 10), b (10,).

    Without the intercept, which is 0, as everything is standardised. H and b are rounded to six digits, so that every
    processor descends the same bowl.
    """
    X, y = data.diabetes()
    X = X[:, :-1]
    H, b = np.round(2 / len(X) * X.T @ X, 6), np.round(2 / len(X) * X.T @ y, 6)
    return H, b, np.linalg.solve(H, b)


class Stay(NamedTuple):
    """A run on the diabetes data. excess (T+1,): the loss above the minimum. felt (T,): the learning rate times the
    steepest curvature in Adam's coordinates. limit: what Momentum tolerates of it. reached: the first step with an
    excess below 1e-6. highest: the highest excess after it."""

    excess: np.ndarray
    felt: np.ndarray
    limit: float
    reached: int
    highest: float


def stay(opt, steps=3000, schedule=np.ones, noise=1e-8, seed=0):
    """S13: at a constant rate Adam reaches the minimum of a regression on real data and leaves it again.

    All 442 patients in each step: nothing but rounding disturbs the gradients. noise is its size in single precision,
    added so that every processor sees the same. While Ŝ changes slowly, Adam is Momentum in stretched coordinates, W
    times the fourth root of Ŝ+ε, whose curvatures are those of D⁻¹ H D⁻¹ with D² = √(Ŝ+ε). Gradients vanish, S forgets,
    and these curvatures grow until the rate times the steepest passes Momentum's limit, 38 for β₁ = 0.9.
    opt: Adam or AMSGrad. schedule(steps): the rate's factors (steps,). Returns Stay.
    Source: Cohen et al., "Adaptive gradient methods at the edge of stability" (2022).
    """
    H, b, minimum = diabetes()
    kicks = noise * np.random.default_rng(seed).standard_normal((steps, len(b)))
    rates = opt.lr * schedule(steps)

    def gradient(W, t):
        return (H * W[:, None]).sum(axis=0) - b + kicks[t - 1]

    path, states = follow(at_rates(opt, rates), np.zeros(len(b)), gradient)
    off = path - minimum
    excess = 0.5 * np.sum((off @ H) * off, axis=1)
    S = np.array([state.get("S_max", state["S"]) for state in states])
    S_hat = S / (1 - opt.beta2 ** np.arange(1, steps + 1)[:, None])
    stretch = (S_hat + opt.eps) ** -0.25
    felt = rates * np.linalg.eigvalsh(stretch[:, :, None] * H * stretch[:, None, :])[:, -1]
    reached = int(np.argmax(excess < 1e-6))
    return Stay(excess, felt, stability_limit(Momentum, 1.0, opt.beta1), reached, float(excess[reached:].max()))


def as_S_can(steps, beta2=0.999):
    """A rate that falls by √β₂ in each step: as fast as √S can fall, as S_t ≥ β₂ S_{t-1}."""
    return beta2 ** (np.arange(steps) / 2)


# What one might do about it, as arguments of `stay`.
REMEDIES = {
    "nothing": (Adam(0.1), {"steps": 8000}),
    "a cosine over 3000 steps": (Adam(0.1), {"schedule": schedules.cosine}),
    "a cosine over 8000 steps": (Adam(0.1), {"schedule": schedules.cosine, "steps": 8000}),
    "rate × √β₂ in each step": (Adam(0.1), {"schedule": as_S_can, "steps": 8000}),
    "ε = 0.01": (Adam(0.1, eps=0.01), {"steps": 8000}),
    "AMSGrad": (AMSGrad(0.1), {"steps": 8000}),
}


def jitter(opt, noise, power=0.0, start=0.0, steps=2000, runs=50, seed=0):
    """How far W strays from the minimum of ½W² in the end when each gradient carries `noise`, at rate lr/tᵖ.

    Returns the root mean square over the last tenth of the steps and all runs. power: p, 0 for a constant rate. start:
    of W. A run from afar must be so long that Adam's S has forgotten the way: AMSGrad's never does.
    """
    kicks = noise * np.random.default_rng(seed).standard_normal((steps, runs, 1))
    rates = opt.lr / np.arange(1, steps + 1) ** power
    path, _ = follow(at_rates(opt, rates), np.full((runs, 1), start), lambda W, t: W + kicks[t - 1])
    return float(np.sqrt(np.mean(path[-steps // 10 :] ** 2)))


def cycle(rule, C=3.0, period=3, beta1=0.0, beta2=0.1, lr=1.0, steps=10_000):
    """Where Adam goes the wrong way: the gradient C, then -1 in the other steps of a period, W held in [-1, 1].

    The rate is lr/√t. For C > period - 1 the gradients of a period have a sum above 0, so -1 is right. (Losses whose
    gradients do not depend on W: each step has a straight line of its own, C·W or -W.) Returns the path (T+1,).
    """
    rules = at_rates(rule(beta1=beta1, beta2=beta2), lr / np.sqrt(np.arange(1, steps + 1)))
    gradients = np.where(np.arange(steps) % period == 0, C, -1.0)[:, None]
    return follow(rules, [0.0], lambda W, t: gradients[t - 1], clip=1.0)[0][:, 0]
