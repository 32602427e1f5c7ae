"""Grades into the file that a learning platform exported: its rows and ids stay, one column is filled in.

Ids cannot be invented, so the platform's own file is needed: Canvas' gradebook or Moodle's grading worksheet. A
submission belongs to the row whose id stands in its name, as the platforms write it when they export submissions:

    Canvas   lovelaceada_123_456_homework.ipynb             123 is the column ID
    Moodle   Ada Lovelace_123_assignsubmission_file_/…      123 is the number in the column Identifier
"""

import argparse
import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_lib.errors import CourseError
from course_lib.files import replacing
from course_lib.grading.results import number
from course_lib.grading.students import CANVAS, CANVAS_ANONYMOUS, MOODLE

UNGRADED = ("unreadable", "wrong_assignment", "empty")

Table = list[list[str]]


@dataclass(frozen=True)
class Filled:
    """What came of it: the rows filled in, and who was not matched, in words."""

    rows: Table
    count: int
    unmatched: list[str]


def read_grades(folder: str | Path) -> list[dict]:
    """The submissions of grades.json."""
    try:
        return json.loads((Path(folder) / "grades.json").read_text(encoding="utf-8"))["submissions"]
    except (OSError, ValueError, KeyError) as error:
        raise CourseError(f"{folder} holds no grades.json of course grade.") from error


def read_table(path: str | Path) -> Table:
    """The rows of a platform's CSV file."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read as a CSV file in UTF-8 ({error}).") from error
    if len(rows) < 2:
        raise CourseError(f"{path} has no rows.")
    return rows


def canvas(rows: Table, submissions: list[dict], column: str) -> Filled:
    """Fill `column` of a gradebook: its name, or a part of it that no other column has."""
    head = rows[0]
    ids, wanted = position(head, "ID"), chosen(head, column)
    return fill(rows, submissions, CANVAS, lambda row: row[ids].strip(), wanted, points(rows, wanted))


def moodle(rows: Table, submissions: list[dict]) -> Filled:
    """Fill the column Grade of a grading worksheet."""
    head = rows[0]
    ids, wanted, most = (position(head, name) for name in ("Identifier", "Grade", "Maximum Grade"))
    identity = lambda row: re.sub(r"\D", "", row[ids])  # noqa: E731 ("Participant 123")
    highest = {identity(row): as_number(row[most]) for row in rows[1:]}
    return fill(rows, submissions, MOODLE, identity, wanted, highest)


def fill(
    rows: Table,
    submissions: list[dict],
    pattern: re.Pattern,
    identity: Callable[[list[str]], str],
    wanted: int,
    highest: Mapping[str, float | None] | float | None,
) -> Filled:
    """Copies of the rows with the grades in column `wanted`; `highest`: {id: the row's highest grade}, or one number.

    A grade is scaled to the platform's highest. A submission that was not graded fills in nothing: a zero has to be
    earned.
    """
    rows, places = [list(row) for row in rows], {identity(row): place for place, row in enumerate(rows) if place}
    unmatched, count = [], 0
    for one in submissions:
        found = None if CANVAS_ANONYMOUS.search(one["submission"]) else pattern.search(one["submission"])
        place = places.get(found["id"]) if found else None
        if found is None or place is None:
            unmatched.append(f"{one['submission']}: no row has its id")
        elif one["status"] in UNGRADED:
            unmatched.append(f"{one['submission']}: not graded ({one['status']})")
        else:
            top = highest.get(found["id"]) if isinstance(highest, dict) else highest
            scale = top / one["max_score"] if top else 1
            rows[place][wanted] = str(number(round(one["score"] * scale, 4)))
            count += 1
    return Filled(rows, count, unmatched)


def points(rows: Table, wanted: int) -> float | None:
    """The row of points possible, which a gradebook has below its head; None when there is none."""
    possible = next((row for row in rows[1:3] if row and row[0].strip() == "Points Possible"), None)
    return as_number(possible[wanted]) if possible else None


def position(head: list[str], name: str) -> int:
    if name not in head:
        raise CourseError(f"The file has no column {name!r}; is it the one that the platform exported?")
    return head.index(name)


def chosen(head: list[str], column: str) -> int:
    """The one column that is called so, or has it in its name."""
    found = [place for place, name in enumerate(head) if name == column]
    found = found or [place for place, name in enumerate(head) if column and column.casefold() in name.casefold()]
    if len(found) != 1:
        there = ", ".join(head)
        raise CourseError(f"{len(found)} columns have {column!r} in their name; say --column with one of: {there}.")
    return found[0]


def as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def write_table(path: str | Path, rows: Table) -> None:
    with replacing(Path(path)) as file:
        csv.writer(file).writerows(rows)


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
    parser.set_defaults(run=main)


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Fill in, say where, and list who was not matched."""
    submissions, platform = read_grades(options.results), "canvas" if options.canvas else "moodle"
    rows = read_table(options.canvas or options.moodle)
    filled = canvas(rows, submissions, options.column) if options.canvas else moodle(rows, submissions)
    target = Path(options.results) / f"{platform}.csv"
    write_table(target, filled.rows)
    print(f"{target}: {filled.count} grades filled in.")
    if filled.unmatched:
        print("\n".join(["Not filled in:", *(f"  {line}" for line in filled.unmatched)]))
    return 0
