"""The commands that start a worker: with bubblewrap around it, or by itself."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from course_lib.files import ROOT
from course_lib.language import say

INSIDE, SCRATCH = "/grader", "/scratch"  # in bubblewrap: the kit, and the only place that can be written


class Unhidden(Exception):
    """Something cannot be hidden, since Python itself lies there: a sentence with the remedy."""


def environment(place: str, scratch: str = SCRATCH) -> dict[str, str]:
    """Nothing of the user's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": scratch,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": scratch,
        "COURSE_KIT": place,
        "PYTHONPATH": place,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def python(place: str) -> list[str]:
    return [sys.executable, "-s", f"{place}/course_lib/grading/worker.py"]


def bwrap(place: str, hidden: Iterable[str | Path] = ()) -> list[str]:
    """The command that starts a worker in bubblewrap. hidden: what must not be seen, wherever it lies."""
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
    away = concealed(hidden)
    shown = visible(away)
    command += seen(shown, away)
    for link in ("/bin", "/lib", "/lib64"):
        if os.path.islink(link):
            command += ["--symlink", os.readlink(link), link]
        elif os.path.isdir(link):
            command += ["--ro-bind", link, link]
    if not any(folder.startswith("/tmp/") for folder in shown):  # an environment that lies there must stay
        command += ["--symlink", SCRATCH, "/tmp"]
    command += ["--ro-bind", place, INSIDE, "--dev", "/dev", "--tmpfs", SCRATCH]
    # A terminal's times and modes are a place to write, too.
    command += ["--remount-ro", "/dev/pts", "--remount-ro", "/dev", "--remount-ro", "/"]
    return [*command, "--chdir", "/", *python(INSIDE)]


def seen(shown: list[str], hidden: list[str]) -> list[str]:
    """The options that show some folders and files, and nothing of others: of two that contain each other, the inner
    one counts."""
    command, covers = [], []
    masked = {mask for place in shown for mask in masks(place, hidden)}
    for place in sorted({*shown, *masked}):
        for above in reversed(Path(place).parents[:-1]):  # the way to it can be walked, whatever it is outside
            command += ["--perms", "0755", "--dir", str(above)]
        if place not in masked:
            command += ["--ro-bind", place, place]
        elif os.path.isdir(place):
            command += ["--tmpfs", place]
            covers += ["--remount-ro", place]
        else:
            command += ["--ro-bind", "/dev/null", place]
    return command + covers


def masks(place: str, hidden: list[str]) -> list[str]:
    """Where something hidden would be seen in a folder that is shown, also when a link leads to it."""
    real = os.path.realpath(place)
    return [os.path.normpath(f"{place}/{os.path.relpath(one, real)}") for one in hidden if is_in(one, real)]


def visible(hidden: Iterable[str] = ()) -> list[str]:
    """The folders that Python needs: its own, the environment's packages, the system's libraries.

    Of an environment in the very folder that is to be hidden, only its parts. Unhidden when that is Python's own.
    """
    places = {"/usr", sys.base_prefix, sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), sys.prefix}
    taken = {place for place in places if os.path.realpath(place) in {*hidden}}
    if taken - {sys.prefix} or (taken and sys.prefix == sys.base_prefix):
        raise Unhidden(
            say(
                "Python itself lies in {place}, beside what a submission must not see: move one of them",
                place=min(taken),
            )
        )
    parts = {f"{sys.prefix}/{part}" for part in ("bin", "lib", "lib64", "pyvenv.cfg")} if taken else set()
    return sorted(place for place in (places - taken) | parts if os.path.exists(place))


def concealed(more: Iterable[str | Path]) -> list[str]:
    """The course, `more`, and installed copies of the course: real paths of what is there."""
    course = [ROOT] if (ROOT / "solutions").is_dir() else []
    return sorted({os.path.realpath(place) for place in (*course, *more, *hidden_copies()) if os.path.exists(place)})


def hidden_copies() -> list[str]:
    """Installed copies of the course, which a student must not find."""
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(f"{place}/course_lib" for place in places if os.path.isdir(f"{place}/course_lib"))


def is_in(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)


def is_root() -> bool:
    return os.name == "posix" and os.getuid() == 0
