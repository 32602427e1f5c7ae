"""The learner's copy: made when missing, refreshed on request, and nothing that a learner wrote is ever lost."""

import json
import os
import re
from pathlib import Path

import pytest

from course_lib import cli, records, workspace
from course_lib.language import LANGUAGES
from tests.needs import as_user, folder_for_all, needs_users, python_for_all

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A small course with an exercise of the same name as a chapter; the current folder is outside of any course."""
    folder = tmp_path / "course"
    for name in (
        "course_lib/__init__.py",
        "notebooks/src/01_a.md",
        "notebooks/src/01_a.quiz.json",
        "notebooks/media/race.gif",
    ):
        write(folder / name, name)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))  # signatures go there, not to the user's own
    for name in ("notebooks/00_start_here", "notebooks/01_a", "notebooks/02_b", "exercises/02_b"):
        write(folder / f"{name}.ipynb", f"{name} version 1")
    monkeypatch.chdir(tmp_path)  # a mistake in --course must not reach the real course,
    monkeypatch.setattr(workspace.files, "ROOT", tmp_path / "installed")  # which is the installed one
    monkeypatch.setenv("COURSE_WORK", "")
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)
    return workspace.Course(folder)


def write(path, text):
    """Write a file with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def tree(course):
    """{relative path: text} of the learner's copy, but for the record."""
    files = (path for path in course.work.rglob("*") if path.is_file() and path.name[0] != "." != path.parent.name[0])
    return {path.relative_to(course.work).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_the_copy_has_the_same_tree_without_sources(course):
    assert len(workspace.fill(course)) == 6
    assert set(tree(course)) == {
        "notebooks/00_start_here.ipynb",
        "notebooks/01_a.ipynb",
        "notebooks/02_b.ipynb",
        "notebooks/media/race.gif",
        "notebooks/src/01_a.quiz.json",
        "exercises/02_b.ipynb",
    }
    assert workspace.fill(course) == []


def test_filling_leaves_what_is_there(course):
    workspace.fill(course)
    write(course.work / "notebooks/01_a.ipynb", "my answer")
    (course.work / "notebooks/02_b.ipynb").unlink()
    write(course.folder / "notebooks/01_a.ipynb", "version 2")
    assert workspace.fill(course) == ["notebooks/02_b.ipynb"]
    assert tree(course)["notebooks/01_a.ipynb"] == "my answer"


def test_reset_keeps_each_old_file(course):
    workspace.fill(course)
    for answer in ("first try", "second try", "third try"):
        write(course.work / "notebooks/01_a.ipynb", answer)
        workspace.reset(course, "01_a")
    files = tree(course)
    assert files["notebooks/01_a.ipynb"] == "notebooks/01_a version 1"
    kept = [files[f"old/notebooks/01_a{number}.ipynb"] for number in ("", "2", "3")]
    assert kept == ["first try", "second try", "third try"]


def test_update_tells_edited_from_unedited_and_changed_from_unchanged(course):
    workspace.fill(course)
    write(course.work / "notebooks/00_start_here.ipynb", "edited, course unchanged")
    write(course.work / "notebooks/01_a.ipynb", "edited by hand, no notebook")
    write(course.folder / "notebooks/01_a.ipynb", "01 version 2")
    write(course.folder / "notebooks/02_b.ipynb", "02 version 2")
    write(course.folder / "notebooks/03_c.ipynb", "03 new")
    assert workspace.outdated(course) == ["notebooks/01_a.ipynb", "notebooks/02_b.ipynb"]
    kept = "work/old/notebooks/01_a.ipynb"
    assert workspace.update(course) == [
        ("notebooks/03_c.ipynb", "new"),
        ("notebooks/01_a.ipynb", f"updated; yours could not be read as a notebook and is kept as {kept}"),
        ("notebooks/02_b.ipynb", "updated"),
    ]
    files = tree(course)
    assert files["notebooks/00_start_here.ipynb"] == "edited, course unchanged"
    assert files["notebooks/01_a.ipynb"] == "01 version 2"
    assert files["old/notebooks/01_a.ipynb"] == "edited by hand, no notebook"
    assert files["notebooks/02_b.ipynb"] == "02 version 2"
    assert "old/notebooks/02_b.ipynb" not in files
    assert workspace.update(course) == []


@pytest.mark.parametrize("damage", ["", "no json", "[1, 2]", '{"notebooks/01_a.ipynb": "1234"}'])
def test_with_a_damaged_record_everything_counts_as_edited(course, damage):
    workspace.fill(course)
    write(course.record, damage)
    write(course.folder / "notebooks/01_a.ipynb", "version 2")
    workspace.update(course)
    assert tree(course)["old/notebooks/01_a.ipynb"] == "notebooks/01_a version 1"
    assert tree(course)["notebooks/01_a.ipynb"] == "version 2"
    assert json.loads(course.record.read_text(encoding="utf-8"))["notebooks/01_a.ipynb"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("01_a", "notebooks/01_a.ipynb"),
        ("01_a.ipynb", "notebooks/01_a.ipynb"),
        ("work/notebooks/02_b.ipynb", "notebooks/02_b.ipynb"),
        ("./work/exercises/02_b.ipynb", "exercises/02_b.ipynb"),
        ("exercises/02_b", "exercises/02_b.ipynb"),
        ("02_b", "notebooks/02_b.ipynb"),
    ],
)
def test_a_notebook_can_be_named_in_several_ways(course, said, meant):
    assert workspace.named(course, said) == meant


