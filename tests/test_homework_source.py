"""One source gives solutions and exercises: no trace of an answer in the exercises, cells that nbgrader understands."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata
from nbgrader.validator import Validator

from course_lib.authoring import AuthoringError, build, homework
from course_lib.authoring.source import code_cells, to_json
from course_lib.homework import cells
from tests.tours import tours

ROOT = Path(__file__).resolve().parents[1]
NAMES = [name for name in build.sources(ROOT) if build.is_homework(name)]
EACH = pytest.mark.parametrize("name", NAMES)

# Names, arguments and order of these are fixed: users' notebooks and graders rely on them. Others may come between.
FUNCTIONS = {
    "01_gradient_descent": [
        "mse_gradient(W, X, y)",
        "sgd_step(W, g, lr)",
        "minibatches(order, batch_size)",
        "updates_per_epoch(n, batch_size)",
        "minibatch_descent(W, X, y, lr, batch_size, orders)",
    ],
    "02_adagrad": [
        "rms_gradients(G)",
        "adagrad_step(W, g, total, lr, eps)",
        "effective_rates(G, lr, eps)",
        "adagrad_descent(W, c, lr, eps, steps)",
    ],
    "03_momentum": [
        "ewma(x, beta)",
        "ewma_weights(beta, n)",
        "window(beta)",
        "beta_for_window(N)",
        "momentum_step(W, g, v, lr, beta)",
    ],
    "04_rmsprop": [
        "rmsprop_step(W, g, S, lr, beta, eps)",
        "rmsprop_descent(W, c, lr, beta, eps, steps)",
        "travel(path)",
    ],
    "05_adam": [
        "bias_correct(m, beta, t)",
        "adam_step(W, g, m, S, t, lr, beta1, beta2, eps)",
        "adam_descent(W, c, lr, beta1, beta2, eps, steps)",
    ],
    "06_comparison": [
        "nesterov_descent(W, c, lr, beta, steps)",
        "adadelta_step(W, g, S, D, rho, eps)",
        "adamw_step(W, g, m, S, t, lr, beta1, beta2, eps, decay)",
    ],
}


def read(path):
    return nbformat.reads((ROOT / path).read_text(encoding="utf-8"), as_version=4)


def exercise_of(name):
    return read(f"exercises/{name.split('/')[1]}.ipynb")


def test_there_is_a_homework_for_every_chapter():
    assert [name.split("/")[1] for name in NAMES] == list(FUNCTIONS)


@EACH
def test_the_functions_are_the_fixed_ones(name):
    found = []
    for cell in code_cells(exercise_of(name)):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef) and "nbgrader" in cell.metadata:
                found.append(f"{node.name}({', '.join(argument.arg for argument in node.args.args)})")
    fixed = FUNCTIONS[name.split("/")[1]]
    assert [text for text in found if text in fixed] == fixed, "what users and graders rely on has changed"
    keys = {key: json.loads((ROOT / path).read_text()) for key, path in keys_of(name).items()}
    for text in found:
        assert f"{text.split('(')[0]}({', '.join(keys[text.split('(')[0]]['cases'][0])})" == text


def keys_of(name):
    stem = name.split("/")[1]
    names = json.loads((ROOT / f"exercises/checks/{stem}.json").read_text())
    return {one: f"exercises/checks/{stem}/{one}.json" for one in names}


@EACH
def test_the_headings_are_numbered_in_order(name):
    text = build.sources(ROOT)[name].read_text(encoding="utf-8")
    found = [int(number) for number in re.findall(r"^## (\d+) ", text, re.MULTILINE)]
    assert found == list(range(1, len(found) + 1)), f"number the headings of {name} in order"


@EACH
def test_what_the_check_forbids_in_every_task_is_said_before_the_first(name):
    text = build.sources(ROOT)[name].read_text(encoding="utf-8")
    assert "Never change an array that comes in" in text.partition("\n## ")[0]


@EACH
def test_there_are_two_to_four_questions_answered_by_a_value(name):
    assert 2 <= sum(json.loads((ROOT / path).read_text())["kind"] == "value" for path in keys_of(name).values()) <= 4


@EACH
def test_what_is_committed_is_what_the_source_gives(name):
    # The keys are drawn anew in tests/test_homework_answers.py.
    for path, text in build.exercise_files(ROOT, name).items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path} is stale: run make notebooks"
    folder = ROOT / "exercises" / "checks" / name.split("/")[1]
    assert {path.stem for path in folder.iterdir()} == set(keys_of(name)), "a key without an exercise"


@EACH
def test_every_check_of_the_solution_passed(name):
    found = [cell for cell in code_cells(read(f"{name}.ipynb")) if cells.is_check(cell)]
    assert len(found) == len(keys_of(name))
    for cell in found:
        assert cell.outputs[0].data["text/plain"].startswith("✓ "), cell.source


def lines_of_answers(name):
    """The lines of code between BEGIN and END in the source, as far as they are an answer and no common phrase."""
    text = build.sources(ROOT)[name].read_text(encoding="utf-8")
    lines = {line.strip() for answer in homework.ANSWER.finditer(text) for line in answer.group().splitlines()[1:-1]}
    return {line for line in lines if len(line) > 12 and re.search(r"[*/+-]|@", line)}


@EACH
def test_no_exercise_holds_a_line_of_an_answer(name):
    lines = lines_of_answers(name)
    assert lines, "nothing to look for"
    for path in (ROOT / "exercises").rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found = [line for line in lines if line in text or json.dumps(line)[1:-1] in text]
        assert not found, (path, found)


@EACH
def test_an_exercise_holds_a_stub_for_each_answer_and_no_outputs(name):
    notebook = exercise_of(name)
    answers = [cell for cell in code_cells(notebook) if cells.is_answer(cell)]
    assert len(answers) == len(keys_of(name))
    assert all(cell.source.count(cells.STUB) == 1 for cell in answers)
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(notebook))
    assert "SOLUTION" not in to_json(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "course"}
    assert notebook.metadata.course.assignment == name.split("/")[1]


@EACH
def test_nbgrader_accepts_the_cells_of_both(name):
    for notebook in (read(f"{name}.ipynb"), exercise_of(name)):
        MetadataValidator().validate_nb(notebook)
        points = [cell.metadata.nbgrader.points for cell in code_cells(notebook) if cells.is_check(cell)]
        assert sum(points) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("name", tours(NAMES, "solutions/03_momentum"))
def test_nbgrader_finds_the_solution_right_and_the_exercise_unsolved(name):
    stem = name.split("/")[1]
    # By its stored outputs, to which nbval holds what it gives.
    assert failing(ROOT / f"{name}.ipynb", preprocessors=[CheckCellMetadata]) == []
    failed = failing(ROOT / "exercises" / f"{stem}.ipynb")
    checks = [cell.source for cell in code_cells(exercise_of(name)) if cells.checked(cell.source)]
    assert [source for source in failed if cells.checked(source)] == checks  # none of them passes unsolved


def failing(path, **options):
    """The sources of the cells that nbgrader's validator finds failing."""
    result = Validator(**options).validate(str(path))
    return [cell["source"].strip() for cell in result.get("failed", [])]


