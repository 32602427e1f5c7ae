"""The grammar of a homework notebook's code cells, as parsed JSON or nbformat's nodes: answers, checks, displays. Pure.

A cell that holds an answer has the exercise's name as nbgrader's grade_id, a cell that checks it "check_" and the name.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

STUB = "write your answer here"  # what an exercise raises until it is written
STUBS = {"en": STUB, "zh": "在这里写下你的答案"}  # of each language; another has the English one
CHECK = "check_"
NO_GRADE = "no-grade"  # the tag of a cell that only displays


def mark(cell: Mapping) -> Mapping:
    """What nbgrader knows of a cell."""
    return cell["metadata"].get("nbgrader", {})


def is_answer(cell: Mapping) -> bool:
    """Whether a student writes in it."""
    return bool(mark(cell).get("solution"))


def is_check(cell: Mapping) -> bool:
    """Whether it earns points."""
    return bool(mark(cell).get("grade"))


def is_display(cell: Mapping) -> bool:
    """Whether it only displays: a grader does not run it."""
    return NO_GRADE in cell["metadata"].get("tags", [])


def exercise_of(cell: Mapping) -> str:
    """The exercise to which an answer or a check belongs."""
    return mark(cell)["grade_id"].removeprefix(CHECK)


def answer_mark(exercise: str) -> dict:
    """nbgrader's metadata of an answer."""
    return _mark(exercise, grade=False)


def check_mark(exercise: str, points: int) -> dict:
    """nbgrader's metadata of a check."""
    return _mark(CHECK + exercise, grade=True) | {"points": points, "cell_type": "code"}


def _mark(grade_id: str, grade: bool) -> dict:
    kind = {"grade": grade, "solution": not grade, "locked": grade, "task": False}
    return {"schema_version": 3, "grade_id": grade_id} | kind


def checked(source: str) -> str | None:
    """The exercise that a cell's text checks, None when it is no check."""
    found = re.fullmatch(r'check\((?:"(\w+)", *(\w+)|(\w+))\)', source.strip())
    return (found[1] or found[3]) if found else None


def code(cells: Iterable[Mapping]) -> list[Mapping]:
    """The code cells."""
    return [cell for cell in cells if cell["cell_type"] == "code"]


def exercises(cells: Iterable[Mapping]) -> list[str]:
    """The exercises, in the notebook's order."""
    return [exercise_of(cell) for cell in code(cells) if is_answer(cell)]


def answers(cells: Iterable[Mapping]) -> dict[str, Any]:
    """{exercise: the function or value} that the cells of a solution define."""
    names = defined(cells)
    return {name: names[name] for name in exercises(cells)}


def defined(cells: Iterable[Mapping]) -> dict[str, Any]:
    """{name: value} of all that the cells of a solution define, run as plain Python.

    Only for cells that the course's authors wrote.
    """
    names: dict[str, Any] = {"__name__": "answers"}
    for cell in code(cells):
        if not is_display(cell) and not is_check(cell):
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    return names
