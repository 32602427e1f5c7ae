"""The explorers' controls as a hand and an eye meet them: typed numbers, ticks, what is at hand and what is not."""

import pytest

from course_lib import style
from course_lib.experiments.momentum import gradient_series
from course_lib.experiments.sparse import pixel_sums
from course_lib.explorers import average, base, bias, path, pixel_rates, rate_map, train
from course_lib.language import speaking
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
from tests.explorer_controls import problems
from tests.explorer_page import change, page_of, run_module, settled, told
from tests.pages import served

PLACES = "() => [...document.querySelectorAll('.course-explorer :is(input, select, button)')].map(each => [each.name, JSON.stringify(each.getBoundingClientRect())])"  # noqa: E501


@pytest.fixture
def page(opened, chrome):
    chrome.goto("about:blank")  # or Chromium, after a click on the last page, tells nobody that the mouse has left
    return opened(path("canyon", [SGD(0.1), Momentum(0.1)], others=["saddle"], alt="Paths."), panels=False)


# Those of path and train are toured in their own files.
EXPLORERS = {
    "average": lambda: average(*gradient_series(steps=300, batch_size=16), alt="Averages."),
    "bias": lambda: bias(alt="Shares."),
    "pixel_rates": lambda: pixel_rates(pixel_sums(epochs=1, records=8), alt="Pixels."),
    "rate_map": lambda: rate_map(("Momentum", "RMSProp"), alt="A map."),
}


@pytest.mark.parametrize("make", EXPLORERS.values(), ids=EXPLORERS.keys())
def test_every_control_changes_something(opened, make):
    assert problems(opened(make())) == []


def typed(page, name, text):
    """The number in a slider's field after a text was typed into it."""
    field = page.locator(f"input[name='{name}, typed']")
    field.fill(text)
    field.press("Enter")
    return field.input_value()


def point(page, x, y):
    page.mouse.move(x, y)
    settled(page, 20)


def rates(page):
    return {knobs["lr"] for knobs in told(page)["knobs"].values()}


# {what is typed: (what the field then shows, the rate)}
TYPED = {
    "0.0201": ("0.0201", 0.0201),
    "0,0199": ("0.0199", 0.0199),
    "2e-3": ("0.002", 0.002),
    " 1e−2 ": ("0.01", 0.01),
    "400": ("10", 10),
    "-1": ("1e−4", 1e-4),
}


def test_a_number_can_be_typed(page):
    for text, (shown, rate) in TYPED.items():
        assert typed(page, "lr", text) == shown
        assert rates(page) == {rate}


def test_what_is_no_number_changes_nothing(page):
    before = told(page)
    for text in ("", "fast", "0.1.2", "Infinity x"):
        assert typed(page, "lr", text) == "0.1", text
        assert told(page) == before, text


def test_whole_steps_stay_whole(opened):
    page = opened(path("canyon", [SGD(0.1)], alt="A path."))
    assert typed(page, "steps", "41.7") == "42"
    assert told(page)["steps"] == 42


def test_a_number_shown_as_another_is_typed_as_it_is_shown(opened):
    page = opened(bias(alt="Shares."))
    assert typed(page, "beta2", "0.99") == "0.99"
    assert told(page)["beta2"] == 0.99


def test_a_double_click_leads_back(page):
    typed(page, "lr", "0.02")
    typed(page, "beta", "0.5")
    assert change(
        page, lambda: page.locator(".course-slider", has=page.locator("[name=lr]")).locator(".course-label").dblclick()
    )
    assert rates(page) == {0.1}
    assert told(page)["knobs"]["Momentum"]["beta"] == 0.5


def test_a_hand_near_a_power_of_ten_means_it_and_keys_reach_what_lies_beside_it(page):
    lever = page.locator("input[name=lr]")
    box = lever.bounding_box()
    share = (-2 - float(lever.get_attribute("min"))) / (
        float(lever.get_attribute("max")) - float(lever.get_attribute("min"))
    )
    x, y = box["x"] + 10 + share * (box["width"] - 20), box["y"] + box["height"] / 2
    page.mouse.move(x + 40, y)
    page.mouse.down()
    point(page, x + 1, y)
    page.mouse.up()
    assert rates(page) == {0.01}
    lever.press("Shift+ArrowRight")
    assert rates(page) == {0.0101}
    page.mouse.move(x + 1, y)
    page.mouse.down()
    point(page, x + 30, y)
    page.mouse.up()
    assert min(rates(page)) > 0.0101


