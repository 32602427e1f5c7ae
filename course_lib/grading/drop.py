"""`course collect`: what the students put into a drop folder, as a folder that `course grade` takes.

Everybody may write there, so nothing is trusted: a file's owner says whose it is, and the system's time of its last
change, which no user can set, when it was handed in. A link, a device or a stranger's file is left, and said. Where all
students have one user number, as in containers, each has a folder in DROP that no other sees, and its name says whose
(`--folders`).
"""

import argparse
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course_lib import files
from course_lib.errors import CourseError
from course_lib.grading import collecting
from course_lib.grading.late import moment
from course_lib.grading.submission import LARGEST
from course_lib.language import later, say

NAME = re.compile(r"(?P<homework>\w{1,60})--[^/]*\.ipynb")
LIST = "handed_in.csv"
LINK = later("{path} is a link or a device, not a file.")


@dataclass(frozen=True)
class Found:
    """A file of a drop folder: whose, which homework, when, its bytes; or what is wrong with it."""

    path: str
    user: str = ""
    homework: str = ""
    time: datetime = datetime.min
    data: bytes = b""
    problem: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def place(self) -> str:
        """Where it goes; students.COLLECTED and times.COLLECTED read this form."""
        return f"{self.homework}/{self.user}/handed_in_{self.time:%Y-%m-%d_%H-%M-%S}_{self.digest[:8]}.ipynb"


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `course collect` to the commands."""
    parser = command("collect", main, say("fetch what students handed in by course submit"))
    parser.add_argument("drop", metavar="DROP", help=say("the drop folder"))
    parser.add_argument(
        "--out", metavar="DIR", required=True, help=say("where the notebooks go, a folder for each homework")
    )
    parser.add_argument("--due", metavar="TIME", help=say("leave what was handed in later: '2026-11-20 23:59'"))
    parser.add_argument(
        "--folders", action="store_true", help=say("DROP has a folder for each student, named by the user")
    )


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Fetch, and say what is there and what was left; the exit code is 3 when something was left."""
    due = moment(options.due, "--due") if options.due else None
    try:
        found = sorted(dropped(options.drop, options.folders), key=lambda one: (one.problem, one.path))
    except PermissionError as error:
        raise CourseError(
            say("{folder} may not be read: collect as root, or as one of the folder's group.", folder=options.drop)
        ) from error
    good = [one for one in found if not one.problem]
    taken = [one for one in good if due is None or one.time <= due]
    out = Path(options.out)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in taken:
        keep(out, one)
    files.write(out / LIST, listed(taken))
    print("\n".join(said(taken, out)) or say("Nothing was handed in to {folder}.", folder=options.drop))
    left = [
        say(
            "{user} handed in {homework} at {time}",
            user=one.user,
            homework=one.homework,
            time=f"{one.time:%Y-%m-%d %H:%M:%S}",
        )
        for one in good
        if one not in taken
    ]
    left += [say(one.problem, path=repr(one.path), size=LARGEST >> 20, uid=one.user) for one in found if one.problem]
    if left:
        print("\n".join([say("Left:"), *(f"  {line}" for line in left)]))
    return 3 if left else 0


def keep(out: Path, one: Found) -> None:
    """Write a notebook, dated when it was handed in; what is there already stays."""
    target = out / one.place()
    if not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.write(target, one.data)
        os.utime(target, (one.time.timestamp(),) * 2)


def listed(taken: list[Found]) -> str:
    """The list, in which a student's receipt can be looked up."""
    rows = sorted(f"{one.homework},{one.user},{one.time:%Y-%m-%d %H:%M:%S},{one.digest}" for one in taken)
    return "\n".join(["homework,id,submitted,sha256", *rows, ""])


def said(taken: list[Found], out: Path) -> Iterator[str]:
    """A line for each homework, and how to go on."""
    for homework, count in sorted(Counter(one.homework for one in taken).items()):
        students = len({one.user for one in taken if one.homework == homework})
        yield say(
            "{homework}: {count} notebooks of {students} students.", homework=homework, count=count, students=students
        )
        yield f"  course grade {homework} {out / homework} --out grades/{homework} --latest"


# ---- reading a folder into which everybody may write ----


def dropped(drop: str | Path, by_folder: bool = False) -> Iterator[Found]:
    """All that lies in a drop folder."""
    if not Path(drop).is_dir():
        raise CourseError(say("{path} is no folder.", path=drop))
    folder = os.open(drop, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in os.listdir(folder):
            if by_folder:
                yield from of_student(folder, name)
            else:
                yield look(folder, name, name, owner)
    finally:
        os.close(folder)


def of_student(above: int, user: str) -> Iterator[Found]:
    """What lies in the folder of one student."""
    try:
        folder = os.open(user, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
    except NotADirectoryError:
        yield Found(user, problem=later("{path} is no folder of a student."))
        return
    try:
        for name in os.listdir(folder):
            yield look(folder, name, f"{user}/{name}", lambda about: (user, ""))
    finally:
        os.close(folder)


def look(folder: int, name: str, path: str, whose: Callable[[os.stat_result], tuple[str, str]]) -> Found:
    """One entry. It is opened once, without following a link or waiting for a pipe, and asked what it is only then."""
    matched = NAME.fullmatch(name)
    if not matched:
        cut = name.endswith(".partial")
        why = later("{path} was not finished.") if cut else later("{path} was not put there by course submit.")
        return Found(path, problem=why)
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except PermissionError:
        raise
    except OSError:
        return Found(path, problem=LINK)
    try:
        about = os.fstat(file)
        user, problem = whose(about)
        if not stat.S_ISREG(about.st_mode):
            problem = LINK
        elif about.st_nlink > 1:
            problem = later("{path} has a second name elsewhere, so it may be another's file.")
        elif about.st_size > LARGEST:
            problem = later("{path} has more than {size} MB.")
        if problem:
            return Found(path, user, problem=problem)
        time = datetime.fromtimestamp(about.st_ctime)
        with os.fdopen(file, "rb", closefd=False) as opened:
            data = opened.read(LARGEST + 1)
        return Found(path, collecting.safe(user.replace("/", "_")), matched["homework"], time, data)
    finally:
        os.close(file)


def owner(about: os.stat_result) -> tuple[str, str]:
    """(the user whose file it is, ""), or (their number, what is wrong)."""
    import pwd  # not on Windows, where nobody collects

    if about.st_uid == 0:
        return "", later("{path} belongs to root, who is no student.")
    try:
        return pwd.getpwuid(about.st_uid).pw_name, ""
    except KeyError:
        return str(about.st_uid), later("{path} belongs to user number {uid}, whom this machine does not know.")
