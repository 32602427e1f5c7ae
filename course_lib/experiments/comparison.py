"""What chapter 6 makes of slide S14: four rules on two data sets, at one rate, at their best, and with a schedule.

Ten seeds choose each rate by the median of the final losses; sixty others race and are reported by their median.
The memories stay the lecture's (β = 0.9, Adam's β₂ = 0.999) but in the setting OWN_BETA, where they are tuned as well.
Sixty further seeds race again at the same rates: a sentence that holds with one sixty only hangs on the seeds.
"""

from functools import cache
from itertools import product

import numpy as np

from course_lib import data, schedules
from course_lib.experiments import kept, tuning
from course_lib.experiments.claims import Claim
from course_lib.language import later, say
from course_lib.optimizers import SGD, Adam, AMSGrad, Lion, Momentum, Muon, NAdam, RMSProp

FOUR = ("SGD", "Momentum", "RMSProp", "Adam")
NEWER = ("AMSGrad", "NAdam", "Lion", "Muon")
ONE_RATE, CONSTANT, SCHEDULE = "one rate", "best constant rate", "warm-up + cosine"
OWN_BETA = "warm-up + cosine, own β"
COLUMNS = (ONE_RATE, CONSTANT, SCHEDULE)
FIRST, AGAIN = 10, 70  # the first seed of the sixty that race, and of the sixty that race again
TASKS = {"curve": tuning.curve, "digits": tuning.digits}


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

# The best rate of each rule: what `search` finds, starting here (a test searches again).
RATES = {
    ("curve", CONSTANT): {"SGD": 2**-1.5, "Momentum": 2**-1, "RMSProp": 2**-6.5, "Adam": 2**-4},
    ("curve", SCHEDULE): {"SGD": 2**-1, "Momentum": 2**0.5, "RMSProp": 2**-5, "Adam": 2**-2.5},
    ("digits", CONSTANT): {"SGD": 2**-0.5, "Momentum": 2**0.5, "RMSProp": 2**-5.5, "Adam": 2**-5.5},
    ("digits", SCHEDULE): {
        "SGD": 2**0,
        "Momentum": 2**1,
        "RMSProp": 2**-4,
        "Adam": 2**-3,
        "AMSGrad": 2**-3,
        "NAdam": 2**-3,
        "Lion": 2**-6.5,
        "Muon": 2**-3,
    },
    ("curve", OWN_BETA): {"SGD": 2**-1, "Momentum": 2**2.5, "RMSProp": 2**-5, "Adam": 2**-4},
    ("digits", OWN_BETA): {"SGD": 2**0, "Momentum": 2**1.5, "RMSProp": 2**-4, "Adam": 2**-3.5},
}
# The memories tried in OWN_BETA, three for each rule that has one, and the best of them on each data set.
BETAS = {
    "Momentum": ("beta", (0.8, 0.9, 0.95)),
    "RMSProp": ("beta", (0.8, 0.9, 0.99)),
    "Adam": ("beta2", (0.95, 0.99, 0.999)),
}
OWN = {
    "curve": {"Momentum": 0.8, "RMSProp": 0.9, "Adam": 0.95},
    "digits": {"Momentum": 0.8, "RMSProp": 0.8, "Adam": 0.95},
}


def rule(name, beta=None):
    """A function of the rate that makes the rule; beta: its memory, the lecture's when None."""
    knob = {} if beta is None else {BETAS[name][0]: beta}
    return lambda lr: RULES[name](lr, **knob)


def schedule(how):
    """The schedule of that setting, a function of the number of updates; None for a constant rate."""
    return tuning.warm_up_cosine if how in (SCHEDULE, OWN_BETA) else None


def search(where, how, name, beta=None):
    """A rule's best rate in that setting, and its median loss there, by `tuning.race` on ten seeds: (lr, loss)."""
    found = tuning.race(TASKS[where](records=0), rule(name, beta), RATES[where, how][name], schedule=schedule(how))
    return found.lr, float(np.median(found.loss[-1]))


def run(where, how, names=FOUR, lr=0.01, seeds=60, first=FIRST):
    """S14: the rules on the "curve" or the "digits" in one setting. Returns {name: tuning.Race}.

    The seeds, from `first` on, are others than the ten that chose the rates. lr: the rate of all in ONE_RATE, where
    "Momentum, PyTorch's" runs as well: with PyTorch's gain, 1/(1-β) = 10 times the step.
    """
    return {name: raced(*one) for name, one in entries(where, how, names, lr, seeds, first).items()}


