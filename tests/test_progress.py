"""The record of what is solved: made when missing, safe to delete, kept aside when damaged."""

import json
import os

import pytest

from course_lib import records
from course_lib.cli import main
from course_lib.homework import check, progress


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one homework of two exercises; the test runs in the learner's copy of the exercises."""
    checks = tmp_path / "exercises" / "checks" / "00_test"
    for folder in (checks, tmp_path / "course_lib", tmp_path / "notebooks", tmp_path / "work" / "exercises"):
        folder.mkdir(parents=True)
    for name, right in {"answer_a": 1.0, "answer_b": 2.0}.items():
        key = {
            "name": name,
            "assignment": "00_test",
            "points": 1,
            "kind": "value",
            "returns": "number",
            "starts": [],
            "cases": [{}],
            "expected": [[right]],
            "mistakes": [],
        }
        (checks / f"{name}.json").write_text(json.dumps(key))
    (checks.parent / "00_test.json").write_text('["answer_a", "answer_b"]')
    monkeypatch.chdir(tmp_path / "work" / "exercises")
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def solved(course):
    return json.loads((course / "work" / "progress.json").read_text())["solved"]


def test_a_pass_is_recorded_in_work_and_a_failure_is_not(course):
    check("answer_b", 3)
    assert not (course / "work" / "progress.json").exists()
    check("answer_a", 1)
    check("answer_a", 1)
    assert solved(course) == {"00_test": ["answer_a"]}
    check("answer_b", 2)
    check("answer_b", 5)  # what was solved once stays solved
    assert solved(course) == {"00_test": ["answer_a", "answer_b"]}


def test_a_grader_records_nothing(course, monkeypatch):
    check("answer_a", 1, strict=True)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    check("answer_a", 1)
    assert not (course / "work" / "progress.json").exists()


def test_the_file_may_be_named(course, monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "deep" / "mine.json"))
    check("answer_a", 1)
    assert (tmp_path / "deep" / "mine.json").exists() and not (course / "work" / "progress.json").exists()


@pytest.mark.parametrize("damage", [b"{", b"\xff\xfe", b"[]", b'{"solved": 3}', b'{"solved": {"a": [1]}}'])
def test_a_damaged_file_is_reported_kept_and_replaced(course, capsys, damage):
    path = course / "work" / "progress.json"
    path.write_bytes(damage)
    check("answer_a", 1)
    text = capsys.readouterr().out
    assert "kept as progress.damaged.json, and a new one was started." in text and text.startswith("✓ answer_a")
    assert (course / "work" / "progress.damaged.json").read_bytes() == damage
    assert solved(course) == {"00_test": ["answer_a"]}
    path.write_bytes(damage)
    check("answer_a", 1)
    assert (course / "work" / "progress.damaged2.json").exists()  # what was kept before stays


def test_a_file_that_cannot_be_written_costs_no_check(course, capsys):
    (course / "work" / "progress.json").mkdir()
    check("answer_a", 1)
    text = capsys.readouterr().out
    assert text.startswith("✓ answer_a") and "Your progress could not be saved in progress.json (" in text


def test_outside_a_course_nothing_is_recorded(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    assert records.place() is None or not str(records.place()).startswith(str(tmp_path))


def test_the_summary_counts_chapter_by_chapter(course, capsys):
    progress.show()
    assert capsys.readouterr().out == "00_test  ░░           0 of 2   next: answer_a\n"
    check("answer_a", 1)
    capsys.readouterr()
    os.chdir(course)
    assert main(["progress"]) == 0
    assert capsys.readouterr().out == "00_test  █░           1 of 2   next: answer_b\n"
    os.unlink(course / "work" / "progress.json")  # deleting it is safe
    progress.show()
    assert "0 of 2" in capsys.readouterr().out


def test_looking_at_a_damaged_file_says_so(course, capsys):
    (course / "work" / "progress.json").write_text("{")
    progress.show()
    text = capsys.readouterr().out
    assert "0 of 2" in text and "kept as progress.damaged.json" in text
