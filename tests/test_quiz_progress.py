"""Answers to quizzes count: in the notebook, in the record, after a fresh copy, and whatever a notebook claims."""

import json
import math
import shutil

import pytest

from course_lib import quiz, records, workspace
from course_lib.cli import main
from course_lib.homework import progress as homework
from course_lib.quiz import progress, questions
from course_lib.quiz.widget import Quiz

QUESTIONS = [
    {
        "question": "Why?",
        "type": "multiple_choice",
        "answers": [
            {"answer": "a", "correct": False, "feedback": "no"},
            {"answer": "b", "correct": True, "feedback": "yes"},
        ],
    },
    {
        "question": "How many?",
        "type": "numeric",
        "answers": [
            {"type": "value", "value": 0.05, "correct": True, "feedback": "yes"},
            {"type": "range", "range": [1, 2], "correct": False, "feedback": "no"},
            {"type": "default", "feedback": "count"},
        ],
    },
]
WHY, MANY = map(questions.identity, QUESTIONS)
NOT_TRIED = "01_a  not tried yet"


def notebook(answers, name="01_a"):
    """A notebook's text in which the widget of a quiz holds these answers."""
    widget = {"model_module": "anywidget", "state": {"quiz": name, "answers": answers}}
    state = {"other": {"state": {}}, "quiz": widget}
    cell = {"cell_type": "markdown", "id": "one", "metadata": {}, "source": "# A"}
    return json.dumps({"cells": [cell], "metadata": {"widgets": {progress.STATE: {"state": state}}}, "nbformat": 4})


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one chapter and its quiz; the test runs in the learner's copy."""
    (tmp_path / "course_lib").mkdir()
    (tmp_path / "exercises" / "checks" / "01_a").mkdir(parents=True)
    (tmp_path / "exercises" / "checks" / "01_a.json").write_text("[]")
    (tmp_path / "exercises" / "checks" / "01_a" / "x.json").write_text("{}")
    (tmp_path / "notebooks" / "src").mkdir(parents=True)
    (tmp_path / "notebooks" / "src" / "01_a.quiz.json").write_text(json.dumps(QUESTIONS))
    (tmp_path / "notebooks" / "01_a.ipynb").write_text(notebook({}))
    workspace.fill(workspace.Course(tmp_path))
    monkeypatch.chdir(tmp_path / "work" / "notebooks")
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    return tmp_path


def save(course, answers):
    (course / "work" / "notebooks" / "01_a.ipynb").write_text(notebook(answers))


def told(capsys):
    """The lines about quizzes that `course progress` prints."""
    assert main(["progress"]) == 0
    return capsys.readouterr().out.split("Quizzes\n")[1].rstrip("\n")


def test_an_answer_counts_whichever_language_it_was_given_in(course, capsys):
    for language, answer in (("", {WHY: ["0", "1"]}), ("zh", {MANY: ["1/20", "1/20"]})):
        path = course / "work" / "notebooks" / language / "01_a.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(notebook(answer))
    progress.collect(course)
    assert recorded(course) == {"01_a": {WHY: ["0", "1"], MANY: ["1/20", "1/20"]}}


def recorded(course):
    return json.loads((course / "work" / "progress.json").read_text())["quizzes"]


def test_what_a_saved_notebook_holds_is_listed_beside_the_homework(course, capsys):
    assert told(capsys) == NOT_TRIED
    save(course, {WHY: ["0", "1"]})
    assert told(capsys) == "01_a  █░           1 of 2 right, 0 at the first try"
    save(course, {WHY: ["0", "1"], MANY: ["0.05", "0.05"]})
    assert told(capsys) == "01_a  ██           2 of 2 right, 1 at the first try"
    save(course, {MANY: ["1.5", "3"]})
    assert told(capsys) == "01_a  ░░           0 of 2 right, 0 at the first try"
    assert homework.report().startswith("Homework\n01_a") and homework.report().endswith("0 at the first try")


def test_a_kernel_that_lives_writes_every_answer_into_the_record(course, capsys):
    shown = Quiz("01_a", quiz.load("01_a"))
    assert shown.answers == {} and shown.told == {"answers": {}, "said": ""}
    shown.answers = {MANY: ["7", "1/20"]}
    assert recorded(course) == {"01_a": {MANY: ["7", "1/20"]}}
    assert shown.told == {"answers": shown.answers, "said": progress.COUNTED}
    assert told(capsys) == "01_a  █░           1 of 2 right, 0 at the first try"
    assert Quiz("01_a", quiz.load("01_a")).answers == shown.answers  # the cell is run again


def test_answers_given_without_a_kernel_come_back_when_the_cell_is_run(course):
    records.write(
        course / "work" / "progress.json", {"solved": {"01_a": ["x"]}, "quizzes": {"01_a": {WHY: ["0", "0"]}}}
    )
    save(course, {WHY: ["1", "1"], MANY: ["3", "3"]})
    assert Quiz("01_a", quiz.load("01_a")).answers == {WHY: ["0", "1"], MANY: ["3", "3"]}
    assert recorded(course)["01_a"] == {WHY: ["0", "1"], MANY: ["3", "3"]}
    assert records.read(course / "work" / "progress.json")[0]["solved"] == {"01_a": ["x"]}


