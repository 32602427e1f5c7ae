"""`make test` sees wrong numbers and pictures: planted in a notebook, then run with its very options."""

import base64
import io
import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_output
from PIL import Image

from course_lib.authoring.pictures import decoded
from course_lib.authoring.run import execute
from course_lib.authoring.source import generate
from tests import nbval_pictures

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]

SOURCE = """# Small

```{code-cell}
print(0.5 + 0.25)
```

```{code-cell}
%s
draw()
```

```{code-cell}
:tags: [measured]
# how long it took is another number each time
import sys, time; time.time()
```

```{code-cell}
from ipykernel.connect import get_connection_info
print(get_connection_info(unpack=True)["transport"])
```
"""

# A picture as chapters have them, and what may be wrong with it, each drawn by the same code.
DRAW = """from matplotlib.figure import Figure
from course_lib import plots
def draw(moved=0, colour="#0072B2", number="0.75"):
    fig = Figure(figsize=(9, 4.5))
    ax = fig.add_axes((0.1, 0.1, 0.8, 0.8))
    ax.plot([0, 1], [0.2, 0.8], color=colour)
    ax.axhline(0.5 + moved / (0.8 * 450), color="#D55E00")
    ax.set(ylim=(0, 1))
    ax.text(0.1, 0.9, number)
    plots.show(fig, alt="Two lines.")
"""
VARIANTS = {"moved_line": "moved=1", "wrong_colour": "colour='#56B4E9'", "wrong_digit": "number='0.76'"}
DRAWN = "".join(f"\n```{{code-cell}}\ndraw({change})\n```\n" for change in VARIANTS.values())
CELLS = 4  # of SOURCE, with code


def planted_picture(name):
    """A plant: the stored picture is the one of that name."""

    def plant(notebook):
        notebook.cells[2].outputs[0].data["image/png"] = VARIANT_PICTURES[name]

    plant.__name__ = name
    return plant


VARIANT_PICTURES = {}


def other_cpu(notebook):
    """What another CPU may draw: twenty pixels of an edge differ by three levels."""
    changed(notebook, lambda pixels: np.where(np.indices(pixels.shape)[0] == 100, pixels ^ 3, pixels))


def wrong_pixels(notebook):
    """A dot of four by four pixels."""

    def dot(pixels):
        pixels[3:7, 3:7] = (255, 0, 0, 255)
        return pixels

    changed(notebook, dot)


def changed(notebook, change):
    """Change the pixels of the stored picture."""
    data = notebook.cells[2].outputs[0].data
    data["image/png"] = encoded(Image.fromarray(change(decoded(data["image/png"]).copy())))


def encoded(picture):
    file = io.BytesIO()
    picture.save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


def wrong_number(notebook):
    notebook.cells[1].outputs[0].text = "0.76\n"


def smaller_picture(notebook):
    notebook.cells[2].outputs[0].data["image/png"] = encoded(Image.new("RGBA", (5, 5)))


def extra_picture(notebook):
    outputs = notebook.cells[2].outputs
    outputs.append(new_output("display_data", data={"image/png": outputs[0].data["image/png"]}))


def no_picture(notebook):
    """The text stays, so that only the pictures' number differs."""
    del notebook.cells[2].outputs[0].data["image/png"]


def split_output(notebook):
    """Stored as a stream and a result, printed as one stream."""
    notebook.cells[1].outputs = [new_output("stream", text="0.75\n"), new_output("display_data", data={})]


def opted_out(notebook):
    """A comment that asks nbval not to compare; the stored number is wrong."""
    wrong_number(notebook)
    notebook.cells[1].source = "# NBVAL_IGNORE_OUTPUT\n" + notebook.cells[1].source


def left_out(notebook):
    """A comment that asks nbval not even to run the cell."""
    notebook.cells[1].source = "# NBVAL_SKIP\n" + notebook.cells[1].source


def never_run(notebook):
    """nbval does not compare a cell without a count."""
    notebook.cells[1].execution_count, notebook.cells[1].outputs = None, []


def stderr(notebook):
    notebook.cells[3].source += "; print('careful', file=sys.stderr)"


def nothing(notebook):
    pass


# What is planted: the cells that must fail, and what the report of the first must say.
PLANTED = {
    nothing: ([], ""),
    other_cpu: ([], ""),
    wrong_number: ([0], "0.76"),
    wrong_pixels: ([1], "picture 1 differs from the stored one in 16 pixels, by up to 255 of 255."),
    **{planted_picture(name): ([1], "picture 1 differs from the stored one in ") for name in VARIANTS},
    smaller_picture: ([1], "stored is 5×5."),
    extra_picture: ([1], "it now gives 1 outputs, stored are 2"),
    no_picture: ([1], "it now shows 1 pictures, stored are 0."),
    split_output: ([0], "it now gives 1 outputs, stored are 2"),
    opted_out: ([0], "its outputs were not compared"),
    left_out: ([0], "it was not run."),
    never_run: ([0], "its outputs were not compared"),
    stderr: ([2], "it writes to stderr: careful"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """{(plant, cell): what was wrong, "" for green} of one run of pytest over a notebook with a copy for each plant."""
    folder = tmp_path_factory.mktemp("planted")
    executed = execute(generate(SOURCE % DRAW + DRAWN, "small"), "small", folder)
    title, *small = executed.cells[: 1 + CELLS]
    if os.name != "nt":  # a kernel that takes a port dies where another program was quicker; nbval must print the same
        assert small[-1].outputs[0].text == "ipc\n"
    pictures = (cell.outputs[0].data["image/png"] for cell in executed.cells[1 + CELLS :])
    VARIANT_PICTURES.update(zip(VARIANTS, pictures, strict=True))
    executed.cells = [title]
    for plant in PLANTED:
        copy = nbformat.v4.new_notebook(cells=deepcopy([title, *small]))
        plant(copy)
        for cell in copy.cells[1:]:
            cell.id = f"{plant.__name__}-{cell.id}"
            executed.cells.append(cell)
    nbformat.write(executed, folder / "planted.ipynb")
    report = folder / "report.xml"
    options = ["-n", "1", "--dist", "loadfile", "--nbval", "-c", "pyproject.toml", "-p", "no:cacheprovider"]
    # A worker of pytest-xdist tells its children so; the inner run is one of its own.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--junit-xml={report}", str(folder)],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return {_key(case): _failure(case) for case in ElementTree.parse(report).iter("testcase")}


def _key(case):
    """The plant and the cell in its copy, of a cell of the whole notebook."""
    number, cell = divmod(int(case.get("name").split()[-1]), CELLS)
    return list(PLANTED)[number].__name__, cell


def _failure(case):
    """Whatever stands in the report of a cell: failure, error in setting up, skipped, expected to fail."""
    return "\n".join(filter(None, (part.text or part.get("message") for part in case if part.tag != "properties")))


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_planted(plant, results):
    mine = {cell: failure for (name, cell), failure in results.items() if name == plant.__name__}
    assert sorted(mine) == list(range(CELLS))
    cells, sentence = PLANTED[plant]
    assert [cell for cell in sorted(mine) if mine[cell]] == cells, mine
    assert all(sentence in mine[cell] for cell in cells[:1])


def test_what_follows_a_cell_that_did_not_end_is_red(monkeypatch):
    """nbval would mark it as expected to fail."""
    parent = SimpleNamespace(timed_out=True)
    monkeypatch.setattr(nbval_pictures, "IPyNbCell", SimpleNamespace)
    with pytest.raises(pytest.fail.Exception, match="a cell before it did not end"):
        nbval_pictures.pytest_runtest_setup(SimpleNamespace(parent=parent))
