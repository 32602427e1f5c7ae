"""nbgrader with our grades: `nbgrader autograde` runs each notebook in our sandbox, on hidden cases.

`course nbgrader FOLDER` writes a course whose nbgrader_config.py puts SandboxExecute in the place of nbgrader's own
Execute. It leaves in each check cell what nbgrader turns into points: no output for an answer that passed, an error for
one that did not.
"""

import json
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer, Unicode

from course_lib.grading import assignment, batch, submission
from course_lib.grading.assignment import Assignment
from course_lib.grading.sandbox import Limits, Sandbox, probe
from course_lib.grading.scoring import Result
from course_lib.homework import cells


class SandboxExecute(NbGraderPreprocessor):
    """Grade a notebook in the sandbox, and put the verdicts into its check cells."""

    course = Unicode(help="the course's folder").tag(config=True)
    seed = Integer(0, help="of the hidden cases").tag(config=True)
    sandbox = Unicode("bwrap", help="bwrap or process").tag(config=True)

    def preprocess(self, nb: Any, resources: dict) -> tuple[Any, dict]:
        """The notebook with the outputs of its check cells; of the other cells none is run in this process."""
        name = resources["nbgrader"]["assignment"]
        if self.sandbox == "bwrap" and (problem := probe()):
            raise RuntimeError(problem)
        result = graded(nb, assignment.load(self.course, name, self.seed), self.sandbox)
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = outputs(result, cells.exercise_of(cell)) if cells.is_check(cell) else []
        return nb, resources


def graded(nb: Any, homework: Assignment, kind: str) -> Result:
    """The Result of a notebook."""
    limits = Limits()
    with Sandbox(kind, limits) as sandbox:
        return batch.grade_notebook("notebook", submission.read(json.dumps(nb).encode()), homework, sandbox, limits)


def outputs(result: Result, name: str) -> list:
    """What a check cell shows: nothing when the answer is right, the points where it earned some of them."""
    grade = result.exercises.get(name)
    if grade and grade.passed:
        return []
    message = grade.message if grade else " ".join(result.problems)
    if grade and grade.score:  # nbgrader takes a number that a cell results in for partial credit
        said = new_output("stream", text=f"{name}: {message}\n")
        return [said, new_output("execute_result", data={"text/plain": f"{grade.score:g}"})]
    return [new_output("error", ename="NotRight", evalue=message, traceback=[f"{name}: {message}"])]


CONFIG = '''"""nbgrader's settings for the optimizer course: answers are graded in its sandbox, on hidden cases."""

from course_lib.grading.for_nbgrader import SandboxExecute
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, SaveAutoGrades

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "optimizers"
c.ClearSolutions.code_stub = {"python": 'raise NotImplementedError("%(stub)s")'}
c.Autograde.autograde_preprocessors = [SandboxExecute, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
c.SandboxExecute.course = %(course)r
c.SandboxExecute.seed = %(seed)d
c.SandboxExecute.sandbox = %(sandbox)r
'''


def write_course(root: str | Path, folder: str | Path, seed: int, sandbox: str = "bwrap") -> None:
    """Write the nbgrader course: source/NN/NN.ipynb of every homework, and the settings."""
    folder = Path(folder)
    for path in sorted((Path(root) / "solutions").glob("*.ipynb")):
        target = folder / "source" / path.stem / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    settings = CONFIG % {"course": str(Path(root).resolve()), "seed": seed, "sandbox": sandbox, "stub": cells.STUB}
    (folder / "nbgrader_config.py").write_text(settings, encoding="utf-8")
