"""What a reader of the path explorer points at, presses and takes along: memory, presets, pictures, lines of Python."""

import json
import struct

import numpy as np
import pytest

from course_lib import explorers
from course_lib.experiments import network_surface
from course_lib.experiments.sparse import PixelSums
from course_lib.explorers import average, bias, path, pixel_rates, rate_map, train
from course_lib.explorers.presets import fragments
from course_lib.optimizers import SGD, AdaGrad, Adam, Momentum, RMSProp
from tests.explorer_page import SETTINGS, change, run_module, settled, told
from tests.pages import barriers
from tests.test_explorers_network_surface import PICTURE
from tests.test_explorers_network_surface import explorer as surface_explorer

RULES = [SGD(0.03), Momentum(0.03, 0.8), AdaGrad(0.5), RMSProp(0.05), Adam(0.1)]
PRESETS = {"too small": {"lr": 0.001}, "too large": {"SGD": {"lr": 0.09}, "steps": 20, "start": [5, -1]}}
BOWL = ["quadratic", [1, 25]]
SERIES = np.linspace(-1, 2, 120)
# Where in the first canvas a step of a rule is drawn, in pixels of the page: the axes are those of draw.js.
BALLS = """([window, points]) => {
  const rim = document.querySelector('canvas').getBoundingClientRect()
  const [[left, right], [bottom, top]] = window
  let box = { left: 13 * 4.9, top: 13, right: rim.width - 13 * 1.1, bottom: rim.height - 13 * 3.1 }
  const ratio = (top - bottom) / (right - left)
  const [wide, high] = [box.right - box.left, box.bottom - box.top]
  const [dx, dy] = [Math.max(0, wide - high / ratio) / 2, Math.max(0, high - wide * ratio) / 2]
  box = { left: box.left + dx, right: box.right - dx, top: box.top + dy, bottom: box.bottom - dy }
  return points.map(([x, y]) => [rim.left + box.left + (x - left) / (right - left) * (box.right - box.left),
                                 rim.top + box.bottom - (y - bottom) / (top - bottom) * (box.bottom - box.top)])
}"""


def explorer(**options):
    return path(BOWL, RULES, **{"steps": 30, "presets": PRESETS, "alt": "Paths."} | options)


def row(page, rule):
    """What the table of the memory says of a rule: [gradient, remembers, rate, next step]."""
    rows = page.locator(".course-memory tbody tr").all()
    cells = next(each.locator("td").all_inner_texts() for each in rows if each.locator("th").inner_text() == rule)
    return [text.replace("\u00a0", " ") for text in cells]


# What of the table stands in two lines: points such as (−1.2, 3e−5), with the name of what is remembered.
BROKEN = """() => Array.from(document.querySelectorAll('.course-memory td'), ({ firstChild: words }) =>
  Array.from(words.data.matchAll(/(\\S+.=.)?\\([^)]*\\)/g), ({ 0: point, index }) => {
    const range = document.createRange()
    range.setStart(words, index)
    range.setEnd(words, index + point.length)
    return new Set(Array.from(range.getClientRects(), each => each.top)).size > 1 ? [point] : []
  }).flat()).flat()"""


def numbers(text):
    """Of "v = (−1.2, 3e−5)"."""
    inside = text.split("(")[1].split(")")[0] if "(" in text else text
    return [float(each.replace("−", "-")) for each in inside.split(",")]


