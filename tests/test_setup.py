"""tools/setup.sh: installs once, again only when the lock changed, and says in a sentence what is missing.

A stand-in for Python answers as the script asks and downloads nothing.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Answers the version question with $SUITS, has the venv module or not, and makes environments holding itself.
STAND_IN = """#!/bin/sh
echo "$*" >>"{log}"
case "$*" in
    --version) echo "Python 3.9.1" ;;
    *version_info*) exit {suits} ;;
    *ensurepip*) exit {venv} ;;
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"-m pip"*) {pip} ;;
esac
"""


@pytest.fixture
def course(tmp_path):
    """A folder with the script and two locks."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/setup.sh", tmp_path / "tools/setup.sh")
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("a==1\nb==1\n")
    return tmp_path


def stand_in(course, suits=True, venv=True, pip="exit 0"):
    """Write a stand-in for Python and return its path."""
    path = course / "stand-in"
    log = course / "log"
    path.write_text(STAND_IN.format(log=log, suits=int(not suits), venv=int(not venv), pip=pip))
    path.chmod(0o755)
    return path


def setup(course, python, which="learner", **environment):
    """Run the script; returns (exit code, what it printed, the pip calls it made)."""
    (course / "log").write_text("")
    run = subprocess.run(
        ["sh", str(course / "tools/setup.sh"), which],
        env={"PATH": os.environ["PATH"], "PYTHON": str(python), "UV": "no-uv"} | environment,
        capture_output=True,
        text=True,
    )
    calls = [line for line in (course / "log").read_text().splitlines() if line.startswith(("-m pip", "uv "))]
    return run.returncode, run.stdout + run.stderr, calls


def test_it_installs_with_hashes_and_then_the_course_itself(course):
    code, said, calls = setup(course, stand_in(course))
    assert (code, len(calls)) == (0, 2)
    assert "--require-hashes -r requirements.txt" in calls[0]
    assert "--no-deps --no-build-isolation -e ." in calls[1]
    assert "Setting up .venv" in said


