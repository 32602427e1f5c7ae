"""The first cell of the course finds what is missing and says what to do."""

from email.message import Message
from importlib.metadata import metadata

import pytest
from packaging.requirements import Requirement

from course_lib import installation
from course_lib.authoring import lite


@pytest.fixture
def needs(monkeypatch):
    """A function that gives the course other metadata, as pairs of field and value."""

    def replace(*fields):
        said = Message()
        for field, value in fields:
            said[field] = value
        monkeypatch.setattr(installation, "metadata", lambda package: said)

    return replace


def test_a_complete_installation_is_said_to_be_complete(capsys):
    installation.check()
    assert capsys.readouterr().out == "Everything is here. You can start.\n"


@pytest.mark.parametrize(
    ("need", "sentence"),
    [
        ("no-such-package>=1", "no-such-package is missing: run `make lab` again, or see the README."),
        ("numpy>=999", "is not >=999: run `make lab` again, or see the README."),
        ('no-such-package; python_version > "3"', "no-such-package is missing"),
    ],
)
def test_a_missing_or_old_package_is_named(needs, need, sentence):
    needs(("Requires-Dist", "numpy"), ("Requires-Dist", need))
    (problem,) = installation.problems()
    assert sentence in problem


@pytest.mark.parametrize("marker", ['extra == "cluster"', 'python_version < "3"', 'sys_platform == "none"'])
def test_what_a_learner_here_does_not_need_is_not_asked_for(needs, marker):
    needs(("Requires-Dist", f"no-such-package; {marker}"))
    assert installation.problems() == []


def test_a_browser_has_jupyterlab_without_its_package(needs, monkeypatch):
    needs(("Requires-Dist", "jupyterlab>=999"), ("Requires-Dist", "numpy>=999"))
    monkeypatch.setattr(installation.sys, "platform", "emscripten")
    (problem,) = installation.problems()
    assert problem.startswith("numpy ")


def test_a_browser_gets_all_that_is_asked_for_there():
    asked = [Requirement(need) for need in metadata("optimizers-course").get_all("Requires-Dist")]
    learners = {need.name for need in asked if not need.marker or need.marker.evaluate({"extra": ""})}
    assert learners - set(installation.LAB) <= set(lite.COURSE)


def test_the_course_itself_missing():
    (problem,) = installation.problems("no-such-course")
    assert "`make lab`" in problem


def test_an_unsupported_python_is_named(needs):
    needs(("Requires-Python", "<3"))
    assert "The course needs Python <3, this is 3." in installation.problems()[0]
