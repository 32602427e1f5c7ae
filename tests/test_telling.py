"""What is told of a wrong answer comes from public cases, mostly of the same process, before it sees a hidden one."""

import json

import pytest

from course_lib.grading import assignment, batch, submission, telling
from course_lib.grading.sandbox import Limits
from course_lib.homework.key import listed
from tests.hostile.notebooks import ROOT, STEP, body, instead, notebook, right_step
from tests.stub_sandbox import StubSandbox, StubSession

PUBLIC = telling.public_keys(ROOT, "03_momentum")
# Says the inputs of the call before, if there was one.
SPELLS = right_step("heard = ['nothing']", "heard.append(repr(W)); raise ValueError(heard[-2])")


class Listening(StubSandbox):
    """Keeps with what each process was asked to call momentum_step: [[inputs], …]."""

    def __init__(self):
        super().__init__("bwrap", Limits())
        self.heard = []

    def session(self):
        self.heard.append([])
        session, calls = super().session(), self.heard[-1]
        ask = session.ask

        def listened(request):
            if request["do"] == "call" and request["name"] == STEP:
                calls.append(json.dumps(request["inputs"]))
            return ask(request)

        session.ask = listened
        return session


@pytest.fixture(scope="module")
def homework():
    return assignment.load(ROOT, "03_momentum", 3)


def graded(data, homework):
    """(the result, what each process was asked)."""
    sandbox = Listening()
    return batch.grade_notebook("x", submission.read(data), homework, sandbox, Limits()), sandbox.heard


def inputs_of(key):
    return {json.dumps({name: listed(value) for name, value in case.items()}) for case in key.cases}


def test_the_stub_is_what_the_grader_talks_to():
    assert isinstance(Listening().session(), StubSession)


@pytest.mark.parametrize("data", [notebook(), body("raise ValueError('always')"), body("return W"), body("return 'W'")])
def test_one_process_is_enough_for_answers_that_are_right_or_always_wrong(data, homework):
    result, heard = graded(data, homework)
    assert len(heard) == 1 and result.exercises["ewma"].passed


def test_in_it_no_public_case_comes_after_a_hidden_one(homework):
    _, (calls,) = graded(body("raise ValueError('always')"), homework)
    public = [call in inputs_of(PUBLIC[STEP]) for call in calls]
    shown, hidden = len(PUBLIC[STEP].cases), len(next(key for key in homework.keys if key.name == STEP).cases)
    # The first of them to look, then all as `check` does; the first of each kind twice in a row.
    assert public == [True] * (shown + 2) + [False] * (hidden + 1)


def test_what_an_answer_spells_is_public(homework):
    result, heard = graded(instead(STEP, SPELLS), homework)
    said = result.exercises[STEP].message
    assert len(heard) == 1 and "It raises ValueError: array(" in said
    numbers = said.partition("array(")[2].partition(")")[0]
    assert any(numbers in call for call in inputs_of(PUBLIC[STEP]))


def failing(condition):
    """The right answer, which raises an error with its input under a condition."""
    return instead(STEP, right_step(after=f"if {condition}: raise ValueError(repr(W))\n    return W - lr * v, v"))


def test_an_answer_that_fails_in_hidden_cases_alone_is_tried_again_in_a_fresh_process(homework):
    shown = {tuple(case["W"].tolist()) for case in PUBLIC[STEP].cases}
    result, heard = graded(failing(f"tuple(W.tolist()) not in {shown!r}"), homework)
    assert result.exercises[STEP].message == telling.OTHER_ERROR
    assert len(heard) == 2 and set(heard[1]) == inputs_of(PUBLIC[STEP])


def test_so_is_one_that_is_right_in_the_first_case(homework):
    first, second = (case["W"] for case in PUBLIC[STEP].cases[:2])
    result, heard = graded(failing(f"tuple(W.tolist()) != {tuple(first.tolist())!r}"), homework)
    assert repr(second) in result.exercises[STEP].message
    assert len(heard) == 2 and set(heard[1]) == inputs_of(PUBLIC[STEP])


def test_an_answer_that_does_not_come_back_costs_its_time_once(homework):
    never = right_step(after="return W - lr * v, v") + f"{STEP}.__doc__ = '# never' + ' ends'\n"
    result, heard = graded(instead(STEP, never), homework)
    assert result.status == "timeout" and "did not return" in result.exercises[STEP].message
    assert [len(calls) for calls in heard] == [1, 0] and result.exercises["ewma"].passed