def test_among_the_homework_a_name_means_the_homework(course, monkeypatch):
    workspace.fill(course)
    monkeypatch.chdir(course.work / "exercises")
    assert workspace.named(course, "02_b.ipynb") == "exercises/02_b.ipynb"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("07_x", "There is no notebook '07_x'; there are notebooks/00_start_here, notebooks/01_a"),
        ("../secrets", "There is no notebook"),
    ],
)
def test_a_name_that_fits_none_is_a_sentence(course, capsys, said, sentence):
    assert cli.main(["--course", str(course.folder), "reset", said]) == 2
    assert sentence in capsys.readouterr().err
    assert not course.work.exists()


def test_the_course_is_found_from_below_and_its_absence_said(course, capsys):
    assert workspace.find(course.folder / "notebooks" / "src").folder == course.folder
    workspace.fill(course)
    assert workspace.find(course.work / "notebooks").folder == course.folder
    assert cli.main(["update"]) == 2
    assert "There is no course in" in capsys.readouterr().err


def test_commands_say_what_they_did(course, capsys):
    where = ["--course", str(course.folder)]
    assert cli.main([*where, "update"]) == 0
    assert "work/notebooks/01_a.ipynb: new" in capsys.readouterr().out
    assert cli.main([*where, "update"]) == 0
    assert capsys.readouterr().out == "Your copy is up to date.\n"
    assert cli.main([*where, "reset", "01_a"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "work/notebooks/01_a.ipynb is fresh; yours is kept as work/old/notebooks/01_a.ipynb.",
        "If it is open in JupyterLab: File → Reload Notebook from Disk.",
    ]
    assert cli.main([*where, "reset", "02_b"]) == 0
    assert "homework afresh: course reset exercises/02_b\n" in capsys.readouterr().out
    assert cli.main([]) == 0
    assert "reset" in capsys.readouterr().out


def test_lab_passes_its_arguments_on(course, monkeypatch):
    started = []
    monkeypatch.setattr(cli.os, "execv", lambda path, command: started.extend(command))
    cli.main(["--course", str(course.folder), "lab", "--no-browser", "--port", "8899"])
    assert f"--ServerApp.root_dir={course.work}" in started
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in started
    assert started[-3:] == ["--no-browser", "--port", "8899"]
    assert (course.work / "notebooks/00_start_here.ipynb").exists()


@pytest.fixture
def both(course, monkeypatch):
    """(the course in two languages, a function that runs `course lab …` and returns JupyterLab's arguments)."""
    for name in ("notebooks/zh/00_start_here", "notebooks/zh/01_a", "notebooks/zh/02_b", "exercises/zh/02_b"):
        write(course.folder / f"{name}.ipynb", f"{name} version 1")
    write(course.folder / "notebooks/zh/src/01_a.quiz.json", "[]")
    for name in ("COURSE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    started = []
    monkeypatch.setattr(cli.os, "execv", lambda path, command: started.append(command))

    def lab(*arguments):
        assert cli.main(["--course", str(course.folder), "lab", *arguments]) is None
        return started[-1]

    return course, lab


def test_an_english_learner_meets_no_other_language(both):
    course, lab = both
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in lab()
    assert not [name for name in tree(course) if "/zh/" in name] and len(tree(course)) == 6
    assert settings(course)[LOCALE] == {"locale": "en"} and len(settings(course)) == 3


LOCALE = "@jupyterlab/translation-extension:plugin"


def settings(course):
    return json.loads((course.work / ".lab" / "overrides.json").read_text(encoding="utf-8"))


def test_a_chinese_learner_gets_what_is_chinese_and_jupyterlab_in_chinese(both):
    course, lab = both
    assert "--LabApp.default_url=/lab/tree/notebooks/zh/00_start_here.ipynb" in lab("--language", "zh")
    assert {name for name in tree(course) if name.endswith((".ipynb", ".json"))} == {
        "notebooks/zh/00_start_here.ipynb",
        "notebooks/zh/01_a.ipynb",
        "notebooks/zh/02_b.ipynb",
        "notebooks/zh/src/01_a.quiz.json",
        "exercises/zh/02_b.ipynb",
    }
    assert settings(course)[LOCALE] == {"locale": LANGUAGES["zh"]}
    assert workspace.named(course, "02_b") == "notebooks/zh/02_b.ipynb"
    assert workspace.named(course, "exercises/02_b") == "exercises/zh/02_b.ipynb"
    write(course.folder / "notebooks/zh/02_b.ipynb", "version 2")
    write(course.folder / "exercises/zh/03_c.ipynb", "new")
    write(course.folder / "exercises/03_c.ipynb", "new")
    assert workspace.update(course) == [("exercises/zh/03_c.ipynb", "new"), ("notebooks/zh/02_b.ipynb", "updated")]


@pytest.mark.parametrize(
    ("environment", "begun", "opened"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "COURSE_LANGUAGE": "en"}, None, "en"),
        ({"COURSE_LANGUAGE": "zh"}, "en", "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),  # who has begun goes on
        ({}, "zh", "zh"),
    ],
)
def test_the_language_is_asked_for_kept_or_the_systems(both, monkeypatch, environment, begun, opened):
    course, lab = both
    if begun:
        lab("--language", begun)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    lab()
    assert course.language == opened and (course.work / workspace.first(opened)).exists()


def test_who_began_before_there_was_a_choice_goes_on_in_english(both, monkeypatch):
    course, lab = both
    workspace.fill(course)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    lab()
    assert course.language == "en"
    monkeypatch.setenv("COURSE_LANGUAGE", "en")
    lab("--language", "zh")  # what is asked for now
    assert (
        course.language == "zh" and "notebooks/zh/01_a.ipynb" in tree(course) and "notebooks/01_a.ipynb" in tree(course)
    )
    monkeypatch.chdir(course.work / "notebooks")
    assert workspace.named(course, "01_a.ipynb") == "notebooks/01_a.ipynb"  # a path says which
    monkeypatch.chdir(course.folder)
    assert workspace.named(course, "01_a") == "notebooks/zh/01_a.ipynb"


def test_a_language_that_the_copy_lacks_is_a_sentence(course, capsys):
    assert cli.main(["--course", str(course.folder), "lab", "--language", "zh"]) == 2
    assert "没有 zh 语言的 notebook" in capsys.readouterr().err


@pytest.mark.parametrize(("uid", "arguments", "count"), [(0, [], 1), (0, ["--allow-root"], 1), (1000, [], 0)])
def test_lab_starts_as_root_too(course, monkeypatch, capsys, uid, arguments, count):
    started = []
    monkeypatch.setattr(cli.os, "execv", lambda path, command: started.extend(command))
    monkeypatch.setattr(cli.os, "geteuid", lambda: uid)
    cli.main(["--course", str(course.folder), "lab", *arguments])
    assert started.count("--allow-root") == count
    assert ("You are root" in capsys.readouterr().out) == (uid == 0 and not arguments)


def test_lab_says_in_one_line_that_the_course_is_newer_and_touches_nothing(course, monkeypatch, capsys):
    monkeypatch.setattr(cli.os, "execv", lambda path, command: None)
    monkeypatch.setattr(cli.os, "geteuid", lambda: 1000)
    start = ["--course", str(course.folder), "lab"]
    cli.main(start)
    assert capsys.readouterr().out == ""
    write(course.folder / "notebooks/01_a.ipynb", "version 2")
    cli.main(start)
    assert capsys.readouterr().out.count("\n") == 1
    assert tree(course)["notebooks/01_a.ipynb"] == "notebooks/01_a version 1"


def test_the_course_may_be_named_before_the_command_or_after_it(course):
    where = ["--course", str(course.folder)]
    assert cli.main([*where, "reset", "01_a"]) == 0
    assert cli.main(["reset", "01_a", *where]) == 0
    assert "old/notebooks/01_a.ipynb" in tree(course)


def test_a_file_that_cannot_be_written_is_a_sentence(course, capsys):
    write(course.folder / "work", "a file where the learner's folder should be")
    assert cli.main(["--course", str(course.folder), "update"]) == 2
    assert "The course could not write or read a file" in capsys.readouterr().err


def test_an_interrupted_copy_leaves_the_old_file(course, monkeypatch):
    workspace.fill(course)

    def half(source, target):
        write(target, "half a no")
        raise OSError("disk full")

    monkeypatch.setattr(workspace.shutil, "copyfile", half)
    write(course.folder / "notebooks/01_a.ipynb", "version 2")
    with pytest.raises(OSError, match="disk full"):
        workspace.update(course)
    assert tree(course)["notebooks/01_a.ipynb"] == "notebooks/01_a version 1"


def test_only_the_course_s_own_notebooks_are_trusted(course):
    from nbformat import read, v4
    from nbformat.sign import NotebookNotary

    names = ["notebooks/01_a.ipynb", "notebooks/02_b.ipynb"]
    for number, name in enumerate(names):
        write(course.folder / name, v4.writes(v4.new_notebook(cells=[v4.new_code_cell(f"print({number})")])))
    workspace.fill(course)
    edited = course.work / names[1]
    write(edited, edited.read_text(encoding="utf-8").replace("print(1)", "print(2)"))
    workspace.trust(course, names)
    trusted = [NotebookNotary().check_signature(read(course.work / name, as_version=4)) for name in names]
    assert trusted == [True, False]


def test_only_lab_takes_arguments_it_does_not_know(course, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["update", "--port", "8899"])
    assert stopped.value.code == 2
    assert "unknown argument --port" in capsys.readouterr().err


def test_the_command_alone_shows_what_there_is_to_do(capsys):
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    assert len(shown.splitlines()) <= 10
    known = cli.commands().format_help()
    assert all(f"    {name} " in known for name in re.findall(r"course (\w+)", shown))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in makefile for target in re.findall(r"make (\w+)", shown))


