"""Questions with numbers of each student's own: by whose key a submission is graded, and whose answers it has.

The roster says whose it is, never the notebook. Where it names nobody, the plain notebook's numbers count.
"""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from course_lib.errors import CourseError
from course_lib.grading import people
from course_lib.grading.people import Person
from course_lib.grading.roster import Roster
from course_lib.homework.answers import Answer
from course_lib.homework.compare import agree
from course_lib.homework.key import Key
from course_lib.homework.variants import Questions
from course_lib.language import later, say

ENDING = ".secret"  # of a secret's file, which git ignores
SHORTEST = 32  # bytes of a secret
PLAIN = "plain"  # by what a submission is graded that is nobody's
OTHER = "other_numbers"  # the diagnosis
SAID = later("This is the right answer to other numbers than yours: take those of the notebook that was made for you.")
SAMPLE, MOST = 20, 3  # notebooks that are looked at first; names in a sentence


@dataclass(frozen=True)
class Variants:
    """The numbers of a class. of: {submission: its student}; names: {student: what to call them}, the whole roster."""

    questions: Questions
    secret: bytes = field(repr=False)
    of: Mapping[str, str]
    names: Mapping[str, str]

    def own(self, submission: str, marks: frozenset[str]) -> "Own":
        """What one submission is graded by. marks: those in the notebook."""
        student = self.of.get(submission)
        drawn = self.questions.drawn(self.secret, student) if student else {}
        return Own(self, student, {name: self.questions.key(name, numbers) for name, numbers in drawn.items()}, marks)

    def by(self, submission: str) -> str:
        """By whose numbers a submission is graded, as a mark."""
        student = self.of.get(submission)
        return self.questions.mark(self.secret, student) if student else PLAIN

    @cached_property
    def marks(self) -> dict[str, str]:
        """{mark: student} of the whole roster."""
        return {self.questions.mark(self.secret, student): student for student in self.names}

    @cached_property
    def answers(self) -> dict[str, list[tuple[str, Answer]]]:
        """{question: whose numbers, and the right answer to them} of the plain notebook and of the whole roster."""
        found = {
            name: [(say("the plain notebook"), self.questions.expected(name, one.numbers))]
            for name, one in self.questions.exercises.items()
        }
        for student, called in self.names.items():
            for name, numbers in self.questions.drawn(self.secret, student).items():
                found[name].append((called, self.questions.expected(name, numbers)))
        return found


@dataclass(frozen=True)
class Own:
    """What one submission is graded by. student: None when it is nobody's; keys: those with the student's numbers."""

    variants: Variants
    student: str | None
    keys: dict[str, Key]
    marks: frozenset[str]

    def whose(self, question: str, answer: Answer | None) -> list[str]:
        """To whose numbers a wrong answer is the right one."""
        if answer is None or question not in self.variants.questions.exercises:
            return []
        return [called for called, right in self.variants.answers[question] if agree(answer, right)]

    def about(self, whose: Mapping[str, Sequence[str]], lost: bool) -> dict[str, Any]:
        """For the result: by what it was graded, and sentences for a person. lost: whether its questions lost points.

        whose: {question: to whose numbers it is the answer}.
        """
        known = [self.variants.marks[mark] for mark in sorted(self.marks) if mark in self.variants.marks]
        others = [self.variants.names[student] for student in known if student != self.student]
        notes = []
        if self.student is None:
            notes.append(
                say("It is nobody's in the roster: its questions were graded by the plain notebook's numbers.")
            )
        if others:
            notes.append(say("The notebook is that of {students}.", students=listed(others)))
        if self.marks - set(self.variants.marks):
            notes.append(say("The notebook has numbers that nobody in the roster has."))
        if lost and not self.marks and self.student is not None:
            notes.append(say("The notebook is the plain one, or has lost its mark."))
        notes += [
            say("{question} is the answer to the numbers of {students}.", question=name, students=listed(several))
            for name, several in whose.items()
        ]
        mark = self.variants.questions.mark(self.variants.secret, self.student) if self.student else PLAIN
        return {"by": mark, "notes": notes}


def of(questions: Questions, secret: bytes, roster: Roster) -> Variants:
    """The Variants of a class."""
    found = {submission: called(person) for submission, person in roster.of.items()}
    return Variants(questions, secret, found, names([*roster.of.values(), *roster.missing]))


def names(students: Sequence[Person]) -> dict[str, str]:
    """{student: what to call them}; CourseError when two could not be told apart."""
    found: dict[str, str] = {}
    for one in students:
        if found.setdefault(called(one), str(one)) != str(one):
            raise CourseError(say("The roster has two students {whose}: give each an ID.", whose=one.id or one.name))
    return found


def called(person: Person) -> str:
    """A student in the draw of the numbers: the ID, else the name, without what a spreadsheet may change of it."""
    return " ".join(people.words(person.id or person.name))


def listed(several: Sequence[str]) -> str:
    """The first few names."""
    more = len(several) - MOST
    names = say(", ").join(several[:MOST])
    return say("{names} and {n} more", names=names, n=more) if more > 0 else names


def secret(path: str | Path, make: bool = False) -> bytes:
    """The secret in a file; with `make` a file that is missing is written, for its owner alone."""
    path = Path(path)
    try:
        if make and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_hex(SHORTEST) + "\n")
        found = path.read_bytes().strip()
    except OSError as error:
        raise CourseError(
            say("The secret {path} cannot be read or written ({reason}).", path=path, reason=error.strerror)
        ) from error
    if len(found) < SHORTEST:
        raise CourseError(
            say(
                "{path} is too short for a secret: {shortest} letters or more, as `course release` writes it.",
                path=path,
                shortest=SHORTEST,
            )
        )
    return found


def check_marks(variants: Variants, marks: Sequence[frozenset[str]]) -> str | None:
    """A warning when no notebook has a mark; CourseError when none has a mark of this roster. marks: one a notebook."""
    found = frozenset().union(*marks)
    if not variants.questions.exercises or found & set(variants.marks):
        return None
    if found:
        raise CourseError(
            say(
                "The numbers in the notebooks are nobody's: is this the secret, the roster and the version of the"
                " course by which `course release` made them?"
            )
        )
    return say("No notebook looks as if it had numbers of its own: are these the plain ones? Then leave --secret out.")
