"""Starts a worker in a sandbox and talks to the processes of submissions in it. Whatever they say is only data.

`bwrap`: bubblewrap, with namespaces of its own, no network, nothing writable but an empty /scratch, nothing to see but
Python.
`process`: limits on time and memory, and another user when started as root; no protection of files or of the network.
"""

import contextlib
import json
import os
import secrets
import select
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from course_lib import audiences

LARGEST = 8 << 20  # bytes in one reply
INSIDE, SCRATCH = "/grader", "/scratch"  # in bubblewrap: the kit, and the only place that can be written
UNPRIVILEGED, USERS = 40_000, 20_000  # the first of the users that workers become when started as root, and how many
START_SECONDS = 60
INSTALL = "install bubblewrap (on Debian and Ubuntu: apt install bubblewrap), or say --sandbox process"
ALLOW = (
    "allow unprivileged user namespaces (on newer Ubuntu: an AppArmor profile for bwrap, or"
    " sysctl kernel.apparmor_restrict_unprivileged_userns=0), or say --sandbox process"
)


class SandboxError(Exception):
    """The sandbox cannot be had: a sentence with the remedy."""


class WorkerEnded(SandboxError):
    """The worker died, such as by the system when memory ran out; another one can be started."""


class Ended(Exception):
    """The submission's process did not answer: `why` is timeout or crashed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """What a submission may use: seconds a cell or call, seconds in all, megabytes of memory and scratch."""

    timeout: float = 10
    total: float = 120
    memory: int = 1024
    processes: int = 32
    scratch: str = "64m"


def probe() -> str | None:
    """None when bubblewrap works here; else a sentence: missing and refused have different remedies."""
    if sys.platform != "linux" or not shutil.which("bwrap"):
        return f"bubblewrap is missing: {INSTALL}."
    place = kit()
    try:
        command = [*bwrap(place), json.dumps({"probe": True})]
        done = subprocess.run(command, env=environment(INSIDE), capture_output=True, text=True, timeout=START_SECONDS)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if done.returncode == 0:
        return None
    said = done.stderr.strip().splitlines()
    return f"bubblewrap is installed, but refused here ({said[-1] if said else done.returncode}): {ALLOW}."


class Sandbox:
    """One worker: `session()` starts a fresh process for a submission. Use it in a with block, in one thread."""

    def __init__(self, kind: str, limits: Limits, number: int = 0) -> None:
        self.kind, self.limits, self.number = kind, limits, number
        self.kit = ""
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None

    def __enter__(self) -> Self:
        self.kit = kit()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        shutil.rmtree(self.kit, ignore_errors=True)

    def start(self) -> None:
        """Start the worker and wait until it is warm."""
        ours, theirs = socket.socketpair()
        settings = {
            "namespaces": self.kind == "bwrap",
            "memory": self.limits.memory,
            "total": int(self.limits.total),
            "processes": self.limits.processes,
            "scratch": self.limits.scratch,
            "place": SCRATCH if self.kind == "bwrap" else tempfile.gettempdir(),
            "control": theirs.fileno(),
            "uid": user(self.number) if is_root() else None,
        }
        command = [*(bwrap(self.kit) if self.kind == "bwrap" else python(self.kit)), json.dumps(settings)]
        place = INSIDE if self.kind == "bwrap" else self.kit
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the sandbox)
        self.process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env=environment(place),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.log,
            start_new_session=True,
        )
        theirs.close()
        self.control = ours
        ours.settimeout(START_SECONDS)
        try:
            ready = ours.recv(64)
        except OSError:
            ready = b""
        if ready != b"ready\n":
            self.stop()
            self.log.seek(0)
            said = self.log.read(1 << 16).decode(errors="replace").strip().splitlines()
            raise SandboxError(said[-1] if said else "the worker did not start")

    def stop(self) -> None:
        """End the worker with all that runs in it."""
        if self.control:
            self.control.close()
            self.control = None
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()
            self.process = None

    def session(self) -> "Session":
        """A fresh process for a submission, in a new worker where the old one died."""
        if self.process and self.process.poll() is None:
            with contextlib.suppress(WorkerEnded):
                return Session(self)
        self.stop()
        self.start()
        return Session(self)

    def order(self, text: str, channel: socket.socket | None = None) -> str:
        """Give the worker a command, with a socket where it needs one; its answer. WorkerEnded when it is dead."""
        if self.control is None:
            raise WorkerEnded("the sandbox has ended")
        try:
            if channel is None:
                self.control.sendall(text.encode())
            else:
                socket.send_fds(self.control, [text.encode()], [channel.fileno()])
            answer = self.control.recv(64).decode().strip()
        except OSError:
            answer = ""
        if not answer:
            raise WorkerEnded("the worker has ended")
        return answer


class Session:
    """The process of one submission. Ended is raised when it does not answer in time or not in our form."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.pending = sandbox, b""
        self.channel, theirs = socket.socketpair()
        try:
            self.pid = int(sandbox.order("S", theirs))
        except WorkerEnded:
            self.channel.close()
            raise
        finally:
            theirs.close()
        if self.pid <= 0:
            self.channel.close()
            raise SandboxError(os.strerror(-self.pid))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.channel.close()
        with contextlib.suppress(WorkerEnded):  # then the process is dead as well
            self.sandbox.order(f"K{self.pid}")

    def ask(self, request: dict, seconds: float) -> dict:
        """The reply to a request: a dict that carries the request's random id. Other replies count as forged."""
        request = {"id": secrets.token_hex(8)} | request
        end = time.monotonic() + seconds
        self.send(json.dumps(request).encode() + b"\n", end)
        while True:
            reply = parsed(self.line(end))
            if reply.get("id") == request["id"]:
                return reply

    def send(self, data: bytes, end: float) -> None:
        self.channel.settimeout(max(0.01, end - time.monotonic()))
        try:
            self.channel.sendall(data)
        except TimeoutError:
            raise Ended("timeout") from None
        except OSError:
            raise Ended("crashed") from None

    def line(self, end: float) -> bytes:
        """The next line that it sends, at most LARGEST bytes."""
        parts, size = [self.pending], len(self.pending)
        while b"\n" not in parts[-1]:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.channel], [], [], left)[0]:
                raise Ended("timeout")
            try:
                parts.append(self.channel.recv(1 << 16))
            except OSError:
                raise Ended("crashed") from None
            size += len(parts[-1])
            if not parts[-1] or size > LARGEST:
                raise Ended("crashed")
        line, _, self.pending = b"".join(parts).partition(b"\n")
        return line


