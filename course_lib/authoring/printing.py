"""A page as PDF, by the Chromium that is there."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from course_lib.authoring import AuthoringError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
SECONDS = 600


def pdf(page, target, query="", script=0):
    """Print `page`, a file, into `target`; False where there is no Chromium.

    query: what stands behind the page's address; script: the milliseconds that its scripts may take.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return False
    target = Path(target).resolve()
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        more = [f"--user-data-dir={profile}", f"--virtual-time-budget={script}"][: 2 if script else 1]
        command = [browser, *OPTIONS, *more, f"--print-to-pdf={target}", Path(page).resolve().as_uri() + query]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode or not target.is_file():
        raise AuthoringError(f"{browser} could not print {page} (exit code {done.returncode}).")
    return True