def test_two_sliders_are_at_hand_and_the_rest_is_behind_a_button(opened):
    page = opened(path("canyon", [SGD(0.1), Adam(0.1)], alt="Paths."), panels=False)
    seen = lambda: [each.get_attribute("name") for each in page.locator("[type=range]").all() if each.is_visible()]  # noqa: E731
    assert seen() == ["drawn", "lr", "beta1"]
    more = page.get_by_role("button", name="More", exact=True)
    assert more.get_attribute("aria-expanded") == "false"
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    assert seen() == ["drawn", "lr", "beta1", "beta2", "eps", "steps", "noise"]
    more.press("Enter")
    assert seen() == ["drawn", "lr", "beta1"]


def test_nothing_moves_under_the_hand(page):
    """Neither playing nor another rate, nor a surface of another shape."""
    before = page.evaluate(PLACES)
    typed(page, "lr", "3")
    page.locator("input[name=drawn]").press("Home")
    assert page.evaluate(PLACES) == before
    page.select_option("select[name=surface]", "saddle")
    settled(page, 100)
    assert page.evaluate(PLACES) == before


def test_the_loss_is_read_by_pointing_at_it(page):
    losses = lambda: page.locator(".course-value").all_inner_texts()  # noqa: E731
    last = losses()
    box = page.locator("canvas").nth(1).bounding_box()
    point(page, box["x"] + 0.5 * box["width"], box["y"] + 60)
    assert losses() != last
    point(page, box["x"] + 60, box["y"] + 60)  # before the first step
    first = {text for text in losses()}
    assert len(first) == 1
    point(page, 5, 5)
    assert losses() == last


def test_the_map_is_read_by_pointing_at_it(page):
    box = page.locator("canvas").first.bounding_box()
    point(page, 5, 5)
    assert change(page, lambda: point(page, box["x"] + 300, box["y"] + 150))


def test_fingers_find_targets(chrome):
    """At least 40 pixels where the pointer is coarse; an emulated phone."""
    phone = chrome.context.browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    html = page_of(path("canyon", [SGD(0.1), Momentum(0.1)], alt="Paths."))
    phone.set_content(html.replace("<title>", '<meta name="viewport" content="width=device-width"><title>'))
    phone.locator("canvas").first.wait_for()
    small = phone.evaluate("""() => Array.from(
        document.querySelectorAll('.course-explorer :is(button, select, .course-chip, [type=range])'))
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 40)
        .map(each => each.outerHTML)""")
    pictures = phone.locator(".course-pictures")
    phone.locator("input[name=beta]").scroll_into_view_if_needed()
    top = pictures.bounding_box()["y"]
    wide = phone.evaluate("() => document.documentElement.scrollWidth")
    phone.close()
    assert small == []
    assert top >= 0  # in view while the slider is moved
    assert wide <= 390


# The numbers below sliders that touch the next one, as [one, next].
TOUCHING = """() => Array.from(document.querySelectorAll('.course-ticks')).flatMap(ticks => {
  const pen = document.createElement('canvas').getContext('2d')
  pen.font = getComputedStyle(ticks.querySelector('i') ?? ticks, '::after').font
  const said = Array.from(ticks.querySelectorAll('i')).filter(each => each.dataset.said)
  const boxes = said.map(({ dataset, parentElement, style }) => {
    const wide = parentElement.parentElement.clientWidth, half = pen.measureText(dataset.said).width / 2
    const mark = 10 + (wide - 20) * style.getPropertyValue('--place')
    const middle = Math.max(half, Math.min(wide - half, mark)) // the first and the last stay within the slider
    return [dataset.said, middle - half, middle + half]
  })
  return boxes.slice(1).flatMap(([next, left], i) => left < boxes[i][2] + 3 ? [[boxes[i][0], next]] : [])
})"""


@pytest.mark.parametrize("make", EXPLORERS.values(), ids=EXPLORERS.keys())
def test_numbers_below_a_slider_stand_apart(opened, make):
    """On a phone, and where a slider is narrowest: two beside each other in a column of a page."""
    page = opened(make())
    for width in (390, 740, 540, 280):
        page.set_viewport_size({"width": width, "height": 844})
        settled(page, 50)
        assert page.evaluate(TOUCHING) == [], width


