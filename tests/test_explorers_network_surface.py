"""The network surface on a bare page: the plane's loss is the one that was measured, and every control moves it."""

import numpy as np
import pytest

from course_lib.experiments.network_surface import Picture, Slice
from course_lib.explorers import network_surface, surface_task
from tests.explorer_page import change, run_module, settled, told, wider_than

T = np.linspace(0, 1, 31)
# Two planes of a made-up loss, and two paths on them: SGD's lies in the plane, Adam's leaves it.
SGD, ADAM = np.stack([8 * T, 2 * T], axis=1), np.stack([3 * T, 8 * T], axis=1)


def loss(x, y):
    return 0.05 + np.exp(-x / 4) + (y / 10) ** 2


def cut(axes, away, shares):
    x, y = np.linspace(-2, 10, 41), np.linspace(-2, 10, 41)
    high = loss(*np.meshgrid(x, y))
    return Slice(axes, x, y, high, {"SGD": SGD, "Adam": ADAM}, away, shares)


PICTURE = Picture(
    {"SGD": loss(*SGD.T), "Adam": 0.5 * loss(*ADAM.T)},
    {
        "one": cut(("east", "north"), {"SGD": 0 * T, "Adam": 6 * T}, {"SGD": (1.0, 0.5), "Adam": (0.3, 0.25)}),
        "other": cut(("a", "b"), {"SGD": 1 * T, "Adam": 2 * T}, {"SGD": (0.9, 0.5), "Adam": (0.8, 0.25)}),
    },
    {"SGD": 0.5, "Adam": 0.01},
    10,
)
TASK = surface_task("Find the plane that holds most of both.", least=(0.7, 1), count=(2, 2))
# The losses that the modules compute at places of a stored plane, and the paths on it.
COMPUTED = """([plane, fixed, places]) => {
  const surface = planeSurface(plane, fixed.units[1])
  return [places.map(surface.value), pathsOn(plane, surface, fixed, ['SGD', 'Adam'])]
}"""
COLOURS = """() => {
  const canvas = document.querySelector('canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
}"""


def explorer(**options):
    return network_surface(PICTURE, tasks=[TASK], alt="A plane.", **options)


@pytest.fixture
def page(opened):
    page = opened(explorer(view="map"))
    settled(page)
    return page


def cells(page):
    return [row.locator("th, td").all_inner_texts() for row in page.locator(".course-shadows tbody tr").all()]


def test_python_and_javascript_read_the_same_loss_and_it_is_the_measured_one(chrome):
    from course_lib.explorers.network_surface import surface_of

    fixed = explorer().fixed
    plane = fixed["planes"]["one"]
    places = np.random.default_rng(0).uniform(-2, 10, (200, 2))
    found, runs = run_module(chrome, "loss_plane", COMPUTED, [plane, fixed, [*places.tolist(), [99, 0], [-2, -2]]])
    np.testing.assert_allclose(found[:200], surface_of(plane).value(places), rtol=1e-12)
    np.testing.assert_allclose(found[:200], loss(*places.T), rtol=1e-2)
    inside = np.all((places > -1.7) & (places < 9.7), axis=1)  # not in the cells at the rim
    np.testing.assert_allclose(np.array(found[:200])[inside], loss(*places[inside].T), rtol=2e-3)
    np.testing.assert_allclose(found[200:], [loss(10, 0), loss(-2, -2)], rtol=1e-3)  # beyond the rim, the rim's
    np.testing.assert_allclose(runs["Adam"]["path"], ADAM, atol=0.0051)
    np.testing.assert_allclose(runs["Adam"]["away"], 6 * T, atol=0.0051)
    np.testing.assert_allclose(runs["Adam"]["loss"], 0.5 * loss(*ADAM.T), rtol=6e-4)
    np.testing.assert_allclose(runs["Adam"]["under"], loss(*ADAM.T), rtol=5e-3)


