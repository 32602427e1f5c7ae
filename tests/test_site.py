"""The website: every page loads without a network, its links lead somewhere, its explorers move, nobody is shut out."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

import nbformat
import pytest
from bs4 import BeautifulSoup

from course_lib import audiences
from course_lib.authoring import AuthoringError, lite_links, reference, site, site_words
from course_lib.authoring.normalise import STATE
from course_lib.authoring.source import is_for_slides, read
from course_lib.explorers import table
from course_lib.files import write
from tests import latin
from tests.explorer_controls import SELECTOR
from tests.explorer_page import settled
from tests.pages import barriers, headings, in_order, listening, moves, served, undescribed
from tests.tours import tours

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
PAGES = [
    "index",
    "run",
    "exercises",
    "teach",
    "notebooks/glossary",
    "api",
    "playground/index",
    "cheatsheet",
    "search",
    "design",
    *(f"notebooks/{name}" for name in CHAPTERS),
    *(f"api/{module}" for module in audiences.modules("site")),
]
# One page of each kind: a dark theme is the same for all.
DARK = ["index", "playground/index", "cheatsheet", "search", "notebooks/01_gradient_descent", "notebooks/05_adam"]
DARK += ["api/optimizers"]
LOOKS = [*((name, "light") for name in PAGES), *((name, "dark") for name in DARK)]
# Those that differ in kind, and those that nobody else writes: tried at each change.
KINDS = ["index", "run", "exercises", "teach", "playground/index", "cheatsheet", "search", "notebooks/glossary"]
KINDS += ["notebooks/05_adam", "api/optimizers"]


CHINESE = "zh" in site.complete(ROOT)  # `course build --language zh` builds the notebooks that it needs
needs_chinese = pytest.mark.skipif(not CHINESE, reason="left out: the chapters are not built in Chinese.")
LOOKS += [(name, "light") for name in ("zh/index", "zh/notebooks/03_momentum", "zh/cheatsheet") if CHINESE]

DRAWN = ("00_start_here",)  # the chapter whose figure is drawn anew: the one that takes no time
DECK, SPEAKER = "03_momentum", "Keep the count for later."
DECK_PAGE = f"""<!doctype html><html lang="en"><title>x</title><section><h2>A slide</h2>
<aside class="notes"><p>{SPEAKER}</p>
</aside></section>"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write(
        folder / "lite" / "index.html", '<!doctype html><html lang="en"><title>x</title>'
    )  # tests/test_lite.py builds it
    write(folder / "slides" / DECK / "index.html", DECK_PAGE)  # tests/test_slides.py builds them
    write(folder / "slides" / "pdf" / f"{DECK}.pdf", "for students")
    write(folder / "slides" / "pdf" / f"{DECK}-notes.pdf", SPEAKER)
    assert site.main(ROOT, folder / "site", folder / "lite", folder / "slides", drawn=DRAWN) == 0
    return folder / "site"


@pytest.fixture(scope="module")
def address(built):
    with served(built) as address:
        yield address


@pytest.fixture(scope="module", params=tours(CHAPTERS, "00_start_here", "03_momentum"))
def chapter(request):
    """A chapter's name; all tests of one chapter follow each other, so that its page is loaded once."""
    return request.param


@pytest.fixture(scope="module")
def asked():
    """{chapter: the addresses that its page asked for when `read_page` loaded it}."""
    return {}


@pytest.fixture
def read_page(chrome, address, chapter, asked):
    """The chapter's page, loaded."""
    page = f"{address}/notebooks/{chapter}.html"
    if chapter not in asked or chrome.url != page:
        asked[chapter] = []
        listen = lambda request: asked[chapter].append(request.url)  # noqa: E731
        chrome.on("request", listen)
        chrome.goto(page)
        chrome.wait_for_load_state("networkidle")
        chrome.remove_listener("request", listen)
    return chrome


