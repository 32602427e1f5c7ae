"""The course's sources, their catalogues in locale/, and the sources in another language.

A catalogue belongs to a chapter: locale/zh_CN/03_momentum.po holds the messages of its text, slides, notes and quiz,
and of its homework and the hints. locale/zh_CN/library.po holds what course_lib itself says, README.po and docs/…
what these pages say.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from course_lib import style, surfaces
from course_lib.authoring import AuthoringError, build, documents, site_words, syllabus_words
from course_lib.authoring.source import read
from course_lib.language import ENGLISH, LANGUAGES
from course_lib.language import say as told
from course_lib.translation import catalogue, library, sources
from course_lib.translation.literals import names_of
from course_lib.translation.sources import Message

LIBRARY = "library"
LIBRARY_FOLDER = Path(__file__).resolve().parents[1]
# What the library looks up by a name, however it is written in a cell.
LOOKED_UP = {*style.RULES, *style.BATCHES, *surfaces.SURFACES}


@cache
def arguments():
    """The names of all arguments in course_lib: what a cell may set."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in LIBRARY_FOLDER.rglob("*.py"))
    return frozenset(node.arg for tree in trees for node in ast.walk(tree) if isinstance(node, ast.arg))


def names_in(cells):
    """What is no message in these cells although it may be a word."""
    return names_of(sources.codes(cells), LOOKED_UP, arguments())


def folder(root, language):
    """The folder of a language's catalogues."""
    if language not in LANGUAGES:
        raise AuthoringError(
            told(
                "the course has no language {language!r}; it has {languages}.",
                language=language,
                languages=", ".join(LANGUAGES),
            )
        )
    return Path(root) / "locale" / LANGUAGES[language]


def chapters(root):
    """The names of the catalogues of chapters, in the course's order."""
    return list(dict.fromkeys(path.stem for path in build.sources(root).values()))


def documentation(root):
    """The names of the catalogues of README, docs/ and the syllabus."""
    there = (Path(root) / syllabus_words.FILE).is_file()
    return [*documents.pages(root), *([syllabus_words.CATALOGUE] if there else [])]


def messages(root, name) -> Iterator[Message]:
    """The messages of the catalogue `name`, in the order in which a reader meets them."""
    if name == LIBRARY:
        yield from library.messages(LIBRARY_FOLDER)
        return
    if name == site_words.CATALOGUE:
        yield from site_words.messages(root)
        return
    if name == syllabus_words.CATALOGUE:
        yield from syllabus_words.messages(root)
        return
    if page := documents.pages(root).get(name):
        yield from documents.of_page(page.read_text(encoding="utf-8"), page.relative_to(root).as_posix())
        return
    for full in (f"notebooks/{name}", f"solutions/{name}"):
        path = build.sources(root).get(full)
        if path is None:
            continue
        where = path.relative_to(root).as_posix()
        cells = read(path.read_text(encoding="utf-8"), name)
        yield from sources.of_cells(cells, where, names_in(cells))
        if (quiz := path.with_suffix(".quiz.json")).exists():
            yield from sources.of_quiz(quiz.read_text(encoding="utf-8"), quiz.relative_to(root).as_posix())
        if build.is_homework(full):
            yield from sources.of_hints(hints(root, full), f"solutions/specs/{name}")


def hints(root, name):
    """(exercise, hint) of each mistake and slip of a homework."""
    for exercise in build.graded(root, name):
        for wrong in exercise.general.values():
            yield exercise.name, " ".join((wrong.__doc__ or "").split())
        for slip in exercise.slips:
            yield exercise.name, slip.hint


def load(root, name, language):
    """The catalogue `name` as its file has it."""
    return catalogue.load(folder(root, language) / f"{name}.po", LANGUAGES[language])


def refreshed(root, name, language):
    """The text of the catalogue's file as the sources are now."""
    locale = LANGUAGES[language]
    return catalogue.written(catalogue.merged(load(root, name, language), messages(root, name), locale), locale)


def text_of(root, name, language=ENGLISH, say=None):
    """The text of a source such as notebooks/03_momentum, in a language."""
    path = build.sources(root)[name]
    text = path.read_text(encoding="utf-8")
    if language == ENGLISH and say is None:
        return text
    say = say or catalogue.sayer(load(root, path.stem, language))
    cells = read(text, path.stem)
    result = sources.in_language(text, cells, say, names_in(cells))
    again = read(result, path.stem)
    if [(cell.cell_type, cell.metadata) for cell in again] != [(cell.cell_type, cell.metadata) for cell in cells]:
        raise AuthoringError(
            told("{name}: a translation has what MyST Markdown reads as a new cell, such as +++.", name=name)
        )
    return result


def target(root, name, language=ENGLISH):
    """The file of a notebook such as notebooks/03_momentum in a language: notebooks/zh/03_momentum.ipynb."""
    kind, stem = name.split("/")
    return Path(root) / kind / ("" if language == ENGLISH else language) / f"{stem}.ipynb"
