"""Slips, one or two at once: what is made of a body, that each is caught, and wrong answers that were in no list.

tests/answers/unseen.tsv holds answers of the kinds that public code and students make, written before the slips that
name them, each with the diagnosis that a person found true: "-" is none, "~" and properties of the numbers
where only these are told, "right" a right answer.
"""

import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Event
from time import sleep

import numpy as np
import pytest

from course_lib.homework.calling import call
from course_lib.homework.compare import agree
from course_lib.homework.examine import examine
from course_lib.homework.key import from_json, to_json
from course_lib.homework.slips import Slips
from course_lib.homework.spec import Exercise, key
from course_lib.homework.written import Slip, compiled
from course_lib.homework.written import written as with_slips
from tests.test_homework_answers import EXERCISES, committed, key_of
from tests.test_homework_fresh import said

TABLE = (Path(__file__).parent / "answers" / "unseen.tsv").read_text(encoding="utf-8").splitlines()[1:]
ROWS = [line.split("\t") for line in TABLE]
PLACE = {exercise: (name, exercise) for name, exercise in EXERCISES}
SLIPPING = [exercise for (_, exercise), one in EXERCISES.items() if one.slips]
OTHER_SEED = 77


def function(text, arguments):
    """The answer in a row: ';;' ends a line, a line that ends with a colon opens a loop, a return closes all loops."""
    lines, depth = [], 0
    for line in (part.strip() for part in text.split(";;")):
        depth = 0 if line.startswith("return") else depth
        lines.append("    " * depth + line)
        depth += line.endswith(":")
    return compiled(lines, arguments)


@cache
def answers_to(exercise):
    """[(diagnosis, note, function)] of the rows of an exercise."""
    arguments = committed(exercise).arguments
    return [(name, note, function(text, arguments)) for one, name, note, text in ROWS if one == exercise]


def right(key, answer):
    """Whether an answer is right in all cases, without asking why it is not."""
    outcomes = [call(answer, case, key.returns) for case in key.cases]
    return all(o.answer is not None and agree(o.answer, e) for o, e in zip(outcomes, key.expected))


@pytest.mark.parametrize("exercise", sorted({row[0] for row in ROWS}))
def test_answers_in_no_list_are_judged_and_named_truly(exercise):
    for name, note, answer in answers_to(exercise):
        verdict = examine(committed(exercise), answer)
        assert verdict.passed == (name == "right"), note
        assert said(verdict) == (name if name != "right" else "-"), note
        assert right(key_of(*PLACE[exercise], OTHER_SEED), answer) == (name == "right"), note


def test_nine_of_ten_of_them_have_a_name():
    named = [row[1][0] not in "-~" and row[1] != "right" for row in ROWS]
    assert len(named) > 500 and np.mean(named) > 0.9


@pytest.mark.parametrize("exercise", SLIPPING)
def test_no_slip_passes(exercise):
    """Each slip alone is wrong in some case, whatever the seed: a case meets it."""
    one = EXERCISES[PLACE[exercise]]
    for seed in (20, 1, 2):
        key = key_of(*PLACE[exercise], seed)
        for slip in one.slips:
            answer = with_slips(one.bodies[0], key.arguments, [slip])
            assert not right(key, answer), (seed, slip.name)


@pytest.mark.parametrize("exercise", SLIPPING)
def test_slips_have_different_names_and_short_hints(exercise):
    slips = EXERCISES[PLACE[exercise]].slips
    assert len({slip.name for slip in slips}) == len(slips)
    assert all(10 < len(slip.hint) < 140 and slip.hint.endswith((".", "?")) for slip in slips)


# ---- what is made of a body ----

BODY = """
total = x + y
return total / 2
"""
PLUS = Slip("minus", "It subtracts.", (("x + y", "x - y"),), often=True)
TWICE = Slip("y_twice", "y counts twice.", (("x + y", "x + 2 * y"),))
WHOLE = Slip("not_halved", "It is not halved.", ((" / 2", ""),))
ZERO = Slip("x_forgotten", "x has no influence.", first="x = 0")
ONE = Slip("x_is_one", "x is 1.", first="x = 1", often=True)


