"""`course worksheets`: a page of A4 a chapter for pairs in class, and its key, as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, LANGUAGES, say


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add it to the commands of `course`: command(name, run, help) adds one and returns its parser."""
    parser = command("worksheets", worksheets, "write a worksheet of one page for each chapter, and its key, as PDF")
    parser.add_argument("chapters", metavar="NAME", nargs="*", help="such as 03_momentum (all)")
    parser.add_argument("--language", choices=(ENGLISH, *LANGUAGES), help="that of the worksheets (that of the system)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where they go (dist/worksheets)")


def worksheets(options: Any, rest: list[str]) -> int:
    """Write them and say where they are."""
    root = workspace.find(options.course).folder
    try:
        from course_lib.worksheets import topics, typeset

        made = typeset.write(options.out or root / "dist" / "worksheets", topics.sheets(options.chapters))
    except ModuleNotFoundError as error:
        raise CourseError(
            say("{name} is missing: `make dev` installs what lecturers need.", name=error.name)
        ) from error
    print("\n".join(map(str, made)))
    return 0
