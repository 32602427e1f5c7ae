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
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from course_lib.grading import cgroups, syscalls
from course_lib.grading import kit as kits
from course_lib.grading.bubblewrap import INSIDE, SCRATCH, Unhidden, bwrap, environment, is_root, python
from course_lib.language import later, say

LARGEST, MOST_FORGED = 1 << 20, 100  # bytes that it may send in answer to one request, and replies to none
AHEAD = 1 << 15  # bytes of requests that wait in its socket, which takes more: the grader is never stopped by it
UNPRIVILEGED, USERS = 40_000, 20_000  # the first of the users that submissions become when root grades, and how many
IN_TURN = 4  # of them for one worker
START_SECONDS = 60
INSTALL = later("install bubblewrap (on Debian and Ubuntu: apt install bubblewrap), or say --sandbox process")
ALLOW = later(
    "allow unprivileged user namespaces (on newer Ubuntu: an AppArmor profile for bwrap, or"
    " sysctl kernel.apparmor_restrict_unprivileged_userns=0), or say --sandbox process"
)
NO_USERS = later(
    "Submissions have no user namespace of their own here: kernel keyrings are kept from them by the filter of system"
    " calls alone."
)
UNFILTERED = later("System calls are not filtered: there is a filter for Linux on x86_64 and aarch64 alone.")


class SandboxError(Exception):
    """The sandbox cannot be had: a sentence with the remedy."""


class WorkerEnded(SandboxError):
    """The worker died, such as by the system when memory ran out; another one can be started."""


class Ended(Exception):
    """The submission's process did not answer: `why` is timeout, memory or crashed."""

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
    hidden: tuple[str, ...] = ()  # folders and files that it must not see, besides the course


def probe() -> str | None:
    """None when bubblewrap works here; else a sentence: missing and refused have different remedies."""
    return probed()[0]


def probed() -> tuple[str | None, list[str]]:
    """(what `probe` says, sentences on what of the protection cannot be had here)."""
    if sys.platform != "linux" or not shutil.which("bwrap"):
        return say("bubblewrap is missing: {remedy}.", remedy=say(INSTALL)), []
    place, lock = kits.make()
    try:
        command = [*bwrap(place), json.dumps({"probe": True})]
        done = subprocess.run(command, env=environment(INSIDE), capture_output=True, text=True, timeout=START_SECONDS)
    except Unhidden as error:
        return say("{sentence}.", sentence=error), []
    finally:
        kits.remove(place, lock)
    if done.returncode == 0:
        return None, [*([] if done.stdout.strip() == "ready" else [say(NO_USERS)]), *missing()]
    said = done.stderr.strip().splitlines()
    why = said[-1] if said else done.returncode
    return say("bubblewrap is installed, but refused here ({why}): {remedy}.", why=why, remedy=say(ALLOW)), []


def missing() -> list[str]:
    """Sentences on what of the protection that needs no bubblewrap cannot be had here."""
    return [*([] if syscalls.here() else [say(UNFILTERED)]), *([] if cgroups.found() else [say(cgroups.MISSING)])]


class Sandbox:
    """One worker: `session()` is a fresh process for a submission. Use it in a with block, in one thread.

    The next process is started as soon as the last one has ended: meanwhile the grader judges what that one said.
    """

    def __init__(self, kind: str, limits: Limits, number: int = 0) -> None:
        self.kind, self.limits, self.number = kind, limits, number
        self.kit, self.lock = "", -1
        self.group, self.killed = cgroups.Group(limits.memory), 0
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        self.coming: socket.socket | None = None  # our end of the process that is being started

    def __enter__(self) -> Self:
        self.kit, self.lock = kits.make()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        kits.remove(self.kit, self.lock)
        self.lock = -1  # its number may soon be another file's

    def start(self) -> None:
        """Start the worker and wait until it is warm."""
        ours, theirs = socket.socketpair()
        boxed = self.kind == "bwrap"
        settings = {
            "namespaces": boxed,
            "memory": self.limits.memory,
            "total": int(self.limits.total),
            "processes": self.limits.processes,
            "scratch": self.limits.scratch,
            "place": SCRATCH if boxed else self.kit,
            "control": theirs.fileno(),
            "uids": users(self.number) if is_root() else [],
            "filter": syscalls.here().hex(),
        }
        try:
            command = bwrap(self.kit, self.limits.hidden) if boxed else python(self.kit)
        except Unhidden as error:
            raise SandboxError(str(error)) from error
        place, scratch = (INSIDE, SCRATCH) if boxed else (self.kit, self.kit)
        command, variables = self.group.around([*command, json.dumps(settings)], environment(place, scratch))
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the sandbox)
        self.process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env=variables,
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
            raise SandboxError(said[-1] if said else say("the worker did not start"))
        self.group.entered(self.process.pid)
        self.killed = 0
        self.begin()

    def stop(self) -> None:
        """End the worker with all that runs in it."""
        for one in filter(None, (self.control, self.coming)):
            one.close()
        self.control = self.coming = None
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()
            self.process = None
        self.group.remove()

    def session(self) -> "Session":
        """A fresh process for a submission, in a new worker where the old one died."""
        if self.process and self.process.poll() is None:
            with contextlib.suppress(WorkerEnded):
                return Session(self)
        self.stop()
        self.start()
        return Session(self)

    def overflowed(self) -> bool:
        """Whether the system has killed something in the worker for its memory since this was asked last."""
        before, self.killed = self.killed, self.group.killed()
        return self.killed > before

    def begin(self) -> None:
        """Have the next submission's process started, without waiting for it."""
        self.coming, theirs = socket.socketpair()
        self.send("S", theirs)
        theirs.close()

    def begun(self) -> tuple[socket.socket, int]:
        """(our end of it, its number) of the process that was begun. WorkerEnded when there is none."""
        channel, self.coming = self.coming, None
        if channel is None:
            raise WorkerEnded(say("the sandbox has ended"))
        try:
            return channel, int(self.answer())
        except WorkerEnded:
            channel.close()
            raise

    def end(self, number: int) -> None:
        """End a process, and begin the next one."""
        self.send(f"K{number}")
        with contextlib.suppress(WorkerEnded):  # then the process is dead as well
            self.answer()
            self.begin()

    def send(self, text: str, channel: socket.socket | None = None) -> None:
        """Give the worker a command, with a socket where it needs one; whether it is dead shows in its answer."""
        if self.control:
            with contextlib.suppress(OSError):
                socket.send_fds(self.control, [text.encode()], [channel.fileno()] if channel else [])

    def answer(self) -> str:
        """What the worker says to a command. WorkerEnded when it is dead."""
        try:
            said = self.control.recv(64).decode().strip() if self.control else ""
        except OSError:
            said = ""
        if not said:
            raise WorkerEnded(say("the worker has ended"))
        return said


