"""The learner's own copy of the course, the folder `work`: made when missing, refreshed on request, never overwritten.

`Course(folder)` is the course; its `work` has the same tree. Before a fresh copy takes the place of a file that the
learner may have edited, the old file is kept beside it as NAME.old.ipynb.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from course_lib.errors import CourseError

# What a learner gets a copy of; the texts of the notebooks stay where they are.
COPIED = (
    "notebooks/*.ipynb",
    "notebooks/src/*.quiz.json",
    "notebooks/media/*",
    "exercises/*.ipynb",
    "exercises/checks/**/*",
)


@dataclass(frozen=True)
class Course:
    """A course in `folder`, with the learner's copy in `folder/work`."""

    folder: Path

    @property
    def work(self):
        """Where the learner works."""
        return self.folder / "work"

    @property
    def record(self):
        """Which version of each file the learner was given: {relative path: digest}."""
        return self.work / ".course.json"

    def files(self):
        """The relative paths of all that a learner gets, in order."""
        found = {path for pattern in COPIED for path in self.folder.glob(pattern) if path.is_file()}
        return sorted(path.relative_to(self.folder).as_posix() for path in found)


def find(start):
    """The course in `start` or in the nearest folder above it."""
    start = Path(start).resolve()
    for folder in (start, *start.parents):
        if (folder / "course_lib").is_dir() and (folder / "notebooks").is_dir():
            return Course(folder)
    raise CourseError(f"There is no course in {start} or above it: go to its folder, or say --course DIR.")


def fill(course):
    """Copy what the learner does not have yet; returns the relative paths of the new files."""
    new = [name for name in course.files() if not (course.work / name).exists()]
    for name in new:
        give(course, name)
    return new


def outdated(course):
    """The files of which the course has another version than the learner was given."""
    given = read_record(course)
    return [
        name
        for name in course.files()
        if (course.work / name).exists()
        and digest(course.folder / name) not in (given.get(name), digest(course.work / name))
    ]


def reset(course, name):
    """Give a fresh copy of one notebook. Returns (relative path, where the old one is kept or None)."""
    name = named(course, name)
    kept = keep(course.work / name) if (course.work / name).exists() else None
    give(course, name)
    return name, kept


def update(course):
    """Bring new and changed files into the learner's copy; files that the learner edited are kept as NAME.old.ipynb.

    Returns [(relative path, what was done)]. A file that did not change in the course is left as it is.
    """
    given, done = read_record(course), [(name, "new") for name in fill(course)]
    for name in outdated(course):
        edited = digest(course.work / name) != given.get(name)
        kept = keep(course.work / name) if edited else None
        give(course, name)
        done.append((name, f"updated, yours is kept as {kept.name}" if kept else "updated"))
    return done


def named(course, name):
    """The relative path of the notebook meant by 03_momentum, 03_momentum.ipynb or ./work/exercises/03_momentum."""
    wanted = Path(name).as_posix().removesuffix(".ipynb").removeprefix("work/")
    notebooks = [path.removesuffix(".ipynb") for path in course.files() if path.endswith(".ipynb")]
    found = [path for path in notebooks if wanted in (path, path.split("/")[-1])]
    if not found:
        raise CourseError(f"There is no notebook {name!r}; there are {', '.join(notebooks)}.")
    if len(found) > 1:
        raise CourseError(f"{name!r} may mean {' or '.join(found)}: say which.")
    return f"{found[0]}.ipynb"


def give(course, name):
    """Copy one file to the learner and record which version it was. The copy appears whole or not at all."""
    target = course.work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    shutil.copyfile(course.folder / name, partial)
    os.replace(partial, target)
    given = read_record(course) | {name: digest(target)}
    partial = course.record.with_name(".course.json.partial")
    partial.write_text(json.dumps(given, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(partial, course.record)


def keep(path, word="old"):
    """Rename a file to NAME.old.ipynb, or NAME.old2.ipynb …: what was kept before stays. Returns the new path."""
    number = 1
    while (kept := path.with_name(f"{path.stem}.{word}{number if number > 1 else ''}{path.suffix}")).exists():
        number += 1
    return path.rename(kept)


def read_record(course):
    """{relative path: digest}; {} when the record is missing or damaged: then every file counts as edited."""
    try:
        record = json.loads(course.record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def digest(path):
    """A fingerprint of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
