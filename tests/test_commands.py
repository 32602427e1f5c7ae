"""Every command of `course` has a help, and says in one sentence what is wrong with its arguments."""

import pytest

from course_lib import audiences, cli
from course_lib.authoring import command

LEARNERS = ["lab", "progress", "reset", "submit", "update"]
GRADERS = ["collect", "export", "feedback", "grade", "gradescope", "nbgrader", "regrade", "return", "similar"]
AUTHORS = [
    "animations",
    "build",
    "export-html",
    "guide",
    "lite",
    "publish",
    "release",
    "review-deck",
    "site",
    "slides",
    "translate",
]
LECTURERS = ["exam", "questions", "worksheets", "media"]
NEEDING = ["exam", "export", "export-html", "grade", "gradescope", "nbgrader", "questions", "regrade", "reset"]
NEEDING += ["collect", "return", "review-deck"]
ALL = LEARNERS + GRADERS + AUTHORS + LECTURERS


def names():
    """The commands that the parser knows."""
    parser = cli.commands()
    return sorted(next(action.choices for action in parser._actions if action.choices))


def ended(*arguments):
    """The exit code of `course ARGUMENTS`, whether it returns or exits."""
    try:
        return cli.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return stop.code


def test_these_are_the_commands_and_a_student_s_copy_has_the_learner_s(monkeypatch):
    assert names() == sorted(ALL)
    monkeypatch.setattr(audiences, "has", lambda part: False)
    assert names() == sorted(LEARNERS)


@pytest.mark.parametrize("name", ALL)
def test_help_is_printed_and_nothing_is_done(name, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ended(name, "--help") == 0
    assert f"usage: course {name} [-h]" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in ALL if name != "lab"])  # whose arguments JupyterLab reads
def test_an_unknown_argument_is_one_sentence_and_nothing_is_done(name, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = {
        "reset": ["x"],
        "grade": ["x", "y", "--out", "z"],
        "gradescope": ["x", "y"],
        "nbgrader": ["x"],
        "regrade": ["x"],
        "export": ["x", "--moodle", "y"],
        "export-html": ["x", "y"],
        "feedback": ["x", "moodle"],
        "similar": ["x", "y"],
        "exam": ["--seed", "1"],
        "questions": ["--gift"],
        "review-deck": ["x"],
        "collect": ["x", "--out", "y"],
        "return": ["x", "--to", "y"],
    }
    assert ended(name, *given.get(name, []), "--frobnicate") == 2
    said = capsys.readouterr().err
    assert said.splitlines()[-1].endswith("error: unknown argument --frobnicate") and "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", NEEDING)
def test_a_missing_argument_is_one_sentence(name, capsys):
    assert ended(name) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"course {name}: error: ")


@pytest.mark.parametrize(
    "name",
    ["build", "slides", "guide", "site", "lite", "publish", "release", "animations", "progress", "update", *LECTURERS],
)
def test_outside_of_a_course_each_command_says_so(name, capsys, tmp_path):
    given = {"exam": ["--seed", "1"], "questions": ["--gift"]}
    assert ended(name, *given.get(name, []), "--course", tmp_path) == 2
    assert capsys.readouterr().err.startswith("There is no course in ")


@pytest.mark.parametrize("data", [None, b"{", b"\xff"])
def test_a_page_of_no_notebook_is_one_sentence(data, capsys, tmp_path):
    if data is not None:
        (tmp_path / "x.ipynb").write_bytes(data)
    assert ended("export-html", tmp_path / "x.ipynb", tmp_path / "x.html") == 2
    assert f"{tmp_path / 'x.ipynb'} cannot be read as a notebook" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()


def test_what_is_not_installed_is_one_sentence(monkeypatch, capsys):
    def missing(name):
        raise ModuleNotFoundError("No module named 'sphinx'", name="sphinx")

    monkeypatch.setattr(command.importlib, "import_module", missing)
    with pytest.raises(command.CourseError, match=r"^sphinx is missing: `make dev` installs what authors need\.$"):
        command.needed("site")
