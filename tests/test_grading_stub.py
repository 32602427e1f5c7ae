"""All of grading but the sandbox itself, also where there is no bubblewrap: the stub answers in its place."""

import csv
import io
import json
import zipfile
from dataclasses import replace

import nbformat
import pytest
from distributed import LocalCluster
from nbformat.v4 import new_output
from traitlets.config import Config

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.grading import (
    assignment,
    batch,
    child,
    cluster,
    collecting,
    command,
    comments,
    for_nbgrader,
    gradescope,
    sandbox,
    submission,
    tables,
)
from course_lib.grading.sandbox import SandboxError
from course_lib.homework import cells
from tests import latin
from tests.hostile.notebooks import NAMES, ROOT, SOLUTION, STEP, body, code, first, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox

pytestmark = pytest.mark.slow

WRONG = instead(STEP, right_step(after="return W + lr * v, v"))


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    for module in (batch, for_nbgrader, gradescope):
        monkeypatch.setattr(module, "Sandbox", StubSandbox)
    for module in (for_nbgrader, gradescope):
        monkeypatch.setattr(module, "probe", lambda: None)
    monkeypatch.setattr(command, "probed", lambda: (None, []))


def grade(place, out, *options):
    return cli.main(["grade", "03_momentum", str(place), "--out", str(out), "--course", str(ROOT), *map(str, options)])


def folder(path, **notebooks):
    for name, data in notebooks.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / f"{name}.ipynb").write_bytes(data)
    return path


def graded(out):
    return {one["submission"]: one for one in json.loads((out / "grades.json").read_text())["submissions"]}


def test_points_diagnoses_and_statuses(tmp_path, capsys):
    place = folder(
        tmp_path / "in",
        right=notebook(),
        wrong=WRONG,
        empty=b"",
        other=first("").replace(b'"03_momentum"', b'"05_adam"'),
        raises=body("1 / 0"),
        memory=body("raise MemoryError"),
        never=first("# never ends"),
        gone=instead(STEP, right_step(after="return W - lr * v, v").replace("\n", '\n    "# crashes"\n', 1)),
        value=instead(STEP, f"{STEP} = 3"),
        text=body("return 'W'"),
        huge=body("return np.zeros(300_000), v"),
        magic=first("%matplotlib inline\n!ls\nx = %time 3\n%%bash"),
    )
    assert grade(place, tmp_path / "out", "--seed", 3) == 3
    assert "12 submissions: " in capsys.readouterr().out
    found = graded(tmp_path / "out")
    statuses = {name: (one["status"], one["score"]) for name, one in found.items()}
    assert statuses["right"] == statuses["magic"] == ("ok", 14)
    assert statuses["never"] == ("timeout", 14) and statuses["wrong"] == ("ok", 10)
    assert statuses["empty"] == ("empty", 0) and statuses["other"] == ("wrong_assignment", 0)
    assert statuses["raises"] == ("partial", 9) and statuses["memory"] == ("memory", 9)
    assert statuses["gone"][0] == "crashed" and statuses["value"][0] == "partial"
    assert found["wrong"]["exercises"][STEP]["diagnosis"] == "steps_uphill"
    assert "more numbers than any answer has" in found["huge"]["exercises"][STEP]["message"]
    assert "no function any more" in found["value"]["exercises"][STEP]["message"]
    with (tmp_path / "out" / "grades.csv").open(newline="") as file:
        assert {row["submission"]: row["status"] for row in csv.DictReader(file)} == {
            name: status for name, (status, _) in statuses.items()
        }
    assert list(found["right"]["exercises"]) == NAMES
    summary = (tmp_path / "out" / "summary.html").read_text()
    assert (
        "steps uphill: 1" in summary and "never: timeout. Code cell 1: It did not return within 10 seconds." in summary
    )


