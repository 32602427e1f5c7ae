"""The first page of the course in a browser, by itself; tests/test_lite.py uses it with JupyterLab."""

import json
import re
from pathlib import Path

import pytest

from course_lib.authoring import AuthoringError, lite_languages, lite_start, site_words
from tests.pages import served

ROOT = Path(__file__).resolve().parents[1]
HAN = re.compile(r"[\u4e00-\u9fff]")


def held(page, name):
    """The data of that name in a page."""
    return json.loads(re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page)[1])


def notebook(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": [{"source": [f"{line}\n" for line in lines]}]}), encoding="utf-8")


def parts(text):
    """What a translation must have, too: places for values, and tags."""
    return sorted(re.findall(r"\{\w+\}|</?\w+", text))


def test_it_lists_the_notebooks_of_each_language_by_their_titles(tmp_path):
    notebook(tmp_path / "notebooks" / "01_a.ipynb", "# 1 <A>", "text")
    notebook(tmp_path / "exercises" / "01_a.ipynb", "# Homework 1")
    notebook(tmp_path / "notebooks" / "zh" / "01_a.ipynb", "# 1 甲")
    listed = held(lite_start.page(ROOT, tmp_path), "files")
    assert [(each["path"], each["language"], each["title"]) for each in listed] == [
        ("notebooks/01_a.ipynb", "en", "1 <A>"),
        ("exercises/01_a.ipynb", "en", "Homework 1"),
        ("notebooks/zh/01_a.ipynb", "zh", "1 甲"),
    ]
    assert len({each["edition"] for each in listed}) == 3


def test_it_says_everything_in_chinese_too_with_the_same_places_for_values(tmp_path):
    notebook(tmp_path / "notebooks" / "zh" / "01_a.ipynb", "# 1 甲")
    spoken = held(lite_start.page(ROOT, tmp_path), "spoken")
    words = spoken["zh"]["words"]
    assert list(words) == site_words.of_start() and len(words) > 10
    assert [text for text, said in words.items() if not HAN.search(said)] == []
    assert [text for text, said in words.items() if parts(text) != parts(said)] == []
    assert (spoken["zh"]["tag"], spoken["zh"]["locale"], spoken["en"]["words"]) == ("zh-CN", "zh_CN", {})


def test_without_chinese_notebooks_there_is_no_switch(tmp_path):
    notebook(tmp_path / "notebooks" / "01_a.ipynb", "# 1 A")
    assert list(held(lite_start.page(ROOT, tmp_path), "spoken")) == ["en"]


def test_jupyterlab_s_words_that_are_not_installed_are_one_sentence():
    with pytest.raises(AuthoringError, match=r"^jupyterlab-language-pack-xx-XX is not installed: run `make dev`\.$"):
        lite_languages.pack("xx_XX")


BOOKMARK = "exercises/zh/01_a.ipynb"
# What a window lacks, by a script that runs before the page's own, and how the sentence of it begins.
PRIVATE = """IDBFactory.prototype.open = () => { throw new DOMException("denied", "InvalidStateError") }
IDBFactory.prototype.databases = () => Promise.reject(new DOMException("denied", "UnknownError"))"""
NO_DATA = """for (const name of ["localStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError") } })"""
KEEPS_NOTHING = ("This window keeps nothing", "这个窗口什么都不保存")
WINDOWS = {
    "private": (PRIVATE, KEEPS_NOTHING),
    "site data refused": (NO_DATA, KEEPS_NOTHING),
    "older": ("delete IDBFactory.prototype.databases", ("", "")),
    "storage full": (
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
        ("", ""),
    ),
    "no service worker": (
        "delete Navigator.prototype.serviceWorker",
        ("Homework cannot be checked in this", "在这个窗口里不能检查"),
    ),
    "http": (
        "Object.defineProperty(window, 'isSecureContext', { value: false })",
        ("Homework cannot be checked at this address", "在这个网址上"),
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a start page with two homeworks, and of a JupyterLab that does nothing."""
    folder = tmp_path_factory.mktemp("start")
    notebook(folder / "exercises" / "01_a.ipynb", "# Homework 1")
    notebook(folder / BOOKMARK, "# 作业 1")
    (folder / "notebooks" / "zh").mkdir(parents=True)
    (folder / "files").symlink_to(folder)
    (folder / "index.html").write_text(lite_start.page(ROOT, folder), encoding="utf-8")
    (folder / "lab").mkdir()
    lab = lite_start.lab("<!doctype html><head><title>JupyterLite</title></head>", folder)
    (folder / "lab" / "index.html").write_text(lab, encoding="utf-8")
    with served(folder) as address:
        yield address


@pytest.fixture
def reader(chrome):
    """A function: the window of somebody who was never there, in which a script runs first."""
    made = []

    def window(script="", locale="en-US"):
        made.append(chrome.context.browser.new_context(locale=locale))
        made[-1].add_init_script(script)
        return made[-1].new_page()

    yield window
    for context in made:
        context.close()


@pytest.mark.slow
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(("language", "locale"), [(0, "en-US"), (1, "zh-CN")])
def test_what_a_window_lacks_is_one_sentence_and_the_list_is_there(site, reader, window, language, locale):
    script, says = WINDOWS[window]
    page = reader(script, locale)
    page.goto(f"{site}/index.html")
    page.locator("#exercises li a").wait_for()
    page.wait_for_function("start => document.querySelector('#said').textContent.startsWith(start)", arg=says[language])
    assert bool(page.locator("#said").inner_text()) == bool(says[language])


@pytest.mark.slow
def test_a_link_waits_at_the_sentence_of_why_no_homework_can_be_done(site, reader):
    page = reader(WINDOWS["http"][0])
    page.goto(f"{site}/index.html?open={BOOKMARK}")
    page.get_by_text("在这个网址上").wait_for()
    assert page.url.startswith(f"{site}/index.html")


@pytest.mark.slow
def test_a_bookmark_goes_over_the_start_page_once_by_which_jupyterlab_has_its_language(site, reader):
    page, went = reader(), []
    page.on("framenavigated", lambda frame: went.append(frame.url.removeprefix(site)))
    bookmark = f"/lab/index.html?path={BOOKMARK}"
    page.goto(site + bookmark, wait_until="commit")
    page.wait_for_function("start => document.referrer.startsWith(start)", arg=f"{site}/index.html")
    page.wait_for_load_state()
    locale = """async () => { const { promise, resolve } = Promise.withResolvers()
      const request = indexedDB.open("JupyterLite Storage - /")
      request.onsuccess = () => resolve(request.result)
      const store = (await promise).transaction("settings").objectStore("settings")
      const plugin = store.get("@jupyterlab/translation-extension:plugin")
      return new Promise(give => { plugin.onsuccess = () => give(plugin.result) }) }"""
    assert json.loads(page.evaluate(locale)) == {"locale": "zh_CN"}
    page.goto("about:blank")
    page.goto(site + bookmark)
    page.wait_for_timeout(300)
    assert [url for url in went if "lab/" in url or "open=" in url][-1] == bookmark
    assert sum("open=" in url for url in went) == 1


@pytest.mark.slow
def test_a_notebook_of_the_reader_s_own_opens_at_once(site, reader):
    page = reader()
    page.goto(f"{site}/lab/index.html?path=exercises/own.ipynb")
    assert page.url == f"{site}/lab/index.html?path=exercises/own.ipynb"


KEPT = """([path, content]) => new Promise(give => {
  const request = indexedDB.open("JupyterLite Storage - /", 3)
  request.onupgradeneeded = () => request.result.createObjectStore("files")
  request.onsuccess = () => {
    const { transaction } = request.result.transaction("files", "readwrite").objectStore("files").put(
      { path, name: path.split("/").pop(), content, last_modified: "2026-01-01T00:00:00Z" }, path)
    transaction.oncomplete = () => { request.result.close(); give() }
  }
})"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lacks", "said"),
    {
        "window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))": "The course's server does not answer",
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }": (
            "There is no room left"
        ),
    }.items(),
    ids=["server", "disk"],
)
def test_a_server_that_is_gone_and_a_full_disk_are_one_sentence_and_the_copy_stays(site, reader, lacks, said):
    page, path = reader(), "exercises/01_a.ipynb"
    page.goto(f"{site}/index.html")
    page.evaluate(KEPT, [path, {"cells": []}])
    page.evaluate("path => localStorage.setItem(`course-edition / ${path}`, 'older')", path)
    page.reload()
    newer = page.get_by_role("button", name="Take the new edition, with my answers")
    newer.wait_for()
    page.evaluate(f"() => {{ {lacks} }}")
    newer.click()
    page.get_by_text(said).wait_for()
    page.reload()
    newer.wait_for()
