"""Chapter 6's races on surfaces: all six rules on maps side by side, and the ridge of a saddle that is turned."""

import numpy as np

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import figure, in_style
from course_lib.plots.paths import contours

# Each line is thinner than the one it covers, so that paths that coincide can all be seen.
WIDTHS = (5.2, 3.4, 2.8, 2.4, 2.0, 1.6)
START = {"marker": "o", "markersize": 9, "color": "white", "markeredgecolor": "black"}


def head(rule, width):
    """Where a rule is now: a dot in its colour, a ring for a rule with a broken line. Keywords for plot."""
    look = style.line(rule)
    face, edge = (look["color"], "white") if look["linestyle"] == "-" else ("white", look["color"])
    return {
        "marker": "o",
        "markersize": 2 * width + 4,
        "color": look["color"],
        "markerfacecolor": face,
        "markeredgecolor": edge,
        "zorder": 3,
    }


@in_style
def maps(panels):
    """A map for each {title: (surface, {rule: History})}, side by side, with one legend below. Returns the Figure.

    A white circle marks the start, a dot the end of each path, stars the minima.
    """
    fig, axes = figure(columns=len(panels), size=(5 * len(panels), 5), squeeze=False)
    for ax, (title, (surface, runs)) in zip(axes[0], panels.items()):
        race(ax, surface, runs)
        ax.set_title(title)
    legend(fig, axes[0, 0])
    return fig


@in_style
def ridges(panels):
    """As `maps`, for {title: (saddle, {rule: History}, degrees)}: the ridge, turned by `degrees`, is a dotted line."""
    fig, axes = figure(columns=len(panels), size=(6 * len(panels), 6.4), squeeze=False)
    for ax, (title, (surface, runs, degrees)) in zip(axes[0], panels.items()):
        along = np.linspace(-3, 3, 2)
        angle = np.deg2rad(degrees)
        ax.plot(along * np.cos(angle), along * np.sin(angle), color=style.PURPLE, linestyle=":", label=say("ridge"))
        race(ax, surface, runs)
        ax.set(title=title, aspect="equal")
    legend(fig, axes[0, 0])
    return fig


def race(ax, surface, runs):
    """All runs {rule: History} on one map."""
    contours(ax, surface, surface.window)
    if surface.minima is not None:
        ax.plot(*surface.minima.T, "*", markersize=16, color=style.YELLOW, markeredgecolor="black")
    for (rule, history), width in zip(runs.items(), WIDTHS):
        ax.plot(*history.W.T, linewidth=width, label=rule, **style.line(rule))
        ax.plot(*history.W[-1], **head(rule, width))
    ax.plot(*history.W[0], **START)
    ax.set(xlabel="$W_1$", ylabel="$W_2$")


def legend(fig, ax):
    """One legend for all panels, below them."""
    fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=7, handlelength=3, columnspacing=1.3)
