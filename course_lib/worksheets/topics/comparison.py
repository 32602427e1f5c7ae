"""The worksheet of chapter 6."""

import math

import numpy as np

from course_lib import surfaces, training
from course_lib.exams.tasks import num
from course_lib.language import say
from course_lib.optimizers import SGD, Momentum
from course_lib.worksheets.drawing import curves
from course_lib.worksheets.tasks import Sheet, Table, Task

RULES, RATES, SEEDS, EPOCHS = 4, 9, 10, 8
BOWL, GRID, STEPS = surfaces.quadratic((1, 50), start=(10, 2)), np.geomspace(0.003, 1.2, 90), 30
SHARED = 0.02


def sheet() -> Sheet:
    """A fair budget, luck, two rules and their rates."""
    return Sheet("06_comparison", say("6 Comparison"), [budget(), luck(), rates(), plan()])


def budget() -> Task:
    runs = RULES * RATES * SEEDS
    rows = [[say("runs"), num(runs)], [say("epochs in all"), num(runs * EPOCHS)]]
    return Task(
        "Compute",
        say(
            "{rules} rules are compared. Each is tried at {rates} rates, each rate with {seeds} seeds,"
            " each run lasts {epochs} epochs. How much is that? And why must the seeds of the final race"
            " be fresh?",
            rules=RULES,
            rates=RATES,
            seeds=SEEDS,
            epochs=EPOCHS,
        ),
        say("The rates were chosen by those seeds: on them each rule looks better than it is."),
        table=Table([say("what"), say("how many")], rows),
        lines=1,
    )


def luck() -> Task:
    chance = 2 * sum(math.comb(10, k) for k in (8, 9, 10)) / 2**10
    named = sum(math.comb(10, k) for k in (8, 9, 10)) / 2**10
    return Task(
        "Predict, then measure",
        say(
            "Two rules are equally good: a coin decides each of 10 seeds. How often does one of them win"
            " 8 or more? Write down a guess, toss a coin ten times each, and collect the class's numbers"
            " on the board."
        ),
        say(
            "In {chance} % of the races one of the two wins 8 or more ({named} % for a rule named"
            " before): in a class of 30 that is about three.",
            chance=num(100 * chance, 3),
            named=num(100 * named, 2),
        ),
        table=Table(
            ["", say("heads of 10"), say("8 or more of a kind?")], [[say("first"), "", ""], [say("second"), "", ""]]
        ),
    )


def losses(rule: type, **knobs: float) -> np.ndarray:
    """(rates,): the mean of the last ten losses at each rate of the grid, NaN where the run has diverged."""
    many = np.tile(BOWL.start, (len(GRID), 1))
    run = training.descend(BOWL, rule(GRID[:, None], **knobs), many, STEPS)
    return np.where(run.diverged | (run.loss[-1] > 1e3), np.nan, run.loss[-10:].mean(axis=0))


def rates() -> Task:
    found = {"A": losses(SGD), "B": losses(Momentum, beta=0.9)}
    lines = {name: (GRID, loss, line) for (name, loss), line in zip(found.items(), ("-", "--"))}
    best = {name: int(np.nanargmin(loss)) for name, loss in found.items()}
    at = {name: float(np.interp(SHARED, GRID, loss)) for name, loss in found.items()}
    winner, other = sorted(at, key=lambda name: at[name])
    sides = {"A": "below left", "B": "below"}
    marks = {
        f"{name}: {num(float(GRID[place]), 2)}": (GRID[place], found[name][place], sides[name])
        for name, place in best.items()
    }
    ahead = min(best, key=lambda name: found[name][best[name]])
    assert winner == "A" and ahead == "B"
    size, labels = (6.5, 2.7), (say("learning rate"), say("loss"))
    return Task(
        "Mark",
        say(
            "The loss after {steps} steps, mean of the last ten, at each rate. Which rule is ahead at the"
            " rate {shared}? Which at its own best rate? Mark both. What would a figure “at the rate"
            " {shared} for all” have told?",
            steps=STEPS,
            shared=SHARED,
        ),
        say(
            "At {shared} {winner} (SGD) is ahead of {other} (Momentum), {at_winner} against {at_other};"
            " each at its best, {ahead} is. The figure would have compared two rates, not two rules.",
            shared=SHARED,
            winner=winner,
            other=other,
            at_winner=num(at[winner], 2),
            at_other=num(at[other], 2),
            ahead=ahead,
        ),
        picture=curves(lines, labels, size, log="xy", ylim=(1.5, 400)),
        solved=curves(lines, labels, size, log="xy", marks=marks, ylim=(1.5, 400)),
        lines=1,
    )


def plan() -> Task:
    return Task(
        "Judge",
        say(
            "A paper shows one curve of rule X below one of rule Y, at one rate, from one seed. Write"
            " down the three runs that you would ask for first."
        ),
        say(
            "Each rule at its own best rate, on a grid that reaches beyond it; several fresh seeds, with"
            " the spread; the schedule that will be used. Then: the same budget, and how many runs"
            " failed."
        ),
        lines=3,
    )
