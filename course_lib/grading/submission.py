"""A submitted notebook, read as data: which assignment it is, and the cells to run. Nothing of it is executed here."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from course_lib.grading import outputs
from course_lib.homework.marks import marks
from course_lib.language import ENGLISH, current, known, say, speaking

LARGEST = 100 << 20  # bytes of a notebook
LARGEST_REST = 10 << 20  # without its outputs
SMALL = 1 << 20  # up to here outputs may as well be read
DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
HEAVIEST = 256 << 20  # bytes that it may take in memory, and what each sign of its JSON may stand for there
WEIGHTS = {b"{": 72, b"[": 64, b",": 36, b'"': 28}


@dataclass(frozen=True)
class Notebook:
    """What was submitted. `problem` is (status, sentence) when it cannot be graded."""

    assignment: str | None = None  # what its metadata say
    cells: list[tuple[str | None, str]] = field(default_factory=list)  # of (id, source), the code cells in order
    grade_ids: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()  # names of functions and values that its cells define
    problem: tuple[str, str] | None = None
    marks: frozenset[str] = frozenset()  # whose numbers it has, see homework.variants
    language: str = ENGLISH  # in which its student reads


def read(data: bytes) -> Notebook:
    """The Notebook in a file's bytes."""
    if not data.strip():
        return refused("empty", say("The file is empty."))
    if len(data) > LARGEST:
        return refused("unreadable", say("The file has more than {size} MB.", size=LARGEST >> 20))
    if len(data) > SMALL:
        data = outputs.without(data)
    if len(data) > LARGEST_REST:
        return refused(
            "unreadable", say("The file has more than {size} MB besides its outputs.", size=LARGEST_REST >> 20)
        )
    if sum(data.count(sign) * weight for sign, weight in WEIGHTS.items()) > HEAVIEST:
        return refused(
            "unreadable", say("The file would take more than {size} MB of memory to read.", size=HEAVIEST >> 20)
        )
    try:
        text = data.decode("utf-8-sig")
        node = json.loads(text)
    except UnicodeDecodeError:
        return refused("unreadable", say("The file is no notebook: it is not UTF-8 text."))
    except (ValueError, RecursionError):
        return refused("unreadable", say("The file is no notebook: it is not JSON."))
    try:
        cells = [*code_cells(node)]
        assignment = assignment_of(node)
    except (TypeError, AttributeError, KeyError, IndexError):
        return refused("unreadable", say("The file is no notebook: its cells cannot be found."))
    if not any(source.strip() for _, source, _ in cells):
        with speaking(language_of(node)):
            said = say("The notebook has no code.")
        return Notebook(assignment, problem=("empty", said), language=language_of(node))
    grade_ids = frozenset(mark for _, _, mark in cells if isinstance(mark, str))
    defined = frozenset(name for _, source, _ in cells for pair in DEFINED.findall(source) for name in pair if name)
    sources = [(identity, source) for identity, source, _ in cells]
    return Notebook(assignment, sources, grade_ids, defined, marks=marks(text), language=language_of(node))


def refused(status: str, sentence: str) -> Notebook:
    """A notebook that cannot be read: what language it has nobody knows, so its student is told in the grader's."""
    return Notebook(problem=(status, sentence), language=current())


def code_cells(node: Any) -> Iterator[tuple[str | None, str, object]]:
    """(id, source, grade_id or None) of the code cells, of a notebook in format 4 or 3."""
    old = node.get("nbformat", 4) < 4
    cells = [cell for sheet in node["worksheets"] for cell in sheet["cells"]] if old else node["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            source = cell["input" if old else "source"]
            source = source if isinstance(source, str) else "".join(source)
            identity, marks = cell.get("id"), (cell.get("metadata") or {}).get("nbgrader")
            grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
            yield identity if isinstance(identity, str) else None, source.replace("\r\n", "\n"), grade_id


def language_of(node: Any) -> str:
    """What metadata.course says; English when it says nothing that the course speaks."""
    course = (node.get("metadata") or {}).get("course")
    said = course.get("language") if isinstance(course, dict) else None
    return (known(said) if isinstance(said, str) else "") or ENGLISH


def assignment_of(node: Any) -> str | None:
    """What metadata.course says, None when it says nothing."""
    course = (node.get("metadata") or {}).get("course")
    name = course.get("assignment") if isinstance(course, dict) else None
    # Half a surrogate pair is valid JSON and cannot be written anywhere.
    return name.encode("utf-8", "replace").decode() if isinstance(name, str) else None
