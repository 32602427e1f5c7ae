"""Fixtures for the tests that open notebooks in JupyterLab; a test file imports those it uses."""

import shutil
from pathlib import Path

import pytest

from tests.needs import needs_browser

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(page, address, folder): one JupyterLab and one browser for all notebooks of a file, in folders like ours."""
    chromium = needs_browser()
    from tests.lab import browser, lab  # playwright is needed only with a browser

    folder = tmp_path_factory.mktemp("lab") / "course"
    shutil.copytree(ROOT / "notebooks" / "media", folder / "notebooks" / "media")
    shutil.copytree(ROOT / "exercises" / "checks", folder / "exercises" / "checks")
    with lab(folder) as address, browser(chromium) as page:
        yield page, address, folder


@pytest.fixture
def in_lab(served, request):
    """(page, a function that runs a notebook in Lab, what the browser complained of): the last must stay empty.

    The function runs all cells of a copy without outputs, or those of certain numbers in one that keeps the rest's.
    When a test fails, what Lab showed is kept in build/.
    """
    from tests.lab import close, copy_without_outputs, opened, run_all, run_some, trusted_copy, watched

    page, address, folder = served
    failed_before = request.session.testsfailed

    def run(notebook, numbers=None):
        name = f"{notebook.parent.name}/{notebook.name}"
        (folder / name).parent.mkdir(exist_ok=True)
        if numbers is not None:
            count = trusted_copy(notebook, (folder / name).parent, folder, numbers)
            opened(page, address, name)
            return count, run_some(page, numbers)
        count = copy_without_outputs(notebook, (folder / name).parent)
        return count, run_all(page, address, name)

    with watched(page) as heard:
        yield page, run, heard
        if request.session.testsfailed > failed_before:
            (ROOT / "build").mkdir(exist_ok=True)
            page.screenshot(path=ROOT / "build" / f"failed_{request.node.name.replace('/', '_')}.png")
            page.goto("about:blank")  # the next test begins with a JupyterLab of its own
        else:
            close(page)
    assert heard == []
