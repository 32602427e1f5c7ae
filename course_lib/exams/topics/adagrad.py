"""Chapter 2 in an exam."""

import numpy as np

from course_lib.exams.tasks import Drawn, Topic, about, exact, num, one_of
from course_lib.language import later, say
from course_lib.optimizers import SGD, AdaGrad

TOPIC = Topic("02_adagrad")


@TOPIC.task(points=4, exam=1)
def sums(rng: np.random.Generator) -> Drawn:
    """σ of the slide, and the sum that replaces it."""
    first, second = one_of(rng, ((3, 4), (6, 8), (5, 12), (1, 7), (2, 6), (4, 2), (7, 1)))
    rule, W = AdaGrad(eps=0.0), np.zeros(1)
    past, totals = rule.start(W), []
    for g in (first, second, 0):
        W, past = rule.step(W, np.array([float(g)]), past)
        totals.append(float(past["total"][0]))
    sigmas = [float(np.sqrt(total / count)) for count, total in enumerate(totals, start=1)]
    shown = [num(sigma) for sigma in sigmas]
    return Drawn(
        say(
            r"The gradients of one parameter are {first}, {second}, 0. Give $\sigma^0, \sigma^1, \sigma^2$"
            " and AdaGrad's sum after each step.",
            first=first,
            second=second,
        ),
        say(
            r"$\sigma$: {shown_0}, $\sqrt{{{mean}}} \approx {shown_1}$, $\sqrt{{{total}/3}} \approx"
            " {shown_2}$; sums: {sums}.",
            shown_0=shown[0],
            mean=num(totals[1] / 2),
            shown_1=shown[1],
            total=num(totals[2]),
            shown_2=shown[2],
            sums=say(", ").join(num(total, 6) for total in totals),
        ),
        say(
            r"2 and 2; a forgotten mean costs 1. Typical: $\sigma^2 = 0$, from the newest gradient alone,"
            " costs 1."
        ),
        {"gradients": (first, second, 0)},
        {f"σ{step}": about(sigma) for step, sigma in enumerate(sigmas)}
        | dict(zip(later(["sum 0", "sum 1", "sum 2"]), map(exact, totals))),
    )


@TOPIC.task(points=5, exam=3)
def another_unit(rng: np.random.Generator) -> Drawn:
    """A loss in another unit: SGD's step grows with it, AdaGrad's does not."""
    factor = one_of(rng, (10, 20, 50, 100, 200, 500, 1000))
    W, g = np.zeros(1), np.array([1.0])
    grown = []
    for rule in (SGD(1.0), AdaGrad(1.0, eps=0.0)):
        before, after = (float(rule.step(W, gradient, rule.start(W))[0][0]) for gradient in (g, factor * g))
        grown.append(after / before)
    return Drawn(
        say(
            "The loss is measured in another unit and becomes {factor} times as large. What happens to"
            " the path of SGD, and of AdaGrad with ε = 0, at unchanged rates?",
            factor=factor,
        ),
        say(
            "SGD's steps are {times} times as long, so it may well diverge. AdaGrad's path is the same:"
            " the factor is in the numerator and in the denominator, and cancels.",
            times=num(grown[0]),
        ),
        say(
            "2 and 2, 1 for the reason. Typical: AdaGrad's steps are {factor} times shorter, “because it"
            " divides”, earns nothing for its part.",
            factor=factor,
        ),
        {"factor": factor},
        {later("SGD's steps"): exact(grown[0]), later("AdaGrad's steps"): exact(grown[1])},
    )
