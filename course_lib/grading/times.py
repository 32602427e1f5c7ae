"""When was it handed in? From what the platform wrote; never guessed.

a table        --times: Moodle's grading worksheet, or any CSV file with IDs or names and a time
Gradescope     submission_metadata.yml, see gradescope_export
Blackboard     the time in the file's name
Canvas         only that it was late, _LATE_ in the name; the files' dates are those of the download
course collect the time in the file's name, which is the system's of the drop folder
git            the commit that last changed the file, in a clone for each student or of the class
zip, folder    the file's own date, refused where all files bear nearly the same
"""

import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.files import above
from course_lib.grading import people
from course_lib.grading.collecting import InZip, OnDisk, Submission
from course_lib.grading.late import moment
from course_lib.grading.students import CANVAS, CANVAS_ANONYMOUS
from course_lib.language import say

BLACKBOARD = re.compile(r"_attempt_(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)")
COLLECTED = re.compile(r"(?:^|/)handed_in_(\d{4}-\d\d-\d\d)_(\d\d)-(\d\d)-(\d\d)_[^/]*$")
TIME_COLUMNS = {
    "last modified (submission)", "submitted", "submitted at", "submission time", "time", "handed in", "date",
    "提交时间", "最后修改 (提交)", "最后修改（提交）", "zuletzt geändert (abgabe)",
}  # fmt: skip
DOWNLOAD = timedelta(hours=1)  # a class does not hand in within an hour; a program unpacks or packs it in one
FEW = 3  # files whose dates may be near each other by chance


@dataclass(frozen=True)
class When:
    """time: local, None where the platform does not tell. late: the platform's own mark. source: who said so."""

    time: datetime | None = None
    late: bool = False
    source: str = ""


def of(
    submissions: Sequence[Submission],
    due: datetime | None,
    said: Mapping[str, datetime] | None = None,
    place: str | Path = "",
) -> dict[str, When]:
    """{submission: When}. said: {submission: time} of a table, which goes before all else. place: the class's folder.

    CourseError where the files' dates are plainly not those of handing in, and it matters: some lie after `due`.
    """
    canvas = 2 * sum(is_canvas(one.name) for one in submissions) > len(submissions)
    found = {one.name: when(one, said or {}, canvas, Path(place)) for one in submissions}
    dated = [one.time for one in found.values() if one.source in ("zip", "folder") and one.time]
    if due and len(dated) > FEW and max(dated) > due and max(dated) - min(dated) < DOWNLOAD:
        raise CourseError(
            say(
                "All files bear nearly the same date ({latest:%Y-%m-%d %H:%M}), which is that of a download or a"
                " copy, not of handing in: say --times FILE, such as Moodle's grading worksheet.",
                latest=max(dated),
            )
        )
    return found


def is_canvas(name: str) -> bool:
    return bool(CANVAS.search(name) or CANVAS_ANONYMOUS.search(name))


def when(one: Submission, said: Mapping[str, datetime], canvas: bool, place: Path) -> When:
    """When one submission was handed in. canvas: whether the class came from Canvas. place: its folder."""
    late = canvas and "_LATE_" in one.name
    if one.name in said:
        return When(said[one.name], late, "table")
    for source, form in (("Blackboard", BLACKBOARD), ("course collect", COLLECTED)):
        if found := form.search(one.name):
            return When(datetime.strptime(" ".join(found.groups()), "%Y-%m-%d %H %M %S"), source=source)
    if canvas and is_canvas(one.name):
        return When(None, late, "Canvas")
    if isinstance(one.source, OnDisk) and (time := commit_time(one.source.path, place)):
        return When(time, source="git")
    try:
        if isinstance(one.source, InZip):
            return When(datetime(*one.source.entry.date_time), source="zip")
        return When(datetime.fromtimestamp(one.time[0]), source="folder")
    except (ValueError, OverflowError, IndexError, OSError):
        return When(source="unknown")


def table(path: str | Path, students: Mapping[str, str]) -> dict[str, datetime]:
    """{submission: time} of a CSV file. students: {submission: the student's part of its path}."""
    rows, whose = people.read(path)
    place = next((place for place, name in enumerate(rows.head) if name.strip().casefold() in TIME_COLUMNS), None)
    if place is None:
        there = say(", ").join(rows.head)
        raise CourseError(
            say("{path} has no column of times: call it submitted. There are: {there}.", path=path, there=there)
        )
    found, _ = people.matched(whose, students)
    cells = {name: rows.rows[row + 1][place].strip() for row, name in people.only(found, whose, path).items()}
    return {name: moment(cell, str(path)) for name, cell in cells.items() if cell not in ("", "-", "–")}


# ---- git ----


def commit_time(file: Path, place: Path) -> datetime | None:
    """When the commit that last changed a file was made; None outside a clone in `place`, or where git does not tell.

    A student's .git folder may name programs to run. It is never the one that git works in: a fresh empty
    repository borrows its objects, which are data.
    """
    root = above(file.parent, lambda folder: (folder / ".git").is_dir() and not (folder / ".git").is_symlink())
    head = head_of(root / ".git") if root and root.is_relative_to(place.resolve()) else None
    if root is None or head is None:
        return None
    objects = (root / ".git" / "objects").resolve()
    with tempfile.TemporaryDirectory(prefix="course-git-") as empty:
        quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "PATH": "/usr/bin:/bin:/usr/local/bin"}
        run = lambda *words: subprocess.run(  # noqa: E731
            ["git", *words], cwd=empty, env=quiet, capture_output=True, text=True, timeout=60, check=True
        ).stdout.strip()
        try:
            run("init", "--quiet", "--bare", ".")
            (Path(empty) / "objects" / "info" / "alternates").write_text(f"{objects}\n")
            said = run("log", "-1", "--format=%ct", head, "--", file.resolve().relative_to(root.resolve()).as_posix())
            return datetime.fromtimestamp(int(said))
        except (OSError, ValueError, OverflowError, subprocess.SubprocessError):
            return None


def head_of(folder: Path) -> str | None:
    """The commit that a .git folder's HEAD means."""
    try:
        head = (folder / "HEAD").read_text().strip()
        if head.startswith("ref: refs/"):
            ref = head.removeprefix("ref: ")
            loose = folder / ref
            if ".." not in ref and loose.is_file():
                head = loose.read_text().strip()
            else:
                packed = (folder / "packed-refs").read_text().splitlines()
                head = next((line.partition(" ")[0] for line in packed if line.endswith(f" {ref}")), "")
    except (OSError, ValueError):
        return None
    return head if re.fullmatch(r"[0-9a-f]{40}", head) else None
