"""A learner's first minute and second day in JupyterLab: pictures alive before a cell is run, and tomorrow."""

import shutil
from pathlib import Path

import pytest

from course_lib import cli, workspace
from tests.explorer_controls import SELECTOR, drawn_and_moving, problems, wait_for_all
from tests.needs import needs_browser

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
NAME = "notebooks/00_start_here.ipynb"


@pytest.fixture(scope="module")
def page_at(tmp_path_factory):
    """(page, address): JupyterLab in a learner's copy as `course lab` makes it, for a user who has trusted nothing."""
    chromium = needs_browser()
    from tests.lab import browser, lab

    folder = tmp_path_factory.mktemp("days")
    for part in ("notebooks", "exercises"):
        shutil.copytree(ROOT / part, folder / part)
    course = workspace.Course(folder)
    new = workspace.fill(course)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(folder / "work-home" / "data"))  # where `lab` looks
        workspace.trust(course, new)
    with lab(course.work) as address, browser(chromium) as page:
        yield page, address


def opened(page, address, name):
    """Open a notebook and wait for its kernel."""
    from tests.lab import READY, TOKEN

    page.goto(f"{address}/lab/tree/{name}?reset&token={TOKEN}")
    page.wait_for_function(READY, arg=name)


# What is alive before a cell is run is looked at below; each control is tried on a page of its own.
@pytest.mark.tour
def test_the_first_picture_is_alive_before_any_cell_is_run(page_at):
    page, address = page_at
    opened(page, address, NAME)
    page.locator(SELECTOR).first.wait_for()
    assert problems(page) == []


@pytest.mark.tour
def test_explorers_survive_the_night(page_at):
    from tests.lab import NOTEBOOK, close, run_all

    page, address = page_at
    _, executed, errors, _ = run_all(page, address, NAME)
    assert executed and errors == []
    page.evaluate(f"() => {NOTEBOOK}.context.save()")
    close(page)
    opened(page, address, NAME)
    wait_for_all(page, ROOT / NAME)
    assert drawn_and_moving(page)
    assert page.get_by_text("model not found").count() == 0


def test_what_is_saved_before_any_cell_is_run_is_there_tomorrow(page_at):
    """JupyterLab itself saves only widgets whose kernel lives: all that the outputs show would be gone."""
    from tests.lab import NOTEBOOK, close

    page, address = page_at
    name = "notebooks/07_beyond.ipynb"  # one explorer and the questions
    opened(page, address, name)
    wait_for_all(page, ROOT / name)
    assert drawn_and_moving(page)
    page.locator(".course-quiz .MCButton").first.click()
    page.get_by_text("Save the notebook to keep your answers").wait_for()
    page.evaluate(f"() => {NOTEBOOK}.context.save()")
    close(page)
    opened(page, address, name)
    wait_for_all(page, ROOT / name)
    page.locator(".course-quiz .Score").get_by_text("answered correctly").wait_for()
    assert drawn_and_moving(page)
    assert page.get_by_text("model not found").count() == 0


# Which notebooks and which setting: test_workspace.py.
@pytest.mark.tour
def test_jupyterlab_and_the_kernel_speak_the_learners_language(page_at, tmp_path):
    from tests.lab import ENDED, NOTEBOOK, TOKEN, lab

    for part in ("notebooks", "exercises"):
        shutil.copytree(ROOT / part, tmp_path / "course" / part)
    course = workspace.Course(tmp_path / "course")
    workspace.choose(course, "zh")
    workspace.fill(course)
    page, _ = page_at
    with lab(course.work, cli.settings_of(course)) as address:
        page.goto(f"{address}/lab/tree/exercises/zh/03_momentum.ipynb?reset&token={TOKEN}")
        page.wait_for_function(f"() => {NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'")
        menu = page.locator(".lm-MenuBar").first.inner_text()
        assert "文件" in menu and "File" not in menu
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
        errors = page.wait_for_function(ENDED).json_value()[2]
        assert errors == ["NotImplementedError: 在这里写下你的答案"]
