"""Grades into the file that a learning platform exported: its rows and ids stay, one column is filled in.

Ids cannot be invented, so the platform's own file is needed: Canvas' gradebook or Moodle's grading worksheet. A
submission belongs to the row whose id stands in its name, as the platforms write it when they export submissions:

    Canvas   lovelaceada_123_456_homework.ipynb             123 is the column ID
    Moodle   Ada Lovelace_123_assignsubmission_file_/…      123 is the number in the column Identifier
"""

import argparse
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from course_lib.errors import CourseError
from course_lib.grading import tables
from course_lib.grading.results import number
from course_lib.grading.students import CANVAS, CANVAS_ANONYMOUS, MOODLE
from course_lib.grading.tables import Table

UNGRADED = ("unreadable", "wrong_assignment", "empty")
CANVAS_COLUMNS = ("ID", "Points Possible")  # the second stands in the first column, at the head of a row
MOODLE_COLUMNS = ("Identifier", "Grade", "Maximum Grade", "Grade can be changed")
COMMENTS = "Feedback comments"  # where Moodle's worksheet has such a column
EXCUSED = ("EX", "Excused")


@dataclass(frozen=True)
class Filled:
    """What came of it: the rows filled in, and who was not matched, in words."""

    table: Table
    count: int
    unmatched: list[str]


def read_grades(folder: str | Path) -> list[dict]:
    """The submissions of grades.json."""
    try:
        found = json.loads((Path(folder) / "grades.json").read_text(encoding="utf-8"))
        by_hand = [
            one | {"submission": missing_name(one)} for one in found.get("missing", []) if one["score"] is not None
        ]
        return [*found["submissions"], *by_hand]
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(f"{folder} holds no grades.json of course grade.") from error


def missing_name(one: dict) -> str:
    """What to call a student without a submission."""
    return " ".join(filter(None, (one["student"]["name"], one["student"]["id"])))


def canvas(
    table: Table, submissions: list[dict], column: str, names: Mapping[str, str], highest: float | None = None
) -> Filled:
    """Fill a column of a gradebook, named or by a part of its name.

    names: {Canvas' word: the file's}. highest: the points that Canvas gives, by default those in the file.
    """
    ids, possible = position(table.head, "ID", names), names.get("Points Possible", "Points Possible")
    wanted = chosen(table.head, column)
    above = next((row for row in table.rows[1:3] if row[0].strip() == possible), None)
    highest = highest or (tables.number(above[wanted]) if above else None)
    if not highest:
        said = f"{above[wanted]!r} there cannot be read" if above else "there is none"
        raise CourseError(f"How many points Canvas gives stands in the row {possible!r}, and {said}: say --points N.")
    excused = {row[ids].strip() for row in table.rows[1:] if row[wanted].strip() in EXCUSED}
    return fill(table, submissions, CANVAS, lambda row: row[ids].strip(), wanted, lambda row: highest, excused)


def moodle(table: Table, submissions: list[dict], names: Mapping[str, str]) -> Filled:
    """Fill the column Grade of a grading worksheet. names: {Moodle's English word: the file's}."""
    ids, wanted, most = (position(table.head, name, names) for name in MOODLE_COLUMNS[:3])
    identity = lambda row: re.sub(r"\D", "", row[ids])  # noqa: E731 ("Participant 123")
    changeable = names.get(MOODLE_COLUMNS[3], MOODLE_COLUMNS[3])
    locked: set[str] = set()
    if changeable in table.head:
        place = table.head.index(changeable)
        locked = {
            identity(row) for row in table.rows[1:] if row[place].strip().casefold() in ("no", "nein", "否", "non")
        }
    comments = names.get(COMMENTS, COMMENTS)
    place = table.head.index(comments) if comments in table.head else None
    return fill(table, submissions, MOODLE, identity, wanted, lambda row: tables.number(row[most]), locked, place)


