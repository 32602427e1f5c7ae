"""Adam's learning rate (chapter 5): with and without correction, and how exactly it must be met."""

from functools import cache
from typing import NamedTuple

import numpy as np

from course_lib import schedules, surfaces, training
from course_lib.experiments import kept, tuning
from course_lib.optimizers import Adam, Momentum, RMSProp

SCHEDULES = {"constant": None, "warm-up + cosine": lambda steps: schedules.warm_up(steps) * schedules.cosine(steps)}

# Adam's best of rates half an octave apart, by schedule and correction: seeds 0 to 9 chose it (a test tries the
# neighbours again), the runs below have other seeds.
RATES = {
    ("constant", True): 2**-5.5,
    ("constant", False): 2**-6,
    ("warm-up + cosine", True): 2**-3,
    ("warm-up + cosine", False): 2**-5.5,
}


def final_losses(schedule, correct, lr=None, seeds=20, first=10):
    """S13: the loss after eight epochs of each seed from `first` on, (seeds,), at the best rate or at lr."""
    task = tuning.digits(seeds, first=first, records=0)
    lr = RATES[schedule, correct] if lr is None else lr
    return tuning.train(task, Adam(lr, correct=correct), SCHEDULES[schedule]).loss[-1]


class Duel(NamedTuple):
    """The median final loss with and without correction, and in how many seeds the corrected one is lower."""

    corrected: float
    bare: float
    wins: int
    seeds: int


@cache
def duel(schedule, seeds=20, first=10):
    """S13: which version ends lower, each at its own best rate under this schedule, on seeds that chose nothing."""
    corrected, bare = (final_losses(schedule, correct, seeds=seeds, first=first) for correct in (True, False))
    return Duel(float(np.median(corrected)), float(np.median(bare)), int(np.sum(corrected < bare)), seeds)


def first_updates(lr, correct=True, updates=60):
    """S13: the training loss on the digits after each of Adam's first updates: (updates+1, seeds).

    Ten seeds that chose no rate.
    """
    task = tuning.digits(epochs=2, first=10)
    every_update = task._replace(records=len(task.split.X))
    return tuning.train(every_update, Adam(lr, correct=correct)).loss[: updates + 1]


# Half an octave apart, from where hardly anything is learned to where everything is lost.
SWEEP = 2.0 ** (np.arange(-26, 9) / 2)
FORGIVING = (Momentum, RMSProp, Adam)


@cache
def by_rate(rule, first=0, seeds=5):
    """The median final loss on the digits at each rate of SWEEP, (35,); inf where most runs diverged.

    In a browser those of the chapter are read: see `kept`.
    """
    return kept.numbers(swept_as(rule, first, seeds), lambda: swept(rule, first, seeds), "adam_tuning.swept")


def swept_as(rule, first=0, seeds=5):
    """What that is called in the file of what is kept."""
    return f"digits, {rule.__name__} at each rate of SWEEP, seeds {first} to {first + seeds - 1}"


def swept(rule, first=0, seeds=5):
    """The same, run."""
    task = tuning.digits(seeds, first=first, records=0)
    final = np.array([tuning.train(task, rule(lr=lr)).loss[-1] for lr in SWEEP])
    return np.median(np.where(np.isfinite(final), final, np.inf), axis=1)


# The memory of S that each of the two has by default, given to the other.
EXCHANGED = {RMSProp: {"beta": 0.999}, Adam: {"beta2": 0.9}}


def by_rate_on_a_bowl(rule, kappa=25.0, start=(10, 1), steps=100, **knobs):
    """The last loss as a share of the first, at rates half an octave apart, (123,); no noise. inf: it diverged.

    With a memory of S of some 50 steps or more RMSProp gets down at nearly every rate, however large. Its first step is
    lr/√(1-β) long, so √S becomes lr·λ: from there on the rate times the curvature is about 1, whatever lr is.
    """
    surface = surfaces.quadratic((1, kappa), start)
    rates = 2.0 ** (np.arange(-44, 79) / 2)
    run = training.descend(surface, rule(lr=rates[:, None], **knobs), surface.start, steps)
    return np.where(run.diverged, np.inf, run.loss[-1] / run.loss[0])


def doublings_on_a_bowl(rule, level=0.01, **bowl):
    """[octaves of good rates on a bowl at the default β, and with the other's memory of S; "–" for Momentum]."""
    own = octaves(by_rate_on_a_bowl(rule, **bowl), level)
    other = octaves(by_rate_on_a_bowl(rule, **bowl, **EXCHANGED[rule]), level) if rule in EXCHANGED else "–"
    return [own, other]


def octaves(loss, level):
    """How forgiving a rule is: how many octaves (doublings) of rates end with a loss of at most `level`.

    loss: (n,), at rates half an octave apart. The count depends on no window of rates, so the first and the last loss
    must lie above the level; ValueError otherwise.
    """
    good = loss <= level
    if good[0] or good[-1]:
        raise ValueError("the rates must reach further: the first or the last one still ends below the level.")
    return float(good.sum() / 2)