# What is written on a canvas beyond its rim, or narrower than its letters are, from the moment this runs.
CUT = """() => {
  window.cut = new Set()
  const written = CanvasRenderingContext2D.prototype.fillText
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
    written.apply(this, most === undefined ? [text, x, y] : [text, x, y, most])
    const here = this.getTransform(), wide = this.measureText(text).width
    const from = x - wide * ({ center: 0.5, right: 1, end: 1 }[this.textAlign] ?? 0)
    const ends = [from, from + wide].map(each => here.transformPoint(new DOMPoint(each, y)))
    const inside = ({ x, y }) => x >= -1 && y >= -1 && x <= this.canvas.width + 1 && y <= this.canvas.height + 1
    if (text && !ends.every(inside) || wide > (most ?? wide) + 0.5) window.cut.add(text)
  }
}"""
# The numbers below sliders that reach into what stands below.
HANGING = """() => Array.from(document.querySelectorAll('.course-ticks i')).filter(each => each.dataset.said
    && each.getBoundingClientRect().bottom + parseFloat(getComputedStyle(each, '::after').lineHeight)
       > each.closest('.course-slider').getBoundingClientRect().bottom + 0.5).map(each => each.dataset.said)"""
ALL = {
    **EXPLORERS,
    "path": lambda: path("basins", [SGD(0.3), Adam(0.3)], view="landscape", memory=True, alt="Paths."),
    "map": lambda: path(["quadratic", [1, 25]], [SGD(0.03), Adam(0.3)], memory=True, alt="Paths."),
    "curve": lambda: train("curve", [SGD(0.1), Adam(0.01)], (8,), steps=60, alt="Two rules learn a curve."),
    "plane": lambda: train("moons", [SGD(0.1), Adam(0.01)], (8,), steps=60, alt="Two rules learn moons."),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("make", ALL.values(), ids=ALL.keys())
def test_no_word_is_cut_on_a_phone_or_in_a_window(opened, make, language):
    with speaking(language):
        page = opened(make())
    page.evaluate(CUT)
    for width in (320, 366, 720, 1080):
        page.set_viewport_size({"width": width, "height": 844})
        settled(page, 100)
        assert page.evaluate(HANGING) == [], width
    assert page.evaluate("() => [...window.cut]") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_stand_two_by_two_on_a_phone(opened, language):
    """Whatever the button beside them says: with its words in Chinese they once stood one below the other."""
    with speaking(language):
        rules = [SGD(0.3), Momentum(0.3), RMSProp(0.3), Adam(0.3)]
        page = opened(path("basins", rules, view="landscape", alt="Paths."))
    page.set_viewport_size({"width": 366, "height": 844})
    settled(page, 50)
    chips = page.locator(".course-head .course-chip")
    tops = [round(box["y"]) for box in (chip.bounding_box() for chip in chips.all())]
    assert tops[0] == tops[1] < tops[2] == tops[3]


def test_four_rules_stand_in_one_row_of_the_front_page(opened):
    rules = [SGD(0.3), Momentum(0.3), RMSProp(0.3), Adam(0.3)]
    page = opened(path("basins", rules, view="landscape", alt="Paths."))
    page.set_viewport_size({"width": 1016, "height": 800})
    settled(page, 50)
    assert len({chip.bounding_box()["y"] for chip in page.locator(".course-head .course-chip").all()}) == 1


def test_a_slide_s_lower_picture_is_no_stamp(opened):
    """The run below the map of rates takes more than a third of the slide's width, the pixels above half its height."""
    wide = "() => { const now = document.querySelector('canvas:last-of-type'); return now.clientHeight / now.parentElement.clientHeight }"  # noqa: E501
    for name, least, most in (("rate_map", 0.44, 0.5), ("pixel_rates", 0.3, 0.38)):
        page = opened(EXPLORERS[name]())
        page.set_viewport_size({"width": 1120, "height": 630})
        page.evaluate("() => document.body.classList.add('reveal')")
        page.add_style_tag(content="body { height: 530px } #explorer0 { height: 100% }")
        settled(page, 50)
        assert least < page.evaluate(wide) < most


def test_a_preset_s_words_stand_in_one_line_on_a_slide(opened):
    presets = {"too large": {"lr": 0.0205}, "noise at 0.005": {"noise": 5}, "noise at 0.019": {"lr": 0.019}}
    page = opened(path(["quadratic", [1, 25]], [SGD(0.005)], presets=presets, alt="Paths."))
    page.evaluate("() => document.body.classList.add('reveal')")
    page.set_viewport_size({"width": 1120, "height": 630})
    settled(page, 50)
    tall = [box["height"] for box in (each.bounding_box() for each in page.locator(".course-presets button").all())]
    assert len(tall) == 3 and max(tall) < 48


LINK = """([settings, first]) => {
  const link = linkTo("https://course.example/chapter.html?old=1#top", "map", settings, first)
  return [link, linked(structuredClone(first), "map", new URL(link).search)]
}"""


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"steps": 7, "noise": 0.05},
        {"surface": "bowl, κ = 25", "start": [-1.5, 2e-7]},
        {"rules": []},
        {"rules": ["Adam, lr 0.01"]},
        {"knobs": {"Adam, lr 0.1": {"lr": 0.3}, "Adam, lr 0.01": {"lr": 1e-4}}},
    ],
)
def test_a_link_opens_what_was_copied(chrome, changes):
    first = {
        "surface": "canyon",
        "start": [1.0, 2.0],
        "steps": 100,
        "noise": 0.0,
        "rules": ["Adam, lr 0.1", "Adam, lr 0.01"],
        "knobs": {"Adam, lr 0.1": {"lr": 0.1}, "Adam, lr 0.01": {"lr": 0.01}},
    }
    link, opened = run_module(chrome, "host", LINK, [first | changes, first])
    assert opened == first | changes
    assert link.startswith("https://course.example/chapter.html") and link.endswith("#map")
    assert "old" not in link and link.count("=") == sum(
        len(value) if isinstance(value, dict) else 1 for value in changes.values()
    )


