"""Chapter 1 in an exam."""

import numpy as np

from course_lib import data
from course_lib.exams.tasks import Drawn, Topic, exact, num, one_of
from course_lib.experiments import momentum
from course_lib.language import later, say
from course_lib.optimizers import SGD

TOPIC = Topic("01_gradient_descent")


@TOPIC.task(points=4, exam=2)
def updates(rng: np.random.Generator) -> Drawn:
    """How many batches there are, and the size of the last."""
    samples, batch = one_of(rng, (1000, 2000, 3000, 5000, 6000, 10000)), one_of(rng, (32, 48, 64, 96, 128))
    batches = data.minibatches(np.arange(samples), batch)
    count, last = len(batches), len(batches[-1])
    return Drawn(
        say(
            "There are {samples} samples in batches of {batch}. How many updates are there in an epoch,"
            " and how large is the last batch?",
            samples=samples,
            batch=batch,
        ),
        say(
            r"$\lceil {samples}/{batch} \rceil = {count}$; the last has ${samples} - {full} \cdot {batch}"
            " = {last}$.",
            samples=samples,
            batch=batch,
            count=count,
            full=count - 1,
            last=last,
        ),
        say(
            "2 each; {full} with a reason (“the last is left out”) earns 1. Typical: {broken} updates"
            " earns nothing for the first part.",
            full=count - 1,
            broken=num(samples / batch, 7),
        ),
        {"samples": samples, "batch": batch},
        {later("updates"): exact(count), later("last batch"): exact(last)},
    )


@TOPIC.task(points=6, exam=4)
def stable_rate(rng: np.random.Generator) -> Drawn:
    """The limit 2/λ of the steepest direction, and how slowly the flattest one moves there."""
    flat, middle, steep = 1, one_of(rng, (3, 4, 5, 8)), one_of(rng, (10, 20, 25, 40, 50, 80))
    limit = momentum.stability_limit(SGD, float(steep))
    rate = limit / 2
    step, _ = SGD(rate).step(np.array([1.0]), np.array([float(flat)]), {})
    factor = float(step[0])
    return Drawn(
        say(
            "A bowl has the curvatures {flat}, {middle} and {steep}. Up to which rate is gradient descent"
            " stable, and by what number does a step multiply the flattest coordinate at half that rate?",
            flat=flat,
            middle=middle,
            steep=steep,
        ),
        say(
            "Up to $2/{steep} = {limit}$, as the steepest direction decides; at {rate} by $1 - {rate}"
            r" \cdot {flat} = {factor}$.",
            steep=steep,
            limit=num(limit),
            rate=num(rate),
            flat=flat,
            factor=num(factor),
        ),
        say(
            "3 each; taking the mean curvature earns 0. Typical: $1/{steep}$, where one step lands at the"
            " minimum, earns 1 of the first 3; $2/{flat} = {wrong}$, the limit of the flattest, earns 0.",
            steep=steep,
            flat=flat,
            wrong=num(2 / flat),
        ),
        {"curvatures": (flat, middle, steep)},
        {later("limit"): exact(limit), later("factor"): exact(factor)},
    )


@TOPIC.task(points=5, exam=5)
def sum_for_mean(rng: np.random.Generator) -> Drawn:
    """A sum over a batch is B times the mean."""
    batch = one_of(rng, (8, 16, 32, 64, 100, 128))
    rate = one_of(rng, (0.08, 0.16, 0.32, 0.4, 0.64, 0.8))
    repaired = rate / batch
    return Drawn(
        say(
            "A colleague replaces the mean over a batch of {batch} by the sum, keeps the rate {rate}, and"
            " finds that training diverges. Explain, and give the rate that repairs it without undoing"
            " the change.",
            batch=batch,
            rate=num(rate),
        ),
        say(
            "The gradient is {batch} times as large, and so is the step, which puts the rate above"
            r" $2/\lambda$; divide the rate by {batch}, which gives {repaired}.",
            batch=batch,
            repaired=num(repaired),
        ),
        say(
            "3 for the explanation, 2 for the repair. Typical: “the rate was too large” without the"
            r" factor earns 1; division by $\sqrt{{{batch}}}$ earns nothing for the repair.",
            batch=batch,
        ),
        {"batch": batch, "rate": rate},
        {later("rate"): exact(repaired)},
    )
