"""The homework in JupyterLab: solutions run to their end, exercises stop where the first answer is missing."""

from pathlib import Path

import pytest

from tests.explorer_controls import problems, wait_for_all

pytestmark = pytest.mark.slow

pytest_plugins = ["tests.lab_fixtures"]
ROOT = Path(__file__).resolve().parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_runs_to_its_end(in_lab, notebook):
    page, run, _ = in_lab
    count, progress = run(notebook)
    assert progress == [count, count, [], "idle"]
    wait_for_all(page, notebook)
    assert problems(page) == []


@pytest.mark.parametrize("notebook", EXERCISES, ids=lambda path: path.stem)
def test_an_exercise_stops_at_the_first_missing_answer(in_lab, notebook):
    page, run, _ = in_lab
    count, (_, executed, errors, _) = run(notebook)
    assert errors == ["NotImplementedError: write your answer here"]
    assert 0 < executed < count
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 1, "more than the one traceback"
