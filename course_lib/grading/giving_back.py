"""`course return`: each student's page where the student alone reads it, TO/USER/HOMEWORK.html.

TO belongs to root, and each folder in it to its student. So what lies in such a folder is not trusted: a page is
written under a new name and takes the old one's place, and a link is never followed.
"""

import argparse
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading import ending
from course_lib.grading.exporting import homework, read_grades
from course_lib.grading.students import COLLECTED
from course_lib.language import say


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `course return` to the commands."""
    parser = command(
        "return",
        main,
        say("put each student's page where the student sees it"),
        description=say(
            "Put the pages of notebooks that course collect fetched into TO/USER, where JupyterLab shows them"
            " as the folder feedback (COURSE_FEEDBACK). Only root can give a page to its student alone."
        ),
    )
    parser.add_argument("results", metavar="DIR", help=say("the --out of course grade"))
    parser.add_argument("--to", metavar="TO", required=True, help=say("the folder of the students' folders; root's"))


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Give back, and list who got nothing; then the exit code is 3."""
    from course_lib.grading.refresh import refresh  # takes NumPy

    with ending.alone_in_results(options.results):
        refresh(options.results, options.course)
        count, left = give_back(Path(options.results), Path(options.to))
    print(say("{folder}: {count} pages.", folder=options.to, count=count))
    if left:
        print("\n".join([say("Not given back:"), *(f"  {line}" for line in left)]))
    return 3 if left else 0


def give_back(results: Path, to: Path) -> tuple[int, list[str]]:
    """(how many pages were given, a sentence for each that was not)."""
    to.mkdir(mode=0o711, parents=True, exist_ok=True)
    if to.stat().st_mode & 0o022:
        raise CourseError(
            say("Others may write into {folder}, so that pages there would not be safe: chmod 711 {folder}.", folder=to)
        )
    count, left = 0, []
    for one in read_grades(results):
        name = one["submission"]
        page, whose = results / "feedback" / f"{name}.html", COLLECTED.search(name)
        try:
            if not whose or not page.is_file():
                raise CourseError(say("was not fetched by course collect, or has no page."))
            give(page.read_bytes(), to / whose["student"], f"{homework(results)}.html")
            count += 1
        except CourseError as problem:
            left.append(f"{name} {problem}")
    return count, left


def give(data: bytes, folder: Path, name: str) -> None:
    """Write a page that the folder's owner alone can read; the folder is made where it is missing."""
    if not os.path.lexists(folder):
        user = number_of(folder.name)
        folder.mkdir(mode=0o700)
        owned(folder, user)
    try:
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except NotADirectoryError:
        raise CourseError(say("cannot be given back: {folder} is no folder.", folder=folder)) from None
    partial = f".{secrets.token_hex(8)}.partial"
    try:
        file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o400, dir_fd=place)
        with os.fdopen(file, "wb") as written:
            written.write(data)
            about = os.fstat(place)
            owned(file, (about.st_uid, about.st_gid))
        os.rename(partial, name, src_dir_fd=place, dst_dir_fd=place)
    except IsADirectoryError:
        os.unlink(partial, dir_fd=place)
        raise CourseError(say("cannot be given back: the student has a folder {name}.", name=name)) from None
    finally:
        os.close(place)


def owned(file: Path | int, user: tuple[int, int]) -> None:
    """Give a file to a user."""
    try:
        os.chown(file, *user)
    except PermissionError as error:
        raise CourseError(say("cannot be given to its student: only root can, so run it by sudo.")) from error


def number_of(user: str) -> tuple[int, int]:
    """The numbers of a user of this machine, and of their group."""
    import pwd

    try:
        about = pwd.getpwnam(user)
    except KeyError:
        raise CourseError(
            say("cannot be given back: {user} is no user of this machine, and has no folder here.", user=user)
        ) from None
    return about.pw_uid, about.pw_gid
