"""What the homework says where little is said elsewhere: forms of an answer, progress, trials, where the keys lie."""

import json

import numpy as np
import pytest

from course_lib import files, records
from course_lib.homework import answers, calling, keys, progress, train_digits
from course_lib.homework.form import as_array, wrong_form
from course_lib.homework.patterns import times
from course_lib.optimizers import SGD, Adam


def refusal_of(result, returns="array"):
    with pytest.raises(answers.Refused) as refused:
        answers.plain(result, returns)
    return str(refused.value)


class Closed:
    """An array of another library that does not let itself be read."""

    def __array__(self, *_, **__):
        raise RuntimeError("it lies on a GPU")


def test_an_array_that_numpy_cannot_read_is_named():
    assert refusal_of(Closed()) == "It returns a Closed, which NumPy cannot read (it lies on a GPU)."


def test_a_masked_array_has_no_parts():
    masked = np.ma.masked_array([[1.0], [2.0]], [[True], [False]])
    assert refusal_of(masked, ("W", "v")) == "It returns a masked array; fill in its values first."


def test_one_thing_where_two_are_asked_for_is_counted():
    assert refusal_of([1.0], ("W", "v")) == "It returns 1 result; 2 are expected: W, v."


def test_a_callable_that_does_not_tell_its_parameters_is_called_in_order():
    class Silent:
        __signature__ = "none"

        def __call__(self, x, y):
            return x - y

    assert calling.arguments(Silent(), {"x": 5, "y": 3}) == ([5, 3], {})
    assert calling.refusal(Silent(), ["x", "y"]) is None and calling.parameters(Silent()) == []
    assert calling.call(Silent(), {"x": 5, "y": 3}, "number").answer == [2]


def test_a_function_that_takes_by_name_only_is_called_so():
    def named(x, *, lr):
        return x * lr

    assert calling.call(named, {"x": 5.0, "lr": 2.0}, "number").answer == [10]
    assert calling.call(lambda **every: every["x"] - every["lr"], {"x": 5.0, "lr": 2.0}, "number").answer == [3]


def test_what_is_printed_is_cut_and_the_rest_forgotten():
    outcome = calling.call(lambda: [print("x" * 1500), print("y" * 1500), print("z"), 1][-1], {}, "number")
    assert len(outcome.printed) == calling.MOST_PRINTED and set(outcome.printed) == {"x", "\n", "y"}


def test_a_different_number_of_arrays_and_what_is_no_array_are_told():
    two = calling.Outcome(answer=[np.zeros(2), np.zeros(2)])
    assert wrong_form(two, [np.zeros(2)], "sequence") == "It returns 2 arrays; 1 are expected here."
    assert np.isnan(as_array("text")) and as_array([1, 2]).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("k", "words"), [(-1, "minus"), (0.25, "1/4 of"), (-0.5, "minus 1/2 of"), (2.5, "2.5 times"), (0.3, "0.3 times")]
)
def test_a_factor_in_words(k, words):
    assert times(k) == words


def test_train_digits_gives_every_rule_the_same_start_and_learns():
    run, share = train_digits(Adam(0.01), epochs=1)
    other, _ = train_digits(SGD(0.01), epochs=1)
    assert np.array_equal(run.W[0], other.W[0]) and run.loss[0] == other.loss[0]
    assert run.loss[-1] < run.loss[0] / 2 and 0.8 < share <= 1


def test_outside_a_course_nothing_is_recorded(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    monkeypatch.setattr(records.workspace, "find", missing)
    assert records.place(tmp_path) is None
    assert progress.record(None) is None


def missing(start):
    raise records.CourseError("no course")


def test_progress_without_exercises_says_so(tmp_path, monkeypatch):
    assert progress.summary({}, {}) == "There are no exercises here."
    monkeypatch.setattr(files, "ROOT", tmp_path)
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    assert progress.report(tmp_path).startswith("The data of the checks is missing")


def test_a_record_of_other_things_than_names_counts_as_damaged(tmp_path):
    path = tmp_path / "progress.json"
    path.write_text('{"solved": {"03_momentum": [3]}}')
    assert records.read(path)[0] == {"solved": {}, "quizzes": {}} and (tmp_path / "progress.damaged.json").exists()


def test_a_damaged_list_of_exercises_is_one_sentence(tmp_path):
    checks = tmp_path / "checks"
    (checks / "00_test").mkdir(parents=True)
    (checks / "00_test" / "half.json").write_text("{}")
    (checks / "00_test.json").write_text(json.dumps(["half"]))
    assert keys.assignments(tmp_path) == {"00_test": ["half"]}
    (checks / "00_test.json").write_text("[")
    with pytest.raises(keys.NoKey, match="The lists of exercises in checks cannot be read"):
        keys.assignments(tmp_path)
