"""`course grade` as a grader uses it: folders and zips, resubmissions, seeds, interruptions, and what it says."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.grading import archive, assignment, collecting, results, sandbox, scoring, submission
from course_lib.homework.key import to_json
from tests.hostile.notebooks import NAMES, STEP, body, code, first, instead, notebook, right_step, solved
from tests.test_hostile import ROOT, grade

WRONG = instead(STEP, right_step(after="return W + lr * v, v"))
SLOW = first("import time; time.sleep(0.4)")


def folder(path, **notebooks):
    for name, data in notebooks.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / f"{name}.ipynb").write_bytes(data)
    return path


def graded(out):
    """{submission: result} of a folder of results."""
    return {one["submission"]: one for one in json.loads((out / "grades.json").read_text())["submissions"]}


# ---- results ----


@pytest.mark.sandbox
def test_a_mistake_is_named_and_the_rest_keeps_its_points(tmp_path):
    done = grade(folder(tmp_path / "in", ada=notebook(), bob=WRONG), tmp_path / "out", "--seed", 3)
    assert done.returncode == 0, done.stderr
    assert "2 submissions: 2 ok. Seed 3." in done.stdout
    both = graded(tmp_path / "out")
    assert both["ada"]["score"] == both["ada"]["max_score"] == 14
    step = both["bob"]["exercises"][STEP]
    assert (step["score"], step["passed"], step["diagnosis"]) == (0, False, "steps_uphill")
    assert both["bob"]["score"] == 10
    assert list(both["ada"]["exercises"]) == NAMES
    assert set(step) == {"score", "max_score", "passed", "diagnosis", "message", "cases"}
    assert set(both["ada"]) == {"submission", "status", "score", "max_score", "seconds", "exercises"}
    about = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert about["assignment"] == "03_momentum" and about["seed"] == 3
    with (tmp_path / "out" / "grades.csv").open(newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert rows["bob"]["score"] == "10" and rows["bob"][STEP] == "0" and rows["ada"][STEP] == "4"
    page = (tmp_path / "out" / "feedback" / "bob.html").read_text()
    assert "W goes uphill" in page and "10 of 14 points" in page
    summary = (tmp_path / "out" / "summary.html").read_text()
    assert "steps uphill: 1" in summary and "50 %" in summary and "momentum_step, 1 ×: W goes uphill" in summary


@pytest.mark.sandbox
def test_feedback_holds_no_hidden_number(tmp_path):
    assert grade(folder(tmp_path / "in", bob=WRONG), tmp_path / "out", "--seed", 3).returncode == 0
    hidden = next(key for key in assignment.load(ROOT, "03_momentum", 3).keys if key.name == STEP)
    numbers = {f"{abs(x):g}" for case in hidden.cases for x in np.ravel([*case["W"], *case["g"]]) if abs(x) > 1}
    for page in (tmp_path / "out" / "feedback").iterdir():
        assert not [n for n in numbers if len(n) > 3 and n in page.read_text()]


@pytest.mark.sandbox
def test_an_unsolved_notebook_is_graded_zero_which_differs_from_not_graded(tmp_path):
    unsolved = (ROOT / "exercises" / "03_momentum.ipynb").read_bytes()
    done = grade(folder(tmp_path / "in", new=unsolved, empty=b""), tmp_path / "out")
    assert done.returncode == 3
    both = graded(tmp_path / "out")
    assert both["new"]["status"] == "partial" and both["new"]["score"] == 0 and both["new"]["exercises"]
    assert both["empty"]["status"] == "empty" and both["empty"]["exercises"] == {}
    assert both["new"]["exercises"]["ewma"]["message"] == "It is not written yet."


@pytest.mark.slow
def test_other_seeds_draw_other_cases_and_the_same_seed_the_same():
    one, again, other = (assignment.load(ROOT, "03_momentum", seed).keys for seed in (1, 1, 2))
    assert to_json(one[0]) == to_json(again[0]) and to_json(one[0]) != to_json(other[0])
    public = json.loads((ROOT / "exercises/checks/03_momentum/ewma.json").read_text())
    assert one[0].cases[0]["x"].tolist() != public["cases"][0]["x"]


@pytest.mark.sandbox
def test_a_random_seed_is_recorded(tmp_path):
    grade(folder(tmp_path / "in", ada=notebook()), tmp_path / "a")
    grade(tmp_path / "in", tmp_path / "b")
    seeds = [json.loads((tmp_path / name / "grades.json").read_text())["seed"] for name in "ab"]
    assert seeds[0] != seeds[1]


@pytest.mark.sandbox
def test_jobs_change_nothing_but_the_seconds(tmp_path):
    folder(tmp_path / "in", **{f"s{i}": data for i, data in enumerate([notebook(), WRONG, b"", body("1 / 0")] * 3)})
    outs = []
    for jobs in (1, 3):
        grade(tmp_path / "in", tmp_path / f"out{jobs}", "--seed", 1, "--jobs", jobs)
        outs.append({n: one | {"seconds": 0} for n, one in graded(tmp_path / f"out{jobs}").items()})
    assert outs[0] == outs[1] and len(outs[0]) == 12


# ---- what may be handed in ----


@pytest.mark.sandbox
def test_a_folder_a_student_and_the_latest_counts(tmp_path):
    folder(
        tmp_path / "in",
        **{
            "ada/first try": WRONG,
            "ada/second": notebook(),
            "ada/other": first("").replace(b'"03_momentum"', b'"05_adam"'),
            "bob/x": WRONG,
        },
    )
    for age, name in enumerate(["ada/other", "ada/second", "ada/first try"]):
        os.utime(tmp_path / "in" / f"{name}.ipynb", (10**9 - 1000 * age,) * 2)
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 0
    assert {n: one["score"] for n, one in graded(tmp_path / "out").items()} == {"ada/second": 14, "bob/x": 10}
    replaced = json.loads((tmp_path / "out" / "grades.json").read_text())["replaced"]
    assert replaced == {"ada/first try": "ada/second", "ada/other": "ada/second"}
    assert "ada/first try, by ada/second" in (tmp_path / "out" / "summary.html").read_text()
    assert (tmp_path / "out" / "feedback" / "ada" / "second.html").exists()


@pytest.mark.sandbox
def test_a_zip_is_read_without_trusting_its_names(tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        file.writestr("../../evil.ipynb", notebook())
        file.writestr("/abs/olute.ipynb", notebook())
        file.writestr("C:\\win\\dows.ipynb", notebook())
        file.writestr("Ada_1_assignsubmission_file_/动量.ipynb", notebook())
        file.writestr("__MACOSX/._x.ipynb", b"junk")
        file.writestr("notes.txt", b"hello")
        link = zipfile.ZipInfo("link.ipynb")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert grade(tmp_path / "in.zip", tmp_path / "out").returncode == 3
    found = graded(tmp_path / "out")
    assert {n: one["score"] for n, one in found.items()} == {
        "evil": 14,
        "abs/olute": 14,
        "C_/win/dows": 14,
        "Ada_1_assignsubmission_file_/动量": 14,
        "link": 0,
    }
    assert found["link"]["status"] == "unreadable"
    inside = {
        path.relative_to(tmp_path / "out" / "feedback").as_posix()
        for path in (tmp_path / "out").rglob("*.html")
        if path.name != "summary.html"
    }
    assert inside == {f"{name}.html" for name in found}


@pytest.mark.sandbox
def test_a_zip_bomb_costs_one_submission(tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.ipynb", b"0" * (200 << 20))
        file.writestr("good.ipynb", notebook())
    assert grade(tmp_path / "in.zip", tmp_path / "out").returncode == 3
    assert {n: one["status"] for n, one in graded(tmp_path / "out").items()} == {"bomb": "unreadable", "good": "ok"}


def test_chinese_names_of_old_zip_programs_are_readable():
    entry = zipfile.ZipInfo("x")
    entry.filename = "动量.ipynb".encode("gbk").decode("cp437")
    assert archive.decoded(entry) == "动量.ipynb"
    entry.filename = "动量.ipynb".encode().decode("cp437")
    assert archive.decoded(entry) == "动量.ipynb"


@pytest.mark.sandbox
def test_links_and_devices_are_not_followed(tmp_path):
    folder(tmp_path / "in", good=notebook())
    (tmp_path / "secret.ipynb").write_bytes(notebook())
    (tmp_path / "in" / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    os.mkfifo(tmp_path / "in" / "pipe.ipynb")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    assert grade(tmp_path / "in", tmp_path / "out").returncode == 3
    assert {n: one["status"] for n, one in graded(tmp_path / "out").items()} == {
        "good": "ok",
        "link": "unreadable",
        "pipe": "unreadable",
    }


@pytest.mark.sandbox
def test_cells_that_only_display_are_not_run(tmp_path):
    shown = [cell for cell in solved() if "no-grade" in cell["metadata"].get("tags", [])]
    moved = [dict(code("".join(cell["source"])), id="new") if cell in shown else cell for cell in solved()]
    changed = [dict(cell, source="1 / 0") if cell in shown else cell for cell in solved()]
    folder(tmp_path / "in", changed=notebook(changed), moved=notebook(moved))
    assert grade(tmp_path / "in", tmp_path / "out", "--timeout", 60).returncode == 0
    # A changed one may hold an answer, and is run.
    statuses = {name: one["status"] for name, one in graded(tmp_path / "out").items()}
    assert statuses == {"moved": "ok", "changed": "partial"}


# ---- going on ----


@pytest.mark.sandbox
def test_an_interrupted_run_goes_on_and_loses_nothing(tmp_path):
    folder(tmp_path / "in", **{f"s{i:02}": SLOW for i in range(12)})
    command = [
        sys.executable,
        "-m",
        "course_lib.cli",
        "grade",
        "03_momentum",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
        "--course",
        str(ROOT),
        "--seed",
        "5",
    ]
    (tmp_path / "tmp").mkdir()
    # Tests started in the background of a script hand on that script's deafness to Ctrl-C.
    run = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path / "tmp")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    finished = tmp_path / "out" / ".finished.jsonl"
    while not finished.exists() or finished.read_bytes().count(b"\n") < 3:
        assert run.poll() is None
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=1800)
    assert run.returncode == 130 and "--resume goes on" in said
    assert list((tmp_path / "tmp").iterdir()) == []
    before = graded(tmp_path / "out")
    assert 3 <= len(before) < 12
    with finished.open("ab") as file:
        file.write(b'{"submission": "s1')  # as if the machine had stopped in the middle of a line
    done = grade(tmp_path / "in", tmp_path / "out", "--resume")
    assert done.returncode == 0, done.stderr
    after = graded(tmp_path / "out")
    assert len(after) == 12 and all(after[name] == one for name, one in before.items())
    assert len(finished.read_text().splitlines()) == 12  # none was graded twice


def test_runs_at_the_same_time_have_other_users():
    two = [{one for number in range(16) for one in sandbox.users(number, run)} for run in (4711, 4712)]
    assert len(two[0] | two[1]) == 32 * len(sandbox.users(0)) and len({*sandbox.users(0)}) > 1
    assert all(1000 < one < 60_001 for run in range(1, 5000) for one in sandbox.users(15, run))


@pytest.mark.sandbox
def test_only_grades_one_again_into_the_same_results(tmp_path):
    folder(tmp_path / "in", ada=WRONG, bob=WRONG)
    grade(tmp_path / "in", tmp_path / "out", "--seed", 5)
    folder(tmp_path / "in", ada=notebook(), bob=notebook())
    assert grade(tmp_path / "in", tmp_path / "out", "--only", "ada").returncode == 0
    assert {n: one["score"] for n, one in graded(tmp_path / "out").items()} == {"ada": 14, "bob": 10}
    assert "There is no submission eve" in grade(tmp_path / "in", tmp_path / "out", "--only", "eve").stderr
    assert len(graded(tmp_path / "out")) == 2


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "is not empty: name another folder, or go on with what is there by --resume."),
        (["--resume", "--seed", "6"], "was graded with --seed 5, not 6"),
        (["--timeout", "0"], "must be at least 0.1"),
        (["--jobs", "x"], "invalid number value"),
    ],
)
def test_what_has_to_be_mended_is_one_sentence(tmp_path, options, sentence):
    folder(tmp_path / "in", ada=notebook())
    grade(tmp_path / "in", tmp_path / "out", "--seed", 5)
    done = grade(tmp_path / "in", tmp_path / "out", *options)
    assert done.returncode == 2 and sentence in done.stderr and "Traceback" not in done.stderr


def test_unknown_homework_missing_folder_and_foreign_results_are_one_sentence(tmp_path):
    with pytest.raises(CourseError, match=r"There is no homework 99_x; there are .*03_momentum"):
        assignment.load(ROOT, "99_x")
    with pytest.raises(CourseError, match="is no folder and no zip file of notebooks"):
        collecting.submissions(tmp_path / "nothing")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("years of work")
    with pytest.raises(CourseError, match="holds no results of course grade"):
        results.open_results(tmp_path / "out", assignment.load(ROOT, "03_momentum", 1), resume=True)
    (tmp_path / "in").mkdir()
    done = grade(tmp_path / "in", tmp_path / "new", "--sandbox", "process")
    assert done.returncode == 2 and "There is no notebook (*.ipynb) in" in done.stderr
    assert not (tmp_path / "new").exists()


# ---- the sandbox ----


@pytest.mark.slow
def test_process_mode_grades_too_and_says_what_is_not_protected(tmp_path):
    folder(
        tmp_path / "in", ada=notebook(), loop=body("import time; time.sleep(1000)"), gone=body("import os; os._exit(1)")
    )
    done = grade(tmp_path / "in", tmp_path / "out", "--sandbox", "process", "--timeout", 10)
    assert done.returncode == 3 and "could read this machine's files" in done.stderr
    assert {n: (one["status"], one["score"]) for n, one in graded(tmp_path / "out").items()} == {
        "ada": ("ok", 14),
        "loop": ("timeout", 9),
        "gone": ("crashed", 9),
    }
    assert "could read this machine" in (tmp_path / "out" / "summary.html").read_text()


def test_a_missing_and_a_refused_bubblewrap_have_different_remedies(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sandbox.probe().startswith("bubblewrap is missing: install bubblewrap")
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    said = sandbox.probe()
    assert said.startswith("bubblewrap is installed, but refused here (bwrap: setting up uid map: Permission denied)")
    assert "AppArmor" in said and "--sandbox process" in said


@pytest.mark.parametrize(
    "answer",
    [
        "x",
        [1],
        {"shape": 1},
        [{"shape": [2], "single": False, "data": [1.0]}],
        [{"shape": [1], "single": False, "data": ["1"]}],
        [{"shape": [1], "single": False, "data": [True]}],
        [{"shape": [-1], "single": False, "data": [1.0]}],
        [{"shape": [10**12], "single": False, "data": []}],
        [{"shape": [1], "single": False, "data": [10**400]}],
        [{"shape": [1], "single": 1}],
    ],
)
def test_a_reply_of_another_form_is_a_crash(answer):
    with pytest.raises(sandbox.Ended):
        scoring.arrays(answer)


def test_a_reply_is_text_of_a_bounded_length():
    assert scoring.text("a\x1b[31m\n" * 1000) == ("a[31m" * 1000)[: len(scoring.text("a\x1b[31m\n" * 1000))]
    assert len(scoring.text("x" * 10**6)) == 500 and scoring.text({"a": 1}) == ""


@pytest.mark.parametrize("data", [b"", b" \n", b"{}", b"null", b'{"cells": 3}', b'{"cells": [{}]}', b"\xff\xfe\x00"])
def test_whatever_is_no_notebook_has_a_status(data):
    assert submission.read(data).problem[0] in ("empty", "unreadable")


def test_a_sandbox_that_does_not_start_is_one_sentence(tmp_path, monkeypatch, capsys):
    def refused(self):
        raise sandbox.SandboxError("ModuleNotFoundError: No module named 'numpy'")

    monkeypatch.setattr(sandbox.Sandbox, "start", refused)
    folder(tmp_path / "in", ada=notebook())
    places = ["--out", str(tmp_path / "out"), "--course", str(ROOT)]
    assert cli.main(["grade", "03_momentum", str(tmp_path / "in"), *places, "--sandbox", "process"]) == 2
    assert "The sandbox does not start here: ModuleNotFoundError: No module named 'numpy'.\n" in capsys.readouterr().err