def test_the_memory_is_said_as_python_has_it_and_drawn(opened):
    widget = explorer(presets=None)
    page = opened(widget, panels=False)
    assert page.locator(".course-memory").is_hidden()
    assert change(page, lambda: page.get_by_role("button", name="Memory").click())
    assert told(page)["memory"] is True
    run = widget.run("Momentum", widget.settings)
    surface, opt = widget.surface(widget.settings), Momentum(0.03, 0.8)
    state = opt.start(run.W[0])
    for W in run.W[:-1]:
        _, state = opt.step(W, surface.gradient(W), state)
    stepped, after = opt.step(run.W[-1], surface.gradient(run.W[-1]), state)
    gradient, memory, rate, step = row(page, "Momentum")
    np.testing.assert_allclose(numbers(gradient), surface.gradient(run.W[-1]), rtol=1e-2)
    assert memory.startswith("v = ")
    np.testing.assert_allclose(numbers(memory), after["v"], rtol=1e-2)
    np.testing.assert_allclose(numbers(step), stepped - run.W[-1], rtol=1e-2)
    assert rate == "0.03"
    assert row(page, "SGD")[1] == "nothing"
    assert "along W₁" in row(page, "Adam")[2] and "m = (" in row(page, "Adam")[1]
    for width in (1000, 860, 740):
        page.set_viewport_size({"width": width, "height": 844})
        settled(page, 100)
        assert page.evaluate(BROKEN) == [], width
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, 100)
    inside = page.locator(".course-memory")
    assert inside.evaluate("own => own.scrollWidth <= own.clientWidth"), "a phone scrolls the table sideways"
    assert inside.get_by_role("cell").count() == 4 * len(RULES), "what looks like lines is a table all the same"
    assert barriers(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    settled(page, 100)
    assert change(page, lambda: page.get_by_role("button", name="Memory").click())
    assert page.locator(".course-memory").is_hidden()


def test_a_step_that_is_pointed_at_is_marked_in_both_pictures(opened):
    widget = explorer(memory=True, presets=None)
    page = opened(widget)
    _, loss = page.locator("canvas").all()
    run = widget.run("Momentum", widget.settings)
    window = widget.fixed["surfaces"][widget.settings["surface"]]["window"]
    at = page.evaluate(BALLS, [window, run.W[[0, 3]].tolist()])
    page.mouse.move(*at[1])
    settled(page)
    value = widget.surface(widget.settings).gradient(run.W[3])
    np.testing.assert_allclose(numbers(row(page, "Momentum")[0]), value, rtol=1e-2)
    chips = page.locator(".course-chip").all_inner_texts()
    assert f"{run.loss[3]:.3g}" in next(text for text in chips if text.startswith("Momentum"))
    before = page.evaluate("() => document.querySelectorAll('canvas')[1].toDataURL()")
    page.mouse.move(at[1][0], at[1][1] - 60)  # a place where no step is
    settled(page)
    assert page.evaluate("() => document.querySelectorAll('canvas')[1].toDataURL()") != before
    rim = loss.bounding_box()
    assert change(page, lambda: page.mouse.move(rim["x"] + 0.5 * rim["width"], rim["y"] + 60))
    assert numbers(row(page, "Momentum")[0]) != pytest.approx(list(value), rel=1e-2)  # another step


def test_pointing_at_the_landscape_marks_the_loss_and_the_other_way_round(opened):
    page = opened(explorer(view="landscape", presets=None), panels=False)
    page.mouse.move(0, 0)
    settled(page, 500)
    pixels = "number => document.querySelectorAll('canvas')[number].toDataURL()"
    scene, loss = (page.locator("canvas").nth(number).bounding_box() for number in (0, 1))
    before = [page.evaluate(pixels, number) for number in (0, 1)]
    page.mouse.move(loss["x"] + 0.4 * loss["width"], loss["y"] + 60)
    settled(page)
    assert page.evaluate(pixels, 0) != before[0]
    page.mouse.move(loss["x"] + 0.4 * loss["width"], loss["y"] + loss["height"] + 30, steps=4)
    settled(page)
    assert page.evaluate(pixels, 1) == before[1]
    marked = page.evaluate(
        """async ([{ x, y, width, height }]) => {
          const [scene, loss] = document.querySelectorAll('canvas'), before = loss.toDataURL()
          // From the middle outwards, where the paths are: each place is a landscape drawn anew.
          const places = Array.from({ length: 40 * 30 }, (_, i) => [(i % 40) / 40 - 0.5, Math.floor(i / 40) / 30 - 0.5])
          for (const [i, j] of places.sort((a, b) => Math.hypot(...a) - Math.hypot(...b))) {
            scene.dispatchEvent(new PointerEvent('pointermove', { pointerType: 'mouse', bubbles: true,
              clientX: x + (i + 0.5) * width, clientY: y + (j + 0.5) * height }))
            if (loss.toDataURL() !== before) return true
          }
          return false
        }""",
        [scene],
    )
    assert marked


def test_a_speed_says_how_long_it_takes_and_keys_choose_it(opened):
    page = opened(explorer(presets=None))
    said = page.locator(".course-lasts")
    assert said.inner_text() == "6 s"
    page.select_option("select[name=speed]", "slow")
    assert said.inner_text() == "24 s"
    for key, seconds in [(">", "6 s"), (">", "2 s"), (">", "2 s"), ("<", "6 s")]:
        page.locator("canvas").first.press(key)
        assert said.inner_text() == seconds
    page.get_by_label("learning rate, as a number").first.press("<")  # typed into a field it is a letter
    assert said.inner_text() == "6 s"


def test_presets_are_buttons_that_lead_there(opened):
    page = opened(explorer(), panels=False)
    first = told(page)
    small, large = (page.get_by_role("button", name=name, exact=True) for name in PRESETS)
    assert change(page, small.click)
    assert {knobs["lr"] for knobs in told(page)["knobs"].values()} == {0.001}
    assert small.get_attribute("aria-pressed") == "true" and large.get_attribute("aria-pressed") == "false"
    assert change(page, large.click)
    now = told(page)
    assert now["knobs"] == {**first["knobs"], "SGD": {"lr": 0.09}}  # what it does not name is as at first
    assert [now["steps"], now["start"]] == [20, [5, -1]]
    assert page.locator("input[name=drawn]").get_attribute("max") == "20"
    assert small.get_attribute("aria-pressed") == "false" and large.get_attribute("aria-pressed") == "true"
    page.locator("canvas").first.press("ArrowUp")
    assert large.get_attribute("aria-pressed") == "false"
    assert small.bounding_box()["height"] >= 40
    page.get_by_role("button", name="Reset").click()
    assert told(page) == first


@pytest.mark.parametrize(
    ("presets", "sentence"),
    [
        ({"x": {}}, "must set something"),
        ({"x": {"lr": 99}}, "lr must lie between"),
        ({"x": {"rate": 1}}, "no setting of preset 'x' 'rate' here"),
        ({"x": {"SGD": {"beta": 0.5}}}, "no hyperparameter of SGD 'beta'"),
        ({"x": {"steps": 501}}, "steps must lie between"),
        ({"x": {"start": [1]}}, "start must hold 2 numbers"),
        ({"x": {"surface": "moon"}}, "no surface 'moon'"),
        ({"x": {"rules": ["Adm"]}}, "did you mean 'Adam'"),
        ({"x": 3}, "preset 'x' must be settings"),
        (["x"], "presets must be"),
    ],
)
def test_a_preset_that_leads_nowhere_is_refused(presets, sentence):
    with pytest.raises(ValueError, match=sentence):
        explorer(presets=presets)


def test_a_rule_s_own_value_stands_before_that_of_all():
    widget = explorer(presets=None)
    for wanted in ({"lr": 0.2, "SGD": {"lr": 0.1}}, {"SGD": {"lr": 0.1}, "lr": 0.2}):
        knobs = fragments({"x": wanted}, widget.fixed, widget.settings)["x"]["knobs"]
        assert knobs["SGD"] == {"lr": 0.1} and knobs["Adam"] == {"lr": 0.2}


@pytest.mark.parametrize("view", ["map", "landscape"])
def test_the_saved_picture_is_twice_as_sharp_and_named_after_what_it_shows(opened, view):
    page = opened(explorer(view=view, presets=None), panels=False)
    settled(page, 500)
    before = page.evaluate("() => Array.from(document.querySelectorAll('canvas'), each => each.width)")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save picture").click()
    assert waiting.value.suggested_filename == f"bowl-κ-25-{view}-sgd-momentum-adagrad-rmsprop-adam.png"
    data = waiting.value.path().read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    pictures = page.locator(".course-pictures").bounding_box()
    assert width == pytest.approx(2 * (pictures["width"] + 32), abs=3) and height > 2 * pictures["height"] + 100
    assert len(data) > 30_000  # an empty sheet takes less
    assert page.evaluate("() => Array.from(document.querySelectorAll('canvas'), each => each.width)") == before


def lines_of(chrome, widget):
    """The lines of Python that open a path explorer as it stands."""
    return run_module(
        chrome,
        "as_python",
        "([s, fixed]) => asExplorer(s, fixed)",
        [widget.settings, json.loads(json.dumps(widget.fixed))],
    )


def test_copied_lines_open_the_same_explorer(chrome):
    widget = explorer(
        others=["canyon", ["rotated", BOWL, 30]], noise=0.3, seed=4, view="landscape", memory=True,
        start=(3.0, -1.5), shown=["Momentum", "Adam"],
    )  # fmt: skip
    widget.settings = {**widget.settings, "knobs": widget.settings["knobs"] | {"SGD": {"lr": 0.07}}}
    again = run(lines_of(chrome, widget))
    assert again.settings == widget.settings
    for part in ("surfaces", "rules", "presets", "seed", "order"):
        assert again.fixed[part] == widget.fixed[part], part


def test_copied_lines_of_two_rules_of_one_name(chrome):
    widget = path("canyon", [Adam(0.1), Adam(0.01), SGD(0.1)], shown=["Adam, lr 0.01", "SGD"], alt="Paths.")
    again = run(lines_of(chrome, widget))
    drawn = [again.settings["knobs"][name]["lr"] for name in again.settings["rules"]]
    assert drawn == [0.01, 0.1]


def test_every_explorer_saves_its_picture(opened):
    sums = PixelSums(np.arange(3), np.ones((3, 64, 10)), 0.1, np.ones(64), np.ones((64, 10)))
    widgets = [
        train("moons", [SGD(0.1), Adam(0.01)], steps=20, n=32, alt="Losses."),
        surface_explorer(view="map"),
        pixel_rates(sums, alt="Pixels."),
        average(SERIES, SERIES, alt="Weights."),
    ]
    page = opened(*widgets, panels=False)
    page.wait_for_function("() => !document.querySelector('[data-busy]')")
    names = ["train-moons-sgd-adam", "network-s-loss-one-map-sgd-adam", "pixel-rates-pixel-27-step-2", "average-β-0.9"]
    for button, name in zip(page.get_by_role("button", name="Save picture").all(), names, strict=True):
        with page.expect_download() as waiting:
            button.click()
        assert waiting.value.suggested_filename == f"{name}.png"
        data = waiting.value.path().read_bytes()
        assert struct.unpack(">I", data[16:20])[0] > 1500 and len(data) > 20_000, name


@pytest.mark.parametrize("name", ["rate_map", "bias", "average", "train", "network_surface"])
def test_what_other_explorers_copy_where_no_page_can_be_linked_to(opened, name, monkeypatch):
    monkeypatch.setattr(network_surface, "picture", lambda: PICTURE)  # the course's own takes ten seconds
    widget = {
        "rate_map": lambda: rate_map(("Momentum", "Adam"), kappa=50, steps=60, lr=0.2, beta=0.5, alt="A map."),
        "bias": lambda: bias(0.8, 0.99, alt="Steps."),
        "average": lambda: average(SERIES, SERIES, 0.8, corrected=True, alt="Weights."),
        "train": lambda: train("moons", RULES[:2], (4,), 8, 20, others=["curve"], n=32, alt="Losses."),
        "network_surface": lambda: surface_explorer(view="map"),
    }[name]()
    page = opened(widget)
    said = f"() => JSON.stringify(({SETTINGS})())"
    before = page.evaluate(said)
    if name == "rate_map":
        page.select_option("select[name=rule]", "Adam")
        page.select_option("select[name=knob]", "β₂")
        page.locator("canvas").first.press("ArrowDown")
    elif name == "average":
        page.locator("input[name=beta]").press("ArrowRight")
    elif name == "train":
        page.locator("input[name=batch_size]").press("ArrowRight")
    elif name == "network_surface":
        page.get_by_label("Adam").uncheck()
        page.select_option("select[name=surface]", "other")
    else:
        page.locator("input[name=beta1]").press("ArrowRight")
    page.wait_for_function(f"before => ({said})() !== before", arg=before)
    settings = told(page)
    # As in JupyterLab: the same explorer without a page to link to. This page may not write to the clipboard.
    page.evaluate("""() => {
      const { state } = document.getElementById('explorer0')
      const id = Object.values(state.scripts)[0].replace('IPY_MODEL_', '')
      const text = document.getElementById(`course-script-${id}`).textContent
      const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
      document.body.insertAdjacentHTML('beforeend', '<div id="lab"></div>')
      const model = { get: (name) => state[name], set() {}, save_changes() {}, on() {}, off() {}, send() {} }
      const render = (made) => made.default.render({ el: document.getElementById('lab'), model, text: async () => '' })
      return import(address).then(render)
    }""")
    page.locator("#lab").get_by_role("button", name="Copy explorer").click()
    lines = page.locator("#lab pre[aria-label='This explorer as Python']").inner_text()
    assert run(lines).settings == settings


def run(code):
    """The explorer that some lines of Python end with."""
    *head, last = code.split("\n\n")
    known = {"explorers": explorers}
    exec("\n".join(head), known)
    return eval(last, known)