def mean(*slips, body=BODY):
    one = Exercise("mean", points=1)

    @one.draw
    def cases(rng):
        for x, y in rng.normal(0, 3, (3, 2)):
            yield dict(x=x, y=y)

    one.slipping(body, *slips)
    return key(one, "00_test", lambda x, y: (x + y) / 2, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("slips", "value"),
    [
        ([], 4),
        ([PLUS], 1),
        ([WHOLE], 8),
        ([PLUS, WHOLE], 2),
        ([ZERO, WHOLE], 3),
        ([PLUS, TWICE], None),
        ([ZERO, ONE], None),
    ],
)
def test_two_slips_are_made_together_unless_they_touch_the_same_place(slips, value):
    found = with_slips(BODY, ["x", "y"], slips)
    assert (found and found(5, 3)) == value


def test_two_slips_at_once_are_named_by_both():
    one = mean(PLUS, TWICE, WHOLE, ZERO)
    verdict = examine(one, lambda x, y: x - y)
    assert verdict.diagnosis == "minus + not_halved"
    assert verdict.message == "Two things at once. It subtracts. It is not halved."
    assert one.hint("minus + not_halved") == verdict.message and one.hint("minus") == "It subtracts."
    assert examine(one, lambda x, y: (x + 2 * y) / 2).diagnosis == "y_twice"


def test_two_slips_neither_of_which_is_made_often_get_no_name():
    thrice = Slip("y_thrice", "y counts three times.", (("x + y", "x + 3 * y"),))
    assert examine(mean(WHOLE, thrice), lambda x, y: (x + 3 * y) / 2).diagnosis == "y_thrice"
    assert examine(mean(WHOLE, thrice), lambda x, y: x + 3 * y).diagnosis is None


def test_the_nearest_slips_are_no_diagnosis():
    assert examine(mean(PLUS, WHOLE), lambda x, y: (x - y) * (1 + 1e-4)).diagnosis is None


def prints(key):
    """{fingerprint: names} of all that the key's slips tell."""
    return {one: names for told in key.slips.prints() for one, names in told.items()}


def test_slips_survive_the_keys_file_and_the_way_to_another_machine():
    one = mean(PLUS, TWICE, WHOLE)
    for again in (from_json(to_json(one)), pickle.loads(pickle.dumps(one))):
        assert prints(again) == prints(one) and len(prints(one)) > 4
        assert examine(again, lambda x, y: x - y).diagnosis == "minus + not_halved"


def test_graders_that_ask_at_the_same_time_are_told_the_same():
    begun, calls = Event(), []

    def first():
        calls.append("first")
        begun.set()  # the other asks before this has told
        sleep(0.2)
        return {"one": ("first",)}

    slips = Slips({}, (first, lambda: {"two": ("second",)}))
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(lambda: begun.wait(10) and [*slips.prints()])
        assert [*slips.prints()] == other.result() == [{"one": ("first",)}, {"two": ("second",)}]
    assert calls == ["first"]


def test_a_key_without_slips_can_still_be_read():
    text = to_json(mean(PLUS)).replace('"slips"', '"other"').replace('"prints"', '"more"')
    assert examine(from_json(text), lambda x, y: x - y).diagnosis is None


@pytest.mark.parametrize(
    ("slips", "body", "sentence"),
    [
        ([PLUS], BODY.replace("2", "3"), "the body of its slips is not the right function"),
        ([Slip("no_root", "…", (("np.sqrt", ""),))], BODY, "The slip no_root finds no 'np.sqrt'"),
    ],
)
def test_a_wrong_body_and_a_slip_that_changes_nothing_are_refused(slips, body, sentence):
    with pytest.raises(ValueError, match=sentence):
        mean(*slips, body=body)


# ---- paths that stop early ----


def halving(steps, end=lambda x: False, stay=False):
    """A path that halves x in each step; it ends, or stays where it is, once `end` is true."""
    path = [5.0]
    for _ in range(steps):
        if end(path[-1]) and not stay:
            break
        path.append(path[-1] if end(path[-1]) else path[-1] / 2)
    return np.array(path)[:, None]


@pytest.mark.parametrize("stay", [False, True])
def test_a_path_that_stops_early_is_named(stay):
    one = Exercise("halving", points=1, returns="array", kind="path")

    @one.draw
    def cases(rng):
        for steps in (2, 6, 9):
            yield dict(W=np.array([5.0]), steps=steps)

    path = key(one, "00_test", lambda W, steps: halving(steps), np.random.default_rng(0))
    early = examine(path, lambda W, steps: halving(steps, lambda x: x < 1, stay))
    assert early.diagnosis == "stops_early" and "also near the minimum" in early.message
    assert early.cases == [True, False, False]
    never_right = examine(path, lambda W, steps: halving(steps, lambda x: True, stay))
    assert never_right.diagnosis is None