def test_the_table_says_what_the_plane_does_not_show(page):
    end = [0.5 * loss(3, 8), loss(3, 8), np.hypot(np.hypot(3, 8), 6), 6]
    (name, *numbers, way, steps), (_, *before, _, _) = cells(page)[1], cells(page)[0]
    assert (name, way, steps) == ("Adam", "30\u00a0%", "25\u00a0%")
    assert [float(number) for number in numbers] == pytest.approx(end, rel=0.04)  # two digits
    assert float(before[3]) == 0 and "SGD 100\u00a0%, Adam 30\u00a0%" in page.locator(".course-words").inner_text()
    page.get_by_role("button", name="Restart").click()
    assert [float(number) for number in cells(page)[1][2:5]] == pytest.approx([loss(0, 0), 0, 0], rel=0.06)
    page.get_by_role("button", name="Step").click()
    assert float(cells(page)[1][4]) == pytest.approx(0.2)


def test_every_control_moves_the_picture_and_reset_puts_all_back(page):
    first = told(page)
    assert change(page, lambda: page.get_by_label("Adam").uncheck()) and len(cells(page)) == 1
    assert change(page, lambda: page.locator("input[name=drawn]").press("ArrowLeft"))
    assert change(page, lambda: page.get_by_role("button", name="Show the landscape").press("Enter"))
    assert change(page, lambda: page.select_option("select[name=surface]", "other"))
    assert told(page) == first | {"rules": ["SGD"], "view": "landscape", "surface": "other"}
    page.get_by_role("button", name="Reset").press("Enter")
    assert told(page) == first and len(cells(page)) == 2 and page.get_by_label("Adam").is_checked()
    assert page.locator("input[name=drawn]").input_value() == "30"


def test_the_task_asks_for_a_plane(page):
    assert page.locator(".course-done").count() == 0
    page.get_by_label("Adam").uncheck()
    assert page.locator(".course-done").count() == 0, "one path alone is not asked for"
    page.get_by_label("Adam").check()
    page.select_option("select[name=surface]", "other")
    assert page.locator(".course-done").count() == 1


def test_the_map_is_read_by_pointer_and_keys_and_the_start_stays(page):
    canvas, settings = page.locator("canvas").first, told(page)
    assert change(page, lambda: canvas.press("ArrowRight")) and change(page, lambda: canvas.press("ArrowUp"))
    box = canvas.bounding_box()
    assert change(page, lambda: page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    assert change(page, lambda: page.mouse.move(1, 1, steps=3))
    assert told(page) == settings


def test_the_landscape_turns_and_plays(opened):
    page = opened(explorer())
    page.wait_for_function(f"() => ({COLOURS})() > 500")
    settled(page)
    assert change(page, lambda: page.locator("canvas").first.press("ArrowLeft"))
    assert not change(page, lambda: page.locator("canvas").first.press("Shift+ArrowLeft")), "the start is fixed"
    page.get_by_role("button", name="Play").click()
    assert change(page, lambda: settled(page, 300))


def test_an_update_is_chosen_on_the_losses(page):
    losses = page.locator("canvas").nth(1)
    losses.press("ArrowLeft")
    assert page.locator("input[name=drawn]").input_value() == "29"
    losses.press("Shift+ArrowLeft")
    assert page.locator("input[name=drawn]").input_value() == "19"


def test_what_it_is_given_is_checked_and_the_still_picture_stands():
    with pytest.raises(ValueError, match="no rule 'Adm'"):
        network_surface(PICTURE, shown=["Adm"], alt="x")
    with pytest.raises(ValueError, match="no view"):
        explorer(view="globe")
    assert explorer(shown=["Adam"]).settings["rules"] == ["Adam"]
    for view in ("map", "landscape"):
        ax = explorer(view=view).figure().axes[0]
        assert ax.get_xlabel() == "east" and {"SGD", "Adam"} <= {line.get_label() for line in ax.lines}


def test_nothing_is_wider_than_the_page(page):
    assert wider_than(page, 320, 1600) == []
