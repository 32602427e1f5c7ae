"""Explorers used as a reader uses them, on any page: every control, by keyboard and mouse, must change something."""

import re
from functools import partial

import nbformat

from course_lib.authoring.normalise import STATE
from tests.explorer_page import settled

SELECTOR = ".course-explorer"
# What an explorer shows: the pixels of its canvases and every visible word, but for the words of the control itself.
SHOWN = """([root, own]) => {
  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const shown = Array.from(root.querySelectorAll('canvas'), canvas => {
    if (!canvas.width || !canvas.height) return ''
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    return new Uint32Array(data.buffer).reduce((sum, pixel) => Math.imul(sum ^ pixel, 16777619), 0) // quicker than PNG
  })
  const row = own && (own.closest('label') ?? own)
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement
    if (parent.checkVisibility() && !row?.contains(parent)) shown.push(words.currentNode.data)
  }
  return shown.join('\\n')
}"""
BLANK = """root => {
  const blank = (canvas) => {
    if (!canvas.width || !canvas.height) return true
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const pixels = new Uint32Array(data.buffer)
    return pixels.every(pixel => pixel === pixels[0])
  }
  const canvases = Array.from(root.querySelectorAll('canvas'))
  return canvases.length === 0 || canvases.some(blank)
}"""
# A slider's number, which can be typed, is tried in test_explorers_controls.
CONTROLS = "input:not(.course-number), select, button"
# How a report calls each of the controls.
NAMES = """(root, controls) => Array.from(root.querySelectorAll(controls), own => own.tagName === 'BUTTON'
    ? `button “${own.innerText}”` : `${own.type} “${own.name || own.closest('label')?.innerText}”`)"""
PICK = "(root, [controls, number]) => root.querySelectorAll(controls)[number]"
# A slider is put back where it was, as if by hand: the next control is tried on the same picture.
PUT_BACK = """([slider, value]) => {
  slider.value = value
  slider.dispatchEvent(new Event('input', { bubbles: true }))
}"""
ARROWS = ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown")


def wait_for_all(page, notebook):
    """Wait until a page shows as many explorers as the saved notebook holds; their number."""
    states = nbformat.read(notebook, as_version=4).metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    count = sum("fixed" in model["state"] for model in states.values())
    page.wait_for_function(
        "([selector, count]) => document.querySelectorAll(selector).length >= count", arg=[SELECTOR, count]
    )
    return count


def problems(page, seconds=2):
    """Sentences on the explorers of a page: blank pictures, dead controls, canvases that no key or drag moves."""
    return [
        f"{explorer.get_attribute('aria-label')}, number {number}: {problem}"
        for number, explorer in enumerate(page.locator(SELECTOR).all(), start=1)
        for problem in problems_of(page, explorer, seconds)
    ]


def drawn_and_moving(page, seconds=2):
    """Whether no explorer of a page is blank and each answers to a key: what `problems` asks of every control.

    For a page whose controls are all tried before or after, in another light.
    """
    roots = [explorer.element_handle() for explorer in page.locator(SELECTOR).all()]
    return bool(roots) and all(
        within(page, lambda root=root: not root.evaluate(BLANK), seconds)
        and any(slider(page, root, lever, seconds) for lever in root.query_selector_all("input[type=range]:enabled"))
        for root in roots
    )


def problems_of(page, explorer, seconds):
    """The same of one explorer."""
    explorer.scroll_into_view_if_needed()
    root = explorer.element_handle()
    open_panels(explorer)
    if not within(page, lambda: not root.evaluate(BLANK), seconds):
        return ["a picture is blank"]
    moved = [("pressing arrows", moved_by_keys), ("dragging", moved_by_drag)]
    canvases = root.query_selector_all("canvas")
    found = [
        f"{what} does not move canvas {number}"
        for number, canvas in enumerate(canvases, start=1)
        if canvas.get_attribute("tabindex") == "0"
        for what, move in moved
        if not move(page, root, canvas, seconds)
    ]
    names = names_in(root)
    # Buttons last: one that resets has something to do only then.
    order = sorted(range(len(names)), key=lambda number: names[number].startswith("button"))
    return found + [f"{names[number]} changes nothing" for number in order if not is_alive(page, root, number, seconds)]


