"""The lecturer's pages as HTML."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from course_lib.authoring import AuthoringError, guide_pages
from tests.pages import barriers

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist") / "guide"
    assert guide_pages.main(ROOT, folder) == 0
    return folder


def test_each_page_of_the_guide_is_there(written):
    docs = {path.stem for path in (ROOT / "docs" / "instructor").glob("*.md")} | {"grading"}
    assert docs | {"index"} <= {path.stem for path in written.glob("*.html")}


def test_a_site_of_one_s_own_is_left_alone(written, tmp_path):
    (tmp_path / "index.html").write_text("years of work", encoding="utf-8")
    with pytest.raises(AuthoringError, match="holds something else"):
        guide_pages.main(ROOT, tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "years of work"
    assert guide_pages.main(ROOT, written) == 0, "an earlier build is replaced"


def test_links_lead_to_pages_slides_and_files(written):
    """Those to slides lead to where `make slides` writes them, with the explorer's settings."""
    to_slides = 0
    for path in written.glob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.select_one("nav a[aria-current=page]")["href"] == path.name
        for link in page.select("main a[href]"):
            address = urlsplit(link["href"])
            if address.scheme or not address.path:
                continue
            goal = (written / unquote(address.path)).resolve()
            if "dist/slides" in goal.as_posix():
                to_slides += 1
                assert goal.relative_to(ROOT / "dist" / "slides").parts[0][:2].isdigit()
                assert address.query or path.name == "syllabus.html"
            else:
                assert goal.parent == written and goal.exists(), (path.name, link["href"])
    assert to_slides > 20


def test_formulas_are_mathml(written):
    page = BeautifulSoup((written / "03_momentum.html").read_text(encoding="utf-8"), "html.parser")
    assert len(page.select("math")) > 10
    assert not [text for text in page.main.find_all(string=True) if "$" in text and text.parent.name != "code"]


def test_a_long_table_is_sorted_by_the_heading_that_is_pressed(written, chrome):
    chrome.goto((written / "03_momentum.html").as_uri())
    table = chrome.locator("table", has=chrome.locator("th button")).last
    heading, cells = table.locator("th button").nth(1), table.locator("tbody td:nth-child(2)")
    for sign, order in (("ascending", sorted), ("descending", lambda words: sorted(words, reverse=True))):
        heading.press("Enter")
        assert table.locator("th").nth(1).get_attribute("aria-sort") == sign
        first_letters = [text[0].lower() for text in cells.all_text_contents()]
        assert first_letters == order(first_letters) and len(first_letters) > 20
    assert barriers(chrome) == []
