"""What this computer remembers of a learner: work/progress.json, or the file that COURSE_PROGRESS names.

It holds {"solved": {homework: [exercises]}, "quizzes": {chapter: {question: [first answer, answer that counts]}}}.
Deleting the file is safe. A damaged one is kept aside as progress.damaged.json, and a new one begun.
"""

import json
import os
from pathlib import Path
from typing import Any

from course_lib import files, workspace
from course_lib.errors import CourseError
from course_lib.language import later, say

Record = dict[str, dict[str, Any]]


def place(start: Path | None = None) -> Path | None:
    """The file, or None where there is no course to keep it in; start: a folder in the course."""
    if named := os.environ.get("COURSE_PROGRESS"):
        return Path(named)
    try:
        return workspace.find(start or Path.cwd()).work / "progress.json"
    except CourseError:
        return None


def read(path: Path) -> tuple[Record, str | None]:
    """({"solved", "quizzes"}, a sentence or None). A damaged file is renamed, and counts as empty."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        solved, quizzes = record["solved"], record.get("quizzes", {})
        if is_solved(solved) and all(is_answers(answers) for answers in quizzes.values()):
            return {"solved": solved, "quizzes": quizzes}, None
    except FileNotFoundError:
        return {"solved": {}, "quizzes": {}}, None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    kept = path.rename(workspace.free(path.with_name(f"{path.stem}.damaged{path.suffix}")))
    damaged = later("The record of your progress was damaged: it is kept as {file}, and a new one was started.")
    return {"solved": {}, "quizzes": {}}, say(damaged, file=kept.name)


def is_solved(solved: Any) -> bool:
    """Whether this is {homework: [names of exercises]}."""
    lists = solved.values()
    return all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists)


def is_answers(answers: Any) -> bool:
    """Whether this is {question: [first answer, answer that counts]}, both short texts."""
    return isinstance(answers, dict) and all(
        isinstance(question, str)
        and isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(answer, str) and len(answer) <= 40 for answer in pair)
        for question, pair in answers.items()
    )


def write(path: Path, record: Record) -> None:
    """The whole file or nothing of it."""
    files.write(path, json.dumps(record, indent=1, sort_keys=True) + "\n")


def unsaved(path: Path, error: OSError) -> str:
    """The sentence for a record that cannot be written."""
    known = {"file": path.name, "error": error.strerror or error}
    return say("Your progress could not be saved in {file} ({error}).", **known)
