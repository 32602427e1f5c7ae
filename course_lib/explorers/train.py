"""The train explorer: several rules train a small network in the browser, from one start and on the same batches."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib import models, optimizers, training
from course_lib.arguments import whole
from course_lib.explorers import base, chance, table, train_data
from course_lib.explorers.names import one_of
from course_lib.explorers.path import labels
from course_lib.explorers.train_model import SCHEDULES, model_of, start_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST, MOST_UNITS, MOST_LAYERS = 2000, 64, 3
# What may stand among the controls, see `train`.
OFFERS = ("batch_size", "steps", "schedule", "noise", "seed", "network", "race", "own_file")


class TrainExplorer(base.Explorer):
    """What `train` returns."""

    MAIN = "train"
    BESIDE = ("train_worker",)

    def split(self, settings: Mapping[str, Any]) -> train_data.Split:
        """What is trained on, and what is held back."""
        return train_data.split_of(settings, self.fixed)

    def model(self, settings: Mapping[str, Any]) -> Any:
        """The model of the library that is trained."""
        parts = self.split(settings)
        classes = parts.y.dtype.kind in "iu"
        return model_of(parts.X.shape[1], int(parts.y.max()) + 1 if classes else 1, classes, settings)

    def run(self, name: str, settings: Mapping[str, Any] | None = None, every: int = 1) -> training.History:
        """The History of one rule by `training.fit`: what the browser computes, to the last digits."""
        settings = self.settings if settings is None else settings
        parts, model = self.split(settings), self.model(settings)
        n = len(parts.X)
        batch = min(settings["batch_size"], n)
        each = -(-n // batch)
        steps = self.fixed["epochs"] * each if self.fixed["epochs"] else settings["steps"]
        epochs = -(-steps // each)
        orders = chance.permutations(settings["seed"], chance.ORDER, n, epochs)
        W = np.array(self.fixed["start"]) if self.fixed["start"] else start_of(model, settings["seed"])
        factors = SCHEDULES[settings["schedule"]](steps)
        # Whole epochs, of which only the first `steps` updates are kept; what the rate is after them does not matter.
        schedule = None if factors is None else np.concatenate([factors, np.ones(epochs * each - steps)])
        rule = getattr(optimizers, self.fixed["rules"][name]["rule"])(**settings["knobs"][name])
        run = training.fit(model, rule, parts.X, parts.y, W, batch, orders, every, schedule)
        kept = run.updates <= steps
        return training.History(run.W[kept], run.loss[kept], run.diverged, run.updates[kept], run.samples[kept], n)

    def figure(self) -> "Figure":
        """What each rule has learned, and its loss."""
        from course_lib.plots import trained

        settings = self.settings
        every = max(1, settings["steps"] // 200)
        runs = {name: self.run(name, settings, every) for name in settings["rules"]}
        return trained.picture(settings, self.split(settings), self.model(settings), runs, self.fixed["rules"])


def train(
    data: str = "curve",
    rules: Sequence[Any] = (),
    hidden: int | Sequence[int] = (16,),
    batch_size: int = 32,
    steps: int = 300,
    *,
    epochs: int | None = None,
    activation: str = "tanh",
    schedule: str = "constant",
    noise: float = 0.1,
    seed: int = 0,
    n: int = 256,
    held: float = 0.5,
    columns: Sequence[str] | None = None,
    start: Sequence[float] | None = None,
    others: Sequence[str] = (),
    offer: Sequence[str] = OFFERS,
    shown: Sequence[str] | None = None,
    tasks: Sequence[dict[str, Any]] = (),
    alt: str,
) -> TrainExplorer:
    """An explorer in which rules train a network: move their rates, the batch size, the data; play it step by step.

    data: "curve" (y = x² + noise), "moons", "rings", "spirals" or "my points" (two classes in the plane, to which a
    click adds points), "diabetes" or "digits"; others: more of them to choose from. rules: as in `path`. hidden: the
    units of each hidden layer, up to three; none of them is linear or softmax regression. activation: "tanh" or
    "relu". steps: updates; epochs: so many passes instead, whatever the batch size. schedule: one of SCHEDULES. noise:
    the standard deviation of what is added to y, or to the points. seed: of data, first weights and
    batches. n: the samples to learn from of what is drawn by chance; held: so many times n are drawn in addition for a
    second loss (of the patients, this share is held back). columns: of the patients, all by default; with two of them
    and no hidden layer, a map of the loss is drawn. start: the first weights. offer: the controls, all by default.
    shown: the rules drawn at first. tasks: see `train_task`. alt: what the still picture shows.
    Returns the widget. Its `settings` are what the reader chose, its `solved` the numbers of the tasks solved.
    """
    hidden = [hidden] if isinstance(hidden, int) else list(hidden)
    if len(hidden) > MOST_LAYERS:
        raise ValueError(f"hidden must have at most {MOST_LAYERS} layers, got {len(hidden)}.")
    for name in (data, *others):
        one_of(name, train_data.NAMES, "data")
    for name in columns or ():
        one_of(name, train_data.MEASURES, "column")
    for name in offer:
        one_of(name, OFFERS, "control")
    looks = table.looks([type(rule).__name__ for rule in rules if is_known(rule)])
    knobs = {label: table.knobs_of(rule) for label, rule in zip(labels(rules), rules)}
    if not knobs:
        raise ValueError("rules must hold at least one rule, such as SGD(0.1).")
    for each in tasks:
        for name in each["rules"]:
            one_of(name, knobs, "rule")
    drawn = list(knobs) if shown is None else [one_of(name, knobs, "rule") for name in shown]
    names = [data, *others]
    fixed = {
        "data": names,
        "rules": dict(zip(knobs, looks)),
        "knobs": table.KNOBS,
        "order": {"rules": list(knobs), "knobs": list(table.KNOBS)},
        "schedules": list(SCHEDULES),
        "activations": list(models.ACTIVATIONS),
        "n": whole("n", n, 2, 4096),
        "held": table.within("held", held, 0, 0.9),
        "columns": list(columns) if columns else None,
        "start": list(map(float, start)) if start is not None else None,
        "longest": LONGEST,
        "epochs": None if epochs is None else whole("epochs", epochs, 1, 100),
        "units": MOST_UNITS,
        "offer": [name for name in offer if epochs is None or name != "steps"],
        "tasks": list(tasks),
        **train_data.tables(names),
    }
    settings = {
        "data": data,
        "rules": [name for name in knobs if name in drawn],
        "knobs": knobs,
        "hidden": [whole("hidden", units, 1, MOST_UNITS) for units in hidden],
        "activation": one_of(activation, models.ACTIVATIONS, "activation"),
        "batch_size": whole("batch_size", batch_size, 1),
        "schedule": one_of(schedule, SCHEDULES, "schedule"),
        "steps": whole("steps", steps, 1, LONGEST),
        "noise": table.within("noise", noise, 0, 0.5),
        "seed": whole("seed", seed, 0, 99),
        "points": [],
    }
    return TrainExplorer({**fixed, "first": settings}, settings, alt)


def is_known(rule: Any) -> bool:
    """True for a rule that the script has; ValueError for anything else."""
    if not isinstance(rule, optimizers.Rule):
        raise ValueError(f"rules must be rules with their hyperparameters, such as SGD(0.1), got {rule!r}.")
    one_of(type(rule).__name__, table.RULES, "rule")
    return True


def train_task(
    text: str,
    rule: str | Sequence[str] = (),
    *,
    end: float | None = None,
    below: tuple[float, int] | None = None,
    above: float | None = None,
    first: bool = False,
    last: bool = False,
    accuracy: float | None = None,
    held: bool = False,
    where: Mapping[str, tuple[float, float]] | None = None,
    **settings: Any,
) -> dict[str, Any]:
    """Something to find, ticked when the picture shows it: `rule` (or one of several) does all that is given.

    end: its last loss is at most this. below: (loss, updates), a loss at most this after at most so many updates.
    above: its last loss is at least this, or it has diverged. first, last: it ends lowest, or highest, of at least two.
    accuracy: at least this share of what is held back is right. held: `below` and `above` speak of the loss on what is
    held back. where: {hyperparameter: (low, high)} of the rule. settings: ranges (low, high), or values, of data,
    batch_size, steps, schedule, noise, seed, layers, units and activation.
    """
    known = ("data", "batch_size", "steps", "schedule", "noise", "seed", "layers", "units", "activation")
    for name in settings:
        one_of(name, known, "setting")
    rules = [rule] if isinstance(rule, str) else list(rule)
    given = (end, below, above, accuracy, where or None, first or None, last or None)
    asked = rules and any(each is not None for each in given)
    if not asked and not settings:
        raise ValueError("a task needs something to find: a rule with below, above, first or last, or a setting.")
    return {
        "text": text,
        "rules": rules,
        "end": None if end is None else float(end),
        "below": below and list(map(float, below)),
        "above": None if above is None else float(above),
        "first": first,
        "last": last,
        "accuracy": accuracy,
        "held": held,
        "where": {name: list(map(float, ends)) for name, ends in (where or {}).items()},
        "settings": {name: base.as_range(wanted) for name, wanted in settings.items()},
    }
