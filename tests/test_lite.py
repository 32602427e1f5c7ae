"""The course in JupyterLite: it holds the course as it is, and computes in a browser that reaches no other host."""

import json
import os
import zipfile
from pathlib import Path

import nbformat
import pytest

from course_lib import cli
from course_lib.authoring import pyodide
from tests.needs import LEFT_OUT, needs_browser
from tests.pages import served

pytestmark = [pytest.mark.slow, pytest.mark.tour]

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted(f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb"))
# These are run: a chapter takes two to four times as long as natively. COURSE_LITE=all: all of them.
RUN = CHAPTERS if os.environ.get("COURSE_LITE") == "all" else CHAPTERS[:1] + CHAPTERS[3:4]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder; where no source has Pyodide's files any more, what follows is left out with the sentence of why."""
    target = tmp_path_factory.mktemp("lite") / "lite"
    code = cli.main(["lite", str(target), "--course", str(ROOT)])
    if code == 2:  # also where all is required: another's package, from which the files come, may go
        pytest.skip(
            LEFT_OUT + "Pyodide's files could not be had; put them into a folder and name it in COURSE_PYODIDE."
        )
    assert code == 0
    return target


@pytest.fixture(scope="module")
def lite(built):
    """(page, addresses elsewhere that were asked for, where it is served)."""
    from tests.lite_browser import browser

    chromium = needs_browser()
    with served(built) as address, browser(chromium) as (page, asked):
        yield page, asked, address


def test_it_holds_the_same_notebooks_and_no_solutions(built):
    names = {path.relative_to(built / "files").as_posix() for path in (built / "files").rglob("*") if path.is_file()}
    assert set(CHAPTERS) <= names and "exercises/checks/03_momentum.json" in names
    assert "notebooks/media/basins.gif" in names
    assert not [name for name in names if "solution" in name or name.endswith(".py")]
    for name in (name for name in names if name.endswith(".ipynb")):
        assert json.loads((built / "files" / name).read_text()) == json.loads((ROOT / name).read_text())


def test_python_comes_with_the_course_as_a_package_and_each_file_is_there(built):
    folder = built / "static" / "pyodide"
    packages = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    assert {entry["file_name"] for entry in packages.values()} <= {path.name for path in folder.iterdir()}
    assert {pyodide.normal(needs) for entry in packages.values() for needs in entry["depends"]} <= set(packages)
    names = zipfile.ZipFile(folder / packages["optimizers-course"]["file_name"]).namelist()
    assert "course_lib/explorers/bundles/path.js" in names and "course_lib/optimizers/adam.py" in names
    assert not [name for name in names if "/grading/" in name or "/authoring/" in name]


def test_it_is_small_enough_for_a_class(built):
    files = [path for path in built.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 95e6
    assert not [path for path in files if path.suffix == ".map"]


@pytest.mark.parametrize("name", RUN)
def test_a_chapter_runs_without_a_complaint_and_asks_no_other_host(lite, name):
    from tests.lite_browser import complaints, run_all

    page, asked, address = lite
    assert complaints(run_all(page, address, name)) == []
    assert asked == []


def test_a_solved_homework_passes(lite):
    from tests.lite_browser import complaints, put, run_all

    page, asked, address = lite
    put(page, address, "exercises/solved.ipynb", nbformat.read(ROOT / "solutions" / "03_momentum.ipynb", as_version=4))
    cells = run_all(page, address, "exercises/solved.ipynb")
    assert complaints(cells) == [] and asked == []
    said = json.dumps(cells)
    assert "public cases passed" in said