def stand_in_for_uv(course, code=0):
    """Write a stand-in for uv, which logs what it is asked and where it may download, and return its path."""
    path = course / "uv"
    log = 'echo "uv $* from $UV_DEFAULT_INDEX $UV_FIND_LINKS $SSL_CERT_FILE" >>"{}"'.format(course / "log")
    path.write_text(f"#!/bin/sh\n{log}\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_uv_does_it_where_it_is_and_hears_of_the_mirror(course):
    mirror = {"PIP_INDEX_URL": "MIRROR", "PIP_FIND_LINKS": "WHEELS", "PIP_CERT": "CERTIFICATE"}
    code, _, calls = setup(course, stand_in(course), UV=stand_in_for_uv(course), **mirror)
    assert (code, len(calls)) == (0, 2)
    assert calls[0].startswith("uv pip install --python .venv/bin/python --require-hashes -r requirements.txt")
    assert all(call.endswith("from MIRROR WHEELS CERTIFICATE") for call in calls)
    assert setup(course, stand_in(course), UV=stand_in_for_uv(course)) == (0, "", [])


def test_where_uv_cannot_pip_does_it(course):
    code, _, calls = setup(course, stand_in(course), UV=stand_in_for_uv(course, code=1))
    assert (code, [call.split()[0] for call in calls]) == (0, ["uv", "-m", "uv", "-m"])


def test_a_large_download_is_shown_and_the_rest_is_not(course):
    lines = "Collecting a", "  Downloading a-1.whl (12.5 MB)", "  Downloading small (9 kB)", "satisfied: b"
    words = "; ".join(f"echo '{line}'" for line in lines)
    code, said, _ = setup(course, stand_in(course, pip=words))
    assert code == 0 and "a-1.whl (12.5 MB)" in said
    assert "Collecting" not in said and "small" not in said and "satisfied" not in said


def test_it_installs_again_only_when_the_content_of_its_lock_changed(course):
    python = stand_in(course)
    setup(course, python)
    (course / "requirements.txt").touch()
    assert setup(course, python) == (0, "", [])
    (course / "requirements-dev.txt").write_text("a==1\nb==2\n")
    assert setup(course, python) == (0, "", [])
    (course / "requirements.txt").write_text("a==2\n")
    assert len(setup(course, python)[2]) == 2
    assert setup(course, python) == (0, "", [])


def test_the_tests_lock_serves_the_learner_too(course):
    python = stand_in(course)
    assert "-r requirements-dev.txt" in setup(course, python, "dev")[2][0]
    assert setup(course, python, "learner") == (0, "", [])
    assert setup(course, python, "dev") == (0, "", [])


def test_an_interrupted_installation_is_made_again(course):
    python = stand_in(course, pip="echo 'Temporary failure in name resolution'; exit 1")
    code, said, _ = setup(course, python)
    assert code == 1
    assert "Installing failed, most often because there is no network" in said
    assert "Temporary failure in name resolution" in said
    shutil.rmtree(course / ".venv")
    assert len(setup(course, stand_in(course))[2]) == 2


def test_a_failed_upgrade_does_not_count_as_installed(course):
    setup(course, stand_in(course))
    (course / "requirements.txt").write_text("a==2\n")
    failing = stand_in(course, pip="exit 1")
    shutil.copy(failing, course / ".venv/bin/python")
    assert setup(course, failing)[0] == 1
    shutil.copy(stand_in(course), course / ".venv/bin/python")
    assert len(setup(course, course / "stand-in")[2]) == 2


def test_an_environment_that_was_moved_is_made_anew(course):
    setup(course, stand_in(course))
    moved = course / "moved"
    moved.mkdir()
    for name in ("tools", ".venv", "requirements.txt", "requirements-dev.txt"):
        shutil.move(course / name, moved / name)
    python = stand_in(moved)
    assert len(setup(moved, python)[2]) == 2


def test_an_environment_is_the_same_through_a_symbolic_link(course, tmp_path_factory):
    python = stand_in(course)
    setup(course, python)
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(course)
    run = subprocess.run(
        ["sh", "tools/setup.sh", "learner"],
        cwd=link,
        env={"PATH": os.environ["PATH"], "PWD": str(link), "PYTHON": str(python), "UV": "no-uv"},
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_a_change_of_the_learners_lock_makes_the_tests_lock_stale_too(course):
    python = stand_in(course)
    setup(course, python, "dev")
    old = (course / "requirements.txt").read_text()
    (course / "requirements.txt").write_text("a==2\n")
    setup(course, python, "learner")
    (course / "requirements.txt").write_text(old)
    assert "-r requirements-dev.txt" in setup(course, python, "dev")[2][0]


def test_a_broken_environment_is_made_anew(course):
    python = stand_in(course)
    setup(course, python)
    (course / ".venv/bin/python").write_text("#!/bin/sh\nexit 1\n")
    assert len(setup(course, python)[2]) == 2


def test_a_python_whose_path_has_a_space(course):
    folder = course / "two words"
    folder.mkdir()
    python = shutil.move(stand_in(course), folder / "python")
    assert len(setup(course, python)[2]) == 2


def test_candidates_that_do_not_run_are_passed_over(course):
    programs = course / "programs"
    programs.mkdir()
    for name in ("sh", "dirname", "cat", "cmp", "cp", "rm", "mkdir", "tail", "tee", "touch", "sed"):
        (programs / name).symlink_to(shutil.which(name))
    (programs / "python3.13").write_text("#!/bin/sh\nexit 127\n")
    (programs / "python3.13").chmod(0o755)
    shutil.move(stand_in(course), programs / "python3.11")
    run = subprocess.run(
        ["sh", str(course / "tools/setup.sh"), "learner"],
        env={"PATH": str(programs), "UV": "no-uv"},
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert (course / ".venv/requirements.txt").exists()


def test_an_incomplete_clone_is_named(course):
    (course / "requirements.txt").unlink()
    code, said, calls = setup(course, stand_in(course))
    assert (code, calls) == (1, [])
    assert "There is no requirements.txt in" in said


def test_a_wrong_python_is_named(course):
    code, said, _ = setup(course, stand_in(course, suits=False))
    assert code == 1
    assert "needs Python 3.11, 3.12 or 3.13, and found Python 3.9.1" in said
    assert not (course / ".venv").exists()


def test_no_python_at_all(course):
    code, said, _ = setup(course, course / "nothing-here")
    assert code == 1
    assert "found none that runs" in said


def test_a_missing_venv_module_is_named(course):
    code, said, _ = setup(course, stand_in(course, venv=False))
    assert code == 1
    assert "has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)" in said
    assert not (course / ".venv").exists()


def test_a_wrong_word_is_answered_with_the_usage(course):
    assert setup(course, stand_in(course), "everything")[:2] == (1, "usage: sh tools/setup.sh learner|dev\n")
