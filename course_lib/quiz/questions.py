"""What is asked: the questions of chapter NAME are data, in notebooks/src/NAME.quiz.json beside the chapter's text."""

import hashlib
import json
from pathlib import Path
from typing import Any

from course_lib import files
from course_lib.language import say

Question = dict[str, Any]


def load(name: str, start: Path | None = None) -> list[Question]:
    """The questions of a chapter, in jupyterquiz's form, each with an "id" that changes when the question does.

    start: a folder in the course, by default the one you are in.
    """
    path = find(name, start)
    reason: object = say("a question, an answer or its feedback is missing")
    try:
        questions: Any = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # no JSON, or not even text
        questions, reason = None, error
    if is_quiz(questions):
        return [question | {"id": question.get("id", identity(question))} for question in questions]
    raise ValueError(
        say(
            "{file} cannot be read ({reason}): repair it or, if it is your copy in work, delete it and run 'course"
            " update'.",
            file=path.name,
            reason=reason,
        )
    )


def identity(question: Question) -> str:
    """Eight digits that stand for a question and its choices: an answer kept for another edition does not count.

    A question in another language brings those of the English one with it: an answer to either counts for both.
    """
    choices = [[answer.get(part) for part in ("answer", "value", "range")] for answer in question["answers"]]
    return hashlib.sha256(json.dumps([question["question"], choices]).encode()).hexdigest()[:8]


def is_quiz(questions: Any) -> bool:
    """Whether this is a list of questions, each with answers, each of these with feedback."""
    return isinstance(questions, list) and all(
        has(question, question=str, type=str, answers=list)
        and all(has(answer, feedback=str) for answer in question["answers"])
        for question in questions
    )


def has(record: Any, **kinds: type) -> bool:
    """Whether `record` is a dict with these keys and values of these kinds."""
    return isinstance(record, dict) and all(isinstance(record.get(key), kind) for key, kind in kinds.items())


def find(name: str, start: Path | None = None) -> Path:
    """The file of a chapter's questions: beside the notebook, in a folder above it, or beside course_lib itself."""

    def file_in(folder: Path) -> Path | None:
        places = (folder / sub / f"{name}.quiz.json" for sub in ("src", "notebooks/src"))
        return next(filter(Path.is_file, places), None)

    if found := file_in(files.above(start or Path.cwd(), file_in) or files.ROOT):
        return found
    known = (files.ROOT / "notebooks" / "src").glob("*.quiz.json")
    there = sorted(path.name.removesuffix(".quiz.json") for path in known)
    known_names = ", ".join(there) or say("none")
    raise ValueError(
        say("There are no questions called {name}; there are {there}.", name=repr(name), there=known_names)
    )


def is_right(question: Question, given: str) -> bool:
    """Whether an answer is right: the number of a choice, from 0, or a number as quiz.js writes it (`as_number`)."""
    answers = question["answers"]
    if question["type"] == "multiple_choice":
        return given.isdecimal() and int(given) < len(answers) and answers[int(given)].get("correct") is True
    number = as_number(given)
    fitting = [answer for answer in answers if number is not None and fits(number, answer)]
    return bool(fitting) and fitting[0].get("correct") is True


def as_number(text: str) -> float | None:
    """0.05, 5e-2 or 1/20 as a number; None for anything else."""
    try:
        above, _, below = text.partition("/")
        return float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError):
        return None


def fits(number: float, answer: dict[str, Any]) -> bool:
    """Whether jupyterquiz takes a number to be this answer; a range ends before its second number."""
    if "value" in answer:
        return number == answer["value"]
    return "range" in answer and answer["range"][0] <= number < answer["range"][1]