@pytest.mark.parametrize(
    "search",
    ["?explorer0.surface=moon", "?explorer0.rules=[%22Adm%22]", "?explorer0.start=[1,2,3]&explorer0.surface=x"],
)
def test_a_link_to_what_is_not_here_opens_the_explorer_as_it_was(chrome, search, tmp_path):
    (tmp_path / "page.html").write_text(page_of(path("canyon", [SGD(0.1)], alt="A path.")), encoding="utf-8")
    chrome.goto(f"{(tmp_path / 'page.html').as_uri()}{search}")
    chrome.locator(".course-value:not(:empty)").first.wait_for()
    assert chrome.locator(".course-explorer").count() == 1
    assert told(chrome)["surface"] == "canyon" and told(chrome)["rules"] == ["SGD"]


def test_a_link_cannot_ask_for_endless_work(chrome, tmp_path):
    (tmp_path / "page.html").write_text(page_of(path("canyon", [SGD(0.1)], alt="A path.")), encoding="utf-8")
    chrome.goto(f"{(tmp_path / 'page.html').as_uri()}?explorer0.steps=1e9")
    chrome.locator(".course-value:not(:empty)").first.wait_for()
    chrome.locator("input[name=lr]").press("ArrowRight")
    assert told(chrome)["steps"] == 500


def test_copy_link_puts_the_settings_into_the_address(chrome, tmp_path):
    (tmp_path / "page.html").write_text(page_of(path("canyon", [SGD(0.1)], alt="A path.")), encoding="utf-8")
    with served(tmp_path) as home:
        chrome.goto(f"{home}/page.html")
        assert typed(chrome, "lr", "0.02") == "0.02"
        chrome.get_by_role("button", name="Copy link").click()
        assert chrome.url == f"{home}/page.html?explorer0.knobs.SGD.lr=0.02#explorer0"
        chrome.goto("about:blank")
        chrome.goto(f"{home}/page.html?explorer0.knobs.SGD.lr=0.02#explorer0")
        assert chrome.locator("input[name='lr, typed']").input_value() == "0.02"


@pytest.mark.parametrize("colours", [style.LIGHT, style.DARK])
def test_words_are_readable_on_their_ground(colours):
    """WCAG's contrast of at least 4.5 for words, 3 for the rim of what can be pressed."""
    for words in ("text", "quiet", "accent", "done"):
        for ground in ("paper", "panel"):
            assert contrast(colours[words], colours[ground]) >= 4.5, (words, ground)


def contrast(one, other):
    """Of two colours like "#1c2024", as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_colours_of_explorers_are_those_of_figures():
    for name, colour in style.LIGHT.items():
        assert f"--course-{name}: {colour};" in base.CSS
    assert style.RC["grid.color"] == style.LIGHT["grid"]