@pytest.mark.parametrize("command", [["reset", "01_a"], ["update"]])
def test_a_fresh_copy_takes_no_answer_away(course, capsys, command):
    save(course, {WHY: ["1", "1"]})
    (course / "notebooks" / "01_a.ipynb").write_text(notebook({}).replace("# A", "# A new edition"))
    assert main(command) == 0
    assert progress.saved(course / "work" / "notebooks" / "01_a.ipynb", "01_a") == {}
    capsys.readouterr()
    assert told(capsys) == "01_a  █░           1 of 2 right, 1 at the first try"
    (course / "work" / "progress.json").unlink()  # deleting it is safe
    assert told(capsys) == NOT_TRIED


def test_an_answer_to_a_question_that_was_changed_does_not_count(course, capsys):
    save(course, {WHY: ["1", "1"], MANY: ["0.05", "0.05"]})
    other = [QUESTIONS[0] | {"question": "Why not?"}, QUESTIONS[1]]
    (course / "work" / "notebooks" / "src" / "01_a.quiz.json").write_text(json.dumps(other))
    assert told(capsys) == "01_a  █░           1 of 2 right, 1 at the first try"


@pytest.mark.parametrize(
    "answers",
    [
        None,
        3,
        [],
        "1",
        [WHY],
        {WHY: None},
        {WHY: "11"},
        {WHY: ["1"]},
        {WHY: ["1", "1", "1"]},
        {WHY: [1, 1]},
        {WHY: [True, True]},
        {WHY: ["1", {"correct": True}]},
        {WHY: ["1", "1" * 41]},
        {"what is asked nowhere": ["1", "1"]},
        {WHY: ["1", "1"], MANY: math.nan},
    ],
)
def test_a_notebook_may_claim_anything(course, capsys, answers):
    save(course, answers)
    assert told(capsys) == NOT_TRIED
    assert Quiz("01_a", quiz.load("01_a")).answers == {}


@pytest.mark.parametrize("given", ["2", "-1", "²", "1.0", "", "yes", "1e400", "__import__('os')"])
def test_an_answer_that_is_none_is_not_right(given):
    assert questions.is_right(QUESTIONS[0], "1") and not questions.is_right(QUESTIONS[0], given)


@pytest.mark.parametrize("given", ["", "-0.05", "1/0", "nan", "inf", "0.05/2/1", "0,05", "1" * 40])
def test_a_number_that_is_none_is_not_right(given):
    assert questions.is_right(QUESTIONS[1], "0.05") and questions.is_right(QUESTIONS[1], "1/20")
    assert not questions.is_right(QUESTIONS[1], given)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"metadata": {"widgets": []}}', "[" * 100_000, "\ud800"])
def test_a_file_that_is_no_notebook_holds_no_answers(course, capsys, monkeypatch, text):
    (course / "work" / "notebooks" / "01_a.ipynb").write_bytes(text.encode("utf-8", "surrogatepass"))
    monkeypatch.chdir(course)
    assert told(capsys) == NOT_TRIED
    shutil.rmtree(course / "work" / "notebooks")
    assert told(capsys) == NOT_TRIED  # there is no copy yet: the course's own questions


def test_questions_that_cannot_be_read_are_named(course, capsys):
    save(course, {WHY: ["1", "1"]})
    (course / "work" / "notebooks" / "src" / "01_a.quiz.json").write_text("[")
    assert told(capsys).startswith("01_a  01_a.quiz.json cannot be read (")
    assert main(["reset", "01_a"]) == 0


def test_where_the_record_lies_elsewhere_the_learners_copy_is_not_read(course, monkeypatch, capsys):
    """As in a build: an author's own answers would get into the notebooks."""
    save(course, {WHY: ["1", "1"]})
    monkeypatch.setenv("COURSE_PROGRESS", str(course / "elsewhere.json"))
    assert told(capsys) == NOT_TRIED
    assert Quiz("01_a", quiz.load("01_a")).answers == {}


def test_a_record_that_cannot_be_written_costs_no_answer(course, monkeypatch):
    (course / "work" / "progress.json").mkdir()
    shown = Quiz("01_a", quiz.load("01_a"))
    shown.answers = {WHY: ["1", "1"]}
    assert shown.told["said"].startswith("Your progress could not be saved in progress.json (")
    assert main(["reset", "01_a"]) == 0
    monkeypatch.setattr(records, "place", lambda start=None: None)  # no course around
    shown.answers = {WHY: ["1", "1"], MANY: ["1", "1"]}
    assert shown.told == {"answers": shown.answers, "said": progress.IN_THE_NOTEBOOK}


@pytest.mark.parametrize("quizzes", [3, {"01_a": []}, {"01_a": {WHY: ["1"]}}, {"01_a": {WHY: [1, 1]}}])
def test_a_damaged_record_is_kept_aside(course, quizzes):
    path = course / "work" / "progress.json"
    path.write_text(json.dumps({"solved": {}, "quizzes": quizzes}))
    record, problem = records.read(path)
    assert record == {"solved": {}, "quizzes": {}} and "kept as progress.damaged.json" in problem


def test_a_record_from_before_quizzes_counted_is_read(course):
    (course / "work" / "progress.json").write_text('{"solved": {"01_a": ["x"]}}')
    assert records.read(course / "work" / "progress.json") == ({"solved": {"01_a": ["x"]}, "quizzes": {}}, None)
