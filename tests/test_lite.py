"""The course in JupyterLite: it builds, and holds the course. That it computes only a browser with a network shows."""

import json
import zipfile
from pathlib import Path

import nbformat
import pytest

from course_lib import cli
from course_lib.authoring import lite
from tests.needs import missing
from tests.pages import served

pytestmark = pytest.mark.tour

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    target = tmp_path_factory.mktemp("lite") / "lite"
    code = cli.main(["lite", str(target), "--course", str(ROOT)])
    if code == 2:
        missing("the browser's packages could not be downloaded; try again when there is a network.")
    assert code == 0
    return target


def test_it_holds_the_chapters_the_homework_and_its_checks(built):
    names = {path.relative_to(built / "files").as_posix() for path in (built / "files").rglob("*") if path.is_file()}
    for kind in ("notebooks", "exercises"):
        assert {f"{kind}/{path.name}" for path in (ROOT / kind).glob("*.ipynb")} <= names
    assert "notebooks/media/basins.gif" in names and "exercises/checks/03_momentum.json" in names
    assert not [name for name in names if "solution" in name or name.endswith(".py")]
    notebook = nbformat.read(built / "files" / "notebooks" / "03_momentum.ipynb", as_version=4)
    assert notebook.cells[0].source == lite.INSTALL


def test_it_brings_the_packages_that_its_first_cell_asks_for(built):
    index = json.loads((built / "pypi" / "all.json").read_text(encoding="utf-8"))
    assert {"optimizers-course", "psygnal", "jupyterquiz", "anywidget", "ipywidgets"} <= set(index)
    (wheel,) = (built / "pypi").glob("optimizers_course-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "course_lib/explorers/js/path.js" in names and "course_lib/optimizers/adam.py" in names
    assert not [name for name in names if "/grading/" in name or "/authoring/" in name]
    extensions = sorted(path.name for path in (built / "extensions").iterdir())
    assert extensions == ["@jupyter-widgets", "@jupyterlite", "anywidget"]


def test_jupyterlab_opens_and_shows_the_course(built, chrome):
    with served(built) as address:
        chrome.goto(f"{address}/lab/index.html")
        listing = chrome.locator(".jp-DirListing-itemText")
        listing.first.wait_for()
        assert {"notebooks", "exercises"} <= set(listing.all_inner_texts())
