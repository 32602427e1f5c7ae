"""Remarks on patterns in wrong numbers: a constant factor, right at first, right in some places. Pure functions.

Each takes (key, outcomes, right, own_names) and returns a sentence or None: `right` says which cases are, own_names are
the parameters of the student's function. The answers have the right form.
"""

from collections.abc import Sequence

import numpy as np

from course_lib.homework.answers import Answer
from course_lib.homework.calling import Outcome
from course_lib.homework.compare import close, factor, hits
from course_lib.homework.form import all_alike, naming
from course_lib.homework.key import Key
from course_lib.language import say

Flags = list[bool]
Names = Sequence[str]
NEARLY = 0.01  # relative


def names_in_another_order(key: Key, own_names: Sequence[str]) -> str | None:
    """The same parameters in another order, as far as their names tell."""
    if list(own_names) != key.arguments and sorted(own_names) == sorted(key.arguments):
        names = ", ".join(key.arguments)
        return say("Your parameters are in another order: the function is called with ({names}).", names=names)
    return None


def nearly_right(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Everything within one per cent: rounding, or a constant that is slightly off."""
    if not all_alike(key, outcomes):
        return None
    answers = [outcome.arrays for outcome in outcomes]
    moved = key.kind in ("step", "path")  # then what counts is the change from the W that came in
    starts = [case["W"] if moved else 0.0 for case in key.cases]
    found, wanted = (
        [[part - start for part in parts[:1]] + parts[1:] for parts, start in zip(every, starts)]
        for every in (answers, key.expected)
    )
    pairs = [(f, w) for one, other in zip(found, wanted) for f, w in zip(one, other)]
    if all(np.max(np.abs(f - w), initial=0) <= NEARLY * np.max(np.abs(w), initial=0) for f, w in pairs):
        return say(
            "All numbers are right to within one per cent of the largest: is something rounded, or a constant"
            " slightly off?"
        )
    return None


def change_alone(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """The step instead of the new W."""
    if key.kind != "step" or not all_alike(key, outcomes):
        return None
    three = [(o.arrays[0], e[0], case["W"]) for o, e, case in zip(outcomes, key.expected, key.cases)]
    if any(all(close(start + sign * found, wanted) for found, wanted, start in three) for sign in (1, -1)):
        return say("You return the change of W. Return W itself after the step.")
    return None


def back_to_front(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """The right rows in the opposite order."""
    if key.returns != "array" or not all_alike(key, outcomes):
        return None
    pairs = [(o.arrays[0], e[0]) for o, e in zip(outcomes, key.expected)]
    if all(found.ndim and close(found[::-1], wanted) for found, wanted in pairs):
        return say("These are the right numbers in reverse order: the first one is at the end.")
    return None


def off_by_a_factor(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """All cases off by one and the same number: in one of the outputs, or in the step from W to the new W."""
    if not all_alike(key, outcomes):
        return None
    answers = [outcome.arrays for outcome in outcomes]
    rights = key.expected
    if key.returns == "sequence":  # as many parts as each case has: taken together
        answers, rights = ([[np.concatenate(parts)] for parts in every] for every in (answers, rights))
    for number in range(len(rights[0])):
        found, wanted = [a[number] for a in answers], [e[number] for e in rights]
        name = naming(key.returns, number)
        if k := common_factor(found, wanted):
            return say("{name} is {times} the right value, in every case.", name=name, times=times(k))
        before = "W" if key.returns == "array" else name
        start = [np.asarray(case.get(before, np.nan)) for case in key.cases]
        if all(s.shape == w.shape for s, w in zip(start, wanted)):
            steps = [f - s for f, s in zip(found, start)], [w - s for w, s in zip(wanted, start)]
            if k := common_factor(*steps):
                known = {"name": before, "times": times(k)}
                return say("The step, from {name} to the new {name}, is {times} the right one, in every case.", **known)
    return None


def common_factor(found: Answer, wanted: Answer) -> float | None:
    """One factor for all pairs, None when there is none."""
    k = factor(np.concatenate([f.ravel() for f in found]), np.concatenate([w.ravel() for w in wanted]))
    # Each pair on its own as well: a large array must not hide a small one.
    return k if k and abs(k - 1) > 1e-3 and all(close(f, k * w) for f, w in zip(found, wanted)) else None


def times(k: float) -> str:
    """A factor in words: 2 times, a third of, minus."""
    if abs(k + 1) < 1e-6:
        return say("minus [the right value]")
    if abs(k) < 1 and abs(1 / k - round(1 / k)) < 1e-6:
        n = abs(round(1 / k))
        return say("minus 1/{n} of [the right value]", n=n) if k < 0 else say("1/{n} of [the right value]", n=n)
    return say("{k} times [the right value]", k=f"{k:.4g}")


def one_array_in_every_row(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """The last row again and again, in every case that is wrong: one array collected, or all rows filled at once."""
    if key.returns != "array" or not all_alike(key, outcomes):
        return None
    pairs = [(o.arrays[0], e[0]) for o, e, ok in zip(outcomes, key.expected, right) if not ok]
    # The first row may be a start of its own, and then two rows say nothing.
    if all(w.ndim and all(close(row, w[-1]) for row in f[1:]) for f, w in pairs) and any(len(w) > 2 for _, w in pairs):
        return say(
            "Every row is the last one: is one array collected again and again and changed in place (then collect"
            " v.copy()), or is every row filled with the end?"
        )
    return None


def stops_early(key: Key, outcomes: list[Outcome], right: Flags) -> str | None:
    """A path that is right in some cases and in all others ends, or stays where it is, before its last step."""
    if key.kind != "path" or not any(right):
        return None
    pairs = [(o.arrays, e[0]) for o, e, ok in zip(outcomes, key.expected, right) if not ok]
    if all(len(found) == 1 and ends_early(found[0], wanted) for found, wanted in pairs):
        return say(
            "It stops before its last step: does it end when the gradient, or a step, is small?"
            " Make as many steps as `steps` says, also near the minimum."
        )
    return None


def ends_early(found: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether the rows of `found` are the first of `wanted`, and then perhaps the same one again and again."""
    if found.shape[1:] != wanted.shape[1:] or not 0 < len(found) <= len(wanted):
        return False
    same = np.all(hits(found, wanted[: len(found)]), axis=1)
    last = len(found) - 1 if same.all() else int(np.argmin(same)) - 1
    return last >= 0 and last < len(wanted) - 1 and all(np.array_equal(row, found[last]) for row in found[last:])


def changes_for_points(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """The steps of a path in the place of its points."""
    if key.kind != "path" or not all_alike(key, outcomes):
        return None
    pairs = [(o.arrays[0], np.diff(e[0], axis=0)) for o, e in zip(outcomes, key.expected)]
    if any(all(close(sign * found[1:], steps) for found, steps in pairs) for sign in (1, -1)):
        return say("The rows are the steps. Collect the points: W itself, after each step.")
    return None


def a_row_too_early(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Each row but the last is the next right one, or each but the first the one before."""
    if key.returns != "array" or not all_alike(key, outcomes):
        return None
    pairs = [(o.arrays[0], e[0]) for o, e in zip(outcomes, key.expected)]
    if not all(w.ndim for _, w in pairs) or sum(len(w) > 2 for _, w in pairs) < 2:
        return None
    if all(close(f[:-1], w[1:]) for f, w in pairs):
        return say("Every row stands one place too early: row 1 holds what belongs in row 2, and so on.")
    if all(close(f[1:], w[:-1]) for f, w in pairs):
        return say("Every row stands one place too late: row 2 holds what belongs in row 1, and so on.")
    return None


def whole_numbers(key: Key, outcomes: list[Outcome], right: Flags, own_names: Names) -> str | None:
    """Whole numbers wherever it is wrong, and other ones wanted there."""
    if key.returns == "sequence" or not all_alike(key, outcomes):
        return None
    pairs = [(f, w) for o, e in zip(outcomes, key.expected) for f, w in zip(o.arrays, e) if not close(f, w)]
    if all(np.array_equal(f, np.round(f)) and not np.array_equal(w, np.round(w)) for f, w in pairs):
        if not any(np.any(f) for f, _ in pairs):
            return say("All numbers are 0 where it is wrong: is an array not filled?")
        return say(
            "The numbers that are wrong are all whole: do you round, divide by // instead of /, or collect them in an"
            " array of whole numbers?"
        )
    return None


# These say what the mistake is, not only how it shows.
SURE = [change_alone, back_to_front, one_array_in_every_row, changes_for_points, a_row_too_early]
