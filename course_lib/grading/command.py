"""`course grade`: its options, its progress, its exit codes; beside it the other commands of grading."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from course_lib import audiences, workspace
from course_lib.errors import CourseError
from course_lib.grading import drop, ending, exporting, giving_back, handback, platforms, regrade, similar
from course_lib.grading import options as rule_options
from course_lib.grading.sandbox import Limits, SandboxError, missing, probed
from course_lib.language import later, say

if TYPE_CHECKING:  # importing them takes NumPy, which the other commands do not need
    from course_lib.grading.assignment import Assignment
    from course_lib.grading.batch import Executor
    from course_lib.grading.collecting import HandedIn
    from course_lib.grading.results import Results
    from course_lib.grading.rules import Rules

UNPROTECTED = later(
    "Graded with --sandbox process: time and memory are limited, but the notebooks could read this machine's files and"
    " use its network."
)
DESCRIPTION = later(
    """Grade a folder, or a zip file as a learning platform exports it, of submitted notebooks.

Every notebook runs in a sandbox of its own; the hidden cases and the comparison stay outside. The results come into
--out: grades.csv, grades.json, a page for each student in feedback/, and summary.html on the class.

Exit code: 0 every submission was graded, 3 some need a person (the rest is graded), 2 something to mend first,
130 interrupted, 143 told to stop by SIGTERM (go on with --resume)."""
)


def add_to(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands of grading to those of `course`."""
    for part in (drop, exporting, giving_back, handback, platforms, similar):
        part.add_to(command)
    regrade.add_to(command, add_limits)
    parser = command(
        "grade",
        main,
        "grade a folder or a zip of submitted notebooks",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="such as 03_momentum")
    parser.add_argument("submissions", metavar="SUBMISSIONS", help="the folder or zip file")
    parser.add_argument("--out", metavar="DIR", required=True, help="where the results go; empty, or with --resume")
    parser.add_argument("--seed", type=at_least(0, int), metavar="N", help="of the hidden cases (random, and recorded)")
    parser.add_argument("--resume", action="store_true", help="go on where an interrupted run stopped")
    parser.add_argument("--only", metavar="NAME", help="grade this one again, into the same results")
    parser.add_argument(
        "--assume",
        metavar="ASSIGNMENT",
        help="what notebooks are that do not say which homework they are, nor define its functions; with --only,"
        " whatever the notebook says",
    )
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--one-per-file", action="store_true", help="each notebook is another student's")
    whose.add_argument(
        "--student-from",
        metavar="PATTERN",
        help="a regular expression that finds the student in a file's path: '^[^/]*/([^_]*)_'",
    )
    parser.add_argument(
        "--latest", action="store_true", help="a student's latest notebook counts, however many are replaced"
    )
    rule_options.add_to(parser)
    add_limits(parser)


def add_limits(parser: argparse.ArgumentParser) -> None:
    """Add where and within which limits notebooks run."""
    parser.add_argument("--jobs", type=at_least(1, int), default=1, metavar="N", help="submissions at a time (1)")
    parser.add_argument("--timeout", type=at_least(0.1), default=10, metavar="S", help="seconds a cell or call (10)")
    parser.add_argument("--total", type=at_least(1), default=120, metavar="S", help="seconds a submission (120)")
    parser.add_argument("--memory", type=at_least(256, int), default=1024, metavar="MB", help="a process (1024)")
    parser.add_argument(
        "--sandbox",
        choices=("auto", "bwrap", "process"),
        default="auto",
        help="auto: bubblewrap, or a sentence on how to get it; process: only limits",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="grade on a Dask cluster, tcp://HOST:PORT")


def at_least(low: float, kind: Callable[[str], float] = float) -> Callable[[str], float]:
    """A type for argparse: a number that is not below `low`."""

    def number(text: str) -> float:
        value = kind(text)
        if not value >= low:
            raise argparse.ArgumentTypeError(say("must be at least {low:g}, got {text}", low=low, text=text))
        return value

    number.__name__ = "number"
    return number


