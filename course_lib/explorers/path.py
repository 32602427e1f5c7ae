"""The path explorer: rules race down a surface while their hyperparameters and their start are moved."""

import numpy as np

from course_lib import optimizers, training
from course_lib.arguments import whole
from course_lib.explorers import base, recipes, table

LONGEST = 500


class PathExplorer(base.Explorer):
    """What `path` returns."""

    _esm = base.script("path")

    def figure(self, rules=None):
        """The paths of the settings, on the map or along the curve."""
        from course_lib import plots

        surface, names = self.surface(self.settings), self.settings["rules"] if rules is None else rules
        draw = plots.paths if surface.dim == 2 else plots.landscape
        runs = {name: self.run(name, self.settings) for name in names}
        return draw(surface, runs, title=f"{self.settings['steps']} steps on the {self.settings['surface']}")

    def surface(self, settings):
        """The surface that is chosen."""
        return recipes.surface_of(self.fixed["surfaces"][settings["surface"]]["recipe"])

    def run(self, name, settings):
        """The History of one rule, computed by course_lib."""
        return training.descend(
            self.surface(settings),
            self.rule(name, settings["knobs"][name]),
            settings["start"],
            settings["steps"],
            noise=settings["noise"],
            rng=np.random.default_rng(self.fixed["seed"]),
        )

    def rule(self, name, knobs):
        """The rule of the library with the hyperparameters that its sliders show."""
        return getattr(optimizers, name)(**knobs)


def path(surface, rules, steps=100, *, others=(), shown=None, start=None, noise=0.0, seed=0, tasks=(), alt):
    """An explorer of the paths that rules take: drag the start, move the sliders, step through the arithmetic.

    surface: a name or a recipe (see `recipes`); others: more of them to choose from. rules: a list of rules with the
    hyperparameters to begin with, such as [SGD(0.1), Adam(0.1)]. shown: the names of those drawn at first, all by
    default. start: where the paths begin, the surface's own by default. noise: the standard deviation of what a
    Generator with `seed` adds to each gradient entry. tasks: see `task`. alt: what the still picture shows.
    Returns the widget. Its `settings` are what the reader chose, its `solved` the numbers of the tasks solved.
    """
    steps = whole("steps", steps, 1)
    if steps > LONGEST:
        raise ValueError(f"steps must be at most {LONGEST}, got {steps}.")
    fixed, settings = contents([recipes.recipe_of(each) for each in (surface, *others)], rules, tasks, seed)
    settings |= {"steps": steps, "noise": table.within("noise", noise, 0, 5)}
    if start is not None:
        settings["start"] = list(map(float, start))
    if shown is not None:
        settings["rules"] = [name for name in settings["rules"] if name in shown]
    return PathExplorer({**fixed, "first": settings}, settings, alt)


def contents(landscapes, rules, tasks, seed):
    """(fixed, settings) of a path explorer, but for what the arguments of `path` set."""
    knobs = {type(rule).__name__: table.knobs_of(rule) for rule in rules}
    if unknown := [name for name in knobs if name not in table.RULES]:
        raise ValueError(f"{', '.join(unknown)} cannot be explored; choose among {', '.join(table.RULES)}.")
    drawn = {recipes.label_of(recipe): recipes.landscape(recipe) for recipe in landscapes}
    first = next(iter(drawn))
    fixed = {
        "surfaces": drawn,
        "rules": {name: table.look(name) for name in knobs},
        "knobs": table.KNOBS,
        "seed": seed,
        "kicks": np.random.default_rng(seed).standard_normal(2 * LONGEST).tolist(),
        "longest": LONGEST,
        "tasks": list(tasks),
    }
    settings = {"surface": first, "start": drawn[first]["start"], "rules": list(knobs), "knobs": knobs}
    return fixed, settings


def task(text, rule, *, below=None, above=None, first=False, where=None, surface=None, free=False):
    """Something to find, ticked when the picture shows it: `rule` is drawn, and all that is given here holds.

    below: (loss, steps), a loss at most this after at most so many steps. above: its last loss is at least this, or
    it has diverged. first: it ends lowest of at least two. where: {hyperparameter: (low, high)} of the rule.
    surface: the label of the surface to choose, the first by default. free: the start and the noise may be moved.
    """
    if below is None and above is None and not first and where is None:
        raise ValueError("a task needs something to find: below, above, first or where.")
    return {
        "text": text,
        "rule": rule,
        "below": below and list(map(float, below)),
        "above": None if above is None else float(above),
        "first": first,
        "where": {name: list(map(float, ends)) for name, ends in (where or {}).items()},
        "surface": surface,
        "free": free,
    }
