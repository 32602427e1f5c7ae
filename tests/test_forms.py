"""What students' programs and habits make of a notebook: each form is recognised, and earns what its answers earn."""

import json
import os
from dataclasses import replace

import pytest

from course_lib import cli
from course_lib.grading import assignment, batch, collecting, command, outputs, sandbox, submission
from tests.hostile.notebooks import (
    ROOT,
    STEP,
    WITH_STEP,
    body,
    code,
    first,
    instead,
    is_answer,
    last,
    notebook,
    right_step,
    solved,
)
from tests.stub_sandbox import StubSandbox

pytestmark = pytest.mark.slow

LIMITS = sandbox.Limits(timeout=100, total=300, processes=4096)  # a busy machine is no reason to fail
NUMPY = "import numpy as np\nfrom course_lib.homework import check\n"  # the notebook's first cell


@pytest.fixture(scope="module")
def homework():
    return assignment.load(ROOT, "03_momentum", 4)


@pytest.fixture(scope="module")
def box():
    with sandbox.Sandbox("process" if sandbox.probe() else "bwrap", LIMITS) as box:
        yield box


@pytest.fixture
def graded(box, homework):
    """A function: a notebook's bytes → its result."""
    return lambda data: batch.grade_notebook("x", submission.read(data), homework, box, LIMITS)


def start(source):
    """The right answers, with this instead of the first cell, which imports NumPy."""
    cells = solved()
    place = next(number for number, cell in enumerate(cells) if "".join(cell["source"]).startswith("import numpy"))
    return notebook([*cells[:place], code(source), *cells[place + 1 :]])


def step(before):
    """The right answers; in the cell of momentum_step these lines stand above it."""
    return instead(STEP, f"{before}\n{right_step()}")


def plain(cells):
    """The bytes of a notebook that has lost all metadata and ids, as when its cells are copied into a fresh one."""
    kept = [{"cell_type": cell["cell_type"], "metadata": {}, "source": cell["source"], "outputs": []} for cell in cells]
    return notebook(kept, metadata={})


def edited(number, more):
    """The right answers, with more in a cell that only displays."""
    cells = solved()
    shown = [cell for cell in cells if is_display(cell)][number]
    shown["source"] = "".join(shown["source"]) + more
    return notebook(cells)


def in_display(above="", below=""):
    """The right answers, but momentum_step's is in a cell that only displays, above or below what it shows."""
    cells = [cell for cell in solved() if not is_answer(cell, STEP)]
    shown = next(cell for cell in cells if is_display(cell))
    shown["source"] = f"{above}\n{''.join(shown['source'])}\n{below}"
    return notebook(cells)


def is_display(cell):
    return "no-grade" in cell["metadata"].get("tags", [])


def sheets(*parts):
    """A notebook of format 3."""
    cells = [
        [
            {"cell_type": "code", "input": cell["source"], "metadata": {}, "outputs": []}
            for cell in part
            if is_code(cell)
        ]
        for part in parts
    ]
    return json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": part} for part in cells]}).encode()


def is_code(cell):
    return cell["cell_type"] == "code"


def large(node):
    """The same notebook with 35 MB of outputs, NaN among them."""
    return node.replace(
        b'"outputs": []', b'"outputs": [{"data": {"x": ["[\\"}", NaN, "%s"]}}]' % (b"A" * 35_000_000), 1
    )


MODULE = f"mine{os.getpid()}"  # where there is no bubblewrap, others write beside it
IN_ONE_CELL = "\n\n".join("".join(cell["source"]) for cell in solved() if is_code(cell))
COLAB = "from google.colab import drive, files\ndrive.mount('/content/drive')\n"
DATA = "import csv\nwith open('/content/data.csv') as f:\n    rows = list(csv.reader(f))\nfirst_row = rows[0]\n"
DEF, BODY = "def momentum_step(W, g, v, lr, beta):\n", "    v = beta * v + (1 - beta) * g\n    return W - lr * v, v\n"
NUMBA = f"import numba as nb\nfrom numba import njit\n@njit(cache=True)\n{DEF}{BODY}"
TYPED = f"import torch\ndef momentum_step(W: torch.Tensor, g, v, lr: float, beta) -> torch.Tensor:\n{BODY}"
PROMPTS = f">>> {DEF}" + "".join(f"... {line}\n" for line in BODY.splitlines())
INDENTED = "".join(f"    {line}\n" for line in right_step().splitlines())

