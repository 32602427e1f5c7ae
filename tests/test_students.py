"""Whose notebook is it, in each layout in which a class is handed over; no file vanishes, no name stops a run."""

import json
import os
import struct
import zipfile
from collections import Counter

import pytest

from course_lib import cli
from course_lib.errors import CourseError
from course_lib.grading import archive, assignment, collecting, students
from tests.hostile.notebooks import ROOT, first, notebook

pytestmark = pytest.mark.slow

# Layout: {path in the zip: whose it is}; two paths of one student are the same student's.
LAYOUTS = {
    "flat": {"alice.ipynb": "alice", "bob.ipynb": "bob", "bob~v2.ipynb": "bob2"},
    "one top folder": {"hw3/alice.ipynb": "alice", "hw3/bob.ipynb": "bob", "hw3/eve.ipynb": "eve"},
    "a folder each": {"alice/hw3.ipynb": "a", "bob/hw3.ipynb": "b", "bob/old/hw3.ipynb": "b"},
    "a folder each in a top folder": {"all/alice/hw3.ipynb": "a", "all/bob/hw3.ipynb": "b", "all/bob/x.ipynb": "b"},
    "学号-姓名": {"作业3/2026001-张三/动量.ipynb": "1", "作业3/2026002-李四/动量.ipynb": "2"},
    "course collect": {
        "03_momentum/ada/handed_in_2026-11-20_23-59-01_0123abcd.ipynb": "ada",
        "03_momentum/ada/handed_in_2026-11-20_23-59-02_0123abcd.ipynb": "ada",
        "03_momentum/bob/handed_in_2026-11-20_23-59-01_0123abcd.ipynb": "bob",
    },
    "course collect, one student": {
        "ada/handed_in_2026-11-20_23-59-01_0123abcd.ipynb": "ada",
        "ada/handed_in_2026-11-20_23-59-02_0123abcd.ipynb": "ada",
    },
    "ILIAS": {
        "Uebung_3/Abgaben/Lovelace_Ada_al_11/hw.ipynb": "ada",
        "Uebung_3/Abgaben/Babbage_Charles_cb_12/hw.ipynb": "charles",
    },
    "sections": {
        f"{section}/{name}/hw3.ipynb": name
        for section, names in {"A班": "张李王", "B班": "赵钱"}.items()
        for name in names
    },
    "sections in a top folder": {
        f"hw3/{section}/{name}/deep/hw3.ipynb": name
        for section, names in {"1": "abc", "2": "de"}.items()
        for name in names
    },
    "GitHub Classroom": {
        f"momentum-submissions/momentum-{name}/{folder}/{file}.ipynb": name
        for name in ("ada", "bob", "eve")
        for folder, file in (("exercises", "03_momentum"), ("notebooks", "03_momentum"))
    },
    "Gradescope": {
        "assignment_9100_export/submission_11/hw3.ipynb": "11",
        "assignment_9100_export/submission_12/hw3.ipynb": "12",
        "assignment_9100_export/submission_12/extra/hw3.ipynb": "12",
    },
    "nbgrader's course folder": {
        "course/submitted/s1/03_momentum/03_momentum.ipynb": "1",
        "course/submitted/s2/03_momentum/03_momentum.ipynb": "2",
        "course/submitted/s2/03_momentum/old.ipynb": "2",
    },
    "Moodle in folders": {
        "Ada Lovelace_123_assignsubmission_file/hw3.ipynb": "ada",
        "Ada Lovelace_123_assignsubmission_file/b.ipynb": "ada",
        "Ada Lovelace_124_assignsubmission_file/hw3.ipynb": "another Ada",
        "Bob_125_assignsubmission_file_/hw3.ipynb": "bob",
    },
    "Moodle in files": {
        "Ada Lovelace_123_assignsubmission_file_hw3.ipynb": "ada",
        "Ada Lovelace_123_assignsubmission_file_hw3 (1).ipynb": "ada",
        "Bob_125_assignsubmission_file_hw3.ipynb": "bob",
    },
    "Canvas": {
        "lovelaceada_123_900_hw3.ipynb": "ada",
        "lovelaceada_LATE_123_901_hw3-1.ipynb": "ada",
        "van_dyke_124_902_03_momentum.ipynb": "dick",
        "van_dyke_125_903_03_momentum.ipynb": "another",
    },
    "Canvas, anonymous": {
        "anon_5xkQ2_124_03_momentum.ipynb": "5xkQ2",
        "anon_5xkQ2_125_03_momentum-1.ipynb": "5xkQ2",
        "anon_9abcD_LATE_126_03_momentum.ipynb": "9abcD",
    },
    "Blackboard": {
        "HW3_bob_attempt_2026-11-01-10-20-30_hw3.ipynb": "bob",
        "HW3_bob_attempt_2026-11-02-10-20-30_hw3.ipynb": "bob",
        "HW3_eve_attempt_2026-11-01-10-20-30_hw3.ipynb": "eve",
    },
    "sections of files": {
        "作业3/1班/2026001-张三.ipynb": "1",
        "作业3/1班/2026002-李四.ipynb": "2",
        "作业3/2班/2026003-王五.ipynb": "3",
        "作业3/2班/2026004-赵六.ipynb": "4",
    },
    "sections of folders and of files": {
        **{f"hw3/1班/{name}/hw3.ipynb": name for name in "张李王赵"},
        **{f"hw3/2班/{name}.ipynb": name for name in "钱孙周吴"},
    },
    "nbgrader's exchange": {
        "inbound/ada+ps3+2026-11-20 10:00:00 UTC+b0s/ps3.ipynb": "ada",
        "inbound/ada+ps3+2026-11-21 10:00:00.123 Europe_Berlin/ps3.ipynb": "ada",
        "inbound/bob+ps3+2026-11-20 10:00:00 UTC+c1t/ps3.ipynb": "bob",
    },
    "Brightspace in files": {
        "41-67890 - Ada Lovelace - Nov 3, 2026 1020 AM - hw.ipynb": "ada",
        "41-67890 - Ada Lovelace - Nov 4, 2026 1120 PM - hw.ipynb": "ada",
        "42-67890 - Bob - Nov 3, 2026 1020 AM - hw.ipynb": "bob",
    },
    "folders of a student's attempts": {
        "all/ada/2026-11-01/hw.ipynb": "ada",
        "all/ada/2026-11-02/hw.ipynb": "ada",
        "all/bob/2026-11-03/hw.ipynb": "bob",
    },
    "folders of a student's versions": {
        "Submitted files/Ada/HW3/Version 1/hw.ipynb": "ada",
        "Submitted files/Ada/HW3/Version 2/hw.ipynb": "ada",
        "Submitted files/Bob/HW3/Version 1/hw.ipynb": "bob",
    },
    "Brightspace": {
        "41-67890 - Ada Lovelace - Nov 3, 2026 1020 AM/hw.ipynb": "ada",
        "41-67890 - Ada Lovelace - Nov 4, 2026 1120 PM/hw.ipynb": "ada",
        "42-67890 - Bob - Nov 3, 2026 1020 AM/hw.ipynb": "bob",
    },
    "one student alone": {"alice/hw3.ipynb": "alice"},
}


