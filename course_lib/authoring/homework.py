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
from course_lib.authoring.source import code_cells, generate, language_of
from course_lib.homework import cells
from course_lib.language import ENGLISH, say

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
ANSWER = re.compile(rf"^([ \t]*){BEGIN}\n.*?^[ \t]*{END}$", re.MULTILINE | re.DOTALL)


def solution(text, name, points, language=ENGLISH, english=None):
    """The notebook with answers, not executed, for the text of solutions/src/`name`.md; points: {exercise: points}.

    english: for another language, the same in English: it is the same assignment, and so has its version.
    """
    notebook = generate(text, name, language)
    for cell in code_cells(notebook):
        if BEGIN in cell.source:
            if len(ANSWER.findall(cell.source)) * 2 != cell.source.count("SOLUTION"):
                raise AuthoringError(
                    say(
                        "{name}, {id}: an answer stands between {begin} and {end}, each on a line.",
                        name=name,
                        id=cell.id,
                        begin=BEGIN,
                        end=END,
                    )
                )
            cell.metadata["nbgrader"] = cells.answer_mark(defined(cell.source))
        elif checked := cells.checked(cell.source):
            if checked not in points:
                raise AuthoringError(
                    say(
                        "{name}, {id}: {checked} has no spec: write solutions/specs/{name}/{checked}.py.",
                        name=name,
                        id=cell.id,
                        checked=checked,
                    )
                )
            cell.metadata["nbgrader"] = cells.check_mark(checked, points[checked])
    graded = {cells.exercise_of(cell) for cell in code_cells(notebook) if cells.is_check(cell)}
    missing = set(points) ^ set(cells.exercises(notebook.cells)) | set(points) ^ graded
    if missing:
        raise AuthoringError(
            say(
                "{name}: answer, check and spec do not all exist for {missing}.",
                name=name,
                missing=", ".join(sorted(missing)),
            )
        )
    about = {"assignment": name, "version": version(english or notebook)}
    notebook.metadata["course"] = about | notebook.metadata.get("course", {})
    return notebook


def exercise(notebook):
    """A notebook with answers → the one that a student gets: the answers cut out, nothing executed."""
    bare, words = nbformat.from_dict(notebook), cells.STUBS.get(language_of(notebook), cells.STUB)
    for cell in code_cells(bare):
        cell.source = ANSWER.sub(rf'\1raise NotImplementedError("{words}")', cell.source)
        cell.outputs, cell.execution_count = [], None
    bare.metadata.pop("widgets", None)
    return bare


def defined(source):
    """The function that a cell defines, or the last name to which it assigns."""
    tree = ast.parse(source).body
    functions = [node.name for node in tree if isinstance(node, ast.FunctionDef)]
    targets = [node.targets[0] for node in tree if isinstance(node, ast.Assign)]
    values = [target.id for target in targets if isinstance(target, ast.Name)]
    if not functions and not values:
        raise AuthoringError(
            say("An answer defines a function, or ends with name = …; this one does not: {source!r}.", source=source)
        )
    return functions[0] if functions else values[-1]


def version(notebook):
    """Eight letters that change with the exercises' text."""
    sources = json.dumps([cell.source for cell in exercise(notebook).cells], ensure_ascii=False)
    return hashlib.sha256(sources.encode()).hexdigest()[:8]
