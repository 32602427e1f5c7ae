"""Who may hand in later: an instructor's CSV file with columns such as id or name, and until or days."""

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from course_lib.errors import CourseError
from course_lib.grading import late, people
from course_lib.language import say

UNTIL = ("until", "due", "new due date", "extended until", "deadline", "bis", "延期至", "截止时间")
DAYS = ("days", "extension", "tage", "天数", "延期天数")


def read(path: str, due: datetime | None, known: Mapping[str, str]) -> tuple[dict[str, datetime], list[str]]:
    """({submission: until when}, sentences on rows that are nobody's) of a CSV file."""
    if due is None:
        raise CourseError(say("--extensions needs --due."))
    table, whose = people.read(path)
    head = [name.strip().casefold() for name in table.head]
    until = next((head.index(name) for name in UNTIL if name in head), None)
    days = next((head.index(name) for name in DAYS if name in head), None)
    if until is None and days is None:
        raise CourseError(
            say("{path} has no column until or days; there are: {there}.", path=path, there=say(", ").join(table.head))
        )
    ends: list[datetime] = []
    for row, one in zip(table.rows[1:], whose, strict=True):
        end = due
        if until is not None and row[until].strip():
            end = late.due(row[until], f"{path}, {one}")
        elif days is not None:
            end = due + days_of(row[days], f"{path}, {one}")
        ends.append(end)
    found, doubtful = people.matched(whose, known)
    there = people.only(found, whose, path)
    notes = people.doubts(doubtful) + [
        say("{person} has an extension, but no notebook: is this who you mean?", person=one)
        for n, one in enumerate(whose)
        if n not in there
    ]
    return {name: ends[place] for name, place in found.items()}, notes


def days_of(text: str, where: str) -> timedelta:
    """A number of days as a span."""
    with contextlib.suppress(ValueError, OverflowError):
        days = float(text.replace(",", "."))
        if 0 <= days < 10_000:
            return timedelta(days=days)
    raise CourseError(say("{where}: {text!r} is no number of days.", where=where, text=text))
