"""The results in their folder: a line for each submission as soon as it is graded, then grades.csv and grades.json.

.run.json says what is graded and with which seed. .finished.jsonl has a line for each result; the last one of a
submission counts, and a line that an interruption cut is left out. The tables are written from it line by line.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_lib.errors import CourseError
from course_lib.files import replacing
from course_lib.language import ENGLISH, say

if TYPE_CHECKING:  # importing them takes NumPy, which the other commands do not need
    from course_lib.grading.assignment import Assignment
    from course_lib.grading.rules import Rules
    from course_lib.grading.scoring import Result

FINISHED = ".finished.jsonl"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin a formula


class Results:
    """The results of one assignment in one folder."""

    def __init__(self, folder: str | Path, assignment: str, seed: int, file: str = FINISHED) -> None:
        self.folder, self.assignment, self.seed, self.file = Path(folder), assignment, seed, file
        self.about: dict[str, Any] = {}  # what else grades.json says of them
        self.rules: Rules | None = None  # what an instructor adds whenever tables and pages are written
        self.lines: dict[str, int] = {}  # {submission: where its line begins}, all that is kept in memory

    @property
    def finished(self) -> Path:
        return self.folder / self.file

    def add(self, result: Result) -> None:
        """Store a result: it is on the disk before the next submission counts as graded."""
        one = asdict(result)
        if not result.numbers:  # nobody has numbers of their own
            del one["numbers"]
        if result.language == ENGLISH:
            del one["language"]
        self.store(one)

    def store(self, result: dict) -> None:
        """Store a result that is a dict."""
        line = json.dumps(result, ensure_ascii=False).encode() + b"\n"
        with self.finished.open("ab") as file:
            place = file.tell()
            file.write(line)
        self.lines[result["submission"]] = place

    def forget(self, name: str) -> None:
        """Let a submission be graded again; its line stays, until another one of it counts."""
        self.lines.pop(name, None)

    def forget_refused(self) -> None:
        """Let those be graded again that were taken for another homework."""
        for name in [one["submission"] for one in self if one["status"] == "wrong_assignment"]:
            self.forget(name)

    def forget_other_numbers(self, names: Collection[str], by: Callable[[str], str] | None) -> None:
        """Let those of these submissions be graded again that were graded by other numbers than now.

        by: gives the mark of a submission's student; None when nobody has numbers of their own.
        """
        for one in list(self.judged()):
            name = one["submission"]
            if name in names and one["exercises"] and one.get("numbers", {}).get("by") != (by(name) if by else None):
                self.forget(name)

    def __iter__(self) -> Iterator[dict]:
        """All results as dicts, by the submissions' names, with what the rules add."""
        for one in self.judged():
            yield self.rules.applied(one) if self.rules else one

    def judged(self) -> Iterator[dict]:
        """All results as the grader left them."""
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
        missing = self.rules.missing() if self.rules else []
        with replacing(self.folder / "grades.csv") as file:
            table = csv.writer(file)
            before, after = self.rules.columns if self.rules else ([], [])
            table.writerow(["submission", *before, "status", "score", "max_score", *after, *exercises])
            for one in self:
                scores = [number(one["exercises"].get(name, {}).get("score", 0)) for name in exercises]
                who = [harmless(one["student"][name]) for name in before]
                head = [harmless(one["submission"]), *who, one["status"], number(one["score"]), one["max_score"]]
                added = [harmless(one[name]) if isinstance(one[name], str) else one[name] for name in after]
                table.writerow([*head, *added, *scores])
            for one in missing:
                who = [harmless(one["student"][name]) for name in before]
                score = "" if one["score"] is None else one["score"]
                added = [harmless(one.get(name, "")) for name in after]
                table.writerow(["", *who, one["status"], score, "", *added, *([""] * len(exercises))])
        with replacing(self.folder / "grades.json") as file:
            about = {"assignment": self.assignment, "seed": self.seed, **self.about}
            about |= {"replaced": replaced, "others": others}
            if self.rules and self.rules.roster:
                about["missing"] = missing
            file.write(json.dumps(about, ensure_ascii=False)[:-1] + ', "submissions": [')
            for count, one in enumerate(self):
                one.pop("problems")
                file.write((",\n" if count else "\n") + json.dumps(one, ensure_ascii=False))
            file.write("\n]}\n")


