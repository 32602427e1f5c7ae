"""Chapter 4 in an exam."""

import numpy as np

from course_lib.exams.tasks import Drawn, Topic, about, exact, num, one_of
from course_lib.language import later, say
from course_lib.optimizers import RMSProp

TOPIC = Topic("04_rmsprop")


@TOPIC.task(points=4, exam=2)
def first_step(rng: np.random.Generator) -> Drawn:
    """From S = 0 the first step is α/√(1−β), whatever the gradient."""
    beta = one_of(rng, (0.5, 0.75, 0.84, 0.9, 0.96, 0.99))
    large, small = one_of(rng, (3, 4, 5, 8, 20)), one_of(rng, (0.02, 0.03, 0.05, 0.2))
    rule, W = RMSProp(lr=1.0, beta=beta, eps=0.0), np.zeros(2)
    stepped, _ = rule.step(W, np.array([large, small]), rule.start(W))
    length = float(-stepped[0])
    return Drawn(
        say(
            r"RMSProp with $\beta = {beta}$, $S_0 = 0$, $\epsilon = 0$ and the rate $\alpha$. How long is"
            " the first step for $g = {large}$, and for $g = {small}$?",
            beta=beta,
            large=large,
            small=small,
        ),
        say(
            r"$\alpha/\sqrt{{{rest}}} \approx {length}\,\alpha$ in both cases.", rest=num(1 - beta), length=num(length)
        ),
        say(
            r"3 for the value, 1 for “both”. Typical: $\alpha$, from $S = g^2$, earns 1;"
            r" ${wrong}\,\alpha$, without the root, earns 2.",
            wrong=num(1 / (1 - beta)),
        ),
        {"beta": beta, "gradients": (large, small)},
        {later("for the large one, in α"): about(length), later("for the small one, in α"): about(-float(stepped[1]))},
    )


@TOPIC.task(points=6, exam=4)
def hovers(rng: np.random.Generator) -> Drawn:
    """At a constant rate each parameter swings between +α/2 and −α/2."""
    rate = one_of(rng, (0.02, 0.04, 0.06, 0.1, 0.2, 0.5))
    return Drawn(
        say(
            "RMSProp runs for long at the constant rate {rate} on a bowl without noise. Why does it not"
            " come to rest, how far from the minimum does each parameter end up, and what helps?",
            rate=num(rate),
        ),
        say(
            r"Near the minimum the gradients vanish, S forgets, and the rate $\alpha/\sqrt S$ grows to"
            r" $2/\lambda$; each parameter hovers at $\alpha/2 = {half}$. A falling rate helps.",
            half=num(rate / 2),
        ),
        say(
            "3, 1 and 2. Typical: “because of the noise” earns nothing, since there is none; “a smaller"
            " rate” earns 1 of the last 2: it hovers closer."
        ),
        {"rate": rate},
        {later("distance"): about(rate / 2)},
    )


@TOPIC.task(points=4, exam=6)
def signs(rng: np.random.Generator) -> Drawn:
    """Hinton's example: gradients whose mean is 0 move the sign rule."""
    rounds, small = one_of(rng, (4, 5, 6, 8, 10)), one_of(rng, (0.1, 0.2, 0.3))
    rare = (rounds - 1) * small
    rule, W = RMSProp(lr=1.0, beta=0.0, eps=0.0), np.zeros(1)
    for g in [small] * (rounds - 1) + [-rare]:
        W, _ = rule.step(W, np.array([g]), rule.start(W))
    moved = float(-W[0])
    return Drawn(
        say(
            "A weight's gradient is {small} in {often} of {rounds} mini-batches and ${rare}$ in the"
            r" other. How far does RMSProp with $\beta = 0$ move it in a round, in units of $\alpha$,"
            " though the mean gradient is 0? What does a long average change?",
            small=num(small),
            often=rounds - 1,
            rounds=rounds,
            rare=num(-rare),
        ),
        say(
            r"${often} - 1 = {moved}$ steps of $\alpha$, as the rule takes only the sign; with a long"
            r" average neighbouring gradients are divided by nearly the same $\sqrt S$ and nearly cancel.",
            often=rounds - 1,
            moved=num(moved),
        ),
        say("2 and 2. Typical: “the sign is noisy” alone earns 1."),
        {"rounds": rounds, "gradients": (small, rare)},
        {later("moved, in α"): exact(moved)},
    )
