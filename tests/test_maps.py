"""The docstring of a package is its map: it names every module that stands in it."""

import importlib
import pkgutil
import re

import pytest

PACKAGES = [
    "",
    ".optimizers",
    ".explorers",
    ".grading",
    ".homework",
    ".quiz",
    ".questions",
    ".exams",
    ".exams.topics",
    ".media",
    ".worksheets",
    ".worksheets.topics",
    ".authoring",
    ".translation",
    ".experiments",
    ".plots",
    ".animations",
]


@pytest.mark.parametrize("name", [f"course_lib{package}" for package in PACKAGES])
def test_a_package_names_each_of_its_modules(name):
    package = importlib.import_module(name)
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)} - {"__main__"}
    assert len(modules) > 1
    named = set(re.findall(r"\w+", package.__doc__))
    assert modules <= named, f"the docstring of {name} does not name {', '.join(sorted(modules - named))}"
