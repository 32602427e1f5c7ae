"""The train explorer wherever it may stand: on a phone, under a finger, at twice its size, on a slide; and what it does
there with a file that is dropped on it."""

import contextlib

import pytest

from course_lib.authoring import decks, slides
from course_lib.authoring.lecture import Lecture
from course_lib.explorers import path, train, train_task
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
from tests.explorer_page import page_of, settled

RULES = [SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01)]
READY = "() => document.querySelector('canvas') && !document.querySelector('[data-busy]')"
SETTINGS = "() => document.getElementById('explorer0').state.settings"
# What can be pressed, but is covered where it is scrolled to.
COVERED = """() => Array.from(document.querySelectorAll('.course-explorer :is(button, select, input)'))
  .filter(own => own.checkVisibility() && own.getBoundingClientRect().width).filter(own => {
    own.scrollIntoView({ block: 'nearest' })
    const { left, top, width, height } = own.getBoundingClientRect()
    const met = document.elementFromPoint(left + width / 2, top + height / 2)
    return !(met && (own.contains(met) || met.contains(own) && !met.querySelector('canvas')))
  }).map(own => own.name || own.innerText)"""
PRESSED = ".course-explorer :is(button, select, .course-chip, [type=range])"
SMALL = """([pressed, least]) => Array.from(document.querySelectorAll(pressed))
  .filter(own => own.checkVisibility() && own.getBoundingClientRect().height < least).map(own => own.outerHTML)"""


def explorer(data="curve", hidden=(8,), **options):
    return train(data, RULES, hidden, alt="Losses.", **({"steps": 60, "n": 64} | options))


@contextlib.contextmanager
def screen(chrome, html, **options):
    """A page of its own with the HTML, once all is trained."""
    page = chrome.context.browser.new_page(**options)
    page.set_content(html.replace("<title>", '<meta name="viewport" content="width=device-width"><title>'))
    page.wait_for_function(READY)
    settled(page, 100)
    yield page
    page.close()


def test_a_finger_on_a_phone(chrome):
    size = {"width": 390, "height": 844}
    calm = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    with screen(chrome, page_of(explorer("moons")), viewport=size, **calm) as phone:
        for name in ("More", "Numbers"):
            phone.get_by_role("button", name=name).tap()
        assert phone.locator("[aria-label=Numbers] tbody tr").count() == len(RULES), "opened when all was trained"
        phone.locator("canvas").first.tap(position={"x": 100, "y": 60})
        phone.locator(".course-chip", has_text="Adam").tap()
        phone.wait_for_function(READY)
        settled(phone, 250)
        told = phone.evaluate(SETTINGS)
        assert len(told["points"]) == 1 and "Adam" not in told["rules"]
        assert phone.evaluate(SMALL, [PRESSED, 44]) == []
        assert phone.evaluate(COVERED) == []
        assert phone.evaluate("() => document.documentElement.scrollWidth") <= 390
        # Who wants no motion sees at most four pictures a second.
        phone.get_by_role("button", name="Play").tap()
        seen = phone.evaluate("""() => new Promise(done => {
            const drawn = document.querySelector('input[name=drawn]'), seen = new Map()
            const watch = now => {
              if (!seen.has(drawn.value)) seen.set(drawn.value, now)
              if (seen.size < 4) requestAnimationFrame(watch)
              else done([...seen.values()])
            }
            requestAnimationFrame(watch)
        })""")
        assert seen[3] - seen[1] > 400


def test_at_twice_its_size_every_control_can_be_reached(chrome):
    widgets = explorer(), path("canyon", RULES, steps=20, alt="Paths.")
    with screen(chrome, page_of(*widgets), viewport={"width": 640, "height": 450}) as page:
        for opener in page.locator(".course-opener").all():
            opener.click()
        settled(page, 100)
        assert page.evaluate(COVERED) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 640
        levers = [lever for lever in page.locator("[type=range]").all() if lever.is_visible()]
        assert len(levers) > 12 and min(lever.bounding_box()["width"] for lever in levers) >= 240


