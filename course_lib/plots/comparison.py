"""The pictures of chapters 6 and 7: races over seeds, schedules, and what Muon does to a matrix."""

import numpy as np

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import figure, in_style
from course_lib.plots.curves import curves
from course_lib.plots.paths import style_of

# Colour, line style and width; the second is wide, so that it shows where the third runs on top of it.
LOOKS = [(style.BLACK, "-", 2), (style.ORANGE, "-", 6), (style.BLUE, "--", 2)]


@in_style
def side_by_side(panels, ylabel):
    """The loss against epochs, one panel for each {title: {name: History of many seeds}}. Returns the Figure."""
    fig, axes = figure(columns=len(panels), size=(6 * len(panels), 4.6), sharey=True, squeeze=False)
    for ax, (title, runs) in zip(axes[0], panels.items()):
        lines = {name: (run.epochs[1:], run.loss[1:]) for name, run in runs.items()}
        curves(lines, say("epochs"), ylabel, title, log="y", ax=ax)
        ax.label_outer()
    return fig


@in_style
def spread(values, ylabel, title):
    """Each seed's value as a dot, the median as a bar, for each {name of the rule: (seeds,)}. Returns the Figure."""
    fig, ax = figure(size=(max(7, 1.15 * len(values) + 2), 4.5))
    dots(ax, values)
    ax.set(ylabel=ylabel, title=title)
    return fig


@in_style
def spreads(panels, ylabel):
    """As `spread`, a panel for each {title: {name: (seeds,)}}, with one scale for all. Returns the Figure."""
    fig, axes = figure(columns=len(panels), size=(5 * len(panels), 4.6), sharey=True, squeeze=False)
    for ax, (title, values) in zip(axes[0], panels.items()):
        dots(ax, values)
        ax.set(title=title)
    axes[0, 0].set(ylabel=ylabel)
    return fig


def dots(ax, values):
    """The dots and bars of one panel; the dots are spread sideways so that they do not hide each other."""
    for place, (name, seeds) in enumerate(values.items()):
        colour = style_of(name)["color"]
        aside = np.linspace(-0.28, 0.28, len(seeds))
        ax.plot(place + aside, seeds, "o", color=colour, alpha=0.45, markersize=5)
        ax.hlines(np.median(seeds), place - 0.36, place + 0.36, color=colour, linewidth=4)
    ax.set_xticks(range(len(values)), labels=values)
    ax.set(yscale="log")
    ax.grid(False, axis="x")


@in_style
def schedules(factors):
    """The factor of lr against the share of the training that is done: {name: (steps,)}. Returns the Figure."""
    fig, ax = figure(size=(8, 4))
    shown = {"step": say("step [schedule]"), "cosine": say("cosine")}  # elsewhere a step is one of the rule's
    for (name, values), (colour, dashes, width) in zip(factors.items(), LOOKS):
        done, label = np.linspace(0, 100, len(values)), shown.get(name, name)
        ax.plot(done, values, color=colour, linestyle=dashes, linewidth=width, label=label)
    ax.set(xlabel=say("share of the updates (per cent)"), ylabel=say("factor of lr"))
    ax.set(title=say("Learning-rate schedules"))
    ax.legend()
    return fig


@in_style
def singular_values(before, after):
    """How large a step is along each of its directions, by the gradient and by Muon. Returns the Figure."""
    fig, ax = figure(size=(8, 4))
    number = np.arange(1, len(before) + 1)
    for name, values, mark in ((say("SGD, the gradient itself"), before, "o"), ("Muon", after, "s")):
        ax.plot(number, values / values.max(), marker=mark, label=name, **style_of(name))
    ax.set(yscale="log", xlabel=say("direction (largest first)"), ylabel=say("size of the step (largest = 1)"))
    ax.set_title(say("How far a step goes in each direction of a weight matrix"))
    ax.legend()
    return fig
