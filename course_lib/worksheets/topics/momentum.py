"""The worksheet of chapter 3."""

import numpy as np
from matplotlib.figure import Figure

from course_lib import averages, plots, surfaces, training
from course_lib.exams.tasks import num
from course_lib.optimizers import SGD, Momentum
from course_lib.worksheets.drawing import INK, PALE, map_of, plain
from course_lib.worksheets.tasks import Sheet, Table, Task

SERIES, BETA = (4.0, 2.0, 6.0, 0.0), 0.5
LOOKING_BACK, AGES = 0.8, 16
BOWL, START, WINDOW, LR, STEPS = surfaces.quadratic((1, 25)), (10.0, 1.0), ((-2, 11), (-1.6, 1.6)), 0.075, 30


def sheet() -> Sheet:
    """An average by hand, its window, a path, what alternates."""
    return Sheet("03_momentum", "3 Momentum", [average(), window(), path(), alternating()])


def average() -> Task:
    v = averages.ewma(np.array(SERIES), BETA)
    rows = [[str(t), num(x), num(float(one))] for t, (x, one) in enumerate(zip(SERIES, v), start=1)]
    weights = averages.weights(BETA, 4)
    return Task(
        "Compute",
        rf"$v_t = \beta v_{{t-1}} + (1-\beta)x_t$ with $\beta = {BETA}$ and $v_0 = 0$. What weight does $x_1$ carry in "
        rf"$v_4$?",
        f"${num(float(weights[-1]))} = (1-\\beta)\\beta^3$.",
        table=Table(["$t$", "$x_t$", "$v_t$"], rows, given=2),
        lines=1,
    )


def window() -> Task:
    N = averages.window(LOOKING_BACK)
    inside = averages.weights(LOOKING_BACK, round(N)).sum()
    return Task(
        "Mark",
        "The weights for one β, the newest on the left. Read off β. Mark the window $N = 1/(1-\\beta)$, and "
        "guess which "
        "share of the weight lies inside.",
        f"The newest weight is $1-\\beta = {num(1 - LOOKING_BACK)}$, so $\\beta = {LOOKING_BACK}$ and $N = {num(N)}$. "
        f"Inside lies {num(100 * float(inside), 3)} % of the weight, "
        f"$1 - {LOOKING_BACK}^{{{round(N)}}}$.",
        picture=bars(),
        solved=bars(N),
        lines=1,
        wide=120,
    )


@plots.base.in_style
def bars(N: float = 0.0) -> Figure:
    """The weights, with those inside the window dark on the key."""
    fig, ax = plots.figure(size=(5, 2))
    heights = averages.weights(LOOKING_BACK, AGES)
    ax.bar(np.arange(AGES), heights, color=[INK if age < N - 0.5 else PALE for age in range(AGES)], width=0.7)
    if N:
        ax.axvline(N - 0.5, color=INK, linestyle="--")
    ax.set(xlabel="age (steps)", ylabel="weight", xticks=range(0, AGES, 5))
    return plain(fig, ax)


def path() -> Task:
    sgd, momentum = (training.descend(BOWL, rule, START, STEPS).W for rule in (SGD(LR), Momentum(LR, beta=0.9)))
    ways = [float(np.abs(np.diff(W[:, 1])).sum()) for W in (sgd, momentum)]
    return Task(
        "Draw",
        "Here SGD goes from wall to wall, at a rate just below its limit. Draw how you expect Momentum to go, "
        "at the same "
        "rate, $\\beta = 0.9$. Then look at it in the chapter's explorer.",
        f"Momentum averages the turns away and swings softly: in {STEPS} steps it covers {num(ways[1], 2)} across the "
        f"valley, SGD {num(ways[0], 3)}.",
        picture=map_of(BOWL, WINDOW, (6.5, 2.3), {"SGD": (sgd, "-")}),
        solved=map_of(BOWL, WINDOW, (6.5, 2.3), {"SGD": (sgd, ":"), "Momentum": (momentum, "-")}),
    )


def alternating() -> Task:
    signs = np.resize([1.0, -1.0], 400)
    size = float(abs(averages.ewma(signs, 0.9)[-1]))
    return Task(
        "Predict, then measure",
        "The gradients are $+1, -1, +1, -1, …$ and $\\beta = 0.9$. How large is $v$ in the long run? Predict, "
        "then compute "
        "it in Python.",
        f"{num(size)}, that is $1/19$: from $v = 0.9 \\cdot (-v) + 0.1$ follows $v = 0.1/1.9$.",
        lines=1,
    )
