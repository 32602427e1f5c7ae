"""The map of learning rates and β: its losses are those of course_lib, and its line is Momentum's limit."""

import numpy as np
import pytest

from course_lib.experiments import momentum
from course_lib.explorers import rate_map, rate_task
from course_lib.explorers.rate_map import BETAS, LRS, losses
from course_lib.optimizers import Momentum
from tests.explorer_page import change, run_module, settled, told, wider_than


def explorer(**options):
    tasks = [rate_task("A good pair.", loss=(0, 1e-3)), rate_task("With Adam.", rule="Adam", loss=(0, 1e-3))]
    return rate_map(("Momentum", "RMSProp", "Adam"), tasks=tasks, lr=0.01, alt="A map.", **options)


@pytest.fixture
def page(opened):
    return opened(explorer())


@pytest.mark.parametrize(
    ("rule", "knob"), [("Momentum", "beta"), ("RMSProp", "beta"), ("Adam", "beta1"), ("Adam", "beta2")]
)
def test_losses_are_the_same_in_javascript(chrome, rule, knob):
    fixed, steps = explorer().fixed, 30  # adaptive rules at a large rate swing for long: then every last digit counts
    settings = {"rule": rule, "knob": knob, "kappa": 25, "steps": steps}
    mine = run_module(
        chrome,
        "rate_grid",
        "([s, rest, lrs, betas]) => lossGrid(s, rest, lrs, betas)",
        [settings, fixed["rest"], LRS[:40].tolist(), BETAS.tolist()],
    )
    theirs = losses(rule, knob, 25, steps)[1][:, :40]
    mine = np.array([[np.nan if loss is None else loss for loss in row] for row in mine], dtype=float)
    mine[np.isinf(mine)] = np.nan
    assert np.isfinite(theirs).sum() > 1000
    np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_line_is_momentum_s_limit(chrome, beta):
    limit = run_module(chrome, "rate_grid", "beta => stabilityLimit(beta, 25)", beta)
    assert limit == pytest.approx(momentum.stability_limit(Momentum, 25, beta), rel=1e-12)
    below, above = (losses_of_one(chrome, factor * limit, beta) for factor in (0.97, 1.03))
    assert below < 62.5 < above


def losses_of_one(chrome, lr, beta):
    loss = run_module(
        chrome,
        "rate_grid",
        """([lr, beta]) => cellRun({ rule: "Momentum", knob: "beta", kappa: 25,
        steps: 2000 }, { Momentum: {} }, lr, beta)""",
        [lr, beta],
    )
    return np.inf if loss["diverged"] else loss["loss"][-1]


def test_controls(page):
    for name in ("kappa", "steps"):
        assert change(page, lambda name=name: page.locator(f"input[name='{name}']").press("PageUp")), name
    assert page.locator("select[name=knob]").is_visible() is False
    assert change(page, lambda: page.select_option("select[name=rule]", "Adam"))
    assert change(page, lambda: page.select_option("select[name=knob]", "β₂"))
    assert "no such limit" in page.locator("p[aria-live]").inner_text()
    assert change(page, lambda: page.get_by_role("button", name="Reset").press("Enter"))
    assert told(page)["rule"] == "Momentum"


def test_a_mouse_looks_and_a_press_or_keys_move_the_cross(page):
    box = page.locator("canvas").first.bounding_box()
    first, words = told(page), page.locator("p[aria-live]")
    before = words.inner_text()
    assert change(page, lambda: page.mouse.move(box["x"] + 300, box["y"] + 100))
    assert told(page) == first and words.inner_text() != before
    page.mouse.move(box["x"] + 300, box["y"] + box["height"] + 40)  # on the way to a slider
    settled(page)
    assert words.inner_text() == before
    page.mouse.click(box["x"] + 300, box["y"] + 100)
    at = told(page)
    assert (at["lr"], at["beta"]) != (first["lr"], first["beta"])
    assert at["lr"] in LRS.tolist() and at["beta"] in BETAS.tolist()
    page.locator("canvas").first.press("ArrowUp")
    page.locator("canvas").first.press("Shift+ArrowRight")
    moved = told(page)
    assert moved["beta"] == pytest.approx(at["beta"] + 1 / 40)
    assert moved["lr"] == pytest.approx(at["lr"] * (LRS[1] / LRS[0]) ** 5)


def test_tasks_are_solved_by_moving(page):
    assert page.locator(".course-done").count() == 0
    canvas = page.locator("canvas").first
    for _ in range(5):
        canvas.press("Shift+ArrowRight")
    assert page.locator(".course-done").count() == 1
    assert page.locator("p[aria-live]").inner_text().startswith("Momentum, rate 0.")


def test_what_cannot_be_mapped_is_refused():
    for wrong, sentence in [({"rules": ("SGD",)}, "SGD has no map"), ({"kappa": 0}, "kappa must lie between")]:
        with pytest.raises(ValueError, match=sentence):
            rate_map(**{"alt": "x"} | wrong)


@pytest.mark.parametrize("rule", ["Momentum", "Adam"])
def test_the_still_picture(rule):
    assert len(rate_map((rule,), alt="x").figure().axes) == 2  # the map and its colour bar


def test_nothing_is_wider_than_the_page(page):
    assert wider_than(page, 320, 1600) == []
