"""The landscape of the path explorer on a bare page, drawn in software: the hand turns it, and it outlives a lot."""

import itertools

import pytest

from course_lib.explorers import path
from course_lib.optimizers import SGD, Adam, Momentum
from tests.explorer_page import change, page_of, run_module, settled, told

RULES = [SGD(0.1), Momentum(0.1), Adam(0.1)]
OTHERS = ["basins", "rosenbrock", "pit"]
# [the share of pixels that are not the paper's, the number of colours] of the first picture.
SEEN = """() => {
  const canvas = document.querySelector('canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  const pixels = new Uint32Array(data.buffer)
  return [pixels.filter(pixel => pixel !== pixels[0]).length / pixels.length, new Set(pixels).size]
}"""
GROUND = "() => document.querySelector('canvas').toDataURL()"
LUMINANCE = """() => {
  const canvas = document.querySelector('canvas')
  const { data } = canvas.getContext('2d').getImageData(canvas.width / 4, canvas.height / 4, canvas.width / 2, 80)
  return data.reduce((sum, part) => sum + part, 0) / data.length
}"""
# Where on the page the start is seen, from the modules themselves: [x, y].
START = """([recipe, window, start, shown]) => {
  const rim = document.querySelector('canvas').getBoundingClientRect()
  const surface = surfaceOf(recipe), relief = reliefOf(surface, window)
  const place = (W) => placeOf(relief, W, surface.value(W))
  const home = shown.map(place)
  const aspect = rim.width / rim.height, eye = eyeOf(firstLook(relief, home, aspect, 14 / rim.height), aspect)
  const [u, v] = seenAt(eye, place(start))
  return [rim.left + (u + 1) / 2 * rim.width, rim.top + (1 - v) / 2 * rim.height]
}"""
# Let every WebGL context that is asked for from now on be known, on a page whose scripts are read anew.
KNOWN = """() => {
  globalThis.courseScripts = undefined
  globalThis.contexts = []
  globalThis.plain ??= HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const found = globalThis.without && kind !== '2d' ? null : globalThis.plain.call(this, kind, ...rest)
    if (kind !== '2d' && !globalThis.contexts.includes(found)) globalThis.contexts.push(found)
    return found
  }
}"""
FORGET = """() => {
  HTMLCanvasElement.prototype.getContext = globalThis.plain
  globalThis.courseScripts = undefined
  globalThis.without = false
}"""


def explorer(**options):
    return path("canyon", RULES, others=OTHERS, view="landscape", alt="Paths.", **options)


@pytest.fixture
def page(opened):
    return shown(opened(explorer()))


@pytest.fixture
def known(chrome):
    """The page, which counts its contexts."""
    chrome.evaluate(KNOWN)
    yield chrome
    chrome.evaluate(FORGET)


def shown(page):
    """The page, once its first landscape is drawn."""
    page.wait_for_function(f"() => ({SEEN})()[1] > 500")
    settled(page)
    return page


def start_on(page, widget):
    """Where the first look at the widget shows the start that the page has now."""
    surface = widget.fixed["surfaces"][widget.settings["surface"]]
    paths = [widget.run(name, widget.settings).W for name in widget.settings["rules"]]
    shown = [widget.settings["start"], *surface["minima"], *(W[-1].tolist() for W in paths)]
    argument = [surface["recipe"], surface["window"], told(page)["start"], shown]
    return run_module(page, "surfaces camera", START, argument)


def test_it_fills_its_picture_and_the_map_is_another(page):
    share, colours = page.evaluate(SEEN)
    assert share > 0.2 and colours > 500
    before = page.evaluate(GROUND)
    page.get_by_role("button", name="Show the map").press("Enter")
    assert page.evaluate(GROUND) != before and told(page)["view"] == "map"
    page.get_by_role("button", name="Show the landscape").press("Enter")
    assert page.evaluate(GROUND) == before and told(page)["view"] == "landscape"


@pytest.mark.parametrize("surface", OTHERS[:2])
def test_every_surface_has_its_landscape(page, surface):
    assert change(page, lambda: page.select_option("select[name=surface]", surface))
    share, colours = page.evaluate(SEEN)
    assert share > 0.2 and colours > 500