@needs_chinese
@pytest.mark.parametrize("page", ["index", "notebooks/03_momentum"])
def test_the_switch_of_language_keeps_the_place(chrome, address, page):
    """Page, section, and settings of explorers, there and back; whatever is drawn above the section meanwhile."""
    chrome.goto(f"{address}/{page}.html?explorer-1.beta=0.5")
    chrome.evaluate("() => { document.documentElement.style.scrollBehavior = 'auto' }")
    place = "(section) => section?.dataset.place ?? section?.id"
    section = chrome.locator("article section[id]:visible").last
    wanted = section.evaluate(place)
    section.evaluate("(section) => section.scrollIntoView()")
    for language, folder in (("zh-CN", "zh/"), ("en", "")):
        chrome.locator(".course-language:visible").click()
        chrome.wait_for_url(f"{address}/{folder}{page}.html?explorer-1.beta=0.5#{wanted}")
        assert chrome.evaluate("() => document.documentElement.lang") == language
        seen = "(id) => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight"
        chrome.wait_for_function(seen, arg=wanted)  # it scrolls there


# Words of names and of code, which a Chinese page has, too.
OF_NAMES = re.compile(r"^[\W\d]*(?:[\w.+-]+[\W\d]*){0,2}$|course_lib|[a-z]+\.(?:py|toml|ipynb)|@software|https?:")


# What a page of the site has besides: its files, its makers, its tools.
SITE_NAMES = ("Copyright", "ZIP", "make", "README", "Sphinx", "Furo", "Pyodide", "Clause", "Markdown", "FOLDER")


