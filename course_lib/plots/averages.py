"""How far back an average remembers: its weights as bars, and a noisy series with its averages."""

import numpy as np

from course_lib import averages, style
from course_lib.language import say
from course_lib.plots.base import figure, in_style

# A larger β is a darker line with longer dashes, so that the order shows in grey as well.
LOOKS = {0: (style.SKY, ":"), 1: (style.BLUE, "-"), 2: (style.RED, "--"), 3: (style.BLACK, "-.")}


@in_style
def weight_bars(betas, ages=100):
    """For each β a panel: the weights of the newest observation, the one before, …, with N = 1/(1-β) and 1/e marked.

    Bars within the last N observations are dark, older ones light. Returns the Figure.
    """
    fig, panels = figure(columns=len(betas), size=(11, 4), squeeze=False)
    for ax, beta in zip(panels[0], betas):
        draw_weights(ax, beta, ages)
        line, name = ax.lines[0], ax.lines[0].get_label()
        line.set_label("N")  # the title has its number, so that all panels share one legend
        ax.set_title(f"{ax.get_title()}: {name}")
    for ax in panels[0, 1:]:
        ax.get_legend().remove()
    panels[0, 0].legend(loc="upper right")
    return fig


def draw_weights(ax, beta, ages):
    """One panel of `weight_bars`."""
    weights, N, age = averages.weights(beta, ages), averages.window(beta), np.arange(ages)
    ax.bar(age, weights, color=np.where(age < round(N), style.BLUE, style.SKY), width=0.85)
    ax.axvline(N, color=style.BLACK, linestyle="--", label=f"N = 1/(1−β) = {N:.3g}")
    ax.axhline(weights[0] / np.e, color=style.RED, linestyle=":", label=say("1/e of the newest weight"))
    ax.set(xlabel=say("age of the observation (steps)"), ylabel=say("weight"), title=f"β = {beta:.3g}")
    ax.legend()


@in_style
def smoothed(noisy, full, betas, title="", ax=None):
    """A noisy series as dots, what it would be without noise as a grey line, and its average for each β.

    noisy, full: (T,). Returns the Figure.
    """
    fig, ax = (ax.figure, ax) if ax is not None else figure(size=(10, 5))
    steps = np.arange(1, len(noisy) + 1)
    ax.plot(steps, noisy, ".", color="#B0B0B0", markersize=5, label=say("of one batch: what SGD follows"))
    ax.plot(steps, full, color=style.GREY, linewidth=4, alpha=0.6, label=say("of all the data"))
    for number, beta in enumerate(betas):
        colour, dashes = LOOKS[(number + 1) % len(LOOKS)]
        label = say("average, β = {beta}", beta=f"{beta:.3g}")
        ax.plot(steps, averages.ewma(noisy, beta), color=colour, linestyle=dashes, label=label)
    ax.set(xlabel=say("step"), ylabel=say("gradient (loss per W)"), title=title)
    ax.legend(ncols=2)
    return fig


@in_style
def memory(noisy, full, beta):
    """One β seen from both sides: its weights on the left, what it makes of a noisy series on the right."""
    fig, (left, right) = figure(columns=2, size=(12, 4.5), width_ratios=(2, 3))
    draw_weights(left, beta, ages=100)
    smoothed(noisy, full, [beta], say("What the average makes of a noisy gradient"), right)
    return fig
