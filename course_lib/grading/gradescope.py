"""Grade one submission as Gradescope wants it: python -m course_lib.grading.gradescope ASSIGNMENT SEED ROOT.

SEED is a number, or `fresh`: then every submission has hidden cases of its own, so that nothing that somebody could
learn of them helps at the next attempt. Reads ROOT/submission, writes ROOT/results/results.json. Without bubblewrap,
which some of its images refuse, the notebook runs as another user, who may read neither the grader's files nor the
results.
"""

import json
import os
import sys
from pathlib import Path

from course_lib.files import ROOT
from course_lib.grading import assignment, batch, collecting
from course_lib.grading.sandbox import Limits, Sandbox, probe
from course_lib.grading.scoring import Result
from course_lib.language import say, speaking

FRESH = "fresh"


def main(name: str, seed: str, root: str | Path) -> int:
    """Grade the one notebook in the submission's folder."""
    root, limits = Path(root), Limits()
    homework = assignment.load(ROOT, name, None if seed == FRESH else int(seed))
    found = collecting.submissions(root / "submission")
    found.sort(key=lambda one: homework.certainty(one.notebook()))  # of equals the last by name
    if not found:
        return write(root, {"score": 0, "output": say("There is no notebook (*.ipynb) in the submission.")})
    refused = probe()
    if refused and os.getuid() != 0:
        return write(root, {"score": 0, "output": say("The grader is not set up: {refused}", refused=refused)})
    (root / "results").mkdir(exist_ok=True)
    for private in (ROOT, root / "submission", root / "results"):
        private.chmod(0o700)
    with Sandbox("process" if refused else "bwrap", limits) as sandbox:
        one = found[-1]
        result = batch.grade_notebook(one.name, one.notebook(), homework, sandbox, limits)
    # Not shown to students: with it a teacher can grade again as it was.
    return write(root, report(result) | {"extra_data": {"seed": homework.seed}})


def report(result: Result) -> dict:
    """A Result in Gradescope's terms."""
    tests = [
        {
            "name": name,
            "score": grade.score,
            "max_score": grade.max_score,
            "output": grade.message,
            "status": "passed" if grade.passed else "failed",
            "visibility": "visible",
        }
        for name, grade in result.exercises.items()
    ]
    with speaking(result.language):
        output = "\n".join([say("Status: {status}.", status=result.status), *result.problems])
    return {
        "score": result.score,
        "max_score": result.max_score,
        "output": output,
        "output_format": "text",
        "execution_time": result.seconds,
        "visibility": "visible",
        "tests": tests,
    }


def write(root: Path, results: dict) -> int:
    (root / "results").mkdir(exist_ok=True)
    (root / "results" / "results.json").write_text(json.dumps(results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(say("This is what Gradescope runs, with ASSIGNMENT SEED ROOT; `course gradescope` writes it."))
    sys.exit(main(*sys.argv[1:]))
