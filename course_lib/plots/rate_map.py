"""The plane of learning rate and β, coloured by the loss at the end."""

import numpy as np
from matplotlib.colors import LogNorm

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import figure, in_style

LOWEST = 1e-6


@in_style
def rate_map(lrs, betas, loss, start, limits=None, ylabel="β", title=""):
    """loss: (len(betas), len(lrs)), NaN for a run that diverged; what ends above `start` is grey.

    limits: (len(betas),), the largest stable rate for each β, drawn as a line; without it the line is where the last
    loss equals `start`. Returns the Figure.
    """
    fig, ax = figure(size=(9, 5))
    shown = np.where(loss <= start, np.maximum(loss, LOWEST), np.nan)
    ax.set_facecolor("#D8D8D8")
    image = ax.pcolormesh(lrs, betas, shown, norm=LogNorm(LOWEST, start), shading="nearest")
    if limits is not None:
        ax.plot(limits, betas, color=style.BLACK, label=say("largest stable rate"))
        ax.legend(loc="upper left")
    else:
        ax.contour(lrs, betas, np.where(loss <= start, 0.0, 1.0), levels=[0.5], colors=style.BLACK)
    fig.colorbar(image, ax=ax, label=say("last loss (grey: above the start)"))
    ax.set(xscale="log", xlabel=say("learning rate"), ylabel=ylabel, title=title, xlim=(lrs[0], lrs[-1]))
    ax.grid(False)
    return fig
