"""Memory counted for all that a worker holds, by a control group (cgroup v2): processes, files, shared memory.

Without one, the limit on memory holds for each process by itself.
"""

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course_lib.grading.bubblewrap import is_root
from course_lib.language import later

HIERARCHY, BOOTED, PROCESSES = Path("/sys/fs/cgroup"), Path("/run/systemd/system"), Path("/proc")
GONE = 5  # seconds that the processes of a worker may take to go
OWN = 256  # megabytes that the worker and the folder to write in may take beside the submission
MISSING = later(
    "Memory is limited for each process, not for all that a submission holds together: there is no cgroup v2 here that"
    " the grader may use."
)
# What systemd-run needs of the user's environment; the worker gets none of it.
TO_SYSTEMD = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
# When the machine runs out of memory, the system ends a worker before anything else.
FIRST_TO_GO = '[ -z "$0" ] || echo $$ > "$0" || exit 1; echo 1000 > /proc/self/oom_score_adj; exec "$@"'


class Group:
    """What the memory of one worker is counted in. `path`: its folder in the hierarchy, once the worker runs."""

    def __init__(self, megabytes: int) -> None:
        self.limit = megabytes + OWN
        self.path: Path | None = None
        self.made: Path | None = None

    def around(self, command: list[str], environment: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        """(command, environment) that start a worker in its group."""
        if sys.platform != "linux":
            return command, environment
        way = found()
        self.made = new_group(way, self.limit) if isinstance(way, Path) else None
        inner = ["sh", "-c", FIRST_TO_GO, f"{self.made}/cgroup.procs" if self.made else "", *command]
        if way != "systemd":
            return inner, environment
        needed = {name: os.environ[name] for name in TO_SYSTEMD if name in os.environ}
        only = ["env", "-i", *(f"{name}={value}" for name, value in environment.items())]
        return [*scope(self.limit), *only, *inner], environment | needed

    def entered(self, pid: int) -> None:
        """Note where the worker is counted."""
        self.path = group_of(pid) if found() else None

    def killed(self) -> int:
        """How often something in it was killed because its memory was over."""
        if self.path is None:
            return 0
        with contextlib.suppress(OSError, ValueError):
            lines = (self.path / "memory.events").read_text().splitlines()
            return int(dict(line.split() for line in lines)["oom_kill"])
        return 0

    def remove(self) -> None:
        """Take the group away, once nothing runs in it."""
        self.path = None
        made, self.made = self.made, None
        end = time.monotonic() + GONE
        while made:
            with contextlib.suppress(OSError):
                (made / "cgroup.kill").write_text("1")
            try:
                made.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:  # what was killed is still on its way out
                if time.monotonic() > end:
                    return
                time.sleep(0.01)


@functools.cache
def found() -> Path | str | None:
    """How a group can be had: the folder in which we may make one, "systemd", or None."""
    if sys.platform != "linux":
        return None
    if BOOTED.exists() and shutil.which("systemd-run"):
        tried = subprocess.run([*scope(64), "true"], capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
        if tried.returncode == 0:
            return "systemd"
    own = group_of(os.getpid())
    for place in (own, own and own.parent):
        if place and place.is_relative_to(HIERARCHY) and (trial := new_group(place, 64)):
            trial.rmdir()
            return place
    return None


def group_of(pid: int) -> Path | None:
    """The folder of a process's group; None where there is no cgroup v2 for memory."""
    try:
        lines = (PROCESSES / str(pid) / "cgroup").read_text().splitlines()
        own = next(line[len("0::") :] for line in lines if line.startswith("0::"))
        place = HIERARCHY / own.lstrip("/")
        return place if "memory" in (place / "cgroup.controllers").read_text().split() else None
    except (OSError, StopIteration):
        return None


def new_group(place: Path, megabytes: int) -> Path | None:
    """A new group with a limit in `place`; None where we may not make one."""
    for left in place.glob("course-grading-*"):  # a killed grader's; one in use cannot be removed
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - 60:
                left.rmdir()
    try:
        group = Path(tempfile.mkdtemp(prefix="course-grading-", dir=place))
    except OSError:
        return None
    try:
        if not (group / "memory.max").exists():
            (place / "cgroup.subtree_control").write_text("+memory")
        (group / "memory.max").write_text(f"{megabytes}M")
        with contextlib.suppress(OSError):  # where there is no swap, there is no such file
            (group / "memory.swap.max").write_text("0")
        return group
    except OSError:
        group.rmdir()
        return None


def scope(megabytes: int) -> list[str]:
    """The beginning of a command that systemd counts and limits as one."""
    whose = [] if is_root() else ["--user"]
    limits = ["-p", f"MemoryMax={megabytes}M", "-p", "MemorySwapMax=0"]
    return ["systemd-run", *whose, "--scope", "--quiet", "--collect", *limits, "--"]
