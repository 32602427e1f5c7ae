"""Chapter 5's pictures: both moments at their start, the error of the start, good rates, and a minimum left again."""

import numpy as np

from course_lib import averages, style
from course_lib.language import say
from course_lib.plots.base import figure, in_style

# What is corrected has Adam's look; what is not is black and dashed.
CORRECTED = {"color": style.RED, "linestyle": "-"}
BARE = {"color": style.BLACK, "linestyle": "--"}


@in_style
def moments(g, full, beta1=0.9, beta2=0.999):
    """m and m̂ of a gradient series on the left, S and Ŝ of its squares on the right (logarithmic).

    g, full: (T,), the noisy gradients and those of all the data. Returns the Figure.
    """
    fig, (left, right) = figure(columns=2, size=(12, 4.8))
    steps = np.arange(1, len(g) + 1)
    sides = (left, g, beta1, "m", "g", "β₁"), (right, g**2, beta2, "S", "g²", "β₂")
    left.plot(steps, full, color=style.GREY, linewidth=4, alpha=0.5, label=say("g of all the data"))
    for ax, x, beta, letter, dots, name in sides:
        ax.plot(steps, x, ".", color="#A0A0A0", label=say("{dots} of one batch", dots=dots))
        ax.plot(steps, averages.ewma(x, beta), label=say("{letter}, as stored", letter=letter), **BARE)
        corrected = say("{letter}-hat, corrected", letter=letter)
        ax.plot(steps, averages.ewma(x, beta, correct=True), label=corrected, **CORRECTED)
        title = say(
            "{letter}: average of {dots}, {name} = {beta}", letter=letter, dots=dots, name=name, beta=f"{beta:g}"
        )
        ax.set(xlabel=say("step t"), title=title)
        ax.legend()
    left.set_ylabel(say("gradient (loss per W)"))
    right.set(yscale="log", ylabel=say("square (loss per W)²"), ylim=(3e-4, None))
    return fig


@in_style
def start_error(m, root_S, step, title=""):
    """What is left of m and of √S at the start without correction, and their quotient, the step; 1 is right.

    m, root_S, step: (T,), from step 1, each divided by what it ought to be. Returns the Figure.
    """
    steps = np.arange(1, len(m) + 1)
    fig, ax = figure(size=(10, 5))
    ax.axhline(1, color=style.GREY, linewidth=1)
    ax.plot(steps, m, color=style.BLUE, linestyle="-.", label="m / g = 1 − β₁ᵗ")
    ax.plot(steps, root_S, color=style.GREEN, linestyle=":", linewidth=3, label="√S / |g| = √(1 − β₂ᵗ)")
    ax.plot(steps, step, label=say("the step / lr: their quotient"), **BARE)
    ax.set(xscale="log", yscale="log", ylim=(0.01, 20), title=title)
    ax.set(xlabel=say("step t"), ylabel=say("share of the right size"))
    ax.legend(loc="lower right")
    return fig


@in_style
def with_and_without(runs, title=""):
    """Training loss over the first updates, {True (corrected) or False: (T+1, seeds)}: median and band of the seeds."""
    fig, ax = figure(size=(10, 4.8))
    for correct, loss in runs.items():
        look, label = (CORRECTED, say("corrected")) if correct else (BARE, say("not corrected"))
        updates = np.arange(len(loss))
        ax.fill_between(updates, loss.min(axis=1), loss.max(axis=1), color=look["color"], alpha=0.13, linewidth=0)
        ax.plot(updates, np.median(loss, axis=1), label=label, **look)
    ax.set(xlabel=say("updates"), ylabel=say("training loss (nats)"), title=title)
    ax.legend()
    return fig


@in_style
def stay(excess, felt, limit):
    """How Adam leaves a minimum: the loss above the minimum, below it the rate times the steepest curvature.

    excess: (T+1,). felt: (T,), the rate times the steepest curvature in Adam's coordinates, where each gradient is
    divided by √S. limit: the most that Momentum tolerates of it. Returns the Figure.
    """
    fig, (top, bottom) = figure(rows=2, size=(10, 6.5), sharex=True)
    top.plot(excess, color=style.RED)
    title = say("Linear regression on the diabetes data")
    top.set(yscale="log", ylabel=say("loss − smallest loss"), ylim=(1e-17, 10), title=title)
    bottom.plot(np.arange(1, len(felt) + 1), felt, color=style.RED, label="Adam")
    most = say("Momentum's limit: {limit}", limit=f"{limit:.0f}")
    bottom.axhline(limit, color=style.BLUE, linestyle=":", linewidth=3, label=most)
    bottom.set(
        ylim=(0, 1.2 * limit),
        xlabel=say("step"),
        ylabel=say("rate × curvature"),
        title=say("Adam's rate times the curvature of the steepest direction"),
    )
    bottom.legend(loc="lower right")
    return fig


@in_style
def forgiving(curves, level):
    """The last loss of each rule, {name: (rates, loss)}, against its rate in octaves from its own best rate.

    level: a loss, drawn as a dotted line; where a curve lies below it the rate is good. Losses above 0.3 are drawn at
    0.3: how badly such a run ends is chance, and the last bits of a processor decide it. Returns the Figure.
    """
    fig, ax = figure(size=(10, 4.8))
    for name, (rates, loss) in curves.items():
        ax.plot(np.log2(rates / rates[np.argmin(loss)]), np.minimum(loss, 0.3), label=name, **style.line(name))
    ax.axhline(level, color=style.GREY, linestyle=":")
    title = say("Digits: the loss after eight epochs, median of five seeds")
    ax.set(yscale="log", xlim=(-8, 6), ylim=(0.02, 0.35))
    ax.set(xlabel=say("doublings of the learning rate, from each rule's best"))
    ax.set(ylabel=say("training loss (nats), up to 0.3"), title=title)
    ax.legend()
    return fig
