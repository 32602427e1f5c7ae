"""Runs inside the sandbox, one a job: stays warm with NumPy loaded, and forks a fresh process for every submission.

Commands come over the control socket as one byte each, with file descriptors where needed:

    S + channel   start a process that serves on this channel; answers its number
    K number      kill that process and all that it started; answers how it ended

In bubblewrap each process has its own user, pid, ipc and mount namespaces and an empty /scratch, and dies as a whole.
"""

import contextlib
import ctypes
import gc
import json
import os
import resource
import shutil
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

NEWNS, NEWIPC, NEWUSER, NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
NOSUID, NODEV, PRIVATE, REC = 2, 4, 1 << 18, 1 << 14
SECCOMP, SUBREAPER, NO_NEW_PRIVS = 22, 36, 38
FILTER = 2
FIRST: list[dict[str, Any]] = [
    {"do": "cell", "source": "import numpy as np\ndef f(x):\n    return x", "title": "cell", "absent": []},
    {"do": "describe", "name": "f", "arguments": ["x"]},
    {"do": "call", "name": "f", "inputs": {"x": [1.0]}, "returns": "x"},
]


def main(settings: dict[str, Any]) -> None:
    """Serve the control socket until the grader closes it; or only try whether namespaces can be had."""
    libc = ctypes.CDLL(None, use_errno=True)
    if settings.get("probe"):
        checked(libc, libc.unshare(NEWNS | NEWIPC | NEWPID))
        print("ready" if libc.unshare(NEWUSER) == 0 else "no user namespace")
        return
    control = socket.socket(fileno=settings["control"])
    serve_requests = warm_up()
    libc.prctl(SUBREAPER, 1, 0, 0, 0)
    control.sendall(b"ready\n")
    started, running = 0, None
    while True:
        message, channels, _, _ = socket.recv_fds(control, 64, 1)
        if message[:1] == b"S":
            own = for_one(settings, started)
            running = start(libc, own, channels[0], control, serve_requests)
            started += 1
            os.close(channels[0])
            control.sendall(f"{running}\n".encode())
        elif message:
            control.sendall(f"{end(int(message[1:]), own)}\n".encode())
            running = None
        else:  # the grader has ended, perhaps by force: so does what still runs
            if running and running > 0:
                end(running, own)
            return


def for_one(settings: dict[str, Any], number: int) -> dict[str, Any]:
    """The settings of one submission: its user, and without namespaces a folder of its own to write in."""
    uids = settings["uids"]
    uid = uids[number % len(uids)] if uids else None
    place = settings["place"]
    if not settings["namespaces"]:
        place = tempfile.mkdtemp(dir=place)
        if uid is not None:
            os.chown(place, uid, uid)
    return settings | {"uid": uid, "place": place}


def warm_up() -> Callable[[Any], None]:
    """Load and do once what every submission needs; what serves its requests then."""
    from course_lib.grading import child
    from course_lib.language import LANGUAGES, catalogue

    for language in LANGUAGES:  # in which it may be asked to speak
        catalogue(language)
    names: dict[str, Any] = {}
    for request in FIRST:  # which load much lazily, such as the types of a syntax tree
        child.HANDLERS[request["do"]](names, request)
    with contextlib.suppress(ImportError):
        import matplotlib

        matplotlib.use("Agg")
    child.hide_course()
    gc.collect()
    gc.freeze()  # else the first collection of each process copies all the memory that it shares with this one
    return child.serve