def main(options: argparse.Namespace, rest: list[str]) -> int:
    """Grade, and return the exit code."""
    try:
        with ending.told_to_stop(), ending.alone_in(options.out):
            return grade(options)
    except ending.Stopped as stopped:
        print(say("Told to stop; --resume goes on."), file=sys.stderr)
        return stopped.code
    except KeyboardInterrupt:
        print(say("Interrupted; --resume goes on."), file=sys.stderr)
        return 130


def grade(options: argparse.Namespace) -> int:
    """Grade in a folder that is ours alone."""
    # Here, because a learner's environment has not all of it, and the other commands do not need it.
    try:
        from tqdm import tqdm

        from course_lib.grading import batch
    except ModuleNotFoundError as error:
        raise CourseError(say("{name} is missing: `make dev` installs what graders need.", name=error.name)) from error
    course = workspace.find(options.course)
    about, said = asked(options)
    secret = filter(None, [said["secret"]])
    with executor_of(options, (str(course.folder), options.submissions, options.out, *secret)) as executor:
        said["note"] = note = said_of(*sandbox_kind(options.sandbox))
        graded, handed_in, kept = prepared(options, course, about, said)
        left = sum(one.name not in kept.lines for one in handed_in.counting)
        with tqdm(total=left, desc=say("graded"), unit="", mininterval=0.5 if sys.stderr.isatty() else 10) as bar:
            try:
                counts = batch.grade(handed_in, graded, kept, executor, note, lambda result: bar.update())
            except KeyboardInterrupt as stop:
                graded_now = len(kept.lines)
                print(say("Interrupted: {n} submissions are graded; --resume goes on.", n=graded_now), file=sys.stderr)
                return stop.code if isinstance(stop, ending.Stopped) else 130
            except SandboxError as error:
                raise CourseError(say("The sandbox does not start here: {error}.", error=error)) from error
    print(outcome(counts, kept, handed_in))
    return 0 if set(counts) <= {"ok", "partial", "manual"} else 3


def said_of(kind: str, lacking: list[str]) -> str:
    """What the sandbox does not protect, in lines that are printed and stand in the summary; '' when it does."""
    note = "\n".join([say(UNPROTECTED), *lacking] if kind == "process" else lacking)
    if note:
        print(note, file=sys.stderr)
    return note


def executor_of(options: argparse.Namespace, hidden: tuple[str, ...]) -> Executor:
    """Who grades. hidden: folders and files that no submission may see."""
    from course_lib.grading import batch

    kind = "process" if options.sandbox == "process" else "bwrap"
    hidden = tuple(map(os.path.abspath, hidden))
    limits = Limits(options.timeout, options.total, options.memory, hidden=hidden)
    if not options.scheduler:
        return batch.Local(kind, options.jobs, limits)
    try:
        from course_lib.grading.cluster import Cluster
    except ImportError as error:
        raise CourseError(say("--scheduler needs Dask: pip install 'optimizers-course[cluster]'.")) from error
    return Cluster(options.scheduler, kind, limits)


