"""Chapter 5 in an exam."""

import numpy as np

from course_lib import averages
from course_lib.exams.tasks import Drawn, Topic, about, equals, numeral, one_of
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
        rf"$\beta_1 = {beta}$, $m_0 = 0$, and the first two gradients are {first} and {second}. Compute $m_1$, $m_2$ "
        "and "
        r"the corrected $\hat m_1$, $\hat m_2$.",
        rf"$m_1 = {numeral(m[0])}$, $m_2 = {numeral(m[1])}$; $\hat m_1 = {numeral(m[0])}/{numeral(1 - beta)} = {numeral(m_hat[0])}$, "
        rf"$\hat m_2 = {numeral(m[1])}/{numeral(1 - beta**2)} {equals(m_hat[1])}$.",
        rf"1 each. Typical: $\hat m_2$ from $1-\beta$ instead of $1-\beta^2$, ${numeral(m[1] / (1 - beta))}$, earns "
        "nothing "
        "for that part; a corrected value that goes into the next step costs 1.",
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
        rf"Both of Adam's corrections are left out, all gradients are equal, $\beta_1 = {beta1}$, $\beta_2 = {beta2}$, "
        r"$\epsilon = 0$. How long is the first step? Say in one sentence why it is not shorter than $\alpha$.",
        rf"${numeral(1 - beta1)}/\sqrt{{{numeral(1 - beta2)}}}\;\alpha \approx {numeral(length, 3)}\,\alpha$; the root in the "
        "denominator is further below its right size than m.",
        rf"4 and 2. Typical: ${numeral(1 - beta1)}\,\alpha$ earns 1; ${numeral((1 - beta1) / (1 - beta2))}\,\alpha$, without "
        "the "
        "root, earns 2.",
        {"beta1": beta1, "beta2": beta2},
        {"length, in α": about(length)},
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
        rf"$\beta_1 = {beta1}$, $\beta_2 = {beta2}$, $\epsilon = 0$. The paper bounds a step by "
        rf"$\alpha(1-\beta_1)/\sqrt{{1-\beta_2}} = {numeral(first, 3)}\,\alpha$. The gradient of a coordinate is 0 for "
        "very "
        "long, then 1 in each step. Give the length of the first two steps, and say whether the bound holds for all "
        "series.",
        rf"${numeral(1 - beta1)}/\sqrt{{{numeral(1 - beta2)}}} \approx {numeral(first, 3)}\,\alpha$ and "
        rf"${numeral(sums[0])}/\sqrt{{{numeral(sums[1], 5)}}} \approx {numeral(second, 3)}\,\alpha$: it does not hold; a single "
        "gradient after many zeros reaches it, a second one exceeds it.",
        "2, 2 and 1. Typical: “the correction prevents that” earns nothing, since $t$ is large.",
        {"beta1": beta1, "beta2": beta2},
        {"first, in α": about(first), "second, in α": about(second)},
    )