def open_results(
    folder: str | Path, assignment: Assignment, resume: bool, kept: Mapping[str, Any] | None = None
) -> Results:
    """The Results in a folder: a new one, or with `resume` those of the same assignment, seed and digests.

    kept: what the next run of the same folder goes on with, such as the rules.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise CourseError(say("{folder} is a file; --out names a folder.", folder=folder))
    if folder.exists() and any(folder.iterdir()):
        if not resume:
            raise CourseError(
                say(
                    "{folder} is not empty: name another folder, or go on with what is there by --resume.",
                    folder=folder,
                )
            )
        check_same(folder, assignment)
    folder.mkdir(parents=True, exist_ok=True)
    record(folder, assignment, kept or {})
    results = Results(folder, assignment.name, assignment.seed)
    results.about = {"version": assignment.version, "digests": assignment.digests}
    results.read()
    return results


def record(folder: Path, assignment: Assignment, kept: Mapping[str, Any]) -> None:
    """Write .run.json: what the results in a folder were graded by."""
    by = {name: getattr(assignment, name) for name in ("seed", "version", "digests")}
    with replacing(folder / ".run.json") as file:
        json.dump({"assignment": assignment.name, **by, "kept": dict(kept)}, file, ensure_ascii=False)


def names(folder: str | Path) -> list[str]:
    """The submissions of the results in a folder."""
    there = Results(folder, "", 0)
    there.read()
    return [*there.lines]


def recorded(folder: str | Path) -> dict[str, Any]:
    """What .run.json says of the results in a folder; {} when there are none."""
    try:
        about = json.loads((Path(folder) / ".run.json").read_text(encoding="utf-8"))
        return {"version": "", "digests": {}, "kept": {}, **about, "name": about["assignment"], "seed": about["seed"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def check_same(folder: Path, assignment: Assignment) -> None:
    """CourseError unless the results in a folder were graded by the same as this."""
    about = recorded(folder)
    if not about:
        raise CourseError(say("{folder} holds no results of course grade: name another folder.", folder=folder))
    name, seed = about["name"], about["seed"]
    if name != assignment.name:
        raise CourseError(
            say(
                "{folder} holds the results of {name}, not of {homework}: name another folder.",
                folder=folder,
                name=name,
                homework=assignment.name,
            )
        )
    if seed != assignment.seed:
        raise CourseError(
            say(
                "{folder} was graded with --seed {seed}, not {other}: all need the same.",
                folder=folder,
                seed=seed,
                other=assignment.seed,
            )
        )
    if about["digests"] != assignment.digests:
        raise CourseError(
            say(
                "{folder} was graded {otherwise}. The two must not be mixed: `course regrade {folder}` grades all"
                " again, and shows what changes for whom before it writes; give it your new --partial, if you"
                " changed that.",
                folder=folder,
                otherwise=otherwise(about, assignment),
            )
        )


def otherwise(about: Mapping[str, Any], assignment: Assignment) -> str:
    """How the results were graded, in words, where that differs from the assignment as it is now."""
    if about["version"] != assignment.version:
        known = {"was": about["version"], "version": assignment.version}
        return (
            say("by version {was} of the course, not {version}", **known)
            if about["version"]
            else say("by an older version of the course, not {version}", **known)
        )
    names = [name for name, digest in assignment.digests.items() if about["digests"].get(name) != digest]
    said = say(", ").join(names) or say("an exercise that is gone")
    if len(names) == len(assignment.digests):
        said = say("every exercise")
    return say("by another spec, solution or rule of partial credit for {exercises}", exercises=said)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def number(score: float) -> float:
    """3 instead of 3.0."""
    return int(score) if float(score).is_integer() else score