def test_a_curve_has_none(page):
    page.select_option("select[name=surface]", "pit")
    assert page.get_by_role("button", name="Show the").count() == 0
    page.select_option("select[name=surface]", "canyon")
    assert page.get_by_role("button", name="Show the map").is_visible()


def test_a_drag_turns_it_and_nothing_else(page):
    settings, box = told(page), page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    assert change(page, lambda: page.mouse.move(box["x"] + 140, box["y"] + 60, steps=3))
    page.mouse.up()
    assert told(page) == settings


def test_keys_turn_and_zoom_and_0_looks_as_at_first(page):
    first, canvas = page.evaluate(GROUND), page.locator("canvas").first
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "+", "-"):
        canvas.press(key)
        assert page.evaluate(GROUND) != first, key
        canvas.press("0")
        assert page.evaluate(GROUND) == first, key


def test_the_start_is_dragged_on_the_surface(page):
    widget = explorer()
    x, y = start_on(page, widget)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 25, steps=3)
    page.mouse.up()
    assert told(page)["start"] != widget.settings["start"]
    assert start_on(page, widget) == pytest.approx([x + 60, y + 25], abs=3)


def test_the_start_follows_the_arrow_keys_with_shift(page):
    before = told(page)["start"]
    page.locator("canvas").first.press("Shift+ArrowRight")
    assert told(page)["start"] == [pytest.approx(before[0] + 7 / 50), before[1]]  # the window is 7 wide


def test_balls_move_with_step_and_play(page):
    before = page.evaluate(GROUND)
    page.get_by_role("button", name="Step").click()
    assert page.evaluate(GROUND) != before
    page.get_by_role("button", name="Play").click()
    pictures = []
    for _ in range(3):
        settled(page, 300)
        pictures.append(page.evaluate(GROUND))
    assert len(set(pictures)) == 3


def test_it_rests_when_nobody_moves_it(page):
    before = page.evaluate(GROUND)
    settled(page, 500)
    assert page.evaluate(GROUND) == before


def test_the_pointer_reads_the_loss(page):
    x, y = start_on(page, explorer())
    pictures = []
    for place in [(0, 0), (x, y), (x + 40, y + 20), (0, 0)]:
        page.mouse.move(*place, steps=2)
        settled(page)
        pictures.append(page.evaluate(GROUND))
    assert [before != after for before, after in itertools.pairwise(pictures)] == [True, True, True]


FINGERS = """([kind, places]) => {
  const canvas = document.querySelector('canvas')
  canvas.setPointerCapture = () => {}
  for (const [id, x, y] of places) canvas.dispatchEvent(new PointerEvent(kind, {
    pointerId: id, pointerType: 'touch', clientX: x, clientY: y, buttons: 1, bubbles: true, isPrimary: id === 1 }))
}"""


def test_two_fingers_zoom(page):
    settings, box = told(page), page.locator("canvas").first.bounding_box()
    x, y = box["x"] + 60, box["y"] + 60
    before = page.evaluate(GROUND)
    page.evaluate(FINGERS, ["pointerdown", [[1, x, y], [2, x + 40, y]]])
    assert page.evaluate(GROUND) == before
    page.evaluate(FINGERS, ["pointermove", [[2, x + 90, y]]])
    wide = page.evaluate(SEEN)[0]
    assert page.evaluate(GROUND) != before
    page.evaluate(FINGERS, ["pointermove", [[2, x + 20, y]]])
    assert page.evaluate(SEEN)[0] < wide
    page.evaluate(FINGERS, ["pointerup", [[1, x, y], [2, x + 20, y]]])
    assert told(page) == settings


def test_the_wheel_is_the_page_s_until_the_landscape_is_in_hand(page):
    box = page.locator("canvas").first.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    settled(page)
    assert not change(page, lambda: page.mouse.wheel(0, -200))
    page.locator("canvas").first.focus()
    assert change(page, lambda: page.mouse.wheel(0, -200))


def test_it_follows_the_theme(page):
    light = page.evaluate(LUMINANCE)
    page.evaluate("() => { document.body.dataset.theme = 'dark' }")
    settled(page, 100)
    assert page.evaluate(LUMINANCE) < light - 30 and page.evaluate(SEEN)[1] > 500
    page.evaluate("() => { delete document.body.dataset.theme }")


