"""Whose notebook is it? The layouts in which platforms and people hand over a class, read from the files' paths."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from course_lib.errors import CourseError
from course_lib.language import say

# What platforms write. `student` tells students apart; `id` is the platform's own number, where it stands in the path.
CANVAS = re.compile(r"(?:^|/)(?P<student>[^/]+?)(?:_LATE)?_(?P<id>\d+)_\d+_[^/]*$")
CANVAS_ANONYMOUS = re.compile(r"(?:^|/)(?P<student>anon_[^/_]+)(?:_LATE)?_\d+_[^/]*$")  # the number is the attachment's
MOODLE = re.compile(r"(?:^|/)(?P<student>[^/]+)_(?P<id>\d+)_assignsubmission_")
COLLECTED = re.compile(r"(?:^|/)(?P<student>[^/]+)/handed_in_\d{4}-\d\d-\d\d_[^/]*$")  # by course collect
LAYOUTS = {
    "course collect": COLLECTED,
    "Gradescope": re.compile(r"(?:^|/)(?P<student>submission_\d+)/"),
    "nbgrader's exchange": re.compile(r"(?:^|/)(?P<student>[^/+]+)\+[^/+]+\+\d{4}-\d\d-\d\d [^/+]+(?:\+[^/]*)?/"),
    "nbgrader": re.compile(r"(?:^|/)submitted/(?P<student>[^/]+)/[^/]+/"),
    "Moodle": MOODLE,
    "Brightspace": re.compile(r"(?:^|/)(?P<id>\d+)-\d+ - (?P<student>[^/]+) - \w+ \d+, \d{4} [^/]+(?:/| - )"),
    "Blackboard": re.compile(r"(?:^|/)(?P<student>[^/]+)_attempt_\d{4}(?:-\d\d){5}"),
    "Canvas, anonymous": CANVAS_ANONYMOUS,
    "Canvas": CANVAS,
}

# What lies beside nbgrader's `submitted`, and was handed in by nobody.
NBGRADER_OWN = re.compile(r"(?P<course>^|.*/)(?:source|release|autograded|feedback)/")
RECEIPT = re.compile(r"_attempt_\d{4}(?:-\d\d){5}\.txt$")  # Blackboard's, of each attempt
WHO_IS_WHO = re.compile(r"^(?:[^/]*_export/)?submission_metadata\.yml$")  # Gradescope's
DATE = re.compile(r"\d{4}-?\d\d-?\d\d\b")

Owner = Callable[[str], str]  # path of a notebook, without its ending → whose it is


def owner(names: Sequence[str], pattern: str | None = None) -> Owner:
    """How to tell whose each of these notebooks is. pattern: a regular expression that finds the student in a path."""
    if pattern:
        return by(compiled(pattern))
    for layout in LAYOUTS.values():
        if 2 * sum(bool(layout.search(name)) for name in names) > len(names):
            return by(layout)
    return by_folder(names)


def compiled(pattern: str) -> re.Pattern:
    """The regular expression; CourseError when it is none, or has no group."""
    try:
        found = re.compile(pattern)
    except re.error as error:
        raise CourseError(
            say("--student-from {pattern!r} is no regular expression ({error}).", pattern=pattern, error=error)
        ) from error
    if not found.groups:
        raise CourseError(
            say("--student-from {pattern!r} needs a group: put parentheses round the student's part.", pattern=pattern)
        )
    return found


def by(layout: re.Pattern) -> Owner:
    """The student is what the pattern finds; where it finds nothing, the file itself."""

    def student(name: str) -> str:
        found = layout.search(name)
        if not found:
            return name
        parts = found.groupdict()
        return "_".join(filter(None, parts.values())) if parts else found[1]

    return student


def by_folder(names: Sequence[str]) -> Owner:
    """One folder a student, else one file a student.

    A folder around everything is nobody's. Below folders of sections, whose own folders or files nearly all have other
    names, each of those is a student's; so is a file that lies in a section itself.
    """
    top = common_folders(names)
    below = [PurePosixPath(name).parts[top:] for name in names]
    first = {parts[0] for parts in below if len(parts) > 1}
    second = {parts[:2] for parts in below if len(parts) > 2}
    dated = any(DATE.match(name) for _, name in second)
    sections = len(second) > len(first) and distinct(name for _, name in second) and not dated
    files = Counter(parts[0] for parts in below if len(parts) == 2)
    lists = not second and min(files.values(), default=0) > 1 and distinct((parts[-1] for parts in below), 0.95)

    def student(name: str) -> str:
        parts = PurePosixPath(name).parts
        if lists or (sections and len(parts) == top + 2):
            return name
        depth = top + (2 if sections else 1)
        return "/".join(parts[:depth]) if len(parts) > top + 1 else name

    return student


def distinct(names: Iterable[str], share: float = 0.8) -> bool:
    """Whether nearly all are different."""
    names = list(names)
    return len(set(names)) >= share * len(names)


def not_handed_in(names: Sequence[str]) -> set[str]:
    """Those of an nbgrader course that nobody handed in: the assignment itself, and what nbgrader made of answers."""
    courses = {found[1] for name in names if (found := re.match(r"(^|.*/)submitted/[^/]+/[^/]+/", name))}
    return {name for name in names if (found := NBGRADER_OWN.match(name)) and found["course"] in courses}


def common_folders(names: Sequence[str]) -> int:
    """How many folders all paths share; none where there is one path alone."""
    if len(names) < 2:
        return 0
    folders = [PurePosixPath(name).parts[:-1] for name in names]
    levels = zip(*folders, strict=False)  # as deep as the shallowest
    return next((depth for depth, level in enumerate(levels) if len(set(level)) > 1), min(map(len, folders)))
