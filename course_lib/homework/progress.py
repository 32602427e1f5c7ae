"""Which exercises are solved: one small file on this machine, work/progress.json or the one COURSE_PROGRESS names.

Deleting the file is safe. A damaged one is kept aside as progress.damaged.json, and a new one begun.
"""

import json
import os
from pathlib import Path

from course_lib import files, workspace
from course_lib.errors import CourseError
from course_lib.homework import keys
from course_lib.homework.key import Key


def place(start: Path | None = None) -> Path | None:
    """The file, or None where there is no course to keep it in; start: a folder in the course."""
    if named := os.environ.get("COURSE_PROGRESS"):
        return Path(named)
    try:
        return workspace.find(start or Path.cwd()).work / "progress.json"
    except CourseError:
        return None


def record(key: Key) -> str | None:
    """Note that an exercise is solved. Returns a sentence when something is to be said, else None."""
    path = place()
    if path is None:
        return None
    try:
        solved, problem = read(path)
        names = solved.setdefault(key.assignment, [])
        if key.name not in names:
            names.append(key.name)
            write(path, solved)
        return problem
    except OSError as error:
        return f"Your progress could not be saved in {path.name} ({error.strerror or error})."


def read(path: Path) -> tuple[dict[str, list[str]], str | None]:
    """({assignment: [solved exercises]}, a sentence or None). A damaged file is renamed, and counts as empty."""
    try:
        solved = json.loads(path.read_text(encoding="utf-8"))["solved"]
        if all(isinstance(name, str) for names in solved.values() for name in names):
            return {assignment: list(names) for assignment, names in solved.items()}, None
    except FileNotFoundError:
        return {}, None
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    kept = path.rename(workspace.free(path.with_name(f"{path.stem}.damaged{path.suffix}")))
    return {}, f"The record of your progress was damaged: it is kept as {kept.name}, and a new one was started."


def write(path: Path, solved: dict[str, list[str]]) -> None:
    """The whole file or nothing of it."""
    files.write(path, json.dumps({"solved": solved}, indent=1, sort_keys=True) + "\n")


def summary(solved: dict[str, list[str]], exercises: dict[str, list[str]]) -> str:
    """Lines of text: how many exercises of each chapter are solved, and what comes next."""
    if not exercises:
        return "There are no exercises here."
    width = max(map(len, exercises))
    lines = []
    for assignment, names in exercises.items():
        done = [name for name in names if name in solved.get(assignment, [])]
        left = [name for name in names if name not in done]
        bar, end = "█" * len(done) + "░" * len(left), f"   next: {left[0]}" if left else ""
        lines.append(f"{assignment:{width}}  {bar:12} {len(done)} of {len(names)}{end}")
    return "\n".join(lines)


def show() -> None:
    """Print how far you have got, chapter by chapter."""
    print(report())


def report(start: Path | None = None) -> str:
    """How far you are, as text; start: a folder in the course, by default the one you are in."""
    path = place(start)
    solved, problem = read(path) if path else ({}, None)
    try:
        text = summary(solved, keys.assignments(start))
    except keys.NoKey as error:
        text = str(error)
    return f"{text}\n{problem}" if problem else text
