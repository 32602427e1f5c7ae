"""A spec that is mended while a class is graded: no results of two kinds side by side, and nothing written unseen."""

import json
import os
import shutil

import pytest

from course_lib import cli
from course_lib.grading import assignment, batch, command
from tests.hostile.notebooks import ROOT, STEP, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox

UPHILL = instead(STEP, right_step(after="return W + lr * v, v"))

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr(batch, "Sandbox", StubSandbox)
    monkeypatch.setattr(command, "probed", lambda: (None, []))


@pytest.fixture
def course(tmp_path):
    """A course of its own with one homework, and a class of six, three of whom step uphill, graded in out."""
    root = tmp_path / "course"
    shutil.copytree(ROOT / "solutions" / "specs", root / "solutions" / "specs")
    shutil.copy(ROOT / "solutions" / "03_momentum.ipynb", root / "solutions")
    shutil.copy(ROOT / "pyproject.toml", root)
    for name in ("course_lib", "notebooks"):
        (root / name).symlink_to(ROOT / name)
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"s{number}.ipynb").write_bytes(UPHILL if number % 2 else notebook())
    (tmp_path / "in" / "s6.ipynb").write_bytes(b"")
    assert grade(root, "--seed", 5) == 3
    return root


def grade(root, *options):
    place, out = root.parent / "in", root.parent / "out"
    return cli.main([*map(str, ["grade", "03_momentum", place, "--out", out, "--course", root, *options])])


def regrade(root, *options):
    return cli.main([*map(str, ["regrade", root.parent / "out", "--course", root, *options])])


def edit(root, old, new, name=f"specs/03_momentum/{STEP}.py"):
    path = root / "solutions" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def scores(root):
    about = json.loads((root.parent / "out" / "grades.json").read_text())
    return [(one["score"], one["max_score"]) for one in about["submissions"]]


def bytes_of(root):
    return {path: path.read_bytes() for path in (root.parent / "out").rglob("*") if path.is_file()}


BEFORE = [(14, 14), (10, 14)] * 3 + [(0, 14)]
CHANGES = {  # what is edited, and what the sentence names
    "points": (("points=4", "points=6"), STEP),
    "a hint": (("goes uphill", "goes up the hill"), STEP),
    "what specs share": (("def ", "# more\ndef ", "specs/shared.py"), "for every exercise."),
    "the solution": (("v = beta * v", "v = v * beta", "03_momentum.ipynb"), STEP),
    "the version": (
        ('version = "', 'version = "9.', "../pyproject.toml"),
        "by version 0.2.0 of the course, not 9.0.2.0",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_results_of_two_kinds_are_not_mixed(kind, course, capsys):
    (old_new_file, named), before = CHANGES[kind], bytes_of(course)
    edit(course, *old_new_file)
    for option in (["--resume"], ["--only", "s1"], ["--resume", "--seed", "5"]):
        capsys.readouterr()
        assert grade(course, *option) == 2
        said = capsys.readouterr().err
        assert named in said and f"`course regrade {course.parent / 'out'}`" in said and said.count("\n") == 1
    assert bytes_of(course) == before


def test_what_a_notebook_shows_is_no_change(course):
    text = json.loads((course / "solutions" / "03_momentum.ipynb").read_text())
    for cell in text["cells"]:
        cell["outputs"] = []
    (course / "solutions" / "03_momentum.ipynb").write_text(json.dumps(text))
    assert grade(course, "--resume") == 3


def test_grades_tell_what_they_were_graded_by(course):
    about = json.loads((course.parent / "out" / "grades.json").read_text())
    homework = assignment.load(course, "03_momentum", 5)
    assert about["digests"] == homework.digests and about["version"] == "0.2.0"
    assert len(set(about["digests"].values())) == len(homework.keys) == len(about["digests"])
    edit(course, "points=4", "points=6")
    again = assignment.load(course, "03_momentum", 5).digests
    assert [name for name in again if again[name] != about["digests"][name]] == [STEP]


def test_what_changes_is_shown_before_it_is_written(course, capsys):
    edit(course, "points=4", "points=6")
    before = bytes_of(course)
    capsys.readouterr()
    assert regrade(course) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"s0: {STEP} 4 → 6, 14 of 14 → 16 of 16" and said[1] == "s1: 10 of 14 → 10 of 16"
    assert said[-2:] == ["7 submissions: 7 change.", "Nothing was written; --yes writes it."]
    assert bytes_of(course) == before
    assert regrade(course, "--yes") == 0
    assert scores(course) == [(16, 16), (10, 16)] * 3 + [(0, 16)]
    assert "10 of 16 points" in (course.parent / "out" / "feedback" / "s1.html").read_text()
    kept = (course.parent / "out" / ".before_regrade.jsonl").read_bytes()
    assert kept == before[course.parent / "out" / ".finished.jsonl"]
    assert grade(course, "--resume") == 3 and grade(course, "--only", "s1") == 3
    assert scores(course) == [(16, 16), (10, 16)] * 3 + [(0, 16)]


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("", False), (None, False)])
def test_a_person_at_the_terminal_is_asked(answer, written, course, monkeypatch):
    def said(question):
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", said)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    edit(course, "points=4", "points=6")
    assert regrade(course) == 0
    assert (scores(course)[0] == (16, 16)) == written