def parsed(line: bytes) -> dict:
    """A reply as a dict; whatever is none counts as a crash."""
    try:
        reply = json.loads(line)
    except (ValueError, RecursionError):
        raise Ended("crashed") from None
    if not isinstance(reply, dict):
        raise Ended("crashed")
    return reply


# ---- starting a worker ----


def kit() -> str:
    """A folder with the few files that run inside, and nothing else of the course."""
    folder = Path(tempfile.mkdtemp(prefix="course-grading-"))
    for name in audiences.files("sandbox"):
        target = folder / "course_lib" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (target.parent / "__init__.py").touch()
        shutil.copyfile(audiences.LIBRARY / name, target)
    (folder / "course_lib" / "__init__.py").touch()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return str(folder)


def environment(place: str) -> dict[str, str]:
    """Nothing of the user's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": SCRATCH,
        "TMPDIR": SCRATCH,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": SCRATCH,
        "COURSE_KIT": place,
        "PYTHONPATH": place,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def python(place: str) -> list[str]:
    return [sys.executable, "-s", f"{place}/course_lib/grading/worker.py"]


def bwrap(place: str) -> list[str]:
    """The command that starts a worker in bubblewrap."""
    command = [
        shutil.which("bwrap") or "bwrap",
        "--unshare-pid",
        "--unshare-ipc",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--die-with-parent",
        "--hostname",
        "sandbox",
        "--cap-add",
        "CAP_SYS_ADMIN",
        "--cap-add",
        "CAP_KILL",
    ]
    if is_root():
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user"]
    for folder in visible():
        for above in reversed(Path(folder).parents[:-1]):  # the way to it can be walked, whatever it is outside
            command += ["--perms", "0755", "--dir", str(above)]
        command += ["--ro-bind", folder, folder]
    for link in ("/bin", "/lib", "/lib64"):
        if os.path.islink(link):
            command += ["--symlink", os.readlink(link), link]
        elif os.path.isdir(link):
            command += ["--ro-bind", link, link]
    for hidden in hidden_copies():
        command += ["--tmpfs", hidden, "--remount-ro", hidden]
    if not any(folder.startswith("/tmp/") for folder in visible()):  # an environment that lies there must stay
        command += ["--symlink", SCRATCH, "/tmp"]
    command += [
        "--ro-bind",
        place,
        INSIDE,
        "--dev",
        "/dev",
        "--remount-ro",
        "/dev",
        "--tmpfs",
        SCRATCH,
        "--remount-ro",
        "/",
    ]
    return [*command, "--chdir", "/", *python(INSIDE)]


def user(number: int, run: int | None = None) -> int:
    """The user that a worker becomes: one a worker, and others in each run.

    run: the number of the grading process, ours by default.
    Two runs at once would share the limit on a user's processes, so that a fork bomb in one starves the other; and
    without namespaces a worker kills all that its user has.
    """
    return UNPRIVILEGED + (16 * (run or os.getpid()) + number) % USERS


def is_root() -> bool:
    return os.name == "posix" and os.getuid() == 0


def visible() -> list[str]:
    """The folders that Python needs: its own, the environment's packages, the system's libraries."""
    places = {"/usr", sys.base_prefix, sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), sys.prefix}
    return sorted(place for place in places if os.path.isdir(place))


def hidden_copies() -> list[str]:
    """Installed copies of the course, which a student must not find."""
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(f"{place}/course_lib" for place in places if os.path.isdir(f"{place}/course_lib"))