SLIDE = """<style>{css}</style><body><div class="reveal" style="height: 630px"><div class="slides"><section>
<section style="height: 630px"><h2>A network</h2><div class="alive">"""
# Words smaller than the lecture's, and parts that leave the slide.
WRONG = """least => {
  const root = document.querySelector('.course-explorer'), rim = root.parentElement.getBoundingClientRect()
  const parts = Array.from(root.querySelectorAll('*')).filter(own => own.checkVisibility({ checkOpacity: true }))
  const words = parts.filter(own => Array.from(own.childNodes).some(node => node.nodeType === 3 && node.data.trim()))
  const outside = ({ top, right, bottom, width }) => width > 1
    && (bottom > rim.bottom + 1 || right > rim.right + 1 || top < rim.top - 1)
  return [words.filter(own => parseFloat(getComputedStyle(own).fontSize) < least).map(own => own.textContent),
    parts.filter(own => !own.closest('.course-inside') && outside(own.getBoundingClientRect()))
      .map(own => own.outerHTML.slice(0, 100))]
}"""


@pytest.mark.parametrize("data", ["curve", "moons"])
def test_on_a_slide_letters_are_large_and_all_has_room(chrome, data):
    css = decks.look(Lecture())
    task = train_task("At which batch size does SGD end below all the other rules, Adam too?", batch_size=(1, 1))
    html = page_of(explorer(data, others=["spirals"], tasks=[task])).replace("<body>", SLIDE.format(css=css))
    size = {"width": slides.WIDTH, "height": slides.HEIGHT}
    with screen(chrome, html, viewport=size) as page:
        # 24 of 720 lines, and 300 for a slider: a slide is 630 high.
        assert page.evaluate(WRONG, 24 * slides.HEIGHT / 720) == [[], []]
        widths = [lever.bounding_box()["width"] for lever in page.locator("[type=range]").all() if lever.is_visible()]
        assert len(widths) == 3 and min(widths) >= 300 * slides.HEIGHT / 720


DROP = """([name, text]) => {
  const data = new DataTransfer(), root = document.querySelector('.course-explorer')
  const file = new File([text ?? ''], name, { type: 'text/csv' })
  if (text === null) File.prototype.arrayBuffer = () => Promise.reject(new DOMException('no', 'NotReadableError'))
  data.items.add(file)
  for (const kind of ['dragover', 'drop']) {
    const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })
    if (root.dispatchEvent(event)) throw new Error(`${kind} is left to the browser, which leaves the page`)
  }
}"""
ROWS = "\n".join(f"{i % 7},5;{i % 3}" for i in range(40))


def test_a_file_is_dropped(chrome):
    with screen(chrome, page_of(explorer())) as page:
        page.get_by_role("button", name="Numbers").click()
        for rows, many in [(f"{ROWS}\n{ROWS}", 60), (ROWS, 30)]:  # a file that has changed is learned from anew
            page.evaluate(DROP, ["mine.csv", f"a;b\n{rows}"])
            page.get_by_text(f"{many} samples to learn from").wait_for()
        says = page.locator("p[role=status]").first
        for name, text, sentence in [
            ("mine.csv", f"a;b\n{ROWS}\n;1", "mine.csv: 30 rows to learn from, 10 held back, 1 with a missing value"),
            ("a.png", "\0PNG", "This is no text file: save the table as CSV first."),
            ("a.json", '{"a": 1}', "This file has no rows: the first line names the columns, each other is a sample."),
            ("folder", None, "folder cannot be read: choose one file, not a folder."),
        ]:
            page.evaluate(DROP, [name, text])
            settled(page, 100)
            page.wait_for_function(READY)
            assert says.inner_text().startswith(sentence) and says.is_visible()
            assert page.locator(".course-drop").count() == 0
        assert page.locator("select[name=data]").input_value() == "mine.csv", "what cannot be read changes nothing"