PLATFORMS_OWN = {  # paths of other files: what a platform wrote of students with a notebook is told of no more
    "Blackboard": (
        ["HW_ada_attempt_2026-11-01-10-20-30_x.ipynb", "HW_ada_attempt_2026-11-01-10-20-30.txt"],
        ["HW_bob_attempt_2026-11-01-10-20-30.txt", "HW_eve_attempt_2026-11-01-10-20-30_x.py"],
    ),
    "Gradescope": (
        ["assignment_1_export/submission_11/x.ipynb", "assignment_1_export/submission_metadata.yml"],
        ["assignment_1_export/submission_12/submission_metadata.yml"],
    ),
}


@pytest.mark.parametrize("platform", PLATFORMS_OWN)
def test_what_a_platform_wrote_itself_hides_no_students_file(platform, tmp_path):
    own, others = PLATFORMS_OWN[platform]
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as file:
        for path in (*own, *others):
            file.writestr(path, notebook() if path.endswith(".ipynb") else b"x")
    assert collecting.handed_in(tmp_path / "class.zip", assignment.load(ROOT, "03_momentum", 4)).others == others


@pytest.mark.parametrize("layout", LAYOUTS)
def test_students_are_told_apart_in_every_layout(layout, tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as file:
        for path in LAYOUTS[layout]:
            file.writestr(path, notebook())
    names = [path.removesuffix(".ipynb") for path in LAYOUTS[layout]]
    owner = students.owner(names)
    found = [owner(name) for name in names]
    pairs = set(zip(found, LAYOUTS[layout].values(), strict=True))
    assert len(pairs) == len({one for one, _ in pairs}) == len({one for _, one in pairs}), pairs
    handed_in = collecting.handed_in(tmp_path / "class.zip", assignment.load(ROOT, "03_momentum", 4))
    assert len(handed_in.counting) == len(set(LAYOUTS[layout].values()))
    assert len(handed_in.counting) + len(handed_in.replaced) == len(names)  # none has vanished


def test_a_pattern_of_the_graders_own_finds_the_student():
    owner = students.owner(["x"], r"hw\d-(\w+)-")
    assert [owner(name) for name in ("a/hw3-ada-1", "b/hw3-ada-2", "b/other")] == ["ada", "ada", "b/other"]
    for pattern, sentence in (("(", "is no regular expression"), ("hw", "needs a group")):
        with pytest.raises(CourseError, match=sentence):
            students.owner(["x"], pattern)


def graded(tmp_path, *options, **files):
    """(exit code, what it said) of a class graded without a sandbox's protection."""
    for name, data in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    command = ["grade", "03_momentum", tmp_path / "in", "--out", tmp_path / "out", "--sandbox", "process", *options]
    return cli.main([*map(str, command), "--course", str(ROOT)])


def test_an_nbgrader_course_holds_more_than_what_was_handed_in(tmp_path):
    own = [f"c/{folder}/{name}.ipynb" for folder, name in (("source", "03/x"), ("autograded", "ada/03/x"))]
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        for path in (*own, "c/submitted/ada/03/x.ipynb", "c/submitted/bob/03/x.ipynb", "c/submitted/source/03/x.ipynb"):
            file.writestr(path, notebook())
    handed_in = collecting.handed_in(tmp_path / "in.zip", assignment.load(ROOT, "03_momentum", 4))
    assert [one.name for one in handed_in.counting] == [f"c/submitted/{name}/03/x" for name in ("ada", "bob", "source")]
    assert handed_in.others == sorted(own) and not handed_in.replaced


def test_no_file_of_a_folder_vanishes(tmp_path):
    (tmp_path / "in" / "ada").mkdir(parents=True)
    (tmp_path / "in" / "ada" / ".ipynb").write_bytes(notebook())
    (tmp_path / "in" / "._ada.ipynb").write_bytes(b"what macOS leaves")
    (tmp_path / "in" / ".~ada.ipynb").write_bytes(b"what Jupyter leaves")
    (tmp_path / "in" / ".ida.ipynb").write_bytes(notebook())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in" / "bob").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "eve.ipynb").symlink_to(tmp_path / "nowhere")
    found, others = collecting.collected(tmp_path / "in")
    problems = {one.name: one.notebook().problem for one in found}
    linked = ("unreadable", "It is a link or a device, not a file.")
    assert problems == {".ida": None, "ada/notebook": None, "eve": linked}
    assert others == ["bob"]


def test_a_folder_that_may_not_be_read_is_listed(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refused(path):  # root may read every folder
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert collecting.collected(tmp_path) == ([], ["closed"])


def test_a_run_that_would_replace_many_stops_and_asks(tmp_path, capsys):
    files = {f"hw3_{number}_{half}_x.ipynb": notebook() for number in range(4) for half in (1, 2)}  # read as Canvas'
    assert graded(tmp_path, **files) == 2
    said = capsys.readouterr().err
    assert "8 notebooks of 4 students, 4 replaced by a later one, such as hw3_" in said and "--one-per-file" in said
    assert not (tmp_path / "out").exists()
    for options, count in ((["--one-per-file"], 8), (["--latest"], 4), (["--student-from", r"hw3_(\d)"], 4)):
        handed_in = options_to_handed_in(tmp_path, options)
        assert len(handed_in.counting) == count


def options_to_handed_in(tmp_path, options):
    pattern = options[1] if options[0] == "--student-from" else None
    homework = assignment.load(ROOT, "03_momentum", 4)
    return collecting.handed_in(tmp_path / "in", homework, pattern, options[0] == "--one-per-file")


def test_notebooks_of_other_homework_do_not_make_a_layout_doubtful(tmp_path):
    for name in ("ada", "bob", "eve"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "03.ipynb").write_bytes(notebook())
        for number in range(4):
            other = first("").replace(b'"03_momentum"', b'"05_adam"')
            (tmp_path / name / f"other{number}.ipynb").write_bytes(other)
    handed_in = collecting.handed_in(tmp_path, assignment.load(ROOT, "03_momentum", 4))
    assert not handed_in.doubtful and [one.name for one in handed_in.counting] == ["ada/03", "bob/03", "eve/03"]


def test_files_of_other_types_are_told_of(tmp_path, capsys):
    others = ["bob/hw3.py", "eve/hw3.ipynb.txt", "ida/hw3.zip"]
    files = {"ada/hw3.ipynb": notebook(), **dict.fromkeys(others, b"x"), "ada/.DS_Store": b"x", "ada/Thumbs.db": b"x"}
    assert graded(tmp_path, **files) == 0
    assert "Files that are no notebooks (*.ipynb): 3;" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "grades.json").read_text())["others"] == others
    page = (tmp_path / "out" / "summary.html").read_text()
    assert all(f"<li>{name}</li>" in page for name in others) and "Thumbs" not in page


