"""Remarks on the form of an answer: the number of arrays, their shapes, a number in every place. Pure functions."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from course_lib.homework.answers import Answer
from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close
from course_lib.homework.key import Key
from course_lib.language import later, say

NOT_A_NUMBER = later(
    "Its result contains NaN or infinite numbers: do you divide by zero, take the root of a negative number, or the"
    " logarithm of 0?"
)


def wrong_form(outcome: Outcome, expected: Answer, returns: str | tuple) -> str | None:
    """As many arrays as asked for, each of the right shape."""
    answer = outcome.arrays
    if len(answer) != len(expected):
        known = {"many": len(answer), "wanted": len(expected)}
        return say("It returns {many} arrays; {wanted} are expected here.", **known)
    for number, (found, wanted) in enumerate(zip(answer, expected)):
        if found.shape != wanted.shape:
            return shape_remark(naming(returns, number), found, wanted, outcome.raw)
    return None


def shape_remark(name: str, found: np.ndarray, wanted: np.ndarray, raw: Any) -> str:
    if wanted.ndim == 0:
        return say("{name} is an array of shape {shape}; a single number is expected.", name=name, shape=found.shape)
    if said := too_much(raw, wanted):
        return said
    known = {"name": name, "shape": found.shape, "wanted": wanted.shape, "end": shape_end(found, wanted)}
    return say("{name} has shape {shape}; {wanted} is expected here{end}.", **known)


def shape_end(found: np.ndarray, wanted: np.ndarray) -> str:
    """What a wrong shape comes from, behind a colon; empty where it does not show."""
    if found.shape == wanted.shape[::-1]:
        return say(": rows and columns are swapped")
    if found.ndim == wanted.ndim and len(found) and (n := len(wanted) - len(found)) > 0:
        if close(found, wanted[n:]):
            return say(": the first is missing") if n == 1 else say(": the first {many} are missing", many=n)
        if close(found, wanted[:-n]):
            return say(": the last is missing") if n == 1 else say(": the last {many} are missing", many=n)
    return ""


def too_much(raw: Any, wanted: np.ndarray) -> str | None:
    """Of several things that came back one is right."""
    if not isinstance(raw, tuple) or len(raw) < 2:
        return None
    right = [close(as_array(part), wanted) for part in raw]
    if not any(right):
        return None
    known = {"many": len(raw), "number": right.index(True) + 1}
    return say("It returns {many} results; number {number} alone would be right.", **known)


def as_array(value: Any) -> np.ndarray:
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        return np.array(np.nan)


def not_a_number(outcome: Outcome) -> str | None:
    return None if all(np.all(np.isfinite(found)) for found in outcome.arrays) else say(NOT_A_NUMBER)


def alike(answer: Answer, expected: Answer) -> bool:
    return len(answer) == len(expected) and all(found.shape == wanted.shape for found, wanted in zip(answer, expected))


def all_alike(key: Key, outcomes: Sequence[Outcome]) -> bool:
    """Whether every case has an answer of the right form."""
    return all(alike(outcome.arrays, expected) for outcome, expected in zip(outcomes, key.expected))


def naming(returns: str | tuple, number: int) -> str:
    """What to call the answer's part with this number."""
    if isinstance(returns, tuple):
        return returns[number]
    return say("Batch {number}", number=number + 1) if returns == "sequence" else say("The result")
