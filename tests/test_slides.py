"""The lecture: every slide of the deck is covered, nothing is cut off, explorers live, the guide's links open right."""

import itertools
import json
import re
import zlib
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from course_lib.authoring import AuthoringError, build, decks, guide, printing, slides
from course_lib.authoring.lecture import Deck, Lecture
from course_lib.authoring.source import generate, is_for_slides, read, slide_type
from tests.explorer_controls import SELECTOR
from tests.explorer_page import settled
from tests.pages import barriers, listening, moves, served, undescribed
from tests.tours import tours

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
# The slides of the lecture that a chapter accompanies.
COVERED = {
    "01_gradient_descent": {"S1", "S2"},
    "02_adagrad": {"S3", "S4", "S5", "S6"},
    "03_momentum": {"S7", "S8", "S9", "S10"},
    "04_rmsprop": {"S11", "S12"},
    "05_adam": {"S13"},
    "06_comparison": {"S14", "S16", "S17", "S18"},
    "07_beyond": {"S15"},
}
CHAPTERS = list(COVERED)
WITH_HOMEWORK = [chapter for chapter in CHAPTERS if f"solutions/{chapter}" in build.sources(ROOT)]
# What of the current slide ends outside it, in its own pixels.
CUT_OFF = """() => {
  const slide = Reveal.getCurrentSlide(), rim = slide.getBoundingClientRect(), scale = rim.width / slide.offsetWidth
  const room = slide.closest('.slides').getBoundingClientRect()
  return Array.from(slide.querySelectorAll('*')).filter(part => {
    if (part.closest('aside') || !part.checkVisibility({ checkOpacity: true })) return false
    const { top, bottom, left, right } = part.getBoundingClientRect()
    return bottom > room.bottom + 1 || right > room.right + 1 || left < room.left - 1 || top < room.top - 1
      || (part.tagName === 'PRE' && part.scrollWidth > part.clientWidth + 1)
  }).map(part => part.outerHTML.slice(0, 120))
}"""
# Pictures that fill neither the height below the heading nor the width, or whose letters the last row cannot read.
SMALL = """() => {
  const slide = Reveal.getCurrentSlide(), rim = slide.getBoundingClientRect()
  const room = rim.bottom - slide.querySelector('h1, h2').getBoundingClientRect().bottom
  return Array.from(slide.querySelectorAll('figure img')).filter(image => {
    const { width, height } = image.getBoundingClientRect(), ratio = image.naturalWidth / image.naturalHeight
    const high = Math.min(height, width / ratio), letters = 720 / innerHeight * image.dataset.letters * high
    return !(letters >= 22) || (high < 0.73 * room && high * ratio < 0.9 * rim.width)
  }).map(image => image.alt)
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    assert decks.main(ROOT, folder, folder / "lecture.toml") == 0
    return folder


def source(chapter):
    return (ROOT / "notebooks" / "src" / f"{chapter}.md").read_text(encoding="utf-8")


def leaves(built, chapter):
    """The slides of a chapter, as HTML."""
    page = BeautifulSoup((built / chapter / "index.html").read_text(encoding="utf-8"), "html.parser")
    return page.select(".slides > section > section")


def test_each_chapter_has_slides():
    assert decks.chapters(ROOT) == CHAPTERS


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_s_slides(built, chapter):
    found = leaves(built, chapter)
    assert 12 <= len(found) <= 20
    seconds = [int(slide["data-timing"]) for slide in found]
    assert all(20 <= each <= 300 for each in seconds) and 20 <= sum(seconds) / 60 <= 45
    for slide in found:
        assert len(slide.select("h1, h2")) == 1, "one idea, one heading"
        notes = slide.select_one("aside.notes")
        assert notes and len(notes.get_text().split()) >= 10, slide.select_one("h1, h2").get_text()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_lecture_s_slides_are_covered_in_order(built, chapter):
    named = [slide["data-covers"].split() for slide in leaves(built, chapter) if slide.has_attr("data-covers")]
    numbers = [int(each[1:]) for names in named for each in names]
    assert {f"S{number}" for number in numbers} == COVERED[chapter]
    firsts = sorted(set(numbers), key=numbers.index)
    assert firsts == sorted(firsts), "in the order of the deck"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_the_lecturer_asks_first_is_not_shown_yet(built, chapter):
    """A slide whose notes say so waits for a click; and notes name no slide by its number, which a plan changes."""
    for slide in leaves(built, chapter):
        notes = slide.select_one("aside.notes").get_text()
        assert not re.search(r"\bslides? \d", notes), notes
        if re.search(r"[Aa]sk first|before you (show it|show them|click)|then show\b", notes):
            waits = slide.select_one(".fragment") or slide.has_attr("data-answer") or slide.has_attr("data-build")
            assert waits, slide.select_one("h1, h2").get_text()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_a_slide_s_data_names_is_there(built, chapter):
    for slide in leaves(built, chapter):
        if slide.has_attr("data-answer"):
            assert 1 <= int(slide["data-answer"]) <= len(slide.select("ol > li")), slide.h2
        if slide.has_attr("data-build"):
            assert slide.select(slide["data-build"]), slide.h2
        if slide.has_attr("data-lines"):
            shown = slide.select_one(".highlight pre").get_text().strip("\n").splitlines()
            for step in slide["data-lines"].split("|"):
                assert all(shown[int(number) - 1].strip() for number in step.split("-")), slide.h2


def test_a_line_of_code_and_a_term_come_at_their_click(built, chrome):
    chrome.goto((built / "05_adam" / "index.html").as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    marked = """() => Array.from(Reveal.getCurrentSlide().querySelectorAll('.line.current-fragment'),
        line => line.innerText.trim())"""
    chrome.evaluate("() => Reveal.slide(4, 0, -1)")
    seen = []
    while chrome.evaluate("() => Reveal.getIndices().h") == 4:
        seen.append([line.split(" =")[0] for line in chrome.evaluate(marked)])
        chrome.keyboard.press("Space")
    assert seen == [[], ["m"], ["S"], ["m_hat", "S_hat"], ["W"]]
    chrome.evaluate("() => Reveal.slide(3, 0, -1)")
    shown = """() => Array.from(Reveal.getCurrentSlide().querySelectorAll('msqrt, mfrac'), part => part.checkVisibility(
        { visibilityProperty: true }))"""
    chrome.wait_for_function(f"() => ({shown})().join() === 'true,true,false,false'")  # they fade
    for _ in range(4):
        chrome.keyboard.press("Space")
    chrome.wait_for_function(f"() => ({shown})().every(Boolean)")
    assert chrome.evaluate("() => Reveal.getIndices().h") == 3


def test_where_each_slide_of_the_lecture_stands(built, record_testsuite_property):
    """S1 to S18, each on at least one slide; the list goes into the report."""
    where = {f"S{number}": [] for number in range(1, 19)}
    for chapter in CHAPTERS:
        for number, slide in enumerate(leaves(built, chapter), start=1):
            for name in slide.get("data-covers", "").split():
                where[name].append(f"{chapter[:2]}/{number}")
    for name, places in where.items():
        record_testsuite_property(name, " ".join(places))
    assert all(where.values())


def test_the_start_page_and_the_last_slides_lead_on(built):
    start = BeautifulSoup((built / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert [link["href"] for link in start.select("a")] == [f"{chapter}/index.html" for chapter in CHAPTERS]
    on = [[link["href"] for link in leaves(built, chapter)[-1].select(".next a")] for chapter in CHAPTERS]
    assert on == [[f"../{chapter}/index.html"] for chapter in CHAPTERS[1:]] + [[]]


def test_headings_stand_at_one_height(built, chrome):
    chrome.goto((built / "06_comparison" / "index.html").as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    tops = chrome.evaluate("""() => Reveal.getSlides().slice(1).map((slide, i) => {
        Reveal.slide(i + 1)
        return Math.round(slide.querySelector('h2').getBoundingClientRect().top)
    })""")
    assert len(tops) > 10 and len(set(tops)) == 1


def every_slide(chrome, home, chapter, width, height):
    """Shows all slides in turn, and asks of each that it is whole; yields a selector of what is new on the page."""
    size = chrome.viewport_size
    chrome.set_viewport_size({"width": width, "height": height})
    with listening(chrome, home) as heard:
        chrome.goto(f"{home}/{chapter}/index.html")
        chrome.wait_for_function("() => Reveal.isReady()")
        for number in range(chrome.evaluate("() => Reveal.getTotalSlides()")):
            chrome.evaluate("number => Reveal.slide(number, 0, 99)", number)  # with all its fragments
            settled(chrome, 60)
            assert chrome.evaluate(CUT_OFF) == [], f"{chapter}, slide {number + 1}"
            assert chrome.evaluate(SMALL) == [], f"{chapter}, slide {number + 1}"
            yield ".slides .present .present" if number else None
        assert heard == []
    chrome.set_viewport_size(size)


@pytest.mark.parametrize("chapter", tours(CHAPTERS, "03_momentum", "06_comparison"))
def test_every_slide_is_whole(built, chrome, chapter):
    assert len(list(every_slide(chrome, built.as_uri(), chapter, 1280, 720))) > 10


@pytest.mark.parametrize("chapter", tours(CHAPTERS, "05_adam"))
def test_every_slide_is_whole_on_a_large_screen_and_for_those_who_cannot_see_it(built, chrome, chapter):
    with served(built) as address:
        for new in every_slide(chrome, address, chapter, 1920, 1080):
            assert barriers(chrome, new) == []
            assert undescribed(chrome) == []


def test_results_beside_a_picture_stand_close_together(built, chrome):
    """A table and the remark on it are read as one; without room between them nothing ties them together."""
    chrome.goto((built / "05_adam" / "index.html").as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    gaps = chrome.evaluate("""() => {
      const found = []
      for (const section of document.querySelectorAll(".slides > section > section.beside")) {
        Reveal.slide(Reveal.getIndices(section).h, 0, 99)
        const rims = Array.from(section.querySelectorAll(".result"), one => one.getBoundingClientRect())
        for (const [number, rim] of rims.slice(1).entries()) found.push(rim.top - rims[number].bottom)
      }
      return found
    }""")
    assert gaps and all(0 <= gap < 40 for gap in gaps)


@pytest.mark.parametrize("chapter", tours(CHAPTERS, "06_comparison"))
def test_explorers_live_on_slides(built, chrome, chapter):
    chrome.goto((built / chapter / "index.html").as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    count = chrome.locator(SELECTOR).count()
    assert count >= 1
    for number in range(count):
        explorer = chrome.locator(SELECTOR).nth(number)
        explorer.evaluate("own => { const { h } = Reveal.getIndices(own.closest('section section')); Reveal.slide(h) }")
        before = chrome.evaluate("() => Reveal.getState().indexh")
        assert moves(chrome, explorer)
        assert chrome.evaluate("() => Reveal.getState().indexh") == before, "a key for an explorer turned the page"


@pytest.mark.parametrize("chapter", tours(CHAPTERS))
def test_a_lecturer_comes_through_with_the_space_bar(built, chrome, chapter):
    with listening(chrome, built.as_uri()) as heard:
        chrome.goto((built / chapter / "index.html").as_uri())
        chrome.wait_for_function("() => Reveal.isReady()")
        chrome.bring_to_front()
        seen = [chrome.evaluate("() => Reveal.getState()")]
        while not chrome.evaluate("() => Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            chrome.keyboard.press("Space")
            seen.append(chrome.evaluate("() => Reveal.getState()"))
            assert seen[-1] != seen[-2], "a press that changes nothing"
        assert heard == []
    assert {state["indexh"] for state in seen} == set(range(len(leaves(built, chapter))))


def test_an_enlarged_slide_follows_the_hand(built, chrome):
    """A slide is scaled to fill the screen: the start of a path goes where the pointer is."""
    size = chrome.viewport_size
    chrome.set_viewport_size({"width": 1920, "height": 1080})
    chrome.goto((built / "03_momentum" / "index.html").as_uri())
    chrome.wait_for_function("() => Reveal.isReady()")
    root = chrome.locator(f"{SELECTOR}[aria-label='Path explorer']").first
    root.evaluate("own => Reveal.slide(Reveal.getIndices(own.closest('section section')).h)")
    settled(chrome, 200)
    canvas = root.locator("canvas").first
    rim = canvas.bounding_box()
    chrome.mouse.click(rim["x"] + 0.75 * rim["width"], rim["y"] + 0.5 * rim["height"])
    settled(chrome, 200)
    state = root.evaluate("own => own.parentElement.state")
    low, high = state["fixed"]["surfaces"][state["settings"]["surface"]]["window"][0]
    scale = rim["width"] / canvas.evaluate("own => own.clientWidth")
    assert scale > 1.5
    left, right = 64 * scale, rim["width"] - 14 * scale  # the margins of draw.js
    wanted = low + (0.75 * rim["width"] - left) / (right - left) * (high - low)
    assert state["settings"]["start"][0] == pytest.approx(wanted, abs=0.02 * (high - low))
    chrome.set_viewport_size(size)


@pytest.mark.parametrize("number", tours([0, 2, 9], 2))
def test_the_speaker_s_window_shows_the_notes_of_this_slide(built, chrome, number):
    chrome.goto("about:blank")
    chrome.goto((built / "03_momentum" / "index.html").as_uri() + f"#/{number}")
    chrome.wait_for_function("() => Reveal.isReady()")
    with chrome.expect_popup() as popup:
        chrome.keyboard.press("s")
    speaker, notes = popup.value, leaves(built, "03_momentum")[number].select_one("aside.notes").get_text().strip()
    speaker.wait_for_function(
        """wanted => document.querySelector('.speaker-controls-notes .value')
        ?.innerText.trim().startsWith(wanted)""",
        arg=notes[:40],
    )
    settled(chrome, 500)
    label, next_slide = (speaker.locator(f"#upcoming-slide {part}").bounding_box() for part in (".label", "iframe"))
    assert label["y"] + label["height"] <= next_slide["y"], "the label covers the next slide"
    assert chrome.evaluate("() => Reveal.getIndices().h") == number, "the speaker's window turned the page"
    assert re.search("pacing", speaker.locator("body").inner_text(), re.IGNORECASE), "the plan's clock is missing"
    speaker.close()


@pytest.mark.tour
def test_each_slide_is_printed_on_a_page(built, chrome):
    chrome.goto((built / "03_momentum" / "index.html").as_uri() + "?print-pdf")
    chrome.wait_for_selector(".pdf-page")
    settled(chrome, 500)
    pages = len(re.findall(rb"/Type\s*/Page\b", chrome.pdf(prefer_css_page_size=True)))
    assert pages == len(leaves(built, "03_momentum"))
    shown = "own => getComputedStyle(own).display"
    grids = chrome.evaluate(f"() => Array.from(document.querySelectorAll('.pdf-page > section.beside'), {shown})")
    assert set(grids) == {"grid"}, "numbers stand beside their picture on paper, too"
    chrome.goto((built / "03_momentum" / "index.html").as_uri() + "?print-pdf&showNotes=separate-page")
    chrome.wait_for_selector(".pdf-page")
    settled(chrome, 500)
    pages = len(re.findall(rb"/Type\s*/Page\b", chrome.pdf(prefer_css_page_size=True)))
    assert pages == 2 * len(leaves(built, "03_momentum")), "a page for each slide and for each slide's notes"


def test_what_is_printed_waits_for_its_explorers(chrome, tmp_path):
    decks.write(ROOT, Lecture(), Deck("a", "a", (("03_momentum", (8,)),)), tmp_path / "a")
    page = tmp_path / "a" / "index.html"
    text = page.read_text(encoding="utf-8")
    late = "await new Promise(done => setTimeout(done, 2000)); show(explorer, "
    assert text.count("\nshow(explorer, ") == 1, "the deck has one explorer, and no other picture"
    page.write_text(text.replace("\nshow(explorer, ", f"\n{late}"), encoding="utf-8")
    assert printing.pdf(page, tmp_path / "a.pdf", "?print-pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    assert drawn(content) > 1000, "the explorer's bars and dots, as lines that stay sharp"
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1


def drawn(content):
    """How many lines, curves and rectangles the pages of a PDF are made of."""
    streams = [
        zlib.decompress(one) for one in re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)endstream", content, re.DOTALL)
    ]
    return sum(len(re.findall(rb"\n[-0-9. ]+ (?:l|c|re)(?=\n)", one)) for one in streams)


# The lecturer's pages

LINK = re.compile(r"\[[^\]]*\]\((\.\./\.\./dist/slides/[^)\s]+)\)")


@pytest.mark.parametrize("chapter", tours(CHAPTERS, "04_rmsprop"))
def test_the_guide_s_links_open_an_explorer_at_these_settings(built, chrome, chapter):
    page = (ROOT / "docs" / "instructor" / f"{chapter}.md").read_text(encoding="utf-8")
    links = LINK.findall(page)
    assert len(links) >= 3
    for link in links:
        parts = urlsplit(link.removeprefix("../../dist/slides/"))
        assert parts.path == f"{chapter}/index.html"
        chrome.goto("about:blank")
        with listening(chrome, built.as_uri()) as heard:
            chrome.goto(f"{(built / parts.path).as_uri()}?{parts.query}#{parts.fragment}")
            chrome.wait_for_function("() => Reveal.isReady()")
            chrome.locator(f".present .present {SELECTOR}").wait_for()
            settled(chrome, 100)
            assert heard == [], link
        shown = chrome.evaluate("""() => Object.fromEntries(Array.from(Reveal.getCurrentSlide().querySelectorAll(
            '[id^=explorer]'), place => [place.id, place.state.settings]))""")
        assert parts.query
        for key, text in parse_qsl(parts.query):
            identity, *way = key.split(".")
            value = shown[identity]
            for step in way:
                value = value[int(step)] if isinstance(value, list) else value[step]
            assert value == (text if isinstance(value, str) else json.loads(text)), link


@pytest.mark.parametrize("chapter", WITH_HOMEWORK)
def test_a_guide_s_page_holds_the_mistakes_of_its_homework(chapter):
    page = ROOT / "docs" / "instructor" / f"{chapter}.md"
    assert guide.filled(ROOT, page) == page.read_text(encoding="utf-8"), "run make notebooks"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_guide_s_plan_is_that_of_the_slides(built, chapter):
    """Every slide stands in one row of the plan, and a row's minutes are those of its slides, to the half minute."""
    page = (ROOT / "docs" / "instructor" / f"{chapter}.md").read_text(encoding="utf-8")
    plan = page.split("## Plan")[1].split("\n## ")[0]
    rows = re.findall(r"^\|\s*([\d.]+)\s*\|\s*(\d+)(?:\s*(?:to|–|-)\s*(\d+))?\s*\|", plan, re.MULTILINE)
    seconds = [int(slide["data-timing"]) for slide in leaves(built, chapter)]
    numbers = [list(range(int(first), int(last or first) + 1)) for _, first, last in rows]
    assert list(itertools.chain(*numbers)) == list(range(1, len(seconds) + 1))
    for (minutes, _, _), these in zip(rows, numbers):
        assert float(minutes) == pytest.approx(sum(seconds[number - 1] for number in these) / 60, abs=0.5)


