"""The digits' network of chapter 6, 64-32-10: five rules from one start, and two planes through its loss.

Each rule has its best constant rate. All share the start and the batches of a seed that chose no rate.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib.experiments import comparison, loss_plane, races, tuning
from course_lib.optimizers import SGD, AdaGrad, Adam, Momentum, RMSProp

RULES = {"SGD": SGD, "Momentum": Momentum, "AdaGrad": AdaGrad, "RMSProp": RMSProp, "Adam": Adam}
# Chapter 6's, and AdaGrad's by the same search (a test searches again).
RATES = comparison.RATES["digits", comparison.CONSTANT] | {"AdaGrad": 2**-3}
ENDS, PRINCIPAL = "start and two ends", "principal directions"
FINE, MARGIN = 41, 0.2  # places along the longer side of the grid; the part of that side beyond the paths


class Picture(NamedTuple):
    """What the explorer shows. loss: {name: (T,)}, the training loss of each path. slices: {label: Slice}. rates:
    {name: lr}. an_epoch: the number of updates in one."""

    loss: dict[str, np.ndarray]
    slices: dict[str, "Slice"]
    rates: dict[str, float]
    an_epoch: int


class Slice(NamedTuple):
    """The loss on a plane, and what the plane shows of each path.

    x, y: where in the plane the heights (len(y), len(x)) are measured. axes: what its two directions are.
    path: {name: (T, 2)}, projected. away: {name: (T,)}, its distance from the plane.
    shares: {name: (of the way, of the steps)}, see `loss_plane.shares`.
    """

    axes: tuple[str, str]
    x: np.ndarray
    y: np.ndarray
    heights: np.ndarray
    path: dict[str, np.ndarray]
    away: dict[str, np.ndarray]
    shares: dict[str, tuple[float, float]]


@cache
def task(seeds=1, first=10):
    """The digits, with the start and the batches of each seed; every update is recorded."""
    return tuning.digits(seeds, first=first, records=42)


@cache
def run(name, seeds=1, first=10):
    """A History of one rule at its rate; W is (337, seeds, 2410)."""
    return tuning.train(task(seeds, first), RULES[name](RATES[name]))


@cache
def ends(name, seeds, first=10):
    """(where each seed ends, (seeds, 2410); its loss at the start, (seeds,)): the same runs, not recorded between."""
    found = tuning.train(task(seeds, first)._replace(records=0), RULES[name](RATES[name]))
    return found.W[-1], found.loss[0]


def paths(seed=10):
    """{name: (337, 2410)}: the weights after each update."""
    return {name: run(name, first=seed).W[:, 0] for name in RULES}


@cache
def planes(seed=10):
    """{label: (Plane, what its axes are)}: through three checkpoints, and along two principal directions."""
    found = paths(seed)
    ends = loss_plane.through(found["SGD"][0], found["SGD"][-1], found["Adam"][-1])
    return {
        ENDS: (ends, ("to SGD's end", "aside")),
        PRINCIPAL: (loss_plane.principal(list(found.values())), ("direction 1", "direction 2")),
    }


@cache
def picture(seed=10):
    """A Picture of the five runs of a seed, on both planes: the explorer's data, some ten seconds of computing."""
    loss = {name: run(name, first=seed).loss[:, 0] for name in RULES}
    cuts = {label: cut(plane, axes, paths(seed), task(first=seed)) for label, (plane, axes) in planes(seed).items()}
    return Picture(loss, cuts, {name: RATES[name] for name in RULES}, len(task().orders[0, 0]) // task().batch_size)


def cut(plane, axes, paths, task):
    """A Slice along the plane, with a window that holds all paths."""
    path = {name: loss_plane.project(plane, W) for name, W in paths.items()}
    x, y = grid(np.concatenate(list(path.values())))
    return Slice(
        axes,
        x,
        y,
        loss_plane.heights(lambda W: loss_plane.losses(task, W), plane, x, y),
        path,
        {name: loss_plane.away(plane, W) for name, W in paths.items()},
        {name: loss_plane.shares(plane, W) for name, W in paths.items()},
    )


def grid(places):
    """(x, y) of a grid of square cells around places (n, 2), with ends that are whole numbers."""
    low, high = places.min(axis=0), places.max(axis=0)
    room = MARGIN * max(high - low)
    low, high = np.floor(low - room), np.ceil(high + room)
    cell = max(high - low) / (FINE - 1)
    x, y = (np.linspace(a, b, 1 + round((b - a) / cell)) for a, b in zip(low, high))
    return x, y


def hills(a, b, seeds=10, first=10):
    """How high the straight line from the end of rule a to that of rule b rises above the higher of them: (seeds,).

    In parts of the descent: 1 would be as high above that end as the start is. The ends of a seed have one start and
    the same batches.
    """
    (left, start), (right, _) = ends(a, seeds, first), ends(b, seeds, first)
    return np.array([hill(*each) for each in zip(left, right, start)])


def hills_between_starts(name, seeds=10, first=10):
    """The same between two ends of one rule, from the start of each seed and from that of the next: (seeds - 1,)."""
    found, start = ends(name, seeds, first)
    return np.array([hill(*each) for each in zip(found, found[1:], start)])


def hill(a, b, start):
    """Of one line, from a to b, both (d,). start: the loss where training began."""
    line = loss_plane.on_line(lambda W: loss_plane.losses(task(), W), a, b)
    return loss_plane.barrier(line) / (start - max(line[0], line[-1]))


def toy_hill(a="SGD", b="Momentum"):
    """The same on S16's three hollows, between the ends of two rules of the animation."""
    rates = {name: races.RATES["basins"][name] for name in (a, b)}
    surface, runs = races.surface_of("basins"), races.race("basins", 300, rates)
    line = loss_plane.on_line(surface.value, runs[a].W[-1], runs[b].W[-1])
    return loss_plane.barrier(line) / (runs[a].loss[0] - max(line[0], line[-1]))


def curvatures(name, seed=10):
    """(the largest in any direction, {label: (the smaller, the larger) in the plane}) at the end of a rule."""
    X, y, model = task().split.X, task().split.y, task().model

    def gradient(W):
        return model.gradient(W, X, y)

    end = paths(seed)[name][-1]
    inside = {
        label: tuple(np.linalg.eigvalsh(loss_plane.curved(gradient, end, plane.axes)).tolist())
        for label, (plane, _) in planes(seed).items()
    }
    return loss_plane.steepest(gradient, end), inside
