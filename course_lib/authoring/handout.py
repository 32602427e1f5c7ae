"""A package for each student of a roster, whose questions have numbers of the student's own (homework.variants).

A folder of zips, named by ID and name. The secret by which the numbers are drawn is in none of them: whoever has it and
the roster can compute every answer.
"""

import json
import zipfile
from pathlib import Path

from course_lib.authoring import release
from course_lib.errors import CourseError
from course_lib.files import replacing, zip_entry
from course_lib.grading import collecting, own_numbers, roster
from course_lib.homework import variants
from course_lib.homework.key import to_json
from course_lib.language import say

SECRET = f"course{own_numbers.ENDING}"


def main(root, folder, students, secret=None):
    """Pack for everybody, and say what and where."""
    people = roster.read(students)
    path = checked(root, Path(secret or Path(root) / SECRET))
    new, found = not path.exists(), own_numbers.secret(path, make=True)
    names = packages(people)
    homework = questions(root)
    for student, name in names.items():
        pack(root, Path(folder) / f"{name}.zip", own_files(root, homework, found, student))
    if new:
        print(
            say(
                "{path}: a new secret. Keep it, and the roster: grading needs both, and nobody else may have it.",
                path=path,
            )
        )
    print(say("{folder}: {n} packages, each with numbers of its own.", folder=folder, n=len(names)))
    return 0


def checked(root, path):
    """The secret's place: inside the course's folder its name must be one that git ignores."""
    if path.resolve().is_relative_to(Path(root).resolve()) and path.suffix != own_numbers.ENDING:
        raise CourseError(
            say("A secret in the course's folder could be published: call it {name}.secret.", name=path.stem)
        )
    return path


def packages(people):
    """{student: the name of the package}, as the roster says; each name is one of its own."""
    called = {own_numbers.called(one): f"{one.id} {one.name}".strip() for one in people}
    own_numbers.names(people)
    files = [collecting.Submission(collecting.short(clean(text)), None) for text in called.values()]
    return {student: one.name for student, one in zip(called, collecting.distinct(files))}


def clean(text):
    """A roster's words as one file's name."""
    return collecting.safe(text.replace("/", "_"))


def questions(root):
    """{homework: its Questions}, of those in which some vary."""
    names = sorted(path.stem for path in (Path(root) / "exercises").glob("*.ipynb"))
    found = {name: variants.questions(root, name) for name in names}
    return {name: one for name, one in found.items() if one.exercises}


def own_files(root, homework, secret, student):
    """{path in the package: bytes} of what is the student's own: the homework's notebooks, and keys of its checks."""
    files = {}
    for name, plain in homework.items():
        numbers = plain.drawn(secret, student)
        for path in sorted((Path(root) / "exercises").glob(f"**/{name}.ipynb")):  # in each language
            notebook = json.loads(path.read_text(encoding="utf-8"))
            own = variants.own_notebook(notebook, plain, numbers, plain.mark(secret, student))
            files[path.relative_to(root).as_posix()] = f"{json.dumps(own, indent=1, ensure_ascii=False)}\n".encode()
        for question, its in numbers.items():
            files[f"exercises/checks/{name}/{question}.json"] = to_json(plain.key(question, its)).encode()
    return files


def pack(root, file, own):
    """Write one student's package: whole, or not at all."""
    with replacing(file, "wb") as written, zipfile.ZipFile(written, "w") as package:
        for name, path in release.contents(root).items():
            zip_entry(package, f"{release.FOLDER}/{name}", own.get(name) or path.read_bytes())
