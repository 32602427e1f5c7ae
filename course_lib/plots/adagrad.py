"""Chapter 2's pictures: bowls in their true shape, some digits, what AdaGrad leaves of a rate, the way down a cliff."""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import figure, in_style
from course_lib.plots.paths import paths


@in_style
def true_shapes(panels, rows=1, columns=1, size=(12, 4)):
    """Maps with one scale for both axes: {title: (surface, {name: History}, window)}. Returns the Figure."""
    fig, axes = figure(columns, rows, size, squeeze=False)
    for ax, (title, (surface, runs, window)) in zip(axes.flat, panels.items(), strict=True):
        paths(surface, runs, window=window, title=title, ax=ax)
        ax.set_aspect("equal")
        if len(runs) > 1:
            ax.legend(loc="lower left")
        else:
            ax.get_legend().remove()  # the title says it
    return fig


@in_style
def digits(X, y):
    """The first picture of each of the ten digits, X (n, 64) with y (n,), in two rows. Returns the Figure."""
    fig, axes = figure(columns=5, rows=2, size=(8.5, 3.9))
    for digit, ax in enumerate(axes.flat):
        ax.imshow(X[np.argmax(y == digit)].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        ax.set_title(str(digit))
        ax.set_axis_off()
    return fig


@in_style
def pixel_maps(on_rate, rate):
    """Two pictures of the 8×8 digit grid: how often each pixel is on, and the rate left to it. Both (64,).

    Pixels that are never on have no gradient and no meaningful rate: they are hatched on the right. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(11, 4.8))
    draw_map(fig, left, 100 * on_rate, "{:.0f}", say("How often the pixel is on (per cent)"), None)
    kept = np.where(on_rate > 0, rate, np.nan)
    draw_map(fig, right, kept, "{:.2g}", say("The rate AdaGrad leaves it (W² per loss)"), LogNorm())
    for row, column in np.argwhere(np.isnan(kept.reshape(8, 8))):
        corner = (column - 0.5, row - 0.5)
        right.add_patch(Rectangle(corner, 1, 1, facecolor="white", edgecolor=style.GREY, hatch="///", linewidth=0))
    return fig


def draw_map(fig, ax, values, form, title, norm):
    """One map of `pixel_maps`, with the number in each pixel."""
    grid = values.reshape(8, 8)
    image = ax.imshow(grid, norm=norm)
    for (row, column), value in np.ndenumerate(grid):
        if np.isfinite(value):
            light = image.norm(value) < 0.55
            ax.text(
                column,
                row,
                form.format(value),
                ha="center",
                va="center",
                fontsize=9.5,
                color="white" if light else "black",
            )
    ax.set(title=title, xticks=[], yticks=[])
    ax.grid(False)
    fig.colorbar(image, ax=ax, shrink=0.85)


@in_style
def scatter(panels):
    """The rate left against how often a pixel is on, a panel for each {title: (on_rate, rate)}. Returns the Figure."""
    fig, axes = figure(columns=len(panels), size=(5.5 * len(panels), 4.2), sharey=True, squeeze=False)
    for ax, (title, (on_rate, rate)) in zip(axes[0], panels.items()):
        ever = on_rate > 0
        ax.plot(100 * on_rate[ever], rate[ever], "o", color=style.ORANGE, markeredgecolor=style.BLACK, alpha=0.8)
        ax.set(xscale="log", yscale="log", xlabel=say("pixel is on (per cent of the pictures)"), title=title)
        ax.set_ylabel(say("rate left (W² per loss)"))
        ax.label_outer()
    return fig


@in_style
def rates_left(lines):
    """What is left of lr against the step: {name: (T,)}, the first in AdaGrad's colour. Returns the Figure."""
    fig, ax = figure(size=(8, 4))
    looks = [(style.ORANGE, "-"), (style.GREY, "--")]
    for (name, left), (colour, dashes) in zip(lines.items(), looks):
        ax.plot(np.arange(1, len(left) + 1), left, color=colour, linestyle=dashes, label=name)
    ax.set(xscale="log", yscale="log", xlabel=say("step"), ylabel=say("rate left (share of lr)"))
    ax.set_title(say("A gradient of 1 in every step"))
    ax.legend()
    return fig


@in_style
def down_the_cliff(lines):
    """The position against the step, logarithmic: {name: positions (T+1,)}. Returns the Figure.

    A name that begins with a rule's has its colour; a second line of the same rule is dashed.
    """
    fig, ax = figure(size=(9, 4.4))
    seen = set()
    for name, x in lines.items():
        colour = style.line(style.rule_of(name))["color"]
        ax.plot(np.arange(1, len(x)), x[1:], color=colour, linestyle="--" if colour in seen else "-", label=name)
        seen.add(colour)
    ax.axhline(1, color=style.GREY, linestyle=":", label=say("foot of the wall"))
    ax.set(xscale="log", xlabel=say("step"), ylabel="x", title=say("Down the cliff (the minimum is at 0)"))
    ax.legend()
    return fig
