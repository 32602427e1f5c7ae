"""A chapter or a homework in another language: notebooks/zh/NAME.ipynb, from the English text and the catalogue.

It has the same cells, ids, metadata and code; only prose, comments and strings differ. What has no translation yet
stays English. It is executed like the English one, in its own folder, so that the library speaks its language, too.
A homework is the same assignment: it has the version of the English one, the same checks and the same grade.
"""

import hashlib
import json
from pathlib import Path

import nbformat

from course_lib.authoring import build, homework, languages, letters, pictures, translating
from course_lib.authoring.run import execute
from course_lib.authoring.source import code_cells, generate, to_json
from course_lib.files import write
from course_lib.language import CATALOGUES, catalogue
from course_lib.translation import quizzes
from course_lib.translation.catalogue import sayer


def finished(root, language):
    """The names of the notebooks that are stored in `language`: those whose catalogue is finished."""
    done = translating.finished(root, language)
    return [name for name in build.sources(root) if name.split("/")[1] in done]


def bare(root, name, language, say=None):
    """The notebook in `language`, not executed."""
    text, stem = languages.text_of(root, name, language, say), name.split("/")[1]
    if not build.is_homework(name):
        return generate(text, stem, language)
    return homework.solution(text, stem, build.points(root, name), language, build.bare(root, name))


def build_in(root, name, language, force=False):
    """Write a notebook in `language`; False when nothing has changed since the last time."""
    path = languages.target(root, name, language)
    key, cache = path.relative_to(root).as_posix(), build.read_cache(root)
    if not force and cache.get(key) == digest(root, name, language):
        return False
    say = sayer(languages.load(root, path.stem, language))
    write_edition(root, name, language, say, path)
    build.write_cache(root, build.read_cache(root) | {key: digest(root, name, language)})
    return True


def write_edition(root, name, language, say, path):
    """Write a notebook and its questions in `language`, as `say` has it, to `path`."""
    notebook, english = bare(root, name, language, say), build.stored(root, name)
    if (quiz := build.sources(root)[name].with_suffix(".quiz.json")).exists():  # first: the chapter shows it
        write(path.parent / "src" / quiz.name, quizzes.in_language(quiz.read_text(encoding="utf-8"), say))
    if build.is_homework(name):
        write(exercise_of(path), to_json(homework.exercise(notebook)))
    path.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else english
    if english and same_outputs(notebook, english, language):
        notebook = with_outputs(notebook, english)
    else:
        notebook = pictures.kept(execute(notebook, path.stem, path.parent), before)
    write(path, to_json(notebook))


def exercise_of(path):
    """The notebook that a student gets, for the file of its solution."""
    return path.parents[2] / "exercises" / path.parent.name / path.name


def same_outputs(notebook, english, language):
    """Whether nothing that is shown can depend on the language: the same code, and a library without translations."""
    codes = ["".join(cell["source"]) for cell in english["cells"] if cell["cell_type"] == "code"]
    return not catalogue(language) and codes == [cell.source for cell in code_cells(notebook)]


def with_outputs(notebook, english):
    """The notebook with the outputs of the English one, which has the same code."""
    taken = nbformat.from_dict(notebook)
    english = nbformat.reads(json.dumps(english), as_version=4)
    for cell, twin in zip(code_cells(taken), code_cells(english), strict=True):
        cell.outputs, cell.execution_count = twin.outputs, twin.execution_count
    if "widgets" in english.metadata:
        taken.metadata["widgets"] = english.metadata.widgets
    return taken


def digest(root, name, language):
    """A hash of all that decides what a chapter looks like in `language`."""
    stem = name.split("/")[1]
    files = [
        languages.folder(root, language) / f"{stem}.po",
        *sorted(CATALOGUES.glob(f"{language}.*")),
        letters.FONT,
        languages.target(root, name, language),
    ]
    if build.is_homework(name):
        files.append(exercise_of(languages.target(root, name, language)))
    total = hashlib.sha256(build.digest(root, name).encode())
    for path in map(Path, files):
        total.update(path.read_bytes() if path.exists() else b"missing")
    return total.hexdigest()
