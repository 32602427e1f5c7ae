"""Chapter 4's pictures: swings across a valley, walls forgotten, a step after the gradient's size has changed."""

import numpy as np

from course_lib import style
from course_lib.plots.base import figure, in_style
from course_lib.plots.curves import curves
from course_lib.plots.paths import paths, style_of


@in_style
def slide(surface, runs, steps=33):
    """The slide's picture, the paths of the first `steps` steps on a map, and beside it the coordinate that swings.

    runs: {name of the rule: History}. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(13, 4.8))
    paths(surface, runs, window=((-4, 11), (-1.1, 1.1)), title="The paths", ax=left)
    for name, run in runs.items():
        x, y = run.updates[: steps + 1], run.W[: steps + 1, 1]
        right.plot(x, y, marker="o", markersize=3, label=name, **style_of(name))
    right.axhline(0, color=style.GREY, linewidth=1)
    right.set(xlabel="step", ylabel="$W_2$", title="Across the valley")
    right.legend()
    return fig


@in_style
def forgotten(y, rate, limit):
    """RMSProp on the floor of the valley: how far it is from the middle, and the rate it has across.

    y: (T + 1,). rate: (T,). limit: the largest stable rate, drawn as a line. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(13, 4.5))
    curves({"RMSProp": (np.arange(len(y)), np.abs(y))}, "step", "$|W_2|$ (W)", "Across the valley", log="y", ax=left)
    steps = np.arange(1, len(rate) + 1)
    title = "The rate across the valley"
    curves({"RMSProp": (steps, rate)}, "step", r"$\alpha/\sqrt{S_2}$ (W² per loss)", title, ax=right)
    right.axhline(limit, color=style.GREY, linestyle="--", linewidth=1.5, label="2/λ")
    right.legend()
    return fig


@in_style
def recovery(steps, at, title):
    """The length of each step in units of lr, around the step `at` in which the gradient's size changes.

    steps: {name of the rule: (T,)}. Returns the Figure.
    """
    lines = {name: (np.arange(1, len(values) + 1), values) for name, values in steps.items()}
    return curves(lines, "step", "length of the step (lr)", title, log="y", limits=[at])


@in_style
def hovering(lrs, distances):
    """Where RMSProp ends against its rate: {curvature: (len(lrs),)} as markers, lr/2 as a line. Returns the Figure."""
    fig, ax = figure(size=(8, 4))
    marks = [{"marker": "o", "markersize": 11, "markerfacecolor": "none"}, {"marker": "s", "markersize": 5}]
    for (curvature, values), mark in zip(distances.items(), marks):
        ax.plot(lrs, values, linestyle="", color=style.GREEN, label=f"measured, curvature {curvature:g}", **mark)
    ax.plot(lrs, np.array(lrs) / 2, color=style.GREY, linestyle="--", linewidth=1.5, label="lr/2")
    ax.set(xscale="log", yscale="log", xlabel="learning rate (W)", ylabel="|W| at the end (W)")
    ax.set_title("RMSProp on a bowl, after 2000 steps")
    ax.legend()
    return fig
