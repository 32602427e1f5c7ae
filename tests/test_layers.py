"""The library's layers: a module imports only from those below it, and the maths pulls in no pictures."""

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[1] / "course_lib"

# The floor on which each module (a package counts as one) stands. A wing stands beside the house: nothing imports it.
LAYERS = {
    "arguments": 0,
    "optimizers": 0,
    "averages": 0,
    "surfaces": 0,
    "data": 0,
    "schedules": 0,
    "style": 0,
    "errors": 0,
    "files": 0,
    "language": 0,
    "heard": 0,
    "called": 1,
    "models": 1,
    "training": 1,
    "own_rule": 1,
    "experiments": 2,
    "plots": 2,
    "animations": 2,
    "explorers": 3,
}
WINGS = {
    "audiences",
    "authoring",
    "cli",
    "handing_in",
    "exams",
    "grading",
    "homework",
    "workspace",
    "installation",
    "media",
    "merging",
    "questions",
    "quiz",
    "records",
    "translation",
    "worksheets",
}


def imports(path):
    """The course_lib modules that a file imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("course_lib.")}


@cache
def graph():
    """{module: the other course_lib modules that it imports}."""
    modules = {}
    for path in LIBRARY.rglob("*.py"):
        name = path.relative_to(LIBRARY).parts[0].removesuffix(".py")
        if name != "__init__":
            modules.setdefault(name, set()).update(imports(path) - {name})
    return modules


def test_every_module_has_its_place():
    assert set(graph()) == set(LAYERS) | WINGS


@pytest.mark.parametrize("name", LAYERS)
def test_a_module_imports_only_from_lower_layers(name):
    # Within a layer, one module may use another (plots uses none of experiments), as long as there is no circle.
    allowed = {other for other in LAYERS if LAYERS[other] <= LAYERS[name]}
    assert graph()[name] <= allowed


def test_layer_0_stands_on_nothing():
    # But for the sentences that it says of a wrong argument.
    assert all(graph()[name] <= {"arguments"} for name in LAYERS if LAYERS[name] == 0)


def test_there_is_no_circle():
    assert len(list(TopologicalSorter(graph()).static_order())) == len(graph())


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("optimizers", {"matplotlib", "sklearn", "scipy", "ipywidgets", "IPython", "pandas"}),
        ("training", {"matplotlib", "sklearn", "scipy", "ipywidgets", "IPython", "pandas"}),
        ("experiments.momentum", {"matplotlib", "ipywidgets", "IPython"}),
        ("plots", {"ipywidgets", "IPython", "sklearn"}),
        ("explorers", {"matplotlib", "sklearn", "pandas"}),
        ("homework", {"matplotlib", "sklearn", "scipy", "ipywidgets", "IPython", "nbformat", "jupytext"}),
        ("cli", {"numpy", "matplotlib", "ipywidgets", "sklearn", "IPython"}),
        ("quiz", {"numpy", "IPython", "ipywidgets", "anywidget", "jupyterquiz"}),
    ],
)
def test_importing_pulls_in_no_more_than_it_needs(module, unwanted):
    code = f"import sys, course_lib.{module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"course_lib.{module}" in run.stdout.split()
    assert not unwanted & set(run.stdout.split())
