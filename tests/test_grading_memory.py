"""Memory counted for all that a submission holds: groups as files in a folder, and real ones where there are some."""

import os
from pathlib import Path

import pytest

from course_lib.grading import cgroups, sandbox, submission
from tests.hostile.notebooks import notebook
from tests.needs import LEFT_OUT

# Ten children with 150 MB each, none of them above the limit of one process.
MANY = """
import os, time
for _ in range(10):
    if os.fork() == 0:
        held = bytearray(150 << 20); time.sleep(100); os._exit(0)
started, died = time.time(), False
while not died and time.time() < started + 60:
    died = os.waitpid(-1, os.WNOHANG)[0] > 0
if not died:
    raise MemoryError("all of them fit")
"""


@pytest.mark.sandbox
def test_what_all_processes_hold_together_is_limited():
    if not cgroups.found():
        pytest.skip(LEFT_OUT + cgroups.MISSING)
    with sandbox.Sandbox("bwrap", sandbox.Limits(memory=600)) as box:
        with box.session() as session:
            assert "raised" not in session.ask({"do": "cell", "source": MANY, "title": "cell"}, 90)
        assert box.overflowed() and not box.overflowed()  # counted once
        group = box.group.path
        assert group and (group / "memory.max").read_text().strip() == str((600 + cgroups.OWN) << 20)
        with box.session() as session:  # and the next one starts with nothing held
            assert "raised" not in session.ask({"do": "cell", "source": "b = bytearray(300 << 20)", "title": "c"}, 90)
    assert not group.exists()


@pytest.fixture
def hierarchy(tmp_path, monkeypatch):
    """A folder in the place of the kernel's, in which memory is counted, and in which this process is in group x/y."""
    (tmp_path / "x" / "y").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "x", tmp_path / "x" / "y"):
        (place / "cgroup.controllers").write_text("cpu memory pids\n")
    for number in (1, os.getpid()):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "cgroup").write_text("4:memory:/other\n0::/x/y\n")
    monkeypatch.setattr(cgroups, "PROCESSES", tmp_path)
    monkeypatch.setattr(cgroups, "HIERARCHY", tmp_path)
    monkeypatch.setattr(cgroups, "BOOTED", tmp_path / "no-systemd")
    monkeypatch.setattr(cgroups.sys, "platform", "linux")
    found = cgroups.found
    found.cache_clear()
    yield tmp_path
    found.cache_clear()


def test_a_worker_starts_in_its_group_and_takes_it_away(hierarchy, monkeypatch):
    # Files in an ordinary folder stay when it is to be removed; the kernel's do not.
    monkeypatch.setattr(Path, "rmdir", lambda folder: [*map(os.unlink, folder.iterdir()), os.rmdir(folder)])
    assert cgroups.found() == hierarchy / "x" / "y"
    group = cgroups.Group(1000)
    command, variables = group.around(["run", "it"], {"A": "b"})
    assert (group.made / "memory.max").read_text() == "1256M" and (group.made / "memory.swap.max").read_text() == "0"
    assert command[:2] == ["sh", "-c"] and command[-3:] == [f"{group.made}/cgroup.procs", "run", "it"]
    assert variables == {"A": "b"}
    group.entered(1)
    (hierarchy / "x" / "y" / "memory.events").write_text("low 0\noom 3\noom_kill 2\n")
    assert group.killed() == 2
    made = group.made
    group.remove()
    assert not made.exists() and group.killed() == 0


def test_the_command_in_front_enters_the_group_and_runs_the_rest(hierarchy):
    (hierarchy / "procs").touch()
    command = ["sh", "-c", cgroups.FIRST_TO_GO, str(hierarchy / "procs"), "sh", "-c", "echo $$ $0 > $1", "a", "b"]
    command[-1] = str(hierarchy / "said")
    done = sandbox.subprocess.run(command)
    pid, name = (hierarchy / "said").read_text().split()
    assert done.returncode == 0 and name == "a" and (hierarchy / "procs").read_text().strip() == pid
    command[3] = str(hierarchy / "nothing" / "procs")
    assert sandbox.subprocess.run(command, stderr=sandbox.subprocess.DEVNULL).returncode == 1


def test_where_systemd_runs_it_counts_and_its_variables_do_not_reach_the_worker(hierarchy, monkeypatch):
    monkeypatch.setattr(cgroups, "found", lambda: "systemd")
    monkeypatch.setattr(cgroups, "is_root", lambda: False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    command, variables = cgroups.Group(1000).around(["run", "it"], {"A": "b", "C": "d"})
    assert command[:3] == ["systemd-run", "--user", "--scope"] and "MemoryMax=1256M" in command
    assert command[command.index("--") + 1 :][:4] == ["env", "-i", "A=b", "C=d"]
    assert command[-2:] == ["run", "it"] and variables["XDG_RUNTIME_DIR"] == "/run/user/7"


def test_without_a_group_it_is_said(hierarchy):
    (hierarchy / "x" / "y" / "cgroup.controllers").write_text("cpu pids\n")
    cgroups.found.cache_clear()
    assert cgroups.found() is None and cgroups.MISSING in sandbox.missing()
    assert cgroups.Group(1000).killed() == 0


@pytest.mark.parametrize("filling", [b"{},", b"[],", b"[" * 400 + b"]" * 400 + b","])
def test_a_notebook_that_would_fill_the_memory_is_not_read(filling):
    data = notebook(metadata={"course": {"assignment": "03_momentum"}, "more": 0})
    grown = lambda size: data.replace(b'"more": 0', b'"more": [' + filling * (size // len(filling)) + b"0]")  # noqa: E731
    assert submission.read(grown(1 << 20)).problem is None
    too_much = ("unreadable", "The file would take more than 256 MB of memory to read.")
    assert submission.read(grown(9 << 20)).problem == too_much
    assert submission.read(grown(28 << 20)).problem[0] == "unreadable"


def test_a_notebook_with_large_pictures_is_read():
    picture = {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "1"}
    picture["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0K" * 3_500_000}}
    ]
    assert submission.read(notebook([picture])).problem is None