# What loses nothing, {form: notebook}: all lines run, or those that do not are of course_lib.
OK = {
    "as handed out": notebook(),
    # recognised
    "copied into a fresh notebook": plain(solved()),
    "Colab": notebook(json.loads(plain(solved()))["cells"], metadata={"colab": {"provenance": []}}),
    "metadata in another form": notebook(metadata={"course": "03"}),
    "format 3, two worksheets": sheets(solved()[:9], solved()[9:]),
    "35 MB of outputs": large(notebook()),
    # cells that only display
    "a display edited": edited(0, "\nplots.show(1)\nsurfaces.quadratic((1, 2))"),
    "a display edited that needs another": edited(2, "\nprint(noisy[:3])"),
    "an answer below a display": in_display(below=right_step()),
    "an answer above a display": in_display(above=right_step()),
    "everything in one cell": notebook([code(IN_ONE_CELL)]),
    "course_lib above an answer": step("from course_lib import data\nX, y = data.diabetes()"),
    # what IPython runs
    "a shell line that goes on": start("!pip install \\\n    numpy \\\n    torch\n" + NUMPY),
    "a magic, and lines that begin with signs": step(
        "%matplotlib inline\nodd = (3\n!= 4)\nrest = (7\n% 4)\nodd / rest"
    ),
    "await": step("import asyncio\nawait asyncio.sleep(0)\nasync def one():\n    return 1\n1 / await one()"),
    "get_ipython": start("get_ipython().system('ls')\nget_ipython().run_line_magic('cd', '..')\n" + NUMPY),
    "IPython's get_ipython": start("import IPython\nIPython.get_ipython().magic('cd ..')\n" + NUMPY),
    "%time": step("%time three = 3\nfour = %time 4\n1 / (three == 3 and four == 4)"),
    "%%time": instead(STEP, f"%%time\n{right_step()}"),
    "%%capture": instead(STEP, f"%%capture out\n{right_step()}"),
    "%pylab": start("%pylab inline\nhalf = np.array([1.0]) / 2\nfrom course_lib.homework import check"),
    "%%writefile": notebook(
        [code(f"%%writefile {MODULE}.py\none = 1"), code(f"import {MODULE}\n1 / {MODULE}.one"), *solved()]
    ),
    "another language": first("%%bash\nrm -rf /"),
    "a magic that nobody has": first("%%nobody\n1 / 0"),
    "a variable of the system's": start(
        "%env KIND=a\n%set_env SIZE 3\nimport os\nos.environ['KIND'] + os.environ['SIZE']\n" + NUMPY
    ),
    "where it is": start(
        "import os\nos.mkdir('sub')\n%cd sub\n%cd nowhere\nhere = %pwd\nassert here.endswith('/sub')\n%cd ..\n" + NUMPY
    ),
    "IPython's own names": step("print(len(In), Out, _, __)"),
    "help": last("momentum_step?\n?ewma\nfiles = !ls\nfiles[:3]"),
    "prompts": instead(STEP, PROMPTS),
    "indented": instead(STEP, INDENTED),
    "a future that stays": notebook(
        [code("from __future__ import annotations"), code("def f(x: nobody): pass"), *solved()]
    ),
    "an import that is tried": start("try:\n    import torch\nexcept ImportError:\n    torch = None\n" + NUMPY),
}
# What loses nothing but the lines that need what is not here.
PARTIAL = {
    "Colab above NumPy": start(COLAB + NUMPY),
    "torch above NumPy": start("import torch, torch.nn as nn\ndevice = torch.device('cpu')\n" + NUMPY),
    "torch and NumPy in one line": start("import torch, numpy as np\nfrom course_lib.homework import check"),
    "a name that NumPy has no more": start("from numpy import float_, array\nhalf = array([1.0])\n" + NUMPY),
    "input above NumPy": start("name = input('Name? ')\nprint(name.upper())\n" + NUMPY),
    "a file above NumPy": start(DATA + NUMPY),
    "what a shell line printed": start("here = !pwd\nroot = here[0] + '/data'\nroot.upper()\n" + NUMPY),
    "what a magic gives": start("took = %timeit -o 1\ntook.average\n" + NUMPY),
    "a class of torch that is used": start(
        "import torch\nclass Net(torch.nn.Module):\n    pass\nnet = Net()\n" + NUMPY
    ),
    "a helper of torch that is used": start("import torch\ndef seed(g=torch.Generator()):\n    pass\nseed()\n" + NUMPY),
    "a class of torch": start("from torch import nn\nclass Net(nn.Module):\n    pass\n" + NUMPY),
    "numba's decorator": instead(STEP, NUMBA),
    "torch in annotations": instead(STEP, TYPED),
}
# What cannot be graded here, though it may be right: {form: (notebook, exercises without points)}.
MISSING = {
    "torch in a function": (body("import torch\n    return torch.zeros(1), v"), WITH_STEP),
    "torch in a function that no cell calls": (
        instead("window", "def window(beta):\n    import torch\n    return torch.tensor(1 / (1 - beta))"),
        ("window",),
    ),
    "torch above a function": (instead(STEP, f"import torch\n{DEF}    return torch.zeros(1), v"), WITH_STEP),
    "input in a function": (body("return float(input()), v"), WITH_STEP),
    "input for a value": (instead("answer_beta", "answer_beta = float(input())"), ("answer_beta",)),
}


