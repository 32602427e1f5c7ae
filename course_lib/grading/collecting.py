"""A folder or a zip file → the submissions in it. Names and paths are not trusted, and nothing is unpacked to disk."""

import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from course_lib.errors import CourseError
from course_lib.grading.assignment import Assignment
from course_lib.grading.submission import LARGEST, Notebook, read, refused

CANVAS = re.compile(r"^(?P<student>[^_]+(?:_LATE)?_\d+)_\d+_")  # lastfirst_LATE_userid_fileid_name.ipynb
SKIPPED = {".ipynb_checkpoints", "__MACOSX"}


@dataclass(frozen=True)
class OnDisk:
    """A file in a folder."""

    path: Path

    def read(self) -> bytes | Notebook:
        if not stat.S_ISREG(os.lstat(self.path).st_mode):
            return refused("unreadable", "It is a link or a device, not a file.")
        with open(self.path, "rb") as file:
            return file.read(LARGEST + 1)


@dataclass(frozen=True)
class InZip:
    """An entry of a zip file."""

    archive: Path
    entry: zipfile.ZipInfo

    def read(self) -> bytes | Notebook:
        if stat.S_ISLNK(self.entry.external_attr >> 16):
            return refused("unreadable", "It is a link, not a file.")
        with zipfile.ZipFile(self.archive) as archive, archive.open(self.entry) as file:
            return file.read(LARGEST + 1)  # whatever size the entry claims


@dataclass(frozen=True)
class Submission:
    """A notebook that was handed in: where it lies, and when it was handed in (seconds, or a zip's date)."""

    name: str  # relative path without .ipynb
    source: OnDisk | InZip
    time: tuple[float, ...] = ()

    @property
    def student(self) -> str:
        """Whose it is: one sub-folder a student, else the file's name, without what Canvas adds for a new version."""
        first, *rest = self.name.split("/")
        found = CANVAS.match(first)
        return first if rest else found["student"] if found else self.name

    def data(self) -> bytes | Notebook:
        """The file's bytes (one more than LARGEST at most), or a Notebook that says why there are none."""
        try:
            return self.source.read()
        except (OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zipfile.BadZipFile) as error:
            return refused("unreadable", f"The file cannot be read ({type(error).__name__}).")

    def notebook(self) -> Notebook:
        data = self.data()
        return data if isinstance(data, Notebook) else read(data)


def submissions(place: str | Path) -> list[Submission]:
    """All submissions of a folder or a zip, by name."""
    place = Path(place)
    if place.is_dir():
        found = in_folder(place)
    elif zipfile.is_zipfile(place):
        found = in_zip(place)
    else:
        raise CourseError(f"{place} is no folder and no zip file of notebooks.")
    return sorted(distinct(found), key=lambda one: one.name)


def in_folder(folder: Path) -> Iterator[Submission]:
    for path, folders, files in os.walk(folder):  # follows no links
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in files:
            full = Path(path) / name
            if name.lower().endswith(".ipynb") and not name.startswith("."):
                relative = full.relative_to(folder).as_posix()
                readable = relative[:-6].encode("utf-8", "replace").decode()  # a name may be any bytes
                yield Submission(readable, OnDisk(full), (os.lstat(full).st_mtime,))


def in_zip(file: Path) -> Iterator[Submission]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CourseError(f"{file} cannot be read as a zip file ({error}).") from error
    for entry in entries:
        name = decoded(entry)
        parts = PurePosixPath(name).parts
        if name.lower().endswith(".ipynb") and not SKIPPED & set(parts) and not parts[-1].startswith("."):
            yield Submission(safe(name[:-6]), InZip(file, entry), entry.date_time)


def decoded(entry: zipfile.ZipInfo) -> str:
    """An entry's name: older programs write it in the system's encoding, on Chinese systems GBK."""
    if entry.flag_bits & 0x800:
        return entry.filename.replace("\\", "/")
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename.replace("\\", "/")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return entry.filename.replace("\\", "/")


def safe(name: str) -> str:
    """A relative path without steps upwards, control characters or letters that no file name may have."""
    parts = [re.sub(r'[\x00-\x1f\x7f<>:"|?*\\]', "_", part).strip() for part in PurePosixPath(name).parts]
    kept = [part[:120] for part in parts if part not in ("", "/", ".", "..")]
    return "/".join(kept) or "notebook"


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


def latest(found: Iterable[Submission], assignment: Assignment) -> tuple[list[Submission], dict[str, str]]:
    """(the submissions that count, {replaced submission: the one that counts}): of each student the latest one.

    Where a student handed in several notebooks, those of another homework do not count.
    """
    by_student: dict[str, list[Submission]] = {}
    for one in found:
        by_student.setdefault(one.student, []).append(one)
    counting: list[Submission] = []
    replaced: dict[str, str] = {}
    for several in by_student.values():
        if len(several) > 1:
            several = sorted(several, key=lambda one: (not_refused(one, assignment), one.time, one.name))
        counting.append(several[-1])
        replaced |= {one.name: several[-1].name for one in several[:-1]}
    return sorted(counting, key=lambda one: one.name), replaced


def not_refused(one: Submission, assignment: Assignment) -> bool:
    return assignment.refusal(one.notebook()) is None
