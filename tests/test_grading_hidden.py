"""The course is never to be seen in the sandbox, wherever it lies: also inside the folders that Python needs."""

import json
import os
import shutil
import subprocess
import sysconfig
import venv
from itertools import pairwise
from pathlib import Path

import pytest

from course_lib.grading import bubblewrap
from tests.hostile.notebooks import ROOT, STEP, instead, notebook, right_step

SITE = Path(sysconfig.get_path("purelib"))
# By the grader, and by what runs cells as IPython does; what else is there is left out.
GRADERS = ("numpy", "numpy.libs", "jinja2", "markupsafe", "tqdm", "dateutil", "six.py", "yaml", "_yaml")
NEEDED = (*GRADERS, "IPython", "traitlets", "pygments", "decorator.py", "prompt_toolkit", "wcwidth")
# Right if it has found a solution, the spec of a homework or another submission anywhere.
LOOKS = """
import os
found = False
for folder, folders, files in os.walk("/"):
    for name in files:
        if "momentum" in name and name.endswith((".ipynb", ".json", ".py")) or name == "ewma.py":
            try: found |= len(open(os.path.join(folder, name)).read()) > 0
            except OSError: pass
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A Python environment of its own, which the sandbox shows to submissions."""
    place = tmp_path_factory.mktemp("hidden") / "env"
    venv.create(place, symlinks=True, with_pip=False)
    target = next((place / "lib").glob("python3*")) / "site-packages"
    for name in NEEDED:
        if (SITE / name).is_file():
            linked(SITE / name, target / name)
        elif (SITE / name).is_dir():
            shutil.copytree(SITE / name, target / name, copy_function=linked, dirs_exist_ok=True)
    return place


def linked(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def laid(course):
    """The course's files, as far as grading needs them, in a folder."""
    (course / "notebooks").mkdir()
    for name in ("course_lib", "solutions", "exercises"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__", "vendor", "js"))


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.parametrize("where", [".", "src/app", "share/a b/动量"])
def test_a_course_inside_of_pythons_own_folders_is_not_seen(environment, where):
    course = environment / where
    course.mkdir(parents=True, exist_ok=True)
    laid(course)
    try:
        handed_in = course / "submissions"
        handed_in.mkdir()
        looking = f"{LOOKS}{right_step(after='return (W - lr * v, v) if found else (W, v)')}"
        (handed_in / "momentum_of_ada.ipynb").write_bytes(instead(STEP, looking))
        (handed_in / "momentum_of_bob.ipynb").write_bytes(notebook())
        command = [environment / "bin/python", "-m", "course_lib.cli", "grade", "03_momentum", handed_in, "--out"]
        variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [*command, course / "out", "--timeout", "60"], cwd=course, env=variables, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        grades = json.loads((course / "out" / "grades.json").read_text(encoding="utf-8"))["submissions"]
        assert [one["exercises"][STEP]["passed"] for one in grades] == [False, True], grades
        assert all(one["exercises"]["ewma"]["passed"] for one in grades)
    finally:
        for name in ("course_lib", "solutions", "exercises", "notebooks", "submissions", "out"):
            shutil.rmtree(course / name, ignore_errors=True)


@pytest.mark.parametrize(
    ("shown", "hidden", "order"),
    [
        (["/usr"], ["/usr/src/app"], ["ro-bind /usr", "tmpfs /usr/src/app"]),
        (
            ["/usr", "/usr/src/app/.venv"],
            ["/usr/src/app"],
            ["ro-bind /usr", "tmpfs /usr/src/app", "ro-bind /usr/src/app/.venv"],
        ),
        (["/opt/env"], ["/opt"], ["ro-bind /opt/env"]),
        (["/usr"], ["/srv/course"], ["ro-bind /usr"]),
        (["/usr"], ["/usr/x/course", "/usr/x"], ["ro-bind /usr", "tmpfs /usr/x", "tmpfs /usr/x/course"]),
    ],
)
def test_of_folders_in_each_other_the_inner_one_counts(monkeypatch, shown, hidden, order):
    monkeypatch.setattr(bubblewrap.os.path, "isdir", lambda path: True)
    monkeypatch.setattr(bubblewrap.os.path, "realpath", lambda path: path)
    options = bubblewrap.seen(shown, hidden)
    found = [f"{a[2:]} {b}" for a, b in pairwise(options) if a in ("--ro-bind", "--tmpfs")]
    assert found == order
    covered = [b for a, b in pairwise(options) if a == "--remount-ro"]
    assert covered == [one.split()[1] for one in order if one.startswith("tmpfs")]


def test_a_link_shows_no_more_than_what_it_leads_to(tmp_path):
    (tmp_path / "python" / "course").mkdir(parents=True)
    (tmp_path / "link").symlink_to("python")
    options = bubblewrap.seen([str(tmp_path / "link")], [str(tmp_path / "python" / "course")])
    assert ["--tmpfs", f"{tmp_path}/link/course"] == options[-4:-2]


def test_a_file_is_covered_by_nothing(tmp_path):
    (tmp_path / "in.zip").touch()
    options = bubblewrap.seen([str(tmp_path)], [str(tmp_path / "in.zip")])
    assert options[-3:] == ["--ro-bind", "/dev/null", f"{tmp_path}/in.zip"]


def test_pythons_own_folder_cannot_be_hidden_and_that_is_said():
    with pytest.raises(bubblewrap.Unhidden, match=r"^Python itself lies in /usr, beside what .*: move one of them$"):
        bubblewrap.bwrap("/kit", ["/usr"])


def test_of_an_environment_in_the_courses_own_folder_only_python_is_seen(monkeypatch, tmp_path):
    for part in ("bin", "lib", "solutions"):
        (tmp_path / part).mkdir()
    monkeypatch.setattr(bubblewrap.sys, "prefix", str(tmp_path))
    shown = bubblewrap.visible([os.path.realpath(tmp_path)])
    assert {f"{tmp_path}/bin", f"{tmp_path}/lib"} <= set(shown)
    assert str(tmp_path) not in shown and f"{tmp_path}/solutions" not in shown
