"""What chapter 6 claims when it compares the four optimizers (slide S14), measured on four tasks."""

import numpy as np

from course_lib.experiments import tuning
from course_lib.experiments.claims import Claim
from course_lib.optimizers import SGD, Adam, AMSGrad, Lion, Momentum, Muon, NAdam, RMSProp

FOUR = ("SGD", "Momentum", "RMSProp", "Adam")


def muon(lr):
    """Muon on the matrices of the digits' network, with the memory that Momentum has."""
    return Muon(lr, 0.9, shapes=((64, 32), (32,), (32, 10), (10,)))


RULES = {
    "SGD": SGD,
    "Momentum": Momentum,
    "RMSProp": RMSProp,
    "Adam": Adam,
    "AMSGrad": AMSGrad,
    "NAdam": NAdam,
    "Lion": Lion,
    "Muon": muon,
}

# The best rate of each rule: what `search` finds, starting here (a test searches again; it takes half a minute).
RATES = {
    "curve": {"SGD": 2**-5, "Momentum": 2**-2, "RMSProp": 2**-8.5, "Adam": 2**-6},
    "digits": {
        "SGD": 2**-1,
        "Momentum": 2**0,
        "RMSProp": 2**-5.5,
        "Adam": 2**-4.5,
        "AMSGrad": 2**-5.5,
        "NAdam": 2**-5,
        "Lion": 2**-8,
        "Muon": 2**-5.5,
    },
}

TASKS = {"curve": tuning.curve, "digits": tuning.digits}


def shared_rate(lr=0.01):
    """S14, the slide's picture: the curve y = x² + noise, all rules at one rate. Returns {label: History}.

    Momentum (β = 0.8) twice: in the slides' form, and with PyTorch's gain, 1/(1-β) times the step. Adam has β₂ = 0.99.
    """
    opts = {
        "SGD": SGD(lr),
        "Momentum": Momentum(lr, 0.8),
        "Momentum, PyTorch's gain": Momentum(lr / (1 - 0.8), 0.8),
        "RMSProp": RMSProp(lr),
        "Adam": Adam(lr, beta2=0.99),
    }
    task = tuning.curve()
    return {name: tuning.train(task, opt) for name, opt in opts.items()}


def search(where, name):
    """The best rate of a rule on the "curve" or the "digits", by `tuning.race` on ten seeds."""
    return tuning.race(TASKS[where](records=1), RULES[name], RATES[where][name]).lr


def tuned(where, names=FOUR):
    """S14, fairly: each rule at its best rate, on ten seeds that did not choose it. Returns {name: tuning.Race}."""
    task = TASKS[where](first=10)
    return {name: tuning.at(task, RULES[name], RATES[where][name]) for name in names}


def swing(run, last=2):
    """How much the loss goes up and down from record to record in the last epochs: (seeds,), mean of |change|."""
    late = run.loss[run.epochs >= run.epochs[-1] - last]
    return np.abs(np.diff(late, axis=0)).mean(axis=0)


SENTENCES = (
    "SGD is the most ordinary: it is ahead of none",
    "SGD swings most",
    "Momentum swings less than SGD",
    "Momentum is ahead of SGD",
    "RMSProp is ahead of Momentum",
    "Adam and RMSProp are level",
)


def judge(losses, swings=None):
    """S14's sentences on one task: {sentence: whether it holds}, None where there is nothing to judge by.

    losses, swings: {name of the four: (seeds,)}, lower is better; the steps needed will do as a loss.
    """
    loss = {name: losses[name] for name in FOUR}
    swing = None if swings is None else {name: float(np.median(swings[name])) for name in FOUR}
    answers = (
        not any(ahead(loss["SGD"], loss[name]) for name in FOUR[1:]),
        swing and swing["SGD"] == max(swing.values()),
        swing and swing["Momentum"] < swing["SGD"],
        ahead(loss["Momentum"], loss["SGD"]),
        ahead(loss["RMSProp"], loss["Momentum"]),
        not ahead(loss["Adam"], loss["RMSProp"]) and not ahead(loss["RMSProp"], loss["Adam"]),
    )
    return dict(zip(SENTENCES, answers))


