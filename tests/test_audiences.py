"""Who gets which file of course_lib, and which dependency each part needs: the tables say what the code does."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course_lib import audiences
from course_lib.audiences import LIBRARY
from course_lib.language import LANGUAGES, tag

ROOT = LIBRARY.parent
BROUGHT = packages_distributions()  # {what is imported: the distributions that bring it}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Where a part of the library may import what its extra brings; everywhere else learners' dependencies have to do.
EXTRAS = {
    "authoring/": ("authoring",),
    "translation/": ("authoring",),
    "grading/": ("grading",),
    "grading/cluster.py": ("cluster",),
    "grading/for_nbgrader.py": ("nbgrader",),
    "grading/lti_platform.py": ("lti",),
    "questions/table.py": ("grading",),
    "exams/": ("authoring",),
    "media/": ("authoring",),
}


def imported(path, everywhere=True):
    """The full names that a file imports; those inside functions only if `everywhere`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def distributions(path):
    """The third-party distributions that a file imports."""
    names = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"course_lib"}
    return {canonicalize_name(BROUGHT[name][0]) for name in names}


def declared(*extras):
    """The learner's distributions with those of the extras."""
    lists = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    return {canonicalize_name(Requirement(line).name) for each in lists for line in each}


def extras_of(name):
    fitting = [start for start in EXTRAS if name.startswith(start)]
    return EXTRAS[max(fitting, key=len)] if fitting else ()


PYTHON = [name for name in audiences.everything() if name.endswith(".py")]


def test_the_table_names_every_file_and_no_other():
    used = {audiences.line(name) for name in audiences.everything()}
    assert used == set(audiences.WHO)
    assert {word for who in audiences.WHO.values() for word in who.split()} == {
        "student",
        "gradescope",
        "sandbox",
        "site",
    }
    with pytest.raises(KeyError, match=r"does not say who gets new\.py"):
        audiences.line("new.py")


def test_the_longest_line_decides():
    assert audiences.line("homework/spec.py") == "homework/spec.py" and audiences.line("homework/key.py") == "homework/"
    assert "homework/spec.py" not in audiences.files("student") and "homework/key.py" in audiences.files("student")
    assert audiences.line("grading/child.py") == "grading/child.py"


@pytest.mark.parametrize("audience", ["student", "gradescope", "sandbox"])
def test_an_audience_gets_whatever_its_files_import(audience):
    """What a function imports when it is called may be missing: `train_digits` is not for the autograder."""
    files = set(audiences.files(audience))
    # In the sandbox packages are empty files.
    empty = {"homework/__init__.py", "grading/__init__.py"} if audience == "sandbox" else set()
    names = [name for name in files if name.endswith(".py")]
    assert len(names) >= 4
    for name in names:
        for full in imported(LIBRARY / name, everywhere=False):
            top, *rest = full.split(".")
            if top == "course_lib":
                options = {"/".join(rest[:size]) for size in range(1, len(rest) + 1)}
                found = {f"{one}.py" for one in options} | {f"{one}/__init__.py" for one in options}
                wanted = {one for one in found if (LIBRARY / one).is_file()}
                assert wanted <= files | empty, f"{name} imports {full}"


@pytest.mark.parametrize("name", PYTHON)
def test_what_a_file_imports_is_declared(name):
    missing = distributions(LIBRARY / name) - declared(*extras_of(name))
    assert not missing, f"course_lib/{name} imports {missing}: declare it in pyproject.toml"


def test_what_is_declared_is_used():
    packs = {f"jupyterlab-language-pack-{tag(language).lower()}" for language in LANGUAGES}
    programs = {"jupyterlab", *packs} | {  # run, or loaded by another, and imported nowhere
        "furo",
        "jupyterlite-core",
        "myst-nb",
        "pkginfo",
        "sphinx-copybutton",
    }
    used = set().union(*(distributions(LIBRARY / name) for name in PYTHON))
    assert declared(*PROJECT["optional-dependencies"]) - used == programs


def test_gradescope_installs_the_learners_lock_and_that_is_enough():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    other = {"command.py", "regrade.py", "cluster.py", "for_nbgrader.py"}  # who starts a run, not its one submission
    for name in audiences.files("gradescope"):
        if name.endswith(".py") and Path(name).name not in other:
            assert not [one for one in distributions(LIBRARY / name) if f"\n{one}==" not in lock], name
    assert "\nrich==" not in lock and "\ntqdm==" not in lock
