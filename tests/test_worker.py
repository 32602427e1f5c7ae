"""The process inside the sandbox, spoken to over its own socket as the grader does; and what it gives up, in order.

No bubblewrap is needed: the worker runs as this user, and what needs a namespace or root is recorded.
"""

import contextlib
import ctypes
import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from itertools import pairwise
from types import SimpleNamespace

import pytest

from course_lib.grading import child, worker

SETTINGS = {
    "namespaces": False,
    "memory": 1024,
    "total": 30,
    "processes": 4096,
    "scratch": "64m",
    "uids": [],
    "filter": "",
}


@pytest.fixture
def control(tmp_path):
    """The grader's end of a ready worker's control socket; when it is closed the worker has to end."""
    ours, theirs = socket.socketpair()
    settings = json.dumps(SETTINGS | {"place": str(tmp_path), "control": theirs.fileno()})
    command = [sys.executable, "-m", "course_lib.grading.worker", settings]
    environment = os.environ | {"COURSE_KIT": "/nowhere"}
    with subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment) as process:
        theirs.close()
        ours.settimeout(60)
        try:
            assert ours.recv(64) == b"ready\n"
            yield ours
        finally:
            ours.close()
        assert process.wait(60) == 0


def started(control):
    """(pid, channel) of a new submission's process."""
    channel, theirs = socket.socketpair()
    socket.send_fds(control, [b"S"], [theirs.fileno()])
    theirs.close()
    channel.settimeout(60)
    return int(control.recv(64)), channel


def raised(channel, source):
    """What a cell raised: the problem in the reply, None without."""
    channel.sendall(json.dumps({"id": "x", "do": "cell", "source": source, "title": "cell"}).encode() + b"\n")
    reply = json.loads(channel.makefile().readline())
    assert reply.pop("id") == "x"
    return reply.get("problem")


def ended(control, pid):
    control.sendall(f"K{pid}".encode())
    return int(control.recv(64))


def test_every_submission_has_a_fresh_process_with_its_limits(control, tmp_path):
    about = """
import os, resource
nowhere = all(os.path.samestat(os.fstat(number), os.stat(os.devnull)) for number in (0, 1, 2))
fds = len([number for number in range(4, 200) if os.path.exists(f"/dev/fd/{number}")])
memory = resource.getrlimit(resource.RLIMIT_AS)[0] >> 20
empty = not os.listdir() and open("kept", "w").close() is None
raise ValueError(os.getpid(), os.path.dirname(os.getcwd()), empty, nowhere, fds, memory, "kept" in globals())
"""
    pids = []
    for _ in range(2):
        pid, channel = started(control)
        with channel:
            assert repr((pid, str(tmp_path), True, True, 0, 1024, False)) in raised(channel, about)
            assert raised(channel, "kept = 1") is None
            assert "True)" in raised(channel, about)
            channel.shutdown(socket.SHUT_WR)
            assert channel.recv(64) == b""  # it ends by itself when no more is asked
        assert ended(control, pid) == 0
        pids.append(pid)
    assert pids[0] != pids[1]


def test_a_killed_submission_takes_with_it_what_it_started(control):
    pid, channel = started(control)
    with channel:
        sleeping = "import subprocess; raise ValueError(f\"PID{subprocess.Popen(['sleep', '600']).pid}\")"
        other = int(re.search(r"PID(\d+)", raised(channel, sleeping))[1])
        assert alive(other)
        channel.sendall(b'{"id": "y", "do": "cell", "source": "while True: pass", "title": "cell"}\n')
        assert ended(control, pid) == -signal.SIGKILL
    for _ in range(600):
        if not alive(other):
            break
        time.sleep(0.1)
    assert not alive(pid) and not alive(other)