def test_a_grade_says_which_hidden_cases_passed_and_the_summary_counts_them(tmp_path):
    sometimes = instead(STEP, right_step(after="return (W - lr * v, v) if len(W) > 1 else (W, v)"))
    assert grade(folder(tmp_path / "in", right=notebook(), some=sometimes), tmp_path / "out", "--seed", 3) == 0
    key = next(one for one in assignment.load(ROOT, "03_momentum", 3).keys if one.name == STEP)
    passed = [len(case["W"]) > 1 for case in key.cases]
    found = {name: one["exercises"][STEP]["cases"] for name, one in graded(tmp_path / "out").items()}
    assert found == {"right": [True] * len(passed), "some": passed} and {*passed} == {True, False}
    shares = ", ".join("100%" if one else "50%" for one in passed)
    assert f"{STEP} {shares}" in (tmp_path / "out" / "summary.html").read_text()


def test_what_a_student_writes_is_text_on_every_page(tmp_path):
    evil = "<img src=x onerror=alert(1)>"
    place = folder(tmp_path / "in", **{"a&b": body(f"raise ValueError({evil!r})"), "c": first("# never ends")})
    grade(place, tmp_path / "out")
    for page in [*(tmp_path / "out" / "feedback").iterdir(), tmp_path / "out" / "summary.html"]:
        text = page.read_text()
        assert "<img" not in text and "default-src &#39;none&#39;" not in text and "default-src 'none'" in text
    assert "&lt;img src=x onerror" in (tmp_path / "out" / "feedback" / "a&b.html").read_text()


def test_resume_only_and_interruption(tmp_path, monkeypatch, capsys):
    place = folder(tmp_path / "in", ada=WRONG, bob=WRONG)
    assert grade(place, tmp_path / "out", "--seed", 5) == 0
    folder(tmp_path / "in", ada=notebook(), eve=notebook())
    assert grade(place, tmp_path / "out", "--only", "ada") == 0
    assert grade(place, tmp_path / "out", "--resume") == 0
    assert {name: one["score"] for name, one in graded(tmp_path / "out").items()} == {"ada": 14, "bob": 10, "eve": 14}
    assert grade(place, tmp_path / "out") == 2 and "is not empty" in capsys.readouterr().err
    assert grade(place, tmp_path / "out", "--only", "zoe") == 2
    assert grade(place, tmp_path / "new", "--only", "ada") == 2
    assert "holds no results of course grade" in capsys.readouterr().err

    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch.scoring, "score", interrupted)
    assert grade(place, tmp_path / "later") == 130
    assert "--resume goes on" in capsys.readouterr().err


def test_a_sandbox_that_cannot_be_had_is_one_sentence(tmp_path, monkeypatch, capsys):
    place = folder(tmp_path / "in", ada=notebook())

    def refused(self):
        raise SandboxError("no numpy")

    monkeypatch.setattr(StubSandbox, "__enter__", refused)
    assert grade(place, tmp_path / "out", "--sandbox", "process") == 2
    assert "The sandbox does not start here: no numpy." in capsys.readouterr().err
    monkeypatch.setattr(command, "probed", lambda: ("bubblewrap is missing.", []))
    assert grade(place, tmp_path / "new") == 2
    assert capsys.readouterr().err == "bubblewrap is missing.\n"


