"""The `course` command: open the course, and keep the learner's copy fresh."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from course_lib import workspace

SETTINGS = Path(__file__).parent / "lab_settings"


def main(arguments=None):
    """Run the command; returns the exit code: 0, or 2 with one sentence when the user has to mend something."""
    parser = commands()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.run is not lab:
        parser.error(f"unknown argument {rest[0]}")
    try:
        return options.run(options, rest)
    except workspace.CourseError as error:
        print(error, file=sys.stderr)
        return 2


def commands():
    """The parser: one sub-command a function below."""
    parser = argparse.ArgumentParser(prog="course", description=__doc__, allow_abbrev=False)
    parser.add_argument("--course", metavar="DIR", default=".", help="the course's folder (default: here or above)")
    parser.set_defaults(run=lambda options, rest: parser.print_help() or 0)
    subparsers = parser.add_subparsers(metavar="COMMAND")
    add = subparsers.add_parser("lab", help="open the course in JupyterLab, whose arguments may follow")
    add.set_defaults(run=lab)
    add = subparsers.add_parser("reset", help="get a fresh copy of one notebook; yours is kept as NAME.old.ipynb")
    add.add_argument("name", metavar="NAME", help="such as 03_momentum")
    add.set_defaults(run=reset)
    add = subparsers.add_parser("update", help="bring a newer version of the course into your copy")
    add.set_defaults(run=update)
    return parser


def lab(options, rest):
    """Make the learner's copy where it is missing, and open it in JupyterLab."""
    course = workspace.find(options.course)
    workspace.fill(course)
    if workspace.outdated(course):
        print("Some notebooks have newer versions: `course update` brings them into your copy.", flush=True)
    first = course.work / "notebooks" / "00_start_here.ipynb"
    settings = f"--LabApp.app_settings_dir={SETTINGS}"  # no pop-up that asks about news
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={course.work}", settings, *rest, str(first)]
    if os.name == "nt":  # exec on Windows would give the terminal back while JupyterLab still runs
        return subprocess.call(command)
    os.execv(sys.executable, command)


def reset(options, rest):
    """Give a fresh copy of one notebook."""
    name, kept = workspace.reset(workspace.find(options.course), options.name)
    print(f"work/{name} is fresh" + (f"; yours is kept as {kept.name}." if kept else "."))
    return 0


def update(options, rest):
    """Bring new and changed files into the learner's copy."""
    done = workspace.update(workspace.find(options.course))
    print("\n".join(f"work/{name}: {what}" for name, what in done) or "Your copy is up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
