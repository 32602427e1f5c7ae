"""`make test` sees wrong numbers and pictures: planted in a notebook, then run with its very options."""

import base64
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat.v4 import new_output
from PIL import Image

from course_lib.authoring.run import execute
from course_lib.authoring.source import generate

ROOT = Path(__file__).resolve().parents[1]

SOURCE = """# Small

```{code-cell}
print(0.5 + 0.25)
```

```{code-cell}
import matplotlib.pyplot as plt
ax = plt.figure(figsize=(1, 1)).add_subplot()
```

```{code-cell}
:tags: [measured]
# how long it took is another number each time
import sys, time; time.time()
```
"""


def wrong_number(notebook):
    notebook.cells[1].outputs[0].text = "0.76\n"


def wrong_picture(notebook):
    """One pixel."""
    data = notebook.cells[2].outputs[0].data
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    picture.putpixel((3, 3), (255, 0, 0, 255))
    file = io.BytesIO()
    picture.save(file, "png")
    data["image/png"] = base64.b64encode(file.getvalue()).decode()


def smaller_picture(notebook):
    data = notebook.cells[2].outputs[0].data
    file = io.BytesIO()
    Image.new("RGBA", (5, 5)).save(file, "png")
    data["image/png"] = base64.b64encode(file.getvalue()).decode()


def extra_picture(notebook):
    outputs = notebook.cells[2].outputs
    outputs.append(new_output("display_data", data={"image/png": outputs[0].data["image/png"]}))


def no_picture(notebook):
    """The text stays, so that only the pictures' number differs."""
    del notebook.cells[2].outputs[0].data["image/png"]


def stderr(notebook):
    notebook.cells[3].source += "; print('careful', file=sys.stderr)"


def nothing(notebook):
    pass


# What is planted: the cell that must fail, and what the report must say.
PLANTED = {
    nothing: None,
    wrong_number: (0, "0.76"),
    wrong_picture: (1, "picture 1 differs from the stored one in 1 pixels."),
    smaller_picture: (1, "stored is 5×5."),
    extra_picture: (1, "it now shows 1 pictures, stored are 2."),
    no_picture: (1, "it now shows 1 pictures, stored are 0."),
    stderr: (2, "it writes to stderr: careful"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """{(notebook, cell): failure text or None} of one run of pytest over all planted notebooks."""
    folder = tmp_path_factory.mktemp("planted")
    executed = execute(generate(SOURCE, "small"), "small", folder)
    for plant in PLANTED:
        notebook = nbformat.from_dict(executed)
        plant(notebook)
        nbformat.write(notebook, folder / f"{plant.__name__}.ipynb")
    report = folder / "report.xml"
    # A worker of pytest-xdist tells its children so; the inner run is one of its own.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "--dist",
            "loadfile",
            "--nbval",
            "-c",
            "pyproject.toml",
            "-p",
            "no:cacheprovider",
            f"--junit-xml={report}",
            str(folder),
        ],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return {_key(case): _failure(case) for case in ElementTree.parse(report).iter("testcase")}


def _key(case):
    return re.search(r"(\w+)\.ipynb$", case.get("classname"))[1], int(case.get("name").split()[-1])


def _failure(case):
    failed = case.find("failure")
    return None if failed is None else failed.text


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_planted(plant, results):
    mine = {cell: failure for (name, cell), failure in results.items() if name == plant.__name__}
    assert sorted(mine) == [0, 1, 2]
    red = {cell: failure for cell, failure in mine.items() if failure}
    if PLANTED[plant] is None:
        assert red == {}
    else:
        cell, sentence = PLANTED[plant]
        assert list(red) == [cell] and sentence in red[cell]
