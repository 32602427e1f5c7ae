"""The average explorer and the bias-correction explorer: their numbers are course_lib's, their controls move them."""

import numpy as np
import pytest

from course_lib import averages, experiments
from course_lib.experiments import adam
from course_lib.experiments.momentum import gradient_series
from course_lib.explorers import average, average_task, bias, bias_task
from course_lib.explorers.bias import shares
from tests.explorer_page import change, run_module, told, wider_than

NOISY, FULL = gradient_series(steps=300, batch_size=16)


def solved(page):
    return page.locator(".course-done").count()


@pytest.mark.parametrize("correct", [False, True])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.98])
def test_averages_are_the_same_in_javascript(chrome, beta, correct):
    mine = run_module(chrome, "ewma", "([x, beta, correct]) => ewma(x, beta, correct)", [NOISY.tolist(), beta, correct])
    np.testing.assert_allclose(mine, averages.ewma(NOISY, beta, correct=correct), rtol=1e-9, atol=1e-9)
    mine = run_module(chrome, "ewma", "beta => weights(beta, 50)", beta)
    np.testing.assert_allclose(mine, averages.weights(beta, 50), rtol=1e-9)


@pytest.mark.parametrize(("beta1", "beta2"), [(0.9, 0.999), (0.0, 0.9), (0.9, 0.99), (0.99, 0.5)])
def test_shares_are_adam_s(chrome, beta1, beta2):
    error = adam.start_error(beta1, beta2, steps=400)
    mine = run_module(
        chrome,
        "start",
        """([beta1, beta2]) => Array.from({ length: 400 }, (_, i) => {
        const { m, root_S, step } = shares(beta1, beta2, i + 1)
        return [m, root_S, step]
    })""",
        [beta1, beta2],
    )
    np.testing.assert_allclose(np.array(mine).T, np.array(error), rtol=1e-9)
    np.testing.assert_allclose(np.array(shares(beta1, beta2, np.arange(1, 401))), np.array(error), rtol=1e-9)


@pytest.fixture
def remembering(opened):
    left = (averages.ewma(NOISY, 0.9) - FULL)[100:].std()
    tasks = [average_task("About 4.", N=(3.9, 4.1)), average_task("Much less noise.", noise=(0, 0.6 * left))]
    return opened(average(NOISY, FULL, tasks=tasks, alt="An average."))


def test_the_average_s_controls(remembering):
    page = remembering
    assert change(page, lambda: page.locator("input[name=beta]").press("ArrowLeft"))
    assert change(page, lambda: page.locator("input[name=corrected]").press(" "))
    assert change(page, lambda: page.get_by_role("button", name="β = 0.98").press("Enter"))
    assert page.get_by_role("button", name="β = 0.98").get_attribute("aria-pressed") == "true"
    text = page.locator("p[aria-live]").inner_text().replace("\u00a0", " ")
    share = 1 - 0.98**50
    assert "= 50." in text and f"{share:.0%}"[:-1] + " % of the weight" in text
    assert change(page, lambda: page.get_by_role("button", name="Reset").press("Enter"))
    assert told(page) == {"beta": 0.9, "corrected": False}


def test_the_average_s_tasks(remembering):
    page = remembering
    assert solved(page) == 0
    page.locator("input[name=beta]").focus()
    for _ in range(15):
        page.keyboard.press("ArrowLeft")
    assert solved(page) == 1  # β = 0.75
    page.locator("input[name=beta]").press("End")
    assert solved(page) == 2


def test_the_noise_it_names_is_that_of_the_average(remembering):
    rest = (averages.ewma(np.round(NOISY, 4), 0.9) - np.round(FULL, 4))[100:]
    assert f"after step 100: {rest.std():.2g}" in remembering.locator("p[aria-live]").inner_text()


@pytest.fixture
def correcting(opened):
    tasks = [bias_task("Right.", beta1=(0.9, 0.9), first=(0.99, 1.01)), bias_task("Too small.", first=(0, 0.9))]
    return opened(bias(tasks=tasks, alt="Shares."))


def test_the_correction_s_controls(correcting):
    page = correcting
    for name, key in [("beta1", "ArrowLeft"), ("beta2", "PageDown"), ("t", "PageUp")]:
        assert change(page, lambda name=name, key=key: page.locator(f"input[name={name}]").press(key)), name
    assert change(page, lambda: page.get_by_role("button", name="Reset").press("Enter"))
    assert told(page) == {"beta1": 0.9, "beta2": 0.999, "t": 1}


def test_the_numbers_below_a_slider_are_those_of_its_field(correcting):
    """β₂ stands on a scale of its own, on which 0.999 was once called 1000."""
    ticks = correcting.locator(".course-slider:has(input[name=beta2]) .course-ticks i")
    assert [tick.get_attribute("data-said") for tick in ticks.all()] == ["0", "0.9", "0.99", "0.999"]


def test_what_the_correction_says(correcting):
    text = correcting.locator("p[aria-live]").inner_text()
    error = experiments.adam.start_error(steps=4000)
    assert f"first step is {error.step[0]:.3g} α" in text
    assert f"step {error.step.argmax() + 1}, {error.step.max():.3g} α" in text
    lines = correcting.locator("pre").inner_text().split("\n")
    assert lines[1] == "m = 1 − 0.9^1 = 0.1" and lines[-1] == "corrected: m̂ / √Ŝ = 1"


def test_the_correction_s_tasks(correcting):
    page = correcting
    assert solved(page) == 0
    beta2 = page.locator("input[name=beta2]")
    beta2.focus()
    for _ in range(50):
        page.keyboard.press("ArrowLeft")
    assert solved(page) == 1  # β₂ = 0.99
    for _ in range(3):
        page.keyboard.press("PageDown")
    assert solved(page) == 2


def test_series_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="two series of the same length"):
        average(NOISY, FULL[:-1], alt="x")
    with pytest.raises(ValueError, match="beta1 must lie between"):
        bias(beta1=1.0, alt="x")


@pytest.mark.parametrize("widget", [average(NOISY, FULL, alt="x"), bias(alt="x")], ids=["average", "bias"])
def test_nothing_is_wider_than_the_page(opened, widget):
    assert wider_than(opened(widget), 320, 1600) == []
    assert widget.figure().axes
