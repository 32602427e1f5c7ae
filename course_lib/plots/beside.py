"""A learner's own result on top of the library's: where they agree, a dark dashed line lies in a wide pale one."""

import numpy as np

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import figure, in_style, log_axes
from course_lib.plots.paths import contours, figure_size

LIBRARY = {"color": style.SKY, "linewidth": 7, "alpha": 0.6, "label": "course_lib"}
YOURS = {"color": style.BLACK, "linewidth": 1.8, "linestyle": "--"}


@in_style
def beside(x, library, yours, xlabel, ylabel, title, log="", data=None):
    """Two curves over x, each (T,), that should coincide.

    log: which axes are logarithmic: "", "x", "y" or "xy". data: (T,) dots behind them, such as the noisy series that
    was smoothed. Returns the Figure.
    """
    fig, ax = figure()
    if data is not None:
        ax.plot(x, data, ".", color=style.GREY, alpha=0.6, label=say("data"))
    ax.plot(x, library, **LIBRARY)
    ax.plot(x, yours, label=say("yours"), **YOURS)
    log_axes(ax, log)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.legend()
    return fig


@in_style
def paths_beside(surface, library, yours, title):
    """Two paths (steps+1, 2) on the map of a surface, which should coincide. Returns the Figure."""
    fig, ax = figure(size=figure_size(surface.window))
    contours(ax, surface, surface.window)
    for path, look in ((library, LIBRARY), (yours, YOURS | {"label": say("yours")})):
        ax.plot(*np.asarray(path).T, marker="o", markersize=look["linewidth"] + 1, **look)
    if surface.minima is not None:
        ax.plot(*surface.minima.T, "*", markersize=16, color=style.YELLOW, markeredgecolor="black", zorder=7)
    ax.set(xlabel="$W_1$", ylabel="$W_2$", title=title)
    ax.legend()
    return fig
