"""Where the point went: paths on a map of the surface, or along the curve of a function of one coordinate."""

import numpy as np

from course_lib import style
from course_lib.arguments import Surface, has, shown
from course_lib.called import called
from course_lib.language import say
from course_lib.plots.base import figure, in_style
from course_lib.surfaces import proportioned


@in_style
def paths(surface, runs, window=None, title=None, ax=None):
    """A contour map of a surface with the path of each run: {name of the rule: History}.

    A circle marks the start, a square the end of each path, stars the minima. window: ((low, high), (low, high)),
    the surface's own by default; a long one is widened. ax: axes to draw into; a new figure without. Both axes have
    one scale, so a valley is as narrow as it is, and a gradient step leaves at a right angle to the contour line.
    Returns the Figure.
    """
    has("surface", surface, Surface, "surfaces.quadratic()")
    window = surface.window if window is None else window
    fig, ax = (ax.figure, ax) if ax is not None else figure(size=figure_size(window))
    contours(ax, surface, window)
    for name, history in histories(runs).items():
        path = history.W
        # A marker a step shows the steps' length, unless there are so many that they would hide the path.
        size = {"markersize": 3, "linewidth": 1.6} if len(path) < 300 else {"markersize": 0, "linewidth": 0.6}
        look = style_of(name)
        ax.plot(*path.T, label=name, **size, **look, **style.dot(look))
        ax.plot(*path[-1], marker="s", markersize=8, color=look["color"], markeredgecolor="white", zorder=5)
        ax.plot(*path[0], marker="o", markersize=9, color="white", markeredgecolor="black", zorder=6)
    if surface.minima is not None:
        ax.plot(*surface.minima.T, "*", markersize=16, color=style.YELLOW, markeredgecolor="black", zorder=7)
    ax.set(xlabel="$W_1$", ylabel="$W_2$", title=title or say("Paths on the {surface}", surface=called(surface.name)))
    ax.legend()
    return fig


def figure_size(window):
    """(width, height) in inches of a figure with one map of this window."""
    across, up = np.diff(proportioned(a_map(window)))[:, 0]
    return 8, min(5.5, 0.9 + 7.2 * up / across)


def a_map(window):
    """`window` when it is one of two coordinates; ValueError otherwise."""
    if np.shape(window) != (2, 2):
        raise ValueError(f"window must be ((low, high), (low, high)) for a map, got {window}.")
    return window


def contours(ax, surface, window, levels=18):
    """Lines of equal value in grey, closer together near the bottom, so that valleys can be seen, in true shape."""
    has("surface", surface, Surface, "surfaces.quadratic()")
    (left, right), (bottom, top) = proportioned(a_map(window))
    x, y = np.meshgrid(np.linspace(left, right, 161), np.linspace(bottom, top, 161))
    z = surface.value(np.stack([x, y], axis=-1))
    heights = z.min() + (z.max() - z.min()) * np.linspace(0, 1, levels + 1)[1:] ** 3
    ax.contour(x, y, z, levels=heights, colors="#B0B0B0", linewidths=0.9)
    ax.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    ax.grid(False)


@in_style
def landscape(surface, runs, title=None, ax=None):
    """A function of one coordinate as a curve, with each run {name: History} as a trail of balls above it.

    Each trail floats a little higher than the one before, so that all can be seen. A circle marks the start, a square
    the end. Returns the Figure.
    """
    has("surface", surface, Surface, "surfaces.quadratic()")
    fig, ax = (ax.figure, ax) if ax is not None else figure()
    line = np.linspace(*surface.window[0], 600)
    curve = surface.value(line[:, None])
    ax.plot(line, curve, color=style.GREY, linewidth=3)
    for number, (name, history) in enumerate(histories(runs).items(), start=1):
        colour = style_of(name)["color"]
        x, y = history.W[:, 0], history.loss + 0.04 * number * np.ptp(curve)
        ax.plot(x, y, linestyle="", marker=".", markersize=8, alpha=0.6, color=colour)
        ax.plot(x[-1], y[-1], "s", markersize=11, color=colour, markeredgecolor="white", label=name)
    start = next(iter(runs.values()))
    ax.plot(
        start.W[0, 0], start.loss[0], "o", markersize=11, color="white", markeredgecolor="black", label=say("start")
    )
    ax.set(xlabel="W", ylabel=say("value"))
    ax.set(title=title or say("The {surface}, seen from the side", surface=called(surface.name)))
    ax.legend()
    return fig


def histories(runs):
    """`runs` when it is {name: History}; ValueError otherwise."""
    if not (
        isinstance(runs, dict) and runs and all(hasattr(run, "W") and hasattr(run, "loss") for run in runs.values())
    ):
        raise ValueError(f'runs must be {{name: History}}, such as {{"SGD": descend(…)}}, got {shown(runs)}.')
    return runs


def style_of(name):
    """The style of the rule that a label begins with: "Momentum, β = 0.9" is drawn like "Momentum"."""
    return style.line(style.rule_of(str(name)))