def alive(pid):
    """Whether a process runs; one that waits to be reaped does not."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
    return False


# ---- what needs a namespace or root ----


class Recorder:
    """Stands for a module or a library: every call is written down; `results` says what some return or do."""

    def __init__(self, calls, **results):
        self.calls, self.results = calls, results

    def __getattr__(self, name):
        def call(*arguments, **options):
            self.calls.append((name, *arguments))
            result = self.results.get(name, 0)
            return result(*arguments) if callable(result) else result

        return call


class Stopped(BaseException):
    pass


def stop(code):
    raise Stopped


@pytest.fixture
def recorded(monkeypatch):
    """A function: runs worker.serve in namespaces, as root, with a mount that returns `mount`; the calls by name."""

    def serve(mount=0, prctl=0):
        calls = []
        library = Recorder(calls, mount=mount, prctl=prctl)
        system = Recorder(
            calls,
            _exit=stop,
            fdopen=lambda *arguments: contextlib.nullcontext(SimpleNamespace(readline=None, write=None, flush=None)),
        )
        system.environ = {}
        system.devnull, system.O_RDWR, system.strerror = os.devnull, os.O_RDWR, os.strerror
        limits = Recorder(calls)
        for name in dir(worker.resource):
            if name.startswith("RLIMIT"):
                setattr(limits, name, name)
        monkeypatch.setattr(worker, "os", system)
        monkeypatch.setattr(worker, "resource", limits)
        settings = SETTINGS | {"namespaces": True, "uid": 40_000, "place": "/scratch", "filter": "0600000000000080"}
        with pytest.raises(Stopped):
            worker.serve(library, settings, 9, Recorder(calls), lambda channel: calls.append(("student",)))
        return calls

    return serve


def test_all_privileges_are_gone_before_the_students_code_runs(recorded):
    calls = recorded()
    names = [call[0] for call in calls]
    before = names[: names.index("student")]
    # Of the grader's sockets only the channel is left.
    assert before[:2] == ["close", "setsid"] and calls[2] == ("dup2", 9, 3)
    given_up = ("mount", "setgroups", "setresgid", "setresuid", "unshare", "prctl", "capset", "setrlimit")
    # The user namespace after the user, or its keyrings would be root's; the filter last, since it refuses the rest.
    in_order = [name for name, after in pairwise(before) if name in given_up and name != after]
    assert in_order == [
        "mount",
        "setgroups",
        "setresgid",
        "setresuid",
        "unshare",
        "prctl",
        "capset",
        "setrlimit",
        "prctl",
    ]
    assert ("unshare", 0x10000000) in calls  # CLONE_NEWUSER
    assert [call[1:3] for call in calls if call[0] == "prctl"] == [(38, 1), (22, 2)]  # NO_NEW_PRIVS, then the filter
    assert ("setresuid", 40_000, 40_000, 40_000) in calls
    limits = {call[1]: call[2] for call in calls if call[0] == "setrlimit"}
    assert limits["RLIMIT_AS"] == (1 << 30, 1 << 30) and limits["RLIMIT_NPROC"] == (4096, 4096)
    assert before[-4:].count("chdir") == 1 and calls[-1] == ("_exit", 0)


def test_a_scratch_that_cannot_be_had_ends_it_before_any_code(recorded):
    ctypes.set_errno(errno.EPERM)
    calls = recorded(mount=-1)
    assert ("student",) not in calls and [call for call in calls if call[0] == "_exit"] == [("_exit", 70), ("_exit", 0)]


def refuse(flags):
    ctypes.set_errno(errno.EPERM)
    return -1


def test_refused_namespaces_are_told_to_the_grader(monkeypatch, capsys):
    library = Recorder([], unshare=refuse)
    assert worker.start(library, SETTINGS | {"namespaces": True}, -1, None, child.serve) == -errno.EPERM
    monkeypatch.setattr(worker.ctypes, "CDLL", lambda *arguments, **options: library)
    with pytest.raises(PermissionError):
        worker.main({"probe": True})
    library.results["unshare"] = lambda flags: -(flags == 0x10000000)
    worker.main({"probe": True})
    library.results["unshare"] = 0
    worker.main({"probe": True})
    assert capsys.readouterr().out.split("\n")[:2] == ["no user namespace", "ready"]


def test_what_a_user_has_left_is_killed_as_that_user(monkeypatch):
    calls = []
    system = Recorder(calls, _exit=stop)
    monkeypatch.setattr(worker, "os", system)
    with pytest.raises(Stopped):
        worker.kill_all_of(40_000)
    assert calls == [("fork",), ("setresuid", 40_000, 40_000, 40_000), ("kill", -1, signal.SIGKILL), ("_exit", 0)]


def test_a_filter_that_the_kernel_does_not_take_ends_it_before_any_code(recorded):
    calls = recorded(prctl=lambda *arguments: -(arguments[0] == 22))
    assert ("student",) not in calls and [call for call in calls if call[0] == "_exit"] == [("_exit", 70), ("_exit", 0)]


def test_each_submission_has_another_user_than_the_last_and_a_folder_of_its_own(tmp_path, monkeypatch):
    owners = []
    monkeypatch.setattr(worker.os, "chown", lambda path, uid, gid: owners.append((uid, gid)))
    settings = SETTINGS | {"uids": [40_000, 40_001, 40_002], "place": str(tmp_path)}
    three = [worker.for_one(settings, number) for number in range(4)]
    assert [one["uid"] for one in three] == [40_000, 40_001, 40_002, 40_000]
    assert owners == [(one["uid"], one["uid"]) for one in three]
    assert len({one["place"] for one in three}) == 4 and all(os.listdir(one["place"]) == [] for one in three)
    boxed = worker.for_one(settings | {"namespaces": True}, 1)
    assert boxed["place"] == str(tmp_path) and boxed["uid"] == 40_001
    assert worker.for_one(SETTINGS | {"place": str(tmp_path)}, 7)["uid"] is None


def test_what_still_runs_ends_when_the_grader_is_gone(tmp_path):
    ours, theirs = socket.socketpair()
    settings = json.dumps(SETTINGS | {"place": str(tmp_path), "control": theirs.fileno()})
    command = [sys.executable, "-m", "course_lib.grading.worker", settings]
    with subprocess.Popen(command, pass_fds=[theirs.fileno()], env=os.environ | {"COURSE_KIT": "/nowhere"}) as process:
        theirs.close()
        ours.settimeout(60)
        assert ours.recv(64) == b"ready\n"
        pid, channel = started(ours)
        channel.sendall(b'{"id": "x", "do": "cell", "source": "import time; time.sleep(4711)", "title": "cell"}\n')
        assert alive(pid) and len(os.listdir(tmp_path)) == 1
        ours.close()
        assert process.wait(60) == 0
    assert not alive(pid) and os.listdir(tmp_path) == []
    channel.close()
