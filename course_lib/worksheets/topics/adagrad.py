"""The worksheet of chapter 2."""

import numpy as np

from course_lib import surfaces, training
from course_lib.exams.tasks import num
from course_lib.language import say
from course_lib.optimizers import SGD, AdaGrad
from course_lib.worksheets.drawing import map_of
from course_lib.worksheets.tasks import Sheet, Table, Task

GRADIENTS = (3.0, 4.0, 12.0)
BOWL, START, WINDOW = surfaces.quadratic((1, 25)), (8.0, 1.5), ((-1, 9), (-2, 2))
RATES = {"SGD": SGD(0.06), "AdaGrad": AdaGrad(1.0, eps=0.0)}


def sheet() -> Sheet:
    """Sums by hand, a first step, rare and frequent, a falling rate."""
    return Sheet("02_adagrad", say("2 AdaGrad"), [sums(), first_step(), rare(), falling()])


def steps(gradients: np.ndarray, lr: float = 1.0) -> np.ndarray:
    """(T,): how far AdaGrad goes at each of these gradients (T,), ε = 0."""
    rule, W = AdaGrad(lr, eps=0.0), np.zeros(1)
    state, found = rule.start(W), []
    for g in gradients:
        new, state = rule.step(W, np.array([g]), state)
        found.append(abs(float(new[0] - W[0])))
        W = new
    return np.array(found)


def sums() -> Task:
    totals = np.cumsum(np.square(GRADIENTS))
    rows = [
        [num(g), num(float(total)), num(float(np.sqrt(total))), num(float(step), 3)]
        for g, total, step in zip(GRADIENTS, totals, steps(np.array(GRADIENTS)))
    ]
    return Task(
        "Compute",
        say(
            r"AdaGrad at $\eta = 1$, $\epsilon = 0$. The gradients of one weight are 3, 4, 12. Fill in the"
            " table. The third gradient is four times the first: is its step, too?"
        ),
        say("No: it is even shorter. A gradient is divided by the root of a sum in which it stands itself."),
        table=Table([r"$g$", r"$\sum g^2$", r"$\sqrt{\sum g^2}$", say("length of the step")], rows),
        lines=1,
    )


def first_step() -> Task:
    paths = {name: (training.descend(BOWL, rule, START, 1).W, "-") for name, rule in RATES.items()}
    ends = {name: points[1] for name, (points, _) in paths.items()}
    told = say(", ").join(
        say("{name} at {point}", name=name, point=f"({num(float(W[0]), 3)}, {num(float(W[1]), 3)})")
        for name, W in ends.items()
    )
    lined = {name: (points, line) for (name, (points, _)), line in zip(paths.items(), ("--", "-"))}
    return Task(
        "Draw",
        say(
            r"The bowl $f(W) = \frac{1}{2}(W_1^2 + 25W_2^2)$, the start $(8, 1.5)$. Draw the first step of"
            " SGD at the rate 0.06, and of AdaGrad at the rate 1. Which of them points almost straight"
            " across the valley?"
        ),
        say(
            "They end with {told}. SGD's step is the gradient, which points nearly all across the valley,"
            " and it jumps to the other side. AdaGrad's first step is one rate long in each coordinate.",
            told=told,
        ),
        picture=map_of(BOWL, WINDOW, (6.0, 2.6), {say("start"): ([START], "")}, names=False),
        solved=map_of(BOWL, WINDOW, (6.0, 2.6), lined),
        wide=150,
    )


def rare() -> Task:
    often, seldom = steps(np.ones(100))[-1], steps(np.ones(1))[-1]
    return Task(
        "Compute",
        say(
            "One word stands in every sentence, another in one of 100. Whenever a word occurs, its"
            r" gradient is 1. After 100 sentences, how long is the step of each ($\eta = 1$)? What would"
            " SGD at the rate 1 do?"
        ),
        say(
            "{often} and {seldom}: the rare word's step is {times} times as long. SGD's steps are 1 for both.",
            often=num(float(often)),
            seldom=num(float(seldom)),
            times=num(float(seldom / often)),
        ),
        lines=2,
    )


def falling() -> Task:
    found = int(np.argmax(steps(np.ones(1000)) <= 0.1 + 1e-12)) + 1
    return Task(
        "Predict, then measure",
        say(
            "A weight's gradient stays 1. In which step has AdaGrad's step fallen to a tenth of the"
            " first? Predict, then count in Python: a loop of three lines."
        ),
        say(r"In step {found}: the step is $1/\sqrt t$.", found=found),
        lines=1,
    )