def test_a_zip_and_the_platforms_files(tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        file.writestr("lovelaceada_123_900_hw.ipynb", notebook())
        file.writestr("other_122_899_hw.ipynb", WRONG)
        file.writestr("Ada Lovelace_77_assignsubmission_file_/../x.ipynb", WRONG)
        file.writestr("bad.ipynb", b"\xff")
    assert grade(tmp_path / "in.zip", tmp_path / "out", "--seed", 1) == 3
    (tmp_path / "book.csv").write_text("Student,ID,Homework\n    Points Possible,,28\nAda,123,\n")
    (tmp_path / "sheet.csv").write_text("Identifier,Grade,Maximum Grade\nParticipant 77,,100\n")
    assert cli.main(["export", str(tmp_path / "out"), "--canvas", str(tmp_path / "book.csv"), "--column", "home"]) == 0
    assert cli.main(["export", str(tmp_path / "out"), "--moodle", str(tmp_path / "sheet.csv")]) == 0
    assert tables.read(tmp_path / "out" / "canvas.csv").rows[2] == ["Ada", "123", "28"]
    assert tables.read(tmp_path / "out" / "moodle.csv").rows[1] == ["Participant 77", "71.4286", "100"]
    assert "bad: no row has its id" in capsys.readouterr().out


def test_gradescope_and_nbgrader_ask_the_same_grader():
    homework = assignment.load(ROOT, "03_momentum", 4)
    result = for_nbgrader.graded(json.loads(WRONG), homework, "bwrap")
    assert result.score == 10 and gradescope.report(result)["score"] == 10
    assert for_nbgrader.outputs(result, "ewma") == []
    (output,) = for_nbgrader.outputs(result, STEP)
    assert output.ename == "NotRight" and output.evalue.startswith("W goes uphill")
    assert for_nbgrader.outputs(result, "no_exercise")[0].ename == "NotRight"


def test_the_child_answers_line_by_line(monkeypatch):
    """The loop itself, on a channel in memory, with a module that leaves this process as it is."""
    monkeypatch.setattr(child, "fresh_module", lambda: child.types.ModuleType("__main__"))

    class Channel(io.BytesIO):
        def __iter__(self):
            yield b'{"id": "a", "do": "cell", "source": "x = [1, 2.5]", "title": "cell 1"}\n'
            yield b'{"id": "b", "do": "call", "name": "x", "inputs": null, "returns": "array"}\n'
            yield b'{"id": "c", "do": "describe", "name": "y", "arguments": ["x"]}\n'

    channel = Channel()
    child.serve(channel)
    one, two, three = map(json.loads, channel.getvalue().splitlines())
    assert one == {"id": "a"} and three == {"id": "c", "missing": True}
    assert two["answer"] == [{"shape": [2], "single": False, "data": [1.0, 2.5]}] and two["problem"] is None


@pytest.mark.slow
def test_the_process_sandbox_itself(tmp_path):
    """A real worker without namespaces, in this process's coverage: what is right, what ends, what never ends."""
    limits = sandbox.Limits(timeout=10, total=300)
    homework = assignment.load(ROOT, "03_momentum", 4)
    cases = {
        "right": notebook(),
        "gone": first("import os; os._exit(1)"),
        "never": first("import time; time.sleep(1000)"),
    }
    with sandbox.Sandbox("process", limits) as real:
        results = {
            name: batch.grade_notebook(name, submission.read(data), homework, real, limits)
            for name, data in cases.items()
        }
    assert {name: (one.status, one.score) for name, one in results.items()} == {
        "right": ("ok", 14),
        "gone": ("crashed", 14),
        "never": ("timeout", 14),
    }
    assert real.process is None


# ---- platforms ----


@pytest.fixture
def autograder(tmp_path, monkeypatch):
    """A function: {name: notebook} → what results.json holds, by the unpacked autograder's own files."""
    zipped, place = tmp_path / "autograder.zip", tmp_path / "autograder"
    assert cli.main(["gradescope", "03_momentum", str(zipped), "--seed", "4", "--course", str(ROOT)]) == 0
    with zipfile.ZipFile(zipped) as package:
        package.extractall(place / "source")
    monkeypatch.setattr(gradescope, "ROOT", place / "source")

    def run(**notebooks):
        (place / "submission").mkdir(exist_ok=True)
        folder(place / "submission", **notebooks)
        assert gradescope.main("03_momentum", "4", place) == 0
        return json.loads((place / "results" / "results.json").read_text())

    run.place = place
    return run


def test_gradescope_grades_the_notebook_of_this_homework(autograder):
    assert autograder() == {"score": 0, "output": "There is no notebook (*.ipynb) in the submission."}
    other = first("").replace(b'"03_momentum"', b'"05_adam"')
    results = autograder(a=WRONG, z=other)
    assert (results["score"], results["max_score"], results["output"]) == (10, 14, "Status: ok.")
    tests = {test["name"]: test for test in results["tests"]}
    assert list(tests) == NAMES and sum(test["score"] for test in tests.values()) == 10
    assert tests[STEP]["status"] == "failed" and tests[STEP]["output"].startswith("W goes uphill")
    for private in ("source", "submission", "results"):
        assert (autograder.place / private).stat().st_mode & 0o777 == 0o700


def test_gradescope_draws_other_hidden_cases_for_each_submission(autograder, tmp_path):
    seeds = []
    for seed in ("fresh", "fresh", "4"):
        autograder(a=WRONG)
        assert gradescope.main("03_momentum", seed, autograder.place) == 0
        results = json.loads((autograder.place / "results" / "results.json").read_text())
        seeds.append(results.pop("extra_data")["seed"])  # which the platform keeps for teachers
        assert str(seeds[-1]) not in json.dumps(results) or seeds[-1] == 4
    assert seeds[0] != seeds[1] and seeds[2] == 4
    zipped = tmp_path / "fresh.zip"
    assert cli.main(["gradescope", "03_momentum", str(zipped), "--course", str(ROOT)]) == 0
    with zipfile.ZipFile(zipped) as package:
        assert b"gradescope 03_momentum fresh " in package.read("run_autograder")


def test_gradescope_without_bubblewrap_needs_root(autograder, monkeypatch):
    kinds = []
    monkeypatch.setattr(gradescope, "Sandbox", lambda kind, limits: kinds.append(kind) or StubSandbox(kind, limits))
    monkeypatch.setattr(gradescope, "probe", lambda: "bubblewrap is missing.")
    monkeypatch.setattr(gradescope.os, "getuid", lambda: 1000)
    assert autograder(a=WRONG) == {"score": 0, "output": "The grader is not set up: bubblewrap is missing."}
    monkeypatch.setattr(gradescope.os, "getuid", lambda: 0)
    assert autograder(a=WRONG)["score"] == 10 and kinds == ["process"]


def test_an_nbgrader_course_runs_our_grader_in_the_place_of_execute(tmp_path, monkeypatch):
    assert cli.main(["nbgrader", str(tmp_path / "nb"), "--seed", "4", "--course", str(ROOT)]) == 0
    for path in (ROOT / "solutions").glob("*.ipynb"):
        assert (tmp_path / "nb" / "source" / path.stem / path.name).read_bytes() == path.read_bytes()
    settings = Config()
    exec((tmp_path / "nb" / "nbgrader_config.py").read_text(), {"get_config": lambda: settings})
    execute, *_ = settings.Autograde.autograde_preprocessors
    graded = nbformat.reads(WRONG.decode(), as_version=4)
    for cell in graded.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("stream", text="what the student left")]
    execute(config=settings).preprocess(graded, {"nbgrader": {"assignment": "03_momentum"}})
    code = [cell for cell in graded.cells if cell.cell_type == "code"]
    shown = {cells.exercise_of(cell): cell.outputs for cell in code if cells.is_check(cell)}
    assert list(shown) == NAMES and [name for name, outputs in shown.items() if outputs] == [STEP]
    assert shown[STEP][0].evalue.startswith("W goes uphill")
    assert not any(cell.outputs for cell in code if not cells.is_check(cell))
    monkeypatch.setattr(for_nbgrader, "probe", lambda: "bubblewrap is missing.")
    with pytest.raises(RuntimeError, match=r"^bubblewrap is missing\.$"):
        execute(config=settings).preprocess(graded, {"nbgrader": {"assignment": "03_momentum"}})