def numbers(text):
    """[1, 2, 3, 7] for "1 to 3, 7"."""
    ranges = [part.split(" to ") for part in text.split(", ")]
    return [number for ends in ranges for number in range(int(ends[0]), int(ends[-1]) + 1)]


def test_the_overview_s_minutes_are_right(built):
    page = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in page.splitlines() if row.startswith("| ")]
    seconds = {chapter[1]: [int(slide["data-timing"]) for slide in leaves(built, chapter)] for chapter in CHAPTERS}
    overview = {row[0][0]: row[2] for row in rows if row[-1].startswith("[chapter ")}
    assert overview == {name: f"{sum(each) / 60:g} minutes" for name, each in seconds.items()}
    short = [row for row in rows if len(row) == 3 and row[0] in seconds and re.fullmatch(r"[\d.]+", row[2])]
    assert [row[0] for row in short] == list(seconds)
    for name, shown, minutes in short:
        assert sum(seconds[name][number - 1] for number in numbers(shown)) / 60 == float(minutes)
    assert sum(float(minutes) for _, _, minutes in short) <= 90


def test_links_of_the_guide_lead_somewhere():
    for page in [ROOT / "docs" / "instructor.md", *(ROOT / "docs" / "instructor").glob("*.md")]:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            assert link.startswith("../../dist/slides/") or (page.parent / link).is_file(), link


