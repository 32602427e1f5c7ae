"""All pictures of all explorers follow the theme of the page at once, to dark and back, whoever changes it."""

import numpy as np
import pytest

from course_lib.experiments.sparse import pixel_sums
from course_lib.explorers import average, bias, path, pixel_rates, rate_map, train
from course_lib.optimizers import SGD, Adam
from tests.explorer_page import page_of, settled

RULES = [SGD(0.1), Adam(0.01)]
SMALL = {"steps": 10, "n": 32, "alt": "Losses."}
KINDS = {
    "map": lambda: path("canyon", RULES, steps=10, alt="Paths."),
    "landscape": lambda: path("canyon", RULES, steps=10, view="landscape", alt="Paths."),
    "valley": lambda: path("pit", RULES, steps=10, alt="A path."),
    "rates": lambda: rate_map(alt="Losses."),
    "average": lambda: average(np.arange(120.0), np.ones(120), alt="Weights."),
    "bias": lambda: bias(alt="Shares."),
    "pixels": lambda: pixel_rates(pixel_sums(epochs=1, records=8), alt="Rates."),
    **{f"train {data}": lambda data=data: train(data, RULES, (4,), **SMALL) for data in ("curve", "moons", "diabetes")},
    "train digits": lambda: train("digits", RULES, (), **SMALL),
    "train map": lambda: train("diabetes", RULES, (), columns=("bmi", "s5"), **SMALL),
}
# Of each canvas a number that changes with its pixels, by the explorer it belongs to.
DRAWN = """() => Array.from(document.querySelectorAll('canvas'), canvas => {
  const { data } = canvas.getContext('2d', { willReadFrequently: true }).getImageData(0, 0, canvas.width, canvas.height)
  const seen = new Uint32Array(data.buffer).reduce((sum, pixel) => Math.imul(sum ^ pixel, 16777619), 0)
  return [canvas.closest('[id^=explorer]').id, canvas.getAttribute('aria-label'), seen]
})"""
BODY = (
    "([name, value]) => value === null ? document.body.removeAttribute(name) : document.body.setAttribute(name, value)"
)
PAGES = {
    "JupyterLab": ("data-jp-theme-light", "true", "false"),
    "the website": ("data-theme", "light", "dark"),
    "VS Code": ("class", "vscode-light", "vscode-dark"),
}


@pytest.fixture(scope="module")
def page(chrome):
    chrome.emulate_media(color_scheme="light")
    chrome.set_content(page_of(*(make() for make in KINDS.values())))
    chrome.locator(f"#explorer{len(KINDS) - 1} canvas").first.wait_for()
    chrome.wait_for_function("() => !document.querySelector('[data-busy]')")
    settled(chrome, 300)
    return chrome


def drawn(page):
    settled(page, 50)
    return page.evaluate(DRAWN)


@pytest.fixture(scope="module")
def by_day(page):
    found = drawn(page)
    assert {name for name, _, _ in found} == {f"explorer{i}" for i in range(len(KINDS))}
    return found


def test_paper_has_the_colours_that_the_page_wears_when_it_is_printed(page, by_day):
    """A page that turns light before it is printed: no frame comes between that and the paper."""
    page.evaluate(BODY, ["data-theme", "dark"])
    assert not {seen for *_, seen in drawn(page)} & {seen for *_, seen in by_day}
    printed = page.evaluate(
        f"""() => {{
            document.body.dataset.theme = 'light'
            dispatchEvent(new Event('beforeprint'))
            return ({DRAWN})()
        }}"""
    )
    page.evaluate(BODY, ["data-theme", None])
    drawn(page)
    assert printed == by_day


@pytest.mark.parametrize("where", PAGES)
def test_pictures_follow_the_page(page, by_day, where):
    name, light, dark = PAGES[where]
    page.evaluate(BODY, [name, dark])
    by_night = drawn(page)
    page.evaluate(BODY, [name, light])
    again = drawn(page)
    page.evaluate(BODY, [name, None])
    assert unchanged(by_day, by_night) == []
    assert again == by_day


def test_pictures_follow_the_system_where_the_page_does(page, by_day):
    page.evaluate(BODY, ["data-theme", "auto"])
    page.emulate_media(color_scheme="dark")
    by_night = drawn(page)
    page.emulate_media(color_scheme="light")
    again = drawn(page)
    page.evaluate(BODY, ["data-theme", None])
    assert unchanged(by_day, by_night) == []
    assert again == by_day


def unchanged(before, after):
    """The pictures that are the same."""
    return [each for each, other in zip(before, after) if each == other]