def test_a_student_s_map_is_without_what_only_lecturers_have(monkeypatch, capsys):
    monkeypatch.setattr(cli.audiences, "has", lambda part: False)
    cli.main([])
    shown = capsys.readouterr().out
    assert "course lab" in shown and "make" not in shown and "grade" not in shown


# ---- a course that its learners may not write ----


@pytest.fixture
def shared(course, tmp_path, monkeypatch):
    """The same course, installed and read-only, and a home; root may write everything, so this is only said."""
    monkeypatch.setattr(workspace.files, "ROOT", course.folder)
    monkeypatch.setattr(workspace, "may_write", lambda folder: False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return course


def test_of_a_course_that_cannot_be_written_the_copy_is_in_the_home(shared, tmp_path, capsys):
    copy = tmp_path / "home" / "optimizers-course"
    assert cli.main(["update"]) == 0  # from a folder outside of the course
    assert f"{copy}/notebooks/01_a.ipynb: new" in capsys.readouterr().out
    write(copy / "notebooks/01_a.ipynb", "my answer")
    assert cli.main(["reset", "01_a"]) == 0
    said = f"{copy}/notebooks/01_a.ipynb is fresh; yours is kept as {copy}/old/notebooks/01_a.ipynb."
    assert said in capsys.readouterr().out
    assert (copy / "old/notebooks/01_a.ipynb").read_text() == "my answer"
    assert not shared.work.exists()


def test_a_notebook_of_such_a_copy_knows_its_course_and_its_record(shared, tmp_path, monkeypatch):
    workspace.fill(workspace.find("."))
    monkeypatch.chdir(tmp_path / "home" / "optimizers-course" / "exercises")
    assert workspace.find(".").folder == shared.folder
    assert records.place() == tmp_path / "home" / "optimizers-course" / "progress.json"


def test_a_package_that_was_unpacked_in_the_home_is_not_mixed_with_the_copy(shared, tmp_path):
    for part in ("course_lib", "notebooks"):
        (tmp_path / "home" / "optimizers-course" / part).mkdir(parents=True)
    assert workspace.find(".").work == tmp_path / "home" / "optimizers-course" / "work"


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_the_copy_is_where_one_says(course, tmp_path, monkeypatch, how):
    monkeypatch.setattr(workspace.files, "ROOT", course.folder)
    copy, said = tmp_path / "mine", ["--work", "mine"] if how == "argument" else []
    if how == "environment":
        monkeypatch.setenv("COURSE_WORK", str(copy))
    assert cli.main(["--course", str(course.folder), "update", *said]) == 0
    assert (copy / "notebooks/01_a.ipynb").is_file() and not (course.folder / "work").exists()
    monkeypatch.chdir(copy / "exercises")  # as a kernel that was started from there
    assert records.place() == copy / "progress.json"


def test_outside_of_a_course_of_one_s_own_there_is_none(course, monkeypatch):
    """A notebook that lies elsewhere must not count as work on the course that happens to be installed."""
    monkeypatch.setattr(workspace.files, "ROOT", course.folder)
    assert records.place() is None


def test_on_a_hub_lab_is_the_server_of_one_user_and_brings_what_is_newer(course, monkeypatch):
    started = []
    monkeypatch.setattr(cli.os, "execv", lambda path, command: started.extend(command))
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", "")  # which it sets
    workspace.fill(course)
    write(course.folder / "notebooks/01_a.ipynb", "version 2")
    monkeypatch.setenv("HOME", "/home/ada")
    assert cli.main(["--course", str(course.folder), "lab"]) is None
    assert started[1:3] == ["-m", "jupyterhub.singleuser"] and "--KernelManager.transport=ipc" in started
    assert tree(course)["notebooks/01_a.ipynb"] == "version 2"


def test_a_home_too_long_for_a_kernel_s_sockets_is_a_sentence(course, monkeypatch, capsys):
    for name, value in (("JUPYTERHUB_API_TOKEN", "secret"), ("JUPYTER_RUNTIME_DIR", ""), ("HOME", f"/{'x' * 60}")):
        monkeypatch.setenv(name, value)
    assert cli.main(["--course", str(course.folder), "lab"]) == 2
    assert "is too long for the sockets of kernels" in capsys.readouterr().err


@pytest.mark.slow
def test_two_users_work_side_by_side_on_one_course():
    """Real users: neither may write the course or read what the other wrote; both have one environment."""
    needs_users()
    with folder_for_all() as folder:
        two_users(folder)


def two_users(folder):
    """Each with a home in `folder`."""
    copy, homes = Path("optimizers-course/exercises/03_momentum.ipynb"), {}
    program = "import sys; from course_lib import cli; sys.exit(cli.main(sys.argv[1:]))"
    for uid in (61001, 61002):
        homes[uid] = folder / str(uid)
        homes[uid].mkdir(mode=0o700)
        os.chown(homes[uid], uid, uid)
        for words in (["update"], ["reset", "exercises/03_momentum"], ["progress"]):
            done = as_user(uid, python_for_all(), "-c", program, *words, home=homes[uid])
            assert (done.returncode, done.stderr) == (0, ""), words
    check = "from course_lib.homework import check, progress; check('answer_beta', 0.9); progress.show()"
    here = homes[61001] / copy.parent
    done = as_user(61001, python_for_all(), "-c", check, home=here)
    assert done.returncode == 0, done.stderr
    stolen = as_user(61002, "cat", homes[61001] / copy, home=homes[61002])
    assert stolen.returncode and "Permission denied" in stolen.stderr
    assert (homes[61001] / copy).stat().st_uid == 61001 and (homes[61002] / copy).stat().st_uid == 61002
