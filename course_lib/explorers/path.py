"""The path explorer: rules race down a surface while their hyperparameters and their start are moved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from course_lib import optimizers, style, training
from course_lib.arguments import flag, whole
from course_lib.called import called
from course_lib.explorers import base, recipes, table
from course_lib.explorers.names import one_of
from course_lib.explorers.presets import fragments
from course_lib.language import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 500
VIEWS = ("map", "landscape")


class PathExplorer(base.Explorer):
    """What `path` returns."""

    MAIN = "path"
    BESIDE = ("landscape3d",)

    def __init__(self, fixed: dict[str, Any], settings: dict[str, Any], alt: str) -> None:
        super().__init__(fixed, settings, alt, {"kicks": kicks(fixed["seed"])})

    def figure(self) -> "Figure":
        """The paths of the settings, on the map, on the landscape or along the curve."""
        from course_lib import plots

        surface = self.surface(self.settings)
        runs = {name: self.run(name, self.settings) for name in self.settings["rules"] if name in self.named()}
        where = called(self.settings["surface"])
        title = say("{steps} steps on the {surface}", steps=self.settings["steps"], surface=where)
        if surface.dim == 2 and self.settings["view"] == "landscape":
            return plots.relief(surface, runs, title, look=self.style_of)
        draw = plots.paths if surface.dim == 2 else plots.landscape
        fig = draw(surface, runs, title=title)
        if surface.dim == 2:
            for line in fig.axes[0].lines:
                if line.get_label() in runs:
                    drawn = self.style_of(line.get_label())
                    line.set(**drawn, **style.dot(drawn))
            fig.axes[0].legend()  # anew, in these styles
        return fig

    def style_of(self, label: str) -> dict[str, str]:
        """The colour and the line of a rule, as keywords for matplotlib."""
        look = self.fixed["rules"][label]
        return {"color": look["colour"], "linestyle": table.linestyle(look)}

    def named(self) -> dict[str, str]:
        """{label: the library's name} of the rules that the library has."""
        return {label: look["rule"] for label, look in self.fixed["rules"].items() if "rule" in look}

    def surface(self, settings: Mapping[str, Any]) -> Any:
        """The surface that is chosen."""
        return recipes.surface_of(self.fixed["surfaces"][settings["surface"]]["recipe"])

    def run(self, name: str, settings: Mapping[str, Any]) -> training.History:
        """The History of one rule, computed by course_lib."""
        return training.descend(
            self.surface(settings),
            self.rule(name, settings["knobs"][name]),
            settings["start"],
            settings["steps"],
            noise=settings["noise"],
            rng=np.random.default_rng(self.fixed["seed"]),
        )

    def rule(self, name: str, knobs: Mapping[str, float]) -> Any:
        """The rule of the library with the hyperparameters that its sliders show."""
        return getattr(optimizers, self.named()[name])(**knobs)


def path(
    surface: recipes.Recipe,
    rules: Sequence[Any],
    steps: int = 100,
    *,
    others: Sequence[recipes.Recipe] = (),
    shown: Sequence[str] | None = None,
    start: Sequence[float] | None = None,
    noise: float = 0.0,
    seed: int = 0,
    tasks: Sequence[dict[str, Any]] = (),
    presets: Mapping[str, Mapping[str, Any]] | None = None,
    view: str = "map",
    memory: bool = False,
    alt: str,
) -> PathExplorer:
    """An explorer of the paths that rules take: drag the start, move the sliders, step through the arithmetic.

    surface: a name or a recipe (see `recipes`); others: more of them to choose from. rules: a list of rules with the
    hyperparameters to begin with, such as [SGD(0.1), Adam(0.1)]; two Adams are told apart by what differs between
    them: "Adam, lr 0.1". shown: the names of those drawn at first, all by default. start: where the paths begin, the
    surface's own by default. noise: the standard deviation of what a Generator with `seed` adds to each gradient entry.
    tasks: see `task`. presets: {name: settings}, a button each, such as {"too large": {"lr": 0.3, "steps": 20}}; see
    `presets.fragments`. view: "map", or "landscape" for the surface in three dimensions, to be turned; the reader may
    choose the other. memory: draw what the rules remember at their balls. alt: what the still picture shows.
    Returns the widget. Its `settings` are what the reader chose, its `solved` the numbers of the tasks solved.
    """
    steps = whole("steps", steps, 1)
    if steps > LONGEST:
        raise ValueError(f"steps must be at most {LONGEST}, got {steps}.")
    fixed, settings = contents([recipes.recipe_of(each) for each in (surface, *others)], rules, tasks, seed)
    settings |= {"steps": steps, "noise": table.within("noise", noise, 0, 5), "view": one_of(view, VIEWS, "view")}
    settings["memory"] = flag("memory", memory)
    if start is not None:
        if np.shape(start) != np.shape(settings["start"]):
            raise ValueError(f"start must hold {len(settings['start'])} numbers, got {start}.")
        settings["start"] = list(map(float, start))
    if shown is not None:
        for name in shown:
            one_of(name, settings["rules"], "rule")
        settings["rules"] = [name for name in settings["rules"] if name in shown]
    fixed["presets"] = fragments(presets or {}, fixed, settings)
    fixed["order"]["presets"] = list(fixed["presets"])
    return PathExplorer({**fixed, "first": settings}, settings, alt)


def contents(
    landscapes: Sequence[list[Any]], rules: Sequence[Any], tasks: Sequence[dict[str, Any]], seed: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(fixed, settings) of a path explorer, but for what the arguments of `path` set."""
    for rule in rules:
        if not isinstance(rule, optimizers.Rule):
            raise ValueError(f"rules must be rules with their hyperparameters, such as SGD(0.1), got {rule!r}.")
        if type(rule).__name__ not in table.RULES:
            raise ValueError(f"{type(rule).__name__} cannot be explored; choose among {', '.join(table.RULES)}.")
    named = dict(zip(labels(rules), rules))
    knobs = {label: table.knobs_of(rule) for label, rule in named.items()}
    looks = table.looks([type(rule).__name__ for rule in rules])
    drawn = {recipes.label_of(recipe): recipes.landscape(recipe) for recipe in landscapes}
    for each in tasks:
        one_of(each["rule"], knobs, "rule")
        one_of(each["surface"] or next(iter(drawn)), drawn, "surface")
        for knob in each["where"]:
            one_of(knob, knobs[each["rule"]], f"hyperparameter of {each['rule']}")
    first = next(iter(drawn))
    fixed = {
        "surfaces": drawn,
        "rules": dict(zip(knobs, looks)),
        "knobs": table.KNOBS,
        # A saved notebook sorts the names of these.
        "order": {"surfaces": list(drawn), "rules": list(knobs), "knobs": list(table.KNOBS)},
        "seed": seed,
        "longest": LONGEST,
        "tasks": list(tasks),
    }
    settings = {"surface": first, "start": drawn[first]["start"], "rules": list(knobs), "knobs": knobs}
    return fixed, settings


def kicks(seed: int) -> str:
    """The numbers that a Generator with this seed adds to the gradients where the noise is 1, two for each step."""
    numbers = np.random.default_rng(seed).standard_normal(2 * LONGEST)
    return " ".join(f"{number:.{base.DIGITS}g}" for number in numbers)


def labels(rules: Sequence[Any]) -> list[str]:
    """What each is called: its name; of several with one name, also the hyperparameters that set them apart."""
    counts = Counter(type(rule).__name__ for rule in rules)
    found = []
    for rule in rules:
        name, mine = type(rule).__name__, table.knobs_of(rule)
        others = [table.knobs_of(other) for other in rules if type(other) is type(rule)]
        apart = [knob for knob in mine if any(other[knob] != mine[knob] for other in others)]
        said = [f"{table.symbol(knob)} {mine[knob]:g}" for knob in apart]
        found.append(", ".join([name, *said]) if counts[name] > 1 else name)
    if twice := [label for label, count in Counter(found).items() if count > 1]:
        raise ValueError(f"{twice[0]} stands more than once in rules; give each of them different hyperparameters.")
    return found


def task(
    text: str,
    rule: str,
    *,
    below: tuple[float, int] | None = None,
    ends: float | None = None,
    above: float | None = None,
    first: bool = False,
    where: Mapping[str, tuple[float, float]] | None = None,
    surface: str | None = None,
    free: bool = False,
) -> dict[str, Any]:
    """Something to find, ticked when the picture shows it: `rule` is drawn, and all that is given here holds.

    below: (loss, steps), a loss at most this after at most so many steps. ends: its last loss is at most this, so that
    passing by does not count. above: its last loss is at least this, or it has diverged. first: it ends lowest of at
    least two. where: {hyperparameter: (low, high)} of the rule.
    surface: the label of the surface to choose, the first by default. free: the start and the noise may be moved.
    """
    if below is None and ends is None and above is None and not first and where is None:
        raise ValueError("a task needs something to find: below, ends, above, first or where.")
    return {
        "text": text,
        "rule": rule,
        "below": below and list(map(float, below)),
        "ends": None if ends is None else float(ends),
        "above": None if above is None else float(above),
        "first": first,
        "where": {name: list(map(float, ends)) for name, ends in (where or {}).items()},
        "surface": surface,
        "free": free,
    }
