"""`course feedback`: the students' pages, packed as a platform takes them back.

Moodle   FULLNAME_ID_assignsubmission_file/…, as its importziplib.php reads the zip. A _ in the name would hide the ID.
ILIAS    multi_feedback/LASTNAME_FIRSTNAME_LOGIN_ID/…, as ilExAssignment reads it.
Canvas   the file names of its own export. It shows a file to the student under the name of the notebook that was
         handed in, whatever it is called in the zip; so it has to be a notebook.
"""

import argparse
import json
import re
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path, PurePosixPath

from course_lib.errors import CourseError
from course_lib.files import replacing, zip_entry
from course_lib.grading import comments, ending
from course_lib.grading.exporting import read_grades
from course_lib.grading.students import CANVAS, CANVAS_ANONYMOUS, MOODLE
from course_lib.language import ENGLISH, say, speaking

ILIAS = re.compile(r"(?:^|/)(?P<folder>[^/_]+_[^/]+_\d+)/")


def moodle(submission: str, title: str) -> str | None:
    """Where Moodle looks for a student's page; None when the submission is not from Moodle."""
    found = MOODLE.search(submission)
    return found and f"{found['student'].replace('_', ' ')}_{found['id']}_assignsubmission_file/{title}.html"


def ilias(submission: str, title: str) -> str | None:
    """Where ILIAS looks for a student's page."""
    found = ILIAS.search(submission)
    return found and f"multi_feedback/{found['folder']}/{title}.html"


def canvas(submission: str, title: str) -> str | None:
    """The file name that Canvas gave the submission."""
    known = CANVAS.search(submission) or CANVAS_ANONYMOUS.search(submission)
    return known and f"{PurePosixPath(submission).name}.ipynb"


PLACES: dict[str, Callable[[str, str], str | None]] = {"moodle": moodle, "canvas": canvas, "ilias": ilias}


def notebook(result: dict, title: str) -> bytes:
    """A result as a notebook of one cell, whose text is text, whatever a student's program said."""
    first, *others = (escape(" ".join(line.split())) for line in comments.lines(result))
    listed = "".join(f"<li>{line}</li>" for line in others)
    text = f"<h1>{escape(title)}</h1><p><strong>{first}</strong></p>" + (f"<ul>{listed}</ul>" if listed else "")
    cell = {"cell_type": "markdown", "id": "feedback", "metadata": {}, "source": text}
    node = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(node, ensure_ascii=False).encode()


def pack(folder: Path, kind: str) -> tuple[Path, int, list[str]]:
    """(the zip for a platform, how many pages are in it, the submissions without a place there)."""
    submissions = read_grades(folder)
    target, left, used = folder / f"feedback-{kind}.zip", [], set()
    with replacing(target, "wb") as file, zipfile.ZipFile(file, "w") as package:
        for one in submissions:
            name = one["submission"]
            page = folder / "feedback" / f"{name}.html"
            place = PLACES[kind](name, "feedback")
            if place is None or place in used or not page.is_file():
                left.append(name)
                continue
            used.add(place)
            data = notebook(one, heading(one)) if kind == "canvas" else page.read_bytes()
            zip_entry(package, place, data)
    return target, len(used), left


def heading(one: dict) -> str:
    """What stands above a page, in its notebook's language."""
    with speaking(one.get("language", ENGLISH)):
        return say("Feedback on {name}", name=PurePosixPath(one["submission"]).name)


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `course feedback` to the commands."""
    parser = command(
        "feedback",
        main,
        "pack the students' pages for a platform",
        description="Pack the pages of DIR/feedback into DIR/feedback-PLATFORM.zip, which the platform gives to its"
        " students. Each page is one file that needs nothing else, so it can also be sent by mail.",
    )
    parser.add_argument("results", metavar="DIR", help="the --out of course grade")
    parser.add_argument("platform", metavar="PLATFORM", choices=tuple(PLACES), help=", ".join(PLACES))


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Pack, say how to go on, and list who is not in it."""
    from course_lib.grading.refresh import refresh  # takes NumPy

    with ending.alone_in_results(options.results):
        refresh(options.results, options.course)
        return packed(options)


def packed(options: argparse.Namespace) -> int:
    """The same in a folder that is ours alone."""
    target, count, left = pack(Path(options.results), options.platform)
    if not count:
        target.unlink()
        raise CourseError(
            say(
                "No submission in {results} is named as {platform} names it.",
                results=options.results,
                platform=options.platform,
            )
        )
    how = {
        "moodle": say("In the assignment: Grading action, Upload multiple feedback files in a zip."),
        "canvas": say("In the gradebook, at the head of the assignment's column: Re-upload submissions."),
        "ilias": say("In the exercise: Submissions and grades, Multi-feedback, Upload."),
    }
    print(say("{target}: {count} pages. {how}", target=target, count=count, how=how[options.platform]))
    if left:
        print("\n".join([say("Not in it:"), *(f"  {name}" for name in left)]))
    return 0