def asked(options: argparse.Namespace) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the results say of themselves, where they are gone on with; what is kept of the options)."""
    from course_lib.grading import results

    about = results.recorded(options.out) if options.resume or options.only else {}
    if options.only and not about:
        raise CourseError(
            say("{folder} holds no results of course grade, to which --only could add one.", folder=options.out)
        )
    if options.seed is None:
        options.seed = about.get("seed")
    return about, rule_options.kept(options, about.get("kept", {}))


def prepared(
    options: argparse.Namespace, course: workspace.Course, about: dict[str, Any], said: dict[str, Any]
) -> tuple[Assignment, HandedIn, Results]:
    """(assignment, what was handed in, results) from what was `asked`; CourseError for what has to be mended."""
    from course_lib.grading import assignment, collecting, manual, results, rules

    graded = assignment.load(course.folder, options.assignment, options.seed, said["partial"])
    graded = replace(graded, assumed=said["assume"])
    if options.only:  # what is assumed of this one is not assumed of the class
        said["assume"] = about["kept"].get("assume")
    handed_in = collecting.handed_in(options.submissions, graded, said["student_from"], said["one_per_file"])
    if not handed_in.counting:
        raise CourseError(say("There is no notebook (*.ipynb) in {place}.", place=options.submissions))
    if handed_in.doubtful and not (said["latest"] or said["student_from"]):
        raise CourseError(
            say(
                "{counts}, such as {example}. Is that right? Say --latest; if each file is another student's,"
                " --one-per-file; or --student-from PATTERN, which finds the student in a path.",
                counts=handed_in.counts(),
                example=handed_in.example(),
            )
        )
    there = [name for name in results.names(options.out) if name not in handed_in.replaced] if about else []
    added = rules.of(said, handed_in, graded, options.out, there)
    graded = with_numbers(graded, said, added, handed_in, course)
    kept = results.open_results(options.out, graded, options.resume or bool(options.only), said)
    for name in handed_in.replaced:  # by one that was handed in since
        kept.forget(name)
    manual.begin(kept.folder)
    kept.rules = added
    if not options.only:
        there = {one.name for one in handed_in.counting}
        kept.forget_other_numbers(there, graded.variants.by if graded.variants else None)
    kept.about["rules"] = rule_options.digests(said, options.out)
    if options.assume and options.only:
        graded = replace(graded, forced=True)
    elif options.assume:
        kept.forget_refused()
    if options.only:
        wanted = options.only.removesuffix(".ipynb")
        handed_in = handed_in.only(wanted)
        if not handed_in.counting:
            raise CourseError(
                say("There is no submission {name} in {place} that counts.", name=wanted, place=options.submissions)
            )
        kept.forget(wanted)
    return graded, handed_in, kept


def with_numbers(
    graded: Assignment, said: Mapping[str, Any], added: Rules, handed_in: HandedIn, course: workspace.Course
) -> Assignment:
    """The assignment with the numbers of each student's own, where a secret says that there are any."""
    if not said["secret"]:
        return graded
    from course_lib.grading import own_numbers
    from course_lib.homework import variants

    if added.roster is None:
        raise CourseError(say("--secret needs --roster, the one by which `course release` made the notebooks."))
    questions = variants.questions(course.folder, graded.name)
    found = own_numbers.of(questions, own_numbers.secret(said["secret"]), added.roster)
    sample = [one.notebook().marks for one in handed_in.counting[: own_numbers.SAMPLE]]
    if warning := own_numbers.check_marks(found, sample):
        print(warning, file=sys.stderr)
    return replace(graded, variants=found)


def sandbox_kind(wanted: str) -> tuple[str, list[str]]:
    """(bwrap or process, what of the protection is missing); CourseError when bubblewrap cannot be had."""
    if wanted == "process":
        return wanted, missing()
    problem, lacking = probed()
    if problem:
        raise CourseError(problem)
    return "bwrap", lacking


def outcome(counts: Mapping[str, int], kept: Results, handed_in: HandedIn) -> str:
    """What came out, in a few lines."""
    kinds = say(", ").join(f"{count} {status}" for status, count in sorted(counts.items()))
    where = say("See {page} and grades.csv.", page=kept.folder / "summary.html")
    lines = [say("{sentence}.", sentence=handed_in.counts())] if handed_in.replaced else []
    if kept.rules and kept.rules.joined.missing:
        lines.append(say("Students of the roster without a notebook: {n}.", n=len(kept.rules.joined.missing)))
    if kept.rules and kept.rules.notes:
        lines.append(say("Names and times to look at: {n}; summary.html lists them.", n=len(kept.rules.notes)))
    if handed_in.others:
        lines.append(
            say("Files that are no notebooks (*.ipynb): {n}; summary.html lists them.", n=len(handed_in.others))
        )
    if audiences.has("authoring"):
        deck = say(
            "Slides on its commonest mistakes, for the next lesson: course review-deck {folder}", folder=kept.folder
        )
        where += f"\n{deck}"
    total = say("{n} submissions: {kinds}. Seed {seed}.", n=len(kept.lines), kinds=kinds, seed=kept.seed)
    return "\n".join([*lines, total, where])
