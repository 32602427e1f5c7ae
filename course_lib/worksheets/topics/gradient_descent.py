"""The worksheet of chapter 1."""

import math

import numpy as np
from matplotlib.figure import Figure

from course_lib import plots, surfaces, training
from course_lib.exams.tasks import num
from course_lib.language import say
from course_lib.optimizers import SGD
from course_lib.worksheets.drawing import INK, PALE, Paths, map_of
from course_lib.worksheets.tasks import Sheet, Table, Task

BOWL, START, WINDOW = surfaces.quadratic((1, 4)), (4.0, 2.0), ((-1, 5), (-2, 2.5))
SLOW, FAST = 0.2, 0.4
NOISES = {"A": 12.0, "B": 0.0, "C": 3.0}


def sheet() -> Sheet:
    """Two steps by hand and drawn, a faster rate, noise, the largest rate."""
    return Sheet("01_gradient_descent", say("1 Gradient descent"), [by_hand(), noise(), limit()])


def walked(lr: float, steps: int = 2) -> training.History:
    return training.descend(BOWL, SGD(lr), START, steps)


def by_hand() -> Task:
    slow, fast = walked(SLOW), walked(FAST)
    rows = [
        [str(step), *map(pair, (slow.W[step], BOWL.gradient(slow.W[step]), fast.W[step]))]
        for step in range(len(slow.W))
    ]
    paths = {say("rate {lr}", lr=SLOW): (slow.W, "-"), say("rate {lr}", lr=FAST): (fast.W, "--")}
    return Task(
        "Compute",
        say(
            r"The bowl $f(W) = \frac{{1}}{{2}}(W_1^2 + 4W_2^2)$, the start $(4, 2)$. One of you takes two"
            " steps of gradient descent at the rate {slow}, the other at {fast}. Draw both paths into the"
            " map. What does the faster one do across the valley?",
            slow=SLOW,
            fast=FAST,
        ),
        say(
            r"It jumps to the other side in every step: $1 - {fast} \cdot 4 = {factor}$ is negative.",
            fast=FAST,
            factor=num(1 - FAST * 4),
        ),
        table=Table(
            [
                say("step"),
                say("$W$ at rate {slow}", slow=SLOW),
                say("gradient at rate {slow}", slow=SLOW),
                say("$W$ at rate {fast}", fast=FAST),
            ],
            rows,
            example=True,
        ),
        picture=map_of(BOWL, WINDOW, (5.0, 3.0), {say("start"): ([START], "")}, names=False),
        solved=map_of(BOWL, WINDOW, (5.0, 3.0), paths),
        wide=120,
    )


def pair(W: np.ndarray) -> str:
    return f"({', '.join(num(float(value), 3) for value in W)})"


def noise() -> Task:
    letters = say(", ").join(NOISES)
    valley = surfaces.quadratic((1, 4))
    paths = {
        name: (training.descend(valley, SGD(0.05), (9, 3), 80, size, np.random.default_rng(3)).W, line)
        for (name, size), line in zip(NOISES.items(), ("-", "-", "-"))
    }
    whole, batch, one = sorted(NOISES, key=lambda name: NOISES[name])
    return Task(
        "Mark",
        say(
            "Three paths at one rate: all the data in each step, a batch of 16 samples, one sample. Which"
            " is {letters}? By what factor is the noise of one sample larger than the batch's?",
            letters=letters,
        ),
        say(
            r"{whole} all the data, {batch} the batch, {one} one sample. The noise falls like $1/\sqrt B$:"
            r" $\sqrt{{16}} = {times}$ times.",
            whole=whole,
            batch=batch,
            one=one,
            times=num(math.sqrt(16)),
        ),
        picture=side_by_side(valley, paths),
        lines=1,
    )


def side_by_side(surface: surfaces.Surface, paths: Paths) -> Figure:
    """The paths in maps of their own, each under its letter."""
    fig, axes = plots.figure(columns=len(paths), size=(9, 2.3), sharey=True)
    x, y = np.meshgrid(np.linspace(-5, 10, 150), np.linspace(-4, 4, 100))
    for ax, (name, (points, line)) in zip(axes, paths.items()):
        ax.contour(x, y, np.sqrt(surface.value(np.stack([x, y], axis=-1))), 8, colors=PALE, linewidths=0.5)
        ax.plot(*np.asarray(points).T, line, color=INK, linewidth=0.9)
        ax.set_title(name, fontsize=12)
        ax.tick_params(labelsize=8)
        ax.set_xticks([-5, 0, 5, 10])
    return fig


def limit() -> Task:
    c = (1, 25)
    limit = 2 / max(c)
    below, above = (
        abs(training.descend(surfaces.quadratic(c), SGD(limit + off), (10, 1), 200).W[-1, 1]) for off in (-0.002, 0.002)
    )
    assert below < 1 < above
    return Task(
        "Predict, then measure",
        say(
            "A bowl has the curvatures 1 and 25. Above which rate does gradient descent leave it? Write"
            " down your number, then move the rate of the chapter's map until the path just stays."
        ),
        say(
            "$2/25 = {limit}$: there each step multiplies the steep coordinate by $-1$. After 200 steps"
            " at {less} it is {below}, at {more} it is {above}.",
            limit=num(limit),
            less=num(limit - 0.002),
            below=num(below, 2),
            more=num(limit + 0.002),
            above=num(above, 2),
        ),
        lines=1,
    )