def entries(where, how, names=FOUR, lr=0.01, seeds=60, first=FIRST):
    """What `run` hands to `raced` for each rule: {name: its arguments}."""
    rates = dict.fromkeys(names, lr) | {"Momentum, PyTorch's": lr / (1 - 0.9)}
    rates = rates if how == ONE_RATE else {name: RATES[where, how][name] for name in names}
    betas = OWN[where] if how == OWN_BETA else {}
    slowed = schedule(how)
    return {name: (where, name.split(",")[0], rates[name], betas.get(name), slowed, seeds, first) for name in rates}


@cache
def raced(where, name, lr, beta, schedule, seeds, first=FIRST):
    """One rule of a race at its rate, as a tuning.Race; run once, though several settings and claims ask for it.

    In a browser the races of the chapters are read: see `kept`.
    """
    one = (where, name, lr, beta, schedule, seeds, first)
    return kept.race(called(*one), lambda: computed(*one), "comparison.computed")


def called(where, name, lr, beta, schedule, seeds, first=FIRST):
    """What such a race is called in the file of those kept."""
    slowed = schedule.__name__ if schedule else "constant"
    return f"{where}, {name}, lr {lr:.9g}, beta {beta}, {slowed}, seeds {first} to {first + seeds - 1}"


def computed(where, name, lr, beta, schedule, seeds, first=FIRST):
    """The same, run."""
    return tuning.at(TASKS[where](seeds=seeds, first=first, records=0), rule(name, beta), lr, schedule)


def chapters():
    """The arguments of all races that chapters 6 and 7 show, each once."""
    shown = [entries(*key) for key in product(TASKS, COLUMNS)]
    shown += [entries(*key, first=AGAIN) for key in product(TASKS, COLUMNS)]
    shown += [entries("digits", OWN_BETA), entries("digits", SCHEDULE, NEWER)]
    bare = {name: ("digits", name, lr, None, schedules.cosine, 60, FIRST) for name, lr in NO_WARM_UP.items()}
    longer = {"RMSProp": ("digits", "RMSProp", 2**-4.5, 0.99, schedule(SCHEDULE), 60, FIRST)}
    return list(dict.fromkeys(one for each in (*shown, bare, longer) for one in each.values()))


def longer_memory(lr=2**-4.5, seeds=60, first=FIRST):
    """RMSProp with β = 0.99, PyTorch's default, on the digits with the schedule. lr: what `search` finds for it."""
    return raced("digits", "RMSProp", lr, 0.99, schedule(SCHEDULE), seeds, first)


# The best rates on the digits with a cosine and no warm-up (a test searches again).
NO_WARM_UP = {"Momentum": 2**1.5, "RMSProp": 2**-4}


def without_warm_up(seeds=60, first=FIRST):
    """Momentum and RMSProp on the digits, with the cosine alone: {name: tuning.Race}.

    RMSProp's first steps are 1/√(1-β) times too long; a warm-up makes them short.
    """
    return {name: raced("digits", name, lr, None, schedules.cosine, seeds, first) for name, lr in NO_WARM_UP.items()}


def runs(hows=COLUMNS, first=FIRST):
    """All of S14: {(where, how): {name: tuning.Race}}."""
    return {key: run(*key, first=first) for key in product(TASKS, hows)}


def runs_again():
    """What `runs` returns, with the sixty seeds from AGAIN on."""
    return runs(first=AGAIN)


@cache
def picture(lr=0.01, seeds=10, first=0):
    """S14's kind of picture, the curve y = x² + noise, all rules at one rate: (task, {label: History})."""
    task = tuning.curve(seeds, first=first)
    opts = {name: RULES[name](lr) for name in FOUR} | {"Momentum, PyTorch's": Momentum(lr / (1 - 0.9))}
    return task, {name: tuning.train(task, opt) for name, opt in opts.items()}


def swing(losses):
    """How much a curve (updates, seeds) goes up and down from update to update: the standard deviation of its changes.

    A steady fall counts for nothing. Returns (seeds,).
    """
    return np.diff(losses, axis=0).std(axis=0)


def batch_losses(task, run, last=2):
    """What a training loop prints in the last epochs of a run recorded at every update: (updates, seeds).

    Each is the loss of the batch that comes next, at the weights before its step.
    """
    epochs = np.moveaxis(task.orders[:, -last:], (1, 2), (0, 1))
    batches = [batch.T for order in epochs for batch in data.minibatches(order, task.batch_size)]
    W = run.W[-len(batches) - 1 : -1]
    return np.stack([task.model.loss(w, task.split.X[b], task.split.y[b]) for w, b in zip(W, batches)])


def swings(task, runs, last=2):
    """How much each curve swings in the last epochs, the median over the seeds: ({name: of all data}, {name: of the
    batches})."""
    whole, batches = {}, {}
    for name, run in runs.items():
        printed = batch_losses(task, run, last)
        whole[name] = float(np.median(swing(run.loss[-len(printed) :])))
        batches[name] = float(np.median(swing(printed)))
    return whole, batches