class Session:
    """The process of one submission. Ended is raised when it does not answer in time or not in our form."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox, self.pending, self.left = sandbox, b"", LARGEST
        self.channel, self.pid = sandbox.begun()
        if self.pid <= 0:
            self.channel.close()
            raise SandboxError(os.strerror(-self.pid))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.channel.close()
        self.sandbox.end(self.pid)

    def ask(self, request: dict, seconds: float) -> dict:
        """The reply to one request, see `ask_each`."""
        return next(self.ask_each([request], lambda: seconds))

    def ask_each(self, requests: Iterable[dict], seconds: Callable[[], float]) -> Iterator[dict]:
        """The replies, one after the other: a dict that carries the request's random id. Others count as forged.

        The next requests are on their way while one is answered: to wait for each costs as much as to answer it.
        seconds: how long to wait for the next reply.
        """
        lines = [(name, coded({"id": name} | one)) for one in requests for name in [secrets.token_hex(8)]]
        sent = ahead = 0
        for name, line in lines:
            end = time.monotonic() + seconds()
            try:
                while sent < len(lines) and (not ahead or ahead + len(lines[sent][1]) <= AHEAD):
                    self.send(lines[sent][1], end)
                    ahead += len(lines[sent][1])
                    sent += 1
                yield self.reply(name, end)
            except Ended as ended:
                if ended.why == "crashed" and self.sandbox.overflowed():
                    raise Ended("memory") from None
                raise
            ahead -= len(line)

    def reply(self, name: str, end: float) -> dict:
        """What it says with this id."""
        self.left = LARGEST
        for _ in range(MOST_FORGED):  # to read them costs the grader time and memory
            reply = parsed(self.line(end))
            if reply.get("id") == name:
                return reply
        raise Ended("crashed")

    def send(self, data: bytes, end: float) -> None:
        self.channel.settimeout(max(0.01, end - time.monotonic()))
        try:
            self.channel.sendall(data)
        except TimeoutError:
            raise Ended("timeout") from None
        except OSError:
            pass  # it has ended: what it said before is read all the same, and then its end

    def line(self, end: float) -> bytes:
        """The next line that it sends, of the bytes that are left."""
        parts = [self.pending]
        while b"\n" not in parts[-1]:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.channel], [], [], left)[0]:
                raise Ended("timeout")
            try:
                parts.append(self.channel.recv(1 << 16))
            except OSError:
                raise Ended("crashed") from None
            self.left -= len(parts[-1])
            if not parts[-1] or self.left < 0:
                raise Ended("crashed")
        line, _, self.pending = b"".join(parts).partition(b"\n")
        return line


def coded(request: dict) -> bytes:
    return json.dumps(request).encode() + b"\n"


def parsed(line: bytes) -> dict:
    """A reply as a dict; whatever is none counts as a crash."""
    try:
        reply = json.loads(line.decode())  # bytes would be searched for their encoding first
    except (ValueError, RecursionError):
        raise Ended("crashed") from None
    if not isinstance(reply, dict):
        raise Ended("crashed")
    return reply


def users(number: int, run: int | None = None) -> list[int]:
    """The users that a worker's submissions become in turn: a few a worker, and others in each run.

    run: the number of the grading process, ours by default.
    Two runs at once would share the limit on a user's processes, so that a fork bomb in one starves the other; and
    without namespaces a worker kills all that its user has.
    """
    first = IN_TURN * (16 * (run or os.getpid()) + number) % USERS
    return [UNPRIVILEGED + first + turn for turn in range(IN_TURN)]