@needs_chinese
@pytest.mark.parametrize("name", [*site.PAGES, "cheatsheet", "notebooks/03_momentum"])
def test_a_chinese_page_says_no_english_words_around_its_text(built, name):
    page = BeautifulSoup((built / "zh" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "zh-CN"
    for part in page.select("script, style, pre, code, math, svg, noscript, .course-language, td"):  # and terms
        part.decompose()
    if article := page.select_one("article:has(.cell)"):
        article.decompose()  # of a chapter: the frame alone, its text has a catalogue of its own
    said = [text.strip() for text in page.html.stripped_strings]  # no comments among them
    named = ("aria-label", "title", "placeholder", "alt")
    said += [tag[name] for tag in page.find_all() for name in named if tag.get(name)]
    assert [text for text in said if not re.search("[\u4e00-\u9fff]", text) and not OF_NAMES.search(text)] == []


@needs_chinese
@pytest.mark.parametrize(
    "name", ["index", "run", "exercises", "teach", "notebooks/00_start_here", "notebooks/03_momentum"]
)
def test_nearly_nothing_on_a_chinese_page_is_english(built, name):
    page = (built / "zh" / f"{name}.html").read_text(encoding="utf-8")
    latin.assert_chinese(latin.page_said(page), *SITE_NAMES)


@needs_chinese
def test_no_file_of_the_english_edition_lies_in_the_chinese_one(built):
    files = [path for path in (built / "zh").rglob("*") if path.is_file()]
    twins = [path for path in files if (built / path.relative_to(built / "zh")).is_file()]
    again = [path for path in twins if path.read_bytes() == (built / path.relative_to(built / "zh")).read_bytes()]
    assert len(files) > 20 and again == []


@needs_chinese
@pytest.mark.parametrize("asked", ["动量", "学习率", "指数移动平均", "RMSProp"])
def test_the_search_finds_chinese_words(chrome, address, asked):
    chrome.goto(f"{address}/zh/search.html?q={asked}")
    chrome.locator("#search-results li").first.wait_for()
    assert any(
        "notebooks/" in link
        for link in chrome.locator("#search-results li a").evaluate_all("(all) => all.map(one => one.href)")
    )


def test_an_address_that_does_not_exist_leads_home_from_any_depth(chrome, built):
    with served(
        built.parent, not_found="site/404.html" if built.name == "site" else f"{built.name}/404.html"
    ) as address:
        for place in ("nowhere.html", "notebooks/a/b/c.html"):
            assert chrome.goto(f"{address}/{built.name}/{place}").status == 404
            chrome.locator("html[data-found]").wait_for(state="attached")
            assert barriers(chrome) == []
            chrome.get_by_role("link", name="The course").click()
            chrome.wait_for_url(f"{address}/{built.name}/index.html")


def explorers(chapter):
    """How many explorers the chapter's notebook holds."""
    states = nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).metadata.get("widgets", {})
    return sum("fixed" in model["state"] for model in states.get(STATE, {}).get("state", {}).values())


def test_every_page_is_tried(built):
    # What Sphinx makes by itself, the indexes, is read as well as the rest, but holds nothing to try.
    made = {path.relative_to(built).with_suffix("").as_posix() for path in built.rglob("*.html")}
    made = {name for name in made if not name.startswith(("_modules/", "slides/"))}
    chinese = {name for name in made if name.startswith("zh/")}
    assert made - chinese - {"genindex", "py-modindex", "lite/index", "404"} == set(PAGES)
    twins = {"cheatsheet", *site.PAGES, *(f"notebooks/{name}" for name in CHAPTERS)}
    assert chinese == ({f"zh/{name}" for name in twins} if CHINESE else set())


@pytest.mark.parametrize(
    ("name", "theme"), tours(LOOKS, *((name, "light") for name in KINDS), ("notebooks/01_gradient_descent", "dark"))
)
def test_a_page_is_whole(chrome, address, name, theme):
    chrome.emulate_media(color_scheme=theme)
    with listening(chrome, address) as heard:
        chrome.goto(f"{address}/{name}.html")
        chrome.wait_for_load_state("networkidle")
        assert heard == []
    assert in_order(headings(chrome)) and headings(chrome).count(1) == (name != "search")
    assert undescribed(chrome) == []
    assert barriers(chrome) == []


WIDTHS = (320, 390, 768, 1024, 1200, 1280, 1360, 1366, 1440, 1920)
# What of the front page's own part sticks out of the window, or of a box that hides or scrolls what does not fit.
CUT = """() => {
  const wide = document.documentElement.clientWidth
  const own = Array.from(document.querySelectorAll('.content, .content *'))
    .filter(part => part.checkVisibility() && part.clientWidth > 1) // what only a screen reader meets is a pixel wide
  const named = part => `${part.tagName} ${part.className} ${part.textContent.trim().slice(0, 30)}`
  const out = part => part.getBoundingClientRect().right > wide + 1 || part.getBoundingClientRect().left < -1
  const hides = part => getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1
  const found = own.filter(part => out(part) || hides(part)).map(named)
  return document.documentElement.scrollWidth > wide ? ['the page', ...found] : found
}"""


def test_the_front_page_is_cut_off_at_no_width(chrome, address):
    size = chrome.viewport_size
    chrome.goto(f"{address}/index.html")
    chrome.wait_for_load_state("networkidle")

    def cut():
        found = {}
        for width in WIDTHS:
            chrome.set_viewport_size({"width": width, "height": 900})
            settled(chrome, 100)
            found[width] = chrome.evaluate(CUT)
        return {width: parts for width, parts in found.items() if parts}

    chrome.locator(".content canvas").first.wait_for()
    assert cut() == {}
    # As it once was: as wide as the window has room for only from 1360 pixels on.
    chrome.add_style_tag(content="@media (min-width: 1200px) { .content:has(#landscape) { width: 64em !important } }")
    assert set(cut()) == {1200, 1280}
    chrome.set_viewport_size(size)


PALE = ["color: #aaa", "background: #666", "opacity: 0.4", "color: #aaa; font-size: 12px"]


@pytest.mark.parametrize("pale", PALE)
@pytest.mark.parametrize("where", tours(["span", "p"]))
def test_one_pale_word_among_many_alike_is_seen(chrome, where, pale):
    words = "<span>word</span> " * 40
    odd = f'<span style="{pale}">pale</span>' if where == "span" else f'</p><p style="{pale}"><span>pale</span>'
    page = '<!doctype html><html lang="en"><title>t</title><body style="color: black; background: white">'
    page += "<main><h1>Words</h1><p>{}</p></main>"
    chrome.set_content(page.format(words + words))
    assert barriers(chrome) == []
    chrome.set_content(page.format(words + odd + words))
    (found,) = barriers(chrome)
    assert found.startswith("color-contrast: ") and "pale" in found


def test_a_chapter_is_small(read_page, built, address, chapter, asked):
    urls = [url for url in asked[chapter] if url.startswith(address)]
    files = {built / url.removeprefix(f"{address}/").split("?")[0] for url in urls}
    assert len(files) > 5 and sum(len(gzip.compress(file.read_bytes())) for file in files) <= 1.5e6


def test_a_chapter_fits_a_narrow_screen(read_page):
    size = read_page.viewport_size
    for width in (800, 320):
        read_page.set_viewport_size({"width": width, "height": 900})
        settled(read_page, 100)
        assert read_page.evaluate("() => document.documentElement.scrollWidth") <= width
    read_page.set_viewport_size(size)


def test_the_front_page_begins_with_a_landscape_in_the_hand(chrome, built, address):
    """Before any text: alive, light, and no wider than a phone."""
    asked = []
    chrome.on("request", lambda request: asked.append(request.url))
    chrome.goto(f"{address}/index.html")
    chrome.locator("#landscape canvas").first.wait_for()
    inside = chrome.evaluate("""() => {
      const title = document.querySelector("article h1")
      const words = (each) => Array.from(each.childNodes).some((node) => node.nodeType === 3 && node.data.trim())
      return Array.from(document.querySelectorAll("article *")).find((each) =>
        title.compareDocumentPosition(each) === Node.DOCUMENT_POSITION_FOLLOWING && words(each)
        && each.checkVisibility()).closest(".course-explorer") !== null
    }""")
    assert inside
    assert moves(chrome, chrome.locator(SELECTOR).first)
    files = {built / url.removeprefix(f"{address}/").split("?")[0] for url in asked if url.startswith(address)}
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= 1.5e6
    assert "chapter 3" in chrome.locator("article").inner_text().lower()
    chrome.set_viewport_size({"width": 390, "height": 844})
    settled(chrome, 100)
    assert chrome.evaluate("() => document.documentElement.scrollWidth") <= 390
    chrome.set_viewport_size({"width": 1280, "height": 720})


@pytest.fixture
def playing(chrome, address):
    """The playground, loaded."""
    chrome.goto(f"{address}/playground/index.html")
    return chrome


def test_everything_in_the_playground_moves_by_mouse_and_keys(playing):
    tabs = playing.get_by_role("tab").all()
    assert len(tabs) == 5
    for tab in tabs:
        tab.click()
        panel = playing.locator(f"#{tab.get_attribute('aria-controls')}")
        panel.locator("canvas").first.wait_for()
        assert moves(playing, panel.locator(SELECTOR))
        assert playing.locator("[role=tabpanel]:visible").count() == 1
    tabs[-1].press("ArrowRight")
    assert tabs[0].get_attribute("aria-selected") == "true"
    assert playing.evaluate("() => document.activeElement.id") == tabs[0].get_attribute("id")


def test_the_playground_holds_all_rules_and_surfaces_and_a_link_restores_what_is_seen(playing, address):
    panel = playing.locator("#landscape-panel")
    assert panel.locator("input[type=checkbox]").count() == len(table.RULES) == 11
    surfaces = [text.replace("\u00a0", " ") for text in panel.locator("select[name=surface] option").all_inner_texts()]
    made = {"bowl, κ = 25", "bowl, κ = 25, turned by 30°", "saddle, turned by 30°"}
    assert set(surfaces) >= {"basins", "canyon", "saddle", "beale", "rosenbrock", "pit", "cliff"} | made
    playing.goto(f"{address}/playground/index.html?average.beta=0.5#average")
    assert playing.locator("#average-panel").is_visible() and not panel.is_visible()
    assert playing.evaluate("() => document.getElementById('average').state.settings.beta") == 0.5


def test_an_answer_waits_until_it_is_asked_for(read_page, chapter):
    """Before the test that opens everything on the same page."""
    cells = nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).cells
    hidden = [cell for cell in cells if "hide-output" in cell.metadata.get("tags", [])]
    folded = read_page.locator("details.hide > .cell_output, details.hide .cell_output")
    assert folded.count() == len(hidden)
    assert not any(each.is_visible() for each in folded.all())
    # Code is folded that only draws, or imports, or works an answer out.
    code = [(each.inner_text(), each.is_visible()) for each in read_page.locator(".cell_input").all()]
    assert code and not any("plots.show(" in text or "The answer:" in text for text, seen in code if seen)
    assert not any(text.strip().splitlines()[-1].startswith(("from ", "import ")) for text, seen in code if seen)
    assert any(seen for _, seen in code)