def test_a_lost_context_is_replaced(known, opened):
    page = shown(opened(explorer()))
    before = page.evaluate(GROUND)
    page.evaluate("() => contexts[0].getExtension('WEBGL_lose_context').loseContext()")
    page.wait_for_function("() => contexts.length > 1")
    settled(page)
    assert page.evaluate(GROUND) == before
    assert change(page, lambda: page.locator("canvas").first.press("ArrowLeft"))


@pytest.mark.tour
def test_many_explorers_need_one_context(known):
    known.set_content(page_of(*(explorer() for _ in range(18))))
    known.wait_for_function(
        """() => Array.from(document.querySelectorAll('.course-explorer')).every(explorer => {
            const canvas = explorer.querySelector('canvas')
            if (!canvas?.width) return false
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
            return new Set(new Uint32Array(data.buffer)).size > 500
        })"""
    )
    assert known.locator(".course-explorer").count() == 18
    assert known.evaluate("() => contexts.length") == 1


def test_without_webgl_the_map_is_shown_and_said(known, opened):
    known.evaluate("() => { globalThis.without = true }")
    page = opened(explorer())
    page.get_by_text("has no WebGL").wait_for()
    settled(page)
    ground = page.locator("canvas").first
    assert ground.get_attribute("aria-label").startswith("Map")
    assert change(page, lambda: ground.press("ArrowLeft")) and change(page, lambda: ground.press("ArrowRight"))
    assert page.get_by_role("button", name="Show the").count() == 0, "what it would show is there already"
    page.get_by_role("button", name="Reset").press("Enter")
    assert page.get_by_role("button", name="Show the").count() == 0
    there = page.evaluate(GROUND)
    page.locator("canvas").first.press("ArrowLeft")
    assert page.evaluate(GROUND) != there


def test_another_view_is_named():
    with pytest.raises(ValueError, match="no view 'landscap' here; did you mean 'landscape'"):
        path("canyon", RULES, view="landscap", alt="Paths.")


# How many pixels of the landscape have a rule's very colour: its marks and its trail are drawn in it, and no ball is.
TINTED = """([red, green, blue]) => {
  const canvas = document.querySelector('canvas')
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let k = 0; k < data.length; k += 4) count += data[k] === red && data[k + 1] === green && data[k + 2] === blue
  return count
}"""


def test_what_a_rule_remembers_lies_on_the_landscape(opened):
    widget = path("basins", [Adam(0.1)], steps=1, view="landscape", alt="Paths.")
    page = shown(opened(widget, panels=False))
    colour = widget.fixed["rules"]["Adam"]["colour"]
    tint = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.body.dataset.theme = theme }", theme)
        settled(page, 100)
        without = page.evaluate(TINTED, tint)
        page.get_by_role("button", name="Memory").click()
        settled(page)
        for _ in range(2):
            assert page.evaluate(TINTED, tint) > without + 40, theme
            page.locator("canvas").first.press("ArrowLeft")  # a turn takes the marks along
        page.locator("canvas").first.press("0")
        page.get_by_role("button", name="Memory").click()
        settled(page)
        assert page.evaluate(TINTED, tint) == without, theme
    page.evaluate("() => { delete document.body.dataset.theme }")


# Whether something is drawn in the outermost two columns of pixels: a word that is cut off.
AT_THE_RIM = """() => {
  const canvas = document.querySelector('canvas'), pen = canvas.getContext('2d')
  return [0, canvas.width - 2].some(x => pen.getImageData(x, 0, 2, canvas.height).data.some(part => part > 0))
}"""


def test_no_word_beside_it_is_cut_off_when_the_window_grows(opened):
    page = opened(path("basins", RULES, view="landscape", alt="Paths."), panels=False)
    size = page.viewport_size
    for width in (340, 940, 500):
        page.set_viewport_size({"width": width, "height": 800})
        settled(page, 300)
        assert page.evaluate(SEEN)[0] > 0.2 and not page.evaluate(AT_THE_RIM), width
    page.set_viewport_size(size)
