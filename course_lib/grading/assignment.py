"""What is graded: the exercises of one homework with hidden cases, and the cells that a grader leaves out."""

import ast
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from course_lib.errors import CourseError
from course_lib.grading import digest, telling
from course_lib.grading.own_numbers import Own, Variants
from course_lib.grading.submission import Notebook
from course_lib.homework import cells, spec
from course_lib.homework.key import Key
from course_lib.language import say


@dataclass(frozen=True)
class Assignment:
    """A homework and its hidden cases.

    keys: in the notebook's order. display_sources: the cells that only display; display_names: what they bring.
    others: the exercises of each other homework. assumed: what notebooks are that do not say and cannot be told;
    forced: whether that also holds for those that say something else.
    """

    name: str
    seed: int
    keys: list[Key]
    display_sources: frozenset[str]
    digests: dict[str, str] = field(default_factory=dict)  # {exercise: what it is graded by}, see digest
    version: str = ""
    display_names: tuple[str, ...] = ()
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    assumed: str | None = None
    forced: bool = False
    public: dict[str, Key] = field(default_factory=dict)  # {exercise: the key of `check`}
    variants: Variants | None = None  # where questions have numbers of each student's own
    own: Own | None = None  # those of one submission

    @property
    def max_score(self) -> int:
        return sum(key.points for key in self.keys)

    def of(self, submission: str, notebook: Notebook) -> "Assignment":
        """The same, with the numbers of the student to whom the submission belongs."""
        if self.variants is None:
            return self
        own = self.variants.own(submission, notebook.marks)
        keys = [replace(own.keys.get(key.name, key), partial=key.partial) for key in self.keys]
        return replace(self, keys=keys, public=self.public | own.keys, own=own)

    def refusal(self, notebook: Notebook) -> tuple[str, str] | None:
        """Why a notebook is not graded as this homework, as (status, sentence), or None."""
        if notebook.problem:
            return notebook.problem
        found = self.recognised(notebook)
        if found == self.name:
            return None
        return "wrong_assignment", (
            say("It is a notebook of {found}; {homework} is graded.", found=found[:80], homework=self.name)
            if found
            else say("It does not say what it is, nor defines its functions; {homework} is graded.", homework=self.name)
        )

    def recognised(self, notebook: Notebook) -> str | None:
        """Which homework it is: what its metadata say, its cells' ids, the functions it defines, or what is assumed."""
        if self.forced:
            return self.assumed
        if notebook.assignment is not None:
            return notebook.assignment
        mine = frozenset(key.name for key in self.keys)
        if notebook.grade_ids & mine:
            return self.name
        counts = {name: len(notebook.defined & names) for name, names in {self.name: mine, **self.others}.items()}
        likeliest = max(counts, key=counts.__getitem__)
        return likeliest if counts[likeliest] else self.assumed

    def certainty(self, notebook: Notebook) -> int:
        """3: it says so, or defines all the functions; 2: it defines some; 1: it is only assumed; 0: it is refused."""
        if self.refusal(notebook):
            return 0
        functions = {key.name for key in self.keys if not key.is_value}
        if notebook.assignment or notebook.grade_ids & functions or functions <= notebook.defined:
            return 3
        return 2 if replace(self, assumed=None, forced=False).refusal(notebook) is None else 1

    def to_run(self, code: list[tuple[str | None, str]]) -> dict[int, str]:
        """{number: source} of the cells without those that only display. One that was changed may hold an answer.

        The number is the [n] beside a cell in JupyterLab when all are run from the top: those without code have none.
        """
        written = (source for _, source in code if source.strip())
        return {n: source for n, source in enumerate(written, start=1) if source.strip() not in self.display_sources}


def load(root: str | Path, name: str, seed: int | None = None, partial: str | None = None) -> Assignment:
    """The Assignment, its hidden cases drawn from `seed`, a random one when none is given.

    partial: the rule of partial credit for all exercises, see credit; None leaves what each spec says.
    """
    root, seed = Path(root), secrets.randbelow(2**32) if seed is None else seed
    path = root / "solutions" / f"{name}.ipynb"
    if not path.exists():
        there = ", ".join(sorted(found.stem for found in (root / "solutions").glob("*.ipynb"))) or say("none")
        raise CourseError(say("There is no homework {name}; there are {there}.", name=name, there=there))
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code, answers = cells.code(notebook["cells"]), cells.answers(notebook["cells"])
    exercises = {one.name: one for one in spec.exercises(root / "solutions" / "specs" / name)}
    keys = [
        spec.key(exercises[one], name, answers[one], np.random.default_rng([seed, number]))
        for number, one in enumerate(cells.exercises(code))
    ]
    if partial:
        keys = [replace(key, partial=partial) for key in keys]
    shown = [code, *(cells.code(json.loads(other.read_text(encoding="utf-8"))["cells"]) for other in editions(path))]
    display = ["".join(cell["source"]).strip() for each in shown for cell in each if cells.is_display(cell)]
    others = {
        other.stem: frozenset(cells.exercises(json.loads(other.read_text(encoding="utf-8"))["cells"]))
        for other in sorted(path.parent.glob("*.ipynb"))
        if other != path
    }
    return Assignment(
        name,
        seed,
        keys,
        frozenset(display),
        digest.of(root, name, code, keys),
        digest.version(root),
        tuple(sorted(brought(display))),
        others,
        public=telling.public_keys(root, name),
    )


def editions(path: Path) -> list[Path]:
    """The same solution in other languages: its cells that only display have other words."""
    return sorted(path.parent.glob(f"*/{path.name}"))


def brought(display: list[str]) -> set[str]:
    """The names that cells bring, such as imports and assignments."""
    nodes = [node for source in display for node in ast.walk(ast.parse(source))]
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return assigned | {(node.asname or node.name).split(".")[0] for node in nodes if isinstance(node, ast.alias)}