def test_one_exercise_alone(course, capsys):
    edit(course, "points=4", "points=6")
    edit(course, "points=3", "points=5", "specs/03_momentum/ewma.py")
    assert regrade(course, "--exercise", STEP, "--yes") == 0
    assert scores(course) == [(16, 16), (10, 16)] * 3 + [(0, 14)]  # what could not be read stays as it was
    capsys.readouterr()
    assert grade(course, "--resume") == 2
    assert "for ewma." in capsys.readouterr().err
    assert regrade(course, "--exercise", "ewma", "--yes") == 0
    assert grade(course, "--resume") == 3
    assert scores(course)[:2] == [(18, 18), (12, 18)]
    assert regrade(course, "--exercise", "adam", "--yes") == 2
    assert "has no exercise adam; there are ewma" in capsys.readouterr().err


def test_a_rule_of_partial_credit_is_applied_by_regrading(course, capsys):
    assert grade(course, "--resume", "--partial", "parts") == 2
    assert "rule of partial credit for" in capsys.readouterr().err
    assert regrade(course, "--partial", "parts", "--yes") == 0
    assert scores(course) == [(14, 14), (12, 14)] * 3 + [(0, 14)]
    assert f"s1: {STEP} 0 → 2, 10 of 14 → 12 of 14" in capsys.readouterr().out
    assert grade(course, "--resume") == 3  # the rule is kept


def test_submissions_that_are_gone_or_moved(course, capsys):
    (course.parent / "in" / "s1.ipynb").rename(course.parent / "s1.ipynb")
    before = bytes_of(course)
    assert regrade(course, "--yes") == 2
    assert "such as s1, are not in" in capsys.readouterr().err and bytes_of(course) == before
    (course.parent / "s1.ipynb").rename(course.parent / "in" / "s1.ipynb")
    (course.parent / "in").rename(course.parent / "moved")
    assert regrade(course, "--yes") == 2 and bytes_of(course) == before
    assert regrade(course, "--yes", "--submissions", course.parent / "moved") == 0
    assert scores(course) == BEFORE


def test_what_stops_a_regrade_leaves_everything_as_it_was(course, capsys, monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    before = bytes_of(course)
    monkeypatch.setattr(batch.scoring, "score", interrupted)
    assert regrade(course, "--yes") == 130
    assert "nothing was changed" in capsys.readouterr().err and bytes_of(course) == before
    assert cli.main(["regrade", str(course.parent), "--course", str(course)]) == 2
    assert "holds no results of course grade" in capsys.readouterr().err


def test_results_of_an_older_version_can_be_graded_again(course, capsys):
    run = course.parent / "out" / ".run.json"
    run.write_text(json.dumps({"assignment": "03_momentum", "seed": 5}))
    assert grade(course, "--resume") == 2
    assert "by an older version" in capsys.readouterr().err
    assert regrade(course, "--yes") == 2
    assert "add --submissions PLACE" in capsys.readouterr().err
    assert regrade(course, "--yes", "--submissions", course.parent / "in") == 0
    assert grade(course, "--resume") == 3 and scores(course) == BEFORE


def test_a_mended_hint_is_a_change_that_is_shown(course, capsys):
    edit(course, "goes uphill", "climbs")
    before = bytes_of(course)
    capsys.readouterr()
    assert regrade(course) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "7 submissions: no change. What is said of the answers changes for 3 more."
    assert bytes_of(course) == before
    assert regrade(course, "--yes") == 0
    assert "climbs" in (course.parent / "out" / "feedback" / "s1.html").read_text()


def test_a_changed_rule_shows_whose_score_it_changes(course, capsys):
    for path in (course.parent / "in").iterdir():
        os.utime(path, (1795219200 if path.stem == "s0" else 1795046400,) * 2)  # 21 and 19 November 2026
    capsys.readouterr()
    assert regrade(course, "--due", "2026-11-20 12:00", "--late", "10%/day") == 0
    said = capsys.readouterr().out.splitlines()
    assert said == ["s0: 14 → 12.6 by your rules", "7 submissions: 1 change.", "Nothing was written; --yes writes it."]