def ahead(a, b):
    """Whether a, (seeds,), is ahead of b: lower for at least 8 of 10 seeds, and in the median by more than 1 %.

    Seeds are compared in pairs: a seed gives both rules the same start and the same batches. Two rules of which
    neither is ahead are level.
    """
    return bool(np.mean(a < b) >= 0.8 and np.median(a) < 0.99 * np.median(b))


def judged(shared, on_curve, on_digits, canyon):
    """S14 on all tasks: {task: what `judge` says}. shared: of `shared_rate`; on_curve, on_digits: of `tuned`;
    canyon: {name: (starts,), the steps needed through Rosenbrock's valley, tuned}, see `races.canyon_race`."""
    pytorch = {**shared, "Momentum": shared["Momentum, PyTorch's gain"]}
    runs = {"curve, one rate": shared, "curve, one rate, PyTorch's Momentum": pytorch, "curve, tuned": on_curve}
    columns = {task: judge(final(of), {name: swing(of[name]) for name in FOUR}) for task, of in runs.items()}
    return columns | {"digits, tuned": judge(final(on_digits)), "canyon, tuned": judge(canyon)}


def table(columns):
    """What `judged` found, as a Markdown table: a row for each sentence, a column for each task."""
    signs = {True: "yes", False: "**no**", None: "–"}
    rows = [["the slide says", *columns], ["---"] * (1 + len(columns))]
    rows += [[sentence, *(signs[column[sentence]] for column in columns.values())] for sentence in SENTENCES]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def final(runs):
    """{name: the loss of each seed at the end}."""
    return {name: run.loss[-1] for name, run in runs.items()}


def claims(shared, on_curve, canyon, columns):
    """S14 with what the runs say. shared, on_curve, canyon: the runs; columns: what `judged` made of all of them."""
    one, pytorch, curve, digits, valley = columns.values()
    ordinary, swings, calmer, faster, better, equal = SENTENCES
    median = {name: np.median(run.loss[-1]) for name, run in on_curve.items()}
    rough = {name: np.median(swing(shared[name])) for name in FOUR}
    at_one = {name: np.median(run.loss[-1]) for name, run in shared.items()}
    steps = {name: np.median(needed) for name, needed in canyon.items()}
    return [
        Claim(
            "S14",
            "SGD is the most ordinary",
            all(column[ordinary] for column in (one, pytorch, curve, digits)),
            "on the curve and the digits it is ahead of none of the other three",
            not valley[ordinary],
            f"in Rosenbrock's valley it is ahead of RMSProp: {steps['SGD']:.0f} steps against {steps['RMSProp']:.0f}",
        ),
        Claim(
            "S14",
            "SGD swings most",
            any(column[swings] for column in columns.values()),
            f"at one rate, 0.01, RMSProp's loss swings about {round(rough['RMSProp'] / rough['SGD'], -1):.0f} times "
            "as much",
        ),
        Claim(
            "S14",
            "Momentum is smoother and faster than SGD",
            one[calmer] and curve[faster] and digits[faster],
            f"smoother at one rate; ahead when tuned: loss {median['Momentum']:.3f} against {median['SGD']:.3f}",
            not one[faster] and not pytorch[calmer],
            "both are wanted at one rate: as in chapter 3, its gain is 1",
        ),
        Claim(
            "S14",
            "RMSProp is better still",
            one[better],
            f"at one rate, 0.01: loss {at_one['RMSProp']:.3f} against {at_one['Momentum']:.3f}",
            not curve[better] and not digits[better] and not pytorch[better],
            "each has its own rate, or Momentum has PyTorch's gain",
        ),
        Claim(
            "S14",
            "Adam is about level with RMSProp",
            digits[equal],
            "digits, tuned: neither is ahead",
            not curve[equal],
            f"on the curve Adam is ahead: {median['Adam']:.3f} against {median['RMSProp']:.3f}",
        ),
    ]