# Pairs that the sentences below compare, and what "ahead" asks for.
PAIRS = (("SGD", "Momentum"), ("SGD", "RMSProp"), ("SGD", "Adam"), ("RMSProp", "Momentum"), ("Adam", "RMSProp"))
SHARE, MARGIN = 0.7, 0.01

SENTENCES = later(
    ("SGD is ahead of none", "Momentum is ahead of SGD", "RMSProp is ahead of Momentum", "Adam and RMSProp are level")
)


def ahead(a, b, share=SHARE, margin=MARGIN):
    """Whether a, (seeds,), is ahead of b: lower for at least 70 % of the seeds, and in the median by more than 1 %.

    Seeds are compared in pairs: a seed gives both rules the same start and the same batches. Two rules of which
    neither is ahead are level.
    """
    return bool(np.mean(a < b) >= share and np.median(a) < (1 - margin) * np.median(b))


def judge(loss, **rule):
    """S14's sentences in one setting: {sentence: whether it holds}. loss: {name of the four: (seeds,)}, lower is
    better; rule: share and margin of `ahead`."""
    answers = (
        not any(ahead(loss["SGD"], loss[name], **rule) for name in FOUR[1:]),
        ahead(loss["Momentum"], loss["SGD"], **rule),
        ahead(loss["RMSProp"], loss["Momentum"], **rule),
        not ahead(loss["Adam"], loss["RMSProp"], **rule) and not ahead(loss["RMSProp"], loss["Adam"], **rule),
    )
    return dict(zip(SENTENCES, answers))


def final(races):
    """{name: the loss of each seed at the end}."""
    return {name: race.loss[-1] for name, race in races.items()}


def judged(runs, again):
    """What `judge` says of `runs` and of `again`, the same with other seeds: {(where, how): {sentence: whether it
    holds}}, None where it holds with the seeds of one of them only."""
    found = {}
    for key in runs:
        both = [judge(final(each[key])) for each in (runs, again)]
        found[key] = {sentence: agreed(*(holds[sentence] for holds in both)) for sentence in SENTENCES}
    return found


def agreed(*answers):
    """The answer, if it is the same with all seeds; else None."""
    return answers[0] if len(set(answers)) == 1 else None


def table(columns):
    """What `judged` found of all settings: a header and a row for each sentence, a column for each of COLUMNS, by its
    short name.

    An entry says whether it holds on the curve/on the digits.
    """
    signs = {True: say("yes"), False: say("**no**"), None: say("varies")}
    rows = [[say("the slide says"), say("one rate"), say("best rate"), say("schedule [column]")]]
    for sentence in SENTENCES:
        holds = ([signs[columns[where, how][sentence]] for where in TASKS] for how in COLUMNS)
        rows.append([say(sentence), *("/".join(both) for both in holds)])
    return rows


def report(races):
    """A header and a row for each rule: its rate, the median final loss, the seeds that failed, the share that it gets
    right on held-out data."""
    rows = [[say("rule"), say("rate"), say("median loss"), say("failed"), say("held-out digits read correctly")]]
    for name, race in races.items():
        held = f"{race.accuracy:.1%}" if race.accuracy else "–"
        rows.append([name, f"{race.lr:.2g}", f"{np.median(race.loss[-1]):.3g}", race.failed, held])
    return rows


