"""The worksheet of chapter 5."""

import numpy as np

from course_lib import surfaces, training
from course_lib.exams.tasks import num
from course_lib.explorers.bias import shares
from course_lib.language import say
from course_lib.optimizers import Adam, Momentum, RMSProp
from course_lib.worksheets.drawing import curves, map_of
from course_lib.worksheets.tasks import Sheet, Table, Task

BETA1, BETA2, GRADIENTS = 0.5, 0.75, (4.0, 2.0)
T = np.arange(1, 4001)
BOWL, START, WINDOW = surfaces.quadratic((1, 25)), (10.0, 1.2), ((-3, 11), (-1.6, 1.6))
RULES = {"A": RMSProp(0.15), "B": Adam(0.5), "C": Momentum(0.06)}


def sheet() -> Sheet:
    """Two steps by hand, the first steps without correction, three paths."""
    return Sheet("05_adam", say("5 Adam"), [two_steps(), uncorrected(), three()])


def two_steps() -> Task:
    rule, W = Adam(1.0, beta1=BETA1, beta2=BETA2, eps=0.0), np.zeros(1)
    state, rows = rule.start(W), []
    for t, g in enumerate(GRADIENTS, start=1):
        new, state = rule.step(W, np.array([g]), state)
        m, S = float(state["m"][0]), float(state["S"][0])
        corrected = m / (1 - BETA1**t), S / (1 - BETA2**t)
        row = [num(m), num(S), num(corrected[0], 3), num(corrected[1], 3), num(float(W[0] - new[0]), 3)]
        rows.append([str(t), num(g), *row])
        W = new
    return Task(
        "Compute",
        say(
            r"Adam with $\beta_1 = {beta1}$, $\beta_2 = {beta2}$, $\epsilon = 0$. The first two gradients"
            r" are 4 and 2. One of you keeps $m$ and $\hat m$, the other $S$ and $\hat S$. Is the second"
            " step half as long as the first?",
            beta1=BETA1,
            beta2=BETA2,
        ),
        say(
            r"No: the first step is one $\alpha$ whatever the gradient, and the second is only a little"
            " shorter."
        ),
        table=Table(["$t$", "$g$", "$m$", "$S$", r"$\hat m$", r"$\hat S$", say(r"step, in $\alpha$")], rows, given=2),
        lines=1,
    )


def uncorrected() -> Task:
    _, _, step = shares(0.9, 0.999, T)
    top, settled = int(np.argmax(step)), int(np.nonzero(step > 1.1)[0][-1]) + 1
    marks = {
        say("first: {length}", length=num(step[0], 3)): (1, step[0], "below"),
        say("longest: {length} in step {step}", length=num(step[top], 3), step=T[top]): (T[top], step[top], "above"),
        say("within 10 % from step {step}", step=T[settled]): (T[settled], step[settled], "below left"),
    }
    lines, labels = {"": (T, step, "-")}, (say("step"), say("length, in α"))
    return Task(
        "Predict, then measure",
        say(
            r"All gradients are equal, and you leave both corrections out, with $\beta_1 = 0.9$, $\beta_2"
            r" = 0.999$. Is the first step shorter or longer than $\alpha$? Compute it. Then mark in the"
            " curve: the first step, the longest, and the place from which a step is within 10 % of"
            r" $\alpha$."
        ),
        say(
            r"Longer: $0.1/\sqrt{{0.001}} = {length}$. The root in the denominator is further below its"
            " size than $m$.",
            length=num(step[0], 3),
        ),
        picture=curves(lines, labels, (6.5, 2.6), log="x", ylim=(0, 8)),
        solved=curves(lines, labels, (6.5, 2.6), log="x", marks=marks, ylim=(0, 8)),
        lines=1,
    )


def three() -> Task:
    paths = {
        name: (training.descend(BOWL, rule, START, 60).W, line)
        for (name, rule), line in zip(RULES.items(), ("-", "--", ":"))
    }
    told = say(", ").join(f"{name} {type(rule).__name__}" for name, rule in RULES.items())
    return Task(
        "Mark",
        say(
            "Momentum, RMSProp and Adam from one start. Which is A, B, C? Write the feature by which you"
            " know it at each path."
        ),
        say(
            "{told}. RMSProp heads for the floor and the minimum with steps that are alike in both"
            " coordinates; Momentum swings across the valley first; Adam does both, starts like RMSProp"
            " and runs past the minimum like Momentum.",
            told=told,
        ),
        picture=map_of(BOWL, WINDOW, (7, 2.6), paths, dots=False),
        lines=1,
    )
