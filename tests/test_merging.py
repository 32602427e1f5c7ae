"""A newer edition of a notebook in which the learner has worked: the course's text, and nothing of it lost."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes

from course_lib import workspace

NAME = "exercises/01_a.ipynb"


def text(source, id):
    return new_markdown_cell(source, id=id)


def code(source, id, answer=None, **parts):
    grading = {"nbgrader": {"grade_id": answer, "solution": True}} if answer else {}
    return new_code_cell(source, id=id, metadata=grading, **parts)


FIRST = [text("old text", "a-0"), code("stub", "a-1", "step"), code("lr = 1", "a-2"), text("end", "a-3")]
# A sentence more at the beginning: every id that counts positions now means another cell.
SECOND = [
    text("a sentence more", "a-0"),
    text("new text", "a-1"),
    code("stub", "a-2", "step"),
    code("lr = 1", "a-3"),
    text("end", "a-4"),
]


@pytest.fixture
def course(tmp_path):
    """A course whose first edition the learner has."""
    (tmp_path / "course_lib").mkdir()
    course = workspace.Course(tmp_path)
    write(course.folder, FIRST)
    workspace.fill(course)
    return course


def write(folder, cells):
    (folder / NAME).parent.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(writes(new_notebook(cells=cells)), encoding="utf-8")


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


def updated(course, mine, second=SECOND):
    """What the learner has after an update; the old file must be kept to the byte."""
    write(course.work, mine)
    before = (course.work / NAME).read_bytes()
    write(course.folder, second)
    ((name, said),) = workspace.update(course)
    assert name == NAME and "kept as work/old/exercises/01_a.ipynb" in said
    assert (course.work / "old" / NAME).read_bytes() == before
    assert workspace.update(course) == []
    return sources(course.work / NAME)


def test_an_answer_is_carried_over_by_its_id(course):
    mine = [FIRST[0], code("my answer", "a-1", "step"), *FIRST[2:]]
    assert updated(course, mine) == ["a sentence more", "new text", "my answer", "lr = 1", "end"]


def test_a_changed_cell_and_added_ones_keep_their_places(course):
    mine = [*FIRST[:2], code("mine first", "u1"), code("mine second", "u2"), code("lr = 9", "a-2"), FIRST[3]]
    expected = ["a sentence more", "new text", "stub", "mine first", "mine second", "lr = 9", "end"]
    assert updated(course, mine) == expected


def test_where_both_changed_the_text_the_course_s_stands(course):
    assert updated(course, [text("my text", "a-0"), *FIRST[1:]])[1] == "new text"


def test_an_answer_pasted_twice_is_there_twice(course):
    mine = [FIRST[0], code("one", "a-1", "step"), code("two", "u1", "step"), *FIRST[2:]]
    assert updated(course, mine) == ["a sentence more", "new text", "one", "two", "lr = 1", "end"]


def test_results_of_the_old_edition_are_not_shown_in_the_new_one(course):
    output = [new_output("stream", text="old result")]
    updated(course, [*FIRST[:2], code("lr = 9", "a-2", outputs=output), code("mine", "u1", outputs=output)])
    assert "old result" not in (course.work / NAME).read_text(encoding="utf-8")


def test_a_picture_pasted_into_a_text_comes_along(course):
    mine = new_markdown_cell("end ![](attachment:a.png)", id="a-3", attachments={"a.png": {"image/png": "AAAA"}})
    updated(course, [*FIRST[:3], mine])
    assert json.loads((course.work / NAME).read_text(encoding="utf-8"))["cells"][-1]["attachments"]


@pytest.mark.parametrize("record", ["", "{}"])
def test_without_the_record_answers_are_carried_over_and_nothing_else(course, record):
    course.record.write_text(record)
    mine = [FIRST[0], code("my answer", "a-1", "step"), code("mine", "u1"), *FIRST[2:]]
    assert updated(course, mine) == ["a sentence more", "new text", "my answer", "lr = 1", "end"]


def test_a_notebook_that_was_only_run_is_not_kept(course):
    ran = [*FIRST[:2], code("lr = 1", "a-2", execution_count=3, outputs=[new_output("stream", text="1")]), FIRST[3]]
    write(course.work, ran)
    write(course.folder, SECOND)
    assert workspace.update(course) == [(NAME, "updated")]
    assert sources(course.work / NAME)[0] == "a sentence more"
    assert not (course.work / "old").exists()


def test_a_notebook_that_was_only_run_is_left_alone_while_the_course_is_the_same(course):
    write(course.work, [*FIRST[:2], code("lr = 1", "a-2", execution_count=3), FIRST[3]])
    before = (course.work / NAME).read_bytes()
    assert workspace.update(course) == []
    assert (course.work / NAME).read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        "{",
        "[]",
        '{"cells": [{"source": 1}]}',
        "\udcff",
        '{"cells": [{"cell_type": "code", "metadata": {}, "source": "\\ud800"}]}',
    ],
)
def test_a_damaged_notebook_is_kept_and_said_in_a_sentence(course, damage):
    (course.work / NAME).write_bytes(damage.encode(errors="surrogateescape"))
    write(course.folder, SECOND)
    ((_, said),) = workspace.update(course)
    assert said == f"updated; yours could not be read as a notebook and is kept as work/old/{NAME}"
    assert sources(course.work / NAME)[0] == "a sentence more"


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_an_update_stopped_at_any_moment_loses_nothing_and_can_be_repeated(course, monkeypatch, moment):
    mine = [FIRST[0], code("my answer", "a-1", "step"), code("mine", "u1"), *FIRST[2:]]
    write(course.work, mine)
    write(course.folder, SECOND)
    replace, left = workspace.os.replace, [moment]

    def stopping(source, target):
        left[0] -= 1
        if left[0] == 0:
            raise OSError("disk full")
        replace(source, target)

    monkeypatch.setattr(workspace.os, "replace", stopping)
    if moment < 4:  # an update of one file replaces three: the copy kept, the notebook, the record
        with pytest.raises(OSError, match="disk full"):
            workspace.update(course)
        assert "my answer" in sources(course.work / NAME)
    monkeypatch.setattr(workspace.os, "replace", replace)
    workspace.update(course)
    assert sources(course.work / NAME) == ["a sentence more", "new text", "my answer", "mine", "lr = 1", "end"]
    kept = [sources(path) for path in (course.work / "old").rglob("*.ipynb")]
    assert ["old text", "my answer", "mine", "lr = 1", "end"] in kept
