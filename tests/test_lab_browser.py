"""Every notebook in JupyterLab, as a learner opens it: it runs without error, its sliders move pictures."""

import shutil
from pathlib import Path

import pytest

from course_lib.authoring.source import generate, to_json
from tests.needs import needs_browser

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Everything drawn in a cell's output, as text that changes with it.
PICTURES = """cell => Array.from(cell.querySelectorAll(
    '.jp-OutputArea img, .jp-OutputArea canvas')).map(drawn => {
  const canvas = document.createElement('canvas')
  canvas.width = drawn.naturalWidth || drawn.width
  canvas.height = drawn.naturalHeight || drawn.height
  canvas.getContext('2d').drawImage(drawn, 0, 0)
  return canvas.toDataURL()
}).concat(Array.from(cell.querySelectorAll('.jp-OutputArea svg')).map(drawn => drawn.outerHTML)).join()"""
SLIDER = ".jp-OutputArea .noUi-handle, .jp-OutputArea input[type=range]"

INTERACTIVE = """import io, ipywidgets, matplotlib.pyplot as plt
picture, slider = ipywidgets.Image(), ipywidgets.IntSlider(value=3, description="n")
def draw(change=None, picture=picture, slider=slider):  # its own, also after the next cell
    fig, ax = plt.subplots(figsize=(2, 2))
    ax.plot([0, STEP * slider.value, 1])
    file = io.BytesIO()
    fig.savefig(file)
    plt.close(fig)
    picture.value = file.getvalue()
slider.observe(draw, "value")
draw()
ipywidgets.VBox([slider, picture])"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(page, address, folder): one JupyterLab and one browser for all notebooks of this file."""
    chromium = needs_browser()
    from tests.lab import browser, lab  # playwright is needed only with a browser

    folder = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks" / "media", folder / "media")
    with lab(folder) as address, browser(chromium) as page:
        yield page, address, folder


@pytest.fixture
def opened(served, request):
    """A function that runs a notebook in Lab; when the test fails, what Lab showed is kept in build/."""
    from tests.lab import close, copy_without_outputs, run_all

    page, address, folder = served
    failed_before = request.session.testsfailed

    def run(notebook):
        count = copy_without_outputs(notebook, folder)
        return count, run_all(page, address, Path(notebook).name)

    yield page, run
    if request.session.testsfailed > failed_before:
        (ROOT / "build").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "build" / f"failed_{request.node.name.replace('/', '_')}.png")
    close(page)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_in_lab(opened, notebook):
    page, run = opened
    count, progress = run(notebook)
    assert progress == [count, count, [], "idle"]
    assert page.locator(".jp-toast-button, .Toastify__toast").count() == 0, "JupyterLab shows a pop-up."
    assert broken_images(page) == []
    assert dead_sliders(page) == []


def test_a_slider_that_moves_its_picture_is_told_from_a_dead_one(opened, tmp_path):
    page, run = opened
    alive, dead = (INTERACTIVE.replace("STEP", step) for step in "10")
    count, progress = run(notebook_of(tmp_path / "sliders.ipynb", alive, dead))
    assert progress == [2, 2, [], "idle"] and count == 2
    assert dead_sliders(page, seconds=3) == [1]


def test_an_error_is_seen(opened, tmp_path):
    _, run = opened
    _, progress = run(notebook_of(tmp_path / "error.ipynb", "1 / 0", "1"))
    assert progress[2] == ["ZeroDivisionError: division by zero"]


def broken_images(page):
    """The addresses of pictures that did not load."""
    return page.evaluate("""() => Array.from(document.querySelectorAll('.jp-Notebook img'))
        .filter(image => !image.complete || image.naturalWidth === 0).map(image => image.src.slice(0, 200))""")


def test_a_picture_that_is_not_there_is_seen(opened, tmp_path):
    page, run = opened
    path = notebook_of(tmp_path / "picture.ipynb", "1")
    path.write_text(path.read_text().replace('"cells": [', '"cells": [{"cell_type": "markdown", "id": "a", '
                                             '"metadata": {}, "source": "![gone](media/gone.gif)"}, ', 1))
    run(path)
    assert len(broken_images(page)) == 1


def dead_sliders(page, seconds=15):
    """Numbers of the cells whose first slider, moved by a key, changes no picture of the same cell."""
    cells = page.locator(".jp-Notebook .jp-Cell").all()
    return [number for number, cell in enumerate(cells)
            if cell.locator(SLIDER).count() and not moves(page, cell, seconds)]


def moves(page, cell, seconds):
    before = cell.evaluate(PICTURES)
    slider = cell.locator(SLIDER).first
    slider.scroll_into_view_if_needed()
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):  # at the right end only the left keys change it
        slider.focus()
        page.keyboard.press(key)
        for _ in range(int(seconds / 3 / 0.1)):
            if cell.evaluate(PICTURES) != before:
                return True
            page.wait_for_timeout(100)
    return False


def notebook_of(path, *sources):
    """Write a notebook of code cells."""
    text = "\n\n".join(f"```{{code-cell}}\n{source}\n```" for source in sources)
    path.write_text(to_json(generate(text, path.stem)))
    return path
