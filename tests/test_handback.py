"""The students' pages, packed so that Moodle, Canvas and ILIAS find whose they are."""

import json
import re
import zipfile

import pytest

from course_lib import cli
from course_lib.grading import feedback, handback

WRONG = {
    "score": 0,
    "max_score": 4,
    "passed": False,
    "diagnosis": None,
    "message": "It says\n\n<script>x</script> & $a$.",
}


def folder(path, *names):
    """A folder of results with a page for each of these submissions."""
    made = [
        dict(submission=n, status="ok", score=0, max_score=4, exercises={"ewma": WRONG}, problems=[]) for n in names
    ]
    (path / "grades.json").write_text(json.dumps({"submissions": made}))
    for one in made:
        page = path / "feedback" / f"{one['submission']}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(feedback.page(one, "03_momentum"))
    return path


def packed(path, platform):
    """{name in the zip: bytes}."""
    with zipfile.ZipFile(path / f"feedback-{platform}.zip") as file:
        return {name: file.read(name) for name in file.namelist()}


def moodle_finds(path):
    """The participant whom Moodle's importziplib.php finds in a path, and the name of the file it keeps."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdigit() and info[2:4] == ["assignsubmission", "file"]:
            return int(info[1]), "/".join([info[4] if len(info) > 4 else "", *parts]).strip("/")


def canvas_finds(path):
    """(user or anonymous ID, attachment) that Canvas' infer_comment_context_from_filename finds."""
    split = [part for part in path.split("/")[-1].split("_") if part != "LATE"]
    if split[0] == "anon":
        return tuple(split[1:3])
    return tuple([part for part in split if re.fullmatch(r"\d+", part)][:2])


# The submission's name, the platform, and what the platform must find.
KINDS = {
    "Moodle, folders": ("Ada Lovelace_77_assignsubmission_file_/hw", "moodle", (77, "feedback.html")),
    "Moodle 4.1, below a section": ("A/李 四_78_assignsubmission_file/x/hw", "moodle", (78, "feedback.html")),
    "Moodle, without folders": ("Ada_79_assignsubmission_file_hw", "moodle", (79, "feedback.html")),
    "Moodle, a _ in the name": ("van_dyke_80_assignsubmission_file_/hw", "moodle", (80, "feedback.html")),
    "Canvas": ("lovelaceada_123_456_hw", "canvas", ("123", "456")),
    "Canvas, late, in a folder": ("hw/van_dyke_LATE_124_457_03_momentum", "canvas", ("124", "457")),
    "Canvas, anonymous": ("anon_5xkQ2_458_hw", "canvas", ("5xkQ2", "458")),
    "ILIAS": ("Ex 3/Lovelace_Ada_ada_l_301/hw", "ilias", "multi_feedback/Lovelace_Ada_ada_l_301/feedback.html"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_platform_finds_the_student(kind, tmp_path, capsys):
    name, platform, wanted = KINDS[kind]
    assert cli.main(["feedback", str(folder(tmp_path, name, "plain")), platform]) == 0
    (place,) = packed(tmp_path, platform)
    find = {"moodle": moodle_finds, "canvas": canvas_finds, "ilias": str}[platform]
    assert find(place) == wanted
    said = capsys.readouterr().out
    assert "1 pages." in said and said.endswith("Not in it:\n  plain\n")


def test_canvas_gets_a_notebook_since_it_shows_the_file_under_the_notebooks_name(tmp_path):
    assert cli.main(["feedback", str(folder(tmp_path, "lovelaceada_123_456_hw")), "canvas"]) == 0
    ((name, data),) = packed(tmp_path, "canvas").items()
    nbformat = pytest.importorskip("nbformat")
    made = nbformat.reads(data.decode(), 4)
    nbformat.validate(made)
    text = made.cells[0].source
    assert (
        name.endswith("_hw.ipynb") and "0 of 4 points." in text and "&lt;script&gt;" in text and "<script" not in text
    )
    assert "\n" not in text  # a blank line would end the HTML, and what follows would be Markdown


def test_two_of_one_student_are_not_packed_over_each_other(tmp_path, capsys):
    folder(tmp_path, "Ada_77_assignsubmission_file_a", "Ada_77_assignsubmission_file_b")
    assert cli.main(["feedback", str(tmp_path), "moodle"]) == 0
    assert (
        len(packed(tmp_path, "moodle")) == 1
        and "Not in it:\n  Ada_77_assignsubmission_file_b" in capsys.readouterr().out
    )


def test_another_platforms_names_are_one_sentence_and_no_zip(tmp_path, capsys):
    assert cli.main(["feedback", str(folder(tmp_path, "lovelaceada_123_456_hw")), "moodle"]) == 2
    assert "named as moodle names it" in capsys.readouterr().err and not (tmp_path / "feedback-moodle.zip").exists()
    assert cli.main(["feedback", str(tmp_path / "none"), "canvas"]) == 2


def test_a_page_needs_nothing_else_so_it_can_be_sent_by_mail(tmp_path):
    page = feedback.page(
        json.loads((folder(tmp_path, "ada") / "grades.json").read_text())["submissions"][0], "03_momentum"
    )
    assert not re.search(
        r"(?:src|href|url|@import|action)\s*[=(]", page.replace("default-src", "").replace("img-src", "")
    )
    assert "<script" not in page and "default-src 'none'" in page
    assert handback.notebook({"score": 4, "max_score": 4}, "x") == handback.notebook({"score": 4, "max_score": 4}, "x")
