"""The repository that students fetch: one commit an edition, and a student's answers survive every new one."""

import json
import subprocess
from pathlib import Path

import pytest

from course_lib.authoring import publish, release
from course_lib.errors import CourseError
from tests.needs import needs_hub

CELL = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A function that writes an edition of a small course, whose notebooks have these cells; returns its folder."""
    root = tmp_path / "course"

    def edition(**notebooks):
        contents = {}
        for name, cells in notebooks.items():
            path = root / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            made = [CELL | {"id": f"cell{number}", "source": [text]} for number, text in enumerate(cells)]
            book = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            path.write_text(json.dumps(book, indent=1) + "\n")
            contents[f"exercises/{path.name}"] = path
        monkeypatch.setattr(release, "contents", lambda root: contents)
        return root

    return edition


def log(folder):
    return publish.git(folder, "log", "--format=%s").splitlines()


def test_an_edition_is_a_commit_and_the_same_edition_is_none(course, tmp_path, capsys):
    folder = tmp_path / "published"
    assert publish.main(course(a=["1"], b=["2"]), folder) == 0
    assert "push origin main" in capsys.readouterr().out
    assert publish.main(course(a=["1"], b=["2"]), folder) == 0
    assert "published already" in capsys.readouterr().out and len(log(folder)) == 1
    publish.publish(course(a=["1 new"]), folder)
    assert len(log(folder)) == 2
    assert sorted(publish.git(folder, "ls-files").split()) == [".gitignore", "exercises/a.ipynb"]


def test_what_somebody_wrote_there_is_not_lost(course, tmp_path):
    folder = tmp_path / "published"
    publish.publish(course(a=["1"]), folder)
    (folder / "exercises" / "a.ipynb").write_text("mended by hand")
    with pytest.raises(CourseError, match="Somebody changed files"):
        publish.publish(course(a=["2"]), folder)
    with pytest.raises(CourseError, match="holds other files"):
        publish.publish(course(a=["1"]), tmp_path)


@pytest.mark.slow
def test_a_student_s_answers_survive_two_new_editions(course, tmp_path):
    """By nbgitpuller itself, from the repository of a teacher who changes another cell of the same notebook."""
    needs_hub()
    folder, theirs = tmp_path / "published", tmp_path / "student"
    puller = Path(__file__).resolve().parents[1] / "build" / "hub" / "venv" / "bin" / "gitpuller"
    fetch = [puller, folder.as_uri(), "main", theirs]
    answer, other = theirs / "exercises" / "a.ipynb", theirs / "exercises" / "b.ipynb"
    questions = ["question 1", "answer here", "question 2", "answer here", "question 3"]
    for number in range(3):
        questions[4] = f"question 3, edition {number}"
        publish.publish(course(a=questions, b=[f"edition {number}"]), folder)
        subprocess.run(fetch, check=True, capture_output=True, cwd=tmp_path)
        book = json.loads(answer.read_text())
        assert "".join(book["cells"][1]["source"]) == ("my answer" if number else "answer here")
        book["cells"][1]["source"] = "my answer"
        answer.write_text(json.dumps(book, indent=1) + "\n")
        assert f"edition {number}" in other.read_text()
