"""Every notebook in JupyterLab, as a learner opens it: it runs without error, its sliders move pictures.

nbval runs every chapter and every solution to its end; an exercise is a solution with stubs in place of answers. At
each change test_lab_days opens one chapter in JupyterLab.
"""

import ast
from pathlib import Path

import nbformat
import pytest

from course_lib.authoring.source import code_cells, generate, to_json
from tests.explorer_controls import SELECTOR, drawn_and_moving, problems, wait_for_all, within

pytestmark = pytest.mark.tour

pytest_plugins = ["tests.lab_fixtures"]
ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))
WHOLE = {"00_start_here"}  # run to the end
WIDGET = "application/vnd.jupyter.widget-view+json"
# Everything drawn in a cell's output, as text that changes with it.
PICTURES = """cell => Array.from(cell.querySelectorAll(
    '.jp-OutputArea img, .jp-OutputArea canvas')).map(drawn => {
  const canvas = document.createElement('canvas')
  canvas.width = drawn.naturalWidth || drawn.width
  canvas.height = drawn.naturalHeight || drawn.height
  canvas.getContext('2d').drawImage(drawn, 0, 0)
  return canvas.toDataURL()
}).concat(Array.from(cell.querySelectorAll('.jp-OutputArea svg')).map(drawn => drawn.outerHTML)).join()"""
SLIDER = ".jp-OutputArea .noUi-handle"

# Where all rules begin with the same settings, choosing whose they are shows no difference.
ALIKE = {"07_beyond": {"Path explorer, number 1: select-one “of” changes nothing"}}

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

# An explorer with every kind of control, each once alive and once dead.
PLANTED = '''import anywidget
class Planted(anywidget.AnyWidget):
    _esm = """
const KINDS = [["canvas", "", "keydown"], ["input", "range", "input"], ["input", "checkbox", "change"],
               ["select", "", "change"], ["button", "", "click"]]
function render({ el }) {
  const root = document.createElement("div")
  Object.assign(root, { className: "course-explorer", ariaLabel: "Planted" })
  root.setAttribute("data-lm-suppress-shortcuts", "true")
  el.append(root)
  let value = 0
  const changed = () => root.querySelector("canvas").getContext("2d").fillText(value += 1, 20, 20 + value)
  for (const life of ["alive", "dead"]) for (const [tag, type, event] of KINDS) {
    const control = document.createElement(tag)
    Object.assign(control, { name: life, tabIndex: 0 }, type && { type })
    if (tag === "select") control.append(new Option("a"), new Option("b"))
    if (tag === "button") control.textContent = life
    if (tag === "canvas") control.getContext("2d").fillText("drawn", 5, 15)
    if (life === "alive") control.addEventListener(event, changed)
    if (life === "alive" && tag === "canvas") control.addEventListener("pointermove", changed)
    root.append(control)
  }
}
export default { render }"""
Planted()'''
DEAD = [
    "pressing arrows does not move canvas 2",
    "dragging does not move canvas 2",
    "range “dead” changes nothing",
    "checkbox “dead” changes nothing",
    "select-one “dead” changes nothing",
    "button “dead” changes nothing",
]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_in_lab(in_lab, notebook):
    page, run, _ = in_lab
    count, progress = run(notebook, None if notebook.stem in WHOLE else interactive(notebook))
    assert progress == [count, count, [], "idle"]
    assert page.locator(".jp-toast-button, .Toastify__toast").count() == 0, "JupyterLab shows a pop-up."
    assert broken_images(page) == []
    assert dead_sliders(page) == []
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    wait_for_all(page, notebook)
    assert set(problems(page)) <= ALIKE.get(notebook.stem, set())
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells, "Keys meant for an explorer reached JupyterLab."


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_runs_in_lab(in_lab, notebook):
    page, run, _ = in_lab
    count, progress = run(notebook, None if notebook == SOLUTIONS[0] else interactive(notebook))
    assert progress == [count, count, [], "idle"]
    wait_for_all(page, notebook)
    assert problems(page) == []


def test_an_exercise_stops_at_the_first_missing_answer(in_lab):
    page, run, _ = in_lab
    count, (_, executed, errors, _) = run(EXERCISES[0])
    assert errors == ["NotImplementedError: write your answer here"]
    assert 0 < executed < count
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 1, "more than the one traceback"


