"""Hostile and broken notebooks: each gets the score and status it has earned, and none touches another."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.grading.sandbox import users
from tests.hostile import notebooks, reaching
from tests.hostile.leaving import LEAVING, leaves, takes
from tests.hostile.notebooks import NAMES, SOLUTION, STEP
from tests.hostile.spilling import SPILLING

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[1]
POINTS = {
    cell["metadata"]["nbgrader"]["grade_id"].removeprefix("check_"): cell["metadata"]["nbgrader"]["points"]
    for cell in SOLUTION["cells"]
    if cell["metadata"].get("nbgrader", {}).get("grade")
}
SECONDS = 5
HOSTILE = notebooks.HOSTILE | reaching.HOSTILE


def grade(submissions, out, *options):
    """Run `course grade` as a grader does; what came of it, with the number of its process."""
    command = [
        sys.executable,
        "-m",
        "course_lib.cli",
        "grade",
        "03_momentum",
        str(submissions),
        "--out",
        str(out),
        "--course",
        str(ROOT),
        *map(str, options),
    ]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    done = subprocess.CompletedProcess(command, None, *run.communicate(timeout=1800))
    done.returncode, done.pid = run.returncode, run.pid
    return done


def left_behind(done):
    """Processes of the users that a run's workers became, and workers without a parent."""
    listed = subprocess.run(["ps", "-eo", "uid,ppid,args"], capture_output=True, text=True, check=True).stdout
    theirs = {str(user) for number in range(2) for user in users(number, done.pid)}
    lines = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [line for line in lines if line[0] in theirs or (line[1] == "1" and "grading/worker.py" in line[2])]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{name: result} of all hostile notebooks, graded in one run, the folder of the results, and the run."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    for name, hostile in HOSTILE.items():
        (folder / "in" / f"{name}.ipynb").write_bytes(hostile.data)
    done = grade(
        folder / "in", folder / "out", "--jobs", 2, "--timeout", SECONDS, "--total", 30, "--memory", 600, "--seed", 7
    )
    assert done.returncode == 3, done.stderr
    results = json.loads((folder / "out" / "grades.json").read_text(encoding="utf-8"))
    return {one["submission"]: one for one in results["submissions"]}, folder / "out", done


def test_there_are_at_least_fifty():
    assert len(HOSTILE) >= 50


@pytest.mark.tour
@pytest.mark.parametrize("name", HOSTILE)
def test_status_and_score_are_the_right_ones(graded, name):
    result, hostile = graded[0][name], HOSTILE[name]
    lost = set(NAMES) if hostile.lost is None else set(hostile.lost)
    if hostile.status is None:  # it may end in several ways, none of which earns a point
        assert result["status"] in ("ok", "partial", "crashed", "timeout", "memory")
    else:
        assert result["status"] == hostile.status, result
    kept = {one for one, grade in result["exercises"].items() if grade["passed"]}
    if hostile.status is None and hostile.lost is None:
        return  # who breaks the whole process loses what the process was for, nobody else
    assert kept == (set(NAMES) - lost if result["exercises"] else set()), result
    assert result["score"] == sum(POINTS[one] for one in kept)
    assert result["max_score"] == sum(POINTS.values())


@pytest.mark.tour
def test_nothing_was_stolen(graded):
    for name in ("reads_files", "walks_frames"):
        message = graded[0][name]["exercises"]["momentum_step"]["message"]
        assert "LOOT([], {})" in message or "WALK[]" in message, message  # it looked, and found nothing


@pytest.mark.tour
def test_nothing_is_left_behind(graded):
    assert left_behind(graded[2]) == []
    assert not Path("/planted").exists()


@pytest.mark.tour
def test_the_tables_hold_every_submission(graded):
    with (graded[1] / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["submission", "status", "score", "max_score", *NAMES]
    names = {row[0] for row in rows[1:]}
    assert names == {f"'{name}" if name[0] in "=+-@" else name for name in HOSTILE}


@pytest.mark.tour
def test_pages_are_escaped_and_tell_no_hidden_number(graded):
    results, out, _ = graded
    page = (out / "feedback" / "script_in_message.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page and "onerror=alert(2)&gt;" in page
    assert "<script" not in (out / "summary.html").read_text(encoding="utf-8")
    assert {path.stem for path in (out / "feedback").iterdir()} == set(results)


@pytest.fixture(scope="module")
def one_after_the_other(tmp_path_factory):
    """{name: result} of pairs that one worker graded one after the other: the first leaves a mark, the second looks."""
    folder = tmp_path_factory.mktemp("leaving")
    (folder / "in").mkdir()
    for name in LEAVING:
        (folder / "in" / f"{name}_1.ipynb").write_bytes(leaves(name))
        (folder / "in" / f"{name}_2.ipynb").write_bytes(takes(name))
    done = grade(folder / "in", folder / "out", "--one-per-file", "--seed", 7)
    assert done.returncode == 0, done.stderr
    results = json.loads((folder / "out" / "grades.json").read_text(encoding="utf-8"))
    return {one["submission"]: one for one in results["submissions"]}


@pytest.mark.parametrize("name", LEAVING)
def test_a_submission_leaves_nothing_for_the_next(one_after_the_other, name):
    left, taken = (one_after_the_other[f"{name}_{number}"] for number in (1, 2))
    assert left["status"] == "ok" and left["score"] == sum(POINTS.values())  # it got as far as to leave its mark
    assert taken["status"] == "ok" and not taken["exercises"][STEP]["passed"]
    assert taken["exercises"]["ewma"]["passed"]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What students are told of notebooks that try to carry hidden inputs out, at two seeds: {name: message}, twice."""
    folder, both = tmp_path_factory.mktemp("spilling"), []
    (folder / "in").mkdir()
    for name, data in SPILLING.items():
        (folder / "in" / f"{name}.ipynb").write_bytes(data)
    for seed in (7, 8):
        done = grade(folder / "in", folder / f"out{seed}", "--one-per-file", "--seed", seed)
        assert done.returncode == 0, done.stderr
        results = json.loads((folder / f"out{seed}" / "grades.json").read_text(encoding="utf-8"))
        both.append({one["submission"]: one["exercises"][STEP]["message"] for one in results["submissions"]})
    return both


@pytest.mark.parametrize("name", SPILLING)
def test_a_message_tells_nothing_of_hidden_inputs(told, name):
    first, second = (messages[name] for messages in told)
    assert first and first == second  # with other hidden cases it is the same
