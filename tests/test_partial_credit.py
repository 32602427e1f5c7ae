"""Partial credit: by cases or by parts where it is asked for, all or nothing otherwise."""

import re
from functools import cache

import pytest
from nbformat.v4 import new_code_cell
from nbgrader.utils import determine_grade

from course_lib.grading import assignment, batch, for_nbgrader, gradescope, sandbox, submission
from course_lib.homework import spec
from course_lib.homework.key import to_json
from tests.hostile.notebooks import ROOT, STEP, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox

pytestmark = pytest.mark.slow

# momentum_step has 4 points and two results, W and v; d is 1 in some of its six cases.
ANSWERS = {  # what it does: {rule: the least and the most that it may earn}
    "right": (right_step(), {None: (4, 4), "cases": (4, 4), "parts": (4, 4)}),
    "v right": (right_step(after="return W + lr * v, v"), {None: (0, 0), "cases": (0, 0), "parts": (2, 2)}),
    "W right": (right_step(after="return W - lr * v, v + 1"), {None: (0, 0), "cases": (0, 0), "parts": (2, 2)}),
    "some cases": (
        right_step(after="v = v if len(v) > 1 else 0 * v\n    return W - lr * v, v"),
        {None: (0, 0), "cases": (0.1, 3.9), "parts": (0, 0)},
    ),
    "none": (right_step(after="return v, W"), {None: (0, 0), "cases": (0, 0), "parts": (0, 0)}),
    "one result": (right_step(after="return v"), {None: (0, 0), "cases": (0, 0), "parts": (0, 0)}),
    "raises": (right_step(after="return 1 / 0"), {None: (0, 0), "cases": (0, 0), "parts": (0, 0)}),
    # What changes its arguments, or remembers, is right in no case that a person could rely on.
    "changes v": (
        "def momentum_step(W, g, v, lr, beta):\n    v *= beta\n    v += (1 - beta) * g\n    return W - lr * v, v",
        {None: (0, 0), "cases": (0, 0), "parts": (0, 0)},
    ),
    "remembers": (
        "seen = []\ndef momentum_step(W, g, v, lr, beta):\n    seen.append(1)\n    v = beta * v + (1 - beta) * g\n"
        "    return W - lr * v, v + len(seen) % 2",
        {None: (0, 0), "cases": (0.5, 3), "parts": (0, 0)},
    ),
}


def graded(data, homework):
    return batch.grade_notebook("x", submission.read(data), homework, StubSandbox("", None), sandbox.Limits())


@cache
def homework(rule):
    """One for all answers: its slips are worked out once."""
    return assignment.load(ROOT, "03_momentum", 4, rule)


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("rule", [None, "cases", "parts"])
def test_what_an_answer_earns(kind, rule):
    source, wanted = ANSWERS[kind]
    result = graded(instead(STEP, source), homework(rule))
    least, most = wanted[rule]
    assert least <= result.exercises[STEP].score <= most
    assert result.exercises[STEP].passed == (kind == "right")
    assert result.score == sum(grade.score for grade in result.exercises.values())


def test_the_message_says_what_earned_it():
    said = {}
    for rule, kind in (("parts", "v right"), ("cases", "some cases")):
        result = graded(instead(STEP, ANSWERS[kind][0]), homework(rule))
        said[rule] = result.exercises[STEP].message
    assert said["parts"].startswith("Right in every case: v; not W. W goes uphill")
    assert re.match(r"It is right in [1-9] of \d+ cases", said["cases"])


def test_a_spec_may_ask_for_it_and_learners_keys_stay_as_they_are():
    one = spec.Exercise("f", 2, partial="cases")
    with pytest.raises(ValueError, match="partial must be one of cases, parts, got 'all'"):
        spec.Exercise("f", 2, partial="all")
    one.draw(lambda rng: [{"x": 1.0}])
    key = spec.key(one, "a", lambda x: x, None)
    assert key.partial == "cases" and "partial" not in to_json(key)


def test_gradescope_and_nbgrader_get_the_same_points():
    result = graded(instead(STEP, ANSWERS["v right"][0]), homework("parts"))
    test = next(one for one in gradescope.report(result)["tests"] if one["name"] == STEP)
    assert (test["score"], test["max_score"], test["status"]) == (2, 4, "failed")
    stream, points = for_nbgrader.outputs(result, STEP)
    # nbgrader's own reading of a cell's outputs.
    marks = {"grade": True, "solution": False, "points": 4, "grade_id": "x", "schema_version": 3}
    cell = new_code_cell("", outputs=[stream, points], metadata={"nbgrader": marks})
    assert determine_grade(cell) == (2, 4)
    assert graded(notebook(), homework("parts")).score == 14
