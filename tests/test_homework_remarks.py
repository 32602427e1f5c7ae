"""What is told of wrong numbers that fit no mistake: by which formula they differ, where they are right; never more."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib.homework import conditions, formulas, places, relations
from course_lib.homework.calling import Outcome
from course_lib.homework.examine import examine
from course_lib.homework.fingerprints import fingerprint, trace, weighting
from course_lib.homework.key import Key
from course_lib.homework.relations import Target, simplest
from course_lib.homework.sentences import SENTENCES
from course_lib.homework.spec import Exercise, key
from course_lib.homework.words import SAID, WHERE
from tests.test_homework_answers import committed

ROOT_FOLDER = Path(__file__).resolve().parents[1]

RNG = np.random.default_rng(3)
LR, G, ROOT = RNG.uniform(0.1, 0.9, 12), RNG.normal(0, 2, 12), RNG.uniform(1, 4, 12)
QUANTITIES = {"lr": LR, "g": G, "S + ε": ROOT, "beta": RNG.uniform(0.3, 0.6, 12)}


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (-LR * G / np.sqrt(ROOT), "-lr·g/√(S + ε)"),
        (G**2, "g²"),
        (LR / 2, "½·lr"),
        (np.full(12, -0.5), "-½"),
        (G * ROOT ** (1 / 3), "g·(S + ε)^⅓"),
        (LR + G, None),
        (0.7 * LR, None),
        (np.abs(G), None),
        (G * (1 + 1e-4 * RNG.random(12)), None),
    ],
)
def test_numbers_are_explained_by_an_exact_formula_or_not_at_all(numbers, said):
    assert simplest([Target("{x}", numbers, 1.0)], QUANTITIES) == said


def test_a_formula_also_gives_the_zeros():
    g, zero = G.copy(), G.copy()
    g[3] = zero[3] = 0.0
    zero[5] = 0.0
    assert simplest([Target("{x}", 2 * g, 1.0)], {"g": g}) == "2·g"
    assert simplest([Target("{x}", 2 * zero, 1.0)], {"g": g}) is None


def test_two_numbers_are_too_few():
    assert simplest([Target("{x}", G[:2], 1.0)], {"g": G[:2]}) is None


@pytest.mark.parametrize(("text", "said"), [("-β/t", "1 - β/t, minus β/t"), ("β", "1 + β, plus β")])
def test_the_sign_of_a_formula_reads_well(text, said):
    assert relations.said("1 {sign}, {plus}", text) == said


# ---- a step with a state ----


def step(W, g, S, lr, beta, eps):
    S = beta * S + (1 - beta) * g**2
    return W - lr * g / np.sqrt(S + eps), S


def rule():
    """A rule's key without a single mistake or slip."""
    one = Exercise("rule", points=1, returns=("W", "S"), starts=("S",), kind="step")

    @one.draw
    def cases(rng):
        for d in (2, 1, 3, 4):
            W, g, S = rng.normal(0, 2, (3, d))
            yield dict(W=W, g=g, S=S**2, lr=rng.uniform(0.1, 0.5), beta=rng.uniform(0.3, 0.8), eps=0.02)

    return key(one, "00_test", step, np.random.default_rng(5))


def with_state(change):
    def answer(W, g, S, lr, beta, eps):
        new = change(g, S, beta)
        return W - lr * g / np.sqrt(new + eps), new

    return answer


def test_a_wrong_state_from_which_the_step_follows_is_the_only_mistake():
    verdict = examine(rule(), with_state(lambda g, S, beta: beta * S + np.abs(g) ** 1.7))
    assert verdict.seen == ("follows",) and verdict.diagnosis is None
    assert verdict.message == "W follows from your S as it should: the mistake is in S alone."


def test_a_step_that_is_wrong_as_well_does_not_follow():
    def answer(W, g, S, lr, beta, eps):
        S = S + np.abs(g) ** 1.7
        return W - lr * g / (S + eps), S

    assert "follows" not in examine(rule(), answer).seen


