"""The worksheet of chapter 3."""

import numpy as np
from matplotlib.figure import Figure

from course_lib import averages, plots, surfaces, training
from course_lib.exams.tasks import num
from course_lib.language import say
from course_lib.optimizers import SGD, Momentum
from course_lib.worksheets.drawing import INK, PALE, map_of, plain
from course_lib.worksheets.tasks import Sheet, Table, Task

SERIES, BETA = (4.0, 2.0, 6.0, 0.0), 0.5
LOOKING_BACK, AGES = 0.8, 16
BOWL, START, WINDOW, LR, STEPS = surfaces.quadratic((1, 25)), (10.0, 1.0), ((-2, 11), (-1.6, 1.6)), 0.075, 30


def sheet() -> Sheet:
    """An average by hand, its window, a path, what alternates."""
    return Sheet("03_momentum", say("3 Momentum"), [average(), window(), path(), alternating()])


def average() -> Task:
    v = averages.ewma(np.array(SERIES), BETA)
    rows = [[str(t), num(x), num(float(one))] for t, (x, one) in enumerate(zip(SERIES, v), start=1)]
    weights = averages.weights(BETA, 4)
    return Task(
        "Compute",
        say(
            r"$v_t = \beta v_{{t-1}} + (1-\beta)x_t$ with $\beta = {beta}$ and $v_0 = 0$. What weight does"
            " $x_1$ carry in $v_4$?",
            beta=BETA,
        ),
        say(r"${weight} = (1-\beta)\beta^3$.", weight=num(float(weights[-1]))),
        table=Table(["$t$", "$x_t$", "$v_t$"], rows, given=2),
        lines=1,
    )


def window() -> Task:
    N = averages.window(LOOKING_BACK)
    inside = averages.weights(LOOKING_BACK, round(N)).sum()
    return Task(
        "Mark",
        say(
            "The weights for one β, the newest on the left. Read off β. Mark the window $N ="
            r" 1/(1-\beta)$, and guess which share of the weight lies inside."
        ),
        say(
            r"The newest weight is $1-\beta = {rest}$, so $\beta = {beta}$ and $N = {n}$. Inside"
            " lies {share} % of the weight, $1 - {beta}^{{{steps}}}$.",
            rest=num(1 - LOOKING_BACK),
            beta=LOOKING_BACK,
            n=num(N),
            share=num(100 * float(inside), 3),
            steps=round(N),
        ),
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
    ax.set(xlabel=say("age (steps)"), ylabel=say("weight"), xticks=range(0, AGES, 5))
    return plain(fig, ax)


def path() -> Task:
    sgd, momentum = (training.descend(BOWL, rule, START, STEPS).W for rule in (SGD(LR), Momentum(LR, beta=0.9)))
    ways = [float(np.abs(np.diff(W[:, 1])).sum()) for W in (sgd, momentum)]
    return Task(
        "Draw",
        say(
            "Here SGD goes from wall to wall, at a rate just below its limit. Draw how you expect"
            r" Momentum to go, at the same rate, $\beta = 0.9$. Then look at it in the chapter's explorer."
        ),
        say(
            "Momentum averages the turns away and swings softly: in {steps} steps it covers {momentum}"
            " across the valley, SGD {sgd}.",
            steps=STEPS,
            momentum=num(ways[1], 2),
            sgd=num(ways[0], 3),
        ),
        picture=map_of(BOWL, WINDOW, (6.5, 2.3), {"SGD": (sgd, "-")}),
        solved=map_of(BOWL, WINDOW, (6.5, 2.3), {"SGD": (sgd, ":"), "Momentum": (momentum, "-")}),
    )


def alternating() -> Task:
    signs = np.resize([1.0, -1.0], 400)
    size = float(abs(averages.ewma(signs, 0.9)[-1]))
    return Task(
        "Predict, then measure",
        say(
            r"The gradients are $+1, -1, +1, -1, …$ and $\beta = 0.9$. How large is $v$ in the long run?"
            " Predict, then compute it in Python."
        ),
        say(r"{size}, that is $1/19$: from $v = 0.9 \cdot (-v) + 0.1$ follows $v = 0.1/1.9$.", size=num(size)),
        lines=1,
    )
