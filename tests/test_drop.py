"""Hand in, collect, return: a file of each student's own, whose time nobody forges and which no other student reads."""

import hashlib
import json
import os
import stat
import time
from datetime import datetime
from pathlib import Path

import pytest

from course_lib import cli, handing_in
from course_lib.grading import collecting, drop, feedback, giving_back, times
from tests.needs import as_user, folder_for_all, needs_users, python_for_all

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
COURSE = "import sys; from course_lib import cli; sys.exit(cli.main(sys.argv[1:]))"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A small course with two homeworks, a copy of it, and a drop folder of which all files are ada's."""
    for name in ("course/course_lib", "course/notebooks", "course/exercises", "drop"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("02_adagrad", "03_momentum"):
        (tmp_path / "course" / "exercises" / f"{name}.ipynb").write_text(NOTEBOOK)
    monkeypatch.setenv("COURSE_DROP", str(tmp_path / "drop"))
    monkeypatch.setenv("COURSE_WORK", "")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(drop, "owner", lambda about: ("ada", ""))
    monkeypatch.chdir(tmp_path / "course")
    assert cli.main(["update"]) == 0
    return tmp_path


def saved(place, name, text, seconds=0):
    """Save a homework of the copy, so many seconds from now; returns its path."""
    path = place / "course" / "work" / "exercises" / f"{name}.ipynb"
    path.write_text(NOTEBOOK.replace("[]", json.dumps([text])))
    os.utime(path, (time.time() + seconds,) * 2)
    return path


def collected(place, *options):
    """The exit code of `course collect`, and the relative paths of the notebooks that it fetched."""
    code = cli.main(["collect", str(place / "drop"), "--out", str(place / "out"), *options])
    return code, sorted(path.relative_to(place / "out").as_posix() for path in (place / "out").rglob("*.ipynb"))


def test_what_is_handed_in_is_collected_with_its_receipt(place, capsys):
    notebook = saved(place, "03_momentum", "first")
    assert cli.main(["submit", "03_momentum"]) == 0
    receipt = notebook.with_suffix(".handed_in.txt").read_text()
    assert hashlib.sha256(notebook.read_bytes()).hexdigest() in receipt and "03_momentum.ipynb" in receipt
    assert receipt.strip() in capsys.readouterr().out
    code, (fetched,) = collected(place)
    assert code == 0 and fetched.startswith("03_momentum/ada/handed_in_")
    assert (place / "out" / fetched).read_bytes() == notebook.read_bytes()
    assert receipt.split()[-1] in (place / "out" / "handed_in.csv").read_text()
    assert "03_momentum: 1 notebooks of 1 students" in capsys.readouterr().out


def test_every_version_is_kept_and_collecting_again_adds_what_is_new(place):
    saved(place, "03_momentum", "first")
    cli.main(["submit"])
    _, before = collected(place)
    saved(place, "03_momentum", "second")
    cli.main(["submit"])
    _, after = collected(place)
    assert len(before) == 1 and len(after) == 2 and set(before) < set(after)
    assert len((place / "course/work/exercises/03_momentum.handed_in.txt").read_text().splitlines()) == 2
    found = collecting.submissions(place / "out" / "03_momentum")
    assert {one.source for one in times.of(found, None).values()} == {"course collect"}


def test_without_a_name_the_homework_that_was_saved_last_is_handed_in(place, capsys):
    assert cli.main(["submit"]) == 2
    assert "No homework was changed and saved" in capsys.readouterr().err
    saved(place, "03_momentum", "old", seconds=-60)
    saved(place, "02_adagrad", "new")
    assert cli.main(["submit"]) == 0
    assert "02_adagrad.ipynb" in capsys.readouterr().out


def test_homework_in_another_language_is_another_file(place):
    folder = place / "course" / "exercises" / "zh"
    folder.mkdir()
    (folder / "03_momentum.ipynb").write_text(NOTEBOOK)
    course = handing_in.workspace.find(".")
    saved(place, "03_momentum", "in English")
    theirs = course.work / "exercises" / "zh" / "03_momentum.ipynb"
    theirs.parent.mkdir()
    theirs.write_text(NOTEBOOK)
    os.utime(theirs, (1, 1))
    assert handing_in.chosen(course, "exercises/zh/03_momentum.ipynb") == theirs
    assert handing_in.chosen(course, "03_momentum").parent.name == "exercises"  # the one that was saved last


def test_what_cannot_be_handed_in_is_a_sentence(place, monkeypatch, capsys):
    for words, said in ((["09_none"], "no homework '09_none'"), (["--drop", "nowhere"], "drop folder nowhere is not")):
        saved(place, "03_momentum", "x")
        assert cli.main(["submit", *words]) == 2
        assert said in capsys.readouterr().err
    saved(place, "03_momentum", "x").write_text("half a note")
    assert cli.main(["submit", "03_momentum"]) == 2
    assert "no notebook that can be read" in capsys.readouterr().err
    monkeypatch.setattr(handing_in, "LARGEST", 4)
    assert cli.main(["submit", "03_momentum"]) == 2
    assert "clear its outputs" in capsys.readouterr().err
    monkeypatch.delenv("COURSE_DROP")
    assert cli.main(["submit", "03_momentum"]) == 2
    assert "has no drop folder" in capsys.readouterr().err
    assert os.listdir(place / "drop") == []


def test_the_time_is_the_system_s_not_what_the_file_claims(place):
    saved(place, "03_momentum", "late")
    cli.main(["submit"])
    (file,) = (place / "drop").iterdir()
    os.utime(file, (0, 0))  # which its owner may do
    _, (fetched,) = collected(place)
    named = datetime.strptime(Path(fetched).name[10:29], "%Y-%m-%d_%H-%M-%S")
    assert abs(datetime.now() - named).total_seconds() < 60


def test_what_comes_after_the_due_time_is_left_and_said(place, capsys):
    saved(place, "03_momentum", "late")
    cli.main(["submit"])
    assert collected(place, "--due", "2026-01-01 12:00") == (3, [])
    assert "ada handed in 03_momentum at" in capsys.readouterr().out
    assert collected(place, "--due", "2126-01-01 12:00")[0] == 0


def test_what_is_no_file_of_a_student_is_left_and_said(place, monkeypatch, capsys):
    secret, folder = place / "grades.ipynb", place / "drop"
    secret.write_text("secret")
    (folder / "03_momentum--link.ipynb").symlink_to(secret)
    os.link(secret, folder / "03_momentum--second.ipynb")
    os.mkfifo(folder / "03_momentum--pipe.ipynb")
    (folder / "03_momentum--folder.ipynb").mkdir()
    (folder / "malware.exe").write_text("x")
    (folder / ".03_momentum--x.ipynb.partial").write_text("x")
    with open(folder / "03_momentum--huge.ipynb", "wb") as file:
        file.truncate(drop.LARGEST + 1)
    saved(place, "03_momentum", "good")
    cli.main(["submit"])
    code, fetched = collected(place)
    said = capsys.readouterr().out
    assert code == 3 and len(fetched) == 1
    for name, why in {
        "03_momentum--link.ipynb": "is a link or a device",
        "03_momentum--second.ipynb": "has a second name elsewhere",
        "03_momentum--pipe.ipynb": "is a link or a device",
        "03_momentum--folder.ipynb": "is a link or a device",
        "malware.exe": "was not put there by course submit",
        ".03_momentum--x.ipynb.partial": "was not finished",
        "03_momentum--huge.ipynb": "has more than 100 MB",
    }.items():
        assert f"  '{name}' {why}" in said


def test_a_file_of_root_or_of_nobody_is_no_student_s():
    for uid, why in ((0, "belongs to root"), (4_000_001, "whom this machine does not know")):
        about = os.stat_result((stat.S_IFREG | 0o600, 1, 1, 1, uid, uid, 1, 0, 0, 0))
        user, problem = drop.owner(about)
        assert user in ("", str(uid)) and why in problem


def test_with_a_folder_for_each_student_its_name_says_whose_it_is(place, capsys):
    (place / "drop" / "li").mkdir()
    (place / "drop" / "stray.ipynb").write_text(NOTEBOOK)
    (place / "drop" / "wang").symlink_to(place / "course")
    saved(place, "03_momentum", "good")
    cli.main(["submit", "--drop", str(place / "drop" / "li")])
    code, (fetched,) = collected(place, "--folders")
    assert code == 3 and fetched.startswith("03_momentum/li/")
    said = capsys.readouterr().out
    assert "'stray.ipynb' is no folder of a student" in said and "'wang' is no folder of a student" in said


@pytest.mark.slow
@pytest.mark.sandbox
def test_a_version_that_was_replaced_since_belongs_to_nobody_no_more(tmp_path):
    """Graded, handed in again, graded on: the roster has one submission of ada, and none of a stranger."""
    (tmp_path / "class.csv").write_text("id\nada\n")
    fetched = tmp_path / "03_momentum" / "ada"
    fetched.mkdir(parents=True)
    words = ["grade", "03_momentum", tmp_path / "03_momentum", "--out", tmp_path / "grades", "--latest"]
    words += ["--roster", tmp_path / "class.csv"]
    for second, more in ((1, []), (2, ["--resume"])):
        name = fetched / f"handed_in_2026-11-20_23-59-0{second}_01.ipynb"
        name.write_bytes((ROOT / "exercises" / "03_momentum.ipynb").read_bytes())
        assert cli.main([*map(str, words), *more]) == 0
    assert "belongs to nobody" not in (tmp_path / "grades" / "summary.html").read_text()


# ---- return ----


@pytest.fixture
def graded(tmp_path):
    """Results of two students' submissions, and of one that came another way."""
    made = [
        dict(submission=name, status="ok", score=2, max_score=4, exercises={}, problems=[])
        for name in ("ada/handed_in_2026-11-20_23-59-01_01", "bob/handed_in_2026-11-20_23-59-01_02", "eve")
    ]
    (tmp_path / "grades.json").write_text(json.dumps({"assignment": "03_momentum", "submissions": made}))
    for one in made:
        page = tmp_path / "feedback" / f"{one['submission']}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(feedback.page(one, "03_momentum"))
    return tmp_path


def own(folder, name):
    """A student's folder that is there already, as a hub makes it."""
    (folder / name).mkdir(parents=True)
    folder.chmod(0o711)
    return folder / name


def test_a_page_comes_where_its_student_sees_it_and_a_new_one_takes_its_place(graded):
    to = graded / "to"
    page = own(to, "ada") / "03_momentum.html"
    for _ in range(2):
        count, left = giving_back.give_back(graded, to)
    assert count == 1 and os.listdir(page.parent) == ["03_momentum.html"]
    assert stat.S_IMODE(page.stat().st_mode) == 0o400 and b"2 of 4" in page.read_bytes()
    assert [line.partition(" ")[0] for line in left] == ["bob/handed_in_2026-11-20_23-59-01_02", "eve"]
    assert "bob is no user of this machine" in left[0] and "not fetched by course collect" in left[1]


def test_a_link_in_a_student_s_folder_is_replaced_and_not_followed(graded):
    to, theirs = graded / "to", graded / "theirs"
    theirs.write_text("the teacher's")
    (own(to, "ada") / "03_momentum.html").symlink_to(theirs)
    (to / "bob").symlink_to(graded)
    count, left = giving_back.give_back(graded, to)
    assert count == 1 and theirs.read_text() == "the teacher's"
    assert not (to / "ada" / "03_momentum.html").is_symlink()
    assert any("bob" in line for line in left) and not (graded / "03_momentum.html").exists()


def test_pages_are_not_put_where_others_may_write(graded, capsys):
    own(graded / "to", "ada")
    (graded / "to").chmod(0o777)
    with pytest.raises(cli.CourseError, match="Others may write"):
        giving_back.give_back(graded, graded / "to")


# ---- by two real users ----


@pytest.mark.slow
def test_no_student_reads_another_s_submission_or_page(graded, monkeypatch):
    needs_users()
    with folder_for_all() as folder:
        two_students(folder, graded, monkeypatch)


def two_students(folder, graded, monkeypatch):
    """Both hand in and are given a page; then one of them tries everything."""
    box, to = folder / "drop", folder / "to"
    box.mkdir()
    box.chmod(0o1733)
    users = {61001: "ada", 61002: "bob"}
    for uid, name in users.items():
        os.chown(own(to, name), uid, uid)
        (to / name).chmod(0o700)
        home = folder / name
        home.mkdir(mode=0o700)
        os.chown(home, uid, uid)
        for words in (["update"], ["submit", "03_momentum", "--drop", box]):
            done = as_user(uid, python_for_all(), "-c", COURSE, *words, home=home)
            assert done.returncode == 0, done.stderr
    found = {path.stat().st_uid: path for path in box.iterdir()}
    assert set(found) == set(users)
    giving_back.give_back(graded, to)
    for command in (
        ["ls", box],
        ["cat", found[61001]],
        ["rm", "-f", found[61001]],
        ["sh", "-c", f"echo x >> {found[61001]}"],
        ["ls", to],
        ["ls", to / "ada"],
        ["cat", to / "ada" / "03_momentum.html"],
        ["sh", "-c", f"echo x > {to}/ada/03_momentum.html"],
    ):
        tried = as_user(61002, *command)
        assert tried.returncode and ("ermission denied" in tried.stderr or "not permitted" in tried.stderr), command
    assert "2 of 4" in as_user(61002, "cat", to / "bob" / "03_momentum.html").stdout
    monkeypatch.setattr("pwd.getpwuid", lambda uid: type("User", (), {"pw_name": users[uid]}))
    assert {one.user for one in drop.dropped(box)} == {"ada", "bob"}
