"""`course exam`: papers with numbers of their own, points sheet and key, as PDF."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, LANGUAGES, say


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add it to the commands of `course`: command(name, run, help) adds one and returns its parser."""
    parser = command("exam", exam, "write an exam as PDF: numbers drawn anew, points sheet, key with marking")
    parser.add_argument("--seed", metavar="N", type=int, required=True, help="a number: the same one, the same exam")
    parser.add_argument("--variants", metavar="A,B", default="A,B", help="their names, by commas (A,B)")
    parser.add_argument("--points", metavar="N", type=int, default=100, help="what can be reached in all (100)")
    parser.add_argument("--chapters", metavar="NAME", nargs="+", default=[], help="such as 03_momentum (all)")
    parser.add_argument("--title", metavar="TEXT", default=say("Deep-learning optimizers"), help="what stands above it")
    parser.add_argument("--language", choices=(ENGLISH, *LANGUAGES), help="that of the papers (that of the system)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where it goes (dist/exam)")


def exam(options: Any, rest: list[str]) -> int:
    """Write the papers and say what is in them."""
    root = workspace.find(options.course).folder
    variants = options.variants.split(",")
    if len(set(variants)) < len(variants) or not all(re.fullmatch(r"[\w-]+", name) for name in variants):
        raise CourseError(
            say("--variants wants different names, such as A,B, got {variants!r}.", variants=options.variants)
        )
    if options.seed < 0:
        raise CourseError(say("--seed must be a whole number of at least 0, got {seed}.", seed=options.seed))
    try:
        from course_lib.exams import paper, typeset

        papers = paper.papers(root, options.seed, variants, options.points, options.chapters)
        made = typeset.write(options.out or root / "dist" / "exam", papers, options.title)
    except ModuleNotFoundError as error:
        raise CourseError(
            say("{name} is missing: `make dev` installs what lecturers need.", name=error.name)
        ) from error
    print(say("{n} questions, {points} points:", n=len(papers[0].questions), points=papers[0].points))
    print("\n".join(map(str, made)))
    return 0