def test_explorers_move_and_formulas_are_typeset(read_page, chapter):
    read_page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    found = read_page.locator(SELECTOR).all()
    again = read_page.locator("[id^=landscape-]").count()  # in the place of an animation
    assert len(found) - again == explorers(chapter) > 0
    assert all(moves(read_page, explorer) for explorer in found)
    words = read_page.evaluate("""() => {
      const copy = document.querySelector('article').cloneNode(true)
      copy.querySelectorAll('pre, code, script, style').forEach(element => element.remove())
      return copy.textContent
    }""")
    assert "$" not in words
    source = (ROOT / "notebooks" / "src" / f"{chapter}.md").read_text(encoding="utf-8")
    assert read_page.locator("math").count() > 10 or "$$" not in source


# Of an explorer: its controls below the picture that are covered, or for which the picture leaves the window, when
# the page is scrolled until the control stands near the window's lower end.
COVERED = """async (root) => {
  document.documentElement.style.scrollBehavior = 'auto'
  const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  for (const closed of root.querySelectorAll('button[aria-expanded=false]')) closed.click()
  await drawn()
  const [pictures, found] = [root.querySelector('.course-pictures'), []]
  for (const control of root.querySelectorAll('.course-pictures ~ * :is(input, select, button)')) {
    const box = () => control.getBoundingClientRect()
    if (!control.checkVisibility() || box().width < 2) continue
    scrollBy(0, (box().top + box().bottom) / 2 - innerHeight + 64)
    await drawn()
    const there = document.elementFromPoint((box().left + box().right) / 2, (box().top + box().bottom) / 2)
    const free = there && (control.contains(there) || there.closest('label, .course-slider')?.contains(control))
    const { top, bottom } = pictures.getBoundingClientRect()
    const seen = top >= document.querySelector('.mobile-header').offsetHeight - 1 && bottom <= innerHeight
    if (!free || !seen) found.push(`${control.name || control.innerText}: ${free}, ${top} ${bottom}`)
  }
  return found
}"""