@pytest.mark.parametrize("form", OK)
def test_what_ipython_runs_runs(form, graded):
    result = graded(OK[form])
    assert (result.status, result.score, result.problems) == ("ok", 14, [])


@pytest.mark.parametrize("form", PARTIAL)
def test_what_is_not_here_costs_its_own_line(form, graded):
    result = graded(PARTIAL[form])
    assert (result.status, result.score) == ("partial", 14) and result.problems


@pytest.mark.parametrize("form", MISSING)
def test_what_cannot_be_graded_here_is_for_a_person(form, graded):
    data, lost = MISSING[form]
    result = graded(data)
    assert result.status == "unavailable"
    assert {name for name, grade in result.exercises.items() if not grade.passed} == set(lost)


def test_an_error_of_the_students_own_stops_its_cell_as_it_did_for_them(graded):
    reads = "def read():\n    open('/nowhere')\nread()"  # whoever looks round in a function has no data file
    for line in ("1 / 0", "nobody", "raise SystemExit", "assert False", reads):
        result = graded(step(line))
        assert result.status == "partial" and not result.exercises[STEP].passed
        assert "Code cell" in result.problems[0]


def test_course_lib_above_an_answer_is_told_of_once_points_are_lost(graded):
    (problem,) = graded(
        instead(STEP, f"from course_lib import data\nX = data.diabetes()\n{DEF}    return W, v")
    ).problems
    assert "data is not there when homework is graded" in problem


# ---- which homework it is ----


def other(names):
    """A notebook without metadata that defines these functions."""
    return plain([code("".join(f"def {name}(*a):\n    pass\n" for name in names))])


def test_a_notebook_is_the_homework_whose_functions_it_defines(homework):
    def refusal(data, **changes):
        return replace(homework, **changes).refusal(submission.read(data))

    assert refusal(other(["ewma"])) is None
    assert "notebook of 05_adam" in refusal(other(["momentum_step", "adam_step", "bias_correct"]))[1]
    assert refusal(plain([code("window = lambda beta: 1 / (1 - beta)")])) is None
    assert "does not say what it is" in refusal(other(["mine"]))[1]
    assert "does not say what it is" in refusal(plain([code("if window == 3: print(ewma)")]))[1]
    # What it says, it is; --assume is for the others, and for one alone (--only) whatever it says.
    says = notebook(metadata={"course": {"assignment": "05_adam"}})
    assert "notebook of 05_adam" in refusal(says)[1]
    assert refusal(other(["mine"]), assumed="03_momentum") is None
    assert "notebook of 05_adam" in refusal(other(["mine"]), assumed="05_adam")[1]
    assert "notebook of 05_adam" in refusal(says, assumed="03_momentum")[1]
    assert refusal(says, assumed="03_momentum", forced=True) is None


# ---- outputs ----

NODES = [
    {"cells": [{"outputs": [[1, {"a": "]"}], '\\"[', "\\"], "source": '"outputs": [1]'}], "b": 1},
    {"outputs": [], "x": {"outputs": {"a": []}, "attachments": {"a": "b"}}, "metadata": {"widgets": {"s": [{}]}}},
    {"outputs": "text", "a": ["outputs", [1]], "b": {"c": "outputs"}, "widgets": [1, [2, {"x": []}], {}, "", 3]},
]


