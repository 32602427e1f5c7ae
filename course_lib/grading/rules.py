"""What an instructor adds to the grader's verdicts: lateness, the roster, points and comments by hand.

The stored results hold none of it. It is added whenever tables and pages are written, in this order:

    score = max(0, the exercises' points, some given by hand - penalty) + points by hand, never below 0
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from course_lib.errors import CourseError
from course_lib.grading import extensions, gradescope_export, late, manual, people, roster, times
from course_lib.grading.assignment import Assignment
from course_lib.grading.collecting import HandedIn
from course_lib.grading.late import Late
from course_lib.grading.manual import Given
from course_lib.grading.roster import Roster
from course_lib.grading.times import When
from course_lib.language import say

UNGRADED = ("unreadable", "wrong_assignment", "empty")
WHO, LATE, HAND = ["id", "name", "section"], ["handed_in", "late", "penalty"], ["manual", "comment"]


@dataclass(frozen=True)
class Rules:
    """All that is added to the results of one class. Without anything said, nothing changes."""

    highest: dict[str, float] = field(default_factory=dict)  # {exercise: points}
    late: Late | None = None  # None: nobody asked
    when: dict[str, When] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)  # {submission: when it was due}
    roster: Roster | None = None
    manual: dict[str, Given] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def joined(self) -> Roster:
        """The roster, an empty one where there is none."""
        return self.roster or Roster()

    @property
    def columns(self) -> tuple[list[str], list[str]]:
        """The columns of grades.csv beside the grader's own: before the status, and after the score."""
        return WHO if self.roster else [], (LATE if self.late else []) + (HAND if self.manual else [])

    def applied(self, one: dict) -> dict:
        """A result with all that is added."""
        name = one["submission"]
        given = self.manual.get(name, Given())
        exercises = {exercise: dict(grade) for exercise, grade in one["exercises"].items()}
        for exercise, points in given.points.items():
            most = self.highest[exercise]
            empty = {"score": 0, "max_score": most, "passed": False, "diagnosis": None, "message": ""}
            grade = exercises.setdefault(exercise, empty)
            grade |= {"score": points, "judged": grade["score"], "comment": ""}
        remarks = list(given.comments.get("", []))
        for exercise in filter(None, given.comments):
            said = " ".join(given.comments[exercise])
            if exercise in exercises:
                exercises[exercise]["comment"] = said
            else:  # it was not graded
                remarks.append(say("{name}: {said}", name=exercise, said=said))
        done = one | {"exercises": exercises}
        if one["status"] in UNGRADED and (given.points or given.extra):
            done["status"] = "manual"
        earned, penalty = sum(grade["score"] for grade in exercises.values()), 0.0
        if self.late:
            by = self.too_late(name)
            penalty = min(self.late.penalty(by, one["max_score"]), earned)
            time = self.when.get(name, When()).time
            done |= {
                "handed_in": f"{time:%Y-%m-%d %H:%M:%S}" if time else "",
                "late": self.late.units(by),
                "penalty": whole(penalty),
            }
        if self.manual:
            done |= {"manual": whole(given.extra), "comment": given.comment, "remarks": remarks}
        if self.roster:
            student = self.roster.of.get(name, people.Person())
            done["student"] = {"id": student.id, "name": student.name, "section": student.section}
        return done | {"score": whole(max(0.0, earned - penalty + given.extra))}

    def too_late(self, name: str) -> timedelta:
        """By how much a submission was late. Where the platform says late and not since when: by the least."""
        when, due = self.when.get(name, When()), self.due.get(name)
        if when.time and due:
            return max(when.time - due, timedelta(0))
        assert self.late
        return self.late.grace + timedelta(seconds=1) if when.late and due is None else timedelta(0)

    def missing(self) -> list[dict]:
        """A row for each student of the roster who handed nothing in, with what a person gave all the same."""
        rows = []
        for one in self.joined.missing:
            given = self.manual.get(str(one), Given())
            score = whole(max(0.0, given.extra)) if str(one) in self.manual and given.extra else None
            student = {"id": one.id, "name": one.name, "section": one.section}
            rows.append({"student": student, "status": "missing", "score": score, "comment": given.comment})
        return rows