def interactive(notebook):
    """The numbers of the code cells that show a widget, and of those that define what these use."""
    cells = code_cells(nbformat.read(notebook, as_version=4))
    numbers, wanted = [], set()
    for number, cell in reversed(list(enumerate(cells))):
        tree = ast.parse(cell.source)
        own = names_in(tree, ast.Store)
        if wanted & own or any(WIDGET in output.get("data", {}) for output in cell.outputs):
            numbers.append(number)
            wanted = (wanted | names_in(tree, ast.Load)) - own
    return numbers[::-1]


def names_in(tree, context):
    """The names that a program reads (ast.Load), or sets, defines and imports (ast.Store)."""
    nodes = list(ast.walk(tree))
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}
    if context is ast.Store:
        names |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        names |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    return names


def test_explorers_outlive_a_change_of_theme_and_then_the_kernel(in_lab):
    from tests.lab import NOTEBOOK, wait_until_told

    page, run, heard = in_lab
    run(NOTEBOOKS[0], interactive(NOTEBOOKS[0]))
    wait_for_all(page, NOTEBOOKS[0])
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme }).then(() => null)"
    for theme, light in [("JupyterLab Dark", "false"), ("JupyterLab Light", "true")]:
        page.evaluate(change, theme)
        page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        assert drawn_and_moving(page)
    wait_until_told(page)
    assert heard == []
    page.evaluate(f"() => {NOTEBOOK}.sessionContext.shutdown()")
    assert problems(page) == [], "every control, after both changes: what one of them killed is dead now, too"
    wait_until_told(page)
    # The widgets library tries to tell the kernel, which is gone; nothing else may be complained of.
    assert heard and all("Could not send widget sync message" in sentence for sentence in heard)
    heard.clear()


def test_a_slider_that_moves_its_picture_is_told_from_a_dead_one(in_lab, tmp_path):
    page, run, _ = in_lab
    alive, dead = (INTERACTIVE.replace("STEP", step) for step in "10")
    count, progress = run(notebook_of(tmp_path / "sliders.ipynb", alive, dead))
    assert progress == [2, 2, [], "idle"] and count == 2
    assert dead_sliders(page, seconds=3) == [1]


def test_a_dead_explorer_is_seen(in_lab, tmp_path):
    page, run, _ = in_lab
    assert run(notebook_of(tmp_path / "explorers.ipynb", PLANTED))[1] == [1, 1, [], "idle"]
    page.locator(SELECTOR).wait_for()
    assert drawn_and_moving(page, seconds=0.3)
    alive = page.locator("input[type=range]").first
    alive.evaluate("slider => { slider.disabled = true }")
    assert not drawn_and_moving(page, seconds=0.3), "only the dead one is left"
    alive.evaluate("slider => { slider.disabled = false }")
    assert problems(page, seconds=0.3) == [f"Planted, number 1: {what}" for what in DEAD]
    page.locator("canvas").first.evaluate("canvas => canvas.width = canvas.width")
    assert problems(page, seconds=0.3) == ["Planted, number 1: a picture is blank"]
    assert not drawn_and_moving(page, seconds=0.3)


def test_errors_are_seen(in_lab, tmp_path):
    page, run, heard = in_lab
    loud = "console.error('oh'); fetch('http://example.invalid/x').catch(() => {}); setTimeout(() => gone(), 0)"
    show = f'from IPython.display import Javascript; Javascript("{loud}")'
    _, progress = run(notebook_of(tmp_path / "error.ipynb", show, "1 / 0", "1"))
    assert progress[2] == ["ZeroDivisionError: division by zero"]
    wanted = {"console: oh", "request to http://example.invalid/x", "page: gone is not defined"}
    assert within(page, lambda: wanted <= set(heard), 60), heard
    heard.clear()


def broken_images(page):
    """The addresses of pictures that did not load."""
    return page.evaluate("""() => Array.from(document.querySelectorAll('.jp-Notebook img'))
        .filter(image => !image.complete || image.naturalWidth === 0).map(image => image.src.slice(0, 200))""")


def test_a_picture_that_is_not_there_is_seen(in_lab, tmp_path):
    page, run, heard = in_lab
    path = notebook_of(tmp_path / "picture.ipynb", "1")
    path.write_text(
        path.read_text().replace(
            '"cells": [',
            '"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "![gone](media/gone.gif)"}, ',
            1,
        )
    )
    run(path)
    assert len(broken_images(page)) == 1
    heard.clear()  # 404


def dead_sliders(page, seconds=60):
    """Numbers of the cells whose first slider, moved by a key, changes no picture of the same cell."""
    cells = page.locator(".jp-Notebook .jp-Cell").all()
    return [
        number for number, cell in enumerate(cells) if cell.locator(SLIDER).count() and not moves(page, cell, seconds)
    ]


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