# What would stop a class: names that no file system takes, names that are file and folder, half a surrogate pair.
AWKWARD = {
    "one name of 330 bytes": ["张" * 110 + ".ipynb", "李" * 109 + "三.ipynb", "李" * 109 + "四.ipynb"],
    "a hundred folders": ["/".join(["deep"] * 100) + "/a.ipynb", "/".join(["deep"] * 100) + "x/a.ipynb"],
    "file and folder": ["a.ipynb", "a.html/b.ipynb", "A.HTML/c.ipynb"],
}


@pytest.mark.parametrize("kind", AWKWARD)
def test_no_name_stops_a_run(tmp_path, kind):
    with zipfile.ZipFile(tmp_path / "in", "w") as file:
        for name in AWKWARD[kind]:
            file.writestr(name, notebook())
    assert graded(tmp_path, "--one-per-file") == 0
    found = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
    assert [one["score"] for one in found] == [14] * len(AWKWARD[kind])
    assert all((tmp_path / "out" / "feedback" / f"{one['submission']}.html").is_file() for one in found)


def test_no_notebook_stops_a_run(tmp_path):
    surrogate = notebook().replace(b'"03_momentum"', b'"\\ud800"')
    assert graded(tmp_path, **{"ada.ipynb": notebook(), "bad.ipynb": surrogate, "eve.ipynb": notebook()}) == 3
    found = json.loads((tmp_path / "out" / "grades.json").read_text())["submissions"]
    assert Counter(one["status"] for one in found) == {"ok": 2, "wrong_assignment": 1}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_entry_costs_itself_only(tmp_path, method):
    with zipfile.ZipFile(tmp_path / "in.zip", "w", method) as file:
        for name in ("ada.ipynb", "bob.ipynb"):
            file.writestr(name, notebook())
    data, start = bytearray((tmp_path / "in.zip").read_bytes()), 200
    data[start : start + 40] = bytes(40)  # in ada's compressed bytes
    (tmp_path / "in.zip").write_bytes(data)
    problems = {one.name: one.notebook().problem for one in collecting.submissions(tmp_path / "in.zip")}
    assert problems["bob"] is None and problems["ada"][0] == "unreadable"


def test_a_name_that_is_not_in_the_encoding_that_it_claims_costs_nobody(tmp_path):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as file:
        file.writestr("动量.ipynb", notebook())  # claims UTF-8, rightly
        file.writestr("作业.ipynb", notebook())
    data = (tmp_path / "in.zip").read_bytes()
    (tmp_path / "in.zip").write_bytes(data.replace("作业".encode(), "作业x".encode("gbk") + b"."))  # as long, no UTF-8
    with pytest.raises(UnicodeDecodeError):
        zipfile.ZipFile(tmp_path / "in.zip")
    found = collecting.submissions(tmp_path / "in.zip")
    assert {one.name for one in found} == {"动量", "作业x."}
    assert all(one.notebook().problem is None for one in found)
    assert archive.unflagged(b"PK\1\2" + bytes(4) + struct.pack("<H", 0x800) + bytes(36)) == b"PK\1\2" + bytes(42)
