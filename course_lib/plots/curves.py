"""One line for each run: loss against steps, averages against time, a measure against a knob."""

import numpy as np

from course_lib import style
from course_lib.arguments import shown
from course_lib.plots.base import figure, in_style, log_axes
from course_lib.plots.paths import style_of


@in_style
def curves(lines, xlabel, ylabel, title, log="", limits=(), ax=None):
    """A line for each {name: (x, y)}, in the colour of the rule or batch that the name begins with.

    y of shape (T, runs) is drawn as the median of the runs with a band from the lowest to the highest.
    log: which axes are logarithmic: "", "x", "y" or "xy". limits: x values to mark by a dotted line.
    ax: axes to draw into; a new figure without.
    Returns the Figure.
    """
    fig, ax = (ax.figure, ax) if ax is not None else figure()
    if not isinstance(lines, dict) or any(
        not isinstance(pair, tuple | list) or len(pair) != 2 for pair in lines.values()
    ):
        raise ValueError(f"lines must be {{name: (x, y)}}, got {shown(lines)}.")
    for name, (x, y) in lines.items():
        look = style_of(name)
        if np.ndim(y) == 2:
            ax.fill_between(x, np.min(y, axis=1), np.max(y, axis=1), color=look["color"], alpha=0.15, linewidth=0)
            y = np.median(y, axis=1)
        ax.plot(x, y, label=name, **look)
    for limit in limits:
        ax.axvline(limit, color=style.GREY, linestyle=":")
    log_axes(ax, log)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.legend()
    return fig
