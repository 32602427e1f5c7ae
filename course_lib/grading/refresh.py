"""Tables and pages written again when one of an instructor's files has changed since: nothing is graded again."""

import argparse
import json
from pathlib import Path

from course_lib import workspace
from course_lib.errors import CourseError
from course_lib.grading import options, regrade
from course_lib.grading.results import recorded
from course_lib.language import say


def refresh(folder: str | Path, course: str) -> None:
    """Write grades and pages again if a file of the instructor has changed since, and say so."""
    about = recorded(folder)
    try:
        written = json.loads((Path(folder) / "grades.json").read_text(encoding="utf-8")).get("rules")
    except (OSError, ValueError, AttributeError):
        return
    if not about or not isinstance(written, dict):
        return
    now = options.digests(about["kept"], folder)
    if all(digest in (None, written.get(name)) for name, digest in now.items()):  # a file that has gone changes nothing
        return
    try:
        run = regrade.prepared(argparse.Namespace(out=folder, exercise=None), workspace.find(course))
    except CourseError as error:
        raise CourseError(
            say("Your files have changed since the grades were written, but cannot be used: {error}", error=error)
        ) from error
    from course_lib.grading import batch

    run.before.rules = run.rules
    by = options.digests(run.kept, folder)
    run.before.about = {"version": about["version"], "digests": about["digests"], "rules": by}
    batch.finish(run.before, run.handed_in, run.homework, run.kept["note"])
    print(say("manual.csv, or another file of yours, has changed: grades and feedback were written again."))