# How often the picture of the losses is begun, at most, from one frame to the next, while it trains and is played.
DRAWN = """() => new Promise(done => {
  const pen = CanvasRenderingContext2D.prototype, { clearRect } = pen
  const canvas = document.querySelector('.course-side canvas')
  let [count, most, frames] = [0, 0, 0]
  pen.clearRect = function (...box) {
    if (this.canvas === canvas) count++
    return clearRect.apply(this, box)
  }
  const tick = () => {
    most = Math.max(most, count)
    count = 0
    if (++frames < 40) requestAnimationFrame(tick)
    else done([most, document.querySelector('[data-busy]') !== null])
  }
  requestAnimationFrame(tick)
})"""


def test_while_it_trains_and_plays_it_is_drawn_once_a_frame(chrome):
    chrome.set_content(page_of(explorer("spirals", (64, 64), steps=2000, n=256)))
    chrome.locator("input[name=drawn]").press("Home")
    chrome.get_by_role("button", name="Play").press("Enter")
    assert chrome.evaluate(DRAWN) == [1, True]


def test_pointing_at_the_losses_shows_what_had_been_learned_by_then(chrome):
    chrome.goto("about:blank")  # or Chromium tells nobody that the mouse has left the last page
    chrome.set_content(page_of(explorer()))
    chrome.wait_for_function(READY)
    stage, losses = (chrome.locator("canvas").nth(i) for i in (0, 1))
    shown = lambda: (settled(chrome, 50), stage.screenshot(), chrome.locator(".course-value").all_inner_texts())[1:]  # noqa: E731
    last = shown()
    box = losses.bounding_box()
    chrome.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 40)
    half = shown()
    assert half[0] != last[0] and half[1] != last[1]
    chrome.mouse.move(box["x"] + 30, box["y"] + 40)  # before the first update
    first = shown()[1]
    assert len(set(first)) == 1 and first[0] not in half[1]
    chrome.mouse.move(5, 5)
    assert shown() == last
    assert chrome.locator("input[name=drawn]").input_value() == "60"


# Counts what workers are asked and what they answer.
COUNTED = """<script>
  window.counts = { asked: 0, answered: 0 }
  window.Worker = class extends Worker {
    constructor(address) {
      super(address)
      this.addEventListener('message', () => counts.answered++)
    }
    postMessage(...news) {
      counts.asked++
      super.postMessage(...news)
    }
  }
</script>"""
NO_WORKER = """<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">"""


def test_a_page_from_a_file_trains_in_a_worker_and_without_one_finds_the_same(chrome, tmp_path):
    html = page_of(explorer("moons", (6, 5), steps=200))
    found, page = {}, chrome.context.browser.new_page()
    for name, head in (("worker", COUNTED), ("none", COUNTED + NO_WORKER)):
        file = tmp_path / f"{name}.html"
        file.write_text(html.replace("<title>", f"{head}<title>"), encoding="utf-8")
        page.goto(file.as_uri())
        page.wait_for_function(READY)
        # A hand that moves on before the last training is done: the last place counts.
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
            page.locator("input[name=lr]").press(key)
        page.wait_for_function(READY)
        page.get_by_role("button", name="Numbers").click()
        settled(page, 50)
        rows = page.locator("[aria-label=Numbers] tbody tr").all_inner_texts()
        found[name] = rows, page.evaluate("() => counts")
        page.get_by_role("button", name="A fair race").click()
        page.get_by_role("button", name="Tune each rule").click()
        page.locator(".course-race canvas").first.wait_for()
        raced = page.evaluate("() => counts.answered")
        assert raced > found[name][1]["answered"] if name == "worker" else raced == 0
    page.close()
    counts = found["worker"][1]
    assert 0 < counts["answered"] <= counts["asked"] and found["none"][1]["answered"] == 0
    assert len(found["none"][0]) == len(RULES) and found["worker"][0] == found["none"][0]
