"""`course export`: the grades of a folder of results into a copy of a platform's own file, or sent to the platform."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading import ending, lms, people, tables
from course_lib.language import say


def read_grades(folder: str | Path) -> list[dict]:
    """The submissions of grades.json, and the students who handed nothing in and have points by hand."""
    try:
        found = json.loads((Path(folder) / "grades.json").read_text(encoding="utf-8"))
        highest = max((one["max_score"] for one in found["submissions"]), default=0)
        by_hand = [
            one | {"submission": f"{one['student']['name']} {one['student']['id']}".strip(), "max_score": highest}
            for one in found.get("missing", [])
            if one["score"] is not None and highest
        ]
        return [*found["submissions"], *by_hand]
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(say("{folder} holds no grades.json of course grade.", folder=folder)) from error


def homework(folder: str | Path) -> str:
    """Which homework was graded."""
    return str(json.loads((Path(folder) / "grades.json").read_text(encoding="utf-8"))["assignment"])


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `course export` to the commands."""
    parser = command(
        "export",
        main,
        "put the grades into a file that Canvas, Moodle or another platform exported, or send them",
        description="Fill the grades of DIR into a copy of the platform's own file, .csv or .xlsx: DIR/canvas.csv,"
        " DIR/moodle.csv or DIR/sheet.xlsx. Everything else in it stays. Or send them to it by LTI 1.3 (--lti).",
    )
    parser.add_argument("results", metavar="DIR", help="the --out of course grade")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--canvas", metavar="GRADEBOOK.csv", help="Canvas: Grades, Export")
    which.add_argument("--moodle", metavar="WORKSHEET.csv", help="Moodle: Download grading worksheet")
    which.add_argument(
        "--sheet", metavar="FILE.xlsx", help="学习通, 雨课堂, ILIAS, …: any table with the students' IDs"
    )
    which.add_argument("--lti", metavar="SETTINGS.toml", help="send them by LTI 1.3: docs/server.md")
    parser.add_argument("--dry-run", action="store_true", help="--lti: show what would be sent, and ask nobody")
    parser.add_argument(
        "--create", action="store_true", help="--lti: add the column to the platform if it is not there"
    )
    parser.add_argument("--column", metavar="NAME", default="", help="the column to fill, or a part of its name")
    parser.add_argument("--points", metavar="N", type=float, help="the highest grade, where the file does not say it")
    parser.add_argument("--id", metavar="NAME", help="--sheet: the column of the students' IDs, such as 学号")
    parser.add_argument("--comments", metavar="NAME", help="the column that takes what is to be said of the answers")
    parser.add_argument(
        "--columns",
        metavar="ENGLISH=YOURS",
        type=renamed,
        action="append",
        default=[],
        help="what the platform calls a column in your language, such as Identifier=编号; once for each",
    )


def renamed(text: str) -> tuple[str, str]:
    """A type for argparse: ENGLISH=YOURS, ENGLISH one of the columns that are looked for."""
    english, equals, yours = text.partition("=")
    known = {*lms.CANVAS_COLUMNS, *lms.MOODLE_COLUMNS}
    if not equals or english not in known:
        raise argparse.ArgumentTypeError(
            say("must be one of {known}, then = and your word, got {text}", known=", ".join(sorted(known)), text=text)
        )
    return english, yours


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Fill in, say where, and list who was not matched."""
    from course_lib.grading.refresh import refresh  # takes NumPy

    with ending.alone_in_results(options.results):
        refresh(options.results, options.course)
        return export(options)


def export(options: argparse.Namespace) -> int:
    """Fill in, in a folder that is ours alone; the exit code is 1 when no grade could be filled in."""
    submissions, names = read_grades(options.results), dict(options.columns)
    if options.lti:
        from course_lib.grading import lti

        return lti.export(options, submissions, homework(options.results))
    kind = "canvas" if options.canvas else "moodle" if options.moodle else "sheet"
    source = Path(options.canvas or options.moodle or options.sheet)
    ids = {"canvas": (names.get("ID", "ID"),), "moodle": (names.get("Identifier", "Identifier"),)}
    table = tables.read(source, ids.get(kind) or ([options.id] if options.id else people.KNOWN))
    if options.canvas:
        filled = lms.canvas(table, submissions, options.column, names, options.points)
    elif options.moodle:
        filled = lms.moodle(table, submissions, names, options.points)
    else:
        filled = lms.sheet(table, submissions, options.column, options.id, options.points)
    if options.comments:
        filled = lms.commented(filled, lms.chosen(table.head, options.comments, "--comments"))
    left = [say("Not filled in:"), *(f"  {line}" for line in filled.unmatched)] if filled.unmatched else []
    if not filled.places:
        print("\n".join([say("No grade could be filled in, and nothing was written."), *left]), file=sys.stderr)
        return 1
    target = Path(options.results) / (
        kind + (source.suffix.lower() if source.suffix.lower() in tables.WORKBOOKS else ".csv")
    )
    tables.write(target, filled.table)
    print(say("{target}: {n} grades filled in.", target=target, n=len(filled.places)))
    doubtful = [
        "  " + say("{name}: {said}", name=name, said=status)
        for name in filled.places
        if (status := filled.graded[name]["status"]) in lms.DOUBTFUL
    ]
    if doubtful:
        print("\n".join([say("Filled in, but a person should look at:"), *doubtful]))
    if left:
        print("\n".join(left))
    return 0
