"""Chapter 4's rates (slide S12): the largest that is of use, and where RMSProp ends at a constant one."""

import numpy as np

from course_lib import surfaces, training
from course_lib.optimizers import RMSProp

BOWL = surfaces.quadratic((1, 100))


def largest_good_rate(rule, level=0.5, scale=1.0, steps=1000, **knobs):
    """S12, "a larger rate becomes possible": the largest that ends at a loss of at most `level` on the bowl (1, 100).

    For SGD and Momentum it is the largest stable rate, whatever the level. RMSProp's is set by the level: both
    coordinates end at ±lr/2, so it is √(8·level/101). scale: the factor on the loss (and on `level` with it). One sweep
    of 1050 rates, 1 % apart, the same for each rule.
    """
    surface = surfaces.scaled(BOWL, scale)
    rates = 1.01 ** np.arange(-950, 100)[:, None]
    end = training.descend(surface, rule(lr=rates, **knobs), surface.start, steps).loss[-20:].max(axis=0)
    return float(rates[end <= scale * level].max())


def resting_distance(lr, curvature=1.0, beta=0.9):
    """S12: RMSProp has no largest stable rate on a bowl: without noise and for β > 0 it ends jumping between ±lr/2.

    Returns the largest |W| at the end of 2000 steps.
    """
    return float(distances(lr, curvature, beta)[-100:].max())


def furthest(lr, curvature=1.0, beta=0.9):
    """S12: bounded at every rate. The largest |W| on the way from 1; no step is longer than lr/√(1-β)."""
    return float(distances(lr, curvature, beta).max())


def distances(lr, curvature, beta, steps=2000):
    """|W| after each step of RMSProp on the bowl ½·curvature·W², from 1: (steps + 1,)."""
    return np.abs(training.descend(surfaces.quadratic((curvature,)), RMSProp(lr, beta), [1.0], steps).W[:, 0])


def noisy_distance(lr, curvature=1.0, noise=1.0, beta=0.9, steps=20_000, seed=0):
    """Where noisy gradients keep RMSProp on ½·curvature·W²: the root mean square of W, from the minimum on.

    noise: the standard deviation σ of what is added to each gradient. Where it is much larger than curvature·lr, S is
    about σ², the rule is SGD with the rate lr/σ, and the distance √(lr·σ/(2·curvature)): far more than lr/2.
    """
    rng = np.random.default_rng(seed)
    run = training.descend(surfaces.quadratic((curvature,)), RMSProp(lr, beta), [0.0], steps, noise=noise, rng=rng)
    return float(np.sqrt(np.mean(run.W[steps // 4 :, 0] ** 2)))
