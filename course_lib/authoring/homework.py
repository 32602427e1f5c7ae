"""From one source to both forms of a homework: with answers (solutions) and without (exercises). Pure functions.

In solutions/src an answer stands between `# BEGIN SOLUTION` and `# END SOLUTION`; the cell's exercise is the function
or the name that it defines, and a cell that calls `check` on it earns its points. Cells tagged `no-grade` only display.
"""

import ast
import hashlib
import json
import re

import nbformat

from course_lib.authoring import AuthoringError
from course_lib.authoring.source import code_cells, generate

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
ANSWER = re.compile(rf"^([ \t]*){BEGIN}\n.*?^[ \t]*{END}$", re.MULTILINE | re.DOTALL)
STUB = 'raise NotImplementedError("write your answer here")'


def solution(text, name, points):
    """The notebook with answers, not executed, for the text of solutions/src/`name`.md; points: {exercise: points}."""
    notebook = generate(text, name)
    for cell in code_cells(notebook):
        if BEGIN in cell.source:
            if len(ANSWER.findall(cell.source)) * 2 != cell.source.count("SOLUTION"):
                raise AuthoringError(f"{name}, {cell.id}: an answer stands between {BEGIN} and {END}, each on a line.")
            cell.metadata["nbgrader"] = marks(defined(cell.source), solution=True)
        elif checked := checks(cell.source):
            if checked not in points:
                raise AuthoringError(f"{name}, {cell.id}: {checked} is not in solutions/specs/{name}.py.")
            cell.metadata["nbgrader"] = marks(f"check_{checked}", grade=True, locked=True, points=points[checked])
    missing = set(points) ^ set(exercises(notebook)) | set(points) ^ set(graded(notebook))
    if missing:
        raise AuthoringError(f"{name}: answer, check and spec do not all exist for {', '.join(sorted(missing))}.")
    notebook.metadata["course"] = {"assignment": name, "version": version(notebook)}
    return notebook


def exercise(notebook):
    """A notebook with answers → the one that a student gets: the answers cut out, nothing executed."""
    bare = nbformat.from_dict(notebook)
    for cell in code_cells(bare):
        cell.source = ANSWER.sub(rf"\1{STUB}", cell.source)
        cell.outputs, cell.execution_count = [], None
    bare.metadata.pop("widgets", None)
    return bare


def answers(notebook):
    """The names that the graded cells define: {exercise: the function or value}, the cells run as plain Python.

    Only cells that the course's authors wrote are run by this.
    """
    names = {"__name__": "answers"}
    for cell in code_cells(notebook):
        if "no-grade" not in cell.metadata.get("tags", []) and not checks(cell.source):
            exec(compile(cell.source, cell.id, "exec"), names)
    return {name: names[name] for name in exercises(notebook)}


def exercises(notebook):
    """The exercises of a notebook, in order."""
    return [cell.metadata.nbgrader.grade_id for cell in _marked(notebook) if cell.metadata.nbgrader.solution]


def graded(notebook):
    """The exercises that have a check."""
    found = [cell.metadata.nbgrader.grade_id for cell in _marked(notebook) if cell.metadata.nbgrader.grade]
    return [name.removeprefix("check_") for name in found]


def defined(source):
    """The function that a cell defines, or the last name to which it assigns."""
    tree = ast.parse(source).body
    functions = [node.name for node in tree if isinstance(node, ast.FunctionDef)]
    targets = [node.targets[0] for node in tree if isinstance(node, ast.Assign)]
    values = [target.id for target in targets if isinstance(target, ast.Name)]
    if not functions and not values:
        raise AuthoringError(f"An answer defines a function, or ends with name = …; this one does not: {source!r}.")
    return functions[0] if functions else values[-1]


def checks(source):
    """The exercise that a cell checks, None when the cell is no check."""
    found = re.fullmatch(r'check\((?:"(\w+)", *(\w+)|(\w+))\)', source.strip())
    return (found[1] or found[3]) if found else None


def marks(grade_id, grade=False, solution=False, locked=False, points=None):
    """A cell's metadata for nbgrader."""
    data = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    return data if points is None else data | {"points": points, "cell_type": "code"}


def version(notebook):
    """Eight letters that change with the exercises' text."""
    sources = json.dumps([cell.source for cell in exercise(notebook).cells], ensure_ascii=False)
    return hashlib.sha256(sources.encode()).hexdigest()[:8]


def _marked(notebook):
    return [cell for cell in code_cells(notebook) if "nbgrader" in cell.metadata]
