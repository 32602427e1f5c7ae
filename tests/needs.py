"""What a test needs from the machine: skip without it, but fail where everything is required."""

import os
import shutil

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
