"""A plane through the loss of a real network: what it shows of the rules' paths, and what it hides (chapter 6).

A network has thousands of weights. A plane through its loss shows two directions of them; each path is drawn as its
projection, the nearest place of the plane. The loss there is not the path's: how far the path is from the plane, and
how much of its movement lies in it, belongs to every such picture.

Sources: Goodfellow and others, "Qualitatively characterizing neural network optimization problems" (2015); Lorch,
"Visualizing deep network training trajectories with PCA" (2016); Li and others, "Visualizing the loss landscape of
neural nets" (2018); Antognini and Sohl-Dickstein, "PCA of high dimensional random walks" (2018).
"""

from typing import NamedTuple

import numpy as np
from sklearn.utils.extmath import randomized_svd

# Points W that are measured at once, so that all their hidden units fit into the processor's cache.
TOGETHER = 8


class Plane(NamedTuple):
    """origin: (d,), a point of it. axes: (2, d), two directions in it of length 1 at a right angle."""

    origin: np.ndarray
    axes: np.ndarray


def through(a, b, c):
    """The plane through three points (d,): its origin is a, its first axis leads to b, its second aside towards c."""
    first = unit(b - a)
    return Plane(a, np.stack([first, unit((c - a) - (c - a) @ first * first)]))


def unit(W):
    """The direction of W (d,): of length 1."""
    return W / np.linalg.norm(W)


def principal(paths):
    """The plane through the common start of paths (T, d) that holds most of their squared distance from it.

    Its axes are the first two principal directions of all their points, the start as origin (not the mean).
    """
    away = np.concatenate([path - path[0] for path in paths])
    # The first two alone, to thirteen digits: all 1685 of the network's paths take a browser a minute.
    axes = randomized_svd(away, 2, n_iter=10, power_iteration_normalizer="QR", random_state=0)[2]
    ends = np.stack([path[-1] - path[0] for path in paths]) @ axes.T
    # A principal direction has no sign; the path that ends furthest along it ends on its positive side.
    furthest = ends[np.abs(ends).argmax(axis=0), [0, 1]]
    return Plane(paths[0][0], axes * np.sign(furthest)[:, None])


def project(plane, W):
    """The coordinates (…, 2) of the place in the plane that is nearest to W (…, d)."""
    return (W - plane.origin) @ plane.axes.T


def point(plane, place):
    """The weights (…, d) of a place (…, 2) in the plane."""
    return plane.origin + np.asarray(place) @ plane.axes


def away(plane, W):
    """How far W (…, d) is from the plane: (…)."""
    return np.linalg.norm(W - point(plane, project(plane, W)), axis=-1)


def shares(plane, path):
    """(of the way, of the steps): how much of the movement of a path (T, d) lies in the plane.

    The first compares squared distances from the plane's origin, summed over the path, the second the squared lengths
    of single steps.
    """

    def share(moved):
        return float(np.sum((moved @ plane.axes.T) ** 2) / np.sum(moved**2))

    return share(path - plane.origin), share(np.diff(path, axis=0))


def losses(task, W):
    """The loss of all the data of a tuning.Task at each of the points W (…, d): (…)."""
    flat = W.reshape(-1, W.shape[-1])
    parts = np.array_split(flat, max(1, len(flat) // TOGETHER))
    measured = [task.model.loss(part, task.split.X, task.split.y) for part in parts]
    return np.concatenate(measured).reshape(W.shape[:-1])


def heights(loss, plane, x, y):
    """(len(y), len(x)): loss(W) at each place of a grid in the plane. loss: of points (…, d), as `losses` gives it."""
    places = np.stack(np.meshgrid(x, y), axis=-1)
    return np.stack([loss(point(plane, row)) for row in places])


def on_line(loss, a, b, points=41):
    """(points,): the loss along the straight line from a to b, both (d,)."""
    return loss(a + np.linspace(0, 1, points)[:, None] * (b - a))


def barrier(line):
    """How far the losses along a line (points,) rise above the higher of its ends."""
    return float(np.max(line) - max(line[0], line[-1]))


def curved(gradient, W, directions, h=1e-3):
    """(k, k): the curvature of the loss at W (d,) along directions (k, d) of length 1, by central differences.

    gradient: of a point (d,). Its eigenvalues are the curvatures in the plane that two directions span.
    """
    turned = np.stack([gradient(W + h * v) - gradient(W - h * v) for v in directions]) / (2 * h)
    found = directions @ turned.T
    return (found + found.T) / 2


def steepest(gradient, W, rounds=60, seed=0):
    """The largest curvature of the loss at W in any direction, by power iteration: a number."""
    v = unit(np.random.default_rng(seed).standard_normal(W.shape))
    for _ in range(rounds):
        v = unit(gradient(W + 1e-3 * v) - gradient(W - 1e-3 * v))
    return float(curved(gradient, W, v[None])[0, 0])


def random_walks(walks=5, steps=336, size=2410, seed=0):
    """Paths (steps + 1, size) from one start whose steps have nothing to do with each other, nor with any loss."""
    steps_of = np.random.default_rng(seed).standard_normal((walks, steps, size))
    return list(np.concatenate([np.zeros((walks, 1, size)), steps_of.cumsum(axis=1)], axis=1))