def test_the_output_that_is_wrong_is_named_with_its_formula():
    verdict = examine(rule(), lambda W, g, S, lr, beta, eps: (step(W, g, S, lr, beta, eps)[0], S + g**2))
    assert verdict.seen == ("only_some_outputs", "by_a_formula")
    assert verdict.message.startswith("W is right in every case, S is not. ") and "g²" in verdict.message


# ---- rows, cases, pieces ----


def told(remark, cases, found, expected, **more):
    """What a remark says of these answers, one array a case."""
    one = Key("f", "00_test", 1, more.get("kind", "function"), more.get("returns", "array"), (), cases, expected, [])
    right = [all(np.array_equal(a, b) for a, b in zip(f, e)) and len(f) == len(e) for f, e in zip(found, expected)]
    return remark(one, [Outcome(answer=answer) for answer in found], right, ())


ROWS = [[RNG.normal(0, 1, (n, 2))] for n in (1, 4, 6)]


def test_rows_that_are_right_in_every_case_are_counted():
    wrong = [[np.concatenate([rows[:2], rows[2:] + 1])] for (rows,) in ROWS]
    said = told(places.only_the_beginning, [{}] * 3, wrong, ROWS)
    assert said.startswith("The first 2 rows are right in every case")
    said = told(places.only_the_beginning, [{}] * 3, wrong, ROWS, kind="path")
    assert said.startswith("The first step is right in every case")


@pytest.mark.parametrize(
    ("right", "where"),
    [
        ([True, False, False], "right where β is 0,"),
        ([False, True, True], "wrong where β is 0,"),
        ([True, True, False], "right where β is 0 or t is 1,"),
        ([False, False, True], None),
    ],
)
def test_where_an_answer_is_right_is_said_when_one_condition_tells(right, where):
    cases = [dict(beta=0.0, t=3), dict(beta=0.5, t=1), dict(beta=0.6, t=5)]
    if where is None:
        cases = [dict(beta=0.4, t=3), dict(beta=0.5, t=7), dict(beta=0.6, t=5)]
    found = [[np.array(1.0 if ok else 2.0)] for ok in right]
    said = told(conditions.only_some_cases, cases, found, [[np.array(1.0)]] * 3, returns="number")
    assert (where is None and said is None) or where in said


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([[0, 1], [2, 3, 4]], "only the cuts"),
        ([[3, 4], [0, 1, 2]], "not take them in the given order"),
        ([[0, 1, 2], [4]], "left out: look at the last batch"),
        ([[0, 1, 2], [2, 3, 4]], "come twice: look at the last batch"),
        ([[1, 2], [3, 4]], "left out: look at the first batch"),
    ],
)
def test_samples_are_counted(pieces, said):
    expected = [[np.array([0.0, 1, 2]), np.array([3.0, 4])]]
    found = [[np.array(piece, dtype=float) for piece in pieces]]
    assert said in told(places.samples, [{}], found, expected, returns="sequence")


def test_a_factor_that_changes_from_case_to_case_is_told():
    expected = [[np.array([1.0, 2.0])], [np.array([3.0, 5.0])], [np.array([1.0, 7.0])]]
    scaled = [[k * part for part in answer] for k, answer in zip((2, 3, 5), expected)]
    assert "a number, which changes" in told(places.a_factor_in_each_case, [{}] * 3, scaled, expected)
    scaled[1] = [np.array([3.0, 6.0])]
    assert told(places.a_factor_in_each_case, [{}] * 3, scaled, expected) is None


