"""The course in JupyterLite: it holds the course as it is, and computes in a browser that reaches no other host."""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement

from course_lib import cli
from course_lib.authoring import lite as lite_builder
from course_lib.authoring import lite_zip, pyodide, site_words
from course_lib.grading import batch
from course_lib.grading import command as grading
from tests.firefox import FOCUS, firefox
from tests.lab import _free_port
from tests.needs import LEFT_OUT, needs_browser, needs_firefox, needs_nginx
from tests.pages import served
from tests.stub_sandbox import StubSandbox
from tests.test_lite_zip import started, unzipped

pytestmark = [pytest.mark.slow, pytest.mark.tour]

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHAPTERS = sorted(f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb"))
CHINESE = sorted(f"notebooks/zh/{path.name}" for path in (ROOT / "notebooks" / "zh").glob("*.ipynb"))
# These are run, one in each language: a chapter takes two to four times as long as natively. COURSE_LITE=all: all.
RUN = CHAPTERS[:1] + CHINESE[3:4]
if os.environ.get("COURSE_LITE") == "all":
    RUN = [*CHAPTERS, *CHINESE]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder; where no source has Pyodide's files any more, what follows is left out with the sentence of why."""
    target = tmp_path_factory.mktemp("lite") / "lite"
    try:
        assert lite_builder.main(ROOT, target) == 0
    except pyodide.Missing as missing:  # also where all is required: another's package, from which they come, may go
        pytest.skip(LEFT_OUT + str(missing))
    return target


@pytest.fixture
def chinese(lite):
    """The same for a reader of Chinese, who was never there."""
    from tests.lite_browser import watched

    page, asked, address = lite
    own = watched(page.context.browser, asked, "zh-CN")
    yield own, asked, address
    own.context.close()


@pytest.fixture(scope="module")
def lite(built, tmp_path_factory):
    """(page, addresses elsewhere that were asked for, where it is served: by what a class without a network gets)."""
    from tests.lite_browser import browser

    chromium, folder = needs_browser(), tmp_path_factory.mktemp("class")
    unpacked = unzipped(lite_zip.pack(ROOT, built, folder / lite_zip.FILE), folder)
    command = [sys.executable, unpacked / "serve.py", "--port", "0", "--no-browser"]
    with started(command) as address, browser(chromium) as (page, asked):
        yield page, asked, address.rstrip("/")


def test_it_holds_the_same_notebooks_and_no_solutions(built):
    names = {path.relative_to(built / "files").as_posix() for path in (built / "files").rglob("*") if path.is_file()}
    assert {*CHAPTERS, *CHINESE} <= names and "exercises/checks/03_momentum.json" in names
    assert "notebooks/media/basins.gif" in names
    assert not [name for name in names if "solution" in name or name.endswith(".py")]
    for name in (name for name in names if name.endswith(".ipynb")):
        assert json.loads((built / "files" / name).read_text()) == json.loads((ROOT / name).read_text())


def test_python_comes_with_the_course_as_a_package_and_each_file_is_there(built):
    folder = built / "static" / "pyodide"
    packages = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    assert {entry["file_name"] for entry in packages.values()} <= {path.name for path in folder.iterdir()}
    assert {pyodide.normal(needs) for entry in packages.values() for needs in entry["depends"]} <= set(packages)
    for line in PROJECT["dependencies"]:  # so that the course does not call them too old there
        if (name := Requirement(line).name) in packages:
            assert packages[name]["version"] in Requirement(line).specifier, line
    names = zipfile.ZipFile(folder / packages["optimizers-course"]["file_name"]).namelist()
    assert "course_lib/explorers/bundles/path.js" in names and "course_lib/optimizers/adam.py" in names
    assert not [name for name in names if "/grading/" in name or "/authoring/" in name]


def test_all_that_the_kernel_installs_as_it_starts_is_there(built):
    folder = built / "extensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static"
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.js")]
    (asked,) = {found for text in texts for found in re.findall(r'(\["ssl",[^\]]*\])', text)}
    there = json.loads((built / "static" / "pyodide" / "pyodide-lock.json").read_text())["packages"]
    there |= json.loads((folder / "pypi" / "all.json").read_text())
    assert [name for name in json.loads(asked) if pyodide.normal(name) not in there] == []


def test_explorers_and_answers_are_saved_with_a_notebook(built):
    settings = json.loads((built / "jupyter-lite.json").read_text())["jupyter-config-data"]["settingsOverrides"]
    assert settings["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": True}
    assert settings["@jupyterlab/notebook-extension:tracker"] == {"windowingMode": "defer"}


def test_jupyterlab_has_its_words_in_chinese(built):
    folder = built / "api" / "translations"
    languages = json.loads((folder / "all.json").read_text(encoding="utf-8"))["data"]
    assert {name: words["displayName"] for name, words in languages.items()} == {
        "en": "English",
        "zh_CN": "Chinese (Simplified, China)",
    }
    assert json.loads((folder / "zh_CN.json").read_text(encoding="utf-8"))["data"]["jupyterlab"]["menu\x04File"] == [
        "文件"
    ]


def test_it_is_small_enough_for_a_class(built):
    files = [path for path in built.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 95e6
    assert not [path for path in files if path.suffix == ".map"]


def printed(cells):
    """What cells printed, as it stands."""
    return "".join(output.get("text", "") for _, outputs in cells for output in outputs)


@pytest.mark.parametrize("name", RUN)
def test_a_chapter_runs_without_a_complaint_and_asks_no_other_host(lite, name):
    from tests.lite_browser import complaints, run_all

    page, asked, address = lite
    cells = run_all(page, address, name)
    assert complaints(cells) == []
    assert asked == []
    assert name != CHAPTERS[0] or "Everything is here" in json.dumps(cells)
    assert bool(HAN.search(printed(cells))) == ("/zh/" in name)


def test_a_solved_homework_passes(lite):
    from tests.lite_browser import complaints, put, run_all

    page, asked, address = lite
    put(page, address, "exercises/solved.ipynb", nbformat.read(ROOT / "solutions" / "03_momentum.ipynb", as_version=4))
    cells = run_all(page, address, "exercises/solved.ipynb")
    assert complaints(cells) == [] and asked == []
    said = json.dumps(cells, ensure_ascii=False)
    assert said.count("cases passed") >= 5 and "✗" not in said


def test_a_solved_chinese_homework_passes_and_counts(chinese):
    from tests.lite_browser import complaints, put, run_all

    page, asked, address = chinese
    name = "exercises/zh/03_momentum.ipynb"
    put(page, address, name, nbformat.read(ROOT / "solutions" / "zh" / "03_momentum.ipynb", as_version=4))
    cells = run_all(page, address, name)
    assert complaints(cells) == []
    said = json.dumps(cells, ensure_ascii=False)
    assert len(re.findall(r"通过 (\d+) / \1 个用例", said)) >= 5 and "✗" not in said
    cells = run_all(page, address, CHINESE[0])  # which counts the homework that is solved
    assert complaints(cells) == [] and asked == []
    assert "都齐了" in printed(cells)
    (line,) = (line for line in printed(cells).splitlines() if line.startswith("03_momentum  ") and "题完成" in line)
    solved, of = re.search(r"(\d+) 题完成 (\d+) 题", line).groups()
    assert solved == of


def titles(page):
    """The notebooks that the first page lists."""
    page.locator("#exercises li").last.wait_for()
    return page.locator("li > a").all_inner_texts()


def menu(page):
    """The words of JupyterLab's menu, in the language that it has now."""
    page.locator(".lm-MenuBar-itemLabel").nth(7).wait_for()
    return page.locator(".lm-MenuBar-itemLabel").all_inner_texts()


def title(name):
    """What a notebook is called."""
    return nbformat.read(ROOT / name, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")


def test_the_start_page_and_jupyterlab_speak_the_reader_s_language(chinese):
    page, asked, address = chinese
    own = [*CHINESE, *(f"exercises/zh/{path.name}" for path in sorted((ROOT / "exercises" / "zh").glob("*.ipynb")))]
    page.goto(address)
    assert titles(page) == [title(name) for name in own]
    said = page.locator("body").inner_text()
    assert not [sentence for sentence in site_words.of_start() if re.sub("<[^>]*>", "", sentence) in said]
    page.get_by_role("link", name=title(CHINESE[3])).click()
    assert "文件" in menu(page) and "File" not in menu(page)
    # The switch keeps the place, and is remembered; JupyterLab's own menu outweighs it until it is used again.
    page.goto(address)
    titles(page)
    # A narrow window, in which the words above take another number of lines, and a browser that keeps no place itself.
    page.set_viewport_size({"width": 500, "height": 400})
    page.add_style_tag(content="* { overflow-anchor: none }")
    row = page.locator("#exercises li").nth(2)
    row.scroll_into_view_if_needed()
    before = row.bounding_box()["y"]
    page.evaluate("() => document.querySelector('#languages button').click()")  # above what is seen
    page.get_by_role("link", name="Homework 3").wait_for()
    assert abs(row.bounding_box()["y"] - before) < 2
    page.reload()
    page.get_by_role("link", name="3 Momentum", exact=True).click()
    assert "File" in menu(page)
    page.evaluate("() => { window.jupyterapp.commands.execute('jupyterlab-translation:zh_CN') }")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator(".lm-MenuBar-itemLabel", has_text="文件").wait_for()
    page.goto(address)
    page.get_by_role("link", name="3 Momentum").click()
    assert "文件" in menu(page)
    # A link from the website's edition in a language is a choice, too.
    page.goto(f"{address}/index.html?language=zh")
    assert titles(page) == [title(name) for name in own]
    page.goto(f"{address}/index.html?open=exercises/03_momentum.ipynb", wait_until="commit")
    page.wait_for_url(f"{address}/lab/index.html?path=exercises/03_momentum.ipynb")
    assert "File" in menu(page) and asked == []


def is_whole(page, row, button, folder, monkeypatch):
    """Whether `course grade` gives all points to what the row's button downloads."""
    with page.expect_download() as caught:
        row.get_by_role("button", name=button).click()
    download = caught.value
    download.save_as(folder / "in" / "anna" / download.suggested_filename)
    command = ["grade", "03_momentum", str(folder / "in"), "--out", str(folder / "out"), "--course", str(ROOT)]
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(grading, "probed", lambda: (None, []))
    assert cli.main(command) == 0
    (graded,) = json.loads((folder / "out" / "grades.json").read_text())["submissions"]
    return graded["score"] == graded["max_score"] > 0


def test_a_chinese_homework_is_handed_in_and_begun_afresh(chinese, tmp_path, monkeypatch):
    from tests.lite_browser import put

    page, asked, address = chinese
    solved = nbformat.read(ROOT / "solutions" / "zh" / "03_momentum.ipynb", as_version=4)
    put(page, address, "exercises/zh/03_momentum.ipynb", solved)
    page.goto(address)
    row = page.locator("li", has_text="作业 3")
    assert is_whole(page, row, "下载，用来交作业", tmp_path, monkeypatch)
    row.get_by_role("button", name="重新开始").click()
    page.get_by_text("你原来的副本保存为 03_momentum-old-1.ipynb").wait_for()
    assert row.get_by_role("button").count() == 0 and asked == []


def test_the_start_page_lists_all_and_keeps_what_was_changed(lite, tmp_path, monkeypatch):
    from tests.lite_browser import put

    page, asked, address = lite
    page.goto(f"{address}/index.html?language=en")  # this reader ran a Chinese chapter before
    page.get_by_role("link", name="3 Momentum").wait_for()
    page.get_by_role("link", name="Homework 6").wait_for()
    assert page.locator("li > a").count() == len(CHAPTERS) + len(list((ROOT / "exercises").glob("*.ipynb")))
    solved = nbformat.read(ROOT / "solutions" / "03_momentum.ipynb", as_version=4)
    put(page, address, "exercises/03_momentum.ipynb", solved)
    page.goto(address)
    row = page.locator("li", has_text="Homework 3")
    assert is_whole(page, row, "Download to hand in", tmp_path, monkeypatch)
    # An older edition's copy takes the new one, with its answers; starting afresh keeps the copy, too.
    page.evaluate("() => localStorage.setItem('course-edition / exercises/03_momentum.ipynb', 'older')")
    page.reload()
    row.get_by_role("button", name="Take the new edition, with my answers").click()
    page.get_by_text("Your old copy is kept as 03_momentum-old-1.ipynb").wait_for()
    with page.expect_download() as download:
        row.get_by_role("button", name="Download to hand in").click()
    answers = {cell.source for cell in nbformat.read(download.value.path(), as_version=4).cells}
    assert {cell.source for cell in solved.cells if cell.metadata.get("nbgrader", {}).get("solution")} <= answers
    row.get_by_role("button", name="Start afresh").click()
    page.get_by_text("Your old copy is kept as 03_momentum-old-2.ipynb").wait_for()
    assert row.get_by_role("button").count() == 0 and asked == []
    # A link from elsewhere opens a notebook, unless the copy hides a newer edition; it leads nowhere else.
    put(page, address, "exercises/03_momentum.ipynb", solved)
    page.goto(f"{address}/index.html?open=exercises/03_momentum.ipynb", wait_until="commit")
    page.wait_for_url(f"{address}/lab/index.html?path=exercises/03_momentum.ipynb")
    page.goto(address)
    page.evaluate("() => localStorage.setItem('course-edition / exercises/03_momentum.ipynb', 'older')")
    page.goto(f"{address}/index.html?open=exercises/03_momentum.ipynb")
    page.get_by_text("There is a newer edition of “Homework 3").wait_for()
    page.goto(f"{address}/?open=https://example.org/exercises/03_momentum.ipynb")
    page.get_by_text("your copy is of an older edition").wait_for()
    assert page.url.startswith(f"{address}/?open") and asked == []


def test_firefox_runs_a_chapter_and_asks_no_other_host(built, tmp_path):
    from tests.lite_browser import OPEN, OUTPUTS, RUN, complaints

    program, name = needs_firefox(), CHAPTERS[0]
    with served(built) as address, firefox(program, tmp_path) as page:
        page.goto(f"{address}/index.html")
        page.wait("document.querySelectorAll('#exercises li').length")
        page.goto(f"{address}/lab/index.html?path={name}")
        page.wait(f"({FOCUS}, ({OPEN})('{name}'))")
        page.evaluate(f"({RUN})()")
        page.wait("window.through")
        assert complaints(page.evaluate(f"({OUTPUTS})()")) == []
        here = (address, "data:", "blob:", "about:", "resource:", "chrome:")
        assert len(page.asked) > 50 and [url for url in page.asked if not url.startswith(here)] == []


@contextlib.contextmanager
def by_nginx(program, built, folder):
    """The address at which nginx serves the parent of `built`, as docs/lite.md has it but for the certificate."""
    (server,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "lite.md").read_text(encoding="utf-8"), re.DOTALL)
    port = _free_port()
    for line, instead in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "ssl_certificate /etc/ssl/course.pem;": "",
        "ssl_certificate_key /etc/ssl/course.key;": "",
        "root /srv/course;": f"root {built.parent};",
    }.items():
        assert line in server
        server = server.replace(line, instead)
    kept = "".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    http = f"include /etc/nginx/mime.types; access_log off; {kept} {server}"
    user = "user root;" if os.geteuid() == 0 else ""  # the folder of a test is its user's alone
    (folder / "nginx.conf").write_text(f"{user} pid {folder}/pid; daemon off; events {{}} http {{ {http} }}")
    started = subprocess.Popen([program, "-e", folder / "errors", "-c", folder / "nginx.conf"])
    try:
        address = f"http://127.0.0.1:{port}/{built.name}"
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/index.html", timeout=60).close()
                break
            time.sleep(0.1)
        yield address
    finally:
        started.terminate()
        started.wait(timeout=60)


def test_it_runs_in_a_folder_of_nginx_as_the_page_says(lite, built, tmp_path):
    from tests.lite_browser import complaints, run_all

    page, asked, _ = lite
    with by_nginx(needs_nginx(), built, tmp_path) as address:
        for name, kind in {"static/pyodide/pyodide.asm.wasm": "wasm", "service-worker.js": "javascript"}.items():
            with urllib.request.urlopen(f"{address}/{name}", timeout=60) as answer:
                assert answer.headers["Content-Type"] == f"application/{kind}"
                assert answer.headers["Cache-Control"] == "no-cache"
        assert complaints(run_all(page, address, CHAPTERS[0])) == []
    assert asked == []
