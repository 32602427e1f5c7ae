"""Which exercises are solved, and how far the quizzes are: the numbers that `course progress` shows."""

from pathlib import Path

from course_lib import records
from course_lib.homework import keys
from course_lib.homework.key import Key
from course_lib.language import say


def record(key: Key) -> str | None:
    """Note that an exercise is solved. Returns a sentence when something is to be said, else None."""
    path = records.place()
    if path is None:
        return None
    try:
        kept, problem = records.read(path)
        names = kept["solved"].setdefault(key.assignment, [])
        if key.name not in names:
            names.append(key.name)
            records.write(path, kept)
        return problem
    except OSError as error:
        return records.unsaved(path, error)


def summary(solved: dict[str, list[str]], exercises: dict[str, list[str]]) -> str:
    """Lines of text: how many exercises of each chapter are solved, and what comes next."""
    if not exercises:
        return say("There are no exercises here.")
    width = max(map(len, exercises))
    lines = []
    for assignment, names in exercises.items():
        done = [name for name in names if name in solved.get(assignment, [])]
        left = [name for name in names if name not in done]
        bar, end = "█" * len(done) + "░" * len(left), f"   {say('next: {name}', name=left[0])}" if left else ""
        count = say("{done} of {all}", done=len(done), all=len(names))
        lines.append(f"{assignment:{width}}  {bar:12} {count}{end}")
    return "\n".join(lines)


def show() -> None:
    """Print how far you have got, chapter by chapter."""
    print(report())


def report(start: Path | None = None) -> str:
    """How far you are, as text; start: a folder in the course, by default the one you are in."""
    from course_lib.quiz import progress as quizzes  # here: the autograder has no quizzes

    path = records.place(start)
    kept, problem = records.read(path) if path else ({"solved": {}, "quizzes": {}}, None)
    try:
        homework = summary(kept["solved"], keys.assignments(start))
    except keys.NoKey as error:
        homework = str(error)
    asked = quizzes.summary(quizzes.scores(kept["quizzes"], start))
    parts = [f"{say('Homework')}\n{homework}\n\n{say('Quizzes')}\n{asked}" if asked else homework, problem]
    return "\n".join(part for part in parts if part)
