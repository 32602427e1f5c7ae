"""Chapter 3 in an exam."""

import numpy as np

from course_lib import averages
from course_lib.exams.tasks import Drawn, Key, Topic, about, exact, num, one_of
from course_lib.experiments import momentum
from course_lib.language import later, say
from course_lib.optimizers import SGD, Momentum

TOPIC = Topic("03_momentum")


@TOPIC.task(points=4, exam=1)
def by_hand(rng: np.random.Generator) -> Drawn:
    """Three steps of an average."""
    beta, x = 0.5, [2 * int(n) for n in rng.integers(1, 7, size=3)]
    v = [float(value) for value in averages.ewma(x, beta)]
    return Drawn(
        say(
            r"$x = ({x_0}, {x_1}, {x_2})$, $\beta = {beta}$, $v_0 = 0$. Compute $v_1, v_2, v_3$.",
            x_0=x[0],
            x_1=x[1],
            x_2=x[2],
            beta=beta,
        ),
        say("{sentence}.", sentence=say(", ").join(num(value) for value in v)),
        say("1 each, 1 for the formula; starting at $x_1$ costs 2."),
        {"beta": beta, "x": tuple(x)},
        {f"v{step}": exact(value) for step, value in enumerate(v, start=1)},
    )


@TOPIC.task(points=4, exam=2)
def memory(rng: np.random.Generator) -> Drawn:
    """N ≈ 1/(1−β), and what N means."""
    beta = one_of(rng, (0.9, 0.95, 0.96, 0.975, 0.98, 0.99))
    N = round(averages.window(beta), 6)
    weights = averages.weights(beta, int(N) + 1)
    share = float(weights[-1] / weights[0])
    return Drawn(
        say(
            r"How long does an average with $\beta = {beta}$ remember, and what exactly does that number"
            " mean?",
            beta=beta,
        ),
        say(
            "About {n}; at age {n} a weight has fallen to about $1/e$ of the newest (here {share}).",
            n=num(N),
            share=num(share, 2),
        ),
        say("2 and 2; “the last {n} count” earns 1 for the second part.", n=num(N)),
        {"beta": beta},
        {"N": about(N)},
    )


@TOPIC.task(points=6, exam=4)
def stable_rates(rng: np.random.Generator) -> Drawn:
    """The largest stable rates of SGD and Momentum."""
    curvature, beta = one_of(rng, (2, 4, 5, 8, 10, 20, 40)), one_of(rng, (0.5, 0.6, 0.75, 0.8, 0.9))
    plain = momentum.stability_limit(SGD, float(curvature))
    limit = momentum.stability_limit(Momentum, float(curvature), beta)
    return Drawn(
        say(
            r"$\lambda = {curvature}$, $\beta = {beta}$. Give the largest stable rates of SGD and"
            " Momentum, and say in one sentence where the factor between them comes from.",
            curvature=curvature,
            beta=beta,
        ),
        say(
            r"{plain}; $2 \cdot {sum}/({rest} \cdot {curvature}) = {limit}$; at the limit the"
            r" gradient alternates, and the average of $+g, -g, \dots$ has the size $g(1-\beta)/(1+\beta)"
            r" \approx {size}\,g$.",
            plain=num(plain),
            sum=num(1 + beta),
            rest=num(1 - beta),
            curvature=curvature,
            limit=num(limit),
            size=num((1 - beta) / (1 + beta), 3),
        ),
        say(
            r"1, 3 and 2. Typical: {wrong} for Momentum, from $2/((1-\beta)\lambda)$ without the factor"
            r" $1+\beta$.",
            wrong=num(2 / ((1 - beta) * curvature)),
        ),
        {"curvature": curvature, "beta": beta},
        {"SGD": about(plain), "Momentum": about(limit)},
    )


@TOPIC.task(points=5, exam=6)
def long_valley(rng: np.random.Generator) -> Drawn:
    """√κ fewer steps, with the best β. From κ = 64 on SGD is slower also when β stays 0.9."""
    root = one_of(rng, (8, 9, 10, 11, 12, 15, 20))
    kappa = root**2
    _, beta = momentum.best_knobs(float(kappa))
    return Drawn(
        say(
            r"A bowl has $\kappa = {kappa}$. By which factor does tuned Momentum need fewer steps than"
            " tuned SGD, (a) with β tuned as well, and with which β; (b) what can you say when β stays"
            " 0.9?",
            kappa=kappa,
        ),
        say(
            r"(a) about $\sqrt\kappa = {root}$ in the long run, with $\beta = ({less}/{more})^2"
            r" \approx {beta}$; (b) fewer steps than SGD here, but more than with the best β, since at 0.9"
            r" the error is multiplied at best by $\sqrt{{0.9}}$ a step.",
            root=root,
            less=root - 1,
            more=root + 1,
            beta=num(beta, 3),
        ),
        say(
            "(a) 3, 1 of them for β; (b) 2. Typical: “Momentum cannot be slower than SGD”, which is true"
            " only with β tuned."
        ),
        {"kappa": kappa},
        {later("factor"): Key(float(root), 0.02 * root), "beta": about(beta)},
    )