def test_on_a_phone_a_picture_stays_in_view_and_covers_no_control(read_page):
    size = read_page.viewport_size
    read_page.set_viewport_size({"width": 390, "height": 844})
    read_page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    found = {}
    for number, explorer in enumerate(read_page.locator(SELECTOR).all()):
        explorer.scroll_into_view_if_needed()
        settled(read_page, 100)
        found[number] = explorer.evaluate(COVERED)
    read_page.set_viewport_size(size)
    assert found and {number: controls for number, controls in found.items() if controls} == {}


# What is said to whoever runs a chapter, and is of no use on a page; and what stands nowhere on a phone.
OF_JUPYTER = re.compile(
    r"Shift|JupyterLab|[Rr]un (?:this|the|that) (?:cell|next)|[Nn]ext cell|All cells|cells? below|•••|course reset"
    r"|Save the notebook"
)
OF_A_DESK = re.compile(r"[Oo]n the (?:left|right)\b|\b(?:Left|Right)[,:]|the (?:left|right) (?:panel|half|picture)")


def test_the_words_suit_a_page_that_is_read(built, chapter):
    page = BeautifulSoup((built / "notebooks" / f"{chapter}.html").read_text(encoding="utf-8"), "html.parser")
    article = page.select_one("article")
    for part in article.select("script, style, pre"):
        part.decompose()
    assert OF_JUPYTER.findall(article.get_text(" ")) == []
    for part in article.select(".course-desk"):
        part.decompose()
    assert OF_A_DESK.findall(article.get_text(" ")) == []
    assert "quiz.show(" not in page.get_text() and "installation.check()" not in page.get_text()


def test_every_replaced_paragraph_is_in_its_chapter():
    for name, words in site.read_words(ROOT).items():
        text = (ROOT / "notebooks" / "src" / f"{name}.md").read_text(encoding="utf-8")
        assert [has for has in words if has not in text] == []


def test_a_chapter_says_what_can_be_done_with_it(built):
    page = BeautifulSoup((built / "notebooks" / f"{DECK}.html").read_text(encoding="utf-8"), "html.parser")
    links = {link.get_text(): link["href"] for link in page.select(".chapter-ways a")}
    assert links == {
        "Run it in your browser": f"../lite/index.html?open=notebooks/{DECK}.ipynb",
        "Slides": f"../slides/{DECK}/index.html",
        "Slides as PDF": f"../slides/pdf/{DECK}.pdf",
        "Notebook": f"{DECK}.ipynb",
    }
    assert (built / "notebooks" / f"{DECK}.ipynb").read_bytes() == (ROOT / "notebooks" / f"{DECK}.ipynb").read_bytes()
    slides = (built / "slides" / DECK / "index.html").read_text(encoding="utf-8")
    assert "A slide" in slides and SPEAKER not in slides
    assert [path.name for path in (built / "slides" / "pdf").iterdir()] == [f"{DECK}.pdf"]
    other = BeautifulSoup((built / "notebooks" / "05_adam.html").read_text(encoding="utf-8"), "html.parser")
    assert "Slides" not in other.select_one(".chapter-ways").get_text()