def open_panels(page):
    """Open what stands behind a button."""
    closed = page.locator(".course-explorer button[aria-expanded=false], button.course-opener[aria-expanded=false]")
    while closed.count():
        closed.first.press("Enter")


def names_in(root):
    """What a report calls the controls of an explorer."""
    return root.evaluate(NAMES, CONTROLS)


def is_alive(page, root, number, seconds):
    """Whether a control changes anything; what cannot be used now, and what only copies or saves, counts as alive."""
    names = names_in(root)
    if number >= len(names):
        return False  # it was there at first
    name = names[number]
    control = root.evaluate_handle(PICK, [CONTROLS, number]).as_element()
    if not control.is_visible() or not control.is_enabled() or re.search("copy|save", name.lower()):
        return True
    kind = name.split()[0]
    tries = {"range": slider, "checkbox": box, "radio": box, "select-one": choice}
    return tries.get(kind, press)(page, root, control, seconds)


def slider(page, root, control, seconds):
    """By the arrow keys; a step too small to be seen is made larger."""
    value = control.input_value()
    alive = any(
        change(page, root, control, lambda: control.press(key), wait)  # noqa: B023
        for key, wait in [("ArrowRight", 0.1), ("ArrowLeft", 0.1), ("ArrowLeft", 0.1), ("End", 0.1), ("Home", seconds)]
    )
    control.evaluate("(slider, value) => (" + PUT_BACK + ")([slider, value])", value)
    return alive


def box(page, root, control, seconds):
    alive = change(page, root, control, lambda: control.press(" "), seconds)
    control.press(" ")
    return alive


def choice(page, root, control, seconds):
    """Any other option. A list that offers only one is dead: it has to be hidden."""
    first = control.input_value()
    options = control.evaluate("own => Array.from(own.options, option => option.value)")
    others = [value for value in options if value != first]
    # Some may look alike: each is tried for a moment before one of them is waited for.
    alive = any(
        change(page, root, control, partial(control.select_option, value), wait)
        for wait in (0.1, seconds)
        for value in others
    )
    control.select_option(first)
    return alive


def press(page, root, control, seconds):
    """A button: at once, or after something else has been moved; one that changes its word (Play) is pressed again."""
    word = control.inner_text()
    alive = change(page, root, control, lambda: control.press("Enter"), 0.5)
    if control.inner_text() != word:
        control.press("Enter")
    for key in () if alive else ("ArrowRight", "End", "Home"):
        if lever := root.query_selector("input[type=range]"):  # a new one after a reset
            lever.press(key)
            alive = alive or change(page, root, control, lambda: control.press("Enter"), seconds / 3)
    return alive


def moved_by_keys(page, root, canvas, seconds):
    return any(change(page, root, canvas, lambda: canvas.press(key), seconds / 4) for key in ARROWS)  # noqa: B023


def moved_by_drag(page, root, canvas, seconds):
    """Between two places while the button of the mouse is down."""
    canvas.scroll_into_view_if_needed()
    rim = canvas.bounding_box()
    across, up = rim["width"], rim["height"]
    page.mouse.move(rim["x"] + 0.4 * across, rim["y"] + 0.4 * up)
    page.mouse.down()
    to = (rim["x"] + 0.6 * across, rim["y"] + 0.55 * up)
    alive = change(page, root, canvas, lambda: page.mouse.move(*to, steps=3), seconds)
    page.mouse.up()
    return alive


def change(page, root, control, act, seconds):
    """Whether `act` changes what the explorer shows, within some seconds."""
    shown = lambda: root.evaluate("(root, own) => (" + SHOWN + ")([root, own])", control)  # noqa: E731
    before = shown()
    act()
    return within(page, lambda: shown() != before, seconds)


def within(page, holds, seconds):
    """Whether something holds before some seconds have passed; on a busy machine they are longer."""
    for _ in range(max(1, round(seconds / 0.05))):
        if holds():
            return True
        settled(page, 20)
    return holds()