@pytest.mark.slow
def test_a_cluster_gives_the_results_of_this_machine_and_ends_its_sandboxes(tmp_path, monkeypatch):
    """A real Dask scheduler and worker, with two threads, in this process."""
    ended = []
    monkeypatch.setattr(cluster, "Sandbox", StubSandbox)
    monkeypatch.setattr(StubSandbox, "__exit__", lambda self, *error: ended.append(self))
    homework, limits = assignment.load(ROOT, "03_momentum", 4), sandbox.Limits()
    place = folder(tmp_path, **{f"right{number}": notebook() for number in range(9)}, wrong=WRONG, empty=b"")
    found = collecting.submissions(place)
    options = {"n_workers": 1, "threads_per_worker": 2, "processes": False}
    with LocalCluster(**options, dashboard_address=":0", local_directory=tmp_path / "dask") as local:
        far = list(cluster.Cluster(local.scheduler_address, "bwrap", limits).run(found, homework))
        started = len(local.workers[0].plugins["course-grading"].started)
        ended.clear()
    assert 1 <= started == len(ended) <= 2
    with batch.Local("bwrap", 1, limits) as here:
        near = list(here.run(found, homework))
    same = [{one.submission: replace(one, seconds=0) for one in results} for results in (near, far)]
    assert same[0] == same[1] and len(far) == len(found) == 11


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch):
    def late(address, timeout):
        raise TimeoutError

    monkeypatch.setattr(cluster, "Client", late)
    with pytest.raises(CourseError, match=r"^There is no Dask scheduler at tcp://h:9 \(TimeoutError\)\.$"):
        list(cluster.Cluster("tcp://h:9", "bwrap", sandbox.Limits()).run([], None))