def test_a_figure_suits_the_page_and_fills_the_window_at_a_click(chrome, address):
    """By day and by night, on a desk and on a phone, by mouse and by keys."""
    size = chrome.viewport_size
    seen = {}
    for theme in ("light", "dark"):
        for width in (1280, 390):
            chrome.emulate_media(color_scheme=theme)
            chrome.set_viewport_size({"width": width, "height": 800})
            chrome.goto(f"{address}/notebooks/{DRAWN[0]}.html")
            chrome.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
            (image,) = chrome.locator(".course-figure img:visible").all()
            image.scroll_into_view_if_needed()
            image.evaluate("(image) => image.decode()")
            seen[theme, width] = image.evaluate("(image) => image.currentSrc").rpartition("/")[2].removesuffix(".svg")
            assert image.evaluate("(image) => image.naturalWidth > 0 && image.alt.length > 40")
    name = f"{DRAWN[0]}-1"
    assert seen == {
        ("light", 1280): f"{name}-wide",
        ("light", 390): f"{name}-narrow",
        ("dark", 1280): f"{name}-wide-night",
        ("dark", 390): f"{name}-narrow-night",
    }
    dialog = chrome.locator("dialog.course-large")
    button = chrome.get_by_role("button", name="Enlarge the figure").locator("visible=true")
    button.focus()
    chrome.keyboard.press("Enter")
    assert dialog.is_visible() and dialog.locator("img").bounding_box()["width"] > 800  # wider than the phone
    assert barriers(chrome, "dialog.course-large") == []
    chrome.keyboard.press("Escape")
    assert not dialog.is_visible() and button.evaluate("(button) => button === document.activeElement")
    chrome.locator(".course-figure img:visible").click()
    assert dialog.is_visible()
    dialog.get_by_role("button").click()
    assert not dialog.is_visible()
    chrome.emulate_media(color_scheme="light")
    chrome.set_viewport_size(size)


def test_printed_a_chapter_is_a_handout(chrome, address):
    chrome.emulate_media(color_scheme="dark", media="print")
    chrome.goto(f"{address}/notebooks/03_momentum.html")
    gone = ".sidebar-drawer, .toc-drawer, .chapter-ways, .mobile-header, .related-pages, .course-controls"
    gone += ", details:not([open])"
    assert chrome.locator(gone).count() > 10
    assert [part for part in chrome.locator(gone).all() if part.is_visible()] == []
    look = "(part) => getComputedStyle(part)"
    assert chrome.locator("article h1").evaluate(f"{look}.color") == "rgb(0, 0, 0)"
    assert chrome.locator("body").evaluate(f"{look}.backgroundColor") == "rgb(255, 255, 255)"
    assert chrome.locator("article math").first.is_visible()
    # An explorer is no higher than the pages' ends may be empty, and the questions are black on white.
    heights = [each.bounding_box()["height"] for each in chrome.locator(".course-pictures").all() if each.is_visible()]
    assert heights and max(heights) < 0.3 * 297 / 25.4 * 96
    assert chrome.locator(".MultipleChoiceQn").first.evaluate(f"{look}.color") == "rgb(0, 0, 0)"
    assert not chrome.locator(".Check").first.is_visible()
    chrome.emulate_media(color_scheme="light", media="screen")


def test_code_that_goes_on_shows_it_and_no_lamp_burns_by_night(chrome, address):
    size = chrome.viewport_size
    chrome.set_viewport_size({"width": 390, "height": 844})
    chrome.emulate_media(color_scheme="dark")
    chrome.goto(f"{address}/notebooks/03_momentum.html")
    chrome.wait_for_load_state("networkidle")
    chrome.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true })")
    chrome.evaluate("() => dispatchEvent(new Event('resize'))")
    cues = "(parts) => parts.map(part => [part.scrollWidth > part.clientWidth, getComputedStyle(part).backgroundImage])"
    wide = dict(chrome.locator("article pre:visible").evaluate_all(cues))
    assert "gradient" in wide[True] and wide[False] == "none"
    chrome.locator(".MCButton").first.click()
    chrome.locator(".Feedback:not(:empty)").first.wait_for()
    grounds = ".MCButton:not(.correctButton, .incorrectButton), .Input-text, .Feedback:not(:empty), .cell_input"
    lights = """(parts) => parts.map(part => Math.max(...getComputedStyle(part).backgroundColor.match(/[0-9]+/g)))"""
    assert max(chrome.locator(grounds).evaluate_all(lights)) < 60
    chrome.emulate_media(color_scheme="light")
    chrome.set_viewport_size(size)


