"""make bench-grading: seconds and memory a submission of three graders, measured in this one run. Not a test.

`make bench-grading ARGS="--against COMMIT"` measures this grader against its own state at a commit, in turn.
988d2d40 is the last one before the folders of real classes were recognised.

Twenty right and twenty wrong notebooks of 03_momentum, all of which end, with the graded cells only: a grader that
runs all cells must not be charged for pictures. nbgrader runs our public checks; Otter compares one worked case an
exercise; course grade runs hidden cases and names the mistakes.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.notebooks import SOLUTION, STEP, is_answer, notebook, right_step, solved

ROOT = Path(__file__).resolve().parents[1]
COUNT = 40
TURNS = {COUNT: 7, 300: 3}  # of each grader when two are compared: a small class, and a large one
WRONG = ("return W + lr * v, v", "return W - v, v", "return W - lr * g, v", "return W - lr * v, g")
OTTER_TEST = """OK_FORMAT = True
test = {"name": "%(name)s", "points": %(points)d, "suites": [{
    "type": "doctest", "scored": True, "setup": "", "teardown": "",
    "cases": [{"code": r'''>>> import numpy as np
>>> bool(%(code)s)
True''', "hidden": True, "locked": False}]}]}
"""
OTTER_CASES = {
    "ewma": "np.allclose(ewma(np.array([4.0, 2.0, 6.0]), 0.5), [2, 2, 4])",
    "ewma_weights": "np.allclose(ewma_weights(0.5, 3), [0.5, 0.25, 0.125])",
    "window": "np.isclose(window(0.5), 2)",
    "beta_for_window": "np.isclose(beta_for_window(2), 0.5)",
    "answer_beta": "np.isclose(answer_beta, 0.95)",
    "answer_share": "np.isclose(answer_share, 0.6513215599)",
    "momentum_step": "np.allclose(momentum_step(*np.array([[1.0], [4.0], [2.0]]), 0.5, 0.75), [[-0.25], [2.5]])",
    "answer_first_step": "np.isclose(answer_first_step, 0.2)",
}
OTTER = """
import sys, glob
from otter.api import grade_submission
for path in sorted(glob.glob(sys.argv[1] + "/*.ipynb")):
    print(grade_submission(path, sys.argv[2]).total)
"""
# Runs a command, and prints the largest memory of any process in it.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
"""


def submissions(count=COUNT):
    """{name: bytes} of right and wrong notebooks, graded cells only."""
    found = {}
    for number in range(count):
        cells = [cell for cell in solved() if cell["cell_type"] == "code" and "no-grade" not in tags(cell)]
        if number % 2:
            source = right_step(after=WRONG[number // 2 % len(WRONG)])
            cells = [dict(cell, source=source) if is_answer(cell, STEP) else cell for cell in cells]
        found[f"s{number:02}"] = notebook(cells)
    return found


def tags(cell):
    return cell["metadata"].get("tags", [])


def measured(command, **options):
    """(seconds, largest process in MB) of a command."""
    start = time.perf_counter()
    command = [sys.executable, "-c", MEASURED, *map(str, command)]
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode not in (0, 3):
        sys.exit(done.stderr[-3000:])
    return time.perf_counter() - start, int(done.stdout.split()[-1])


def course(folder, found, jobs, root=ROOT):
    place = folder / "in"
    place.mkdir(exist_ok=True)
    for name, data in found.items():
        (place / f"{name}.ipynb").write_bytes(data)
    return measured(
        [
            sys.executable,
            "-m",
            "course_lib.cli",
            "grade",
            "03_momentum",
            place,
            "--out",
            folder / f"out{jobs}",
            "--jobs",
            jobs,
        ],
        cwd=root,
    )


def nbgrader(folder, found):
    source = folder / "nb" / "source" / "03_momentum"
    source.mkdir(parents=True)
    (source / "03_momentum.ipynb").write_bytes(found["s00"])
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    (folder / "exercises").symlink_to(ROOT / "exercises")
    subprocess.run(
        ["nbgrader", "generate_assignment", "03_momentum"],
        cwd=folder / "nb",
        env=environment,
        check=True,
        capture_output=True,
    )
    for name, data in found.items():
        target = folder / "nb" / "submitted" / name / "03_momentum" / "03_momentum.ipynb"
        target.parent.mkdir(parents=True)
        target.write_bytes(data)
    return measured(["nbgrader", "autograde", "03_momentum"], cwd=folder / "nb", env=environment)


def otter(folder, found, python):
    place = folder / "otter"
    (place / "tests").mkdir(parents=True)
    (place / "in").mkdir()
    points = {
        cell["metadata"]["nbgrader"]["grade_id"].removeprefix("check_"): cell["metadata"]["nbgrader"]["points"]
        for cell in SOLUTION["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }
    for name, code in OTTER_CASES.items():
        (place / "tests" / f"{name}.py").write_text(OTTER_TEST % {"name": name, "points": points[name], "code": code})
    for name, data in found.items():  # without our check, which is not installed there
        node = json.loads(data)
        node["cells"] = [cell for cell in node["cells"] if "check" not in "".join(cell["source"])]
        first = {
            "cell_type": "code",
            "metadata": {},
            "source": "import numpy as np",
            "outputs": [],
            "execution_count": None,
            "id": "first",
        }
        node["cells"].insert(0, first)
        (place / "in" / f"{name}.ipynb").write_text(json.dumps(node))
    bin_folder = Path(python).absolute().parent
    environment = os.environ | {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [bin_folder / "otter", "generate", "-t", "tests", "-o", "grader.zip"],
        cwd=place,
        env=environment,
        check=True,
        capture_output=True,
    )
    return measured([bin_folder / "python", "-c", OTTER, "in", "grader.zip"], cwd=place, env=environment)


def against(commit):
    """Print the seconds of this grader and of that at a commit: medians of runs in turn, under the same load."""
    with tempfile.TemporaryDirectory() as name:
        old = Path(name) / "course"
        old.mkdir()
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x"], cwd=old, input=packed, check=True)
        for count, turns in TURNS.items():
            found, seconds = submissions(count), {"now": [], commit: []}
            for number in range(turns):
                for label, root in (("now", ROOT), (commit, old)):
                    place = Path(name) / f"{label}{count}-{number}"
                    place.mkdir()
                    seconds[label].append(course(place, found, 1, root)[0] / count)
            now, before = (statistics.median(seconds[label]) for label in ("now", commit))
            print(f"{count} submissions: now {now:.4f} s each, at {commit} {before:.4f}: {now / before:.2f} times")


def main(python):
    """Print the table."""
    found = submissions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = {
            "course grade, one job": course(folder, found, 1),
            "course grade, two jobs": course(folder, found, 2),
            "nbgrader autograde": nbgrader(folder, found),
            "otter.api.grade_submission": otter(folder, found, python),
        }
    ours = rows["course grade, one job"][0]
    print(f"{'':28} {'s a submission':>15} {'largest process':>16} {'times ours':>11}")
    for name, (seconds, memory) in rows.items():
        print(f"{name:28} {seconds / COUNT:15.3f} {memory:13} MB {seconds / ours:11.1f}")


if __name__ == "__main__":
    against(sys.argv[2]) if sys.argv[1] == "--against" else main(sys.argv[1])
