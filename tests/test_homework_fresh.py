"""Wrong answers written before anything was done to name them: how many have a name.

Three sets in tests/answers, each by other habits: fresh_a.txt as students write, fresh_b.txt as a Java or MATLAB
programmer, one who knows PyTorch's source or one in a hurry, fresh_c.txt once more. "#: exercise | what a good TA would
say | diagnosis" stands above each answer; "-" is no diagnosis. All diagnoses were compared with the code by reading.
"""

from pathlib import Path

import pytest

from course_lib.homework.examine import examine
from course_lib.homework.written import compiled
from tests.test_homework_answers import committed

# {set: the share that had a name when the set was new, what has one today}
SHARES = {"a": (0.858, 0.95), "b": (0.732, 0.82), "c": (0.755, 0.75)}


def answers(which):
    """(exercise, what a TA would say, diagnosis, lines of the body) of each answer in a set."""
    text = (Path(__file__).parent / "answers" / f"fresh_{which}.txt").read_text(encoding="utf-8")
    for block in text.split("#: ")[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        yield *head.split(" | "), lines


ROWS = [(which, *row) for which in SHARES for row in answers(which)]


@pytest.mark.parametrize("exercise", sorted({row[1] for row in ROWS}))
def test_fresh_answers_are_judged_wrong_and_named_as_noted(exercise):
    key = committed(exercise)
    for _, _, said, diagnosis, lines in (row for row in ROWS if row[1] == exercise):
        verdict = examine(key, compiled(lines, key.arguments))
        assert not verdict.passed, said
        assert (verdict.diagnosis or "-") == diagnosis, said


@pytest.mark.parametrize("which", SHARES)
def test_so_many_of_them_have_a_name(which):
    named = [row[3] != "-" for row in ROWS if row[0] == which]
    assert len(named) >= 150 and sum(named) >= SHARES[which][1] * len(named)
