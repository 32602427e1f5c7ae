"""`course questions`: quiz and exam questions for Moodle, Canvas and others, or as a table."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib import files, workspace
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, LANGUAGES, later, say

# {option: (module, what it is for)}
FORMS = {
    "--moodle-xml": ("moodle", later("Moodle XML")),
    "--qti": ("qti", later("a QTI 1.2 package, for Canvas and others")),
    "--gift": ("gift", later("GIFT, plain text for Moodle and others")),
    "--xlsx": ("table", later("a workbook, one question a row")),
}


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add it to the commands of `course`: command(name, run, help) adds one and returns its parser."""
    parser = command("questions", questions, "write quiz and exam questions for another system")
    form = parser.add_mutually_exclusive_group(required=True)
    for option, (module, help) in FORMS.items():
        form.add_argument(option, dest="form", action="store_const", const=module, help=help)
    parser.add_argument("--language", choices=(ENGLISH, *LANGUAGES), help="that of the questions (that of the system)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where it goes (dist/questions, by the form's ending)")
    parser.add_argument("chapters", metavar="CHAPTER", nargs="*", help="such as 03_momentum (all)")


def questions(options: Any, rest: list[str]) -> int:
    """Write the file and say what is in it."""
    root = workspace.find(options.course).folder
    try:
        from course_lib.questions import bank

        form = importlib.import_module(f"course_lib.questions.{options.form}")
        found = bank.load(root, options.chapters)
        target = options.out or root / "dist" / f"questions{form.ENDING}"
        files.write(target, form.export(found))
    except ModuleNotFoundError as error:
        raise CourseError(
            say("{name} is missing: `make dev` installs what lecturers need.", name=error.name)
        ) from error
    exams = sum(one.kind == "essay" for one in found)
    print(say("{target}: {quiz} quiz and {exams} exam questions", target=target, quiz=len(found) - exams, exams=exams))
    return 0
