"""Does an answer hold in all cases, and if not, which mistake is it? Pure functions of a key and outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.homework import hints, remarks
from course_lib.homework.answers import Answer
from course_lib.homework.calling import Outcome, call, parameters, refusal
from course_lib.homework.compare import agree
from course_lib.homework.fingerprints import traces
from course_lib.homework.key import Key, Mistake
from course_lib.homework.patterns import names_in_another_order
from course_lib.homework.remarks import Remark
from course_lib.homework.slips import most
from course_lib.language import say, together

IN_PLACE = "changes_its_arguments"


@dataclass(frozen=True)
class Verdict:
    """What there is to say of an answer."""

    passed: bool
    cases: list[bool]  # for each case whether it passed
    outcomes: list[Outcome]  # one a case
    diagnosis: str | None = None  # the mistake's name
    message: str = ""  # what helps: the mistake's hint or a general remark
    unwritten: bool = False
    seen: tuple[str, ...] = ()  # where and how the numbers differ, of an answer that is no known mistake
    remembers: bool = False  # called twice with the same arguments, it gave two results

    @property
    def failed(self) -> int | None:
        """The number of the first case that failed, from 0; None when none did."""
        return None if all(self.cases) else self.cases.index(False)


def examine(key: Key, answer: Any) -> Verdict:
    """The Verdict on an answer to the exercise of `key`: a function, or the value when it asks for a value."""
    if key.is_value:
        outcome = call(lambda: answer, {}, key.returns)
        outcome.problem = of_a_value(outcome.problem, answer)
        return judge(key, [outcome])
    if why := refusal(answer, key.arguments):
        return Verdict(False, [False] * len(key.cases), [Outcome(problem=why) for _ in key.cases], message=why)
    # The first case twice in a row, to see whether the function remembers something.
    again, *outcomes = [call(answer, case, key.returns) for case in [key.cases[0], *key.cases]]
    return judge(key, outcomes, parameters(answer), again)


def of_a_value(problem: str | None, answer: Any) -> str | None:
    """What is said of a function's result, of a value."""
    if answer is None:
        return say("The answer is None, not a number. (What print shows is not what it returns.)")
    return problem and problem.replace(say("It returns"), say("The answer is"))


def judge(key: Key, outcomes: list[Outcome], own_names: Sequence[str] = (), again: Outcome | None = None) -> Verdict:
    """The Verdict from what the calls led to; own_names: the parameters of the student's function."""
    right = [o.answer is not None and agree(o.answer, e) for o, e in zip(outcomes, key.expected)]
    cases = [ok and not outcome.changed for ok, outcome in zip(right, outcomes)]
    remembers = again is not None and not same(again, outcomes[0])
    if remembers:
        cases[0] = False
    if all(cases):
        return Verdict(True, cases, outcomes)
    changed = sorted({name for outcome in outcomes for name in outcome.changed}, key=key.arguments.index)
    said = Remark(say(remarks.REMEMBERS)) if remembers else what_is_wrong(key, outcomes, right, own_names)
    diagnosis, message = said.mistake, said.sentence
    if changed:
        message = together(message, remarks.changes(changed))
        diagnosis = IN_PLACE if all(right) else diagnosis
    return Verdict(False, cases, outcomes, diagnosis, message, outcomes[0].unwritten, said.seen, remembers)


def what_is_wrong(key: Key, outcomes: list[Outcome], right: list[bool], own_names: Sequence[str]) -> Remark:
    """A known mistake, else a remark, for numbers that are not right everywhere."""
    if all(right):
        return Remark("")
    if said := names_in_another_order(key, own_names):
        return Remark(said, names_in_another_order.__name__)
    problems = ((n, one.problem) for n, one in enumerate(outcomes, 1) if one.problem)
    broken = next((say("Case {number}: {problem}", number=n, problem=problem) for n, problem in problems), None)
    if mistake := fitting(key, outcomes):
        return Remark(together(hints.said(mistake.hint), broken), mistake.name)
    if slips := slipped(key, outcomes):
        name, hint = slips
        return Remark(together(hint, broken), name)
    return remarks.of(key, outcomes, right, own_names)


def fitting(key: Key, outcomes: list[Outcome]) -> Mistake | None:
    """The first mistake whose results these are in all cases, never the nearest one; None when there is none.

    A case that has no answer, as 1/β has none at β = 0, says nothing. Then the others must be most, be wrong somewhere,
    and fit one mistake alone.
    """
    cases = [n for n, outcome in enumerate(outcomes) if outcome.answer is not None]
    found = [
        mistake for mistake in key.mistakes if all(same_numbers(outcomes[n].arrays, mistake.results[n]) for n in cases)
    ]
    if len(cases) == len(outcomes):
        return found[0] if found else None
    sure = 2 * len(cases) > max(len(outcomes), 3) and len(found) == 1
    return found[0] if sure and not all(agree(outcomes[n].arrays, key.expected[n]) for n in cases) else None


def same_numbers(answer: Answer, result: Answer | None) -> bool:
    """Whether a mistake leads to this answer."""
    return result is not None and agree(answer, result)


def slipped(key: Key, outcomes: list[Outcome]) -> tuple[str, str] | None:
    """(name, hint) of one small slip, or of two at once, that lead to these answers; None when none do."""
    answers = [outcome.answer for outcome in outcomes]
    if not most(answers):
        return None
    single = any(part.dtype == np.float32 for outcome in outcomes for part in outcome.arrays)
    return key.slips.fitting(traces(answers, key.expected), single)


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two calls led to the same answer, or both to none."""
    if one.answer is None or other.answer is None:
        return one.answer is other.answer
    return agree(one.answer, other.answer)
