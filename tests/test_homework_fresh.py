"""Wrong answers written before anything was done to name them: how many have a name, or are told how they differ.

Sets in tests/answers, each by other habits: fresh_a.txt as students write, fresh_b.txt as a Java or MATLAB programmer,
one who knows PyTorch's source or one in a hurry, fresh_c.txt once more, fresh_d.txt to fresh_f.txt from the tasks'
texts alone; those of fresh_e.txt call the functions of the tasks before, as a notebook does. Above each answer stands

    #: exercise | what a good TA would say | what is said

which is the name of a mistake, ~ and the properties of the numbers that are told where no mistake fits, or - for
neither. All were compared with the code by reading.
"""

from pathlib import Path

import pytest

from course_lib.homework.examine import examine
from course_lib.homework.written import compiled
from tests.test_homework_answers import REFERENCES, committed

HOW = {"by_a_formula", "follows", "off_by_a_factor", "a_factor_in_each_case", "nearly_right"}
# {set: the shares that had a name when the set was new; that have one today; or a formula; or any property but form}
SHARES = {
    "a": (0.858, 0.95, 0.97, 0.98),
    "b": (0.732, 0.86, 0.9, 0.95),
    "c": (0.755, 0.86, 0.92, 0.95),
    "d": (0.918, 0.91, 0.93, 0.97),
    "e": (0.901, 0.89, 0.91, 0.97),
    "f": (0.923, 0.94, 0.95, 0.97),
}


def answers(which):
    """(exercise, what a TA would say, what is said, lines of the body) of each answer in a set."""
    text = (Path(__file__).parent / "answers" / f"fresh_{which}.txt").read_text(encoding="utf-8")
    for block in text.split("#: ")[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        yield *head.split(" | "), lines


def run(exercise, lines):
    """The Verdict on these lines; the right functions of the other tasks may be called in them."""
    key = committed(exercise)
    function = compiled(lines, key.arguments)
    for found in REFERENCES.values():
        function.__globals__.update(found)
    return examine(key, function)


def said(verdict):
    """A diagnosis, or the properties behind ~, or -."""
    return verdict.diagnosis or ("~" + "+".join(verdict.seen) if verdict.seen else "-")


ROWS = [(which, *row) for which in SHARES for row in answers(which)]


@pytest.mark.parametrize("exercise", sorted({row[1] for row in ROWS}))
def test_fresh_answers_are_judged_wrong_and_named_as_noted(exercise):
    for _, _, kind, noted, lines in (row for row in ROWS if row[1] == exercise):
        verdict = run(exercise, lines)
        assert not verdict.passed, kind
        assert said(verdict) == noted, kind


@pytest.mark.parametrize("which", SHARES)
def test_so_many_of_them_have_a_name_or_are_told_how_they_differ(which):
    noted = [row[3] for row in ROWS if row[0] == which]
    named = [text[0] not in "~-" for text in noted]
    formula = [some or bool(HOW & {*text[1:].split("+")}) for some, text in zip(named, noted)]
    helped = [some or text not in ("-", "~form") for some, text in zip(formula, noted)]
    assert len(noted) >= 150
    for found, least in zip((named, formula, helped), SHARES[which][1:]):
        assert sum(found) >= least * len(noted)
