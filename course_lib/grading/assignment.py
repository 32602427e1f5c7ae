"""What is graded: the exercises of one homework with hidden cases, and the cells that a grader leaves out."""

import json
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from course_lib.errors import CourseError
from course_lib.grading import digest
from course_lib.grading.submission import Notebook
from course_lib.homework import cells, spec
from course_lib.homework.key import Key


@dataclass(frozen=True)
class Assignment:
    """A homework and its hidden cases. keys: in the notebook's order. display: ids and sources of no-grade cells."""

    name: str
    seed: int
    keys: list[Key]
    display_ids: frozenset[str]
    display_sources: frozenset[str]
    digests: dict[str, str] = field(default_factory=dict)  # {exercise: what it is graded by}, see digest
    version: str = ""

    @property
    def max_score(self) -> int:
        return sum(key.points for key in self.keys)

    def refusal(self, notebook: Notebook) -> tuple[str, str] | None:
        """Why a notebook is not graded as this homework, as (status, sentence), or None."""
        if notebook.problem:
            return notebook.problem
        if notebook.assignment == self.name or (
            notebook.assignment is None and notebook.grade_ids & {key.name for key in self.keys}
        ):
            return None
        said = f"is a notebook of {notebook.assignment[:80]}" if notebook.assignment else "does not say what it is"
        return "wrong_assignment", f"It {said}; {self.name} is graded."

    def to_run(self, code: list[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
        """The cells without those that only display."""
        return [
            (identity, source)
            for identity, source in code
            if identity not in self.display_ids and source.strip() not in self.display_sources
        ]


def load(root: str | Path, name: str, seed: int | None = None, partial: str | None = None) -> Assignment:
    """The Assignment, its hidden cases drawn from `seed`, a random one when none is given.

    partial: the rule of partial credit for all exercises, see credit; None leaves what each spec says.
    """
    root, seed = Path(root), secrets.randbelow(2**32) if seed is None else seed
    path = root / "solutions" / f"{name}.ipynb"
    if not path.exists():
        there = ", ".join(sorted(found.stem for found in (root / "solutions").glob("*.ipynb"))) or "none"
        raise CourseError(f"There is no homework {name}; there are {there}.")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code, answers = cells.code(notebook["cells"]), cells.answers(notebook["cells"])
    exercises = {one.name: one for one in spec.exercises(root / "solutions" / "specs" / name)}
    keys = [
        spec.key(exercises[one], name, answers[one], np.random.default_rng([seed, number]))
        for number, one in enumerate(cells.exercises(code))
    ]
    if partial:
        keys = [replace(key, partial=partial) for key in keys]
    display = [cell for cell in code if cells.is_display(cell)]
    return Assignment(
        name,
        seed,
        keys,
        frozenset(cell["id"] for cell in display),
        frozenset("".join(cell["source"]).strip() for cell in display),
        digests=digest.of(root, name, code, keys),
        version=digest.version(root),
    )
