"""Chapter 5 in an exam."""

import numpy as np

from course_lib import averages
from course_lib.exams.tasks import Drawn, Topic, about, equals, num, one_of
from course_lib.language import later, say
from course_lib.optimizers import Adam

TOPIC = Topic("05_adam")
# Pairs for which an uncorrected first step is longer than α.
BETAS = ((0.9, 0.999), (0.8, 0.99), (0.8, 0.999), (0.7, 0.99), (0.5, 0.96), (0.6, 0.99))


@TOPIC.task(points=4)
def corrected(rng: np.random.Generator) -> Drawn:
    """Two steps of m and its correction."""
    beta = one_of(rng, (0.5, 0.6, 0.8, 0.9))
    first, second = (int(n) for n in rng.choice(np.arange(1, 11), size=2, replace=False))
    m = [float(value) for value in averages.ewma([first, second], beta)]
    m_hat = [float(value) for value in averages.ewma([first, second], beta, correct=True)]
    return Drawn(
        say(
            r"$\beta_1 = {beta}$, $m_0 = 0$, and the first two gradients are {first} and {second}. Compute"
            r" $m_1$, $m_2$ and the corrected $\hat m_1$, $\hat m_2$.",
            beta=beta,
            first=first,
            second=second,
        ),
        say(
            r"$m_1 = {m_0}$, $m_2 = {m_1}$; $\hat m_1 = {m_0}/{rest_1} = {m_hat_0}$, $\hat m_2 ="
            " {m_1}/{rest_2} {m_hat_1}$.",
            m_0=num(m[0]),
            m_1=num(m[1]),
            rest_1=num(1 - beta),
            m_hat_0=num(m_hat[0]),
            rest_2=num(1 - beta**2),
            m_hat_1=equals(m_hat[1]),
        ),
        say(
            r"1 each. Typical: $\hat m_2$ from $1-\beta$ instead of $1-\beta^2$, ${wrong}$, earns nothing"
            " for that part; a corrected value that goes into the next step costs 1.",
            wrong=num(m[1] / (1 - beta)),
        ),
        {"beta": beta, "gradients": (first, second)},
        {"m1": about(m[0]), "m2": about(m[1]), "m̂1": about(m_hat[0]), "m̂2": about(m_hat[1])},
    )


@TOPIC.task(points=6, exam=3)
def uncorrected(rng: np.random.Generator) -> Drawn:
    """The first step without corrections."""
    beta1, beta2 = one_of(rng, BETAS)
    rule, W = Adam(lr=1.0, beta1=beta1, beta2=beta2, eps=0.0, correct=False), np.zeros(1)
    length = float(-rule.step(W, np.ones(1), rule.start(W))[0][0])
    return Drawn(
        say(
            r"Both of Adam's corrections are left out, all gradients are equal, $\beta_1 = {beta1}$,"
            r" $\beta_2 = {beta2}$, $\epsilon = 0$. How long is the first step? Say in one sentence why it"
            r" is not shorter than $\alpha$.",
            beta1=beta1,
            beta2=beta2,
        ),
        say(
            r"${rest1}/\sqrt{{{rest2}}}\;\alpha \approx {length}\,\alpha$; the root in the denominator"
            " is further below its right size than m.",
            rest1=num(1 - beta1),
            rest2=num(1 - beta2),
            length=num(length, 3),
        ),
        say(
            r"4 and 2. Typical: ${rest1}\,\alpha$ earns 1; ${ratio}\,\alpha$, without the root, earns 2.",
            rest1=num(1 - beta1),
            ratio=num((1 - beta1) / (1 - beta2)),
        ),
        {"beta1": beta1, "beta2": beta2},
        {later("length, in α"): about(length)},
    )


@TOPIC.task(points=5, exam=7)
def after_zeros(rng: np.random.Generator) -> Drawn:
    """A gradient that was 0 for very long: the bound of the paper is met, then exceeded."""
    beta1, beta2 = one_of(rng, BETAS)
    rule, W = Adam(lr=1.0, beta1=beta1, beta2=beta2, eps=0.0), np.zeros(1)
    past, path = rule.start(W) | {"t": 100_000}, [0.0]
    for _ in range(2):
        W, past = rule.step(W, np.ones(1), past)
        path.append(float(-W[0]))
    first, second = np.diff(path)
    sums = (1 - beta1**2, 1 - beta2**2)
    return Drawn(
        say(
            r"$\beta_1 = {beta1}$, $\beta_2 = {beta2}$, $\epsilon = 0$. The paper bounds a step by"
            r" $\alpha(1-\beta_1)/\sqrt{{1-\beta_2}} = {first}\,\alpha$. The gradient of a coordinate is 0"
            " for very long, then 1 in each step. Give the length of the first two steps, and say whether"
            " the bound holds for all series.",
            beta1=beta1,
            beta2=beta2,
            first=num(first, 3),
        ),
        say(
            r"${rest1}/\sqrt{{{rest2}}} \approx {first}\,\alpha$ and ${sum_0}/\sqrt{{{sum_1}}} \approx"
            r" {second}\,\alpha$: it does not hold; a single gradient after many zeros reaches it, a"
            " second one exceeds it.",
            rest1=num(1 - beta1),
            rest2=num(1 - beta2),
            first=num(first, 3),
            sum_0=num(sums[0]),
            sum_1=num(sums[1], 5),
            second=num(second, 3),
        ),
        say("2, 2 and 1. Typical: “the correction prevents that” earns nothing, since $t$ is large."),
        {"beta1": beta1, "beta2": beta2},
        {later("first, in α"): about(first), later("second, in α"): about(second)},
    )