def fill(
    table: Table,
    submissions: list[dict],
    pattern: re.Pattern,
    identity: Callable[[list[str]], str],
    wanted: int,
    highest: Callable[[list[str]], float | None],
    kept: set[str],
    comments: int | None = None,
) -> Filled:
    """The table with the grades in column `wanted`, scaled to a row's `highest`. kept: ids whose rows stay as they are.

    comments: the column that takes what a person wrote in manual.csv.

    A submission that was not graded fills in nothing: a zero has to be earned.
    """
    rows = [list(row) for row in table.rows]
    places = {identity(row): place for place, row in enumerate(rows) if place}
    unmatched, count = [], 0
    for one in submissions:
        found = None if CANVAS_ANONYMOUS.search(one["submission"]) else pattern.search(one["submission"])
        place = places.get(found["id"]) if found else None
        top = highest(rows[place]) if place else None
        if found is None or place is None:
            problem = "no row has its id"
        elif one["status"] in UNGRADED:
            problem = f"not graded ({one['status']})"
        elif found["id"] in kept:
            problem = "its row is locked or excused"
        elif not top:
            problem = "the highest grade in its row cannot be read"
        else:
            rows[place][wanted] = written(one["score"] * top / one["max_score"], table)
            if comments is not None and one.get("comment"):
                rows[place][comments] = one["comment"]
            count += 1
            continue
        unmatched.append(f"{one['submission']}: {problem}")
    return Filled(replace(table, rows=rows), count, unmatched)


def written(score: float, table: Table) -> str:
    """A grade as the file writes numbers: with a comma where columns are parted by semicolons."""
    text = str(number(round(score, 4)))
    return text.replace(".", ",") if table.separator == ";" else text


def position(head: list[str], name: str, names: Mapping[str, str]) -> int:
    """The place of a column; names: {the platform's word: the file's}."""
    name = names.get(name, name)
    if name not in head:
        there = ", ".join(head)
        raise CourseError(
            f"The file has no column {name!r}; is it the one that the platform exported? In another language say"
            f" --columns '{name}=…' with one of: {there}."
        )
    return head.index(name)


def chosen(head: list[str], column: str) -> int:
    """The one column that is called so, or has it in its name."""
    found = [place for place, name in enumerate(head) if name == column]
    found = found or [place for place, name in enumerate(head) if column and column.casefold() in name.casefold()]
    if len(found) != 1:
        there = ", ".join(head)
        raise CourseError(f"{len(found)} columns have {column!r} in their name; say --column with one of: {there}.")
    return found[0]


# ---- the command ----


def add_to(subparsers: Any, parents: list[argparse.ArgumentParser]) -> None:
    """Add `course export` to the commands."""
    parser = subparsers.add_parser(
        "export",
        help="put the grades into a file that Canvas or Moodle exported",
        parents=parents,
        allow_abbrev=False,
        description="Fill the grades of DIR into a copy of the platform's own file: DIR/canvas.csv or DIR/moodle.csv.",
    )
    parser.add_argument("results", metavar="DIR", help="the --out of course grade")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--canvas", metavar="GRADEBOOK.csv", help="Canvas: Grades, Export")
    which.add_argument("--moodle", metavar="WORKSHEET.csv", help="Moodle: Download grading worksheet")
    parser.add_argument("--column", metavar="NAME", default="", help="Canvas: the column, or a part of its name")
    parser.add_argument("--points", metavar="N", type=float, help="Canvas: the highest grade, where the file lacks it")
    parser.add_argument(
        "--columns",
        metavar="ENGLISH=YOURS",
        type=renamed,
        action="append",
        default=[],
        help="what the platform calls a column in your language, such as Identifier=编号; once for each",
    )
    parser.set_defaults(run=main)


def renamed(text: str) -> tuple[str, str]:
    """A type for argparse: ENGLISH=YOURS, ENGLISH one of the columns that are looked for."""
    english, equals, yours = text.partition("=")
    known = {*CANVAS_COLUMNS, *MOODLE_COLUMNS, COMMENTS}
    if not equals or english not in known:
        raise argparse.ArgumentTypeError(f"must be one of {', '.join(sorted(known))}, then = and your word, got {text}")
    return english, yours


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Fill in, say where, and list who was not matched."""
    from course_lib.grading.refresh import refresh

    if refresh(options.results, options.course):
        print("manual.csv, or another file of yours, has changed: grades and feedback were written again.")
    submissions, names = read_grades(options.results), dict(options.columns)
    table = tables.read(options.canvas or options.moodle)
    if options.canvas:
        filled = canvas(table, submissions, options.column, names, options.points)
    else:
        filled = moodle(table, submissions, names)
    target = Path(options.results) / ("canvas.csv" if options.canvas else "moodle.csv")
    tables.write(target, filled.table)
    print(f"{target}: {filled.count} grades filled in.")
    if filled.unmatched:
        print("\n".join(["Not filled in:", *(f"  {line}" for line in filled.unmatched)]))
    return 0
