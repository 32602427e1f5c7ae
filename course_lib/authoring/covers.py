"""The picture behind a chapter's title: real paths of its rules, on a map by night. Decoration, without words."""

import io
from typing import NamedTuple

import numpy as np
from matplotlib import rc_context
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from course_lib import style, surfaces, training
from course_lib.optimizers import SGD, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from course_lib.plots import as_png

# From the deepest place to the highest, and the lines of equal height.
GROUND = LinearSegmentedColormap.from_list("", ["#1d4666", "#0f2a40", "#081826"])
CONTOUR = "#56799a"
# What is black by day is white by night, and blue is lighter.
BY_NIGHT = {style.BLACK: "#ffffff", style.BLUE: "#3fa2e0"}


class Cover(NamedTuple):
    """A chapter's runs. middle: the place in the middle of the slide; wide: how much of W₁ the slide shows; noise: the
    standard deviation of what the gradients are off by."""

    surface: surfaces.Surface
    rules: dict
    start: tuple
    steps: int
    middle: tuple
    wide: float
    noise: float = 0.0


VALLEY, HOLLOWS, ROSENBROCK = surfaces.quadratic((1, 25)), surfaces.basins(), surfaces.rosenbrock()
COVERS = {
    "01": Cover(surfaces.quadratic((1, 4)), {"SGD": SGD(0.05)}, (9, 3.5), 160, (-3.5, 3), 26, noise=9.0),
    "02": Cover(VALLEY, {"SGD": SGD(0.0785), "AdaGrad": AdaGrad(1.2)}, (10, 2.6), 120, (-3, 3.2), 28),
    "03": Cover(VALLEY, {"SGD": SGD(0.0785)}, (10, 2.6), 120, (-3, 3.2), 28),
    "04": Cover(VALLEY, {"Momentum": Momentum(0.12), "RMSProp": RMSProp(0.15)}, (10, 2.6), 150, (-3, 3.2), 28),
    "05": Cover(HOLLOWS, {"Momentum": Momentum(0.1), "Adam": Adam(0.5)}, HOLLOWS.start, 120, (-1.5, 0.75), 7),
    "06": Cover(
        surfaces.canyon(),
        {"SGD": SGD(0.088), "RMSProp": RMSProp(0.02), "Momentum": Momentum(1.4), "Adam": Adam(0.71)},
        (-4, 1.5),
        500,
        (-4.3, 1.4),
        11,
    ),
    "07": Cover(ROSENBROCK, {"Nesterov": Nesterov(0.003), "AdamW": AdamW(0.1)}, ROSENBROCK.start, 600, (-1.5, 1.5), 6),
}


def paths(cover):
    """{name: (steps + 1, 2)}: where each rule of a cover went."""
    return {
        name: training.descend(cover.surface, opt, cover.start, cover.steps, cover.noise, np.random.default_rng(1)).W
        for name, opt in cover.rules.items()
    }


@rc_context({"svg.hashsalt": "cover"})
def picture(cover):
    """SVG of a cover, which fills a slide."""
    drawn = io.StringIO()
    figure(cover).savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return drawn.getvalue()


def small(cover):
    """PNG of a cover, for a card that leads to the chapter."""
    return as_png(figure(cover, width=480, height=270))


def figure(cover, width=1120, height=630):
    """A cover of this size in CSS pixels; both coordinates have the same scale."""
    across = np.array([-0.5, 0.5]) * cover.wide + cover.middle[0]
    up = np.array([-0.5, 0.5]) * cover.wide * height / width + cover.middle[1]
    fig = Figure(figsize=(width / 100, height / 100), facecolor=GROUND(1.0))
    ax = fig.add_axes((0, 0, 1, 1), xlim=across, ylim=up)
    ax.set_axis_off()
    x, y = np.meshgrid(np.linspace(*across, 200), np.linspace(*up, 113))
    losses = cover.surface.value(np.stack([x, y], axis=-1))
    rise = np.log(losses - losses.min() + 0.01 * np.ptp(losses))
    ax.contourf(x, y, rise, levels=20, cmap=GROUND)
    ax.contour(x, y, rise, levels=20, colors=CONTOUR, linewidths=0.6, linestyles="-", alpha=0.5)
    for name, path in paths(cover).items():
        colour = style.line(name)["color"]
        colour = BY_NIGHT.get(colour, colour)
        for wide, alpha in ((9, 0.1), (5, 0.2), (1.8, 1)):
            ax.plot(*path.T, color=colour, linewidth=wide, alpha=alpha, solid_joinstyle="round")
        ax.plot(*path[-1], "o", color=colour, markersize=9, markeredgecolor="#ffffff")
    return fig
