"""A surface in three dimensions with the paths on it: the still picture of the explorers' landscape."""

import numpy as np

from course_lib import style
from course_lib.arguments import Surface, has
from course_lib.called import called
from course_lib.language import say
from course_lib.plots.base import figure, in_style
from course_lib.plots.paths import a_map, histories, style_of
from course_lib.surfaces import proportioned

# Below this median, as a part of the height, all but the steepest would look flat, and heights become logarithmic.
LEAST = 0.09
SHADES = "#7D99AD", "#BCCAC9", "#ECE3D0"
START = {"marker": "o", "markersize": 9, "color": "white", "markeredgecolor": "black"}


@in_style
def relief(surface, runs, title=None, look=style_of):
    """A surface of two coordinates as a landscape, with the path of each run: {name of the rule: History}.

    Where the losses span decades, the heights are logarithmic, which the label of the axis says. A circle marks the
    start, a square the end of each path, stars the minima. What leaves the window is not drawn. look: the style of a
    name. Returns the Figure.
    """
    from matplotlib.colors import LinearSegmentedColormap

    has("surface", surface, Surface, "surfaces.quadratic()")
    window = proportioned(a_map(surface.window))
    fig, _ = figure(size=(8, 5.5))
    fig.clear()
    ax = fig.add_subplot(projection="3d", computed_zorder=False)  # no line is hidden by the ground that it lies on
    x, y = np.meshgrid(*(np.linspace(low, high, 81) for low, high in window))
    losses = surface.value(np.stack([x, y], axis=-1))
    rise, is_log = riser(losses)
    z = rise(losses)
    shades = LinearSegmentedColormap.from_list("", SHADES)
    # Antialiased, its pieces would leave seams between them, which take a third of the stored picture's bytes.
    ax.plot_surface(x, y, z, cmap=shades, rstride=1, cstride=1, linewidth=0, antialiased=False)
    levels = losses.min() + np.ptp(losses) * np.linspace(0, 1, 19)[1:-1] ** 3
    ax.contour(x, y, z, levels=rise(levels), colors="#62727F", linewidths=0.6, linestyles="-")

    def place(W):
        return *W.T, rise(surface.value(W)) + 0.015  # just above the ground

    if surface.minima is not None:
        ax.plot(*place(surface.minima), "*", markersize=14, color=style.YELLOW, markeredgecolor="black")
    for name, history in histories(runs).items():
        path = np.where(inside(history.W, window)[:, None], history.W, np.nan)
        ax.plot(*place(path), label=name, linewidth=2, **look(name))
        ax.plot(*place(path[-1:]), marker="s", markersize=7, color=look(name)["color"], markeredgecolor="white")
    ax.plot(*place(next(iter(runs.values())).W[:1]), **START)
    across, up = np.diff(window)[:, 0]
    ax.set_box_aspect((across, up, 0.5 * np.sqrt(across * up)), zoom=1.1)
    ax.set(xlabel="$W_1$", ylabel="$W_2$", zlabel=say("loss, logarithmic") if is_log else say("loss"))
    ax.set(xlim=window[0], ylim=window[1])
    ax.set(title=title or say("Paths on the {surface}", surface=called(surface.name)))
    ax.locator_params(nbins=5)
    ticks = ticks_of(losses, is_log)
    ax.set_zticks(rise(ticks), [f"{tick:g}" for tick in ticks])
    ax.view_init(elev=38, azim=-65)
    ax.legend(loc="upper left")
    return fig


def inside(W, window):
    """Which points of W (n, 2) lie in the window."""
    low, high = np.transpose(window)
    return np.all((low <= W) & (W <= high), axis=1)


def riser(losses):
    """(a function from losses to heights between 0 and 1, whether it is logarithmic): the lowest loss is at 0.

    On a logarithmic scale, half of the surface lies above half the height.
    """
    low, span = losses.min(), np.ptp(losses)
    median = (np.median(losses) - low) / span
    if median >= LEAST:
        return lambda loss: (loss - low) / span, False
    q = max(median, 1e-9) ** 2 / (1 - 2 * median)
    return lambda loss: np.log1p((loss - low) / span / q) / np.log1p(1 / q), True


def ticks_of(losses, is_log):
    """Round losses for the axis of heights: powers of ten where it is logarithmic."""
    from matplotlib.ticker import MaxNLocator

    low, high = losses.min(), losses.max()
    if is_log:
        powers = 10.0 ** np.arange(np.floor(np.log10(high)) - 3, np.floor(np.log10(high)) + 1)
        return powers[powers > low]
    ticks = MaxNLocator(4).tick_values(low, high)
    return ticks[(low <= ticks) & (ticks <= high)]
