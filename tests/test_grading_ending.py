"""How runs end: told to stop, killed, two at once. Nothing stays behind, and no run writes into another's results."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from course_lib.errors import CourseError
from course_lib.grading import ending, kit
from tests.hostile.notebooks import ROOT, body, notebook
from tests.test_grading import SLOW, folder, graded
from tests.test_hostile import grade


@pytest.fixture
def tmp():
    """A folder for temporary files that other users can reach: pytest's own is root's alone."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def started(place, out, tmp, *options):
    """A run of `course grade` that has begun to grade, with its temporary folders in `tmp`."""
    command = [sys.executable, "-m", "course_lib.cli", "grade", "03_momentum", str(place), "--out", str(out)]
    run = subprocess.Popen(
        [*command, "--course", str(ROOT), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp)},
        preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in (signal.SIGHUP, signal.SIGINT)],
    )
    finished = out / ".finished.jsonl"
    while not finished.exists() or not finished.read_bytes():
        assert run.poll() is None, run.communicate()
        time.sleep(0.05)
    return run


@pytest.mark.sandbox
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_told_to_stop_ends_like_an_interrupted_one(tmp_path, tmp, number):
    folder(tmp_path / "in", **{f"s{i:02}": SLOW for i in range(40)})
    run = started(tmp_path / "in", tmp_path / "out", tmp, "--seed", "5")
    run.send_signal(number)
    _, said = run.communicate(timeout=600)
    assert run.returncode == 128 + number and "--resume goes on" in said and "Traceback" not in said
    assert list(tmp.iterdir()) == []
    assert 1 <= len(graded(tmp_path / "out")) < 40  # the tables were written


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["process", pytest.param("bwrap", marks=pytest.mark.sandbox)])
def test_what_a_killed_run_left_ends_and_is_removed_by_the_next(tmp_path, tmp, kind):
    sleeping = body("import time; time.sleep(4711)")
    folder(tmp_path / "in", ada=notebook(), bob=sleeping)
    run = started(tmp_path / "in", tmp_path / "out", tmp, "--sandbox", kind, "--timeout", "600")
    workers = children(run.pid)
    assert workers
    run.kill()
    run.communicate(timeout=600)
    end = time.monotonic() + 60
    while any(is_there(pid) for pid in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(is_there(pid) for pid in workers)
    assert [path.name[: len(kit.NAME)] for path in tmp.iterdir()] == [kit.NAME]
    folder(tmp_path / "new", ada=notebook())
    run = started(tmp_path / "new", tmp_path / "out2", tmp, "--sandbox", kind)
    run.communicate(timeout=600)
    assert run.returncode == 0 and list(tmp.iterdir()) == []


def children(pid):
    """The processes that a process has started, and theirs."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()[1:]]
    found = [child for child, parent in pairs if parent == pid]
    return [*found, *(more for child in found for more in children(child))]


def is_there(pid):
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, 0)
        return "Z" not in subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return False


def test_folders_in_use_and_others_folders_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(kit.tempfile, "tempdir", str(tmp_path))
    used, lock = kit.make()
    left = tmp_path / f"{kit.NAME}left"
    (left / "scratch").mkdir(parents=True)
    starting = tmp_path / f"{kit.NEW}now"
    starting.mkdir()
    forgotten = tmp_path / f"{kit.NEW}once"
    forgotten.mkdir()
    os.utime(forgotten, (1, 1))
    (tmp_path / "course-notes").mkdir()
    (tmp_path / f"{kit.NAME}link").symlink_to(tmp_path / "course-notes")
    kit.sweep()
    there = {path.name for path in tmp_path.iterdir()}
    assert there == {os.path.basename(used), starting.name, "course-notes", f"{kit.NAME}link"}
    kit.remove(used, lock)
    assert not os.path.exists(used)


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    folder(tmp_path / "in", ada=notebook())
    with ending.alone_in(tmp_path / "out"):
        (tmp_path / "out" / "results").touch()
        done = grade(tmp_path / "in", tmp_path / "out", "--sandbox", "process", "--resume")
        assert done.returncode == 2 and "Another run of the grader is writing into" in done.stderr
        with pytest.raises(CourseError, match=r"wait for its end\."), ending.alone_in(tmp_path / "out"):
            pass
    with ending.alone_in(tmp_path / "out"), ending.alone_in(tmp_path / "other"):
        assert (tmp_path / "other").is_dir()
    assert not (tmp_path / "other").exists()  # nothing came of it
    assert (tmp_path / "out" / "results").exists()


AT_ONCE = """
import os, signal, sys
from course_lib.grading import ending
several = [int(number) for number in sys.argv[1:]]
try:
    with ending.told_to_stop():
        try:
            signal.pthread_sigmask(signal.SIG_BLOCK, several)
            for one in several:
                os.kill(os.getpid(), one)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, several)
            print("nothing was raised")
        finally:
            for one in several:
                os.kill(os.getpid(), one)
            print("tidied up")
except KeyboardInterrupt:
    print("ended")
"""


@pytest.mark.parametrize("several", list(itertools.permutations([signal.SIGINT, signal.SIGTERM, signal.SIGHUP])))
def test_signals_at_once_end_a_run_once(several):
    """All are there before Python handles the first; those that come while the run ends do not disturb it."""
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, *(str(int(one)) for one in several)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in several],
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "tidied up\nended\n", "")


@pytest.mark.sandbox
def test_a_run_that_is_interrupted_and_told_to_stop_writes_its_tables(tmp_path, tmp):
    folder(tmp_path / "in", **{f"s{i:02}": SLOW for i in range(40)})
    run = started(tmp_path / "in", tmp_path / "out", tmp)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        run.send_signal(number)
    _, said = run.communicate(timeout=600)
    assert run.returncode in (130, 143), said
    assert "--resume goes on" in said and "Traceback" not in said
    assert "Exception ignored" not in said and 1 <= len(graded(tmp_path / "out")) < 40