@pytest.mark.parametrize("n", [1, 3])
def test_the_first_step_that_is_wrong_has_a_formula(n):
    """A rate over the number of the step: the second step is the first wrong one, and half as long."""
    cases = [dict(W=RNG.normal(0, 2, d), lr=0.1 * d, steps=n + 2) for d in (1, 2, 3)]
    path = lambda case, lr: np.cumsum([case["W"], *(-lr(t) * case["W"] for t in range(1, n + 3))], axis=0)  # noqa: E731
    right = [[path(case, lambda t, lr=case["lr"]: lr)] for case in cases]
    wrong = [[path(case, lambda t, lr=case["lr"]: lr / (1 if t < n + 1 else 2))] for case in cases]
    said = told(formulas.by_a_formula, cases, wrong, right, kind="path")
    assert said.startswith(f"Step {n + 1} is the first that is wrong: it is the right one times ½")


def test_a_path_whose_last_row_alone_is_wrong_is_not_said_to_differ_from_the_first_step():
    """The path of one step has no other row, and so the first step differs there."""
    right = [[RNG.normal(0, 1, (n, 2))] for n in (2, 4, 6)]
    wrong = [[np.concatenate([rows[:-1], rows[-1:] + 1])] for (rows,) in right]
    said = told(places.only_the_beginning, [{}] * 3, wrong, right, kind="path")
    assert said.startswith("In every case that is wrong, only the last row is.")
    later = [wrong[0], *([np.concatenate([rows[:2], rows[2:] + 1])] for (rows,) in right[1:])]
    assert told(places.only_the_beginning, [{}] * 3, later, right, kind="path") is None


@pytest.mark.parametrize(
    ("exercise", "answer", "name"),
    [
        ("window", lambda beta: 1 / beta, "inverse_of_beta"),
        ("window", lambda beta: -1 / math.log(beta), "exact_age"),
        ("window", lambda beta: math.log(0.5) / math.log(beta), "half_life"),
        ("window", lambda beta: -1 / math.log10(beta), "by_common_logarithm"),
        ("beta_for_window", lambda N: 1 / (1 - N), "window_again"),
    ],
)
def test_an_exception_in_one_case_hides_no_mistake_and_is_told(exercise, answer, name):
    verdict = examine(committed(exercise), answer)
    assert verdict.diagnosis == name
    assert verdict.message.startswith(committed(exercise).hint(name) + " Case 1: It raises ")


def test_an_exception_in_one_case_makes_no_mistake_of_what_is_right_elsewhere():
    """Rounding to the nearest differs from the right answer in the first case alone."""
    first = [*committed("updates_per_epoch").cases[0].values()]
    answer = lambda n, batch_size: -(-n // batch_size) if [n, batch_size] != first else 1 // 0  # noqa: E731
    assert examine(committed("updates_per_epoch"), answer).diagnosis is None


def test_what_is_no_number_hides_no_other_number():
    shapes = weighting([np.ones(3)])
    one, other = (fingerprint([trace([np.array([np.nan, 1.0, last])], shapes)]) for last in (1.0, 1.001))
    assert one != other
    first, last = ([np.array([np.nan, 1.0])], [np.array([1.0, np.nan])])
    assert trace(first, weighting([np.ones(2)])) != trace(last, weighting([np.ones(2)]))


def test_sentences_name_no_variable_that_only_the_reference_has():
    """Where a slip was made is said in words, but for the letters of the task."""
    letters = {*"WSDvmgti", "epoch", "order", *SAID}
    for path in (ROOT_FOLDER / "exercises" / "checks").glob("*/*.json"):
        key = json.loads(path.read_text(encoding="utf-8"))
        known = letters | {*WHERE, *(key["cases"] or [{}])[0]}
        for name in (entry for entry in key["slips"] if isinstance(entry, str)):
            place = re.split(r"[(,)]", name)[1].removesuffix("_used")
            assert not place.isidentifier() or known & {place, place.removesuffix("1")}, f"{key['name']}: {name}"


def test_sentences_have_a_place_for_each_part_of_a_name():
    assert all("{" not in said.format(*"wxyz") and said.endswith((".", "?")) for said in SENTENCES.values())
