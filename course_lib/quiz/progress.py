"""How far the quizzes are: answers that a saved notebook or the record holds, which of them count, and the score.

Answers are {question's id: [first answer, answer that counts]}; the second is the right one once it was given. What a
notebook holds may be anything: only short texts about today's questions are taken, and they are judged here anew.
"""

import contextlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from course_lib import records, workspace
from course_lib.errors import CourseError
from course_lib.language import LANGUAGES, later, say
from course_lib.quiz.questions import Question, is_right, load

Answers = dict[str, list[str]]
STATE = "application/vnd.jupyter.widget-state+json"
COUNTED = later("Your answers are kept, and course progress counts them.")
IN_THE_NOTEBOOK = later("Save the notebook to keep your answers.")


class Score(NamedTuple):
    """How many questions were answered, answered correctly, and so at the first try; of how many."""

    answered: int
    right: int
    at_once: int
    asked: int


def checked(answers: Any, questions: list[Question]) -> Answers:
    """Those of the answers that are about these questions; none when they are no answers at all."""
    if not records.is_answers(answers):
        return {}
    return {one["id"]: answers[one["id"]] for one in questions if one["id"] in answers}


def merged(older: Answers, newer: Answers, questions: list[Question]) -> Answers:
    """Both: the older first answer; what was right once stays right, otherwise the newer answer counts."""
    both = older | newer
    for question in questions:
        name = question["id"]
        if name in older and name in newer:
            counts = older[name][1] if is_right(question, older[name][1]) else newer[name][1]
            both[name] = [older[name][0], counts]
    return both


def saved(notebook: Path, name: str) -> Any:
    """The answers to quiz `name` as a notebook file holds them, unchecked; None when it holds none."""
    try:
        metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
        models = metadata["widgets"][STATE]["state"].values()
        return next((one["state"].get("answers") for one in models if one["state"].get("quiz") == name), None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def known(name: str, questions: list[Question], kept: Any, start: Path | None = None) -> Answers:
    """The answers that count: those of the record, `kept`, and those that the learner's copy of the chapter holds.

    Not where the record lies elsewhere, as in a build: then the copy is another person's, or another time's.
    """
    path, work, answers = records.place(start), work_of(start), checked(kept, questions)
    if work is not None and path is not None and path.parent.resolve() == work:
        for folder in ("", *LANGUAGES):
            in_notebook = saved(work / "notebooks" / folder / f"{name}.ipynb", name)
            answers = merged(answers, checked(in_notebook, questions), questions)
    return answers


def work_of(start: Path | None = None) -> Path | None:
    """The folder of the learner's copy in the course that `start` belongs to, None outside a course."""
    course = course_of(start)
    return course.work if course else None


def course_of(start: Path | None = None) -> workspace.Course | None:
    """The course that `start` belongs to, None outside a course."""
    try:
        return workspace.find(start or Path.cwd())
    except CourseError:
        return None


def keep(name: str, answers: Answers) -> str:
    """Write answers into the record; returns a sentence for the learner."""
    path = records.place()
    if path is None:
        return say(IN_THE_NOTEBOOK)
    try:
        record, problem = records.read(path)
        if record["quizzes"].get(name) != answers:
            record["quizzes"][name] = answers
            records.write(path, record)
        return problem or say(COUNTED)
    except OSError as error:
        return records.unsaved(path, error)


def collect(start: Path) -> None:
    """Bring what the learner's notebooks hold into the record, before fresh copies take their place."""
    path = records.place(start)
    if path is None:
        return
    with contextlib.suppress(OSError):  # the old copy is kept anyway
        record, _ = records.read(path)
        before = json.dumps(record)
        for name, folder in quizzes(course_of(start)).items():
            with contextlib.suppress(ValueError):  # questions that cannot be read
                questions = load(name, folder)
                if answers := known(name, questions, record["quizzes"].get(name), start):
                    record["quizzes"][name] = answers
        if json.dumps(record) != before:
            records.write(path, record)


def quizzes(course: workspace.Course | None) -> dict[str, Path]:
    """{quiz: the folder it is in}, in order: the learner's copy, or the course where there is none yet."""
    for folder in (course.work, course.folder) if course else ():
        if found := sorted((folder / "notebooks" / "src").glob("*.quiz.json")):
            return {path.name.removesuffix(".quiz.json"): folder for path in found}
    return {}


def score(answers: Answers, questions: list[Question]) -> Score:
    """The score of answers that were checked."""
    given = [(one, answers[one["id"]]) for one in questions if one["id"] in answers]
    right = [pair[0] == pair[1] for question, pair in given if is_right(question, pair[1])]
    return Score(len(given), len(right), sum(right), len(questions))


def scores(kept: dict[str, Answers], start: Path | None = None) -> dict[str, Score | str]:
    """{chapter: its score, or what is wrong with its questions}; kept: the record's answers."""
    found: dict[str, Score | str] = {}
    for name, folder in quizzes(course_of(start)).items():
        try:
            questions = load(name, folder)
            found[name] = score(known(name, questions, kept.get(name), start), questions)
        except ValueError as error:
            found[name] = str(error)
    return found


def summary(found: dict[str, Score | str]) -> str:
    """Lines of text, one a chapter."""
    width = max(map(len, found), default=0)
    return "\n".join(f"{name:{width}}  {line(result)}" for name, result in found.items())


def line(result: Score | str) -> str:
    """What is said of one chapter's quiz."""
    if isinstance(result, str):
        return result
    answered, right, at_once, asked = result
    if not answered:
        return say("not tried yet")
    bar = "█" * right + "░" * (asked - right)
    said = say("{right} of {all} right, {first} at the first try", right=right, all=asked, first=at_once)
    return f"{bar:12} {said}"
