"""A learner's own rule on the map: its steps are computed in Python, each time a setting changes."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from course_lib.called import called
from course_lib.explorers import recipes, table
from course_lib.explorers.path import PathExplorer, contents
from course_lib.language import say
from course_lib.optimizers import SGD, Adam
from course_lib.own_rule import OwnRule

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# What a new rule is compared with.
BESIDE = (SGD(0.1), Adam(0.1))


def explore(
    step: Callable[..., Any],
    surface: recipes.Recipe = "canyon",
    steps: int = 100,
    *,
    beside: Sequence[Any] = BESIDE,
    alt: str | None = None,
    **knobs: float,
) -> "OwnExplorer":
    """A learner's step function in the path explorer, on the map beside rules of the library.

    step: (W, g, state) → (W, state), where state is a dict that begins empty; or a function such as the homework's
    momentum_step(W, g, v, lr, beta), whose hyperparameters are given by name (lr=0.1, beta=0.9) and get sliders. W and
    g are float arrays of shape (2,). surface, steps: as in `path`. beside: rules to compare with.
    An exception in `step` is shown in the explorer. Returns the widget.
    """
    OwnRule(step, **knobs)  # a wrong name is said at once
    name = say("{name} (yours)", name=step.__name__)  # which no rule of the library is called
    fixed, settings = contents([recipes.recipe_of(surface)], beside, (), seed=0)
    settings |= {"steps": steps, "noise": 0.0, "view": "map", "memory": False, "rules": [*settings["rules"], name]}
    settings["knobs"] = settings["knobs"] | {name: {knob: knobs[knob] for knob in knobs if knob in table.KNOBS}}
    fixed["rules"] = fixed["rules"] | {name: table.OWN}
    fixed["order"]["rules"].append(name)
    fixed |= {"own": {"name": name}, "first": settings}
    where = called(settings["surface"])
    alt = alt or say(
        "The path of {name} on the {surface} beside those of the library's rules.", name=step.__name__, surface=where
    )
    return OwnExplorer(step, knobs, fixed, settings, alt)


class OwnExplorer(PathExplorer):
    """What `explore` returns."""

    def __init__(
        self,
        step: Callable[..., Any],
        knobs: dict[str, float],
        fixed: dict[str, Any],
        settings: dict[str, Any],
        alt: str,
    ) -> None:
        super().__init__(fixed, settings, alt)
        self.function, self.given = step, knobs
        self.on_msg(lambda _widget, message, _buffers: self.send(self.answer(message["settings"])))

    def rule(self, name: str, knobs: Mapping[str, float]) -> Any:
        """The library's rule of that name, or the learner's with the hyperparameters it was given."""
        if name == self.fixed["own"]["name"]:
            return OwnRule(self.function, **{**self.given, **knobs})
        return super().rule(name, knobs)

    def answer(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """{"path", "loss", "diverged"} of the learner's rule at these settings, or {"error"}."""
        try:
            run = self.run(self.fixed["own"]["name"], settings)
        except Exception as error:
            return {"error": said(error, self.function)}
        return {"path": run.W.tolist(), "loss": run.loss.tolist(), "diverged": bool(run.diverged)}

    def figure(self) -> "Figure":
        """The library's rules, and the learner's over them if it runs."""
        name = self.fixed["own"]["name"]
        fig = super().figure()
        answer = self.answer(self.settings)
        if "error" not in answer:
            x, y = zip(*answer["path"])
            fig.axes[0].plot(x, y, color=table.OWN["colour"], linestyle="-.", marker="o", markersize=3, label=name)
            fig.axes[0].legend()
        return fig


def said(error: Exception, function: Callable[..., Any]) -> str:
    """An exception as one sentence, with the line of the learner's function in which it arose."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == function.__code__.co_filename and frame.name == function.__name__
    ]
    name = type(error).__name__
    if own and own[-1].line:
        return say("{error} in “{line}”: {message}", error=name, line=own[-1].line, message=error)
    return f"{name}: {error}"