@pytest.mark.parametrize("node", NODES)
@pytest.mark.parametrize("indent", [None, 1])
def test_outputs_are_cut_out_and_nothing_else(node, indent):
    def emptied(node, key=None):
        if key in ("outputs", "attachments", "widgets") and not isinstance(node, str):
            return [] if key == "outputs" else {}
        if isinstance(node, dict):
            return {key: emptied(one, key) for key, one in node.items()}
        return [emptied(one) for one in node] if isinstance(node, list) else node

    assert json.loads(outputs.without(json.dumps(node, indent=indent).encode())) == emptied(node)


@pytest.mark.parametrize(
    "text", ["", "[", '"', '{"outputs": [', '{"outputs": ["\\', '"outputs": ]', "[" * 99, '{"a' * 99]
)
def test_what_is_no_json_comes_to_an_end(text):
    with pytest.raises(ValueError):
        json.loads(outputs.without(text.encode()))


def test_a_notebook_may_be_large_for_its_outputs_alone():
    words = b'"' + b"A" * 11_000_000 + b'"'
    assert submission.read(notebook().replace(b'"nbformat"', b'"more": %s, "nbformat"' % words, 1)).problem == (
        "unreadable",
        "The file has more than 10 MB besides its outputs.",
    )


def test_a_scratch_notebook_replaces_no_homework(tmp_path, homework):
    scratch = other(["ewma", "window"])
    for name, data in (
        ("ada/03", notebook()),
        ("ada/scratch", scratch),
        ("bob/03", plain(solved())),
        ("bob/x", scratch),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.ipynb").write_bytes(data)
    os.utime(tmp_path / "ada" / "03.ipynb", (1, 1))
    os.utime(tmp_path / "bob" / "03.ipynb", (1, 1))
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / "any.ipynb").write_bytes(other(["mine"]))
    for assumed in (None, "03_momentum"):
        handed_in = collecting.handed_in(tmp_path, replace(homework, assumed=assumed))
        assert [one.name for one in handed_in.counting] == ["ada/03", "bob/03", "eve/any"]


def test_what_was_refused_is_graded_once_it_is_assumed(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))
    says = notebook(metadata={"course": {"assignment": "05_adam"}})
    (tmp_path / "in").mkdir()
    for name, data in (("ada", notebook()), ("bob", other(["mine"])), ("eve", says)):
        (tmp_path / "in" / f"{name}.ipynb").write_bytes(data)

    def statuses(*options):
        line = ["grade", "03_momentum", tmp_path / "in", "--out", tmp_path / "out", "--course", ROOT, *options]
        cli.main([str(word) for word in line])
        found = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
        return {one["submission"]: (one["status"], one["score"]) for one in found}

    refused = ("wrong_assignment", 0)
    assert statuses() == {"ada": ("ok", 14), "bob": refused, "eve": refused}
    assert statuses("--resume", "--assume", "03_momentum") == {"ada": ("ok", 14), "bob": ("ok", 0), "eve": refused}
    assert statuses("--only", "eve", "--assume", "03_momentum")["eve"] == ("ok", 14)


def test_a_sandbox_that_fails_names_the_submission_and_keeps_what_is_graded(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))
    (tmp_path / "in").mkdir()
    for name in ("ada", "bob", "eve"):
        (tmp_path / "in" / f"{name}.ipynb").write_bytes(notebook())
    line = ["grade", "03_momentum", tmp_path / "in", "--out", tmp_path / "out", "--course", ROOT]
    session = StubSandbox.session

    def once(self):
        if self.sessions == 1:
            raise sandbox.SandboxError("Cannot allocate memory")
        return session(self)

    with monkeypatch.context() as broken:
        broken.setattr(StubSandbox, "session", once)
        assert cli.main([str(word) for word in line]) == 2
    assert "Cannot allocate memory (while bob was graded)" in capsys.readouterr().err
    assert [one["submission"] for one in json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]] == [
        "ada"
    ]
    assert (tmp_path / "out" / "summary.html").exists()
    assert cli.main([str(word) for word in [*line, "--resume"]]) == 0