def test_a_cell_is_called_by_the_number_beside_it_after_all_were_run(tmp_path):
    """Cells without code have no number there; those that only display have one, though no grader runs them."""
    where = [
        cell["cell_type"] == "code" and "no-grade" in cell["metadata"].get("tags", []) for cell in SOLUTION["cells"]
    ]
    before = sum(cell["cell_type"] == "code" for cell in SOLUTION["cells"][: where.index(True) + 1])
    node = json.loads(notebook())
    node["cells"].insert(where.index(True) + 1, code("1 / 0"))
    node["cells"].insert(0, code("  \n"))
    place = folder(tmp_path / "in", ada=json.dumps(node).encode())
    assert grade(place, tmp_path / "out") == 0
    page = (tmp_path / "out" / "feedback" / "ada.html").read_text()
    assert f"<li>Code cell {before + 1}: It raises ZeroDivisionError" in page


def test_feedback_speaks_the_language_of_the_notebook_that_was_handed_in(tmp_path):
    def in_chinese(data):
        node = json.loads(data)
        node["metadata"]["course"]["language"] = "zh"
        return json.dumps(node).encode()

    raises = instead(STEP, right_step(after="return W - lr * v[:, None], undefined"))
    chinese = {"chinese": WRONG, "right": notebook(), "raises": raises}
    handed_in = {"english": WRONG, **{name: in_chinese(data) for name, data in chinese.items()}}
    grade(folder(tmp_path / "in", **handed_in), tmp_path / "out")
    found = graded(tmp_path / "out")
    assert [found[name].get("language") for name in ("english", "chinese")] == [None, "zh"]
    assert found["english"]["score"] == found["chinese"]["score"]
    said = {name: found[name]["exercises"][STEP]["message"] for name in ("english", "chinese", "raises")}
    assert said["english"].startswith("W goes uphill") and said["chinese"].startswith("W 在上坡：")
    assert said["raises"].startswith("它报错 ")
    pages = {name: (tmp_path / "out" / "feedback" / f"{name}.html").read_text(encoding="utf-8") for name in found}
    assert '<html lang="zh-CN">' in pages["chinese"] and "✗" in pages["chinese"] and "points" not in pages["chinese"]
    assert "得 14 分，满分 14 分。" in pages["right"] and "notebook 里的代码全部运行了。" in pages["right"]
    assert '<html lang="en">' in pages["english"] and " points.</strong>" in pages["english"]
    assert comments.OURS.match(comments.text(found["chinese"] | {"language": "zh"}))
    told = [text for name in chinese for text in latin.page_said(pages[name])]
    latin.assert_chinese(told, "undefined", "notebook", *chinese, *found["chinese"]["exercises"])


def test_the_page_on_the_class_speaks_the_lecturers_language(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", "zh")
    grade(folder(tmp_path / "in", wrong=WRONG), tmp_path / "out")
    page = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    assert "值得课上讲的错误" in page and "1 次：W 在上坡" in page and "submissions" not in page
