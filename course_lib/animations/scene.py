"""The figure of one race, and what moves in it.

The background is drawn once; each frame puts it back and draws only lines, heads and the counter on top. That takes a
twentieth of the time of drawing the whole figure for each frame.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from course_lib import style
from course_lib.experiments import races
from course_lib.plots.base import in_style
from course_lib.plots.paths import contours
from course_lib.plots.races import START, head

SHADES = ListedColormap(np.linspace(to_rgb("#8FA3B5"), to_rgb("#F4F6F8"), 64))  # pale, so that no line drowns in it
GROUND = ListedColormap(np.linspace(to_rgb(style.LIGHT["low"]), to_rgb(style.LIGHT["high"]), 64))  # the explorers' map
WIDTH = 2.6  # of all lines, each with a white rim: where they cross, both can be followed
RIM = [withStroke(linewidth=WIDTH + 1.8, foreground="white")]


class Show(NamedTuple):
    """What one animation shows. each: steps from frame to frame. view: elevation and azimuth of the eye in degrees."""

    title: str
    steps: int
    each: int
    view: tuple


SHOWS = {
    "basins": Show("Three low places: six rules, one start", 120, 1, (50, -70)),
    "saddle": Show("The saddle ½($W_1^2 − W_2^2$): the start (1, 0.0001) is 1e-4 beside the ridge", 270, 2, (38, 62)),
    "canyon": Show("The canyon: each rule at its best rate", 300, 2, (50, -110)),
}


class Scene:
    """One race as a figure: a map on the left, the surface on the right, lines that grow on both."""

    @in_style
    def __init__(self, name):
        self.show = SHOWS[name]
        self.surface = races.surface_of(name)
        runs = races.race(name, self.show.steps)
        self.paths = {rule: inside(run.W, self.surface.window) for rule, run in runs.items()}
        self.fig = Figure(figsize=(9.2, 5.2), dpi=100, layout="none")
        self.canvas = FigureCanvasAgg(self.fig)
        self.map = self.fig.add_axes((0.085, 0.265, 0.4, 0.59))
        # Zorders as given, not by distance: the lines lie on the surface and must not be hidden by it.
        self.hill = self.fig.add_axes((0.51, 0.165, 0.48, 0.77), projection="3d", computed_zorder=False)
        self.draw_map()
        self.draw_hill()
        self.fig.text(0.5, 0.95, self.show.title, ha="center", fontsize=14)
        self.lines = {rule: self.line(rule) for rule in self.paths}
        self.counter = self.fig.text(0.085, 0.885, "", fontsize=13, fontweight="bold", animated=True)
        self.draw_legend(races.RATES[name])

    def draw_map(self):
        """The ground, its contour lines, minima and the start."""
        contours(self.map, self.surface, self.surface.window)
        lines = self.map.collections[0]
        lines.set(linestyle="-", edgecolor=style.LIGHT["contour"])
        x, y = np.meshgrid(*(np.linspace(low, high, 161) for low, high in (self.map.get_xlim(), self.map.get_ylim())))
        z = self.surface.value(np.stack([x, y], axis=-1))
        heights = [z.min() - 1e-9, *lines.levels]
        shades = GROUND(np.linspace(0, 1, len(heights) - 1))
        self.map.contourf(x, y, z, levels=heights, colors=shades, zorder=0)
        self.map.set(xlabel="$W_1$", ylabel="$W_2$", aspect="auto")  # as large as its place
        if self.surface.minima is not None:
            self.map.plot(*self.surface.minima.T, "*", markersize=13, color=style.YELLOW, markeredgecolor="black")
        self.map.plot(*self.surface.start, **START)

    def draw_hill(self):
        """The same in three dimensions, with the same contour lines."""
        grid = np.meshgrid(*(np.linspace(low, high, 61) for low, high in self.surface.window))
        z = self.surface.value(np.stack(grid, axis=-1))
        # Lines float a little above the surface, or it would swallow half of their width.
        self.lift = 0.02 * np.ptp(z)
        self.hill.plot_surface(*grid, z, cmap=SHADES, rstride=1, cstride=1, linewidth=0, antialiased=False)
        levels = self.map.collections[0].levels
        self.hill.contour(*grid, z, levels=levels, colors="#8A949C", linewidths=0.8, linestyles="-")
        self.hill.plot(*self.on_hill(np.array([self.surface.start])), **START)
        self.hill.view_init(*self.show.view)
        self.hill.set_box_aspect((4, 4, 3), zoom=1.15)
        self.hill.set(xlabel="$W_1$", ylabel="$W_2$", xticks=[], yticks=[], zticks=[])
        self.hill.xaxis.labelpad = self.hill.yaxis.labelpad = -10

    def on_hill(self, W):
        """(x, y, z) of points W (n, 2) just above the surface."""
        return *W.T, self.surface.value(W) + self.lift

    def line(self, rule):
        """Line and head of one rule on the map, then both on the surface."""
        look = {"linewidth": WIDTH, "path_effects": RIM, "animated": True, **style.line(rule)}
        dot = {"animated": True, **head(rule, WIDTH)}
        flat, hill = ([], []), ([], [], [])
        return (
            *self.map.plot(*flat, **look),
            *self.map.plot(*flat, **dot),
            *self.hill.plot(*hill, **look),
            *self.hill.plot(*hill, **dot),
        )

    def draw_legend(self, rates):
        """One entry a rule with its rate, below both pictures."""
        handles = [lines[:2] for lines in self.lines.values()]
        labels = [f"{rule}, lr {lr:.2g}" for rule, lr in rates.items()]
        self.fig.legend(handles, labels, ncols=3, loc="lower center", fontsize=12, handlelength=4.5)

    def moving(self):
        """All that is drawn anew in each frame, heads after lines."""
        lines = [line for lines in self.lines.values() for line in lines]
        return [*sorted(lines, key=lambda line: line.get_zorder()), self.counter]

    def at(self, step):
        """Move lines, heads and counter to where they are after `step` steps."""
        self.counter.set_text(f"step {step} of {self.show.steps}")
        for rule, (trail, dot, hill_trail, hill_dot) in self.lines.items():
            W = self.paths[rule][: step + 1]
            trail.set_data(*W.T)
            dot.set_data(*W[-1:].T)
            hill_trail.set_data_3d(*self.on_hill(W))
            hill_dot.set_data_3d(*self.on_hill(W[-1:]))

    def frames(self):
        """Each frame as an array (height, width, 3), 8 bits a colour."""
        self.canvas.draw()
        background = self.canvas.copy_from_bbox(self.fig.bbox)
        for step in range(0, self.show.steps + 1, self.show.each):
            self.at(step)
            self.canvas.restore_region(background)
            for artist in self.moving():
                self.fig.draw_artist(artist)
            yield np.array(self.canvas.buffer_rgba())[..., :3]

    def still(self):
        """The last frame as a Figure that draws all of itself."""
        self.at(self.show.steps)
        for artist in self.moving():
            artist.set_animated(False)
        return self.fig


def inside(path, window):
    """The path (T+1, 2) up to where it leaves the window; from there on its last place inside."""
    low, high = np.array(window).T
    gone = np.any((path < low) | (path > high), axis=1)
    last = np.argmax(gone) - 1 if gone.any() else len(path) - 1
    return path[np.minimum(np.arange(len(path)), last)]
