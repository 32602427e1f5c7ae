"""What students get: everything they need, no answers, and the homework works where it is unpacked."""

import ast
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course_lib.authoring import build, release
from course_lib.authoring.source import code_cells
from course_lib.homework import cells
from course_lib.language import LANGUAGES
from tests.test_homework_source import read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
NAMES = [name for name in build.sources(ROOT) if build.is_homework(name)]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return release.pack(ROOT, tmp_path_factory.mktemp("release") / "students.zip")


@pytest.fixture(scope="module")
def unpacked(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(package) as file:
        file.extractall(folder)
    return folder / release.FOLDER


def test_two_packages_are_the_same_bytes(package, tmp_path):
    assert release.pack(ROOT, tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_it_holds_what_students_need_and_nothing_of_the_graders(package):
    names = {name.removeprefix(f"{release.FOLDER}/") for name in zipfile.ZipFile(package).namelist()}
    assert {"README.md", "Makefile", "requirements.txt", "environment.yml", "LICENSE", "tools/setup.sh"} <= names
    for name in NAMES:
        stem = name.split("/")[1]
        assert {f"notebooks/{stem}.ipynb", f"exercises/{stem}.ipynb", f"exercises/checks/{stem}.json"} <= names
        for spoken in LANGUAGES:
            assert {f"notebooks/{spoken}/{stem}.ipynb", f"exercises/{spoken}/{stem}.ipynb"} <= names
            assert {f"README.{spoken}.md", f"notebooks/{spoken}/src/{stem}.quiz.json"} <= names
    private = ("solutions", "tests", "course_lib/authoring", "course_lib/grading", ".", "work")
    assert not [name for name in names if name.startswith(private)]
    assert not [name for name in names if "spec" in name]
    assert {name for name in names if name.endswith(".md")} == {
        "README.md",
        *(f"README.{spoken}.md" for spoken in LANGUAGES),
        "notebooks/glossary.md",
    }


def functions(code):
    """{name: the bodies of functions with this name, without docstring} of a Python source; magics are no Python."""
    found = {}
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            found.setdefault(node.name, []).append("\n".join(ast.dump(part) for part in body))
    return found


def sources(folder):
    """(path, Python source) of all modules and all code cells."""
    for path in folder.rglob("*.py"):
        yield path, path.read_text(encoding="utf-8")
    for path in folder.rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                yield path, "".join(cell["source"])


def test_it_holds_no_answer(unpacked):
    answers = {}
    for name in NAMES:
        for cell in code_cells(read(f"{name}.ipynb")):
            answers |= functions(cell.source) if "nbgrader" in cell.metadata else {}
    assert len(answers) >= 5
    bodies = {body for found in answers.values() for body in found}
    for path, code in sources(unpacked):
        for name, found in functions(code).items():
            assert not bodies & set(found), f"{path} holds the answer as {name}"
            if path.suffix == ".ipynb" and name in answers:
                assert "NotImplementedError" in found[0], f"{path} defines {name}"


@pytest.fixture(scope="module")
def run(unpacked):
    """A function that runs a command where README's command has set everything up, from the learner's lock alone."""
    environment = {key: value for key, value in os.environ.items() if key not in ("COURSE_PROGRESS", "VIRTUAL_ENV")}
    environment |= {"UV": str(Path(sys.executable).with_name("uv")), "JUPYTER_DATA_DIR": str(unpacked / "data")}

    def run(*command):
        done = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True, timeout=1800)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("make", "lab", "ARGS=--version")  # sets up and fills work/; with --version JupyterLab ends at once
    return run


def printed(notebook):
    """[(a cell's source, what it printed and its results as text)], without cells whose result is a measured time."""
    return [
        ("".join(cell["source"]), "".join(map(words, cell["outputs"])))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and "measured" not in cell["metadata"].get("tags", [])
    ]


def words(output):
    """What an output says as text; pictures and widgets, whose ids are new in each run, say nothing."""
    data = output.get("data", {})
    plain = not any(kind.startswith(("image/", "application/")) for kind in data)
    return "".join(output.get("text", [])) + "".join(data.get("text/plain", []) if plain else [])


# At each change tests/test_audiences.py reads that a learner's files import nothing else.
@pytest.mark.tour
@pytest.mark.parametrize("name", ["notebooks/00_start_here", "notebooks/01_gradient_descent"])
def test_the_first_hour_prints_what_is_stored_where_only_the_learner_s_lock_is_installed(run, unpacked, name):
    """The tests' own environment has more, and so would hide that something is missing."""
    installed = run(".venv/bin/python", "-c", "import importlib.util as u; print(u.find_spec('distributed'))")
    assert installed == "None\n"
    run(".venv/bin/jupyter", "nbconvert", "--to=notebook", "--execute", "--output=ran", f"work/{name}.ipynb")
    ran = unpacked / "work" / name.split("/")[0] / "ran.ipynb"
    stored = printed(json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8")))
    assert sum(bool(text) for _, text in stored) >= 5
    assert printed(json.loads(ran.read_text(encoding="utf-8"))) == stored


@pytest.mark.tour
def test_the_homework_works_where_it_is_unpacked(run, unpacked):
    """A solved notebook in the learner's copy: every check passes and is recorded."""
    solved = unpacked / "work" / "exercises" / "03_momentum.ipynb"
    notebook = json.loads(solved.read_text(encoding="utf-8"))
    for cell, answered in zip(notebook["cells"], read("solutions/03_momentum.ipynb").cells, strict=True):
        cell["source"] = answered.source
    solved.write_text(json.dumps(notebook), encoding="utf-8")
    run(".venv/bin/jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", str(solved))
    shown = [
        output["data"]["text/plain"][0]
        for cell in json.loads(solved.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if cells.checked("".join(cell["source"]))
    ]
    count = len(json.loads((ROOT / "exercises/checks/03_momentum.json").read_text()))
    assert len(shown) == count and all(text.startswith("✓") for text in shown)
    assert f"{count} of {count}" in run(".venv/bin/course", "progress")
    assert (unpacked / "work" / "progress.json").exists()
