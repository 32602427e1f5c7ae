"""The worksheet of chapter 4."""

import numpy as np

from course_lib import surfaces, training
from course_lib.exams.tasks import equals, num
from course_lib.language import say
from course_lib.optimizers import Momentum, RMSProp
from course_lib.worksheets.drawing import curves
from course_lib.worksheets.tasks import Sheet, Table, Task

BETA, LR = 0.75, 0.1
VALLEY, PAIR = surfaces.quadratic((1, 100)), {"A": RMSProp(0.06, beta=0.9), "B": Momentum(0.3, beta=0.9)}


def sheet() -> Sheet:
    """Two first steps, swings, the root, forgetting."""
    return Sheet("04_rmsprop", say("4 RMSProp"), [two_steps(), swings(), judged(), forgetting()])


def walked(rule: RMSProp, gradients: tuple[float, ...]) -> list[tuple[float, float]]:
    """[(S, length of the step)] at these gradients of one weight."""
    W, found = np.zeros(1), []
    state = rule.start(W)
    for g in gradients:
        new, state = rule.step(W, np.array([g]), state)
        found.append((float(state["S"][0]), abs(float(new[0] - W[0]))))
        W = new
    return found


def two_steps() -> Task:
    rule = RMSProp(LR, beta=BETA, eps=0.0)
    rows = [
        [f"{num(g)}, {num(g)}", num(first[0]), num(first[1], 3), num(second[0]), num(second[1], 3)]
        for g in (4.0, 0.04)
        for first, second in [walked(rule, (g, g))]
    ]
    return Task(
        "Compute",
        say(
            r"RMSProp with $\beta = {beta}$, $\alpha = {lr}$, $\epsilon = 0$, $S_0 = 0$. Two weights see"
            " two gradients each. Compute $S$ and the steps. What do you notice?",
            beta=BETA,
            lr=LR,
        ),
        say(
            "The steps are the same: the size of the gradient cancels. The first is"
            r" $\alpha/\sqrt{1-\beta}$ long, twice $\alpha$."
        ),
        table=Table([say("gradients"), "$S_1$", say("step 1"), "$S_2$", say("step 2")], rows),
        lines=1,
    )


def swings() -> Task:
    runs = {name: training.descend(VALLEY, rule, (10, 1), 40).W[:, 1] for name, rule in PAIR.items()}
    lines = {name: (np.arange(41), W, line) for (name, W), line in zip(runs.items(), ("-", "--"))}
    ways = {name: float(np.abs(np.diff(W)).sum()) for name, W in runs.items()}
    return Task(
        "Mark",
        say(
            "Across a narrow valley: one curve is Momentum, one RMSProp. Which is which? Mark the widest"
            " swing of each. Guess the distance that each covers across the valley."
        ),
        say(
            "A is RMSProp, B Momentum. In 40 steps RMSProp covers {rmsprop} and Momentum {momentum}.",
            rmsprop=num(ways["A"], 2),
            momentum=num(ways["B"], 2),
        ),
        picture=curves(lines, (say("step"), "W₂"), (6.5, 2.1)),
        lines=1,
    )


def judged() -> Task:
    steps = [walked(RMSProp(1.0, beta=0.9, eps=0.0), (g,) * 400)[-1][1] for g in (0.01, 100.0)]
    return Task(
        "Predict, then measure",
        say(
            "“The root makes large gradients much smaller and small ones a little smaller.” Two weights"
            " have the steady gradients 0.01 and 100. How long are their steps after a while, in units of"
            r" $\alpha$?"
        ),
        say(
            "Both {length}: the small one has grown a hundredfold. The sentence does not hold.", length=num(steps[0], 3)
        ),
        lines=1,
    )


def forgetting() -> Task:
    rule = RMSProp(1.0, beta=0.9, eps=0.0)
    lengths = np.array([step for _, step in walked(rule, (10.0,) * 300 + (0.1,) * 300)])[300:]
    found = int(np.argmax(lengths >= 0.1)) + 1
    back = int(np.argmax(lengths >= 0.99)) + 1
    return Task(
        "Predict, then measure",
        say(
            r"A gradient was 10 for long and falls to 0.1. With $\beta = 0.9$, after how many steps is the"
            r" step a tenth of $\alpha$, after how many nearly $\alpha$ again? (Hint: $S$ must fall from"
            " 100 to 1, then to 0.01.)"
        ),
        say(
            "From step {found} on, and from step {back} on it is at least 0.99 of it: $0.9^n = 0.01$"
            " gives $n {steps}$. AdaGrad never comes back.",
            found=found,
            back=back,
            steps=equals(float(np.log(0.01) / np.log(0.9)), 3),
        ),
        lines=2,
    )