def start(
    libc: Any, settings: dict[str, Any], channel: int, control: socket.socket, serve_requests: Callable[[Any], None]
) -> int:
    """Fork a process that serves on `channel`; its pid."""
    reading, writing = os.pipe()
    middle = os.fork()
    if middle == 0:
        try:
            if settings["namespaces"]:
                checked(libc, libc.unshare(NEWNS | NEWIPC | NEWPID))
            pid = os.fork()
            if pid == 0:
                serve(libc, settings, channel, control, serve_requests)
            os.write(writing, str(pid).encode())
        except OSError as error:
            os.write(writing, f"-{error.errno or 1}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(middle, 0)  # its child is ours now: we are the reaper
    pid = int(os.read(reading, 32) or b"-1")
    os.close(reading)
    return pid


def serve(
    libc: Any, settings: dict[str, Any], channel: int, control: socket.socket, serve_requests: Callable[[Any], None]
) -> NoReturn:
    """The process of one submission: limits, scratch, no privileges; then the student's code."""
    try:
        control.close()
        os.setsid()  # what it sends to its process group reaches neither the worker nor bubblewrap
        os.dup2(channel, 3)
        os.closerange(4, 4096)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.close(nowhere)
        if settings["namespaces"]:
            checked(libc, libc.mount(None, b"/", None, PRIVATE | REC, None))
            options = f"size={settings['scratch']},nr_inodes=4096,mode=1777".encode()
            checked(libc, libc.mount(b"tmpfs", settings["place"].encode(), b"tmpfs", NOSUID | NODEV, options))
        drop_privileges(libc, settings)
        limit(settings)
        refuse_calls(libc, bytes.fromhex(settings["filter"]))
        os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), settings["place"]))
        os.chdir(settings["place"])
        with os.fdopen(3, "rb", closefd=False) as reading, os.fdopen(3, "wb", closefd=False) as writing:
            serve_requests(Channel(reading, writing))
    except BaseException:
        os._exit(70)
    finally:
        os._exit(0)


class Channel:
    """Both directions of a socket as one file."""

    def __init__(self, reading: Any, writing: Any) -> None:
        self.reading, self.write, self.flush = reading, writing.write, writing.flush

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.reading.readline, b"")


def drop_privileges(libc: Any, settings: dict[str, Any]) -> None:
    """Another user where we are root, no capabilities, and none to be gained."""
    uid = settings["uid"]
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    if settings["namespaces"]:
        libc.unshare(NEWUSER)  # keyrings are its own then; where that is refused, the probe has said so
    if sys.platform == "linux":
        libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
        header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        libc.capset(header, none)


def limit(settings: dict[str, Any]) -> None:
    """Limits that hold for the process and all that it starts."""
    megabyte = 1 << 20
    limits = {
        "RLIMIT_AS": settings["memory"] * megabyte,
        "RLIMIT_CPU": settings["total"] + 5,
        "RLIMIT_FSIZE": 64 * megabyte,
        "RLIMIT_NPROC": settings["processes"],
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
    }
    for name, value in limits.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))


def refuse_calls(libc: Any, program: bytes) -> None:
    """Let a seccomp filter decide on every system call from now on, also of what it starts. Empty: no filter."""
    if program:
        steps = ctypes.create_string_buffer(program, len(program))
        head = struct.pack("@HP", len(program) // 8, ctypes.addressof(steps))
        checked(libc, libc.prctl(SECCOMP, FILTER, ctypes.create_string_buffer(head, len(head)), 0, 0))


def end(pid: int, settings: dict[str, Any]) -> int:
    """Kill a process with all that it started, and wait for it; its exit code.

    It is the first of its pid namespace, and takes the others with it. Without namespaces its process group is killed,
    and where we are root everything of its user.
    """
    if not settings["namespaces"]:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        if settings["uid"] is not None:
            kill_all_of(settings["uid"])
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:  # what it started and left to us
            pass
    if not settings["namespaces"]:
        shutil.rmtree(settings["place"], ignore_errors=True)
    return code


def kill_all_of(uid: int) -> None:
    """Kill every process of a user, as that user."""
    killer = os.fork()
    if killer == 0:
        try:
            os.setresuid(uid, uid, uid)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(killer, 0)


def checked(libc: Any, result: int) -> None:
    """Raise the C library's last error."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
