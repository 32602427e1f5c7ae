"""Questions with numbers of a student's own: the answer that a neighbour passes on is another one.

    HMAC-SHA256(secret, homework, question, student)  →  seed  →  NumPy Generator  →  the spec's `vary`

The numbers that are drawn take the places of the plain notebook's, number by number, in the question (the last
paragraph above the answer's cell) and in the right answer's code, which then gives the key. Whoever does not have the
secret can neither compute a student's numbers nor make a mark.
"""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.homework import cells, spec
from course_lib.homework.answers import Answer
from course_lib.homework.key import Key
from course_lib.homework.marks import written
from course_lib.homework.spec import Exercise
from course_lib.language import ENGLISH, say

NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d+(?:\.\d+)?(?:e[+-]?\d+)?")  # not the 1 of W_1


@dataclass(frozen=True)
class Questions:
    """The questions of a homework whose numbers vary, in the notebook's order; none is fine.

    sources: {question: the cell of the right answer}. names: what that cell may use, such as the right functions.
    """

    homework: str
    exercises: dict[str, Exercise] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)

    def drawn(self, secret: bytes, student: str) -> dict[str, dict]:
        """{question: its numbers} of a student, who is called by a text that stays the same."""
        return {
            name: one.own(generator(secret, self.homework, name, student))
            for name, one in self.exercises.items()
            if one.own
        }

    def mark(self, secret: bytes, student: str) -> str:
        """What says whose numbers a notebook has to those alone who know the secret."""
        numbers = json.dumps(self.drawn(secret, student), sort_keys=True)  # so that other draws give another mark
        return written(digest(secret, "mark", self.homework, student, numbers))

    def key(self, question: str, numbers: Mapping) -> Key:
        """The key of a question with these numbers."""
        exercise = self.exercises[question].with_numbers(dict(numbers))
        return spec.key(exercise, self.homework, self.value(question, numbers), np.random.default_rng(0))

    def value(self, question: str, numbers: Mapping) -> Any:
        """The right answer for these numbers: what the solution's cell gives with them in it."""
        names = dict(self.names)
        exec(rewritten(self.sources[question], self.exercises[question].numbers, numbers), names)
        return names[question]

    def expected(self, question: str, numbers: Mapping) -> Answer:
        """The same as an answer to compare with."""
        return self.key(question, numbers).expected[0]


def questions(root: str | Path, homework: str) -> Questions:
    """The Questions of a homework, from its solution and its specs."""
    root = Path(root)
    notebook = json.loads((root / "solutions" / f"{homework}.ipynb").read_text(encoding="utf-8"))
    exercises = {one.name: one for one in spec.exercises(root / "solutions" / "specs" / homework) if one.own}
    order = [name for name in cells.exercises(notebook["cells"]) if name in exercises]
    sources = {
        cells.exercise_of(cell): "".join(cell["source"])
        for cell in cells.code(notebook["cells"])
        if cells.is_answer(cell) and cells.exercise_of(cell) in exercises
    }
    names = cells.defined(notebook["cells"]) if order else {}
    return Questions(homework, {name: exercises[name] for name in order}, sources, names)


def own_notebook(notebook: dict, plain: Questions, numbers: Mapping[str, Mapping], mark: str) -> dict:
    """A notebook (parsed JSON) with other numbers in its questions, and the mark in metadata and text."""
    copied = json.loads(json.dumps(notebook))
    if not plain.exercises:
        return copied
    language = copied["metadata"]["course"].get("language", ENGLISH)
    note, above_code = words(mark, language)
    copied["metadata"]["course"]["numbers"] = mark
    first = next(cell for cell in copied["cells"] if cell["cell_type"] == "markdown")
    set_source(first, f"{''.join(first['source'])}\n\n{note}")
    for above, cell in zip([None, *copied["cells"]], copied["cells"]):
        name = cells.exercise_of(cell) if cell["cell_type"] == "code" and cells.is_answer(cell) else ""
        if name not in numbers:
            continue
        was = plain.exercises[name].numbers
        source = rewritten("".join(cell["source"]), was, numbers[name])
        set_source(cell, f"# {above_code}\n{source}")
        if above and above["cell_type"] == "markdown":
            before, gap, question = "".join(above["source"]).rpartition("\n\n")
            set_source(above, before + gap + rewritten(question, was, numbers[name]))
    return copied


def words(mark: str, language: str) -> tuple[str, str]:
    """What the notebook says of its numbers: to whoever opens it, and above an answer's code."""
    note = say(
        "The numbers in the questions of this notebook are your own ({mark}); other students have others.",
        language,
        mark=mark,
    )
    return note, say("Your own numbers: {mark}", language, mark=mark)


def set_source(cell: dict, text: str) -> None:
    """Give a cell its text, as a list of lines where it had one."""
    cell["source"] = text.splitlines(keepends=True) if isinstance(cell["source"], list) else text


def rewritten(text: str, plain: Mapping, own: Mapping) -> str:
    """A text with the own numbers in the places of the plain ones; 10.0 stays a number with a point."""
    new = {float(number): own[name] for name, number in plain.items() if not isinstance(number, str)}

    def other(found: re.Match) -> str:
        if (number := new.get(float(found[0]))) is None:
            return found[0]
        return str(float(number)) if "." in found[0] and float(number).is_integer() else f"{number:.12g}"

    return NUMBER.sub(other, text)


def generator(secret: bytes, *words: str) -> np.random.Generator:
    """The generator that belongs to these words."""
    return np.random.default_rng(int.from_bytes(digest(secret, *words), "big"))


def digest(secret: bytes, *words: str) -> bytes:
    """HMAC-SHA256 of words, of which none can run into the next."""
    return hmac.digest(secret, json.dumps(words).encode(), "sha256")
