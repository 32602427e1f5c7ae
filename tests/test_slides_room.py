"""The lecture in the room: a clicker, the speaker's window, a finger on the projector's picture."""

import pytest

from course_lib.authoring import decks
from course_lib.authoring.lecture import Deck, Lecture
from tests.explorer_controls import SELECTOR
from tests.explorer_page import settled
from tests.tours import tours

pytestmark = pytest.mark.slow
CHAPTER = "01_gradient_descent"
PAGE = "() => Reveal.getIndices().h"
FOCUS = "() => document.activeElement.closest('.course-explorer') !== null"


@pytest.fixture(scope="module")
def built(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("slides")
    decks.write(request.config.rootpath, Lecture(), Deck(CHAPTER, "1", ((CHAPTER, None),)), folder)
    return folder / "index.html"


@pytest.fixture
def explorer(built, chrome):
    """The first path explorer of the chapter, on the slide that is shown."""
    chrome.goto("about:blank")
    chrome.goto(built.as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    found = chrome.locator(f"{SELECTOR}[aria-label='Path explorer']").first
    found.evaluate("own => Reveal.slide(Reveal.getIndices(own.closest('section section')).h)")
    settled(chrome, 200)
    return found


def state_of(chrome, explorer):
    """What is set, once the explorer has told of it: a fifth of a second after the last change."""
    settled(chrome, 300)
    return explorer.evaluate("own => JSON.stringify(own.parentElement.state.settings)")


def slider(explorer):
    return explorer.locator("input[type=range]:not([name=drawn]):visible").first


def middle(control, share=0.5):
    rim = control.bounding_box()
    return rim["x"] + share * rim["width"], rim["y"] + rim["height"] / 2


@pytest.mark.parametrize("used", ["slider", "canvas", "button", "tabbed"])
@pytest.mark.parametrize(("key", "step"), tours([("PageDown", 1), ("PageUp", -1)]))
def test_a_clicker_turns_the_page_after_an_explorer_was_used(chrome, explorer, used, key, step):
    control = {"slider": slider(explorer), "canvas": explorer.locator("canvas").first, "tabbed": slider(explorer),
               "button": explorer.get_by_role("button", name="Step", exact=True)}[used]  # fmt: skip
    if used == "tabbed":
        control.focus()
    else:
        chrome.mouse.click(*middle(control, 0.7))
    settled(chrome, 100)
    before, state = chrome.evaluate(PAGE), state_of(chrome, explorer)
    chrome.keyboard.press(key)
    assert chrome.evaluate(PAGE) == before + step
    assert state_of(chrome, explorer) == state, "the clicker changed the demo"


def test_after_the_mouse_arrows_are_the_deck_s(chrome, explorer):
    before = chrome.evaluate(PAGE)
    chrome.mouse.click(*middle(slider(explorer), 0.7))
    chrome.keyboard.press("ArrowLeft")
    assert chrome.evaluate(PAGE) == before - 1


def test_after_tab_arrows_are_the_explorer_s_until_escape(chrome, explorer):
    before, state = chrome.evaluate(PAGE), state_of(chrome, explorer)
    slider(explorer).focus()
    chrome.keyboard.press("ArrowLeft")
    assert chrome.evaluate(PAGE) == before and state_of(chrome, explorer) != state
    assert chrome.evaluate(FOCUS)
    chrome.keyboard.press("Escape")
    assert not chrome.evaluate(FOCUS) and not chrome.evaluate("() => Reveal.isOverview()")
    chrome.keyboard.press("ArrowLeft")
    assert chrome.evaluate(PAGE) == before - 1


def test_a_button_pressed_by_a_key_keeps_the_focus(chrome, explorer):
    button = explorer.get_by_role("button", name="Step", exact=True)
    button.focus()
    pixels = explorer.locator("canvas").first.evaluate("own => own.toDataURL()")
    chrome.keyboard.press("Enter")
    settled(chrome, 100)
    assert explorer.locator("canvas").first.evaluate("own => own.toDataURL()") != pixels
    assert chrome.evaluate(FOCUS)


@pytest.mark.parametrize("opener", tours(["More", "Numbers"], "Numbers"))
def test_what_is_opened_covers_no_picture(chrome, explorer, opener):
    explorer.get_by_role("button", name=opener, exact=True).click()
    settled(chrome, 300)
    lowest = explorer.locator("canvas").last.bounding_box()
    panel = explorer.locator(".course-inside:visible:not(.course-memory)").bounding_box()
    assert lowest["y"] + lowest["height"] <= panel["y"] + 1 and lowest["height"] > 60
    explorer.get_by_role("button", name=opener, exact=True).click()
    settled(chrome, 300)
    assert explorer.locator("canvas").last.bounding_box()["height"] > lowest["height"], "the room comes back"


# The smallest letters of an explorer, in pixels of a screen that is 720 high, in words and in pictures.
LETTERS = """root => {
  const scale = root.getBoundingClientRect().width / root.offsetWidth * 720 / innerHeight
  const said = part => Array.from(part.childNodes).some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
  const seen = part => part.checkVisibility({ checkOpacity: true }) && said(part)
  const size = part => parseFloat(getComputedStyle(part).fontSize)
  const sizes = Array.from(root.querySelectorAll('*')).filter(seen).map(size)
  return scale * Math.min(parseFloat(getComputedStyle(root).getPropertyValue('--explorer-letter')), ...sizes)
}"""


def test_the_last_row_can_read_every_letter(chrome, explorer):
    """Also those of the arithmetic, which is opened."""
    size = chrome.viewport_size
    chrome.set_viewport_size({"width": 1280, "height": 720})
    explorer.get_by_role("button", name="Arithmetic").press("Enter")
    settled(chrome, 100)
    smallest = explorer.evaluate(LETTERS)
    chrome.set_viewport_size(size)
    assert explorer.locator("pre").first.is_visible()
    assert smallest >= 24


def test_the_deck_s_letters_work_on_an_explorer(chrome, explorer):
    slider(explorer).focus()
    chrome.keyboard.press("b")
    assert chrome.evaluate("() => Reveal.isPaused()")
    chrome.keyboard.press("b")
    assert not chrome.evaluate("() => Reveal.isPaused()")


@pytest.mark.parametrize("share", tours([0.2, 0.9]))
@pytest.mark.parametrize("target", ["slider", "canvas"])
def test_a_finger_on_an_explorer_turns_no_page(chrome, explorer, target, share):
    control = slider(explorer) if target == "slider" else explorer.locator("canvas").first
    before, state = chrome.evaluate(PAGE), state_of(chrome, explorer)
    devtools = chrome.context.new_cdp_session(chrome)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(kind, *points):
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", middle(control, 0.5))
    for part in (0.25, 0.5, 0.75, 1.0):
        touch("touchMove", middle(control, 0.5 + part * (share - 0.5)))
    touch("touchEnd")
    settled(chrome, 200)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    assert chrome.evaluate(PAGE) == before
    assert state_of(chrome, explorer) != state, "the finger moved nothing"
    assert not chrome.evaluate(FOCUS), "the next key is the deck's"


def test_a_handed_on_key_turns_the_page_while_a_slider_has_the_focus(chrome, explorer):
    """Two windows on two screens: the deck's never loses its focus, as it does in the next test."""
    slider(explorer).focus()
    before = chrome.evaluate(PAGE)
    chrome.evaluate("() => Reveal.triggerKey(33)")
    assert chrome.evaluate(PAGE) == before - 1


@pytest.fixture
def speaker(chrome, explorer):
    """The speaker's window, once both of its small pages follow the slides."""
    with chrome.expect_popup() as popup:
        chrome.keyboard.press("s")
    window = popup.value
    window.wait_for_function("() => document.querySelector('.speaker-controls-notes .value')?.innerText.trim()")
    for frame in window.frames[1:]:
        frame.wait_for_function("() => Reveal.isReady?.()")
    settled(chrome, 500)
    yield window
    window.close()


def test_keys_pressed_in_the_speaker_s_window_turn_the_page(chrome, explorer, speaker):
    heard = []
    chrome.on("pageerror", lambda error: heard.append(str(error)))
    before, state = chrome.evaluate(PAGE), state_of(chrome, explorer)
    for key, step in (("ArrowLeft", -1), ("PageDown", 0), ("PageUp", -1), ("ArrowRight", 0)):
        speaker.keyboard.press(key)
        chrome.wait_for_function(f"() => Reveal.getIndices().h === {before + step}")
    assert state_of(chrome, explorer) == state
    assert heard == []


@pytest.mark.parametrize("typed", ["in the window", "in its small page"])
def test_keys_that_follow_quickly_are_all_counted(chrome, speaker, typed):
    """The small page is told of a turned page a fifth of a second later; the next key comes while it is behind."""
    wanted = chrome.evaluate("""() => {
        const begun = Reveal.getState()
        for (let key = 0; key < 5; key += 1) Reveal.prev()
        const reached = Reveal.getState()
        Reveal.setState(begun)
        return reached
    }""")
    settled(chrome, 1000)
    if typed == "in its small page":
        speaker.frames[1].evaluate("() => focus()")
    for _ in range(5):
        speaker.keyboard.press("PageUp")
        settled(chrome, 130)
    settled(chrome, 1500)
    assert chrome.evaluate("() => Reveal.getState()") == wanted


def test_what_the_small_page_is_told_it_does_not_tell_back(chrome, speaker):
    """Late, as on a slow machine, it would turn the projector's page back; what is done in it is told."""
    speaker.evaluate("""() => {
        window.told = []
        addEventListener('message', ({ data }) => { if (data.includes('"slidechanged"')) told.push(data) })
    }""")
    before = chrome.evaluate(PAGE)
    chrome.keyboard.press("PageUp")
    speaker.frames[1].wait_for_function(f"() => Reveal.getIndices().h === {before - 1}")
    settled(chrome, 300)
    assert speaker.evaluate("told") == []
    speaker.frames[1].evaluate("() => Reveal.slide(1)")
    chrome.wait_for_function(f"({PAGE})() === 1")


def test_the_overview_has_rows_and_opens_the_slide_that_is_clicked(chrome, explorer):
    chrome.keyboard.press("o")
    settled(chrome, 100)
    rims = chrome.evaluate("""() => Reveal.getSlides().map(slide => {
        const { left, top, right, bottom } = slide.getBoundingClientRect()
        const isWhole = right <= innerWidth && bottom <= innerHeight && slide.checkVisibility()
        return [Math.round(left), Math.round(top), isWhole]
    })""")
    assert all(whole for _, _, whole in rims), "each slide is in view"
    assert len({left for left, _, _ in rims}) == 5 and len({top for _, top, _ in rims}) == 4
    before = chrome.evaluate(PAGE)
    chrome.keyboard.press("ArrowUp")
    assert chrome.evaluate(PAGE) == before - 5, "the slide above"
    chrome.mouse.click(rims[2][0] + 20, rims[2][1] + 20)
    assert chrome.evaluate(PAGE) == 2 and not chrome.evaluate("() => Reveal.isOverview()")


MARKED = "() => Reveal.getCurrentSlide().querySelectorAll('.right.visible').length"


@pytest.mark.parametrize("keys", ["G 5 Enter", "o click", "PageUp"])
def test_a_jump_to_a_vote_asks_it_again_and_paging_back_does_not(chrome, explorer, keys):
    chrome.evaluate("() => Reveal.slide(4, 0, 0)")
    assert chrome.evaluate(MARKED) == 1
    chrome.keyboard.press("PageDown")
    if keys == "o click":
        chrome.keyboard.press("o")
        rim = chrome.evaluate("() => { const { x, y } = Reveal.getSlide(4).getBoundingClientRect(); return [x, y] }")
        chrome.mouse.click(rim[0] + 20, rim[1] + 20)
    else:
        for key in keys.split():
            chrome.keyboard.press(key)
    settled(chrome, 300)
    assert chrome.evaluate(PAGE) == 4
    assert chrome.evaluate(MARKED) == (1 if keys.startswith("Page") else 0)