# From text to slides

TEXT = """# A

words

+++ {"tags": ["slide-only"], "slideshow": {"slide_type": "slide", "data": {"timing": 60, "covers": "S7"}}}

## Large words

+++ {"slideshow": {"slide_type": "notes"}}

Say it slowly.

```{code-cell}
:slideshow: {"slide_type": "-"}

print(1)
```
"""


def test_a_notebook_has_no_words_for_the_projector():
    notebook = generate(TEXT, "a")
    assert [cell.source for cell in notebook.cells] == ["# A\n\nwords", "print(1)"]
    assert [cell.id for cell in notebook.cells] == ["a-000", "a-001"]
    assert [slide_type(cell) for cell in notebook.cells] == ["skip", "-"]
    assert [is_for_slides(cell) for cell in read(TEXT, "a")] == [False, True, True, False]


def test_a_text_without_slides_has_no_slide_metadata():
    assert all("slideshow" not in cell.metadata for cell in generate("# A\n\n```{code-cell}\n1\n```\n", "a").cells)


def test_slides_of_a_stale_notebook_are_refused():
    with pytest.raises(AuthoringError, match="older than its text"):
        slides.deck(TEXT.replace("print(1)", "print(2)"), generate(TEXT, "a"), "a")


@pytest.mark.parametrize("heading", ["The answer:", "答案："])
def test_a_slide_shows_what_its_cell_printed(heading):
    notebook = generate(TEXT, "a")
    notebook.cells[1].outputs = [{"output_type": "stream", "name": "stdout", "text": f"{heading}\n1 < 2\n"}]
    page = BeautifulSoup(slides.page(slides.deck(TEXT, notebook, "a")), "html.parser")
    (slide,) = page.select(".slides > section > section")
    assert slide.h2.get_text().startswith("Large words") and slide.pre.get_text() == "1 < 2"
    assert slide["data-timing"] == "60" and slide["data-covers"] == "S7"
    assert "Say it slowly." in slide.select_one("aside.notes").get_text()
    assert "words" not in slide.get_text().replace("Large words", "")


def test_the_heading_of_a_folded_answer_leaves_no_empty_box_above_a_table():
    notebook = generate(TEXT, "a")
    table = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": "| rule |\n| :--- |\n| SGD |"}}
    notebook.cells[1].outputs = [{"output_type": "stream", "name": "stdout", "text": "The answer:\n"}, table]
    page = BeautifulSoup(slides.page(slides.deck(TEXT, notebook, "a")), "html.parser")
    assert page.select("pre") == [] and page.select_one(".result td").get_text() == "SGD"
