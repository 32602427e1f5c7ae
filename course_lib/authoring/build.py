"""Which notebooks are out of date, and writing them.

A notebook's name is its path without ending, such as notebooks/03_momentum or solutions/03_momentum. A solution comes
with two more things: the exercise notebook without answers, and the keys that `check` compares with.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

from course_lib.authoring import AuthoringError, homework, pictures
from course_lib.authoring.reads import BUILDING, CHECKING, library_files
from course_lib.authoring.run import execute
from course_lib.authoring.source import generate, read, to_json
from course_lib.files import write
from course_lib.homework import cells, spec
from course_lib.homework.key import to_json as key_to_json
from course_lib.language import say

KINDS = ("notebooks", "solutions")


def sources(root):
    """{name: path of its text}, in the course's order."""
    found = [path for kind in KINDS for path in sorted((Path(root) / kind / "src").glob("*.md"))]
    return {f"{path.parts[-3]}/{path.stem}": path for path in found}


def chosen(root, names):
    """The named sources, all when none is named; 03_momentum means the chapter and its homework."""
    known = sources(root)
    if unknown := [name for name in names if not any(means(name, full) for full in known)]:
        there = ", ".join(known) or "none"
        raise AuthoringError(
            say("No source is called {unknown}; there are {there}.", unknown=", ".join(unknown), there=there)
        )
    return {full: path for full, path in known.items() if not names or any(means(name, full) for name in names)}


def means(name, full):
    return name in (full, full.split("/")[1])


def is_current(root, name):
    """True when nothing that `digest` reads has changed since the notebook was built."""
    return read_cache(root).get(name) == digest(root, name)


def build(root, name):
    """Execute one source and write its notebook, and what comes with a homework."""
    notebook = bare(root, name)
    files = homework_files(root, name)
    for path, text in files.items():
        write(Path(root) / path, text)  # first: the solution's checks read the keys
    for path in left_over(root, name, files):
        path.unlink()
    notebook = execute(notebook, sources(root)[name].stem, target(root, name).parent)
    notebook = pictures.kept(notebook, stored(root, name))
    write(target(root, name), to_json(notebook))
    write_cache(root, read_cache(root) | {name: digest(root, name)})


def bare(root, name):
    """The notebook that a source gives, not executed."""
    path = sources(root)[name]
    text = path.read_text(encoding="utf-8")
    if not is_homework(name):
        return generate(text, path.stem)
    return homework.solution(text, path.stem, points(root, name))


def stored(root, name):
    """The notebook that an earlier build wrote, as data; None when there is none that can be read."""
    try:
        return json.loads(target(root, name).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def homework_files(root, name):
    """{path: text} of what comes with a homework's solution: the exercise notebook and the keys of its checks."""
    return exercise_files(root, name) | key_files(root, name) if is_homework(name) else {}


def exercise_files(root, name):
    """{path: text} of what a homework's source alone gives: the exercise notebook and the list of its exercises."""
    notebook, assignment = bare(root, name), name.split("/")[1]
    return {
        f"exercises/{assignment}.ipynb": to_json(homework.exercise(notebook)),
        f"exercises/checks/{assignment}.json": json.dumps(cells.exercises(notebook.cells), indent=1) + "\n",
    }


def key_files(root, name):
    """{path: text} of the keys of a homework's checks; working out all slips takes a second or more for each."""
    answers, assignment = cells.answers(bare(root, name).cells), name.split("/")[1]
    files = {}
    for exercise in specs(root, name):
        key = spec.key(exercise, assignment, answers[exercise.name], np.random.default_rng(spec.PUBLIC_SEED))
        files[f"exercises/checks/{assignment}/{exercise.name}.json"] = key_to_json(key)
    return files


def left_over(root, name, files):
    """Keys of exercises that this homework no longer has; a chapter has none to lose."""
    if not is_homework(name):
        return []
    folder = Path(root) / "exercises" / "checks" / name.split("/")[1]
    return [path for path in folder.glob("*.json") if path.relative_to(root).as_posix() not in files]


def specs(root, name):
    """The exercises that solutions/specs says are graded in this homework."""
    folder = Path(root) / "solutions" / "specs" / name.split("/")[1]
    if not folder.is_dir():
        raise AuthoringError(
            say("{name} has no spec: write solutions/specs/{folder}/EXERCISE.py.", name=name, folder=folder.name)
        )
    try:
        return spec.exercises(folder)
    except ValueError as error:
        raise AuthoringError(str(error)) from error


def points(root, name):
    """{exercise: its points} of this homework."""
    return {exercise.name: exercise.points for exercise in specs(root, name)}


def graded(root, name):
    """The same, in the notebook's order."""
    found = {exercise.name: exercise for exercise in specs(root, name)}
    return [found[one] for one in cells.exercises(bare(root, name).cells)]


def is_homework(name):
    return name.startswith("solutions/")


def target(root, name):
    return Path(root) / f"{name}.ipynb"


def digest(root, name):
    """A hash of all that decides what a notebook looks like, the built file's own bytes among it."""
    root = Path(root)
    folder, stem = name.split("/")
    source = sources(root)[name]
    code = [cell.source for cell in read(source.read_text(encoding="utf-8"), stem) if cell.cell_type == "code"]
    library = library_files(root, code, (*BUILDING, *(CHECKING if is_homework(name) else ())))
    files = [source, source.with_suffix(".quiz.json"), target(root, name), root / "requirements.txt", *library]
    if root / "course_lib" / "homework" / "keys.py" in library:  # it lists the exercises
        files += sorted((root / "exercises" / "checks").glob("*.json"))
        files += sorted((root / "notebooks" / "src").glob("*.quiz.json"))  # its progress lists the quizzes
    if is_homework(name):
        files += [
            root / folder / "specs" / "shared.py",
            root / folder / "specs" / "slips.py",
            *sorted((root / folder / "specs" / stem).glob("*.py")),
            root / "exercises" / f"{stem}.ipynb",
            *sorted((root / "exercises" / "checks" / stem).glob("*.json")),
        ]
    total = hashlib.sha256()
    for path in files:
        content = path.read_bytes() if path.exists() else b"missing"
        total.update(f"{path.relative_to(root)} {len(content)} ".encode() + content)
    return total.hexdigest()


def _cache(root):
    return Path(root) / "build" / "notebooks.json"


def write_cache(root, built):
    write(_cache(root), json.dumps(built, indent=1, sort_keys=True))


def read_cache(root):
    try:
        return json.loads(_cache(root).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}  # then everything is built again, which is always right
