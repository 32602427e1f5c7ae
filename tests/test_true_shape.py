"""Maps have one scale for both axes: a narrow valley looks narrow, and steps leave at right angles to its contours."""

import numpy as np
import pytest

from course_lib import explorers, optimizers, plots, surfaces, training
from course_lib.animations import scene
from course_lib.optimizers import SGD
from course_lib.plots import batches, rmsprop
from tests.explorer_page import told
from tests.tours import tours

BOWL = surfaces.quadratic((1, 100))
RUN = training.descend(BOWL, SGD(0.01), BOWL.start, 5)
FLAT = [name for name in surfaces.SURFACES if surfaces.get(name).dim == 2]
TURNED = surfaces.rotated(BOWL, 45)


def maps(fig):
    """The axes of a figure that have contour lines, laid out."""
    fig.draw_without_rendering()
    return [ax for ax in fig.axes if ax.collections and ax.get_xlabel() == "$W_1$"]


def stretch(ax):
    """How many times as long a unit is upwards as sideways, in pixels."""
    place = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    return (place[2] - place[0])[1] / (place[1] - place[0])[0]


PICTURES = {
    **{name: lambda name=name: plots.paths(surfaces.get(name), {"SGD": RUN}) for name in FLAT},
    "κ = 25": lambda: plots.paths(surfaces.quadratic((1, 25)), {"SGD": RUN}),
    "turned": lambda: plots.paths(TURNED, {"SGD": RUN}, window=((-10, 10), (-10, 10))),
    "a long window": lambda: plots.paths(BOWL, {"SGD": RUN}, window=((-4, 11), (-1.1, 1.1))),
    "among others": lambda: batches.maps(BOWL, {"SGD": RUN, "BGD": RUN}),
    "beside a curve": lambda: rmsprop.swings(BOWL, {"SGD": RUN}),
    "a learner's own": lambda: plots.paths_beside(BOWL, RUN.W, RUN.W, "x"),
    "an explorer's": lambda: explorers.path("quadratic", [SGD(0.01)], alt="x").figure(),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES.keys())
def test_a_unit_is_as_long_upwards_as_sideways(draw):
    found = maps(draw())
    assert found and all(stretch(ax) == pytest.approx(1, abs=0.01) for ax in found)


def test_the_measure_sees_a_stretched_map():
    fig = plots.paths(BOWL, {"SGD": RUN})
    fig.axes[0].set_aspect("auto")
    fig.set_size_inches(8, 8)
    assert stretch(maps(fig)[0]) > 1.5


@pytest.mark.parametrize(("across", "up"), [((-12, 12), (-1, 1)), ((-1, 1), (0, 30)), ((0, 4), (0, 4))])
def test_no_map_is_a_mere_strip(across, up):
    wide, high = surfaces.proportioned((across, up))
    sides = np.diff([wide, high])[:, 0]
    assert min(sides) / max(sides) >= 0.399
    assert wide[0] <= across[0] and across[1] <= wide[1] and high[0] <= up[0] and up[1] <= high[1]
    assert np.mean(wide) == np.mean(across) and np.mean(high) == np.mean(up)


@pytest.mark.parametrize("kappa", [25, 100])
def test_the_valley_of_a_bowl_is_long_and_narrow_and_starts_inside(kappa):
    bowl = surfaces.quadratic((1, kappa))
    (left, right), (bottom, top) = bowl.window
    assert left < bowl.start[0] < right and bottom < bowl.start[1] < top
    # The contour line that leaves the window sideways is still far from its upper rim.
    assert right / np.sqrt(kappa) < top / 1.9


def test_an_animation_s_map_fills_its_place():
    assert scene.Scene("canyon").map.get_aspect() == "auto"


WAYS = {"bowl": ["quadratic", [1, 100]], "turned": ["rotated", ["quadratic", [1, 100]], 30], "canyon": "canyon"}


@pytest.mark.parametrize("width", tours([1100, 420]))
@pytest.mark.parametrize("recipe", WAYS.values(), ids=WAYS.keys())
def test_the_start_moves_as_far_upwards_as_sideways(opened, chrome, recipe, width):
    size = chrome.viewport_size
    chrome.set_viewport_size({"width": width, "height": 900})
    page = opened(explorers.path(recipe, [SGD(0.01)], alt="x"))
    canvas = page.locator("canvas").first
    box = canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def start(right, down):
        page.mouse.move(middle[0] + right, middle[1] + down)
        page.mouse.down()
        page.mouse.up()
        return np.array(told(page)["start"])

    from_here = start(0, 0)
    right, up = start(40, 0) - from_here, start(0, -40) - from_here
    assert right[0] > 0 and up[1] == pytest.approx(right[0], rel=0.01)
    assert abs(right[1]) < 0.01 * right[0] and abs(up[0]) < 0.01 * up[1]
    chrome.set_viewport_size(size)


# Where the dots of a path are drawn: every circle of that radius on the second canvas.
CIRCLES = """() => {
  const again = window.circles !== undefined
  window.circles = []
  if (again) return
  const arc = CanvasRenderingContext2D.prototype.arc
  CanvasRenderingContext2D.prototype.arc = function (x, y, radius, ...rest) {
    if (radius === 2.5) window.circles.push([x, y])
    return arc.call(this, x, y, radius, ...rest)
  }
}"""


@pytest.mark.parametrize("kappa", tours([25, 100], 100))
def test_the_run_of_a_rate_map_has_one_scale(opened, chrome, kappa):
    page = opened(explorers.rate_map(kappa=kappa, steps=20, lr=0.01, beta=0.5, alt="x"))
    page.evaluate(CIRCLES)
    slider = page.locator("input[name=steps]")
    slider.press("ArrowLeft")
    chosen = told(page)
    bowl = surfaces.quadratic((1, kappa))
    path = training.descend(bowl, optimizers.Momentum(chosen["lr"], chosen["beta"]), bowl.start, chosen["steps"]).W
    drawn = np.array(page.evaluate("count => window.circles.slice(-count)", len(path)))
    right, down = (np.polyfit(path[:, i], drawn[:, i], 1)[0] for i in (0, 1))
    assert right > 0 and -down == pytest.approx(right, rel=1e-3)
