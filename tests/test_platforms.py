"""Where instructors already are: nbgrader, Gradescope, and the files of Canvas and Moodle."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from course_lib.cli import main
from tests.hostile.notebooks import STEP, body, instead, notebook, right_step
from tests.test_grading import folder
from tests.test_hostile import ROOT, grade

pytestmark = pytest.mark.slow

WRONG = instead(STEP, right_step(after="return W + lr * v, v"))


def course(*arguments):
    return main([*map(str, arguments), "--course", str(ROOT)])


# ---- nbgrader ----


@pytest.mark.sandbox
@pytest.mark.tour
def test_nbgrader_gives_our_scores(tmp_path):
    place = tmp_path / "nb"
    assert course("nbgrader", place, "--seed", 4) == 0
    homework = {path.stem for path in (ROOT / "solutions").glob("*.ipynb")}
    assert {path.name for path in (place / "source").iterdir()} == homework

    def run(*command):
        environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(["nbgrader", *command], cwd=place, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]

    run("generate_assignment", "03_momentum")
    released = json.loads((place / "release/03_momentum/03_momentum.ipynb").read_text())
    assert "SOLUTION" not in json.dumps(released) and "write your answer here" in json.dumps(released)
    hostile = instead(STEP, "import os\ndef momentum_step(W, g, v, lr, beta):\n    os._exit(0)\n")
    for student, data in {"ada": notebook(), "bob": WRONG, "eve": hostile}.items():
        target = place / "submitted" / student / "03_momentum" / "03_momentum.ipynb"
        target.parent.mkdir(parents=True)
        target.write_bytes(data)
    run("autograde", "03_momentum")
    with Gradebook(f"sqlite:///{place / 'gradebook.db'}") as book:
        scores = {name: book.find_submission("03_momentum", name).score for name in ("ada", "bob", "eve")}
    assert scores == {"ada": 14, "bob": 10, "eve": 9}


def test_a_folder_that_is_not_empty_is_refused(tmp_path, capsys):
    (tmp_path / "thesis.tex").write_text("")
    assert course("nbgrader", tmp_path) == 2
    assert "is not empty: name a new folder." in capsys.readouterr().err


# ---- Gradescope ----


@pytest.fixture
def autograder(tmp_path):
    """A function: data of a submission → what results.json holds, run as the platform would, in a clean folder."""
    assert course("gradescope", "03_momentum", tmp_path / "autograder.zip", "--seed", 4) == 0
    place = tmp_path / "autograder"
    (place / "submission").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "autograder.zip") as package:
        package.extractall(place / "source")

    def run(data, path=os.environ["PATH"]):
        folder(place / "submission", homework=data)
        environment = {"AUTOGRADER": str(place), "PATH": path, "PYTHON": sys.executable, "HOME": str(tmp_path)}
        done = subprocess.run(
            [shutil.which("bash"), place / "source" / "run_autograder"],
            env=environment,
            capture_output=True,
            text=True,
            cwd="/",
        )
        assert done.returncode == 0, done.stderr
        return json.loads((place / "results" / "results.json").read_text())

    run.place = place
    return run


@pytest.mark.sandbox
def test_gradescope_gets_its_fields(autograder):
    assert set(os.listdir(autograder.place / "source")) == {
        "setup.sh",
        "run_autograder",
        "course_lib",
        "solutions",
        "exercises",  # the public cases: what may be told of an error comes from them
        "requirements.txt",
    }
    results = autograder(WRONG)
    assert (results["score"], results["max_score"]) == (10, 14)
    tests = {test["name"]: test for test in results["tests"]}
    assert tests[STEP] == {
        "name": STEP,
        "score": 0,
        "max_score": 4,
        "status": "failed",
        "visibility": "visible",
        "output": "W goes uphill: the step must go against the averaged gradient.",
    }
    assert tests["ewma"]["status"] == "passed" and results["output"] == "Status: ok."


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="another user can be had by root only")
@pytest.mark.slow
def test_gradescope_without_bubblewrap_hides_the_graders_files(autograder, tmp_path):
    (tmp_path / "bin").mkdir()  # a PATH without bwrap
    for tool in ("bash", "env", "chmod"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    place = autograder.place
    thief = body(f"raise RuntimeError(open({str(place / 'source/solutions/03_momentum.ipynb')!r}).read())")
    results = autograder(thief, path=str(tmp_path / "bin"))
    assert results["score"] == 9
    assert "PermissionError" in next(test["output"] for test in results["tests"] if test["name"] == STEP)
    planter = body(f"open({str(place / 'results/results.json')!r}, 'w').write('forged')")
    results = autograder(planter, path=str(tmp_path / "bin"))
    assert results["score"] == 9 and "PermissionError" in json.dumps(results)


def test_gradescope_without_a_notebook_says_so(autograder):
    results = autograder(b"")
    assert results["score"] == 0
    (autograder.place / "submission" / "homework.ipynb").rename(autograder.place / "submission" / "homework.txt")
    from course_lib.grading import gradescope

    gradescope.main("03_momentum", "1", autograder.place)
    results = json.loads((autograder.place / "results" / "results.json").read_text())
    assert results == {"score": 0, "output": "There is no notebook (*.ipynb) in the submission."}


# ---- Canvas and Moodle ----


@pytest.fixture
def graded(tmp_path):
    """The results of submissions named as the two platforms name them."""
    folder(
        tmp_path / "in",
        **{
            "lovelaceada_123_900_hw": notebook(),
            "babbage_LATE_124_901_hw": WRONG,
            "unknown_999_902_hw": notebook(),
            "empty_125_903_hw": b"",
            "Ada Lovelace_77_assignsubmission_file_/x": notebook(),
            "plain": notebook(),
        },
    )
    assert grade(tmp_path / "in", tmp_path / "out", "--seed", 1).returncode == 3
    return tmp_path / "out"


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.sandbox
def test_canvas_keeps_its_rows_and_gets_the_grades(graded, tmp_path, capsys):
    book = tmp_path / "gradebook.csv"
    book.write_text(
        "Student,ID,SIS User ID,Section,Homework 3 (55),Homework 4 (56)\n"
        "    Points Possible,,,,28.0,10\n"
        '"Lovelace, Ada",123,al,"A, B",,7\n"Babbage, Charles",124,cb,A,,\n"Hopper, Grace",125,gh,A,5,\n',
        encoding="utf-8-sig",
    )
    assert main(["export", str(graded), "--canvas", str(book), "--column", "homework 3"]) == 0
    rows = table(graded / "canvas.csv")
    assert [row[4] for row in rows] == ["Homework 3 (55)", "28.0", "28", "20", "5"]  # scaled; not graded: untouched
    assert [row[:4] + row[5:] for row in rows] == [row[:4] + row[5:] for row in table_of(book)]
    said = capsys.readouterr().out
    assert "2 grades filled in." in said
    assert "unknown_999_902_hw: no row has its id" in said and "empty_125_903_hw: not graded (empty)" in said
    assert "plain: no row has its id" in said


def table_of(path):
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.sandbox
def test_moodle_keeps_its_rows_and_gets_the_grades(graded, tmp_path, capsys):
    sheet = tmp_path / "worksheet.csv"
    sheet.write_text(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Feedback comments\n"
        "Participant 77,Ada Lovelace,a@x.org,Submitted,,100.00,\n"
        "Participant 78,Eve,e@x.org,No submission,,100.00,\n"
    )
    assert main(["export", str(graded), "--moodle", str(sheet)]) == 0
    assert [row[4] for row in table(graded / "moodle.csv")] == ["Grade", "100", ""]
    assert "1 grades filled in." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        (
            "Student,ID,Homework 3,Homework 31\na,1,,\n",
            ["--column", "homework"],
            "2 columns have 'homework' in their name",
        ),
        ("Student,ID,Homework 3\na,1,\n", ["--column", "quiz"], "0 columns have 'quiz' in their name"),
        ("Student,ID,Homework 3\na,1,\n", [], "Which column takes the grades? Say --column with one of: Student, ID,"),
        ("Student,Homework 3\na,\n", ["--column", "Homework 3"], "The file has no column 'ID'"),
        ("Student,ID\n", ["--column", "x"], "has no rows."),
        ("Student,ID,Homework 3\n,,\n  \n", ["--column", "Homework 3"], "has no rows."),
        ("Student,ID,Homework 3\na,1,\n", ["--column", "Homework 3"], "and there is none: say --points N"),
        ("Student,ID,Homework 3\nPoints Possible,,x\n", ["--column", "H"], "'x' there cannot be read: say --points N"),
        ('Student,ID,Homework 3\nPoints Possible,,"1,000"\n', ["--column", "H"], "cannot be read: say --points N"),
    ],
)
def test_a_file_that_does_not_fit_is_one_sentence(tmp_path, capsys, text, options, sentence):
    (tmp_path / "grades.json").write_text('{"submissions": []}')
    (tmp_path / "book.csv").write_bytes(text.encode("latin-1"))
    assert main(["export", str(tmp_path), "--canvas", str(tmp_path / "book.csv"), *options]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "canvas.csv").exists()


def test_a_folder_without_grades_is_one_sentence(tmp_path, capsys):
    assert main(["export", str(tmp_path), "--moodle", "x.csv"]) == 2
    assert "holds no grades.json of course grade." in capsys.readouterr().err
