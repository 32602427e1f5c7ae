"""pytest plugin: what nbval leaves out when it compares a notebook's outputs, on the same single execution.

nbval skips PNG pictures. Here they are compared by decoded pixels: the file's bytes also name the matplotlib
version, which changes no pixel. Also, no cell may write to stderr, not even one whose output is not compared.
"""

import base64
import io
import os
import tempfile

import numpy as np
import pytest
from nbval.plugin import IPyNbCell
from PIL import Image


def pytest_configure(config):
    """Where the kernels' progress files lie."""
    config.scratch = tempfile.TemporaryDirectory()
    config.add_cleanup(config.scratch.cleanup)
    os.environ["COURSE_PROGRESS"] = os.path.join(config.scratch.name, "progress.json")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """A notebook's kernel, which starts now, gets an empty progress file of its own, as in the build."""
    if isinstance(item, IPyNbCell):
        notebook = item.parent.path
        file = f"{notebook.parent.name}_{notebook.stem}.json"
        os.environ["COURSE_PROGRESS"] = os.path.join(item.config.scratch.name, file)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After nbval has executed and compared a cell (and not failed it), compare the rest."""
    result = yield
    if isinstance(item, IPyNbCell):
        stored = item.cell.outputs if item.options["check"] else None
        problem = stderr_of(item.test_outputs)
        if not problem and stored is not None:
            problem = difference(stored, item.test_outputs)
        if problem:
            item.raise_cell_error(f"{item.parent.path.name}, cell {item.cell_num}: {problem}")
    return result


def stderr_of(outputs):
    """A sentence when the outputs hold stderr, else None."""
    texts = [output.text for output in outputs if output.get("name") == "stderr"]
    return f"it writes to stderr: {texts[0].strip()}" if texts else None


def difference(stored, fresh):
    """A sentence that says how the pictures of two output lists differ, None when all pixels are equal."""
    old, new = pictures(stored), pictures(fresh)
    if len(old) != len(new):
        return f"it now shows {len(new)} pictures, stored are {len(old)}."
    pairs = enumerate(zip(old, new, strict=True), start=1)
    return next(filter(None, (pixel_difference(number, *pair) for number, pair in pairs)), None)


def pictures(outputs):
    """The PNG pictures of a list of outputs, each an array (height, width, 4)."""
    coded = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")) for text in coded]


def pixel_difference(number, old, new):
    if old.shape != new.shape:
        now, was = (f"{array.shape[1]}×{array.shape[0]}" for array in (new, old))
        return f"picture {number} is now {now}, stored is {was}."
    different = int((old != new).any(axis=2).sum())
    return f"picture {number} differs from the stored one in {different} pixels." if different else None
