"""`course nbgrader` and `course gradescope`: our grading where instructors already are."""

import argparse
import secrets
import zipfile
from collections.abc import Callable
from pathlib import Path

from course_lib import audiences, workspace
from course_lib.errors import CourseError
from course_lib.files import replacing, zip_entry
from course_lib.language import say

SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, when it builds the autograder's image.
set -e
apt-get update -qq
apt-get install -y -qq bubblewrap python3 python3-venv >/dev/null
cd /autograder/source
python3 -m venv .venv
.venv/bin/pip install --quiet --require-hashes -r requirements.txt
chmod -R go-rwx .
"""
# The folder is an argument so that a test can run it elsewhere.
RUN = """#!/usr/bin/env bash
# Gradescope runs this for every submission.
root=${{AUTOGRADER:-/autograder}}
cd "$root/source"
chmod go-rwx .
PYTHONPATH="$root/source" "${{PYTHON:-.venv/bin/python}}" -m course_lib.grading.gradescope {name} {seed} "$root"
"""
SHARED = ("solutions/specs/shared.py", "solutions/specs/slips.py")  # what the specs of all homework import


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add both commands."""
    nbgrader = command("nbgrader", write_nbgrader, "write an nbgrader course that grades in our sandbox")
    nbgrader.add_argument("folder", metavar="FOLDER", help="where the nbgrader course goes; empty or new")
    nbgrader.add_argument("--seed", type=int, metavar="N", help="of the hidden cases (random)")
    nbgrader.add_argument("--sandbox", choices=("bwrap", "process"), default="bwrap")
    gradescope = command("gradescope", write_gradescope, "write the autograder zip for Gradescope")
    gradescope.add_argument("assignment", metavar="ASSIGNMENT", help="such as 03_momentum")
    gradescope.add_argument("file", metavar="FILE.zip")
    gradescope.add_argument("--seed", type=int, metavar="N", help="of the hidden cases (another for each submission)")


def write_nbgrader(options: argparse.Namespace, rest: list[str]) -> int:
    """Write the course, and say how to go on."""
    course, folder = workspace.find(options.course), Path(options.folder)
    if folder.exists() and any(folder.iterdir()):
        raise CourseError(say("{folder} is not empty: name a new folder.", folder=folder))
    try:
        from course_lib.grading.for_nbgrader import write_course
    except ImportError as error:
        raise CourseError(say("nbgrader is not installed here: pip install nbgrader.")) from error
    folder.mkdir(parents=True, exist_ok=True)
    write_course(course.folder, folder, seed_of(options), options.sandbox)
    print(
        say(
            "{folder} is an nbgrader course. In it: nbgrader generate_assignment 03_momentum, later nbgrader"
            " autograde.",
            folder=folder,
        )
    )
    return 0


def write_gradescope(options: argparse.Namespace, rest: list[str]) -> int:
    """Write the zip."""
    from course_lib.grading import assignment

    root = workspace.find(options.course).folder
    name, seed = options.assignment, "fresh" if options.seed is None else options.seed
    assignment.load(root, name, options.seed)  # a sentence when there is no such homework
    library = [f"course_lib/{path}" for path in audiences.files("gradescope", root / "course_lib")]
    specs = [path.relative_to(root).as_posix() for path in sorted(root.glob(f"solutions/specs/{name}/*.py"))]
    public = [path.relative_to(root).as_posix() for path in sorted(root.glob(f"exercises/checks/{name}/*.json"))]
    solutions = [path.relative_to(root).as_posix() for path in sorted(root.glob(f"solutions/**/{name}.ipynb"))]
    answers = [*solutions, *specs, *public, *SHARED, "requirements.txt"]
    with replacing(Path(options.file), "wb") as file, zipfile.ZipFile(file, "w") as package:
        for path, text in (("setup.sh", SETUP), ("run_autograder", RUN.format(name=name, seed=seed))):
            zip_entry(package, path, text.encode(), 0o755)
        for path in (*library, *answers):
            zip_entry(package, path, (root / path).read_bytes())
    print(say("{file}: upload it as the autograder of {name}. Seed: {seed}.", file=options.file, name=name, seed=seed))
    return 0


def seed_of(options: argparse.Namespace) -> int:
    return secrets.randbelow(2**31) if options.seed is None else options.seed
