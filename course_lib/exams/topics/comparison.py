"""Chapter 6 in an exam."""

from math import comb

import numpy as np

from course_lib.exams.tasks import Drawn, Key, Topic, num, one_of
from course_lib.language import later, say

TOPIC = Topic("06_comparison")


@TOPIC.task(points=4, exam=2)
def luck(rng: np.random.Generator) -> Drawn:
    """How often a coin does as well: by luck at least `wins` of `seeds`."""
    seeds, wins = one_of(rng, ((6, 4), (8, 5), (8, 6), (9, 6), (10, 6), (10, 7), (12, 7), (12, 8)))
    cases = sum(comb(seeds, count) for count in range(wins, seeds + 1))
    percent = 100 * cases / 2**seeds
    return Drawn(
        say(
            "{seeds} seeds, rule A has the lower median loss, and is lower in {wins} seeds. In what"
            " percentage of all cases would a fair coin give at least {wins} of {seeds}? Is A better?",
            seeds=seeds,
            wins=wins,
        ),
        say(
            r"${cases}/{all} \approx {percent}$ %: not shown, luck alone does as well that often.",
            cases=cases,
            all=2**seeds,
            percent=num(percent, 3),
        ),
        say(
            "2 and 2. Typical: the probability of exactly that many wins, {percent} %, earns 1 of the first 2.",
            percent=num(100 * comb(seeds, wins) / 2**seeds, 3),
        ),
        {"seeds": seeds, "wins": wins},
        {later("percent"): Key(percent, 0.5)},
    )
