"""Chapter 3's own pictures: paths in a valley below or beside each other, kinds of damping, how far noise spreads W."""

from course_lib import style
from course_lib.language import say
from course_lib.plots.averages import LOOKS
from course_lib.plots.base import figure, in_style
from course_lib.plots.paths import paths


@in_style
def stacked(surface, runs, titles, window=None):
    """A map for each run {name: History}, one below the other, since a valley is wide and low.

    titles: one for each map. window: as of `paths`. Returns the Figure.
    """
    (left, right), (bottom, top) = window or surface.window
    height = 8.6 * (top - bottom) / (right - left) + 0.9  # of one map, in inches, so that both scales are equal
    fig, panels = figure(rows=len(runs), size=(10, height * len(runs)), squeeze=False)
    fill(panels.flat, surface, runs, titles, window)
    return fig


@in_style
def side_by_side(surface, runs, titles, window=None):
    """The same beside each other: together they are as wide as a slide. Returns the Figure."""
    (left, right), (bottom, top) = window or surface.window
    height = 5.3 * (top - bottom) / (right - left) + 0.9  # in inches, of maps that share twelve
    fig, panels = figure(columns=len(runs), size=(12, height), squeeze=False)
    fill(panels.flat, surface, runs, titles, window)
    return fig


def fill(panels, surface, runs, titles, window):
    """Draw a run into each panel, below its title."""
    for ax, (name, run), title in zip(panels, runs.items(), titles, strict=True):
        paths(surface, {name: run}, window, title, ax)
        ax.get_legend().remove()  # the title names the rule


@in_style
def damping(runs, title=""):
    """W against the step for each {label: (T + 1,)}, and its size on a logarithmic axis beside. Returns the Figure."""
    fig, (left, right) = figure(columns=2, size=(12, 4.5))
    for number, (label, W) in enumerate(runs.items()):
        colour, dashes = LOOKS[(number + 1) % len(LOOKS)]
        left.plot(W, color=colour, linestyle=dashes, label=label)
        right.plot(abs(W), color=colour, linestyle=dashes)
    left.axhline(0, color=style.GREY, linewidth=1)
    left.set(xlabel=say("step"), ylabel="W", title=title)
    right.set(xlabel=say("step"), ylabel="|W|", yscale="log", ylim=(1e-4, None))
    right.set(title=say("The same, on a logarithmic axis"))
    left.legend()
    return fig


@in_style
def spread(measured, theory, tracks, lr):
    """Left: W of each rule {name: (T,)} wandering around the minimum at the rate lr; right: its variance by rate.

    measured, theory: {name: (rates, variance of W)}, drawn as dots and as a line. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(12, 4.5))
    for name, W in tracks.items():
        left.plot(W, linewidth=1.2, **style.line(name), label=name)
    left.set(xlabel=say("step"), ylabel="W", title=say("At rate {lr}", lr=f"{lr:g}"))
    for name, (rates, variance) in theory.items():
        right.plot(rates, variance, **style.line(name))
        right.plot(*measured[name], "o", color=style.line(name)["color"], label=name)
    right.set(xscale="log", yscale="log", xlabel=say("rate × curvature"), ylabel=say("variance of W"))
    right.set_title(say("Lines: theory, dots: measured"))
    for ax in (left, right):
        ax.legend()
    return fig


@in_style
def race(kappas, steps):
    """The steps {name: (len(kappas),)} that each runner needs against the condition number. Returns the Figure.

    A name such as "Momentum, β tuned" is drawn like Momentum, dotted.
    """
    fig, ax = figure()
    for name, counts in steps.items():
        rule = style.rule_of(name)
        look = style.line(rule) | ({"linestyle": ":"} if name != rule else {})
        ax.plot(kappas, counts, marker="o", label=name, **look)
    ax.set(xscale="log", yscale="log", xlabel=say("condition number κ"), ylabel=say("steps to stay ≤ 10⁻⁶"))
    ax.set_title(say("Each at its best learning rate"))
    ax.legend()
    return fig
