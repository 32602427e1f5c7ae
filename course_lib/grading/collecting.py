"""A folder or a zip file → the submissions in it. Names and paths are not trusted, and nothing is unpacked to disk."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from course_lib.errors import CourseError
from course_lib.grading import students
from course_lib.grading.archive import decoded, opened
from course_lib.grading.assignment import Assignment
from course_lib.grading.submission import LARGEST, Notebook, read, refused
from course_lib.language import say

SKIPPED = {".ipynb_checkpoints", "__MACOSX", ".git"}
NOISE = {"thumbs.db", "desktop.ini"}  # what systems leave in folders
DEEPEST = 12  # folders above a file
LONGEST_NAME = 200  # bytes; a file system takes 255, with the endings that are added
DAMAGED = Exception  # a file of which a decoder raises anything costs itself only


@dataclass(frozen=True)
class OnDisk:
    """A file in a folder."""

    path: Path

    def read(self) -> bytes | Notebook:
        if not stat.S_ISREG(os.lstat(self.path).st_mode):
            return refused("unreadable", say("It is a link or a device, not a file."))
        with open(self.path, "rb") as file:
            return file.read(LARGEST + 1)


@dataclass(frozen=True)
class InZip:
    """An entry of a zip file."""

    archive: Path
    entry: zipfile.ZipInfo

    def read(self) -> bytes | Notebook:
        if stat.S_ISLNK(self.entry.external_attr >> 16):
            return refused("unreadable", say("It is a link, not a file."))
        with opened(self.archive) as archive, archive.open(self.entry) as file:
            return file.read(LARGEST + 1)  # whatever size the entry claims


@dataclass(frozen=True)
class Submission:
    """A notebook that was handed in: where it lies, and when it was handed in (seconds, or a zip's date)."""

    name: str  # relative path without .ipynb
    source: OnDisk | InZip
    time: tuple[float, ...] = ()

    def data(self) -> bytes | Notebook:
        """The file's bytes (one more than LARGEST at most), or a Notebook that says why there are none."""
        try:
            return self.source.read()
        except DAMAGED as error:
            return refused("unreadable", say("The file cannot be read ({error}).", error=type(error).__name__))

    def notebook(self) -> Notebook:
        data = self.data()
        try:
            return data if isinstance(data, Notebook) else read(data)
        except DAMAGED as error:
            return refused("unreadable", say("The file cannot be read ({error}).", error=type(error).__name__))


@dataclass(frozen=True)
class HandedIn:
    """A class's files: the notebooks that count, what a later one replaces, and what is no notebook.

    replaced: {submission: the one of the same student that counts}. others: paths. doubtful: whether so many are
    replaced that two students have probably been taken for one. students: {submission: the student's part of its path}.
    """

    counting: list[Submission]
    replaced: dict[str, str]
    others: list[str]
    doubtful: bool = False
    students: dict[str, str] = field(default_factory=dict)

    def counts(self) -> str:
        """40 notebooks of 38 students, 2 replaced by a later one; of the whole class, also when one alone is graded."""
        those = len(self.students) or len(self.counting)
        return say(
            "{all} notebooks of {students} students, {replaced} replaced by a later one",
            all=those + len(self.replaced),
            students=those,
            replaced=len(self.replaced),
        )

    def example(self) -> str:
        """One that is replaced, and by what."""
        old, new = next(iter(self.replaced.items()))
        return say("{old}.ipynb by {new}.ipynb", old=old, new=new)

    def only(self, name: str) -> HandedIn:
        """The same with one submission, or none when it does not count."""
        return replace(self, counting=[one for one in self.counting if one.name == name])


def handed_in(
    place: str | Path, assignment: Assignment, pattern: str | None = None, one_per_file: bool = False
) -> HandedIn:
    """What a class handed in. pattern: finds the student in a path; one_per_file: every notebook is another's."""
    found, others = collected(place)
    whose = str if one_per_file else students.owner([one.name for one in found], pattern)
    counting, replaced = latest(found, assignment, whose)
    by_name = {one.name: one for one in found}
    parts = {one.name: whose(one.name).rpartition("/")[2] for one in counting}
    known = {whose(one.name) for one in found}
    receipts = {path for path in others if students.RECEIPT.search(path) and whose(path) in known}
    others = [path for path in others if path not in receipts and not students.WHO_IS_WHO.match(path)]
    lost = sum(assignment.certainty(by_name[name].notebook()) > 0 for name in replaced)
    return HandedIn(counting, replaced, others, lost > 2 and lost > len(found) / 20, parts)


def submissions(place: str | Path) -> list[Submission]:
    """All notebooks of a folder or a zip, by name."""
    return collected(place)[0]


def collected(place: str | Path) -> tuple[list[Submission], list[str]]:
    """(the notebooks, the paths of the files that are none) of a folder or a zip, by name."""
    place = Path(place)
    if place.is_dir():
        found = list(in_folder(place))
    elif zipfile.is_zipfile(place):
        found = list(in_zip(place))
    else:
        raise CourseError(say("{place} is no folder and no zip file of notebooks.", place=place))
    beside = students.not_handed_in([one.name for one in found])
    others = sorted(one.name for one in found if one.name in beside or not one.name.lower().endswith(".ipynb"))
    left_out = {*others}
    notebooks = [replace(one, name=short(one.name[:-6])) for one in found if one.name not in left_out]
    return sorted(distinct(notebooks), key=lambda one: one.name), others


def in_folder(folder: Path) -> Iterator[Submission]:
    """Its files; links are not followed."""
    closed: list[str] = []  # folders that may not be read
    for path, folders, files in os.walk(folder, onerror=lambda error: closed.append(error.filename)):
        folders[:] = [name for name in folders if name not in SKIPPED]
        links = [name for name in folders if os.path.islink(Path(path) / name)]
        yield from (on_disk(folder, Path(path) / name) for name in [*files, *links] if is_somebodys(name))
    yield from (on_disk(folder, Path(path)) for path in closed if Path(path) != folder)


def on_disk(folder: Path, full: Path) -> Submission:
    """A path in the folder, under a name that can be written."""
    readable = full.relative_to(folder).as_posix().encode("utf-8", "replace").decode()  # a name may be any bytes
    return Submission(readable, OnDisk(full), (os.lstat(full).st_mtime,))


def in_zip(file: Path) -> Iterator[Submission]:
    """Its files."""
    try:
        with opened(file) as archive:
            entries = archive.infolist()
    except DAMAGED as error:
        raise CourseError(
            say(
                "{file} cannot be read as a zip file ({error}). If another program unpacks it, name the folder.",
                file=file,
                error=error,
            )
        ) from error
    for entry in entries:
        name = decoded(entry)
        parts = PurePosixPath(name).parts
        if parts and not name.endswith("/") and not SKIPPED & set(parts) and is_somebodys(parts[-1]):
            yield Submission(safe(name), InZip(file, entry), entry.date_time)


def is_somebodys(name: str) -> bool:
    """Whether somebody handed in the file of this name: not what a system left there."""
    hidden = name.startswith(("._", ".~", "..")) if name.lower().endswith(".ipynb") else name.startswith(".")
    return not (hidden or name.lower() in NOISE)


def safe(name: str) -> str:
    """A relative path without steps upwards, control characters or letters that no file name may have."""
    parts = [re.sub(r'[\x00-\x1f\x7f<>:"|?*\\]', "_", part).strip() for part in PurePosixPath(name).parts]
    return "/".join(part for part in parts if part not in ("", "/", ".", "..")) or "notebook"


def short(name: str) -> str:
    """A name under which a page can be written: no part too long in bytes, not too deep, no folder that ends as a page.

    What is cut off leaves a mark made of the whole, so that two long names stay two.
    """
    *folders, file = name.split("/")
    file = file or "notebook"
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    if len(folders) > DEEPEST:
        folders = [*folders[: DEEPEST - 1], f"…{mark}"]
    folders = [f"{part}_" if part.lower().endswith(".html") else part for part in folders]
    return "/".join(part if len(part.encode()) <= LONGEST_NAME else f"{cut(part)}~{mark}" for part in (*folders, file))


def cut(text: str) -> str:
    """The beginning of a text, of LONGEST_NAME bytes at most."""
    return text.encode()[:LONGEST_NAME].decode(errors="ignore")


def distinct(found: Iterable[Submission]) -> Iterator[Submission]:
    """The submissions, each under a name of its own."""
    used = set()
    for one in found:
        name, number = one.name, 1
        while name.casefold() in used:
            number += 1
            name = f"{one.name}~{number}"
        used.add(name.casefold())
        yield one if name == one.name else replace(one, name=name)


def latest(
    found: Iterable[Submission], assignment: Assignment, owner: students.Owner
) -> tuple[list[Submission], dict[str, str]]:
    """(the submissions that count, {replaced submission: the one that counts}): of each student the latest one.

    Where a student handed in several notebooks, those of another homework do not count, nor does a scratch notebook.
    """
    by_student: dict[str, list[Submission]] = {}
    for one in found:
        by_student.setdefault(owner(one.name), []).append(one)
    counting: list[Submission] = []
    replaced: dict[str, str] = {}
    for several in by_student.values():
        if len(several) > 1:
            several = sorted(several, key=lambda one: (assignment.certainty(one.notebook()), one.time, one.name))
        counting.append(several[-1])
        replaced |= {one.name: several[-1].name for one in several[:-1]}
    return sorted(counting, key=lambda one: one.name), replaced