def claims(found=None, again=None):
    """S14 with what the runs say. found, again: what `runs` and `runs_again` return, where they have run already."""
    found, again, (task, pictured), longer = found or runs(), again or runs_again(), picture(), longer_memory()
    bare = medians(without_warm_up())
    holds, own = judged(found, again), run("digits", OWN_BETA, ("RMSProp", "Adam"))
    tuned = [column for (_, how), column in holds.items() if how != ONE_RATE]
    scheduled = [column for (_, how), column in holds.items() if how == SCHEDULE]
    constant = [column for (_, how), column in holds.items() if how == CONSTANT]
    ordinary, faster, better, equal = SENTENCES
    curve, digits = ({how: medians(found[where, how]) for how in COLUMNS} for where in TASKS)
    whole, printed = swings(task, pictured)
    unsure = won(again["curve", CONSTANT], "Momentum", "SGD")
    behind = [won(again[where, SCHEDULE], "RMSProp", "Adam") for where in TASKS]
    return [
        Claim(
            "S14",
            "SGD is the most ordinary",
            all(column[ordinary] for column in tuned),
            "each at its best rate, constant or with a schedule, it is ahead of none",
            not holds["digits", ONE_RATE][ordinary],
            f"one rate for all, 0.01: on the digits it is ahead of Momentum, {digits[ONE_RATE]['SGD']:.2f} against "
            f"{digits[ONE_RATE]['Momentum']:.2f}",
        ),
        Claim(
            "S14",
            "SGD's swings are still large",
            min(printed["SGD"], printed["Momentum"]) > max(printed["RMSProp"], printed["Adam"]),
            f"the curve at rate 0.01, the loss of each batch: {printed['SGD']:.2g} from update to update, Adam "
            f"{printed['Adam']:.2g}",
            whole["RMSProp"] > 20 * whole["SGD"],
            f"the loss of all the data is drawn: {whole['SGD']:.2g}, RMSProp {whole['RMSProp']:.2g}",
        ),
        Claim(
            "S14",
            "Momentum is smoother and faster than SGD",
            whole["Momentum"] < whole["SGD"] / 2 and all(column[faster] for column in scheduled),
            "smoother on the curve at rate 0.01, where the loss of all the data is drawn, "
            f"{whole['Momentum']:.2g} against {whole['SGD']:.2g}; ahead with a schedule, each at its best rate, "
            f"{digits[SCHEDULE]['Momentum']:.2g} against {digits[SCHEDULE]['SGD']:.2g} on the digits",
            holds["curve", ONE_RATE][faster] is holds["digits", ONE_RATE][faster] is False
            and holds["curve", CONSTANT][faster] is None,
            "it is to be faster at one rate, 0.01, for both: a steady gradient gives it SGD's step; or, at constant "
            f"rates on the curve, seeds {AGAIN} to {AGAIN + 59} race: it is lower in {unsure:.0%} of them; or "
            f"smoother in the loss of each batch: {printed['Momentum']:.2g} against {printed['SGD']:.2g}",
        ),
        Claim(
            "S14",
            "RMSProp adds the second moment on top of Momentum",
            coasts(RMSProp(0.1)),
            "its own formula (S12) has no first moment: when the gradient is 0 it stops, where Momentum rolls on",
        ),
        Claim(
            "S14",
            "RMSProp is better still",
            all(column[better] for column in scheduled),
            f"warm-up + cosine, each at its best rate, β = 0.9: curve {curve[SCHEDULE]['RMSProp']:.3g} against "
            f"{curve[SCHEDULE]['Momentum']:.3g}, digits {digits[SCHEDULE]['RMSProp']:.2g} against "
            f"{digits[SCHEDULE]['Momentum']:.2g}",
            all(column[better] is False for column in constant)
            and ahead(found["digits", SCHEDULE]["Momentum"].loss[-1], longer.loss[-1])
            and bare["Momentum"] < bare["RMSProp"],
            f"the rates are constant: digits {digits[CONSTANT]['RMSProp']:.2g} against "
            f"{digits[CONSTANT]['Momentum']:.2g}; or, on the digits, its β is 0.99: with the schedule "
            f"{np.median(longer.loss[-1]):.2g}; or there is no warm-up: {bare['RMSProp']:.2g} against "
            f"{bare['Momentum']:.2g}",
        ),
        Claim(
            "S14",
            "Adam is about level with RMSProp",
            all(judge(final(found[where, SCHEDULE]))[equal] for where in TASKS),
            f"warm-up + cosine, β₂ = 0.999: curve {curve[SCHEDULE]['Adam']:.3g} against "
            f"{curve[SCHEDULE]['RMSProp']:.3g}, digits {digits[SCHEDULE]['Adam']:.2g} against "
            f"{digits[SCHEDULE]['RMSProp']:.2g}, on neither is one of them lower in 70 % of the seeds and "
            "by more than 1 %",
            ahead(own["Adam"].loss[-1], own["RMSProp"].loss[-1]) and all(column[equal] is None for column in scheduled),
            f"seeds {AGAIN} to {AGAIN + 59} race: RMSProp is slightly ahead, lower in {behind[0]:.0%} of them on the "
            f"curve and {behind[1]:.0%} on the digits; or each has the best of three β on the digits, Adam "
            f"0.95: {np.median(own['Adam'].loss[-1]):.2g} against {np.median(own['RMSProp'].loss[-1]):.2g}",
        ),
    ]


def medians(races):
    """{name: the median final loss}."""
    return {name: float(np.median(loss)) for name, loss in final(races).items()}


def won(races, a, b):
    """The share of the seeds in which rule a ends lower than b."""
    return float(np.mean(races[a].loss[-1] < races[b].loss[-1]))


def coasts(opt):
    """Whether a rule still moves when the gradient has become 0: whether it remembers the direction."""
    W, state = opt.step(np.zeros(1), np.ones(1), opt.start(np.zeros(1)))
    return bool(opt.step(W, np.zeros(1), state)[0] != W)
