"""pytest plugin: what nbval leaves out when it compares a notebook's outputs, on the same single execution.

nbval skips PNG pictures: here they are compared, within what CPUs agree on (`course_lib.plots.same`). No cell may write
to stderr, not even one whose output is not compared. And no cell is green without having been compared: nbval marks
what follows a cell that took too long as expected to fail, and lets a cell opt out.
"""

import os
import tempfile

import course_lib.cli  # noqa: F401  first: with it nbformat is imported in a sixth of the time

# isort: split
import nbval.kernel
import pytest
from jupyter_client.manager import KernelManager
from nbval.plugin import IPyNbCell

from course_lib.authoring.pictures import decoded
from course_lib.authoring.run import connection
from course_lib.authoring.source import is_measured
from course_lib.plots import same

OUTPUT_SECONDS = 120  # how long a busy machine may take to hand over an output that is there; nbval says 5


def pytest_configure(config):
    """Where the kernels' progress files lie, and their sockets."""
    config.scratch = tempfile.TemporaryDirectory()
    config.add_cleanup(config.scratch.cleanup)
    os.environ["COURSE_PROGRESS"] = os.path.join(config.scratch.name, "progress.json")

    def manager(**options):
        return KernelManager(**options, **connection(tempfile.mkdtemp(dir=config.scratch.name)))

    nbval.kernel.KernelManager = manager


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """A notebook's kernel, which starts now, gets an empty progress file of its own, as in the build."""
    if isinstance(item, IPyNbCell):
        if item.parent.timed_out:
            pytest.fail("It was not run: a cell before it did not end.", pytrace=False)
        notebook = item.parent.path
        file = f"{notebook.parent.name}_{notebook.stem}.json"
        os.environ["COURSE_PROGRESS"] = os.path.join(item.config.scratch.name, file)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After nbval has executed and compared a cell (and not failed it), compare the rest."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    item.output_timeout = OUTPUT_SECONDS
    seen = watched(item)
    try:
        result = yield
    except pytest.skip.Exception:
        result = None
    if problem := problem_of(item, seen):
        item.raise_cell_error(f"{item.parent.path.name}, cell {item.cell_num}: {problem}")
    return result


def watched(item):
    """A list that fills with the pairs of outputs, fresh and stored, that nbval compares for this cell."""
    seen, compare = [], item.compare_outputs

    def noted(fresh, stored, **options):
        seen.append((fresh, stored))
        return compare(fresh, stored, **options)

    item.compare_outputs = noted
    return seen


def problem_of(item, compared):
    """What is wrong with a cell that nbval let pass, as a sentence, else None."""
    fresh = item.test_outputs
    if fresh is None:
        return "it was not run."
    if problem := stderr_of(fresh):
        return problem
    if is_measured(item.cell):
        return None
    if not compared:
        return "its outputs were not compared; only a cell tagged measured may differ."
    return difference(item.cell.outputs, fresh)


def stderr_of(outputs):
    """A sentence when the outputs hold stderr, else None."""
    texts = [output.text for output in outputs if output.get("name") == "stderr"]
    return f"it writes to stderr: {texts[0].strip()}" if texts else None


def difference(stored, fresh):
    """A sentence that says how the outputs differ in kind, number or pictures, None when they do not."""
    if [output.output_type for output in stored] != [output.output_type for output in fresh]:
        return f"it now gives {len(fresh)} outputs, stored are {len(stored)}, or they are of other kinds."
    old, new = pictures(stored), pictures(fresh)
    if len(old) != len(new):
        return f"it now shows {len(new)} pictures, stored are {len(old)}."
    pairs = zip(old, new, strict=True)
    found = [(number, same.difference(*map(decoded, pair))) for number, pair in enumerate(pairs, start=1)]
    return next((f"picture {number} {apart}" for number, apart in found if apart), None)


def pictures(outputs):
    """The PNG pictures of a list of outputs, in base64."""
    return [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