def test_chinese_is_said_to_be_chinese(built):
    for name in ("index", "notebooks/03_momentum", "notebooks/glossary"):
        page = BeautifulSoup((built / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        parts = [text for text in page.select_one("article").find_all(string=re.compile("[\u4e00-\u9fff]"))]
        parts = [text for text in parts if text.find_parent(["script", "style", "pre"]) is None]
        assert parts and all(text.find_parent(lang="zh-Hans") for text in parts)


def test_the_front_page_leads_learners_teachers_and_graders_in_and_says_how_to_cite(built):
    page = BeautifulSoup((built / "index.html").read_text(encoding="utf-8"), "html.parser")
    doors = {door.h3.get_text(): door.select("a[href]") for door in page.select(".course-doors section")}
    assert list(doors) == ["Learn", "Teach", "Grade"] and all(doors.values())
    words = page.select_one("article").get_text()
    assert "@software{" in words and "CC BY 4.0" in words and "The authors of the course" in words


def test_a_teacher_finds_the_decks(built):
    page = BeautifulSoup((built / "teach.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in page.select("article a[href]")]
    assert f"slides/{DECK}/index.html" in links and f"slides/pdf/{DECK}.pdf" in links
    assert "docs/instructor.md" in page.select_one("article").get_text()


def test_what_the_reference_names_leads_to_its_source(built):
    page = BeautifulSoup((built / "api" / "optimizers.html").read_text(encoding="utf-8"), "html.parser")
    assert len(page.select("dt.sig")) == len(page.select("dt.sig .viewcode-link")) > 30
    source = page.find(id="course_lib.optimizers.Adam").select_one("a:has(.viewcode-link)")["href"]
    code = (built / "api" / source.partition("#")[0]).resolve().read_text(encoding="utf-8")
    assert "class" in code and "Adam" in code
    assert re.findall(r", ?,", page.select_one("article").get_text()) == []


def test_the_front_page_has_a_card_for_each_chapter(built):
    page = BeautifulSoup((built / "index.html").read_text(encoding="utf-8"), "html.parser")
    cards = page.select(".course-cards a")
    assert [card["href"] for card in cards] == [f"notebooks/{name}.html" for name in CHAPTERS if name != CHAPTERS[0]]
    for card in cards:
        assert (built / card["href"]).exists() and (built / card.img["src"]).exists()
        assert card.span.get_text().endswith("?") and re.fullmatch(r"\d+ minutes", card.small.get_text())


def test_the_start_leads_to_the_playground_and_the_cheat_sheet(built):
    page = BeautifulSoup((built / "notebooks" / "00_start_here.html").read_text(encoding="utf-8"), "html.parser")
    links = {link["href"] for link in page.select("article a[href]")}
    assert {"../playground/index.html", "../cheatsheet.html"} <= links


def test_a_landscape_stands_instead_of_its_animation(built):
    """One in the place of the animation above it, and no animation beside it."""
    page = BeautifulSoup((built / "notebooks" / "06_comparison.html").read_text(encoding="utf-8"), "html.parser")
    assert [image["src"] for image in page.find_all("img") if image["src"].endswith(".gif")] == []
    assert page.select_one("section > #landscape-basins") is not None
    assert len([place["id"] for place in page.find_all(id=True) if place["id"].startswith("landscape-")]) == 1


def test_a_table_that_a_cell_computes_is_a_table(built):
    page = BeautifulSoup((built / "notebooks" / "07_beyond.html").read_text(encoding="utf-8"), "html.parser")
    (table,) = [table for table in page.select(".cell_output table") if "verdict" in table.get_text()]
    assert {f"S{number}" for number in range(1, 19)} <= {row.td.get_text() for row in table.select("tbody tr")}
    assert "| ---" not in page.get_text() and "| —" not in page.get_text()


def test_links_lead_somewhere(built):
    """Within the site: files and places in them; outside only what a reader may click, nothing that a page needs."""
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in built.rglob("*.html")}
    places = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in pages.items()}
    lost = []
    for path, soup in pages.items():
        for tag, name in [
            *((tag, "href") for tag in soup.find_all(["a", "link"], href=True)),
            *((tag, "src") for tag in soup.find_all(["img", "script"], src=True)),
        ]:
            file, place = urldefrag(tag[name])
            if (tag.name == "a" and file.startswith("https://")) or file.startswith("data:") or file == "/":  # of 404
                continue
            aim = (path.parent / unquote(file.split("?")[0])).resolve() if file else path
            if not aim.is_file() or (place and aim in places and unquote(place) not in places[aim]):
                lost.append(f"{path.relative_to(built)}: {tag[name]}")
    assert lost == []


def test_the_search_finds_a_chapter(chrome, address):
    chrome.goto(f"{address}/search.html?q=coasting+plains+momentum")
    chrome.goto(f"{address}/search.html?q=RMSProp")
    chrome.locator("#search-results li").first.wait_for()
    assert any("RMSProp" in text for text in chrome.locator("#search-results li").all_inner_texts())


def test_the_site_is_small(built):
    assert sum(path.stat().st_size for path in built.rglob("*") if path.is_file()) <= 40e6


def test_nothing_on_the_site_is_for_lecturers_alone(built):
    names = [path.relative_to(built).as_posix() for path in built.rglob("*")]
    assert not [name for name in names if "solution" in name or "instructor" in name or "grading" in name]
    text = "\n".join(
        path.read_text(encoding="utf-8", errors="ignore")
        for path in built.rglob("*")
        if path.suffix in (".html", ".js", ".ipynb", ".txt", ".md")
    )
    assert "BEGIN SOLUTION" not in text
    said = [
        cell.source
        for path in (ROOT / "notebooks" / "src").glob("*.md")
        for cell in read(path.read_text(encoding="utf-8"), path.stem)
        if is_for_slides(cell) and not cell.source.startswith("# ")  # whose question the chapter asks, too
    ]
    first_lines = [max(cell.splitlines(), key=len) for cell in said]
    assert len(first_lines) > 100
    assert [line for line in first_lines if len(line) > 60 and line in text] == []


def test_each_notebook_opens_in_the_course_for_the_browser(built):
    opened = set()
    for path in built.rglob("*.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        links = [link for link in soup.select("article a[href]") if "lite/index.html" in link["href"]]
        opened |= {(path.relative_to(built).as_posix(), link["href"]) for link in links}
    homework = sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))
    chapters = {(f"notebooks/{n}.html", f"../lite/index.html?open=notebooks/{n}.ipynb") for n in CHAPTERS}
    own = {("exercises.html", f"lite/index.html?open=exercises/{name}.ipynb") for name in homework}
    own |= {(page, "lite/index.html") for page in ("index.html", "run.html")}
    if CHINESE:
        place = "../lite/index.html"
        chapters |= {(f"zh/notebooks/{n}.html", f"../{place}?open=notebooks/zh/{n}.ipynb") for n in CHAPTERS}
        own |= {("zh/exercises.html", f"{place}?open=exercises/zh/{name}.ipynb") for name in homework}
        own |= {(f"zh/{page}.html", f"{place}?language=zh") for page in ("index", "run")}
    assert opened == chapters | own


def test_a_course_for_the_browser_elsewhere_is_linked_to_by_its_address():
    there = "https://host/x/"
    assert lite_links.opening(there, "exercises", "a", "../") == "https://host/x/index.html?open=exercises/a.ipynb"
    with site_words.building(site_words.Edition("zh")):
        assert lite_links.place(there) == there
        opened = lite_links.opening(there, "exercises", "a", "../")
        assert opened == "https://host/x/index.html?open=exercises/zh/a.ipynb"


def test_a_course_for_the_browser_that_was_not_built_is_one_sentence(tmp_path):
    with pytest.raises(AuthoringError, match=r"lite is not there: `make lite` builds it\.$"):
        site.main(ROOT, tmp_path / "site", tmp_path / "lite")


@pytest.mark.parametrize("module", audiences.modules("site"))
def test_the_reference_names_all_that_a_module_offers(built, module):
    page = BeautifulSoup((built / "api" / f"{module}.html").read_text(encoding="utf-8"), "html.parser")
    named = {tag["id"].rpartition(".")[2] for tag in page.select("dt[id]")}
    from importlib import import_module

    offered = reference.public(import_module(f"course_lib.{module}"))
    assert offered and set(offered) <= named
    assert "$" not in page.select_one("article").get_text()
