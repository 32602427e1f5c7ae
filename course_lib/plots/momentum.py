"""Chapter 3's own pictures: paths in a valley one below the other, kinds of damping, and how far noise spreads W."""

from course_lib import style
from course_lib.plots.averages import LOOKS
from course_lib.plots.base import figure, in_style
from course_lib.plots.paths import paths


@in_style
def stacked(surface, runs, titles=()):
    """A map for each run {name: History}, one below the other, since a valley is wide and low. Returns the Figure."""
    fig, panels = figure(rows=len(runs), size=(12, 2.9 * len(runs)), squeeze=False)
    for number, (ax, (name, run)) in enumerate(zip(panels[:, 0], runs.items())):
        title = titles[number] if titles else f"{name}, {len(run.W) - 1} steps"
        paths(surface, {name: run}, title=title, ax=ax)
        ax.get_legend().remove()  # the title says who it is
    return fig


@in_style
def damping(runs, title=""):
    """W against the step for each {label: (T + 1,)}, with the minimum at 0 as a line. Returns the Figure."""
    fig, ax = figure()
    for number, (label, W) in enumerate(runs.items()):
        colour, dashes = LOOKS[(number + 1) % len(LOOKS)]
        ax.plot(W, color=colour, linestyle=dashes, label=label)
    ax.axhline(0, color=style.GREY, linewidth=1)
    ax.set(xlabel="step", ylabel="W", title=title)
    ax.legend()
    return fig


@in_style
def spread(measured, theory, tracks, lr):
    """Left: W of each rule {name: (T,)} on its way around the minimum, at the rate lr; right: the spread by rate.

    measured, theory: {name: (rates, standard deviation of W)}, drawn as dots and as a line. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(12, 4.5))
    for name, W in tracks.items():
        left.plot(W, linewidth=1.2, **style.line(name), label=name)
    left.set(xlabel="step", ylabel="W", title=f"At rate {lr:g}")
    for name, (rates, deviation) in theory.items():
        right.plot(rates, deviation, **style.line(name))
        right.plot(*measured[name], "o", color=style.line(name)["color"], label=name)
    right.set(xscale="log", yscale="log", xlabel="rate × curvature", ylabel="standard deviation of W")
    right.set_title("Lines: theory, dots: measured")
    for ax in (left, right):
        ax.legend()
    return fig