def test_the_lecturer_s_overview_knows_the_points():
    page = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d \| (\d\d, \d\d) \| (\d+, \d+) \|", page, re.MULTILINE)
    said = {int(n): int(p) for names, points in rows for n, p in zip(names.split(", "), points.split(", "))}
    points = {int(one.split("/")[1][:2]): sum(each.points for each in build.specs(ROOT, one)) for one in NAMES}
    assert said == points, "correct the points under “Homework” in docs/instructor.md"


# ---- the transformations, on small sources ----

SMALL = """# Small

```{code-cell}
import math
```

```{code-cell}
def twice(x):
    \"\"\"Two x.\"\"\"
    # BEGIN SOLUTION
    y = 2 * x
    return y
    # END SOLUTION
```

```{code-cell}
check(twice)
```

```{code-cell}
# answer_four = a number
# BEGIN SOLUTION
W, v = 1, 2
answer_four = twice(2)
# END SOLUTION
```

```{code-cell}
check("answer_four", answer_four)
```

```{code-cell}
:tags: [no-grade]
undefined
```
"""
POINTS = {"twice": 2, "answer_four": 1}


def test_an_answer_becomes_a_stub_and_the_rest_stays():
    notebook = homework.exercise(homework.solution(SMALL, "00_small", POINTS))
    assert [cell.source for cell in code_cells(notebook)] == [
        "import math",
        'def twice(x):\n    """Two x."""\n    raise NotImplementedError("write your answer here")',
        "check(twice)",
        '# answer_four = a number\nraise NotImplementedError("write your answer here")',
        'check("answer_four", answer_four)',
        "undefined",
    ]


def test_cells_carry_nbgraders_metadata_and_the_notebook_its_name():
    notebook = homework.solution(SMALL, "00_small", POINTS)
    marks = [dict(cell.metadata.get("nbgrader", {})) for cell in code_cells(notebook)]
    assert [mark.get("grade_id") for mark in marks] == [
        None,
        "twice",
        "check_twice",
        "answer_four",
        "check_answer_four",
        None,
    ]
    assert [mark.get("points") for mark in marks] == [None, None, 2, None, 1, None]
    assert notebook.metadata.course.assignment == "00_small"
    other = homework.solution(SMALL.replace("Two x.", "Twice x."), "00_small", POINTS)
    assert other.metadata.course.version != notebook.metadata.course.version
    same = homework.solution(SMALL.replace("y = 2 * x", "y = x + x"), "00_small", POINTS)
    assert same.metadata.course.version == notebook.metadata.course.version  # what a student gets is the same


def test_the_answers_are_the_functions_and_values_of_the_graded_cells():
    answers = cells.answers(homework.solution(SMALL, "00_small", POINTS).cells)
    assert answers["twice"](3) == 6 and answers["answer_four"] == 4 and len(answers) == 2


@pytest.mark.parametrize(
    ("change", "points", "sentence"),
    [
        (("    # END SOLUTION", "    # END"), POINTS, "an answer stands between # BEGIN SOLUTION and # END SOLUTION"),
        (("check(twice)", "check(thrice)"), POINTS, "thrice has no spec: write solutions/specs/00_small/"),
        (("check(twice)", "twice(1)"), POINTS, "answer, check and spec do not all exist for twice"),
        (("", ""), {"twice": 2}, "answer_four has no spec: write solutions/specs/00_small/"),
        (("", ""), POINTS | {"more": 1}, "answer, check and spec do not all exist for more"),
    ],
)
def test_a_source_that_does_not_fit_its_spec_is_refused(change, points, sentence):
    with pytest.raises(AuthoringError, match=re.escape(sentence)):
        homework.solution(SMALL.replace(*change), "00_small", points)


def test_only_its_own_homework_removes_keys(tmp_path):
    keys = tmp_path / "exercises" / "checks" / "03_momentum"
    keys.mkdir(parents=True)
    for name in ("ewma", "gone"):
        (keys / f"{name}.json").write_text("{}")
    assert build.left_over(tmp_path, "notebooks/03_momentum", {}) == []
    files = {"exercises/checks/03_momentum/ewma.json": "{}"}
    assert [path.name for path in build.left_over(tmp_path, "solutions/03_momentum", files)] == ["gone.json"]
