"""The pictures of a worksheet: in grey and with line styles, so that a copier keeps them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from course_lib import plots, style
from course_lib.surfaces import Surface

SIDES = {"above": (4, 7), "below": (8, -14), "below left": (-8, -12)}  # points
INK, PALE = "#000000", "#9a9a9a"
Paths = Mapping[str, tuple[ArrayLike, str]]  # {name: (points (n, 2), line style)}


@plots.base.in_style
def map_of(
    surface: Surface,
    window: Sequence[Sequence[float]],
    size: tuple[float, float],
    paths: Paths | None = None,
    dots: bool = True,
    names: bool = True,
) -> Figure:
    """Lines of equal height with a grid to draw on, and paths with their points.

    window: ((low, high), (low, high)); size: inches; dots: whether points are marked; names: whether a legend stands.
    """
    fig, ax = plots.figure(size=size)
    x, y = np.meshgrid(*(np.linspace(low, high, 200) for low, high in window))
    values = surface.value(np.stack([x, y], axis=-1))
    ax.contour(x, y, np.sqrt(values - values.min()), 10, colors=PALE, linewidths=0.5)
    for name, (points, line) in (paths or {}).items():
        along = np.asarray(points).T
        ax.plot(*along, line, color=INK, marker="o" if dots else "", markersize=4, linewidth=1.2, label=name)
    if paths and names:
        ax.legend(loc="upper left", fontsize=9)
    ax.set(xlim=window[0], ylim=window[1], xlabel="W₁", ylabel="W₂")
    return plain(fig, ax)


@plots.base.in_style
def curves(
    lines: Mapping[str, tuple[ArrayLike, ArrayLike, str]],
    labels: tuple[str, str],
    size: tuple[float, float],
    log: str = "",
    marks: Mapping[str, tuple[float, float, str]] | None = None,
    **limits: tuple[float, float],
) -> Figure:
    """Curves {name: (x, y, line style)}, and marks {words: (x, y, which side they stand on)} that the key adds."""
    fig, ax = plots.figure(size=size)
    for name, (x, y, line) in lines.items():
        ax.plot(x, y, line, color=INK, linewidth=1.3, label=name)
    for words, (x, y, side) in (marks or {}).items():
        ax.plot(x, y, "o", color=style.RED, markersize=7)
        ax.annotate(
            words,
            (x, y),
            xytext=SIDES[side],
            textcoords="offset points",
            fontsize=9,
            color=style.RED,
            ha="right" if side == "below left" else "left",
        )
    plots.base.log_axes(ax, log)
    ax.set(xlabel=labels[0], ylabel=labels[1], **limits)
    if len(lines) > 1:
        ax.legend(fontsize=9)
    return plain(fig, ax)


def plain(fig: Figure, ax: Axes) -> Figure:
    """A grid in grey, letters as large as the text beside it."""
    ax.grid(True, color="#dddddd", linewidth=0.5)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=9)
    for label in (ax.xaxis.label, ax.yaxis.label):
        label.set_fontsize(10)
    return fig
