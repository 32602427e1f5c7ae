"""Points and comments that a person gives: manual.csv beside the results. The grader reads it and never writes to it.

    submission, exercise, points, comment
    ada,        ewma,     2.5,    The idea is right.     2.5 take the place of what the grader gave
    ada,        ,         1,      For the drawing.       without an exercise: added to the score; may be negative

A submission is named as in grades.csv, or by the ID or name in the roster. Comments may stand alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course_lib import files
from course_lib.errors import CourseError
from course_lib.grading import tables
from course_lib.grading.people import Person
from course_lib.grading.results import harmless
from course_lib.language import say

NAME = "manual.csv"
HEAD = ("submission", "exercise", "points", "comment")


@dataclass(frozen=True)
class Given:
    """What a person gave a submission: {exercise: points}, points on top, {exercise or "": comments}."""

    points: dict[str, float] = field(default_factory=dict)
    extra: float = 0
    comments: dict[str, list[str]] = field(default_factory=dict)

    @property
    def comment(self) -> str:
        """All comments on one line."""
        said = [
            say("{name}: {said}", name=name, said=text) if name else text
            for name, texts in self.comments.items()
            for text in texts
        ]
        return " ".join(" ".join(said).split())


def begin(folder: Path) -> None:
    """A file with nothing but its head, for a person to fill in; one that is there stays as it is."""
    if not (folder / NAME).exists():
        files.write(folder / NAME, ",".join(HEAD) + "\n")


def read(folder: Path) -> list[dict[str, str]]:
    """The rows of manual.csv as {column: cell}; none when there is no such file or nothing in it."""
    path = folder / NAME
    if not path.exists() or len([line for line in path.read_bytes().splitlines() if line.strip(b" ,;\t\r")]) < 2:
        return []
    table = tables.read(path)
    head = [name.strip().casefold() for name in table.head]
    if missing := [name for name in HEAD if name not in head]:
        raise CourseError(
            say(
                "{path} has no column {missing!r}; its columns are {there}.",
                path=path,
                missing=missing[0],
                there=", ".join(HEAD),
            )
        )
    return [{name: row[head.index(name)].strip() for name in HEAD} for row in table.rows[1:]]


def given(
    rows: Sequence[Mapping[str, str]], highest: Mapping[str, float], names: Mapping[str, set[str]], where: Path
) -> dict[str, Given]:
    """{submission: Given}. highest: {exercise: points}. names: {what a row may say: submissions}."""
    found: dict[str, Given] = {}
    for row in rows:
        said, exercise = row["submission"], row["exercise"]
        meant = names.get(said) or names.get(said.removesuffix(".ipynb")) or set()
        name = min(meant, default="")
        if len(meant) > 1:
            raise CourseError(
                say(
                    "{where}: {said!r} could be {several}; write one of these.",
                    where=where,
                    said=said,
                    several=say(" or ").join(sorted(meant)),
                )
            )
        if not meant:
            raise CourseError(
                say(
                    "{where}: nobody is called {said!r}; write the submission as in grades.csv.", where=where, said=said
                )
            )
        if exercise and exercise not in highest:
            raise CourseError(
                say(
                    "{where}: {said} has points for {exercise!r}; exercises are {there}.",
                    where=where,
                    said=said,
                    exercise=exercise,
                    there=", ".join(highest),
                )
            )
        one = found.setdefault(name, Given())
        if row["points"]:
            points = tables.number(row["points"])
            if points is None or not math.isfinite(points):
                raise CourseError(
                    say(
                        "{where}: {said} has {points!r} as points, which is no number.",
                        where=where,
                        said=said,
                        points=row["points"],
                    )
                )
            if exercise and not 0 <= points <= highest[exercise]:
                raise CourseError(
                    say(
                        "{where}: {said} has {points:g} points for {exercise}, which has {highest:g} at most.",
                        where=where,
                        said=said,
                        points=points,
                        exercise=exercise,
                        highest=highest[exercise],
                    )
                )
            if exercise in one.points:
                raise CourseError(
                    say("{where}: {said} has points for {exercise} twice.", where=where, said=said, exercise=exercise)
                )
            if exercise:
                one.points[exercise] = points
            else:
                found[name] = one = Given(one.points, one.extra + points, one.comments)
        if row["comment"]:
            one.comments.setdefault(exercise, []).append(row["comment"])
    return found


def spellings(submissions: Sequence[str], whose: Sequence[tuple[str, Person]]) -> dict[str, set[str]]:
    """{what a row may say: submissions that it could mean}: the name, also as in a spreadsheet; an ID, login or name.

    whose: (submission, its student in the roster).
    """
    found: dict[str, set[str]] = {}
    for name, one in whose:
        for text in filter(None, (*one.keys, one.name)):
            found.setdefault(text, set()).add(name)
    return found | {harmless(name): {name} for name in submissions} | {name: {name} for name in submissions}
