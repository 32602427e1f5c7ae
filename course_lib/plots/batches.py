"""Chapter 1's pictures: one weight, three ways of taking batches, and what changes with batch size and rate."""

import numpy as np
from matplotlib.ticker import NullLocator

from course_lib import style
from course_lib.language import say
from course_lib.plots.base import figure, in_style, log_axes
from course_lib.plots.curves import curves
from course_lib.plots.paths import paths


@in_style
def one_weight(x, y, surface, run):
    """Samples (x, y) with the line of the first and the last W of a History, beside the loss and the run's steps."""
    fig, (cloud, loss) = figure(columns=2, size=(11, 4.4))
    cloud.plot(x, y, ".", color=style.GREY, alpha=0.5)
    ends, colour = np.array([x.min(), x.max()]), style.line("BGD")["color"]
    for W, dashes, text in ((run.W[0, 0], ":", say("first W = {W}")), (run.W[-1, 0], "-", say("last W = {W}"))):
        cloud.plot(ends, W * ends, dashes, color=colour, label=text.format(W=f"{W:.2f}"))
    cloud.set(xlabel=say("body mass index (standardised)"), ylabel=say("disease a year later"))
    cloud.set(title=say("Each W is a line"))
    cloud.legend()
    steps(loss, surface, run)
    loss.set(ylabel=say("loss"), title=say("Each W has a loss"))
    return fig


@in_style
def rates_on_a_line(surface, runs):
    """The steps of each {rate: History} on the loss of one weight, two panels a row."""
    fig, panels = figure(columns=2, rows=len(runs) // 2, size=(11, 3.4 * (len(runs) // 2)), sharex=True, sharey=True)
    for ax, (rate, run) in zip(panels.flat, runs.items()):
        steps(ax, surface, run)
        ax.set(title=say("rate {rate}", rate=f"{rate:g}"), ylabel=say("loss"))
        ax.label_outer()
    return fig


def steps(ax, surface, run):
    """A function of one coordinate and the points of a run on it: a circle marks the start, a square the end."""
    line, colour = np.linspace(*surface.window[0], 200), style.line("BGD")["color"]
    ax.plot(line, surface.value(line[:, None]), color=style.GREY, linewidth=3)
    ax.plot(run.W[:, 0], run.loss, marker="o", markersize=5, linewidth=1, color=colour)
    ax.plot(run.W[0, 0], run.loss[0], "o", markersize=10, color="white", markeredgecolor="black", zorder=5)
    ax.plot(run.W[-1, 0], run.loss[-1], "s", markersize=9, color=colour, markeredgecolor="white", zorder=6)
    ax.set(xlabel="W", xlim=surface.window[0])


@in_style
def maps(surface, runs):
    """A map with one path for each {way: History}, side by side. Returns the Figure."""
    fig, panels = figure(columns=len(runs), size=(4.4 * len(runs), 4.8), squeeze=False, sharey=True)
    for ax, (way, run) in zip(panels[0], runs.items()):
        title = say("{way}: {updates} updates", way=way, updates=run.updates[-1])
        paths(surface, {way: run}, title=title, ax=ax)
        ax.get_legend().remove()  # the title says it
        ax.label_outer()
    return fig


@in_style
def three_counts(runs):
    """The excess loss of {way: Runs} against updates, epochs and gradient evaluations, with bands over the seeds."""
    fig, panels = figure(columns=3, size=(14, 4.6), sharey=True)
    counts = {
        "updates": (say("updates"), say("Against updates")),
        "epochs": (say("epochs"), say("Against epochs")),
        "samples": (say("gradient evaluations (one a sample)"), say("Against gradient evaluations")),
    }
    for ax, (count, (label, title)) in zip(panels, counts.items()):
        lines = {way: (getattr(run, count)[k], run.excess[k]) for way, run in runs.items() for k in [spread(run)]}
        curves(lines, label, say("loss above the smallest"), title, log="xy", ax=ax)
        ax.label_outer()
    return fig


def spread(run, points=400):
    """Which records of Runs to draw on a logarithmic axis: at most `points`, denser at first, the start left out."""
    return np.unique(np.geomspace(1, len(run.updates) - 1, points).astype(int))


@in_style
def by_the_clock(panels):
    """The excess loss against seconds: a panel for each {title: {way: Timed}}."""
    fig, axes = figure(columns=len(panels), size=(5.5 * len(panels), 4.4), sharey=True)
    for ax, (title, runs) in zip(axes, panels.items()):
        lines = {way: (1000 * run.seconds[1:], run.excess[1:]) for way, run in runs.items()}
        curves(lines, say("milliseconds"), say("loss above the smallest"), title, log="xy", ax=ax)
        ax.label_outer()
    return fig


@in_style
def against_batch_size(sizes, measured, laws, ylabel, title, log="xy"):
    """What was measured at each batch size as markers, and each law as a line: both {name: values (len(sizes),)}."""
    fig, ax = figure()
    colours, marks = (style.BLUE, style.ORANGE), ("o", "s")
    for (name, values), colour, mark in zip(measured.items(), colours, marks):
        ax.plot(sizes, values, linestyle="", marker=mark, markersize=9, color=colour, label=name)
    for (name, values), colour, dashes in zip(laws.items(), colours, ("-", "--")):
        ax.plot(sizes, values, color=colour, linestyle=dashes, linewidth=1.5, label=name)
    log_axes(ax, log)
    ax.set_xticks(sizes, labels=[str(size) for size in sizes])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set(xlabel=say("batch size B"), ylabel=ylabel, title=title)
    ax.legend()
    return fig


@in_style
def rates(lrs, losses, limit):
    """The loss after some steps for each learning rate, and the largest stable rate in theory as a dotted line."""
    fig, ax = figure()
    ax.plot(lrs, losses, color=style.BLACK, label=say("measured"))
    ax.axvline(limit, color=style.RED, linestyle=":", label=f"2/λ = {limit:.3g}")
    ax.set(xscale="log", yscale="log", xlabel=say("learning rate (W² per loss)"), ylabel=say("loss"))
    ax.set_title(say("One rate too far"))
    ax.set_ylim(losses.min() / 10, losses[0] * 1e4)  # beyond the limit the loss grows without bound
    ax.legend()
    return fig
