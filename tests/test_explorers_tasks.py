"""The tasks of the chapters' explorers of paths and rates: none is solved at the start, each with the controls."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from course_lib.experiments.momentum import gradient_series
from course_lib.experiments.sparse import pixel_sums
from course_lib.explorers import average, bias, losses, network_surface, pixel_rates, rate_map
from course_lib.explorers.average import AverageExplorer
from course_lib.explorers.bias import BiasExplorer
from course_lib.explorers.network_surface import NetworkSurface
from course_lib.explorers.pixel_rates import PixelRates
from course_lib.explorers.rate_map import RateMap
from tests.explorer_page import run_module
from tests.test_explorers_network_surface import PICTURE

ROOT = Path(__file__).resolve().parents[1]
STATE = "application/vnd.jupyter.widget-state+json"

# What the picture shows for some settings, and whether a task is solved by one of many.
SEARCH = """([fixed, first, task]) => {
  const solved = (settings) => {
    const surface = surfaceOf(fixed.surfaces[settings.surface].recipe)
    const runs = Object.fromEntries(settings.rules.map((name) => [name,
      descend(surface, RULES[name], settings.knobs[name], settings.start, settings.steps)]))
    return found(task, { settings, fixed, runs })
  }
  const surface = task.surface ?? first.surface
  const start = surface === first.surface ? first.start : fixed.surfaces[surface].start
  const base = { ...structuredClone(first), surface, start }
  const moved = (knobs) => ({ ...base, knobs: { ...base.knobs, [task.rule]: { ...base.knobs[task.rule], ...knobs } } })
  const rates = Array.from({ length: 400 }, (_, i) => Number((10 ** (-4 + i / 80)).toPrecision(3)))
  const betas = Array.from({ length: 100 }, (_, i) => i / 100)
  const beta = ["beta", "beta1"].find((name) => name in base.knobs[task.rule])
  const [across, up] = fixed.surfaces[surface].window
  const starts = Array.from({ length: 2500 }, (_, i) => [i % 50, Math.floor(i / 50)])
    .map(([a, b]) => [across[0] + (a / 50) * (across[1] - across[0]), up ? up[0] + (b / 50) * (up[1] - up[0]) : 0])
  return [solved(base), rates.some((lr) => solved(moved({ lr })))
    || (beta && betas.some((value) => solved(moved({ [beta]: value }))))
    || (task.free && starts.some((start) => solved({ ...base, start: start.slice(0, base.start.length) })))]
}"""

# Whether the picture of some settings solves a task.
FOUND = """([fixed, settings, task]) => {
  const surface = surfaceOf(fixed.surfaces[settings.surface].recipe)
  const runs = Object.fromEntries(settings.rules.map((name) => [name,
    descend(surface, RULES[name], settings.knobs[name], settings.start, settings.steps)]))
  return found(task, { settings, fixed, runs })
}"""


def tasks(mark):
    """(chapter, fixed, settings, task) of every task that a notebook holds for explorers whose `fixed` names `mark`."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        states = nbformat.read(path, as_version=4).metadata.get("widgets", {}).get(STATE, {}).get("state", {})
        for model in states.values():
            fixed = model["state"].get("fixed", {})
            if mark in fixed:
                for task in fixed["tasks"]:
                    yield pytest.param(fixed, model["state"]["settings"], task, id=f"{path.stem}: {task['text']}")


@pytest.mark.parametrize(("fixed", "settings", "task"), list(tasks("surfaces")))
def test_a_path_task_is_open_at_first_and_can_be_solved(chrome, fixed, settings, task):
    at_first, later = run_module(chrome, "rules surfaces descend goals", SEARCH, [fixed, settings, task])
    assert not at_first, "solved before anything is moved: ask for more, or begin elsewhere"
    assert later, "no rate, no β and, in a free task, no start solves it"


@pytest.mark.parametrize(
    ("fixed", "task"), [pytest.param(each.values[0], each.values[2], id=each.id) for each in tasks("presets")]
)
def test_no_preset_solves_a_task(chrome, fixed, task):
    for name, change in fixed["presets"].items():
        knobs = {rule: known | change.get("knobs", {}).get(rule, {}) for rule, known in fixed["first"]["knobs"].items()}
        settings = {**fixed["first"], **change, "knobs": knobs}
        shown = run_module(chrome, "rules surfaces descend goals", FOUND, [fixed, settings, task])
        assert not shown, f"the button “{name}” gives the answer away"


def solved(fixed, settings, where):
    """The cells (β, rate) of a map at which a task is solved."""
    _, loss = losses(**{name: settings[name] for name in ("rule", "knob", "kappa", "steps")})
    known = {"loss": loss, "lr": np.array(fixed["lrs"])[None], "beta": np.array(fixed["betas"])[:, None]}
    found = np.full(loss.shape, True)
    for name, wanted in where.items():
        value = known.get(name, settings.get(name))
        found &= value == wanted if isinstance(wanted, str) else (wanted[0] <= value) & (value <= wanted[1])
    return found


@pytest.mark.parametrize(("fixed", "settings", "task"), list(tasks("lrs")))
def test_a_rate_task_is_open_at_first_and_can_be_solved(fixed, settings, task):
    here = fixed["betas"].index(settings["beta"]), fixed["lrs"].index(settings["lr"])
    assert not solved(fixed, settings, task["where"])[here]
    rule = task["where"].get("rule", settings["rule"])
    kappa, _ = task["where"].get("kappa", [settings["kappa"]] * 2)
    each = [settings | {"rule": rule, "knob": knob, "kappa": kappa} for knob in fixed["rules"][rule]]
    assert any(solved(fixed, moved, task["where"]).any() for moved in each)


@pytest.mark.parametrize(("fixed", "settings", "task"), list(tasks("planes")))
def test_a_plane_s_task_is_open_at_first_and_one_plane_solves_it(fixed, settings, task):
    def solved(plane):
        least = min(fixed["planes"][plane]["shares"][name][0] for name in settings["rules"])
        known = {"least": least, "count": len(settings["rules"])}
        return all(low <= known[name] <= high for name, (low, high) in task["where"].items())

    assert not solved(settings["surface"]) and any(map(solved, fixed["planes"]))


def test_there_are_tasks_in_every_chapter():
    assert {param.id[:2] for param in tasks("surfaces")} == {"00", "01", "02", "03", "04", "05", "06", "07"}
    assert {param.id[:2] for param in tasks("lrs")} == {"03", "04", "05"}


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda tasks: average(*gradient_series(steps=300, batch_size=16), tasks=tasks, alt="x"), AverageExplorer),
        (lambda tasks: bias(tasks=tasks, alt="x"), BiasExplorer),
        (lambda tasks: pixel_rates(pixel_sums(epochs=1, records=8), tasks=tasks, alt="x"), PixelRates),
        (lambda tasks: rate_map(tasks=tasks, alt="x"), RateMap),
        (lambda tasks: network_surface(PICTURE, tasks=tasks, alt="x"), NetworkSurface),
    ],
)
def test_every_fact_that_a_task_may_name_is_known_to_the_picture(opened, make, kind):
    words = {"rule": "Momentum", "knob": "beta"}
    page = opened(make([kind.task(name, **{name: words.get(name, (-1e300, 1e300))}) for name in kind.FACTS]))
    page.get_by_role("button", name="Reset").press("Enter")
    assert page.locator(".course-done").count() == len(kind.FACTS) > 0
