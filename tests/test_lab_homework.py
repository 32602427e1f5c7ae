"""The homework in JupyterLab: explorers live, a solution runs to its end, an exercise stops where an answer is missing.

nbval runs every solution; an exercise is one with stubs in place of answers.
"""

from pathlib import Path

import pytest

from tests.explorer_controls import problems, wait_for_all
from tests.test_lab_browser import interactive

pytestmark = pytest.mark.slow

pytest_plugins = ["tests.lab_fixtures"]
ROOT = Path(__file__).resolve().parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_runs_in_lab(in_lab, notebook):
    page, run, _ = in_lab
    count, progress = run(notebook, None if notebook == SOLUTIONS[0] else interactive(notebook))
    assert progress == [count, count, [], "idle"]
    wait_for_all(page, notebook)
    assert problems(page) == []


def test_an_exercise_stops_at_the_first_missing_answer(in_lab):
    page, run, _ = in_lab
    count, (_, executed, errors, _) = run(EXERCISES[0])
    assert errors == ["NotImplementedError: write your answer here"]
    assert 0 < executed < count
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 1, "more than the one traceback"
