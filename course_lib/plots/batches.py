"""Chapter 1's pictures: three ways of taking batches side by side, and what changes with the batch size."""

from matplotlib.ticker import NullLocator

from course_lib import style
from course_lib.plots.base import figure, in_style, log_axes
from course_lib.plots.curves import curves
from course_lib.plots.paths import paths


@in_style
def maps(surface, runs):
    """A map with one path for each {way: History}, side by side. Returns the Figure."""
    fig, panels = figure(columns=len(runs), size=(4.4 * len(runs), 4.4), squeeze=False, sharey=True)
    for ax, (way, run) in zip(panels[0], runs.items()):
        paths(surface, {way: run}, title=f"{way}: {run.updates[-1]} updates", ax=ax)
        ax.get_legend().remove()  # the title says it
        ax.label_outer()
    return fig


@in_style
def three_counts(runs):
    """The excess loss of {way: Runs} against updates, epochs and gradient evaluations, with bands over the seeds."""
    fig, panels = figure(columns=3, size=(14, 4.6), sharey=True)
    counts = {"updates": "updates", "epochs": "epochs", "samples": "gradient evaluations (one a sample)"}
    for ax, (count, label) in zip(panels, counts.items()):
        lines = {way: (getattr(run, count)[1:], run.excess[1:]) for way, run in runs.items()}
        curves(lines, label, "loss above the smallest", f"Against {label.split(' (')[0]}", log="xy", ax=ax)
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
    ax.set(xlabel="batch size B", ylabel=ylabel, title=title)
    ax.legend()
    return fig


@in_style
def rates(lrs, losses, limit):
    """The loss after some steps for each learning rate, and the largest stable rate in theory as a dotted line."""
    fig, ax = figure()
    ax.plot(lrs, losses, color=style.BLACK, label="measured")
    ax.axvline(limit, color=style.RED, linestyle=":", label=f"2/λ = {limit:.3g}")
    ax.set(xscale="log", yscale="log", xlabel="learning rate (W² per loss)", ylabel="loss")
    ax.set_title("One rate too far")
    ax.set_ylim(losses.min() / 10, losses[0] * 1e4)  # beyond the limit the loss knows no bounds
    ax.legend()
    return fig
