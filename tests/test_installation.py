"""The first cell of the course finds what is missing and says what to do."""

import pytest
from packaging.specifiers import SpecifierSet

from course_lib import installation


def test_a_complete_installation_is_said_to_be_complete(capsys):
    installation.check()
    assert capsys.readouterr().out == "Everything is here. You can start.\n"


@pytest.mark.parametrize(
    ("needs", "sentence"),
    [
        ("no-such-package>=1", "no-such-package is missing: run `make lab` again, or see the README."),
        ("numpy>=999", "is not >=999: run `make lab` again, or see the README."),
    ],
)
def test_a_missing_or_old_package_is_named(monkeypatch, needs, sentence):
    monkeypatch.setattr(installation, "requires", lambda package: [needs])
    (problem,) = installation.problems()
    assert sentence in problem


def test_the_course_itself_missing():
    (problem,) = installation.problems("no-such-course")
    assert "`make lab`" in problem


def test_an_unsupported_python_is_named(monkeypatch):
    monkeypatch.setattr(installation, "PYTHON", SpecifierSet("<3"))
    assert "The course needs Python <3, this is 3." in installation.problems()[0]


def test_the_python_range_is_the_packages_own():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert SpecifierSet(project["requires-python"]) == installation.PYTHON
