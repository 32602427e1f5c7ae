"""The results in their folder: a line for each submission as soon as it is graded, then grades.csv and grades.json.

.run.json says what is graded and with which seed. .finished.jsonl has a line for each result; the last one of a
submission counts, and a line that an interruption cut is left out. The tables are written from it line by line.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from course_lib.errors import CourseError
from course_lib.files import replacing

if TYPE_CHECKING:  # importing them takes NumPy, which the other commands do not need
    from course_lib.grading.assignment import Assignment
    from course_lib.grading.scoring import Result

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin a formula


class Results:
    """The results of one assignment in one folder."""

    def __init__(self, folder: str | Path, assignment: str, seed: int) -> None:
        self.folder, self.assignment, self.seed = Path(folder), assignment, seed
        self.lines: dict[str, int] = {}  # {submission: where its line begins}, all that is kept in memory

    @property
    def finished(self) -> Path:
        return self.folder / ".finished.jsonl"

    def add(self, result: Result) -> None:
        """Store a result: it is on the disk before the next submission counts as graded."""
        line = json.dumps(asdict(result), ensure_ascii=False).encode() + b"\n"
        with self.finished.open("ab") as file:
            place = file.tell()
            file.write(line)
        self.lines[result.submission] = place

    def forget(self, name: str) -> None:
        """Let a submission be graded again; its line stays, until another one of it counts."""
        self.lines.pop(name, None)

    def forget_refused(self) -> None:
        """Let those be graded again that were taken for another homework."""
        for name in [one["submission"] for one in self if one["status"] == "wrong_assignment"]:
            self.forget(name)

    def __iter__(self) -> Iterator[dict]:
        """All results as dicts, by the submissions' names."""
        if not self.lines:
            return
        with self.finished.open("rb") as file:
            for name in sorted(self.lines):
                file.seek(self.lines[name])
                yield json.loads(file.readline())

    def read(self) -> None:
        """Find what an earlier run has finished; a last line that is not whole is cut off."""
        if not self.finished.exists():
            return
        with self.finished.open("rb+") as file:
            place = 0
            for line in iter(file.readline, b""):
                try:
                    name = json.loads(line)["submission"] if line.endswith(b"\n") else None
                except (ValueError, KeyError, TypeError):
                    name = None
                if name is None:
                    file.truncate(place)
                    return
                self.lines[name] = place
                place = file.tell()

    def write_tables(self, exercises: list[str], replaced: Mapping[str, str], others: list[str]) -> None:
        """grades.csv and grades.json of all results so far."""
        with replacing(self.folder / "grades.csv") as file:
            table = csv.writer(file)
            table.writerow(["submission", "status", "score", "max_score", *exercises])
            for one in self:
                scores = [number(one["exercises"].get(name, {}).get("score", 0)) for name in exercises]
                head = [harmless(one["submission"]), one["status"], number(one["score"]), one["max_score"]]
                table.writerow([*head, *scores])
        with replacing(self.folder / "grades.json") as file:
            about = {"assignment": self.assignment, "seed": self.seed, "replaced": replaced, "others": others}
            file.write(json.dumps(about, ensure_ascii=False)[:-1] + ', "submissions": [')
            for count, one in enumerate(self):
                one.pop("problems")
                file.write((",\n" if count else "\n") + json.dumps(one, ensure_ascii=False))
            file.write("\n]}\n")


def open_results(folder: str | Path, assignment: Assignment, resume: bool) -> Results:
    """The Results in a folder: a new one, or with `resume` those of the same assignment and seed."""
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file; --out names a folder.")
    about = folder / ".run.json"
    if folder.exists() and any(folder.iterdir()):
        if not resume:
            raise CourseError(f"{folder} is not empty: name another folder, or go on with what is there by --resume.")
        check_same(about, assignment)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(about) as file:
        json.dump({"assignment": assignment.name, "seed": assignment.seed}, file)
    results = Results(folder, assignment.name, assignment.seed)
    results.read()
    return results


def recorded(folder: str | Path) -> tuple[str, int] | tuple[None, None]:
    """(assignment, seed) of the results in a folder; (None, None) when there are none."""
    try:
        about = json.loads((Path(folder) / ".run.json").read_text(encoding="utf-8"))
        return about["assignment"], about["seed"]
    except (OSError, ValueError, KeyError, TypeError):
        return None, None


def check_same(about: Path, assignment: Assignment) -> None:
    name, seed = recorded(about.parent)
    if name is None:
        raise CourseError(f"{about.parent} holds no results of course grade: name another folder.")
    if name != assignment.name:
        raise CourseError(f"{about.parent} holds the results of {name}, not of {assignment.name}: name another folder.")
    if seed != assignment.seed:
        raise CourseError(f"{about.parent} was graded with --seed {seed}, not {assignment.seed}: all need the same.")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def number(score: float) -> float:
    """3 instead of 3.0."""
    return int(score) if float(score).is_integer() else score
