"""`course regrade`: a mended spec or solution, applied to a class that is graded; what changes is shown first."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.grading import ending
from course_lib.grading import options as rule_options
from course_lib.grading.results import FINISHED, Results, record, recorded
from course_lib.grading.sandbox import SandboxError
from course_lib.language import later, say, together

if TYPE_CHECKING:  # importing them takes NumPy, which the other commands do not need
    from course_lib.grading.assignment import Assignment
    from course_lib.grading.collecting import HandedIn
    from course_lib.grading.rules import Rules

NEW, OLD = ".regraded.jsonl", ".before_regrade.jsonl"
DESCRIPTION = later(
    """Grade all submissions of DIR again, by the specs and the solution as they are now.

The hidden cases are drawn from the same seed. What changes for whom is shown, and written only after a yes or --yes.
Points by hand (DIR/manual.csv), due dates and the roster stay as they are."""
)


def add_to(
    command: Callable[..., argparse.ArgumentParser], add_limits: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add `course regrade` to the commands."""
    parser = command(
        "regrade",
        main,
        "grade a class again after a spec was mended, and see what changes first",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", metavar="DIR", help="the --out of course grade")
    parser.add_argument("--exercise", metavar="NAME", help="only this one; the others keep their points")
    parser.add_argument("--submissions", metavar="PLACE", help="where the notebooks are, if they were moved")
    parser.add_argument("--yes", action="store_true", help="write without asking")
    rule_options.add_to(parser)
    add_limits(parser)


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Grade again in a folder that is ours alone."""
    try:
        with ending.told_to_stop(), ending.alone_in(options.out):
            return again(options)
    except ending.Stopped as stopped:
        print(say("Told to stop: nothing was changed."), file=sys.stderr)
        return stopped.code
    except KeyboardInterrupt:
        print(say("Interrupted: nothing was changed."), file=sys.stderr)
        return 130


def again(options: argparse.Namespace) -> int:
    """Grade again, show, ask, write."""
    from tqdm import tqdm

    from course_lib.grading import batch, command

    run = prepared(options, workspace.find(options.course))
    note = command.said_of(*command.sandbox_kind(options.sandbox))
    hidden = (str(run.course.folder), run.kept["submissions"], options.out, *filter(None, [run.kept["secret"]]))
    run.after.finished.unlink(missing_ok=True)
    try:
        submissions = [one for one in run.handed_in.counting if one.name in run.before.lines]
        every = 0.5 if sys.stderr.isatty() else 10
        with (
            command.executor_of(options, hidden) as executor,
            tqdm(total=len(submissions), desc=say("graded"), unit="", mininterval=every) as bar,
        ):
            for result in executor.run(submissions, run.graded):
                run.after.add(result)
                bar.update()
        if options.exercise:
            for old, new in zip(run.before.judged(), list(run.after.judged()), strict=True):
                run.after.store(merged(old, new, options.exercise, run.homework))
        changed = [*differences(run.before, run.after), *by_rules(run)]
        reworded = only_said(run.before, run.after)
        print("\n".join([*changed, together(*counted(len(submissions), len(changed), reworded))]))
        if (changed or reworded) and not (options.yes or agreed()):
            print(say("Nothing was written; --yes writes it."))
            return 0
        shutil.copyfile(run.before.finished, run.before.folder / OLD)
        os.replace(run.after.finished, run.before.finished)
    except KeyboardInterrupt as stop:
        print(say("Interrupted: nothing was changed."), file=sys.stderr)
        return stop.code if isinstance(stop, ending.Stopped) else 130
    except SandboxError as error:
        raise CourseError(say("The sandbox does not start here: {error}.", error=error)) from error
    finally:
        run.after.finished.unlink(missing_ok=True)
    run.kept["note"] = note
    batch.finish(run.written(options.exercise), run.handed_in, run.homework, note)
    print(say("Written. The results before it are kept in {folder}.", folder=run.before.folder / OLD))
    return 0


@dataclass
class Run:
    """A class that is graded again. homework: as it is now; graded: the same, or one exercise of it."""

    course: workspace.Course
    homework: Assignment
    graded: Assignment
    handed_in: HandedIn
    rules: Rules
    kept: dict[str, Any]
    before: Results
    after: Results

    def written(self, exercise: str | None) -> Results:
        """The new results, recorded as graded by the homework as it is now; of one exercise, the others as before."""
        digests = self.homework.digests
        if exercise:
            digests = recorded(self.before.folder)["digests"] | {exercise: digests[exercise]}
        record(self.before.folder, replace(self.homework, digests=digests), self.kept)
        found = Results(self.before.folder, self.homework.name, self.homework.seed)
        found.read()
        by = rule_options.digests(self.kept, found.folder)
        found.rules, found.about = self.rules, {"version": self.homework.version, "digests": digests, "rules": by}
        return found


def prepared(options: argparse.Namespace, course: workspace.Course) -> Run:
    """The Run that the options ask for; CourseError for what has to be mended."""
    from course_lib.grading import assignment, collecting, command, rules

    about = recorded(options.out)
    if not about:
        raise CourseError(say("{out} holds no results of course grade.", out=options.out))
    said = rule_options.kept(options, about["kept"]) | {"note": about["kept"].get("note", "")}
    if not said["submissions"]:
        raise CourseError(say("{out} does not say where its notebooks are: add --submissions PLACE.", out=options.out))
    homework = assignment.load(course.folder, about["name"], about["seed"], said["partial"])
    homework = replace(homework, assumed=said["assume"])
    before, after = (Results(options.out, homework.name, homework.seed, file) for file in (FINISHED, NEW))
    before.read()
    handed_in = collecting.handed_in(said["submissions"], homework, said["student_from"], said["one_per_file"])
    for name in handed_in.replaced:  # by one that was handed in since
        before.forget(name)
    if gone := sorted(set(before.lines) - {one.name for one in handed_in.counting}):
        raise CourseError(
            say(
                "{n} submissions of {out}, such as {example}, are not in {submissions} any more: put them back, or"
                " name their place by --submissions.",
                n=len(gone),
                out=options.out,
                example=gone[0],
                submissions=said["submissions"],
            )
        )
    added = rules.of(said, handed_in, homework, options.out, list(before.lines))
    homework = command.with_numbers(homework, said, added, handed_in, course)
    graded = of_one(homework, options.exercise) if options.exercise else homework
    return Run(course, homework, graded, handed_in, added, said, before, after)


def of_one(homework: Assignment, exercise: str) -> Assignment:
    """The homework with one exercise."""
    keys = [key for key in homework.keys if key.name == exercise]
    if not keys:
        there = ", ".join(key.name for key in homework.keys)
        raise CourseError(
            say(
                "{name} has no exercise {exercise}; there are {there}.",
                name=homework.name,
                exercise=exercise,
                there=there,
            )
        )
    return replace(homework, keys=keys)


def merged(old: dict, new: dict, exercise: str, homework: Assignment) -> dict:
    """The old result with one exercise of the new one."""
    if exercise not in new["exercises"]:  # it could not be graded, then or now
        return old
    grades = old["exercises"] | {exercise: new["exercises"][exercise]}
    grades = {key.name: grades[key.name] for key in homework.keys if key.name in grades}
    total = sum(grade["score"] for grade in grades.values())
    return old | {
        "exercises": grades,
        "score": total,
        "max_score": sum(grade["max_score"] for grade in grades.values()),
    }


def differences(before: Results, after: Results) -> Iterator[str]:
    """A line for each submission whose points or status change."""
    for old, new in zip(before.judged(), after.judged(), strict=True):
        names = [*new["exercises"], *(name for name in old["exercises"] if name not in new["exercises"])]
        was, now = ({name: one["exercises"].get(name, {}).get("score", 0) for name in names} for one in (old, new))
        said = [f"{name} {was[name]:g} → {now[name]:g}" for name in names if was[name] != now[name]]
        if old["status"] != new["status"]:
            said.append(f"{old['status']} → {new['status']}")
        if said or old["max_score"] != new["max_score"]:
            totals = say(
                "{score} of {most} → {score_now} of {most_now}",
                score=f"{old['score']:g}",
                most=f"{old['max_score']:g}",
                score_now=f"{new['score']:g}",
                most_now=f"{new['max_score']:g}",
            )
            yield say("{name}: {said}", name=old["submission"], said=say(", ").join([*said, totals]))


def by_rules(run: Run) -> Iterator[str]:
    """A line for each submission whose score changes and whose exercises do not: by a rule, or by hand."""
    try:
        written = json.loads((run.before.folder / "grades.json").read_text(encoding="utf-8"))["submissions"]
    except (OSError, ValueError, KeyError):
        return
    scores = {one["submission"]: one["score"] for one in written}
    for old, new in zip(run.before.judged(), run.after.judged(), strict=True):
        was, now = scores.get(name := new["submission"]), run.rules.applied(new)["score"]
        if old["score"] == new["score"] and was is not None and was != now:
            yield say("{name}: {was} → {now} by your rules", name=name, was=f"{was:g}", now=f"{now:g}")


def counted(submissions: int, changed: int, reworded: int) -> Iterator[str]:
    """How many submissions change, and how."""
    if changed:
        yield say("{n} submissions: {changed} change.", n=submissions, changed=changed)
    else:
        yield say("{n} submissions: no change.", n=submissions)
    if reworded:
        yield say("What is said of the answers changes for {n} more.", n=reworded)


def only_said(before: Results, after: Results) -> int:
    """How many submissions keep their points and status, and are told something else."""
    parts = lambda one, *kinds: [  # noqa: E731
        one["status"], one["max_score"], {n: [grade[kind] for kind in kinds] for n, grade in one["exercises"].items()}
    ]  # fmt: skip
    return sum(
        parts(old, "score") == parts(new, "score") and parts(old, "score", "message") != parts(new, "score", "message")
        for old, new in zip(before.judged(), after.judged(), strict=True)
    )


def agreed() -> bool:
    """Whether a person at the terminal says yes."""
    try:
        return sys.stdin.isatty() and input(say("Write this? (y/N) ")).strip().casefold() in ("y", "yes")
    except EOFError:
        return False
