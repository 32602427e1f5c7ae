"""What a test needs from the machine: skip without it, but fail where everything is required."""

import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def needs_browser():
    """Path of Chromium; without one the test is skipped, or fails under COURSE_REQUIRE_ALL=1."""
    names = (os.environ.get("COURSE_CHROMIUM", ""), *BROWSERS)
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing("No Chromium was found; install it, or set COURSE_CHROMIUM to its path.")


def missing(sentence):
    """Leave the test out, or fail it where nothing may be left out."""
    if os.environ.get("COURSE_REQUIRE_ALL") == "1":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def needs_sandbox():
    """Skip when bubblewrap cannot be had; fail where nothing may be left out."""
    from course_lib.grading.sandbox import probe

    if problem := probe():
        missing(problem)
