"""The worksheet of chapter 7."""

import numpy as np

from course_lib import schedules, surfaces
from course_lib.exams.tasks import num
from course_lib.language import say
from course_lib.optimizers import SGD, Adam, AdamW, Momentum, Nesterov
from course_lib.worksheets.drawing import curves
from course_lib.worksheets.tasks import Sheet, Table, Task

C, LR, BETA = 4.0, 0.2, 0.5
LINE = surfaces.quadratic((C,))
STEPS, RISE, PEAK, ASKED = 100, 0.1, 0.1, 55
WEIGHTS = 1_000_000_000


def sheet() -> Sheet:
    """A look ahead, decay, memory, a schedule."""
    return Sheet("07_beyond", say("7 Beyond"), [look_ahead(), decay(), memory(), schedule()])


def look_ahead() -> Task:
    rule, W = Nesterov(LR, beta=BETA), np.array([2.0])
    state, rows = rule.start(W), []
    for t in (1, 2):
        look = rule.look(W, state)
        g = LINE.gradient(look)
        W, state = rule.step(W, g, state)
        rows.append([str(t), *(num(float(one[0]), 3) for one in (look, g, state["v"], W))])
    return Task(
        "Compute",
        say(
            r"$f(W) = 2W^2$, so the gradient is $4W$. Nesterov with $\alpha = {lr}$, $\beta = {beta}$ from"
            r" $W = 2$, $v = 0$: it takes the gradient at $W - \alpha\beta v$.",
            lr=LR,
            beta=BETA,
        ),
        say("In step 2 it looks ahead of $W$, where the slope is smaller: that brakes."),
        table=Table([say("step"), say("place of the gradient"), "$g$", "$v$", "$W$"], rows),
    )


def decay() -> Task:
    rule, W = AdamW(0.01, weight_decay=0.1), np.array([2.0])
    state = rule.start(W)
    for _ in range(100):
        W, state = rule.step(W, np.zeros(1), state)
    return Task(
        "Predict, then measure",
        say(
            "AdamW with the rate 0.01 and the decay 0.1. A weight of 2 gets no gradient any more. What is"
            " left after 100 steps? Estimate without a calculator, then compute."
        ),
        say(r"$2 \cdot (1 - 0.001)^{{100}} = {left}$: about a tenth is lost.", left=num(float(W[0]))),
        lines=1,
    )


def memory() -> Task:
    rows = []
    for rule in (SGD(0.1), Momentum(0.1), Adam(0.1)):
        kept = sum(np.size(value) for value in rule.start(np.zeros(1000)).values() if np.ndim(value)) // 1000
        rows.append([type(rule).__name__, str(kept), f"{4 * kept * WEIGHTS / 1e9:.0f}", f"{4 * (2 + kept):.0f}"])
    return Task(
        "Compute",
        say(
            "A model has $10^9$ weights in numbers of 4 bytes. How many numbers a weight does each rule"
            " keep between steps, and how many gigabytes is that? With the weights and their gradients?"
        ),
        say("Adam's state alone is twice the model."),
        table=Table(
            [say("rule"), say("numbers kept a weight"), say("state, in GB"), say("with weights and gradients, in GB")],
            rows,
        ),
    )


def schedule() -> Task:
    factors = PEAK * schedules.warm_up(STEPS, RISE) * schedules.cosine(STEPS)
    t, rise = np.arange(1, STEPS + 1), round(RISE * STEPS)
    up = int(np.argmin(np.abs(factors[:rise] - PEAK / 2)))
    down = rise + int(np.argmin(np.abs(factors[rise:] - PEAK / 2)))
    empty = {"": (t[:1], factors[:1] * np.nan, "")}
    size, labels = (6.5, 2.4), (say("step"), say("learning rate"))
    limits = {"xlim": (0, STEPS), "ylim": (0, 1.1 * PEAK)}
    return Task(
        "Draw",
        say(
            r"A rate over {steps} steps is ${peak} \cdot (1 + \cos \pi s)/2$, where $s$ is the share of"
            " the steps taken before: $0$ in step 1, ${share}$ in step {asked}. During the first {rise}"
            " steps it is also multiplied by $t/{rise}$ in step $t$. Draw it. Where is it half of {peak}?"
            " How large is it in step {asked}?",
            steps=STEPS,
            peak=PEAK,
            share=(ASKED - 1) / STEPS,
            asked=ASKED,
            rise=rise,
        ),
        say(
            "Half on the way up near step {up}, and again where $s = 0.5$, in step {down}. In step"
            " {asked} it is {factor}: the cosine runs from step 1 on, not from the rise's end.",
            up=up + 1,
            down=down + 1,
            asked=ASKED,
            factor=num(float(factors[ASKED - 1]), 3),
        ),
        picture=curves(empty, labels, size, **limits),
        solved=curves({"": (t, factors, "-")}, labels, size, **limits),
        lines=1,
    )
