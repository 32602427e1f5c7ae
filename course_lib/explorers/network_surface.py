"""The network surface: planes through the loss of a real network, with the rules' paths projected onto them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from course_lib import training
from course_lib.called import called
from course_lib.explorers import base, table
from course_lib.explorers.names import one_of
from course_lib.language import say
from course_lib.surfaces import Surface

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VIEWS = ("map", "landscape")
# What is stored is whole: hundredths of a distance between weights, thousandths of a loss's logarithm. All processors
# agree on these runs to twelve digits, and so on the nearest whole number.
DISTANCE, LOG_LOSS = 0.01, 0.001


class NetworkSurface(base.Explorer):
    """What `network_surface` returns."""

    MAIN = "network_surface"
    BESIDE = ("landscape3d",)
    FACTS: ClassVar = {
        "least": "the smallest share that a drawn path's way has in the plane",
        "count": "how many rules are drawn",
    }

    def figure(self) -> "Figure":
        """The plane of the settings with the paths, as a landscape or as a map."""
        from course_lib import plots

        plane = self.fixed["planes"][self.settings["surface"]]
        runs = {name: history(plane["paths"][name], self.fixed["loss"][name]) for name in self.settings["rules"]}
        draw = plots.relief if self.settings["view"] == "landscape" else plots.paths
        title = say("A network's loss, {plane}", plane=called(self.settings["surface"]))
        fig = draw(surface_of(plane), runs, title=title)
        fig.axes[0].set(xlabel=called(plane["axes"][0]), ylabel=called(plane["axes"][1]))
        return fig


def history(path: Mapping[str, Any], loss: str) -> training.History:
    """A projected path as plots draw it."""
    W = np.stack([whole(path["x"]), whole(path["y"])], axis=1) * DISTANCE
    steps = np.arange(len(W))
    return training.History(W, np.exp(whole(loss) * LOG_LOSS), np.array(False), steps, steps)


def surface_of(plane: Mapping[str, Any]) -> Surface:
    """The loss on a plane as a surface of two coordinates, smooth between the places where it was measured."""
    x, y = plane["window"]
    logs = np.stack([whole(row) for row in plane["grid"]]) * LOG_LOSS

    def value(W: np.ndarray) -> np.ndarray:
        u, v = (
            (np.asarray(W)[..., axis] - low) / (high - low) * (many - 1)
            for axis, (low, high), many in ((0, x, logs.shape[1]), (1, y, logs.shape[0]))
        )
        return np.exp(between(logs, u, v))

    def gradient(W: np.ndarray, h: float = 1e-4) -> np.ndarray:
        return np.stack([(value(W + h * e) - value(W - h * e)) / (2 * h) for e in np.eye(2)], axis=-1)

    return Surface("network's loss", value, gradient, (tuple(x), tuple(y)), (0.0, 0.0))


def between(values: np.ndarray, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """A grid (ny, nx) at column u and row v, both of any shape: cubic in each direction (Catmull and Rom, 1974).

    Beyond the rim the rim's values go on.
    """

    def places(at: np.ndarray, many: int) -> list[tuple[np.ndarray, np.ndarray]]:
        at = np.clip(at, 0, many - 1)
        first = np.minimum(np.floor(at).astype(int), many - 2)
        s = at - first
        weights = (-s + 2 * s**2 - s**3, 2 - 5 * s**2 + 3 * s**3, s + 4 * s**2 - 3 * s**3, s**3 - s**2)
        return [(np.clip(first + k - 1, 0, many - 1), weight / 2) for k, weight in enumerate(weights)]

    rows, columns = values.shape
    found = np.zeros(np.broadcast(u, v).shape)
    for j, weight in places(v, rows):
        for i, other in places(u, columns):
            found = found + weight * other * values[j, i]
    return found


def network_surface(
    picture: Any,
    shown: Sequence[str] | None = None,
    *,
    plane: str | None = None,
    view: str = "landscape",
    tasks: Sequence[dict[str, Any]] = (),
    alt: str,
) -> NetworkSurface:
    """An explorer of planes through a network's loss: play the paths, turn the landscape, choose the plane.

    picture: what `experiments.network_surface.picture` returns. shown: the names of the rules drawn at first, all by
    default. plane: the label of the plane shown at first, the picture's first by default. view: "landscape" or "map".
    tasks: see `surface_task`. alt: what the still picture shows.
    Returns the widget; its settings are surface (the plane), rules, view and start (where all paths begin).
    """
    names = list(picture.loss)
    for name in shown or ():
        one_of(name, names, "rule")
    settings: dict[str, Any] = {
        "surface": one_of(plane or next(iter(picture.slices)), list(picture.slices), "plane"),
        "rules": [name for name in names if shown is None or name in shown],
        "view": one_of(view, VIEWS, "view"),
        "start": [0.0, 0.0],
    }
    fixed = {
        "planes": {label: stored(each) for label, each in picture.slices.items()},
        "loss": {name: changes(np.log(loss), LOG_LOSS) for name, loss in picture.loss.items()},
        "units": [DISTANCE, LOG_LOSS],
        "an_epoch": int(picture.an_epoch),
        "rules": dict(zip(names, table.looks(names))),
        "rates": {name: float(rate) for name, rate in picture.rates.items()},
        # A saved notebook sorts the names of these.
        "order": {"surfaces": list(picture.slices), "rules": names},
        "first": settings,
        "tasks": list(tasks),
    }
    return NetworkSurface(fixed, settings, alt)


surface_task = NetworkSurface.task


def stored(cut: Any) -> dict[str, Any]:
    """What is drawn of an experiments.network_surface.Slice, ready for JSON."""
    return {
        "window": [[float(side[0]), float(side[-1])] for side in (cut.x, cut.y)],
        "start": [0.0, 0.0],
        "minima": [],
        "axes": list(cut.axes),
        "grid": [changes(row, LOG_LOSS) for row in np.log(cut.heights)],
        "paths": {
            name: {
                "x": changes(path[:, 0], DISTANCE),
                "y": changes(path[:, 1], DISTANCE),
                "away": changes(cut.away[name], DISTANCE),
            }
            for name, path in cut.path.items()
        },
        "shares": {name: [round(share, 3) for share in both] for name, both in cut.shares.items()},
    }


def changes(values: np.ndarray, unit: float) -> str:
    """Numbers as multiples of a unit: the first, and of each other the difference to the one before.

    A text, since a notebook gives each number of a list a line of its own.

    >>> changes(np.array([1.0, 1.02, 0.98]), 0.01)
    '100 2 -4'
    """
    return " ".join(map(str, np.diff(np.rint(np.asarray(values) / unit).astype(int), prepend=0)))


def whole(changes: str) -> np.ndarray:
    """The multiples that `changes` has stored: "100 2 -4" are 100, 102 and 98."""
    return np.cumsum([int(change) for change in changes.split()])
