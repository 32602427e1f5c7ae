"""The website: every page loads without a network, its links lead somewhere, its explorers move, nobody is shut out."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

import nbformat
import pytest
from bs4 import BeautifulSoup

from course_lib import audiences
from course_lib.authoring import AuthoringError, lite_links, reference, site
from course_lib.authoring.normalise import STATE
from course_lib.authoring.source import is_for_slides, read
from course_lib.explorers import table
from course_lib.files import write
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
KINDS = ["index", "run", "exercises", "playground/index", "cheatsheet", "search", "notebooks/glossary"]
KINDS += ["notebooks/05_adam", "api/optimizers"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write(
        folder / "lite" / "index.html", '<!doctype html><html lang="en"><title>x</title>'
    )  # tests/test_lite.py builds it
    assert site.main(ROOT, folder / "site", folder / "lite") == 0
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


def explorers(chapter):
    """How many explorers the chapter's notebook holds."""
    states = nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).metadata.get("widgets", {})
    return sum("fixed" in model["state"] for model in states.get(STATE, {}).get("state", {}).values())


def test_every_page_is_tried(built):
    # What Sphinx makes by itself, the indexes, is read as well as the rest, but holds nothing to try.
    made = {path.relative_to(built).with_suffix("").as_posix() for path in built.rglob("*.html")}
    assert made - {"genindex", "py-modindex", "lite/index"} == set(PAGES)


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
    assert len(files) > 5 and sum(len(gzip.compress(file.read_bytes())) for file in files) <= 3e6


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
    surfaces = panel.locator("select[name=surface] option").all_inner_texts()
    made = {"bowl, κ = 25", "bowl, κ = 25, turned by 30°", "saddle, turned by 30°"}
    assert set(surfaces) >= {"basins", "canyon", "saddle", "beale", "rosenbrock", "pit", "cliff"} | made
    playing.goto(f"{address}/playground/index.html?average.beta=0.5#average")
    assert playing.locator("#average-panel").is_visible() and not panel.is_visible()
    assert playing.evaluate("() => document.getElementById('average').state.settings.beta") == 0.5


def test_an_answer_waits_until_it_is_asked_for(read_page, chapter):
    """Before the test that opens everything on the same page."""
    tags = [
        cell.metadata.get("tags", [])
        for cell in nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", as_version=4).cells
    ]
    folded = read_page.locator("details.hide > .cell_output, details.hide .cell_output")
    assert folded.count() == sum("hide-output" in each for each in tags)
    assert not any(each.is_visible() for each in folded.all())
    code = read_page.locator("details.hide > .cell_input")
    assert code.count() == sum("hide-input" in each for each in tags)
    assert not any(each.is_visible() for each in code.all())


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
            if (tag.name == "a" and file.startswith("https://")) or file.startswith("data:"):
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
    chapters = {(f"notebooks/{n}.html", f"../lite/index.html?open=notebooks/{n}.ipynb") for n in CHAPTERS}
    homework = {f"exercises/{path.name}" for path in (ROOT / "exercises").glob("*.ipynb")}
    assert opened == chapters | {(page, "lite/index.html") for page in ("index.html", "run.html")} | {
        ("exercises.html", f"lite/index.html?open={name}") for name in homework
    }


def test_a_course_for_the_browser_elsewhere_is_linked_to_by_its_address():
    assert lite_links.opening("https://host/x/", "exercises/a.ipynb", "../") == (
        "https://host/x/index.html?open=exercises/a.ipynb"
    )


def test_a_course_for_the_browser_that_was_not_built_is_one_sentence(tmp_path):
    with pytest.raises(AuthoringError, match=r"lite is not there: `make lite` builds it\.$"):
        site.main(ROOT, tmp_path / "site", tmp_path / "lite")


def test_links_to_run_a_chapter_need_a_repository():
    assert site.run_it("", "03_momentum") == ""
    links = site.run_it("https://github.com/someone/course/", "03_momentum")
    assert "https://mybinder.org/v2/gh/someone/course/HEAD?labpath=notebooks/03_momentum.ipynb" in links
    assert "https://colab.research.google.com/github/someone/course/blob/HEAD/notebooks/03_momentum.ipynb" in links


@pytest.mark.parametrize("module", audiences.modules("site"))
def test_the_reference_names_all_that_a_module_offers(built, module):
    page = BeautifulSoup((built / "api" / f"{module}.html").read_text(encoding="utf-8"), "html.parser")
    named = {tag["id"].rpartition(".")[2] for tag in page.select("dt[id]")}
    from importlib import import_module

    offered = reference.public(import_module(f"course_lib.{module}"))
    assert offered and set(offered) <= named
    assert "$" not in page.select_one("article").get_text()
