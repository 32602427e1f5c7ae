"""What a test needs from the machine: skip without it, but fail where everything is required."""

import contextlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

# So begins the reason of a test that was left out for what the machine lacks.
LEFT_OUT = "left out: "
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def needs_browser():
    """Path of Chromium; without one the test is skipped, or fails under COURSE_REQUIRE_ALL=1."""
    names = (os.environ.get("COURSE_CHROMIUM", ""), *BROWSERS)
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(
        "no Chromium was found; install it (apt install chromium, brew install --cask chromium) or "
        "set COURSE_CHROMIUM to the path of Chrome or Chromium."
    )


def needs_firefox():
    """Path of Firefox, or the same."""
    found = next(
        filter(None, map(shutil.which, (os.environ.get("COURSE_FIREFOX", ""), "firefox-esr", "firefox"))), None
    )
    return found or missing(
        "no Firefox was found; install it (apt install firefox-esr) or set COURSE_FIREFOX to its path."
    )


def needs_nginx():
    """Path of nginx, or the same."""
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    return found or missing("no nginx was found; install it (apt install nginx-light, brew install nginx).")


def missing(sentence):
    """Leave the test out, or fail it where nothing may be left out."""
    if os.environ.get("COURSE_REQUIRE_ALL") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(LEFT_OUT + sentence)


def needs_sandbox():
    """Skip when bubblewrap cannot be had; fail where nothing may be left out."""
    from course_lib.grading.sandbox import probe

    if problem := probe():
        missing(problem)


def needs_users():
    """Skip where this is not root, who alone can act as other users; fail where these cannot run the course."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip(f"{LEFT_OUT}only root can act as other users.")
    if as_user(61001, python_for_all(), "-c", "import course_lib, numpy").returncode:
        missing("other users cannot run the course's Python: make .venv from one that lies outside of /root.")


def python_for_all():
    """This Python, or where it is root's alone, the system's of the same version."""
    own = Path(sys.executable).resolve()
    closed = any(not folder.stat().st_mode & 0o001 for folder in own.parents)
    return f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}" if closed else sys.executable


def as_user(uid, *command, home="/", **more):
    """Run a command as a user who has nothing but a number, and a home."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("COURSE_", "JUPYTER", "XDG_"))}
    here = os.pathsep.join([str(Path(__file__).resolve().parents[1]), sysconfig.get_path("purelib")])
    environment = kept | {"HOME": str(home), "PYTHONPATH": here} | more.pop("env", {})
    more = {"capture_output": True, "text": True, "cwd": home, "timeout": 120} | more
    return subprocess.run([*map(str, command)], user=uid, group=uid, extra_groups=[], env=environment, **more)


@contextlib.contextmanager
def folder_for_all():
    """An empty folder that every user may enter; pytest closes its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def needs_hub():
    """Skip where `sh deploy/hub/setup.sh` has not made the server of this lock; fail where nothing may be left out."""
    root = Path(__file__).resolve().parents[1]
    made = root / "build" / "hub" / "venv" / "requirements-hub.txt"
    if not made.is_file() or made.read_bytes() != (root / "requirements-hub.txt").read_bytes():
        missing("there is no class's server in build/hub: sh deploy/hub/setup.sh")
