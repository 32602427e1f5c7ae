"""Chapter 7 in an exam."""

import numpy as np

from course_lib.exams.tasks import Drawn, Topic, exact, num, one_of
from course_lib.language import later, say
from course_lib.optimizers import SGD, Adam

TOPIC = Topic("07_beyond")


@TOPIC.task(points=5, exam=3)
def rare_words(rng: np.random.Generator) -> Drawn:
    """A frequent word's gradients are larger: SGD's steps with them, Adam's not."""
    times = one_of(rng, (8, 16, 25, 32, 50, 64, 100))
    W, g = np.zeros(2), np.array([float(times), 1.0])
    ratios = []
    for rule in (SGD(1.0), Adam(1.0, eps=0.0)):
        stepped, _ = rule.step(W, g, rule.start(W))
        ratios.append(float(stepped[0] / stepped[1]))
    return Drawn(
        say(
            "In a text one word is {times} times as frequent as another. By which factor do their rows of"
            " a table of next-word scores differ in gradient, and what does that mean for SGD and for"
            " Adam?",
            times=times,
        ),
        say(
            "{times} at the same error; at the rate that the frequent row bears SGD learns the rare one"
            r" {slower} times as slowly; in Adam the factor drops out of $\hat m/\sqrt{{\hat S}}$, as"
            " long as ε is small beside it.",
            times=times,
            slower=num(ratios[0]),
        ),
        say("1, 2, 2."),
        {"times": times},
        {"SGD": exact(ratios[0]), "Adam": exact(ratios[1])},
    )


@TOPIC.task(points=4, exam=4)
def memory(rng: np.random.Generator) -> Drawn:
    """Weights, gradients, and what Adam remembers of each weight."""
    billions, size = one_of(rng, (1, 2, 3, 5, 7, 8)), one_of(rng, (2, 4, 8))
    kept = [value for value in Adam().start(np.zeros(1)).values() if isinstance(value, np.ndarray)]
    weights, state = billions * size, billions * size * len(kept)
    total = 2 * weights + state
    return Drawn(
        say(
            r"A model has ${billions} \cdot 10^9$ parameters in {size}-byte numbers. How much memory do"
            " weights, gradients and Adam's state take?",
            billions=billions,
            size=size,
        ),
        say("{weights} + {weights} + {state} = {total} gigabytes.", weights=weights, state=state, total=total),
        say("1 each, 1 for the sum."),
        {"billions": billions, "bytes": size},
        {
            later("weights"): exact(weights),
            later("gradients"): exact(weights),
            later("state"): exact(state),
            later("sum"): exact(total),
        },
    )
