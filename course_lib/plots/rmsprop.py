"""Chapter 4's pictures: swings across a valley, speed by level, where RMSProp hovers, what its average forgets."""

import numpy as np

from course_lib import style
from course_lib.language import ENGLISH, current, say
from course_lib.plots.base import figure, in_style
from course_lib.plots.curves import curves
from course_lib.plots.paths import paths, style_of


@in_style
def swings(surface, runs, steps=33):
    """A picture like the slide's: the first `steps` steps in the valley's true shape, below it the height that swings.

    runs: {name of the rule: History}. Returns the Figure.
    """
    fig, (above, below) = figure(rows=2, size=(11, 6), gridspec_kw={"height_ratios": [1, 1.2]})
    paths(surface, runs, window=((-3.5, 10.5), (-1.2, 1.2)), title=say("The paths, true to scale"), ax=above)
    above.set_ylim(-1.4, 1.4)  # a map is widened; here the second panel shows what happens across, and this one is long
    above.get_legend().remove()  # it would cover the valley
    for name, run in runs.items():
        x, y = run.updates[: steps + 1], run.W[: steps + 1, 1]
        below.plot(x, y, marker="o", markersize=3, label=name, **style_of(name))
    below.axhline(0, color=style.GREY, linewidth=1)
    below.set(xlabel=say("step"), ylabel="$W_2$", title=say("Across the valley"))
    below.legend(loc="upper right", ncols=2)
    return fig


@in_style
def forgotten(y, rate, limit):
    """RMSProp on the floor of the valley: how far it is from the middle, and the rate it has across.

    y: (T + 1,). rate: (T,). limit: the largest stable rate, drawn as a line. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(13, 4.5))
    away = {"RMSProp": (np.arange(len(y)), np.abs(y))}
    curves(away, say("step"), "$|W_2|$ (W)", say("Across the valley"), log="y", ax=left)
    steps = np.arange(1, len(rate) + 1)
    title = say("The rate across the valley")
    # matplotlib draws no Chinese beside a formula: there it is written in letters.
    root = r"$\alpha/\sqrt{S_2}$" if current() == ENGLISH else "α/√S₂"
    label = say("{root} (W² per loss)", root=root)
    curves({"RMSProp": (steps, rate)}, say("step"), label, title, ax=right)
    right.axhline(limit, color=style.GREY, linestyle="--", linewidth=1.5, label="2/λ")
    right.legend()
    return fig


@in_style
def by_level(levels, steps, turned):
    """Steps until the loss stays at or below a level, against the level, which falls from left to right.

    steps: {name of the rule: (len(levels),)}. turned: the same for RMSProp in the turned valley, dashed.
    Returns the Figure.
    """
    lines = {name: (levels, values) for name, values in steps.items()}
    title = say("Each at its best rate for each level, β = 0.9")
    xlabel, ylabel = say("level (loss; the start has 100)"), say("steps until the loss stays below")
    fig = curves(lines, xlabel, ylabel, title, log="xy")
    ax = fig.axes[0]
    ax.plot(levels, turned, color=style.GREEN, linestyle="--", label=say("RMSProp, valley turned by 45°"))
    ax.invert_xaxis()
    ax.legend()
    return fig


@in_style
def drifting(paths_by_beta):
    """Where W is on gradients whose mean is 0: {β: (T + 1,)} in units of lr. Returns the Figure."""
    fig, ax = figure(size=(8, 4.2))
    for (beta, path), dashes in zip(paths_by_beta.items(), ("-", "--", ":")):
        ax.plot(path, color=style.GREEN, linestyle=dashes, label=say("RMSProp, β = {beta}", beta=beta))
    ax.axhline(0, color=style.GREY, linewidth=1.5, label=say("SGD, after each round of ten"))
    ax.set(xlabel=say("step"), ylabel=say("distance from the start (lr)"))
    ax.set(title=say("Ten gradients whose sum is 0, 200 times"))
    ax.legend()
    return fig


@in_style
def recovery(steps, at, title):
    """The length of each step in units of lr, around the step `at` in which the gradient's size changes.

    steps: {name of the rule: (T,)}. Returns the Figure.
    """
    lines = {name: (np.arange(1, len(values) + 1), values) for name, values in steps.items()}
    return curves(lines, say("step"), say("length of the step (lr)"), title, log="y", limits=[at])


@in_style
def hovering(lrs, distances):
    """Where RMSProp ends against its rate: {curvature: (len(lrs),)} as markers, lr/2 as a line. Returns the Figure."""
    fig, ax = figure(size=(8, 4))
    marks = [{"marker": "o", "markersize": 11, "markerfacecolor": "none"}, {"marker": "s", "markersize": 5}]
    for (curvature, values), mark in zip(distances.items(), marks):
        label = say("measured, curvature {curvature}", curvature=f"{curvature:g}")
        ax.plot(lrs, values, linestyle="", color=style.GREEN, label=label, **mark)
    ax.plot(lrs, np.array(lrs) / 2, color=style.GREY, linestyle="--", linewidth=1.5, label="lr/2")
    ax.set(xscale="log", yscale="log", xlabel=say("learning rate (W)"), ylabel=say("|W| at the end (W)"))
    ax.set_title(say("RMSProp on a bowl, after 2000 steps"))
    ax.legend()
    return fig