def whole(score: float) -> float:
    """3 instead of 3.0; no more digits than points have."""
    score = round(score, 4)
    return int(score) if float(score).is_integer() else score


# ---- from what was said ----


def of(
    said: Mapping[str, Any], handed_in: HandedIn, assignment: Assignment, folder: str | Path, graded: Sequence[str] = ()
) -> Rules:
    """The Rules of a class. said: see options.kept. graded: submissions of earlier runs, which may have gone since.

    CourseError for anything in an instructor's files that cannot be meant.
    """
    rules = Rules({key.name: key.points for key in assignment.keys})
    names = {name: name.rpartition("/")[2] for name in graded} | handed_in.students
    asked = any(said.get(name) for name in ("roster", "due", "late"))
    exported = gradescope_export.read(said["submissions"], names) if asked else {}
    names |= {name: f"{names[name]} / {one.text}" for name, one in exported.items()}
    known = dict(names)
    if said.get("roster"):
        rules = replace(rules, roster=roster.joined(roster.read(said["roster"]), names))
        for name, student in rules.joined.of.items():  # from here on also by what the roster says of them
            known[name] = " / ".join([names[name], *student.keys, student.name])
    if said.get("late") or said.get("due"):
        told = {name: one.time for name, one in exported.items() if one.time}
        rules = with_times(rules, said, handed_in, known, told)
    elif said.get("extensions") or said.get("times"):
        raise CourseError(say("--extensions and --times say nothing without --due."))
    rows = manual.read(Path(folder))
    if rows:
        whose = [(str(one), one) for one in rules.joined.missing] + [*rules.joined.of.items()]
        calls = manual.spellings(list(names), whose)
        rules = replace(rules, manual=manual.given(rows, rules.highest, calls, Path(folder) / manual.NAME))
    told = gradescope_export.read(said["submissions"], handed_in.others) if said.get("roster") else {}
    others = {path: f"{path} / {told[path].text}" if path in told else path for path in handed_in.others}
    return replace(rules, notes=[*rules.joined.notes, *roster.otherwise(rules.joined, others), *rules.notes])


def with_times(
    rules: Rules, said: Mapping[str, Any], handed_in: HandedIn, known: Mapping[str, str], told: Mapping[str, datetime]
) -> Rules:
    """The rules with when everything was handed in, and when it was due. told: times that the export itself holds."""
    due = late.due(said["due"]) if said.get("due") else None
    rule = late.rule(said["late"]) if said.get("late") else Late()
    table = times.table(said["times"], known) if said.get("times") else {}
    when = times.of(handed_in.counting, due, {**told, **table}, said.get("submissions") or "")
    if due is None and not any(one.source == "Canvas" for one in when.values()):
        raise CourseError(say("--late needs --due, the time from which on something is late."))
    longer, notes = extensions.read(said["extensions"], due, known) if said.get("extensions") else ({}, [])
    dues = {name: time for name in known if (time := longer.get(name, due))}
    for name, one in when.items():
        if one.time is None:
            dues.pop(name, None)
            if one.late and name in longer:
                notes.append(
                    say("{name} is late by Canvas' mark, and has an extension: it counts as in time.", name=name)
                )
                when[name] = replace(one, late=False)
            elif one.late:
                notes.append(
                    say("{name} is late by Canvas' mark, which does not say by how much: the least counts.", name=name)
                )
            elif one.source != "Canvas":
                notes.append(say("{name}: nothing says when it was handed in; it counts as in time.", name=name))
    notes += [
        say("{name} is gone: nothing says when it was handed in.", name=name) for name in known if name not in when
    ]
    if said.get("times"):
        untold = [name for name, one in when.items() if name not in table and (one.source != "Canvas" or one.late)]
        notes += [say("{name} has no time in {path}.", name=name, path=said["times"]) for name in untold]
    return replace(rules, late=rule, when=when, due=dues, notes=notes)
