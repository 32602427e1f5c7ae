"""A class's roster joined to what was handed in: who is who, who is missing, what belongs to nobody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course_lib.errors import CourseError
from course_lib.grading import people
from course_lib.grading.people import Person
from course_lib.language import say

# Rows of a gradebook that are no students.
NOBODY = ("points possible", "student, test", "test student", "average", "平均", "平均分", "合计", "总计")


@dataclass(frozen=True)
class Roster:
    """of: {submission: its student}. missing: who handed nothing in. notes: what a person has to look at."""

    of: dict[str, Person] = field(default_factory=dict)
    missing: list[Person] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(path: str | Path) -> list[Person]:
    """The students of a CSV file with columns such as id, name, section; also a gradebook that a platform exported."""
    _, found = people.read(path)
    known = [one for one in found if (one.id or one.name) and not one.staff]
    students = [one for one in known if (one.name or one.id).strip().casefold() not in NOBODY]
    seen: set[str] = set()
    for one in students:
        if one.id and one.id in seen:
            raise CourseError(say("{path} has two rows with the ID {id}.", path=path, id=one.id))
        seen.add(one.id)
    if not students:
        raise CourseError(say("{path} holds no student.", path=path))
    return students


def joined(students: Sequence[Person], parts: Mapping[str, str]) -> Roster:
    """The Roster of a class. parts: {submission: the student's part of its path}."""
    found, doubtful = people.matched(students, parts)
    by_student = defaultdict(list)
    for submission, place in found.items():
        by_student[place].append(submission)
    strangers = [name for name in parts if name not in found and name not in doubtful]
    notes = people.doubts(doubtful)
    notes += [say("{submission} belongs to nobody in the roster.", submission=name) for name in strangers]
    notes += [
        say(
            "{student} has {n} submissions: {names}.",
            student=students[place],
            n=len(several),
            names=say(", ").join(several),
        )
        for place, several in by_student.items()
        if len(several) > 1
    ]
    missing = [one for place, one in enumerate(students) if place not in by_student]
    return Roster({submission: students[place] for submission, place in found.items()}, missing, notes)


def otherwise(roster: Roster, others: Mapping[str, str]) -> list[str]:
    """Sentences on students without a notebook who handed in another file. others: {path: what says whose it is}."""
    found, _ = people.matched(roster.missing, others)
    return [
        say("{student} handed in no notebook, but {path}.", student=roster.missing[place], path=path)
        for path, place in found.items()
    ]
