"""Whose row is it, in a table with a column of IDs? As in the workbooks of 学习通, 雨课堂 and ILIAS.

A submission belongs to the row whose ID stands in its path, as a whole: 2023001 in 作业3/2023001-张三/hw, ada_l in
Lovelace_Ada_ada_l_123/hw. What stands in every path, such as the 3 of 作业3, is nobody's ID.
"""

from collections.abc import Callable, Sequence

from course_lib.errors import CourseError
from course_lib.grading import people
from course_lib.grading.people import Person

# What platforms call the column, the surest first.
COLUMNS = (
    "学号/工号",
    "学号",
    "usr_id",
    "user_id",
    "login",
    "logins",
    "Matriculation number",
    "Matrikelnummer",
    "Student ID",
    "ID number",
    "SIS User ID",
    "SIS Login ID",
    "Username",
    "id",
    "ID",
)


def column(head: Sequence[str], name: str | None) -> int:
    """The place of the column of IDs: the one of this name, or the surest of COLUMNS."""
    found = next((one for one in ((name,) if name else COLUMNS) if one in head), None)
    if found is None:
        said = f"There is no column {name!r}" if name else "No column is known to hold the students' IDs"
        raise CourseError(f"{said}: say --id with one of: {', '.join(filter(None, head))}.")
    return list(head).index(found)


def finder(ids: Sequence[str], names: Sequence[str]) -> Callable[[str], str | None]:
    """A function from a submission's name to the ID in it; None where there is none, or more than one.

    names: those of all submissions.
    """
    whose = [Person(one, (one,)) for one in dict.fromkeys(ids) if one]
    everywhere = set.intersection(*(set(people.words(name)) for name in names)) if len(names) > 1 else set()
    found, _ = people.matched(whose, {name: name for name in names}, everywhere)
    return lambda name: whose[found[name]].id if name in found else None
