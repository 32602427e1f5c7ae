"""AdaGrad's rate for each pixel: the numbers are course_lib's, and every control moves the picture."""

import numpy as np
import pytest

from course_lib.experiments.sparse import pixel_sums, pixels
from course_lib.explorers import pixel_rates, pixel_task
from tests.explorer_page import change, told, wider_than

SUMS = pixel_sums(epochs=1, records=8)


@pytest.fixture
def page(opened):
    tasks = [pixel_task("Never on.", on=(0, 0)), pixel_task("Rate 1 or less there.", on=(0, 0), rate=(0, 1))]
    return opened(pixel_rates(SUMS, tasks=tasks, alt="Pixels."))


def said(page):
    return page.locator("p[aria-live]").inner_text().replace("\u00a0", " ")


def test_the_sums_are_those_of_the_chapter():
    sums, found = pixel_sums(), pixels()
    assert list(sums.steps) == sorted(set(sums.steps)) and sums.steps[-1] == 425
    assert np.all(np.diff(sums.total, axis=0) >= 0)  # a sum of squares never falls
    np.testing.assert_allclose(0.1 / np.sqrt(sums.total[-1].mean(axis=1) + 1e-8), found.rate, rtol=1e-12)


def test_controls(page):
    assert change(page, lambda: page.select_option("select[name=digit]", "3"))
    assert change(page, lambda: page.locator("input[name=record]").press("ArrowLeft"))
    assert change(page, lambda: page.locator("input[name=eps]").press("End"))
    assert change(page, lambda: page.get_by_role("button", name="Reset").press("Enter"))
    assert told(page) == {"pixel": 27, "digit": "mean of the ten", "record": 7, "eps": 1e-8}


def test_what_it_says_is_adagrad_s_rate(page):
    canvas = page.locator("canvas").first
    canvas.press("ArrowUp")
    canvas.press("ArrowLeft")
    pixel = 27 - 8 - 1
    assert said(page).startswith(f"Row {pixel // 8 + 1}, column {pixel % 8 + 1}: on in ")
    rates = 0.1 / np.sqrt(SUMS.total[-1].mean(axis=1) + 1e-8)
    assert f"= {rates[pixel]:.3g}: " in said(page)
    assert f"{rates[pixel] / np.median(rates[SUMS.on_rate > 0]):.3g} times" in said(page)
    page.select_option("select[name=digit]", "7")
    page.locator("input[name=record]").press("Home")
    rate = 0.1 / np.sqrt(SUMS.total[0][pixel, 7] + 1e-8)
    assert f"After {SUMS.steps[0]} steps" in said(page) and f"= {rate:.3g}: " in said(page)


def test_tasks_are_solved_with_pointer_and_slider(page):
    assert page.locator(".course-done").count() == 0
    box = page.locator("canvas").first.bounding_box()
    assert change(page, lambda: page.mouse.click(box["x"] + 70, box["y"] + 35))  # the corner is never on
    assert told(page)["pixel"] == 0
    assert page.locator(".course-done").count() == 1
    page.locator("input[name=eps]").press("End")
    assert page.locator(".course-done").count() == 2


def test_keys_stop_at_the_rim(page):
    canvas = page.locator("canvas").first
    for _ in range(9):
        canvas.press("ArrowLeft")
        canvas.press("ArrowUp")
    assert said(page).startswith("Row 1, column 1:")


def test_sums_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"sums\.total must have the shape"):
        pixel_rates(SUMS._replace(total=SUMS.total[:, :10]), alt="x")
    assert len(pixel_rates(SUMS, alt="x").figure().axes) == 4  # two maps, two colour bars


def test_nothing_is_wider_than_the_page(page):
    assert wider_than(page, 320, 1600) == []
