"""Partial credit, for instructors who want it: the share of an exercise's points that a wrong answer earns (pure).

    cases  the cases that passed / all cases
    parts  the results that are right in every case / all results: W right, v not, is a half of ("W", "v")

What changes its arguments, remembers a call, or gives nothing in some case has no part that is right in every case.
A question answered by a value has one case and one part: it stays all or nothing.
"""

from course_lib.homework.compare import agree
from course_lib.homework.examine import Verdict
from course_lib.homework.key import Key
from course_lib.language import say


def share(key: Key, verdict: Verdict) -> tuple[float, str]:
    """(the share of the points from 0 to 1, a sentence on it or '') by the key's rule."""
    if verdict.passed:
        return 1.0, ""
    if key.partial == "cases":
        passed = sum(verdict.cases)
        all_cases = len(verdict.cases)
        said = say("It is right in {passed} of {all} cases.", passed=passed, all=all_cases)
        return passed / all_cases, said if passed else ""
    if key.partial == "parts" and isinstance(key.returns, tuple):
        right = right_parts(key, verdict)
        wrong = [name for name in key.returns if name not in right]
        parts = {"right": ", ".join(right), "wrong": ", ".join(wrong)}
        said = say("Right in every case: {right}; not {wrong}.", **parts) if right else ""
        return len(right) / len(key.returns), said
    return 0.0, ""


def right_parts(key: Key, verdict: Verdict) -> list[str]:
    """The names of the results that are right in every case."""
    answers = [outcome.arrays for outcome in verdict.outcomes]
    if verdict.remembers or any(outcome.changed or outcome.answer is None for outcome in verdict.outcomes):
        return []
    return [
        name
        for place, name in enumerate(key.returns)
        if all(agree(a[place : place + 1], e[place : place + 1]) for a, e in zip(answers, key.expected, strict=True))
    ]
