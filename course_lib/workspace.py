"""The learner's own copy of the course, the folder `work`: made when missing, refreshed on request, never overwritten.

`Course(folder)` is the course; its `work` has the same tree. Of a course that the learner may not write, as on a
class's server, the copy lies elsewhere: where `--work` or COURSE_WORK says, else in ~/optimizers-course. Before
anything takes the place of a file that the learner edited, the old file is kept in `work/old`, in the same tree again.
Of the notebooks it has those of the learner's language; of another one, those of the time when that was chosen.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from course_lib import files, merging
from course_lib.errors import CourseError
from course_lib.language import ENGLISH, LANGUAGES, known, of_system, say

# What a learner gets a copy of, in every language and in one; the texts of the notebooks stay where they are.
COPIED = ("notebooks/glossary.md", "notebooks/media/*", "exercises/checks/**/*")
CHOSEN = ".language"  # the file in `work` that keeps the learner's choice
IN_A_LANGUAGE = ("notebooks/{}*.ipynb", "notebooks/{}src/*.quiz.json", "exercises/{}*.ipynb")


RECORD = ".course.json"


@dataclass(frozen=True)
class Course:
    """A course in `folder`, with the learner's copy in `folder/work`, or in `elsewhere`."""

    folder: Path
    elsewhere: Path | None = None

    @property
    def work(self):
        """Where the learner works."""
        return self.elsewhere or self.folder / "work"

    @property
    def record(self):
        """Which edition of each file the learner was given: {relative path: [digest, {cell id: fingerprint}]}."""
        return self.work / RECORD

    def called(self, name):
        """A file of the learner's copy, as it is called in a sentence."""
        return f"{self.elsewhere or 'work'}/{name}"

    @property
    def language(self):
        """What the learner reads: COURSE_LANGUAGE, else the language that was chosen, else the system's."""
        begun = ENGLISH if (self.work / "notebooks").is_dir() else ""  # before there was a choice
        chosen = known(os.environ.get("COURSE_LANGUAGE", "")) or self.chosen() or begun or of_system()
        return chosen if (self.folder / first(chosen)).exists() else ENGLISH

    def chosen(self):
        """The language of the last `course lab`, "" where it was never opened."""
        try:
            return known((self.work / CHOSEN).read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return ""

    def files(self, *languages):
        """The relative paths of all that a learner gets in these languages (all), in order."""
        folders = ["" if language == ENGLISH else f"{language}/" for language in languages or (ENGLISH, *LANGUAGES)]
        patterns = [*COPIED, *(pattern.format(folder) for pattern in IN_A_LANGUAGE for folder in folders)]
        found = {path for pattern in patterns for path in self.folder.glob(pattern) if path.is_file()}
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def notebooks(self):
        """The relative paths of the notebooks in the learner's language, chapters before homework."""
        found = (name for name in self.files(self.language) if name.endswith(".ipynb"))
        return sorted(found, key=lambda name: name < "notebooks")


def first(language):
    """The notebook with which the course begins."""
    return f"notebooks/{'' if language == ENGLISH else f'{language}/'}00_start_here.ipynb"


def choose(course, language):
    """Keep the learner's language; CourseError when the course does not have it."""
    if not (course.folder / first(language)).exists():
        raise CourseError(
            say("This copy of the course has no notebooks in the language {language}.", language=language)
        )
    course.work.mkdir(exist_ok=True)
    (course.work / CHOSEN).write_text(f"{language}\n", encoding="utf-8")


def find(start):
    """The course in `start` or in the nearest folder above it; from a copy that lies elsewhere, the installed one.

    An installed course that cannot be written is everybody's: it is found from anywhere.
    """
    start = Path(start).resolve()
    if folder := files.above(start, is_course):
        return Course(folder, elsewhere(folder))
    if is_course(files.ROOT):
        copy = files.above(start, lambda folder: (folder / RECORD).is_file())
        if copy or not may_write(files.ROOT):
            return Course(files.ROOT, named_work() or copy or elsewhere(files.ROOT))
    raise CourseError(
        say("There is no course in {folder} or above it: go to its folder, or use --course DIR.", folder=start)
    )


def is_course(folder):
    """Whether a folder holds the course."""
    return (folder / "course_lib").is_dir() and (folder / "notebooks").is_dir()


def elsewhere(folder):
    """Where the learner's copy lies when not in the course's own folder, else None."""
    if named_work() or may_write(folder):
        return named_work()
    home = Path.home().resolve() / "optimizers-course"
    return home / "work" if is_course(home) else home  # a package may have been unpacked there


def named_work():
    """The folder that COURSE_WORK names, or None."""
    named = os.environ.get("COURSE_WORK")
    return Path(named).expanduser().resolve() if named else None


def may_write(folder):
    """Whether the learner's copy can be in the course's folder."""
    work = folder / "work"
    return os.access(work if work.exists() else folder, os.W_OK)


def fill(course):
    """Copy what the learner does not have yet; returns the relative paths of the new files."""
    new = [name for name in course.files(course.language) if not (course.work / name).exists()]
    for name in new:
        give(course, name)
    return new


def outdated(course):
    """The files of which the course has another edition than the learner was given."""
    given = read_record(course)
    return [
        name
        for name in course.files()
        if (course.work / name).exists()
        and digest(course.folder / name) not in (given.get(name, [None])[0], digest(course.work / name))
    ]


def reset(course, name):
    """Give a fresh copy of one notebook. Returns (relative path, where the old one is kept or None)."""
    name = named(course, name)
    kept = keep(course, name) if (course.work / name).exists() else None
    give(course, name)
    return name, kept


def update(course):
    """Bring new and changed files into the learner's copy, with the learner's own work carried over.

    Returns [(relative path, what was done)]. A file that did not change in the course is left as it is.
    """
    return [(name, "new") for name in fill(course)] + [(name, renew(course, name)) for name in outdated(course)]


def renew(course, name):
    """Bring one changed file; returns what was done. Stopped half-way, it leaves the old file where it was."""
    given, cells = read_record(course).get(name, [None, {}])
    if digest(course.work / name) == given:
        give(course, name)
        return say("updated")
    try:
        yours, fresh = merging.read(course.work / name), merging.read(course.folder / name)
    except ValueError:  # a picture, or an edit by hand that went wrong
        kept = keep(course, name)
        give(course, name)
        return say("updated; yours could not be read as a notebook and is kept as {kept}", kept=kept)
    if merging.fingerprints(yours) in (cells, merging.fingerprints(fresh)):  # at most opened and run
        give(course, name)
        return say("updated")
    result, carried = merging.merged(yours, cells, fresh)
    kept = keep(course, name)
    give(course, name, json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    known = {"cells": carried, "kept": kept}
    return say("updated, with {cells} of your cells in it; yours as it was is kept as {kept}", **known)


def named(course, name):
    """The relative path of the notebook meant by a path in `work`, by exercises/03_momentum, or by 03_momentum.

    A chapter and its homework have one name; alone it means the chapter, since homework is harder to replace. What is
    no path means the notebook in the learner's language.
    """
    path, notebooks = Path(name.removesuffix(".ipynb")), [one.removesuffix(".ipynb") for one in course.notebooks()]
    if path.resolve().is_relative_to(course.work):
        path = path.resolve().relative_to(course.work)
        if f"{path.as_posix()}.ipynb" in course.files() and (course.work / f"{path}.ipynb").exists():
            return f"{path.as_posix()}.ipynb"
    wanted = path.as_posix().removeprefix("work/")
    found = [one for one in notebooks if wanted in called(one)]
    if not found:
        there = ", ".join(notebooks)
        raise CourseError(say("There is no notebook {name}; there are {there}.", name=repr(name), there=there))
    return f"{found[0]}.ipynb"


def called(notebook):
    """What a notebook such as exercises/zh/03_momentum may be called."""
    kind, *_, stem = notebook.split("/")
    return notebook, f"{kind}/{stem}", stem


def give(course, name, text=None):
    """Give the learner the course's edition of a file, or `text` made from it; record the edition.

    The file appears whole or not at all.
    """
    target = course.work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    if text is None:
        shutil.copyfile(course.folder / name, partial)
    else:
        partial.write_text(text, encoding="utf-8")
    os.replace(partial, target)
    try:
        cells = merging.fingerprints(merging.read(course.folder / name))
    except ValueError:  # a picture, a quiz
        cells = {}
    given = read_record(course) | {name: [digest(course.folder / name), cells]}
    partial = course.record.with_name(".course.json.partial")
    partial.write_text(json.dumps(given, sort_keys=True), encoding="utf-8")
    os.replace(partial, course.record)


def trust(course, names):
    """Sign copies, so that JupyterLab shows their pictures alive at once: only the course's own, to the byte."""
    own = [name for name in names if name.endswith(".ipynb")]
    own = [course.work / name for name in own if digest(course.work / name) == digest(course.folder / name)]
    if not own:
        return
    import nbformat  # here, because it takes a second, and only new copies need it
    from nbformat.sign import NotebookNotary

    with contextlib.suppress(OSError, ValueError, sqlite3.Error):  # else a cell has to be run, as in any notebook
        notary = NotebookNotary()
        for path in own:
            notary.sign(nbformat.read(path, as_version=4))
        notary.store.close()


def link_feedback(course):
    """In the learner's copy, a link `feedback` to where `course return` puts pages, if COURSE_FEEDBACK says where."""
    link, named = course.work / "feedback", os.environ.get("COURSE_FEEDBACK")
    if named and not os.path.lexists(link):
        link.symlink_to(named)


def keep(course, name):
    """Copy the learner's file to work/old/NAME, or NAME2 …: what was kept before stays. Returns what it is called."""
    kept = free(course.work / "old" / name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_name(f".{kept.name}.partial")
    shutil.copy2(course.work / name, partial)
    os.replace(partial, kept)
    return course.called(kept.relative_to(course.work).as_posix())


def free(path):
    """`path`, or where that exists NAME2, NAME3 …"""
    number, stem = 1, path.stem
    while path.exists():
        number += 1
        path = path.with_name(f"{stem}{number}{path.suffix}")
    return path


def read_record(course):
    """{relative path: [digest, fingerprints]}; what is missing or damaged counts as edited."""
    try:
        record = json.loads(course.record.read_text(encoding="utf-8"))
        return {name: [given, dict(cells)] for name, (given, cells) in record.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def digest(path):
    """A fingerprint of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
